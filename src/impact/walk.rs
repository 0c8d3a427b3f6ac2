//! Typed trees of one version with the ids of the merged one in place of their own.

use super::declare::Ids;
use crate::typed::{
    ActivityKey, Award, Block, Clock, Cond, CondKind, Decay, ElapsedFrom, Expr, ExprKind, Factor, FieldPath,
    FieldTarget, Head, KindId, LabelId, LinkId, Linked, ListId, Order, Phrase, Relation, Root, Rule, ScoreId, ScoreRef,
    SegmentId, Source, Stretch, TableId, TemplatePart, TierId, TotalDecay, Window,
};

/// What the names of a tree lead to: which version of a score, list or segment is meant.
pub(super) trait Refs {
    fn score(&mut self, score: ScoreId) -> ScoreId;
    /// The tier of a score, both as the tree has them.
    fn tier(&mut self, score: ScoreId, tier: TierId) -> TierId;
    fn label(&mut self, label: LabelId) -> LabelId;
    fn segment(&mut self, segment: SegmentId) -> SegmentId;
    fn list(&mut self, list: ListId) -> ListId;
    fn table(&mut self, table: TableId) -> TableId;
}

/// A walk over parts of one version.
pub(super) struct Walk<'w> {
    pub ids: &'w Ids,
    pub refs: &'w mut dyn Refs,
    /// Whose fields bare names are, by the version's own ids.
    pub kind: KindId,
}

impl Walk<'_> {
    /// Everything a block has but its items.
    pub fn frame(&mut self, block: &mut Block) {
        self.owner(&mut block.owner);
        block.when.iter_mut().for_each(|when| self.cond(when));
        for Factor { owner, by, when } in &mut block.factors {
            self.owner(owner);
            self.expr(by);
            when.iter_mut().for_each(|when| self.cond(when));
        }
        if let Some(TotalDecay { decay, .. }) = &mut block.decay {
            self.decay(decay);
        }
    }

    pub fn rule(&mut self, rule: &mut Rule) {
        self.owner(&mut rule.owner);
        match &mut rule.head {
            Head::Each(phrase) => self.phrase(phrase),
            Head::When(cond) => self.cond(cond),
        }
        match &mut rule.award {
            Award::Same(award) => self.expr(award),
            Award::FirstRest { first, rest, per, .. } => {
                self.expr(first);
                self.expr(rest);
                per.iter_mut().for_each(|field| self.key(field));
            }
        }
        let limits = &mut rule.limits;
        limits.per_field.iter_mut().for_each(|(field, _)| self.key(field));
        limits.points_per_field.iter_mut().for_each(|(field, _)| self.key(field));
        rule.decay.iter_mut().for_each(|decay| self.decay(decay));
    }

    fn owner(&mut self, owner: &mut crate::typed::OwnerId) {
        owner.0 += self.ids.owners;
    }

    /// What activities are told apart by.
    fn key(&self, key: &mut ActivityKey) {
        if let ActivityKey::Field(field) = key {
            *field = self.ids.activity_field(*field);
        }
    }

    fn decay(&mut self, decay: &mut Decay) {
        match &mut decay.clock {
            Clock::Activity => {}
            Clock::Without(phrase) => self.phrase(phrase),
            Clock::Newest(phrases) => phrases.iter_mut().for_each(|phrase| self.phrase(phrase)),
        }
    }

    /// Links, one after the other; where they lead, by the version's own ids.
    fn way(&self, from: KindId, links: &mut [LinkId]) -> KindId {
        links.iter_mut().fold(from, |kind, link| {
            let (mapped, target) = self.ids.link(kind, *link);
            *link = mapped;
            target
        })
    }

    fn field(&self, path: &mut FieldPath) {
        let root = if path.root == Root::Contact { KindId(0) } else { self.kind };
        let kind = self.way(root, &mut path.links);
        if let FieldTarget::Field(field) = &mut path.field {
            *field = self.ids.field(kind, *field);
        }
    }

    fn score_ref(&mut self, of: &mut ScoreRef) {
        self.way(self.kind, &mut of.links);
        of.score = self.refs.score(of.score);
        of.over.iter_mut().for_each(|over| self.phrase(over));
    }

    /// Something inside the brackets of links.
    fn inside(&mut self, links: &mut [LinkId], walk: impl FnOnce(&mut Walk<'_>)) {
        let kind = self.way(self.kind, links);
        walk(&mut Walk { ids: self.ids, refs: &mut *self.refs, kind });
    }

    pub fn expr(&mut self, expr: &mut Expr) {
        match &mut expr.kind {
            ExprKind::Const(_) | ExprKind::ActivityType | ExprKind::ActivityAt | ExprKind::ActivityId => {}
            ExprKind::Field(path) => self.field(path),
            ExprKind::ActivityField(field) => *field = self.ids.activity_field(*field),
            ExprKind::Score(of) | ExprKind::TierName(of) | ExprKind::Extreme { score: of, .. } => self.score_ref(of),
            ExprKind::Label(label) => *label = self.refs.label(*label),
            ExprKind::Arith(_, a, b) | ExprKind::Otherwise(a, b) => {
                self.expr(a);
                self.expr(b);
            }
            ExprKind::Negate(a) | ExprKind::Abs(a) | ExprKind::Floor(a) | ExprKind::Ceil(a) => self.expr(a),
            ExprKind::Round(a, _) | ExprKind::Shift(a, _) | ExprKind::After { text: a, .. } => self.expr(a),
            ExprKind::Least(all) | ExprKind::Greatest(all) => self.exprs(all),
            ExprKind::Lookup(table, keys) => {
                *table = self.refs.table(*table);
                self.exprs(keys);
            }
            ExprKind::If(cond, a, b) => {
                self.cond(cond);
                self.expr(a);
                self.expr(b);
            }
            ExprKind::First(arms, last) => {
                for (cond, value) in arms {
                    self.cond(cond);
                    self.expr(value);
                }
                last.iter_mut().for_each(|value| self.expr(value));
            }
            ExprKind::CountOf(conds) => self.conds(conds),
            ExprKind::Aggregate(of) => {
                self.phrase(&mut of.phrase);
                of.value.iter_mut().for_each(|value| self.expr(value));
                if let Some(Stretch::Same(field)) = &mut of.stretch {
                    self.key(field);
                }
            }
            ExprKind::Linked(of) => self.linked(of),
            ExprKind::Elapsed(of) => match &mut of.from {
                ElapsedFrom::Last(phrase) | ElapsedFrom::First(phrase) => self.phrase(phrase),
                ElapsedFrom::Value(value) => self.expr(value),
            },
            ExprKind::Template(parts) => {
                for part in parts {
                    if let TemplatePart::Value(value) = part {
                        self.expr(value);
                    }
                }
            }
        }
    }

    fn linked(&mut self, of: &mut Linked) {
        let Linked { links, filter, value, .. } = of;
        self.inside(links, |inside| {
            filter.iter_mut().for_each(|filter| inside.cond(filter));
            value.iter_mut().for_each(|value| inside.expr(value));
        });
    }

    fn exprs(&mut self, all: &mut [Expr]) {
        all.iter_mut().for_each(|expr| self.expr(expr));
    }

    fn conds(&mut self, all: &mut [Cond]) {
        all.iter_mut().for_each(|cond| self.cond(cond));
    }

    pub fn cond(&mut self, cond: &mut Cond) {
        match &mut cond.kind {
            CondKind::Always | CondKind::Excluded => {}
            CondKind::Compare { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            CondKind::InList { subject, list, .. } | CondKind::Text { subject, any_of: list, .. } => {
                *list = self.refs.list(*list);
                self.expr(subject);
            }
            CondKind::InRange { subject, low, high, .. } => {
                self.expr(subject);
                low.iter_mut().chain(high).for_each(|end| self.expr(end));
            }
            CondKind::Missing { subject, .. } | CondKind::YesNo { subject, .. } | CondKind::Matches { subject, .. } => {
                self.expr(subject);
            }
            CondKind::TextValue { subject, other, .. } => {
                self.expr(subject);
                self.expr(other);
            }
            CondKind::And(all) | CondKind::Or(all) | CondKind::AtLeast(_, all) => self.conds(all),
            CondKind::Not(inner) => self.cond(inner),
            CondKind::Any(phrase) | CondKind::None(phrase) => self.phrase(phrase),
            CondKind::AnyLinked { links, filter, .. } => {
                self.inside(links, |inside| filter.iter_mut().for_each(|filter| inside.cond(filter)));
            }
            CondKind::Tier { score, tier, .. } => {
                *tier = self.refs.tier(score.score, *tier);
                self.score_ref(score);
            }
            CondKind::Segment(segment) => *segment = self.refs.segment(*segment),
        }
    }

    pub fn phrase(&mut self, phrase: &mut Phrase) {
        self.sources(&mut phrase.sources);
        phrase.filter.iter_mut().for_each(|filter| self.cond(filter));
        for window in &mut phrase.windows {
            match window {
                Window::Ago { .. } => {}
                Window::Since(value) | Window::Before(value) => self.expr(value),
            }
        }
        if let Some(order) = phrase.order.as_deref_mut() {
            let (Order::WithinAfter(relation)
            | Order::FollowedBy(relation)
            | Order::NotFollowedBy(relation)
            | Order::AfterWithout(relation)) = order;
            let Relation { other, same, .. } = relation;
            self.phrase(other);
            same.iter_mut().for_each(|field| self.key(field));
        }
    }

    fn sources(&mut self, sources: &mut [Source]) {
        for source in sources {
            match source {
                Source::Type(ty) => *ty = self.ids.activity_type(*ty),
                Source::Every => {}
                Source::Phrase(inner) => self.phrase(inner),
                Source::Pick(pick) => {
                    self.sources(&mut pick.of);
                    pick.per.iter_mut().for_each(|field| self.key(field));
                }
            }
        }
    }
}
