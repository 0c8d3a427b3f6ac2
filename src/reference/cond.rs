//! Conditions: they hold or do not; semantics 4.2 to 4.7, chapters 5, 6 and 10.

use super::scope::{Evaluator, Place, Scope};
use crate::typed::{CompareOp, Cond, CondKind, Expr, ListId, ScoreRef, TextOp, TierId};
use crate::values::text::{fold, trim, word_form};
use crate::values::{Pattern, Type, Value};
use std::cmp::Ordering;

impl<'a> Evaluator<'a> {
    /// Whether a condition holds in subject scope.
    pub fn holds_for(&self, cond: &'a Cond, place: &Place<'a>) -> bool {
        self.holds(cond, &Scope::subject(place))
    }

    /// Whether a condition holds.
    pub fn holds(&self, cond: &'a Cond, scope: &Scope<'a>) -> bool {
        match &cond.kind {
            CondKind::Always => true,
            CondKind::Compare { op, left, right, compare_as } => self.compare(*op, left, right, compare_as, scope),
            CondKind::InList { subject, list, negated } => self.is_in_list(subject, *list, scope) != *negated,
            CondKind::InRange { subject, low, high, high_open, negated } => {
                self.is_in_range(subject, low.as_ref(), high.as_ref(), *high_open, scope) != *negated
            }
            CondKind::Missing { subject, negated } => self.value(subject, scope).is_missing() != *negated,
            CondKind::YesNo { subject, yes } => self.value(subject, scope).elements().contains(&Value::YesNo(*yes)),
            CondKind::Text { op, subject, any_of, exact } => self.is_text(*op, subject, *any_of, *exact, scope),
            CondKind::TextValue { op, subject, other, exact } => {
                let sought = self.texts(other, scope);
                self.texts(subject, scope).iter().any(|text| sought.iter().any(|part| fits(*op, text, part, *exact)))
            }
            CondKind::Matches { subject, any_of, exact } => self.matches(subject, any_of, *exact, scope),
            CondKind::And(all) => all.iter().all(|cond| self.holds(cond, scope)),
            CondKind::Or(any) => any.iter().any(|cond| self.holds(cond, scope)),
            CondKind::Not(cond) => !self.holds(cond, scope),
            CondKind::AtLeast(n, all) => {
                all.iter().filter(|cond| self.holds(cond, scope)).count() as u64 >= u64::from(*n)
            }
            CondKind::Any(phrase) => !self.activities(phrase, &scope.place).is_empty(),
            CondKind::None(phrase) => self.activities(phrase, &scope.place).is_empty(),
            CondKind::AnyLinked { links, filter, negated } => {
                let reached = self.at_end(scope.place.subject, links, &scope.place.view);
                let fits = |cond: &'a Cond, subject| self.holds_for(cond, &scope.place.of(subject));
                let is_one = reached.into_iter().any(|subject| filter.as_ref().is_none_or(|cond| fits(cond, subject)));
                is_one != *negated
            }
            CondKind::Tier { score, op, tier } => self.has_tier(score, *op, *tier, scope),
            CondKind::Segment(segment) => self.is_in_segment(segment.0 as usize, &scope.place),
            CondKind::Excluded => !self.counts(scope.place.subject, &scope.place.view),
        }
    }

    /// Semantics 4.2, 6.1, 6.2.
    fn compare(&self, op: CompareOp, left: &'a Expr, right: &'a Expr, compare_as: &Type, scope: &Scope<'a>) -> bool {
        let (a, b) = (self.value(left, scope), self.value(right, scope));
        let (a, b) = ((&a, &left.ty), (&b, &right.ty));
        match op {
            CompareOp::Equal => self.is_equal(a, b, compare_as),
            CompareOp::NotEqual => !self.is_equal(a, b, compare_as),
            op => self.is_ordered(a, b, compare_as, |order| stands(op, order)),
        }
    }

    fn is_in_list(&self, subject: &'a Expr, list: ListId, scope: &Scope<'a>) -> bool {
        let list = &self.rules.lists[list.0 as usize];
        let value = self.value(subject, scope);
        list.values.iter().any(|one| self.is_equal((&value, &subject.ty), (one, &list.ty), &list.ty))
    }

    /// Semantics 4.6, 10.2: one element lies between the ends.
    fn is_in_range(
        &self,
        subject: &'a Expr,
        low: Option<&'a Expr>,
        high: Option<&'a Expr>,
        high_open: bool,
        scope: &Scope<'a>,
    ) -> bool {
        let value = self.value(subject, scope);
        let ty = subject.ty.element();
        let high_op = if high_open { CompareOp::Less } else { CompareOp::LessOrEqual };
        let stands_to = |element: &Value, op: CompareOp, end: Option<&'a Expr>| {
            end.is_none_or(|end| {
                let compare_as = if *ty == Type::Date && end.ty == Type::Time { &Type::Time } else { ty };
                let end_value = self.value(end, scope);
                self.is_ordered((element, ty), (&end_value, &end.ty), compare_as, |order| stands(op, order))
            })
        };
        value
            .elements()
            .iter()
            .any(|element| stands_to(element, CompareOp::GreaterOrEqual, low) && stands_to(element, high_op, high))
    }

    fn is_text(&self, op: TextOp, subject: &'a Expr, any_of: ListId, exact: bool, scope: &Scope<'a>) -> bool {
        let sought = &self.rules.lists[any_of.0 as usize].values;
        let texts = self.texts(subject, scope);
        sought.iter().filter_map(Value::as_text).any(|part| texts.iter().any(|text| fits(op, text, part, exact)))
    }

    /// The texts that a value has: itself, or its elements.
    fn texts(&self, expr: &'a Expr, scope: &Scope<'a>) -> Vec<String> {
        let value = self.value(expr, scope);
        let text = |one| self.text_of((one, expr.ty.element())).map(|text| text.to_string());
        value.elements().iter().filter_map(text).collect()
    }

    /// Semantics 5.6.
    fn matches(&self, subject: &'a Expr, any_of: &[Pattern], exact: bool, scope: &Scope<'a>) -> bool {
        let texts = self.texts(subject, scope);
        texts.iter().map(|text| form(text, exact)).any(|text| any_of.iter().any(|pattern| pattern.is_match(&text)))
    }

    /// Semantics 17.3: tiers are best first, so the better one has the smaller place.
    fn has_tier(&self, score: &'a ScoreRef, op: CompareOp, tier: TierId, scope: &Scope<'a>) -> bool {
        let sought = tier.0 as usize;
        match self.tier_at(score, &scope.place) {
            None => op == CompareOp::NotEqual,
            Some(tier) => stands(op, sought.cmp(&tier)),
        }
    }
}

/// Whether two things in this order stand as the operator says.
fn stands(op: CompareOp, order: Ordering) -> bool {
    match op {
        CompareOp::Equal => order.is_eq(),
        CompareOp::NotEqual => order.is_ne(),
        CompareOp::Less => order.is_lt(),
        CompareOp::LessOrEqual => order.is_le(),
        CompareOp::Greater => order.is_gt(),
        CompareOp::GreaterOrEqual => order.is_ge(),
    }
}

/// A text as the type compares it: semantics 5.1, 5.2.
fn form(text: &str, exact: bool) -> String {
    if exact { text.to_owned() } else { fold(trim(text)).into_owned() }
}

/// Semantics 5.4, 5.5.
fn fits(op: TextOp, text: &str, part: &str, exact: bool) -> bool {
    let (text, part) = (form(text, exact), form(part, exact));
    match op {
        TextOp::Contains => text.contains(&part),
        TextOp::StartsWith => text.starts_with(&part),
        TextOp::EndsWith => text.ends_with(&part),
        TextOp::HasWord => word_form(&text).contains(&word_form(&part)),
    }
}
