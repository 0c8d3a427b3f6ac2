//! Tiers in other forms: `A: 35`, `1 >= 50`, `hot = 50`, `warm from 20`.

use super::{Broken, Change, Kind};
use crate::syntax::grammar::Rule;
use crate::syntax::scan::PieceKind;

/// A tier's name without its quotes, and the sign before its edge.
pub(super) fn tier_forms(broken: &Broken<'_>) -> Vec<Change> {
    if broken.wanted != Rule::tier_line {
        return Vec::new();
    }
    let name = (broken.kind(0) == Some(PieceKind::Number)).then(|| {
        let name = broken.written(0).to_owned();
        broken.replace(Kind::NeedsQuotes(name.clone()), 0, format!("\"{name}\""))
    });
    name.into_iter().chain(sign(broken).or_else(|| bare_edge(broken))).collect()
}

/// `hot 50`, `hot: 50+`, `hot 50 or more`: an edge without its sign.
fn bare_edge(broken: &Broken<'_>) -> Option<Change> {
    let edge = 1 + usize::from(matches!(broken.written(1), ":" | "=" | "-" | "from" | "at"));
    let more = match (broken.written(edge + 1), broken.written(edge + 2)) {
        ("+", "") => 1,
        ("or", "more" | "higher" | "above") => 2,
        ("points" | "and", _) => return None,
        ("", _) => 0,
        _ => return None,
    };
    let is_name = broken.is_name(0) || matches!(broken.kind(0), Some(PieceKind::Text(true)));
    let fits = is_name && broken.kind(edge) == Some(PieceKind::Number) && broken.pieces.len() == edge + 1 + more;
    fits.then(|| {
        let at = broken.range(1).start..broken.range(edge + more).end;
        let meant = format!(">= {}", broken.written(edge));
        let kind = Kind::OtherWords { written: broken.text[at.clone()].to_owned(), meant: meant.clone(), other: None };
        broken.change(kind, broken.range(0).end..at.end).edit(broken.range(0).end..at.end, format!(" {meant}"))
    })
}

fn sign(broken: &Broken<'_>) -> Option<Change> {
    let last = broken.pieces.len().checked_sub(1)?;
    let number = if broken.is_sign(last, "-") { last - 1 } else { last };
    let signed = number > 0 && broken.is_sign(number - 1, "-") && !matches!(broken.written(number - 1), ">=" | ">");
    let number = if signed && number > 2 { number - 1 } else { number };
    if number < 2 || !matches!(broken.kind(last), Some(PieceKind::Number)) {
        return None;
    }
    let at = broken.range(1).start..broken.range(number - 1).end;
    let written = broken.text[at.clone()].to_owned();
    let stands_for = matches!(
        written.as_str(),
        ":" | "="
            | "=="
            | "=>"
            | "=<"
            | "<="
            | "<"
            | "> ="
            | ">=="
            | "->"
            | "-"
            | "from"
            | "over"
            | "above"
            | "at"
            | "at least"
            | "is"
            | "≥"
            | "min"
    );
    let blank = if broken.touches_next(0) { " " } else { "" };
    stands_for
        .then(|| broken.change(Kind::WrongPart(written, ">=".to_owned()), at.clone()).edit(at, format!("{blank}>=")))
}
