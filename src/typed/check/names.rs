//! The shared space of names: activities, scores, labels, segments, lets and params.
//!
//! Fields are not here: each kind of record has its own names for them ([`super::kinds`]).

use super::super::{ActivityTypeId, KindId, LabelId, ScoreId, SegmentId};
use super::finding::quoted;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::{Type, Value};
use std::collections::HashMap;

/// Index in [`Names::lets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct LetId(pub u32);

/// Index in [`Names::params`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ParamId(pub u32);

/// What a name of the shared space stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// A declared activity.
    Activity(ActivityTypeId),
    Score(ScoreId),
    Label(LabelId),
    Segment(SegmentId),
    Let(LetId),
    Param(ParamId),
}

impl Thing {
    /// With its article, for messages.
    pub fn a_noun(self) -> &'static str {
        match self {
            Thing::Activity(_) => "an activity",
            Thing::Score(_) => "a score",
            Thing::Label(_) => "a label",
            Thing::Segment(_) => "a segment",
            Thing::Let(_) => "a `let`",
            Thing::Param(_) => "a param",
        }
    }
}

/// A score before its rules are looked at.
pub(super) struct ScoreHead<'a> {
    pub name: String,
    pub kind: KindId,
    pub purpose: Option<String>,
    /// Rules, groups and settings; of the unnamed score those of all files together.
    pub items: Vec<&'a ast::BodyItem>,
    /// Names of the tiers, best first.
    pub tiers: Vec<&'a ast::Tier>,
    /// Whether a line of it could not be read, so that it may have tiers after all.
    pub incomplete: bool,
    pub span: Span,
}

/// A label or segment before its condition is looked at.
pub(super) struct Head<'a, T> {
    pub node: &'a T,
    pub kind: KindId,
}

/// A param with the value in force.
pub(super) struct ParamHead {
    pub name: String,
    pub value: Value,
    pub ty: Type,
    pub span: Span,
}

/// All names of the shared space and what was declared under them.
#[derive(Default)]
pub(super) struct Names<'a> {
    things: HashMap<String, (Thing, Span)>,
    pub lets: Vec<&'a ast::Let>,
    pub params: Vec<ParamHead>,
    pub scores: Vec<ScoreHead<'a>>,
    pub labels: Vec<Head<'a, ast::Label>>,
    pub segments: Vec<Head<'a, ast::Segment>>,
}

impl<'a> Names<'a> {
    pub fn get(&self, name: &str) -> Option<Thing> {
        self.things.get(name).map(|(thing, _)| *thing)
    }

    /// Where the name was declared.
    pub fn span(&self, name: &str) -> Option<Span> {
        self.things.get(name).map(|(_, span)| *span)
    }

    /// Takes a name; a second thing of that name is reported and leaves the first in its place.
    pub fn take(&mut self, name: &str, span: Span, thing: Thing, findings: &mut Diagnostics) {
        match self.things.get(name) {
            None => {
                self.things.insert(name.to_owned(), (thing, span));
            }
            Some((first, first_span)) => findings.push(taken(name, span, thing, *first, *first_span)),
        }
    }

    /// All names with what they stand for and where, in no order.
    pub fn all(&self) -> impl Iterator<Item = (&str, Thing, Span)> {
        self.things.iter().map(|(name, (thing, span))| (name.as_str(), *thing, *span))
    }

    /// The names of all things that pass, in no order, for suggestions.
    pub fn names_of(&self, wanted: impl Fn(Thing) -> bool) -> impl Iterator<Item = &str> {
        self.things.iter().filter(move |(_, (thing, _))| wanted(*thing)).map(|(name, _)| name.as_str())
    }

    pub fn score(&self, id: ScoreId) -> &ScoreHead<'a> {
        &self.scores[id.0 as usize]
    }
}

fn taken(name: &str, span: Span, thing: Thing, first: Thing, first_span: Span) -> Diagnostic {
    let message = if std::mem::discriminant(&thing) == std::mem::discriminant(&first) {
        format!("there is already {} called {}", first.a_noun(), quoted(name))
    } else {
        format!("{} is already the name of {}, and cannot be {} too", quoted(name), first.a_noun(), thing.a_noun())
    };
    Diagnostic::new(Code::NameTaken, span, message)
        .label("the second of this name")
        .also(first_span, "the first stands here")
        .help("give one of the two another name")
}
