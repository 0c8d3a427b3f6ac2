//! What a decay leaves of an award.

use crate::plan::{Amount, ClockPlan, Curve, DecayId, DecayPlan, Gathers, Plan};
use crate::values::fade;
use crate::values::{Decimal, HalfLifeTable};
use std::collections::HashMap;

/// Tables of contributions by age, for constant awards that fade by half-lives: one look-up an activity.
pub(super) struct Contributions {
    /// By award and decay, up to the age from which nothing is left.
    tables: HashMap<(Decimal, DecayId), Vec<i64>>,
}

/// The longest half-life for which a table is made, in units; longer ones are multiplied out.
const TABLE_HALF_LIFE_MAX: u32 = 1_000;

impl Contributions {
    pub(super) fn new(plan: &Plan) -> Contributions {
        let mut tables = HashMap::new();
        for accumulator in &plan.accumulators {
            let Gathers::Points(points) = &accumulator.gathers else { continue };
            let (Amount::Constant(award), Some(decay)) = (points.award, points.decay) else { continue };
            if let Some(table) = table(plan, award, plan.decay(decay)) {
                tables.insert((award, decay), table);
            }
        }
        Contributions { tables }
    }

    /// What is left of a constant award at an age.
    pub(super) fn constant(&self, plan: &Plan, award: Decimal, decay: DecayId, age_units: u64) -> Decimal {
        match self.tables.get(&(award, decay)) {
            Some(table) => {
                let left = usize::try_from(age_units).ok().and_then(|age| table.get(age)).copied();
                Decimal::from_micro(left.unwrap_or(0))
            }
            None => faded(plan, plan.decay(decay), award, age_units),
        }
    }
}

fn table(plan: &Plan, award: Decimal, decay: &DecayPlan) -> Option<Vec<i64>> {
    let (Curve::HalfLife(units), ClockPlan::Activity, Some(id)) = (decay.curve, &decay.clock, decay.half_life) else {
        return None;
    };
    if units > TABLE_HALF_LIFE_MAX {
        return None;
    }
    let factors = plan.half_lives[id.0 as usize].factors();
    let left = factors.iter().map(|factor| HalfLifeTable::apply(award, *factor).micro());
    Some(left.take_while(|left| *left != 0).collect())
}

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
