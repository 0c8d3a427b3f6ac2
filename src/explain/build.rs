//! Results of one record as an explanation: names, places and evidence for every entry.

use super::activities::{activities, letter};
use super::evidence::Namer;
use super::owners::{Owned, Owners};
use super::*;
use super::{hint, steps};
use crate::engine::trace::{ConditionTrace, Observed, OwnerEvidence, RecordTrace, ScoreTrace};
use crate::ledger::{Entry, EntryKind, Note, NoteKind, RecordResult, Results, ScoreResult};
use crate::plan::Plan;
use crate::records::{Activity, Records};
use crate::source::{SourceMap, Span};
use crate::typed::{Head, KindId, OwnerId, OwnerKind, Score, TierTest, TypedRules};
use crate::values::Instant;
use std::collections::{BTreeMap, BTreeSet};

/// Whoever evaluates the rules of the subject, at its instant, on other records.
pub type Evaluate<'a> = dyn Fn(&Records) -> Results + 'a;

/// Which record is to be explained, and everything known about it.
pub struct Subject<'a> {
    /// The rules.
    pub rules: &'a TypedRules,
    /// Their plan.
    pub plan: &'a Plan,
    /// Their texts.
    pub sources: &'a SourceMap,
    /// The rules file and the hash of the plan.
    pub identity: RulesIdentity,
    /// The records of the run.
    pub records: &'a Records,
    /// What the run gave for the record.
    pub result: &'a RecordResult,
    /// What the engine saw on it.
    pub trace: &'a RecordTrace,
    /// The activities that the trace was made from.
    pub log: &'a [Activity],
    /// The instant of the run.
    pub as_of: Instant,
    /// The kind of the record.
    pub kind: KindId,
    /// Its index among the rows of its kind.
    pub row: usize,
    /// What people call it.
    pub name: Option<String>,
    /// Only these scores; all where none is named.
    pub only: &'a [String],
    /// Whether rules that gave nothing are listed.
    pub all: bool,
}

/// Explains one record. `evaluate` is asked only whether one more activity would reach the next tier.
pub fn explain(subject: &Subject<'_>, evaluate: &Evaluate<'_>) -> Explanation {
    let of = Resolver {
        subject,
        owners: &Owners::of(subject.rules),
        namer: Namer::new(subject.plan, subject.sources),
        evaluate,
    };
    let zone = &subject.rules.zone;
    Explanation {
        format_version: FORMAT_VERSION,
        rules: subject.identity.clone(),
        as_of: subject.as_of.to_string(),
        as_of_local: zone.display(subject.as_of),
        timezone: zone.name().to_owned(),
        record: RecordIdentity {
            kind: subject.rules.kinds[subject.kind.0 as usize].name.clone(),
            id: subject.result.id.to_string(),
            name: subject.name.clone(),
        },
        n_future_activities: subject.log.iter().filter(|activity| activity.at > subject.as_of).count() as u64,
        excluded: subject.trace.excluded.as_ref().map(|(index, condition)| of.excluded(*index, condition)),
        scores: of.scores(),
        labels: of.labels(),
        segments: of.segments(),
    }
}

/// Makes explanations of results and what was seen.
struct Resolver<'a> {
    subject: &'a Subject<'a>,
    owners: &'a Owners<'a>,
    namer: Namer<'a>,
    evaluate: &'a Evaluate<'a>,
}

/// A score, what it came to, and what was seen for it.
struct Scored<'a> {
    id: u32,
    score: &'a Score,
    result: &'a ScoreResult,
    trace: Option<&'a ScoreTrace>,
    seen: BTreeMap<OwnerId, &'a OwnerEvidence>,
}

impl<'a> Scored<'a> {
    fn new(id: u32, score: &'a Score, result: &'a ScoreResult, trace: Option<&'a ScoreTrace>) -> Scored<'a> {
        let owners = trace.iter().flat_map(|trace| &trace.owners);
        Scored { id, score, result, trace, seen: owners.map(|of| (of.owner, &of.evidence)).collect() }
    }

    fn seen(&self, owner: OwnerId) -> Option<&'a OwnerEvidence> {
        self.seen.get(&owner).copied()
    }
}

impl Resolver<'_> {
    fn place(&self, span: Span) -> Place {
        let sources = self.subject.sources;
        let (start, end) = (sources.position(span.source, span.start), sources.position(span.source, span.end));
        Place {
            file: sources.name(span.source).to_owned(),
            line: start.line as u64,
            column: start.column as u64,
            end_line: end.line as u64,
            end_column: end.column as u64,
        }
    }

    fn excluded(&self, index: u32, condition: &ConditionTrace) -> Excluded {
        let exclude = &self.subject.rules.excludes[index as usize];
        Excluded {
            reason: exclude.reason.clone(),
            evidence: self.namer.condition(condition),
            span: self.place(exclude.span),
        }
    }

    /// The scores of the record, as far as they are asked for.
    fn scores(&self) -> Vec<ScoreExplanation> {
        let subject = self.subject;
        let scores = (0..).zip(subject.rules.scores.iter().zip(&subject.result.scores));
        let wanted = scores.filter(|(_, (score, _))| subject.only.is_empty() || subject.only.contains(&score.name));
        wanted
            .filter_map(|(id, (score, result))| {
                let trace = subject.trace.scores.iter().find(|trace| trace.score.0 == id);
                Some(self.score(&Scored::new(id, score, result.as_ref()?, trace)))
            })
            .collect()
    }

    fn score(&self, of: &Scored<'_>) -> ScoreExplanation {
        let rules = self.subject.rules;
        let reads = of.trace.iter().flat_map(|trace| &trace.reads);
        ScoreExplanation {
            name: of.score.name.clone(),
            purpose: of.score.purpose.clone(),
            value: Exact(of.result.value),
            tier: of.result.tier.map(|tier| self.tier(of, tier)),
            reads: reads.map(|id| rules.scores[id.0 as usize].name.clone()).collect(),
            entries: of.result.entries.iter().map(|entry| self.entry(of, entry)).collect(),
            notes: of.result.notes.iter().map(|note| self.note(of, note)).collect(),
            silent: self.subject.all.then(|| self.silent_rules(of)),
        }
    }

    fn entry(&self, of: &Scored<'_>, entry: &Entry) -> LedgerEntry {
        let id = OwnerId(entry.owner);
        let owner = &self.subject.rules.owners[entry.owner as usize];
        let owned = self.owners.get(id);
        let (rules, sources) = (self.subject.rules, self.subject.sources);
        let mut told = LedgerEntry {
            rule: owner.id.clone(),
            owner: owner_word(owner.what),
            name: owner.name.clone(),
            text: owner.text.clone(),
            span: self.place(owner.span),
            kind: kind_word(entry.kind),
            points: Exact(entry.points),
            n_activities: entry.n_activities,
            award: owned.filter(|_| entry.kind == EntryKind::Award).and_then(|owned| steps::award(owned, sources)),
            by: owned.and_then(|owned| steps::by(entry, owned, rules, sources)),
            reason: None,
            clock: None,
            evidence: Vec::new(),
            activities: Vec::new(),
        };
        match (entry.kind, of.seen(id)) {
            (EntryKind::Award, Some(OwnerEvidence::Activities(traces))) => {
                told.activities = activities(traces, self.subject.log, owned, rules);
                told.reason = owner.reason.clone();
            }
            (EntryKind::Decay, Some(OwnerEvidence::Rule { age, .. })) => {
                told.clock = age.map(|age| ClockEvidence { age: age.units, unit: letter(age) });
            }
            (EntryKind::Award | EntryKind::Factor, Some(evidence)) => {
                if let OwnerEvidence::Factor { by: Some(by), .. } = evidence {
                    told.by = Some(format!("times {by}"));
                }
                told.evidence = self.seen(evidence);
                told.reason = owner.reason.clone();
            }
            (EntryKind::Override, _) => self.hand_set(of, &mut told),
            _ => {}
        }
        told
    }

    /// What was seen for an owner that holds.
    fn seen(&self, evidence: &OwnerEvidence) -> Vec<Evidence> {
        let both = |when: Option<&ConditionTrace>, values: &[Observed]| {
            let mut all: Vec<Evidence> = when.iter().flat_map(|when| self.namer.condition(when)).collect();
            all.extend(self.namer.values(values));
            all
        };
        match evidence {
            OwnerEvidence::Activities(_) => Vec::new(),
            OwnerEvidence::Rule { when, award_of, .. } => both(Some(when), award_of),
            OwnerEvidence::Group(when) => both(Some(when), &[]),
            OwnerEvidence::Factor { when, by_of, .. } => both(when.as_ref(), by_of),
        }
    }

    /// The override that holds takes the place of its score.
    fn hand_set(&self, of: &Scored<'_>, told: &mut LedgerEntry) {
        told.by = Some(format!("set to {}", of.result.value.display_points()));
        let Some((index, condition, values)) = of.trace.and_then(|trace| trace.overridden.as_ref()) else { return };
        let over = &of.score.overrides[*index as usize];
        told.span = self.place(over.span);
        told.reason = over.reason.clone();
        told.evidence = self.namer.condition(condition);
        told.evidence.extend(self.namer.values(values));
    }

    fn note(&self, of: &Scored<'_>, note: &Note) -> LedgerNote {
        let owner = &self.subject.rules.owners[note.owner as usize];
        LedgerNote {
            rule: owner.id.clone(),
            name: owner.name.clone(),
            text: owner.text.clone(),
            span: self.place(owner.span),
            kind: match note.kind {
                NoteKind::Remark => NoteWord::Remark,
                NoteKind::AwardMissing => NoteWord::AwardMissing,
                NoteKind::FactorMissing => NoteWord::FactorMissing,
            },
            n: note.n,
            reason: owner.reason.clone(),
            evidence: of.seen(OwnerId(note.owner)).map(|evidence| self.seen(evidence)).unwrap_or_default(),
        }
    }

    /// The rules of a score that have neither entry nor note.
    fn silent_rules(&self, of: &Scored<'_>) -> Vec<SilentRule> {
        let entries = of.result.entries.iter().map(|entry| entry.owner);
        let told: BTreeSet<u32> = entries.chain(of.result.notes.iter().map(|note| note.owner)).collect();
        let owners = (0..).zip(&self.subject.rules.owners);
        owners
            .filter(|(id, owner)| owner.score.0 == of.id && owner.what == OwnerKind::Rule && !told.contains(id))
            .map(|(id, owner)| SilentRule {
                rule: owner.id.clone(),
                name: owner.name.clone(),
                text: owner.text.clone(),
                span: self.place(owner.span),
                evidence: self.in_the_way(of, OwnerId(id)),
            })
            .collect()
    }

    /// A group around a rule that does not apply, else what the rule's own condition lacks, else that there is no such
    /// activity.
    fn in_the_way(&self, of: &Scored<'_>, id: OwnerId) -> Vec<Evidence> {
        for group in self.owners.groups(id) {
            if let Some(OwnerEvidence::Group(when)) = of.seen(*group)
                && !when.holds
            {
                return self.namer.condition(when);
            }
        }
        match (of.seen(id), self.owners.get(id)) {
            (Some(OwnerEvidence::Activities(traces)), Some(Owned::Rule(rule))) => match &rule.head {
                Head::Each(phrase) => vec![Evidence {
                    field: super::evidence::text_at(self.subject.sources, phrase.span),
                    operator: Some("any".to_owned()),
                    expected: None,
                    observed: serde_json::Value::from(traces.len()),
                    ty: "activities",
                    holds: Some(!traces.is_empty()),
                }],
                Head::When(_) => Vec::new(),
            },
            (Some(evidence), _) => self.seen(evidence),
            (None, _) => Vec::new(),
        }
    }

    fn tier(&self, of: &Scored<'_>, tier: u32) -> TierOutcome {
        let set_by = of.trace.and_then(|trace| trace.tier_set.as_ref()).map(|(index, condition)| {
            let over = &of.score.tier_overrides[*index as usize];
            TierSetBy {
                reason: over.reason.clone(),
                evidence: self.namer.condition(condition),
                span: self.place(over.span),
            }
        });
        let next = if set_by.is_some() { None } else { self.next_tier(of, tier) };
        TierOutcome { name: of.score.tiers[tier as usize].name.clone(), set_by, next }
    }

    /// The next better tier, where points lead to it.
    fn next_tier(&self, of: &Scored<'_>, tier: u32) -> Option<NextTier> {
        let by_points = |tier: &u32| of.score.tiers[*tier as usize].test != TierTest::OnlyWhen;
        let next = (0..tier).rev().find(by_points)?;
        let better = of.score.tiers.get(next as usize)?;
        let (operator, threshold) = match better.test {
            TierTest::AtLeast(threshold) => (">=", threshold),
            TierTest::Above(threshold) => (">", threshold),
            TierTest::TopPercent(_) | TierTest::Top(_) | TierTest::OnlyWhen | TierTest::Otherwise => return None,
        };
        Some(NextTier {
            name: better.name.clone(),
            operator,
            threshold: Exact(threshold),
            short: Exact(threshold.checked_sub(of.result.value)?),
            reached_by: hint::reached_by(self.subject, of.id as usize, next, self.evaluate),
        })
    }

    fn labels(&self) -> Vec<LabelOutcome> {
        let labels = self.subject.rules.labels.iter().zip(&self.subject.result.labels);
        let own = labels.filter(|(label, _)| self.has_results_of(label.kind));
        own.map(|(label, value)| LabelOutcome {
            name: label.name.clone(),
            value: value.as_ref().map(|value| value.to_string()),
        })
        .collect()
    }

    fn segments(&self) -> Vec<SegmentOutcome> {
        let segments = self.subject.rules.segments.iter().zip(&self.subject.result.segments);
        let own = segments.filter(|(segment, _)| self.has_results_of(segment.kind));
        own.map(|(segment, member)| SegmentOutcome { name: segment.name.clone(), member: *member }).collect()
    }

    fn has_results_of(&self, kind: KindId) -> bool {
        kind == self.subject.kind && self.subject.result.excluded.is_none()
    }
}

/// One contact with its activities.
pub(super) fn only_record(records: &Records, kind: usize, row: usize) -> Records {
    let row = &records.rows[kind][row];
    let mut rows = vec![Vec::new(); records.rows.len()];
    rows[kind] = vec![row.clone()];
    let own = records.activities.iter().filter(|activity| activity.contact == row.id);
    Records { rows, activities: own.cloned().collect() }
}

fn owner_word(kind: OwnerKind) -> OwnerWord {
    match kind {
        OwnerKind::Rule => OwnerWord::Rule,
        OwnerKind::Group => OwnerWord::Group,
        OwnerKind::Factor => OwnerWord::Factor,
        OwnerKind::Score => OwnerWord::Score,
    }
}

fn kind_word(kind: EntryKind) -> KindWord {
    match kind {
        EntryKind::Award => KindWord::Award,
        EntryKind::Decay => KindWord::Decay,
        EntryKind::Limit => KindWord::Limit,
        EntryKind::Cap => KindWord::Cap,
        EntryKind::Factor => KindWord::Factor,
        EntryKind::Range => KindWord::Range,
        EntryKind::Rounding => KindWord::Rounding,
        EntryKind::Override => KindWord::Override,
    }
}
