//! What can be judged only once all files are read: repeated ids, merged contacts, whose the activities are.

use super::{At, RecordsReader};
use crate::formats::bad_record::ReadError;
use crate::formats::identity::{Facts, Known, Leads, Settled};
use crate::formats::repeats::{Dropped, Verdict, judge_rows};
use crate::formats::report::{ActivityCounts, Counted, DataReport, FieldTallies, make_report};
use crate::formats::stream::RowsById;
use crate::formats::{RecordSource, SourceOf};
use crate::records::{Layout, Records, Row};
use crate::values::{Instant, Value};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

impl RecordsReader<'_> {
    /// The records, and what was made of them. `as_of` is the instant of the run: what is later is counted as future.
    pub fn finish(mut self, as_of: Instant) -> Result<(Records, DataReport), ReadError> {
        self.settle_all_rows()?;
        let n_read = self.records.activities.len();
        let settled = self.settle_contacts(as_of);
        let known = self.known_ids(&settled);
        let mut activities = ActivityCounts::new(self.sources.len());
        self.count_unknown(&known, &mut activities);
        let dropped = self.drop_copies(n_read, as_of);
        self.count_activities(&known, as_of, &mut activities);
        settled.n_shared.iter().for_each(|(source, n)| activities.of_sources[*source].n_shared = *n);
        settled.n_other_case.iter().for_each(|(source, n)| activities.of_sources[*source].n_other_case = *n);
        make_contacts(self.layout, &settled, &mut self.records.rows, &mut self.kind_tallies);
        add_facts(&settled, &mut self.records.rows, &mut self.kind_tallies);
        let (n_made, joins) = (n_made(&settled.made), self.joins);
        let counted = Counted { conflicts: dropped.conflicts, activities, n_made, joins };
        let sources = self.sources.into_iter().map(|source| (source.source, source.tally)).collect();
        let tallies = (self.kind_tallies, self.activity_tallies);
        let report = make_report(self.layout, &self.records.rows, sources, tallies, counted, as_of);
        Ok((self.records, report))
    }

    /// Judges merged and repeated ids of everything but activities. Gives the contacts by their ids, where that came of
    /// it.
    pub(in crate::formats) fn settle_all_rows(&mut self) -> Result<Option<RowsById>, ReadError> {
        self.aliases.settle()?;
        self.rename_merged();
        let mut contacts = None;
        for kind in 0..self.records.rows.len() {
            let by_id = self.settle_rows(kind)?;
            contacts = if kind == 0 { by_id } else { contacts };
        }
        Ok(contacts)
    }

    /// The contacts there are, or will be after as-of.
    fn known_ids(&self, settled: &Settled) -> HashSet<Arc<str>> {
        let of_files = self.records.rows.first().into_iter().flatten().map(|row| row.id.clone());
        of_files.chain(settled.made.keys().cloned()).chain(settled.not_yet.iter().cloned()).collect()
    }

    /// Unknown contacts, those of repeated activities too: a copy of each is kept, whichever it is.
    fn count_unknown(&self, known: &HashSet<Arc<str>>, counts: &mut ActivityCounts) {
        let mut unknown: HashSet<&Arc<str>> = HashSet::new();
        for (activity, source) in self.records.activities.iter().zip(&self.activity_sources) {
            if !known.contains(&activity.contact) {
                unknown.insert(&activity.contact);
                counts.name_unknown(*source as usize, &activity.contact);
            }
        }
        counts.n_unknown_contacts = unknown.len() as u64;
    }

    fn count_activities(&self, known: &HashSet<Arc<str>>, as_of: Instant, counts: &mut ActivityCounts) {
        for (activity, source) in self.records.activities.iter().zip(&self.activity_sources) {
            let is_declared = self.type_ids.contains_key(&*activity.ty);
            let (is_known, is_future) = (known.contains(&activity.contact), activity.at > as_of);
            let of = &mut counts.of_sources[*source as usize];
            of.n_activities += 1;
            of.n_unknown_contacts += u64::from(!is_known);
            of.n_unknown_types += u64::from(self.layout.activities_declared && !is_declared);
            of.n_future += u64::from(is_future);
            counts.types.entry(activity.ty.clone()).or_default().add(1, is_known, is_future);
        }
    }

    /// Contacts under an id that was merged take the id they have now; one whose new id has a record of its own is
    /// the same contact and dropped.
    fn rename_merged(&mut self) {
        if self.aliases.is_empty() || self.records.rows.is_empty() {
            return;
        }
        self.joins.rename(&self.aliases);
        for activity in &mut self.records.activities {
            activity.contact = self.aliases.current(&activity.contact);
        }
        let rows = std::mem::take(&mut self.records.rows[0]);
        let from = std::mem::take(&mut self.rows_from[0]);
        let texts = std::mem::take(&mut self.rows_text[0]);
        let own: BTreeSet<Arc<str>> =
            rows.iter().filter(|row| self.aliases.current(&row.id) == row.id).map(|row| row.id.clone()).collect();
        let mut texts = texts.into_iter();
        for (row, from) in rows.into_iter().zip(from) {
            let (id, text) = (self.aliases.current(&row.id), texts.next());
            if id != row.id && own.contains(&id) {
                self.sources[from.source].tally.n_kept -= 1;
                self.sources[from.source].tally.n_repeats += 1;
                self.uncount_row(0, &row);
                continue;
            }
            self.records.rows[0].push(Row { id, ..row });
            self.rows_from[0].push(from);
            self.rows_text[0].extend(text);
        }
    }

    /// Fields are counted in the records that are kept.
    fn uncount_row(&mut self, kind: usize, row: &Row) {
        let (fields, tallies) = (&self.layout.kinds[kind].fields, &mut self.kind_tallies[kind]);
        for (id, value) in row.values.iter().enumerate().filter(|(id, _)| fields[*id].used) {
            tallies.uncount(id, value.is_missing());
        }
    }

    /// Repeated ids of a kind: identical rows are one, others are all bad. Gives the rows by their ids where none is
    /// repeated, as is usual.
    fn settle_rows(&mut self, kind: usize) -> Result<Option<RowsById>, ReadError> {
        let mut by_id = RowsById::with_capacity(self.records.rows[kind].len());
        if by_id.insert_rows(&self.records.rows[kind], 0) {
            return Ok(Some(by_id));
        }
        let verdicts = judge_rows(&self.records.rows[kind], &self.rows_from[kind], &self.files);
        let rows = std::mem::take(&mut self.records.rows[kind]);
        let from = std::mem::take(&mut self.rows_from[kind]);
        let texts = std::mem::take(&mut self.rows_text[kind]);
        for (index, ((row, verdict), from)) in rows.into_iter().zip(verdicts).zip(from).enumerate() {
            match verdict {
                Verdict::Keep => self.records.rows[kind].push(row),
                Verdict::Repeat => {
                    self.uncount_row(kind, &row);
                    self.sources[from.source].tally.n_kept -= 1;
                    self.sources[from.source].tally.n_repeats += 1;
                }
                Verdict::Bad(reason) => {
                    self.uncount_row(kind, &row);
                    self.sources[from.source].tally.n_kept -= 1;
                    let at = At { source: from.source, file: from.file, spot: from.spot };
                    self.reject(at, reason, texts.get(index).map_or(&[], |text| &**text))?;
                }
            }
        }
        Ok(None)
    }

    /// Gives the activities their contacts; one that is several contacts' is there once for each.
    fn settle_contacts(&mut self, as_of: Instant) -> Settled {
        let sources: Vec<Arc<RecordSource>> = self.sources.iter().map(|source| source.source.clone()).collect();
        let leads = |source: usize| match &sources[source].of {
            SourceOf::Activities(of) => Leads { contact: &of.contact, makes_contacts: of.makes_contacts },
            SourceOf::Kind(_) | SourceOf::Aliases(_) | SourceOf::Links(_) => {
                Leads { contact: &[], makes_contacts: false }
            }
        };
        let known = Known::new(self.records.rows.first().map_or(&[], |rows| rows), &self.aliases, &self.joins);
        let settled = std::mem::take(&mut self.claims).settle(&known, leads, as_of);
        for (index, contacts) in &settled.contacts_of {
            for (nth, contact) in contacts.iter().enumerate() {
                if nth == 0 {
                    self.records.activities[*index].contact = contact.clone();
                    continue;
                }
                let mut copy = self.records.activities[*index].clone();
                copy.contact = contact.clone();
                self.copies.add_like(self.records.activities.len(), *index);
                self.records.activities.push(copy);
                self.activity_sources.push(self.activity_sources[*index]);
            }
        }
        settled
    }

    fn drop_copies(&mut self, n_read: usize, as_of: Instant) -> Dropped {
        let dropped = std::mem::take(&mut self.copies).settle(&self.records.activities, n_read, &self.files, as_of);
        for (source, n) in &dropped.n_by_source {
            let tally = &mut self.sources[*source].tally;
            tally.n_kept -= n;
            tally.n_repeats += n;
        }
        for (activity, _) in self.records.activities[..n_read].iter().zip(&dropped.gone).filter(|(_, gone)| **gone) {
            let ty = self.type_ids.get(&*activity.ty).copied();
            for (id, field) in self.layout.activity_fields.iter().enumerate() {
                if field.field.used && field.of.as_ref().is_none_or(|of| ty.is_some_and(|ty| of.contains(&ty))) {
                    self.activity_tallies.uncount(id, activity.values[id].is_missing());
                }
            }
        }
        let mut gone = dropped.gone.iter();
        self.records.activities.retain(|_| !gone.next().expect("one mark for each activity"));
        let mut gone = dropped.gone.iter();
        self.activity_sources.retain(|_| !gone.next().expect("one mark for each activity"));
        dropped
    }
}

/// Contacts that only activities know come after the others, by id.
pub(in crate::formats) fn make_contacts(
    layout: &Layout,
    settled: &Settled,
    rows: &mut [Vec<Row>],
    tallies: &mut [FieldTallies],
) {
    let Some(contact) = layout.kinds.first() else {
        return;
    };
    for id in settled.made.keys() {
        let values = vec![Value::Missing; contact.fields.len()];
        rows[0].push(Row { id: id.clone(), values });
        for (field, _) in contact.fields.iter().enumerate().filter(|(_, field)| field.used) {
            tallies[0].count_made(field);
        }
    }
}

/// What activities tell fills what the files of contacts leave open.
pub(in crate::formats) fn add_facts(settled: &Settled, rows: &mut [Vec<Row>], tallies: &mut [FieldTallies]) {
    if settled.facts.is_empty() {
        return;
    }
    for row in rows.first_mut().into_iter().flatten() {
        let Some(facts): Option<&Facts> = settled.facts.get(&row.id) else {
            continue;
        };
        for (field, (_, value)) in facts {
            if row.values[*field].is_missing() {
                row.values[*field] = value.clone();
                tallies[0].count_filled(*field);
            }
        }
    }
}

/// By source: contacts that only it knows.
pub(in crate::formats) fn n_made(made: &BTreeMap<Arc<str>, usize>) -> BTreeMap<usize, u64> {
    let mut n = BTreeMap::new();
    made.values().for_each(|source| *n.entry(*source).or_default() += 1);
    n
}
