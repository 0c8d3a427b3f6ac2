//! What a source's records hold, counted: one pass, bounded memory, no record kept.

mod looks;
mod scalars;

pub use looks::NUMBER_SPELLINGS;
pub use scalars::Scalars;

use crate::formats::Sampled;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Names in one record, at all levels, that are told apart.
const NODES_MAX: usize = 20_000;
/// Values that are remembered together with the other values of their record.
const CELLS_MAX: usize = 4_000_000;
/// Levels that are looked into.
const DEPTH_MAX: usize = 64;

/// What stands at one place of the records.
#[derive(Debug, Default)]
pub struct Node {
    /// Its number in the rows.
    pub leaf: u32,
    /// Texts, numbers, yes and no.
    pub scalars: Scalars,
    /// Objects that stood here.
    pub n_objects: u64,
    /// Their keys, in the order in which they were met.
    pub children: Vec<(String, Node)>,
    index: HashMap<String, usize>,
    /// Lists that stood here and held something.
    pub n_lists: u64,
    /// What their elements are.
    pub element: Option<Box<Node>>,
    /// What its texts hold, where they hold JSON.
    pub json: Option<Box<Node>>,
}

/// The values of one record that stand outside lists: place, and a hash of what stands there.
pub type Row = Vec<(u32, u64)>;

/// The records of one source.
#[derive(Debug, Default)]
pub struct Profile {
    /// The record itself.
    pub record: Node,
    /// The record around it, where records are unfolded from batches.
    pub around: Node,
    /// How many there were.
    pub n_records: u64,
    /// The first of them, value by value.
    pub rows: Vec<Row>,
    n_cells: usize,
    nodes: Nodes,
}

/// How many places there are.
#[derive(Debug, Default)]
struct Nodes {
    n: u32,
    /// Keys that were not looked at, since there are too many.
    n_left_out: u64,
}

impl Profile {
    /// Nothing yet.
    pub fn new() -> Profile {
        let mut profile = Profile { nodes: Nodes { n: 2, n_left_out: 0 }, ..Profile::default() };
        profile.around.leaf = 1;
        profile
    }

    /// Counts a record, and the one around it.
    pub fn add(&mut self, record: &Sampled, around: Option<&Sampled>) {
        self.n_records += 1;
        let mut row = Row::new();
        self.record.add(record, &mut self.nodes, Some(&mut row), 0);
        if let Some(around) = around {
            self.around.add(around, &mut self.nodes, Some(&mut row), 0);
        }
        if self.n_cells + row.len() <= CELLS_MAX {
            self.n_cells += row.len();
            self.rows.push(row);
        }
    }

    /// Whether the rows are all records.
    pub fn has_all_rows(&self) -> bool {
        self.rows.len() as u64 == self.n_records
    }

    /// Keys that were not looked at.
    pub fn n_left_out(&self) -> u64 {
        self.nodes.n_left_out
    }
}

impl Node {
    fn add(&mut self, value: &Sampled, nodes: &mut Nodes, row: Option<&mut Row>, depth: usize) {
        match value {
            Sampled::Null => self.scalars.n_null += 1,
            Sampled::YesNo(yes) => {
                self.note(row, if *yes { "true" } else { "false" });
                self.scalars.add_yes_no(*yes);
            }
            Sampled::Number(spelled) => {
                self.note(row, spelled);
                self.scalars.add_number(spelled);
            }
            Sampled::Text(text) => {
                if self.scalars.add_text(text) {
                    self.note(row, text);
                    self.add_json(text, nodes, depth);
                }
            }
            Sampled::List(elements) => {
                self.note(row.filter(|_| !elements.is_empty()), "[]");
                self.add_list(elements, nodes, depth);
            }
            Sampled::Object(entries) => self.add_object(entries, nodes, row, depth),
        }
    }

    fn note(&self, row: Option<&mut Row>, text: &str) {
        if let Some(row) = row {
            row.push((self.leaf, hash(text)));
        }
    }

    fn add_json(&mut self, text: &str, nodes: &mut Nodes, depth: usize) {
        // Texts of which the first ones are no JSON are texts.
        let is_promising = self.json.is_some() || self.scalars.n <= 20;
        if !is_promising || depth >= DEPTH_MAX {
            return;
        }
        if let Some(value) = Sampled::of_json_text(text) {
            self.scalars.n_json += 1;
            let json = self.json.get_or_insert_with(|| nodes.next());
            json.add(&value, nodes, None, depth + 1);
        }
    }

    fn add_list(&mut self, elements: &[Sampled], nodes: &mut Nodes, depth: usize) {
        if elements.is_empty() {
            self.scalars.n_blank += 1;
            return;
        }
        self.n_lists += 1;
        if depth < DEPTH_MAX {
            let element = self.element.get_or_insert_with(|| nodes.next());
            elements.iter().for_each(|value| element.add(value, nodes, None, depth + 1));
        }
    }

    fn add_object(
        &mut self,
        entries: &[(String, Sampled)],
        nodes: &mut Nodes,
        mut row: Option<&mut Row>,
        depth: usize,
    ) {
        self.n_objects += 1;
        if depth >= DEPTH_MAX {
            nodes.n_left_out += entries.len() as u64;
            return;
        }
        for (key, value) in entries {
            if let Some(child) = self.child(key, nodes) {
                child.add(value, nodes, row.as_deref_mut(), depth + 1);
            }
        }
    }

    fn child(&mut self, key: &str, nodes: &mut Nodes) -> Option<&mut Node> {
        let index = match self.index.get(key) {
            Some(index) => *index,
            None if nodes.n as usize >= NODES_MAX => {
                nodes.n_left_out += 1;
                return None;
            }
            None => {
                let index = self.children.len();
                self.children.push((key.to_owned(), *nodes.next()));
                self.index.insert(key.to_owned(), index);
                index
            }
        };
        Some(&mut self.children[index].1)
    }

    /// The place under a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.index.get(key).map(|index| &self.children[*index].1)
    }

    /// What stands there, texts that always hold JSON unfolded.
    pub fn unfolded(&self) -> &Node {
        match &self.json {
            Some(json) if self.is_json() => json,
            _ => self,
        }
    }

    /// Whether every text here holds JSON.
    pub fn is_json(&self) -> bool {
        self.json.is_some() && self.scalars.n_json == self.scalars.n && self.scalars.n > 0
    }

    /// Places below that hold values, itself included.
    pub fn n_leaves(&self) -> usize {
        let below: usize = self.children.iter().map(|(_, child)| child.n_leaves()).sum();
        let elements = self.element.as_ref().map_or(0, |element| element.n_leaves());
        below + elements + usize::from(self.scalars.is_used())
    }
}

impl Nodes {
    fn next(&mut self) -> Box<Node> {
        self.n += 1;
        Box::new(Node { leaf: self.n - 1, ..Node::default() })
    }
}

/// A number for a text, blanks around taken off, the same in every run.
pub fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    crate::values::text::trim(text).hash(&mut hasher);
    hasher.finish()
}
