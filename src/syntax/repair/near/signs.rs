//! Signs and figures: one too many, one for another, one that means nothing.

use super::super::{Broken, Change};
use super::Window;
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// A character that means nothing where it stands, often in the middle of a word.
pub(super) fn strange(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let is_strange = |index: &&usize| match broken.kind(**index) {
        Some(PieceKind::Odd) => true,
        Some(PieceKind::Sign) => "!@$%^&~?\\|'`;".contains(broken.written(**index)),
        _ => false,
    };
    window.pieces.iter().filter(is_strange).map(|index| without(broken, *index)).collect()
}

/// A letter or two, or a figure, that are no word of the language.
pub(super) fn lone_letters(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let known = words::all();
    let is_lone = |index: &&usize| {
        let index = **index;
        let written = broken.written(index);
        match broken.kind(index) {
            // `in last dd`: a length of time stands there.
            Some(PieceKind::Word) if index > 0 && broken.is_word(index - 1, "last") => false,
            Some(PieceKind::Word) => written.chars().count() <= 2 && known.binary_search(&written).is_err(),
            // A figure that the line needs is no slip: `+5 once`.
            Some(PieceKind::Number) => written.len() == 1 && broken.kind(index + 1) == Some(PieceKind::Number),
            _ => false,
        }
    };
    window.pieces.iter().filter(is_lone).map(|index| without(broken, *index)).collect()
}

/// A sign too many.
pub(super) fn lone_signs(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let is_lone = |index: &&usize| {
        broken.kind(**index) == Some(PieceKind::Sign) && !matches!(broken.written(**index), "=>" | "==")
    };
    window.pieces.iter().filter(is_lone).map(|index| without(broken, *index)).collect()
}

/// `=> =>`, `once once`, `==>`: a piece twice, or two signs for one.
pub(super) fn doubled(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
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
pub(super) fn wrong_sign(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
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

/// A piece too many.
pub(super) fn surplus(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    if broken.is_header() {
        // Whatever is left could be called a record.
        return Vec::new();
    }
    window
        .pieces
        .iter()
        .take(4)
        .filter(|index| is_surplus(broken, **index))
        .map(|index| without(broken, *index))
        .collect()
}

/// Whether a piece may be too many: names, figures and texts that somebody wrote are there for a reason.
fn is_surplus(broken: &Broken<'_>, index: usize) -> bool {
    const FILLERS: &[&str] =
        &["a", "an", "are", "be", "been", "do", "does", "get", "gets", "please", "that", "was", "were", "which", "who"];
    let written = broken.written(index);
    match broken.kind(index) {
        Some(PieceKind::Word) => {
            FILLERS.contains(&written.to_lowercase().as_str()) || words::all().binary_search(&written).is_ok()
        }
        Some(PieceKind::Number | PieceKind::Text(_) | PieceKind::Quoted(_)) => false,
        _ => !matches!(written, "(" | "[") || broken.closing(index).is_none(),
    }
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
pub(super) fn figures(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
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
