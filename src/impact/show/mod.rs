//! A report for people and for programs: the answer first.

mod json;
mod markdown;
mod text;

pub use json::json;
pub use markdown::markdown;
pub use text::text;

use super::edits::{Edits, Set};
use super::judge::{Band, Cause};
use super::report::{ItemReport, KindReport, Move, Part, Report};
use crate::compare::{self, Change};
use crate::values::{Decimal, ExactSum};
use std::fmt::Write as _;

/// So many movements of an item are shown; JSON has all.
const MOVES_MAX: usize = 8;
/// So many causes of a movement are shown; JSON has all.
const CAUSES_MAX: usize = 6;
/// So many ids of a part are shown; JSON has all.
const IDS_MAX: usize = 20;
/// So many edits are shown one by one; JSON has all.
const EDITS_SHOWN_MAX: usize = 12;
/// A matrix with more bands than this is shown as its movements only; JSON has it.
const BANDS_MAX: usize = 8;

/// What a change does, with all that is said about it.
pub struct Shown<'a> {
    /// The differences in meaning.
    pub changes: &'a [Change],
    /// Those that can be made one without the other.
    pub edits: &'a Edits,
    /// As of the instant asked for.
    pub now: &'a Report,
    /// How that instant is written.
    pub now_at: &'a str,
    /// The same records some time later, if nothing new happens, with how that instant is written.
    pub later: Option<(&'a Report, &'a str)>,
    /// Where the project draws the line.
    pub budget: &'a super::budget::Verdict,
    /// Whether ids of records may be shown.
    pub with_ids: bool,
}

/// A count for people: `104,000`.
pub fn count_words(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share in percent: `0.4%`, `<0.1%`.
pub fn share(n: u64, of: u64) -> String {
    if n == 0 || of == 0 {
        return "0%".to_owned();
    }
    let tenths = (u128::from(n) * 2_000 / u128::from(of)).div_ceil(2);
    match tenths {
        0 => "<0.1%".to_owned(),
        tenths if tenths % 10 == 0 => format!("{}%", tenths / 10),
        tenths => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}

/// Points with their sign, as ledgers show them.
pub fn signed(points: ExactSum) -> String {
    match i64::try_from(points.micro()) {
        Ok(micro) => Decimal::from_micro(micro).display_points_signed(),
        // Beyond what one record can have: whole points say enough.
        Err(_) => format!("{:+}", points.micro() / 1_000_000),
    }
}

fn n_of(n: u64, kind: &KindReport) -> String {
    format!("{} {}", count_words(n), if n == 1 { &kind.kind } else { &kind.plural })
}

/// Who moves, in a sentence for each kind of record.
pub fn answer(report: &Report) -> String {
    let sentence = |(at, kind): (usize, &KindReport)| {
        if kind.n_moved == 0 && report.items.iter().all(|item| item.kind != at || item.n_changed[0] == 0) {
            return format!("none of {} moves", n_of(kind.n, kind));
        }
        let has_tiers = report.items.iter().any(|item| item.kind == at && item.what == "score" && item.bands.len() > 1);
        let rest = kind.n_moved - kind.n_tier_moved;
        let of = format!("of {} ({})", n_of(kind.n, kind), share(kind.n_tier_moved, kind.n));
        match (has_tiers, rest) {
            (false, _) => {
                format!(
                    "{} of {} ({}) change",
                    count_words(kind.n_moved),
                    n_of(kind.n, kind),
                    share(kind.n_moved, kind.n)
                )
            }
            (true, 0) => format!("{} {of} change tier", count_words(kind.n_tier_moved)),
            (true, rest) => format!(
                "{} {of} change tier; {} more change a score, label or segment",
                count_words(kind.n_tier_moved),
                count_words(rest)
            ),
        }
    };
    let all: Vec<String> = report.kinds.iter().enumerate().map(sentence).collect();
    all.join("; ")
}

/// An edit by its number, as people call it.
fn number(edit: usize) -> String {
    format!("edit {}", edit + 1)
}

fn numbers(set: Set) -> String {
    let all: Vec<String> = Edits::numbers(set).map(|edit| (edit + 1).to_string()).collect();
    match all.as_slice() {
        [one] => format!("edit {one}"),
        all => format!("edits {}", all.join(" + ")),
    }
}

/// Why, in words.
pub fn cause_words(cause: &Cause, n_edits: usize) -> String {
    match cause {
        _ if n_edits <= 1 => "because of the edit".to_owned(),
        Cause::Least(sets) => {
            let is_single = sets.first().is_some_and(|set| set.count_ones() == 1);
            match (sets.as_slice(), is_single) {
                ([set], true) => format!("because of {} alone", numbers(*set)),
                ([set], false) => format!("only by {} together", numbers(*set)),
                (sets, true) => {
                    let all: Vec<String> =
                        sets.iter().flat_map(|set| Edits::numbers(*set)).map(|at| (at + 1).to_string()).collect();
                    format!("by each of edits {} alone", all.join(", "))
                }
                (sets, false) => {
                    let all: Vec<String> = sets.iter().map(|set| numbers(*set)).collect();
                    format!("by {}, each together", all.join(" or by "))
                }
            }
        }
        Cause::Many(0) => "by several edits together".to_owned(),
        Cause::Many(set) => format!("by several edits together, not without {}", numbers(*set)),
    }
}

/// An edit as people read it.
pub fn edit_words(edits: &Edits, changes: &[Change], edit: usize) -> String {
    let all: Vec<&Change> = edits.changes[edit].iter().map(|at| &changes[*at]).collect();
    compare::brief(&all)
}

/// What an item is called: `lead`, `label priority`.
pub(super) fn called(item: &ItemReport) -> String {
    if item.what == "score" { item.name.clone() } else { format!("{} {}", item.what, item.name) }
}

pub(super) fn arrow(one: &Move, arrow: &str) -> String {
    match (&one.from, &one.to) {
        (Band::Out, Band::In) => "come in".to_owned(),
        (Band::In, Band::Out) => "go out".to_owned(),
        (from, to) => format!("{} {arrow} {}", from.word(), to.word()),
    }
}

/// What the records of a part have in common.
fn shared_words(part: &Part, kind: &KindReport) -> String {
    if part.shared.is_empty() {
        return String::new();
    }
    let one = |shared: &super::report::Shared| {
        let who = if shared.n == part.n { "all".to_owned() } else { share(shared.n, part.n) };
        format!("{who} `{}` ({} of all {})", code(&shared.text), share(shared.n_of_all, kind.n), kind.plural)
    };
    let all: Vec<String> = part.shared.iter().map(one).collect();
    format!("; {}", all.join(", "))
}

pub(super) fn moved_words(item: &ItemReport, kind: &KindReport) -> String {
    let moved = item.n_moved();
    let share_of = share(moved, kind.n);
    match item.what {
        "score" if item.bands.len() <= 1 => values_words(item),
        "score" if moved == 0 => format!("nobody changes tier; {}", values_words(item)),
        "score" => format!("{} change tier ({share_of}); {}", n_of(moved, kind), values_words(item)),
        "segment" => format!("{} come or go ({share_of})", n_of(moved, kind)),
        _ => format!("{} change ({share_of})", n_of(moved, kind)),
    }
}

fn values_words(item: &ItemReport) -> String {
    let [n, up, down] = item.n_changed;
    let change = if n == 1 { "value changes" } else { "values change" };
    format!("{} {change}, {} up and {} down", count_words(n), count_words(up), count_words(down))
}

fn more(out: &mut String, indent: &str, n: usize, shown: usize, what: &str) {
    if n > shown {
        line(out, &format!("{indent}and {} {what}", n - shown));
    }
}

fn code(text: &str) -> String {
    text.replace('\n', " ").replace('`', "'").replace('|', "\\|")
}

fn line(out: &mut String, text: &str) {
    out.write_str(text).expect("a string takes all text");
    out.push('\n');
}
