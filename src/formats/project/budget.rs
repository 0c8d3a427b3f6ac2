//! The change budget: how much a change of the rules may move before it fails.

use super::ProjectError;
use super::keys::{Keys, Text, Value, noun};
use crate::values::Decimal;
use std::fmt;
use toml::de::DeValue;

/// How many records may do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Most {
    /// So many.
    Count(u64),
    /// So many in a hundred of all records of the kind.
    Percent(Decimal),
}

impl Most {
    /// Whether so many of all are no more than this: exact, nothing is rounded.
    pub fn holds(self, n: u64, of: u64) -> bool {
        match self {
            Most::Count(most) => n <= most,
            Most::Percent(percent) => i128::from(n) * 100_000_000 <= i128::from(percent.micro()) * i128::from(of),
        }
    }
}

impl fmt::Display for Most {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Most::Count(0) => f.write_str("none"),
            Most::Count(most) => write!(f, "{most}"),
            Most::Percent(percent) => write!(f, "{percent}%"),
        }
    }
}

/// What a limit of the budget counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Records of which any tier moves.
    Tiers,
    /// Records whose value of a score changes.
    Values,
    /// Records whose label changes.
    Labels,
    /// Records that come into a segment or go out of it.
    Segments,
    /// Records that go from one tier of a score to another; the score may be left open.
    Move {
        /// Of which score; of any that has such tiers where it is not named.
        score: Option<String>,
        /// The tier before.
        from: String,
        /// The tier after.
        to: String,
    },
}

/// One line of the budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetLimit {
    /// What it counts.
    pub counted: Counted,
    /// How many there may be.
    pub most: Most,
}

/// The change budget of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// All of them have to hold.
    pub limits: Vec<BudgetLimit>,
}

/// The `[budget]` of a project file; without one nothing is limited.
pub(super) fn budget(keys: &mut Keys<'_>) -> Result<Budget, ProjectError> {
    let text = keys.text;
    let mut budget = Budget::default();
    let Some(value) = keys.get("budget") else { return Ok(budget) };
    let mut keys = Keys::of(text, value, "`budget`")?;
    let counts = [
        ("tier_changes", Counted::Tiers),
        ("score_changes", Counted::Values),
        ("label_changes", Counted::Labels),
        ("segment_changes", Counted::Segments),
    ];
    for (name, counted) in counts {
        if let Some(value) = keys.get(name) {
            budget.limits.push(BudgetLimit { counted, most: most(text, name, value)? });
        }
    }
    if let Some(value) = keys.get("moves") {
        for (name, at, value) in Keys::of(text, value, "`moves`")?.all() {
            let counted = one_move(name).ok_or_else(|| {
                let wrong = text.wrong(&at, format!("`{}` does not say from which tier to which", name.escape_debug()));
                wrong.help("write it like `\"cold -> hot\" = \"none\"` or `\"lead: cold -> hot\" = \"none\"`")
            })?;
            budget.limits.push(BudgetLimit { counted, most: most(text, name, value)? });
        }
    }
    keys.finish()?;
    Ok(budget)
}

/// `cold -> hot`, with the score in front where several have such tiers: `lead: cold -> hot`.
fn one_move(text: &str) -> Option<Counted> {
    let (before, to) = text.split_once("->")?;
    let (score, from) = match before.split_once(':') {
        Some((score, from)) => (Some(score.trim()), from),
        None => (None, before),
    };
    let (from, to) = (from.trim(), to.trim());
    let is_whole = !from.is_empty() && !to.is_empty() && score.is_none_or(|score| !score.is_empty());
    is_whole.then(|| Counted::Move { score: score.map(str::to_owned), from: from.to_owned(), to: to.to_owned() })
}

/// `"2%"`, a count, or `"none"`.
fn most(text: Text<'_>, name: &str, value: Value<'_>) -> Result<Most, ProjectError> {
    let found = match value.get_ref() {
        DeValue::String(word) if word.trim() == "none" => Some(Most::Count(0)),
        DeValue::String(percent) => percent
            .trim()
            .strip_suffix('%')
            .and_then(|number| Decimal::parse(number.trim()).ok())
            .filter(|percent| *percent >= Decimal::ZERO && *percent <= Decimal::from_int(100))
            .map(Most::Percent),
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok().map(Most::Count),
        _ => None,
    };
    found.ok_or_else(|| {
        let message = format!(
            "`{}` has to be a share of all records or a count, this is {}",
            name.escape_debug(),
            noun(value.get_ref())
        );
        text.wrong(&value.span(), message).help("write it like `\"2%\"`, `500` or `\"none\"`")
    })
}
