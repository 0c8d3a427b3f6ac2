//! Nodes by what they are made of.

use super::encode::Encoder;
use super::{Digest, Hasher};
use crate::plan::{FieldTarget, KindId, LinkId, LinkedOp, ListId, Node, NodeId, Op, Part, Scope, TextOp, Via};

impl Hasher<'_> {
    pub(super) fn node(&mut self, id: NodeId) -> Digest {
        if let Some(digest) = self.nodes.get(&id) {
            return *digest;
        }
        let node = self.plan.node(id);
        let mut encoder = Encoder::new("node");
        encoder.text(&node.ty.to_string());
        self.op(&mut encoder, node);
        let parts = node.op.parts().into_iter().map(|part| self.node(part)).collect();
        encoder.digests(parts);
        let digest = encoder.finish();
        self.nodes.insert(id, digest);
        digest
    }

    pub(super) fn option(&mut self, id: Option<NodeId>) -> Vec<Digest> {
        id.map(|id| self.node(id)).into_iter().collect()
    }

    /// What a node is besides its parts.
    fn op(&mut self, encoder: &mut Encoder, node: &Node) {
        encoder.text(node.op.word());
        let kind = match node.scope {
            Scope::Subject(kind) => kind,
            Scope::Activity(_) | Scope::Anywhere => KindId(0),
        };
        match &node.op {
            Op::Const(value) => encoder.value(value),
            Op::ActivityField(field) => self.activity_field(encoder, *field),
            Op::Field(links, target) | Op::ContactField(links, target) => self.path(encoder, kind, links, *target),
            Op::TypeIn(types) => self.types(encoder, types),
            Op::AgeIn { after_us, upto_us } => {
                encoder.option(*after_us, Encoder::int);
                encoder.int(*upto_us);
            }
            Op::AtSince(whose, value) | Op::AtBefore(whose, value) => {
                encoder.int(i64::from(*whose == crate::plan::Whose::Owner));
                encoder.digest(self.node(*value));
            }
            Op::Gathered(accumulator, read) => {
                encoder.text(&format!("{read:?}"));
                encoder.digest(self.accumulator(*accumulator));
            }
            Op::Score(links, of) | Op::TierName(links, of) => {
                self.links(encoder, kind, links);
                encoder.digest(self.instance(*of));
            }
            Op::TierIs { links, of, op, tier } => {
                self.links(encoder, kind, links);
                encoder.digest(self.instance(*of));
                encoder.text(&format!("{op:?}"));
                encoder.int(i64::from(tier.0));
            }
            Op::Excluded(_) => encoder.digest(self.excludes()),
            Op::Linked(linked) => self.linked(encoder, kind, linked),
            other => self.constants_of(encoder, other),
        }
    }

    /// The constants inside an operation.
    fn constants_of(&mut self, encoder: &mut Encoder, op: &Op) {
        match op {
            Op::Arith(op, ..) => encoder.text(&format!("{op:?}")),
            Op::Compare(op, ..) => encoder.text(&format!("{op:?}")),
            Op::TextValue(op, ..) => encoder.text(&format!("{op:?}")),
            Op::Round(_, step) => encoder.decimal(*step),
            Op::Shift(_, by_us) => encoder.int(*by_us),
            Op::YesNo(_, yes) => encoder.int(i64::from(*yes)),
            Op::AtLeast(n, _) => encoder.int(i64::from(*n)),
            Op::Extreme { highest, .. } => encoder.int(i64::from(*highest)),
            Op::First(arms, last) => {
                encoder.int(i64::try_from(arms.len()).unwrap_or(i64::MAX));
                encoder.int(i64::from(last.is_some()));
            }
            Op::Elapsed { until, unit_us, ago_us, .. } => {
                encoder.int(i64::from(*until));
                encoder.int(*unit_us);
                encoder.int(*ago_us);
            }
            Op::Convert(_, to) => encoder.text(&to.to_string()),
            Op::After { separator, first, .. } => {
                encoder.text(separator);
                encoder.int(i64::from(*first));
            }
            Op::Template(parts) => parts.iter().for_each(|part| match part {
                Part::Text(text) => encoder.text(text),
                Part::Value(_) => encoder.int(-1),
            }),
            Op::InRange { low, high, high_open, .. } => {
                [low.is_some(), high.is_some(), *high_open].iter().for_each(|bit| encoder.int(i64::from(*bit)));
            }
            Op::Lookup(table, _) => self.table(encoder, table.0),
            Op::InList(_, list) => self.list_keys(encoder, *list),
            Op::Text { op, any_of, exact, .. } => self.text_parts(encoder, *op, *any_of, *exact),
            Op::Matches(_, patterns) => {
                for pattern in patterns {
                    let pattern = &self.plan.patterns[pattern.0 as usize];
                    encoder.text(pattern.text());
                    encoder.int(i64::from(pattern.is_folded()));
                }
            }
            _ => {}
        }
    }

    fn list_keys(&self, encoder: &mut Encoder, list: ListId) {
        let list = &self.plan.lists[list.0 as usize];
        encoder.text(&list.ty.to_string());
        encoder.int(i64::try_from(list.keys.len()).unwrap_or(i64::MAX));
        list.keys.iter().for_each(|key| encoder.value(key));
    }

    fn text_parts(&self, encoder: &mut Encoder, op: TextOp, list: ListId, exact: bool) {
        let list = &self.plan.lists[list.0 as usize];
        let mut parts = if exact { list.exact.parts.clone() } else { list.folded.parts.clone() };
        parts.sort();
        parts.dedup();
        encoder.text(&format!("{op:?}"));
        encoder.int(i64::from(exact));
        parts.iter().for_each(|part| encoder.text(part));
    }

    fn table(&self, encoder: &mut Encoder, table: u32) {
        let table = &self.plan.tables[table as usize];
        table.key_types.iter().chain([&table.value_type]).for_each(|ty| encoder.text(&ty.to_string()));
        for (keys, value) in &table.rows {
            keys.iter().chain([value]).for_each(|cell| encoder.value(cell));
        }
    }

    fn path(&self, encoder: &mut Encoder, kind: KindId, links: &[LinkId], target: FieldTarget) {
        let kind = self.links(encoder, kind, links);
        match target {
            FieldTarget::Id => encoder.text("id"),
            FieldTarget::Field(field) => {
                let field = &self.plan.kinds[kind.0 as usize].fields[field.0 as usize];
                encoder.text(&field.name);
                field.path.iter().for_each(|step| encoder.text(step));
                encoder.text(&field.ty.to_string());
            }
        }
    }

    /// The links of a way; gives the kind at its end.
    pub(super) fn links(&self, encoder: &mut Encoder, kind: KindId, links: &[LinkId]) -> KindId {
        encoder.text(&self.plan.kinds[kind.0 as usize].name);
        encoder.int(i64::try_from(links.len()).unwrap_or(i64::MAX));
        links.iter().fold(kind, |kind, link| {
            self.link(encoder, kind, *link);
            self.plan.kinds[kind.0 as usize].links[link.0 as usize].target
        })
    }

    fn link(&self, encoder: &mut Encoder, kind: KindId, link: LinkId) {
        let of = &self.plan.kinds[kind.0 as usize];
        let link = &of.links[link.0 as usize];
        encoder.text(&self.plan.kinds[link.target.0 as usize].name);
        match link.via {
            Via::Key(field) => encoder.text(&of.fields[field.0 as usize].name),
            Via::Back(behind) => {
                encoder.text("back");
                self.link(encoder, link.target, behind);
            }
            Via::Everyone => encoder.text("everyone"),
        }
    }

    fn linked(&mut self, encoder: &mut Encoder, kind: KindId, linked: &LinkedOp) {
        encoder.text(&format!("{:?}", linked.of));
        self.links(encoder, kind, &linked.links);
        encoder.digests(self.option(linked.value));
        encoder.digests(self.option(linked.filter));
        encoder.int(i64::from(linked.exclusion.is_some()));
    }
}
