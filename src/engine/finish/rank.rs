//! Tiers by rank: a barrier after the last record of a stage.

use super::Run;
use super::score::passes;
use crate::plan::{InstanceId, TierTest};
use crate::values::Decimal;

impl Run<'_> {
    /// Settles the tiers of an instance whose score has ranks, over the records that have the score.
    pub(super) fn rank(&mut self, id: InstanceId) {
        let plan = self.basis.plan;
        let instance = plan.instance(id);
        let score = &plan.scores[instance.score.0 as usize];
        let column = std::mem::take(&mut self.columns[id.0 as usize]);
        let mut values: Vec<Decimal> = column.iter().flatten().map(|outcome| outcome.value).collect();
        values.sort_unstable();
        let n = values.len();
        let tier = |value: Decimal| {
            let n_higher = n - values.partition_point(|other| *other <= value);
            let fits = |test| fits(test, value, n_higher as u64, n as u64);
            (0u32..).zip(&score.tiers).find(|(_, tier)| fits(tier.test)).map(|(tier, _)| tier)
        };
        let settled = column.into_iter().map(|outcome| {
            let mut outcome = outcome?;
            if !outcome.tier_is_set {
                outcome.tier = tier(outcome.value);
            }
            Some(outcome)
        });
        self.columns[id.0 as usize] = settled.collect();
    }
}

/// `top P%`: 100 x (strictly higher) < P x n; `top N`: fewer than N are strictly higher.
fn fits(test: TierTest, value: Decimal, n_higher: u64, n: u64) -> bool {
    match test {
        TierTest::Top(top) => n_higher < u64::from(top),
        TierTest::TopPercent(percent) => {
            100 * 1_000_000 * i128::from(n_higher) < i128::from(percent.micro()) * i128::from(n)
        }
        test => passes(test, value),
    }
}
