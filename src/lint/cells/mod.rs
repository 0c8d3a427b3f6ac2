//! What conditions can come to, decided over cells.
//!
//! The comparisons of a condition cut each thing they ask into finitely many *cells*: within one, no comparison changes. A condition
//! is decided over all combinations of the cells of what it asks; what asks nothing in common is decided apart.
//!
//! Everything here is on the safe side: there may be more cells than any contact can reach (what two fields have to do
//! with each other is not known, nor which texts fit a pattern), never fewer. So *this never happens* is certain,
//! and *this may happen* is not, unless the engine confirms it on a contact. Beyond the bounds nothing is claimed.
//!
//! Conditions are nodes of the plan, where equal things are one; what holds in a cell is asked of the engine.

mod ask;
mod choices;
mod numbers;
mod search;
mod sums;
mod texts;
mod times;
mod variable;

pub use ask::Base;
pub use search::{Found, Want};
pub use sums::Bounds;

use crate::engine::Trial;
use crate::plan::{NodeId, Op, Plan, Scope};
use crate::values::{Instant, Value};
use std::collections::{BTreeSet, HashMap};

/// Decides conditions of one plan.
pub struct Cells<'p> {
    plan: &'p Plan,
    trial: Trial<'p>,
    as_of: Instant,
    /// By node: whether what stands on constants only is the same at every instant.
    timeless: HashMap<NodeId, bool>,
    /// A value that is missing in the search under way, whatever it may be.
    missing: Option<NodeId>,
}

/// How a condition is built.
enum Shape<'p> {
    Always(bool),
    Not(NodeId),
    And(&'p [NodeId]),
    Or(&'p [NodeId]),
    AtLeast(u32, &'p [NodeId]),
    Atom,
}

impl<'p> Cells<'p> {
    /// Cells of a plan; ages count from `as_of`, which decides nothing.
    pub fn new(plan: &'p Plan, as_of: Instant) -> Cells<'p> {
        Cells { plan, trial: Trial::new(plan, as_of), as_of, timeless: HashMap::new(), missing: None }
    }

    /// The plan whose conditions these are.
    pub fn plan(&self) -> &'p Plan {
        self.plan
    }

    /// Whether a condition asks nothing of any record: it stands on constants and params.
    pub fn is_constant(&self, node: NodeId) -> bool {
        self.plan.node(node).scope == Scope::Anywhere
    }

    fn shape(&mut self, node: NodeId) -> Shape<'p> {
        let plan = self.plan;
        match &plan.node(node).op {
            Op::Const(Value::YesNo(yes)) => Shape::Always(*yes),
            Op::Not(part) => Shape::Not(*part),
            Op::And(parts) => Shape::And(parts),
            Op::Or(parts) => Shape::Or(parts),
            Op::AtLeast(n, parts) => Shape::AtLeast(*n, parts),
            _ if self.is_constant(node) && self.is_timeless(node) => {
                self.trial.clear();
                Shape::Always(self.trial.holds(node))
            }
            _ => Shape::Atom,
        }
    }

    /// `days since 2026-11-01` stands on constants and changes every day.
    fn is_timeless(&mut self, node: NodeId) -> bool {
        if let Some(known) = self.timeless.get(&node) {
            return *known;
        }
        let op = &self.plan.node(node).op;
        let timeless = !matches!(op, Op::Elapsed { .. }) && op.parts().iter().all(|part| self.is_timeless(*part));
        self.timeless.insert(node, timeless);
        timeless
    }

    /// The same as [`Cells::find`] for records where a value is missing.
    pub fn find_where_missing(&mut self, value: NodeId, wants: &[Want]) -> Found {
        self.missing = Some(value);
        let found = self.find(wants);
        self.missing = None;
        found
    }

    /// The value that a condition asks about, if it is one atom about one value that may be missing.
    pub fn asked_of(&mut self, node: NodeId) -> Option<NodeId> {
        let Shape::Atom = self.shape(node) else { return None };
        match self.atom(node).base {
            Base::Value(value) if self.may_be_missing(value) => Some(value),
            _ => None,
        }
    }

    /// What a condition asks about, ascending.
    pub fn asked_about(&mut self, node: NodeId) -> Vec<Base> {
        let mut atoms = BTreeSet::new();
        self.atoms_of(node, &mut atoms);
        let about: BTreeSet<Base> = atoms.into_iter().map(|atom| self.atom(atom).base).collect();
        about.into_iter().collect()
    }

    /// Whether a condition asks somewhere whether a value is missing.
    pub fn asks_if_missing(&mut self, node: NodeId, value: NodeId) -> bool {
        let mut atoms = BTreeSet::new();
        self.atoms_of(node, &mut atoms);
        let plan = self.plan;
        atoms.into_iter().any(|atom| matches!(plan.node(atom).op, Op::Missing(of) if self.stripped(of) == value))
    }

    /// What the atoms come to where a node has this value.
    fn asked(&mut self, base: NodeId, value: &Value, atoms: &[NodeId]) -> Vec<bool> {
        self.trial.clear();
        self.trial.give(base, value.clone());
        atoms.iter().map(|atom| self.trial.holds(*atom)).collect()
    }
}
