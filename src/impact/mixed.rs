//! A score with some of the edits made: the old version's, with what these edits change taken from the new one.

use super::edits::Set;
use super::merge::{Merging, OriginKey as Key};
use crate::compare::{Aspect, Change, Kind, What};
use crate::typed::{Block, Item, OwnerId, Rule, Score, TypedRules};
use std::collections::BTreeMap;

/// The version of a score with some edits.
pub(super) struct Mix<'m, 'c> {
    pub merging: &'m mut Merging<'c>,
    pub name: &'m str,
    pub edits: Set,
}

/// A block of one of the two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum At {
    Old(OwnerId),
    New(OwnerId),
}

/// What the edits do to a score.
#[derive(Default)]
struct Doings {
    /// Whether the score's own settings are the new ones.
    is_score_new: bool,
    /// Rules and groups that stay in their place, by their old owner, and what they become.
    turn: BTreeMap<OwnerId, OwnerId>,
    /// Rules and groups that go. Of a group what is in it stays, in the block around.
    go: Vec<OwnerId>,
    /// Groups that come.
    groups: Vec<OwnerId>,
    /// Rules that come, or move to another block.
    come: Vec<OwnerId>,
}

impl<'m, 'c> Mix<'m, 'c> {
    pub fn score(mut self) -> Option<Score> {
        let keys = [self.merging.origin(false, self.edits), self.merging.origin(true, self.edits)];
        let find = |rules: &TypedRules, name: &str| rules.scores.iter().find(|score| score.name == name).cloned();
        let of = |key: &Option<Key>| key.as_ref().and_then(|key| find(self.merging.rules_of(key)?, self.name));
        let sides = [of(&keys[0]), of(&keys[1])];
        match (keys, sides) {
            ([Some(old_key), Some(new_key)], [Some(old), Some(new)]) => self.mixed((&old_key, &old), (&new_key, &new)),
            ([Some(key), _], [Some(score), None]) | ([_, Some(key)], [None, Some(score)]) => self.alone(&key, &score),
            _ => None,
        }
    }

    /// A score that only one version has.
    fn alone(&mut self, key: &Key, score: &Score) -> Option<Score> {
        let mut made = self.settings(key, score)?;
        made.body = self.block([(key, score); 2], &score.body, &Doings::default(), &mut BTreeMap::new())?;
        Some(made)
    }

    fn mixed(&mut self, old: (&Key, &Score), new: (&Key, &Score)) -> Option<Score> {
        let doings = self.doings();
        let from = if doings.is_score_new { new } else { old };
        let mut made = self.settings(from.0, from.1)?;
        let mut more = self.more(new, &doings)?;
        let body = self.block([old, new], &old.1.body, &doings, &mut more)?;
        made.body = self.frame_of(old, new, &old.1.body, &doings)?;
        made.body.items = body.items;
        Some(made)
    }

    /// What the edits do to the score.
    fn doings(&self) -> Doings {
        let mut doings = Doings::default();
        for (number, edit) in self.merging.edits.changes.iter().enumerate() {
            if self.edits & (1 << number) == 0 {
                continue;
            }
            let all = edit.iter().map(|at| &self.merging.base.found.changes[*at]);
            for change in all.filter(|change| change.score.as_deref() == Some(self.name)) {
                doings.add(change);
            }
        }
        doings
    }

    /// A score without what is in it.
    fn settings(&mut self, key: &Key, of: &Score) -> Option<Score> {
        let empty = Block { items: Vec::new(), ..of.body.clone() };
        let mut made = Score { body: empty, ..of.clone() };
        let edits = self.edits;
        let is_whole = self.merging.walk(key, of.kind, edits, |walk| {
            walk.frame(&mut made.body);
            for one in &mut made.overrides {
                walk.expr(&mut one.to);
                walk.cond(&mut one.when);
            }
            made.tier_overrides.iter_mut().for_each(|one| walk.cond(&mut one.when));
        });
        made.kind = self.merging.kind(key, of.kind);
        is_whole.then_some(made)
    }

    /// What comes into each block: groups with what comes into them, and rules.
    fn more(&mut self, new: (&Key, &Score), doings: &Doings) -> Option<BTreeMap<At, Vec<Item>>> {
        let mut parents = BTreeMap::new();
        parents_of(&new.1.body, &mut parents);
        let place = |owner: &OwnerId| {
            let mut at = *parents.get(owner)?;
            loop {
                if let Some((old, _)) = self.merging.base.found.blocks.iter().find(|(_, new)| *new == at) {
                    return Some(At::Old(*old));
                }
                if doings.groups.contains(&at) {
                    return Some(At::New(at));
                }
                at = *parents.get(&at)?;
            }
        };
        let mut more: BTreeMap<At, Vec<Item>> = BTreeMap::new();
        let places: Vec<_> = doings.come.iter().map(|owner| (*owner, place(owner))).collect();
        let groups: Vec<_> = doings.groups.iter().map(|owner| (*owner, place(owner))).collect();
        for (owner, at) in places {
            let rule = find_rule(&new.1.body, owner)?;
            let rule = self.rule(new, rule)?;
            more.entry(at?).or_default().push(Item::Rule(rule));
        }
        // Inner groups come after those around them, so from the end each is complete when its turn comes.
        for (owner, at) in groups.into_iter().rev() {
            let group = find_block(&new.1.body, owner)?;
            let mut made = self.frame(new, group)?;
            made.items = more.remove(&At::New(owner)).unwrap_or_default();
            more.entry(at?).or_default().push(Item::Group(made));
        }
        Some(more)
    }

    /// The items of a block of the old version, edited.
    fn block(
        &mut self,
        sides: [(&Key, &Score); 2],
        block: &Block,
        doings: &Doings,
        more: &mut BTreeMap<At, Vec<Item>>,
    ) -> Option<Block> {
        let mut items = Vec::new();
        for item in &block.items {
            match item {
                Item::Rule(rule) if doings.go.contains(&rule.owner) => {}
                Item::Rule(rule) => items.push(Item::Rule(self.rule_of(sides, rule, doings)?)),
                Item::Group(group) => {
                    let made = self.block(sides, group, doings, more)?;
                    if doings.go.contains(&group.owner) {
                        items.extend(made.items);
                    } else {
                        items.push(Item::Group(made));
                    }
                }
            }
        }
        items.extend(more.remove(&At::Old(block.owner)).unwrap_or_default());
        let mut made = match doings.turn.get(&block.owner) {
            Some(owner) => self.frame(sides[1], find_block(&sides[1].1.body, *owner)?)?,
            None => self.frame(sides[0], block)?,
        };
        made.items = items;
        Some(made)
    }

    fn frame_of(&mut self, old: (&Key, &Score), new: (&Key, &Score), block: &Block, doings: &Doings) -> Option<Block> {
        if doings.is_score_new { self.frame(new, &new.1.body) } else { self.frame(old, block) }
    }

    fn frame(&mut self, (key, score): (&Key, &Score), of: &Block) -> Option<Block> {
        let mut made = Block {
            owner: of.owner,
            items: Vec::new(),
            when: of.when.clone(),
            factors: of.factors.clone(),
            up_to: of.up_to,
            down_to: of.down_to,
            decay: of.decay.clone(),
        };
        let edits = self.edits;
        self.merging.walk(key, score.kind, edits, |walk| walk.frame(&mut made)).then_some(made)
    }

    fn rule_of(&mut self, sides: [(&Key, &Score); 2], rule: &Rule, doings: &Doings) -> Option<Rule> {
        match doings.turn.get(&rule.owner) {
            Some(owner) => self.rule(sides[1], find_rule(&sides[1].1.body, *owner)?),
            None => self.rule(sides[0], rule),
        }
    }

    fn rule(&mut self, (key, score): (&Key, &Score), rule: &Rule) -> Option<Rule> {
        let mut made = rule.clone();
        let edits = self.edits;
        self.merging.walk(key, score.kind, edits, |walk| walk.rule(&mut made)).then_some(made)
    }
}

impl Doings {
    fn add(&mut self, change: &Change) {
        let is_moved = change.details.iter().any(|detail| detail.aspect == Aspect::Place);
        match (change.what, change.kind, change.owners) {
            (What::Score, Kind::Changed, _) => self.is_score_new = true,
            (What::Group, Kind::Added, (_, Some(new))) => self.groups.push(new),
            (What::Rule, Kind::Added, (_, Some(new))) => self.come.push(new),
            (_, Kind::Removed, (Some(old), _)) => self.go.push(old),
            (What::Rule, Kind::Changed, (Some(old), Some(new))) if is_moved => {
                self.go.push(old);
                self.come.push(new);
            }
            (_, Kind::Changed, (Some(old), Some(new))) => {
                self.turn.insert(old, new);
            }
            _ => {}
        }
    }
}

/// For each rule and group the block it stands in.
fn parents_of(block: &Block, parents: &mut BTreeMap<OwnerId, OwnerId>) {
    for item in &block.items {
        match item {
            Item::Rule(rule) => {
                parents.insert(rule.owner, block.owner);
            }
            Item::Group(group) => {
                parents.insert(group.owner, block.owner);
                parents_of(group, parents);
            }
        }
    }
}

fn find_rule(block: &Block, owner: OwnerId) -> Option<&Rule> {
    block.items.iter().find_map(|item| match item {
        Item::Rule(rule) => (rule.owner == owner).then_some(rule),
        Item::Group(group) => find_rule(group, owner),
    })
}

fn find_block(block: &Block, owner: OwnerId) -> Option<&Block> {
    if block.owner == owner {
        return Some(block);
    }
    block.items.iter().find_map(|item| match item {
        Item::Rule(_) => None,
        Item::Group(group) => find_block(group, owner),
    })
}
