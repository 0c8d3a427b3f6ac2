//! Which scores read other records: under them, `over (.. since FIELD)` cannot be decided from the owner of a log.

use crate::typed::*;

/// By score: whether it reads other records, directly or through scores it reads.
pub(in crate::plan::lower) fn crossing_scores(rules: &TypedRules) -> Vec<bool> {
    let mut crosses = vec![false; rules.scores.len()];
    // Every score comes after those it reads.
    for id in &rules.score_order {
        let mut walk = Walk { rules, known: &crosses, crosses: false };
        walk.score(&rules.scores[id.0 as usize]);
        crosses[id.0 as usize] = walk.crosses;
    }
    crosses
}

/// Whether a window of a phrase asks for a field of the subject.
pub(super) fn asks_subject(phrase: &Phrase) -> bool {
    let fixed = |value: &Expr| matches!(value.kind, ExprKind::Const(_));
    let asks = phrase.windows.iter().any(|window| match window {
        Window::Ago { .. } => false,
        Window::Since(value) | Window::Before(value) => !fixed(value),
    });
    let related = |order: &Order| match order {
        Order::WithinAfter(to) | Order::FollowedBy(to) | Order::NotFollowedBy(to) | Order::AfterWithout(to) => {
            asks_subject(&to.other)
        }
    };
    asks || phrase.sources.iter().any(source_asks) || phrase.order.as_deref().is_some_and(related)
}

fn source_asks(source: &Source) -> bool {
    match source {
        Source::Type(_) | Source::Every => false,
        Source::Phrase(phrase) => asks_subject(phrase),
        Source::Pick(pick) => pick.of.iter().any(source_asks),
    }
}

/// A walk over everything a score reads for its own record.
struct Walk<'a> {
    rules: &'a TypedRules,
    known: &'a [bool],
    crosses: bool,
}

impl Walk<'_> {
    fn score(&mut self, score: &Score) {
        self.block(&score.body);
        for over in &score.overrides {
            self.expr(&over.to);
            self.cond(&over.when);
        }
        score.tier_overrides.iter().for_each(|over| self.cond(&over.when));
    }

    fn block(&mut self, block: &Block) {
        block.when.iter().for_each(|when| self.cond(when));
        for factor in &block.factors {
            self.expr(&factor.by);
            factor.when.iter().for_each(|when| self.cond(when));
        }
        for item in &block.items {
            match item {
                Item::Group(group) => self.block(group),
                // Activity rules read facts of one activity only.
                Item::Rule(Rule { head: Head::Each(_), .. }) => {}
                Item::Rule(Rule { head: Head::When(when), award, .. }) => {
                    self.cond(when);
                    self.award(award);
                }
            }
        }
    }

    fn award(&mut self, award: &Award) {
        match award {
            Award::Same(award) => self.expr(award),
            Award::FirstRest { first, rest, .. } => {
                self.expr(first);
                self.expr(rest);
            }
        }
    }

    fn score_ref(&mut self, of: &ScoreRef) {
        self.crosses |= !of.links.is_empty() || self.known[of.score.0 as usize];
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Linked(_) => self.crosses = true,
            ExprKind::Score(of) | ExprKind::TierName(of) | ExprKind::Extreme { score: of, .. } => self.score_ref(of),
            ExprKind::Label(label) => self.expr(&self.rules.labels[label.0 as usize].value),
            ExprKind::If(when, a, b) => {
                self.cond(when);
                self.exprs([&**a, &**b]);
            }
            ExprKind::First(arms, last) => {
                arms.iter().for_each(|(when, value)| {
                    self.cond(when);
                    self.expr(value);
                });
                self.exprs(last.as_deref());
            }
            ExprKind::CountOf(conds) => conds.iter().for_each(|cond| self.cond(cond)),
            ExprKind::Arith(_, a, b) | ExprKind::Otherwise(a, b) => self.exprs([&**a, &**b]),
            ExprKind::Least(all) | ExprKind::Greatest(all) | ExprKind::Lookup(_, all) => self.exprs(all),
            ExprKind::Negate(a) | ExprKind::Abs(a) | ExprKind::Floor(a) | ExprKind::Ceil(a) => self.expr(a),
            ExprKind::Round(a, _) | ExprKind::Shift(a, _) | ExprKind::After { text: a, .. } => self.expr(a),
            ExprKind::Elapsed(elapsed) => {
                if let ElapsedFrom::Value(value) = &elapsed.from {
                    self.expr(value);
                }
            }
            ExprKind::Template(parts) => parts.iter().for_each(|part| {
                if let TemplatePart::Value(value) = part {
                    self.expr(value);
                }
            }),
            ExprKind::Const(_) | ExprKind::Field(_) | ExprKind::Aggregate(_) => {}
            ExprKind::ActivityField(_) | ExprKind::ActivityType | ExprKind::ActivityAt | ExprKind::ActivityId => {}
        }
    }

    fn exprs<'e>(&mut self, all: impl IntoIterator<Item = &'e Expr>) {
        all.into_iter().for_each(|expr| self.expr(expr));
    }

    fn cond(&mut self, cond: &Cond) {
        match &cond.kind {
            CondKind::AnyLinked { .. } => self.crosses = true,
            CondKind::Tier { score, .. } => self.score_ref(score),
            CondKind::Segment(segment) => self.cond(&self.rules.segments[segment.0 as usize].when),
            CondKind::Compare { left, right, .. } => self.exprs([left, right]),
            CondKind::InRange { subject, low, high, .. } => {
                self.expr(subject);
                self.exprs(low.as_ref().into_iter().chain(high));
            }
            CondKind::TextValue { subject, other, .. } => self.exprs([subject, other]),
            CondKind::InList { subject, .. } | CondKind::Missing { subject, .. } => self.expr(subject),
            CondKind::YesNo { subject, .. } | CondKind::Text { subject, .. } => self.expr(subject),
            CondKind::Matches { subject, .. } => self.expr(subject),
            CondKind::And(all) | CondKind::Or(all) | CondKind::AtLeast(_, all) => {
                all.iter().for_each(|cond| self.cond(cond));
            }
            CondKind::Not(one) => self.cond(one),
            CondKind::Always | CondKind::Any(_) | CondKind::None(_) | CondKind::Excluded => {}
        }
    }
}
