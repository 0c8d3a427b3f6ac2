//! A rule without `=>`.

use super::{Broken, Change, Mended, Search};
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::from_pairs::FromPairs;
use crate::syntax::scan::PieceKind;

impl Search<'_, '_> {
    /// The arrow that a rule or arm lacks: in place of a sign before its points, or before its points.
    pub(super) fn missing_arrow<T: FromPairs>(&mut self, others: &[Change]) -> Option<Mended<T>> {
        let broken = self.broken;
        let has_arrow = (0..broken.pieces.len()).any(|index| broken.is_sign(index, "=>"));
        if !broken.needs_arrow() || has_arrow {
            return None;
        }
        let points: Vec<usize> = (1..broken.pieces.len()).rev().filter(|index| begins_points(broken, *index)).collect();
        let instead = points.iter().filter_map(|index| arrow_instead(broken, *index));
        let inserted = points.iter().map(|index| arrow_before(broken, *index));
        let candidates: Vec<Change> = if broken.is_arm() || has_sign_before(broken, &points) {
            instead.chain(inserted).collect()
        } else {
            inserted.chain(instead).collect()
        };
        self.first_of(candidates, others)
    }
}

/// Whether points can begin here: a sign and a number, or a number.
fn begins_points(broken: &Broken<'_>, index: usize) -> bool {
    match broken.kind(index) {
        Some(PieceKind::Number) => !is_sign_of_number(broken, index - 1),
        Some(PieceKind::Sign) => is_sign_of_number(broken, index),
        Some(PieceKind::Text(_)) => broken.is_arm(),
        _ => false,
    }
}

fn is_sign_of_number(broken: &Broken<'_>, index: usize) -> bool {
    matches!(broken.written(index), "+" | "-") && broken.kind(index + 1) == Some(PieceKind::Number)
}

fn has_sign_before(broken: &Broken<'_>, points: &[usize]) -> bool {
    points.iter().any(|index| is_sign_of_number(broken, *index) && is_like_arrow(broken, index - 1))
}

fn is_like_arrow(broken: &Broken<'_>, index: usize) -> bool {
    if broken.kind(index) == Some(PieceKind::Word) {
        return broken.written(index).len() == 1;
    }
    broken.kind(index) == Some(PieceKind::Sign)
        && matches!(
            broken.written(index),
            ";" | "," | ">=" | "=" | "==" | ">" | "->" | ":" | "<=" | "=<" | "-" | "~" | ".."
        )
}

/// `bounce >= -10`, `bounce: -10`, `bounce = > -10`: the sign, or the two signs, before the points.
fn arrow_instead(broken: &Broken<'_>, points: usize) -> Option<Change> {
    let last = points.checked_sub(1).filter(|index| *index > 0 && is_like_arrow(broken, *index))?;
    let two = last > 1 && is_like_arrow(broken, last - 1);
    let first = if two { last - 1 } else { last };
    let at = broken.range(first).start..broken.range(last).end;
    let blank = if broken.touches_next(first - 1) { " " } else { "" };
    let written = broken.text[at.clone()].to_owned();
    Some(broken.change(Kind::ArrowSign(written), at.clone()).edit(at, format!("{blank}=>")))
}

fn arrow_before(broken: &Broken<'_>, points: usize) -> Change {
    let at = broken.range(points).start;
    broken.change(Kind::MissingArrow, at..at).edit(at..at, "=> ")
}
