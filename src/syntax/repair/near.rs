//! Small edits around the place where the grammar stopped: one word or sign misspelt, missing, or too many.

use super::{Broken, Change, Mended, SEARCHED_BYTES_MAX, Search, Stop, habits};
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::error::words_of;
use crate::syntax::from_pairs::FromPairs;
use crate::syntax::grammar::Rule;
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// What is often forgotten, most often first, wherever it can be put.
const FORGOTTEN: &[&str] = &[",", "in", "==", "..", "is", "and", "or", "where", "last", "of", "to", "per"];

/// Words that the grammar could go on with nearly anywhere, and that nobody forgets.
const NEVER_FORGOTTEN: &[&str] = &[
    "after",
    "at",
    "before",
    "ends",
    "has",
    "if",
    "implies",
    "match",
    "matches",
    "otherwise",
    "over",
    "since",
    "starts",
];

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
    words::LINE_WORDS.contains(&word) || words::TOP_WORDS.contains(&word)
}

/// `let then = 5`: a word of the language where a name belongs.
fn reserved(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let written = broken.written(window.stop);
    if broken.kind(window.stop) != Some(PieceKind::Word) || !words::is_reserved(written) {
        return Vec::new();
    }
    vec![broken.replace(Kind::ReservedName(written.to_owned()), window.stop, format!("`{written}`"))]
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

/// `wehre`, `lst`: a word of the language with one slip, or two in a longer word.
fn misspelt(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    near_words(broken, window, |written, is_known| match written.chars().count() {
        _ if is_known => 0,
        0..5 => 1,
        _ => 2,
    })
}

/// `rd` for `word`, `one` for `once`: a short word with two slips, or one word of the language for another.
fn blurred(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    near_words(broken, window, |_, is_known| if is_known { 1 } else { 2 })
}

/// `ex}5ude`, `w%ere`: a word of the language with other characters in it.
fn damaged(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
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

/// `inlast 30d`, `30dago`, `= >`, `on ce`: a blank too few or too many.
fn blanks(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
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

/// A character that means nothing where it stands, often in the middle of a word.
fn strange(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let is_strange = |index: &&usize| match broken.kind(**index) {
        Some(PieceKind::Odd) => true,
        Some(PieceKind::Sign) => "!@$%^&~?\\|'`;".contains(broken.written(**index)),
        _ => false,
    };
    window.pieces.iter().filter(is_strange).map(|index| without(broken, *index)).collect()
}

/// A letter or two, or a figure, that are no word of the language.
fn lone_letters(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let known = words::all();
    let is_lone = |index: &&usize| {
        let written = broken.written(**index);
        match broken.kind(**index) {
            Some(PieceKind::Word) => written.chars().count() <= 2 && known.binary_search(&written).is_err(),
            Some(PieceKind::Number) => written.len() == 1,
            _ => false,
        }
    };
    window.pieces.iter().filter(is_lone).map(|index| without(broken, *index)).collect()
}

/// A sign too many.
fn lone_signs(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let is_lone = |index: &&usize| {
        broken.kind(**index) == Some(PieceKind::Sign) && !matches!(broken.written(**index), "=>" | "==")
    };
    window.pieces.iter().filter(is_lone).map(|index| without(broken, *index)).collect()
}

/// `=> =>`, `once once`, `==>`: a piece twice, or two signs for one.
fn doubled(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let mut changes = Vec::new();
    for index in &window.pieces {
        if *index > 0 && broken.written(*index) == broken.written(index - 1) {
            changes.push(without(broken, *index));
        }
        let both = [Some(PieceKind::Sign); 2];
        if [broken.kind(*index), broken.kind(index + 1)] == both && broken.touches_next(*index) {
            let at = broken.range(*index).start..broken.range(index + 1).end;
            let written = &broken.text[at.clone()];
            let mut signs = ["=>", "==", ">=", "<=", "!=", "..", "..<"];
            signs.sort_by_key(|sign| crate::diag::slips_between(written, sign));
            for meant in signs {
                let kind = Kind::WrongPart(written.to_owned(), meant.to_owned());
                changes.push(broken.change(kind, at.clone()).edit(at.clone(), meant));
            }
        }
    }
    changes
}

/// `0.50` for `0..50`, `:` for `=>`: one sign for another.
fn wrong_sign(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let mut changes = Vec::new();
    for index in &window.pieces {
        let written = broken.written(*index);
        for meant in alternatives(written) {
            changes.push(broken.replace(Kind::WrongPart(written.to_owned(), (*meant).to_owned()), *index, *meant));
        }
        if let (Some(PieceKind::Number), Some(point)) = (broken.kind(*index), written.find('.')) {
            let at = broken.range(*index).start + point;
            let kind = Kind::WrongPart(".".to_owned(), "..".to_owned());
            changes.push(broken.change(kind, broken.range(*index)).edit(at..at + 1, ".."));
        }
    }
    changes
}

fn alternatives(sign: &str) -> &'static [&'static str] {
    match sign {
        "=" => &["==", "=>", ":", "-", "+"],
        ">" => &["=>", ">=", ",", "."],
        "<" => &["<=", ",", "=>"],
        "==" => &["=>", "="],
        ">=" | "<=" => &["=>", "=="],
        "=>" => &["==", "=", ">="],
        "." => &[",", "..", "=>"],
        ".." => &["..<", "."],
        ";" => &[",", ":"],
        ":" => &["=>", "=", ",", "=="],
        "," => &[".", "=>", ":"],
        "-" | "~" => &["=>", "=", "==", "_", ".."],
        "_" => &["-"],
        "(" => &["[", "{"],
        ")" => &["]", "}"],
        "[" => &["(", "{"],
        "]" => &[")", "}"],
        "{" => &["(", "["],
        "}" => &[")", "]"],
        "/" => &[".", ","],
        "*" | "^" | "&" | "%" => &["+", "x"],
        _ => &[],
    }
}

/// A word or sign that is missing: at the place what the grammar expects, near it what is often forgotten.
fn missing(broken: &Broken<'_>, window: &Window, expected: &[Rule]) -> Vec<Change> {
    let names_stand_here = expected.iter().any(|rule| matches!(rule, Rule::name | Rule::plain_name | Rule::path));
    let is_safe = |text: &String| !names_stand_here || words::is_reserved(text) || !words::is_word(text);
    let at_stop: Vec<String> =
        expected.iter().filter_map(|rule| words_of(*rule)).filter(|text| is_insertable(text)).collect();
    let mut changes: Vec<Change> =
        at_stop.iter().filter(|text| is_safe(text)).map(|text| insertion(broken, window.stop, text)).collect();
    let is_field = matches!(broken.wanted, Rule::field_line | Rule::given_line);
    for offset in [0, -1, 1, -2] {
        let index = window.stop.checked_add_signed(offset).filter(|index| *index <= broken.pieces.len());
        let colon = is_field.then_some(":");
        changes.extend(
            index
                .into_iter()
                .flat_map(|index| colon.iter().chain(FORGOTTEN).map(move |text| insertion(broken, index, text))),
        );
    }
    changes
}

fn is_insertable(text: &str) -> bool {
    let is_sign = matches!(text, "," | ".." | "==" | "=" | "=>" | ">=");
    is_sign || (words::is_word(text) && !NEVER_FORGOTTEN.contains(&text))
}

/// Puts a word or sign before a piece, with the blanks that belong to it.
fn insertion(broken: &Broken<'_>, index: usize, text: &str) -> Change {
    let at = broken.range(index).start;
    let previous_end = index.checked_sub(1).map_or(at, |previous| broken.range(previous).end);
    let kind = Kind::MissingWord(text.to_owned());
    match text {
        "," | ":" => broken.change(kind, at..at).edit(previous_end..previous_end, text),
        ".." => broken.change(kind, at..at).edit(previous_end..at, text),
        _ if previous_end == at && index > 0 => broken.change(kind, at..at).edit(at..at, format!(" {text} ")),
        _ => broken.change(kind, at..at).edit(at..at, format!("{text} ")),
    }
}

/// `job title`, `Lead Origin`: two words with one blank between them that are one name.
fn names_apart(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let known = words::all();
    let is_name = |index: usize| {
        broken.kind(index) == Some(PieceKind::Word) && known.binary_search(&broken.written(index)).is_err()
    };
    let apart = |index: &&usize| {
        is_name(**index) && is_name(*index + 1) && broken.range(**index).end + 1 == broken.range(*index + 1).start
    };
    let names = window.pieces.iter().filter(apart).map(|index| {
        let at = broken.range(*index).start..broken.range(index + 1).end;
        let both = broken.text[at.clone()].to_owned();
        let name = if both.chars().any(char::is_uppercase) { format!("`{both}`") } else { both.replace(' ', "_") };
        broken.change(Kind::NameWithBlank(both), at.clone()).edit(at, name)
    });
    names.collect()
}

/// A text where a name belongs, a name where a text belongs, a reserved word or words with blanks as a name.
fn quoting(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let mut changes = Vec::new();
    for index in &window.pieces {
        let written = broken.written(*index);
        match broken.kind(*index) {
            Some(PieceKind::Word) if broken.kind(index + 1) == Some(PieceKind::Word) => {
                let at = broken.range(*index).start..broken.range(index + 1).end;
                let both = broken.text[at.clone()].to_owned();
                let name =
                    if both.chars().any(char::is_uppercase) { format!("`{both}`") } else { both.replace(' ', "_") };
                changes.push(broken.change(Kind::NameWithBlank(both.clone()), at.clone()).edit(at.clone(), name));
                changes
                    .push(broken.change(Kind::NeedsQuotes(both.clone()), at.clone()).edit(at, format!("\"{both}\"")));
            }
            _ => {}
        }
        match broken.kind(*index) {
            Some(PieceKind::Word) => {
                if words::is_reserved(written) {
                    changes.push(broken.replace(
                        Kind::ReservedName(written.to_owned()),
                        *index,
                        format!("`{written}`"),
                    ));
                }
                changes.push(broken.replace(Kind::NeedsQuotes(written.to_owned()), *index, format!("\"{written}\"")));
            }
            Some(PieceKind::Text(true)) => {
                let name = written.trim_matches('"');
                let name = if words::is_plain_name(name) { name.to_owned() } else { format!("`{name}`") };
                changes.push(broken.replace(Kind::NameInQuotes(name.clone()), *index, name));
            }
            _ => {}
        }
    }
    changes
}

/// A piece too many.
fn surplus(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    if broken.is_header() {
        // Whatever is left could be called a record.
        return Vec::new();
    }
    window.pieces.iter().take(4).map(|index| without(broken, *index)).collect()
}

/// The entry without a piece, and without one of the blanks around it.
fn without(broken: &Broken<'_>, index: usize) -> Change {
    let at = broken.range(index);
    let before = index.checked_sub(1).map_or(at.start, |previous| broken.range(previous).end);
    let after = broken.range(index + 1).start;
    let joined = before == at.start && at.end == after;
    let gap = if joined {
        at.clone()
    } else if before < at.start {
        before..at.end
    } else {
        at.start..after
    };
    broken.change(Kind::ExtraPart(broken.written(index).to_owned()), at).edit(gap, "")
}

/// `30dd`, `3O`, `9od`: slips inside a number.
fn figures(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let mut changes = Vec::new();
    for index in window.pieces.iter().filter(|index| broken.kind(**index) == Some(PieceKind::Number)) {
        let written = broken.written(*index);
        let mut meant: Vec<String> = vec![written.replace(['o', 'O'], "0").replace(['l', 'I'], "1")];
        let digits = written.find(|c: char| !c.is_ascii_digit()).unwrap_or(written.len());
        meant.extend(["d", "h", "w", "m", "s", ""].iter().map(|unit| format!("{}{unit}", &written[..digits])));
        meant.extend(
            written
                .char_indices()
                .map(|(offset, c)| format!("{}{}", &written[..offset], &written[offset + c.len_utf8()..])),
        );
        meant.dedup();
        for meant in meant.into_iter().filter(|meant| meant != written && !meant.is_empty()) {
            changes.push(broken.replace(Kind::WrongPart(written.to_owned(), meant.clone()), *index, meant));
        }
    }
    changes
}
