//! A report for the terminal.

use unicode_width::UnicodeWidthStr;

use super::{
    BANDS_MAX, CAUSES_MAX, EDITS_SHOWN_MAX, IDS_MAX, MOVES_MAX, Shown, answer, arrow, called, cause_words, count_words,
    edit_words, line, more, moved_words, number, shared_words, signed,
};
use crate::impact::judge::Band;
use crate::impact::report::{ItemReport, KindReport, Part, Report, Spread};
use crate::values::Decimal;

/// Columns of the matrix are at least so wide, so that those of several scores look alike.
const COLUMN_MIN: usize = 10;

/// For the terminal.
pub fn text(shown: &Shown<'_>) -> String {
    let mut out = String::new();
    line(&mut out, &format!("{}   as of {}", answer(shown.now), shown.now_at));
    for breach in &shown.budget.breaches {
        line(&mut out, &format!("outside the budget: {breach}"));
    }
    if shown.budget.breaches.is_empty() && shown.budget.n_limits > 0 {
        line(&mut out, "within the budget");
    }
    edits_text(&mut out, shown);
    items_text(&mut out, shown, shown.now);
    if let Some((later, at)) = shown.later {
        line(&mut out, &format!("\nif nothing new happens, as of {at}: {}", answer(later)));
        items_text(&mut out, shown, later);
    }
    out
}

fn edits_text(out: &mut String, shown: &Shown<'_>) {
    let n = shown.edits.changes.len();
    if n == 0 {
        return;
    }
    line(out, "");
    for edit in 0..n.min(EDITS_SHOWN_MAX) {
        line(out, &format!("  {}: {}", number(edit), edit_words(shown.edits, shown.changes, edit)));
    }
    if n > EDITS_SHOWN_MAX {
        line(out, &format!("  and {} more edits", n - EDITS_SHOWN_MAX));
    }
}

fn items_text(out: &mut String, shown: &Shown<'_>, report: &Report) {
    for item in &report.items {
        let kind = &report.kinds[item.kind];
        if item.n_moved() == 0 && item.n_changed[0] == 0 {
            line(out, &format!("\n{}: nothing changes", called(item)));
            continue;
        }
        line(out, &format!("\n{}: {}", called(item), moved_words(item, kind)));
        if item.what == "score" {
            values_text(out, item);
            points_text(out, shown, item);
        }
        if item.n_moved() > 0 {
            matrix_text(out, item);
            moves_text(out, shown, item, kind);
        }
    }
    for (word, all) in [("only before", &report.gone), ("only now", &report.come)] {
        if !all.is_empty() {
            line(out, &format!("\n{word}: {}", all.join(", ")));
        }
    }
}

fn values_text(out: &mut String, item: &ItemReport) {
    let Some([before, after]) = &item.values else { return };
    let words = |spread: &Spread| match (&spread.mean, &spread.quarters) {
        (Some(mean), Some([least, low, median, high, most])) => {
            let mean = mean.round_half_even_to(Decimal::from_micro(10_000)).unwrap_or(*mean);
            format!("mean {}, least {least}, quarters {low} / {median} / {high}, most {most}", mean.display_points())
        }
        _ => "no values".to_owned(),
    };
    line(out, &format!("  before: {}", words(before)));
    line(out, &format!("  after:  {}", words(after)));
}

/// What each edit adds to the sum of all values.
fn points_text(out: &mut String, shown: &Shown<'_>, item: &ItemReport) {
    if item.n_changed[0] == 0 {
        return;
    }
    let mut parts: Vec<String> = item
        .alone
        .iter()
        .map(|(edit, (points, n))| format!("{} {} ({})", number(*edit), signed(*points), count_words(*n)))
        .collect();
    if item.together.1 > 0 {
        parts.push(format!("together {} ({})", signed(item.together.0), count_words(item.together.1)));
    }
    let sum = signed(item.points);
    match shown.edits.changes.len() {
        0 | 1 => line(out, &format!("  points in all: {sum}")),
        _ => line(out, &format!("  points in all: {sum} = {}", parts.join(", "))),
    }
}

/// Counts by the band before (rows) and after (columns).
fn matrix_text(out: &mut String, item: &ItemReport) {
    if item.what != "score" || item.bands.len() > BANDS_MAX {
        return;
    }
    let longest = item.bands.iter().map(|band| band.word().width()).max().unwrap_or(0).max("before".len());
    let column = (longest + "  -> ".len()).max(COLUMN_MIN);
    let row = |head: &str, cells: &[String]| {
        let blanks = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()));
        let cells: String = cells.iter().map(|cell| format!("{}{cell}", blanks(cell, column))).collect();
        format!("  {head}{}{cells}", blanks(head, longest))
    };
    let mut heads: Vec<String> = item.bands.iter().map(|band| format!("-> {}", band.word())).collect();
    heads.push("before".to_owned());
    line(out, &row("", &heads));
    for from in &item.bands {
        let of = |to: &Band| item.matrix.get(&(from.clone(), to.clone())).copied().unwrap_or(0);
        let mut cells: Vec<String> = item.bands.iter().map(|to| count_words(of(to))).collect();
        cells.push(count_words(item.count(from)[0]));
        line(out, &row(from.word(), &cells));
    }
    let after: Vec<String> = item.bands.iter().map(|band| count_words(item.count(band)[1])).collect();
    line(out, &row("after", &after));
}

fn moves_text(out: &mut String, shown: &Shown<'_>, item: &ItemReport, kind: &KindReport) {
    let n_edits = shown.edits.changes.len();
    for one in item.moves.iter().take(MOVES_MAX) {
        line(out, &format!("  {}: {}", arrow(one, "->"), count_words(one.n)));
        for part in one.causes.iter().take(CAUSES_MAX) {
            line(
                out,
                &format!(
                    "    {} {}{}",
                    count_words(part.n),
                    cause_words(&part.cause, n_edits),
                    shared_words(part, kind)
                ),
            );
            ids_text(out, shown, part);
        }
        more(out, "    ", one.causes.len(), CAUSES_MAX, "more causes");
    }
    more(out, "  ", item.moves.len(), MOVES_MAX, "more kinds of movement");
}

fn ids_text(out: &mut String, shown: &Shown<'_>, part: &Part) {
    if shown.with_ids {
        let ids: Vec<&str> = part.ids.iter().take(IDS_MAX).map(|id| &**id).collect();
        let rest = part.ids.len().saturating_sub(IDS_MAX);
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        line(out, &format!("      {}{more}", ids.join(" ")));
    }
}
