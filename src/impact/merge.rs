//! Two versions and those between them as one set of rules: versions of a score stand beside each other under names of
//! their own, so that lowering makes one of all that is equal in them.

use super::choices::Choices;
use super::declare::{Ids, join};
use super::edits::{EDITS_MAX, Edits, Set};
use super::items::{Asks, Item, Side, asks_of_world, items, relevant};
use super::mixed::Mix;
use super::resolve::Resolve;
use super::walk::Walk;
use crate::compare::{Change, Comparison, What, changed_params};
use crate::plan::First;
use crate::typed::check::Checked;
use crate::typed::*;
use crate::values::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Versions of one item that are tried at most, besides the two that were given.
const VERSIONS_MAX: usize = 256;
/// Rules that all these versions have at most.
const RULES_MAX: usize = 200_000;

/// Checked rules of one version, under some values of params, with what their ids are in the merged rules.
pub(super) struct Origin {
    pub rules: TypedRules,
    ids: Ids,
    pub lists: Vec<ListId>,
    pub tables: Vec<TableId>,
}

/// Which version, and the edited params (by their place) that have their new value.
pub(super) type OriginKey = (bool, Vec<bool>);

/// Whether an item is of the old world or the new one, and its place in that world's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// 0: `exclude` and `ignore` of the old version hold; 1: those of the new one.
    pub world: usize,
    /// In the table of its kind.
    pub id: u32,
}

/// Which versions of an item between the two were made ready.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// Of up to so many edits all sets are there, but for those that make no program.
    pub sizes: usize,
    /// These sets, smaller ones first.
    pub sets: Vec<Set>,
    /// The sets that lack one edit.
    pub but_one: Vec<Set>,
}

/// The versions, ready to be lowered.
pub struct Merged {
    /// By world: the old one, and where `exclude` or `ignore` were edited, the new one.
    pub worlds: Vec<(TypedRules, First)>,
    /// The edits.
    pub edits: Edits,
    /// By item: the edits it depends on.
    pub relevant: BTreeMap<Item, Set>,
    /// By item: what was made ready beside the versions with no edit and with all.
    pub tried: BTreeMap<Item, Tried>,
    places: BTreeMap<(Item, Set), Option<Place>>,
    /// In which version an item is, without edits and with all of them.
    known: [BTreeSet<Item>; 2],
    gone: BTreeMap<Item, Set>,
}

impl Merged {
    /// Where an item stands in the version that has these edits; none where it has no such item.
    pub fn place(&self, item: &Item, edits: Set) -> Option<Place> {
        let is_there = match (self.known[0].contains(item), self.known[1].contains(item)) {
            (true, true) => true,
            (is_old, _) => (edits & self.gone.get(item).copied().unwrap_or(0) == 0) == is_old,
        };
        let edits = edits & self.relevant.get(item).copied().unwrap_or(0);
        self.places.get(&(item.clone(), edits)).copied().flatten().filter(|_| is_there)
    }

    /// Whether the version of an item with these edits was made ready.
    pub fn has(&self, item: &Item, edits: Set) -> bool {
        let edits = edits & self.relevant.get(item).copied().unwrap_or(0);
        matches!(self.places.get(&(item.clone(), edits)), Some(Some(_)))
    }
}

/// Puts two versions and those between them together. None where one reading of the records cannot serve both, or where
/// there are more edits than can be told apart.
pub fn merge(old: &Checked, new: &Checked, found: &Comparison) -> Option<Merged> {
    let (old_rules, new_rules) = (old.rules.as_ref()?, new.rules.as_ref()?);
    let is_read_otherwise = |change: &Change| matches!(change.what, What::Timezone | What::Record | What::Activity);
    if found.changes.iter().any(is_read_otherwise) {
        return None;
    }
    let mut base = empty(old_rules);
    let ids = [join(&mut base, old_rules)?, join(&mut base, new_rules)?];
    let params = changed_params(old_rules, new_rules);
    let to_new: Vec<(String, Value)> = params.iter().filter_map(|(name, _)| value_of(new_rules, name)).collect();
    let sides = [
        Side { checked: old, rules: old_rules, ids: &ids[0], other_params: &to_new },
        Side { checked: new, rules: new_rules, ids: &ids[1], other_params: &params },
    ];
    let world = sides.each_ref().map(|side| (asks_of_world(side.rules, side.ids), world_params(side)));
    let is_world = |change: &Change| world.iter().any(|(asks, params)| decides_world(change, asks, params));
    let edits = Edits::of(&found.changes, is_world);
    if edits.changes.len() > EDITS_MAX {
        return None;
    }
    let relevant = relevant(&sides, &found.changes, &edits);
    let known = [old_rules, new_rules].map(|rules| items(rules).into_iter().map(|(item, _)| item).collect());
    let gone = gone(&found.changes, &edits);
    let base = Base { old, new, found, params, to_new, base };
    let mut merging = Merging::new(&base, edits, relevant);
    merging.all(&known);
    Some(merging.finish(known, gone))
}

/// Two versions that cannot be put together, or whose edits are not to be told apart: a world each, read on its own.
pub fn apart(old: &Checked, new: &Checked, found: &Comparison) -> Option<Merged> {
    let rules = [old.rules.as_ref()?, new.rules.as_ref()?];
    let mut places = BTreeMap::new();
    for (world, rules) in rules.iter().enumerate() {
        for (item, at) in items(rules) {
            let id = u32::try_from(at).expect("the checker bounds the size of programs");
            places.insert((item, world as Set), Some(Place { world, id }));
        }
    }
    let whole = |rules: &TypedRules| {
        let (scores, labels, segments) = (rules.scores.len(), rules.labels.len(), rules.segments.len());
        (rules.clone(), First { scores, labels, segments })
    };
    let known = rules.map(|rules| items(rules).into_iter().map(|(item, _)| item).collect::<BTreeSet<_>>());
    let all = known[0].union(&known[1]);
    Some(Merged {
        worlds: rules.iter().map(|rules| whole(rules)).collect(),
        edits: Edits { changes: vec![(0..found.changes.len()).collect()], world: 1 },
        relevant: all.clone().map(|item| (item.clone(), 1)).collect(),
        tried: BTreeMap::new(),
        places,
        gone: all.map(|item| (item.clone(), 1)).collect(),
        known,
    })
}

fn value_of(rules: &TypedRules, name: &str) -> Option<(String, Value)> {
    rules.params.iter().find(|param| param.name == name).map(|param| (param.name.clone(), param.value.clone()))
}

fn world_params(side: &Side<'_>) -> Vec<String> {
    side.params(|rules| asks_of_world(rules, side.ids).said)
}

fn decides_world(change: &Change, asks: &Asks, params: &[String]) -> bool {
    match change.what {
        What::Exclude | What::Ignore => true,
        What::List => asks.lists.contains(&change.id),
        What::Table => asks.tables.contains(&change.id),
        What::Param => params.contains(&change.id),
        _ => false,
    }
}

/// Scores, labels and segments that only one version has, each with the edit that brings or takes it.
fn gone(changes: &[Change], edits: &Edits) -> BTreeMap<Item, Set> {
    let whole = changes.iter().filter(|change| change.kind != crate::compare::Kind::Changed);
    let item = |change: &Change| match change.what {
        What::Score => Some(Item::Score(change.id.clone())),
        What::Label => Some(Item::Label(change.id.clone())),
        What::Segment => Some(Item::Segment(change.id.clone())),
        _ => None,
    };
    let set = |of: &Change| edits.set_of(changes, |change| change == of);
    whole.filter_map(|change| item(change).map(|item| (item, set(change)))).collect()
}

/// Rules without anything in them, in the zone of these.
fn empty(rules: &TypedRules) -> TypedRules {
    TypedRules {
        kinds: Vec::new(),
        activity_types: Vec::new(),
        activity_fields: Vec::new(),
        activities_declared: false,
        params: Vec::new(),
        lists: Vec::new(),
        tables: Vec::new(),
        ignores: Vec::new(),
        excludes: Vec::new(),
        owners: Vec::new(),
        scores: Vec::new(),
        score_order: Vec::new(),
        labels: Vec::new(),
        segments: Vec::new(),
        asserts: Vec::new(),
        tests: Vec::new(),
        zone: rules.zone.clone(),
    }
}

/// What everything is made from.
pub(super) struct Base<'c> {
    old: &'c Checked,
    new: &'c Checked,
    pub found: &'c Comparison,
    /// Edited params, with their old values.
    params: Vec<(String, Value)>,
    /// The same with their new values.
    to_new: Vec<(String, Value)>,
    base: TypedRules,
}

/// Items of one world.
#[derive(Default)]
pub(super) struct World {
    pub scores: Vec<Score>,
    labels: Vec<Label>,
    segments: Vec<Segment>,
    first: First,
}

pub(super) struct Merging<'c> {
    pub base: &'c Base<'c>,
    pub edits: Edits,
    relevant: BTreeMap<Item, Set>,
    /// Tables that grow with each origin: owners, lists, tables.
    tables: TypedRules,
    pub origins: BTreeMap<OriginKey, Option<Origin>>,
    pub worlds: Vec<World>,
    places: BTreeMap<(Item, Set), Option<Place>>,
    /// What is being made: an item that asks for itself has no version with these edits.
    open: BTreeSet<(Item, Set)>,
    tried: BTreeMap<Item, Tried>,
    n_rules: usize,
}

impl<'c> Merging<'c> {
    fn new(base: &'c Base<'c>, edits: Edits, relevant: BTreeMap<Item, Set>) -> Merging<'c> {
        let worlds = if edits.world == 0 { 1 } else { 2 };
        Merging {
            base,
            edits,
            relevant,
            tables: base.base.clone(),
            origins: BTreeMap::new(),
            worlds: (0..worlds).map(|_| World::default()).collect(),
            places: BTreeMap::new(),
            open: BTreeSet::new(),
            tried: BTreeMap::new(),
            n_rules: 0,
        }
    }

    /// Both versions as given, then those between them, smaller sets of edits first.
    fn all(&mut self, known: &[BTreeSet<Item>; 2]) {
        let all = self.edits.all();
        let versions = [(self.base.old, 0), (self.base.new, all)];
        for (checked, edits) in versions {
            let Some(rules) = &checked.rules else { continue };
            for score in &rules.score_order {
                self.item(&Item::Score(rules.scores[score.0 as usize].name.clone()), edits);
            }
            for (item, _) in items(rules) {
                self.item(&item, edits);
            }
        }
        for world in &mut self.worlds {
            let (scores, labels, segments) = (world.scores.len(), world.labels.len(), world.segments.len());
            world.first = First { scores, labels, segments };
        }
        for item in known[0].union(&known[1]) {
            let tried = self.between(item);
            self.tried.insert(item.clone(), tried);
        }
    }

    /// Makes the versions of an item between the two ready: those with one edit, with two and so on, each size as a
    /// whole or not at all, then those that lack one edit.
    fn between(&mut self, item: &Item) -> Tried {
        let of = self.relevant[item];
        let numbers: Vec<usize> = Edits::numbers(of).collect();
        let mut tried = Tried { sizes: 0, sets: Vec::new(), but_one: Vec::new() };
        let rules = |item: &Item, this: &Self| match (item, this.place_of(item, 0).or(this.place_of(item, of))) {
            (Item::Score(_), Some(place)) => n_rules(&this.worlds[place.world].scores[place.id as usize].body),
            _ => 1,
        };
        let n_rules_each = rules(item, self).max(1);
        let mut room = VERSIONS_MAX.min(RULES_MAX.saturating_sub(self.n_rules) / n_rules_each);
        for size in 1..numbers.len() {
            let sets: Vec<Set> = Choices::new(numbers.clone(), size).take(room + 1).collect();
            if sets.len() > room {
                break;
            }
            room -= sets.len();
            self.n_rules += sets.len() * n_rules_each;
            tried.sets.extend(sets.into_iter().filter(|set| self.item(item, *set).is_some()));
            tried.sizes = size;
        }
        if tried.sizes > 0 {
            let but_one = numbers.iter().map(|number| of & !(1 << number));
            tried.but_one = but_one.filter(|set| self.item(item, *set).is_some()).collect();
        }
        tried
    }

    fn place_of(&self, item: &Item, edits: Set) -> Option<Place> {
        self.places.get(&(item.clone(), edits)).copied().flatten()
    }

    fn finish(mut self, known: [BTreeSet<Item>; 2], gone: BTreeMap<Item, Set>) -> Merged {
        let mut worlds = Vec::new();
        for (at, world) in std::mem::take(&mut self.worlds).into_iter().enumerate() {
            let (excludes, ignores) = self.facts(at == 1);
            let order = (0u32..).map(ScoreId).take(world.scores.len()).collect();
            let World { scores, labels, segments, first } = world;
            let rules =
                TypedRules { scores, score_order: order, labels, segments, excludes, ignores, ..empty(&self.tables) };
            worlds.push((rules, first));
        }
        for (rules, _) in &mut worlds {
            let tables = self.tables.clone();
            rules.kinds = tables.kinds;
            rules.activity_types = tables.activity_types;
            rules.activity_fields = tables.activity_fields;
            rules.activities_declared = tables.activities_declared;
            rules.owners = tables.owners;
            rules.lists = tables.lists;
            rules.tables = tables.tables;
        }
        let Merging { edits, relevant, places, tried, .. } = self;
        Merged { worlds, edits, relevant, tried, places, known, gone }
    }

    /// What is excluded and ignored in a version.
    fn facts(&mut self, is_new: bool) -> (Vec<Exclude>, Vec<Ignore>) {
        let edits = if is_new { self.edits.all() } else { 0 };
        let Some(key) = self.origin(is_new, edits) else { return Default::default() };
        let Some(Some(origin)) = self.origins.get(&key) else { return Default::default() };
        let (mut excludes, mut ignores) = (origin.rules.excludes.clone(), origin.rules.ignores.clone());
        for exclude in &mut excludes {
            self.walk(&key, KindId(0), edits, |walk| walk.cond(&mut exclude.when));
        }
        for ignore in &mut ignores {
            self.walk(&key, KindId(0), edits, |walk| walk.phrase(&mut ignore.phrase));
        }
        (excludes, ignores)
    }

    /// The rules of a version under the params that a set of edits gives; none where they do not check.
    pub fn origin(&mut self, is_new: bool, edits: Set) -> Option<OriginKey> {
        let base = self.base;
        let changes = &base.found.changes;
        let is_set = |(name, _): &(String, Value)| {
            edits & self.edits.set_of(changes, |change| change.what == What::Param && change.id == *name) != 0
        };
        let key = (is_new, base.params.iter().map(is_set).collect::<Vec<bool>>());
        if !self.origins.contains_key(&key) {
            let checked = if is_new { base.new } else { base.old };
            let is_as_given = key.1.iter().all(|set| *set == is_new);
            let sides = [&base.params, &base.to_new];
            let sets = || key.1.iter().enumerate().map(|(at, set)| sides[usize::from(*set)][at].clone());
            let rules = if is_as_given {
                checked.rules.clone()
            } else {
                checked.with_params(&sets().collect::<Vec<_>>()).rules
            };
            let origin = rules.and_then(|rules| self.enter(rules));
            self.origins.insert(key.clone(), origin);
        }
        self.origins.get(&key)?.as_ref().map(|_| key)
    }

    pub fn rules_of(&self, key: &OriginKey) -> Option<&TypedRules> {
        self.origins.get(key)?.as_ref().map(|origin| &origin.rules)
    }

    /// Adds an origin's owners, lists and tables; equal lists and tables are one.
    fn enter(&mut self, rules: TypedRules) -> Option<Origin> {
        let mut ids = join(&mut self.tables, &rules)?;
        ids.owners = u32::try_from(self.tables.owners.len()).ok()?;
        self.tables.owners.extend(rules.owners.iter().cloned());
        let lists = rules.lists.iter().map(|list| {
            let found = self.tables.lists.iter().position(|known| known.values == list.values && known.ty == list.ty);
            ListId(place(found, &mut self.tables.lists, list))
        });
        let lists = lists.collect();
        let tables = rules.tables.iter().map(|table| {
            let is_same = |known: &Table| {
                known.rows == table.rows && known.key_types == table.key_types && known.value_type == table.value_type
            };
            let found = self.tables.tables.iter().position(is_same);
            TableId(place(found, &mut self.tables.tables, table))
        });
        let tables = tables.collect();
        Some(Origin { rules, ids, lists, tables })
    }

    /// Walks over a part of an origin, for a version with these edits; whether all it asks for has such a version.
    pub fn walk(&mut self, key: &OriginKey, kind: KindId, edits: Set, walk: impl FnOnce(&mut Walk<'_>)) -> bool {
        let Some(Some(origin)) = self.origins.get(key) else { return false };
        let ids = origin.ids.clone();
        let mut refs = Resolve { merging: self, key, edits, is_whole: true };
        walk(&mut Walk { ids: &ids, refs: &mut refs, kind });
        refs.is_whole
    }

    pub fn kind(&self, key: &OriginKey, kind: KindId) -> KindId {
        self.origins.get(key).and_then(Option::as_ref).map_or(kind, |origin| origin.ids.kind(kind))
    }

    /// The version of an item with some edits, made where it is not there yet.
    pub fn item(&mut self, item: &Item, edits: Set) -> Option<Place> {
        let edits = edits & self.relevant.get(item).copied().unwrap_or(0);
        let key = (item.clone(), edits);
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        if !self.open.insert(key.clone()) {
            return None;
        }
        let place = match item {
            Item::Score(name) => self.score(name, edits),
            Item::Label(name) => self.label(name, edits),
            Item::Segment(name) => self.segment(name, edits),
        };
        self.open.remove(&key);
        self.places.insert(key, place);
        place
    }

    pub fn world(&self, edits: Set) -> usize {
        usize::from(edits & self.edits.world != 0)
    }

    fn score(&mut self, name: &str, edits: Set) -> Option<Place> {
        let score = Mix { merging: self, name, edits }.score()?;
        let world = self.world(edits);
        let id = next(&self.worlds[world].scores);
        self.worlds[world].scores.push(score);
        Some(Place { world, id })
    }

    /// Whether a label or segment is that of the new version.
    fn is_new(&self, what: What, name: &str, edits: Set) -> bool {
        let is_its = |change: &Change| change.what == what && change.id == name;
        edits & self.edits.set_of(&self.base.found.changes, is_its) != 0
    }

    /// The origin of a label or segment: the version that is meant, or the only one that has it.
    fn origin_of(
        &mut self,
        what: What,
        edits: Set,
        name: &str,
        has: impl Fn(&TypedRules) -> bool,
    ) -> Option<OriginKey> {
        let is_new = self.is_new(what, name, edits);
        for is_new in [is_new, !is_new] {
            let Some(key) = self.origin(is_new, edits) else { continue };
            if self.rules_of(&key).is_some_and(&has) {
                return Some(key);
            }
        }
        None
    }

    fn label(&mut self, name: &str, edits: Set) -> Option<Place> {
        let find = |rules: &TypedRules| rules.labels.iter().find(|label| label.name == name).cloned();
        let key = self.origin_of(What::Label, edits, name, |rules| find(rules).is_some())?;
        let mut label = self.rules_of(&key).and_then(find)?;
        if !self.walk(&key, label.kind, edits, |walk| walk.expr(&mut label.value)) {
            return None;
        }
        label.kind = self.kind(&key, label.kind);
        let world = self.world(edits);
        let id = next(&self.worlds[world].labels);
        self.worlds[world].labels.push(label);
        Some(Place { world, id })
    }

    fn segment(&mut self, name: &str, edits: Set) -> Option<Place> {
        let find = |rules: &TypedRules| rules.segments.iter().find(|segment| segment.name == name).cloned();
        let key = self.origin_of(What::Segment, edits, name, |rules| find(rules).is_some())?;
        let mut segment = self.rules_of(&key).and_then(find)?;
        if !self.walk(&key, segment.kind, edits, |walk| walk.cond(&mut segment.when)) {
            return None;
        }
        segment.kind = self.kind(&key, segment.kind);
        let world = self.world(edits);
        let id = next(&self.worlds[world].segments);
        self.worlds[world].segments.push(segment);
        Some(Place { world, id })
    }

    /// Which list or table a name of an origin means under some edits: by name, that of the version whose edit is made.
    pub fn named<T>(
        &mut self,
        key: &OriginKey,
        edits: Set,
        (what, name): (What, &str),
        find: impl Fn(&Origin) -> Option<T>,
    ) -> Option<T> {
        let edit = self.edits.set_of(&self.base.found.changes, |change| change.what == what && change.id == name);
        if edit == 0 {
            return None;
        }
        let is_new = edits & edit != 0;
        if is_new == key.0 {
            return None;
        }
        let other = self.origin(is_new, edits)?;
        self.origins.get(&other).and_then(Option::as_ref).and_then(find)
    }
}

/// Where a list or table stands: where its like does, or at the end.
fn place<T: Clone>(found: Option<usize>, table: &mut Vec<T>, one: &T) -> u32 {
    let place = found.unwrap_or_else(|| {
        table.push(one.clone());
        table.len() - 1
    });
    u32::try_from(place).expect("the checker bounds the size of programs")
}

fn next<T>(table: &[T]) -> u32 {
    u32::try_from(table.len()).expect("versions are bounded")
}

fn n_rules(block: &Block) -> usize {
    let n = |item: &crate::typed::Item| match item {
        crate::typed::Item::Rule(_) => 1,
        crate::typed::Item::Group(group) => n_rules(group),
    };
    block.items.iter().map(n).sum()
}
