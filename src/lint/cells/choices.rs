//! Cells of tiers: each of them, and none.

use super::variable::{Cell, Sample};
use super::{Cells, NodeId};
use crate::plan::{CompareOp, InstanceId, Op};

impl Cells<'_> {
    pub(super) fn tier_cells(&self, of: InstanceId, atoms: &[NodeId]) -> Vec<Cell> {
        let n_tiers = self.plan.scores[self.plan.instance(of).score.0 as usize].tiers.len();
        let tiers = (0u32..).take(n_tiers).map(Some).chain([None]);
        tiers
            .map(|tier| Cell {
                holds: atoms.iter().map(|atom| self.tier_is(*atom, tier)).collect(),
                sample: Sample::Unknown,
            })
            .collect()
    }

    /// Tiers are best first: the better one has the smaller place. No tier satisfies `!=` only.
    fn tier_is(&self, atom: NodeId, of: Option<u32>) -> bool {
        let Op::TierIs { op, tier, .. } = &self.plan.node(atom).op else { return false };
        let Some(of) = of else { return *op == CompareOp::NotEqual };
        let order = tier.0.cmp(&of);
        match op {
            CompareOp::Equal => order.is_eq(),
            CompareOp::NotEqual => order.is_ne(),
            CompareOp::Less => order.is_lt(),
            CompareOp::LessOrEqual => order.is_le(),
            CompareOp::Greater => order.is_gt(),
            CompareOp::GreaterOrEqual => order.is_ge(),
        }
    }
}
