//! One record as a value of its own.

use crate::formats::json::read_texts;
use crate::formats::tree::{NodeId, Shape, Tree};
use crate::formats::way::Way;

/// What stands in a record, spelled as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sampled {
    /// `null`
    Null,
    /// `true` or `false`
    YesNo(bool),
    /// A number of JSON.
    Number(String),
    /// A text, or a cell of a table.
    Text(String),
    /// A list.
    List(Vec<Sampled>),
    /// A record, keys in the order of the file.
    Object(Vec<(String, Sampled)>),
}

impl Sampled {
    /// The record that a feed has read.
    pub(super) fn of_tree(tree: &Tree) -> Sampled {
        of_node(tree, Tree::ROOT)
    }

    /// What a text holds, if it is a list or a record of JSON.
    pub fn of_json_text(text: &str) -> Option<Sampled> {
        let text = text.trim_ascii();
        if !text.starts_with(['[', '{']) {
            return None;
        }
        let mut tree = Tree::default();
        let (start, end) = tree.push_text(text);
        let (key_start, key_end) = tree.push_text("x");
        let root = tree.push((0, 0), Shape::Object, 0)?;
        let child = tree.push((key_start, key_end), Shape::Text(start, end), 0)?;
        tree.hang(root, None, child);
        read_texts(&[Way::new("x")], root, &mut tree);
        match of_node(&tree, child) {
            Sampled::Null => None,
            value => Some(value),
        }
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Sampled> {
        match self {
            Sampled::Object(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }
}

fn of_node(tree: &Tree, node: NodeId) -> Sampled {
    match tree.shape(node) {
        Shape::Null | Shape::NotJson => Sampled::Null,
        Shape::YesNo(yes) => Sampled::YesNo(yes),
        Shape::Number(start, end) => Sampled::Number(tree.text((start, end)).to_owned()),
        Shape::Text(start, end) => Sampled::Text(tree.text((start, end)).to_owned()),
        Shape::List => Sampled::List(tree.children(node).map(|child| of_node(tree, child)).collect()),
        Shape::Object => {
            let entry = |child| (tree.key(child).to_owned(), of_node(tree, child));
            Sampled::Object(tree.children(node).map(entry).collect())
        }
    }
}
