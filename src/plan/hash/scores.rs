//! Scores: what is the same for all their instances, and the program of each.

use super::encode::Encoder;
use super::{Digest, Hasher};
use crate::plan::{HeadPlan, InstanceId, OwnerId, RuleId, Step, TierTest};

impl Hasher<'_> {
    pub(super) fn score(&mut self, id: u32) -> Digest {
        let main = self.plan.scores[id as usize].main;
        self.instance(main)
    }

    /// An instance: the score's own settings, then its steps.
    pub(super) fn instance(&mut self, id: InstanceId) -> Digest {
        if let Some(digest) = self.instances.get(&id) {
            return *digest;
        }
        let instance = self.plan.instance(id);
        let mut encoder = Encoder::new("score");
        self.settings(&mut encoder, instance.score.0);
        encoder.int(self.plan.log(instance.log).ago_us);
        for step in &instance.steps {
            self.step(&mut encoder, step);
        }
        for (when, to) in &instance.overrides {
            encoder.text("override");
            encoder.digest(self.node(*when));
            encoder.digest(self.node(*to));
        }
        for (when, tier) in &instance.tier_overrides {
            encoder.text("tier");
            encoder.digest(self.node(*when));
            encoder.int(i64::from(*tier));
        }
        let digest = encoder.finish();
        self.instances.insert(id, digest);
        digest
    }

    fn settings(&self, encoder: &mut Encoder, score: u32) {
        let score = &self.plan.scores[score as usize];
        encoder.text(&score.name);
        encoder.text(self.kind(score.kind));
        encoder.option(score.purpose.as_deref(), Encoder::text);
        encoder.option(score.range.0, Encoder::decimal);
        encoder.option(score.range.1, Encoder::decimal);
        encoder.decimal(score.round);
        for tier in &score.tiers {
            encoder.text(&tier.name);
            match tier.test {
                TierTest::AtLeast(edge) => {
                    encoder.text(">=");
                    encoder.decimal(edge);
                }
                TierTest::Above(edge) => {
                    encoder.text(">");
                    encoder.decimal(edge);
                }
                TierTest::TopPercent(percent) => {
                    encoder.text("top %");
                    encoder.decimal(percent);
                }
                TierTest::Top(n) => {
                    encoder.text("top");
                    encoder.int(i64::from(n));
                }
                TierTest::OnlyWhen => encoder.text("when"),
                TierTest::Otherwise => encoder.text("else"),
            }
        }
        for reason in score.override_reasons.iter().chain(&score.tier_reasons) {
            encoder.option(reason.as_deref(), Encoder::text);
        }
        self.owner(encoder, score.owner);
    }

    fn owner(&self, encoder: &mut Encoder, owner: OwnerId) {
        let owner = &self.plan.owners[owner.0 as usize];
        encoder.text(&owner.id);
        encoder.option(owner.name.as_deref(), Encoder::text);
        encoder.option(owner.reason.as_deref(), Encoder::text);
    }

    fn step(&mut self, encoder: &mut Encoder, step: &Step) {
        match step {
            Step::Rule(rule) => self.rule(encoder, *rule),
            Step::Open { owner, when, .. } => {
                encoder.text("group");
                self.owner(encoder, *owner);
                encoder.digests(self.option(*when));
            }
            Step::Factor { owner, by, when } => {
                encoder.text("times");
                self.owner(encoder, *owner);
                encoder.digest(self.node(*by));
                encoder.digests(self.option(*when));
            }
            Step::Cap { up_to, down_to, .. } => {
                encoder.text("cap");
                encoder.option(*up_to, Encoder::decimal);
                encoder.option(*down_to, Encoder::decimal);
            }
            Step::Fade { decay, down_to, .. } => {
                encoder.text("fade");
                encoder.digest(self.decay(*decay));
                encoder.decimal(*down_to);
            }
            Step::Close => encoder.text("end"),
        }
    }

    fn rule(&mut self, encoder: &mut Encoder, id: RuleId) {
        let rule = self.plan.rule(id);
        encoder.text("rule");
        self.owner(encoder, rule.owner);
        match rule.head {
            HeadPlan::Each(accumulator) => encoder.digest(self.accumulator(accumulator)),
            HeadPlan::When { when, award, decay } => {
                let parts = vec![self.node(when), self.node(award)];
                encoder.digests(parts);
                encoder.option(decay, |encoder, decay| encoder.digest(self.decay(decay)));
            }
        }
        encoder.option(rule.up_to, Encoder::decimal);
        encoder.option(rule.down_to, Encoder::decimal);
        encoder.int(i64::from(rule.remark));
    }
}
