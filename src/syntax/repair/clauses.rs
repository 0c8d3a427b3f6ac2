//! Whole conditions in prose: `5 visits in last week`, `visit >= 5 in last 7d`, `no visit for 60 days`,
//! `the last visit is older than 30d`, `renewal before 2026-01-01`, `signup > TODAY() - 30`.

use super::cursor::Cursor;
use super::{Broken, Change, Kind};
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// Every condition of a head that is one of these as a whole, between its `and` and `or`.
pub(super) fn clause_forms(broken: &Broken<'_>) -> Vec<Change> {
    let Some((start, end)) = head(broken) else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    let mut first = start;
    let mut depth = 0_i32;
    for at in start..=end {
        match broken.written(at) {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if at == end || depth == 0 && (broken.is_word(at, "and") || broken.is_word(at, "or")) {
            changes.extend(clause(broken, first, at));
            first = at + 1;
        }
    }
    changes
}

/// The pieces of the condition of a rule, or of a line with `when`.
fn head(broken: &Broken<'_>) -> Option<(usize, usize)> {
    let n_pieces = broken.pieces.len();
    if let Some(when) = (0..n_pieces).find(|at| broken.is_word(*at, "when")).filter(|at| *at > 0 && !broken.is_header())
    {
        let reason = matches!(broken.kind(n_pieces - 1), Some(PieceKind::Text(_)));
        return Some((when + 1, n_pieces - usize::from(reason)));
    }
    let ends = |at: &usize| broken.is_sign(*at, "=>") || broken.written(*at).eq_ignore_ascii_case("then");
    let end = (0..n_pieces).find(ends).filter(|_| broken.needs_arrow() && !broken.is_arm())?;
    let named = if broken.is_sign(1, ":") { 2 } else { 0 };
    let word = ["if", "when", "whenever"].iter().any(|word| broken.written(named).eq_ignore_ascii_case(word));
    Some((named + usize::from(word), end))
}

fn clause(broken: &Broken<'_>, start: usize, end: usize) -> Option<Change> {
    let forms = [times_first, times_last, function_apart, none_for, since_last, since_field, today, date];
    let meant = forms.iter().find_map(|form| {
        let mut clause = Clause { broken, cursor: Cursor::new(broken, start), end };
        form(&mut clause).filter(|_| clause.cursor.at == end)
    })?;
    broken.in_other_words(start..end, meant, None)
}

/// One condition, read from its first piece; every method moves past what it finds.
struct Clause<'b, 't> {
    broken: &'b Broken<'t>,
    cursor: Cursor<'b, 't>,
    end: usize,
}

impl Clause<'_, '_> {
    /// A name that is no word of the language; the plural of a declared activity is that activity.
    fn name(&mut self) -> Option<String> {
        let first = self.broken.written(self.cursor.at);
        if self.broken.kind(self.cursor.at) == Some(PieceKind::Word) && words::all().binary_search(&first).is_ok() {
            return None;
        }
        let name = self.cursor.path()?;
        let singular = name.strip_suffix('s').filter(|one| self.broken.declares("activity", one));
        Some(singular.map_or(name.clone(), str::to_owned))
    }

    /// `>=`, `at least`, `is more than`: the sign.
    fn sign(&mut self) -> Option<&'static str> {
        const SIGNS: &[(&str, &str)] =
            &[(">=", ">="), ("<=", "<="), (">", ">"), ("<", "<"), ("==", "=="), ("=", "=="), ("=<", "<=")];
        const WORDS: &[(&[&str], &str)] = &[
            (&["at", "least"], ">="),
            (&["at", "most"], "<="),
            (&["more", "than"], ">"),
            (&["greater", "than"], ">"),
            (&["older", "than"], ">"),
            (&["longer", "than"], ">"),
            (&["less", "than"], "<"),
            (&["fewer", "than"], "<"),
            (&["newer", "than"], "<"),
            (&["over"], ">"),
            (&["under"], "<"),
            (&["exactly"], "=="),
        ];
        self.cursor.word(&["is", "was", "happened", "has"]);
        let sign = SIGNS.iter().find(|(written, _)| self.cursor.sign(&[written])).map(|(_, sign)| *sign);
        sign.or_else(|| WORDS.iter().find(|(words, _)| self.cursor.words(words)).map(|(_, sign)| *sign))
    }

    /// `in the last week`, `for 60 days`, `, last 7d`: the length.
    fn window(&mut self) -> Option<String> {
        let start = self.cursor.at;
        self.cursor.sign(&[","]);
        let begins = self.cursor.word(&["in", "within", "during", "over", "for", "since"]);
        self.cursor.words(&["the"]);
        let last = self.cursor.word(&["last", "past", "previous"]);
        let length = if begins || last { self.cursor.length() } else { None };
        if length.is_none() {
            self.cursor.at = start;
        }
        self.cursor.words(&["ago"]);
        length
    }

    fn rest(&mut self) -> String {
        let at = self.broken.range(self.cursor.at).start..self.broken.range(self.end - 1).end;
        self.cursor.at = self.end;
        self.broken.text.get(at).unwrap_or("").to_owned()
    }
}

fn in_window(what: &str, length: Option<String>) -> String {
    length.map_or(what.to_owned(), |length| format!("{what} in last {length}"))
}

/// `5 page_view in last 7d`, `more than 3 visits in last week`, `number of visits > 3`.
fn times_first(clause: &mut Clause<'_, '_>) -> Option<String> {
    clause.cursor.words(&["the"]);
    if clause.cursor.word(&["number", "amount", "count"]) && clause.cursor.words(&["of"]) {
        let name = clause.name()?;
        let window = clause.window();
        let sign = clause.sign()?;
        let count = clause.cursor.count()?;
        let window = window.or_else(|| clause.window());
        return Some(format!("count({}) {sign} {count}", in_window(&name, window)));
    }
    let sign = clause.sign().unwrap_or(">=");
    let count = clause.cursor.count()?;
    clause.cursor.word(&["times", "x"]);
    let name = clause.name()?;
    let window = clause.window();
    Some(format!("count({}) {sign} {count}", in_window(&name, window)))
}

/// `page_view >= 5 in last 7d`, `page_view in last 7d > 5`, `page_view x 5`, `visit at least 3 times`.
fn times_last(clause: &mut Clause<'_, '_>) -> Option<String> {
    let name = clause.name()?;
    let before = clause.window();
    let times = clause.cursor.words(&["x"]);
    let sign = clause.sign();
    let count = clause.cursor.count()?;
    let times = clause.cursor.word(&["times", "x"]) || times;
    let after = clause.window();
    let windowed = before.is_some() || after.is_some();
    let fits = times || windowed && sign.is_some();
    fits.then(|| format!("count({}) {} {count}", in_window(&name, before.or(after)), sign.unwrap_or(">=")))
}

/// `count(visit) in 7d >= 5`, `count(visit) > 3 in last 7d`, `no(visit) in last 30d`: the window belongs inside.
fn function_apart(clause: &mut Clause<'_, '_>) -> Option<String> {
    const FUNCTIONS: &[&str] = &["any", "no", "count", "sum", "avg", "min", "max", "distinct", "days", "weeks"];
    let (broken, start) = (clause.broken, clause.cursor.at);
    if !clause.cursor.word(FUNCTIONS) || !broken.is_sign(start + 1, "(") {
        return None;
    }
    let close = broken.closing(start + 1).filter(|close| *close > start + 2 && *close < clause.end)?;
    clause.cursor.at = close + 1;
    let before = clause.window();
    let compared = match clause.sign() {
        Some(sign) => format!(" {sign} {}", clause.cursor.count()?),
        None => String::new(),
    };
    let window = before.or_else(|| clause.window())?;
    let inner = &broken.text[broken.range(start + 2).start..broken.range(close - 1).end];
    Some(format!("{}({inner} in last {window}){compared}", broken.written(start).to_lowercase()))
}

/// `no visit for 60 days`, `inactive for 30d`.
fn none_for(clause: &mut Clause<'_, '_>) -> Option<String> {
    if clause.cursor.word(&["inactive", "silent", "asleep"]) {
        return Some(format!("no(activity in last {})", clause.window()?));
    }
    if !clause.cursor.word(&["no", "without"]) {
        return None;
    }
    let name = if clause.cursor.word(&["activity", "activities"]) { "activity".to_owned() } else { clause.name()? };
    Some(format!("no({name} in last {})", clause.window()?))
}

/// `days since last visit > 30` from what stands for it and a length.
fn days_since(what: &str, sign: &str, length: &str) -> Option<String> {
    let (count, unit) = length.split_at(length.len().checked_sub(1)?);
    let count: u32 = count.parse().ok()?;
    let (unit, count) = match unit {
        "h" => ("hours", count),
        "d" => ("days", count),
        "w" => ("days", count.checked_mul(7)?),
        _ => return None,
    };
    Some(format!("{unit} since {what} {sign} {count}"))
}

/// `last visit < 7d`, `the last visit is older than 30d`.
fn since_last(clause: &mut Clause<'_, '_>) -> Option<String> {
    clause.cursor.words(&["the"]);
    if !clause.cursor.word(&["last", "latest", "newest"]) {
        return None;
    }
    let name = clause.name()?;
    let sign = clause.sign().or_else(|| clause.cursor.words(&["within"]).then_some("<"))?;
    let length = clause.cursor.length()?;
    clause.cursor.word(&["ago", "old"]);
    days_since(&format!("last {name}"), sign, &length)
}

/// `last_contacted > 30 days ago`, `visit before 30d`, `visit since 30 days`.
fn since_field(clause: &mut Clause<'_, '_>) -> Option<String> {
    let name = clause.name()?;
    if clause.cursor.words(&["before"]) {
        let length = clause.cursor.length()?;
        clause.cursor.words(&["ago"]);
        return Some(format!("{name} in 365d..{length} ago"));
    }
    let start = clause.cursor.at;
    if clause.cursor.words(&["since"]) {
        clause.cursor.at = start;
        return Some(format!("{name} in last {}", clause.window()?));
    }
    let older = clause.broken.is_word(start, "older") || clause.broken.is_word(start + 1, "older");
    let sign = clause.sign()?;
    let length = clause.cursor.length()?;
    let ago = clause.cursor.word(&["ago", "old"]);
    let what = if clause.broken.declares("activity", &name) { format!("last {name}") } else { name };
    days_since(&what, sign, &length).filter(|_| ago || older)
}

/// `signup > TODAY() - 30`, `TODAY() - signup < 30`, `renewal < now + 30d`.
fn today(clause: &mut Clause<'_, '_>) -> Option<String> {
    let is_now = |clause: &mut Clause<'_, '_>| {
        let start = clause.cursor.at;
        let word = clause.cursor.word(&["today", "now", "current_date"]);
        if clause.cursor.sign(&["("]) && !clause.cursor.sign(&[")"]) {
            clause.cursor.at = start;
            return false;
        }
        word
    };
    let days = |clause: &mut Clause<'_, '_>| match clause.cursor.length() {
        Some(length) => length.strip_suffix('d').map(str::to_owned),
        None => {
            let count = clause.cursor.count();
            clause.cursor.word(&["days", "day"]);
            count
        }
    };
    if is_now(clause) {
        let name = clause.cursor.sign(&["-"]).then(|| clause.name()).flatten()?;
        let sign = clause.sign()?;
        return Some(format!("days since {name} {sign} {}", days(clause)?));
    }
    let name = clause.name()?;
    let sign = clause.sign()?;
    if !is_now(clause) {
        return None;
    }
    let past = clause.cursor.sign(&["-"]);
    if !past && !clause.cursor.sign(&["+"]) {
        return None;
    }
    let turned = match sign {
        ">" => "<",
        ">=" => "<=",
        "<" => ">",
        "<=" => ">=",
        sign => sign,
    };
    let days = days(clause)?;
    Some(if past { format!("days since {name} {turned} {days}") } else { format!("days until {name} {sign} {days}") })
}

/// `renewal before 2026-01-01`, `purchase after 2026-01-01`.
fn date(clause: &mut Clause<'_, '_>) -> Option<String> {
    let name = clause.name()?;
    clause.cursor.words(&["is"]);
    let from = clause.cursor.words(&["on", "or"]);
    let sign = match () {
        () if clause.cursor.words(&["before"]) && from => "<=",
        () if clause.cursor.words(&["after"]) && from => ">=",
        () if clause.broken.is_word(clause.cursor.at - 1, "before") => "<",
        () if clause.broken.is_word(clause.cursor.at - 1, "after") => ">",
        () if clause.cursor.words(&["since"]) => ">=",
        () => return None,
    };
    let date = clause.rest();
    let bytes = date.as_bytes();
    let is_date = bytes.len() >= 10 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-';
    let activity = clause.broken.declares("activity", &name);
    is_date.then(|| if activity { format!("{name} where at {sign} {date}") } else { format!("{name} {sign} {date}") })
}

/// `and <= 200`, `or ends with "x"`: what is asked about is said once for two conditions.
pub(super) fn repeated_subject(broken: &Broken<'_>) -> Vec<Change> {
    let asks = |at: usize| {
        matches!(broken.written(at), ">=" | "<=" | ">" | "<" | "==" | "!=")
            || broken.kind(at) == Some(PieceKind::Word)
                && matches!(
                    (broken.written(at), broken.written(at + 1)),
                    ("contains", _) | ("starts" | "ends", "with") | ("has", "word")
                )
    };
    let joins = (1..broken.pieces.len()).filter(|at| broken.is_word(*at, "and") || broken.is_word(*at, "or"));
    let found = joins.filter(|at| asks(at + 1)).filter_map(|join| {
        let operator = (1..join).rev().find(|at| asks(*at) && !asks(at - 1))?;
        let subject = broken.path_before(operator)?;
        let name = broken.text[broken.range(subject).start..broken.range(operator - 1).end].to_owned();
        let at = broken.range(join + 1).start;
        let meant = format!("{name} ");
        Some(broken.change(Kind::MissingWord(name), at..at).edit(at..at, meant))
    });
    found.collect()
}
