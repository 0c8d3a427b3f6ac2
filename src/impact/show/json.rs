//! A report for programs; `docs/schemas/diff.schema.json` describes it.

use super::{Shown, edit_words};
use crate::impact::edits::{Edits, Set};
use crate::impact::judge::Cause;
use crate::impact::report::{ItemReport, Move, Part, Report, Spread};
use crate::values::ExactSum;
use serde_json::{Map, Value, json as object};

/// All there is.
pub fn json(shown: &Shown<'_>) -> Value {
    let edits: Vec<Value> = (0..shown.edits.changes.len())
        .map(|edit| {
            object!({
                "edit": edit + 1,
                "text": edit_words(shown.edits, shown.changes, edit),
                "changes": shown.edits.changes[edit],
            })
        })
        .collect();
    let breaches: Vec<Value> = shown
        .budget
        .breaches
        .iter()
        .map(|breach| object!({"reason": breach.to_string(), "n": breach.n, "of": breach.of}))
        .collect();
    let mut all = object!({
        "edits": edits,
        "now": report(shown.now, shown.with_ids),
        "budget": {"limits": shown.budget.n_limits, "within": breaches.is_empty(), "breaches": breaches},
    });
    if let (Some((later, _)), Some(all)) = (shown.later, all.as_object_mut()) {
        all.insert("later".to_owned(), report(later, shown.with_ids));
    }
    all
}

fn report(of: &Report, with_ids: bool) -> Value {
    let records: Vec<Value> = of
        .kinds
        .iter()
        .map(|kind| {
            object!({
                "kind": kind.kind,
                "n": kind.n,
                "excluded": {"before": kind.n_excluded[0], "after": kind.n_excluded[1]},
                "moved": kind.n_moved,
                "tier_moved": kind.n_tier_moved,
            })
        })
        .collect();
    let results: Vec<Value> = of.items.iter().map(|one| item(one, of, with_ids)).collect();
    object!({
        "as_of": of.at.to_string(),
        "records": records,
        "results": results,
        "only_before": of.gone,
        "only_after": of.come,
    })
}

fn item(of: &ItemReport, report: &Report, with_ids: bool) -> Value {
    let matrix: Vec<Value> =
        of.matrix.iter().map(|((from, to), n)| object!({"from": from.word(), "to": to.word(), "n": n})).collect();
    let distribution: Vec<Value> = of
        .bands
        .iter()
        .map(|band| {
            let [before, after] = of.count(band);
            object!({"band": band.word(), "before": before, "after": after})
        })
        .collect();
    let moves: Vec<Value> = of.moves.iter().map(|one| movement(one, with_ids)).collect();
    let mut all = object!({
        "what": of.what,
        "name": of.name,
        "kind": report.kinds[of.kind].kind,
        "moved": of.n_moved(),
        "distribution": distribution,
        "matrix": matrix,
        "moves": moves,
    });
    if let (Some([before, after]), Some(all)) = (&of.values, all.as_object_mut()) {
        let alone: Vec<Value> = of
            .alone
            .iter()
            .map(|(edit, (sum, n))| object!({"edit": edit + 1, "points": points(*sum), "n": n}))
            .collect();
        all.insert(
            "values".to_owned(),
            object!({
                "changed": of.n_changed[0],
                "up": of.n_changed[1],
                "down": of.n_changed[2],
                "points": points(of.points),
                "alone": alone,
                "together": {"points": points(of.together.0), "n": of.together.1},
                "before": spread(before),
                "after": spread(after),
            }),
        );
    }
    all
}

fn spread(of: &Spread) -> Value {
    let mut all = Map::new();
    all.insert("n".to_owned(), of.n.into());
    if let (Some(mean), Some(quarters)) = (of.mean, of.quarters) {
        all.insert("mean".to_owned(), mean.to_string().into());
        let names = ["least", "lower_quarter", "median", "upper_quarter", "most"];
        all.extend(names.into_iter().zip(quarters).map(|(name, value)| (name.to_owned(), value.to_string().into())));
    }
    Value::Object(all)
}

fn movement(of: &Move, with_ids: bool) -> Value {
    let causes: Vec<Value> = of.causes.iter().map(|one| part(one, with_ids)).collect();
    object!({"from": of.from.word(), "to": of.to.word(), "n": of.n, "causes": causes})
}

fn part(of: &Part, with_ids: bool) -> Value {
    let numbers = |set: Set| Edits::numbers(set).map(|edit| edit + 1).collect::<Vec<_>>();
    let shared: Vec<Value> =
        of.shared.iter().map(|one| object!({"rule": one.text, "n": one.n, "n_of_all": one.n_of_all})).collect();
    let mut all = match &of.cause {
        Cause::Least(sets) => {
            object!({"sets": sets.iter().map(|set| numbers(*set)).collect::<Vec<_>>()})
        }
        Cause::Many(needed) => object!({"needed": numbers(*needed)}),
    };
    if let Some(all) = all.as_object_mut() {
        all.insert("n".to_owned(), of.n.into());
        all.insert("shared".to_owned(), shared.into());
        if with_ids {
            all.insert("ids".to_owned(), of.ids.iter().map(|id| id.to_string()).collect::<Vec<_>>().into());
        }
    }
    all
}

/// Points as an exact decimal, in a text: sums over all records may be longer than numbers are.
fn points(of: ExactSum) -> String {
    let micro = of.micro();
    let (whole, fraction) = (micro.unsigned_abs() / 1_000_000, micro.unsigned_abs() % 1_000_000);
    let sign = if micro < 0 { "-" } else { "" };
    let fraction = format!("{fraction:06}");
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}
