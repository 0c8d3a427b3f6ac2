//! Running a plan: one pass over activities, then stages over records.
//!
//! In: a [`Plan`], [`Records`], the as-of instant. Out: [`Results`].
//!
//! The pass folds each activity into the [`State`] of its contact; states of shards merge, in any order, to the same
//! bytes. Finishing merges contacts into the records whose logs they make up, judges exclusion, and evaluates the
//! plan's stages record by record. Evidence for explanations comes from a second look at one record ([`trace`]), from
//! the same nodes and accumulators.

mod activity;
mod basis;
mod contributions;
mod eval;
mod finish;
mod fold;
mod input;
mod layout;
mod links;
mod state;
pub mod trace;

pub use finish::Run;
pub use fold::Folder;
pub use state::State;

use crate::ledger::Results;
use crate::plan::Plan;
use crate::records::{Records, Row};
use crate::values::Instant;
use basis::Basis;

use eval::{product as eval_product, stands as eval_stands};

/// Scores all records.
pub fn run(plan: &Plan, records: &Records, as_of: Instant) -> Results {
    Engine::new(plan, &records.rows, as_of).run(records).results()
}

/// A plan made ready for rows and an instant; takes activities in any order and in any number of shards.
pub struct Engine<'a> {
    basis: Basis<'a>,
}

impl<'a> Engine<'a> {
    /// Resolves links and prepares tables. Rows are by kind id.
    pub fn new(plan: &'a Plan, rows: &'a [Vec<Row>], as_of: Instant) -> Engine<'a> {
        Engine { basis: Basis::new(plan, rows, as_of) }
    }

    /// The row of a contact by its id; activities of other contacts are in no log.
    pub fn contact(&self, id: &str) -> Option<u32> {
        self.basis.links.contact(id)
    }

    /// An empty state, for one contact.
    pub fn state(&self) -> State {
        State::empty(self.basis.plan, &self.basis.layout)
    }

    /// What one thread needs to fold activities into states.
    pub fn folder(&self) -> Folder<'_, 'a> {
        Folder::new(&self.basis)
    }

    /// Adds a state of the same contact from another shard.
    pub fn merge(&self, state: &mut State, other: State) {
        fold::merge(self.basis.plan, &self.basis, state, other);
    }

    /// Finishes a run: one state for each contact, in the order of their rows.
    pub fn finish(self, states: Vec<State>) -> Run<'a> {
        Run::finish(self.basis, states)
    }

    /// Folds all activities and finishes.
    pub fn run(self, records: &Records) -> Run<'a> {
        let n_contacts = records.rows.first().map_or(0, Vec::len);
        let mut states: Vec<State> = (0..n_contacts).map(|_| self.state()).collect();
        let mut folder = self.folder();
        for activity in &records.activities {
            if let Some(contact) = self.contact(&activity.contact) {
                folder.fold(&mut states[contact as usize], contact, activity);
            }
        }
        self.finish(states)
    }
}
