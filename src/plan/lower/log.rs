//! Logs: the instant, who is excluded, what is ignored, and `over`.

use super::choice::Choice;
use super::intern::next;
use super::{Anchor, Lowering, Place};
use crate::plan::*;
use crate::typed::{KindId, Phrase};

/// What makes two logs the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct LogKey {
    ago_us: i64,
    over: Option<OverKey>,
    in_exclude: bool,
}

/// An `over`: the log it narrows, the kind of record that asks, and what it keeps for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct OverKey {
    outer: LogId,
    asker: KindId,
    anchored: bool,
    keeps: Box<Choice>,
}

/// From what a log is made, while lowering.
pub(super) struct LogSource<'a> {
    key: LogKey,
    over: Option<Over<'a>>,
    /// How many records it was asked from whose windows narrow it.
    pub(super) anchors: u32,
    /// What `ignore` takes out.
    ignored: Vec<Gate>,
}

#[derive(Clone, Copy)]
struct Over<'a> {
    phrase: &'a Phrase,
    outer: LogId,
    anchor: Option<Anchor>,
}

impl<'a> Lowering<'a> {
    /// The whole log at T, which is the first of all, and whom it excludes.
    pub(super) fn first_log(&mut self) {
        let key = LogKey { ago_us: 0, over: None, in_exclude: false };
        let log = self.log(key, None, 0, None);
        // What `exclude` asks has a log of its own, which must not come first.
        self.plan.logs[log.0 as usize].exclusion = self.exclusion_at(0);
    }

    /// The whole log, so long before T.
    pub(super) fn log_at(&mut self, ago_us: i64) -> LogId {
        let exclusion = self.exclusion_at(ago_us);
        self.log(LogKey { ago_us, over: None, in_exclude: false }, None, 0, exclusion)
    }

    /// The log `earlier_us` before this one, with the same activities kept.
    pub(super) fn log_earlier(&mut self, log: LogId, earlier_us: i64) -> LogId {
        let source = &self.logs[log.0 as usize];
        let (over, anchors) = (source.over, source.anchors);
        let ago_us = source.key.ago_us.saturating_add(earlier_us);
        let key = LogKey { ago_us, ..source.key.clone() };
        let exclusion = if key.in_exclude { None } else { self.exclusion_at(ago_us) };
        self.log(key, over, anchors, exclusion)
    }

    /// The activities of `outer` that a phrase keeps; `asker` is the kind of the record where `over` stands.
    pub(super) fn log_over(&mut self, outer: LogId, phrase: &'a Phrase, asker: KindId, anchored: bool) -> LogId {
        let anchors = self.logs[outer.0 as usize].anchors;
        let anchor = anchored.then_some(Anchor { number: anchors, kind: asker });
        let keeps = self.phrase(phrase, Place { anchor, ..Place::subject(outer, asker) });
        let over = OverKey { outer, asker, anchored, keeps: Box::new(keeps) };
        let ago_us = self.plan.log(outer).ago_us;
        let exclusion = self.plan.log(outer).exclusion;
        let key = LogKey { ago_us, over: Some(over), in_exclude: false };
        self.log(key, Some(Over { phrase, outer, anchor }), anchors + u32::from(anchored), exclusion)
    }

    fn log(&mut self, key: LogKey, over: Option<Over<'a>>, anchors: u32, exclusion: Option<ExclusionId>) -> LogId {
        if let Some(log) = self.interned.logs.get(&key) {
            return *log;
        }
        let log = LogId(next(&self.plan.logs));
        let over_id = over.map(|over| over.outer);
        self.plan.logs.push(Log { ago_us: key.ago_us, exclusion, over: over_id });
        self.logs.push(LogSource { key: key.clone(), over, anchors, ignored: Vec::new() });
        self.interned.logs.insert(key, log);
        self.logs[log.0 as usize].ignored = self.ignored(log);
        log
    }

    /// The exclusion so long before T; none where the file excludes nobody.
    pub(super) fn exclusion_at(&mut self, ago_us: i64) -> Option<ExclusionId> {
        if self.rules.excludes.is_empty() {
            return None;
        }
        if let Some(exclusion) = self.interned.exclusions.get(&ago_us) {
            return Some(*exclusion);
        }
        let log = self.log(LogKey { ago_us, over: None, in_exclude: true }, None, 0, None);
        let rules = self.rules;
        let place = Place::subject(log, KindId(0));
        let conditions = rules.excludes.iter().map(|exclude| self.cond(&exclude.when, place)).collect();
        let exclusion = ExclusionId(next(&self.plan.exclusions));
        self.plan.exclusions.push(Exclusion { ago_us, conditions });
        self.interned.exclusions.insert(ago_us, exclusion);
        Some(exclusion)
    }

    /// What `ignore` takes out of a log: gates, each asked of the contact who did the activity.
    fn ignored(&mut self, log: LogId) -> Vec<Gate> {
        let rules = self.rules;
        let mut ignored = Vec::new();
        for ignore in &rules.ignores {
            // Its phrase has no order, and while it is lowered nothing is ignored yet.
            if let Choice::Gate(gate) = self.phrase(&ignore.phrase, Place::subject(log, KindId(0))) {
                if !self.plan.ignores.contains(&gate) {
                    self.plan.ignores.push(gate.clone());
                }
                ignored.push(gate);
            }
        }
        ignored
    }

    /// What `ignore` leaves of activities of some types: a condition, none where all are left.
    fn kept_of(&mut self, log: LogId, types: &TypeSet) -> Option<NodeId> {
        let ago_us = self.plan.log(log).ago_us;
        let mut ignored = Vec::new();
        for gate in self.logs[log.0 as usize].ignored.clone() {
            let of_these = gate.types.intersection(types);
            if of_these == TypeSet::Of(Vec::new()) {
                continue;
            }
            let types = if of_these == *types { TypeSet::All } else { gate.types };
            ignored.push(self.gate_node(Gate { types, ..gate }, ago_us));
        }
        let any = match ignored.len() {
            0 => return None,
            1 => ignored[0],
            _ => self.holds(Op::Or(ignored)),
        };
        let kept = self.holds(Op::Not(any));
        self.plan.kept.insert(kept);
        Some(kept)
    }

    /// The activities of some types of a log, for a kind of record.
    pub(super) fn base(&mut self, log: LogId, owner: KindId, types: TypeSet) -> Choice {
        let filter = self.kept_of(log, &types);
        let whole = Gate { types, filter, ..Gate::up_to(self.plan.log(log).ago_us) };
        match self.logs[log.0 as usize].over {
            None => Choice::Gate(whole),
            Some(over) => {
                let kept = self.phrase(over.phrase, Place { anchor: over.anchor, ..Place::subject(over.outer, owner) });
                self.both(Choice::Gate(whole), kept)
            }
        }
    }
}
