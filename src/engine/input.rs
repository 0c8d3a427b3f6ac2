//! What accumulators ask of an activity, be it just read or kept in a store.

use super::activity::ActivityFrame;
use super::basis::Basis;
use super::eval::Eval;
use super::state::Stored;
use crate::plan::{DecayId, NodeId, PointsPlan, Store};
use crate::values::{Date, Decimal, Instant, Value};
use std::sync::Arc;

/// An activity with the values of nodes.
pub(super) trait Input {
    /// What the run stands on.
    fn basis(&self) -> &Basis<'_>;
    /// When it happened.
    fn at(&self) -> Instant;
    /// Its own id.
    fn id(&self) -> Option<Arc<str>>;
    /// The value of a node.
    fn value(&mut self, node: NodeId) -> Value;

    /// The value of a node as a number.
    fn number(&mut self, node: NodeId) -> Option<Decimal> {
        self.value(node).as_number()
    }

    /// Its calendar day.
    fn day(&self) -> Date {
        self.basis().plan.zone.local_day(self.at())
    }

    /// The age that a rule's decay counts, where it is the age of the activity.
    fn age_units(&self, decay: DecayId) -> u64 {
        let basis = self.basis();
        basis.age_units(basis.plan.decay(decay), self.at())
    }

    /// What is left of an award; all of it where nothing fades, or where the age is not known yet.
    fn contribution(&self, plan: &PointsPlan, award: Decimal, is_late: bool) -> Decimal {
        match plan.decay {
            Some(decay) if !is_late => {
                let basis = self.basis();
                super::contributions::faded(basis.plan, basis.plan.decay(decay), award, self.age_units(decay))
            }
            _ => award,
        }
    }
}

impl Input for Eval<'_, '_, ActivityFrame<'_, '_>> {
    fn basis(&self) -> &Basis<'_> {
        self.basis
    }

    fn at(&self) -> Instant {
        self.frame.at
    }

    fn id(&self) -> Option<Arc<str>> {
        self.frame.id.map(Arc::from)
    }

    fn value(&mut self, node: NodeId) -> Value {
        Eval::value(self, node)
    }
}

/// An activity from a store.
pub(super) struct Kept<'e, 'a> {
    pub(super) basis: &'e Basis<'a>,
    pub(super) store: &'e Store,
    pub(super) stored: &'e Stored,
}

impl Input for Kept<'_, '_> {
    fn basis(&self) -> &Basis<'_> {
        self.basis
    }

    fn at(&self) -> Instant {
        Instant::from_us(self.stored.at_us)
    }

    fn id(&self) -> Option<Arc<str>> {
        self.stored.id.clone()
    }

    fn value(&mut self, node: NodeId) -> Value {
        captured(self.basis, self.store, self.stored, node)
    }
}

/// The value of a node that a store keeps, or of a constant.
pub(super) fn captured(basis: &Basis<'_>, store: &Store, stored: &Stored, node: NodeId) -> Value {
    match store.captures.binary_search(&node) {
        Ok(place) => stored.captured[place].clone(),
        Err(_) => basis.constant(node).cloned().unwrap_or(Value::Missing),
    }
}
