//! All values and conditions of a score, however deep: to know which scores it reads, and whether other records matter.

use crate::typed::{
    Award, Block, Clock, Cond, CondKind, Decay, ElapsedFrom, Expr, ExprKind, Head, Item, Linked, Order, Phrase, Pick,
    Score, ScoreRef, Source, TemplatePart, TierTest, TypedRules, Window,
};

/// What a score depends on beyond its own record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Ids of the scores it reads, in the order they are met, each once.
    pub scores: Vec<u32>,
    /// Whether it follows links, or reads a score or tier that depends on other records.
    pub links: bool,
}

/// What a score reads.
pub fn reads_of(score: &Score) -> Reads {
    let mut reads = Reads::default();
    reads.block(&score.body);
    for over in &score.overrides {
        reads.cond(&over.when);
        reads.expr(&over.to);
    }
    score.tier_overrides.iter().for_each(|tier| reads.cond(&tier.when));
    reads
}

/// Whether the outcome of one record depends on no other record of the run.
pub fn records_stand_alone(rules: &TypedRules) -> bool {
    let mut reads = Reads::default();
    for score in &rules.scores {
        reads.links |= score.kind.0 != 0 || reads_of(score).links;
        reads.links |= score.tiers.iter().any(|tier| matches!(tier.test, TierTest::Top(_) | TierTest::TopPercent(_)));
    }
    rules.labels.iter().for_each(|label| reads.expr(&label.value));
    rules.segments.iter().for_each(|segment| reads.cond(&segment.when));
    rules.excludes.iter().for_each(|exclude| reads.cond(&exclude.when));
    rules.ignores.iter().for_each(|ignore| reads.phrase(&ignore.phrase));
    !reads.links
}

impl Reads {
    fn block(&mut self, block: &Block) {
        block.when.iter().for_each(|when| self.cond(when));
        for factor in &block.factors {
            self.expr(&factor.by);
            factor.when.iter().for_each(|when| self.cond(when));
        }
        block.decay.iter().for_each(|total| self.decay(&total.decay));
        for item in &block.items {
            match item {
                Item::Group(group) => self.block(group),
                Item::Rule(rule) => {
                    match &rule.head {
                        Head::Each(phrase) => self.phrase(phrase),
                        Head::When(cond) => self.cond(cond),
                    }
                    match &rule.award {
                        Award::Same(expr) => self.expr(expr),
                        Award::FirstRest { first, rest, .. } => [first, rest].into_iter().for_each(|e| self.expr(e)),
                    }
                    rule.decay.iter().for_each(|decay| self.decay(decay));
                }
            }
        }
    }

    fn decay(&mut self, decay: &Decay) {
        match &decay.clock {
            Clock::Activity => {}
            Clock::Without(phrase) => self.phrase(phrase),
            Clock::Newest(phrases) => phrases.iter().for_each(|phrase| self.phrase(phrase)),
        }
    }

    fn phrase(&mut self, phrase: &Phrase) {
        phrase.sources.iter().for_each(|source| self.source(source));
        phrase.filter.iter().for_each(|filter| self.cond(filter));
        for window in &phrase.windows {
            match window {
                Window::Ago { .. } => {}
                Window::Since(expr) | Window::Before(expr) => self.expr(expr),
            }
        }
        if let Some(
            Order::WithinAfter(of) | Order::FollowedBy(of) | Order::NotFollowedBy(of) | Order::AfterWithout(of),
        ) = phrase.order.as_deref()
        {
            self.phrase(&of.other);
        }
    }

    fn source(&mut self, source: &Source) {
        match source {
            Source::Type(_) | Source::Every => {}
            Source::Phrase(phrase) => self.phrase(phrase),
            Source::Pick(pick) => {
                let Pick { of, .. } = &**pick;
                of.iter().for_each(|source| self.source(source));
            }
        }
    }

    fn score(&mut self, score: &ScoreRef) {
        self.links |= !score.links.is_empty();
        if !self.scores.contains(&score.score.0) {
            self.scores.push(score.score.0);
        }
        score.over.iter().for_each(|phrase| self.phrase(phrase));
    }

    fn linked(&mut self, linked: &Linked) {
        self.links = true;
        linked.filter.iter().for_each(|filter| self.cond(filter));
        linked.value.iter().for_each(|value| self.expr(value));
    }

    fn exprs(&mut self, exprs: &[Expr]) {
        exprs.iter().for_each(|expr| self.expr(expr));
    }

    fn conds(&mut self, conds: &[Cond]) {
        conds.iter().for_each(|cond| self.cond(cond));
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Const(_) | ExprKind::ActivityField(_) | ExprKind::ActivityType => {}
            ExprKind::ActivityAt | ExprKind::ActivityId | ExprKind::Label(_) => {}
            ExprKind::Field(path) => self.links |= !path.links.is_empty(),
            ExprKind::Score(score) | ExprKind::TierName(score) | ExprKind::Extreme { score, .. } => self.score(score),
            ExprKind::Arith(_, a, b) | ExprKind::Otherwise(a, b) => {
                self.expr(a);
                self.expr(b);
            }
            ExprKind::Negate(a) | ExprKind::Abs(a) | ExprKind::Floor(a) | ExprKind::Ceil(a) => self.expr(a),
            ExprKind::Round(a, _) | ExprKind::Shift(a, _) | ExprKind::After { text: a, .. } => self.expr(a),
            ExprKind::Least(parts) | ExprKind::Greatest(parts) | ExprKind::Lookup(_, parts) => self.exprs(parts),
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
                last.iter().for_each(|last| self.expr(last));
            }
            ExprKind::Aggregate(aggregate) => {
                self.phrase(&aggregate.phrase);
                aggregate.value.iter().for_each(|value| self.expr(value));
            }
            ExprKind::Linked(linked) => self.linked(linked),
            ExprKind::CountOf(conds) => self.conds(conds),
            ExprKind::Elapsed(elapsed) => match &elapsed.from {
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

    fn cond(&mut self, cond: &Cond) {
        match &cond.kind {
            CondKind::Always | CondKind::Excluded | CondKind::Segment(_) => {}
            CondKind::Compare { left, right, .. } | CondKind::TextValue { subject: left, other: right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            CondKind::InRange { subject, low, high, .. } => {
                self.expr(subject);
                low.iter().chain(high).for_each(|end| self.expr(end));
            }
            CondKind::InList { subject, .. }
            | CondKind::Missing { subject, .. }
            | CondKind::YesNo { subject, .. }
            | CondKind::Text { subject, .. }
            | CondKind::Matches { subject, .. } => self.expr(subject),
            CondKind::And(parts) | CondKind::Or(parts) | CondKind::AtLeast(_, parts) => self.conds(parts),
            CondKind::Not(part) => self.cond(part),
            CondKind::Any(phrase) | CondKind::None(phrase) => self.phrase(phrase),
            CondKind::AnyLinked { filter, .. } => {
                self.links = true;
                filter.iter().for_each(|filter| self.cond(filter));
            }
            CondKind::Tier { score, .. } => self.score(score),
        }
    }
}
