//! Takes a version apart into parts.

use super::names::Names;
use super::part::{Aspect, Facet, Part, Tree, What};
use super::words::{Words, written};
use crate::source::Span;
use crate::typed::{Award, Block, Cond, Head, Item, KindId, Label, Limits, Rule, Score, Segment, TierTest, TypedRules};
use crate::values::Decimal;

/// A version being taken apart.
pub(super) struct Apart<'a> {
    rules: &'a TypedRules,
    names: &'a Names,
}

impl<'a> Apart<'a> {
    pub fn new(rules: &'a TypedRules, names: &'a Names) -> Apart<'a> {
        Apart { rules, names }
    }

    /// One facet, written both ways.
    fn facet(&self, aspect: Aspect, kind: KindId, write: impl Fn(Words<'a>) -> String) -> Facet {
        let words = |normal| Words { rules: self.rules, names: self.names, normal, kind };
        Facet { aspect, name: None, normal: write(words(true)), shown: write(words(false)) }
    }

    fn cond(&self, kind: KindId, cond: &Cond) -> Facet {
        self.facet(Aspect::Condition, kind, |words| words.cond(cond))
    }

    /// The scores with all that stands in them.
    pub fn scores(&self) -> Vec<Tree> {
        self.rules.scores.iter().map(|score| self.score(score)).collect()
    }

    fn score(&self, score: &Score) -> Tree {
        let mut tree = self.block(&score.body, score, What::Score);
        let name = &self.rules.kinds[score.kind.0 as usize].name;
        tree.part.facets.push(plain(Aspect::Kind, None, name.clone()));
        if score.range != (None, None) {
            let end = |end: Option<Decimal>| end.map(|end| end.to_string()).unwrap_or_default();
            let range = format!("{}..{}", end(score.range.0), end(score.range.1));
            tree.part.facets.push(plain(Aspect::Range, None, range));
        }
        tree.part.facets.push(plain(Aspect::Round, None, score.round.to_string()));
        for one in &score.overrides {
            let write = |words: Words<'_>| format!("to {} when {}", words.expr(&one.to), words.cond(&one.when));
            tree.part.facets.push(self.facet(Aspect::Override, score.kind, write));
        }
        for tier in &score.tiers {
            tree.part.facets.push(plain(Aspect::Tier, Some(tier.name.clone()), tier_words(tier.test)));
        }
        for one in &score.tier_overrides {
            let tier = &score.tiers[one.tier.0 as usize].name;
            let write = |words: Words<'_>| format!("{} when {}", written(tier), words.cond(&one.when));
            tree.part.facets.push(self.facet(Aspect::TierOverride, score.kind, write));
        }
        tree.part.span = score.span;
        tree
    }

    fn block(&self, block: &Block, score: &Score, what: What) -> Tree {
        let owner = &self.rules.owners[block.owner.0 as usize];
        let mut facets = Vec::new();
        facets.extend(block.when.as_ref().map(|when| self.cond(score.kind, when)));
        for factor in &block.factors {
            let when = |words: Words<'_>| factor.when.as_ref().map(|when| format!(" when {}", words.cond(when)));
            let write = |words: Words<'_>| format!("{}{}", words.operand(&factor.by), when(words).unwrap_or_default());
            facets.push(self.facet(Aspect::Factor, score.kind, write));
        }
        facets.extend(caps(block.up_to, block.down_to));
        if let Some(decay) = &block.decay {
            facets.push(self.facet(Aspect::Decay, score.kind, |words| words.total_decay(decay)));
        }
        let part = Part {
            what,
            score: Some(score.name.clone()),
            name: owner.name.clone(),
            id: if what == What::Score { score.name.clone() } else { owner.id.clone() },
            text: owner.text.clone(),
            facets,
            span: owner.span,
            owner: Some(block.owner),
        };
        let mut tree = Tree { part, rules: Vec::new(), groups: Vec::new() };
        self.items(block, score, &mut tree);
        tree
    }

    /// A group that does nothing to its rules is only layout: they stand in the block around it.
    fn items(&self, block: &Block, score: &Score, tree: &mut Tree) {
        for item in &block.items {
            match item {
                Item::Rule(rule) => tree.rules.push(self.rule(rule, score)),
                Item::Group(group) => {
                    let mut made = self.block(group, score, What::Group);
                    if made.part.facets.is_empty() {
                        tree.rules.append(&mut made.rules);
                        tree.groups.append(&mut made.groups);
                    } else {
                        tree.groups.push(made);
                    }
                }
            }
        }
    }

    fn rule(&self, rule: &Rule, score: &Score) -> Part {
        let owner = &self.rules.owners[rule.owner.0 as usize];
        let kind = score.kind;
        let mut facets = Vec::new();
        match &rule.head {
            Head::When(cond) => facets.push(self.cond(kind, cond)),
            Head::Each(phrase) => {
                facets.push(self.facet(Aspect::Activities, kind, |words| words.activities(phrase)));
                let window = self.facet(Aspect::Window, kind, |words| words.windows(phrase));
                facets.extend(Some(window).filter(|window| !window.normal.is_empty()));
            }
        }
        facets.push(self.facet(Aspect::Award, kind, |words| award(words, &rule.award)));
        facets.extend(self.limits(kind, &rule.limits));
        if let Some(decay) = &rule.decay {
            facets.push(self.facet(Aspect::Decay, kind, |words| words.decay(decay)));
        }
        Part {
            what: What::Rule,
            score: Some(score.name.clone()),
            name: owner.name.clone(),
            id: owner.id.clone(),
            text: owner.text.clone(),
            facets,
            span: owner.span,
            owner: Some(rule.owner),
        }
    }

    fn limits(&self, kind: KindId, limits: &Limits) -> Vec<Facet> {
        let mut facets = Vec::new();
        if let Some((field, n)) = limits.per_field {
            let write = |words: Words<'_>| format!("at most {n} per {}", words.activity_key(field));
            facets.push(self.facet(Aspect::Limit, kind, write));
        }
        facets.extend(
            limits.per_day.map(|n| plain(Aspect::Limit, Some("per day".into()), format!("at most {n} per day"))),
        );
        facets.extend(limits.times.map(|n| plain(Aspect::Limit, Some("times".into()), times_words(n))));
        if let Some((field, points)) = limits.points_per_field {
            let write = |words: Words<'_>| format!("up to {points} per {}", words.activity_key(field));
            facets.push(self.facet(Aspect::Limit, kind, write));
        }
        let per_day = |points| plain(Aspect::Limit, Some("points per day".into()), format!("up to {points} per day"));
        facets.extend(limits.points_per_day.map(per_day));
        facets.extend(caps(limits.up_to, limits.down_to));
        facets
    }

    /// What stands beside the scores.
    pub fn others(&self) -> Vec<Part> {
        let mut parts = vec![self.other(What::Timezone, "timezone", Span::default(), {
            vec![plain(Aspect::Value, None, self.rules.zone.name().to_owned())]
        })];
        parts[0].name = Some("timezone".to_owned());
        for ignore in &self.rules.ignores {
            let facet = self.facet(Aspect::Activities, KindId(0), |words| words.phrase(&ignore.phrase));
            parts.push(self.other(What::Ignore, &facet.shown.clone(), ignore.span, vec![facet]));
        }
        for exclude in &self.rules.excludes {
            let facet = self.cond(KindId(0), &exclude.when);
            parts.push(self.other(What::Exclude, &facet.shown.clone(), exclude.span, vec![facet]));
        }
        parts.extend(self.rules.labels.iter().map(|label| self.label(label)));
        parts.extend(self.rules.segments.iter().map(|segment| self.segment(segment)));
        for assert in &self.rules.asserts {
            let write = |words: Words<'_>| match &assert.given {
                Some(given) => format!("{} implies {}", words.cond(given), words.cond(&assert.holds)),
                None => words.cond(&assert.holds),
            };
            let facets = vec![self.kind(assert.kind), self.facet(Aspect::Condition, assert.kind, write)];
            parts.push(self.other(What::Assert, &facets[1].shown.clone(), assert.span, facets));
        }
        parts
    }

    fn label(&self, label: &Label) -> Part {
        let value = self.facet(Aspect::Value, label.kind, |words| words.expr(&label.value));
        let mut part = self.other(What::Label, &label.name, label.span, vec![self.kind(label.kind), value]);
        part.name = Some(label.name.clone());
        part
    }

    fn segment(&self, segment: &Segment) -> Part {
        let facets = vec![self.kind(segment.kind), self.cond(segment.kind, &segment.when)];
        let mut part = self.other(What::Segment, &segment.name, segment.span, facets);
        part.name = Some(segment.name.clone());
        part
    }

    fn kind(&self, kind: KindId) -> Facet {
        plain(Aspect::Kind, None, self.rules.kinds[kind.0 as usize].name.clone())
    }

    fn other(&self, what: What, id: &str, span: Span, facets: Vec<Facet>) -> Part {
        Part { what, score: None, name: None, id: id.to_owned(), text: id.to_owned(), facets, span, owner: None }
    }
}

/// A facet that means what it says.
pub(super) fn plain(aspect: Aspect, name: Option<String>, text: String) -> Facet {
    Facet { aspect, name, normal: text.clone(), shown: text }
}

fn caps(up_to: Option<Decimal>, down_to: Option<Decimal>) -> Vec<Facet> {
    let cap = |word: &str, points: Decimal| plain(Aspect::Cap, Some(word.to_owned()), format!("{word} {points}"));
    up_to.map(|points| cap("up to", points)).into_iter().chain(down_to.map(|points| cap("down to", points))).collect()
}

fn award(words: Words<'_>, award: &Award) -> String {
    match award {
        Award::Same(points) => signed(words.expr(points)),
        Award::FirstRest { first, n, rest, per } => {
            let per = per.map_or_else(String::new, |field| format!(" per {}", words.activity_key(field)));
            let (first, rest) = (signed(words.operand(first)), signed(words.operand(rest)));
            format!("{first} for the first {n}, {rest} for the rest{per}")
        }
    }
}

/// Points with their sign.
fn signed(points: String) -> String {
    if points.starts_with(|c: char| c.is_ascii_digit()) { format!("+{points}") } else { points }
}

fn times_words(n: u32) -> String {
    if n == 1 { "once".to_owned() } else { format!("at most {n} times") }
}

fn tier_words(test: TierTest) -> String {
    match test {
        TierTest::AtLeast(edge) => format!(">= {edge}"),
        TierTest::Above(edge) => format!("> {edge}"),
        TierTest::TopPercent(percent) => format!("top {percent}%"),
        TierTest::Top(n) => format!("top {n}"),
        TierTest::Otherwise => "else".to_owned(),
        TierTest::OnlyWhen => "only by `tier .. when`".to_owned(),
    }
}
