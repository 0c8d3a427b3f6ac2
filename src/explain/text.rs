//! An explanation for people: every figure with as many places as it has, so that the lines add up to the last digit.

use super::columns::{aligned, blanks, cut, left, width, wrapped};
use super::rows::{Row, evidence_words, place, rows, silent_rows};
use super::{Excluded, Explanation, NextTier, ScoreExplanation, TierOutcome};
use crate::diag::one_line as visible;

/// How the text may look.
#[derive(Clone, Copy, Debug)]
pub struct TextStyle {
    /// Whether colours are shown.
    pub color: bool,
    /// Columns there are.
    pub width: usize,
}

/// Lines longer than this are hard to read, however wide the terminal.
const WIDTH_MAX: usize = 120;
/// A label longer than this is cut; the JSON form has all of it.
const LABEL_MAX: usize = 34;
/// With fewer columns than this for what was seen, it goes below instead of beside.
const WORDS_MIN: usize = 24;

/// The whole explanation, ending with a line break.
pub fn text(explanation: &Explanation, style: TextStyle) -> String {
    let style = TextStyle { width: style.width.min(WIDTH_MAX), ..style };
    let paint = Paint { color: style.color };
    let mut out = header(explanation, style, paint);
    if let Some(excluded) = &explanation.excluded {
        out.push_str(&exclusion(excluded, paint));
    }
    let scores: Vec<Shown<'_>> = in_reading_order(&explanation.scores).into_iter().map(Shown::of).collect();
    let columns = Columns::of(scores.iter().flat_map(Shown::all_rows), style.width);
    let mut figures = figures_of(scores.iter().flat_map(Shown::all_rows)).into_iter();
    for shown in &scores {
        out.push('\n');
        out.push_str(&score_line(shown.score, style, paint));
        if shown.rows.is_empty() {
            out.push_str("  no rule gave points\n");
        }
        for row in &shown.rows {
            out.push_str(&columns.line(row, &figures.next().unwrap_or_default(), paint));
        }
        if !shown.silent.is_empty() {
            out.push_str(&format!("  {}\n", paint.dim("gave nothing:")));
        }
        for row in &shown.silent {
            out.push_str(&columns.line(row, &figures.next().unwrap_or_default(), paint));
        }
    }
    out.push_str(&results(explanation, paint));
    match explanation.n_future_activities {
        0 => {}
        1 => out.push_str("\n1 activity after that instant counts for nothing\n"),
        n => out.push_str(&format!("\n{n} activities after that instant count for nothing\n")),
    }
    out
}

/// A score with its rows.
struct Shown<'a> {
    score: &'a ScoreExplanation,
    rows: Vec<Row>,
    silent: Vec<Row>,
}

impl<'a> Shown<'a> {
    fn of(score: &'a ScoreExplanation) -> Shown<'a> {
        Shown { score, rows: rows(score), silent: silent_rows(score) }
    }

    fn all_rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().chain(&self.silent)
    }
}

/// Results first: scores that no other reads, then those they read; each in the order of the rules.
fn in_reading_order(scores: &[ScoreExplanation]) -> Vec<&ScoreExplanation> {
    let is_read = |score: &&ScoreExplanation| {
        scores.iter().any(|other| other.name != score.name && other.reads.contains(&score.name))
    };
    let (read, results): (Vec<_>, Vec<_>) = scores.iter().partition(is_read);
    results.into_iter().chain(read).collect()
}

fn header(explanation: &Explanation, style: TextStyle, paint: Paint) -> String {
    let record = &explanation.record;
    let id = visible(&record.id);
    let kind = if record.kind == "contact" { String::new() } else { format!("{} ", visible(&record.kind)) };
    let who = match &record.name {
        Some(name) => format!("{kind}{} ({id})", visible(name)),
        None => format!("{kind}{id}"),
    };
    let when = format!("as of {} {}", explanation.as_of_local, explanation.timezone);
    beside(&paint.bold(&who), width(&who), &paint.dim(&when), width(&when), style.width)
}

/// Two texts at the two ends of a line, or on two lines where they do not fit.
fn beside(one: &str, one_width: usize, other: &str, other_width: usize, columns: usize) -> String {
    if other_width == 0 {
        return format!("{one}\n");
    }
    if one_width + 2 + other_width > columns {
        return format!("{one}\n  {other}\n");
    }
    format!("{one}{}{other}\n", blanks(columns - one_width - other_width))
}

fn exclusion(excluded: &Excluded, paint: Paint) -> String {
    let seen = evidence_words(&excluded.evidence);
    let seen = if seen.is_empty() { String::new() } else { format!("\n  {seen}") };
    format!(
        "\n{}: {}{seen}    {}\n",
        paint.bold("not scored"),
        visible(&excluded.reason),
        paint.dim(&place(&excluded.span))
    )
}

fn score_line(score: &ScoreExplanation, style: TextStyle, paint: Paint) -> String {
    let value = score.value.shown();
    let tier = score.tier.as_ref().map(|tier| format!("  {}", visible(&tier.name))).unwrap_or_default();
    let name = visible(&score.name);
    let plain = format!("{name}  {value}{tier}");
    let painted = format!("{}  {}{}", paint.bold(&name), paint.bold(&value), paint.tier(&tier));
    let hint = score.tier.as_ref().map(tier_hint).unwrap_or_default();
    beside(&painted, width(&plain), &paint.dim(&hint), width(&hint), style.width)
}

/// `hot from 60: 7.60 short`, or who set the tier.
fn tier_hint(tier: &TierOutcome) -> String {
    if let Some(set) = &tier.set_by {
        let seen = evidence_words(&set.evidence);
        let why = match (&set.reason, seen.is_empty()) {
            (Some(reason), _) => visible(reason),
            (None, false) => seen,
            (None, true) => "a condition".to_owned(),
        };
        return format!("set by {}: {why}", place(&set.span));
    }
    tier.next.as_ref().map(next_words).unwrap_or_default()
}

fn next_words(next: &NextTier) -> String {
    let (word, least) = if next.operator == ">" { ("above", "more than ") } else { ("from", "") };
    let reached = match &next.reached_by {
        Some(text) => format!("; one {} would do it", visible(text)),
        None => String::new(),
    };
    format!("{} {word} {}: {least}{} short{reached}", visible(&next.name), next.threshold.0, next.short.shown())
}

/// Labels and segments.
fn results(explanation: &Explanation, paint: Paint) -> String {
    let mut out = String::new();
    for label in &explanation.labels {
        let value = label.value.as_deref().map_or("missing".to_owned(), visible);
        out.push_str(&format!("{}  {value}\n", paint.bold(&visible(&label.name))));
    }
    for segment in &explanation.segments {
        let word = if segment.member { "yes" } else { "no" };
        out.push_str(&format!("{}  {word}\n", paint.bold(&visible(&segment.name))));
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}

fn figures_of<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<String> {
    let figures: Vec<Option<String>> =
        rows.map(|row| row.points.map(|points| points.display_points_signed())).collect();
    aligned(&figures)
}

/// Where the columns of all rows stand.
struct Columns {
    label: usize,
    words: usize,
    /// Whether what was seen stands below the label.
    stacked: bool,
}

impl Columns {
    fn of<'a>(rows: impl Iterator<Item = &'a Row>, columns: usize) -> Columns {
        let rows: Vec<&Row> = rows.collect();
        let widest = |of: fn(&Row) -> usize| rows.iter().map(|row| of(row)).max().unwrap_or(0);
        let figures = figures_of(rows.iter().copied()).first().map_or(0, |figure| width(figure));
        let label = widest(|row| width(&label_of(row)));
        let place = widest(|row| width(&row.place));
        let taken = 2 + figures + 2 + label + 2 + 2 + place;
        let free = columns.saturating_sub(taken);
        let wanted = widest(|row| width(&row.words));
        let stacked = free < WORDS_MIN.min(wanted);
        let words = if stacked { columns.saturating_sub(6 + figures).max(WORDS_MIN) } else { free.min(wanted) };
        Columns { label, words, stacked }
    }

    fn line(&self, row: &Row, figure: &str, paint: Paint) -> String {
        let label = left(&label_of(row), self.label);
        let start = format!("  {}  {label}", paint.points(figure, row));
        let words = wrapped(&row.words, self.words);
        let indent = if self.stacked { 6 + width(figure) } else { 2 + width(figure) + 2 + self.label + 2 };
        let mut out = String::new();
        if self.stacked {
            out.push_str(&format!("{start}  {}", paint.dim(&row.place)));
            let below = words.iter().filter(|words| !words.is_empty());
            out.extend(below.map(|words| format!("\n{}{words}", blanks(indent))));
        } else {
            let mut words = words.into_iter();
            let first = words.next().unwrap_or_default();
            out.push_str(&format!("{start}  {}  {}", left(&first, self.words), paint.dim(&row.place)));
            out = out.trim_end().to_owned();
            out.extend(words.map(|words| format!("\n{}{words}", blanks(indent))));
        }
        format!("{}\n", out.trim_end())
    }
}

/// The label with its count; one that is too wide loses what stands in its square brackets first.
fn label_of(row: &Row) -> String {
    let columns = LABEL_MAX - width(&row.times).min(LABEL_MAX);
    let label = &row.label;
    let shorter = match (label.find('['), label.rfind(']')) {
        (Some(open), Some(close)) if open < close && width(label) > columns => {
            format!("{}[..{}", &label[..open], &label[close..])
        }
        _ => label.clone(),
    };
    format!("{}{}", cut(&shorter, columns), row.times)
}

/// Colours, or none.
#[derive(Clone, Copy)]
struct Paint {
    color: bool,
}

impl Paint {
    fn wrap(self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }

    fn tier(self, text: &str) -> String {
        self.wrap("36", text)
    }

    /// Gains green, losses red.
    fn points(self, figure: &str, row: &Row) -> String {
        match row.points {
            Some(points) if points < crate::values::Decimal::ZERO => self.wrap("31", figure),
            Some(points) if points > crate::values::Decimal::ZERO => self.wrap("32", figure),
            _ => figure.to_owned(),
        }
    }
}
