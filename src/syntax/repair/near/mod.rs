//! Small edits around the place where the grammar stopped: one word or sign misspelt, missing, or too many.

mod blanks;
mod missing;
mod names;
mod signs;
mod words;

use super::{Broken, Change, Mended, SEARCHED_BYTES_MAX, Search, Stop, habits};
use crate::syntax::from_pairs::FromPairs;
use crate::syntax::grammar::Rule;
use crate::syntax::words::{LINE_WORDS, TOP_WORDS};
use blanks::blanks;
use missing::missing;
use names::{names_apart, quoting};
use signs::{doubled, figures, lone_letters, lone_signs, strange, surplus, wrong_sign};
use words::{blurred, damaged, misspelt, reserved};

impl Search<'_, '_> {
    /// One small edit, or two.
    pub(super) fn near<T: FromPairs>(&mut self, stop: usize, expected: &[Rule]) -> Option<Mended<T>> {
        if self.broken.bytes.len() > SEARCHED_BYTES_MAX {
            return None;
        }
        let others = habits::all(self.broken);
        let mut best: Vec<(usize, Change)> = Vec::new();
        let found = self.one_edit(stop, expected, &others, &mut best);
        if found.is_some() {
            return found;
        }
        best.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        best.dedup_by_key(|(at, _)| *at);
        for (_, first) in best.into_iter().take(3) {
            let Err(Stop { at, expected }) = self.attempt::<T>(&[&first]) else {
                continue;
            };
            let mut ignored = Vec::new();
            let found = self.one_edit(at, &expected, &[first], &mut ignored);
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// One edit, alone or together with some others; notes in `best` how far each gets.
    fn one_edit<T: FromPairs>(
        &mut self,
        stop: usize,
        expected: &[Rule],
        others: &[Change],
        best: &mut Vec<(usize, Change)>,
    ) -> Option<Mended<T>> {
        let broken = self.broken;
        let window = Window::around(broken, stop);
        let sure = [reserved, misspelt, blanks].map(|find| find(broken, &window));
        for candidates in sure {
            let found = self.first_noted(candidates, others, stop, best);
            if found.is_some() {
                return found;
            }
        }
        let found = if begins_like_a_line(broken) { None } else { self.missing_arrow(others) };
        let found = found.or_else(|| self.missing_bracket(others));
        if found.is_some() {
            return found;
        }
        let inserted = missing(broken, &window, expected);
        let finders = [names_apart, damaged, blurred, strange, doubled, lone_letters, wrong_sign, lone_signs];
        let finders = finders.map(|find| find(broken, &window));
        let late = [quoting, surplus, figures].map(|find| find(broken, &window));
        for candidates in finders.into_iter().chain([inserted]).chain(late) {
            let found = self.first_noted(candidates, others, stop, best);
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// As `first_of`, and notes which candidates get further than `stop` without getting through.
    fn first_noted<T: FromPairs>(
        &mut self,
        candidates: Vec<Change>,
        others: &[Change],
        stop: usize,
        best: &mut Vec<(usize, Change)>,
    ) -> Option<Mended<T>> {
        for candidate in candidates {
            if *self.bytes_left == 0 {
                return None;
            }
            match self.attempt(&[&candidate]) {
                Ok(mended) => return Some(mended),
                Err(Stop { at, .. }) if at > stop => best.push((at, candidate.clone())),
                Err(_) => {}
            }
            if !others.is_empty() {
                let together = others.iter().filter(|change| !change.overlaps(&candidate));
                let changes: Vec<_> = std::iter::once(&candidate).chain(together).collect();
                if let Ok(mended) = self.attempt(&changes) {
                    return Some(mended);
                }
            }
        }
        None
    }
}

/// Whether the first word begins a line that has no points: `range 0.50` lacks no arrow.
fn begins_like_a_line(broken: &Broken<'_>) -> bool {
    let word = broken.written(0);
    LINE_WORDS.contains(&word) || TOP_WORDS.contains(&word)
}

/// The pieces around the place where the grammar stopped.
struct Window {
    /// The first piece that does not lie before that place; past the last at the end.
    stop: usize,
    /// Pieces worth changing, nearest first.
    pieces: Vec<usize>,
}

impl Window {
    fn around(broken: &Broken<'_>, stop: usize) -> Self {
        let stop = broken.pieces.iter().position(|piece| piece.end > stop).unwrap_or(broken.pieces.len());
        let offsets = [0, -1, 1, -2, -3, 2];
        let near = offsets.iter().filter_map(|offset| stop.checked_add_signed(*offset));
        let mut pieces: Vec<usize> = near.filter(|index| *index < broken.pieces.len()).collect();
        // What a line is depends on its first word, however far the grammar came.
        if !pieces.contains(&0) && !broken.pieces.is_empty() {
            pieces.push(0);
        }
        Window { stop, pieces }
    }
}
