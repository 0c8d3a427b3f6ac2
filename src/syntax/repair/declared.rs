//! What the file of a broken entry declares and calls things, as far as its lines tell; looked up once.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::syntax::words::continues_word;

/// Names of a file that tell what is meant by a broken entry.
pub(in crate::syntax) struct Declared<'t> {
    text: &'t str,
    /// Declared activities and kinds of records by name, each with its first field.
    blocks: OnceCell<BTreeMap<(&'t str, &'t str), &'t str>>,
    /// Words that are written with `_`.
    joined: OnceCell<BTreeSet<&'t str>>,
}

impl<'t> Declared<'t> {
    pub fn new(text: &'t str) -> Self {
        Declared { text, blocks: OnceCell::new(), joined: OnceCell::new() }
    }

    fn blocks(&self) -> &BTreeMap<(&'t str, &'t str), &'t str> {
        self.blocks.get_or_init(|| self.text.lines().filter_map(declaration).collect())
    }

    /// Whether the file declares this, such as `activity` and `page_view`.
    pub fn has(&self, word: &str, name: &str) -> bool {
        self.blocks().contains_key(&(word, name))
    }

    /// Whether the file declares any activity.
    pub fn has_activities(&self) -> bool {
        self.blocks().keys().any(|(word, _)| *word == "activity")
    }

    /// The first field of an activity.
    pub fn first_field(&self, activity: &str) -> Option<&'t str> {
        self.blocks().get(&("activity", activity)).copied().filter(|field| !field.is_empty())
    }

    /// Whether a name of several words joined with `_` occurs.
    pub fn uses(&self, joined: &str) -> bool {
        let words = || self.text.split(|c| !continues_word(c)).filter(|word| word.contains('_')).collect();
        self.joined.get_or_init(words).contains(joined)
    }
}

/// `activity page_view { url: text`: the word, the name, and the first field if it stands on the same line.
fn declaration(line: &str) -> Option<((&str, &str), &str)> {
    let (word, rest) = line.trim_start().split_once(' ')?;
    let rest = rest.trim_start();
    let name = rest.find(|c| !continues_word(c)).map_or(rest, |end| &rest[..end]);
    let field = rest[name.len()..].trim_start().strip_prefix('{').and_then(|fields| fields.split_once(':'));
    let field = field.map_or("", |(field, _)| field.trim());
    let is_field = !field.is_empty() && field.chars().all(continues_word);
    matches!(word, "activity" | "record").then_some(((word, name), if is_field { field } else { "" }))
}
