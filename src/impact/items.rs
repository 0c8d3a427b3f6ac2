//! What a version comes to: scores, labels and segments, and which edits each of them depends on.

use super::declare::Ids;
use super::edits::{Edits, Set};
use super::walk::{Refs, Walk};
use crate::compare::{Change, What};
use crate::typed::check::Checked;
use crate::typed::{Block, Item as BlockItem, LabelId, ListId, ScoreId, SegmentId, TableId, TierId, TypedRules};
use crate::values::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A score, label or segment, by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A score with its tiers.
    Score(String),
    /// A label.
    Label(String),
    /// A segment.
    Segment(String),
}

impl Item {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Item::Score(name) | Item::Label(name) | Item::Segment(name) => name,
        }
    }

    /// The word for what it is.
    pub fn word(&self) -> &'static str {
        match self {
            Item::Score(_) => "score",
            Item::Label(_) => "label",
            Item::Segment(_) => "segment",
        }
    }
}

/// All items of a version with their places in its tables, in file order.
pub(super) fn items(rules: &TypedRules) -> Vec<(Item, usize)> {
    let scores = rules.scores.iter().map(|score| Item::Score(score.name.clone())).enumerate();
    let labels = rules.labels.iter().map(|label| Item::Label(label.name.clone())).enumerate();
    let segments = rules.segments.iter().map(|segment| Item::Segment(segment.name.clone())).enumerate();
    scores.chain(labels).chain(segments).map(|(at, item)| (item, at)).collect()
}

/// What an item asks for.
#[derive(Debug, Default)]
pub(super) struct Asks {
    pub items: BTreeSet<Item>,
    pub lists: BTreeSet<String>,
    pub tables: BTreeSet<String>,
    /// All it says, with the places of what it says: equal for equal texts.
    pub said: String,
}

/// Gathers what a tree asks for, and leaves the tree as it is.
struct Asked<'r> {
    rules: &'r TypedRules,
    asks: Asks,
}

impl Refs for Asked<'_> {
    fn score(&mut self, score: ScoreId) -> ScoreId {
        self.asks.items.insert(Item::Score(self.rules.scores[score.0 as usize].name.clone()));
        score
    }

    fn tier(&mut self, _: ScoreId, tier: TierId) -> TierId {
        tier
    }

    fn label(&mut self, label: LabelId) -> LabelId {
        self.asks.items.insert(Item::Label(self.rules.labels[label.0 as usize].name.clone()));
        label
    }

    fn segment(&mut self, segment: SegmentId) -> SegmentId {
        self.asks.items.insert(Item::Segment(self.rules.segments[segment.0 as usize].name.clone()));
        segment
    }

    fn list(&mut self, list: ListId) -> ListId {
        let list_of = &self.rules.lists[list.0 as usize];
        self.asks.lists.extend(list_of.name.clone());
        // What a list in place holds may come from a param.
        self.asks.said.push_str(&format!("{:?}", list_of.values));
        list
    }

    fn table(&mut self, table: TableId) -> TableId {
        self.asks.tables.insert(self.rules.tables[table.0 as usize].name.clone());
        table
    }
}

/// What an item of a version asks for; nothing where the version does not have it.
pub(super) fn asks(rules: &TypedRules, ids: &Ids, item: &Item) -> Asks {
    let mut asked = Asked { rules, asks: Asks::default() };
    let said = match item {
        Item::Score(name) => rules.scores.iter().find(|score| score.name == *name).map(|score| {
            let mut walk = Walk { ids, refs: &mut asked, kind: score.kind };
            let mut copy = score.clone();
            block(&mut walk, &mut copy.body);
            for one in &mut copy.overrides {
                walk.expr(&mut one.to);
                walk.cond(&mut one.when);
            }
            copy.tier_overrides.iter_mut().for_each(|one| walk.cond(&mut one.when));
            format!("{score:?}")
        }),
        Item::Label(name) => rules.labels.iter().find(|label| label.name == *name).map(|label| {
            let mut walk = Walk { ids, refs: &mut asked, kind: label.kind };
            walk.expr(&mut label.value.clone());
            format!("{label:?}")
        }),
        Item::Segment(name) => rules.segments.iter().find(|segment| segment.name == *name).map(|segment| {
            let mut walk = Walk { ids, refs: &mut asked, kind: segment.kind };
            walk.cond(&mut segment.when.clone());
            format!("{segment:?}")
        }),
    };
    let mut asks = asked.asks;
    asks.said.push_str(&said.unwrap_or_default());
    asks
}

fn block(walk: &mut Walk<'_>, of: &mut Block) {
    walk.frame(of);
    for item in &mut of.items {
        match item {
            BlockItem::Rule(rule) => walk.rule(rule),
            BlockItem::Group(group) => block(walk, group),
        }
    }
}

/// What `exclude` and `ignore` ask for.
pub(super) fn asks_of_world(rules: &TypedRules, ids: &Ids) -> Asks {
    let mut asked = Asked { rules, asks: Asks::default() };
    let mut walk = Walk { ids, refs: &mut asked, kind: crate::typed::KindId(0) };
    rules.excludes.iter().for_each(|exclude| walk.cond(&mut exclude.when.clone()));
    rules.ignores.iter().for_each(|ignore| walk.phrase(&mut ignore.phrase.clone()));
    let whens: Vec<_> = rules.excludes.iter().map(|exclude| &exclude.when).collect();
    let phrases: Vec<_> = rules.ignores.iter().map(|ignore| &ignore.phrase).collect();
    asked.asks.said.push_str(&format!("{whens:?}{phrases:?}"));
    asked.asks
}

/// A version with its ids, as dependencies are asked of it.
pub(super) struct Side<'c> {
    pub checked: &'c Checked,
    pub rules: &'c TypedRules,
    pub ids: &'c Ids,
    /// Params whose values differ, with those of the other version.
    pub other_params: &'c [(String, Value)],
}

impl Side<'_> {
    /// The params among those that differ that what is asked depends on: another value makes it say something else.
    pub fn params(&self, ask: impl Fn(&TypedRules) -> String) -> Vec<String> {
        let said = ask(self.rules);
        let differs = |set: &(String, Value)| {
            let again = self.checked.with_params(std::slice::from_ref(set)).rules;
            again.is_none_or(|again| ask(&again) != said)
        };
        self.other_params.iter().filter(|set| differs(set)).map(|(name, _)| name.clone()).collect()
    }
}

/// For each item of either version the edits that it depends on, through what it reads too.
pub(super) fn relevant(sides: &[Side<'_>; 2], changes: &[Change], edits: &Edits) -> BTreeMap<Item, Set> {
    let mut own: BTreeMap<Item, (Set, BTreeSet<Item>)> = BTreeMap::new();
    for side in sides {
        for (item, _) in items(side.rules) {
            let asks = asks(side.rules, side.ids, &item);
            let params = side.params(|rules| self::asks(rules, side.ids, &item).said);
            let touches = |change: &Change| match change.what {
                What::List => asks.lists.contains(&change.id),
                What::Table => asks.tables.contains(&change.id),
                What::Param => params.contains(&change.id),
                What::Label => item == Item::Label(change.id.clone()),
                What::Segment => item == Item::Segment(change.id.clone()),
                _ => matches!(&item, Item::Score(name) if change.score.as_ref() == Some(name)),
            };
            let set = edits.set_of(changes, touches);
            let entry = own.entry(item).or_default();
            entry.0 |= set;
            entry.1.extend(asks.items);
        }
    }
    closed(own, edits.world)
}

/// Each item with the edits of all that it reads.
fn closed(own: BTreeMap<Item, (Set, BTreeSet<Item>)>, world: Set) -> BTreeMap<Item, Set> {
    let mut all: BTreeMap<Item, Set> = own.iter().map(|(item, (set, _))| (item.clone(), *set | world)).collect();
    loop {
        let mut is_changed = false;
        for (item, (_, reads)) in &own {
            let below = reads.iter().filter_map(|read| all.get(read)).fold(0, |set, of| set | of);
            let set = all.entry(item.clone()).or_default();
            is_changed |= *set | below != *set;
            *set |= below;
        }
        if !is_changed {
            return all;
        }
    }
}
