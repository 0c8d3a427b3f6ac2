//! The phrases and conditions inside a condition or value of a record, without those of other records.

use crate::typed::{Cond, CondKind, ElapsedFrom, Expr, ExprKind, Phrase, TemplatePart};

/// The comparisons that a condition is made of, in the order written.
pub(super) fn atoms(cond: &Cond) -> Vec<&Cond> {
    match &cond.kind {
        CondKind::And(parts) | CondKind::Or(parts) | CondKind::AtLeast(_, parts) => {
            parts.iter().flat_map(atoms).collect()
        }
        CondKind::Not(part) => atoms(part),
        CondKind::Always | CondKind::Excluded => Vec::new(),
        _ => vec![cond],
    }
}

/// The values that a comparison looks at.
pub(super) fn subjects(atom: &Cond) -> Vec<&Expr> {
    match &atom.kind {
        CondKind::Compare { left, right, .. } | CondKind::TextValue { subject: left, other: right, .. } => {
            vec![left, right]
        }
        CondKind::InRange { subject, low, high, .. } => [subject].into_iter().chain(low).chain(high).collect(),
        CondKind::InList { subject, .. }
        | CondKind::Missing { subject, .. }
        | CondKind::YesNo { subject, .. }
        | CondKind::Text { subject, .. }
        | CondKind::Matches { subject, .. } => vec![subject],
        _ => Vec::new(),
    }
}

/// The phrases over activities that a comparison asks about.
pub(super) fn phrases<'a>(atom: &'a Cond, found: &mut Vec<&'a Phrase>) {
    match &atom.kind {
        CondKind::Any(phrase) | CondKind::None(phrase) => found.push(phrase),
        _ => subjects(atom).into_iter().for_each(|subject| in_value(subject, found)),
    }
}

/// The phrases of a value.
fn in_value<'a>(expr: &'a Expr, found: &mut Vec<&'a Phrase>) {
    match &expr.kind {
        ExprKind::Aggregate(aggregate) => found.push(&aggregate.phrase),
        ExprKind::Elapsed(elapsed) => match &elapsed.from {
            ElapsedFrom::Last(phrase) | ElapsedFrom::First(phrase) => found.push(phrase),
            ElapsedFrom::Value(value) => in_value(value, found),
        },
        _ => parts(expr).into_iter().for_each(|part| in_value(part, found)),
    }
}

/// What a value is made of, one step down.
fn parts(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Arith(_, a, b) | ExprKind::Otherwise(a, b) | ExprKind::If(_, a, b) => vec![a, b],
        ExprKind::Negate(a) | ExprKind::Abs(a) | ExprKind::Floor(a) | ExprKind::Ceil(a) => vec![a],
        ExprKind::Round(a, _) | ExprKind::Shift(a, _) | ExprKind::After { text: a, .. } => vec![a],
        ExprKind::Least(all) | ExprKind::Greatest(all) | ExprKind::Lookup(_, all) => all.iter().collect(),
        ExprKind::First(arms, last) => arms.iter().map(|(_, value)| value).chain(last.as_deref()).collect(),
        ExprKind::Template(all) => {
            let value = |part: &'_ TemplatePart| matches!(part, TemplatePart::Value(_));
            all.iter().filter(|part| value(part)).filter_map(value_of).collect()
        }
        _ => Vec::new(),
    }
}

fn value_of(part: &TemplatePart) -> Option<&Expr> {
    match part {
        TemplatePart::Value(value) => Some(value),
        TemplatePart::Text(_) => None,
    }
}

/// Whether a value may be missing on a record that is scored.
pub(super) fn may_be_missing(expr: &Expr) -> bool {
    use crate::typed::AggregateKind as Kind;
    let counts = |kind: Kind| {
        matches!(kind, Kind::Count | Kind::Sum | Kind::Distinct | Kind::ActiveDays | Kind::ActiveWeeks)
            || matches!(kind, Kind::Streak { .. })
    };
    match &expr.kind {
        ExprKind::Const(_) | ExprKind::ActivityType | ExprKind::ActivityAt | ExprKind::CountOf(_) => false,
        ExprKind::Score(score) => !score.links.is_empty() || score.ago_us > 0,
        ExprKind::Aggregate(aggregate) => !counts(aggregate.of),
        ExprKind::Linked(linked) => !counts(linked.of),
        ExprKind::Otherwise(a, b) => may_be_missing(a) && may_be_missing(b),
        ExprKind::First(arms, last) => {
            last.as_ref().is_none_or(|last| may_be_missing(last)) || arms.iter().any(|(_, arm)| may_be_missing(arm))
        }
        ExprKind::Arith(op, a, b) => {
            may_be_missing(a) || may_be_missing(b) || *op == crate::typed::ArithOp::Divide && !is_constant(b)
        }
        ExprKind::Field(_) | ExprKind::ActivityField(_) | ExprKind::ActivityId | ExprKind::Elapsed(_) => true,
        _ => parts(expr).is_empty() || parts(expr).into_iter().any(may_be_missing),
    }
}

fn is_constant(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Const(_))
}
