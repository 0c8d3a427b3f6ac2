//! The filter of a gate, with everything decided that the type of activity decides.

use super::compile::Tables;
use super::step::number_field;
use super::window;
use crate::engine::activity::{ActivityFrame, has_field};
use crate::engine::eval::Eval;
use crate::plan::{ActivityFieldId, ActivityTypeId, CompareOp, NodeId, Op, Whose};
use crate::values::{Decimal, Instant, Type, Value};

/// What an activity is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::engine) enum Test {
    /// Nothing: it is decided.
    Always(bool),
    /// A known number between two ends in micros, both included.
    Number { field: ActivityFieldId, low: i64, high: i64 },
    /// A known yes, or a known no.
    YesNo { field: ActivityFieldId, yes: bool },
    /// A field that is missing.
    Missing(ActivityFieldId),
    /// Between two instants, both included.
    At { from_us: i64, to_us: i64 },
    /// Since (else before) what this node gives for the contact.
    Bound { since: bool, node: NodeId },
    /// A condition on one text: it is kept by text. Indexes in the program's keyed fields and in their conditions.
    Text { keyed: u32, cond: u32 },
    /// The same before it has its place.
    Sole { field: ActivityFieldId, node: NodeId },
    /// Does not hold.
    Not(Box<Test>),
    /// All hold.
    All(Vec<Test>),
    /// A node that is evaluated.
    Node(NodeId),
}

/// The test that a condition comes to for activities of a type.
pub(super) fn simplified(tables: &Tables<'_, '_>, node: NodeId, ty: Option<ActivityTypeId>) -> Test {
    let basis = tables.basis;
    if let Some(constant) = basis.constant(node) {
        return Test::Always(*constant == Value::YesNo(true));
    }
    let has = |field: ActivityFieldId| has_field(&basis.plan.activities.fields[field.0 as usize], ty);
    if let Some(field) = tables.sole(node) {
        return if has(field) { Test::Sole { field, node } } else { Test::Always(holds_of_nothing(tables, node)) };
    }
    match &basis.plan.node(node).op {
        Op::TypeIn(types) => Test::Always(ty.is_some_and(|ty| types.binary_search(&ty).is_ok())),
        Op::AgeIn { after_us, upto_us } => {
            let (from_us, to_us) = window(basis.as_of, *after_us, *upto_us);
            Test::At { from_us, to_us }
        }
        Op::AtSince(Whose::Contact, node) => Test::Bound { since: true, node: *node },
        Op::AtBefore(Whose::Contact, node) => Test::Bound { since: false, node: *node },
        Op::Not(part) => not(simplified(tables, *part, ty)),
        Op::And(parts) => all(parts.iter().map(|part| simplified(tables, *part, ty))),
        Op::Or(parts) => any(parts.iter().map(|part| simplified(tables, *part, ty))),
        op => match field_test(tables, op) {
            Some((field, test)) if has(field) => test,
            Some((_, test)) => Test::Always(matches!(test, Test::Missing(_))),
            None => Test::Node(node),
        },
    }
}

fn not(test: Test) -> Test {
    match test {
        Test::Always(holds) => Test::Always(!holds),
        Test::Not(inner) => *inner,
        other => Test::Not(Box::new(other)),
    }
}

/// All of some tests; what is decided falls away.
pub(super) fn all(parts: impl Iterator<Item = Test>) -> Test {
    let mut left = Vec::new();
    for part in parts {
        match part {
            Test::Always(true) => {}
            Test::Always(false) => return Test::Always(false),
            Test::All(inner) => left.extend(inner),
            other if left.contains(&other) => {}
            other => left.push(other),
        }
    }
    match left.len() {
        0 => Test::Always(true),
        1 => left.remove(0),
        _ => Test::All(left),
    }
}

/// One of some tests: not none of them.
pub(super) fn any(parts: impl Iterator<Item = Test>) -> Test {
    not(all(parts.map(not)))
}

/// A comparison of a field with constants, of which nothing is text.
fn field_test(tables: &Tables<'_, '_>, op: &Op) -> Option<(ActivityFieldId, Test)> {
    let plan = tables.basis.plan;
    let constant = |node: NodeId| tables.basis.constant(node).and_then(Value::as_number);
    match op {
        Op::Compare(op, a, b) => {
            let (op, field, number) = match (number_field(plan, *a), number_field(plan, *b)) {
                (Some(field), None) => (*op, field, constant(*b)?),
                (None, Some(field)) => (turned(*op), field, constant(*a)?),
                _ => return None,
            };
            let (low, high) = interval(op, number)?;
            Some((field, Test::Number { field, low, high }))
        }
        Op::InRange { subject, low, high, high_open } => {
            let field = number_field(plan, *subject)?;
            let low = low.map_or(Some(i64::MIN), |low| Some(constant(low)?.micro()))?;
            let high = high.map_or(Some(i64::MAX), |high| Some(constant(high)?.micro() - i64::from(*high_open)))?;
            Some((field, Test::Number { field, low, high }))
        }
        Op::YesNo(subject, yes) => match (&plan.node(*subject).op, &plan.node(*subject).ty) {
            (Op::ActivityField(field), Type::YesNo) => Some((*field, Test::YesNo { field: *field, yes: *yes })),
            _ => None,
        },
        Op::Missing(subject) => match plan.node(*subject).op {
            Op::ActivityField(field) => Some((field, Test::Missing(field))),
            _ => None,
        },
        _ => None,
    }
}

/// The other way around: `a < b` is `b > a`.
fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessOrEqual => CompareOp::GreaterOrEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterOrEqual => CompareOp::LessOrEqual,
        same => same,
    }
}

/// The numbers that compare so with another one, in micros; different ones are no interval. Numbers are far from the ends
/// of 64 bits, so that nothing overflows.
fn interval(op: CompareOp, number: Decimal) -> Option<(i64, i64)> {
    let micro = number.micro();
    match op {
        CompareOp::Equal => Some((micro, micro)),
        CompareOp::NotEqual => None,
        CompareOp::Less => Some((i64::MIN, micro.checked_sub(1)?)),
        CompareOp::LessOrEqual => Some((i64::MIN, micro)),
        CompareOp::Greater => Some((micro.checked_add(1)?, i64::MAX)),
        CompareOp::GreaterOrEqual => Some((micro, i64::MAX)),
    }
}

/// Whether a condition on one text holds where the text is missing.
fn holds_of_nothing(tables: &Tables<'_, '_>, node: NodeId) -> bool {
    let basis = tables.basis;
    let frame = ActivityFrame {
        basis,
        type_name: "",
        at: Instant::from_us(0),
        id: None,
        values: &[],
        ty: None,
        contact: 0,
        owner: None,
    };
    let mut registers = tables.registers.borrow_mut();
    registers.clear();
    Eval { basis, registers: &mut registers, frame }.holds(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(us: i64) -> Test {
        Test::At { from_us: us, to_us: us }
    }

    #[test]
    fn what_is_decided_falls_away() {
        assert_eq!(all([Test::Always(true), at(1), Test::Always(true)].into_iter()), at(1));
        assert_eq!(all([at(1), Test::Always(false), at(2)].into_iter()), Test::Always(false));
        assert_eq!(all(std::iter::empty()), Test::Always(true));
        assert_eq!(any([at(1), Test::Always(false)].into_iter()), at(1));
        assert_eq!(any([at(1), Test::Always(true)].into_iter()), Test::Always(true));
        assert_eq!(any(std::iter::empty()), Test::Always(false));
        assert_eq!(
            all([Test::All(vec![at(1), at(2)]), at(2), at(3)].into_iter()),
            Test::All(vec![at(1), at(2), at(3)])
        );
    }

    #[test]
    fn comparisons_are_intervals() {
        let two = Decimal::from_int(2);
        let holds = |op, micro: i64| interval(op, two).is_some_and(|(low, high)| low <= micro && micro <= high);
        for op in
            [CompareOp::Equal, CompareOp::Less, CompareOp::LessOrEqual, CompareOp::Greater, CompareOp::GreaterOrEqual]
        {
            for micro in [0, 1_999_999, 2_000_000, 2_000_001, i64::MIN, i64::MAX] {
                assert_eq!(holds(op, micro), crate::engine::eval_stands(op, micro.cmp(&2_000_000)), "{op:?} {micro}");
                assert_eq!(holds(turned(op), micro), crate::engine::eval_stands(op, 2_000_000.cmp(&micro)));
            }
        }
    }
}
