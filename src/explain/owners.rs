//! Owners of ledger entries as the typed rules have them.

use crate::typed::{Block, Cond, Factor, Item, OwnerId, Rule, Score, TypedRules};

/// What owns entries, with the conditions of the groups around it.
#[derive(Clone, Copy)]
pub enum Owned<'a> {
    /// A rule.
    Rule(&'a Rule),
    /// A group.
    Group(&'a Block),
    /// A `times` line.
    Factor(&'a Factor),
    /// A score.
    Score(&'a Score),
}

/// Owners by their ids.
pub struct Owners<'a> {
    owned: Vec<Option<Owned<'a>>>,
    /// The conditions of the groups around each owner, outermost first.
    within: Vec<Vec<&'a Cond>>,
}

impl<'a> Owners<'a> {
    /// All owners of a program.
    pub fn of(rules: &'a TypedRules) -> Owners<'a> {
        let n = rules.owners.len();
        let mut owners = Owners { owned: vec![None; n], within: vec![Vec::new(); n] };
        for score in &rules.scores {
            owners.add(score.body.owner, Owned::Score(score), &[]);
            owners.block(&score.body, &mut Vec::new());
        }
        owners
    }

    /// What an id stands for.
    pub fn get(&self, owner: OwnerId) -> Option<Owned<'a>> {
        self.owned.get(owner.0 as usize).copied().flatten()
    }

    /// The conditions of the groups around an owner.
    pub fn within(&self, owner: OwnerId) -> &[&'a Cond] {
        self.within.get(owner.0 as usize).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, owner: OwnerId, owned: Owned<'a>, within: &[&'a Cond]) {
        self.owned[owner.0 as usize] = Some(owned);
        self.within[owner.0 as usize] = within.to_vec();
    }

    fn block(&mut self, block: &'a Block, within: &mut Vec<&'a Cond>) {
        for factor in &block.factors {
            self.add(factor.owner, Owned::Factor(factor), within);
        }
        for item in &block.items {
            match item {
                Item::Rule(rule) => self.add(rule.owner, Owned::Rule(rule), within),
                Item::Group(group) => {
                    within.extend(&group.when);
                    self.add(group.owner, Owned::Group(group), within);
                    self.block(group, within);
                    within.truncate(within.len() - group.when.iter().len());
                }
            }
        }
    }
}
