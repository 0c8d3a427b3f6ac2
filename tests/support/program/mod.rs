//! Programs: every construct of the language over one schema, put together at random, correct by construction.
//!
//! A program is text, so that it passes through the parser and the checker like any other.

mod block;
mod condition;
mod phrase;
mod rule;
mod value;

use super::schema::{ACCOUNT_FIELDS, ACTIVITIES, CONTACT_FIELDS, DEAL_FIELDS, Kind, NAMES, SCHEMA, SPANS, TEXTS, Ty};
use super::tape::Tape;

/// Where something is written.
#[derive(Clone)]
pub(super) struct Scope {
    /// Whose fields bare names are, in subject scope.
    pub kind: Kind,
    /// In activity scope the types that may be meant.
    pub activities: Option<Vec<&'static str>>,
    /// Whether aggregates over links and other scores may be asked for.
    pub everything: bool,
}

impl Scope {
    pub fn subject(kind: Kind) -> Scope {
        Scope { kind, activities: None, everything: true }
    }

    /// Facts and the log, no scores: `exclude`.
    pub fn facts(kind: Kind) -> Scope {
        Scope { kind, activities: None, everything: false }
    }

    pub fn activity(types: &[&'static str]) -> Scope {
        Scope { kind: Kind::Contact, activities: Some(types.to_vec()), everything: false }
    }

    pub fn is_activity(&self) -> bool {
        self.activities.is_some()
    }
}

/// A score that has been written and may be used.
#[derive(Clone)]
pub(super) struct Known {
    pub name: String,
    pub kind: Kind,
    pub tiers: Vec<&'static str>,
    /// Whether its tiers are ranks, which have no past.
    pub is_ranked: bool,
}

/// A program being written.
pub(super) struct Writer {
    pub tape: Tape,
    pub scores: Vec<Known>,
    pub labels: Vec<(String, Kind)>,
    pub segments: Vec<(String, Kind)>,
    n_names: usize,
}

/// A program made of the choices of a tape.
pub fn program(choices: Vec<u16>) -> String {
    let mut writer =
        Writer { tape: Tape::new(choices), scores: Vec::new(), labels: Vec::new(), segments: Vec::new(), n_names: 0 };
    writer.file()
}

impl Writer {
    fn file(&mut self) -> String {
        let mut text = String::new();
        let zone = self.tape.pick(&["Europe/Berlin", "UTC", "America/New_York", "Asia/Kathmandu"]);
        text.push_str(&format!("timezone \"{zone}\"\n{SCHEMA}{NAMES}\n"));
        let n_scores = 1 + self.tape.below(4);
        for i in 0..n_scores {
            let kind = if i == 0 {
                Kind::Contact
            } else {
                self.tape.pick(&[Kind::Contact, Kind::Contact, Kind::Account, Kind::Deal])
            };
            text.push_str(&self.score(kind));
        }
        if self.tape.chance(30) {
            let condition = self.condition(&Scope::facts(Kind::Contact), 2);
            text.push_str(&format!("exclude when {condition} \"not a buyer\"\n"));
        }
        if self.tape.chance(30) {
            let phrase = self.plain_phrase();
            text.push_str(&format!("ignore {phrase}\n"));
        }
        for _ in 0..self.tape.below(3) {
            text.push_str(&self.label());
        }
        for _ in 0..self.tape.below(3) {
            text.push_str(&self.segment());
        }
        text
    }

    fn label(&mut self) -> String {
        let kind = self.tape.pick(&[Kind::Contact, Kind::Contact, Kind::Account]);
        let name = self.fresh("label_");
        let head = format!("label {name}{}", of(kind));
        let scope = Scope::subject(kind);
        let text = if self.tape.chance(50) {
            format!("{head} = {}\n", self.value(&scope, Ty::Text, 2))
        } else {
            let (a, b) = (self.condition(&scope, 2), self.condition(&scope, 1));
            let value = self.value(&scope, Ty::Text, 1);
            format!("{head} {{\n  {a} => \"a\"\n  {b} => {value}\n  else => \"c\"\n}}\n")
        };
        self.labels.push((name, kind));
        text
    }

    fn segment(&mut self) -> String {
        let kind = self.tape.pick(&[Kind::Contact, Kind::Contact, Kind::Account]);
        let name = self.fresh("segment_");
        let text = format!("segment {name}{} when {}\n", of(kind), self.condition(&Scope::subject(kind), 2));
        self.segments.push((name, kind));
        text
    }

    /// A name that is not taken.
    pub fn fresh(&mut self, start: &str) -> String {
        self.n_names += 1;
        format!("{start}{}", self.n_names)
    }

    pub fn span(&mut self) -> &'static str {
        self.tape.pick(SPANS).0
    }

    /// A span of whole days.
    pub fn days(&mut self) -> &'static str {
        self.tape.pick(&["7d", "30d", "1d", "60d"])
    }

    pub fn text(&mut self) -> String {
        let text = self.tape.pick(TEXTS);
        format!("\"{text}\"")
    }

    /// The paths to fields of a type.
    pub fn paths(&self, scope: &Scope, ty: Ty) -> Vec<String> {
        let Some(types) = &scope.activities else { return record_paths(scope.kind, ty) };
        let mut paths: Vec<String> = Vec::new();
        for (name, fields) in ACTIVITIES {
            if types.contains(name) {
                let fitting = fields.iter().filter(|(_, other)| fits(*other, ty)).map(|(field, _)| (*field).to_owned());
                paths.extend(fitting);
            }
        }
        paths.dedup();
        paths.extend(record_paths(Kind::Contact, ty).into_iter().map(|path| format!("contact.{path}")));
        paths
    }
}

fn record_paths(kind: Kind, ty: Ty) -> Vec<String> {
    let of = |fields: &[(&str, Ty)], before: &str| -> Vec<String> {
        let fitting = fields.iter().filter(|(_, other)| fits(*other, ty));
        fitting.map(|(field, _)| format!("{before}{field}")).collect()
    };
    match kind {
        Kind::Contact => {
            let own = of(CONTACT_FIELDS, "");
            let account = of(ACCOUNT_FIELDS, "account.");
            let manager = of(CONTACT_FIELDS, "manager.");
            let far = of(ACCOUNT_FIELDS, "manager.account.");
            [own, account, manager, far].concat()
        }
        Kind::Account => of(ACCOUNT_FIELDS, ""),
        Kind::Deal => [of(DEAL_FIELDS, ""), of(CONTACT_FIELDS, "contact.")].concat(),
    }
}

/// Whether a field of one type serves where another is wanted.
fn fits(field: Ty, wanted: Ty) -> bool {
    field == wanted || (field == Ty::Whole && wanted == Ty::Number)
}

/// `of account`, nothing for contacts.
pub(super) fn of(kind: Kind) -> &'static str {
    match kind {
        Kind::Contact => "",
        Kind::Account => " of account",
        Kind::Deal => " of deal",
    }
}
