//! Questions of tests put to the evaluator: labels appended to the rules, whose texts are the answers.

use crate::source::Span;
use crate::typed::{Cond, CondKind, Expect, Expected, Expr, ExprKind, KindId, Label, TemplatePart, Test, TypedRules};
use crate::values::{Type, Value};

/// At most so many values are shown beside one condition.
pub const SUBJECTS_MAX: usize = 4;

/// Where the answers of one `expect` stand among the labels of a result.
#[derive(Clone, Debug)]
pub struct Probe {
    /// The label that says `yes` where the condition holds.
    pub holds: Option<usize>,
    /// What the condition looks at: its place in the rules, and the label with its value.
    pub subjects: Vec<(Span, usize)>,
}

/// The text of a condition that holds.
pub const YES: &str = "yes";

/// The rules with a label for each question of some tests, and where the answers to each test stand; ids of everything
/// else stay. `subjects_max` is how many values are asked for beside each condition.
pub fn with_probes(rules: &TypedRules, tests: &[&Test], subjects_max: usize) -> (TypedRules, Vec<Vec<Probe>>) {
    let mut probed = rules.clone();
    let labels = &mut probed.labels;
    let mut of_test = |test: &&Test| test.expects.iter().map(|expect| probe(expect, subjects_max, labels)).collect();
    let probes = tests.iter().map(&mut of_test).collect();
    (probed, probes)
}

fn probe(expect: &Expect, subjects_max: usize, labels: &mut Vec<Label>) -> Probe {
    let Expected::Holds(cond) = &expect.what else { return Probe { holds: None, subjects: Vec::new() } };
    if mentions_exclusion(cond) {
        // Asked of the result itself: labels of an excluded record are missing.
        return Probe { holds: None, subjects: Vec::new() };
    }
    let kind = expect.of.0;
    let holds = push(labels, kind, yes_or_no(cond));
    let mut found = Vec::new();
    collect(cond, &mut found);
    found.truncate(subjects_max);
    let subjects = found.into_iter().map(|expr| (expr.span, push(labels, kind, shown(&expr)))).collect();
    Probe { holds: Some(holds), subjects }
}

fn push(labels: &mut Vec<Label>, kind: KindId, value: Expr) -> usize {
    let span = value.span;
    labels.push(Label { name: format!("probe {}", labels.len()), kind, value, span });
    labels.len() - 1
}

/// `yes` where a condition holds, `no` where it does not.
pub fn yes_or_no(cond: &Cond) -> Expr {
    let text = |text: &str| Expr { kind: ExprKind::Const(Value::text(text)), ty: Type::Text, span: cond.span };
    let arms = vec![(cond.clone(), text(YES))];
    Expr { kind: ExprKind::First(arms, Some(Box::new(text("no")))), ty: Type::Text, span: cond.span }
}

fn shown(of: &Expr) -> Expr {
    let parts = vec![TemplatePart::Value(of.clone())];
    Expr { kind: ExprKind::Template(parts), ty: Type::Text, span: of.span }
}

/// Whether a condition asks for `excluded` anywhere.
pub fn mentions_exclusion(cond: &Cond) -> bool {
    match &cond.kind {
        CondKind::Excluded => true,
        CondKind::And(parts) | CondKind::Or(parts) | CondKind::AtLeast(_, parts) => {
            parts.iter().any(mentions_exclusion)
        }
        CondKind::Not(part) => mentions_exclusion(part),
        _ => false,
    }
}

/// The values that a condition looks at, constants left out, in the order written.
fn collect(cond: &Cond, found: &mut Vec<Expr>) {
    let mut keep = |expr: &Expr| {
        let known = found.iter().any(|other| other.span == expr.span);
        if !known && !matches!(expr.kind, ExprKind::Const(_)) {
            found.push(expr.clone());
        }
    };
    match &cond.kind {
        CondKind::Compare { left, right, .. } => {
            keep(left);
            keep(right);
        }
        CondKind::InRange { subject, low, high, .. } => {
            keep(subject);
            low.iter().chain(high).for_each(keep);
        }
        CondKind::TextValue { subject, other, .. } => {
            keep(subject);
            keep(other);
        }
        CondKind::InList { subject, .. }
        | CondKind::Missing { subject, .. }
        | CondKind::YesNo { subject, .. }
        | CondKind::Text { subject, .. }
        | CondKind::Matches { subject, .. } => keep(subject),
        CondKind::Tier { score, .. } => {
            keep(&Expr { kind: ExprKind::TierName(score.clone()), ty: Type::Text, span: cond.span });
        }
        CondKind::And(parts) | CondKind::Or(parts) | CondKind::AtLeast(_, parts) => {
            parts.iter().for_each(|part| collect(part, found));
        }
        CondKind::Not(part) => collect(part, found),
        CondKind::Always
        | CondKind::Any(_)
        | CondKind::None(_)
        | CondKind::AnyLinked { .. }
        | CondKind::Segment(_)
        | CondKind::Excluded => {}
    }
}
