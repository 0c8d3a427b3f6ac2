//! One pass over one JSON record that keeps all of it.

use super::{Keys, Wrong, noun, wrong};
use crate::formats::MAX_NESTING;
use crate::formats::bad_record::BadReason;
use crate::formats::tree::{NodeId, Shape, Tree};
use crate::formats::way::Way;
use jiter::{Jiter, Peek};

/// Reads a record into a tree, texts that hold JSON unfolded. The same records are bad as in one pass.
pub(in crate::formats) fn read_tree(bytes: &[u8], json_texts: &[Way], tree: &mut Tree) -> Result<(), Wrong> {
    tree.clear();
    let mut jiter = Jiter::new(bytes);
    let peek = jiter.peek().map_err(wrong)?;
    let start = jiter.current_index();
    let mut pass = TreePass { jiter, bytes, tree, keys: Keys::default() };
    pass.value(peek, (0, 0), 0)?;
    pass.jiter.finish().map_err(wrong)?;
    if peek != Peek::Object {
        return Err((BadReason::NotAnObject(noun(peek)), start));
    }
    read_texts(json_texts, Tree::ROOT, tree);
    Ok(())
}

/// Replaces the texts of a record that hold JSON by what they hold.
pub(in crate::formats) fn read_texts(json_texts: &[Way], record: NodeId, tree: &mut Tree) {
    for way in json_texts {
        for (node, text) in tree.texts_at(record, way) {
            let value = read_value(&text, tree);
            tree.replace(node, value);
        }
    }
}

fn read_value(text: &str, tree: &mut Tree) -> Option<NodeId> {
    let bytes = text.as_bytes();
    let mut jiter = Jiter::new(bytes);
    let peek = jiter.peek().ok()?;
    let mut pass = TreePass { jiter, bytes, tree, keys: Keys::default() };
    let value = pass.value(peek, (0, 0), 0).ok()?;
    pass.jiter.finish().ok()?;
    Some(value)
}

struct TreePass<'a> {
    jiter: Jiter<'a>,
    bytes: &'a [u8],
    tree: &'a mut Tree,
    keys: Keys,
}

impl TreePass<'_> {
    /// A value whose first byte is at hand, below nothing yet.
    fn value(&mut self, peek: Peek, key: (u32, u32), depth: usize) -> Result<NodeId, Wrong> {
        let start = self.jiter.current_index();
        let node = match peek {
            Peek::Object => self.object(key, depth, start)?,
            Peek::Array => self.list(key, depth, start)?,
            scalar => {
                let shape = self.scalar(scalar)?;
                self.push(key, shape, start)?
            }
        };
        let end = self.jiter.current_index();
        self.tree.ends(node, end);
        Ok(node)
    }

    fn object(&mut self, key: (u32, u32), depth: usize, start: usize) -> Result<NodeId, Wrong> {
        self.check_depth(depth)?;
        let node = self.push(key, Shape::Object, start)?;
        let first_key = self.keys.len();
        let before = self.jiter.current_index();
        let mut more = {
            let key = self.jiter.known_object().map_err(wrong)?;
            self.keys.push(key, before)
        };
        let mut last = None;
        while more {
            let key = self.tree.push_text(self.keys.last());
            let peek = self.jiter.peek().map_err(wrong)?;
            let child = self.value(peek, key, depth + 1)?;
            self.tree.hang(node, last, child);
            last = Some(child);
            let before = self.jiter.current_index();
            let key = self.jiter.next_key().map_err(wrong)?;
            more = self.keys.push(key, before);
        }
        self.keys.close_or_tell(first_key, self.bytes)?;
        Ok(node)
    }

    fn list(&mut self, key: (u32, u32), depth: usize, start: usize) -> Result<NodeId, Wrong> {
        self.check_depth(depth)?;
        let node = self.push(key, Shape::List, start)?;
        let mut next = self.jiter.known_array().map_err(wrong)?;
        let mut last = None;
        while let Some(peek) = next {
            let child = self.value(peek, (0, 0), depth + 1)?;
            self.tree.hang(node, last, child);
            last = Some(child);
            next = self.jiter.array_step().map_err(wrong)?;
        }
        Ok(node)
    }

    fn scalar(&mut self, peek: Peek) -> Result<Shape, Wrong> {
        Ok(match peek {
            Peek::String => {
                let text = self.jiter.known_str().map_err(wrong)?;
                let (start, end) = self.tree.push_text(text);
                Shape::Text(start, end)
            }
            Peek::True | Peek::False => Shape::YesNo(self.jiter.known_bool(peek).map_err(wrong)?),
            Peek::Null => {
                self.jiter.known_null().map_err(wrong)?;
                Shape::Null
            }
            number => {
                let spelled = self.jiter.known_number_bytes(number).map_err(wrong)?;
                let text = std::str::from_utf8(spelled).expect("a JSON number is ASCII");
                let (start, end) = self.tree.push_text(text);
                Shape::Number(start, end)
            }
        })
    }

    fn push(&mut self, key: (u32, u32), shape: Shape, start: usize) -> Result<NodeId, Wrong> {
        self.tree.push(key, shape, start).ok_or((BadReason::TooManyValues(Tree::N_NODES_MAX), start))
    }

    fn check_depth(&self, depth: usize) -> Result<(), Wrong> {
        if depth < MAX_NESTING { Ok(()) } else { Err((BadReason::TooDeep, self.jiter.current_index())) }
    }
}
