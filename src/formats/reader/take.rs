//! From a record that was read to a row, an activity or an alias.

use super::{At, RecordsReader, intern};
use crate::formats::bad_record::BadReason;
use crate::formats::fit_record::Parts;
use crate::formats::raw_record::RawRecord;
use crate::formats::repeats::RowFrom;
use crate::formats::report::OddTimes;
use crate::formats::{
    ActivityIdFrom, ActivitySource, AliasSource, FirstOf, KindSource, LinkSource, SourceOf, TypeFrom,
};
use crate::records::{Activity, Row};
use crate::values::Instant;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

impl RecordsReader<'_> {
    /// Takes a record, or passes over it where it is none of the source's.
    pub(super) fn take(&mut self, at: At, raw: &RawRecord, bytes: &[u8]) -> Result<(), BadReason> {
        let (source, wanted) = (self.sources[at.source].source.clone(), self.sources[at.source].wanted.clone());
        let file = self.files[at.file].clone();
        let (spelling, zone) = (&source.spelling, &self.layout.zone);
        let parts = Parts { raw, wanted: &wanted, spelling, zone, file: &file, line: at.spot.line };
        let tally = &mut self.sources[at.source].tally;
        if !parts.is_wanted(&source) {
            tally.n_passed_over += 1;
            return Ok(());
        }
        tally.n_read += 1;
        match &source.of {
            SourceOf::Kind(kind) => self.take_row(at, &parts, kind, bytes)?,
            SourceOf::Activities(activities) => self.take_activity(at, &parts, activities)?,
            SourceOf::Aliases(aliases) => self.take_alias(&parts, aliases)?,
            SourceOf::Links(links) => self.take_link(&parts, links)?,
        }
        self.sources[at.source].tally.n_kept += 1;
        Ok(())
    }

    fn take_row(&mut self, at: At, parts: &Parts<'_>, kind: &KindSource, bytes: &[u8]) -> Result<(), BadReason> {
        let id = match kind.is_whole_key {
            false => intern(&mut self.names, parts.needed(parts.wanted.identity.clone(), &kind.key)?),
            true => intern(&mut self.names, &whole_key(parts, kind)?),
        };
        let fields = &self.layout.kinds[kind.kind].fields;
        let odd = &mut self.sources[at.source].tally.odd_times;
        let values = parts.kind_values(fields, &mut self.kind_tallies[kind.kind], odd);
        for (field, slots) in kind.joins.iter().zip(&parts.wanted.joins) {
            parts.all_texts(slots).iter().for_each(|text| self.joins.add(field, text, &id));
        }
        self.records.rows[kind.kind].push(Row { id, values });
        self.rows_from[kind.kind].push(RowFrom { source: at.source, file: at.file, spot: at.spot });
        if self.rejects.is_some() {
            self.rows_text[kind.kind].push(bytes.into());
        }
        Ok(())
    }

    fn take_activity(&mut self, at: At, parts: &Parts<'_>, of: &ActivitySource) -> Result<(), BadReason> {
        let odd = &mut self.sources[at.source].tally.odd_times;
        let type_of_file = self.type_of_file.clone();
        let head = head(parts, of, type_of_file.as_deref(), odd)?;
        let type_id = self.type_ids.get(&*head.ty).copied();
        let values = parts.activity_values(self.layout, type_id, &mut self.activity_tallies, odd);
        let counts = self.options.as_of.is_none_or(|as_of| head.at <= as_of);
        let facts = match self.layout.kinds.first().filter(|_| counts && !parts.wanted.facts.is_empty()) {
            Some(contact) => parts.facts(&contact.fields, &mut self.kind_tallies[0], odd),
            None => Vec::new(),
        };
        let keys: Vec<(usize, Arc<str>)> =
            head.keys.iter().map(|(way, key)| (*way, intern(&mut self.names, key))).collect();
        let (contact, ty) = (keys[0].1.clone(), intern(&mut self.names, &head.ty));
        let index = self.records.activities.len();
        self.note_id(at, of, index, head.id.is_some());
        let is_simple = keys.len() == 1 && of.contact.len() == 1 && of.contact[0].is_id() && !of.makes_contacts;
        if !is_simple || !parts.wanted.facts.is_empty() {
            self.claims.add(at.source, keys, (index, head.at), facts);
        }
        self.records.activities.push(Activity { contact, ty, at: head.at, id: head.id.map(Arc::from), values });
        self.activity_sources.push(u32::try_from(at.source).expect("there are fewer than 2^32 sources"));
        Ok(())
    }

    /// Remembers an activity that may be there twice.
    fn note_id(&mut self, at: At, of: &ActivitySource, index: usize, has_id: bool) {
        match &of.id {
            ActivityIdFrom::Declared(_) if has_id => {
                self.copies.add(index, RowFrom { source: at.source, file: at.file, spot: at.spot });
            }
            ActivityIdFrom::Declared(_) | ActivityIdFrom::Unique(_) if !has_id => {
                self.sources[at.source].tally.n_without_id += 1;
            }
            _ => {}
        }
    }

    fn take_link(&mut self, parts: &Parts<'_>, of: &LinkSource) -> Result<(), BadReason> {
        let all = |slots: &Range<usize>, of: &FirstOf| match parts.all_texts(slots) {
            texts if texts.is_empty() => Err(BadReason::NoField { field: of.to_string(), nearest: None }),
            texts => Ok(texts),
        };
        let (from, to) = (all(&parts.wanted.identity, &of.from)?, all(&parts.wanted.other_id, &of.to)?);
        for to in to {
            let to = intern(&mut self.names, to);
            from.iter().for_each(|from| self.joins.add_link(&of.table, from, &to));
        }
        Ok(())
    }

    fn take_alias(&mut self, parts: &Parts<'_>, of: &AliasSource) -> Result<(), BadReason> {
        let old: Arc<str> = Arc::from(parts.needed(parts.wanted.identity.clone(), &of.old)?);
        let new: Arc<str> = Arc::from(parts.needed(parts.wanted.other_id.clone(), &of.new)?);
        let place = (parts.file.clone(), parts.line);
        let added = self.aliases.add(old.clone(), new, place);
        added.map_err(|other| BadReason::OtherAlias { old: old.to_string(), other: other.to_string() })
    }
}

/// The id of a record that all parts of its key make together.
pub(in crate::formats) fn whole_key(parts: &Parts<'_>, kind: &KindSource) -> Result<String, BadReason> {
    together(parts, parts.wanted.identity.clone(), &kind.key)
}

/// The texts of several fields, all of which have to be there.
fn together(parts: &Parts<'_>, slots: Range<usize>, all: &FirstOf) -> Result<String, BadReason> {
    let ways = slots.zip(&all.0);
    let texts: Vec<&str> =
        ways.map(|(slot, way)| parts.needed(slot..slot + 1, &way.clone().into())).collect::<Result<_, _>>()?;
    Ok(texts.join("/"))
}

/// What leads to the contact, by index of the way that found it. Something that can be no key, such as an object, is only
/// wrong where no other way has one: some senders write an id or the whole customer in one place.
fn keys<'p>(parts: &Parts<'p>, of: &ActivitySource) -> Result<Vec<(usize, &'p str)>, BadReason> {
    let (mut keys, mut wrong) = (Vec::new(), None);
    for (index, (slot, contact)) in parts.wanted.identity.clone().zip(&of.contact).enumerate() {
        match parts.all_identifying(slot, &contact.from) {
            Ok(all) => keys.extend(all.into_iter().map(|key| (index, key))),
            Err(reason) => wrong = wrong.or(Some(reason)),
        }
    }
    match (keys.is_empty(), wrong) {
        (false, _) => Ok(keys),
        (true, Some(reason)) => Err(reason),
        (true, None) => Err(BadReason::NoField { field: of.contact_ways().to_string(), nearest: None }),
    }
}

/// Whose, what, when, and the activity's own id.
pub(in crate::formats) fn head<'p>(
    parts: &Parts<'p>,
    of: &'p ActivitySource,
    type_of_file: Option<&'p str>,
    odd: &mut OddTimes,
) -> Result<Head<'p>, BadReason> {
    let keys = keys(parts, of)?;
    let ty = match &of.ty {
        TypeFrom::Field(from) => of.mapped_type(parts.needed(parts.wanted.ty.clone(), from)?).into(),
        TypeFrom::Together(all) => {
            let ty = together(parts, parts.wanted.ty.clone(), all)?;
            of.mapped_type(&ty).to_owned().into()
        }
        TypeFrom::Constant(ty) => ty.into(),
        TypeFrom::FileName { .. } => type_of_file.unwrap_or_default().into(),
    };
    let at = parts.time(&of.at, of.at_spelling.as_ref().unwrap_or(parts.spelling), odd)?;
    let id = parts.identifying(parts.wanted.other_id.clone(), &of.id.ways()).unwrap_or(None);
    Ok(Head { keys, ty, at, id })
}

/// What makes an activity one.
pub(in crate::formats) struct Head<'a> {
    /// By index of the source's ways to the contact.
    pub(in crate::formats) keys: Vec<(usize, &'a str)>,
    pub(in crate::formats) ty: Cow<'a, str>,
    pub(in crate::formats) at: Instant,
    pub(in crate::formats) id: Option<&'a str>,
}

impl ActivitySource {
    /// The rules' name of a type.
    pub(in crate::formats) fn mapped_type<'a>(&'a self, ty: &'a str) -> &'a str {
        self.type_map.iter().find(|(word, _)| word == ty).map_or(ty, |(_, to)| to)
    }
}
