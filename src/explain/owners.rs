//! Owners of ledger entries as the typed rules have them.

use crate::typed::{Block, Item, OwnerId, Rule, Score, TypedRules};

/// What owns entries.
#[derive(Clone, Copy)]
pub enum Owned<'a> {
    /// A rule.
    Rule(&'a Rule),
    /// A group.
    Group(&'a Block),
    /// A `times` line.
    Factor,
    /// A score.
    Score(&'a Score),
}

/// Owners by their ids, with the groups around each.
pub struct Owners<'a> {
    owned: Vec<Option<Owned<'a>>>,
    /// Outermost first.
    groups: Vec<Vec<OwnerId>>,
}

impl<'a> Owners<'a> {
    /// All owners of a program.
    pub fn of(rules: &'a TypedRules) -> Owners<'a> {
        let n = rules.owners.len();
        let mut owners = Owners { owned: vec![None; n], groups: vec![Vec::new(); n] };
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

    /// The groups around an owner, outermost first.
    pub fn groups(&self, owner: OwnerId) -> &[OwnerId] {
        self.groups.get(owner.0 as usize).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, owner: OwnerId, owned: Owned<'a>, groups: &[OwnerId]) {
        self.owned[owner.0 as usize] = Some(owned);
        self.groups[owner.0 as usize] = groups.to_vec();
    }

    fn block(&mut self, block: &'a Block, groups: &mut Vec<OwnerId>) {
        for factor in &block.factors {
            self.add(factor.owner, Owned::Factor, groups);
        }
        for item in &block.items {
            match item {
                Item::Rule(rule) => self.add(rule.owner, Owned::Rule(rule), groups),
                Item::Group(group) => {
                    self.add(group.owner, Owned::Group(group), groups);
                    groups.push(group.owner);
                    self.block(group, groups);
                    groups.pop();
                }
            }
        }
    }
}
