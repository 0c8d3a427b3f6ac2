//! Lists that are wanted.

use super::text::unescape;
use std::borrow::Cow;

/// A list of a record that was found well-formed, as it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) struct List<'a>(pub(super) &'a str);

/// An element of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Element<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    YesNo(bool),
    /// A JSON number, as it is spelled.
    Number(&'a str),
    /// A text; one of its own where it has escapes.
    Text(Cow<'a, str>),
    /// A list, which is no value inside another.
    List,
    /// An object, which is no value either.
    Object,
}

impl<'a> List<'a> {
    /// The elements in their order.
    pub(in crate::formats) fn elements(self) -> impl Iterator<Item = Element<'a>> {
        let mut rest = &self.0[1..];
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches([' ', '\t', '\r', ',']);
            let (element, n) = element(rest)?;
            rest = &rest[n..];
            Some(element)
        })
    }
}

/// The element that a text begins with, and how long it is; none at the end of the list.
fn element(text: &str) -> Option<(Element<'_>, usize)> {
    match text.as_bytes().first()? {
        b']' => None,
        b'"' => {
            let n = text_len(text.as_bytes());
            Some((Element::Text(unescaped(&text[1..n - 1])), n))
        }
        b'{' => Some((Element::Object, nested_len(text.as_bytes()))),
        b'[' => Some((Element::List, nested_len(text.as_bytes()))),
        _ => {
            let n = text.find([',', ']', ' ', '\t', '\r']).unwrap_or(text.len());
            let element = match &text[..n] {
                "null" => Element::Null,
                "true" => Element::YesNo(true),
                "false" => Element::YesNo(false),
                number => Element::Number(number),
            };
            Some((element, n))
        }
    }
}

fn unescaped(inside: &str) -> Cow<'_, str> {
    if !inside.contains('\\') {
        return Cow::Borrowed(inside);
    }
    let mut text = String::new();
    // Escapes were found well-formed with the rest of the record.
    unescape(inside, &mut text);
    Cow::Owned(text)
}

/// The length of the text that the bytes begin with, quotes and all.
fn text_len(bytes: &[u8]) -> usize {
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

/// The length of the object or list that the bytes begin with.
fn nested_len(bytes: &[u8]) -> usize {
    let (mut at, mut n_open) = (0, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at += text_len(&bytes[at..]) - 1,
            b'{' | b'[' => n_open += 1,
            b'}' | b']' => n_open -= 1,
            _ => {}
        }
        at += 1;
        if n_open == 0 {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_come_in_their_order() {
        let text = |text| Element::Text(Cow::Borrowed(text));
        let list = r#"[ "a" ,null,true,false,-1.5e3, "b\"]\\",["]",[]],{"x":"}\""} ,"ü\u00fc", 7 ]"#;
        let elements: Vec<_> = List(list).elements().collect();
        assert_eq!(
            elements,
            [
                text("a"),
                Element::Null,
                Element::YesNo(true),
                Element::YesNo(false),
                Element::Number("-1.5e3"),
                text("b\"]\\"),
                Element::List,
                Element::Object,
                text("üü"),
                Element::Number("7"),
            ]
        );
        assert_eq!(List("[]").elements().count(), 0);
        assert_eq!(List("[ \t]").elements().count(), 0);
    }
}
