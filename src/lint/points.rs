//! What rules, groups and scores can come to: caps that never bind or always do, tiers that nobody is in.
//!
//! Bounds are wide rather than narrow: what cannot be bounded has no bound, and nothing is said of it.

use super::Lint;
use super::cells::Bounds;
use super::claim::Draft;
use crate::diag::{Code, Diagnostic, Severity, quoted};
use crate::plan::{Amount, ArithOp, Gathers, HeadPlan, InstanceId, NodeId, Op, PointsPlan, RulePlan, ScorePlan, Step};
use crate::typed::{OwnerId, ScoreId, TierTest};
use crate::values::number::POINTS_MAX;
use crate::values::{Decimal, Value};
use std::collections::HashMap;

/// Further than any score: no bound is known.
const FAR: i128 = 1_000_000_000_000_000_000;
const ANY: Bounds = Bounds { low: -FAR, high: FAR };
const ONE: i128 = 1_000_000;

/// A block while its steps are added up.
struct Open {
    /// Conditions, and what they give where they hold.
    conditions: Vec<(NodeId, Bounds)>,
    /// Everything else.
    rest: Bounds,
    /// A group that may not count.
    is_conditional: bool,
}

/// Looks at all scores, those first that others are made of; gives what each can be, where anything is known of it.
pub fn look(lint: &mut Lint<'_, '_>) -> Vec<(ScoreId, Bounds)> {
    let mut all = Vec::new();
    let plan = lint.cells.plan();
    let mut known: HashMap<InstanceId, Bounds> = HashMap::new();
    let rules = lint.rules;
    for id in &rules.score_order {
        let score = &plan.scores[id.0 as usize];
        let mut walk = Walk { lint, known: &known };
        let total = walk.total(score.main);
        let value = walk.score(score, total);
        known.insert(score.main, value);
        all.push((*id, value));
    }
    all
}

struct Walk<'w, 'a, 'p> {
    lint: &'w mut Lint<'a, 'p>,
    /// Scores whose bounds are known.
    known: &'w HashMap<InstanceId, Bounds>,
}

impl Walk<'_, '_, '_> {
    /// Adds up the steps of a score.
    fn total(&mut self, of: InstanceId) -> Bounds {
        let plan = self.lint.cells.plan();
        let open = |is_conditional| Open { conditions: Vec::new(), rest: Bounds::ZERO, is_conditional };
        let mut blocks = vec![open(false)];
        for step in &plan.instance(of).steps {
            let Some(block) = blocks.last_mut() else { return ANY };
            match step {
                Step::Rule(rule) => {
                    let rule = plan.rule(*rule);
                    let gives = self.rule(rule);
                    match rule.head {
                        HeadPlan::When { when, .. } => block.conditions.push((when, gives)),
                        HeadPlan::Each(_) => block.rest = block.rest.plus(gives),
                    }
                }
                Step::Open { when, .. } => blocks.push(open(when.is_some())),
                Step::Factor { by, when, .. } => {
                    let sum = self.settle(block);
                    block.rest = times(sum, self.factor(*by, when.is_some()));
                }
                Step::Cap { owner, up_to, down_to } => {
                    let sum = self.settle(block);
                    self.cap(*owner, sum, *up_to, *down_to);
                    block.rest = capped(sum, *up_to, *down_to);
                }
                // A decay moves toward zero and stops there.
                Step::Fade { .. } => block.rest = self.settle(block).or(Bounds::ZERO),
                Step::Close => {
                    let mut sum = self.settle(block);
                    if block.is_conditional {
                        sum = sum.or(Bounds::ZERO);
                    }
                    blocks.pop();
                    let Some(around) = blocks.last_mut() else { return ANY };
                    around.rest = around.rest.plus(sum);
                }
            }
        }
        blocks.last_mut().map_or(ANY, |block| self.settle(block))
    }

    /// What a block has come to so far.
    fn settle(&mut self, block: &mut Open) -> Bounds {
        let conditions = std::mem::take(&mut block.conditions);
        block.rest.plus(self.lint.cells.sum(&conditions))
    }

    /// What a rule gives; a condition rule where its condition holds.
    fn rule(&mut self, rule: &RulePlan) -> Bounds {
        let plan = self.lint.cells.plan();
        let gives = match rule.head {
            HeadPlan::When { award, decay, .. } => {
                let gives = self.points(award);
                if decay.is_some() { gives.or(Bounds::ZERO) } else { gives }
            }
            HeadPlan::Each(id) => match &plan.accumulator(id).gathers {
                Gathers::Points(points) => self.each(points),
                _ => ANY,
            },
        };
        self.cap(rule.owner, gives, rule.up_to, rule.down_to);
        let odd = |cap: Option<Decimal>, is_odd: fn(&Decimal) -> bool| cap.as_ref().is_some_and(is_odd);
        if odd(rule.up_to, |cap| *cap < Decimal::ZERO) || odd(rule.down_to, |cap| *cap > Decimal::ZERO) {
            return ANY;
        }
        capped(gives, rule.up_to, rule.down_to)
    }

    /// Any number of activities, or as many as are kept.
    fn each(&self, points: &PointsPlan) -> Bounds {
        let amount = |amount: Amount| match amount {
            Amount::Constant(points) => exactly(points),
            Amount::Each(node) => self.points(node),
        };
        let rest = amount(points.award);
        let one = points.first.as_ref().map_or(rest, |first| rest.or(amount(first.award))).or(Bounds::ZERO);
        let first_only = points.first.as_ref().filter(|first| rest == Bounds::ZERO && first.per.is_none());
        let n = match (points.times, first_only.map(|first| first.n)) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        match n {
            Some(n) if one.low > -FAR && one.high < FAR => {
                Bounds { low: one.low.saturating_mul(i128::from(n)), high: one.high.saturating_mul(i128::from(n)) }
            }
            _ => Bounds { low: if one.low < 0 { -FAR } else { 0 }, high: if one.high > 0 { FAR } else { 0 } },
        }
    }

    /// An award, which counts 0 where it is missing.
    fn points(&self, award: NodeId) -> Bounds {
        match &self.lint.cells.plan().node(award).op {
            Op::Const(Value::Number(points)) => exactly(*points),
            _ => self.value(award).or(Bounds::ZERO),
        }
    }

    /// A factor, which is 1 where it is missing or does not count.
    fn factor(&self, by: NodeId, may_not_count: bool) -> Bounds {
        let is_constant = matches!(self.lint.cells.plan().node(by).op, Op::Const(_));
        let factor = self.value(by);
        if is_constant && !may_not_count { factor } else { factor.or(exactly(Decimal::ONE)) }
    }

    /// A number, where it is known.
    fn value(&self, node: NodeId) -> Bounds {
        let plan = self.lint.cells.plan();
        match &plan.node(node).op {
            Op::Const(Value::Number(number)) => exactly(*number),
            Op::Score(links, of) if links.is_empty() => self.known.get(of).copied().unwrap_or(ANY),
            Op::Arith(ArithOp::Add, a, b) => self.value(*a).plus(self.value(*b)),
            Op::Arith(ArithOp::Multiply, a, b) => times(self.value(*a), self.value(*b)),
            Op::Negate(a) => times(self.value(*a), exactly(Decimal::from_int(-1))),
            Op::If(_, a, b) => self.value(*a).or(self.value(*b)),
            Op::First(arms, last) => {
                let all = arms.iter().map(|(_, value)| *value).chain(*last).map(|value| self.value(value));
                all.reduce(Bounds::or).unwrap_or(ANY)
            }
            _ => ANY,
        }
    }

    /// Says where a cap never takes anything, or always does.
    fn cap(&mut self, owner: OwnerId, sum: Bounds, up_to: Option<Decimal>, down_to: Option<Decimal>) {
        let rules = self.lint.rules;
        let owner = &rules.owners[owner.0 as usize];
        let name = quoted(owner.name.as_deref().unwrap_or(&owner.text));
        let micro = |cap: Decimal| i128::from(cap.micro());
        let mut say = |code: Code, message: String, help: String| {
            let finding = Diagnostic::new(code, owner.span, message).help(help);
            self.lint.drafts.push(Draft::certain(finding, None));
        };
        if let Some(cap) = up_to {
            if sum.high < micro(cap) {
                let most = shown(sum.high);
                let message = format!("`up to {cap}` never takes anything: {name} comes to {most} at most");
                say(Code::CapNeverBinds, message, format!("leave the cap out, or lower it below {most}"));
            } else if sum.low > micro(cap) {
                let message =
                    format!("`up to {cap}` always takes something: {name} comes to {} at least", shown(sum.low));
                say(Code::CapAlwaysBinds, message, format!("give {cap} to everybody, or raise the cap"));
            }
        }
        if let Some(cap) = down_to {
            if sum.low > micro(cap) {
                let least = shown(sum.low);
                let message = format!("`down to {cap}` never adds anything: {name} comes to {least} at least");
                say(Code::CapNeverBinds, message, format!("leave the cap out, or raise it above {least}"));
            } else if sum.high < micro(cap) {
                let message =
                    format!("`down to {cap}` always adds something: {name} comes to {} at most", shown(sum.high));
                say(Code::CapAlwaysBinds, message, format!("give {cap} to everybody, or lower the cap"));
            }
        }
    }

    /// The range and the tiers of a score; gives what the score can be.
    fn score(&mut self, score: &ScorePlan, total: Bounds) -> Bounds {
        let plan = self.lint.cells.plan();
        let instance = plan.instance(score.main);
        let most = i128::from(POINTS_MAX.micro());
        let total = Bounds { low: total.low.clamp(-most, most), high: total.high.clamp(-most, most) };
        let (low, high) = score.range;
        let name = quoted(&score.name);
        if let Some(end) = high.filter(|end| total.high < i128::from(end.micro()) && instance.overrides.is_empty()) {
            let message = format!("{name} comes to {} at most, and its range ends at {end}", shown(total.high));
            let mut finding = Diagnostic::new(Code::CapNeverBinds, score.span, message)
                .help(format!("end the range at {}, or give more points", shown(total.high)));
            // A range often says on which scale a score is meant, whether or not its end is reached.
            finding.severity = Severity::Note;
            self.lint.drafts.push(Draft::certain(finding, None));
        }
        let ranged = capped(total, high, low);
        let step = i128::from(score.round.micro()).max(1);
        let mut value = Bounds { low: round_down(ranged.low, step), high: -round_down(-ranged.high, step) };
        value = capped(value, high, low);
        if !instance.overrides.is_empty() {
            let end = |end: Option<Decimal>, open: i128| end.map_or(open, |end| i128::from(end.micro()));
            value = value.or(Bounds { low: end(low, -most), high: end(high, most) });
        }
        self.tiers(score, value);
        value
    }

    fn tiers(&mut self, score: &ScorePlan, value: Bounds) {
        let instance = self.lint.cells.plan().instance(score.main);
        let rules = self.lint.rules;
        let typed = rules.scores.iter().find(|typed| typed.span == score.span);
        let Some(typed) = typed else { return };
        let mut everybody: Option<&str> = None;
        for (place, tier) in typed.tiers.iter().enumerate() {
            let is_given = instance.tier_overrides.iter().any(|(_, given)| *given as usize == place);
            let (reached, passed) = match tier.test {
                TierTest::AtLeast(edge) => {
                    (value.high >= i128::from(edge.micro()), value.low >= i128::from(edge.micro()))
                }
                TierTest::Above(edge) => (value.high > i128::from(edge.micro()), value.low > i128::from(edge.micro())),
                TierTest::Otherwise => (true, true),
                TierTest::TopPercent(_) | TierTest::Top(_) | TierTest::OnlyWhen => (true, false),
            };
            let score_name = quoted(&score.name);
            let message = match everybody {
                _ if is_given => None,
                Some(better) => Some(format!(
                    "nobody is in `{}`: {score_name} comes to {} at least, which is `{better}`",
                    tier.name,
                    shown(value.low)
                )),
                None if !reached => {
                    Some(format!("nobody is in `{}`: {score_name} comes to {} at most", tier.name, shown(value.high)))
                }
                None => None,
            };
            if let Some(message) = message {
                let finding = Diagnostic::new(Code::TierBeyondPoints, tier.span, message)
                    .help("move the edge to what the rules can give, or give other points");
                self.lint.drafts.push(Draft::certain(finding, None));
            }
            if passed && everybody.is_none() {
                everybody = Some(&tier.name);
            }
        }
    }
}

fn exactly(points: Decimal) -> Bounds {
    Bounds { low: points.micro().into(), high: points.micro().into() }
}

/// Every product, wider by a micro for rounding.
fn times(a: Bounds, b: Bounds) -> Bounds {
    let is_open = |bounds: Bounds| bounds.low <= -FAR || bounds.high >= FAR;
    if is_open(a) || is_open(b) {
        let is_positive = a.low >= 0 && b.low >= 0;
        return Bounds { low: if is_positive { 0 } else { -FAR }, high: FAR };
    }
    let products = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
    let low = products.iter().min().map_or(-FAR, |low| low.div_euclid(ONE));
    let high = products.iter().max().map_or(FAR, |high| -(-high).div_euclid(ONE));
    Bounds { low, high }
}

fn capped(sum: Bounds, up_to: Option<Decimal>, down_to: Option<Decimal>) -> Bounds {
    let cap = |points: i128| {
        let points = up_to.map_or(points, |cap| points.min(cap.micro().into()));
        down_to.map_or(points, |cap| points.max(cap.micro().into()))
    };
    Bounds { low: cap(sum.low), high: cap(sum.high) }
}

fn round_down(points: i128, step: i128) -> i128 {
    points.div_euclid(step) * step
}

fn shown(micro: i128) -> String {
    i64::try_from(micro).map_or_else(|_| "any number".to_owned(), |micro| Decimal::from_micro(micro).to_string())
}
