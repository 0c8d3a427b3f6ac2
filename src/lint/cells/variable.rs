//! A base with its cells.

use super::ask::{Asks, Atom, Base};
use super::texts::Wish;
use super::{Cells, NodeId};
use crate::plan::{AggregateKind, Op};
use crate::values::{Type, Value};
use std::collections::BTreeMap;

/// A base, the atoms about it, and what they come to in each of its cells.
pub(super) struct Variable {
    pub(super) base: Base,
    pub(super) atoms: Vec<NodeId>,
    pub(super) cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone)]
pub(super) struct Cell {
    /// By atom.
    pub(super) holds: Vec<bool>,
    /// A value that lies in it.
    pub(super) sample: Sample,
}

/// A value of a cell.
#[derive(Clone)]
pub(super) enum Sample {
    /// This one.
    Value(Value),
    /// A text with some parts, still to be found.
    Text(Wish),
    /// None is known.
    Unknown,
}

/// So many answers of atoms are asked for one base; what takes more is not decided.
const ANSWERS_MAX: usize = 200_000;

impl Cells<'_> {
    /// The variables of a base. Where nothing is known, each atom is one of its own that may hold or not.
    pub(super) fn variables(&mut self, base: &Base, atoms: &[Atom]) -> Vec<Variable> {
        let nodes: Vec<NodeId> = atoms.iter().map(|atom| atom.node).collect();
        let cells = match base {
            Base::Free(_) => None,
            Base::Count(_) => self.count_cells(atoms),
            Base::Tier(_, of) => Some(self.tier_cells(*of, &nodes)),
            Base::Value(node) if self.missing == Some(*node) => Some(vec![self.cell(*node, Value::Missing, &nodes)]),
            Base::Value(node) => self.value_cells(*node, atoms),
        };
        match cells {
            Some(cells) => vec![Variable { base: base.clone(), atoms: nodes, cells: merged(cells) }],
            None => nodes.into_iter().map(free).collect(),
        }
    }

    fn value_cells(&mut self, node: NodeId, atoms: &[Atom]) -> Option<Vec<Cell>> {
        let nodes: Vec<NodeId> = atoms.iter().map(|atom| atom.node).collect();
        let ty = self.plan.node(node).ty.clone();
        let values = match ty.element() {
            Type::Text | Type::ExactText => return self.text_cells(node, atoms),
            Type::Number | Type::WholeNumber => self.numbers(node, atoms)?,
            Type::YesNo => vec![Value::YesNo(true), Value::YesNo(false)],
            Type::OneOf(choices) => (0u32..).zip(choices.names()).map(|(place, _)| Value::Choice(place)).collect(),
            Type::Date | Type::Time => self.instants(node, atoms)?,
            Type::TimeOrDate | Type::List(_) => return None,
        };
        if values.len().saturating_mul(nodes.len()) > ANSWERS_MAX {
            return None;
        }
        let mut cells: Vec<Cell> = Vec::with_capacity(values.len() + 1);
        if self.may_be_missing(node) {
            cells.push(self.cell(node, Value::Missing, &nodes));
        }
        let is_list = matches!(ty, Type::List(_));
        let single: Vec<Cell> = values
            .into_iter()
            .map(|value| self.cell(node, if is_list { Value::list(vec![value]) } else { value }, &nodes))
            .collect();
        cells.extend(if is_list { lists(&merged(single))? } else { single });
        Some(cells)
    }

    pub(super) fn cell(&mut self, node: NodeId, value: Value, atoms: &[NodeId]) -> Cell {
        Cell { holds: self.asked(node, &value, atoms), sample: Sample::Value(value) }
    }

    /// Whether a value may be missing; in doubt it may.
    pub(super) fn may_be_missing(&self, node: NodeId) -> bool {
        match &self.plan.node(node).op {
            Op::CountOf(_) | Op::ActivityType | Op::ActivityAt => false,
            Op::Gathered(id, read) => !self.is_count(*id, *read),
            Op::Linked(linked) => !matches!(linked.of, AggregateKind::Count | AggregateKind::Distinct),
            Op::Field(links, crate::plan::FieldTarget::Id) => !links.is_empty(),
            _ => true,
        }
    }
}

/// An atom that may hold or not.
fn free(node: NodeId) -> Variable {
    let cell = |holds: bool| Cell { holds: vec![holds], sample: Sample::Unknown };
    Variable { base: Base::Free(node), atoms: vec![node], cells: vec![cell(true), cell(false)] }
}

/// Cells in which all atoms agree are one; the first of them with a value stays.
pub(super) fn merged(cells: Vec<Cell>) -> Vec<Cell> {
    let mut places: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
    let mut kept: Vec<Cell> = Vec::new();
    for cell in cells {
        match places.get(&cell.holds) {
            None => {
                places.insert(cell.holds.clone(), kept.len());
                kept.push(cell);
            }
            Some(place) if matches!(kept[*place].sample, Sample::Unknown) => kept[*place] = cell,
            Some(_) => {}
        }
    }
    kept
}

/// Lists of elements of these cells: an atom holds on a list where it does on one element.
pub(super) fn lists(elements: &[Cell]) -> Option<Vec<Cell>> {
    const ELEMENTS_MAX: usize = 8;
    if elements.len() > ELEMENTS_MAX {
        return None;
    }
    let list = |set: u32| {
        let chosen: Vec<&Cell> =
            elements.iter().enumerate().filter(|(place, _)| set >> place & 1 == 1).map(|(_, cell)| cell).collect();
        let n_atoms = chosen.first().map_or(0, |cell| cell.holds.len());
        let holds = (0..n_atoms).map(|atom| chosen.iter().any(|cell| cell.holds[atom])).collect();
        let values: Option<Vec<Value>> = chosen
            .iter()
            .map(|cell| match &cell.sample {
                Sample::Value(value) => value.elements().first().cloned(),
                _ => None,
            })
            .collect();
        Cell { holds, sample: values.map_or(Sample::Unknown, |values| Sample::Value(Value::list(values))) }
    };
    // Short lists first: they are the better witnesses.
    let mut sets: Vec<u32> = (1..1u32 << elements.len()).collect();
    sets.sort_by_key(|set| set.count_ones());
    Some(sets.into_iter().map(list).collect())
}

/// The atoms that ask the same about one base.
pub(super) fn constants(atoms: &[Atom]) -> impl Iterator<Item = &Value> {
    atoms.iter().flat_map(|atom| match &atom.asks {
        Asks::Constants(values) => values.as_slice(),
        _ => &[],
    })
}
