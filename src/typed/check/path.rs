//! Names as values: scores, labels, params, lets, and fields along links.

use super::super::{ActivityFieldId, Expr, ExprKind, FieldId, FieldPath, FieldTarget, KindId, LinkId, Root};
use super::exec::{Checker, Val, Walk};
use super::finding::{a_noun, either, quoted};
use super::graph::Node;
use super::infer::FieldKey;
use super::kinds::{CONTACT, joined_names};
use super::names::{LetId, ParamId, Thing};
use super::scope::{Ban, Scope, Types};
use super::value::constant_val;
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::Type;

/// The start of a path, walked as far as its links go.
pub(super) struct Walked {
    /// The links, in order.
    pub links: Vec<LinkId>,
    /// The kind they lead to.
    pub kind: KindId,
    /// How many names they took.
    pub n_names: usize,
    /// The first of them that leads to many records.
    pub many_at: Option<usize>,
}

impl<'a> Checker<'a> {
    /// A path where a value belongs.
    pub fn path_value(&mut self, names: &'a [ast::Name], span: Span, scope: &Scope) -> Option<Val> {
        let first = names.first()?;
        let shared = if self.has_field(scope, names) { None } else { self.names.get(&first.node) };
        match shared {
            Some(Thing::Let(id)) if names.len() == 1 => return self.let_value(id, first, scope),
            Some(Thing::Let(id)) => return self.dotted_let(id, first, names, span),
            Some(Thing::Param(id)) if names.len() == 1 => return self.param_value(id, span),
            _ => {}
        }
        if scope.ban == Ban::Fixed {
            let message = format!("{} is not fixed, and a fixed value is needed here", quoted(self.slice(span)));
            let diagnostic = Diagnostic::new(Code::NotConstant, span, message);
            let params = self.names.names_of(|thing| matches!(thing, Thing::Param(_)));
            let number = crate::syntax::words::number_word(&first.node).filter(|_| names.len() == 1);
            let near = number.map(|number| number.to_string()).or_else(|| self.nearest(&first.node, params));
            return self.report(match near {
                Some(near) => suggest(diagnostic, span, &near),
                None => diagnostic.help("write a number, or use a `param`"),
            });
        }
        if let Some(types) = scope.activity.clone() {
            return self.activity_path(names, span, scope, &types);
        }
        match shared {
            Some(Thing::Score(id)) => return self.score_path(id, names, span, scope),
            Some(Thing::Label(id)) if names.len() == 1 => {
                self.sees_scores(scope, span, "a label")?;
                self.of_this_kind(self.names.labels[id.0 as usize].kind, scope, span, "label")?;
                self.depends_on(Node::Label(id), span);
                return Some(Val::known(Expr { kind: ExprKind::Label(id), ty: Type::Text, span }));
            }
            Some(Thing::Segment(_)) if names.len() == 1 => return self.segment_as_value(first),
            Some(Thing::Activity(_)) => return self.activity_as_value(names, span),
            _ => {}
        }
        self.stored_path(Root::Subject, scope.kind, names, span, scope)
    }

    /// Whether the record or activity at hand declares a field (or a link) that the path starts with. It is nearer than
    /// the names that all rules share, and hides them (semantics 1.6).
    fn has_field(&self, scope: &Scope, names: &[ast::Name]) -> bool {
        let name = joined_names(names);
        if let Some(types) = &scope.activity {
            return self.activities.has_declared(&name, types);
        }
        self.kinds.get(scope.kind).declared && self.kinds.field(scope.kind, &name).is_some()
            || names.len() > 1 && !self.kinds.links(scope.kind, &names[0].node).is_empty()
    }

    /// What a name stands for among those that all rules share, unless a field of the record or activity at hand hides it.
    pub fn shared(&self, name: &ast::Name, scope: &Scope) -> Option<Thing> {
        let hidden = self.has_field(scope, std::slice::from_ref(name));
        self.names.get(&name.node).filter(|_| !hidden)
    }

    /// The field behind the last dot of `sum(buy.amount)`: a `let` may stand for a calculation on each, a param never.
    pub fn aggregated_value(&mut self, names: &'a [ast::Name], span: Span, inside: &Scope) -> Option<Val> {
        let is_param = names.first().is_some_and(|name| matches!(self.names.get(&name.node), Some(Thing::Param(_))));
        match &inside.activity {
            _ if !is_param => self.path_value(names, span, inside),
            Some(types) => self.activity_path(names, span, inside, &types.clone()),
            None => self.stored_path(Root::Subject, inside.kind, names, span, inside),
        }
    }

    fn dotted_let(&mut self, id: LetId, first: &ast::Name, names: &[ast::Name], span: Span) -> Option<Val> {
        let message = if self.names_phrase(id) {
            format!(
                "{} names activities, and only `sum(..)` and its like can take a field of them",
                quoted(&first.node)
            )
        } else {
            format!("{} is a `let`, which has no fields of its own", quoted(&first.node))
        };
        let rest = joined_names(&names[1..]);
        self.report(
            Diagnostic::new(Code::NotAValue, span, message).help(format!("write `latest({}.{rest})`", first.node)),
        )
    }

    fn param_value(&mut self, id: ParamId, span: Span) -> Option<Val> {
        // A param whose value is broken was reported where it is declared.
        let param = self.names.params.get(id.0 as usize)?;
        if matches!(param.ty, Type::List(_)) {
            let message = format!("{} is a list, and a value belongs here", quoted(&param.name));
            return self.report(
                Diagnostic::new(Code::NotAValue, span, message).help(format!("write `FIELD in {}`", param.name)),
            );
        }
        Some(constant_val(param.value.clone(), param.ty.clone(), span))
    }

    fn segment_as_value(&mut self, name: &ast::Name) -> Option<Val> {
        let message = format!("{} is a segment, which is a condition, and a value belongs here", quoted(&name.node));
        self.report(
            Diagnostic::new(Code::NotAValue, name.span, message)
                .help(format!("write `if {} then 1 else 0`", name.node)),
        )
    }

    fn activity_as_value(&mut self, names: &[ast::Name], span: Span) -> Option<Val> {
        let written = joined_names(names);
        let message = format!("{} is an activity, and a value belongs here", quoted(&names[0].node));
        if let Some(diagnostic) = self.field_of_an_activity(names, span, &message) {
            return self.report(diagnostic);
        }
        let help = if names.len() > 1 {
            format!("write `sum({written})`, `latest({written})` or another question over all of them")
        } else {
            format!("count them: `count({written})`")
        };
        self.report(Diagnostic::new(Code::NotAValue, span, message).help(help))
    }

    /// `page_view.url == "/pricing" => +5`: what is asked of each activity follows `where`.
    fn field_of_an_activity(&self, names: &[ast::Name], span: Span, message: &str) -> Option<Diagnostic> {
        let [activity, field] = names else { return None };
        let text = self.sources.text(span.source);
        let before = text.get(..span.start as usize)?.rsplit('\n').next()?.trim();
        let asked = text.get(span.end as usize..)?.lines().next()?.trim_start();
        let tests = ["==", "!=", ">", "<", "in ", "not in", "contains ", "starts ", "ends ", "has ", "is ", "matches "];
        let begins_line = before.is_empty() || before.ends_with(':') || before.ends_with('{');
        if !tests.iter().any(|test| asked.starts_with(test)) || !begins_line {
            return None;
        }
        let edit = format!("{} where {}", activity.node, field.node);
        let diagnostic = Diagnostic::new(Code::NotAValue, span, message).help(format!("write `{edit}`"));
        Some(diagnostic.fix(Fix::replace(format!("write `{edit}`"), span, edit, Applicability::Suggestion)))
    }

    /// A path in activity scope: the activity's own field, or `contact.x`.
    fn activity_path(&mut self, names: &'a [ast::Name], span: Span, scope: &Scope, types: &Types) -> Option<Val> {
        if let [contact, rest @ ..] = names
            && contact.node == "contact"
            && !rest.is_empty()
        {
            return self.stored_path(Root::Contact, CONTACT, rest, span, scope);
        }
        if let [name] = names {
            let known = |kind, ty| Some(Val::known(Expr { kind, ty, span }));
            match name.node.as_str() {
                "type" => return known(ExprKind::ActivityType, Type::ExactText),
                "at" => return known(ExprKind::ActivityAt, Type::Time),
                "id" => return known(ExprKind::ActivityId, Type::ExactText),
                _ => {}
            }
            match self.shared(name, scope) {
                Some(Thing::Label(_)) => return self.sees_scores(scope, span, "a label").and(None),
                Some(Thing::Segment(_)) => return self.sees_scores(scope, span, "a segment").and(None),
                Some(Thing::Score(_)) => return self.sees_scores(scope, span, "a score").and(None),
                _ => {}
            }
        }
        let field = self.activity_field(names, span, types)?;
        Some(self.activity_field_value(field, span))
    }

    /// The value of an activity's field.
    pub fn activity_field_value(&mut self, field: ActivityFieldId, span: Span) -> Val {
        let node = self.activities.field_mut(field);
        node.used = true;
        let (ty, declared, name) = (node.ty.clone(), node.of.is_some(), node.name.clone());
        let open =
            (self.walk == Walk::First && !declared).then(|| self.inference.var(FieldKey::OfActivity(field), &name));
        Val { expr: as_time(Expr { kind: ExprKind::ActivityField(field), ty, span }), open }
    }

    /// The field of that name of an activity that may be of these types.
    pub fn activity_field(&mut self, names: &[ast::Name], span: Span, types: &Types) -> Option<ActivityFieldId> {
        let name = joined_names(names);
        if !self.activities.declared {
            let found = self.activities.fields_named(&name).first().copied();
            let field = found.unwrap_or_else(|| {
                let way = names.iter().map(|name| name.node.clone()).collect();
                self.activities.add_field(&name, way, Type::Text, span, None)
            });
            return (!self.conflicting.contains(&FieldKey::OfActivity(field))).then_some(field);
        }
        let fields: Vec<ActivityFieldId> = self.activities.declared_fields(&name, types).collect();
        match fields.as_slice() {
            [field] => Some(*field),
            [] => self.no_activity_field(&name, span, types),
            [one, other, ..] => self.two_types_of_field(&name, *one, *other, span),
        }
    }

    fn two_types_of_field<T>(
        &mut self,
        name: &str,
        one: ActivityFieldId,
        other: ActivityFieldId,
        span: Span,
    ) -> Option<T> {
        let (one, other) = (self.activities.field(one), self.activities.field(other));
        let message = format!(
            "{} is {} for some of these activities and {} for others",
            quoted(name),
            a_noun(&one.ty),
            a_noun(&other.ty)
        );
        let diagnostic = Diagnostic::new(Code::TwoMeanings, span, message)
            .also(one.span, a_noun(&one.ty))
            .also(other.span, a_noun(&other.ty))
            .help("write a rule for each, or declare both fields with one type");
        self.report(diagnostic)
    }

    fn no_activity_field<T>(&mut self, name: &str, span: Span, types: &Types) -> Option<T> {
        let contact_has = self.kinds.field(CONTACT, name).is_some() && self.kinds.get(CONTACT).declared;
        if contact_has {
            let message = format!("{} is a field of the contact, and bare names are the activity's here", quoted(name));
            return self.report(other_record(span, message, format!("contact.{name}")));
        }
        let first = name.split('.').next().unwrap_or(name);
        if name.contains('.') && !self.kinds.links(CONTACT, first).is_empty() {
            let message = format!("{} starts at the contact, and bare names are the activity's here", quoted(name));
            return self.report(other_record(span, message, format!("contact.{name}")));
        }
        let fields = self.activities.fields();
        let of_these = |of: &[super::super::ActivityTypeId]| match types {
            Types::Every => true,
            Types::Some(types) => types.iter().any(|ty| of.contains(ty)),
        };
        let candidates = fields
            .iter()
            .filter(|field| field.of.as_deref().is_some_and(of_these))
            .map(|field| field.name.as_str())
            .chain(["type", "at", "id"]);
        let whose = match types {
            Types::Every => "no activity".to_owned(),
            Types::Some(types) => match &**types {
                [only] => quoted(self.activities.type_name(*only)),
                several => either(several.iter().map(|ty| self.activities.type_name(*ty))),
            },
        };
        let verb = if matches!(types, Types::Every) { "has the field" } else { "has no field" };
        let message = format!("{whose} {verb} {}", quoted(name));
        let shared = self.names.names_of(|thing| matches!(thing, Thing::Param(_) | Thing::Let(_)));
        let near = self.nearest(name, candidates.chain(shared));
        let elsewhere = self.activities.fields_named(name).first().and_then(|field| {
            self.activities.field(*field).of.as_deref()?.first().map(|ty| self.activities.type_name(*ty).to_owned())
        });
        let diagnostic = Diagnostic::new(Code::UnknownField, span, message);
        let diagnostic = match (near, elsewhere) {
            (Some(near), _) => suggest(diagnostic, span, &near),
            (None, Some(ty)) => {
                diagnostic.help(format!("it is a field of `{ty}`; use that activity, or declare the field here too"))
            }
            (None, None) => diagnostic.help(format!("declare it: `activity .. {{ {name}: text }}`")),
        };
        self.report_unknown(name, diagnostic)
    }

    /// A field reached from a record over links to one record each, or the score at the end of such a way.
    fn stored_path(
        &mut self,
        root: Root,
        kind: KindId,
        names: &'a [ast::Name],
        span: Span,
        scope: &Scope,
    ) -> Option<Val> {
        let names = self.without_self(root, kind, names);
        let walked = self.walk_links(kind, names, true)?;
        if let Some(at) = walked.many_at {
            return self.many_as_one(names, at, span);
        }
        let rest = &names[walked.n_names..];
        if let Some(Thing::Score(id)) = rest.first().and_then(|name| self.names.get(&name.node))
            && self.names.score(id).kind == walked.kind
            && self.kinds.field(walked.kind, &joined_names(rest)).is_none()
        {
            return self.linked_score(id, walked, rest, span, scope);
        }
        let target = self.field_of(walked.kind, rest, span, scope)?;
        Some(self.field_value(FieldPath { root, links: walked.links, field: target }, walked.kind, span))
    }

    /// `contact.job_title` where the subject is the contact itself: the same as `job_title`.
    fn without_self<'n>(&self, root: Root, kind: KindId, names: &'n [ast::Name]) -> &'n [ast::Name] {
        match names {
            [first, rest @ ..]
                if root == Root::Subject
                    && !rest.is_empty()
                    && first.node == self.kinds.get(kind).name
                    && self.kinds.links(kind, &first.node).is_empty() =>
            {
                rest
            }
            _ => names,
        }
    }

    /// Follows links as long as names are links; the last name is left over where `keep_last` is set.
    pub fn walk_links(&mut self, kind: KindId, names: &[ast::Name], keep_last: bool) -> Option<Walked> {
        let mut walked = Walked { links: Vec::new(), kind, n_names: 0, many_at: None };
        let end = if keep_last { names.len().saturating_sub(1) } else { names.len() };
        for (at, name) in names[..end].iter().enumerate() {
            let link = match self.kinds.links(walked.kind, &name.node) {
                [] => break,
                [link] => *link,
                [first, second, ..] => {
                    let (first, second) = (*first, *second);
                    return self.two_ways(name, walked.kind, first, second);
                }
            };
            let node = self.kinds.link(walked.kind, link);
            if node.many && walked.many_at.is_none() {
                walked.many_at = Some(at);
            }
            walked.kind = node.target;
            walked.links.push(link);
            walked.n_names = at + 1;
        }
        Some(walked)
    }

    fn two_ways<T>(&mut self, name: &ast::Name, kind: KindId, first: LinkId, second: LinkId) -> Option<T> {
        let target = self.kinds.link(kind, first).target;
        let of = self.kinds.get(self.kinds.link(kind, second).target).name.clone();
        let message = format!(
            "more than one link of `{of}` leads to `{}`, so {} could be any of their ways back",
            self.kinds.get(kind).name,
            quoted(&name.node)
        );
        let link_name =
            self.kinds.get(target).links.iter().find(|link| link.target == kind).map(|link| link.name.clone());
        let example = link_name.unwrap_or_else(|| "owner".to_owned());
        self.report(Diagnostic::new(Code::TwoMeanings, name.span, message).help(format!(
            "name the ways back where the links are declared: `{example}: .. by .., back {example}_{}`",
            name.node
        )))
    }

    fn many_as_one(&mut self, names: &[ast::Name], at: usize, span: Span) -> Option<Val> {
        let written = joined_names(names);
        let message = format!("{} leads to many records, and one value is needed here", quoted(&names[at].node));
        self.report(Diagnostic::new(Code::OneOrMany, span, message).help(format!(
            "say which: `max({written})`, `sum({written})`, `any({} where ..)`",
            joined_names(&names[..=at])
        )))
    }

    /// The field of a kind by the rest of a path.
    fn field_of(&mut self, kind: KindId, rest: &[ast::Name], span: Span, scope: &Scope) -> Option<FieldTarget> {
        let name = joined_names(rest);
        if let Some(field) = self.kinds.field(kind, &name) {
            let conflict = self.conflicting.contains(&FieldKey::OfKind(kind, field));
            return (!conflict).then_some(FieldTarget::Field(field));
        }
        if name == "id" {
            return Some(FieldTarget::Id);
        }
        if !self.kinds.links(kind, &rest[0].node).is_empty() {
            return self.link_as_value(kind, rest, span);
        }
        if !self.kinds.get(kind).declared {
            let way = rest.iter().map(|name| name.node.clone()).collect();
            return Some(FieldTarget::Field(self.kinds.add_field(kind, &name, way, Type::Text, span)));
        }
        self.unknown_field(kind, rest, span, scope)
    }

    fn link_as_value<T>(&mut self, kind: KindId, rest: &[ast::Name], span: Span) -> Option<T> {
        let link = &rest[0].node;
        let target = self.kinds.links(kind, link).first().map(|id| self.kinds.link(kind, *id));
        let (many, target) = target.map_or((false, kind), |link| (link.many, link.target));
        let target = self.kinds.get(target);
        let message = format!("{} is a link to `{}`, and a value is needed here", quoted(link), target.name);
        let help = if many {
            format!("write `count({link})`, or go to a field: `max({link}.{})`", self.number_field(target))
        } else {
            let field = target.fields.first().map_or("id", |field| field.name.as_str());
            format!("write a field of it: `{link}.{field}`")
        };
        self.report(Diagnostic::new(Code::OneOrMany, span, message).help(help))
    }

    /// The first field of a kind that is a number, for examples.
    pub fn number_field<'k>(&self, kind: &'k super::super::Kind) -> &'k str {
        kind.fields.iter().find(|field| field.ty.is_number()).map_or("FIELD", |field| field.name.as_str())
    }

    fn unknown_field<T>(&mut self, kind: KindId, rest: &[ast::Name], span: Span, scope: &Scope) -> Option<T> {
        let name = joined_names(rest);
        let span = if rest.len() == 1 { rest[0].span } else { span };
        if let Some(diagnostic) = self.other_records_field(kind, &name, span, scope) {
            return self.report_unknown(&name, diagnostic);
        }
        let kind_node = self.kinds.get(kind);
        let fields = kind_node.fields.iter().map(|field| field.name.as_str());
        let links = kind_node.links.iter().map(|link| link.name.as_str());
        let own = scope.activity.is_none() && kind == scope.kind;
        let shared = self.names.names_of(move |thing| own && !matches!(thing, Thing::Activity(_)));
        let rules = self.owners_by_name.keys().map(String::as_str).filter(|_| scope.in_test);
        let candidates = fields.chain(links).chain(shared).chain(rules);
        let message = format!("`{}` has no field {}", kind_node.name, quoted(&name));
        let help = match name.as_str() {
            "today" | "now" | "yesterday" | "tomorrow" => {
                "ask how long ago it was or how long it is until then: `days since signed_up`".to_owned()
            }
            _ => format!("declare it: `{} {{ {name}: text }}`", kind_node.name),
        };
        let diagnostic = Diagnostic::new(Code::UnknownField, span, message);
        let near = self.nearest_path(kind, &name, scope).or_else(|| self.nearest(&name, candidates));
        let diagnostic = match near.or_else(|| self.nearest_word(&name)) {
            Some(near) => suggest(diagnostic, span, &near),
            None => diagnostic.help(help),
        };
        self.report_unknown(&name, diagnostic)
    }

    /// A name that another record or an activity has.
    fn other_records_field(&self, kind: KindId, name: &str, span: Span, scope: &Scope) -> Option<Diagnostic> {
        let of_activity = self.activities.fields_named(name).first().filter(|_| self.activities.declared);
        if let Some(field) = of_activity
            && scope.activity.is_none()
        {
            let ty = self.activities.field(*field).of.as_deref()?.first()?;
            let ty = self.activities.type_name(*ty);
            let message =
                format!("{} is a field of the activity `{ty}`, not of `{}`", quoted(name), self.kinds.get(kind).name);
            let help = format!("ask about activities: `any({ty} where {name} ..)`, or `latest({ty}.{name})`");
            return Some(Diagnostic::new(Code::OtherRecord, span, message).help(help));
        }
        let links = &self.kinds.get(kind).links;
        let link = links.iter().find(|link| !link.many && self.kinds.field(link.target, name).is_some())?;
        let target = &self.kinds.get(link.target).name;
        let message = format!("{} is a field of `{target}`, not of `{}`", quoted(name), self.kinds.get(kind).name);
        let lead = if scope.activity.is_some() && kind == CONTACT { "contact." } else { "" };
        Some(other_record(span, message, format!("{lead}{}.{name}", link.name)))
    }

    /// The value of a stored field.
    fn field_value(&mut self, path: FieldPath, kind: KindId, span: Span) -> Val {
        let (ty, open) = match path.field {
            FieldTarget::Id => (Type::ExactText, None),
            FieldTarget::Field(field) => self.use_field(kind, field),
        };
        Val { expr: as_time(Expr { kind: ExprKind::Field(path), ty, span }), open }
    }

    fn use_field(&mut self, kind: KindId, field: FieldId) -> (Type, Option<super::infer::Var>) {
        let declared = self.kinds.get(kind).declared;
        let node = self.kinds.field_mut(kind, field);
        node.used = true;
        let (ty, name) = (node.ty.clone(), node.name.clone());
        let open =
            (self.walk == Walk::First && !declared).then(|| self.inference.var(FieldKey::OfKind(kind, field), &name));
        (ty, open)
    }

    /// Reports a score, label or segment of another kind of record than the one at hand.
    pub fn of_this_kind(&mut self, of: KindId, scope: &Scope, span: Span, what: &str) -> Option<()> {
        if of == scope.kind {
            return Some(());
        }
        let written = self.slice(span);
        let (of_name, here) = (self.kinds.get(of).name.clone(), self.kinds.get(scope.kind).name.clone());
        let message = format!("{} is a {what} of `{of_name}`, and `{here}` is looked at here", quoted(written));
        let way = self.kinds.get(scope.kind).links.iter().find(|link| link.target == of);
        let help = match way {
            Some(link) if !link.many && what == "score" => format!("write `{}.{written}`", link.name),
            Some(link) if what == "score" => format!("go over the link: `max({}.{written})`", link.name),
            Some(link) => format!("go over the link: `any({} where {written})`", link.name),
            None => format!("declare a link from `{here}` to `{of_name}`"),
        };
        self.report(Diagnostic::new(Code::OtherRecord, span, message).help(help))
    }
}

/// A field that may hold dates among its times, as a time: a choice of one, whose type is that of the whole.
fn as_time(field: Expr) -> Expr {
    if field.ty != Type::TimeOrDate {
        return field;
    }
    let span = field.span;
    Expr { kind: ExprKind::First(Vec::new(), Some(Box::new(field))), ty: Type::Time, span }
}

/// What [`as_time`] made a time of, as its records spell it; also where it is moved by whole days. Anything else stays.
pub(super) fn as_spelled(expr: Expr) -> Expr {
    let span = expr.span;
    match expr.kind {
        ExprKind::First(arms, Some(only)) if arms.is_empty() && only.ty == Type::TimeOrDate => *only,
        ExprKind::Shift(moved, by_us) if by_us % crate::values::time::DAY_US == 0 => {
            let moved = as_spelled(*moved);
            Expr { ty: moved.ty.clone(), kind: ExprKind::Shift(Box::new(moved), by_us), span }
        }
        kind => Expr { kind, ty: expr.ty, span },
    }
}

/// Offers the nearest name.
pub(super) fn suggest(diagnostic: Diagnostic, span: Span, near: &str) -> Diagnostic {
    let plain = near.split('.').all(|part| {
        let is_word = crate::syntax::words::is_word(part);
        is_word || part.bytes().all(|b| b.is_ascii_digit())
    });
    let written = if plain { near.to_owned() } else { format!("`{near}`") };
    let title = format!("write `{}`", written.trim_matches('`'));
    diagnostic.help(title.clone()).fix(Fix::replace(title, span, written, Applicability::Suggestion))
}

fn other_record(span: Span, message: String, edit: String) -> Diagnostic {
    let title = format!("write `{edit}`");
    Diagnostic::new(Code::OtherRecord, span, message).help(title.clone()).fix(Fix::replace(
        title,
        span,
        edit,
        Applicability::Suggestion,
    ))
}
