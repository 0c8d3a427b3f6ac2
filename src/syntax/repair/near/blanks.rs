//! A blank too few or too many.

use super::super::{Broken, Change};
use super::Window;
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// `inlast 30d`, `30dago`, `= >`, `on ce`: a blank too few or too many.
pub(super) fn blanks(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let mut changes = Vec::new();
    for index in &window.pieces {
        let at = broken.range(*index);
        let first_word = (*index == 0).then(|| begins_line(broken.written(0))).flatten();
        for offset in splits(broken.written(*index)).into_iter().chain(first_word) {
            let cut = at.start + offset;
            let kind = Kind::MissingBlank(broken.written(*index).to_owned());
            changes.push(broken.change(kind, at.clone()).edit(cut..cut, " "));
        }
        let next = broken.range(index + 1);
        if !next.is_empty() && at.end < next.start && is_one(broken, *index) {
            let kind = Kind::ExtraBlank(format!("{}{}", broken.written(*index), broken.written(index + 1)));
            changes.push(broken.change(kind, at.start..next.end).edit(at.end..next.start, ""));
        }
    }
    changes
}

/// Bytes at which a word falls into two that mean something, or a number and a word.
fn splits(written: &str) -> Vec<usize> {
    let known = words::all();
    let means = |part: &str| known.binary_search(&part).is_ok() || part.bytes().all(|b| b.is_ascii_digit());
    let inner = written.char_indices().skip(1).map(|(offset, _)| offset);
    inner
        .filter(|offset| {
            let (left, right) = written.split_at(*offset);
            let number = right.starts_with(|c: char| c.is_ascii_digit()) && known.binary_search(&left).is_ok();
            let after_number = left.starts_with(|c: char| c.is_ascii_digit()) && known.binary_search(&right).is_ok();
            number || after_number || (means(left) && (means(right) || splits_again(right, &known)))
        })
        .collect()
}

/// Bytes of the word that begins a line, if more is written with it: `expectfit == 5`.
fn begins_line(written: &str) -> Option<usize> {
    let lists = [words::TOP_WORDS, words::BLOCK_WORDS, words::LINE_WORDS];
    let known = lists.into_iter().flatten().filter(|word| word.len() > 3 && written.starts_with(**word));
    known.map(|word| word.len()).max().filter(|length| *length < written.len())
}

/// Whether the rest of a word begins with a word that means something.
fn splits_again(rest: &str, known: &[&str]) -> bool {
    known.iter().any(|word| word.len() > 3 && rest.starts_with(word))
}

/// Whether a piece and the next would be one word or sign of the language, or a number and its unit.
fn is_one(broken: &Broken<'_>, index: usize) -> bool {
    let joined = format!("{}{}", broken.written(index), broken.written(index + 1));
    let signs = ["=>", "==", "!=", ">=", "<=", "..", "..<"];
    let is_unit = broken.kind(index) == Some(PieceKind::Number)
        && matches!(broken.written(index + 1), "s" | "m" | "h" | "d" | "w" | "%");
    is_unit || signs.contains(&joined.as_str()) || words::all().binary_search(&joined.as_str()).is_ok()
}
