//! Nodes asked about values that no record has: some are given, the others follow from them.

use super::basis::Basis;
use super::eval::{Eval, Nowhere, Registers};
use super::layout::Detail;
use crate::plan::{NodeId, Plan};
use crate::values::{Instant, Value};

/// A plan whose nodes can be given values, to see what follows from them by the same operations that score.
///
/// Leaves that are not given are missing.
pub struct Trial<'a> {
    basis: Basis<'a>,
    registers: Registers,
}

impl<'a> Trial<'a> {
    /// A trial at an instant, without any record.
    pub fn new(plan: &'a Plan, as_of: Instant) -> Trial<'a> {
        let registers = Registers::new(plan.nodes.len());
        Trial { basis: Basis::new(plan, &[], as_of, Detail::Values), registers }
    }

    /// Forgets all given values and what followed from them.
    pub fn clear(&mut self) {
        self.registers.clear();
    }

    /// Gives a node a value. Nodes that stand on constants only keep their own.
    pub fn give(&mut self, node: NodeId, value: Value) {
        self.registers.set(node, value);
    }

    /// Whether a condition holds then.
    pub fn holds(&mut self, node: NodeId) -> bool {
        Eval { basis: &self.basis, registers: &mut self.registers, frame: Nowhere }.holds(node)
    }
}
