//! Tiers: names, order, reach.

use super::super::{ScoreId, Tier, TierOverride, TierTest};
use super::exec::Checker;
use super::finding::quoted;
use super::scope::Scope;
use super::settings::Settings;
use super::{constant, finding};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast;
use crate::values::Decimal;
use std::collections::HashMap;

/// The ends of a score's range, each open where it is not written.
type Range = (Option<Decimal>, Option<Decimal>);

/// The tiers of a score, best first. Checks of order and reach wait until range and rounding are sound.
pub(super) fn tiers<'a>(
    checker: &mut Checker<'a>,
    settings: &Settings<'a>,
    range: Option<Range>,
    round: Option<Decimal>,
) -> Option<Vec<Tier>> {
    let Some(node) = settings.tiers else { return Some(Vec::new()) };
    let nodes: Vec<&'a ast::Tier> = node.tiers.nodes().collect();
    checker.tier_names(&nodes)?;
    let n = nodes.len();
    let by_hand: Vec<&str> = settings.tier_whens.iter().map(|when| when.tier.node.as_str()).collect();
    let typed: Vec<Option<Tier>> = nodes
        .iter()
        .enumerate()
        .map(|(at, tier)| {
            let is_last = at + 1 == n;
            checker.tier(tier, is_last, by_hand.contains(&tier.name.node.as_str()), round)
        })
        .collect();
    let typed = typed.into_iter().collect::<Option<Vec<_>>>()?;
    checker.tiers_in_order(&typed, &nodes)?;
    checker.tiers_in_reach(&typed, &by_hand, range?)?;
    Some(typed)
}

impl<'a> Checker<'a> {
    fn tier_names(&mut self, nodes: &[&'a ast::Tier]) -> Option<()> {
        let mut firsts: HashMap<&str, &ast::Tier> = HashMap::new();
        for tier in nodes {
            if let Some(first) = firsts.insert(&tier.name.node, tier) {
                let message = format!("there is already a tier called {}", quoted(&tier.name.node));
                return self.report(
                    Diagnostic::new(Code::NameTaken, tier.name.span, message)
                        .also(first.name.span, "the first stands here")
                        .help("give one of the two another name"),
                );
            }
        }
        Some(())
    }

    fn tier(&mut self, node: &'a ast::Tier, is_last: bool, by_hand: bool, round: Option<Decimal>) -> Option<Tier> {
        let test = match &node.bound {
            None if is_last => TierTest::Otherwise,
            None if by_hand => TierTest::OnlyWhen,
            None => return self.tier_without_bound(node),
            Some(ast::TierBound::AtLeast(edge)) => TierTest::AtLeast(self.tier_edge(edge, round)?),
            Some(ast::TierBound::Above(edge)) => TierTest::Above(self.tier_edge(edge, round)?),
            Some(ast::TierBound::TopPercent(percent)) => TierTest::TopPercent(self.top_percent(percent)?),
            Some(ast::TierBound::TopCount(count)) => TierTest::Top(constant::count(count, self.findings())?),
        };
        Some(Tier { name: node.name.node.clone(), test, span: node.span })
    }

    fn tier_without_bound(&mut self, node: &ast::Tier) -> Option<Tier> {
        let name = &node.name.node;
        let message =
            format!("{} has no edge, so it takes all that is left, and no tier after it is ever reached", quoted(name));
        self.report(Diagnostic::new(Code::TierOrder, node.span, message).help(format!(
            "give it an edge, `{name} >= 50`, or move it to the end; `tier {name} when ..` may give it too"
        )))
    }

    fn tier_edge(&mut self, edge: &'a ast::Expr, round: Option<Decimal>) -> Option<Decimal> {
        let points = self.fixed_points(edge, "the edge of a tier is fixed")?;
        self.on_step(points, round, edge.span, "the edge of this tier")?;
        Some(points)
    }

    fn top_percent(&mut self, lit: &ast::NumberLit) -> Option<Decimal> {
        let plain = ast::NumberLit { percent: false, ..lit.clone() };
        let percent = constant::number(&plain, self.findings())?;
        if percent.signum() > 0 && percent <= Decimal::from_int(100) {
            return Some(percent);
        }
        let message = format!("{} is no share of the records", quoted(self.slice(lit.span)));
        self.report(Diagnostic::new(Code::OutOfBounds, lit.span, message).help("write more than 0% and at most 100%"))
    }

    /// Each tier has to lie below the one before, or nothing ever gets there.
    fn tiers_in_order(&mut self, tiers: &[Tier], nodes: &[&'a ast::Tier]) -> Option<()> {
        let mut last_edge: Option<(usize, (Decimal, bool))> = None;
        let mut last_rank: [Option<(usize, Decimal)>; 2] = [None, None];
        for (at, tier) in tiers.iter().enumerate() {
            if let Some(edge) = edge(tier.test) {
                if let Some((before, higher)) = last_edge
                    && edge >= higher
                {
                    return self.tier_out_of_order(nodes[at], nodes[before]);
                }
                last_edge = Some((at, edge));
            }
            let rank = match tier.test {
                TierTest::TopPercent(percent) => Some((0, percent)),
                TierTest::Top(n) => Some((1, Decimal::from_count(u64::from(n))?)),
                _ => None,
            };
            if let Some((which, size)) = rank {
                if let Some((before, smaller)) = last_rank[which]
                    && size <= smaller
                {
                    return self.tier_out_of_order(nodes[at], nodes[before]);
                }
                last_rank[which] = Some((at, size));
            }
        }
        Some(())
    }

    fn tier_out_of_order(&mut self, tier: &ast::Tier, before: &ast::Tier) -> Option<()> {
        let (name, better) = (&tier.name.node, &before.name.node);
        let message = format!("{} is never reached: whoever gets there is {} already", quoted(name), quoted(better));
        let edit = format!("{}, {}", self.slice(tier.span), self.slice(before.span));
        self.report(
            Diagnostic::new(Code::TierOrder, tier.span, message)
                .also(before.span, "takes them first")
                .help(format!("write the best tier first: `{}`", finding::one_line(&edit))),
        )
    }

    /// Edges outside the range: the tier is never reached, or those after it never are, unless a `tier .. when` gives them.
    fn tiers_in_reach(&mut self, tiers: &[Tier], by_hand: &[&str], (low, high): Range) -> Option<()> {
        for (at, tier) in tiers.iter().enumerate() {
            let Some((points, above)) = edge(tier.test) else { continue };
            if let Some(high) = high
                && (points > high || above && points == high)
                && !by_hand.contains(&tier.name.as_str())
            {
                return self.tier_out_of_reach(tier, format!("the score is at most {high}"), &format!("{high}"));
            }
            if let Some(low) = low
                && at + 1 < tiers.len()
                && (points < low || !above && points == low)
                && let Some(later) = tiers[at + 1..].iter().find(|later| !by_hand.contains(&later.name.as_str()))
            {
                let later = later.name.clone();
                let message = format!(
                    "{} takes every score, as none is below {low}, so {} is never reached",
                    quoted(&tier.name),
                    quoted(&later)
                );
                return self.report(
                    Diagnostic::new(Code::TierOutOfReach, tier.span, message)
                        .help(format!("write an edge above {low}, or remove {}", quoted(&later))),
                );
            }
        }
        Some(())
    }

    fn tier_out_of_reach(&mut self, tier: &Tier, why: String, edge: &str) -> Option<()> {
        let message = format!("{} is never reached: {why}", quoted(&tier.name));
        self.report(
            Diagnostic::new(Code::TierOutOfReach, tier.span, message)
                .help(format!("write an edge of at most {edge}, or widen the range")),
        )
    }

    /// `tier red when COND`.
    pub fn tier_overrides(&mut self, id: ScoreId, settings: &Settings<'a>, scope: &Scope) -> Option<Vec<TierOverride>> {
        let lines: Vec<Option<TierOverride>> =
            settings.tier_whens.iter().map(|node| self.tier_when(id, node, scope)).collect();
        lines.into_iter().collect()
    }

    fn tier_when(&mut self, id: ScoreId, node: &'a ast::TierWhen, scope: &Scope) -> Option<TierOverride> {
        let tier = self.tier_named(id, &node.tier.node, node.tier.span);
        let when = self.cond(&node.when, scope);
        let reason = node.reason.as_ref().map(|reason| reason.node.clone());
        Some(TierOverride { tier: tier?, when: when?, reason, span: node.span })
    }
}

/// The edge of a tier by points: the higher, the harder to reach; `> 50` is above `>= 50`.
fn edge(test: TierTest) -> Option<(Decimal, bool)> {
    match test {
        TierTest::AtLeast(points) => Some((points, false)),
        TierTest::Above(points) => Some((points, true)),
        TierTest::TopPercent(_) | TierTest::Top(_) | TierTest::OnlyWhen | TierTest::Otherwise => None,
    }
}
