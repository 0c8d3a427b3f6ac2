//! Words of the language, misspelt, damaged or taken for others.

use super::super::{Broken, Change};
use super::Window;
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// `let then = 5`: a word of the language where a name belongs.
pub(super) fn reserved(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let written = broken.written(window.stop);
    if broken.kind(window.stop) != Some(PieceKind::Word) || !words::is_reserved(written) {
        return Vec::new();
    }
    vec![broken.replace(Kind::ReservedName(written.to_owned()), window.stop, format!("`{written}`"))]
}

/// `wehre`, `lst`: a word of the language with one slip, or two in a longer word.
pub(super) fn misspelt(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    near_words(broken, window, |written, is_known| match written.chars().count() {
        _ if is_known => 0,
        0..5 => 1,
        _ => 2,
    })
}

/// `rd` for `word`, `one` for `once`: a short word with two slips, or one word of the language for another.
pub(super) fn blurred(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    near_words(broken, window, |_, is_known| if is_known { 1 } else { 2 })
}

/// `ex}5ude`, `w%ere`: a word of the language with other characters in it.
pub(super) fn damaged(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let known = words::all();
    let phrases = ["as of", "up to", "at most", "down to", "no decay", "has word", "starts with", "ends with"];
    let mut changes = Vec::new();
    for index in &window.pieces {
        let mut last = *index;
        while broken.touches_next(last) && last < index + 3 {
            last += 1;
            let at = broken.range(*index).start..broken.range(last).end;
            let written = broken.text[at.clone()].to_owned();
            for meant in
                known.iter().chain(&phrases).filter(|word| word.len() > 4 && slips(&written, word, 2).is_some())
            {
                let kind = Kind::MisspeltWord(written.clone(), (*meant).to_owned());
                changes.push(broken.change(kind, at.clone()).edit(at.clone(), *meant));
            }
        }
    }
    changes
}

fn near_words(broken: &Broken<'_>, window: &Window, limit: impl Fn(&str, bool) -> usize) -> Vec<Change> {
    let known = words::all();
    let is_word = |index: &&usize| broken.kind(**index) == Some(PieceKind::Word);
    let mut near: Vec<(usize, usize, usize, &str)> = Vec::new();
    for (rank, index) in window.pieces.iter().filter(is_word).enumerate() {
        let written = broken.written(*index);
        let is_known = *index != 0 && known.binary_search(&written).is_ok();
        let most = limit(written, is_known);
        let lower = written.to_lowercase();
        for word in known.iter().filter(|word| **word != written) {
            if let Some(distance) = slips(&lower, word, most) {
                near.push((distance, rank, *index, word));
            }
        }
    }
    near.sort_unstable();
    near.into_iter()
        .map(|(_, _, index, word)| {
            broken.replace(Kind::MisspeltWord(broken.written(index).to_owned(), word.to_owned()), index, word)
        })
        .collect()
}

/// Slips between two words, if there are no more than some.
fn slips(written: &str, word: &str, most: usize) -> Option<usize> {
    if written.len().abs_diff(word.len()) > most * 4 {
        return None;
    }
    let distance = crate::diag::slips_between(written, word);
    let is_enough_left = distance < 2 || word.len() > 3;
    (distance <= most && distance < word.len() && is_enough_left).then_some(distance)
}
