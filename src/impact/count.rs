//! Counting what moves: one pass over the records of finished runs, and one over what movers share.

use super::items::{Item, items};
use super::judge::{Band, Cause, Moved, State, Watched, kind_of};
use super::merge::Merged;
use super::report::{ItemReport, KindReport, Move, Part, Report, Shared, Spread};
use crate::engine::{Look, Run, in_rows};
use crate::plan::{HeadPlan, KindId, Op, Plan, RuleId, Step};
use crate::typed::TypedRules;
use crate::values::{Decimal, Instant};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Fewer records than this are not described: what they share could be one person's.
pub const DESCRIBED_MIN: u64 = 5;
/// A part is described by so many rules at most.
const SHARED_MAX: usize = 2;
/// So many parts of movements are described, those of most records first.
const PARTS_DESCRIBED_MAX: usize = 200;

/// Finished runs of the versions, as of one instant.
pub struct Runs<'r, 'a> {
    /// By world of the versions, over the same rows.
    pub runs: &'r [&'r Run<'a>],
    /// The plans of the worlds.
    pub plans: &'r [Plan],
    /// As of when.
    pub at: Instant,
    /// On how many threads.
    pub n_threads: usize,
}

/// Counts what moves between the two versions.
pub fn count(merged: &Merged, old: &TypedRules, new: &TypedRules, of: &Runs<'_, '_>) -> Report {
    let before: Vec<Item> = items(old).into_iter().map(|(item, _)| item).collect();
    let after: Vec<Item> = items(new).into_iter().map(|(item, _)| item).collect();
    let watched: Vec<Watched<'_>> = after.iter().filter_map(|item| Watched::new(item, merged, of.plans)).collect();
    let named = |item: &Item| format!("{} {}", item.word(), item.name());
    let is_watched = |item: &Item| watched.iter().any(|watched| watched.item == item);
    let mut report = Report {
        at: of.at,
        kinds: Vec::new(),
        items: Vec::new(),
        gone: before.iter().filter(|item| !is_watched(item)).map(named).collect(),
        come: after.iter().filter(|item| !is_watched(item)).map(named).collect(),
    };
    let kinds = kinds(merged, of.plans, before.iter().map(|item| (item, 0)).chain(after.iter().map(|item| (item, 1))));
    for kind in kinds {
        let of_kind: Vec<&Watched<'_>> = watched.iter().filter(|watched| watched.kind == kind).collect();
        let rules = Rules::of(of.plans, kind);
        count_kind(&of_kind, &rules, kind, of, &mut report);
    }
    let place =
        |item: &ItemReport| watched.iter().position(|of| of.item.word() == item.what && of.item.name() == item.name);
    report.items.sort_by_key(place);
    report
}

/// The kinds that have results in either version.
fn kinds<'i>(merged: &Merged, plans: &[Plan], all: impl Iterator<Item = (&'i Item, usize)>) -> BTreeSet<KindId> {
    let versions = [0, merged.edits.all()];
    all.filter_map(|(item, side)| merged.place(item, versions[side]).map(|place| kind_of(item, plans, place))).collect()
}

/// What is counted of some hundred records.
struct Piece {
    /// By item.
    counts: Vec<Counts>,
    n: u64,
    n_excluded: [u64; 2],
    n_moved: u64,
    n_tier_moved: u64,
}

#[derive(Default)]
struct Counts {
    matrix: BTreeMap<(Band, Band), u64>,
    values: [Vec<Decimal>; 2],
    movers: Vec<Mover>,
}

/// A record of which an item moved.
struct Mover {
    id: Arc<str>,
    moved: Moved,
    is_up: bool,
    /// Which rules count for it.
    rules: Vec<u32>,
}

fn count_kind(watched: &[&Watched<'_>], rules: &Rules, kind: KindId, of: &Runs<'_, '_>, report: &mut Report) {
    let new = || Piece {
        counts: watched.iter().map(|_| Counts::default()).collect(),
        n: 0,
        n_excluded: [0; 2],
        n_moved: 0,
        n_tier_moved: 0,
    };
    let add = |piece: &mut Piece, looks: &mut [Look<'_, '_>], _: u32| judge(piece, looks, watched, rules);
    let pieces = in_rows(of.runs, kind, of.n_threads, new, add);
    let plan = &of.plans[0];
    let sum = |of: &dyn Fn(&Piece) -> u64| pieces.iter().map(of).sum();
    let (name, plural) = plan
        .kinds
        .get(kind.0 as usize)
        .map_or_else(Default::default, |kind| (kind.name.clone(), plural_of(&kind.name)));
    report.kinds.push(KindReport {
        kind: name,
        plural,
        n: sum(&|piece| piece.n),
        n_excluded: [sum(&|piece| piece.n_excluded[0]), sum(&|piece| piece.n_excluded[1])],
        n_moved: sum(&|piece| piece.n_moved),
        n_tier_moved: sum(&|piece| piece.n_tier_moved),
    });
    let mut counts: Vec<Counts> = watched.iter().map(|_| Counts::default()).collect();
    for piece in pieces {
        counts.iter_mut().zip(piece.counts).for_each(|(all, some)| all.add(some));
    }
    let mut described = Described { of, kind, rules, frequency: BTreeMap::new() };
    let items =
        watched.iter().zip(counts).map(|(watched, counts)| item(watched, counts, report.kinds.len() - 1, of.plans));
    let mut items: Vec<(ItemReport, Vec<PartRules>)> = items.collect();
    described.ask(&items);
    for (item, rules) in &mut items {
        described.describe(item, rules);
    }
    report.items.extend(items.into_iter().map(|(item, _)| item));
}

fn plural_of(name: &str) -> String {
    format!("{name}s")
}

fn judge(piece: &mut Piece, looks: &mut [Look<'_, '_>], watched: &[&Watched<'_>], rules: &Rules) {
    piece.n += 1;
    let last = looks.len() - 1;
    piece.n_excluded[0] += u64::from(looks[0].excluded().is_some());
    piece.n_excluded[1] += u64::from(looks[last].excluded().is_some());
    let (mut is_moved, mut is_tier_moved) = (false, false);
    let mut counting: Option<Vec<u32>> = None;
    for (watched, counts) in watched.iter().zip(&mut piece.counts) {
        let states = watched.states(looks);
        *counts.matrix.entry((states[0].band(), states[1].band())).or_default() += 1;
        let mut values = [None; 2];
        for (side, state) in states.iter().enumerate() {
            if let State::Score(value, _) = state {
                counts.values[side].push(*value);
                values[side] = Some(*value);
            }
        }
        if let Some(moved) = watched.moved(looks, &states) {
            is_moved = true;
            is_tier_moved |= moved.band.is_some() && matches!(watched.item, Item::Score(_));
            let is_described = moved.band.is_some();
            let rules =
                if is_described { counting.get_or_insert_with(|| rules.counting(looks)).clone() } else { vec![] };
            let id = if is_described { looks[0].id().clone() } else { Arc::from("") };
            counts.movers.push(Mover { id, moved, is_up: values[1] > values[0], rules });
        }
    }
    piece.n_moved += u64::from(is_moved);
    piece.n_tier_moved += u64::from(is_tier_moved);
}

impl Counts {
    fn add(&mut self, some: Counts) {
        for (cell, n) in some.matrix {
            *self.matrix.entry(cell).or_default() += n;
        }
        let [old, new] = some.values;
        self.values[0].extend(old);
        self.values[1].extend(new);
        self.movers.extend(some.movers);
    }
}

/// Movements, each by its causes, with the records and the rules that count for them.
type Moves = BTreeMap<(Band, Band), BTreeMap<Cause, (Vec<Arc<str>>, PartRules)>>;

/// For each part of an item's movements, how many of its records each rule counts for.
type PartRules = BTreeMap<u32, u64>;

fn item(watched: &Watched<'_>, counts: Counts, kind: usize, plans: &[Plan]) -> (ItemReport, Vec<PartRules>) {
    let mut report = ItemReport {
        what: watched.item.word(),
        name: watched.item.name().to_owned(),
        kind,
        bands: watched.bands(plans, &counts.matrix),
        matrix: counts.matrix,
        ..ItemReport::default()
    };
    let mut moves: Moves = BTreeMap::new();
    for mover in counts.movers {
        if let Some(points) = mover.moved.points {
            report.n_changed[0] += 1;
            report.n_changed[if mover.is_up { 1 } else { 2 }] += 1;
            report.points.merge(points.together);
            if points.together.micro() != 0 {
                report.together.0.merge(points.together);
                report.together.1 += 1;
            }
            for (edit, alone) in points.alone {
                report.points.merge(alone);
                let entry = report.alone.entry(edit).or_default();
                entry.0.merge(alone);
                entry.1 += 1;
            }
        }
        if let Some((from, to, cause)) = mover.moved.band {
            let part = moves.entry((from, to)).or_default().entry(cause).or_default();
            part.0.push(mover.id);
            mover.rules.iter().for_each(|rule| *part.1.entry(*rule).or_default() += 1);
        }
    }
    if let Item::Score(_) = watched.item {
        let [old, new] = counts.values;
        report.values = Some([Spread::of(old), Spread::of(new)]);
    }
    let rules = sorted(moves, &mut report.moves);
    (report, rules)
}

/// Movements and their parts by how many there are.
fn sorted(moves: Moves, into: &mut Vec<Move>) -> Vec<PartRules> {
    let mut all: Vec<(Move, Vec<PartRules>)> = Vec::new();
    for ((from, to), causes) in moves {
        let mut parts: Vec<(Part, PartRules)> = Vec::new();
        for (cause, (ids, rules)) in causes {
            parts.push((Part { cause, n: ids.len() as u64, shared: Vec::new(), ids }, rules));
        }
        parts.sort_by_key(|(part, _)| std::cmp::Reverse(part.n));
        let n = parts.iter().map(|(part, _)| part.n).sum();
        let (causes, rules) = parts.into_iter().unzip();
        all.push((Move { from, to, n, causes }, rules));
    }
    all.sort_by_key(|(one, _)| std::cmp::Reverse(one.n));
    let (moves, rules): (Vec<Move>, Vec<Vec<PartRules>>) = all.into_iter().unzip();
    into.extend(moves);
    rules.into_iter().flatten().collect()
}

/// Rules of either version that may describe records, by their heads as written.
struct Rules {
    /// The text, and which rule of which world says whether it counts.
    all: Vec<(String, usize, RuleId)>,
}

impl Rules {
    /// The rules of the scores of a kind that every record has.
    fn of(plans: &[Plan], kind: KindId) -> Rules {
        let mut known: BTreeMap<String, (usize, RuleId)> = BTreeMap::new();
        for (world, plan) in plans.iter().enumerate() {
            let scores = plan.scores.iter().filter(|score| score.kind == kind);
            for score in scores.filter(|score| !plan.on_demand.contains(&score.main)) {
                for step in &plan.instance(score.main).steps {
                    let Step::Rule(id) = step else { continue };
                    if is_telling(plan, *id) {
                        let text = &plan.owners[plan.rule(*id).owner.0 as usize].text;
                        // Of one head in both versions the new one's.
                        known.insert(text.clone(), (world, *id));
                    }
                }
            }
        }
        Rules { all: known.into_iter().map(|(text, (world, rule))| (text, world, rule)).collect() }
    }

    /// Those that count for a record.
    fn counting(&self, looks: &mut [Look<'_, '_>]) -> Vec<u32> {
        let counts = |(_, (_, world, rule)): &(u32, &(String, usize, RuleId))| looks[*world].counts(*rule);
        (0u32..).zip(&self.all).filter(counts).map(|(at, _)| at).collect()
    }
}

/// Whether a rule's head says anything: `always` does not, nor what is left by the arms before.
fn is_telling(plan: &Plan, rule: RuleId) -> bool {
    let rule = plan.rule(rule);
    let is_constant = match rule.head {
        HeadPlan::When { when, .. } => matches!(plan.node(when).op, Op::Const(_)),
        HeadPlan::Each(_) => false,
    };
    let text = plan.owners[rule.owner.0 as usize].text.as_str();
    !is_constant && !rule.remark && text != "always" && text != "else"
}

/// What movers share, against all records.
struct Described<'d, 'r, 'a> {
    of: &'d Runs<'r, 'a>,
    kind: KindId,
    rules: &'d Rules,
    /// For how many records a rule counts.
    frequency: BTreeMap<u32, u64>,
}

impl Described<'_, '_, '_> {
    /// Counts the rules that may describe a part over all records.
    fn ask(&mut self, items: &[(ItemReport, Vec<PartRules>)]) {
        let mut wanted = BTreeSet::new();
        for (item, rules) in items {
            let parts = item.moves.iter().flat_map(|one| &one.causes);
            for (part, rules) in parts.zip(rules).filter(|(part, _)| part.n >= DESCRIBED_MIN).take(PARTS_DESCRIBED_MAX)
            {
                wanted.extend(rules.iter().filter(|(_, n)| **n * 4 >= part.n * 3).map(|(rule, _)| *rule));
            }
        }
        if wanted.is_empty() {
            return;
        }
        let wanted: Vec<u32> = wanted.into_iter().collect();
        let add = |counts: &mut Vec<u64>, looks: &mut [Look<'_, '_>], _: u32| {
            for (count, rule) in counts.iter_mut().zip(&wanted) {
                let (_, world, rule) = &self.rules.all[*rule as usize];
                *count += u64::from(looks[*world].counts(*rule));
            }
        };
        let pieces = in_rows(self.of.runs, self.kind, self.of.n_threads, || vec![0u64; wanted.len()], add);
        for piece in pieces {
            for (rule, n) in wanted.iter().zip(piece) {
                *self.frequency.entry(*rule).or_default() += n;
            }
        }
    }

    fn describe(&self, item: &mut ItemReport, rules: &[PartRules]) {
        let n_all: u64 = item.matrix.values().sum();
        let parts = item.moves.iter_mut().flat_map(|one| &mut one.causes);
        for (part, rules) in parts.zip(rules).filter(|(part, _)| part.n >= DESCRIBED_MIN).take(PARTS_DESCRIBED_MAX) {
            let share = |n: u64, of: u64| n * 1_000 / of.max(1);
            let mut shared: Vec<(u64, Shared)> = Vec::new();
            for (rule, n) in rules.iter().filter(|(_, n)| **n * 4 >= part.n * 3) {
                let n_of_all = self.frequency.get(rule).copied().unwrap_or(0);
                let (here, there) = (share(*n, part.n), share(n_of_all, n_all));
                if here >= there + 50 {
                    let text = self.rules.all[*rule as usize].0.clone();
                    shared.push((here - there, Shared { text, n: *n, n_of_all }));
                }
            }
            shared.sort_by_key(|(lift, _)| std::cmp::Reverse(*lift));
            part.shared = shared.into_iter().map(|(_, shared)| shared).take(SHARED_MAX).collect();
        }
    }
}
