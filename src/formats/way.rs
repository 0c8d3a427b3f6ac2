//! The way to a field inside a record.

use std::fmt;

/// Where a field stands in a record: `id`, `properties.email`, `identities[0].value`, `tags[].name`, `^.sentAt`.
///
/// - Dots go into nested objects. At each level a key that spells the rest of the way, dots and brackets and all, wins
///   over going further down: `address.city` is found in `{"address.city": ..}` before `{"address": {"city": ..}}`.
/// - `[0]` is the first element of a list, `[-1]` the last; `[type=EMAIL]` is the first element whose `type` is `EMAIL`;
///   `[]` is every element, so that what follows gives a list.
/// - `@key`, `@value` and `@file` are what an unfolded record stood under, what it is, and what its file is called, where
///   it has no field of that name.
/// - Where a record was unfolded from a batch, ways start at the unfolded part; each `^.` in front starts one record
///   further out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Way {
    /// How many records further out it starts.
    n_out: usize,
    steps: Vec<Step>,
    /// By step: what people wrote from there to the end.
    rests: Vec<String>,
}

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Step {
    /// `.city`
    Key(String),
    /// `[0]`, `[-1]`
    At(i32),
    /// `[type=EMAIL]`
    Where(String, String),
    /// `[]`
    Each,
    /// `users.*`, `* 26`: in the way to a batch, every key that has this form.
    Like(String),
}

/// What a way of this name leads to where the record has no field of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    /// `@key`: the name under which an unfolded record stood.
    Key,
    /// `@value`: an unfolded record itself, where it is a value.
    Value,
    /// `@file`: the name of the record's file, without folders.
    File,
}

impl Step {
    /// Whether it leads from one value to any number of records.
    pub(super) fn unfolds(&self) -> bool {
        matches!(self, Step::Each | Step::Like(_))
    }
}

impl Way {
    /// The way as people write it. Brackets that are none of the known forms belong to the name they stand in.
    pub fn new(text: &str) -> Way {
        let mut rest = text;
        let mut n_out = 0;
        while let Some(inner) = rest.strip_prefix("^.") {
            (n_out, rest) = (n_out + 1, inner);
        }
        let (mut steps, mut rests) = (Vec::new(), Vec::new());
        for (start, part) in parts(rest) {
            let whole = &rest[start..];
            let (key, brackets) = brackets_of(part);
            if !key.is_empty() || brackets.is_empty() {
                steps.push(Step::Key(key.to_owned()));
                rests.push(whole.to_owned());
            }
            for (at, bracket) in brackets {
                steps.push(bracket);
                rests.push(rest[start + at..].to_owned());
            }
        }
        Way { n_out, steps, rests }
    }

    /// The way to the records of a batch, in which `*` stands for any part of a name.
    pub fn of_batch(text: &str) -> Way {
        let mut way = Way::new(text);
        for step in &mut way.steps {
            if let Step::Key(key) = step
                && key.contains('*')
            {
                *step = Step::Like(std::mem::take(key));
            }
        }
        way
    }

    /// The way of a field that the rules name, already split at the dots.
    pub fn from_steps(steps: &[String]) -> Way {
        let rests = (0..steps.len()).map(|from| steps[from..].join(".")).collect();
        Way { n_out: 0, steps: steps.iter().cloned().map(Step::Key).collect(), rests }
    }

    /// The steps down; never empty.
    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What people wrote from a step to the end: one key of this spelling is the whole rest of the way.
    pub(super) fn rest(&self, step: usize) -> &str {
        &self.rests[step]
    }

    /// How many records further out it starts.
    pub(super) fn n_out(&self) -> usize {
        self.n_out
    }

    /// Whether it goes through keys only, inside the record itself.
    pub(super) fn is_plain(&self) -> bool {
        self.n_out == 0 && self.own().is_none() && self.steps.iter().all(|step| matches!(step, Step::Key(_)))
    }

    /// What it leads to where the record has no field of this name.
    pub(super) fn own(&self) -> Option<Own> {
        match &*self.steps {
            [Step::Key(key)] => match &**key {
                "@key" => Some(Own::Key),
                "@value" => Some(Own::Value),
                "@file" => Some(Own::File),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it leads to a list of all that it finds.
    pub(super) fn is_list(&self) -> bool {
        self.steps.contains(&Step::Each)
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&"^.".repeat(self.n_out))?;
        f.write_str(self.rests.first().map_or("", String::as_str))
    }
}

/// Whether a name has a form in which `*` stands for anything.
pub(super) fn is_like(name: &str, form: &str) -> bool {
    let mut parts = form.split('*');
    let Some(mut rest) = parts.next().and_then(|start| name.strip_prefix(start)) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(end) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(end)
}

/// The parts between dots with their starts; a dot inside brackets belongs to them.
fn parts(text: &str) -> Vec<(usize, &str)> {
    let (mut parts, mut start, mut in_brackets) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        match c {
            '[' => in_brackets = text[at..].contains(']'),
            ']' => in_brackets = false,
            '.' if !in_brackets => {
                parts.push((start, &text[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push((start, &text[start..]));
    parts
}

/// The name of a part and the brackets at its end, with their starts.
fn brackets_of(part: &str) -> (&str, Vec<(usize, Step)>) {
    let (mut key, mut brackets) = (part, Vec::new());
    while let Some(open) = key.strip_suffix(']').and_then(|head| head.rfind('[')) {
        let Some(step) = bracket(&key[open + 1..key.len() - 1]) else {
            break;
        };
        brackets.push((open, step));
        key = &key[..open];
    }
    brackets.reverse();
    (key, brackets)
}

fn bracket(inside: &str) -> Option<Step> {
    if inside.is_empty() {
        return Some(Step::Each);
    }
    if let Some((key, value)) = inside.split_once('=') {
        return Some(Step::Where(key.to_owned(), value.to_owned()));
    }
    inside.parse().ok().map(Step::At)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Step {
        Step::Key(name.to_owned())
    }

    #[test]
    fn ways_are_read_as_they_are_written() {
        assert_eq!(Way::new("a.b").steps(), [key("a"), key("b")]);
        assert_eq!(Way::new("a[0].b").steps(), [key("a"), Step::At(0), key("b")]);
        assert_eq!(Way::new("a[-1][]").steps(), [key("a"), Step::At(-1), Step::Each]);
        assert_eq!(Way::new("[].b").steps(), [Step::Each, key("b")]);
        let email = Step::Where("type.x".to_owned(), "a.b".to_owned());
        assert_eq!(Way::new("ids[type.x=a.b].value").steps(), [key("ids"), email, key("value")]);
        assert_eq!(Way::new("ids[type.x=a.b].value").rest(1), "[type.x=a.b].value");
        assert_eq!(Way::new("^.^.sentAt"), Way { n_out: 2, ..Way::new("sentAt") });
        assert_eq!(Way::new("^.a.b").to_string(), "^.a.b");
    }

    #[test]
    fn ways_to_batches_have_open_names() {
        assert_eq!(
            Way::of_batch("users.*.visits[]").steps()[1..],
            [Step::Like("*".to_owned()), key("visits"), Step::Each]
        );
        for (name, form, expected) in [
            ("Jan 26", "* 26", true),
            ("Jan 26", "*", true),
            ("Jan 26", "J*n*6", true),
            ("Jan 26", "* 27", false),
            ("26", "2*6*6", false),
            ("aba", "ab*ba", false),
            ("ab", "ab", true),
            ("abc", "ab", false),
        ] {
            assert_eq!(is_like(name, form), expected, "{name} {form}");
        }
    }

    #[test]
    fn odd_names_are_names() {
        for name in ["", "a[", "a]", "a[b", "a[x]", "a[0]b", "event-data", "+1", "^"] {
            assert_eq!(Way::new(name).steps(), [key(name)], "{name}");
        }
        assert_eq!(Way::new("a[.b").steps(), [key("a["), key("b")]);
        assert_eq!(Way::new("..").steps(), [key(""), key(""), key("")]);
    }
}
