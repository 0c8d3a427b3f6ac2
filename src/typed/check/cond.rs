//! Conditions: what holds or does not.

use super::super::{Cond, CondKind, Expr, ExprKind, TierId};
use super::exec::{Checker, Val, Walk};
use super::finding::quoted;
use super::names::{LetId, Thing};
use super::scope::{Ban, Scope};
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::{Span, Spanned};
use crate::syntax::ast;
use crate::values::Type;

impl<'a> Checker<'a> {
    /// A condition.
    pub fn cond(&mut self, expr: &'a ast::Expr, scope: &Scope) -> Option<Cond> {
        self.enter(expr.span)?;
        let cond = self.cond_of_kind(expr, scope);
        self.depth -= 1;
        cond
    }

    fn cond_of_kind(&mut self, expr: &'a ast::Expr, scope: &Scope) -> Option<Cond> {
        let span = expr.span;
        let kind = match &*expr.kind {
            ast::ExprKind::Test(subject, test) => return self.test(subject, test, span, scope),
            ast::ExprKind::Not(inner) => CondKind::Not(Box::new(self.cond(inner, scope)?)),
            ast::ExprKind::And(parts) => CondKind::And(self.all_conditions(parts, scope)?),
            ast::ExprKind::Or(parts) if self.is_list_in_words(parts) => return self.list_in_words(parts, span),
            ast::ExprKind::Or(parts) => CondKind::Or(self.all_conditions(parts, scope)?),
            ast::ExprKind::AtLeastOf(count, parts) => return self.at_least_of(count, parts, span, scope),
            ast::ExprKind::Any(phrase) => return self.any(phrase, false, span, scope),
            ast::ExprKind::No(phrase) => return self.any(phrase, true, span, scope),
            ast::ExprKind::Path(path) => return self.path_cond(&path.names, path.span, scope),
            ast::ExprKind::Of(path, id) if scope.in_test && self.is_other_record(id) => {
                return self.cond_of_other(path, id, span, scope);
            }
            ast::ExprKind::Of(path, _) if scope.in_test => return self.path_cond(&path.names, path.span, scope),
            ast::ExprKind::Implies(..) => {
                let message = "`implies` can only stand in an `assert`, and only once";
                return self.report(Diagnostic::new(Code::NotACondition, span, message).help("write `not (..) or ..`"));
            }
            _ => return self.value_as_condition(expr, scope),
        };
        Some(Cond { kind, span })
    }

    /// `industry == "Healthcare" or "Biotech"`: a test, and then texts alone.
    fn is_list_in_words(&self, parts: &[ast::Expr]) -> bool {
        let is_text = |expr: &ast::Expr| matches!(&*expr.kind, ast::ExprKind::Text(_) | ast::ExprKind::Number(_));
        let tests_text = |test: &ast::Test| match test {
            ast::Test::Compare(op, right) => op.node == ast::CompareOp::Equal && is_text(right),
            ast::Test::Text(_, right) => is_text(right),
            _ => false,
        };
        let [first, rest @ ..] = parts else { return false };
        let begins = matches!(&*first.kind, ast::ExprKind::Test(_, test) if tests_text(test));
        begins && !rest.is_empty() && rest.iter().all(is_text)
    }

    fn list_in_words(&mut self, parts: &'a [ast::Expr], span: Span) -> Option<Cond> {
        let (first, rest) = parts.split_first()?;
        let ast::ExprKind::Test(subject, test) = &*first.kind else { return None };
        let (word, right) = match test {
            ast::Test::Compare(_, right) => ("in", right),
            ast::Test::Text(op, right) => (self.slice(op.span), right),
            _ => return None,
        };
        let texts: Vec<&str> = std::iter::once(right).chain(rest).map(|text| self.slice(text.span)).collect();
        let edit = format!("{word} [{}]", texts.join(", "));
        let message =
            format!("{} alone is no condition: nothing is asked of it", quoted(self.slice(rest.first()?.span)));
        let at = Span::new(span.source, subject.span.end, span.end);
        self.report(
            Diagnostic::new(Code::NotACondition, rest.first()?.span, message)
                .help(format!("write a list: `{edit}`"))
                .fix(Fix::replace(format!("write `{edit}`"), at, format!(" {edit}"), Applicability::Suggestion)),
        )
    }

    /// A value that stands alone where a condition belongs.
    fn value_as_condition(&mut self, expr: &'a ast::Expr, scope: &Scope) -> Option<Cond> {
        let value = self.value(expr, scope)?;
        let diagnostic = self.bare_value(&value.expr, &value.expr.ty.clone());
        self.report(diagnostic)
    }

    /// `subscribed`, `company_size`: a value alone is no condition.
    fn bare_value(&mut self, expr: &Expr, ty: &Type) -> Diagnostic {
        let written = self.slice(expr.span);
        let (message, edits) = match (&expr.kind, ty) {
            (ExprKind::Const(_), _) => {
                let message = format!("{} alone is no condition: nothing is asked of it", quoted(written));
                return Diagnostic::new(Code::NotACondition, expr.span, message)
                    .help("compare it with a field, or write `always`");
            }
            (_, Type::YesNo) => (format!("{} alone is no condition", quoted(written)), vec!["is yes", "is known"]),
            (_, ty) if ty.is_number() && written.contains([' ', '*', '/']) && !written.contains('(') => {
                let message = format!("{} is a number, and alone no condition", quoted(written));
                return Diagnostic::new(Code::BareValue, expr.span, message)
                    .label("what is asked of it?")
                    .help(format!("compare it, or give it as points: `always => {written}`"));
            }
            (_, ty) if ty.is_number() => {
                (format!("{} is a number, and alone no condition", quoted(written)), vec!["> 0", "is known"])
            }
            _ if !written.contains('.') && !self.kinds.get(super::kinds::CONTACT).declared => {
                let message = format!("{} alone is no condition", quoted(written));
                return Diagnostic::new(Code::BareValue, expr.span, message)
                    .label("a field, or an activity?")
                    .help(format!("write `{written} is yes` for a field, `any({written})` for an activity"));
            }
            _ => (format!("{} is {}, and alone no condition", quoted(written), self.what(expr)), vec!["is known"]),
        };
        let mut diagnostic = Diagnostic::new(Code::BareValue, expr.span, message).label("what is asked of it?");
        diagnostic = match edits.as_slice() {
            [one, other, ..] => diagnostic.help(format!("write `{written} {one}`, or `{written} {other}`")),
            edits => diagnostic.help(format!("write `{written} {}`", edits.concat())),
        };
        for edit in edits {
            let place = Span::point(expr.span.source, expr.span.end);
            diagnostic = diagnostic.fix(Fix::replace(
                format!("add `{edit}`"),
                place,
                format!(" {edit}"),
                Applicability::Suggestion,
            ));
        }
        diagnostic
    }

    /// A name alone as a condition.
    pub fn path_cond(&mut self, names: &'a [ast::Name], span: Span, scope: &Scope) -> Option<Cond> {
        if let [name] = names {
            if scope.in_test && name.node == "excluded" {
                return Some(Cond { kind: CondKind::Excluded, span });
            }
            match self.shared(name, scope) {
                Some(Thing::Let(id)) => return self.let_cond(id, name, scope),
                Some(Thing::Segment(id)) => {
                    self.sees_scores(scope, span, "a segment")?;
                    let kind = self.names.segments[id.0 as usize].kind;
                    self.of_this_kind(kind, scope, name.span, "segment")?;
                    self.depends_on(super::graph::Node::Segment(id), span);
                    return Some(Cond { kind: CondKind::Segment(id), span });
                }
                _ => {}
            }
            if let Some(diagnostic) = self.bare_activity(name, scope) {
                return self.report(diagnostic);
            }
        }
        let value = self.path_value(names, span, scope)?;
        let diagnostic = self.bare_value(&value.expr, &value.expr.ty.clone());
        self.report(diagnostic)
    }

    /// `bounce and industry == "x"`: the name of an activity inside a larger condition.
    fn bare_activity(&mut self, name: &ast::Name, scope: &Scope) -> Option<Diagnostic> {
        if scope.activity.is_some() || self.walk == Walk::First {
            return None;
        }
        if self.kinds.field(scope.kind, &name.node).is_some() && self.kinds.get(scope.kind).declared {
            return None;
        }
        let known = if self.activities.declared {
            matches!(self.names.get(&name.node), Some(Thing::Activity(_)))
        } else {
            self.activities.type_id(&name.node).is_some()
        };
        if !known && name.node != "activity" {
            return None;
        }
        let any = format!("any({})", name.node);
        let message = format!("{} is an activity, and stands here inside a larger condition", quoted(&name.node));
        Some(
            Diagnostic::new(Code::BareActivity, name.span, message)
                .help(format!(
                    "write `{any}` to ask whether there was one; to award each one, put the rest after `where`: `{} where ..`",
                    name.node
                ))
                .fix(Fix::replace(format!("write `{any}`"), name.span, any, Applicability::Suggestion)),
        )
    }

    /// `subject TEST`.
    fn test(&mut self, subject: &'a ast::Expr, test: &'a ast::Test, span: Span, scope: &Scope) -> Option<Cond> {
        self.text_as_subject(subject, test, scope)?;
        let subject = self.value(subject, scope)?;
        self.percent_of_a_score(&subject.expr, test)?;
        let is_tier =
            matches!(subject.expr.kind, ExprKind::TierName(_)) || self.score_of_levels(&subject.expr).is_some();
        if subject.open.is_none() && !is_tier {
            self.texts_have_quotes(&subject.expr, test, scope)?;
        }
        self.test_of(subject, test, span, scope)
    }

    /// What a test says about a value that was checked already; also the arms of `match`.
    pub fn test_of(&mut self, subject: Val, test: &'a ast::Test, span: Span, scope: &Scope) -> Option<Cond> {
        match test {
            ast::Test::Compare(op, right) => self.comparison(subject, op, right, span, scope),
            ast::Test::In(set) => self.is_in(subject, set, false, span, scope),
            ast::Test::NotIn(set) => self.is_in(subject, set, true, span, scope),
            ast::Test::Is(state) => self.is_state(subject, state, span),
            ast::Test::Text(op, text) => self.text_test(subject, op, text, span, scope),
            ast::Test::Matches(patterns) => self.matches(subject, patterns, span),
        }
    }

    fn is_state(&mut self, subject: Val, state: &Spanned<ast::IsState>, span: Span) -> Option<Cond> {
        let kind = match state.node {
            ast::IsState::Missing => CondKind::Missing { subject: subject.expr, negated: false },
            ast::IsState::Known => CondKind::Missing { subject: subject.expr, negated: true },
            ast::IsState::Yes | ast::IsState::No => {
                let yes = state.node == ast::IsState::Yes;
                CondKind::YesNo { subject: self.as_yes_no(subject, state)?, yes }
            }
        };
        Some(Cond { kind, span })
    }

    fn as_yes_no(&mut self, subject: Val, state: &Spanned<ast::IsState>) -> Option<Expr> {
        if let Some(var) = subject.open {
            self.inference.asks(var, &Type::YesNo, subject.expr.span);
            return Some(subject.expr);
        }
        if subject.expr.ty == Type::YesNo {
            return Some(subject.expr);
        }
        let word = state.node.word();
        let message = format!(
            "{} is {}, and `is {word}` asks a yes/no field",
            quoted(self.slice(subject.expr.span)),
            self.what(&subject.expr)
        );
        let help = match &subject.expr.ty {
            ty if ty.is_text() => format!("write `== \"{word}\"`, or declare the field as `yes/no`"),
            _ => "write `is known`, or compare with a value".to_owned(),
        };
        self.report(Diagnostic::new(Code::NotYesNo, state.span, message).help(help))
    }

    fn at_least_of(
        &mut self,
        count: &ast::NumberLit,
        parts: &'a [ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Cond> {
        let n = super::constant::count(count, self.findings());
        let parts = self.all_conditions(parts, scope);
        let (n, parts) = (n?, parts?);
        if n as usize > parts.len() {
            let message = format!("`at least {n}` of {} conditions can never hold", parts.len());
            return self.report(
                Diagnostic::new(Code::BadCount, count.span, message)
                    .help(format!("write `at least {}`", parts.len()))
                    .fix(Fix::replace(
                        format!("write `{}`", parts.len()),
                        count.span,
                        parts.len().to_string(),
                        Applicability::Suggestion,
                    )),
            );
        }
        Some(Cond { kind: CondKind::AtLeast(n, parts), span })
    }

    /// A `let` where a condition belongs.
    fn let_cond(&mut self, id: LetId, name: &ast::Name, scope: &Scope) -> Option<Cond> {
        if self.is_list(id, scope, 0) {
            return self.let_is_file(name);
        }
        self.expand(id, name.span, |checker, node| match &node.value {
            ast::LetValue::Expr(expr) => checker.cond(expr, scope),
            ast::LetValue::Names { names, span } => {
                if names.len() > 1 && checker.names_phrase(id) {
                    return checker.let_is_phrase(name);
                }
                let conds: Vec<Option<Cond>> =
                    names.iter().map(|each| checker.path_cond(std::slice::from_ref(each), each.span, scope)).collect();
                let mut conds = conds.into_iter().collect::<Option<Vec<_>>>()?;
                if conds.len() == 1 {
                    return conds.pop();
                }
                Some(Cond { kind: CondKind::Or(conds), span: *span })
            }
            ast::LetValue::Phrase(_) => checker.let_is_phrase(name),
            ast::LetValue::Lines(_) | ast::LetValue::Csv(_) => checker.let_is_file(name),
        })
    }

    fn let_is_phrase<T>(&mut self, name: &ast::Name) -> Option<T> {
        let any = format!("any({})", name.node);
        let message = format!("{} names activities, and stands here inside a larger condition", quoted(&name.node));
        self.report(
            Diagnostic::new(Code::BareActivity, name.span, message)
                .help(format!("write `{any}` to ask whether there was one"))
                .fix(Fix::replace(format!("write `{any}`"), name.span, any, Applicability::Suggestion)),
        )
    }

    fn let_is_file<T>(&mut self, name: &ast::Name) -> Option<T> {
        let message = format!("{} is a list or table, and alone no condition", quoted(&name.node));
        self.report(
            Diagnostic::new(Code::NotACondition, name.span, message).help(format!("write `FIELD in {}`", name.node)),
        )
    }

    /// `S.tier OP tier`.
    pub fn tier_comparison(
        &mut self,
        score: super::super::ScoreRef,
        op: super::super::CompareOp,
        name: &str,
        at: Span,
        span: Span,
    ) -> Option<Cond> {
        let tier = self.tier_named(score.score, name, at)?;
        Some(Cond { kind: CondKind::Tier { score, op, tier }, span })
    }

    /// The tier of a score by its name.
    pub fn tier_named(&mut self, score: super::super::ScoreId, name: &str, at: Span) -> Option<TierId> {
        let head = self.names.score(score);
        if let Some(index) = head.tiers.iter().position(|tier| tier.name.node == name) {
            return Some(TierId(index as u32));
        }
        if head.incomplete {
            return None;
        }
        let tiers = || head.tiers.iter().map(|tier| tier.name.node.as_str());
        let message = format!("{} has no tier {}", quoted(&head.name), quoted(name));
        let diagnostic = Diagnostic::new(Code::UnknownTier, at, message);
        let diagnostic = match self.nearest(name, tiers()) {
            Some(near) => {
                let near = if crate::syntax::words::is_plain_name(&near) { near } else { format!("\"{near}\"") };
                diagnostic.help(format!("write `{near}`")).fix(Fix::replace(
                    format!("write `{near}`"),
                    at,
                    near.clone(),
                    Applicability::Suggestion,
                ))
            }
            None if head.tiers.is_empty() => diagnostic.help(format!("add `tiers {{ {name} >= .. }}` to the score")),
            None => diagnostic.help(format!("its tiers are {}", super::finding::either(tiers()))),
        };
        self.report_unknown(name, diagnostic)
    }

    /// Reports the reading of a score where none may be read.
    pub fn sees_scores(&mut self, scope: &Scope, span: Span, what: &str) -> Option<()> {
        if scope.sees_scores() {
            return Some(());
        }
        let (code, message, help) = match scope.ban {
            Ban::Where => (
                Code::NotInActivity,
                format!("{what} cannot be asked inside `where`, which looks at one activity"),
                "ask it in `when` of a group around the rule, or in a rule on a condition",
            ),
            Ban::Award => (
                Code::NotInActivity,
                format!("{what} cannot be part of what one activity awards"),
                "put it in a `times` line of a group around the rule",
            ),
            Ban::Window => (
                Code::NotInActivity,
                format!("`since` and `before` start at a stored date or time, and cannot ask {what}"),
                "ask it in `when` of a group around the rule",
            ),
            Ban::Fixed => {
                (Code::NotConstant, format!("{what} cannot stand here: a fixed value is needed"), "write a number")
            }
            _ => (
                Code::ScoreInExclude,
                format!("`exclude` cannot ask {what}: who is scored is decided first"),
                "ask fields and activities instead",
            ),
        };
        self.report(Diagnostic::new(code, span, message).help(help))
    }

    /// Reports the reading of the log where none may be read.
    pub fn sees_log(&mut self, scope: &Scope, span: Span) -> Option<()> {
        if scope.sees_log() {
            return Some(());
        }
        let (code, message, help) = match scope.ban {
            Ban::Award => (
                Code::NotInActivity,
                "what one activity awards cannot count others",
                "use a rule on a condition, such as `count(..) >= 3 => ..`",
            ),
            Ban::Window => (
                Code::NotInActivity,
                "`since` and `before` start at a stored date or time, and cannot look at activities or linked records",
                "ask `days since last ..`, or write `E within 7d after F`",
            ),
            Ban::Fixed => (Code::NotConstant, "nothing can be counted here: a fixed value is needed", "write a number"),
            _ => (
                Code::NotInActivity,
                "`where` looks at one activity and cannot count others",
                "use `followed by`, `within .. after`, or a rule on a condition",
            ),
        };
        self.report(Diagnostic::new(code, span, message).help(help))
    }
}
