//! Numbers and values as comments show them.

use crate::diag::{one_line, quoted};

/// `9,240`
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 record`, `9,240 records`
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// A value in backquotes, on one line.
pub fn shown(text: &str) -> String {
    quoted(text)
}

/// A value on one line, its beginning where it is long.
pub fn shortened(text: &str) -> String {
    const CHARS: usize = 40;
    let line = one_line(text);
    if line.chars().count() <= CHARS { line } else { line.chars().take(CHARS - 1).chain(['…']).collect() }
}

/// `a`, `b` and `c`, the first five of them.
pub fn list_of(texts: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut parts: Vec<String> = texts.iter().take(SHOWN).map(|text| shown(text)).collect();
    if texts.len() > SHOWN {
        parts.push(format!("{} more", texts.len() - SHOWN));
    }
    match parts.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => parts.concat(),
    }
}

/// How many of so many: `100%`, `98.5%`, `< 0.1%`.
pub fn share(n: u64, of: u64) -> String {
    match (n, of) {
        (_, 0) => "0%".to_owned(),
        (n, of) if n >= of => "100%".to_owned(),
        (0, _) => "0%".to_owned(),
        (n, of) => match (n.saturating_mul(1000).saturating_add(of / 2) / of).min(999) {
            0 => "< 0.1%".to_owned(),
            permille if permille % 10 == 0 => format!("{}%", permille / 10),
            permille => format!("{}.{}%", permille / 10, permille % 10),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_as_people_write_them() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!((grouped(999), count(1, "record", "records")), ("999".to_owned(), "1 record".to_owned()));
        assert_eq!(
            (share(9137, 9240), share(1, 1_000_000), share(5, 10)),
            ("98.9%".into(), "< 0.1%".into(), "50%".into())
        );
        assert_eq!(share(9999, 10_000), "99.9%");
        let texts: Vec<String> = (1..8).map(|n| n.to_string()).collect();
        assert_eq!(list_of(&texts), "`1`, `2`, `3`, `4`, `5` and 2 more");
        assert_eq!(list_of(&texts[..1]), "`1`");
    }
}
