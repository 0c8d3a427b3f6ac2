//! Round and square brackets that do not fit.

use super::{Broken, Change, Mended, Search};
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::from_pairs::FromPairs;
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

impl Search<'_, '_> {
    /// The bracket that is missing, wrong, or too many.
    pub(super) fn missing_bracket<T: FromPairs>(&mut self, others: &[Change]) -> Option<Mended<T>> {
        let broken = self.broken;
        let lone = lone_brackets(broken);
        let candidates = match (lone.first(), lone.len()) {
            (Some(open), 1..) if matches!(broken.written(*open), "(" | "[") => closings(broken, *open),
            (Some(close), 1..) => openings(broken, *close),
            _ => crossed(broken),
        };
        self.first_of(candidates, others)
    }
}

/// Brackets without a partner.
fn lone_brackets(broken: &Broken<'_>) -> Vec<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut lone = Vec::new();
    for index in 0..broken.pieces.len() {
        match broken.written(index) {
            "(" | "[" if broken.kind(index) == Some(PieceKind::Sign) => open.push(index),
            ")" | "]" if broken.kind(index) == Some(PieceKind::Sign) && open.pop().is_none() => lone.push(index),
            _ => {}
        }
    }
    open.truncate(1);
    open.extend(lone);
    open
}

/// `["a", "b" => +1`: where the bracket can end, from left to right, but not around a single name.
fn closings(broken: &Broken<'_>, open: usize) -> Vec<Change> {
    let bracket = if broken.written(open) == "(" { ")" } else { "]" };
    let is_call = open > 0 && broken.touches_next(open - 1) && broken.kind(open - 1) == Some(PieceKind::Word);
    let least = if is_call || bracket == "]" { open + 2 } else { open + 3 };
    let unclosed = || broken.change(Kind::UnclosedBracket(bracket), broken.range(open));
    let over = |index: &usize| broken.pieces[*index].end - broken.pieces[*index].start == 1;
    // Over a single character that was meant to be the bracket; it follows what the bracket would.
    let over = (least..broken.pieces.len()).filter(over).filter(|index| broken.touches_next(index - 1));
    let mut candidates: Vec<Change> = over.map(|index| unclosed().edit(broken.range(index), bracket)).collect();
    let before = |index: usize| {
        let at = broken.range(index - 1).end;
        unclosed().edit(at..at, bracket)
    };
    let in_value = !(least..broken.pieces.len()).any(|index| broken.is_sign(index, "=>"));
    if bracket == ")" && (is_call || !in_value) {
        candidates.extend(likely_ends(broken, least, is_call).into_iter().map(before));
    }
    candidates.extend((least..=broken.pieces.len()).map(before));
    candidates.push(broken.replace(Kind::StrayBracket(broken.written(open).to_owned()), open, ""));
    candidates
}

/// Pieces before which a round bracket most likely ends: the comparison of what a function counts, the end of the
/// condition, and behind the arrow the first limit or the reason.
fn likely_ends(broken: &Broken<'_>, least: usize, is_call: bool) -> Vec<usize> {
    let end = broken.pieces.len();
    let compares = |index: &usize| matches!(broken.written(*index), ">=" | "<=" | ">" | "<" | "==" | "!=");
    if let Some(arrow) = (least..end).find(|index| broken.is_sign(*index, "=>")) {
        let compared = (least..arrow).rfind(compares).filter(|_| is_call);
        return compared.into_iter().chain([arrow]).collect();
    }
    let begins_limit = |index: &usize| {
        let word = broken.written(index + 1);
        broken.is_sign(*index, ",") && matches!(word, "up" | "at" | "once" | "down" | "decay" | "no")
    };
    let has_reason = matches!(broken.kind(end - 1), Some(PieceKind::Text(_)));
    vec![(least..end).find(begins_limit).unwrap_or(end - usize::from(has_reason))]
}

/// `count page_view) >= 5`: where the bracket can begin.
fn openings(broken: &Broken<'_>, close: usize) -> Vec<Change> {
    if close == 0 {
        return vec![broken.replace(Kind::StrayBracket(broken.written(close).to_owned()), close, "")];
    }
    let bracket = if broken.written(close) == ")" { "(" } else { "[" };
    let mut candidates = Vec::new();
    // `count(purchase) where ..) >= 4`: the bracket that closes too early.
    let goes_on =
        |index: usize| matches!(broken.written(index), "where" | "in" | "since" | "before" | "within" | "followed");
    let early = (1..close).filter(|index| broken.is_sign(*index, ")") && goes_on(index + 1));
    candidates.extend(early.map(|index| broken.replace(Kind::StrayBracket(")".to_owned()), index, "")));
    let n_early = candidates.len();
    for index in 0..close {
        let at = broken.range(index);
        let change = broken.change(Kind::UnopenedBracket(bracket), broken.range(close));
        let is_function = index > 0 && words::functions().any(|name| name == broken.written(index - 1));
        if is_function && bracket == "(" {
            candidates.push(change.clone().edit(broken.range(index - 1).end..at.start, bracket));
        }
        candidates.push(change.edit(at.start..at.start, bracket));
    }
    let stray = broken.replace(Kind::StrayBracket(broken.written(close).to_owned()), close, "");
    let joins = (0..close).any(|index| matches!(broken.written(index), "and" | "or" | "+" | "*" | "/"));
    let holds_something = bracket == "(" && joins && broken.touches_next(close - 1);
    if !holds_something {
        candidates.insert(n_early, stray);
    } else {
        candidates.push(stray);
    }
    candidates
}

/// `["a", "b")`: brackets of two kinds that stand for one pair.
fn crossed(broken: &Broken<'_>) -> Vec<Change> {
    let mut open: Vec<usize> = Vec::new();
    let mut candidates = Vec::new();
    for index in 0..broken.pieces.len() {
        let opening = match broken.written(index) {
            "(" | "[" | "{" => {
                open.push(index);
                continue;
            }
            ")" => "(",
            "]" => "[",
            "}" => "{",
            _ => continue,
        };
        let Some(partner) = open.pop() else {
            continue;
        };
        if broken.written(partner) == opening {
            continue;
        }
        let wanted = match broken.written(partner) {
            "(" => ")",
            "[" => "]",
            _ => "}",
        };
        let written = |at: usize, meant: &str| Kind::WrongPart(broken.written(at).to_owned(), meant.to_owned());
        candidates.push(broken.replace(written(index, wanted), index, wanted));
        candidates.push(broken.replace(written(partner, opening), partner, opening));
    }
    candidates
}
