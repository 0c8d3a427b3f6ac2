//! Choosing activities from a store when the log is complete.

use crate::engine::activity::is_of_age;
use crate::engine::basis::Basis;
use crate::engine::input::captured;
use crate::engine::state::Stored;
use crate::plan::{End, Gate, KindId, NodeId, RelationKind, SelectionId, SelectionOp, Store};
use crate::values::{Instant, Value};
use std::collections::HashMap;

/// The activities of a store for one record, sorted, and what has been chosen of them.
pub(in crate::engine) struct Chooser<'e, 'a> {
    pub(in crate::engine) basis: &'e Basis<'a>,
    pub(in crate::engine) store: &'e Store,
    /// Sorted by time, then id, then type, fields and contact.
    pub(in crate::engine) all: &'e [&'e Stored],
    /// Records that the log was asked from, the outermost first.
    pub(in crate::engine) anchors: &'e [(KindId, u32)],
}

impl Chooser<'_, '_> {
    /// Which of the activities a selection means.
    pub(in crate::engine) fn choose(&self, id: SelectionId) -> Vec<bool> {
        match &self.basis.plan.selections[id.0 as usize].op {
            SelectionOp::Gate(gate) => self.each(|one| self.passes(one, gate)),
            SelectionOp::Anchored { anchor, since, value } => self.anchored(*anchor, *since, *value),
            SelectionOp::And(parts) => self.joined(parts, true),
            SelectionOp::Or(parts) => self.joined(parts, false),
            SelectionOp::Pick { end, n, of, per } => self.pick(*end, *n, *of, *per),
            SelectionOp::Order { .. } => self.related(id),
        }
    }

    fn each(&self, holds: impl Fn(&Stored) -> bool) -> Vec<bool> {
        self.all.iter().map(|one| holds(one)).collect()
    }

    fn value(&self, one: &Stored, node: NodeId) -> Value {
        captured(self.basis, self.store, one, node)
    }

    fn passes(&self, one: &Stored, gate: &Gate) -> bool {
        let at = Instant::from_us(one.at_us);
        gate.types.has(one.ty_id)
            && is_of_age(self.basis, at, gate.after_us, gate.upto_us)
            && gate.filter.is_none_or(|filter| self.value(one, filter) == Value::YesNo(true))
    }

    fn anchored(&self, anchor: u32, since: bool, value: NodeId) -> Vec<bool> {
        let record = self.anchors.get(anchor as usize);
        let bound = record.and_then(|(kind, row)| self.basis.instant_of_record(value, *kind, *row));
        let Some(bound) = bound.map(Instant::us) else { return vec![false; self.all.len()] };
        self.each(|one| if since { one.at_us >= bound } else { one.at_us < bound })
    }

    fn joined(&self, parts: &[SelectionId], all: bool) -> Vec<bool> {
        let mut joined = vec![all; self.all.len()];
        for part in parts {
            for (mine, other) in joined.iter_mut().zip(self.choose(*part)) {
                *mine = if all { *mine && other } else { *mine || other };
            }
        }
        joined
    }

    /// The latest or earliest of each key; the activities are sorted already.
    fn pick(&self, end: End, n: u32, of: SelectionId, per: Option<NodeId>) -> Vec<bool> {
        let of = self.choose(of);
        let mut counts: HashMap<Value, u32> = HashMap::new();
        let mut picked = vec![false; self.all.len()];
        let mut look = |place: usize| {
            if of[place] {
                let key = per.map_or(Value::Missing, |per| self.value(self.all[place], per));
                let count = counts.entry(key).or_default();
                picked[place] = *count < n;
                *count = count.saturating_add(1);
            }
        };
        match end {
            End::Earliest => (0..self.all.len()).for_each(&mut look),
            End::Latest => (0..self.all.len()).rev().for_each(&mut look),
        }
        picked
    }

    fn related(&self, id: SelectionId) -> Vec<bool> {
        let SelectionOp::Order { relation, of, other, within_us, same, ago_us } =
            &self.basis.plan.selections[id.0 as usize].op
        else {
            unreachable!("`choose` gives relations only");
        };
        let (of, other) = (self.choose(*of), self.choose(*other));
        let others = Others::new(self, &other, *same);
        let until_us = self.basis.instant(*ago_us).us();
        let keeps = |place: usize| {
            let at_us = self.all[place].at_us;
            let key = same.map(|same| self.value(self.all[place], same));
            others.keeps(*relation, (place, at_us), key.as_ref(), *within_us, until_us)
        };
        (0..self.all.len()).map(|place| of[place] && keeps(place)).collect()
    }
}

/// The other side of a relation: times by key, ascending, with the places of the activities.
struct Others {
    by_key: HashMap<Value, Vec<(i64, usize)>>,
    keyed: bool,
}

impl Others {
    fn new(chooser: &Chooser<'_, '_>, other: &[bool], same: Option<NodeId>) -> Others {
        let mut by_key: HashMap<Value, Vec<(i64, usize)>> = HashMap::new();
        for (place, one) in chooser.all.iter().enumerate().filter(|(place, _)| other[*place]) {
            let key = same.map_or(Value::Missing, |same| chooser.value(one, same));
            if same.is_none() || !key.is_missing() {
                by_key.entry(key).or_default().push((one.at_us, place));
            }
        }
        Others { by_key, keyed: same.is_some() }
    }

    /// Those an activity can relate to: with `same`, those of its own known key.
    fn of(&self, key: Option<&Value>) -> &[(i64, usize)] {
        let key = key.unwrap_or(&Value::Missing);
        if self.keyed && key.is_missing() {
            return &[];
        }
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    fn keeps(
        &self,
        relation: RelationKind,
        e: (usize, i64),
        key: Option<&Value>,
        within_us: i64,
        until_us: i64,
    ) -> bool {
        let others = self.of(key);
        let at_us = i128::from(e.1);
        let within_us = i128::from(within_us);
        match relation {
            RelationKind::WithinAfter => has_other(others, e.0, at_us - within_us + 1, at_us),
            RelationKind::FollowedBy => has_other(others, e.0, at_us, at_us + within_us - 1),
            RelationKind::NotFollowedBy => {
                at_us + within_us <= i128::from(until_us) && !has_other(others, e.0, at_us, at_us + within_us - 1)
            }
            RelationKind::AfterWithout => {
                let before = others.partition_point(|(other_us, _)| i128::from(*other_us) < at_us);
                before.checked_sub(1).is_some_and(|newest| at_us - i128::from(others[newest].0) >= within_us)
            }
        }
    }
}

/// Whether another activity than the one at `place` lies between two instants, both included.
fn has_other(others: &[(i64, usize)], place: usize, from_us: i128, to_us: i128) -> bool {
    let start = others.partition_point(|(at_us, _)| i128::from(*at_us) < from_us);
    others[start..]
        .iter()
        .take_while(|(at_us, _)| i128::from(*at_us) <= to_us)
        .take(2)
        .any(|(_, other)| *other != place)
}
