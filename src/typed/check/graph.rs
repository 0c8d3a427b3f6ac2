//! What depends on what: circles of scores, the order they are evaluated in, and how many instants of them are needed.

use super::super::{LabelId, ScoreId, ScoreRef, SegmentId};
use super::exec::{Checker, Walk};
use super::finding::arrows;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// How many evaluations of scores, each at an instant and over a log, one record may need.
const INSTANTS_MAX: usize = 10_000;

/// How many labels one label, segment or score may read, those that they read counted each time.
const LABELS_MAX: u32 = 1_000;

/// How many labels may be read one through the other.
const LABEL_LEVELS_MAX: u32 = 32;

/// What may read scores and be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    Score(ScoreId),
    Label(LabelId),
    Segment(SegmentId),
}

/// `from` reads `to`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub from: Node,
    pub to: Node,
    pub span: Span,
    /// Whether it is read at other instants or over another log only.
    pub elsewhere: bool,
}

/// One phrase after `over`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OverId(u32);

/// A read of a score at other instants, or over another log.
#[derive(Clone, Debug)]
struct Read {
    to: ScoreId,
    ago_us: i64,
    n_days: u32,
    over: Option<OverId>,
    span: Span,
}

/// All reads, by who reads; `None` is a test or an assertion.
#[derive(Default)]
pub(super) struct Uses {
    reads: BTreeMap<Option<Node>, Vec<Read>>,
    n_overs: u32,
}

impl Uses {
    pub fn new_over(&mut self) -> OverId {
        self.n_overs += 1;
        OverId(self.n_overs)
    }

    pub fn read(&mut self, from: Option<Node>, score: &ScoreRef, n_days: u32, over: Option<OverId>, span: Span) {
        let read = Read { to: score.score, ago_us: score.ago_us, n_days, over, span };
        self.reads.entry(from).or_default().push(read);
    }
}

impl Checker<'_> {
    /// Notes that what is being looked at reads a score, label or segment.
    pub fn depends_on(&mut self, to: Node, span: Span) {
        self.depends_on_at(to, span, false);
    }

    /// The same, at another instant or over another log.
    pub fn depends_on_at(&mut self, to: Node, span: Span, elsewhere: bool) {
        if self.walk == Walk::First {
            return;
        }
        if let Some(from) = self.node {
            self.edges.push(Edge { from, to, span, elsewhere });
        }
    }

    fn node_name(&self, node: Node) -> &str {
        match node {
            Node::Score(id) => &self.names.score(id).name,
            Node::Label(id) => &self.names.labels[id.0 as usize].node.name.node,
            Node::Segment(id) => &self.names.segments[id.0 as usize].node.name.node,
        }
    }
}

/// Every score after those it reads; `None` where there is a circle, or more instants than can be evaluated.
pub(super) fn order(checker: &mut Checker<'_>) -> Option<Vec<ScoreId>> {
    let mut out: BTreeMap<Node, Vec<Edge>> = BTreeMap::new();
    for edge in std::mem::take(&mut checker.edges) {
        out.entry(edge.from).or_default().push(edge);
    }
    let nodes: Vec<Node> = all_nodes(checker);
    let mut visit = Visit { out: &out, state: BTreeMap::new(), done: Vec::new(), circles: Vec::new() };
    for node in nodes {
        visit.from(node);
    }
    let (done, circles) = (visit.done, visit.circles);
    if !circles.is_empty() {
        for circle in circles {
            report_circle(checker, &circle);
        }
        return None;
    }
    let scores: Vec<ScoreId> = done
        .iter()
        .filter_map(|node| match node {
            Node::Score(id) => Some(*id),
            _ => None,
        })
        .collect();
    count_labels(checker, &out, &done)?;
    count_instants(checker, &out)?;
    Some(scores)
}

fn all_nodes(checker: &Checker<'_>) -> Vec<Node> {
    let scores = (0..checker.names.scores.len() as u32).map(|id| Node::Score(ScoreId(id)));
    let labels = (0..checker.names.labels.len() as u32).map(|id| Node::Label(LabelId(id)));
    let segments = (0..checker.names.segments.len() as u32).map(|id| Node::Segment(SegmentId(id)));
    scores.chain(labels).chain(segments).collect()
}

/// A walk in depth that needs no stack of its own: chains of scores may be long.
struct Visit<'e> {
    out: &'e BTreeMap<Node, Vec<Edge>>,
    state: BTreeMap<Node, State>,
    /// In the order they were finished: each after all it reads.
    done: Vec<Node>,
    circles: Vec<Vec<Edge>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Done,
}

impl<'e> Visit<'e> {
    fn from(&mut self, start: Node) {
        if self.state.contains_key(&start) {
            return;
        }
        // The way down: each node with the edges it has still to follow.
        let mut way: Vec<(Node, std::slice::Iter<'e, Edge>)> = Vec::new();
        let mut edges: Vec<Edge> = Vec::new();
        self.open(start, &mut way);
        while let Some((node, rest)) = way.last_mut() {
            let node = *node;
            let Some(edge) = rest.next() else {
                self.state.insert(node, State::Done);
                self.done.push(node);
                way.pop();
                edges.pop();
                continue;
            };
            match self.state.get(&edge.to) {
                Some(State::Done) => {}
                Some(State::Open) => {
                    let from = way.iter().position(|(on_way, _)| *on_way == edge.to).unwrap_or(0);
                    let circle: Vec<Edge> = edges[from..].iter().copied().chain([*edge]).collect();
                    self.add_circle(circle);
                }
                None => {
                    edges.push(*edge);
                    self.open(edge.to, &mut way);
                }
            }
        }
    }

    fn open(&mut self, node: Node, way: &mut Vec<(Node, std::slice::Iter<'e, Edge>)>) {
        self.state.insert(node, State::Open);
        way.push((node, self.out.get(&node).map_or(&[][..], Vec::as_slice).iter()));
    }

    /// Keeps one circle of those that share a node: the others would be reported again and again.
    fn add_circle(&mut self, circle: Vec<Edge>) {
        let nodes: BTreeSet<Node> = circle.iter().map(|edge| edge.from).collect();
        let shared = |known: &Vec<Edge>| known.iter().any(|edge| nodes.contains(&edge.from));
        if !self.circles.iter().any(shared) {
            self.circles.push(circle);
        }
    }
}

fn report_circle(checker: &mut Checker<'_>, circle: &[Edge]) {
    let mut names: Vec<&str> = circle.iter().map(|edge| checker.node_name(edge.from)).collect();
    names.extend(circle.first().map(|edge| checker.node_name(edge.from)));
    let message = format!("scores depend on each other in a circle: {}", arrows(&names));
    let Some((last, others)) = circle.split_last() else { return };
    let mut diagnostic = Diagnostic::new(Code::ScoreCircle, last.span, message);
    for edge in others.iter().take(5) {
        diagnostic = diagnostic.also(edge.span, format!("reads `{}`", checker.node_name(edge.to)));
    }
    let help = if others.is_empty() {
        "a score cannot read itself"
    } else {
        "let one of them read fields or activities instead"
    };
    checker.report::<()>(diagnostic.help(help));
}

/// Labels are written out where they are read: refuses programs in which that multiplies, or goes too deep. `done` has
/// each node after all that it reads.
fn count_labels(checker: &mut Checker<'_>, out: &BTreeMap<Node, Vec<Edge>>, done: &[Node]) -> Option<()> {
    // How many labels each is, itself counted, and in how many levels.
    let mut labels: BTreeMap<Node, (u32, u32)> = BTreeMap::new();
    for node in done {
        let (mut n_labels, mut n_levels) = (1, 1);
        for edge in out.get(node).map_or(&[][..], Vec::as_slice) {
            let Some((n_below, n_levels_below)) = labels.get(&edge.to) else { continue };
            n_labels += n_below;
            n_levels = n_levels.max(n_levels_below + 1);
            if n_labels > LABELS_MAX || n_levels > LABEL_LEVELS_MAX {
                let message = "labels that read each other multiply here";
                return checker.report(
                    Diagnostic::new(Code::TooLarge, edge.span, message)
                        .help("read fields and scores in place of some of the labels"),
                );
            }
        }
        if matches!(node, Node::Label(_)) {
            labels.insert(*node, (n_labels, n_levels));
        }
    }
    Some(())
}

/// Follows all reads from every score as it is now, and refuses programs that need too many evaluations.
fn count_instants(checker: &mut Checker<'_>, out: &BTreeMap<Node, Vec<Edge>>) -> Option<()> {
    let reads = std::mem::take(&mut checker.uses.reads);
    if reads.is_empty() {
        return Some(());
    }
    let mut logs: BTreeMap<(u32, OverId), u32> = BTreeMap::new();
    let mut known: BTreeSet<(Node, i64, u32)> = BTreeSet::new();
    let mut waiting: Vec<(Node, i64, u32)> = Vec::new();
    for node in all_nodes(checker) {
        known.insert((node, 0, 0));
        waiting.push((node, 0, 0));
    }
    let base = known.len();
    // What tests and assertions read counts too, once for all of them.
    let outside = reads.get(&None).map_or(&[][..], Vec::as_slice);
    if let Some(read) = outside.iter().find(|read| read.n_days as usize > INSTANTS_MAX) {
        return too_many(checker, read.span);
    }
    while let Some((node, ago_us, log)) = waiting.pop() {
        let special = reads.get(&Some(node)).map_or(&[][..], Vec::as_slice);
        for read in special {
            let n_logs = logs.len() as u32 + 1;
            let log = read.over.map_or(log, |over| *logs.entry((log, over)).or_insert(n_logs));
            for day in 0..i64::from(read.n_days) {
                let ago_us = ago_us.saturating_add(read.ago_us).saturating_add(day * crate::values::time::DAY_US);
                if known.insert((Node::Score(read.to), ago_us, log)) {
                    waiting.push((Node::Score(read.to), ago_us, log));
                }
                if known.len() - base > INSTANTS_MAX {
                    return too_many(checker, read.span);
                }
            }
        }
        if ago_us == 0 && log == 0 {
            continue;
        }
        for edge in out.get(&node).map_or(&[][..], Vec::as_slice) {
            if !edge.elsewhere && known.insert((edge.to, ago_us, log)) {
                waiting.push((edge.to, ago_us, log));
            }
        }
        if known.len() - base > INSTANTS_MAX {
            let span = special
                .first()
                .map_or_else(|| reads.values().flatten().next().map(|read| read.span), |read| Some(read.span));
            return too_many(checker, span?);
        }
    }
    Some(())
}

fn too_many(checker: &mut Checker<'_>, span: Span) -> Option<()> {
    let message = format!(
        "scores have to be evaluated at more than {INSTANTS_MAX} other instants for one record, because reads like this multiply"
    );
    checker.report(
        Diagnostic::new(Code::TooManyInstants, span, message)
            .help("look back over fewer days, or read a score that reads no others"),
    )
}
