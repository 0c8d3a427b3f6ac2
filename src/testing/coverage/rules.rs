//! All parts of the rules that tests can reach.

use super::atoms::{Context, all, not};
use super::entries::Sign;
use super::{ADDS, Asked, HOLDS, HOLDS_NOT, Question, REACHED, TAKES};
use crate::ledger::EntryKind;
use crate::source::Span;
use crate::typed::{Block, Cond, ExprKind, Head, Item, KindId, Label, OwnerId, Rule, Score, TypedRules};

/// In the order of the scores, then what is made of them, then what keeps records and activities out.
pub(super) fn parts(rules: &TypedRules) -> Vec<Asked> {
    let mut walk = Walk { rules, asked: Vec::new() };
    (0..).zip(&rules.scores).for_each(|(index, score)| walk.score(index, score));
    rules.labels.iter().for_each(|label| walk.label(label));
    for segment in &rules.segments {
        walk.context(segment.kind, &segment.name, segment.span).condition(&segment.when, &mut walk.asked);
    }
    for (index, exclude) in (0..).zip(&rules.excludes) {
        let by = |by| Question::Results(Sign::Excluded(by));
        walk.part(exclude.span, "exclude", vec![(HOLDS, by(Some(index))), (HOLDS_NOT, by(None))]);
    }
    for ignore in &rules.ignores {
        let any = Cond { kind: crate::typed::CondKind::Any(Box::new(ignore.phrase.clone())), span: ignore.span };
        walk.part(ignore.span, "ignore", vec![(TAKES, Question::HoldsUnignored(KindId(0), any))]);
    }
    walk.asked
}

struct Walk<'a> {
    rules: &'a TypedRules,
    asked: Vec<Asked>,
}

impl<'a> Walk<'a> {
    fn context(&self, kind: KindId, of: &'a str, within: Span) -> Context<'a> {
        Context { rules: self.rules, kind, of, within, given: Vec::new() }
    }

    fn part(&mut self, place: Span, of: &str, outcomes: Vec<(&'static str, Question)>) {
        self.asked.push(Asked { place, of: of.to_owned(), outcomes, first: Vec::new() });
    }

    fn score(&mut self, index: usize, score: &'a Score) {
        let mut context = self.context(score.kind, &score.name, score.span);
        self.block(&mut context, &score.body);
        let owner = score.body.owner;
        if score.range.1.is_some() {
            self.entry(owner, EntryKind::Range, Some(false), TAKES, " range");
        }
        if score.range.0.is_some() {
            self.entry(owner, EntryKind::Range, Some(true), ADDS, " range");
        }
        for over in &score.overrides {
            self.context(score.kind, &score.name, over.span).condition(&over.when, &mut self.asked);
        }
        for tier in &score.tier_overrides {
            self.context(score.kind, &score.name, tier.span).condition(&tier.when, &mut self.asked);
        }
        for (tier, known) in (0..).zip(&score.tiers) {
            let of = format!("{}.tier {}", score.name, known.name);
            self.part(known.span, &of, vec![(REACHED, Question::Results(Sign::Tier { score: index, tier }))]);
        }
    }

    fn entry(&mut self, owner: OwnerId, kind: EntryKind, up: Option<bool>, name: &'static str, what: &str) {
        let known = &self.rules.owners[owner.0 as usize];
        let sign = Sign::Entry { owner: owner.0, kind, up };
        self.part(known.span, &format!("{}{what}", known.id), vec![(name, Question::Results(sign))]);
    }

    fn block(&mut self, context: &mut Context<'a>, block: &'a Block) {
        let n_given = context.given.len();
        if let Some(when) = &block.when {
            let owner = &self.rules.owners[block.owner.0 as usize];
            let of_group = Context { of: &owner.id, within: owner.span, ..context.clone() };
            of_group.condition(when, &mut self.asked);
            context.given.push((when.clone(), "the condition of its group never holds in a test".to_owned()));
        }
        for item in &block.items {
            match item {
                Item::Rule(rule) => self.rule(context, rule),
                Item::Group(group) => self.block(context, group),
            }
        }
        for factor in &block.factors {
            let owner = &self.rules.owners[factor.owner.0 as usize];
            let of_factor = Context { of: &owner.id, within: owner.span, ..context.clone() };
            factor.when.iter().for_each(|when| of_factor.condition(when, &mut self.asked));
            self.entry(factor.owner, EntryKind::Factor, None, TAKES, " times");
        }
        if block.up_to.is_some() {
            self.entry(block.owner, EntryKind::Cap, Some(false), TAKES, " up to");
        }
        if block.down_to.is_some() {
            self.entry(block.owner, EntryKind::Cap, Some(true), ADDS, " down to");
        }
        if block.decay.is_some() {
            self.entry(block.owner, EntryKind::Decay, None, TAKES, " decay");
        }
        context.given.truncate(n_given);
    }

    fn rule(&mut self, context: &Context<'a>, rule: &'a Rule) {
        let owner = &self.rules.owners[rule.owner.0 as usize];
        let mut context = Context { of: &owner.id, within: owner.span, ..context.clone() };
        match &rule.head {
            Head::Each(phrase) => {
                context.phrase(phrase, &mut self.asked);
                self.entry(rule.owner, EntryKind::Award, None, REACHED, "");
            }
            Head::When(cond) => {
                let (own, left) = context.arm(cond);
                let left: Vec<Cond> = left.into_iter().cloned().collect();
                if !left.is_empty() {
                    let why = "an earlier arm decides in every test".to_owned();
                    context.given.push((all(left, cond.span), why));
                }
                own.into_iter().for_each(|own| context.condition(own, &mut self.asked));
            }
        }
        let limits = &rule.limits;
        if limits.per_field.is_some() || limits.per_day.is_some() || limits.times.is_some() {
            self.entry(rule.owner, EntryKind::Limit, None, TAKES, " limit");
        }
        let per_key = limits.points_per_field.is_some() || limits.points_per_day.is_some();
        if per_key || limits.up_to.is_some() || limits.down_to.is_some() {
            self.entry(rule.owner, EntryKind::Cap, None, TAKES, " cap");
        }
        if rule.decay.is_some() {
            self.entry(rule.owner, EntryKind::Decay, None, TAKES, " decay");
        }
    }

    /// Each arm of a label: it is the first that holds.
    fn label(&mut self, label: &'a Label) {
        let ExprKind::First(arms, last) = &label.value.kind else { return };
        let mut context = self.context(label.kind, &label.name, label.span);
        for (cond, value) in arms {
            context.condition(cond, &mut self.asked);
            let given = context.given.iter().map(|(given, _)| given.clone());
            let wins = Question::Holds(label.kind, all(given.chain([cond.clone()]), cond.span));
            self.part(value.span, &label.name, vec![(REACHED, wins)]);
            context.given.push((not(cond.clone()), "an earlier arm decides in every test".to_owned()));
        }
        if let Some(last) = last {
            let left = all(context.given.iter().map(|(given, _)| given.clone()), label.span);
            self.part(last.span, &label.name, vec![(REACHED, Question::Holds(label.kind, left))]);
        }
    }
}
