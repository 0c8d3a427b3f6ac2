//! From which activities an accumulator is fed: a gate of the one pass, or a selection from a store.

use super::choice::{Choice, looser};
use super::intern::next;
use super::{Lowering, Place};
use crate::plan::*;
use crate::typed::KindId;

impl Lowering<'_> {
    /// An accumulator over a choice; the nodes it gathers are captured where the choice needs a store.
    pub(super) fn gather(&mut self, choice: Choice, gathers: Gathers, place: Place) -> AccumulatorId {
        let exclusion = if place.owner == KindId(0) { None } else { self.plan.log(place.log).exclusion };
        let (feed, paired) = match choice {
            Choice::Gate(gate) => {
                let paired = self.asks_owner(&gate, place.owner);
                (Feed::Gate(gate), paired)
            }
            choice => (self.chosen(&choice, &gathers, place.owner), false),
        };
        self.accumulator(Accumulator { owner: place.owner, exclusion, feed, gathers, paired })
    }

    /// Whether a gate asks for a field of an owner that is not the contact.
    fn asks_owner(&self, gate: &Gate, owner: KindId) -> bool {
        let asks = |node: NodeId| self.plan.node(node).scope == Scope::Activity(owner);
        owner != KindId(0) && gate.filter.is_some_and(asks)
    }

    fn chosen(&mut self, choice: &Choice, gathers: &Gathers, owner: KindId) -> Feed {
        let mut wants = Vec::new();
        candidates(choice, &mut wants);
        let store = self.store(owner, &wants);
        let selection = self.select(store, choice);
        for node in gathers.nodes() {
            self.capture(store, node);
        }
        Feed::Selection(selection)
    }

    /// The store for these gates: one for all logs, as wide as any of them wants it.
    fn store(&mut self, owner: KindId, gates: &[Gate]) -> StoreId {
        let mut wants: Vec<_> = gates.iter().map(|gate| (gate.types.clone(), gate.filter)).collect();
        wants.sort();
        wants.dedup();
        let after_us = gates.iter().map(|gate| gate.after_us).reduce(looser).flatten();
        let upto_us = gates.iter().map(|gate| gate.upto_us).min().unwrap_or(0);
        let key = (owner, wants);
        if let Some(id) = self.interned.stores.get(&key) {
            let store = &mut self.plan.stores[id.0 as usize];
            store.after_us = looser(store.after_us, after_us);
            store.upto_us = store.upto_us.min(upto_us);
            return *id;
        }
        let id = StoreId(next(&self.plan.stores));
        let wants = key.1.clone();
        self.plan.stores.push(Store {
            owner,
            wants,
            after_us,
            upto_us,
            captures: Vec::new(),
            whole: false,
            paired: false,
        });
        self.interned.stores.insert(key, id);
        id
    }

    fn capture(&mut self, store: StoreId, node: NodeId) {
        let captures = &mut self.plan.stores[store.0 as usize].captures;
        if let Err(place) = captures.binary_search(&node) {
            captures.insert(place, node);
        }
    }

    fn select(&mut self, store: StoreId, choice: &Choice) -> SelectionId {
        let op = match choice {
            Choice::Gate(gate) => {
                if let Some(filter) = gate.filter {
                    self.capture(store, filter);
                }
                SelectionOp::Gate(gate.clone())
            }
            Choice::Anchored { anchor, since, value } => {
                SelectionOp::Anchored { anchor: *anchor, since: *since, value: *value }
            }
            Choice::And(parts) => SelectionOp::And(self.select_all(store, parts)),
            Choice::Or(parts) => SelectionOp::Or(self.select_all(store, parts)),
            Choice::Pick { end, n, of, per } => self.select_pick(store, (*end, *n), of, *per),
            Choice::Order { relation, of, other, within_us, same, ago_us } => {
                let (of, other) = (self.select(store, of), self.select(store, other));
                same.iter().for_each(|same| self.capture(store, *same));
                let (relation, within_us, same, ago_us) = (*relation, *within_us, *same, *ago_us);
                SelectionOp::Order { relation, of, other, within_us, same, ago_us }
            }
        };
        self.selection(Selection { store, op })
    }

    fn select_all(&mut self, store: StoreId, parts: &[Choice]) -> Vec<SelectionId> {
        parts.iter().map(|part| self.select(store, part)).collect()
    }

    fn select_pick(
        &mut self,
        store: StoreId,
        (end, n): (crate::typed::End, u32),
        of: &Choice,
        per: Option<NodeId>,
    ) -> SelectionOp {
        let of = self.select(store, of);
        per.iter().for_each(|per| self.capture(store, *per));
        self.plan.stores[store.0 as usize].whole = true;
        SelectionOp::Pick { end, n, of, per }
    }
}

/// The gates whose activities may decide a choice: what only narrows another part adds none.
fn candidates(choice: &Choice, gates: &mut Vec<Gate>) {
    match choice {
        Choice::Gate(gate) => gates.push(gate.clone()),
        Choice::Anchored { .. } => {}
        Choice::And(parts) => {
            let decides = |part: &&Choice| !matches!(part, Choice::Gate(_) | Choice::Anchored { .. });
            if parts.iter().any(|part| decides(&part)) {
                parts.iter().filter(decides).for_each(|part| candidates(part, gates));
            } else {
                parts.iter().for_each(|part| candidates(part, gates));
            }
        }
        Choice::Or(parts) => parts.iter().for_each(|part| candidates(part, gates)),
        Choice::Pick { of, .. } => candidates(of, gates),
        Choice::Order { of, other, .. } => {
            candidates(of, gates);
            candidates(other, gates);
        }
    }
}
