//! Reasons in other forms: without quotes, in brackets, behind a dash, as a comment of another language.

use super::{Broken, Change, Kind};
use crate::syntax::scan::PieceKind;

/// The reason at the end of an entry, in another form.
pub(super) fn reason_forms(broken: &Broken<'_>) -> Vec<Change> {
    let found =
        because(broken).or_else(|| block_comment(broken)).or_else(|| quotes_inside(broken)).or_else(|| bare(broken));
    found.into_iter().collect()
}

/// `.. because "blocked by hand"`.
fn because(broken: &Broken<'_>) -> Option<Change> {
    let last = broken.pieces.len().checked_sub(1)?;
    let word =
        matches!(broken.written(last.checked_sub(1)?), "because" | "reason" | "as" | "since" | "comment" | "note");
    (word && matches!(broken.kind(last), Some(PieceKind::Text(true)))).then(|| {
        let at = broken.range(last - 1);
        let gap = at.start..broken.range(last).start;
        broken.change(Kind::ExtraPart(broken.written(last - 1).to_owned()), at).edit(gap, "")
    })
}

/// `.. /* can buy */`
fn block_comment(broken: &Broken<'_>) -> Option<Change> {
    let open = (0..broken.pieces.len()).find(|index| is_pair(broken, *index, "/", "*"))?;
    let last = broken.pieces.len() - 1;
    let closed = last > open + 2 && is_pair(broken, last - 1, "*", "/");
    let end = broken.bytes.end;
    let at = broken.range(open).start..broken.range(open + 1).end;
    let mut change = broken.change(Kind::CommentSign("/*".to_owned()), at.clone()).edit(at.clone(), "#");
    let line = &broken.text[at.start..end];
    if !closed || line.contains('\n') {
        return None;
    }
    change = change.edit(broken.range(last - 2).end..end, "");
    change.ignored = Some(at.start..end);
    Some(change)
}

/// Two signs that touch.
fn is_pair(broken: &Broken<'_>, index: usize, first: &str, second: &str) -> bool {
    broken.is_sign(index, first) && broken.is_sign(index + 1, second) && broken.touches_next(index)
        || (second == "*"
            && broken.is_sign(index, first)
            && broken.is_sign(index + 1, "**")
            && broken.touches_next(index))
}

/// `"blocked by "hand""`: quotes inside a text.
fn quotes_inside(broken: &Broken<'_>) -> Option<Change> {
    let last = broken.pieces.len().checked_sub(1)?;
    let is_text = |index: usize| matches!(broken.kind(index), Some(PieceKind::Text(true)));
    let first = last.checked_sub(2)?;
    let word = broken.kind(last - 1) == Some(PieceKind::Word);
    if !(is_text(first) && is_text(last) && word && broken.touches_next(first) && broken.touches_next(last - 1)) {
        return None;
    }
    let inner = [broken.range(first).end - 1, broken.range(last).start];
    let at = broken.range(first).start..broken.range(last).end;
    let change = broken.change(Kind::QuotesInText, at);
    Some(inner.iter().fold(change, |change, quote| change.edit(*quote..quote + 1, "\\\"")))
}

/// `=> +10 can buy`, `=> +10 (can buy)`, `=> +10 - can buy`: words at the end without quotes.
fn bare(broken: &Broken<'_>) -> Option<Change> {
    let mut last = broken.pieces.len().checked_sub(1)?;
    let bracketed = broken.is_sign(last, ")");
    last = last.checked_sub(usize::from(bracketed))?;
    let mut first = last + 1;
    while first > 0 && broken.kind(first - 1) == Some(PieceKind::Word) {
        first -= 1;
    }
    let count = last + 1 - first;
    let after_award = first > 0 && broken.needs_arrow() && (0..first).any(|index| broken.is_sign(index, "=>"));
    let after_when = matches!(broken.written(0), "exclude" | "override" | "ignore") && count > 2;
    if after_when && !after_award {
        // The state that a condition ends with is no reason: `blocked is yes by hand`.
        let state = (first..last).find(|index| matches!(broken.written(*index), "yes" | "no" | "missing" | "known"))?;
        return text(broken, state + 1, last, state + 1..last + 1);
    }
    if !after_award || count == 0 {
        return None;
    }
    let open = bracketed && broken.is_sign(first - 1, "(");
    let dash = matches!(broken.written(first - 1), "-" | "–" | "—" | ";" | "--") && !bracketed;
    let edge = first - usize::from(open || dash);
    let follows_number = broken.kind(edge.checked_sub(1)?) == Some(PieceKind::Number);
    let known = crate::syntax::words::all();
    let prose = count > 1
        && !(first..=last)
            .any(|index| matches!(broken.written(index), "per" | "times" | "once" | "of" | "first" | "rest"));
    let fits = follows_number && (prose || (count == 1 && (open || dash))) && (open || !bracketed);
    (fits && !(count == 1 && known.contains(&broken.written(first))))
        .then(|| text(broken, first, last, edge..edge_end(last, open)))?
}

fn edge_end(last: usize, open: bool) -> usize {
    last + 1 + usize::from(open)
}

/// Words as a text, in place of some pieces.
fn text(broken: &Broken<'_>, first: usize, last: usize, pieces: std::ops::Range<usize>) -> Option<Change> {
    if first > last {
        return None;
    }
    let words = broken.text[broken.range(first).start..broken.range(last).end].to_owned();
    let at = broken.range(pieces.start).start..broken.range(pieces.end - 1).end;
    Some(broken.change(Kind::NeedsQuotes(words.clone()), at.clone()).edit(at, format!("\"{words}\"")))
}
