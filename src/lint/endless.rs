//! Activity rules with neither window, decay nor limit: what was done ten years ago counts as if it were today.
//!
//! A rule that says `no decay` has been thought about. Several rules of one score are one finding: its decay is missing.

use super::claim::{Draft, Shown};
use super::contact::Contact;
use super::{AS_OF, Lint};
use crate::diag::{Code, Diagnostic};
use crate::plan::{Amount, Feed, Gathers, HeadPlan, KindId, RulePlan, Step};
use crate::source::Span;
use crate::typed::{Award, Block, ExprKind, Head, Item, OwnerId, Phrase, Rule, Score, Source};
use crate::values::time::DAY_US;
use crate::values::{Decimal, Instant, Value};

/// So old is what still counts, in days.
const OLD_DAYS: i64 = 3_650;
/// From so many rules on they are one finding.
const SEVERAL: usize = 3;
/// So many of them are pointed at.
const SHOWN_MAX: usize = 3;

/// Looks at all rules.
pub fn look(lint: &mut Lint<'_, '_>) {
    let rules = lint.rules;
    for score in &rules.scores {
        let mut endless = Vec::new();
        rules_of(&score.body, &mut endless);
        let says_so = |rule: &&Rule| lint.checked.sources.slice(span(lint, rule)).contains("no decay");
        let endless: Vec<&Rule> = endless.into_iter().filter(|rule| !says_so(rule)).collect();
        if endless.len() >= SEVERAL {
            report_all(lint, score, &endless);
        } else {
            endless.into_iter().for_each(|rule| report(lint, score, rule));
        }
    }
}

fn span(lint: &Lint<'_, '_>, rule: &Rule) -> Span {
    lint.rules.owners[rule.owner.0 as usize].span
}

/// The endless rules of a block; a cap or a decay of its own bounds all that stand in it.
fn rules_of<'a>(block: &'a Block, found: &mut Vec<&'a Rule>) {
    if block.up_to.is_some() || block.down_to.is_some() || block.decay.is_some() {
        return;
    }
    for item in &block.items {
        match item {
            Item::Group(group) => rules_of(group, found),
            Item::Rule(rule) if is_endless(rule) => found.push(rule),
            Item::Rule(_) => {}
        }
    }
}

fn is_endless(rule: &Rule) -> bool {
    let Head::Each(phrase) = &rule.head else { return false };
    let limits = &rule.limits;
    let is_limited = limits.per_field.is_some()
        || limits.per_day.is_some()
        || limits.times.is_some()
        || limits.points_per_field.is_some()
        || limits.points_per_day.is_some()
        || limits.up_to.is_some()
        || limits.down_to.is_some();
    let gives = match &rule.award {
        Award::Same(award) => !is_zero(award),
        Award::FirstRest { rest, .. } => !is_zero(rest),
    };
    gives && !is_limited && rule.decay.is_none() && is_open(phrase)
}

fn is_zero(award: &crate::typed::Expr) -> bool {
    matches!(&award.kind, ExprKind::Const(Value::Number(number)) if *number == Decimal::ZERO)
}

/// Whether nothing narrows a phrase in time or number.
fn is_open(phrase: &Phrase) -> bool {
    let open = |source: &Source| match source {
        Source::Type(_) | Source::Every => true,
        Source::Phrase(inner) => is_open(inner),
        Source::Pick(_) => false,
    };
    phrase.windows.is_empty() && phrase.sources.iter().all(open)
}

fn report(lint: &mut Lint<'_, '_>, score: &Score, rule: &Rule) {
    let owner = &lint.rules.owners[rule.owner.0 as usize];
    let message = format!("{} counts for ever and without limit", crate::diag::quoted(&owner.text));
    let finding = Diagnostic::new(Code::EndlessRule, owner.span, message)
        .label("neither window, decay nor limit")
        .help("say how long it counts (`decay 90d`, `in last 90d`) or how often (`once`, `up to 20`)");
    let shown = if score.kind == KindId(0) { shown(lint, score, rule.owner) } else { None };
    lint.drafts.push(Draft::certain(finding, shown));
}

fn report_all(lint: &mut Lint<'_, '_>, score: &Score, rules: &[&Rule]) {
    let (n, name) = (rules.len(), crate::diag::quoted(&score.name));
    let message = format!("{n} activity rules of {name} count for ever and without limit");
    let mut finding = Diagnostic::new(Code::EndlessRule, score.span, message)
        .label("no decay")
        .help(format!("write `decay 90d` in {name}, or say of each rule how long or how often it counts"));
    for rule in &rules[..SHOWN_MAX.min(n)] {
        finding = finding.also(span(lint, rule), "neither window, decay nor limit");
    }
    let shown = match rules.first() {
        Some(rule) if score.kind == KindId(0) => shown(lint, score, rule.owner),
        _ => None,
    };
    lint.drafts.push(Draft::certain(finding, shown));
}

/// A contact who did it ten years ago and still has the points.
fn shown(lint: &mut Lint<'_, '_>, score: &Score, owner: OwnerId) -> Option<Shown> {
    let plan = lint.cells.plan();
    let main = plan.scores.iter().find(|known| known.span == score.span)?.main;
    let of = |step: &Step| match step {
        Step::Rule(rule) if plan.rule(*rule).owner == owner => Some(plan.rule(*rule)),
        _ => None,
    };
    let rule: &RulePlan = plan.instance(main).steps.iter().find_map(of)?;
    let HeadPlan::Each(id) = rule.head else { return None };
    let accumulator = plan.accumulator(id);
    let (Feed::Gate(gate), Gathers::Points(points)) = (&accumulator.feed, &accumulator.gathers) else { return None };
    let Amount::Constant(award) = points.award else { return None };
    let wants: Vec<_> = gate.filter.iter().map(|filter| (*filter, true)).collect();
    let super::cells::Found::Perhaps(Some(values)) = lint.cells.find(&wants) else { return None };
    let at = Instant::from_us(AS_OF.us() - OLD_DAYS * DAY_US);
    let contact = Contact::who_did_at(plan, gate, at, &values)?;
    Some(Shown { contact, holds: Vec::new(), gives: vec![(owner, award)] })
}
