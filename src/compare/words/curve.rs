//! Decay.

use super::Words;
use crate::typed::{Clock, Curve, Decay, TotalDecay};

impl Words<'_> {
    /// How points fade.
    pub fn decay(&self, decay: &Decay) -> String {
        let unit = decay.unit.letter();
        let curve = match decay.curve {
            Curve::HalfLife(n) => format!("{n}{unit}"),
            Curve::Linear(n) => format!("linear over {n}{unit}"),
            Curve::PercentSteps { percent, per } => format!("{percent}% per {per}{unit}"),
            Curve::PercentSmooth { percent, per } => format!("{percent}% per {per}{unit} smooth"),
            Curve::PercentCompound { percent, per } => format!("{percent}% per {per}{unit} compound"),
            Curve::Points { points, per } => format!("{points} per {per}{unit}"),
        };
        let grace = if decay.grace == 0 { String::new() } else { format!(" after {}{unit}", decay.grace) };
        let clock = match &decay.clock {
            Clock::Activity => String::new(),
            Clock::Without(phrase) => format!(" without ({})", self.phrase(phrase)),
            Clock::Newest(phrases) if self.normal => {
                let all = self.set(phrases.iter().map(|phrase| self.phrase(phrase)).collect());
                format!(" by the newest of ({})", all.join("; "))
            }
            Clock::Newest(_) => String::new(),
        };
        format!("{curve}{grace}{clock}")
    }

    /// How a total fades.
    pub fn total_decay(&self, decay: &TotalDecay) -> String {
        format!("{} down to {}", self.decay(&decay.decay), decay.down_to)
    }
}
