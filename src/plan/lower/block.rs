//! Scores and groups as flat programs.

use super::intern::next;
use super::{Lowering, Place};
use crate::plan::*;
use crate::typed::{Block, Item, Score};

impl<'a> Lowering<'a> {
    /// Fills in an instance that waited.
    pub(super) fn instance_body(&mut self, id: InstanceId) {
        let Instance { score, log, .. } = *self.plan.instance(id);
        let rules = self.rules;
        let of: &Score = &rules.scores[score.0 as usize];
        let place = Place::subject(log, of.kind);
        let mut steps = Vec::new();
        self.block(&of.body, &mut steps, place);
        let overrides = of.overrides.iter().map(|over| {
            let when = self.cond(&over.when, place);
            (when, self.expr(&over.to, place))
        });
        let overrides = overrides.collect();
        let tier_overrides = of.tier_overrides.iter().map(|over| (self.cond(&over.when, place), over.tier.0));
        let tier_overrides = tier_overrides.collect();
        let instance = &mut self.plan.instances[id.0 as usize];
        (instance.steps, instance.overrides, instance.tier_overrides) = (steps, overrides, tier_overrides);
    }

    fn block(&mut self, block: &'a Block, steps: &mut Vec<Step>, place: Place) {
        for item in &block.items {
            match item {
                Item::Rule(rule) => steps.push(Step::Rule(self.rule(rule, place))),
                Item::Group(group) => self.group(group, steps, place),
            }
        }
        for factor in &block.factors {
            let when = factor.when.as_ref().map(|when| self.cond(when, place));
            steps.push(Step::Factor { owner: factor.owner, by: self.expr(&factor.by, place), when });
        }
        if block.up_to.is_some() || block.down_to.is_some() {
            steps.push(Step::Cap { owner: block.owner, up_to: block.up_to, down_to: block.down_to });
        }
        if let Some(total) = &block.decay {
            let decay = self.decay(&total.decay, place);
            steps.push(Step::Fade { owner: block.owner, decay, down_to: total.down_to });
        }
    }

    fn group(&mut self, group: &'a Block, steps: &mut Vec<Step>, place: Place) {
        let when = group.when.as_ref().map(|when| self.cond(when, place));
        let open = steps.len();
        steps.push(Step::Open { owner: group.owner, when, close: 0 });
        self.block(group, steps, place);
        let end = next(steps);
        if let Step::Open { close, .. } = &mut steps[open] {
            *close = end;
        }
        steps.push(Step::Close);
    }
}
