//! Texts: where they end, whether they are well-formed, and what they say.

use super::block::{BLOCK, block, stops};

/// From behind the opening quote to the closing one, and whether there are escapes on the way. None where the text is
/// malformed, or where the bytes end less than a block behind it.
#[inline(always)]
pub(super) fn text(bytes: &[u8], mut at: usize) -> Option<(usize, bool)> {
    loop {
        let stops = stops(block(bytes, at)?);
        if stops != 0 {
            at += stops.trailing_zeros() as usize;
            return if bytes[at] == b'"' { Some((at, false)) } else { escaped_text(bytes, at) };
        }
        at += BLOCK;
    }
}

/// The same from the first escape, or from what should not be there.
#[inline(never)]
fn escaped_text(bytes: &[u8], mut at: usize) -> Option<(usize, bool)> {
    loop {
        match bytes.get(at)? {
            b'"' => return Some((at, true)),
            b'\\' => at = escape(bytes, at)?.1,
            _ => return None,
        }
        loop {
            let stops = stops(block(bytes, at)?);
            at += if stops == 0 { BLOCK } else { stops.trailing_zeros() as usize };
            if stops != 0 {
                break;
            }
        }
    }
}

/// The character of an escape whose backslash is at `at`, and where it ends.
fn escape(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let simple = |c: char| Some((c, at + 2));
    match bytes.get(at + 1)? {
        b'"' => simple('"'),
        b'\\' => simple('\\'),
        b'/' => simple('/'),
        b'b' => simple('\u{8}'),
        b'f' => simple('\u{c}'),
        b'n' => simple('\n'),
        b'r' => simple('\r'),
        b't' => simple('\t'),
        b'u' => {
            let high = unit(bytes, at)?;
            if let Some(c) = char::from_u32(high) {
                return Some((c, at + 6));
            }
            // Half of a pair: the other half has to follow.
            let low = unit(bytes, at + 6)?;
            let is_pair = (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low);
            let c = char::from_u32(0x1_0000 + ((high & 0x3ff) << 10) + (low & 0x3ff))?;
            is_pair.then_some((c, at + 12))
        }
        _ => None,
    }
}

/// The figure of a `\u` with its four digits.
fn unit(bytes: &[u8], at: usize) -> Option<u32> {
    let [b'\\', b'u', digits @ ..] = bytes.get(at..)?.first_chunk::<6>()? else {
        return None;
    };
    digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
}

/// Appends what a well-formed text says: the part between its quotes, escapes resolved. False where it is malformed.
pub(super) fn unescape(text: &str, out: &mut String) -> bool {
    let mut at = 0;
    while let Some(n) = memchr::memchr(b'\\', &text.as_bytes()[at..]) {
        out.push_str(&text[at..at + n]);
        let Some((c, after)) = escape(text.as_bytes(), at + n) else {
            return false;
        };
        out.push(c);
        at = after;
    }
    out.push_str(&text[at..]);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn padded(text: &str) -> Vec<u8> {
        [text.as_bytes(), &[b' '; 2 * BLOCK]].concat()
    }

    #[test]
    fn texts_end_at_their_closing_quote() {
        for n in 0..3 * BLOCK {
            let plain = "x".repeat(n);
            assert_eq!(text(&padded(&format!("{plain}\",")), 0), Some((n, false)));
            assert_eq!(text(&padded(&format!("{plain}\\\"\\\\\",")), 0), Some((n + 4, true)));
            assert_eq!(text(&padded(&format!("{plain}\n\",")), 0), None);
            assert_eq!(text(&padded(&format!("{plain}\\")), 0), None);
            assert_eq!(text(plain.as_bytes(), 0), None);
        }
    }

    #[test]
    fn escapes_are_those_of_json() {
        for (inside, says) in [
            (r#"\"\\\/\b\f\n\r\t"#, Some("\"\\/\u{8}\u{c}\n\r\t")),
            (r"a\u0041\u00e9\u20Acz", Some("aAé€z")),
            (r"\ud83d\ude00", Some("😀")),
            (r"\uDBFF\uDFFF", Some("\u{10ffff}")),
            (r"\u0000", Some("\0")),
            (r"\ud83d", None),
            (r"\ud83dx", None),
            (r"\ud83d\u0041", None),
            (r"\ud83d\ud83d", None),
            (r"\ude00\ud83d", None),
            (r"\ude00", None),
            (r"\u12", None),
            (r"\u12g4", None),
            (r"\u+123", None),
            (r"\x", None),
            (r"\'", None),
        ] {
            let mut said = String::new();
            let ends = text(&padded(&format!("{inside}\"")), 0);
            assert_eq!(ends, says.map(|_| (inside.len(), true)), "{inside}");
            assert_eq!(unescape(inside, &mut said).then_some(&*said), says, "{inside}");
        }
    }
}
