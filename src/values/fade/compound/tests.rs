use super::*;
use proptest::prelude::*;

/// The share by one exact fraction, however long.
fn by_one_fraction(size: u64, kept: u64, n: u32) -> u64 {
    round_half_even(BigUint::from(size) * BigUint::from(kept).pow(n), &BigUint::from(WHOLE).pow(n))
}

/// Shares near and on ties: `kept / WHOLE` with small denominators, and sizes that they divide almost.
fn share() -> impl Strategy<Value = (u64, u64, u32)> {
    let kept = prop_oneof![0..=WHOLE, prop::sample::select(vec![500_000, 250_000, 750_000, 800_000, 200_000, 999_999])];
    let size = prop_oneof![
        any::<u64>(),
        (0u32..63).prop_map(|n| 1 << n),
        (0u64..27).prop_map(|n| 5u64.pow(n as u32)),
        0u64..1_000
    ];
    (size.prop_map(|size| size >> 1), kept, prop_oneof![0u32..70, 0u32..400])
}

proptest! {
    #[test]
    fn shares_are_those_of_one_fraction((size, kept, n) in share()) {
        prop_assert_eq!(power_share(size, kept, u64::from(n)), by_one_fraction(size, kept, n));
    }

    #[test]
    fn each_way_gives_the_same((size, kept, n) in share()) {
        prop_assume!(n > 0 && kept > 0 && kept < WHOLE);
        let exact = by_one_fraction(size, kept, n);
        prop_assert_eq!(in_big_integers(size, kept, u64::from(n)), exact);
        if let Some(share) = in_fixed_point(size, kept, u64::from(n)) {
            prop_assert_eq!(share, exact);
        }
        if n >= TIE_FREE_PERIODS as u32 {
            prop_assert_eq!(to_places(size, kept, u64::from(n), 256), Some(exact));
        }
    }
}

#[test]
fn ties_go_to_the_even_side() {
    for (size, share) in [(1, 0), (3, 2), (5, 2), (7, 4)] {
        assert_eq!(in_fixed_point(size, 500_000, 1), None, "a tie is not for fixed point");
        assert_eq!(power_share(size, 500_000, 1), share);
    }
    // 3 * 2^61 halved 62 times is a half above one.
    assert_eq!(power_share(3 << 61, 500_000, 62), 2);
    assert_eq!(power_share(1 << 63, 500_000, 64), 0);
}

/// Fixed point decides nearly always, so that the long way is no matter of speed.
#[test]
fn fixed_point_decides_what_is_no_tie() {
    for n in 65..5_000 {
        assert!(in_fixed_point(15_000_001, 990_000, n).is_some(), "{n}");
    }
}

#[test]
fn long_ages_end_at_nothing() {
    assert_eq!(power_share(u64::MAX >> 1, WHOLE - 1, 50_000_000), 0);
    assert_eq!(power_share(u64::MAX >> 1, WHOLE - 1, u64::MAX), 0);
    assert_eq!(power_share(1 << 60, WHOLE - 1, 1_000_000), by_one_fraction_of_a_million());
}

/// `2^60 * 0.999999^1000000` by 1,024 binary digits, which is as good as exact and quicker.
fn by_one_fraction_of_a_million() -> u64 {
    to_places(1 << 60, WHOLE - 1, 1_000_000, 1_024).unwrap()
}
