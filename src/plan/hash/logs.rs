//! Gates, selections, accumulators, decays.

use super::encode::Encoder;
use super::{Digest, Hasher};
use crate::plan::{
    Accumulator, AccumulatorId, ActivityFieldId, ActivityTypeId, Amount, ClockPlan, DecayId, Feed, Gate, Gathers,
    KeyPlan, KindId, PointsPlan, SelectionId, SelectionOp, StretchPlan, TypeSet,
};
use crate::values::Decimal;

impl Hasher<'_> {
    pub(super) fn accumulator(&mut self, id: AccumulatorId) -> Digest {
        if let Some(digest) = self.accumulators.get(&id) {
            return *digest;
        }
        let Accumulator { owner, exclusion, feed, gathers, .. } = self.plan.accumulator(id);
        let mut encoder = Encoder::new("accumulator");
        let contacts = self.plan.kinds[owner.0 as usize].contacts_link;
        self.links(&mut encoder, *owner, contacts.as_slice());
        let ago_us = exclusion.map(|exclusion| self.plan.exclusions[exclusion.0 as usize].ago_us);
        encoder.option(ago_us, Encoder::int);
        match feed {
            Feed::Gate(gate) => self.gate(&mut encoder, gate),
            Feed::Selection(selection) => encoder.digest(self.selection(*selection)),
        }
        self.gathers(&mut encoder, gathers);
        let digest = encoder.finish();
        self.accumulators.insert(id, digest);
        digest
    }

    fn gate(&mut self, encoder: &mut Encoder, gate: &Gate) {
        match &gate.types {
            TypeSet::All => encoder.text("every type"),
            TypeSet::Of(types) => self.types(encoder, types),
        }
        encoder.option(gate.after_us, Encoder::int);
        encoder.int(gate.upto_us);
        encoder.digests(self.option(gate.filter));
    }

    pub(super) fn types(&self, encoder: &mut Encoder, types: &[ActivityTypeId]) {
        let mut names: Vec<&str> =
            types.iter().map(|ty| self.plan.activities.types[ty.0 as usize].name.as_str()).collect();
        names.sort_unstable();
        encoder.int(i64::try_from(names.len()).unwrap_or(i64::MAX));
        names.into_iter().for_each(|name| encoder.text(name));
    }

    pub(super) fn activity_field(&self, encoder: &mut Encoder, field: ActivityFieldId) {
        let field = &self.plan.activities.fields[field.0 as usize];
        encoder.text(&field.name);
        field.path.iter().for_each(|step| encoder.text(step));
        encoder.text(&field.ty.to_string());
        encoder.option(field.of.as_ref(), |encoder, types| self.types(encoder, types));
    }

    fn selection(&mut self, id: SelectionId) -> Digest {
        let mut encoder = Encoder::new("selection");
        match &self.plan.selections[id.0 as usize].op {
            SelectionOp::Gate(gate) => self.gate(&mut encoder, gate),
            SelectionOp::Anchored { anchor, since, value } => {
                encoder.int(i64::from(*anchor));
                encoder.int(i64::from(*since));
                encoder.digest(self.node(*value));
            }
            SelectionOp::And(parts) | SelectionOp::Or(parts) => {
                let all = matches!(self.plan.selections[id.0 as usize].op, SelectionOp::And(_));
                encoder.int(i64::from(all));
                let parts = parts.iter().map(|part| self.selection(*part)).collect();
                encoder.digests(parts);
            }
            SelectionOp::Pick { end, n, of, per } => {
                encoder.text(&format!("{end:?}"));
                encoder.int(i64::from(*n));
                encoder.digest(self.selection(*of));
                encoder.digests(self.option(*per));
            }
            SelectionOp::Order { relation, of, other, within_us, same, ago_us } => {
                encoder.text(&format!("{relation:?}"));
                let sides = vec![self.selection(*of), self.selection(*other)];
                encoder.digests(sides);
                encoder.int(*within_us);
                encoder.int(*ago_us);
                encoder.digests(self.option(*same));
            }
        }
        encoder.finish()
    }

    fn gathers(&mut self, encoder: &mut Encoder, gathers: &Gathers) {
        encoder.text(gathers.word());
        match gathers {
            Gathers::Count | Gathers::DaySet | Gathers::Newest | Gathers::Oldest => {}
            Gathers::Sum(value) | Gathers::Least(value) | Gathers::Greatest(value) => encoder.digest(self.node(*value)),
            Gathers::Distinct(value) | Gathers::Tally(value) => encoder.digest(self.node(*value)),
            Gathers::LatestValue(value) | Gathers::EarliestValue(value) => encoder.digest(self.node(*value)),
            Gathers::Stretch(stretch) => self.stretch(encoder, stretch),
            Gathers::Points(points) => self.points(encoder, points),
        }
    }

    fn stretch(&mut self, encoder: &mut Encoder, stretch: &StretchPlan) {
        encoder.text(&format!("{:?}", stretch.of));
        match stretch.stretch {
            crate::plan::Stretch::Sliding { length_us } => encoder.int(length_us),
            crate::plan::Stretch::Same(_) => encoder.text("same"),
        }
        encoder.digests(self.option(stretch.value));
        encoder.digests(self.option(stretch.key));
    }

    fn points(&mut self, encoder: &mut Encoder, points: &PointsPlan) {
        self.amount(encoder, points.award);
        encoder.option(points.first.as_ref(), |encoder, first| {
            self.amount(encoder, first.award);
            encoder.int(i64::from(first.n));
            encoder.option(first.per, |encoder, per| encoder.digest(self.node(per.key)));
        });
        encoder.option(points.decay, |encoder, decay| encoder.digest(self.decay(decay)));
        encoder.option(points.per_field, |encoder, (key, n)| {
            encoder.digest(self.node(key.key));
            encoder.int(i64::from(n));
        });
        encoder.option(points.per_day, |encoder, n| encoder.int(i64::from(n)));
        encoder.option(points.times, |encoder, n| encoder.int(i64::from(n)));
        encoder.option(points.points_per_field, |encoder, (key, most): (KeyPlan, Decimal)| {
            encoder.digest(self.node(key.key));
            encoder.decimal(most);
        });
        encoder.option(points.points_per_day, Encoder::decimal);
    }

    fn amount(&mut self, encoder: &mut Encoder, amount: Amount) {
        match amount {
            Amount::Constant(points) => encoder.decimal(points),
            Amount::Each(node) => encoder.digest(self.node(node)),
        }
    }

    pub(super) fn decay(&mut self, id: DecayId) -> Digest {
        let decay = self.plan.decay(id);
        let mut encoder = Encoder::new("decay");
        encoder.text(&format!("{:?} {:?}", decay.curve, decay.unit));
        encoder.int(i64::from(decay.grace));
        encoder.int(decay.ago_us);
        encoder.option(decay.half_life, |encoder, id| encoder.digest(self.half_lives[id.0 as usize]));
        match &decay.clock {
            ClockPlan::Activity => encoder.text("own age"),
            ClockPlan::Record { newest, oldest } => {
                let newest = newest.iter().map(|id| self.accumulator(*id)).collect();
                encoder.digests(newest);
                let oldest = oldest.iter().map(|id| self.accumulator(*id)).collect();
                encoder.digests(oldest);
            }
        }
        encoder.finish()
    }

    pub(super) fn excludes(&mut self) -> Digest {
        let mut encoder = Encoder::new("exclude");
        // The conditions of T stand for those of all instants; an instant enters with its log.
        if let Some(now) = self.plan.exclusions.iter().find(|exclusion| exclusion.ago_us == 0) {
            for (condition, reason) in now.conditions.iter().zip(&self.plan.exclude_reasons) {
                encoder.digest(self.node(*condition));
                encoder.text(reason);
            }
        }
        encoder.finish()
    }

    pub(super) fn kind(&self, kind: KindId) -> &str {
        &self.plan.kinds[kind.0 as usize].name
    }
}
