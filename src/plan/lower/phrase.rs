//! Activity phrases.

use super::choice::Choice;
use super::{Lowering, Place};
use crate::plan::*;
use crate::typed::{ActivityFieldId, ActivityKey, Expr, KindId, Order, Phrase, Pick, Relation, Source, Window};
use crate::values::Type;

impl<'a> Lowering<'a> {
    /// Which activities of the place's log a phrase keeps.
    pub(super) fn phrase(&mut self, phrase: &'a Phrase, place: Place) -> Choice {
        let mut choice = self.sources(&phrase.sources, place);
        if let Some(filter) = &phrase.filter {
            let filter = self.cond(filter, place.in_activity());
            choice = self.both(choice, filtered(filter));
        }
        for window in &phrase.windows {
            let window = self.window(window, place);
            choice = self.both(choice, window);
        }
        match &phrase.order {
            None => choice,
            Some(order) => self.order(order, choice, place),
        }
    }

    fn sources(&mut self, sources: &'a [Source], place: Place) -> Choice {
        let choices = sources.iter().map(|source| self.source(source, place)).collect();
        let upto_us = self.plan.log(place.log).ago_us;
        self.either(choices, upto_us)
    }

    fn source(&mut self, source: &'a Source, place: Place) -> Choice {
        match source {
            Source::Type(ty) => self.base(place.log, place.owner, TypeSet::Of(vec![*ty])),
            Source::Every => self.base(place.log, place.owner, TypeSet::All),
            Source::Phrase(phrase) => self.phrase(phrase, place),
            Source::Pick(pick) => self.pick(pick, place),
        }
    }

    fn pick(&mut self, pick: &'a Pick, place: Place) -> Choice {
        let of = Box::new(self.sources(&pick.of, place));
        let per = pick.per.map(|field| self.activity_key(field));
        Choice::Pick { end: pick.end, n: pick.n, of, per }
    }

    fn window(&mut self, window: &'a Window, place: Place) -> Choice {
        let ago_us = self.plan.log(place.log).ago_us;
        match window {
            Window::Ago { from_us, to_us } => Choice::Gate(Gate {
                after_us: Some(ago_us.saturating_add(*from_us)),
                ..Gate::up_to(ago_us.saturating_add(*to_us))
            }),
            Window::Since(value) => self.bound(value, true, place),
            Window::Before(value) => self.bound(value, false, place),
        }
    }

    /// `since X` and `before X`, X a value of the record whose log it is, or of the record where `over` stands.
    fn bound(&mut self, value: &'a Expr, since: bool, place: Place) -> Choice {
        let owner = place.anchor.map_or(place.owner, |anchor| anchor.kind);
        let value = self.expr(value, Place { activity: false, owner, ..place });
        let constant = self.plan.node(value).scope == Scope::Anywhere;
        if let (Some(anchor), false) = (place.anchor, constant) {
            return Choice::Anchored { anchor: anchor.number, since, value };
        }
        let owner = if constant { KindId(0) } else { place.owner };
        let whose = if owner == KindId(0) { Whose::Contact } else { Whose::Owner };
        let op = if since { Op::AtSince(whose, value) } else { Op::AtBefore(whose, value) };
        filtered(self.node(op, Type::YesNo, Scope::Activity(owner)))
    }

    fn order(&mut self, order: &'a Order, of: Choice, place: Place) -> Choice {
        let (relation, to) = match order {
            Order::WithinAfter(to) => (RelationKind::WithinAfter, to),
            Order::FollowedBy(to) => (RelationKind::FollowedBy, to),
            Order::NotFollowedBy(to) => (RelationKind::NotFollowedBy, to),
            Order::AfterWithout(to) => (RelationKind::AfterWithout, to),
        };
        let Relation { other, within_us, same } = to;
        let other = Box::new(self.phrase(other, place));
        let same = same.map(|field| self.activity_key(field));
        let ago_us = self.plan.log(place.log).ago_us;
        Choice::Order { relation, of: Box::new(of), other, within_us: *within_us, same, ago_us }
    }

    /// A field of activities, or what each of them has.
    pub(super) fn activity_field(&mut self, field: ActivityKey) -> NodeId {
        let (op, ty) = match field {
            ActivityKey::Field(field) => (Op::ActivityField(field), self.field_type(field)),
            ActivityKey::Type => (Op::ActivityType, Type::ExactText),
            ActivityKey::At => (Op::ActivityAt, Type::Time),
            ActivityKey::Id => (Op::ActivityId, Type::ExactText),
            ActivityKey::Day => (Op::ActivityDay, Type::Date),
            ActivityKey::Week => (Op::ActivityWeek, Type::WholeNumber),
        };
        self.node(op, ty, Scope::Activity(KindId(0)))
    }

    fn field_type(&self, field: ActivityFieldId) -> Type {
        self.plan.activities.fields[field.0 as usize].ty.clone()
    }

    /// The key of a field of activities, by which they are told apart.
    pub(super) fn activity_key(&mut self, field: ActivityKey) -> NodeId {
        let value = self.activity_field(field);
        self.key(value)
    }
}

/// Every activity for which a condition holds.
fn filtered(filter: NodeId) -> Choice {
    Choice::Gate(Gate { filter: Some(filter), ..Gate::up_to(0) })
}
