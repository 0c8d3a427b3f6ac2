//! What has to be known of contacts before activities are given to anybody.

use super::claim::Claim;
use super::whose::Whose;
use super::work::{Reading, pass};
use super::{ActivityReader, Ground};
use crate::formats::bad_record::ReadError;
use crate::formats::identity::{Claims, Known, Leads, Settled};
use crate::formats::reader::{RecordsReader, add_facts, make_contacts, n_made};
use crate::formats::{RecordSource, SourceOf};
use crate::values::Instant;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

impl<'a> RecordsReader<'a> {
    /// Judges the records that were read, none of which may be activities, and goes on to activities. `as_of` is the
    /// instant of the run.
    pub fn into_activities(mut self, as_of: Instant) -> Result<ActivityReader<'a>, ReadError> {
        let by_id = self.settle_all_rows()?;
        let writes_rejects = self.rejects.is_some();
        let contacts = self.records.rows.first().map_or(&[][..], Vec::as_slice);
        let whose = Whose::new(contacts, by_id, self.aliases, self.joins);
        let ground = Ground {
            layout: self.layout,
            options: self.options,
            as_of,
            writes_rejects,
            sources: self.sources,
            files: Vec::new(),
        };
        Ok(ActivityReader {
            ground,
            rejects: Mutex::new(self.rejects),
            rows: self.records.rows,
            whose,
            n_made: BTreeMap::new(),
            kind_tallies: self.kind_tallies,
        })
    }
}

impl ActivityReader<'_> {
    /// Whether files have to be read twice: the sources of activities make contacts, or tell of them.
    pub fn tells_of_contacts(&self) -> bool {
        self.tells().contains(&true)
    }

    /// By source.
    fn tells(&self) -> Vec<bool> {
        let tells = |source: &super::Source| match &source.source.of {
            SourceOf::Activities(of) => of.makes_contacts || !source.wanted.facts.is_empty(),
            SourceOf::Kind(_) | SourceOf::Aliases(_) | SourceOf::Links(_) => false,
        };
        self.ground.sources.iter().map(tells).collect()
    }

    /// Reads the activities for what they say about contacts, if they say anything. The rows are complete afterwards.
    pub fn settle(&mut self, how: Reading<'_>) -> Result<(), ReadError> {
        let tells = self.tells();
        if !tells.contains(&true) {
            return Ok(());
        }
        let using = || Claim { claims: Claims::default(), tells: tells.clone() };
        let (sum, used) = pass(&self.ground, how, None, using);
        if let Some(error) = sum.error {
            return Err(error);
        }
        let mut claims = Claims::default();
        used.into_iter().for_each(|used| claims.append(used.claims));
        let settled = self.settled(claims);
        self.n_made = n_made(&settled.made);
        let (rows, tallies) = (&mut self.rows, &mut self.kind_tallies);
        let n_of_files = rows.first().map_or(0, Vec::len);
        make_contacts(self.ground.layout, &settled, rows, tallies);
        add_facts(&settled, rows, tallies);
        let made = self.rows.first().map_or(&[][..], |rows| &rows[n_of_files..]);
        self.whose.add_made(made, settled.not_yet);
        Ok(())
    }

    fn settled(&self, claims: Claims) -> Settled {
        let sources: Vec<Arc<RecordSource>> = self.ground.sources.iter().map(|source| source.source.clone()).collect();
        let leads = |source: usize| match &sources[source].of {
            SourceOf::Activities(of) => Leads { contact: &of.contact, makes_contacts: of.makes_contacts },
            SourceOf::Kind(_) | SourceOf::Aliases(_) | SourceOf::Links(_) => {
                Leads { contact: &[], makes_contacts: false }
            }
        };
        let (aliases, joins) = self.whose.keys();
        let known = Known::new(self.rows.first().map_or(&[], |rows| rows), aliases, joins);
        claims.settle(&known, leads, self.ground.as_of)
    }
}
