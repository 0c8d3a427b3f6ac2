//! Decays and the clocks they run on.

use super::choice::Choice;
use super::{Lowering, Place};
use crate::plan::*;
use crate::typed::{Clock, Curve, Decay, Phrase};

impl<'a> Lowering<'a> {
    pub(super) fn decay(&mut self, decay: &'a Decay, place: Place) -> DecayId {
        let half_life = match decay.curve {
            Curve::HalfLife(units) => self.half_life(units),
            _ => None,
        };
        let clock = match &decay.clock {
            Clock::Activity => ClockPlan::Activity,
            Clock::Without(phrase) => {
                let newest = vec![self.newest(phrase, place)];
                let log = self.base(place.log, place.owner, TypeSet::All);
                let oldest = Some(self.gather(log, Gathers::Oldest, place));
                ClockPlan::Record { newest, oldest }
            }
            Clock::Newest(phrases) => {
                let newest = phrases.iter().map(|phrase| self.newest(phrase, place)).collect();
                ClockPlan::Record { newest, oldest: None }
            }
        };
        let ago_us = self.plan.log(place.log).ago_us;
        let (curve, grace, unit) = (decay.curve, decay.grace, decay.unit);
        self.decay_id(DecayPlan { curve, half_life, grace, unit, clock, ago_us })
    }

    fn newest(&mut self, phrase: &'a Phrase, place: Place) -> AccumulatorId {
        let choice: Choice = self.phrase(phrase, place);
        self.gather(choice, Gathers::Newest, place)
    }
}
