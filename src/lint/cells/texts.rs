//! Cells of texts: every constant they are compared with, and for all others which parts stand in them.

use super::ask::{Asks, Atom};
use super::variable::{Cell, Sample, constants, lists, merged};
use super::{Cells, NodeId};
use crate::plan::{Op, TextOp};
use crate::values::text::{has_word, is_separator, word_form};
use crate::values::{Type, Value};

/// A text that has some parts and lacks others.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    has: Vec<(TextOp, String)>,
}

/// So many different parts are looked at for one text: what they come to together is tried in every combination.
const UNITS_MAX: usize = 9;
/// So many constants.
const CONSTANTS_MAX: usize = 5_000;

/// A test that is decided on its own: a part, or a pattern, of which nothing else is known.
#[derive(Clone, Debug, PartialEq)]
enum Unit {
    Part { op: TextOp, part: String, exact: bool },
    Pattern(NodeId),
}

impl Cells<'_> {
    pub(super) fn text_cells(&mut self, node: NodeId, atoms: &[Atom]) -> Option<Vec<Cell>> {
        let ty = self.plan.node(node).ty.clone();
        if !self.compare_alike(node, atoms) {
            return None;
        }
        let nodes: Vec<NodeId> = atoms.iter().map(|atom| atom.node).collect();
        let mut known: Vec<Value> = constants(atoms).cloned().collect();
        known.sort();
        known.dedup();
        if known.iter().any(|value| value.as_text().is_none()) || known.len() > CONSTANTS_MAX {
            return None;
        }
        let is_list = matches!(ty, Type::List(_));
        let mut single: Vec<Cell> = known
            .into_iter()
            .map(|value| self.cell(node, if is_list { Value::list(vec![value]) } else { value }, &nodes))
            .collect();
        single.extend(other_texts(atoms)?);
        let mut cells = Vec::new();
        if self.may_be_missing(node) {
            cells.push(self.cell(node, Value::Missing, &nodes));
        }
        cells.extend(if is_list { lists(&merged(single))? } else { single });
        Some(cells)
    }

    /// Whether all atoms look at the same form of the text: all folded, or all as it is.
    fn compare_alike(&self, node: NodeId, atoms: &[Atom]) -> bool {
        let is_raw = |atom: &Atom| {
            let subject = self.plan.node(atom.node).op.parts().into_iter().find(|part| self.stripped(*part) == node);
            let subject = subject.map(|part| &self.plan.node(part).op);
            match subject {
                Some(Op::Words(inner)) => *inner == node,
                Some(Op::Key(_) | Op::Convert(..)) => false,
                _ => true,
            }
        };
        let mut asked = atoms.iter().filter(|atom| !matches!(self.plan.node(atom.node).op, Op::Missing(_)));
        let Some(first) = asked.next() else { return true };
        let first = is_raw(first);
        let converted = |atom: &Atom| {
            let parts = self.plan.node(atom.node).op.parts();
            parts.iter().any(|part| matches!(self.plan.node(*part).op, Op::Convert(..)))
        };
        asked.all(|atom| is_raw(atom) == first) && !atoms.iter().any(converted)
    }

    /// A text with the parts of a wish for which the atoms come to what they should.
    pub(super) fn found_text(&mut self, base: NodeId, wish: &Wish, atoms: &[NodeId], holds: &[bool]) -> Option<Value> {
        let of = |op: TextOp| wish.has.iter().filter(move |(with, _)| *with == op).map(|(_, part)| part.as_str());
        let longest = |op: TextOp| of(op).max_by_key(|part| part.len()).unwrap_or("");
        let (start, end) = (longest(TextOp::StartsWith), longest(TextOp::EndsWith));
        let words: Vec<&str> = of(TextOp::HasWord).collect();
        let inner: Vec<&str> = of(TextOp::Contains).collect();
        let is_list = matches!(self.plan.node(base).ty, Type::List(_));
        for blank in [" ", ""] {
            for glue in ["x", ""] {
                let inner: Vec<String> = inner.iter().map(|part| format!("{glue}{part}{glue}")).collect();
                let middle: Vec<&str> = words.iter().copied().chain(inner.iter().map(String::as_str)).collect();
                let text = [&[start], middle.as_slice(), &[end]].concat();
                let text: Vec<&str> = text.into_iter().filter(|part| !part.is_empty()).collect();
                let text = match text.join(blank) {
                    text if text.is_empty() => "something else".to_owned(),
                    text => text,
                };
                let value = Value::text(&text);
                let value = if is_list { Value::list(vec![value]) } else { value };
                if self.asked(base, &value, atoms) == holds {
                    return Some(value);
                }
            }
        }
        None
    }
}

/// Cells of texts that equal no constant: every combination of parts that is not known to be impossible.
fn other_texts(atoms: &[Atom]) -> Option<Vec<Cell>> {
    let mut units: Vec<Unit> = Vec::new();
    let mut of_atoms: Vec<Vec<usize>> = Vec::with_capacity(atoms.len());
    for atom in atoms {
        let its: Vec<Unit> = match &atom.asks {
            Asks::Parts { op, parts, exact } => {
                parts.iter().map(|part| Unit::Part { op: *op, part: part.clone(), exact: *exact }).collect()
            }
            Asks::Pattern => vec![Unit::Pattern(atom.node)],
            Asks::Constants(_) | Asks::Presence => Vec::new(),
            _ => return None,
        };
        let mut places = Vec::with_capacity(its.len());
        for unit in its {
            places.push(units.iter().position(|known| *known == unit).unwrap_or_else(|| {
                units.push(unit);
                units.len() - 1
            }));
        }
        of_atoms.push(places);
    }
    if units.len() > UNITS_MAX {
        return None;
    }
    let mut sets: Vec<u32> = (0..1u32 << units.len()).filter(|set| is_possible(&units, *set)).collect();
    sets.sort_by_key(|set| set.count_ones());
    let cell = |set: u32| Cell {
        holds: of_atoms.iter().map(|places| places.iter().any(|place| set >> place & 1 == 1)).collect(),
        sample: wish(&units, set),
    };
    Some(sets.into_iter().map(cell).collect())
}

fn wish(units: &[Unit], set: u32) -> Sample {
    let mut has = Vec::new();
    for (_, unit) in units.iter().enumerate().filter(|(place, _)| set >> place & 1 == 1) {
        match unit {
            Unit::Part { op, part, .. } => has.push((*op, part.clone())),
            Unit::Pattern(_) => return Sample::Unknown,
        }
    }
    Sample::Text(Wish { has })
}

/// Whether no two units contradict each other: one that holds brings those it implies, and keeps out those apart.
fn is_possible(units: &[Unit], set: u32) -> bool {
    let holds = |place: usize| set >> place & 1 == 1;
    units.iter().enumerate().filter(|(place, _)| holds(*place)).all(|(place, unit)| {
        units.iter().enumerate().all(|(other_place, other)| {
            if other_place == place {
                return true;
            }
            if holds(other_place) { !apart(unit, other) } else { !implies(unit, other) }
        })
    })
}

/// Whether a text that has the one always has the other.
fn implies(one: &Unit, other: &Unit) -> bool {
    let (Unit::Part { op: a, part: p, exact: e }, Unit::Part { op: b, part: q, exact: f }) = (one, other) else {
        return false;
    };
    if e != f {
        return false;
    }
    match (a, b) {
        (TextOp::HasWord, TextOp::HasWord) => has_word(&word_form(p), &word_form(q)),
        // Between the words of a phrase any separator may stand, so only what lies within one word is certain.
        (TextOp::HasWord, TextOp::Contains) => p.split(is_separator).any(|word| word.contains(q.as_str())),
        (_, TextOp::Contains) => p.contains(q.as_str()),
        (TextOp::StartsWith, TextOp::StartsWith) => p.starts_with(q.as_str()),
        (TextOp::EndsWith, TextOp::EndsWith) => p.ends_with(q.as_str()),
        _ => false,
    }
}

/// Whether no text has both.
fn apart(one: &Unit, other: &Unit) -> bool {
    let (Unit::Part { op: a, part: p, exact: e }, Unit::Part { op: b, part: q, exact: f }) = (one, other) else {
        return false;
    };
    match (a, b) {
        _ if e != f => false,
        (TextOp::StartsWith, TextOp::StartsWith) => !p.starts_with(q.as_str()) && !q.starts_with(p.as_str()),
        (TextOp::EndsWith, TextOp::EndsWith) => !p.ends_with(q.as_str()) && !q.ends_with(p.as_str()),
        _ => false,
    }
}
