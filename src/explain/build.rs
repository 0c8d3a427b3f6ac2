//! Results of one record as an explanation: names, places and evidence for every entry.

use super::asked::{Asked, Asker, Leaf};
use super::owners::{Owned, Owners};
use super::questions::{Answers, Questions};
use super::walk::{reads_of, records_stand_alone};
use super::*;
use super::{hint, steps};
use crate::ledger::{Entry, EntryKind, Note, NoteKind, RecordResult, Results, ScoreResult};
use crate::records::Records;
use crate::source::{SourceMap, Span};
use crate::typed::{Award, Head, KindId, OwnerId, OwnerKind, Score, TierTest, TypedRules};
use crate::values::Instant;
use std::collections::BTreeMap;

/// Whoever evaluates rules on records.
pub type Evaluate<'a> = dyn Fn(&TypedRules, &Records, Instant) -> Results + 'a;

/// The activities behind the awards of a record, by owner, the newest first.
pub type ActivitiesByOwner = BTreeMap<OwnerId, Vec<ActivityEvidence>>;

/// Which record is to be explained, and everything known about it.
pub struct Subject<'a> {
    /// The rules.
    pub rules: &'a TypedRules,
    /// Their texts.
    pub sources: &'a SourceMap,
    /// The rules file and the hash of their plan.
    pub identity: RulesIdentity,
    /// The records of the run.
    pub records: &'a Records,
    /// What the run gave.
    pub results: &'a Results,
    /// The activities behind awards.
    pub activities: &'a ActivitiesByOwner,
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

/// Explains one record. `evaluate` is asked once, for everything that conditions look at.
pub fn explain(subject: &Subject<'_>, evaluate: &Evaluate<'_>) -> Explanation {
    let result = &subject.results.records[subject.kind.0 as usize][subject.row];
    let mut asker = Asker {
        rules: subject.rules,
        sources: subject.sources,
        row: &subject.records.rows[subject.kind.0 as usize][subject.row],
        questions: Questions::new(subject.rules, subject.kind),
    };
    let owners = Owners::of(subject.rules);
    let exclude = result.excluded.map(|index| &subject.rules.excludes[index as usize]);
    let asked_exclude = exclude.map(|exclude| asker.cond(&exclude.when));
    let scores: Vec<AskedScore<'_>> = wanted(subject, result)
        .map(|(score, result)| ask_score(score, result, subject.all, &owners, &mut asker))
        .collect();
    let answered = evaluate_questions(subject, asker.questions, evaluate);
    let answers = Answers { result: &answered };
    let of = Resolver { subject, owners: &owners, answers, evaluate };
    Explanation {
        format_version: FORMAT_VERSION,
        rules: subject.identity.clone(),
        as_of: subject.as_of.to_string(),
        as_of_local: subject.rules.zone.display(subject.as_of),
        timezone: subject.rules.zone.name().to_owned(),
        record: RecordIdentity {
            kind: subject.rules.kinds[subject.kind.0 as usize].name.clone(),
            id: result.id.to_string(),
            name: subject.name.clone(),
        },
        excluded: exclude.zip(asked_exclude).map(|(exclude, asked)| Excluded {
            reason: exclude.reason.clone(),
            evidence: asked.evidence(answers).1,
            span: of.place(exclude.span),
        }),
        scores: scores.iter().map(|score| of.score(score)).collect(),
        labels: of.labels(result),
        segments: of.segments(result),
    }
}

/// The scores to explain: those of the kind, as far as they are asked for.
fn wanted<'a>(subject: &Subject<'a>, result: &'a RecordResult) -> impl Iterator<Item = (&'a Score, &'a ScoreResult)> {
    let only = subject.only.to_vec();
    let scores = subject.rules.scores.iter().zip(&result.scores);
    scores
        .filter(move |(score, _)| only.is_empty() || only.contains(&score.name))
        .filter_map(|(score, result)| Some((score, result.as_ref()?)))
}

/// Evaluates the rules with all questions on as few records as can matter.
fn evaluate_questions(subject: &Subject<'_>, questions: Questions, evaluate: &Evaluate<'_>) -> RecordResult {
    let mut rules = questions.put_to(subject.rules);
    // Labels of an excluded record are missing, and so would be the answers.
    rules.excludes.clear();
    let kind = subject.kind.0 as usize;
    let row = &subject.records.rows[kind][subject.row];
    let alone;
    let records = if records_stand_alone(subject.rules) {
        alone = only_record(subject.records, kind, subject.row);
        &alone
    } else {
        subject.records
    };
    let results = evaluate(&rules, records, subject.as_of);
    let found = results.records.into_iter().nth(kind).and_then(|all| all.into_iter().find(|of| of.id == row.id));
    found.expect("a record that was scored is scored again")
}

/// One record with its activities.
pub(super) fn only_record(records: &Records, kind: usize, row: usize) -> Records {
    let row = &records.rows[kind][row];
    let mut rows = vec![Vec::new(); records.rows.len()];
    rows[kind] = vec![row.clone()];
    let own = records.activities.iter().filter(|activity| activity.contact == row.id);
    Records { rows, activities: own.cloned().collect() }
}

/// A score whose conditions have been asked for.
struct AskedScore<'a> {
    score: &'a Score,
    result: &'a ScoreResult,
    owners: BTreeMap<OwnerId, AskedOwner>,
    tier_overrides: Vec<Asked>,
    /// Rules without entry and note, if they were asked for.
    silent: Option<Vec<OwnerId>>,
}

/// What was asked about one owner.
#[derive(Default)]
struct AskedOwner {
    /// Conditions of the groups around it.
    within: Vec<Asked>,
    /// Its own conditions, in order; of overrides, one each.
    conds: Vec<Asked>,
    /// What its award or factor is made of.
    used: Vec<Leaf>,
    /// Of a silent activity rule: how many activities its phrase finds.
    activities: Option<Leaf>,
}

fn ask_score<'a>(
    score: &'a Score,
    result: &'a ScoreResult,
    all: bool,
    owners: &Owners<'a>,
    asker: &mut Asker<'_>,
) -> AskedScore<'a> {
    let loud: Vec<OwnerId> = result
        .entries
        .iter()
        .map(|entry| entry.owner)
        .chain(result.notes.iter().map(|note| note.owner))
        .map(OwnerId)
        .collect();
    let mut asked = BTreeMap::new();
    for owner in &loud {
        asked.entry(*owner).or_insert_with(|| ask_owner(*owner, false, owners, asker));
    }
    let silent = all.then(|| silent_rules(score, &loud, owners, asker.rules));
    for owner in silent.iter().flatten() {
        asked.insert(*owner, ask_owner(*owner, true, owners, asker));
    }
    let tier_overrides = score.tier_overrides.iter().map(|tier| asker.cond(&tier.when)).collect();
    AskedScore { score, result, owners: asked, tier_overrides, silent }
}

fn silent_rules(score: &Score, loud: &[OwnerId], owners: &Owners<'_>, rules: &TypedRules) -> Vec<OwnerId> {
    let of_score = rules.owners[score.body.owner.0 as usize].score;
    let ids = (0..).map(OwnerId).zip(&rules.owners);
    ids.filter(|(id, owner)| owner.score == of_score && owner.what == OwnerKind::Rule && !loud.contains(id))
        .filter(|(id, _)| owners.get(*id).is_some())
        .map(|(id, _)| id)
        .collect()
}

fn ask_owner(owner: OwnerId, silent: bool, owners: &Owners<'_>, asker: &mut Asker<'_>) -> AskedOwner {
    let mut asked = AskedOwner::default();
    if silent {
        asked.within = owners.within(owner).iter().map(|cond| asker.cond(cond)).collect();
    }
    match owners.get(owner) {
        Some(Owned::Rule(rule)) => match &rule.head {
            Head::Each(phrase) if silent => asked.activities = Some(asker.activities(phrase, "any")),
            Head::Each(_) => {}
            Head::When(cond) => {
                asked.conds.push(asker.cond(cond));
                if let Award::Same(award) = &rule.award {
                    asked.used = asker.used(award);
                }
            }
        },
        Some(Owned::Factor(factor)) => {
            asked.conds.extend(factor.when.iter().map(|cond| asker.cond(cond)).collect::<Vec<_>>());
            asked.used = asker.used(&factor.by);
        }
        Some(Owned::Score(score)) => {
            asked.conds = score.overrides.iter().map(|over| asker.cond(&over.when)).collect();
        }
        Some(Owned::Group(_)) | None => {}
    }
    asked
}

/// Makes explanations of what was asked, now that the answers are there.
struct Resolver<'a> {
    subject: &'a Subject<'a>,
    owners: &'a Owners<'a>,
    answers: Answers<'a>,
    evaluate: &'a Evaluate<'a>,
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

    fn score(&self, asked: &AskedScore<'_>) -> ScoreExplanation {
        let (score, result) = (asked.score, asked.result);
        let rules = self.subject.rules;
        let reads = reads_of(score).scores;
        ScoreExplanation {
            name: score.name.clone(),
            purpose: score.purpose.clone(),
            value: Exact(result.value),
            tier: result.tier.map(|tier| self.tier(asked, tier)),
            reads: reads.iter().map(|id| rules.scores[*id as usize].name.clone()).collect(),
            entries: result.entries.iter().map(|entry| self.entry(asked, entry)).collect(),
            notes: result.notes.iter().map(|note| self.note(asked, note)).collect(),
            silent: asked.silent.as_ref().map(|silent| silent.iter().map(|id| self.silent(asked, *id)).collect()),
        }
    }

    fn entry(&self, asked: &AskedScore<'_>, entry: &Entry) -> LedgerEntry {
        let id = OwnerId(entry.owner);
        let owner = &self.subject.rules.owners[entry.owner as usize];
        let (evidence, by, reason, span) = match entry.kind {
            EntryKind::Override => self.hand_set(asked, entry),
            kind => {
                let evidence = if tells(kind) { self.evidence(asked, id) } else { Vec::new() };
                let by = self
                    .owners
                    .get(id)
                    .and_then(|owned| steps::by(entry, owned, self.subject.rules, self.subject.sources));
                let reason = owner.reason.clone().filter(|_| tells(kind));
                (evidence, by, reason, owner.span)
            }
        };
        let activities = self.subject.activities.get(&id).filter(|_| entry.kind == EntryKind::Award);
        LedgerEntry {
            rule: owner.id.clone(),
            owner: owner_word(owner.what),
            name: owner.name.clone(),
            text: owner.text.clone(),
            span: self.place(span),
            kind: kind_word(entry.kind),
            points: Exact(entry.points),
            n_activities: entry.n_activities,
            by,
            reason,
            evidence,
            activities: activities.cloned().unwrap_or_default(),
        }
    }

    /// The first override that holds.
    fn hand_set(&self, asked: &AskedScore<'_>, entry: &Entry) -> (Vec<Evidence>, Option<String>, Option<String>, Span) {
        let conds = asked.owners.get(&OwnerId(entry.owner)).map_or(&[][..], |owner| &owner.conds);
        let found = asked.score.overrides.iter().zip(conds).find_map(|(over, cond)| {
            let (holds, evidence) = cond.evidence(self.answers);
            holds.then_some((over, evidence))
        });
        let by = Some(format!("set to {}", asked.result.value.display_points()));
        match found {
            Some((over, evidence)) => (evidence, by, over.reason.clone(), over.span),
            None => (Vec::new(), by, None, asked.score.span),
        }
    }

    fn evidence(&self, asked: &AskedScore<'_>, owner: OwnerId) -> Vec<Evidence> {
        let Some(of) = asked.owners.get(&owner) else { return Vec::new() };
        let mut evidence: Vec<Evidence> = of.conds.iter().flat_map(|cond| cond.evidence(self.answers).1).collect();
        evidence.extend(of.used.iter().map(|leaf| leaf.evidence(self.answers)));
        evidence
    }

    fn note(&self, asked: &AskedScore<'_>, note: &Note) -> LedgerNote {
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
            evidence: self.evidence(asked, OwnerId(note.owner)),
        }
    }

    /// What stood in the way: a group around it that does not apply, else the rule's own condition or phrase.
    fn silent(&self, asked: &AskedScore<'_>, id: OwnerId) -> SilentRule {
        let owner = &self.subject.rules.owners[id.0 as usize];
        let of = asked.owners.get(&id);
        let conds = of.into_iter().flat_map(|of| of.within.iter().chain(&of.conds));
        let unmet = conds.map(|cond| cond.evidence(self.answers)).find(|(holds, _)| !holds);
        let evidence = match (unmet, of.and_then(|of| of.activities.as_ref())) {
            (Some((_, evidence)), _) => evidence,
            (None, Some(activities)) => vec![activities.evidence(self.answers)],
            (None, None) => Vec::new(),
        };
        SilentRule {
            rule: owner.id.clone(),
            name: owner.name.clone(),
            text: owner.text.clone(),
            span: self.place(owner.span),
            evidence,
        }
    }

    fn tier(&self, asked: &AskedScore<'_>, tier: u32) -> TierOutcome {
        let overrides = asked.score.tier_overrides.iter().zip(&asked.tier_overrides);
        let set_by = overrides
            .map(|(over, cond)| (over, cond.evidence(self.answers)))
            .find(|(_, (holds, _))| *holds)
            .map(|(over, (_, evidence))| TierSetBy {
                reason: over.reason.clone(),
                evidence,
                span: self.place(over.span),
            });
        let next = if set_by.is_some() { None } else { self.next_tier(asked, tier) };
        TierOutcome { name: asked.score.tiers[tier as usize].name.clone(), set_by, next }
    }

    /// The next better tier, where points lead to it.
    fn next_tier(&self, asked: &AskedScore<'_>, tier: u32) -> Option<NextTier> {
        let next = tier.checked_sub(1)?;
        let better = asked.score.tiers.get(next as usize)?;
        let (operator, threshold) = match better.test {
            TierTest::AtLeast(threshold) => (">=", threshold),
            TierTest::Above(threshold) => (">", threshold),
            TierTest::TopPercent(_) | TierTest::Top(_) | TierTest::Otherwise => return None,
        };
        let score = self.subject.rules.owners[asked.score.body.owner.0 as usize].score;
        Some(NextTier {
            name: better.name.clone(),
            operator,
            threshold: Exact(threshold),
            short: Exact(threshold.checked_sub(asked.result.value)?),
            reached_by: hint::reached_by(self.subject, score.0 as usize, next, self.evaluate),
        })
    }

    fn labels(&self, result: &RecordResult) -> Vec<LabelOutcome> {
        let labels = self.subject.rules.labels.iter().zip(&result.labels);
        let own = labels.filter(|(label, _)| label.kind == self.subject.kind && result.excluded.is_none());
        own.map(|(label, value)| LabelOutcome {
            name: label.name.clone(),
            value: value.as_ref().map(|value| value.to_string()),
        })
        .collect()
    }

    fn segments(&self, result: &RecordResult) -> Vec<SegmentOutcome> {
        let segments = self.subject.rules.segments.iter().zip(&result.segments);
        let own = segments.filter(|(segment, _)| segment.kind == self.subject.kind && result.excluded.is_none());
        own.map(|(segment, member)| SegmentOutcome { name: segment.name.clone(), member: *member }).collect()
    }
}

/// Whether an entry of this kind tells what was seen; the others follow from the award above them.
fn tells(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::Award | EntryKind::Factor)
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
