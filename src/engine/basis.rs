//! What a run stands on and never changes: the plan, the rows with their links, the instant.

use super::eval::{Eval, Frame, Nowhere, Registers};
use super::finish::{TextNodes, text_nodes};
use super::layout::{Detail, Layout};
use super::links::Links;
use super::program::Programs;
use crate::plan::{ActivityTypeId, DecayPlan, FieldTarget, KindId, LinkId, NodeId, Op, Plan, Scope};
use crate::records::Row;
use crate::values::{Instant, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// Everything an evaluation may look at besides activities.
pub(super) struct Basis<'a> {
    pub(super) plan: &'a Plan,
    rows: &'a [Vec<Row>],
    pub(super) links: Links,
    pub(super) as_of: Instant,
    pub(super) layout: Layout,
    /// What only entries show is kept, too.
    pub(super) detail: Detail,
    pub(super) programs: Programs,
    /// By kind.
    pub(super) text_nodes: Vec<Vec<TextNodes>>,
    /// Types of activities by name.
    pub(super) types: HashMap<&'a str, ActivityTypeId>,
    /// Names of types of activities, for what is kept of many activities.
    type_names: Vec<Arc<str>>,
    /// By node: the value of those that stand on constants only, evaluated once.
    constants: Vec<Option<Value>>,
}

impl<'a> Basis<'a> {
    pub(super) fn new(plan: &'a Plan, rows: &'a [Vec<Row>], as_of: Instant, detail: Detail) -> Basis<'a> {
        let mut basis = Basis {
            plan,
            rows,
            links: Links::new(plan, rows),
            as_of,
            layout: Layout::new(plan, detail),
            detail,
            programs: Programs::default(),
            text_nodes: text_nodes(plan),
            types: (0u32..)
                .zip(&plan.activities.types)
                .map(|(id, ty)| (ty.name.as_str(), ActivityTypeId(id)))
                .collect(),
            type_names: plan.activities.types.iter().map(|ty| Arc::from(ty.name.as_str())).collect(),
            constants: Vec::new(),
        };
        basis.constants = basis.evaluated_constants();
        basis.programs = Programs::new(&basis);
        basis
    }

    fn evaluated_constants(&self) -> Vec<Option<Value>> {
        let mut registers = Registers::new(self.plan.nodes.len());
        let mut eval = Eval { basis: self, registers: &mut registers, frame: Nowhere };
        let nodes = (0u32..).map(NodeId).zip(&self.plan.nodes);
        nodes.map(|(id, node)| (node.scope == Scope::Anywhere).then(|| eval.value(id))).collect()
    }

    /// The value of a node that stands on constants only.
    pub(super) fn constant(&self, id: NodeId) -> Option<&Value> {
        self.constants.get(id.0 as usize)?.as_ref()
    }

    /// The rows of a kind; none where no file gave any.
    pub(super) fn rows(&self, kind: KindId) -> &'a [Row] {
        self.rows.get(kind.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The name of a type, as it is shared by all that is kept; that of a type that no rule names is given.
    pub(super) fn type_name(&self, ty: Option<ActivityTypeId>, other: &str) -> Arc<str> {
        let known = ty.and_then(|ty| self.type_names.get(ty.0 as usize));
        known.map_or_else(|| Arc::from(other), Arc::clone)
    }

    /// T, so long ago.
    pub(super) fn instant(&self, ago_us: i64) -> Instant {
        Instant::from_us(self.as_of.us().saturating_sub(ago_us))
    }

    /// The age that a decay counts at an instant: whole units, less its grace.
    pub(super) fn age_units(&self, decay: &DecayPlan, from: Instant) -> u64 {
        let now = self.instant(decay.ago_us);
        now.whole_units_since(from, decay.unit).unwrap_or(0).saturating_sub(u64::from(decay.grace))
    }
}

impl Basis<'_> {
    /// A stored field of a record, or of the one that links lead to.
    pub(super) fn field(&self, kind: KindId, links: &[LinkId], target: FieldTarget, row: u32) -> Value {
        let Some((kind, row)) = self.links.follow(self.plan, kind, links, row) else { return Value::Missing };
        let Some(row) = self.rows(kind).get(row as usize) else { return Value::Missing };
        match target {
            FieldTarget::Field(field) => row.values.get(field.0 as usize).cloned().unwrap_or(Value::Missing),
            FieldTarget::Id => Value::text(&row.id),
        }
    }

    /// The instant that a node of stored facts gives for a record: where a window starts or ends.
    pub(super) fn instant_of_record(&self, node: NodeId, kind: KindId, row: u32) -> Option<Instant> {
        let mut frame = FactFrame { basis: self, kind, row };
        let value = match (self.constant(node), &self.plan.node(node).op) {
            (Some(constant), _) => constant.clone(),
            (None, op) if op.parts().is_empty() => frame.leaf(op),
            (None, _) => {
                let mut registers = Registers::new(self.plan.nodes.len());
                Eval { basis: self, registers: &mut registers, frame }.value(node)
            }
        };
        match value {
            Value::Time(at) => Some(at),
            Value::Date(date) => Some(self.plan.zone.midnight(date)),
            _ => None,
        }
    }
}

/// A record as windows see it: its stored facts.
struct FactFrame<'e, 'a> {
    basis: &'e Basis<'a>,
    kind: KindId,
    row: u32,
}

impl Frame for FactFrame<'_, '_> {
    fn leaf(&mut self, op: &Op) -> Value {
        match op {
            Op::Field(links, target) => self.basis.field(self.kind, links, *target, self.row),
            _ => Value::Missing,
        }
    }

    fn direct(&self, _: &Op) -> Option<&Value> {
        None
    }
}
