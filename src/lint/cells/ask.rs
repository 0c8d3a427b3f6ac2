//! What an atom of a condition asks, and of what.

use super::Cells;
use crate::plan::{AccumulatorId, Gathers, InstanceId, LinkId, NodeId, Op, Read, TextOp};
use crate::values::time::DAY_US;
use crate::values::{Decimal, Type, Value};

/// What atoms ask about. Atoms about one of these are decided together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// A value: a field, an aggregate, or whatever else is compared with constants.
    Value(NodeId),
    /// How many activities an accumulator counts.
    Count(AccumulatorId),
    /// The tier of a score.
    Tier(Vec<LinkId>, InstanceId),
    /// The atom itself: nothing else is known of it.
    Free(NodeId),
}

/// One atom.
pub(super) struct Atom {
    pub(super) node: NodeId,
    pub(super) base: Base,
    pub(super) asks: Asks,
}

/// What an atom asks of its base.
pub(super) enum Asks {
    /// How it compares with constants.
    Constants(Vec<Value>),
    /// Whether it is missing, or yes.
    Presence,
    /// Whether there is any.
    Any,
    /// How many whole units lie between it and an instant, compared with numbers.
    Elapsed { cuts: Vec<Decimal>, unit_us: i64, ago_us: i64 },
    /// Whether one of these parts stands in it.
    Parts { op: TextOp, parts: Vec<String>, exact: bool },
    /// Whether a pattern fits.
    Pattern,
    /// Whether the tier is at least so good, and the like.
    Tier,
    /// Nothing that could be decided.
    Unknown,
}

impl Cells<'_> {
    pub(super) fn atom(&self, node: NodeId) -> Atom {
        let free = Atom { node, base: Base::Free(node), asks: Asks::Unknown };
        let plan = self.plan;
        match &plan.node(node).op {
            Op::Compare(_, a, b) => match (self.constant(*a), self.constant(*b)) {
                (None, Some(value)) => self.compared(node, *a, vec![value]),
                (Some(value), None) => self.compared(node, *b, vec![value]),
                _ => free,
            },
            Op::InList(subject, list) => self.compared(node, *subject, plan.lists[list.0 as usize].keys.clone()),
            Op::InRange { subject, low, high, .. } => {
                let ends: Option<Vec<Value>> = low.iter().chain(high).map(|end| self.constant(*end)).collect();
                ends.map_or(free, |ends| self.compared(node, *subject, ends))
            }
            Op::Missing(subject) => self.compared(node, *subject, Vec::new()),
            Op::YesNo(subject, _) => Atom { node, base: Base::Value(self.stripped(*subject)), asks: Asks::Presence },
            Op::Text { op, subject, any_of, exact } => {
                let list = &plan.lists[any_of.0 as usize];
                let parts = if *exact { &list.exact } else { &list.folded };
                let asks = Asks::Parts { op: *op, parts: parts.parts.clone(), exact: *exact };
                Atom { node, base: Base::Value(self.stripped(*subject)), asks }
            }
            Op::Matches(subject, _) => Atom { node, base: Base::Value(self.stripped(*subject)), asks: Asks::Pattern },
            Op::Gathered(id, Read::Any) if plan.accumulator(*id).gathers == Gathers::Count => {
                Atom { node, base: Base::Count(*id), asks: Asks::Any }
            }
            Op::TierIs { links, of, .. } => Atom { node, base: Base::Tier(links.clone(), *of), asks: Asks::Tier },
            _ => free,
        }
    }

    /// A comparison of a node with constants; without any, the question whether it is missing.
    fn compared(&self, node: NodeId, subject: NodeId, constants: Vec<Value>) -> Atom {
        let subject = self.stripped(subject);
        match &self.plan.node(subject).op {
            Op::Elapsed { from, unit_us, ago_us, .. } if self.has_calendar(*from, *unit_us) => {
                let cuts = constants.iter().filter_map(Value::as_number).collect();
                let asks = Asks::Elapsed { cuts, unit_us: *unit_us, ago_us: *ago_us };
                Atom { node, base: Base::Value(self.stripped(*from)), asks }
            }
            Op::Gathered(id, Read::Value) if self.plan.accumulator(*id).gathers == Gathers::Count => {
                Atom { node, base: Base::Count(*id), asks: Asks::Constants(constants) }
            }
            _ => Atom { node, base: Base::Value(subject), asks: Asks::Constants(constants) },
        }
    }

    /// Whether what elapsed since a value is a matter of the two instants alone, whatever time of day it is: moments
    /// in any unit, calendar days in whole days.
    fn has_calendar(&self, from: NodeId, unit_us: i64) -> bool {
        let leaf = self.plan.node(self.stripped(from));
        let is_leaf = matches!(leaf.op, Op::Field(..) | Op::ContactField(..) | Op::ActivityField(_) | Op::Gathered(..));
        let is_same = self.plan.node(from).ty == leaf.ty;
        is_leaf && is_same && (leaf.ty == Type::Time || leaf.ty == Type::Date && unit_us >= DAY_US)
    }

    fn constant(&self, node: NodeId) -> Option<Value> {
        match &self.plan.node(node).op {
            Op::Const(value) => Some(value.clone()),
            Op::Key(text) => match &self.plan.node(*text).op {
                Op::Const(value) => Some(value.group_key(&Type::Text)),
                _ => None,
            },
            Op::Convert(from, to) => {
                let from = self.plan.node(*from);
                let Op::Const(value) = &from.op else { return None };
                Some(crate::plan::convert(value, &from.ty, to, &self.plan.zone)).filter(|value| !value.is_missing())
            }
            _ => None,
        }
    }

    /// What a value is made of by folding and conversion only.
    pub(super) fn stripped(&self, mut node: NodeId) -> NodeId {
        while let Op::Key(from) | Op::Words(from) | Op::Convert(from, _) = &self.plan.node(node).op {
            node = *from;
        }
        node
    }
}
