//! Habits of other languages and of spreadsheets, known by their shape alone.

use super::{Broken, Change};
use crate::syntax::apart::Apart;
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// All habits that an entry shows, none overlapping another.
pub(super) fn all(broken: &Broken<'_>) -> Vec<Change> {
    let finders = [
        comment_signs,
        super::formulas::formulas,
        super::settings::setting_forms,
        super::clauses::clause_forms,
        super::awards::award_forms,
        super::lists::list_forms,
        super::clauses::repeated_subject,
        super::limits::limit_words,
        super::decays::decay_words,
        super::windows::window_words,
        super::items::item_words,
        super::tiers::tier_forms,
        super::sentences::sentences,
        super::reasons::reason_forms,
        super::heads::head_forms,
        doubled_signs,
        super::units::counted,
        super::numbers::number_forms,
        super::phrases::like_patterns,
        super::quotes::other_quotes,
        look_alikes,
        super::ranges::range_forms,
        super::values::value_forms,
        super::phrases::comparison_words,
        equals_signs,
        other_signs,
        capital_words,
        arrows_for_at_least,
        super::units::number_commas,
        super::units::points_words,
        super::units::time_units,
        super::units::last_without_in,
        super::dates::dates,
        semicolons,
        names_in_parts,
        arm_words,
        else_signs,
        super::types::field_types,
        quoted_names,
    ];
    let mut changes: Vec<Change> = Vec::new();
    let mut apart = Apart::default();
    for change in finders.iter().flat_map(|find| find(broken)) {
        if apart.add(change.edits.iter().map(|(at, _)| at.clone())) {
            changes.push(change);
        }
    }
    changes.sort_by_key(|change| change.at.start);
    changes
}

/// `// why`, `-- why` at the start: a comment of another language.
fn comment_signs(broken: &Broken<'_>) -> Vec<Change> {
    let is_comment = |index: usize| {
        let doubled = |sign: &str| broken.is_sign(index, sign) && broken.is_sign(index + 1, sign);
        broken.touches_next(index) && (doubled("/") || (index == 0 && doubled("-")))
    };
    let Some(first) = (0..broken.pieces.len()).find(|index| is_comment(*index)) else {
        return Vec::new();
    };
    let at = broken.pieces[first].start..broken.pieces[first + 1].end;
    let written = broken.text[at.clone()].to_owned();
    let mut change = broken.change(Kind::CommentSign(written), at.clone()).edit(at.clone(), "#");
    let line = &broken.text[at.start..broken.bytes.end];
    let end = line.find('\n').map_or(broken.bytes.end, |length| at.start + length);
    change.ignored = Some(at.start..end);
    vec![change]
}

/// `–`, `×`, `≥`, blanks that do not break: characters that look like those of the language.
fn look_alikes(broken: &Broken<'_>) -> Vec<Change> {
    let odd = broken.pieces.iter().enumerate().filter(|(_, piece)| piece.kind == PieceKind::Odd);
    odd.filter_map(|(index, piece)| {
        let written = piece.text(broken.text).chars().next()?;
        let meant = plain_form(broken, index, written)?;
        Some(broken.replace(Kind::LookAlike(written, meant.clone()), index, meant))
    })
    .collect()
}

fn plain_form(broken: &Broken<'_>, index: usize, c: char) -> Option<String> {
    let plain = match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{85}' => " ",
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}' => "",
        '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => " ",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' => "-",
        '×' | '✕' | '✖' if index == 1 && broken.kind(0) == Some(PieceKind::Number) => "x",
        '×' | '✕' | '✖' | '·' | '∙' | '⋅' => "*",
        '÷' | '∕' | '⁄' => "/",
        '≥' | '⩾' | '≧' => ">=",
        '≤' | '⩽' | '≦' => "<=",
        '≠' => "!=",
        '→' | '⇒' | '⟶' | '⟹' | '➔' | '➜' | '➡' => "=>",
        '…' | '‥' => "..",
        '∧' => "and",
        '∨' => "or",
        '¬' => "not",
        '∈' => "in",
        '\u{ff01}'..='\u{ff5e}' => {
            return char::from_u32(u32::from(c) - 0xfee0).map(String::from);
        }
        _ => return None,
    };
    Some(plain.to_owned())
}

/// `=` and `===` for `==`; the `=` of `let`, `param`, `set` and `label` is right.
fn equals_signs(broken: &Broken<'_>) -> Vec<Change> {
    let assigns = matches!(broken.written(0), "let" | "param" | "set" | "label");
    let first = (0..broken.pieces.len()).find(|index| broken.is_sign(*index, "="));
    let signs = (0..broken.pieces.len()).filter(|index| !(assigns && Some(*index) == first));
    signs
        .filter_map(|index| {
            let (written, meant) = match broken.written(index) {
                "=" if broken.is_sign(index, "=") => ("=", "=="),
                "===" => ("===", "=="),
                "!==" => ("!==", "!="),
                _ => return None,
            };
            Some(broken.replace(Kind::EqualsSign(written, meant), index, meant))
        })
        .collect()
}

/// `&&`, `||`, `!`, `=<`, `<>`, `->`: signs of other languages.
fn other_signs(broken: &Broken<'_>) -> Vec<Change> {
    let sign = |index: usize| -> Option<Change> {
        let written = broken.written(index);
        if broken.kind(index) != Some(PieceKind::Sign) {
            return None;
        }
        let spaced = |word: &str| {
            let before = index > 0 && broken.touches_next(index - 1);
            let after = broken.touches_next(index);
            format!("{}{word}{}", if before { " " } else { "" }, if after { " " } else { "" })
        };
        let logic = |word: &'static str| broken.replace(Kind::LogicWord(written.to_owned(), word), index, spaced(word));
        let compare = |sign: &'static str| broken.replace(Kind::ComparisonSign(written.to_owned(), sign), index, sign);
        match written {
            "&&" | "&" => Some(logic("and")),
            "||" | "|" => Some(logic("or")),
            "!" => Some(logic("not")),
            "=<" => Some(compare("<=")),
            "<>" => Some(compare("!=")),
            "->" => Some(broken.replace(Kind::ArrowSign(written.to_owned()), index, "=>")),
            "**" => Some(broken.replace(Kind::WrongPart(written.to_owned(), "*".to_owned()), index, "*")),
            _ => None,
        }
    };
    (0..broken.pieces.len()).filter_map(sign).collect()
}

/// `>==`, `=>=`, `=!`, `not ==`: two signs for one.
fn doubled_signs(broken: &Broken<'_>) -> Vec<Change> {
    let sign = |index: usize| -> Option<Change> {
        let pair = (broken.written(index), broken.written(index + 1));
        let touches = broken.touches_next(index);
        let meant = match pair {
            ("not", "==" | "=") => "!=",
            (">=", "=" | "==") | ("=>", "=" | "==") | ("=", ">=") if touches => ">=",
            ("<=", "=" | "==") | ("=", "<=") | ("=<", "=") if touches => "<=",
            ("＞", "=") => ">=",
            ("＜", "=") => "<=",
            ("！", "=") => "!=",
            ("＝", "＝" | "=") => "==",
            ("=", "!") | ("!", "=" | "==") | ("!=", "=") | ("==", "!") => "!=",
            _ => return None,
        };
        let at = broken.range(index).start..broken.range(index + 1).end;
        let written = broken.text[at.clone()].to_owned();
        let blank = if broken.touches_next(index + 1) { " " } else { "" };
        Some(broken.change(Kind::ComparisonSign(written, meant), at.clone()).edit(at, format!("{meant}{blank}")))
    };
    (0..broken.pieces.len()).filter_map(sign).collect()
}

/// `AND`, `Or`, `WHERE`: reserved words in capitals.
fn capital_words(broken: &Broken<'_>) -> Vec<Change> {
    let words = broken.pieces.iter().enumerate().filter(|(_, piece)| piece.kind == PieceKind::Word);
    words
        .filter_map(|(index, piece)| {
            let written = piece.text(broken.text);
            let lower = words::RESERVED.iter().find(|word| written != **word && written.eq_ignore_ascii_case(word))?;
            let kind = match *lower {
                "and" | "or" | "not" => Kind::LogicWord(written.to_owned(), lower),
                _ => Kind::MisspeltWord(written.to_owned(), (*lower).to_owned()),
            };
            Some(broken.replace(kind, index, *lower))
        })
        .collect()
}

/// `company_size => 500 => +20`: an arrow before a value that another arrow follows, or in brackets, compares.
fn arrows_for_at_least(broken: &Broken<'_>) -> Vec<Change> {
    let arrows: Vec<usize> = (0..broken.pieces.len()).filter(|index| broken.is_sign(*index, "=>")).collect();
    let round = depths(broken, &["(", "["], &[")", "]"]);
    // Inside a `match` in a value every arm has its own arrow.
    let braces = depths(broken, &["{"], &["}"]);
    let compares = |index: &usize| -> bool {
        let last = Some(index) == arrows.last();
        let in_rule = broken.needs_arrow();
        let value_follows =
            matches!(broken.kind(index + 1), Some(PieceKind::Number | PieceKind::Word | PieceKind::Text(true)));
        value_follows && (!in_rule || !last || round[*index] > 0) && braces[*index] == 0
    };
    arrows
        .iter()
        .filter(|index| compares(index))
        .map(|index| broken.replace(Kind::ComparisonSign("=>".to_owned(), ">="), *index, ">="))
        .collect()
}

/// How many of these brackets are open before each piece.
fn depths(broken: &Broken<'_>, open: &[&str], close: &[&str]) -> Vec<usize> {
    let mut depth = 0_usize;
    let before = |index: usize| {
        let before = depth;
        match broken.written(index) {
            sign if open.contains(&sign) => depth += 1,
            sign if close.contains(&sign) => depth = depth.saturating_sub(1),
            _ => {}
        }
        before
    };
    (0..broken.pieces.len()).map(before).collect()
}

/// `x => +20;`
fn semicolons(broken: &Broken<'_>) -> Vec<Change> {
    let last = broken.pieces.len().saturating_sub(1);
    let signs = (0..broken.pieces.len()).filter(|index| broken.is_sign(*index, ";"));
    signs.map(|index| broken.replace(Kind::Semicolon, index, if index == last { "" } else { "," })).collect()
}

/// `score lead-score {`, `let free mail = ..`: a name that is written as two words.
fn names_in_parts(broken: &Broken<'_>) -> Vec<Change> {
    let names = words::names_things(broken.written(0));
    let is_own = |index: usize| {
        broken.kind(index) == Some(PieceKind::Word)
            && !matches!(broken.written(index), "of" | "for" | "when" | "on" | "in" | "by")
    };
    let mut last = 1;
    loop {
        if broken.is_sign(last + 1, "-")
            && broken.touches_next(last)
            && broken.touches_next(last + 1)
            && is_own(last + 2)
        {
            last += 2;
        } else if broken.is_header() && is_own(last + 1) && !broken.is_word(0, "label") && !is_kind(broken, last + 1) {
            last += 1;
        } else {
            break;
        }
    }
    if !names || !is_own(1) || last == 1 {
        return Vec::new();
    }
    let at = broken.range(1).start..broken.range(last).end;
    let written = broken.text[at.clone()].to_owned();
    let meant = written.split([' ', '-']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
    let kind = Kind::NameWithBlank(written, meant.clone());
    vec![broken.change(kind, at.clone()).edit(at, meant)]
}

/// Whether a word names a kind of record, so that `of` is missing before it.
fn is_kind(broken: &Broken<'_>, index: usize) -> bool {
    let name = broken.written(index);
    matches!(name, "contact" | "account") || broken.declares("record", name)
}

/// `case 5 => +1`, `default => 0`: arms of other languages.
fn arm_words(broken: &Broken<'_>) -> Vec<Change> {
    if !broken.is_arm() {
        return Vec::new();
    }
    let colon = broken.is_sign(1, ":") || broken.is_sign(1, "=>");
    if matches!(broken.written(0), "default" | "others" | "other") && colon {
        return vec![broken.replace(Kind::MisspeltWord(broken.written(0).to_owned(), "else".to_owned()), 0, "else")];
    }
    let case = matches!(broken.written(0), "case" | "when" | "if") && broken.kind(1).is_some() && !colon;
    if case && broken.wanted == crate::syntax::grammar::Rule::match_line {
        let at = broken.range(0);
        return vec![
            broken
                .change(Kind::ExtraPart(broken.written(0).to_owned()), at.clone())
                .edit(at.start..broken.range(1).start, ""),
        ];
    }
    // `500+ => +20`
    let more = broken.kind(0) == Some(PieceKind::Number) && broken.is_sign(1, "+") && broken.touches_next(0);
    if more && matches!(broken.written(2), "=>" | ":") {
        let at = broken.range(0).start..broken.range(1).end;
        let meant = format!(">= {}", broken.written(0));
        let kind = Kind::OtherWords { written: broken.text[at.clone()].to_owned(), meant: meant.clone(), other: None };
        return vec![broken.change(kind, at.clone()).edit(at, meant)];
    }
    Vec::new()
}

/// `else: 0`, `otherwise => 0` as the last arm.
fn else_signs(broken: &Broken<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    if broken.is_arm() && broken.is_word(0, "otherwise") && !broken.is_word(1, "otherwise") {
        changes.push(broken.replace(Kind::MisspeltWord("otherwise".to_owned(), "else".to_owned()), 0, "else"));
    }
    for index in 0..broken.pieces.len() {
        if broken.is_word(index, "else") && broken.is_sign(index + 1, ":") {
            changes.push(broken.replace(Kind::ElseColon, index + 1, " =>"));
        }
    }
    changes
}

/// `score "fit" {`, `group Email {`: a name in quotes, a text without.
fn quoted_names(broken: &Broken<'_>) -> Vec<Change> {
    let second = match (broken.written(0), broken.kind(1)) {
        (
            "score" | "let" | "param" | "set" | "segment" | "label" | "activity" | "record",
            Some(PieceKind::Text(true)),
        ) => {
            let name = broken.written(1).trim_matches('"');
            if name.split_whitespace().count() > 2 {
                // What it is for, rather than its name.
                return Vec::new();
            }
            if words::is_plain_name(name) { name.to_owned() } else { format!("`{name}`") }
        }
        ("group" | "test" | "use" | "timezone", Some(PieceKind::Word)) => {
            let stop = ["up", "down", "when"];
            let words = broken.pieces[1..]
                .iter()
                .take_while(|piece| piece.kind == PieceKind::Word && !stop.contains(&piece.text(broken.text)));
            let Some(last) = words.last() else {
                return Vec::new();
            };
            let at = broken.pieces[1].start..last.end;
            let text = format!("\"{}\"", &broken.text[at.clone()]);
            return vec![
                broken.change(Kind::NeedsQuotes(broken.text[at.clone()].to_owned()), at.clone()).edit(at, text),
            ];
        }
        _ => return Vec::new(),
    };
    vec![broken.replace(Kind::NameInQuotes(second.clone()), 1, second)]
}
