//! The two walks over a program, and the state they share.

use super::super::{Expr, List, ListId, Owner, OwnerId, Param, Table, TableId, TypedRules};
use super::activities::Activities;
use super::data::Data;
use super::declare::Declared;
use super::graph::{Edge, Node, Uses};
use super::infer::{FieldKey, Inference, Settled, Var};
use super::kinds::Kinds;
use super::load::Program;
use super::names::{LetId, Names};
use super::{graph, results, scores, tests_of_rules};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::source::{SourceMap, Span};
use crate::values::{Type, Value, Zone};
use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, HashSet};

/// How many comparisons of names all suggestions of a run may take.
const SUGGESTIONS_MAX: usize = 500_000;

/// Which walk this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Walk {
    /// Notes how undeclared fields are used; reports nothing, and what it builds is thrown away.
    First,
    /// All types are known.
    Last,
}

/// A typed value while it is being checked.
#[derive(Clone)]
pub(super) struct Val {
    pub expr: Expr,
    /// In the first walk: the undeclared field that decides its type.
    pub open: Option<Var>,
}

impl Val {
    /// A value whose type is known.
    pub fn known(expr: Expr) -> Val {
        Val { expr, open: None }
    }
}

/// The state of a walk.
pub(super) struct Checker<'a> {
    pub walk: Walk,
    pub sources: &'a SourceMap,
    pub zone: &'a Zone,
    pub names: &'a Names<'a>,
    pub data: &'a Data,
    pub kinds: Kinds,
    pub activities: Activities,
    pub inference: Inference,
    /// Fields that two uses disagree about; reported already.
    pub conflicting: HashSet<FieldKey>,
    /// The lets that are being expanded, outermost first.
    pub expanding: Vec<LetId>,
    /// How deep the present expression is nested.
    pub depth: u32,
    /// Nodes that lets and arms have added so far.
    pub grown: u64,
    /// Whether growing beyond bounds was reported.
    pub overgrown: bool,
    /// Values that the records of tests hold so far.
    pub test_values: u64,
    /// Whose condition or value is being looked at; it depends on the scores it reads.
    pub node: Option<Node>,
    pub edges: Vec<Edge>,
    /// Reads of scores at other instants or over other logs.
    pub uses: Uses,
    pub lists: Vec<List>,
    pub list_ids: HashMap<ListKey, ListId>,
    pub tables: Vec<Table>,
    pub table_ids: HashMap<LetId, TableId>,
    pub owners: Vec<Owner>,
    /// What a name after `expect` stands for.
    pub owners_by_name: HashMap<String, Vec<OwnerId>>,
    /// The record that the expectation at hand is about.
    pub expected_of: Option<String>,
    /// Names of rules and where they were given.
    pub rule_names: HashMap<&'a str, Span>,
    findings: Diagnostics,
    /// Names that unreadable entries would have defined.
    pub lost_names: &'a BTreeSet<String>,
    /// Kinds without activities that were reported once.
    pub logless: HashSet<super::super::KindId>,
    suggestions_left: Cell<usize>,
}

/// What makes two lists one.
#[derive(PartialEq, Eq, Hash)]
pub(super) enum ListKey {
    /// The same let compared as the same type.
    Let(LetId, Type),
    /// The same values compared as the same type.
    Values(Vec<Value>, Type),
}

/// Both walks.
pub(super) fn run(program: &Program, declared: Declared<'_>, sources: &SourceMap) -> (Option<TypedRules>, Diagnostics) {
    let Declared { zone, kinds, activities, names, data, lost_names, mut findings } = declared;
    let world = World { sources, zone: &zone, names: &names, data: &data, lost_names: &lost_names };
    let strict = activities.declared && kinds.iter().all(|(_, kind)| kind.declared);
    let mut conflicting = HashSet::new();
    let (kinds, activities) = if strict {
        (kinds, activities)
    } else {
        let mut first = Checker::new(&world, Walk::First, kinds, activities);
        first.walk_program(program);
        let (mut kinds, mut activities) = (first.kinds, first.activities);
        for (key, settled) in first.inference.settle(&mut findings) {
            match settled {
                // Whether a value is a date is left to how each is spelled.
                Settled::Type(Type::Time) => set_type(&mut kinds, &mut activities, key, Type::TimeOrDate),
                Settled::Type(ty) => set_type(&mut kinds, &mut activities, key, ty),
                Settled::Conflict => {
                    conflicting.insert(key);
                }
            }
        }
        (kinds, activities)
    };
    let mut last = Checker::new(&world, Walk::Last, kinds, activities);
    last.conflicting = conflicting;
    let parts = last.walk_program(program);
    let order = graph::order(&mut last);
    findings.extend(std::mem::take(&mut last.findings));
    let rules = order.zip(parts).map(|(score_order, parts)| last.finish(parts, score_order));
    (rules, findings)
}

struct World<'a> {
    sources: &'a SourceMap,
    zone: &'a Zone,
    names: &'a Names<'a>,
    data: &'a Data,
    pub lost_names: &'a BTreeSet<String>,
}

fn set_type(kinds: &mut Kinds, activities: &mut Activities, key: FieldKey, ty: Type) {
    match key {
        FieldKey::OfKind(kind, field) => kinds.field_mut(kind, field).ty = ty,
        FieldKey::OfActivity(field) => activities.field_mut(field).ty = ty,
    }
}

/// Everything a walk makes out of the items of the files.
pub(super) struct Parts {
    pub scores: Vec<super::super::Score>,
    pub results: results::Results,
    pub tests: Vec<super::super::Test>,
}

impl<'a> Checker<'a> {
    fn new(world: &World<'a>, walk: Walk, kinds: Kinds, activities: Activities) -> Checker<'a> {
        Checker {
            walk,
            sources: world.sources,
            zone: world.zone,
            names: world.names,
            data: world.data,
            kinds,
            activities,
            inference: Inference::default(),
            conflicting: HashSet::new(),
            expanding: Vec::new(),
            depth: 0,
            grown: 0,
            overgrown: false,
            test_values: 0,
            node: None,
            edges: Vec::new(),
            uses: Uses::default(),
            lists: Vec::new(),
            list_ids: HashMap::new(),
            tables: Vec::new(),
            table_ids: HashMap::new(),
            owners: Vec::new(),
            owners_by_name: HashMap::new(),
            expected_of: None,
            rule_names: HashMap::new(),
            findings: Diagnostics::new(),
            lost_names: world.lost_names,
            logless: HashSet::new(),
            suggestions_left: Cell::new(SUGGESTIONS_MAX),
        }
    }

    /// Scores, then what is made of them, then tests; `None` if anything of it failed.
    fn walk_program(&mut self, program: &'a Program) -> Option<Parts> {
        let scores = scores::scores(self);
        let results = results::results(self, program);
        let tests = tests_of_rules::tests(self, program);
        Some(Parts { scores: scores?, results: results?, tests: tests? })
    }

    fn finish(self, parts: Parts, score_order: Vec<super::super::ScoreId>) -> TypedRules {
        let activities_declared = self.activities.declared;
        let (activity_types, activity_fields) = self.activities.into_lists();
        let params = self.names.params.iter();
        TypedRules {
            zone: self.zone.clone(),
            kinds: self.kinds.into_list(),
            activity_types,
            activity_fields,
            activities_declared,
            params: params
                .map(|param| Param { name: param.name.clone(), value: param.value.clone(), span: param.span })
                .collect(),
            lists: self.lists,
            tables: self.tables,
            ignores: parts.results.ignores,
            excludes: parts.results.excludes,
            owners: self.owners,
            scores: parts.scores,
            score_order,
            labels: parts.results.labels,
            segments: parts.results.segments,
            asserts: parts.results.asserts,
            tests: parts.tests,
        }
    }

    /// Reports a finding; `None`, for whoever has nothing to give then.
    pub fn report<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        if self.walk == Walk::Last {
            self.findings.push(diagnostic);
        }
        None
    }

    /// A bag for functions that know no checker; what they put in is dropped in the first walk.
    pub fn findings(&mut self) -> &mut Diagnostics {
        if self.walk == Walk::First {
            self.findings = Diagnostics::new();
        }
        &mut self.findings
    }

    /// Reports that a name is unknown, unless an entry that could not be read would have defined it.
    pub fn report_unknown<T>(&mut self, name: &str, diagnostic: Diagnostic) -> Option<T> {
        if self.lost_names.contains(name) || name.split('.').any(|part| self.lost_names.contains(part)) {
            return None;
        }
        self.report(diagnostic)
    }

    /// The nearest of the names, as long as looking for it stays within bounds.
    pub fn nearest<'c>(&self, name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
        if self.walk == Walk::First || self.suggestions_left.get() == 0 {
            return None;
        }
        let candidates: Vec<&str> = candidates.into_iter().collect();
        self.suggestions_left.set(self.suggestions_left.get().saturating_sub(candidates.len()));
        nearest(name, candidates).map(str::to_owned)
    }

    /// The text under a span as the author wrote it.
    pub fn slice(&self, span: Span) -> &'a str {
        self.sources.slice(span)
    }

    /// Adds an owner of ledger entries.
    pub fn add_owner(&mut self, owner: Owner) -> OwnerId {
        let id = OwnerId(self.owners.len() as u32);
        self.owners.push(owner);
        id
    }
}
