use super::*;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use proptest::prelude::*;

/// `award * share`, rounded half to even, from the definition.
fn exact(award: Decimal, share: BigRational) -> Decimal {
    let share = if share < BigRational::zero() { BigRational::zero() } else { share };
    let left = BigRational::from(BigInt::from(award.micro())) * share;
    let below = left.floor();
    let rest = &left - &below;
    let half = BigRational::new(1.into(), 2.into());
    let below = below.to_integer();
    let up = rest > half || (rest == half && below.bit(0));
    Decimal::from_micro((below + i32::from(up)).to_i64().unwrap())
}

fn of(num: impl Into<BigInt>, den: impl Into<BigInt>) -> BigRational {
    BigRational::new(num.into(), den.into())
}

fn award() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        any::<i64>(),
        -1_000_000_000_000_000i64..=1_000_000_000_000_000,
        (-100i64..100).prop_map(|points| points * 1_000_000),
        -5i64..5,
    ]
    .prop_map(Decimal::from_micro)
}

/// Percentages in millionths, round ones more often.
fn percent() -> impl Strategy<Value = Decimal> {
    prop_oneof![0i64..=1_000_000, (0i64..=100).prop_map(|p| p * 10_000), Just(500_000), Just(1)]
        .prop_map(Decimal::from_micro)
}

proptest! {
    #[test]
    fn lines_are_those_of_fractions(award in award(), age in 0u64..400, over in 1u32..365) {
        prop_assert_eq!(linear(award, age, over), exact(award, of(i64::from(over) - age as i64, over)));
    }

    #[test]
    fn percents_are_those_of_fractions(award in award(), age in 0u64..400, percent in percent(), period in 1u32..60) {
        let share = of(percent.micro(), 1_000_000);
        let steps = BigRational::from(BigInt::from(age / u64::from(period)));
        prop_assert_eq!(percent_steps(award, age, percent, period), exact(award, of(1, 1) - &share * steps));
        let smooth = of(1, 1) - &share * of(age, period);
        prop_assert_eq!(percent_smooth(award, age, percent, period), exact(award, smooth));
    }

    #[test]
    fn every_decay_moves_toward_zero_and_stops(award in award(), age: u64, later: u64, percent in percent(), n: u32) {
        let decays: [&dyn Fn(u64) -> Decimal; 5] = [
            &|age| linear(award, age, n),
            &|age| percent_steps(award, age, percent, n),
            &|age| percent_smooth(award, age, percent, n),
            &|age| percent_compound(award, age, percent, n),
            &|age| points_steps(award, age, percent, n),
        ];
        let (age, later) = (age.min(later), age.max(later));
        for (which, decay) in decays.into_iter().enumerate() {
            let (left, left_later) = (decay(age), decay(later));
            prop_assert!(left.micro().unsigned_abs() <= award.micro().unsigned_abs(), "{}", which);
            prop_assert!(left_later.micro().unsigned_abs() <= left.micro().unsigned_abs(), "{}", which);
            prop_assert!(left.signum() == 0 || left.signum() == award.signum(), "{}", which);
        }
    }

    #[test]
    fn totals_stop_at_their_least(total in award(), age: u64, points in 0i64.., period: u32, least in award()) {
        let left = points_steps_down_to(total, age, Decimal::from_micro(points), period, least);
        prop_assert!(left <= total && (left >= least || left == total));
    }
}

#[test]
fn the_figures_of_the_page() {
    let ten = Decimal::from_int(10);
    let twenty_percent = Decimal::from_micro(200_000);
    // 10 points at 95 days: 4.0 of the original, 5.12 compound.
    assert_eq!(percent_steps(ten, 95, twenty_percent, 30), Decimal::from_int(4));
    assert_eq!(percent_compound(ten, 95, twenty_percent, 30), Decimal::from_micro(5_120_000));
    assert_eq!(percent_smooth(ten, 75, twenty_percent, 30), Decimal::from_int(5));
    assert_eq!(percent_steps(ten, 29, twenty_percent, 30), ten);
    assert_eq!(percent_steps(ten, 150, twenty_percent, 30), Decimal::ZERO);
    assert_eq!(linear(ten, 0, 90), ten);
    assert_eq!(linear(ten, 89, 90), Decimal::from_micro(111_111));
    assert_eq!(linear(Decimal::from_int(-10), 90, 90), Decimal::ZERO);
    let five = Decimal::from_int(5);
    assert_eq!(points_steps(Decimal::from_int(-12), 14, five, 7), Decimal::from_int(-2));
    assert_eq!(points_steps(Decimal::from_int(12), 21, five, 7), Decimal::ZERO);
    assert_eq!(points_steps_down_to(Decimal::from_int(40), 70, five, 7, ten), ten);
    assert_eq!(points_steps_down_to(Decimal::from_int(8), 70, five, 7, ten), Decimal::from_int(8));
    assert_eq!(points_steps_down_to(Decimal::from_int(-3), 70, five, 7, Decimal::ZERO), Decimal::from_int(-3));
}

#[test]
fn the_greatest_figures_do_not_overflow() {
    for award in [i64::MIN, i64::MAX].map(Decimal::from_micro) {
        assert_eq!(linear(award, 0, u32::MAX), award);
        assert_eq!(linear(award, u64::MAX, u32::MAX), Decimal::ZERO);
        assert_eq!(percent_steps(award, u64::MAX, Decimal::ONE, 1), Decimal::ZERO);
        assert_eq!(percent_smooth(award, u64::MAX, Decimal::ONE, u32::MAX), Decimal::ZERO);
        assert_eq!(points_steps(award, u64::MAX, Decimal::from_micro(i64::MAX), 1), Decimal::ZERO);
        assert_eq!(percent_compound(award, u64::MAX, Decimal::from_micro(1), 1), Decimal::ZERO);
        assert_eq!(percent_compound(award, 0, Decimal::ONE, 1), award);
    }
}

#[test]
fn a_period_of_nothing_is_never_over() {
    let ten = Decimal::from_int(10);
    assert_eq!(percent_steps(ten, 9, Decimal::ONE, 0), ten);
    assert_eq!(percent_smooth(ten, 9, Decimal::ONE, 0), ten);
    assert_eq!(percent_compound(ten, 9, Decimal::ONE, 0), ten);
    assert_eq!(points_steps(ten, 9, Decimal::ONE, 0), ten);
    assert_eq!(linear(ten, 9, 0), Decimal::ZERO);
}
