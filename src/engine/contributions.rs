//! What a decay leaves of an award.

use crate::plan::{Curve, DecayPlan, Plan};
use crate::values::fade;
use crate::values::{Decimal, HalfLifeTable};

/// What is left of an award, or of a total, at an age in the decay's units.
pub(super) fn faded(plan: &Plan, decay: &DecayPlan, award: Decimal, age_units: u64) -> Decimal {
    match decay.curve {
        Curve::HalfLife(_) => match decay.half_life {
            Some(id) => HalfLifeTable::apply(award, plan.half_lives[id.0 as usize].factor(age_units)),
            None => award,
        },
        Curve::Linear(over) => fade::linear(award, age_units, over),
        Curve::PercentSteps { percent, per } => fade::percent_steps(award, age_units, share(percent), per),
        Curve::PercentSmooth { percent, per } => fade::percent_smooth(award, age_units, share(percent), per),
        Curve::PercentCompound { percent, per } => fade::percent_compound(award, age_units, share(percent), per),
        Curve::Points { points, per } => fade::points_steps(award, age_units, points, per),
    }
}

/// A percentage as a part of the whole: 20 is 0.2. At most four places of a percentage count.
fn share(percent: Decimal) -> Decimal {
    percent.mul_ratio(1, 100).unwrap_or(Decimal::ZERO)
}
