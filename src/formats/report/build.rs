//! From counts to the report.

use super::tally::{FieldTallies, FieldTally, SourceTally};
use super::{
    Absent, Conflicts, DataReport, FieldReport, KindReport, SourceReport, Strangers, TypeReport, UnknownContacts,
    UnknownType, UnknownTypes,
};
use crate::diag::nearest;
use crate::formats::identity::Joins;
use crate::formats::seen_names::SeenNames;
use crate::formats::{RecordSource, SourceOf};
use crate::records::{FieldLayout, Layout, Row};
use crate::values::Instant;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Sources = Vec<(Arc<RecordSource>, SourceTally)>;

/// What was found out after all files were read.
#[derive(Default)]
pub(in crate::formats) struct Counted {
    pub(in crate::formats) conflicts: Conflicts,
    pub(in crate::formats) activities: ActivityCounts,
    /// By source: contacts that only its activities know.
    pub(in crate::formats) n_made: BTreeMap<usize, u64>,
    /// Fields of contacts by which activities find them.
    pub(in crate::formats) joins: Joins,
}

/// The activities that were kept, one of several contacts counted for each of them.
#[derive(Clone, Debug, Default)]
pub(in crate::formats) struct ActivityCounts {
    /// By source.
    pub(in crate::formats) of_sources: Vec<OfSource>,
    /// Unknown contacts: how many, and the first in the order of the files.
    pub(in crate::formats) n_unknown_contacts: u64,
    pub(in crate::formats) first_unknown: Vec<Arc<str>>,
    /// The types that occur.
    pub(in crate::formats) types: BTreeMap<Arc<str>, TypeCount>,
}

/// Activities of one type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::formats) struct TypeCount {
    pub(in crate::formats) n: u64,
    pub(in crate::formats) n_unknown_contacts: u64,
    pub(in crate::formats) n_future: u64,
    /// Neither of the two.
    pub(in crate::formats) n_counted: u64,
}

impl TypeCount {
    /// Counts so many activities that are alike.
    pub(in crate::formats) fn add(&mut self, n: u64, is_known: bool, is_future: bool) {
        self.n += n;
        self.n_unknown_contacts += if is_known { 0 } else { n };
        self.n_future += if is_future { n } else { 0 };
        self.n_counted += if is_known && !is_future { n } else { 0 };
    }

    /// Counts what another counted.
    pub(in crate::formats) fn append(&mut self, other: TypeCount) {
        self.n += other.n;
        self.n_unknown_contacts += other.n_unknown_contacts;
        self.n_future += other.n_future;
        self.n_counted += other.n_counted;
    }
}

impl ActivityCounts {
    /// Unknown contacts that are named; the others are counted.
    pub(in crate::formats) const N_UNKNOWN_NAMED: usize = 3;

    pub(in crate::formats) fn new(n_sources: usize) -> ActivityCounts {
        ActivityCounts { of_sources: vec![OfSource::default(); n_sources], ..ActivityCounts::default() }
    }

    /// Remembers the name of an unknown contact, if it is one of the first, or the first of a source.
    pub(in crate::formats) fn name_unknown(&mut self, source: usize, id: &Arc<str>) {
        self.of_sources[source].first_unknown.get_or_insert_with(|| id.clone());
        if self.first_unknown.len() < ActivityCounts::N_UNKNOWN_NAMED && !self.first_unknown.contains(id) {
            self.first_unknown.push(id.clone());
        }
    }

    fn total(&self, of: impl Fn(&OfSource) -> u64) -> u64 {
        self.of_sources.iter().map(of).sum()
    }
}

/// The report of a run.
pub(in crate::formats) fn make_report(
    layout: &Layout,
    rows: &[Vec<Row>],
    sources: Sources,
    tallies: (Vec<FieldTallies>, FieldTallies),
    counted: Counted,
    as_of: Instant,
) -> DataReport {
    let Counted { conflicts, activities, n_made, joins } = counted;
    let types = by_frequency(&activities.types);
    let samples = Samples { contacts: rows.first().map_or(&[], |rows| rows), joins: &joins };
    DataReport {
        as_of,
        kinds: kinds(layout, rows),
        n_activities: activities.total(|of| of.n_activities),
        n_future: activities.total(|of| of.n_future),
        unknown_contacts: UnknownContacts {
            n_activities: activities.total(|of| of.n_unknown_contacts),
            n_contacts: activities.n_unknown_contacts,
            first: activities.first_unknown.clone(),
        },
        unknown_types: if layout.activities_declared { unknown_types(layout, &types) } else { UnknownTypes::default() },
        absent_types: absent_types(layout, &types),
        types: type_reports(layout, &activities.types),
        conflicts,
        fields: fields(layout, &sources, tallies),
        sources: sources
            .into_iter()
            .enumerate()
            .map(|(index, (source, tally))| {
                let strangers = samples.strangers(&source, &tally, &activities.of_sources[index]);
                let n_made = n_made.get(&index).copied().unwrap_or(0);
                source_report(&source, tally, &activities.of_sources[index], n_made, strangers)
            })
            .collect(),
    }
}

fn kinds(layout: &Layout, rows: &[Vec<Row>]) -> Vec<KindReport> {
    let kind = |(kind, rows): (&crate::records::KindLayout, &Vec<Row>)| KindReport {
        name: kind.name.clone(),
        plural: kind.plural.clone(),
        n: rows.len() as u64,
    };
    layout.kinds.iter().zip(rows).map(kind).collect()
}

/// What becomes of the activities of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::formats) struct OfSource {
    pub(in crate::formats) n_activities: u64,
    pub(in crate::formats) n_unknown_contacts: u64,
    pub(in crate::formats) n_unknown_types: u64,
    pub(in crate::formats) n_future: u64,
    /// Activities that are those of several contacts.
    pub(in crate::formats) n_shared: u64,
    /// Activities whose key is that of a contact but for capitals and blanks.
    pub(in crate::formats) n_other_case: u64,
    pub(in crate::formats) first_unknown: Option<Arc<str>>,
}

/// What the keys of contacts look like.
struct Samples<'a> {
    contacts: &'a [Row],
    joins: &'a Joins,
}

impl Samples<'_> {
    /// Where no activity of a source belongs to a contact: what its keys look like, and what they should.
    fn strangers(&self, source: &RecordSource, tally: &SourceTally, of: &OfSource) -> Option<Strangers> {
        let SourceOf::Activities(activities) = &source.of else { return None };
        let key = of.first_unknown.as_ref().filter(|_| of.n_unknown_contacts == tally.n_kept)?;
        let from = activities.contact.first()?;
        let through = from.through.first().map(|through| through.table.clone());
        let (contact_field, contact_key) = match (&through, &from.matches) {
            (Some(table), _) => (None, self.joins.sample_link(table)),
            (None, Some(matches)) => (Some(matches.field.clone()), self.joins.sample(&matches.field)),
            (None, None) => (None, self.contacts.first().map(|row| &*row.id)),
        };
        let contact_key = contact_key.map(str::to_owned);
        Some(Strangers { field: from.from.to_string(), key: key.clone(), through, contact_field, contact_key })
    }
}

fn source_report(
    source: &RecordSource,
    tally: SourceTally,
    of: &OfSource,
    n_made_contacts: u64,
    strangers: Option<Strangers>,
) -> SourceReport {
    SourceReport {
        name: source.name.clone(),
        n_files: tally.n_files,
        n_read: tally.n_read,
        n_kept: tally.n_kept,
        n_rejected: tally.n_rejected,
        n_repeats: tally.n_repeats,
        n_without_id: tally.n_without_id,
        n_cut_files: tally.n_cut_files,
        n_passed_over: tally.n_passed_over,
        n_unknown_contacts: of.n_unknown_contacts,
        n_unknown_types: of.n_unknown_types,
        n_future: of.n_future,
        n_made_contacts,
        n_shared: of.n_shared,
        n_other_case: of.n_other_case,
        strangers,
        odd_times: tally.odd_times,
        rejected: tally.rejected,
    }
}

/// The types of the data, the most frequent first.
fn by_frequency(counts: &BTreeMap<Arc<str>, TypeCount>) -> Vec<(&Arc<str>, u64)> {
    let counted = counts.iter().filter(|(_, count)| count.n > 0);
    let mut types: Vec<(&Arc<str>, u64)> = counted.map(|(name, count)| (name, count.n)).collect();
    types.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    types
}

/// Unknown types that are named; the others are counted.
const N_TYPES_NAMED: usize = 20;
/// Types of the data, the most frequent ones, among which the nearest is looked for.
const N_TYPES_COMPARED: usize = 1000;

fn unknown_types(layout: &Layout, types: &[(&Arc<str>, u64)]) -> UnknownTypes {
    let known: BTreeSet<&str> = layout.activity_types.iter().map(String::as_str).collect();
    let unknown: Vec<&(&Arc<str>, u64)> = types.iter().filter(|(name, _)| !known.contains(&***name)).collect();
    let near = |name: &str| nearest(name, known.iter().copied()).map(str::to_owned);
    let first = unknown.iter().take(N_TYPES_NAMED);
    UnknownTypes {
        n_activities: unknown.iter().map(|(_, n)| n).sum(),
        n_types: unknown.len() as u64,
        first: first.map(|(name, n)| UnknownType { name: (*name).clone(), n: *n, nearest: near(name) }).collect(),
    }
}

/// What becomes of the activities of each type that the rules name.
fn type_reports(layout: &Layout, types: &BTreeMap<Arc<str>, TypeCount>) -> Vec<TypeReport> {
    let report = |name: &String| {
        let TypeCount { n, n_unknown_contacts, n_future, n_counted } =
            types.get(name.as_str()).copied().unwrap_or_default();
        TypeReport { name: name.clone(), n, n_unknown_contacts, n_future, n_counted }
    };
    layout.activity_types.iter().map(report).collect()
}

fn absent_types(layout: &Layout, types: &[(&Arc<str>, u64)]) -> Vec<Absent> {
    let seen: BTreeSet<&str> = types.iter().map(|(name, _)| &***name).collect();
    let absent = layout.activity_types.iter().filter(|name| !seen.is_empty() && !seen.contains(name.as_str()));
    let frequent = || types.iter().take(N_TYPES_COMPARED).map(|(name, _)| &***name);
    let near = |name: &str| nearest(name, frequent()).map(str::to_owned);
    absent.map(|name| Absent { name: name.clone(), nearest: near(name) }).collect()
}

fn fields(layout: &Layout, sources: &Sources, tallies: (Vec<FieldTallies>, FieldTallies)) -> Vec<FieldReport> {
    let mut reports = Vec::new();
    for (index, (kind, tallies)) in layout.kinds.iter().zip(tallies.0).enumerate() {
        let names = names_of(sources, |of| match of {
            SourceOf::Kind(source) => source.kind == index,
            SourceOf::Activities(source) => index == 0 && (source.makes_contacts || !source.facts.is_empty()),
            SourceOf::Aliases(_) | SourceOf::Links(_) => false,
        });
        let used = kind.fields.iter().zip(tallies.fields);
        reports.extend(
            used.filter(|(field, _)| field.used).map(|(field, tally)| field_report(&kind.name, field, tally, &names)),
        );
    }
    let names = names_of(sources, |of| matches!(of, SourceOf::Activities(_)));
    let used = layout.activity_fields.iter().map(|field| &field.field).zip(tallies.1.fields);
    reports.extend(
        used.filter(|(field, _)| field.used).map(|(field, tally)| field_report("activity", field, tally, &names)),
    );
    reports
}

fn names_of(sources: &Sources, of: impl Fn(&SourceOf) -> bool) -> SeenNames {
    let mut names = SeenNames::default();
    sources.iter().filter(|(source, _)| of(&source.of)).for_each(|(_, tally)| names.add(&tally.names));
    names
}

fn field_report(of: &str, field: &FieldLayout, tally: FieldTally, names: &SeenNames) -> FieldReport {
    let absent = tally.n_records > 0 && tally.n_present == 0;
    FieldReport {
        of: of.to_owned(),
        name: field.name.clone(),
        n_records: tally.n_records,
        n_missing: tally.n_missing,
        n_misfits: tally.n_misfits,
        misfits: tally.misfits,
        absent,
        // A name that only bad records have is nearest to itself.
        nearest: names.nearest(&field.name).filter(|near| absent && *near != field.name).map(str::to_owned),
    }
}
