//! The small words all findings share: how names and lists of names are written in a message.

use crate::values::Type;

/// User text in backquotes, cut where it is long, without line breaks.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN_MAX: usize = 60;
    let one_line = crate::diag::one_line(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    if one_line.chars().count() <= SHOWN_MAX {
        return format!("`{one_line}`");
    }
    let start: String = one_line.chars().take(SHOWN_MAX - 2).collect();
    format!("`{}..`", start.trim_end())
}

/// `a -> b -> a`, each in backquotes; the middle of a very long way is left out.
pub(super) fn arrows(names: &[&str]) -> String {
    const SHOWN_MAX: usize = 12;
    let shown = |names: &[&str]| names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(" -> ");
    if names.len() <= SHOWN_MAX {
        return shown(names);
    }
    let half = SHOWN_MAX / 2;
    format!("{} -> .. -> {}", shown(&names[..half]), shown(&names[names.len() - half..]))
}

/// `a`, `b` or `c`; of many the first few.
pub(super) fn either<'t>(names: impl IntoIterator<Item = &'t str>) -> String {
    const SHOWN_MAX: usize = 6;
    let mut shown: Vec<String> = names.into_iter().take(SHOWN_MAX + 1).map(quoted).collect();
    if shown.len() > SHOWN_MAX {
        shown.truncate(SHOWN_MAX);
        return format!("{}, ..", shown.join(", "));
    }
    match shown.pop() {
        None => "none".to_owned(),
        Some(only) if shown.is_empty() => only,
        Some(last) => format!("{} or {last}", shown.join(", ")),
    }
}

/// A type as the subject of a sentence: `a text`, `one of several values`.
pub(super) fn a_type(ty: &Type) -> String {
    match ty {
        Type::OneOf(_) => "one of several values without `<` between them".to_owned(),
        other => a_noun(other),
    }
}

/// A type with its article: `a text`, `a yes/no value`. Values of `one of` are not listed: there may be hundreds.
pub(super) fn a_noun(ty: &Type) -> String {
    match ty {
        Type::YesNo => "a yes/no value".to_owned(),
        Type::OneOf(choices) if choices.is_ordered() => "one of several levels".to_owned(),
        Type::OneOf(_) => "one of several values".to_owned(),
        Type::List(element) => match &**element {
            Type::Text | Type::ExactText => "a list of texts".to_owned(),
            Type::Number | Type::WholeNumber => "a list of numbers".to_owned(),
            _ => "a list".to_owned(),
        },
        Type::TimeOrDate => Type::Time.a_noun(),
        other => other.a_noun(),
    }
}

/// Text on one line: runs of blanks outside quotes are one blank, comments are left out.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut quote: Option<char> = None;
    let mut chars = text.chars();
    let mut escaped = false;
    while let Some(c) = chars.next() {
        match quote {
            Some(end) => {
                line.push(c);
                if c == end && !escaped {
                    quote = None;
                }
                escaped = c == '\\' && !escaped;
            }
            None if c == '"' || c == '`' => {
                quote = Some(c);
                line.push(c);
            }
            None if c == '#' => {
                if chars.by_ref().any(|c| c == '\n') && !line.ends_with(' ') {
                    line.push(' ');
                }
            }
            None if c.is_whitespace() => {
                if !line.ends_with(' ') && !line.is_empty() {
                    line.push(' ');
                }
            }
            None => line.push(c),
        }
    }
    line.truncate(line.trim_end().len());
    line
}
