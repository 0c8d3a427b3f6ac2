//! Aggregates over the activities of a phrase.

use super::{Lowering, Place};
use crate::plan::*;
use crate::typed::{Aggregate, AggregateKind, Phrase, Stretch};
use crate::values::Type;

impl<'a> Lowering<'a> {
    pub(super) fn aggregate(&mut self, aggregate: &'a Aggregate, ty: Type, place: Place) -> NodeId {
        let choice = self.phrase(&aggregate.phrase, place);
        let value = aggregate.value.as_ref().map(|value| self.expr(value, place.in_activity()));
        let (gathers, read) = match aggregate.stretch {
            Some(stretch) => (self.stretch(aggregate.of, value, stretch), Read::Value),
            None => self.plain(aggregate.of, value),
        };
        let accumulator = self.gather(choice, gathers, place);
        self.node(Op::Gathered(accumulator, read), ty, place.scope())
    }

    /// What a phrase comes to, for aggregates without a value.
    pub(super) fn gathered(
        &mut self,
        phrase: &'a Phrase,
        gathers: Gathers,
        read: Read,
        ty: Type,
        place: Place,
    ) -> NodeId {
        let choice = self.phrase(phrase, place);
        let accumulator = self.gather(choice, gathers, place);
        self.node(Op::Gathered(accumulator, read), ty, place.scope())
    }

    fn plain(&mut self, of: AggregateKind, value: Option<NodeId>) -> (Gathers, Read) {
        match (of, value) {
            (AggregateKind::ActiveDays, _) => (Gathers::DaySet, Read::Days),
            (AggregateKind::ActiveWeeks, _) => (Gathers::DaySet, Read::Weeks),
            (AggregateKind::Streak { days_off }, _) => (Gathers::DaySet, Read::Streak(days_off)),
            (AggregateKind::Count, _) | (_, None) => (Gathers::Count, Read::Value),
            (AggregateKind::Sum, Some(value)) => (Gathers::Sum(value), Read::Value),
            (AggregateKind::Average, Some(value)) => (Gathers::Sum(value), Read::Average),
            (AggregateKind::Least, Some(value)) => (Gathers::Least(value), Read::Value),
            (AggregateKind::Greatest, Some(value)) => (Gathers::Greatest(value), Read::Value),
            (AggregateKind::Distinct, Some(value)) => (Gathers::Distinct(self.key(value)), Read::Value),
            (AggregateKind::Percentile(percent), Some(value)) => (Gathers::Tally(value), Read::Percentile(percent)),
            (AggregateKind::Latest, Some(value)) => (Gathers::LatestValue(value), Read::Value),
            (AggregateKind::Earliest, Some(value)) => (Gathers::EarliestValue(value), Read::Value),
        }
    }

    fn stretch(&mut self, of: AggregateKind, value: Option<NodeId>, stretch: Stretch) -> Gathers {
        let value = value.map(|value| if of == AggregateKind::Distinct { self.key(value) } else { value });
        let key = match stretch {
            Stretch::Sliding { .. } => None,
            Stretch::Same(field) => Some(self.activity_key(field)),
        };
        Gathers::Stretch(StretchPlan { of, value, stretch, key })
    }
}
