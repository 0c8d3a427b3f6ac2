//! What conditions that add up can come to together.

use super::search::Logic;
use super::variable::Variable;
use super::{Cells, NodeId, Want};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Least and greatest points, in micros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Not less.
    pub low: i128,
    /// Not more.
    pub high: i128,
}

/// So many combinations of cells are added up for conditions that ask about something in common.
const COMBINATIONS_MAX: usize = 5_000;
/// So many conditions.
const CONDITIONS_MAX: usize = 60;

impl Bounds {
    /// Nothing.
    pub const ZERO: Bounds = Bounds { low: 0, high: 0 };

    /// Both together.
    pub fn plus(self, other: Bounds) -> Bounds {
        Bounds { low: self.low.saturating_add(other.low), high: self.high.saturating_add(other.high) }
    }

    /// Either of them.
    pub fn or(self, other: Bounds) -> Bounds {
        Bounds { low: self.low.min(other.low), high: self.high.max(other.high) }
    }
}

impl Cells<'_> {
    /// The sum of what conditions give where they hold. Those that exclude each other are never added.
    pub fn sum(&mut self, given: &[(NodeId, Bounds)]) -> Bounds {
        let mut by_node: BTreeMap<NodeId, Bounds> = BTreeMap::new();
        for (node, gives) in given {
            let sum = by_node.entry(*node).or_insert(Bounds::ZERO);
            *sum = sum.plus(*gives);
        }
        let wants: BTreeSet<Want> = by_node.keys().map(|node| (*node, true)).collect();
        let groups =
            if wants.len() > 2_000 { wants.into_iter().map(|want| vec![want]).collect() } else { self.groups(wants) };
        let mut sum = Bounds::ZERO;
        for group in groups {
            let group: Vec<(NodeId, Bounds)> = group.into_iter().map(|(node, _)| (node, by_node[&node])).collect();
            sum = sum.plus(self.sum_of_group(&group));
        }
        sum
    }

    fn sum_of_group(&mut self, group: &[(NodeId, Bounds)]) -> Bounds {
        let mut atoms = BTreeSet::new();
        group.iter().for_each(|(node, _)| self.atoms_of(*node, &mut atoms));
        if group.len() > 1 && group.len() <= CONDITIONS_MAX {
            let variables = self.all_variables(&atoms);
            let n = variables.iter().try_fold(1_usize, |n, variable| n.checked_mul(variable.cells.len()));
            if n.is_some_and(|n| n <= COMBINATIONS_MAX) {
                return self.sum_over(group, &variables);
            }
        }
        let mut sum = Bounds::ZERO;
        for (node, gives) in group {
            let may_hold = !self.find(&[(*node, true)]).is_never();
            let may_fail = !self.find(&[(*node, false)]).is_never();
            sum = sum.plus(match (may_hold, may_fail) {
                (false, _) => Bounds::ZERO,
                (true, false) => *gives,
                (true, true) => gives.or(Bounds::ZERO),
            });
        }
        sum
    }

    /// Over every combination of cells.
    fn sum_over(&mut self, group: &[(NodeId, Bounds)], variables: &[Variable]) -> Bounds {
        let mut places = HashMap::new();
        for (variable, its) in variables.iter().enumerate() {
            places.extend(its.atoms.iter().enumerate().map(|(atom, node)| (*node, (variable, atom))));
        }
        let logics: Vec<(Logic, Bounds)> =
            group.iter().map(|(node, gives)| (self.logic(*node, &places), *gives)).collect();
        let mut chosen = vec![0; variables.len()];
        let mut all: Option<Bounds> = None;
        loop {
            let mut sum = Bounds::ZERO;
            for (logic, gives) in &logics {
                if logic.holds(variables, &chosen) {
                    sum = sum.plus(*gives);
                }
            }
            all = Some(all.map_or(sum, |all| all.or(sum)));
            let Some(next) = (0..chosen.len()).find(|place| chosen[*place] + 1 < variables[*place].cells.len()) else {
                break;
            };
            chosen[next] += 1;
            chosen[..next].fill(0);
        }
        all.unwrap_or(Bounds::ZERO)
    }
}
