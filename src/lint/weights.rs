//! `40% of fit` beside `50% of engagement`: weights that do not add up to 100 %.

use super::Lint;
use super::claim::Draft;
use crate::diag::{Code, Diagnostic, quoted};
use crate::source::{SourceMap, Span};
use crate::typed::{ArithOp, Award, Block, CondKind, Expr, ExprKind, Head, Item};
use crate::values::{Decimal, Value};

/// Looks at all scores and their groups.
pub fn look(lint: &mut Lint<'_, '_>) {
    let rules = lint.rules;
    for score in &rules.scores {
        of_block(lint, &score.body, &score.name);
    }
}

fn of_block(lint: &mut Lint<'_, '_>, block: &Block, name: &str) {
    let mut weights = Vec::new();
    for item in &block.items {
        match item {
            Item::Group(group) => of_block(lint, group, name),
            Item::Rule(rule) => {
                if let (Head::When(when), Award::Same(award)) = (&rule.head, &rule.award)
                    && matches!(when.kind, CondKind::Always)
                {
                    terms(award, &lint.checked.sources, &mut weights);
                }
            }
        }
    }
    let hundred = Decimal::from_int(100);
    let sum = weights.iter().try_fold(Decimal::ZERO, |sum, (weight, _)| sum.checked_add(*weight));
    let percent = sum.and_then(|sum| sum.checked_mul(hundred));
    let (Some(percent), Some((_, last))) = (percent, weights.last()) else { return };
    if weights.len() < 2 || percent == hundred {
        return;
    }
    let message = format!("the weights of {} add up to {percent} %, not to 100 %", quoted(name));
    let mut finding =
        Diagnostic::new(Code::WeightsSum, *last, message).help("correct the weights so that they add up to 100 %");
    for (weight, span) in &weights[..weights.len() - 1] {
        let text = weight.checked_mul(hundred).map_or(String::new(), |percent| format!("{percent} %"));
        finding = finding.also(*span, text);
    }
    lint.drafts.push(Draft::certain(finding, None));
}

/// The weights of scores in a sum, as far as they are written as `40% of fit`.
fn terms(award: &Expr, sources: &SourceMap, found: &mut Vec<(Decimal, Span)>) {
    match &award.kind {
        ExprKind::Arith(ArithOp::Add, left, right) => {
            terms(left, sources, found);
            terms(right, sources, found);
        }
        ExprKind::Arith(ArithOp::Multiply, weight, of) => {
            if let (ExprKind::Const(Value::Number(weight)), ExprKind::Score(_)) = (&weight.kind, &of.kind)
                && sources.slice(award.span).contains("% of")
            {
                found.push((*weight, award.span));
            }
        }
        _ => {}
    }
}
