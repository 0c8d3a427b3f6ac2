//! The one pass: each activity is folded into the state of its contact.
//!
//! An activity goes through the program of its type. What only changes numbers is held back by stripes of the table and
//! brought in many at a time ([`batch`]); what takes more is done at once, under the stripe's lock ([`beside`]).
//! Everything that is kept is free of order, so it does not matter when either happens.

mod ages;
mod batch;
mod beside;
mod texts;

pub(super) use beside::{is_wanted, stored};

use super::activity::ActivityFrame;
use super::basis::Basis;
use super::eval::{Eval, Registers};
use super::program::{Gate, Program, Step, Test};
use super::state::{instant_key, oldest_key};
use super::table::Table;
use crate::plan::{ActivityTypeId, KindId, NodeId};
use crate::records::{ActivityRef, FieldRef};
use crate::values::{Instant, Value};
use ages::Ages;
use batch::{Batch, Change, Place};
use texts::{Found, Texts};

/// What a thread needs to fold activities: nothing of it outlives the thread.
pub struct Folder<'e, 'a> {
    basis: &'e Basis<'a>,
    batch: Batch,
    ages: Ages,
    texts: Texts,
    /// By keyed field of the program: what was found for the activity in hand.
    found: Vec<Option<Found>>,
    /// What is to be done for the activity in hand that takes more than numbers.
    pending: Vec<Step>,
    /// Room for nodes that are evaluated.
    registers: Registers,
    /// The fields of the activity in hand as values, once a node asked for one.
    values: Vec<Value>,
    is_loaded: bool,
}

impl<'e, 'a> Folder<'e, 'a> {
    pub(super) fn new(basis: &'e Basis<'a>) -> Folder<'e, 'a> {
        Folder {
            basis,
            batch: Batch::default(),
            ages: Ages::new(&basis.programs),
            texts: Texts::new(basis),
            found: Vec::new(),
            pending: Vec::new(),
            registers: Registers::new(basis.plan.nodes.len()),
            values: vec![Value::Missing; basis.plan.activities.fields.len()],
            is_loaded: false,
        }
    }

    /// Takes an activity into the state of its contact; it is sure to be there only after [`Folder::flush`].
    pub fn fold(&mut self, table: &Table, activity: &ActivityRef<'_>) {
        let program = self.basis.programs.of(activity.ty);
        if program.gates.is_empty() && program.paired.is_none() {
            return;
        }
        self.found.clear();
        self.found.resize(program.keyed.len(), None);
        self.is_loaded = false;
        self.ages.next(activity.at);
        let place = Place::of(table, activity.contact);
        for gate in &program.gates[..program.n_open] {
            self.gate(table, program, gate, place, activity);
        }
        for (keyed, of) in (0u32..).zip(&program.keyed) {
            if of.finds {
                let found = self.look_up(program, keyed, activity);
                for nth in 0..self.texts.n_gates(of, found) {
                    let gate = self.texts.gate(of, found, nth);
                    self.gate(table, program, &program.gates[gate as usize], place, activity);
                }
            }
        }
        if !self.pending.is_empty() {
            self.take_pending(table, program, place, activity);
        }
        if let Some(paired) = &program.paired {
            self.take_pairs(table, program, paired, place, activity);
        }
    }

    /// Brings into the table what is held back.
    pub fn flush(&mut self, table: &Table) {
        self.batch.flush(table);
    }

    fn gate(&mut self, table: &Table, program: &Program, gate: &Gate, place: Place, activity: &ActivityRef<'_>) {
        if !gate.is_open_at(activity.at) || !self.holds(program, &gate.test, activity) {
            return;
        }
        for step in &gate.steps {
            let (cell, change) = match *step {
                Step::Count(cell) => (cell, Change::Add(1)),
                Step::Newest(cell) => (cell, Change::Raise(instant_key(activity.at))),
                Step::Oldest(cell) => (cell, Change::Raise(oldest_key(activity.at))),
                Step::Latest(cell, n) => (cell, Change::Latest(n, instant_key(activity.at))),
                Step::Fade { fade, left } => (left, Change::Add(self.ages.left(self.basis, fade))),
                Step::FadeCounted { fade, n } => {
                    let left = self.ages.left(self.basis, fade);
                    let award = self.basis.programs.fades[fade as usize].award;
                    (n, Change::Fade { left, has_faded: left != award.micro() })
                }
                Step::Sum { field, sum, n } => {
                    let Some(number) = activity.values.get(field.0 as usize).and_then(FieldRef::as_number) else {
                        continue;
                    };
                    if let Some(n) = n {
                        self.batch.push(table, place, n, Change::Add(1));
                    }
                    (sum, Change::Add(number.micro()))
                }
                step @ (Step::Accumulator(_) | Step::Store(_)) => {
                    self.pending.push(step);
                    continue;
                }
            };
            self.batch.push(table, place, cell, change);
        }
    }

    fn holds(&mut self, program: &Program, test: &Test, activity: &ActivityRef<'_>) -> bool {
        let field = |field: crate::plan::ActivityFieldId| activity.values.get(field.0 as usize);
        match test {
            Test::Always(holds) => *holds,
            Test::Number { field: number, low, high } => {
                let number = field(*number).and_then(FieldRef::as_number);
                number.is_some_and(|number| *low <= number.micro() && number.micro() <= *high)
            }
            Test::YesNo { field: of, yes } => match field(*of) {
                Some(FieldRef::YesNo(is_yes)) => is_yes == yes,
                Some(FieldRef::Value(Value::YesNo(is_yes))) => is_yes == yes,
                _ => false,
            },
            Test::Missing(of) => field(*of).is_none_or(FieldRef::is_missing),
            Test::At { from_us, to_us } => (*from_us..=*to_us).contains(&activity.at.us()),
            Test::Bound { since, node } => self.is_on_side(*since, *node, activity),
            Test::Text { keyed, cond } => {
                let found = self.look_up(program, *keyed, activity);
                self.texts.holds(&program.keyed[*keyed as usize], found, *cond)
            }
            Test::Not(inner) => !self.holds(program, inner, activity),
            Test::All(parts) => parts.iter().all(|part| self.holds(program, part, activity)),
            Test::Node(node) => self.eval(program, activity, None).holds(*node),
            Test::Sole { .. } => unreachable!("all conditions on texts have got their places"),
        }
    }

    /// Whether an activity lies on one side of an instant of its contact.
    fn is_on_side(&self, since: bool, node: NodeId, activity: &ActivityRef<'_>) -> bool {
        let bound = self.basis.instant_of_record(node, KindId(0), activity.contact);
        bound.is_some_and(|bound: Instant| if since { activity.at >= bound } else { activity.at < bound })
    }

    /// What is kept for the text of a keyed field.
    fn look_up(&mut self, program: &Program, keyed: u32, activity: &ActivityRef<'_>) -> Found {
        if let Some(found) = self.found[keyed as usize] {
            return found;
        }
        let of = &program.keyed[keyed as usize];
        let text = match activity.values.get(of.field.0 as usize) {
            Some(FieldRef::Text(text)) => Some(*text),
            Some(FieldRef::Value(value)) => value.as_text(),
            _ => None,
        };
        let found = self.texts.find(self.basis, of, activity.ty.map(ActivityTypeId), text);
        self.found[keyed as usize] = Some(found);
        found
    }

    /// An evaluation of nodes for the activity in hand.
    fn eval<'f>(
        &'f mut self,
        program: &Program,
        activity: &'f ActivityRef<'_>,
        owner: Option<(KindId, u32)>,
    ) -> Eval<'f, 'a, ActivityFrame<'f, 'a>> {
        if !self.is_loaded {
            self.load(program, activity);
        }
        let frame = ActivityFrame {
            basis: self.basis,
            type_name: activity.type_name,
            at: activity.at,
            id: activity.id,
            values: &self.values,
            ty: activity.ty.map(ActivityTypeId),
            contact: activity.contact,
            owner,
        };
        Eval { basis: self.basis, registers: &mut self.registers, frame }
    }

    /// Makes values of the fields; what is known of their texts is not found out again.
    fn load(&mut self, program: &Program, activity: &ActivityRef<'_>) {
        self.is_loaded = true;
        self.registers.clear();
        for (value, field) in self.values.iter_mut().zip(activity.values) {
            *value = if let FieldRef::Text(_) = field { Value::Missing } else { field.to_value() };
        }
        for (keyed, of) in (0u32..).zip(&program.keyed) {
            let found = self.look_up(program, keyed, activity);
            self.values[of.field.0 as usize] = self.texts.value(of, found).clone();
            for (node, value) in self.texts.known(of, found) {
                self.registers.set(*node, value.clone());
            }
        }
        let texts = self.values.iter_mut().zip(activity.values).enumerate();
        for (place, (value, field)) in texts {
            if let FieldRef::Text(text) = field
                && !program.keyed.iter().any(|keyed| keyed.field.0 as usize == place)
            {
                *value = Value::text(text);
            }
        }
    }
}
