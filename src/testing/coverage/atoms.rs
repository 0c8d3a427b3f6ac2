//! Questions about conditions: each comparison with its outcomes, each window from both sides.

use super::walk::{atoms, may_be_missing, phrases, subjects};
use super::{Asked, HOLDS, HOLDS_NOT, INSIDE, MISSING, OUTSIDE, Question};
use crate::source::Span;
use crate::typed::{
    Aggregate, AggregateKind, CompareOp, Cond, CondKind, Expr, ExprKind, KindId, Phrase, Source, TypedRules, Window,
};
use crate::values::Type;

/// Where conditions stand.
#[derive(Clone)]
pub(super) struct Context<'a> {
    pub rules: &'a TypedRules,
    pub kind: KindId,
    /// The rule or block.
    pub of: &'a str,
    /// Parts that stand elsewhere belong to somebody else.
    pub within: Span,
    /// What must hold for this to be looked at, and what to say where it never did.
    pub given: Vec<(Cond, String)>,
}

/// All of them together, in one condition.
pub(super) fn all(conds: impl IntoIterator<Item = Cond>, span: Span) -> Cond {
    let mut parts: Vec<Cond> = conds.into_iter().collect();
    match parts.len() {
        0 => Cond { kind: CondKind::Always, span },
        1 => parts.remove(0),
        _ => Cond { kind: CondKind::And(parts), span },
    }
}

pub(super) fn not(cond: Cond) -> Cond {
    let span = cond.span;
    Cond { kind: CondKind::Not(Box::new(cond)), span }
}

impl Context<'_> {
    fn question(&self, cond: Cond) -> Question {
        let span = cond.span;
        let given = self.given.iter().map(|(given, _)| given.clone());
        Question::Holds(self.kind, all(given.chain([cond]), span))
    }

    fn first(&self) -> Vec<(Question, String)> {
        let so_far = |at: usize| all(self.given[..=at].iter().map(|(given, _)| given.clone()), self.within);
        let of = |(at, (_, why)): (usize, &(Cond, String))| (Question::Holds(self.kind, so_far(at)), why.clone());
        self.given.iter().enumerate().map(of).collect()
    }

    fn is_here(&self, span: Span) -> bool {
        span.source == self.within.source && self.within.start <= span.start && span.end <= self.within.end
    }

    /// The comparisons of a condition about the record, and what stands in the phrases they ask about. A part of a `let`
    /// belongs to each rule that uses it.
    pub(super) fn condition(&self, cond: &Cond, asked: &mut Vec<Asked>) {
        for atom in atoms(cond) {
            asked.push(self.atom(atom));
            let mut found = Vec::new();
            phrases(atom, &mut found);
            found.into_iter().for_each(|phrase| self.phrase(phrase, asked));
        }
    }

    fn atom(&self, atom: &Cond) -> Asked {
        let missing = missing(atom);
        let known = missing.clone().map(not);
        let mut outcomes = vec![
            (HOLDS, self.question(atom.clone())),
            (HOLDS_NOT, self.question(all([not(atom.clone())].into_iter().chain(known), atom.span))),
        ];
        outcomes.extend(missing.map(|missing| (MISSING, self.question(missing))));
        Asked { place: atom.span, of: self.of.to_owned(), outcomes, first: self.first() }
    }

    /// What a phrase asks of single activities, and its windows.
    pub(super) fn phrase(&self, phrase: &Phrase, asked: &mut Vec<Asked>) {
        let there = (self.question(any(bare(phrase, None))), no_such(self.rules, phrase));
        let first: Vec<_> = self.first().into_iter().chain([there]).collect();
        for atom in phrase.filter.iter().flat_map(atoms) {
            let with = |filter: Cond| self.question(any(bare(phrase, Some(filter))));
            let missing = missing(atom);
            let known = missing.clone().map(not);
            let mut outcomes = vec![
                (HOLDS, with(atom.clone())),
                (HOLDS_NOT, with(all([not(atom.clone())].into_iter().chain(known), atom.span))),
            ];
            outcomes.extend(missing.map(|missing| (MISSING, with(missing))));
            asked.push(Asked { place: atom.span, of: self.of.to_owned(), outcomes, first: first.clone() });
        }
        self.windows(phrase, asked);
    }

    fn windows(&self, phrase: &Phrase, asked: &mut Vec<Asked>) {
        let fixed = |window: &Window| matches!(window, Window::Ago { .. });
        if !phrase.windows.iter().any(fixed) {
            return;
        }
        let mut open = phrase.clone();
        open.windows.retain(|window| !fixed(window));
        let outside = Cond {
            kind: CondKind::Compare {
                op: CompareOp::Greater,
                left: count(open.clone()),
                right: count(phrase.clone()),
                compare_as: Type::Number,
            },
            span: phrase.span,
        };
        let there = (self.question(any(open)), no_such(self.rules, phrase));
        let outcomes = vec![(INSIDE, self.question(any(phrase.clone()))), (OUTSIDE, self.question(outside))];
        let first = self.first().into_iter().chain([there]).collect();
        asked.push(Asked { place: phrase.span, of: self.of.to_owned(), outcomes, first });
    }

    /// What of an arm's condition is its own, and what earlier arms left to it.
    pub(super) fn arm<'c>(&self, cond: &'c Cond) -> (Vec<&'c Cond>, Vec<&'c Cond>) {
        let parts: Vec<&Cond> = match &cond.kind {
            CondKind::And(parts) => parts.iter().collect(),
            _ => vec![cond],
        };
        parts.into_iter().partition(|part| match &part.kind {
            CondKind::Not(inner) => self.is_here(inner.span),
            _ => true,
        })
    }
}

/// Whether what a comparison looks at is missing; nothing where it never is, or where that is the question.
fn missing(atom: &Cond) -> Option<Cond> {
    if matches!(atom.kind, CondKind::Missing { .. }) {
        return None;
    }
    let of = |subject: &&Expr| may_be_missing(subject);
    let ask =
        |subject: &Expr| Cond { kind: CondKind::Missing { subject: subject.clone(), negated: false }, span: atom.span };
    let mut conds: Vec<Cond> = subjects(atom).into_iter().filter(of).map(ask).collect();
    match conds.len() {
        0 => None,
        1 => conds.pop(),
        _ => Some(Cond { kind: CondKind::Or(conds), span: atom.span }),
    }
}

/// The phrase with another filter and without its order: what the filter is asked about.
fn bare(phrase: &Phrase, filter: Option<Cond>) -> Phrase {
    Phrase { filter, order: None, ..phrase.clone() }
}

fn any(phrase: Phrase) -> Cond {
    let span = phrase.span;
    Cond { kind: CondKind::Any(Box::new(phrase)), span }
}

fn count(phrase: Phrase) -> Expr {
    let span = phrase.span;
    let aggregate = Aggregate { of: AggregateKind::Count, phrase, value: None, stretch: None };
    Expr { kind: ExprKind::Aggregate(Box::new(aggregate)), ty: Type::WholeNumber, span }
}

fn no_such(rules: &TypedRules, phrase: &Phrase) -> String {
    let name = |source: &Source| match source {
        Source::Type(ty) => Some(rules.activity_types[ty.0 as usize].name.clone()),
        _ => None,
    };
    let names: Vec<String> = phrase.sources.iter().filter_map(name).map(|name| format!("`{name}`")).collect();
    match names.is_empty() {
        true => "no test has such an activity".to_owned(),
        false => format!("no test has {} here", names.join(" or ")),
    }
}
