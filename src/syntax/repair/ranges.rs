//! Ranges in other forms: `0 to 60`, `between 0 and 60`, `[50..249]`, `(0, 50)`, `0-60`.

use super::{Broken, Change, Kind};
use crate::syntax::scan::PieceKind;

/// Every range in another form, where only a range or a set can stand.
pub(super) fn range_forms(broken: &Broken<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for index in 0..broken.pieces.len() {
        let is_word = broken.is_word(index, "in") || (index == 0 && broken.is_word(0, "range"));
        let after = match () {
            () if is_word => Some(index + 1),
            () if broken.is_sign(index, "==") => Some(index + 1),
            () if index == 0 && broken.is_arm() => Some(0),
            () => None,
        };
        let of_sign = broken.is_sign(index, "==");
        changes.extend(after.and_then(|first| range_at(broken, first, of_sign.then_some(index))));
    }
    changes
}

/// A range from its first piece, or from the signs and words of prose before it; `equals` is a `==` before it.
fn range_at(broken: &Broken<'_>, start: usize, equals: Option<usize>) -> Option<Change> {
    let mut at = start + usize::from(matches!(broken.written(start), "=" | ":"));
    let between = matches!(broken.written(at), "between" | "from");
    at += usize::from(between);
    let open = matches!(broken.written(at), "(" | "[");
    at += usize::from(open);
    let (low, joint) = end_of_range(broken, at)?;
    let sign = broken.written(joint);
    let joins = match sign {
        ".." => true,
        "to" | "until" | "through" | "." => true,
        "and" => between,
        "," => open || broken.is_word(0, "range"),
        "-" => start == 0 || broken.is_word(0, "range") || broken.is_word(start.saturating_sub(1), "in"),
        _ => false,
    };
    let joint_end = if sign == ".." && broken.is_sign(joint + 1, ".") { joint + 2 } else { joint + 1 };
    let (high, mut end) = end_of_range(broken, joint_end).filter(|_| joins)?;
    if open {
        if !matches!(broken.written(end), ")" | "]") {
            return None;
        }
        end += 1;
    }
    let first = equals.unwrap_or(start);
    let bytes = broken.range(first).start..broken.range(end - 1).end;
    let written = broken.text[bytes.clone()].to_owned();
    let meant = format!("{}{low}..{high}", if equals.is_some() { "in " } else { "" });
    let same = written.split_whitespace().collect::<String>() == meant.replace(' ', "");
    let kind = Kind::OtherWords { written, meant: meant.clone(), other: None };
    (!same).then(|| broken.change(kind, bytes.clone()).edit(bytes, meant))
}

/// A number with its sign, and the piece after it.
fn end_of_range(broken: &Broken<'_>, at: usize) -> Option<(String, usize)> {
    let minus = broken.is_sign(at, "-");
    let number = at + usize::from(minus);
    let is_number = broken.kind(number) == Some(PieceKind::Number)
        && broken.written(number).bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'_'));
    let sign = if minus { "-" } else { "" };
    is_number.then(|| (format!("{sign}{}", broken.written(number)), number + 1))
}
