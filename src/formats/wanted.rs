//! Which parts of a record are wanted, as a tree that a reader follows while it passes over the record once.

use super::raw_record::{Found, RawRecord};
use super::way::{Own, Step};
use super::{FieldFrom, FirstOf, RecordSource, SourceOf, Spelling, TypeFrom, Way};
use crate::records::{FieldLayout, Layout};
use std::collections::BTreeMap;
use std::ops::Range;

/// The parts of a source's records that matter, each in one slot or, where there are several ways to it, in several in
/// the order in which they count.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// By slot.
    pub(super) ways: Vec<Way>,
    nodes: Vec<Node>,
    /// The id of a record, what leads to an activity's contact, or the old id of a merged contact.
    pub(super) identity: Range<usize>,
    /// An activity's type, where a field holds it.
    pub(super) ty: Range<usize>,
    /// An activity's time.
    pub(super) at: Range<usize>,
    /// An activity's own id, or the new id of a merged contact.
    pub(super) other_id: Range<usize>,
    /// The fields that are used, of the kind or of activities.
    pub(super) fields: Vec<WantedField>,
    /// Fields of the contact that stand in activities.
    pub(super) facts: Vec<WantedField>,
    /// Fields of contacts by which activities find them, parallel to the source's joins.
    pub(super) joins: Vec<Range<usize>>,
    /// Parallel to the source's conditions.
    pub(super) only: Vec<Range<usize>>,
    /// Parallel to the source's exceptions.
    pub(super) except: Vec<Range<usize>>,
    /// The lists to unfold.
    pub(super) each: Vec<Way>,
    /// Texts that hold JSON.
    pub(super) json_texts: Vec<Way>,
    /// Slots of the name of the file.
    of_file: Vec<usize>,
    /// Whether one pass without keeping the record finds everything.
    pub(super) is_plain: bool,
}

/// A field and where it was put.
#[derive(Clone, Debug)]
pub(super) struct WantedField {
    /// Its id in its kind, or among the fields of activities.
    pub(super) field: usize,
    pub(super) slots: Range<usize>,
    /// Where it is not that of the source.
    pub(super) spelling: Option<Box<Spelling>>,
}

/// One level of objects.
#[derive(Clone, Debug, Default)]
struct Node {
    keys: BTreeMap<String, KeyUse>,
}

/// What a key at some level is wanted for.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyUse {
    /// Slots that its value fills.
    pub(super) slots: Vec<SlotAt>,
    /// The level below, for values that are objects.
    pub(super) below: Option<u32>,
}

/// A slot, with how far down the way its value was found: the smallest wins.
#[derive(Clone, Copy, Debug)]
pub(super) struct SlotAt {
    pub(super) slot: usize,
    pub(super) depth: u8,
}

impl Wanted {
    /// The level of the record itself.
    pub(super) const ROOT: u32 = 0;

    /// What a source's records are read for.
    pub(super) fn of_source(source: &RecordSource, layout: &Layout) -> Wanted {
        let (each, json_texts) = (source.each.clone(), source.json_texts.clone());
        let mut wanted = Wanted { each, json_texts, ..Wanted::default() };
        let mut slots = |only: &super::Only| wanted.slots(&only.from.clone().into());
        let (only, except) = (source.only.iter().map(&mut slots).collect(), source.except.iter().map(slots).collect());
        (wanted.only, wanted.except) = (only, except);
        match &source.of {
            SourceOf::Kind(kind) => {
                wanted.identity = wanted.slots(&kind.key);
                let fields = &layout.kinds[kind.kind].fields;
                let join = |name: &String| {
                    let path: Vec<String> = name.split('.').map(str::to_owned).collect();
                    source.field_from(name, &path).from
                };
                wanted.joins = kind.joins.iter().map(|name| wanted.slots(&join(name))).collect();
                wanted.add_fields(source, fields.iter());
            }
            SourceOf::Activities(activities) => {
                wanted.identity = wanted.slots(&activities.contact_ways());
                if let TypeFrom::Field(from) | TypeFrom::Together(from) = &activities.ty {
                    wanted.ty = wanted.slots(from);
                }
                wanted.at = wanted.slots(&activities.at);
                wanted.other_id = wanted.slots(&activities.id.ways());
                wanted.add_fields(source, layout.activity_fields.iter().map(|field| &field.field));
                let contact = layout.kinds.first().map_or(&[][..], |kind| &kind.fields);
                for (id, field) in contact.iter().enumerate().filter(|(_, field)| field.used) {
                    if let Some(from) = activities.fact_from(&field.name) {
                        let fact = wanted.field(id, from);
                        wanted.facts.push(fact);
                    }
                }
            }
            SourceOf::Aliases(aliases) => {
                wanted.identity = wanted.slots(&aliases.old);
                wanted.other_id = wanted.slots(&aliases.new);
            }
            SourceOf::Links(links) => {
                wanted.identity = wanted.slots(&links.from);
                wanted.other_id = wanted.slots(&links.to);
            }
        }
        wanted.is_plain =
            wanted.each.is_empty() && wanted.json_texts.is_empty() && wanted.ways.iter().all(Way::is_plain);
        let ways = wanted.ways.iter().enumerate();
        wanted.of_file = ways.filter(|(_, way)| way.own() == Some(Own::File)).map(|(slot, _)| slot).collect();
        wanted.nodes.push(Node::default());
        for slot in 0..if wanted.is_plain { wanted.ways.len() } else { 0 } {
            wanted.add(slot);
        }
        wanted
    }

    /// How many slots a record fills.
    pub(super) fn n_slots(&self) -> usize {
        self.ways.len()
    }

    /// Fills the slots of the name of the file.
    pub(super) fn fill_file(&self, raw: &mut RawRecord, file: &str) {
        for slot in &self.of_file {
            if raw.get(*slot) == Found::Absent {
                let name = raw.push_text(file.rsplit(['/', '\\']).next().unwrap_or(file));
                raw.set(*slot, 0, Found::Text(name));
            }
        }
    }

    /// What a key of a level is wanted for.
    pub(super) fn key(&self, node: u32, key: &str) -> Option<&KeyUse> {
        self.nodes[node as usize].keys.get(key)
    }

    /// All keys of a level that are wanted for something.
    pub(super) fn keys(&self, node: u32) -> impl Iterator<Item = (&str, &KeyUse)> {
        self.nodes[node as usize].keys.iter().map(|(name, key_use)| (name.as_str(), key_use))
    }

    fn slots(&mut self, from: &FirstOf) -> Range<usize> {
        let start = self.ways.len();
        self.ways.extend(from.0.iter().cloned());
        start..self.ways.len()
    }

    fn add_fields<'a>(&mut self, source: &RecordSource, fields: impl Iterator<Item = &'a FieldLayout>) {
        for (id, field) in fields.enumerate().filter(|(_, field)| field.used) {
            let wanted = self.field(id, source.field_from(&field.name, &field.path));
            self.fields.push(wanted);
        }
    }

    fn field(&mut self, field: usize, from: FieldFrom) -> WantedField {
        WantedField { field, slots: self.slots(&from.from), spelling: from.spelling.map(Box::new) }
    }

    fn add(&mut self, slot: usize) {
        let way = self.ways[slot].clone();
        let mut node = Wanted::ROOT as usize;
        for (depth, step) in way.steps().iter().enumerate() {
            let at = SlotAt { slot, depth: u8::try_from(depth).unwrap_or(u8::MAX) };
            self.nodes[node].keys.entry(way.rest(depth).to_owned()).or_default().slots.push(at);
            if let (Step::Key(key), true) = (step, depth + 1 < way.steps().len()) {
                node = self.below(node, key);
            }
        }
    }

    fn below(&mut self, node: usize, key: &str) -> usize {
        let next = self.nodes.len();
        let id = u32::try_from(next).expect("a rules file has fewer than 2^32 steps in its fields");
        let below = *self.nodes[node].keys.entry(key.to_owned()).or_default().below.get_or_insert(id);
        if below == id {
            self.nodes.push(Node::default());
        }
        below as usize
    }
}
