//! A report as one comment of a pull request: the answer, what moves, because of which edit; the rest is folded away.

use super::{
    BANDS_MAX, CAUSES_MAX, EDITS_SHOWN_MAX, MOVES_MAX, Shown, answer, arrow, called, cause_words, count_words,
    edit_words, line, moved_words, share, shared_words, signed,
};
use crate::impact::judge::Band;
use crate::impact::report::{ItemReport, KindReport, Move, Report};

/// One screen, and what else there is below, folded.
pub fn markdown(shown: &Shown<'_>) -> String {
    let report = shown.now;
    let mut out = String::new();
    line(&mut out, &format!("### {}\n", capital(&answer(report))));
    budget(&mut out, shown);
    // Scores that others are made of come first in a file: the last is the one people act on.
    let of_scores = |is_score: bool| report.items.iter().filter(move |item| (item.what == "score") == is_score);
    let order: Vec<&ItemReport> = of_scores(true).rev().chain(of_scores(false)).collect();
    let moving: Vec<&ItemReport> = order.into_iter().filter(|item| item.moves_anything()).collect();
    overview(&mut out, shown, report, &moving);
    edits(&mut out, shown, &moving);
    if let Some(item) = moving.iter().find(|item| item.n_moved() > 0) {
        line(&mut out, &format!("**{}**: {}\n", cell(&called(item)), moved_words(item, &report.kinds[item.kind])));
        moves(&mut out, shown, item, &report.kinds[item.kind]);
    }
    others(&mut out, shown, report);
    later(&mut out, shown);
    let rest: Vec<&&ItemReport> = moving.iter().filter(|item| item.n_moved() > 0).skip(1).collect();
    if !rest.is_empty() {
        line(&mut out, "<details><summary>All other movements</summary>\n");
        for item in rest {
            line(&mut out, &format!("**{}**: {}\n", cell(&called(item)), moved_words(item, &report.kinds[item.kind])));
            moves(&mut out, shown, item, &report.kinds[item.kind]);
        }
        line(&mut out, "</details>\n");
    }
    line(&mut out, &format!("<sub>As of {}. Every record was scored by both versions.</sub>", shown.now_at));
    out
}

fn budget(out: &mut String, shown: &Shown<'_>) {
    if shown.budget.n_limits == 0 {
        return;
    }
    if shown.budget.breaches.is_empty() {
        return line(out, "✅ Within the change budget.\n");
    }
    for breach in &shown.budget.breaches {
        line(out, &format!("❌ **Outside the change budget:** {}\n", cell(&breach.to_string())));
    }
}

/// A line for each score, label and segment that moves.
fn overview(out: &mut String, shown: &Shown<'_>, report: &Report, moving: &[&ItemReport]) {
    if moving.is_empty() {
        return;
    }
    line(out, "| | move | up | down | most of them | because of |");
    line(out, "|---|--:|--:|--:|---|---|");
    let n_edits = shown.edits.changes.len();
    for item in moving {
        let [up, down] = item.directions();
        let side = |n: u64| if item.what == "label" { String::new() } else { count_words(n) };
        let most = item.moves.first().map(|one| format!("{} {}", count_words(one.n), cell(&arrow(one, "→"))));
        let cause = item.moves.first().and_then(|one| one.causes.first());
        let more = if item.moves.first().is_some_and(|one| one.causes.len() > 1) { ", and others" } else { "" };
        let cause = cause.map(|part| {
            let words = cause_words(&part.cause, n_edits);
            format!("{}{more}", words.trim_start_matches("because of "))
        });
        let n = item.n_moved();
        let kind = &report.kinds[item.kind];
        line(
            out,
            &format!(
                "| **{}** | {} ({}) | {} | {} | {} | {} |",
                cell(&called(item)),
                count_words(n),
                share(n, kind.n),
                side(up),
                side(down),
                most.unwrap_or_else(|| format!("{} other values", count_words(item.n_changed[0]))),
                cause.unwrap_or_default()
            ),
        );
    }
    line(out, "");
}

/// The matrix and the movements of an item.
fn moves(out: &mut String, shown: &Shown<'_>, item: &ItemReport, kind: &KindReport) {
    if item.what == "score" && item.bands.len() <= BANDS_MAX {
        matrix(out, item);
    }
    let n_edits = shown.edits.changes.len();
    for one in item.moves.iter().take(MOVES_MAX) {
        line(out, &move_line(one, kind, n_edits));
        if shown.with_ids {
            let ids = one.causes.iter().flat_map(|part| &part.ids).take(super::IDS_MAX);
            let ids: Vec<String> = ids.map(|id| format!("`{}`", super::code(id))).collect();
            let rest = one.n.saturating_sub(ids.len() as u64);
            let more = if rest > 0 { format!(" and {} more", count_words(rest)) } else { String::new() };
            line(out, &format!("  {}{more}", ids.join(" ")));
        }
    }
    super::more(out, "- ", item.moves.len(), MOVES_MAX, "more kinds of movement");
    line(out, "");
}

fn move_line(one: &Move, kind: &KindReport, n_edits: usize) -> String {
    let causes: Vec<String> = one
        .causes
        .iter()
        .take(CAUSES_MAX)
        .map(|part| {
            let n = if one.causes.len() == 1 { String::new() } else { format!("{} ", count_words(part.n)) };
            format!("{n}{}{}", cause_words(&part.cause, n_edits), shared_words(part, kind))
        })
        .collect();
    let rest = one.causes.len().saturating_sub(CAUSES_MAX);
    let rest = if rest > 0 { format!("<br>and {rest} more causes") } else { String::new() };
    let gap = if one.causes.len() == 1 { " " } else { "<br>" };
    format!("- **{} {}**{gap}{}{rest}", count_words(one.n), cell(&arrow(one, "→")), causes.join("<br>"))
}

fn matrix(out: &mut String, item: &ItemReport) {
    let heads: Vec<String> = item.bands.iter().map(|band| format!("→ {}", cell(band.word()))).collect();
    line(out, &format!("| from | {} | before |", heads.join(" | ")));
    line(out, &format!("|---|{}--:|", "--:|".repeat(item.bands.len())));
    for from in &item.bands {
        let cells: Vec<String> = item.bands.iter().map(|to| matrix_cell(item, from, to)).collect();
        let before = count_words(item.count(from)[0]);
        line(out, &format!("| {} | {} | {before} |", cell(from.word()), cells.join(" | ")));
    }
    let after: Vec<String> = item.bands.iter().map(|band| count_words(item.count(band)[1])).collect();
    line(out, &format!("| after | {} | |\n", after.join(" | ")));
}

fn matrix_cell(item: &ItemReport, from: &Band, to: &Band) -> String {
    match item.matrix.get(&(from.clone(), to.clone())).copied().unwrap_or(0) {
        0 => "·".to_owned(),
        n if from == to => count_words(n),
        n => format!("**{}**", count_words(n)),
    }
}

fn edits(out: &mut String, shown: &Shown<'_>, moving: &[&ItemReport]) {
    let n = shown.edits.changes.len();
    if n == 0 {
        return;
    }
    line(out, "| edit | what | points it alone adds (records) |");
    line(out, "|--:|---|---|");
    for edit in 0..n.min(EDITS_SHOWN_MAX) {
        let points: Vec<String> = moving
            .iter()
            .filter_map(|item| {
                let (points, n) = item.alone.get(&edit)?;
                Some(format!("{} {} ({})", cell(&item.name), signed(*points), count_words(*n)))
            })
            .collect();
        let points = if points.is_empty() { "none".to_owned() } else { points.join(", ") };
        line(out, &format!("| {} | {} | {points} |", edit + 1, cell(&edit_words(shown.edits, shown.changes, edit))));
    }
    if n > EDITS_SHOWN_MAX {
        line(out, &format!("| | and {} more | |", n - EDITS_SHOWN_MAX));
    }
    let together: Vec<String> = moving
        .iter()
        .filter(|item| item.together.1 > 0)
        .map(|item| format!("{} {} ({})", cell(&item.name), signed(item.together.0), count_words(item.together.1)))
        .collect();
    if !together.is_empty() {
        line(out, &format!("| | only together | {} |", together.join(", ")));
    }
    line(out, "");
}

/// What does not move, what is gone and what is new.
fn others(out: &mut String, shown: &Shown<'_>, report: &Report) {
    let calm: Vec<String> = report.items.iter().filter(|item| !item.moves_anything()).map(called).collect();
    for (word, all) in
        [("Nothing moves in", &calm), ("Only in the old version", &shown.now.gone), ("New", &shown.now.come)]
    {
        if !all.is_empty() {
            line(out, &format!("{word}: {}.\n", cell(&all.join(", "))));
        }
    }
}

fn later(out: &mut String, shown: &Shown<'_>) {
    let Some((later, at)) = shown.later else { return };
    line(out, &format!("**If nothing new happens, as of {at}:** {}\n", answer(later)));
    for item in later.items.iter().filter(|item| item.n_moved() > 0) {
        let moves = item.moves.iter().take(MOVES_MAX);
        let all: Vec<String> = moves.map(|one| format!("{} {}", count_words(one.n), arrow(one, "→"))).collect();
        line(out, &format!("- {}: {}", cell(&called(item)), cell(&all.join(", "))));
    }
    line(out, "");
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What a cell of a table, or a line, may hold: nothing that Markdown or a page would act on.
fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|").replace('<', "&lt;").replace('*', "\\*").replace('@', "@\u{200b}")
}
