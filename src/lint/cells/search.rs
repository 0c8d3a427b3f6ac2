//! Whether conditions can come to what is wanted of them, all at once.

use super::ask::{Atom, Base};
use super::variable::{Sample, Variable};
use super::{Cells, NodeId, Shape};
use crate::values::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A condition, and whether it is to hold.
pub type Want = (NodeId, bool);

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// No record does all that is wanted. This is certain.
    Never,
    /// One may: with these values, where they could be found.
    Perhaps(Option<Vec<(Base, Value)>>),
}

impl Found {
    /// Whether it is certain that nothing does it.
    pub fn is_never(&self) -> bool {
        *self == Found::Never
    }
}

/// So many steps of one search; what takes more is not decided.
const STEPS_MAX: u32 = 60_000;
/// So many atoms of one search.
const ATOMS_MAX: usize = 400;

/// A condition over variables.
pub(super) enum Logic {
    Always(bool),
    Atom { variable: usize, atom: usize },
    Not(Box<Logic>),
    AtLeast(u32, Vec<Logic>),
}

/// What is wanted, ready to be asked.
struct Asked {
    logic: Logic,
    wanted: bool,
    /// The last variable it needs.
    last: usize,
}

impl Cells<'_> {
    /// Looks for values with which all that is wanted comes true.
    pub fn find(&mut self, wants: &[Want]) -> Found {
        let mut flat = BTreeSet::new();
        for want in wants {
            if !self.flatten(*want, &mut flat) {
                return Found::Never;
            }
        }
        if flat.len() > ATOMS_MAX {
            return Found::Perhaps(None);
        }
        let mut values = Some(Vec::new());
        for group in self.groups(flat) {
            match self.find_group(&group) {
                Found::Never => return Found::Never,
                Found::Perhaps(found) => {
                    values = values.zip(found).map(|(mut values, found)| {
                        values.extend(found);
                        values
                    });
                }
            }
        }
        Found::Perhaps(values)
    }

    /// Takes apart what has to be so part by part; false where it cannot be.
    fn flatten(&mut self, (node, wanted): Want, flat: &mut BTreeSet<Want>) -> bool {
        match (self.shape(node), wanted) {
            (Shape::Always(yes), _) => yes == wanted,
            (Shape::Not(part), _) => self.flatten((part, !wanted), flat),
            (Shape::And(parts), true) | (Shape::Or(parts), false) => {
                parts.iter().all(|part| self.flatten((*part, wanted), flat))
            }
            (Shape::And([one]) | Shape::Or([one]), _) => self.flatten((*one, wanted), flat),
            _ => {
                flat.insert((node, wanted));
                !flat.contains(&(node, !wanted))
            }
        }
    }

    /// Wants that ask about something in common, together.
    pub(super) fn groups(&mut self, wants: BTreeSet<Want>) -> Vec<Vec<Want>> {
        let mut groups: Vec<(BTreeSet<Base>, Vec<Want>)> = Vec::new();
        for want in wants {
            let mut bases = BTreeSet::new();
            let mut atoms = BTreeSet::new();
            self.atoms_of(want.0, &mut atoms);
            bases.extend(atoms.into_iter().map(|atom| self.atom(atom).base));
            let mut merged = (bases, vec![want]);
            let mut apart = Vec::with_capacity(groups.len() + 1);
            for group in groups {
                if group.0.is_disjoint(&merged.0) {
                    apart.push(group);
                } else {
                    merged.0.extend(group.0);
                    merged.1.extend(group.1);
                }
            }
            apart.push(merged);
            groups = apart;
        }
        groups.into_iter().map(|(_, wants)| wants).collect()
    }

    pub(super) fn atoms_of(&mut self, node: NodeId, found: &mut BTreeSet<NodeId>) {
        match self.shape(node) {
            Shape::Always(_) => {}
            Shape::Not(part) => self.atoms_of(part, found),
            Shape::And(parts) | Shape::Or(parts) | Shape::AtLeast(_, parts) => {
                parts.iter().for_each(|part| self.atoms_of(*part, found));
            }
            Shape::Atom => {
                found.insert(node);
            }
        }
    }

    fn find_group(&mut self, wants: &[Want]) -> Found {
        if let [(node, wanted)] = wants {
            // One of several suffices: each on its own.
            let parts = match (self.shape(*node), wanted) {
                (Shape::Or(parts), true) | (Shape::And(parts), false) => Some(parts),
                _ => None,
            };
            if let Some(parts) = parts {
                let mut best = Found::Never;
                for part in parts {
                    match self.find(&[(*part, *wanted)]) {
                        Found::Never => {}
                        Found::Perhaps(Some(values)) => return Found::Perhaps(Some(values)),
                        found => best = found,
                    }
                }
                return best;
            }
        }
        let mut atoms = BTreeSet::new();
        wants.iter().for_each(|(node, _)| self.atoms_of(*node, &mut atoms));
        if atoms.len() > ATOMS_MAX {
            return Found::Perhaps(None);
        }
        let variables = self.all_variables(&atoms);
        self.search(wants, &variables)
    }

    pub(super) fn all_variables(&mut self, atoms: &BTreeSet<NodeId>) -> Vec<Variable> {
        let mut by_base: BTreeMap<Base, Vec<Atom>> = BTreeMap::new();
        for atom in atoms {
            let atom = self.atom(*atom);
            by_base.entry(atom.base.clone()).or_default().push(atom);
        }
        let mut variables: Vec<Variable> =
            by_base.iter().flat_map(|(base, atoms)| self.variables(base, atoms)).collect();
        variables.sort_by_key(|variable| variable.cells.len());
        variables
    }

    fn search(&mut self, wants: &[Want], variables: &[Variable]) -> Found {
        let mut places = HashMap::new();
        for (variable, its) in variables.iter().enumerate() {
            places.extend(its.atoms.iter().enumerate().map(|(atom, node)| (*node, (variable, atom))));
        }
        let mut asked: Vec<Asked> = Vec::with_capacity(wants.len());
        for (node, wanted) in wants {
            let logic = self.logic(*node, &places);
            let last = logic.last();
            asked.push(Asked { logic, wanted: *wanted, last });
        }
        if variables.is_empty() {
            let stands = asked.iter().all(|asked| asked.logic.holds(&[], &[]) == asked.wanted);
            return if stands { Found::Perhaps(Some(Vec::new())) } else { Found::Never };
        }
        let mut search = Search { variables, asked: &asked, chosen: vec![0; variables.len()], n_steps: 0 };
        match search.from(0) {
            Some(true) => Found::Perhaps(self.values_of(variables, &search.chosen)),
            Some(false) => Found::Never,
            None => Found::Perhaps(None),
        }
    }

    pub(super) fn logic(&mut self, node: NodeId, places: &HashMap<NodeId, (usize, usize)>) -> Logic {
        match self.shape(node) {
            Shape::Always(yes) => Logic::Always(yes),
            Shape::Not(part) => Logic::Not(Box::new(self.logic(part, places))),
            Shape::And(parts) => {
                let n = u32::try_from(parts.len()).unwrap_or(u32::MAX);
                Logic::AtLeast(n, parts.iter().map(|part| self.logic(*part, places)).collect())
            }
            Shape::Or(parts) => Logic::AtLeast(1, parts.iter().map(|part| self.logic(*part, places)).collect()),
            Shape::AtLeast(n, parts) => Logic::AtLeast(n, parts.iter().map(|part| self.logic(*part, places)).collect()),
            Shape::Atom => match places.get(&node) {
                Some((variable, atom)) => Logic::Atom { variable: *variable, atom: *atom },
                None => unreachable!("every atom that is wanted has a variable"),
            },
        }
    }

    fn values_of(&mut self, variables: &[Variable], chosen: &[usize]) -> Option<Vec<(Base, Value)>> {
        let mut values = Vec::with_capacity(variables.len());
        for (variable, cell) in variables.iter().zip(chosen) {
            let cell = &variable.cells[*cell];
            let value = match (&cell.sample, &variable.base) {
                (Sample::Value(value), _) => value.clone(),
                (Sample::Text(wish), Base::Value(base)) => {
                    self.found_text(*base, wish, &variable.atoms, &cell.holds)?
                }
                _ => return None,
            };
            values.push((variable.base.clone(), value));
        }
        Some(values)
    }
}

impl Logic {
    pub(super) fn holds(&self, variables: &[Variable], chosen: &[usize]) -> bool {
        match self {
            Logic::Always(yes) => *yes,
            Logic::Atom { variable, atom } => variables[*variable].cells[chosen[*variable]].holds[*atom],
            Logic::Not(part) => !part.holds(variables, chosen),
            Logic::AtLeast(n, parts) => {
                let n_parts = parts.len() as u64;
                let (mut hold, mut fail) = (0u64, 0u64);
                for part in parts {
                    if part.holds(variables, chosen) {
                        hold += 1
                    } else {
                        fail += 1
                    }
                    if hold >= u64::from(*n) || n_parts - fail < u64::from(*n) {
                        break;
                    }
                }
                hold >= u64::from(*n)
            }
        }
    }

    fn last(&self) -> usize {
        match self {
            Logic::Always(_) => 0,
            Logic::Atom { variable, .. } => *variable,
            Logic::Not(part) => part.last(),
            Logic::AtLeast(_, parts) => parts.iter().map(Logic::last).max().unwrap_or(0),
        }
    }
}

/// One cell for each variable in turn, given up as soon as something wanted fails.
struct Search<'s> {
    variables: &'s [Variable],
    asked: &'s [Asked],
    chosen: Vec<usize>,
    n_steps: u32,
}

impl Search<'_> {
    /// Whether cells can be chosen from this variable on; `None` where that takes too many steps.
    fn from(&mut self, variable: usize) -> Option<bool> {
        if variable == self.variables.len() {
            return Some(true);
        }
        for cell in 0..self.variables[variable].cells.len() {
            self.n_steps += 1;
            if self.n_steps > STEPS_MAX {
                return None;
            }
            self.chosen[variable] = cell;
            let stands = |asked: &&Asked| asked.last == variable;
            let holds = |asked: &Asked| asked.logic.holds(self.variables, &self.chosen) == asked.wanted;
            if self.asked.iter().filter(stands).all(holds) && self.from(variable + 1)? {
                return Some(true);
            }
        }
        Some(false)
    }
}
