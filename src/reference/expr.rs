//! Values of expressions; semantics chapters 2 to 6 and 10.

use super::number::{Number, exact, round_to, settle, whole};
use super::scope::{CONTACT, Evaluator, Narrowing, Place, Scope, Subject, View};
use crate::typed::{ArithOp, Expr, ExprKind, FieldPath, Root, ScoreRef, TableId};
use crate::values::text::{fold, trim};
use crate::values::{Date, Decimal, Instant, Type, Value};
use num_traits::{Signed, Zero};
use std::rc::Rc;

/// Microseconds of a day of 24 hours.
const DAY_US: i64 = 86_400_000_000;

impl<'a> Evaluator<'a> {
    /// The value of an expression in subject scope.
    pub fn value_for(&self, expr: &'a Expr, place: &Place<'a>) -> Value {
        self.value(expr, &Scope::subject(place))
    }

    /// The number an expression yields; `None` where it is missing.
    pub fn number(&self, expr: &'a Expr, scope: &Scope<'a>) -> Option<Number> {
        self.value(expr, scope).as_number().map(exact)
    }

    /// The value of an expression.
    pub fn value(&self, expr: &'a Expr, scope: &Scope<'a>) -> Value {
        match &expr.kind {
            ExprKind::Const(value) => value.clone(),
            ExprKind::Field(path) => self.path_value(path, scope),
            ExprKind::ActivityField(_) | ExprKind::ActivityType | ExprKind::ActivityAt | ExprKind::ActivityId => {
                self.of_activity(&expr.kind, scope)
            }
            ExprKind::Score(score) => self
                .score_at(score, &scope.place)
                .map_or(Value::Missing, |place| Value::Number(self.score(score.score.0 as usize, &place).result.value)),
            ExprKind::TierName(score) => self.tier_name(score, &scope.place),
            ExprKind::Label(label) => self.label_value(label.0 as usize, &scope.place),
            ExprKind::Arith(op, a, b) => numeric(self.arith(*op, a, b, scope)),
            ExprKind::Negate(x) => numeric(self.number(x, scope).map(|x| -x)),
            ExprKind::Abs(x) => numeric(self.number(x, scope).map(|x| x.abs())),
            ExprKind::Floor(x) => numeric(self.number(x, scope).map(|x| x.floor())),
            ExprKind::Ceil(x) => numeric(self.number(x, scope).map(|x| x.ceil())),
            ExprKind::Round(x, step) => numeric(self.number(x, scope).map(|x| round_to(&x, &exact(*step)))),
            ExprKind::Least(all) => self.extreme_of_values(all, &expr.ty, scope, |a, b| a < b),
            ExprKind::Greatest(all) => self.extreme_of_values(all, &expr.ty, scope, |a, b| a > b),
            ExprKind::Shift(x, us) => shifted(self.value(x, scope), *us),
            ExprKind::If(when, yes, no) => self.branch(if self.holds(when, scope) { yes } else { no }, &expr.ty, scope),
            ExprKind::Otherwise(a, b) => match self.branch(a, &expr.ty, scope) {
                Value::Missing => self.branch(b, &expr.ty, scope),
                known => known,
            },
            ExprKind::First(arms, last) => {
                let arm = arms.iter().find(|(when, _)| self.holds(when, scope)).map(|(_, value)| value);
                arm.or(last.as_deref()).map_or(Value::Missing, |arm| self.branch(arm, &expr.ty, scope))
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, &scope.place),
            ExprKind::Linked(linked) => self.linked_aggregate(linked, &scope.place),
            ExprKind::CountOf(all) => numeric(Some(whole(all.iter().filter(|cond| self.holds(cond, scope)).count()))),
            ExprKind::Elapsed(elapsed) => numeric(self.elapsed(elapsed, scope)),
            ExprKind::After { text, separator, first } => self.after(text, separator, *first, scope),
            ExprKind::Template(parts) => self.template(parts, scope),
            ExprKind::Lookup(table, keys) => self.lookup(*table, keys, scope),
            ExprKind::Extreme { highest, score, n_days } => {
                numeric(self.extreme_of_days(*highest, score, *n_days, &scope.place))
            }
        }
    }

    /// The chosen branch of a choice, or one of several inputs, as the type of the whole: semantics 10.8.
    fn branch(&self, expr: &'a Expr, ty: &Type, scope: &Scope<'a>) -> Value {
        let value = self.value(expr, scope);
        match (&value, ty) {
            (Value::Date(_), Type::Time) => self.instant_of(&value).map_or(Value::Missing, Value::Time),
            (Value::Choice(_), Type::Text | Type::ExactText) => {
                self.text_of((&value, &expr.ty)).map_or(Value::Missing, Value::Text)
            }
            _ => value,
        }
    }

    /// The record that a path's root means: in activity scope `contact.` is who did it.
    fn path_value(&self, path: &FieldPath, scope: &Scope<'a>) -> Value {
        let root = match (path.root, scope.activity) {
            (Root::Contact, Some(activity)) => self.doer(activity),
            (Root::Contact, None) if scope.place.subject.kind != CONTACT => None,
            (Root::Contact, None) | (Root::Subject, _) => Some(scope.place.subject),
        };
        root.map_or(Value::Missing, |root: Subject| self.field(root, path))
    }

    fn of_activity(&self, what: &ExprKind, scope: &Scope<'a>) -> Value {
        let index = scope.activity.expect("the checker puts activity fields in activity scope only");
        let activity = self.activity(index);
        match what {
            ExprKind::ActivityField(field) => self.activity_field(index, field.0 as usize),
            ExprKind::ActivityType => Value::text(&activity.ty),
            ExprKind::ActivityId => activity.id.as_deref().map_or(Value::Missing, Value::text),
            _ => Value::Time(activity.at),
        }
    }

    /// Semantics 2.2 to 2.5.
    fn arith(&self, op: ArithOp, a: &'a Expr, b: &'a Expr, scope: &Scope<'a>) -> Option<Number> {
        let (a, b) = (self.number(a, scope)?, self.number(b, scope)?);
        match op {
            ArithOp::Add => Some(a + b),
            ArithOp::Subtract => Some(a - b),
            ArithOp::Multiply => Some(a * b),
            ArithOp::Divide => (!b.is_zero()).then(|| a / b),
        }
    }

    /// `min(a, b, ..)` and `max(a, b, ..)` of values: missing if one is; semantics 2.8.
    fn extreme_of_values(
        &self,
        all: &'a [Expr],
        ty: &Type,
        scope: &Scope<'a>,
        is_better: impl Fn(&Value, &Value) -> bool,
    ) -> Value {
        let mut best: Option<Value> = None;
        for expr in all {
            let value = self.branch(expr, ty, scope);
            if value.is_missing() {
                return Value::Missing;
            }
            if best.as_ref().is_none_or(|best| is_better(&value, best)) {
                best = Some(value);
            }
        }
        best.unwrap_or(Value::Missing)
    }

    /// Semantics 5.7.
    fn after(&self, text: &'a Expr, separator: &str, first: bool, scope: &Scope<'a>) -> Value {
        let value = self.value(text, scope);
        let Some(written) = self.text_of((&value, &text.ty)) else { return Value::Missing };
        let exactly = text.ty == Type::ExactText;
        let form = |text: &str| if exactly { text.to_owned() } else { fold(text).into_owned() };
        let sought = form(if exactly { separator } else { trim(separator) });
        // The folded text has as many characters as the written one, so the rest is found by counting them.
        let ends: Vec<usize> = written
            .char_indices()
            .map(|(byte, _)| byte)
            .filter(|&byte| form(&written[byte..]).starts_with(&sought))
            .map(|byte| written[..byte].chars().count() + sought.chars().count())
            .collect();
        match if first { ends.first() } else { ends.last() } {
            Some(&n_chars) => {
                let rest: String = written.chars().skip(n_chars).collect();
                Value::text(trim(&rest))
            }
            None => Value::Missing,
        }
    }

    /// Semantics 10.6.
    fn lookup(&self, table: TableId, keys: &'a [Expr], scope: &Scope<'a>) -> Value {
        let table = &self.rules.tables[table.0 as usize];
        let sought: Vec<Value> = keys.iter().map(|key| self.value(key, scope)).collect();
        let fits = |row: &[Value]| {
            (0..keys.len()).all(|column| {
                let ty = &table.key_types[column];
                self.is_equal((&sought[column], &keys[column].ty), (&row[column], ty), ty)
            })
        };
        table.rows.iter().find(|(row, _)| fits(row)).map_or(Value::Missing, |(_, value)| value.clone())
    }

    /// Semantics 11.10.
    fn extreme_of_days(&self, highest: bool, score: &'a ScoreRef, n_days: u32, place: &Place<'a>) -> Option<Number> {
        let values = (0..n_days).filter_map(|day| {
            let at = earlier(place.view.at, i64::from(day) * DAY_US);
            let then = Place { view: View { at, ..place.view.clone() }, ..place.clone() };
            let scored = self.score_at(score, &then)?;
            Some(exact(self.score(score.score.0 as usize, &scored).result.value))
        });
        if highest { values.max() } else { values.min() }
    }

    /// The place at which a score is taken; `None` where the score is missing. Semantics 15.2 to 15.4.
    pub fn score_at(&self, score: &'a ScoreRef, place: &Place<'a>) -> Option<Place<'a>> {
        let subject = self.follow(place.subject, &score.links)?;
        let at = earlier(place.view.at, score.ago_us);
        let over = match &score.over {
            Some(phrase) => Some(Rc::new(Narrowing { phrase, at, place: place.clone() })),
            None => place.view.over.clone(),
        };
        let view = View { at, over, ..place.view.clone() };
        self.counts(subject, &view).then_some(Place { subject, view })
    }

    fn tier_name(&self, score: &'a ScoreRef, place: &Place<'a>) -> Value {
        let tiers = &self.rules.scores[score.score.0 as usize].tiers;
        self.tier_at(score, place).map_or(Value::Missing, |tier| Value::text(&tiers[tier].name))
    }
}

/// The instant so many microseconds before, held at the end of what can be represented.
pub(super) fn earlier(at: Instant, us: i64) -> Instant {
    Instant::from_us(at.us().saturating_sub(us))
}

/// A computed number: semantics 2.2, 2.4.
fn numeric(number: Option<Number>) -> Value {
    let settled: Option<Decimal> = number.and_then(|number| settle(&number));
    settled.map_or(Value::Missing, Value::Number)
}

/// Semantics 3.10.
fn shifted(value: Value, us: i64) -> Value {
    match value {
        Value::Time(at) => match at.us().checked_add(us).map(Instant::from_us) {
            Some(at) if at.is_supported() => Value::Time(at),
            _ => Value::Missing,
        },
        Value::Date(date) => {
            let days = i64::from(date.days()) + us / DAY_US;
            match i32::try_from(days).map(Date::from_days) {
                Ok(date) if date.is_supported() => Value::Date(date),
                _ => Value::Missing,
            }
        }
        _ => Value::Missing,
    }
}
