//! What contacts are made of: for each field the values at which some comparison changes its mind, and for activities
//! the ages at which windows, decays and orders do.

use super::apart::Both;
use crate::plan::{
    AccumulatorId, Curve, Feed, FieldTarget, Gate, HeadPlan, KindId, NodeId, Op, Plan, Scope, Selection, SelectionOp,
    TypeSet,
};
use crate::source::Span;
use crate::values::{Date, Decimal, Instant, Type, Unit, Value};
use std::collections::{BTreeMap, BTreeSet};

/// So many worlds that differ are looked at more closely.
pub(super) const CANDIDATES_MAX: usize = 8;
/// A field has so many values to choose from, and activities so many ages.
const VALUES_MAX: usize = 64;
/// So many activities of one kind are made for one contact.
const COUNT_MAX: i64 = 40;

/// A field of a kind of record, or of activities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// By kind and field.
    Record(u32, u32),
    /// By activity field.
    Activity(u32),
}

/// Values to choose from.
#[derive(Clone, Debug, Default)]
pub(super) struct Pools {
    pub values: BTreeMap<Slot, Vec<Value>>,
    /// Ages of activities in microseconds.
    pub ages_us: Vec<i64>,
    /// How many alike.
    pub counts: Vec<u32>,
}

/// The fields and types of activity that one rule looks at.
#[derive(Clone, Debug, Default)]
pub(super) struct Focus {
    pub slots: BTreeSet<Slot>,
    /// None for every type.
    pub types: Option<BTreeSet<u32>>,
}

impl Pools {
    /// Of the constants of both plans.
    pub(super) fn of(plans: &[Plan; 2], as_of: Instant) -> Pools {
        let (values, ages_us, counts) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        let mut gathered = Gathered { as_of, values, ages_us, counts };
        plans.iter().for_each(|plan| gathered.plan(plan));
        gathered.pools()
    }
}

struct Gathered {
    as_of: Instant,
    values: BTreeMap<Slot, BTreeSet<Value>>,
    ages_us: BTreeSet<i64>,
    counts: BTreeSet<i64>,
}

impl Gathered {
    fn plan(&mut self, plan: &Plan) {
        for node in &plan.nodes {
            match &node.op {
                Op::Compare(_, left, right) => {
                    self.compared(plan, *left, *right);
                    self.compared(plan, *right, *left);
                }
                Op::InRange { subject, low, high, .. } => {
                    low.iter().chain(high).for_each(|end| self.compared(plan, *subject, *end));
                }
                Op::InList(subject, list) | Op::Text { subject, any_of: list, .. } => {
                    for value in &plan.lists[list.0 as usize].values {
                        self.near(plan, *subject, value);
                    }
                }
                Op::AgeIn { after_us, upto_us } => self.window(*after_us, *upto_us),
                _ => {}
            }
        }
        for accumulator in &plan.accumulators {
            if let Feed::Gate(gate) = &accumulator.feed {
                self.gate(gate);
            }
        }
        plan.stores.iter().for_each(|store| self.window(store.after_us, store.upto_us));
        for selection in &plan.selections {
            match &selection.op {
                SelectionOp::Gate(gate) => self.gate(gate),
                SelectionOp::Order { within_us, .. } => self.edge(*within_us),
                _ => {}
            }
        }
        plan.decays.iter().for_each(|decay| self.edge(length(decay.curve) * decay.unit.micros()));
        plan.logs.iter().filter(|log| log.ago_us > 0).for_each(|log| self.edge(log.ago_us));
        self.choices(plan);
    }

    fn gate(&mut self, gate: &Gate) {
        self.window(gate.after_us, gate.upto_us);
    }

    fn window(&mut self, after_us: Option<i64>, upto_us: i64) {
        after_us.into_iter().chain([upto_us]).filter(|us| *us > 0).for_each(|us| self.edge(us));
    }

    /// An age at an edge, just inside, and a little inside and outside.
    fn edge(&mut self, us: i64) {
        let hour = Unit::Hour.micros();
        self.ages_us.extend([us, us.saturating_sub(hour), us.saturating_add(hour)]);
    }

    /// Fields below one side take what the other side comes to, and what lies beside it.
    fn compared(&mut self, plan: &Plan, side: NodeId, other: NodeId) {
        if let Op::Const(value) = &plan.node(other).op {
            self.near(plan, side, value);
        }
    }

    fn near(&mut self, plan: &Plan, side: NodeId, value: &Value) {
        let mut open = vec![side];
        while let Some(node) = open.pop() {
            let of = plan.node(node);
            match (&of.op, of.scope) {
                (Op::Field(links, FieldTarget::Field(field)), Scope::Subject(kind)) => {
                    let kind =
                        links.iter().fold(kind, |kind, link| plan.kinds[kind.0 as usize].links[link.0 as usize].target);
                    self.values_near(Slot::Record(kind.0, field.0), &of.ty, value);
                }
                (Op::ContactField(links, FieldTarget::Field(field)), _) if links.is_empty() => {
                    self.values_near(Slot::Record(0, field.0), &of.ty, value);
                }
                (Op::ActivityField(field), _) => self.values_near(Slot::Activity(field.0), &of.ty, value),
                (Op::Gathered(id, _), _) => self.gathered(plan, *id, value),
                (Op::Elapsed { from, unit_us, until, .. }, _) => {
                    let units = value.as_number().map_or(0, |number| number.micro() / 1_000_000);
                    let us = units.saturating_mul(*unit_us);
                    self.edge(us);
                    self.edge(us.saturating_add(*unit_us));
                    let signed = if *until { us } else { -us };
                    for us in [signed, signed - unit_us, signed + unit_us] {
                        self.near(plan, *from, &Value::Time(Instant::from_us(self.as_of.us().saturating_add(us))));
                    }
                }
                (op, _) => open.extend(op.parts()),
            }
        }
    }

    /// What is made of activities: a number is how many, or what their values come to.
    fn gathered(&mut self, plan: &Plan, id: AccumulatorId, value: &Value) {
        let Some(number) = value.as_number() else { return };
        let whole = number.micro() / 1_000_000;
        self.counts.extend([whole - 1, whole, whole + 1]);
        for node in plan.accumulator(id).gathers.nodes() {
            self.near(plan, node, value);
        }
    }

    fn values_near(&mut self, slot: Slot, ty: &Type, value: &Value) {
        let near: Vec<Value> = match (ty.element(), value) {
            (Type::Number | Type::WholeNumber, Value::Number(number)) => {
                let step = Decimal::ONE;
                let beside = [number.checked_sub(step), Some(*number), number.checked_add(step)];
                let is_fit = |number: &Decimal| *ty != Type::WholeNumber || number.is_whole();
                beside.into_iter().flatten().filter(is_fit).map(Value::Number).collect()
            }
            (Type::Text | Type::ExactText, Value::Text(text)) => {
                vec![value.clone(), Value::text(&format!("{text}x")), Value::text(&format!("a@{text}"))]
            }
            (Type::Date, Value::Date(date)) => {
                [-1, 0, 1].map(|days| Value::Date(Date::from_days(date.days() + days))).to_vec()
            }
            (Type::Date, Value::Time(at)) => {
                vec![Value::Date(Date::from_days(at.us().div_euclid(Unit::Day.micros()) as i32))]
            }
            (Type::Time | Type::TimeOrDate, Value::Time(_)) => vec![value.clone()],
            (Type::Time | Type::TimeOrDate, Value::Date(date)) => {
                vec![Value::Time(Instant::from_us(i64::from(date.days()) * Unit::Day.micros()))]
            }
            _ => Vec::new(),
        };
        self.values.entry(slot).or_default().extend(near);
    }

    /// Fields with few values take all of them; numbers and texts that nothing is compared with take a few.
    fn choices(&mut self, plan: &Plan) {
        let few = |ty: &Type| match ty.element() {
            Type::YesNo => vec![Value::YesNo(true), Value::YesNo(false)],
            Type::OneOf(choices) => (0..choices.names().len().min(VALUES_MAX) as u32).map(Value::Choice).collect(),
            Type::Number | Type::WholeNumber => {
                [0, 1, 2, 3, 4, 5, 10, 100].map(|n| Value::Number(Decimal::from_int(n))).to_vec()
            }
            Type::Text | Type::ExactText => vec![Value::text("a"), Value::text("b")],
            Type::Date | Type::Time | Type::TimeOrDate | Type::List(_) => Vec::new(),
        };
        for (kind, fields) in (0u32..).zip(plan.kinds.iter().map(|kind| &kind.fields)) {
            for (field, known) in (0u32..).zip(fields).filter(|(_, known)| known.used) {
                self.values.entry(Slot::Record(kind, field)).or_default().extend(few(&known.ty));
            }
        }
        for (field, known) in (0u32..).zip(&plan.activities.fields).filter(|(_, known)| known.used) {
            self.values.entry(Slot::Activity(field)).or_default().extend(few(&known.ty));
        }
    }

    fn pools(mut self) -> Pools {
        let hour = Unit::Hour.micros();
        self.ages_us.extend([hour, hour * 25, 10 * Unit::Day.micros()]);
        self.counts.extend([1, 2, 3]);
        let first = |values: BTreeSet<Value>| values.into_iter().take(VALUES_MAX).collect();
        Pools {
            values: self.values.into_iter().map(|(slot, values)| (slot, first(values))).collect(),
            ages_us: self.ages_us.into_iter().filter(|us| *us >= 0).take(VALUES_MAX).collect(),
            counts: self.counts.into_iter().filter(|n| (1..=COUNT_MAX).contains(n)).map(|n| n as u32).collect(),
        }
    }
}

/// How many units a curve takes to do something.
fn length(curve: Curve) -> i64 {
    match curve {
        Curve::HalfLife(n) | Curve::Linear(n) => i64::from(n),
        Curve::PercentSteps { per, .. } | Curve::PercentSmooth { per, .. } => i64::from(per),
        Curve::PercentCompound { per, .. } | Curve::Points { per, .. } => i64::from(per),
    }
}

/// What the rule around a place looks at; nothing where the place is in no rule, or in one of scores alone.
pub(super) fn focus(both: &Both<'_>, place: Span) -> Option<Focus> {
    let around = |span: Span| span.source == place.source && span.start <= place.start && place.end <= span.end;
    let plan = &both.plans[0];
    let mut focus = Focus { slots: BTreeSet::new(), types: Some(BTreeSet::new()) };
    let mut open: Vec<NodeId> = Vec::new();
    for rule in plan.rules.iter().filter(|rule| around(both.rules.owners[rule.owner.0 as usize].span)) {
        match rule.head {
            HeadPlan::Each(id) => focus.accumulator(plan, id, &mut open),
            HeadPlan::When { when, award, .. } => open.extend([when, award]),
        }
    }
    while let Some(node) = open.pop() {
        focus.node(plan, node, &mut open);
    }
    let is_empty = focus.slots.is_empty() && focus.types.as_ref().is_some_and(BTreeSet::is_empty);
    (!is_empty).then_some(focus)
}

impl Focus {
    fn node(&mut self, plan: &Plan, node: NodeId, open: &mut Vec<NodeId>) {
        let of = plan.node(node);
        match (&of.op, of.scope) {
            (Op::Field(links, FieldTarget::Field(field)), Scope::Subject(KindId(kind))) if links.is_empty() => {
                self.slots.insert(Slot::Record(kind, field.0));
            }
            (Op::ContactField(_, FieldTarget::Field(field)), _) => {
                self.slots.insert(Slot::Record(0, field.0));
            }
            (Op::ActivityField(field), _) => {
                self.slots.insert(Slot::Activity(field.0));
            }
            (Op::Gathered(id, _), _) => self.accumulator(plan, *id, open),
            (op, _) => open.extend(op.parts()),
        }
    }

    fn accumulator(&mut self, plan: &Plan, id: AccumulatorId, open: &mut Vec<NodeId>) {
        let accumulator = plan.accumulator(id);
        open.extend(accumulator.gathers.nodes());
        let gates: Vec<&Gate> = match &accumulator.feed {
            Feed::Gate(gate) => vec![gate],
            // What is chosen from a store may be any of those that stores are asked for.
            Feed::Selection(_) => plan.selections.iter().filter_map(gate_of).collect(),
        };
        for gate in gates {
            open.extend(gate.filter);
            match (&gate.types, &mut self.types) {
                (TypeSet::Of(types), Some(known)) => known.extend(types.iter().map(|ty| ty.0)),
                _ => self.types = None,
            }
        }
    }
}

fn gate_of(selection: &Selection) -> Option<&Gate> {
    match &selection.op {
        SelectionOp::Gate(gate) => Some(gate),
        _ => None,
    }
}
