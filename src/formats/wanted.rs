//! Which parts of a record are wanted, as a tree that a reader follows while it passes over the record once.

use super::{RecordSource, SourceOf, Way};
use crate::records::{FieldLayout, Layout};
use std::collections::BTreeMap;

/// The parts of a source's records that matter. Slots count up from 0: first what identifies the record (see
/// [`Wanted::KEY`] and its neighbours), then, from [`Wanted::n_fixed`], the fields that are used.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    nodes: Vec<Node>,
    /// Slots of the identifying parts: 1 for a kind, 4 for activities.
    pub(super) n_fixed: usize,
    /// By slot from `n_fixed` on: the field's id in its kind.
    pub(super) fields: Vec<usize>,
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
    /// Slot of a kind's key.
    pub(super) const KEY: usize = 0;
    /// Slot of an activity's contact.
    pub(super) const CONTACT: usize = 0;
    /// Slot of an activity's type.
    pub(super) const TYPE: usize = 1;
    /// Slot of an activity's time.
    pub(super) const AT: usize = 2;
    /// Slot of an activity's own id.
    pub(super) const ACTIVITY_ID: usize = 3;
    /// The level of the record itself.
    pub(super) const ROOT: u32 = 0;

    /// What a source's records are read for.
    pub(super) fn of_source(source: &RecordSource, layout: &Layout) -> Wanted {
        let mut wanted = Wanted { nodes: vec![Node::default()], n_fixed: 0, fields: Vec::new() };
        let fields: Vec<&FieldLayout> = match &source.of {
            SourceOf::Kind(kind) => {
                wanted.add_fixed(&kind.key);
                layout.kinds[kind.kind].fields.iter().collect()
            }
            SourceOf::Activities(activities) => {
                for way in [&activities.contact, &activities.ty, &activities.at, activities.id.way()] {
                    wanted.add_fixed(way);
                }
                layout.activity_fields.iter().map(|field| &field.field).collect()
            }
        };
        for (id, field) in fields.into_iter().enumerate().filter(|(_, field)| field.used) {
            wanted.fields.push(id);
            let slot = wanted.n_slots() - 1;
            wanted.add(&source.way_of(&field.name, &field.path), slot);
        }
        wanted
    }

    /// How many slots a record fills.
    pub(super) fn n_slots(&self) -> usize {
        self.n_fixed + self.fields.len()
    }

    /// What a key of a level is wanted for.
    pub(super) fn key(&self, node: u32, key: &str) -> Option<&KeyUse> {
        self.nodes[node as usize].keys.get(key)
    }

    fn add_fixed(&mut self, way: &Way) {
        self.add(way, self.n_fixed);
        self.n_fixed += 1;
    }

    fn add(&mut self, way: &Way, slot: usize) {
        let mut node = Wanted::ROOT as usize;
        for (depth, step) in way.steps().iter().enumerate() {
            let rest = way.steps()[depth..].join(".");
            let at = SlotAt { slot, depth: u8::try_from(depth).unwrap_or(u8::MAX) };
            self.nodes[node].keys.entry(rest).or_default().slots.push(at);
            if depth + 1 < way.steps().len() {
                node = self.below(node, step);
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
