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
use crate::records::{Activity, FieldLayout, Layout, Records, Row};
use crate::values::Instant;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

type Sources = Vec<(Arc<RecordSource>, SourceTally)>;

/// What was found out after all files were read.
pub(in crate::formats) struct Counted {
    pub(in crate::formats) conflicts: Conflicts,
    /// Parallel to the activities: their sources.
    pub(in crate::formats) activity_sources: Vec<u32>,
    /// Contacts that will be made by activities after as-of.
    pub(in crate::formats) not_yet: BTreeSet<Arc<str>>,
    /// By source: contacts that only its activities know.
    pub(in crate::formats) n_made: BTreeMap<usize, u64>,
    /// By source: activities that are those of several contacts.
    pub(in crate::formats) n_shared: BTreeMap<usize, u64>,
    /// By source: activities whose key is that of a contact but for capitals and blanks.
    pub(in crate::formats) n_other_case: BTreeMap<usize, u64>,
    /// Fields of contacts by which activities find them.
    pub(in crate::formats) joins: Joins,
}

/// The report of a run.
pub(in crate::formats) fn make_report(
    layout: &Layout,
    records: &Records,
    sources: Sources,
    tallies: (Vec<FieldTallies>, FieldTallies),
    counted: Counted,
    as_of: Instant,
) -> DataReport {
    let contacts = records.rows.first().map_or(&[][..], Vec::as_slice);
    let known: HashSet<&str> =
        contacts.iter().map(|row| &*row.id).chain(counted.not_yet.iter().map(|id| &**id)).collect();
    let of_sources = of_sources(layout, records, &counted, &known, as_of, sources.len());
    let types = count_types(&records.activities);
    let samples = Samples { contacts, joins: &counted.joins };
    DataReport {
        as_of,
        kinds: kinds(layout, records),
        n_activities: records.activities.len() as u64,
        n_future: records.activities.iter().filter(|activity| activity.at > as_of).count() as u64,
        unknown_contacts: unknown_contacts(&known, &records.activities),
        unknown_types: if layout.activities_declared { unknown_types(layout, &types) } else { UnknownTypes::default() },
        absent_types: absent_types(layout, &types),
        types: type_reports(layout, records, &known, as_of),
        conflicts: counted.conflicts,
        fields: fields(layout, &sources, tallies),
        sources: sources
            .into_iter()
            .zip(of_sources)
            .map(|((source, tally), of_source)| source_report(&source, tally, of_source, &samples))
            .collect(),
    }
}

fn kinds(layout: &Layout, records: &Records) -> Vec<KindReport> {
    let kind = |(kind, rows): (&crate::records::KindLayout, &Vec<Row>)| KindReport {
        name: kind.name.clone(),
        plural: kind.plural.clone(),
        n: rows.len() as u64,
    };
    layout.kinds.iter().zip(&records.rows).map(kind).collect()
}

/// What becomes of the activities of a source.
#[derive(Clone, Default)]
struct OfSource {
    n_unknown_contacts: u64,
    n_unknown_types: u64,
    n_future: u64,
    n_made: u64,
    n_shared: u64,
    n_other_case: u64,
    first_unknown: Option<Arc<str>>,
}

fn of_sources(
    layout: &Layout,
    records: &Records,
    counted: &Counted,
    contacts: &HashSet<&str>,
    as_of: Instant,
    n_sources: usize,
) -> Vec<OfSource> {
    let types: HashSet<&str> = layout.activity_types.iter().map(String::as_str).collect();
    let mut of = vec![OfSource::default(); n_sources];
    for (activity, source) in records.activities.iter().zip(&counted.activity_sources) {
        let of = &mut of[*source as usize];
        if !contacts.contains(&*activity.contact) {
            of.n_unknown_contacts += 1;
            of.first_unknown.get_or_insert_with(|| activity.contact.clone());
        }
        of.n_unknown_types += u64::from(layout.activities_declared && !types.contains(&*activity.ty));
        of.n_future += u64::from(activity.at > as_of);
    }
    counted.n_made.iter().for_each(|(source, n)| of[*source].n_made = *n);
    counted.n_shared.iter().for_each(|(source, n)| of[*source].n_shared = *n);
    counted.n_other_case.iter().for_each(|(source, n)| of[*source].n_other_case = *n);
    of
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
        let matches = activities.contact.first()?.matches.as_ref();
        let (contact_field, contact_key) = match matches {
            Some(matches) => (Some(matches.field.clone()), self.joins.sample(&matches.field)),
            None => (None, self.contacts.first().map(|row| &*row.id)),
        };
        let field = activities.contact.first()?.from.to_string();
        let contact_key = contact_key.map(str::to_owned);
        Some(Strangers { field, key: key.clone(), contact_field, contact_key })
    }
}

fn source_report(source: &RecordSource, tally: SourceTally, of: OfSource, samples: &Samples<'_>) -> SourceReport {
    let strangers = samples.strangers(source, &tally, &of);
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
        n_made_contacts: of.n_made,
        n_shared: of.n_shared,
        n_other_case: of.n_other_case,
        strangers,
        odd_times: tally.odd_times,
        rejected: tally.rejected,
    }
}

/// Unknown contacts that are named; the others are counted.
const N_UNKNOWN_NAMED: usize = 3;

fn unknown_contacts(known: &HashSet<&str>, activities: &[Activity]) -> UnknownContacts {
    let mut unknown: HashSet<&str> = HashSet::new();
    let mut out = UnknownContacts::default();
    for activity in activities.iter().filter(|activity| !known.contains(&*activity.contact)) {
        out.n_activities += 1;
        if unknown.insert(&activity.contact) && out.first.len() < N_UNKNOWN_NAMED {
            out.first.push(activity.contact.clone());
        }
    }
    out.n_contacts = unknown.len() as u64;
    out
}

/// The types of the data, the most frequent first.
fn count_types(activities: &[Activity]) -> Vec<(&Arc<str>, u64)> {
    let mut counts: BTreeMap<&Arc<str>, u64> = BTreeMap::new();
    for activity in activities {
        *counts.entry(&activity.ty).or_default() += 1;
    }
    let mut types: Vec<(&Arc<str>, u64)> = counts.into_iter().collect();
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
fn type_reports(layout: &Layout, records: &Records, known: &HashSet<&str>, as_of: Instant) -> Vec<TypeReport> {
    let report = |name: &String| TypeReport { name: name.clone(), ..TypeReport::default() };
    let mut types: Vec<TypeReport> = layout.activity_types.iter().map(report).collect();
    let ids: HashMap<&str, usize> = layout.activity_types.iter().map(String::as_str).zip(0..).collect();
    for activity in &records.activities {
        let Some(of) = ids.get(&*activity.ty).map(|id| &mut types[*id]) else { continue };
        let (is_known, is_future) = (known.contains(&*activity.contact), activity.at > as_of);
        of.n += 1;
        of.n_unknown_contacts += u64::from(!is_known);
        of.n_future += u64::from(is_future);
        of.n_counted += u64::from(is_known && !is_future);
    }
    types
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
            SourceOf::Aliases(_) => false,
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
        nearest: if absent { names.nearest(&field.name).map(str::to_owned) } else { None },
    }
}
