//! Typed rules to the plan. Total: whatever the checker accepts has a plan.
//!
//! One file per family of constructs. Instances of scores wait in a queue until their turn, so that a chain of scores
//! costs no depth.

mod aggregate;
mod block;
mod choice;
mod cond;
mod decay;
mod expr;
mod feed;
mod intern;
mod log;
mod phrase;
mod projection;
mod rule;
mod score_ref;
mod stage;
mod text;

use super::*;
use crate::typed::{Cond, KindId, TypedRules};
use intern::Interned;
pub(super) use stage::unkept_below;
use std::collections::VecDeque;

/// The plan of checked rules.
pub fn lower(rules: &TypedRules) -> Plan {
    lower_with_probes(rules, &[])
}

/// The plan of checked rules with conditions besides, of tests and assertions: they become [`Plan::probes`].
pub fn lower_with_probes<'a>(rules: &'a TypedRules, probes: &[(KindId, &'a Cond)]) -> Plan {
    let first = First { scores: rules.scores.len(), labels: rules.labels.len(), segments: rules.segments.len() };
    lower_first(rules, probes, first)
}

/// Of how many scores, labels and segments, the first of each table, every record has a result. What comes after them is
/// evaluated for records that are asked for it ([`Plan::on_demand`]), except where ranks or other records need it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct First {
    /// Scores.
    pub scores: usize,
    /// Labels.
    pub labels: usize,
    /// Segments.
    pub segments: usize,
}

/// The plan of checked rules of which some are evaluated on demand only.
pub fn lower_on_demand(rules: &TypedRules, first: First) -> Plan {
    lower_first(rules, &[], first)
}

fn lower_first<'a>(rules: &'a TypedRules, probes: &[(KindId, &'a Cond)], first: First) -> Plan {
    let mut lowering = Lowering::new(rules);
    lowering.first_log();
    for score in &rules.score_order {
        lowering.main_instance(*score);
    }
    lowering.drain();
    lowering.results(probes);
    lowering.drain();
    lowering.finish(first)
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The log in force.
    log: LogId,
    /// The kind of the subject, or of the record whose log an activity is in.
    owner: KindId,
    /// Whether it is about one activity.
    activity: bool,
    /// Set where the values of `since` and `before` are those of a record further out.
    anchor: Option<Anchor>,
}

/// The record where an `over` stands, whose values its windows take.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    /// Its number, from outside.
    number: u32,
    /// Its kind, which the log's owner need not be of.
    kind: KindId,
}

impl Place {
    fn subject(log: LogId, owner: KindId) -> Place {
        Place { log, owner, activity: false, anchor: None }
    }

    fn in_activity(self) -> Place {
        Place { activity: true, ..self }
    }

    fn scope(self) -> Scope {
        if self.activity { Scope::Activity(KindId(0)) } else { Scope::Subject(self.owner) }
    }
}

struct Lowering<'a> {
    rules: &'a TypedRules,
    plan: Plan,
    interned: Interned,
    /// What is known of each log besides what the plan carries.
    logs: Vec<log::LogSource<'a>>,
    /// Instances whose bodies are still to be lowered.
    waiting: VecDeque<InstanceId>,
    /// By score: whether it reads other records, directly or through other scores.
    crosses: Vec<bool>,
}

impl<'a> Lowering<'a> {
    fn new(rules: &'a TypedRules) -> Lowering<'a> {
        Lowering {
            rules,
            plan: projection::empty_plan(rules),
            interned: Interned::default(),
            logs: Vec::new(),
            waiting: VecDeque::new(),
            crosses: score_ref::crossing_scores(rules),
        }
    }

    fn drain(&mut self) {
        while let Some(instance) = self.waiting.pop_front() {
            self.instance_body(instance);
        }
    }

    fn results(&mut self, probes: &[(KindId, &'a Cond)]) {
        let main = self.log_at(0);
        let rules = self.rules;
        for label in &rules.labels {
            let value = self.expr(&label.value, Place::subject(main, label.kind));
            self.plan.labels.push(LabelPlan { name: label.name.clone(), kind: label.kind, value });
        }
        for segment in &rules.segments {
            let when = self.cond(&segment.when, Place::subject(main, segment.kind));
            self.plan.segments.push(SegmentPlan { name: segment.name.clone(), kind: segment.kind, when });
        }
        for (kind, cond) in probes {
            let when = self.cond(cond, Place::subject(main, *kind));
            self.plan.probes.push(SegmentPlan { name: String::new(), kind: *kind, when });
        }
    }

    fn finish(mut self, first: First) -> Plan {
        stage::arrange(&mut self.plan, first);
        projection::mark(&mut self.plan);
        debug_assert_eq!(super::valid::faults(&self.plan), Vec::<String>::new());
        self.plan
    }
}
