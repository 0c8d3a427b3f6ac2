//! The fields of a source: where they stand, what rules call them, what they are.

use super::names;
use super::profile::{Node, Profile};
use super::types::{Decision, Spelled, decide};
use super::unfold::Wrapping;
use crate::formats::Way;
use crate::values::Type;
use std::collections::BTreeSet;

/// Fields of one source that are declared.
const FIELDS_MAX: usize = 1000;

/// A field that a source has.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// As rules call it, split at the dots.
    pub name: Vec<String>,
    /// Keys on the way to it, lists left out.
    pub keys: Vec<String>,
    /// The key that says what it is.
    pub told_by: String,
    /// Where it stands in a record.
    pub way: String,
    /// Its number in the rows; that of the list or text around it where it stands in one.
    pub leaf: u32,
    /// Whether it stands in the record around.
    pub is_around: bool,
    /// Whether lists are on the way.
    pub is_in_list: bool,
    /// What stands there.
    pub node: &'a Node,
    /// Records that have it, of how many.
    pub filled: (u64, u64),
    /// What it is.
    pub ty: Type,
    /// How it is spelled.
    pub spelled: Spelled,
    /// What may interest the reader.
    pub notes: Vec<String>,
    /// Questions.
    pub asks: Vec<String>,
}

/// All fields of a source.
#[derive(Debug, Default)]
pub struct Fields<'a> {
    /// Those that have values.
    pub all: Vec<Field<'a>>,
    /// Names of those that never have.
    pub never: Vec<String>,
    /// Ways that no way of the project file can say, or that are too many.
    pub out_of_reach: Vec<String>,
    /// Texts that hold JSON.
    pub json: BTreeSet<String>,
}

/// One step of a walk.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Each,
}

struct Walk<'a, 'f> {
    steps: Vec<Step>,
    n_json: usize,
    of: u64,
    is_around: bool,
    /// The outermost list or text that holds JSON on the way.
    outermost: Option<u32>,
    fields: &'f mut Fields<'a>,
}

impl<'a> Fields<'a> {
    /// The fields of a record, and of the record around.
    pub fn of(profile: &'a Profile, wrapping: &Wrapping) -> Fields<'a> {
        let mut fields = Fields::default();
        let mut walk = Walk {
            steps: Vec::new(),
            n_json: 0,
            of: profile.n_records,
            is_around: false,
            outermost: None,
            fields: &mut fields,
        };
        walk.node(&profile.record, wrapping);
        walk.is_around = true;
        walk.of = profile.around.n_objects;
        walk.node(&profile.around, &Wrapping::default());
        fields.name_all(wrapping);
        fields
    }

    /// Gives every field the name that rules call it by: its way without what wraps the record.
    fn name_all(&mut self, wrapping: &Wrapping) {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let is_named = |field: &&mut Field<'_>| !field.is_around && !wrapping.is_beside(&field.keys);
        for field in self.all.iter_mut().filter(is_named) {
            let mut name: Vec<String> = wrapping.name_of(&field.keys).iter().map(|part| printable(part)).collect();
            if taken.contains(&name.join(".")) {
                let n = (2..).find(|n| !taken.contains(&format!("{}_{n}", name.join("."))));
                if let (Some(last), Some(n)) = (name.last_mut(), n) {
                    *last = format!("{last}_{n}");
                }
                field.notes.push(format!(
                    "the name is taken, so this one is `{}`; it stands at `{}`",
                    name.join("."),
                    field.way
                ));
            }
            taken.insert(name.join("."));
            field.name = name;
        }
    }
}

impl<'a> Walk<'a, '_> {
    fn node(&mut self, node: &'a Node, wrapping: &Wrapping) {
        let outermost = self.outermost;
        if node.is_json() {
            self.outermost.get_or_insert(node.leaf);
            self.n_json += 1;
            self.fields.json.insert(self.way());
        }
        let (is_json, inner) = (node.is_json(), node.unfolded());
        let holds_values =
            inner.scalars.n > 0 || inner.element.as_ref().is_some_and(|element| element.scalars.is_used());
        if !self.steps.is_empty() && holds_values {
            self.leaf(inner, wrapping);
        } else if !self.steps.is_empty() && inner.children.is_empty() && inner.element.is_none() {
            let keys = keys(&self.steps);
            if !self.is_around && !wrapping.is_beside(&keys) {
                self.fields.never.push(super::schema::path(&wrapping.name_of(&keys)));
            }
        }
        for (key, child) in &inner.children {
            self.steps.push(Step::Key(key.clone()));
            if !wrapping.passes_over(&keys(&self.steps)) {
                self.node(child, wrapping);
            }
            self.steps.pop();
        }
        if let Some(element) = inner.element.as_ref().filter(|element| element.n_objects > 0) {
            let of = std::mem::replace(&mut self.of, element.n_objects);
            self.outermost.get_or_insert(inner.leaf);
            self.steps.push(Step::Each);
            for (key, child) in &element.children {
                self.steps.push(Step::Key(key.clone()));
                self.node(child, wrapping);
                self.steps.pop();
            }
            self.steps.pop();
            self.of = of;
        }
        self.outermost = outermost;
        if is_json {
            self.n_json -= 1;
        }
    }

    fn leaf(&mut self, node: &'a Node, wrapping: &Wrapping) {
        let way = self.way();
        if !self.is_reachable(&way) || self.fields.all.len() >= FIELDS_MAX {
            self.fields.out_of_reach.push(way);
            return;
        }
        let keys = keys(&self.steps);
        let name = wrapping.telling_key(&keys).to_owned();
        // Lists on the way make a list of all that is found.
        let decision = decide(&name, node);
        let is_list = self.steps.contains(&Step::Each) && node.element.is_none();
        let Decision { ty, spelled, mut notes, asks } = if is_list { decision.in_list() } else { decision };
        for (word, n) in &node.scalars.words {
            notes.push(format!("{} of `{word}`, taken as unknown", super::words::grouped(*n)));
        }
        if node.n_objects > 0 {
            notes.push(format!(
                "{} is no single value but a record",
                super::words::count(node.n_objects, "of them", "of them")
            ));
        }
        self.fields.all.push(Field {
            name: keys.clone(),
            told_by: name,
            keys,
            way,
            leaf: self.outermost.unwrap_or(node.leaf),
            is_around: self.is_around,
            is_in_list: self.steps.contains(&Step::Each) || self.n_json > 0,
            node,
            filled: (node.scalars.n + node.n_lists, self.of),
            ty,
            spelled,
            notes,
            asks,
        });
    }

    /// The way as the project file writes it.
    fn way(&self) -> String {
        let mut way = if self.is_around { "^.".to_owned() } else { String::new() };
        for (index, step) in self.steps.iter().enumerate() {
            match step {
                Step::Each => way.push_str("[]"),
                Step::Key(key) => {
                    way.push_str(if index > 0 { "." } else { "" });
                    way.push_str(key);
                }
            }
        }
        way
    }

    /// Whether the way, read again, leads to the same place. A key with dots in it is found only at the end.
    fn is_reachable(&self, way: &str) -> bool {
        let odd = |key: &str| key.is_empty() || key.contains(['.', '[', ']']) || key.starts_with('^');
        let (last, before) = match self.steps.split_last() {
            Some((Step::Key(last), before)) => (last.as_str(), before),
            Some((Step::Each, before)) => ("x", before),
            None => return false,
        };
        let is_fine = |step: &Step| matches!(step, Step::Each) || matches!(step, Step::Key(key) if !odd(key));
        let last_is_fine = !last.is_empty() && !last.starts_with("^.") && (!odd(last) || before.iter().all(is_fine));
        before.iter().all(is_fine) && last_is_fine && Way::new(way).to_string() == way
    }
}

/// A name that can stand in backquotes.
pub fn printable(name: &str) -> String {
    let is_odd = |c: char| c == '`' || c.is_control();
    let name: String = name.chars().map(|c| if is_odd(c) { '_' } else { c }).collect();
    if name == "*" || name.trim().is_empty() { "_".to_owned() } else { name }
}

fn keys(steps: &[Step]) -> Vec<String> {
    let key = |step: &Step| match step {
        Step::Key(key) => Some(key.clone()),
        Step::Each => None,
    };
    steps.iter().filter_map(key).collect()
}

impl Field<'_> {
    /// Takes another name where it is one that every activity has.
    pub fn leave_to_activities(&mut self) {
        if let [name] = &mut self.name[..]
            && matches!(name.as_str(), "type" | "at" | "id")
        {
            *name = format!("own_{name}");
            self.notes.push(format!("every activity has a field `{}`, so this one has another name", &name[4..]));
        }
    }

    /// As rules and the project file call it.
    pub fn dotted(&self) -> String {
        self.name.join(".")
    }

    /// The keys at its end.
    pub fn key_texts(&self) -> Vec<&str> {
        self.keys.iter().map(String::as_str).collect()
    }

    /// The key that says what it is: the last one, most of the time.
    pub fn last_key(&self) -> &str {
        &self.told_by
    }

    /// Whether it is one value of the record that can tell records apart.
    pub fn is_single(&self) -> bool {
        !self.is_in_list && self.node.element.is_none() && self.node.scalars.n > 0
    }

    /// Whether every record has it.
    pub fn is_always_filled(&self) -> bool {
        self.filled.0 >= self.filled.1 && self.filled.1 > 0
    }

    /// Whether every record has another value in it.
    pub fn is_unique(&self) -> bool {
        self.is_single() && self.is_always_filled() && self.node.scalars.is_unique()
    }

    /// Whether it may be a moment.
    pub fn is_time(&self) -> bool {
        matches!(self.ty, Type::Time | Type::Date) || !self.spelled.open_formats.is_empty()
    }

    /// Whether its values are ids, as far as its name tells.
    pub fn is_id(&self) -> bool {
        names::is_id(self.last_key())
    }
}
