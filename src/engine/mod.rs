//! Running a plan: one pass over activities, then stages over records.
//!
//! In: a [`Plan`], [`Records`], the as-of instant. Out: [`Results`].
//!
//! The pass folds each activity into the state of its contact in a [`Table`], from any number of threads, in any order, to
//! the same bytes. Finishing merges contacts into the records whose logs they make up, judges exclusion, and evaluates the
//! plan's stages record by record. Evidence for explanations comes from a second look at one record ([`trace`]), from
//! the same nodes and accumulators.

mod activity;
mod basis;
mod contributions;
mod eval;
mod finish;
mod fold;
mod ids;
mod input;
mod layout;
mod links;
pub(crate) mod parallel;
mod program;
mod state;
mod table;
mod text_hash;
pub mod trace;
mod trial;

pub use finish::{Look, Run, in_rows};
pub use fold::Folder;
pub use layout::Detail;
pub use table::Table;
pub use trial::Trial;

use crate::ledger::Results;
use crate::plan::{KindId, Plan};
use crate::records::{ActivityRef, FieldRef, Records, Row};
use crate::values::Instant;
use basis::Basis;

use eval::{product as eval_product, stands as eval_stands};

/// Scores all records.
pub fn run(plan: &Plan, records: &Records, as_of: Instant) -> Results {
    Engine::new(plan, &records.rows, as_of).run(records).results()
}

/// A plan made ready for rows and an instant; takes activities in any order, on any number of threads.
pub struct Engine<'a> {
    basis: Basis<'a>,
}

impl<'a> Engine<'a> {
    /// Resolves links and prepares tables, for complete ledgers. Rows are by kind id.
    pub fn new(plan: &'a Plan, rows: &'a [Vec<Row>], as_of: Instant) -> Engine<'a> {
        Engine::with_detail(plan, rows, as_of, Detail::Entries)
    }

    /// The same with a say in what is kept: values alone need less room.
    pub fn with_detail(plan: &'a Plan, rows: &'a [Vec<Row>], as_of: Instant, detail: Detail) -> Engine<'a> {
        Engine { basis: Basis::new(plan, rows, as_of, detail) }
    }

    /// The row of a contact by its id; activities of other contacts are in no log.
    pub fn contact(&self, id: &str) -> Option<u32> {
        self.basis.links.contact(self.basis.rows(KindId(0)), id)
    }

    /// The index of a type of activity by its name; none for a type that no rule names.
    pub fn activity_type(&self, name: &str) -> Option<u32> {
        self.basis.types.get(name).map(|ty| ty.0)
    }

    /// Room for what is kept of all contacts' activities; any number of threads may fold into it.
    pub fn table(&self) -> Table {
        Table::new(self.basis.rows(KindId(0)).len(), self.basis.layout.n_cells)
    }

    /// What one thread needs to fold activities into a table.
    pub fn folder(&self) -> Folder<'_, 'a> {
        Folder::new(&self.basis)
    }

    /// Finishes a run on so many threads; every folder has been flushed. What comes out is the same for any number.
    pub fn finish(self, table: Table, n_threads: usize) -> Run<'a> {
        Run::finish(self.basis, table.into_states(), n_threads)
    }

    /// Folds all activities and finishes.
    pub fn run(self, records: &Records) -> Run<'a> {
        let table = self.table();
        let mut folder = self.folder();
        let mut values: Vec<FieldRef<'_>> = Vec::new();
        for activity in &records.activities {
            let Some(contact) = self.contact(&activity.contact) else { continue };
            activity.borrow_values(&mut values);
            let activity = ActivityRef {
                contact,
                ty: self.activity_type(&activity.ty),
                type_name: &activity.ty,
                at: activity.at,
                id: activity.id.as_deref(),
                values: &values,
            };
            folder.fold(&table, &activity);
        }
        folder.flush(&table);
        drop(folder);
        self.finish(table, 1)
    }
}
