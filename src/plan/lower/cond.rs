//! Conditions.

use super::{Lowering, Place};
use crate::plan::*;
use crate::typed::{CompareOp, Cond, CondKind, Expr, LinkId, ListId, Phrase};
use crate::values::Type;
use crate::values::Value;

impl<'a> Lowering<'a> {
    /// The node of a condition: yes or no, never missing.
    pub(super) fn cond(&mut self, cond: &'a Cond, place: Place) -> NodeId {
        let node = self.cond_node(cond, place);
        if self.interned.places.insert(node, ()).is_none() {
            self.plan.places.push(NodePlace { node, span: cond.span });
        }
        node
    }

    pub(super) fn conds(&mut self, conds: &'a [Cond], place: Place) -> Vec<NodeId> {
        conds.iter().map(|cond| self.cond(cond, place)).collect()
    }

    fn cond_node(&mut self, cond: &'a Cond, place: Place) -> NodeId {
        match &cond.kind {
            CondKind::Always => self.constant(Value::YesNo(true), Type::YesNo),
            CondKind::Compare { op, left, right, compare_as } => self.compare(*op, left, right, compare_as, place),
            CondKind::InList { subject, list, negated } => self.in_list(subject, *list, *negated, place),
            CondKind::InRange { .. } => self.in_range(cond, place),
            CondKind::Missing { subject, negated } => {
                let subject = self.expr(subject, place);
                let missing = self.holds(Op::Missing(subject));
                self.negated(missing, *negated)
            }
            CondKind::YesNo { subject, yes } => {
                let subject = self.expr(subject, place);
                self.holds(Op::YesNo(subject, *yes))
            }
            CondKind::Text { op, subject, any_of, exact } => self.text_test(*op, subject, *any_of, *exact, place),
            CondKind::TextValue { op, subject, other, exact } => self.text_value(*op, subject, other, *exact, place),
            CondKind::Matches { subject, any_of, exact } => self.matches(subject, any_of, *exact, place),
            CondKind::Any(phrase) => self.any(phrase, false, place),
            CondKind::None(phrase) => self.any(phrase, true, place),
            CondKind::AnyLinked { links, filter, negated } => {
                self.any_linked(links, filter.as_deref(), *negated, place)
            }
            CondKind::Tier { score, op, tier } => self.tier_is(score, *op, *tier, place),
            CondKind::Segment(segment) => {
                let rules = self.rules;
                self.cond(&rules.segments[segment.0 as usize].when, place)
            }
            CondKind::Excluded => self.excluded(place),
            _ => self.logic(cond, place),
        }
    }

    fn logic(&mut self, cond: &'a Cond, place: Place) -> NodeId {
        let op = match &cond.kind {
            CondKind::And(all) => Op::And(self.conds(all, place)),
            CondKind::Or(all) => Op::Or(self.conds(all, place)),
            CondKind::Not(one) => Op::Not(self.cond(one, place)),
            CondKind::AtLeast(n, all) => Op::AtLeast(*n, self.conds(all, place)),
            _ => unreachable!("`cond_node` takes all other kinds itself"),
        };
        self.holds(op)
    }

    /// `!=` is the exact negation of `==`, also on lists and with missing sides.
    fn compare(&mut self, op: CompareOp, left: &'a Expr, right: &'a Expr, as_type: &Type, place: Place) -> NodeId {
        let left = self.expr(left, place);
        let left = self.compared(left, as_type);
        let right = self.expr(right, place);
        let right = self.compared(right, as_type);
        match op {
            CompareOp::NotEqual => {
                let equal = self.holds(Op::Compare(CompareOp::Equal, left, right));
                self.negated(equal, true)
            }
            op => self.holds(Op::Compare(op, left, right)),
        }
    }

    fn in_list(&mut self, subject: &'a Expr, list: ListId, negated: bool, place: Place) -> NodeId {
        let ty = self.plan.lists[list.0 as usize].ty.clone();
        let subject = self.expr(subject, place);
        let subject = self.compared(subject, &ty);
        let in_list = self.holds(Op::InList(subject, list));
        self.negated(in_list, negated)
    }

    fn in_range(&mut self, cond: &'a Cond, place: Place) -> NodeId {
        let CondKind::InRange { subject, low, high, high_open, negated } = &cond.kind else {
            unreachable!("called for ranges only");
        };
        let as_type = [Some(subject), low.as_ref(), high.as_ref()].into_iter().flatten().map(|side| &side.ty);
        let as_type = as_type.fold(subject.ty.element(), |a, b| wider(a, b.element()));
        let subject = self.expr(subject, place);
        let subject = self.converted(subject, as_type);
        let mut end = |end: &'a Option<Expr>| {
            end.as_ref().map(|end| {
                let end = self.expr(end, place);
                self.converted(end, as_type)
            })
        };
        let (low, high) = (end(low), end(high));
        let within = self.holds(Op::InRange { subject, low, high, high_open: *high_open });
        self.negated(within, *negated)
    }

    pub(super) fn negated(&mut self, node: NodeId, negated: bool) -> NodeId {
        if negated { self.holds(Op::Not(node)) } else { node }
    }

    fn any(&mut self, phrase: &'a Phrase, negated: bool, place: Place) -> NodeId {
        let any = self.gathered(phrase, Gathers::Count, Read::Any, Type::YesNo, place);
        self.negated(any, negated)
    }

    fn any_linked(&mut self, links: &[LinkId], filter: Option<&'a Cond>, negated: bool, place: Place) -> NodeId {
        let count = self.linked_count(links, filter, place);
        let zero = self.constant(Value::Number(crate::values::Decimal::ZERO), Type::WholeNumber);
        let any = self.holds(Op::Compare(CompareOp::Greater, count, zero));
        self.negated(any, negated)
    }

    fn excluded(&mut self, place: Place) -> NodeId {
        match self.plan.log(place.log).exclusion {
            Some(exclusion) if place.owner == crate::typed::KindId(0) => {
                self.node(Op::Excluded(exclusion), Type::YesNo, place.scope())
            }
            _ => self.constant(Value::YesNo(false), Type::YesNo),
        }
    }
}

/// Of a date and a time, the time; a text meets choices as a choice.
fn wider<'t>(a: &'t Type, b: &'t Type) -> &'t Type {
    match (a, b) {
        (Type::Date, Type::Time) => b,
        (Type::Text | Type::ExactText, Type::OneOf(_)) => b,
        _ => a,
    }
}
