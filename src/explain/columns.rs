//! Columns of text that line up in every script: widths are those of the terminal, not of bytes.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text with blanks after it up to `columns`; a longer one stays.
pub fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", blanks(columns.saturating_sub(width(text))))
}

/// So many blanks.
pub fn blanks(columns: usize) -> String {
    " ".repeat(columns)
}

/// The text, cut to `columns` with `..` where it is longer; never in the middle of a character.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut taken = 0;
    for c in text.chars() {
        taken += c.width().unwrap_or(0);
        if taken + 2 > columns {
            break;
        }
        kept.push(c);
    }
    format!("{}..", kept.trim_end())
}

/// The text in lines of at most `columns`, broken at blanks; a longer word is broken where it must.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let needed = width(word) + usize::from(!line.is_empty());
        if !line.is_empty() && width(&line) + needed > columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            if width(&line) + c.width().unwrap_or(0) > columns {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.push(line);
    lines
}

/// Figures padded so that their points stand in one column.
pub fn aligned(figures: &[Option<String>]) -> Vec<String> {
    let halves: Vec<(&str, &str)> =
        figures.iter().flatten().map(|figure| figure.split_once('.').unwrap_or((figure, ""))).collect();
    let whole = halves.iter().map(|(whole, _)| whole.len()).max().unwrap_or(0);
    let fraction = halves.iter().map(|(_, fraction)| fraction.len()).max().unwrap_or(0);
    let total = if halves.is_empty() { 0 } else { whole + 1 + fraction };
    figures
        .iter()
        .map(|figure| match figure.as_deref().map(|figure| figure.split_once('.').unwrap_or((figure, ""))) {
            Some((before, after)) => format!("{before:>whole$}.{after:<fraction$}"),
            None => blanks(total),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stand_in_one_column() {
        let figures = [Some("+20.00".to_owned()), Some("-5.00".to_owned()), None, Some("+42.805902".to_owned())];
        assert_eq!(aligned(&figures), ["+20.00    ", " -5.00    ", "          ", "+42.805902"]);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(width("日本"), 4);
        assert_eq!(left("日本", 6), "日本  ");
        assert_eq!(cut("日本語の題名", 7), "日本..");
    }

    #[test]
    fn lines_break_at_blanks_and_inside_a_word_only_where_they_must() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("a abcdefgh", 4), ["a", "abcd", "efgh"]);
        assert_eq!(wrapped("", 4), [""]);
        assert_eq!(wrapped("日本語", 4), ["日本", "語"]);
    }
}
