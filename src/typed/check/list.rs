//! `in`: lists, ranges, and fields that hold lists.

use super::super::{CompareOp, Cond, CondKind, Expr, ExprKind, List, ListId};
use super::compare::{Change, Meeting, changed};
use super::constant;
use super::exec::{Checker, ListKey, Val, Walk};
use super::finding::{a_noun, quoted};
use super::names::{LetId, Thing};
use super::scope::Scope;
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::text::trim;
use crate::values::{Decimal, Type, Value};
use std::collections::HashSet;

/// What stands after `in`.
enum Set<'a> {
    /// Elements as written.
    Elements(&'a [ast::Expr]),
    /// The lines of a file.
    Lines(LetId),
    /// The elements of a param.
    Values(&'a [Value], Type),
    /// A range.
    Range(&'a ast::Range),
    /// Anything else: has to be a field that holds a list.
    Other,
}

/// A list that is written out.
struct Elements<'a> {
    elements: &'a [ast::Expr],
    /// The `let` that names it.
    named: Option<LetId>,
    /// What stands after `in`.
    at: Span,
}

impl<'a> Checker<'a> {
    /// `subject in SET`, `subject not in SET`.
    pub fn is_in(
        &mut self,
        subject: Val,
        set: &'a ast::Expr,
        negated: bool,
        span: Span,
        scope: &Scope,
    ) -> Option<Cond> {
        let mut named = None;
        match self.set_of(set, scope, &mut named) {
            Set::Range(range) => self.in_range(subject, range, negated, span, scope),
            Set::Elements(elements) => {
                let elements = Elements { elements, named, at: set.span };
                self.in_elements(subject, elements, negated, span, scope)
            }
            Set::Lines(id) => self.in_lines(subject, id, set.span, negated, span),
            Set::Values(values, ty) => self.in_values(subject, values, &ty, set.span, negated, span),
            Set::Other => self.in_field(subject, set, negated, span, scope),
        }
    }

    /// Follows names to a list; the last `let` on the way gives the list its name.
    fn set_of(&mut self, set: &'a ast::Expr, scope: &Scope, named: &mut Option<LetId>) -> Set<'a> {
        const CHAIN_MAX: usize = 50;
        let mut at = match &*set.kind {
            ast::ExprKind::List(elements) => return Set::Elements(elements),
            ast::ExprKind::Range(range) => return Set::Range(range),
            ast::ExprKind::Path(path) => path.single(),
            _ => None,
        };
        for _ in 0..CHAIN_MAX {
            let Some(name) = at else { break };
            match self.shared(name, scope) {
                Some(Thing::Let(id)) => {
                    *named = Some(id);
                    match &self.names.lets[id.0 as usize].value {
                        ast::LetValue::Lines(_) => return Set::Lines(id),
                        ast::LetValue::Names { names, .. } if names.len() == 1 => at = names.first(),
                        ast::LetValue::Expr(expr) => match &*expr.kind {
                            ast::ExprKind::List(elements) => return Set::Elements(elements),
                            ast::ExprKind::Range(range) => return Set::Range(range),
                            ast::ExprKind::Path(path) => at = path.single(),
                            _ => break,
                        },
                        _ => break,
                    }
                }
                Some(Thing::Param(id)) => {
                    let Some(param) = self.names.params.get(id.0 as usize) else { break };
                    let (Type::List(element), Value::List(values)) = (&param.ty, &param.value) else { break };
                    return Set::Values(values, (**element).clone());
                }
                _ => break,
            }
        }
        Set::Other
    }

    fn in_elements(
        &mut self,
        subject: Val,
        elements: Elements<'a>,
        negated: bool,
        span: Span,
        scope: &Scope,
    ) -> Option<Cond> {
        let Elements { elements, named, at } = elements;
        if let ExprKind::TierName(score) = &subject.expr.kind {
            return self.tier_in(score.clone(), elements, negated, span);
        }
        if let Some(score) = self.score_of_levels(&subject.expr) {
            let tiers: Vec<Option<Val>> = elements
                .iter()
                .map(|element| match super::compare::tier_word(element) {
                    Some(name) => self.tier_as_level(score, &name, element),
                    None => self.no_tier(element.span),
                })
                .collect();
            return self.equals_any(subject, tiers.into_iter().collect::<Option<_>>()?, negated, span);
        }
        if let Some(range) = elements.iter().find(|element| is_like_a_range(element)) {
            let message = format!("{} subtracts, and a list holds values, not ranges", quoted(self.slice(range.span)));
            let (subject, dotted) = (self.slice(subject.expr.span), self.with_dots(range));
            return self.report(
                Diagnostic::new(Code::WrongPart, range.span, message)
                    .help(format!("write `({subject} in {dotted} or {subject} in [..])`")),
            );
        }
        let elements_scope = Scope { in_test: false, ..scope.clone() };
        let values: Vec<Option<Val>> = elements.iter().map(|element| self.value(element, &elements_scope)).collect();
        let mut values = values.into_iter().collect::<Option<Vec<Val>>>()?;
        if values.is_empty() {
            return self.empty_list(at);
        }
        if named.is_some() {
            // What does not fit this use is said of the name that stands here.
            values.iter_mut().for_each(|value| value.expr.span = at);
        }
        let all_constant = values.iter().all(|value| matches!(value.expr.kind, ExprKind::Const(_)));
        if !all_constant {
            return self.equals_any(subject, values, negated, span);
        }
        let mut constants = Vec::with_capacity(values.len());
        let mut ty = Type::Text;
        for value in values {
            let meeting = self.meet_in_set(&subject, &value)?;
            ty = meeting.compare_as.clone();
            if let ExprKind::Const(constant) = changed(value.expr, meeting.right, &ty).kind {
                constants.push(constant);
            }
        }
        let list = self.intern_list(named, constants, ty);
        Some(Cond { kind: CondKind::InList { subject: subject.expr, list, negated }, span })
    }

    /// How a subject meets an element or end of a set: dates stand among dates, not among times.
    fn meet_in_set(&mut self, subject: &Val, element: &Val) -> Option<Meeting> {
        let meeting = self.meet(subject, element)?;
        if *subject.expr.ty.element() == Type::Date && meeting.compare_as == Type::Time && subject.open.is_none() {
            return self.cannot_compare(&subject.expr, &element.expr);
        }
        Some(meeting)
    }

    fn empty_list(&mut self, span: Span) -> Option<Cond> {
        let message = "nothing is in an empty list";
        self.report(Diagnostic::new(Code::BadList, span, message).help("write the values, or remove the condition"))
    }

    /// `x in [a, b]` where some elements are fields.
    fn equals_any(&mut self, subject: Val, values: Vec<Val>, negated: bool, span: Span) -> Option<Cond> {
        let conds: Vec<Option<Cond>> = values
            .into_iter()
            .map(|value| {
                let at = value.expr.span;
                self.compare_values(subject.clone(), CompareOp::Equal, at, value, at)
            })
            .collect();
        let any = Cond { kind: CondKind::Or(conds.into_iter().collect::<Option<Vec<_>>>()?), span };
        Some(if negated { Cond { kind: CondKind::Not(Box::new(any)), span } } else { any })
    }

    fn tier_in(
        &mut self,
        score: super::super::ScoreRef,
        elements: &'a [ast::Expr],
        negated: bool,
        span: Span,
    ) -> Option<Cond> {
        let conds: Vec<Option<Cond>> = elements
            .iter()
            .map(|element| match super::compare::tier_word(element) {
                Some(name) => self.tier_comparison(score.clone(), CompareOp::Equal, &name, element.span, element.span),
                None => self.no_tier(element.span),
            })
            .collect();
        let any = Cond { kind: CondKind::Or(conds.into_iter().collect::<Option<Vec<_>>>()?), span };
        Some(if negated { Cond { kind: CondKind::Not(Box::new(any)), span } } else { any })
    }

    fn no_tier<T>(&mut self, span: Span) -> Option<T> {
        let message = format!("{} is no tier", quoted(self.slice(span)));
        self.report(Diagnostic::new(Code::UnknownTier, span, message).help("write the name of a tier"))
    }

    fn in_values(
        &mut self,
        subject: Val,
        values: &[Value],
        element: &Type,
        at: Span,
        negated: bool,
        span: Span,
    ) -> Option<Cond> {
        let mut constants = Vec::with_capacity(values.len());
        let mut ty = element.clone();
        for value in values {
            let value = super::value::constant_val(value.clone(), element.clone(), at);
            let meeting = self.meet(&subject, &value)?;
            ty = meeting.compare_as.clone();
            if let ExprKind::Const(constant) = changed(value.expr, meeting.right, &ty).kind {
                constants.push(constant);
            }
        }
        let list = self.intern_list(None, constants, ty);
        Some(Cond { kind: CondKind::InList { subject: subject.expr, list, negated }, span })
    }

    fn in_lines(&mut self, subject: Val, id: LetId, at: Span, negated: bool, span: Span) -> Option<Cond> {
        if let Some(var) = subject.open {
            self.inference.asks(var, &Type::Text, at);
            return Some(Cond { kind: CondKind::Always, span });
        }
        let ty = subject.expr.ty.element().clone();
        let list = self.lines_as(id, &ty, at)?;
        Some(Cond { kind: CondKind::InList { subject: subject.expr, list, negated }, span })
    }

    /// The lines of a file as constants of a type; lines that name no choice are never met and left out.
    pub fn lines_as(&mut self, id: LetId, ty: &Type, at: Span) -> Option<ListId> {
        let key = ListKey::Let(id, ty.clone());
        if let Some(list) = self.list_ids.get(&key) {
            return Some(*list);
        }
        // A file that could not be read was reported where it is named.
        let lines = self.data.lines.get(&id)?;
        let text = |line: &Value| line.as_text().map(str::to_owned).unwrap_or_default();
        let values: Option<Vec<Value>> = match ty {
            Type::Text | Type::ExactText => Some(lines.clone()),
            Type::OneOf(choices) => {
                Some(lines.iter().filter_map(|line| choices.position(&text(line)).map(Value::Choice)).collect())
            }
            Type::Number | Type::WholeNumber => {
                lines.iter().map(|line| Decimal::parse(trim(&text(line))).ok().map(Value::Number)).collect()
            }
            _ => None,
        };
        let Some(values) = values else {
            let message = format!("this list holds texts, and cannot be compared with {}", a_noun(ty));
            return self
                .report(Diagnostic::new(Code::CannotCompare, at, message).help("compare a field declared as `text`"));
        };
        let compare_as = if ty.is_number() { Type::Number } else { ty.clone() };
        let list = self.add_list(Some(id), values, compare_as);
        self.list_ids.insert(key, list);
        Some(list)
    }

    /// Stores constants once for each type they compare as.
    pub fn intern_list(&mut self, named: Option<LetId>, values: Vec<Value>, ty: Type) -> ListId {
        if self.walk == Walk::First {
            return ListId(0);
        }
        let key = match named {
            Some(id) => ListKey::Let(id, ty.clone()),
            None => ListKey::Values(values.clone(), ty.clone()),
        };
        if let Some(list) = self.list_ids.get(&key) {
            return *list;
        }
        let list = self.add_list(named, values, ty);
        self.list_ids.insert(key, list);
        list
    }

    fn add_list(&mut self, named: Option<LetId>, values: Vec<Value>, ty: Type) -> ListId {
        let mut seen = HashSet::with_capacity(values.len());
        let values = values.into_iter().filter(|value| seen.insert(value.group_key(&ty))).collect();
        let name = named.map(|id| self.names.lets[id.0 as usize].name.node.clone());
        let id = ListId(self.lists.len() as u32);
        self.lists.push(List { name, values, ty });
        id
    }

    /// `x in tags`: a field that holds a list, and x is one of its elements.
    fn in_field(&mut self, subject: Val, set: &'a ast::Expr, negated: bool, span: Span, scope: &Scope) -> Option<Cond> {
        if let ast::ExprKind::Path(path) = &*set.kind
            && let Some(name) = path.single()
        {
            if let Some(diagnostic) = self.text_in_field(&subject, name, span, negated) {
                return self.report(diagnostic);
            }
            if let Some(diagnostic) = self.unknown_list(name, scope) {
                return self.report_unknown(&name.node, diagnostic);
            }
        }
        let other = self.value(set, scope)?;
        let is_list = matches!(other.expr.ty, Type::List(_));
        if self.walk == Walk::Last && !is_list {
            let message = format!(
                "{} is {}, and `in` needs a list or a range",
                quoted(self.slice(set.span)),
                self.what(&other.expr)
            );
            let diagnostic = Diagnostic::new(Code::BadList, set.span, message);
            let diagnostic = match &other.expr.kind {
                ExprKind::Const(_) => {
                    let edit = format!("[{}]", self.slice(set.span));
                    diagnostic.help(format!("write `{edit}`")).fix(Fix::replace(
                        "put it in square brackets",
                        set.span,
                        edit,
                        Applicability::Safe,
                    ))
                }
                _ => diagnostic.help("compare with `==`"),
            };
            return self.report(diagnostic);
        }
        let op = if negated { CompareOp::NotEqual } else { CompareOp::Equal };
        self.compare_values(other, op, set.span, subject, span)
    }

    /// `"VP" in job_title`: a text is looked for in a field the other way round.
    fn text_in_field(&self, subject: &Val, name: &ast::Name, span: Span, negated: bool) -> Option<Diagnostic> {
        let is_text = matches!(subject.expr.kind, super::super::ExprKind::Const(crate::values::Value::Text(_)));
        let text = self.slice(subject.expr.span);
        if self.walk == Walk::First || !is_text || !text.starts_with('"') || self.names.get(&name.node).is_some() {
            return None;
        }
        let contact = self.kinds.get(super::kinds::CONTACT);
        let is_list = self
            .kinds
            .field(super::kinds::CONTACT, &name.node)
            .is_some_and(|field| contact.declared && matches!(contact.fields[field.0 as usize].ty, Type::List(_)));
        let edit = format!("{}{} contains {text}", if negated { "not " } else { "" }, self.slice(name.span));
        let message = format!("{} is no list of values to look through", quoted(&name.node));
        let diagnostic = Diagnostic::new(Code::UnknownName, name.span, message).help(format!("write `{edit}`"));
        let fix = Fix::replace(format!("write `{edit}`"), span, edit, Applicability::Suggestion);
        (!is_list).then(|| diagnostic.fix(fix))
    }

    /// `email_domain in free_mial`: a name after `in` that is no list, no field and near to a list.
    fn unknown_list(&mut self, name: &ast::Name, scope: &Scope) -> Option<Diagnostic> {
        if self.walk == Walk::First || self.names.get(&name.node).is_some() {
            return None;
        }
        let is_field = match &scope.activity {
            Some(_) => !self.activities.fields_named(&name.node).is_empty() && self.activities.declared,
            None => self.kinds.get(scope.kind).declared && self.kinds.field(scope.kind, &name.node).is_some(),
        };
        if is_field {
            return None;
        }
        let lists = self.names.names_of(|thing| matches!(thing, Thing::Let(_) | Thing::Param(_)));
        let message = format!("there is no list {}", quoted(&name.node));
        let diagnostic = Diagnostic::new(Code::UnknownName, name.span, message);
        Some(match self.nearest(&name.node, lists) {
            Some(near) => super::path::suggest(diagnostic, name.span, &near),
            None => diagnostic.help(format!("declare it: `let {} = [\"..\", \"..\"]`", name.node)),
        })
    }

    fn in_range(
        &mut self,
        subject: Val,
        range: &'a ast::Range,
        negated: bool,
        span: Span,
        scope: &Scope,
    ) -> Option<Cond> {
        let low = range.from.as_ref().map(|end| self.range_end(&subject, end, scope));
        let high = range.to.as_ref().map(|end| self.range_end(&subject, end, scope));
        let all_typed = |end: &Option<Option<(Expr, Type)>>| end.as_ref().is_none_or(Option::is_some);
        if !all_typed(&low) || !all_typed(&high) {
            return None;
        }
        let (low, high) = (low.flatten(), high.flatten());
        let ordered = high.as_ref().or(low.as_ref()).is_none_or(|(_, ty)| ty.has_order());
        let ty = subject.expr.ty.element().clone();
        if subject.open.is_none() && self.walk == Walk::Last && !ordered {
            let message = format!("a range needs an order, and {} has none", super::finding::a_type(&ty));
            return self
                .report(Diagnostic::new(Code::NoOrder, span, message).help("write a list: `in [\"a\", \"b\"]`"));
        }
        let (low, high) = (low.map(|(low, _)| low), high.map(|(high, _)| high));
        if let (Some(low), Some(high)) = (&low, &high) {
            self.range_holds_something(low, high, range.to_excluded)?;
        }
        let kind = CondKind::InRange { subject: subject.expr, low, high, high_open: range.to_excluded, negated };
        Some(Cond { kind, span })
    }

    /// `10-50` with the dots of a range.
    fn with_dots(&self, written: &ast::Expr) -> String {
        match &*written.kind {
            ast::ExprKind::Arithmetic(low, _, high) => {
                format!("{}..{}", self.slice(low.span), self.slice(high.span))
            }
            _ => self.slice(written.span).to_owned(),
        }
    }

    fn range_end(&mut self, subject: &Val, end: &'a ast::Expr, scope: &Scope) -> Option<(Expr, Type)> {
        let end = self.value(end, scope)?;
        let meeting = self.meet_in_set(subject, &end)?;
        if let Change::Const(_) | Change::Keep = meeting.left {
            let ty = meeting.compare_as;
            return Some((changed(end.expr, meeting.right, &ty), ty));
        }
        let message = format!("{} is a text, and a text is in no range", quoted(self.slice(subject.expr.span)));
        self.report(
            Diagnostic::new(Code::NoOrder, subject.expr.span, message).help("write a list: `in [\"a\", \"b\"]`"),
        )
    }

    fn range_holds_something(&mut self, low: &Expr, high: &Expr, to_excluded: bool) -> Option<()> {
        let (from, to) = match (&low.kind, &high.kind) {
            (ExprKind::Const(from), ExprKind::Const(to)) => (from.clone(), to.clone()),
            _ => match (constant::folded(low), constant::folded(high)) {
                (Some(from), Some(to)) => (Value::Number(from), Value::Number(to)),
                _ => return Some(()),
            },
        };
        if from < to || from == to && !to_excluded {
            return Some(());
        }
        let span = low.span.to(high.span);
        let (a, b) = (self.slice(low.span), self.slice(high.span));
        let dots = if to_excluded { "..<" } else { ".." };
        let message = format!("nothing lies in {}", quoted(self.slice(span)));
        let diagnostic = Diagnostic::new(Code::EmptyRange, span, message);
        self.report(if from == to {
            diagnostic.help(format!("write `{a}..{b}`"))
        } else {
            let edit = format!("{b}{dots}{a}");
            diagnostic.help(format!("write the smaller end first: `{edit}`")).fix(Fix::replace(
                "write the smaller end first",
                span,
                edit,
                Applicability::Suggestion,
            ))
        })
    }
}

/// `10-50`: two plain numbers, the smaller first, where a range is more likely meant than -40.
fn is_like_a_range(expr: &ast::Expr) -> bool {
    let number = |expr: &ast::Expr| match &*expr.kind {
        ast::ExprKind::Number(lit) if !lit.percent && !expr.bracketed => Decimal::parse(&lit.digits()).ok(),
        _ => None,
    };
    match &*expr.kind {
        ast::ExprKind::Arithmetic(low, op, high) if op.node == ast::ArithmeticOp::Subtract && !expr.bracketed => {
            matches!((number(low), number(high)), (Some(low), Some(high)) if low <= high)
        }
        _ => false,
    }
}
