//! A whole record in memory, for sources whose ways need more than one pass: lists, batches, JSON inside a text.

use super::bad_record::BadReason;
use super::raw_record::{Found, RawRecord};
use super::seen_names::SeenNames;
use super::way::{Own, Step, Way, is_like};
use crate::values::text::is_blank;

/// A value of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeId(u32);

/// One record. Its buffers are used again for the next.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    texts: String,
}

#[derive(Debug)]
struct Node {
    /// Under which key it stands in an object.
    key: (u32, u32),
    shape: Shape,
    first_child: Option<NodeId>,
    next: Option<NodeId>,
    /// Bytes of the record before it and before its end.
    bytes: (u32, u32),
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Null,
    YesNo(bool),
    /// Start and end of its spelling.
    Number(u32, u32),
    /// Start and end of the text.
    Text(u32, u32),
    /// A text that was declared to hold JSON and does not.
    NotJson,
    List,
    Object,
}

/// A record that was unfolded from another: itself first, then the records around it.
pub(super) type Unfolded = Vec<NodeId>;

impl Tree {
    /// More values than these in one record are not held.
    pub(super) const N_NODES_MAX: usize = 8 << 20;

    pub(super) const ROOT: NodeId = NodeId(0);

    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.texts.clear();
    }

    /// Keeps a text or the spelling of a number.
    pub(super) fn push_text(&mut self, text: &str) -> (u32, u32) {
        let short = |at: usize| u32::try_from(at).expect("a record is shorter than 4 GiB");
        let start = self.texts.len();
        self.texts.push_str(text);
        (short(start), short(self.texts.len()))
    }

    /// Adds a value; none where there are too many.
    pub(super) fn push(&mut self, key: (u32, u32), shape: Shape, byte: usize) -> Option<NodeId> {
        if self.nodes.len() >= Tree::N_NODES_MAX {
            return None;
        }
        let id = NodeId(u32::try_from(self.nodes.len()).expect("a tree has fewer than 2^32 nodes"));
        let byte = u32::try_from(byte).expect("a record is shorter than 4 GiB");
        self.nodes.push(Node { key, shape, first_child: None, next: None, bytes: (byte, byte) });
        Some(id)
    }

    /// Hangs a value below another, after its last child so far.
    pub(super) fn hang(&mut self, parent: NodeId, last: Option<NodeId>, child: NodeId) {
        match last {
            Some(last) => self.nodes[last.0 as usize].next = Some(child),
            None => self.nodes[parent.0 as usize].first_child = Some(child),
        }
    }

    /// Where a value ends in the record.
    pub(super) fn ends(&mut self, node: NodeId, byte: usize) {
        self.nodes[node.0 as usize].bytes.1 = u32::try_from(byte).expect("a record is shorter than 4 GiB");
    }

    /// Bytes of the record before a value and before its end.
    pub(super) fn bytes(&self, node: NodeId) -> std::ops::Range<usize> {
        let (start, end) = self.nodes[node.0 as usize].bytes;
        start as usize..end as usize
    }

    pub(super) fn shape(&self, node: NodeId) -> Shape {
        self.nodes[node.0 as usize].shape
    }

    pub(super) fn key(&self, node: NodeId) -> &str {
        self.text(self.nodes[node.0 as usize].key)
    }

    pub(super) fn text(&self, (start, end): (u32, u32)) -> &str {
        &self.texts[start as usize..end as usize]
    }

    pub(super) fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.nodes[node.0 as usize].first_child, |child| self.nodes[child.0 as usize].next)
    }

    fn child(&self, node: NodeId, key: &str) -> Option<NodeId> {
        let is_object = self.shape(node) == Shape::Object;
        self.children(node).find(|child| is_object && self.key(*child) == key)
    }

    /// The texts that a way leads to and that are not blank, to be replaced by what they hold as JSON.
    pub(super) fn texts_at(&self, record: NodeId, way: &Way) -> Vec<(NodeId, String)> {
        let mut found = Vec::new();
        self.find(record, way, 0, &mut found);
        let text = |node: &NodeId| match self.shape(*node) {
            Shape::Text(start, end) => Some((*node, self.text((start, end)).to_owned())),
            _ => None,
        };
        found.iter().filter_map(text).filter(|(_, text)| !is_blank(text)).collect()
    }

    /// Puts what a text holds in its place; without a value it holds no JSON.
    pub(super) fn replace(&mut self, node: NodeId, value: Option<NodeId>) {
        let (shape, first_child) = match value {
            Some(value) => (self.shape(value), self.nodes[value.0 as usize].first_child),
            None => (Shape::NotJson, None),
        };
        let node = &mut self.nodes[node.0 as usize];
        (node.shape, node.first_child) = (shape, first_child);
    }

    /// The records that a batch holds, in order. A list that is not there is a bad record, unless another way to
    /// records leads somewhere; an empty one holds none.
    pub(super) fn unfold(&self, each: &[Way]) -> Result<Vec<Unfolded>, BadReason> {
        if each.is_empty() {
            return Ok(vec![vec![Tree::ROOT]]);
        }
        let mut found: Vec<Option<Vec<Unfolded>>> = each.iter().map(|way| self.unfold_one(way)).collect();
        if found.iter().all(Option::is_none) {
            let field = each.iter().map(Way::to_string).collect::<Vec<_>>().join("` or `");
            return Err(BadReason::NoField { field, nearest: None });
        }
        let mut records: Vec<Unfolded> = found.drain(..).flatten().flatten().collect();
        records.sort_by_key(|record| (self.bytes(record[0]).start, record[0].0));
        // What two ways lead to is one record.
        records.dedup_by_key(|record| record[0]);
        Ok(records)
    }

    /// The records to which one way leads; none where there is no such list anywhere. An element of an outer list that has
    /// no inner one has no records.
    fn unfold_one(&self, each: &Way) -> Option<Vec<Unfolded>> {
        let mut open = vec![vec![Tree::ROOT]];
        let mut start = 0;
        let steps = each.steps();
        while start < steps.len() {
            // Up to and with the next `[]` or `*`; a way that ends without one leads to records themselves.
            let end = steps[start..].iter().position(Step::unfolds).map(|at| start + at);
            let (mut next, mut is_there) = (Vec::new(), open.is_empty());
            for around in &open {
                let mut found = Vec::new();
                self.find_until(around[0], each, start, end.unwrap_or(steps.len()), &mut found);
                is_there |= !found.is_empty();
                for value in found {
                    let elements = self.elements(value, end.map(|end| &steps[end]));
                    next.extend(elements.into_iter().map(|element| [&[element], &around[..]].concat()));
                }
            }
            if !is_there {
                return None;
            }
            open = next;
            start = end.map_or(steps.len(), |end| end + 1);
        }
        Some(open)
    }

    /// What a step unfolds a value into. Names without a value are no records; an element of a list is one, be it what
    /// it may.
    fn elements(&self, value: NodeId, step: Option<&Step>) -> Vec<NodeId> {
        match step {
            Some(Step::Like(form)) => {
                let is_object = self.shape(value) == Shape::Object;
                let fits = |child: &NodeId| is_object && is_like(self.key(*child), form) && !self.is_empty(*child);
                self.children(value).filter(fits).collect()
            }
            Some(_) if self.shape(value) == Shape::List => self.children(value).collect(),
            // One record where a list is meant: many senders leave the list out around a single one.
            Some(_) => vec![value],
            None => Some(value).filter(|value| !self.is_empty(*value)).into_iter().collect(),
        }
    }

    fn is_empty(&self, node: NodeId) -> bool {
        match self.shape(node) {
            Shape::Null => true,
            Shape::Text(start, end) => is_blank(self.text((start, end))),
            _ => false,
        }
    }

    /// Shows the names of a record to a sample.
    pub(super) fn see_names(&self, record: NodeId, names: &mut SeenNames) {
        if names.is_sampling() {
            self.see_level(record, 0, names);
        }
    }

    fn see_level(&self, node: NodeId, depth: usize, names: &mut SeenNames) {
        for child in self.children(node).filter(|_| depth < SeenNames::N_LEVELS) {
            names.see(depth, self.key(child));
            if self.shape(child) == Shape::Object {
                names.enter(depth, self.key(child));
                self.see_level(child, depth + 1, names);
            }
        }
    }

    /// Fills the slots from a record that was unfolded.
    pub(super) fn fill(&self, record: &[NodeId], ways: &[Way], raw: &mut RawRecord) {
        raw.clear(ways.len());
        let mut found = Vec::new();
        for (slot, way) in ways.iter().enumerate() {
            let Some(start) = record.get(way.n_out()) else {
                continue;
            };
            found.clear();
            self.find(*start, way, 0, &mut found);
            let part = match (&*found, way.is_list()) {
                ([], _) => self.own(*start, way, raw),
                (found, true) => self.list_of(found, raw),
                ([first, ..], false) => self.found(*first, raw),
            };
            raw.set(slot, 0, part);
        }
    }

    /// What a way leads to that is no field: the record's own name, or itself.
    fn own(&self, record: NodeId, way: &Way, raw: &mut RawRecord) -> Found {
        match way.own() {
            Some(Own::Key) => Found::Text(raw.push_text(self.key(record))),
            Some(Own::Value) => self.found(record, raw),
            Some(Own::File) | None => Found::Absent,
        }
    }

    /// All values that a way leads to from a value; lists at the end stay lists.
    fn find(&self, node: NodeId, way: &Way, step: usize, out: &mut Vec<NodeId>) {
        self.find_until(node, way, step, way.steps().len(), out);
    }

    fn find_until(&self, node: NodeId, way: &Way, step: usize, end: usize, out: &mut Vec<NodeId>) {
        // What a text that holds no JSON would have held is not absent: nobody knows.
        let is_lost = self.shape(node) == Shape::NotJson && end == way.steps().len();
        if step == end || is_lost {
            out.push(node);
            return;
        }
        if end == way.steps().len()
            && let Some(whole) = self.child(node, way.rest(step))
        {
            out.push(whole);
            return;
        }
        let is_list = self.shape(node) == Shape::List;
        match &way.steps()[step] {
            Step::Key(key) => {
                self.child(node, key).into_iter().for_each(|child| self.find_until(child, way, step + 1, end, out));
            }
            Step::Each if is_list => {
                self.children(node).for_each(|child| self.find_until(child, way, step + 1, end, out));
            }
            // One value where a list is meant.
            Step::Each => self.find_until(node, way, step + 1, end, out),
            Step::At(at) if is_list => {
                let element = match usize::try_from(*at) {
                    Ok(at) => self.children(node).nth(at),
                    Err(_) => {
                        let n_back = at.unsigned_abs() as usize;
                        let n = self.children(node).count();
                        n.checked_sub(n_back).and_then(|at| self.children(node).nth(at))
                    }
                };
                element.into_iter().for_each(|element| self.find_until(element, way, step + 1, end, out));
            }
            Step::Where(key, value) if is_list => {
                let fits = |element: &NodeId| self.child(*element, key).is_some_and(|found| self.spells(found, value));
                let element = self.children(node).find(fits);
                element.into_iter().for_each(|element| self.find_until(element, way, step + 1, end, out));
            }
            Step::At(_) | Step::Where(..) | Step::Like(_) => {}
        }
    }

    fn spells(&self, node: NodeId, value: &str) -> bool {
        match self.shape(node) {
            Shape::Text(start, end) | Shape::Number(start, end) => self.text((start, end)) == value,
            Shape::YesNo(yes) => value == if yes { "true" } else { "false" },
            Shape::Null | Shape::NotJson | Shape::List | Shape::Object => false,
        }
    }

    fn found(&self, node: NodeId, raw: &mut RawRecord) -> Found {
        match self.shape(node) {
            Shape::List => {
                let elements: Vec<NodeId> = self.children(node).collect();
                let first = raw.n_elements();
                for element in elements {
                    let found = self.scalar(element, raw);
                    raw.push_element(found);
                }
                raw.list_from(first)
            }
            _ => self.scalar(node, raw),
        }
    }

    /// One list of all that was found, the elements of lists among it included.
    fn list_of(&self, found: &[NodeId], raw: &mut RawRecord) -> Found {
        let first = raw.n_elements();
        for node in found {
            if self.shape(*node) == Shape::List {
                for element in self.children(*node) {
                    let found = self.scalar(element, raw);
                    raw.push_element(found);
                }
            } else {
                let found = self.scalar(*node, raw);
                raw.push_element(found);
            }
        }
        raw.list_from(first)
    }

    /// A value by itself; a list inside a list is an empty one, as elsewhere.
    fn scalar(&self, node: NodeId, raw: &mut RawRecord) -> Found {
        match self.shape(node) {
            Shape::Null => Found::Null,
            Shape::YesNo(yes) => Found::YesNo(yes),
            Shape::Number(start, end) => Found::Number(raw.push_text(self.text((start, end)))),
            Shape::Text(start, end) => Found::Text(raw.push_text(self.text((start, end)))),
            Shape::NotJson => Found::NotJson,
            Shape::List => Found::EMPTY_LIST,
            Shape::Object => Found::Object,
        }
    }
}
