//! Records for generated programs: small worlds, most of whose activities lie on some edge.

use super::schema::{SPANS, TEXTS};
use super::tape::Tape;
use scoreline::records::{Activity, Records, Row};
use scoreline::typed::{ActivityTypeId, Kind, TypedRules};
use scoreline::values::{Date, Decimal, Instant, Type, Value};
use std::sync::Arc;

/// A world: the records and the instant they are scored at.
#[derive(Clone, Debug)]
pub struct World {
    pub records: Records,
    pub as_of: Instant,
}

/// Contacts, accounts and deals are named `c0`, `account0`, `deal0`, ..; some keys lead to nobody.
const N_CONTACTS: usize = 12;
const N_ACTIVITIES: usize = 60;
const DAY_US: i64 = 86_400_000_000;

/// As-of instants, some on the days on which clocks change in Berlin.
const AS_OF: &[i64] = &[
    1_793_491_200_000_000, // 2026-11-01T00:00:00Z
    1_792_893_600_000_000, // 2026-10-25T02:00:00Z, an hour after the clocks went back
    1_792_972_799_999_999, // 2026-10-25T23:59:59.999999Z
    1_774_742_400_000_000, // 2026-03-29T00:00:00Z, an hour before they go forward
    1_795_876_201_500_000, // 2026-11-28T14:30:01.5Z
];

/// Numbers worth trying, in micros.
const MICROS: &[i64] = &[
    1_000_000,
    500_000_000,
    0,
    2_500_000,
    10_000_000,
    -3_000_000,
    100_000_000,
    60_000_000,
    1,
    -1,
    333_333,
    499_500_000,
    1_000_000_000_000_000,
    999_999_999_999_999_999,
    -1_000_000_000_000_000_000,
    15_000_000,
];

/// The world that a tape makes for a program.
pub fn world(rules: &TypedRules, choices: Vec<u16>) -> World {
    let mut maker = Maker { tape: Tape::new(choices), as_of: 0, instants: Vec::new(), favourite: None, crowded: false };
    maker.world(rules)
}

struct Maker {
    tape: Tape,
    as_of: i64,
    /// Instants that occur already, so that some are equal.
    instants: Vec<i64>,
    /// A type that most activities have, in some worlds: limits want many of one.
    favourite: Option<usize>,
    /// Whether most activities share few instants, so that ids decide which is later.
    crowded: bool,
}

impl Maker {
    fn world(&mut self, rules: &TypedRules) -> World {
        self.as_of = self.tape.pick(AS_OF);
        // At least one contact: worlds without any prove little, and one in forty has none.
        let n_contacts = if self.tape.chance(2) { 0 } else { 1 + self.tape.below(N_CONTACTS) };
        let n_accounts = self.tape.below(4);
        let n_deals = self.tape.below(6);
        let rows = rules.kinds.iter().map(|kind| {
            let n = match kind.name.as_str() {
                "contact" => n_contacts,
                "account" => n_accounts,
                _ => n_deals,
            };
            (0..n).map(|i| self.row(kind, i)).collect()
        });
        let rows = rows.collect();
        if self.tape.chance(40) && !rules.activity_types.is_empty() {
            self.favourite = Some(self.tape.below(rules.activity_types.len()));
        }
        self.crowded = self.tape.chance(25);
        let n_activities = self.tape.below(N_ACTIVITIES + 1);
        let activities = (0..n_activities).map(|_| self.activity(rules, n_contacts)).collect();
        World { records: Records { rows, activities }, as_of: Instant::from_us(self.as_of) }
    }

    fn row(&mut self, kind: &Kind, i: usize) -> Row {
        let prefix = if kind.name == "contact" { "c" } else { &kind.name };
        let values = kind.fields.iter().map(|field| {
            let value = match field.name.as_str() {
                "account_id" => self.key("account", 4),
                "manager_id" | "contact_id" => self.key("c", N_CONTACTS),
                "influence_ids" => {
                    let n = self.tape.below(4);
                    Value::list((0..n).map(|_| self.key("c", N_CONTACTS)).collect())
                }
                _ => self.value(&field.ty),
            };
            if field.used { value } else { Value::Missing }
        });
        Row { id: Arc::from(format!("{prefix}{i}")), values: values.collect() }
    }

    /// An id of a record of a kind, of nobody, or missing.
    fn key(&mut self, prefix: &str, n: usize) -> Value {
        match self.tape.below(8) {
            0 => Value::Missing,
            1 => Value::text(&format!("{}{}", prefix.to_uppercase(), self.tape.below(n))),
            _ => Value::text(&format!("{prefix}{}", self.tape.below(n.min(4)))),
        }
    }

    fn activity(&mut self, rules: &TypedRules, n_contacts: usize) -> Activity {
        // One in forty is of a contact or a type that nobody knows.
        let few = n_contacts.clamp(1, 3);
        let contact = if self.tape.chance(2) {
            "nobody".to_owned()
        } else if self.tape.chance(70) {
            format!("c{}", self.tape.below(few))
        } else {
            format!("c{}", self.tape.below(n_contacts.max(1)))
        };
        let (ty, index) = self.activity_type(rules);
        let at = self.activity_instant();
        let id = match self.tape.below(2) {
            0 => Some(self.tape.pick(&["x", "y", "é", "X"])),
            _ => None,
        };
        let values = rules.activity_fields.iter().map(|field| {
            let has_it = field.of.as_ref().is_none_or(|types| index.is_some_and(|index| types.contains(&index)));
            // Readers leave out what the type does not have and what nobody reads.
            if field.used && has_it { self.value(&field.ty) } else { Value::Missing }
        });
        let values = values.collect();
        Activity {
            contact: Arc::from(contact),
            ty: Arc::from(ty),
            at: Instant::from_us(at),
            id: id.map(Arc::from),
            values,
        }
    }

    fn activity_type(&mut self, rules: &TypedRules) -> (String, Option<ActivityTypeId>) {
        if rules.activity_types.is_empty() || self.tape.chance(3) {
            return ("webinar".to_owned(), None);
        }
        let index = match self.favourite {
            Some(favourite) if self.tape.chance(70) => favourite,
            _ => self.tape.below(rules.activity_types.len()),
        };
        (rules.activity_types[index].name.clone(), Some(ActivityTypeId(index as u32)))
    }

    /// When an activity happens.
    fn activity_instant(&mut self) -> i64 {
        if self.crowded && !self.instants.is_empty() && self.tape.chance(60) {
            return self.tape.pick(&self.instants.clone());
        }
        self.instant()
    }

    /// An instant on or next to an edge, equal to another, or anywhere in the last hundred days.
    fn instant(&mut self) -> i64 {
        let at = match self.tape.below(12) {
            0..=2 => self.as_of - self.tape.below(100) as i64 * DAY_US / 4,
            3..=5 => {
                let (_, us) = self.tape.pick(SPANS);
                self.as_of - us + self.tape.pick(&[0, 1, -1])
            }
            6 => self.as_of + self.tape.pick(&[0, -1, 1, DAY_US]),
            7 | 8 if !self.instants.is_empty() => self.tape.pick(&self.instants.clone()),
            9 if !self.instants.is_empty() => {
                let (_, us) = self.tape.pick(SPANS);
                self.tape.pick(&self.instants.clone()) + self.tape.pick(&[us, -us, us - 1, 1])
            }
            // Around midnight in UTC, in Berlin and in Kathmandu.
            10 => {
                let day = self.as_of.div_euclid(DAY_US) - self.tape.below(40) as i64;
                let hours = self.tape.pick(&[0, -1, -2, 4]) * 3_600_000_000;
                day * DAY_US + hours + self.tape.pick(&[0, -1, 900_000_000])
            }
            _ => self.as_of - self.tape.below(10_000) as i64 * 864_000_000,
        };
        self.instants.push(at);
        at
    }

    fn value(&mut self, ty: &Type) -> Value {
        if self.tape.chance(20) {
            return Value::Missing;
        }
        match ty {
            Type::Text | Type::ExactText => Value::text(&self.text()),
            Type::Number => Value::Number(Decimal::from_micro(self.tape.pick(MICROS))),
            Type::WholeNumber => {
                Value::Number(Decimal::from_int(self.tape.pick(&[500, 499, 10, 0, 100, 9, -7, 1_000_000])))
            }
            Type::YesNo => Value::YesNo(self.tape.chance(50)),
            Type::Time => Value::Time(Instant::from_us(self.instant())),
            Type::Date => {
                let near = (self.as_of / DAY_US) as i32;
                Value::Date(Date::from_days(near + self.tape.pick(&[0, 1, -1, -7, -30, 30, 7, -31])))
            }
            Type::TimeOrDate => {
                let ty = if self.tape.chance(50) { Type::Time } else { Type::Date };
                self.value(&ty)
            }
            Type::OneOf(choices) => Value::Choice(self.tape.below(choices.names().len()) as u32),
            Type::List(element) => {
                let n = self.tape.below(4);
                Value::list((0..n).map(|_| self.value(element)).collect())
            }
        }
    }

    /// A text of the pool as it is, or spelled differently; sometimes blank.
    fn text(&mut self) -> String {
        let text = self.tape.pick(TEXTS);
        match self.tape.below(8) {
            0 => text.to_uppercase(),
            1 => format!("\u{a0} {text}\t"),
            2 => format!("x@{text}@{text}"),
            3 => self.tape.pick(&[" \u{3000}", "\u{200b}", "", "a.b@STRASSE.de", "me@gmail.com"]).to_owned(),
            _ => text.to_owned(),
        }
    }
}
