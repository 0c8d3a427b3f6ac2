//! One activity as nodes see it, and the gates it passes.

use super::basis::Basis;
use super::eval::{Eval, Frame};
use crate::plan::{ActivityFieldPlan, ActivityTypeId, FieldTarget, Gate, KindId, Op, Whose};
use crate::values::{Decimal, Instant, Value};

/// An activity in the log of a record.
#[derive(Clone, Copy)]
pub(super) struct ActivityFrame<'e, 'a> {
    pub(super) basis: &'e Basis<'a>,
    /// Its type as the record spells it.
    pub(super) type_name: &'e str,
    pub(super) at: Instant,
    pub(super) id: Option<&'e str>,
    /// By activity field id.
    pub(super) values: &'e [Value],
    /// The type's id; none for a type that no rule names.
    pub(super) ty: Option<ActivityTypeId>,
    /// The row of the contact who did it.
    pub(super) contact: u32,
    /// The record whose log it is, where that is not the contact.
    pub(super) owner: Option<(KindId, u32)>,
}

impl Frame for ActivityFrame<'_, '_> {
    fn leaf(&mut self, op: &Op) -> Value {
        match op {
            Op::ActivityType => Value::text(self.type_name),
            Op::ActivityAt => Value::Time(self.at),
            Op::ActivityId => self.id.map_or(Value::Missing, Value::text),
            Op::ActivityDay => Value::Date(self.basis.plan.zone.local_day(self.at)),
            Op::ActivityWeek => {
                let week = self.basis.plan.zone.local_day(self.at).iso_week();
                Value::Number(Decimal::from_int(week))
            }
            Op::ContactField(links, target) => self.basis.field(KindId(0), links, *target, self.contact),
            Op::TypeIn(types) => Value::YesNo(self.ty.is_some_and(|ty| types.binary_search(&ty).is_ok())),
            Op::AgeIn { after_us, upto_us } => Value::YesNo(is_in_window(self, *after_us, *upto_us)),
            Op::AtSince(whose, node) => Value::YesNo(self.bound(*whose, *node).is_some_and(|from| self.at >= from)),
            Op::AtBefore(whose, node) => Value::YesNo(self.bound(*whose, *node).is_some_and(|to| self.at < to)),
            // A field of another type of activity.
            _ => Value::Missing,
        }
    }

    fn direct(&self, op: &Op) -> Option<&Value> {
        match op {
            Op::ActivityField(field) => {
                let of = &self.basis.plan.activities.fields[field.0 as usize];
                let slot = self.values.get(field.0 as usize)?;
                has_field(of, self.ty).then_some(slot)
            }
            Op::ContactField(links, FieldTarget::Field(field)) if links.is_empty() => {
                self.basis.rows(KindId(0)).get(self.contact as usize)?.values.get(field.0 as usize)
            }
            _ => None,
        }
    }
}

impl ActivityFrame<'_, '_> {
    /// The end of a window that a record sets.
    fn bound(&self, whose: Whose, node: crate::plan::NodeId) -> Option<Instant> {
        let (kind, row) = match whose {
            Whose::Contact => (KindId(0), self.contact),
            Whose::Owner => self.owner?,
        };
        self.basis.instant_of_record(node, kind, row)
    }
}

/// Whether a type of activity has a field.
pub(super) fn has_field(field: &ActivityFieldPlan, ty: Option<ActivityTypeId>) -> bool {
    match &field.of {
        None => true,
        Some(types) => ty.is_some_and(|ty| types.binary_search(&ty).is_ok()),
    }
}

fn is_in_window(frame: &ActivityFrame<'_, '_>, after_us: Option<i64>, upto_us: i64) -> bool {
    is_of_age(frame.basis, frame.at, after_us, upto_us)
}

/// `T - after < at <= T - upto`.
pub(super) fn is_of_age(basis: &Basis<'_>, at: Instant, after_us: Option<i64>, upto_us: i64) -> bool {
    is_within(basis.as_of, at, after_us, upto_us)
}

/// The same for any T.
pub(super) fn is_within(as_of: Instant, at: Instant, after_us: Option<i64>, upto_us: i64) -> bool {
    let age_us = i128::from(as_of.us()) - i128::from(at.us());
    age_us >= i128::from(upto_us) && after_us.is_none_or(|after| age_us < i128::from(after))
}

/// Whether an activity passes a gate.
pub(super) fn passes(eval: &mut Eval<'_, '_, ActivityFrame<'_, '_>>, gate: &Gate) -> bool {
    let frame = &eval.frame;
    gate.types.has(frame.ty)
        && is_of_age(frame.basis, frame.at, gate.after_us, gate.upto_us)
        && gate.filter.is_none_or(|filter| eval.holds(filter))
}
