//! Scores and tiers that are read, and aggregates over linked records.

use super::intern::next;
use super::{Lowering, Place};
use crate::plan::*;
use crate::typed::{AggregateKind, CompareOp, Cond, KindId, LinkId, Linked, ScoreId, ScoreRef, TierId};
use crate::values::Type;
use crate::values::time::DAY_US;

mod crossing;
pub(super) use crossing::crossing_scores;

impl<'a> Lowering<'a> {
    /// The instance for T and the whole log.
    pub(super) fn main_instance(&mut self, score: ScoreId) {
        let log = self.log_at(0);
        let main = self.instance(score, log);
        self.plan.scores[score.0 as usize].main = main;
    }

    fn instance(&mut self, score: ScoreId, log: LogId) -> InstanceId {
        if let Some(id) = self.interned.instances.get(&(score, log)) {
            return *id;
        }
        let id = InstanceId(next(&self.plan.instances));
        let anchors = self.logs[log.0 as usize].anchors;
        self.plan.instances.push(Instance {
            score,
            log,
            steps: Vec::new(),
            overrides: Vec::new(),
            tier_overrides: Vec::new(),
            stage: None,
            kept: false,
            anchors,
        });
        self.interned.instances.insert((score, log), id);
        self.waiting.push_back(id);
        id
    }

    /// The instance a reference means, and the links to its record.
    fn referred(&mut self, of: &'a ScoreRef, place: Place) -> (Vec<LinkId>, InstanceId) {
        let mut log = if of.ago_us == 0 { place.log } else { self.log_earlier(place.log, of.ago_us) };
        if let Some(phrase) = &of.over {
            let anchored =
                crossing::asks_subject(phrase) && (!of.links.is_empty() || self.crosses[of.score.0 as usize]);
            log = self.log_over(log, phrase, place.owner, anchored);
        }
        (of.links.clone(), self.instance(of.score, log))
    }

    pub(super) fn score_value(&mut self, of: &'a ScoreRef, place: Place) -> NodeId {
        let (links, instance) = self.referred(of, place);
        self.node(Op::Score(links, instance), Type::Number, place.scope())
    }

    pub(super) fn tier_name(&mut self, of: &'a ScoreRef, place: Place) -> NodeId {
        let (links, instance) = self.referred(of, place);
        self.node(Op::TierName(links, instance), Type::Text, place.scope())
    }

    pub(super) fn tier_is(&mut self, of: &'a ScoreRef, op: CompareOp, tier: TierId, place: Place) -> NodeId {
        let (links, of) = self.referred(of, place);
        self.node(Op::TierIs { links, of, op, tier }, Type::YesNo, place.scope())
    }

    /// `highest(S in last 90d)`: an instance a day.
    pub(super) fn extreme(&mut self, highest: bool, score: &'a ScoreRef, n_days: u32, place: Place) -> NodeId {
        let days = (0..i64::from(n_days)).map(|day| {
            let log = self.log_earlier(place.log, day.saturating_mul(DAY_US));
            self.score_value(score, Place { log, ..place })
        });
        let of = days.collect();
        self.pure(Op::Extreme { highest, of }, Type::Number)
    }

    /// An aggregate over linked records; inside the brackets the linked record is the subject.
    pub(super) fn linked(&mut self, linked: &'a Linked, ty: Type, place: Place) -> NodeId {
        let inside = self.inside(&linked.links, place);
        let value = linked.value.as_ref().map(|value| {
            let value = self.expr(value, inside);
            if linked.of == AggregateKind::Distinct { self.key(value) } else { value }
        });
        let filter = linked.filter.as_ref().map(|filter| self.cond(filter, inside));
        self.linked_node(linked.of, &linked.links, (value, filter), ty, place)
    }

    /// How many linked records a filter leaves.
    pub(super) fn linked_count(&mut self, links: &[LinkId], filter: Option<&'a Cond>, place: Place) -> NodeId {
        let inside = self.inside(links, place);
        let filter = filter.map(|filter| self.cond(filter, inside));
        self.linked_node(AggregateKind::Count, links, (None, filter), Type::WholeNumber, place)
    }

    fn linked_node(
        &mut self,
        of: AggregateKind,
        links: &[LinkId],
        (value, filter): (Option<NodeId>, Option<NodeId>),
        ty: Type,
        place: Place,
    ) -> NodeId {
        let exclusion = self.plan.log(place.log).exclusion;
        let op = LinkedOp { of, links: links.to_vec(), value, filter, exclusion };
        self.node(Op::Linked(Box::new(op)), ty, place.scope())
    }

    fn inside(&self, links: &[LinkId], place: Place) -> Place {
        let owner = links.iter().fold(place.owner, |kind, link| self.target(kind, *link));
        Place { owner, ..place }
    }

    fn target(&self, kind: KindId, link: LinkId) -> KindId {
        self.plan.kinds[kind.0 as usize].links[link.0 as usize].target
    }
}
