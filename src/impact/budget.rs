//! The change budget: how much a change of the rules may move.

use super::report::{ItemReport, Report};
use super::show::{count_words, share};
use crate::formats::{Budget, BudgetLimit, Counted};
use std::fmt;

/// A limit that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which.
    pub limit: BudgetLimit,
    /// How many there are.
    pub n: u64,
    /// Of how many.
    pub of: u64,
    /// What moves, in words: `contacts change tier`.
    pub what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, of) = (count_words(self.n), share(self.n, self.of));
        write!(f, "{n} {} ({of}), at most {} may", self.what, self.limit.most)
    }
}

/// What the budget says of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How many limits there are.
    pub n_limits: usize,
    /// Those that do not hold.
    pub breaches: Vec<Breach>,
    /// Moves of the budget between tiers that neither version has: a slip of the pen would let everything pass.
    pub unknown: Vec<String>,
}

/// Judges a change.
pub fn judge(budget: &Budget, report: &Report) -> Verdict {
    let mut verdict = Verdict { n_limits: budget.limits.len(), ..Verdict::default() };
    for limit in &budget.limits {
        judge_limit(limit, report, &mut verdict);
    }
    verdict
}

fn judge_limit(limit: &BudgetLimit, report: &Report, verdict: &mut Verdict) {
    let mut breach = |n: u64, of: u64, what: String| {
        if !limit.most.holds(n, of) {
            verdict.breaches.push(Breach { limit: limit.clone(), n, of, what });
        }
    };
    let plural = |item: &ItemReport| report.kinds[item.kind].plural.clone();
    let all = |item: &ItemReport| report.kinds[item.kind].n;
    let of_what = |what: &'static str| report.items.iter().filter(move |item| item.what == what);
    match &limit.counted {
        Counted::Tiers => {
            for kind in &report.kinds {
                breach(kind.n_tier_moved, kind.n, format!("{} change tier", kind.plural));
            }
        }
        Counted::Values => {
            for item in of_what("score") {
                let what = format!("{} change their `{}` score", plural(item), item.name);
                breach(item.n_changed[0], all(item), what);
            }
        }
        Counted::Labels => {
            for item in of_what("label") {
                breach(item.n_moved(), all(item), format!("{} change their label `{}`", plural(item), item.name));
            }
        }
        Counted::Segments => {
            for item in of_what("segment") {
                breach(item.n_moved(), all(item), format!("{} come into or leave `{}`", plural(item), item.name));
            }
        }
        Counted::Move { score, from, to } => {
            let is_its = |item: &&ItemReport| score.as_ref().is_none_or(|score| *score == item.name);
            let has = |item: &&ItemReport| {
                [from, to]
                    .into_iter()
                    .all(|tier| item.bands.iter().any(|band| band.word() == *tier) || tier == "excluded")
            };
            let mut is_known = false;
            for item in of_what("score").filter(is_its).filter(has) {
                is_known = true;
                breach(
                    item.moved(from, to),
                    all(item),
                    format!("{} go from {from} to {to} in `{}`", plural(item), item.name),
                );
            }
            if !is_known {
                verdict.unknown.push(format!("{from} -> {to}"));
            }
        }
    }
}
