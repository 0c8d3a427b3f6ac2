//! Made-up records: small worlds of one contact, and of what links lead to.

use super::pools::{Focus, Pools, Slot};
use crate::records::{Activity, Records, Row};
use crate::typed::{Field, FieldId, KindId, Link, TypedRules, Via};
use crate::values::{Instant, Type, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// So many worlds are made in a round.
pub(super) const N_WORLDS: usize = 1_500;
/// So many kinds of doing at most in one world.
const DEEDS_MAX: u64 = 4;

/// Makes worlds, the same ones at every call.
pub(super) struct Maker<'a> {
    rules: &'a TypedRules,
    pools: &'a Pools,
    as_of: Instant,
    /// Kinds that links of used records lead to or come from; only the contact where there are none.
    kinds: BTreeSet<u32>,
}

/// A sequence of numbers that looks like chance and is always the same (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 up to `n`, which is above 0.
    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn of<'v, T>(&mut self, all: &'v [T]) -> Option<&'v T> {
        if all.is_empty() { None } else { all.get(self.below(all.len() as u64) as usize) }
    }
}

impl<'a> Maker<'a> {
    pub(super) fn new(rules: &'a TypedRules, pools: &'a Pools, as_of: Instant) -> Maker<'a> {
        let has_links = |kind: &crate::typed::Kind| kind.links.iter().any(|link| link.via != Via::Everyone);
        let linked = (0u32..).zip(&rules.kinds).filter(|(_, kind)| has_links(kind));
        let mut kinds: BTreeSet<u32> = linked.map(|(index, _)| index).collect();
        kinds.insert(0);
        Maker { rules, pools, as_of, kinds }
    }

    /// Worlds whose records have ids that end with the world's number.
    pub(super) fn worlds(&self, n: usize, focus: Option<&Focus>, round: u64) -> Vec<Records> {
        let one = |world: usize| {
            let mut chance = Chance(round << 32 | world as u64);
            self.world(world, focus, &mut chance)
        };
        (0..n).map(one).collect()
    }

    fn world(&self, world: usize, focus: Option<&Focus>, chance: &mut Chance) -> Records {
        let mut records = Records { rows: vec![Vec::new(); self.rules.kinds.len()], activities: Vec::new() };
        let is_linked = self.kinds.len() > 1 || self.rules.kinds[0].links.iter().any(|link| link.via != Via::Everyone);
        for kind in &self.kinds {
            let n_records = if is_linked { 1 + chance.below(3) } else { 1 };
            for at in 0..n_records {
                let name = &self.rules.kinds[*kind as usize].name;
                let id: Arc<str> = Arc::from(format!("{name}-{at}-{world}"));
                let values = self.row(*kind, focus, chance);
                records.rows[*kind as usize].push(Row { id, values });
            }
        }
        self.link(&mut records, chance);
        let contacts: Vec<Arc<str>> = records.rows[0].iter().map(|row| Arc::clone(&row.id)).collect();
        for contact in &contacts {
            self.does(contact, focus, &mut records.activities, chance);
        }
        records
    }

    fn row(&self, kind: u32, focus: Option<&Focus>, chance: &mut Chance) -> Vec<Value> {
        let fields = &self.rules.kinds[kind as usize].fields;
        // Some worlds know nearly everything, others next to nothing.
        let rare = 2 + chance.below(5);
        let value = |(field, known): (u32, &Field), chance: &mut Chance| {
            let slot = Slot::Record(kind, field);
            self.value(slot, &known.ty, focus, rare, chance)
        };
        (0u32..).zip(fields).map(|field| value(field, chance)).collect()
    }

    fn value(&self, slot: Slot, ty: &Type, focus: Option<&Focus>, rare: u64, chance: &mut Chance) -> Value {
        let is_wanted = focus.is_some_and(|focus| focus.slots.contains(&slot));
        let is_given = if is_wanted { !chance.one_in(8) } else { chance.one_in(rare) };
        let pool = self.pools.values.get(&slot).map_or(&[][..], Vec::as_slice);
        match chance.of(pool).filter(|_| is_given) {
            Some(value) if matches!(ty, Type::List(_)) => Value::list(vec![value.clone()]),
            Some(value) => value.clone(),
            None => Value::Missing,
        }
    }

    /// Records point to each other within their world.
    fn link(&self, records: &mut Records, chance: &mut Chance) {
        let ids: Vec<Vec<Arc<str>>> =
            records.rows.iter().map(|rows| rows.iter().map(|row| Arc::clone(&row.id)).collect()).collect();
        for (kind, rows) in self.rules.kinds.iter().zip(&mut records.rows) {
            for link in &kind.links {
                let Via::Key(field) = link.via else { continue };
                for row in &mut *rows {
                    row.values[field.0 as usize] = key(link, &kind.fields[field.0 as usize], &ids, chance);
                }
            }
        }
    }

    fn does(&self, contact: &Arc<str>, focus: Option<&Focus>, into: &mut Vec<Activity>, chance: &mut Chance) {
        let n_types = self.rules.activity_types.len();
        if n_types == 0 {
            return;
        }
        let wanted: Vec<u32> = match focus.and_then(|focus| focus.types.as_ref()) {
            Some(types) => types.iter().copied().collect(),
            None => (0..n_types as u32).collect(),
        };
        for _ in 0..chance.below(DEEDS_MAX + 1) {
            let any = chance.below(n_types as u64) as u32;
            let ty =
                if focus.is_some() && !chance.one_in(6) { chance.of(&wanted).copied().unwrap_or(any) } else { any };
            let age_us = chance.of(&self.pools.ages_us).copied().unwrap_or(0);
            let n = if chance.one_in(2) { 1 } else { chance.of(&self.pools.counts).copied().unwrap_or(1) };
            let one = Activity {
                contact: Arc::clone(contact),
                ty: Arc::from(self.rules.activity_types[ty as usize].name.as_str()),
                at: Instant::from_us(self.as_of.us().saturating_sub(age_us)),
                id: None,
                values: self.activity_values(ty, focus, chance),
            };
            into.extend((0..n).map(|_| one.clone()));
        }
    }

    fn activity_values(&self, ty: u32, focus: Option<&Focus>, chance: &mut Chance) -> Vec<Value> {
        let has = |of: &Option<Vec<crate::typed::ActivityTypeId>>| {
            of.as_ref().is_none_or(|of| of.iter().any(|of| of.0 == ty))
        };
        let value = |(field, known): (u32, &crate::typed::ActivityField), chance: &mut Chance| {
            if !has(&known.of) {
                return Value::Missing;
            }
            self.value(Slot::Activity(field), &known.ty, focus, 2, chance)
        };
        (0u32..).zip(&self.rules.activity_fields).map(|field| value(field, chance)).collect()
    }
}

fn key(link: &Link, field: &Field, ids: &[Vec<Arc<str>>], chance: &mut Chance) -> Value {
    let KindId(target) = link.target;
    match chance.of(&ids[target as usize]) {
        Some(id) if !chance.one_in(6) => {
            let id = Value::text(id);
            if matches!(field.ty, Type::List(_)) { Value::list(vec![id]) } else { id }
        }
        _ => Value::Missing,
    }
}

/// All worlds in one set of records.
pub(super) fn together(worlds: &[Records], rules: &TypedRules) -> Records {
    let mut all = Records { rows: vec![Vec::new(); rules.kinds.len()], activities: Vec::new() };
    for world in worlds {
        for (rows, more) in all.rows.iter_mut().zip(&world.rows) {
            rows.extend(more.iter().cloned());
        }
        all.activities.extend(world.activities.iter().cloned());
    }
    all
}

/// The fields that links go by.
pub(super) fn is_key(rules: &TypedRules, kind: usize, field: FieldId) -> bool {
    rules.kinds[kind].links.iter().any(|link| link.via == Via::Key(field))
}
