//! The parts of typed values and conditions, for questions asked of whole trees.

use super::super::{Cond, CondKind, ElapsedFrom, Expr, ExprKind, Order, Phrase, Source, TemplatePart, Window};

/// A part of a tree.
pub(super) enum Part<'t> {
    Expr(&'t Expr),
    Cond(&'t Cond),
}

/// Calls back for every value and condition right below a value, in phrases too.
pub(super) fn expr_children<'t>(expr: &'t Expr, each: &mut impl FnMut(Part<'t>)) {
    match &expr.kind {
        ExprKind::Const(_)
        | ExprKind::Field(_)
        | ExprKind::ActivityField(_)
        | ExprKind::ActivityType
        | ExprKind::ActivityAt
        | ExprKind::ActivityId
        | ExprKind::Label(_)
        | ExprKind::Score(_)
        | ExprKind::TierName(_)
        | ExprKind::Extreme { .. } => {}
        ExprKind::Arith(_, left, right) | ExprKind::Otherwise(left, right) => {
            each(Part::Expr(left));
            each(Part::Expr(right));
        }
        ExprKind::Negate(inner)
        | ExprKind::Abs(inner)
        | ExprKind::Floor(inner)
        | ExprKind::Ceil(inner)
        | ExprKind::Round(inner, _)
        | ExprKind::Shift(inner, _)
        | ExprKind::After { text: inner, .. } => each(Part::Expr(inner)),
        ExprKind::Least(parts) | ExprKind::Greatest(parts) | ExprKind::Lookup(_, parts) => {
            parts.iter().for_each(|part| each(Part::Expr(part)))
        }
        ExprKind::If(cond, then, otherwise) => {
            each(Part::Cond(cond));
            each(Part::Expr(then));
            each(Part::Expr(otherwise));
        }
        ExprKind::First(arms, otherwise) => {
            for (cond, value) in arms {
                each(Part::Cond(cond));
                each(Part::Expr(value));
            }
            otherwise.iter().for_each(|value| each(Part::Expr(value)));
        }
        ExprKind::Aggregate(node) => {
            phrase_children(&node.phrase, each);
            node.value.iter().for_each(|value| each(Part::Expr(value)));
        }
        ExprKind::Linked(node) => {
            node.filter.iter().for_each(|cond| each(Part::Cond(cond)));
            node.value.iter().for_each(|value| each(Part::Expr(value)));
        }
        ExprKind::CountOf(parts) => parts.iter().for_each(|cond| each(Part::Cond(cond))),
        ExprKind::Elapsed(node) => match &node.from {
            ElapsedFrom::Last(phrase) | ElapsedFrom::First(phrase) => phrase_children(phrase, each),
            ElapsedFrom::Value(value) => each(Part::Expr(value)),
        },
        ExprKind::Template(parts) => {
            for part in parts {
                if let TemplatePart::Value(value) = part {
                    each(Part::Expr(value));
                }
            }
        }
    }
}

/// Calls back for every value and condition right below a condition, in phrases too.
pub(super) fn cond_children<'t>(cond: &'t Cond, each: &mut impl FnMut(Part<'t>)) {
    match &cond.kind {
        CondKind::Always | CondKind::Tier { .. } | CondKind::Segment(_) | CondKind::Excluded => {}
        CondKind::Compare { left, right, .. } => {
            each(Part::Expr(left));
            each(Part::Expr(right));
        }
        CondKind::InList { subject, .. }
        | CondKind::Missing { subject, .. }
        | CondKind::YesNo { subject, .. }
        | CondKind::Text { subject, .. }
        | CondKind::Matches { subject, .. } => each(Part::Expr(subject)),
        CondKind::InRange { subject, low, high, .. } => {
            each(Part::Expr(subject));
            low.iter().chain(high).for_each(|value| each(Part::Expr(value)));
        }
        CondKind::TextValue { subject, other, .. } => {
            each(Part::Expr(subject));
            each(Part::Expr(other));
        }
        CondKind::And(parts) | CondKind::Or(parts) | CondKind::AtLeast(_, parts) => {
            parts.iter().for_each(|cond| each(Part::Cond(cond)))
        }
        CondKind::Not(inner) => each(Part::Cond(inner)),
        CondKind::Any(phrase) | CondKind::None(phrase) => phrase_children(phrase, each),
        CondKind::AnyLinked { filter, .. } => filter.iter().for_each(|filter| each(Part::Cond(filter))),
    }
}

fn phrase_children<'t>(phrase: &'t Phrase, each: &mut impl FnMut(Part<'t>)) {
    phrase.filter.iter().for_each(|cond| each(Part::Cond(cond)));
    for window in &phrase.windows {
        match window {
            Window::Since(value) | Window::Before(value) => each(Part::Expr(value)),
            Window::Ago { .. } => {}
        }
    }
    sources_children(&phrase.sources, each);
    if let Some(order) = phrase.order.as_deref() {
        let (Order::WithinAfter(relation)
        | Order::FollowedBy(relation)
        | Order::NotFollowedBy(relation)
        | Order::AfterWithout(relation)) = order;
        phrase_children(&relation.other, each);
    }
}

fn sources_children<'t>(sources: &'t [Source], each: &mut impl FnMut(Part<'t>)) {
    for source in sources {
        match source {
            Source::Phrase(inner) => phrase_children(inner, each),
            Source::Pick(pick) => sources_children(&pick.of, each),
            Source::Type(_) | Source::Every => {}
        }
    }
}

/// The phrases that a condition asks the subject's own log about, in the order they stand; those of other records and
/// those inside another phrase are not among them.
pub(super) fn phrases_of_cond(cond: &Cond, found: &mut Vec<Phrase>) {
    match &cond.kind {
        CondKind::Any(phrase) | CondKind::None(phrase) => found.push((**phrase).clone()),
        CondKind::AnyLinked { .. } => {}
        _ => {
            cond_children(cond, &mut |part| phrases_of_part(part, found));
        }
    }
}

/// The same of a value.
pub(super) fn phrases_of_expr(expr: &Expr, found: &mut Vec<Phrase>) {
    match &expr.kind {
        ExprKind::Aggregate(node) => found.push(node.phrase.clone()),
        ExprKind::Linked(_) => {}
        ExprKind::Elapsed(node) => match &node.from {
            ElapsedFrom::Last(phrase) | ElapsedFrom::First(phrase) => found.push(phrase.clone()),
            ElapsedFrom::Value(value) => phrases_of_expr(value, found),
        },
        _ => {
            expr_children(expr, &mut |part| phrases_of_part(part, found));
        }
    }
}

fn phrases_of_part(part: Part<'_>, found: &mut Vec<Phrase>) {
    match part {
        Part::Expr(expr) => phrases_of_expr(expr, found),
        Part::Cond(cond) => phrases_of_cond(cond, found),
    }
}
