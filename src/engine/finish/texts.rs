//! What conditions on one text of a record come to, kept by the text: job titles and countries repeat.
//!
//! As many texts of a field are kept as a table has places; where two meet in one place the later one stays. A field
//! whose texts hardly repeat, such as an address, is given up. Nothing depends on what is kept.

use crate::engine::basis::Basis;
use crate::engine::eval::{Eval, Frame, Registers};
use crate::engine::text_hash::text_hash;
use crate::plan::{FieldId, FieldTarget, KindId, NodeId, Op, Plan, Scope};
use crate::values::{Type, Value};
use std::collections::BTreeSet;

/// The nodes of a kind that stand on one text field, by field.
pub(in crate::engine) struct TextNodes {
    field: FieldId,
    nodes: Vec<NodeId>,
}

/// What is kept of the texts of a field.
struct FieldTexts {
    kept: Vec<Known>,
    n_asked: u32,
    n_missed: u32,
}

#[derive(Clone, Default)]
struct Known {
    is_filled: bool,
    hash: u64,
    text: Box<str>,
    /// By node.
    values: Box<[Value]>,
}

/// What is kept of texts, by kind and field.
#[derive(Default)]
pub(super) struct Texts {
    kinds: Vec<Vec<FieldTexts>>,
    registers: Option<Registers>,
}

/// Texts kept for one field; a power of two.
const KEPT: usize = 1_024;
/// A longer text is not kept.
const LENGTH_MAX: usize = 256;
/// After so many records a field is given up where more than half of its texts were new.
const TRIED: u32 = 4 * KEPT as u32;

/// The nodes that can be kept by text, by kind.
pub(in crate::engine) fn text_nodes(plan: &Plan) -> Vec<Vec<TextNodes>> {
    let soles = soles(plan);
    let mut kinds: Vec<Vec<TextNodes>> = plan.kinds.iter().map(|_| Vec::new()).collect();
    let mut met: BTreeSet<NodeId> = BTreeSet::new();
    for kind in (0u32..).take(kinds.len()).map(KindId) {
        let mut open = roots(plan, kind);
        while let Some(node) = open.pop() {
            if !met.insert(node) {
                continue;
            }
            let op = &plan.node(node).op;
            match soles[node.0 as usize] {
                Sole::Text(_) if op.parts().is_empty() => {}
                Sole::Text(field) => {
                    let of_kind = &mut kinds[kind.0 as usize];
                    match of_kind.iter_mut().find(|nodes| nodes.field == field) {
                        Some(nodes) => nodes.nodes.push(node),
                        None => of_kind.push(TextNodes { field, nodes: vec![node] }),
                    }
                }
                _ => open.extend(op.parts()),
            }
        }
    }
    kinds
}

/// What is asked of each record of a kind.
fn roots(plan: &Plan, kind: KindId) -> Vec<NodeId> {
    let instances = plan.instances.iter().filter(|one| plan.scores[one.score.0 as usize].kind == kind);
    let mut roots: Vec<NodeId> = instances.flat_map(|instance| plan.roots(instance)).collect();
    if kind == KindId(0) {
        roots.extend(plan.exclusions.iter().flat_map(|exclusion| &exclusion.conditions));
    }
    roots
}

/// What a node stands on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sole {
    Constants,
    Text(FieldId),
    More,
}

fn soles(plan: &Plan) -> Vec<Sole> {
    let mut soles: Vec<Sole> = Vec::with_capacity(plan.nodes.len());
    for node in &plan.nodes {
        let joined = |a: Sole, b: Sole| match (a, b) {
            (Sole::Constants, other) | (other, Sole::Constants) => other,
            (a, b) if a == b => a,
            _ => Sole::More,
        };
        soles.push(match (&node.op, node.scope) {
            (_, Scope::Anywhere) => Sole::Constants,
            (Op::Field(links, FieldTarget::Field(field)), Scope::Subject(_))
                if links.is_empty() && is_text(&node.ty) =>
            {
                Sole::Text(*field)
            }
            (op, Scope::Subject(_)) => {
                let parts = op.parts();
                parts.iter().map(|part| soles[part.0 as usize]).reduce(joined).unwrap_or(Sole::More)
            }
            _ => Sole::More,
        });
    }
    soles
}

fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::ExactText)
}

impl Texts {
    /// Sets the nodes of a record that are known by its texts.
    pub(super) fn recall(&mut self, basis: &Basis<'_>, (kind, row): (KindId, u32), registers: &mut Registers) {
        let of_kind = &basis.text_nodes[kind.0 as usize];
        if of_kind.is_empty() {
            return;
        }
        if self.kinds.is_empty() {
            let new = || FieldTexts { kept: vec![Known::default(); KEPT + 1], n_asked: 0, n_missed: 0 };
            self.kinds = basis.text_nodes.iter().map(|kind| kind.iter().map(|_| new()).collect()).collect();
        }
        let values = basis.rows(kind).get(row as usize).map_or(&[][..], |row| &row.values);
        let own = self.registers.get_or_insert_with(|| Registers::new(basis.plan.nodes.len()));
        for (nodes, texts) in of_kind.iter().zip(&mut self.kinds[kind.0 as usize]) {
            let value = values.get(nodes.field.0 as usize).unwrap_or(&Value::Missing);
            if let Some(known) = texts.find(basis, nodes, value, own) {
                nodes.nodes.iter().zip(known).for_each(|(node, value)| registers.set(*node, value.clone()));
            }
        }
    }
}

impl FieldTexts {
    /// What the nodes come to, found out if it is not kept; none where the field is given up.
    fn find(
        &mut self,
        basis: &Basis<'_>,
        nodes: &TextNodes,
        value: &Value,
        registers: &mut Registers,
    ) -> Option<&[Value]> {
        let text = match value {
            Value::Text(text) => text,
            Value::Missing => "",
            _ => return None,
        };
        let is_given_up = self.n_asked >= TRIED && self.n_missed > self.n_asked / 2;
        if is_given_up || text.len() > LENGTH_MAX {
            return None;
        }
        let hash = text_hash(text.as_bytes());
        // Missing has the last place to itself; no text is empty.
        let place = if text.is_empty() { KEPT } else { hash as usize % KEPT };
        let known = &self.kept[place];
        self.n_asked = self.n_asked.saturating_add(1);
        if !(known.is_filled && known.hash == hash && *known.text == *text) {
            self.n_missed = self.n_missed.saturating_add(1);
            registers.clear();
            let mut eval = Eval { basis, registers, frame: OneText { field: nodes.field, value } };
            let values = nodes.nodes.iter().map(|node| eval.value(*node)).collect();
            self.kept[place] = Known { is_filled: true, hash, text: Box::from(text), values };
        }
        Some(&self.kept[place].values)
    }
}

/// A record of which one field can be seen.
struct OneText<'v> {
    field: FieldId,
    value: &'v Value,
}

impl Frame for OneText<'_> {
    fn leaf(&mut self, _: &Op) -> Value {
        Value::Missing
    }

    fn direct(&self, op: &Op) -> Option<&Value> {
        match op {
            Op::Field(_, FieldTarget::Field(field)) if *field == self.field => Some(self.value),
            _ => None,
        }
    }
}
