//! What is known of texts that were met before: which gates they open, and what nodes make of them.
//!
//! For each keyed field of each type so many texts are kept, found by one hash and one comparison; where two meet in one
//! place the later one stays. A text that is not kept takes the ordinary way, so nothing depends on what is.

use crate::engine::activity::ActivityFrame;
use crate::engine::basis::Basis;
use crate::engine::eval::{Eval, Registers};
use crate::engine::program::Keyed;
use crate::engine::text_hash::text_hash;
use crate::plan::{ActivityTypeId, NodeId};
use crate::values::text::is_blank;
use crate::values::{Instant, Value};

/// Where what is known of a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found(u32);

/// What is known of texts, by keyed field.
pub(super) struct Texts {
    fields: Vec<Vec<Known>>,
    registers: Registers,
    values: Vec<Value>,
    /// Conditions that hold, while one text is looked at.
    holds: Vec<bool>,
}

/// What is known of a text.
#[derive(Clone, Debug)]
struct Known {
    hash: u64,
    is_filled: bool,
    value: Value,
    /// Gates it opens, ascending.
    gates: Box<[u32]>,
    /// Conditions that hold, a bit each; none where nobody asks.
    holds: Box<[u64]>,
    nodes: Box<[(NodeId, Value)]>,
}

/// Texts kept for one field; a power of two.
const KEPT: usize = 2_048;
/// A longer text is not kept.
const LENGTH_MAX: usize = 256;
/// After the kept ones: what is missing, and the text in hand where it is not kept.
const MISSING: usize = KEPT;
const IN_HAND: usize = KEPT + 1;

impl Texts {
    pub(super) fn new(basis: &Basis<'_>) -> Texts {
        Texts {
            fields: vec![Vec::new(); basis.programs.n_keyed],
            registers: Registers::new(basis.plan.nodes.len()),
            values: vec![Value::Missing; basis.plan.activities.fields.len()],
            holds: Vec::new(),
        }
    }

    /// Finds what is known of a text, or finds it out.
    pub(super) fn find(
        &mut self,
        basis: &Basis<'_>,
        keyed: &Keyed,
        ty: Option<ActivityTypeId>,
        text: Option<&str>,
    ) -> Found {
        let kept = &mut self.fields[keyed.place as usize];
        if kept.is_empty() {
            kept.resize(KEPT + 2, Known::nothing());
        }
        let (place, hash) = match text {
            None => (MISSING, 0),
            Some(text) if text.len() > LENGTH_MAX => (IN_HAND, 0),
            Some(text) => {
                let hash = text_hash(text.as_bytes());
                (hash as usize % KEPT, hash)
            }
        };
        let known = &kept[place];
        let is_it = known.is_filled && known.hash == hash && known.value.as_text() == text;
        if place == IN_HAND || !is_it {
            let known = self.find_out(basis, keyed, ty, text);
            // Blank text is missing, and kept under its own spelling nowhere.
            let place = if text.is_some_and(is_blank) { IN_HAND } else { place };
            self.fields[keyed.place as usize][place] = Known { hash, ..known };
            return Found(place as u32);
        }
        Found(place as u32)
    }

    pub(super) fn n_gates(&self, keyed: &Keyed, found: Found) -> usize {
        self.known_of(keyed, found).gates.len()
    }

    pub(super) fn gate(&self, keyed: &Keyed, found: Found, nth: usize) -> u32 {
        self.known_of(keyed, found).gates[nth]
    }

    /// Whether a condition holds.
    pub(super) fn holds(&self, keyed: &Keyed, found: Found, cond: u32) -> bool {
        self.known_of(keyed, found).holds[cond as usize / 64] >> (cond % 64) & 1 == 1
    }

    /// The text as a value.
    pub(super) fn value(&self, keyed: &Keyed, found: Found) -> &Value {
        &self.known_of(keyed, found).value
    }

    /// What nodes make of it.
    pub(super) fn known(&self, keyed: &Keyed, found: Found) -> &[(NodeId, Value)] {
        &self.known_of(keyed, found).nodes
    }

    fn known_of(&self, keyed: &Keyed, found: Found) -> &Known {
        &self.fields[keyed.place as usize][found.0 as usize]
    }

    fn find_out(&mut self, basis: &Basis<'_>, keyed: &Keyed, ty: Option<ActivityTypeId>, text: Option<&str>) -> Known {
        let value = text.map_or(Value::Missing, Value::text);
        self.values[keyed.field.0 as usize] = value.clone();
        self.registers.clear();
        let (type_name, at, contact, owner) = ("", Instant::from_us(0), 0, None);
        let frame = ActivityFrame { basis, type_name, at, id: None, values: &self.values, ty, contact, owner };
        let mut eval = Eval { basis, registers: &mut self.registers, frame };
        self.holds.clear();
        self.holds.resize(keyed.conds.len(), false);
        for (subject, by_value) in &keyed.equal {
            let met = by_value.get(&eval.value(*subject)).into_iter().flatten();
            met.for_each(|cond| self.holds[*cond as usize] = true);
        }
        for cond in &keyed.tried {
            let of = &keyed.conds[*cond as usize];
            self.holds[*cond as usize] = eval.holds(of.node) != of.negated;
        }
        let nodes = keyed.known.iter().map(|node| (*node, eval.value(*node))).collect();
        let held = self.holds.iter().zip(&keyed.conds).filter(|(holds, _)| **holds);
        let mut gates: Vec<u32> = held.flat_map(|(_, cond)| &cond.gates).copied().collect();
        gates.sort_unstable();
        let holds = if keyed.is_asked { bits(&self.holds) } else { Box::default() };
        self.values[keyed.field.0 as usize] = Value::Missing;
        Known { hash: 0, is_filled: true, value, gates: gates.into(), holds, nodes }
    }
}

impl Known {
    fn nothing() -> Known {
        let (gates, holds, nodes) = Default::default();
        Known { hash: 0, is_filled: false, value: Value::Missing, gates, holds, nodes }
    }
}

fn bits(holds: &[bool]) -> Box<[u64]> {
    let word = |part: &[bool]| part.iter().rev().fold(0, |word, holds| word << 1 | u64::from(*holds));
    holds.chunks(64).map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_where_they_are_asked() {
        let holds: Vec<bool> = (0..130).map(|place| place % 3 == 0).collect();
        let bits = bits(&holds);
        for (place, holds) in holds.iter().enumerate() {
            assert_eq!(bits[place / 64] >> (place % 64) & 1 == 1, *holds);
        }
    }
}
