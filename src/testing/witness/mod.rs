//! Contacts that tell two versions of the rules apart.
//!
//! In: two typed versions that have the same fields, and records to begin with. Out: a [`Witness`], the smallest found, or
//! nothing. Candidates are the records given, then contacts made at random, always the same ones, from the constants of
//! both versions: the edges of comparisons and windows with what lies just beside them, the elements of lists. Both
//! versions score all of them in a few runs; what differs is taken alone, made smaller, and kept only if the engine still
//! tells the two apart. That nothing is found proves nothing.

mod apart;
mod make;
mod pools;
mod show;
mod smaller;

use crate::plan::{Plan, lower};
use crate::records::Records;
use crate::source::Span;
use crate::typed::TypedRules;
use crate::values::{Date, Instant, Unit};
use apart::{Both, Difference};
use make::{Maker, N_WORLDS};
use pools::Pools;

/// Records on which two versions differ, confirmed by the engine.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The records.
    pub records: Records,
    /// The instant.
    pub as_of: Instant,
    /// The first thing that differs: `lead of "a"`.
    pub what: String,
    /// What it is in the rules, and what it would be.
    pub values: (String, String),
    /// All of it as the inside of a `test` block on one line.
    pub text: String,
    /// The records as JSON, as a reader of records takes them.
    pub json: serde_json::Value,
}

/// Looks for a witness. `place` is where the versions differ, in the texts of the first; `begin` holds records of tests.
pub fn find(old: &TypedRules, new: &TypedRules, place: Option<Span>, begin: &[(&Records, Instant)]) -> Option<Witness> {
    let plans: [Plan; 2] = [lower(old), lower(new)];
    let both = Both { rules: old, plans: &plans };
    let given = begin
        .iter()
        .find_map(|(records, as_of)| both.difference(records, *as_of).map(|found| ((*records).clone(), *as_of, found)));
    let (records, as_of, _) = given.or_else(|| made(&both, place, begin))?;
    let records = smaller::smallest(&both, records, as_of);
    let found = both.difference(&records, as_of)?;
    Some(witness(old, records, as_of, found))
}

fn witness(rules: &TypedRules, records: Records, as_of: Instant, found: Difference) -> Witness {
    let text = show::text(rules, &records, as_of);
    let json = show::json(rules, &records, as_of);
    Witness { records, as_of, what: found.what, values: found.values, text, json }
}

/// A made-up world on which the versions differ.
fn made(both: &Both<'_>, place: Option<Span>, begin: &[(&Records, Instant)]) -> Option<(Records, Instant, Difference)> {
    let as_of = begin.first().map_or(DEFAULT_AS_OF, |(_, as_of)| *as_of);
    let pools = Pools::of(both.plans, as_of);
    let focus = place.and_then(|place| pools::focus(both, place));
    let maker = Maker::new(both.rules, &pools, as_of);
    let rounds = focus.iter().map(|focus| (Some(focus), N_WORLDS)).chain([(None, N_WORLDS)]);
    for (round, (focus, n_worlds)) in (0u64..).zip(rounds) {
        let worlds = maker.worlds(n_worlds, focus, round);
        let together = make::together(&worlds, both.rules);
        for at in both.differing(&together, as_of) {
            if let Some(found) = worlds.get(at).and_then(|world| both.difference(world, as_of)) {
                return Some((worlds[at].clone(), as_of, found));
            }
        }
    }
    None
}

/// 2026-11-01, for rules without tests.
const DEFAULT_AS_OF: Instant = Instant::from_us(Date::from_days(20_758).days() as i64 * Unit::Day.micros());

#[cfg(test)]
mod tests;
