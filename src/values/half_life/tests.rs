use super::*;
use num_bigint::BigUint;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// `2^(-age / h)` to twelve places from the definition: the greatest number of half units of the twelfth place whose
/// `h`-th power is not above that of the factor, then half to even. Slow, and exact.
fn by_big_roots(half_life: u32, age: u32) -> i64 {
    let power = BigUint::from(2 * FACTOR_ONE as u64).pow(half_life);
    let halves = (&power >> age).nth_root(half_life);
    let exact = halves.pow(half_life) << age == power;
    let halves = i64::try_from(halves).unwrap();
    match (halves % 2, exact) {
        (0, _) => halves / 2,
        (_, false) => halves / 2 + 1,
        (_, true) => halves / 2 + (halves / 2) % 2,
    }
}

fn table(half_life: u32) -> HalfLifeTable {
    HalfLifeTable::new(half_life).expect("a half-life in range")
}

#[test]
fn every_entry_is_that_of_big_roots() {
    for half_life in [1, 2, 3, 7, 14, 30, 36, 90] {
        let table = table(half_life);
        assert_eq!(table.factors().len() as u32, OCTAVES * half_life + 1);
        for age in 0..=OCTAVES * half_life {
            assert_eq!(table.factor(u64::from(age)), by_big_roots(half_life, age), "h {half_life} age {age}");
        }
    }
}

#[test]
fn samples_of_long_half_lives_are_those_of_big_roots() {
    for (half_life, step) in [(180, 97), (365, 911), (730, 4_999)] {
        let table = table(half_life);
        for age in (0..=OCTAVES * half_life).step_by(step) {
            assert_eq!(table.factor(u64::from(age)), by_big_roots(half_life, age), "h {half_life} age {age}");
        }
    }
}

/// The longest half-life against edges raised to its power, where a root would take too long: whoever is right lies
/// between its neighbours' halves.
#[test]
fn entries_of_the_longest_half_life_lie_between_their_edges() {
    let table = table(HALF_LIFE_MAX);
    for age in [99_999, 1_234_567] {
        let entry = table.factor(u64::from(age));
        assert!(above_half(HALF_LIFE_MAX, age, entry - 1), "age {age}");
        assert!(!above_half(HALF_LIFE_MAX, age, entry), "age {age}");
    }
}

/// The entries of 90 days for the first 42 half-lives, as a list of decimals: the digest that three other ways to build
/// the table gave.
#[test]
fn the_table_of_ninety_days_is_pinned() {
    let table = table(90);
    let entries: Vec<String> = (0..42 * 90).map(|age| table.factor(age).to_string()).collect();
    let digest = Sha256::digest(format!("[{}]", entries.join(", ")));
    assert_eq!(digest[..6], [0x8e, 0xef, 0x79, 0xa0, 0x80, 0x5f]);
}

/// The constant from its series, `ln 2 = sum of 1 / (n 2^n)`, with 64 digits to spare.
#[test]
fn the_constant_is_the_logarithm_of_two() {
    let sum: BigUint = (1u32..200).map(|n| (BigUint::from(1u32) << (192 - n.min(192))) / n).sum();
    assert_eq!(sum >> 64u32, BigUint::from(LN_2));
}

#[test]
fn takes_half_lives_in_range_only() {
    assert!(HalfLifeTable::new(0).is_none());
    assert!(HalfLifeTable::new(HALF_LIFE_MAX + 1).is_none());
    assert_eq!(table(1).factors().len(), 42);
}

#[test]
fn halves_exactly_and_ends_at_zero() {
    let table = table(90);
    assert_eq!(table.factor(0), FACTOR_ONE);
    assert_eq!(table.factor(90), FACTOR_ONE / 2);
    // 10^12 / 2^13 is 122,070,312.5: a tie, to the even side.
    assert_eq!(table.factor(13 * 90), 122_070_312);
    assert_eq!(table.factor(40 * 90), 1);
    assert_eq!(table.factor(41 * 90), 0);
    assert_eq!(table.factor(u64::MAX), 0);
}

#[test]
fn never_rises_with_age() {
    for half_life in [1, 5, 90, 1_000, HALF_LIFE_MAX] {
        assert!(table(half_life).factors().is_sorted_by(|before, after| before >= after), "h {half_life}");
    }
}

/// The three lines of the smallest file: a twenty and a ten taken off, both after one half-life.
#[test]
fn applies_half_to_even() {
    let half = table(90).factor(90);
    assert_eq!(HalfLifeTable::apply(Decimal::from_int(-10), half), Decimal::from_int(-5));
    assert_eq!(HalfLifeTable::apply(Decimal::from_micro(1), half), Decimal::ZERO);
    assert_eq!(HalfLifeTable::apply(Decimal::from_micro(3), half), Decimal::from_micro(2));
    assert_eq!(HalfLifeTable::apply(Decimal::from_micro(i64::MIN), FACTOR_ONE), Decimal::from_micro(i64::MIN));
}

proptest! {
    #[test]
    fn any_entry_of_any_half_life_is_that_of_big_roots(half_life in 1u32..400, part in 0.0f64..1.0) {
        let age = (f64::from(OCTAVES * half_life) * part) as u32;
        prop_assert_eq!(table(half_life).factor(u64::from(age)), by_big_roots(half_life, age));
    }

    #[test]
    fn nothing_grows_or_turns(award: i64, age in 0u64..4_000) {
        let left = HalfLifeTable::apply(Decimal::from_micro(award), table(90).factor(age));
        prop_assert!(left.micro().unsigned_abs() <= award.unsigned_abs());
        prop_assert!(left.signum() == 0 || left.signum() == award.signum());
    }
}
