//! Numbers and words.

/// A number spelled with more bytes is left to the slow reader, which has limits of its own.
const LONG_NUMBER: usize = 1000;

/// The end of a well-formed number that begins at `at`.
#[inline(always)]
pub(super) fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let word = u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?);
    let n_digits = leading_digits(word);
    // Most are a few digits; a first `0` stands alone.
    let ends = !matches!(bytes.get(at + n_digits)?, b'.' | b'e' | b'E' | b'0'..=b'9');
    if ends && n_digits > 0 && (n_digits == 1 || bytes[at] != b'0') {
        return Some(at + n_digits);
    }
    other_number(bytes, at)
}

/// How many of the low bytes are digits before the first that is none.
#[inline(always)]
fn leading_digits(word: u64) -> usize {
    let digits = word ^ 0x3030_3030_3030_3030;
    // Sums may carry into the next byte, but only from one that is no digit: all that counts is the lowest.
    let others = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080;
    others.trailing_zeros() as usize / 8
}

/// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
#[inline(never)]
fn other_number(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + usize::from(bytes.get(start) == Some(&b'-'));
    at = match bytes.get(at)? {
        b'0' => at + 1,
        _ => digits(bytes, at)?,
    };
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        at = digits(bytes, at + usize::from(matches!(bytes.get(at), Some(b'+' | b'-'))))?;
    }
    (at - start <= LONG_NUMBER).then_some(at)
}

/// The end of one digit or more.
fn digits(bytes: &[u8], start: usize) -> Option<usize> {
    let n = bytes.get(start..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (n > 0).then_some(start + n)
}

/// Words of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Null,
    True,
    False,
}

/// The word that begins at `at`, and its end.
#[inline(always)]
pub(super) fn word(bytes: &[u8], at: usize) -> Option<(Word, usize)> {
    match bytes.get(at..)?.first_chunk()? {
        b"null" => Some((Word::Null, at + 4)),
        b"true" => Some((Word::True, at + 4)),
        b"fals" if bytes.get(at + 4) == Some(&b'e') => Some((Word::False, at + 5)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end_of(number_text: &str) -> Option<usize> {
        number(format!("{number_text}        ").as_bytes(), 0)
    }

    #[test]
    fn numbers_are_those_of_json() {
        for good in [
            "0",
            "-0",
            "7",
            "10",
            "1234567",
            "12345678",
            "123456789",
            "1.5",
            "-1.5",
            "0.0",
            "1e5",
            "1E+5",
            "1e-5",
            "0e0",
            "-0.0e-0",
            "123456789.123456789e123",
            "9",
            "99",
        ] {
            assert_eq!(end_of(good), Some(good.len()), "{good}");
            assert_eq!(end_of(&format!("{good},1")), Some(good.len()), "{good}");
        }
        for bad in ["", "-", "+1", ".5", "1.", "1.e5", "1e", "1e+", "-.5", "e5", "x", "-x", "/", ":", "\u{ff}", "--1"] {
            assert_eq!(end_of(bad), None, "{bad}");
        }
        // What follows is for the caller to judge.
        for (odd, end) in [("01", 1), ("-01", 2), ("1x", 1), ("1-", 1), ("1.5.5", 3), ("00", 1)] {
            assert_eq!(end_of(odd), Some(end), "{odd}");
        }
        assert_eq!(end_of(&"1".repeat(1000)), Some(1000));
        assert_eq!(end_of(&"1".repeat(1001)), None);
    }

    #[test]
    fn words_are_those_of_json() {
        assert_eq!(word(b"null,", 0), Some((Word::Null, 4)));
        assert_eq!(word(b"xtrue", 1), Some((Word::True, 5)));
        assert_eq!(word(b"false", 0), Some((Word::False, 5)));
        for bad in ["fals", "falsy", "nul", "tru", "True", "nan ", ""] {
            assert_eq!(word(bad.as_bytes(), 0), None, "{bad}");
        }
    }
}
