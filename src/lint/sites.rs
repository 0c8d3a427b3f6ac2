//! The conditions of a program, and where they stand.

use crate::plan::{Feed, NodeId, Op, Plan};
use crate::source::Span;
use crate::typed::{Block, Cond, CondKind, Head, Item, KindId, Phrase, Source, TypedRules};

/// A condition that a program asks.
pub struct Site<'a> {
    /// Of which kind of record; of which log for a `where`.
    pub kind: KindId,
    /// What it decides.
    pub role: Role,
    /// The condition as typed.
    pub cond: &'a Cond,
    /// What the plan is asked for it: the condition itself, or for a `where` whether any activity fits.
    pub probed: &'a Cond,
}

/// What a condition decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Whether a rule awards.
    Rule,
    /// Whether an arm of a `match` or `first` awards: its own condition, and that of no arm before.
    Arm,
    /// Whether a group counts.
    Group,
    /// Whether a factor is applied.
    Factor,
    /// Whether a score is set by hand.
    Override,
    /// Whether a tier is.
    Tier,
    /// Whether a contact is left out.
    Exclude,
    /// Who is in a segment.
    Segment,
    /// Which activities are meant.
    Where,
}

impl Role {
    /// What does nothing where the condition never holds.
    pub fn noun(self) -> &'static str {
        match self {
            Role::Rule => "rule",
            Role::Arm => "arm",
            Role::Group => "group",
            Role::Factor => "factor",
            Role::Override => "override",
            Role::Tier => "tier",
            Role::Exclude => "`exclude`",
            Role::Segment => "segment",
            Role::Where => "`where`",
        }
    }
}

/// A `where`, and the question whether any activity at all passes it.
pub struct Filter<'a> {
    kind: KindId,
    cond: &'a Cond,
    probed: Cond,
}

/// Every `where` of the phrases that rules stand on.
pub fn filters(rules: &TypedRules) -> Vec<Filter<'_>> {
    let mut found = Vec::new();
    for score in &rules.scores {
        filters_of(&score.body, score.kind, &mut found);
    }
    found
}

fn filters_of<'a>(block: &'a Block, kind: KindId, found: &mut Vec<Filter<'a>>) {
    for item in &block.items {
        match item {
            Item::Group(group) => filters_of(group, kind, found),
            Item::Rule(rule) => {
                if let Head::Each(phrase) = &rule.head
                    && let Some(cond) = &phrase.filter
                {
                    let every = Phrase {
                        sources: vec![Source::Every],
                        filter: phrase.filter.clone(),
                        windows: Vec::new(),
                        order: None,
                        span: phrase.span,
                    };
                    let probed = Cond { kind: CondKind::Any(Box::new(every)), span: cond.span };
                    found.push(Filter { kind, cond, probed });
                }
            }
        }
    }
}

/// Every condition, in the order of the program.
pub fn sites<'a>(rules: &'a TypedRules, filters: &'a [Filter<'a>]) -> Vec<Site<'a>> {
    let mut sites = Vec::new();
    let contact = KindId(0);
    for exclude in &rules.excludes {
        sites.push(site(contact, Role::Exclude, &exclude.when));
    }
    for score in &rules.scores {
        block(&score.body, score.kind, &mut sites);
        sites.extend(score.overrides.iter().map(|set| site(score.kind, Role::Override, &set.when)));
        sites.extend(score.tier_overrides.iter().map(|set| site(score.kind, Role::Tier, &set.when)));
    }
    sites.extend(rules.segments.iter().map(|segment| site(segment.kind, Role::Segment, &segment.when)));
    sites.extend(filters.iter().map(|filter| Site {
        kind: filter.kind,
        role: Role::Where,
        cond: filter.cond,
        probed: &filter.probed,
    }));
    sites
}

fn site(kind: KindId, role: Role, cond: &Cond) -> Site<'_> {
    Site { kind, role, cond, probed: cond }
}

fn block<'a>(of: &'a Block, kind: KindId, sites: &mut Vec<Site<'a>>) {
    sites.extend(of.when.iter().map(|when| site(kind, Role::Group, when)));
    for item in &of.items {
        match item {
            Item::Group(group) => block(group, kind, sites),
            Item::Rule(rule) => {
                if let Head::When(when) = &rule.head {
                    let role = if is_arm(when) { Role::Arm } else { Role::Rule };
                    sites.push(site(kind, role, when));
                }
            }
        }
    }
    let factors = of.factors.iter().filter_map(|factor| factor.when.as_ref());
    sites.extend(factors.map(|when| site(kind, Role::Factor, when)));
}

/// Whether the checker made this condition of an arm: it carries the negations of the arms before, at its own place.
fn is_arm(cond: &Cond) -> bool {
    match &cond.kind {
        CondKind::And(parts) => parts.iter().any(|part| is_earlier(part, cond.span)),
        _ => is_earlier(cond, cond.span),
    }
}

/// Whether a part of an arm's condition is the negation of an arm before.
pub fn is_earlier(part: &Cond, arm: Span) -> bool {
    match &part.kind {
        CondKind::Not(inner) => part.span == arm && inner.span != arm && !is_within(inner.span, arm),
        _ => false,
    }
}

fn is_within(inner: Span, outer: Span) -> bool {
    inner.source == outer.source && inner.start >= outer.start && inner.end <= outer.end
}

impl Site<'_> {
    /// The node of the condition, given that of what was asked for it.
    pub fn node(&self, plan: &Plan, probed: NodeId) -> Option<NodeId> {
        if self.role != Role::Where {
            return Some(probed);
        }
        let Op::Gathered(id, _) = &plan.node(probed).op else { return None };
        let Feed::Gate(gate) = &plan.accumulator(*id).feed else { return None };
        let filter = gate.filter?;
        // What `ignore` leaves stands in the filter too.
        let Op::And(parts) = &plan.node(filter).op else { return Some(filter) };
        if !parts.iter().any(|part| plan.kept.contains(part)) {
            return Some(filter);
        }
        let mut own = parts.iter().filter(|part| !plan.kept.contains(part));
        own.next().copied().filter(|_| own.next().is_none())
    }
}

/// The parts of a condition with their nodes, where the plan has them one to one.
pub fn parts<'a>(plan: &Plan, cond: &'a Cond, node: NodeId) -> Vec<(&'a Cond, NodeId)> {
    match (&cond.kind, &plan.node(node).op) {
        (CondKind::And(conds), Op::And(nodes))
        | (CondKind::Or(conds), Op::Or(nodes))
        | (CondKind::AtLeast(_, conds), Op::AtLeast(_, nodes))
            if conds.len() == nodes.len() =>
        {
            conds.iter().zip(nodes.iter().copied()).collect()
        }
        (CondKind::Not(cond), Op::Not(node)) => vec![(cond, *node)],
        _ => Vec::new(),
    }
}
