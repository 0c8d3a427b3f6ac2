use super::*;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};
use proptest::prelude::*;

/// The rounding of the language from its definition: of the two whole numbers around `n / d` the nearer one, of two
/// equally near ones the even one.
fn nearest_even(n: &BigInt, d: &BigInt) -> BigInt {
    let below = n.div_floor(d);
    let twice_rest: BigInt = (n - &below * d) * 2u32;
    // `rest / d` against one half, whatever the sign of `d`.
    let against_half = (twice_rest - d) * d.signum();
    match against_half.sign() {
        num_bigint::Sign::Minus => below,
        num_bigint::Sign::Plus => below + 1u32,
        num_bigint::Sign::NoSign if below.is_even() => below,
        num_bigint::Sign::NoSign => below + 1u32,
    }
}

fn number_of(micro: BigInt) -> Option<Decimal> {
    micro.to_i64().map(Decimal::from_micro).filter(|d| d.is_number())
}

/// Numbers of every size, with those near the ends and near ties as likely as the others.
fn number() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        (0u32..60, any::<i64>()).prop_map(|(bits, n)| n >> (63 - bits)),
        -3i64..=3,
        (-1_000i64..=1_000).prop_map(|n| n * 500_000),
        (0i64..3).prop_map(|n| NUMBER_MAX.micro() - n),
        (0i64..3).prop_map(|n| n - NUMBER_MAX.micro()),
    ]
    .prop_map(|micro| Decimal::from_micro(micro.clamp(-NUMBER_MAX.micro(), NUMBER_MAX.micro())))
}

#[test]
fn rounds_half_to_even() {
    for (n, d, rounded) in [
        (5, 2, 2),
        (7, 2, 4),
        (-5, 2, -2),
        (-7, 2, -4),
        (5, -2, -2),
        (7, -2, -4),
        (4, 3, 1),
        (5, 3, 2),
        (-5, 3, -2),
        (0, 7, 0),
    ] {
        assert_eq!(div_round_half_even(n, d), rounded, "{n} / {d}");
    }
    assert_eq!(div_round_half_even(i128::MAX, 2), i128::MAX / 2 + 1);
    assert_eq!(div_round_half_even(i128::MAX, i128::MAX), 1);
    assert_eq!(div_round_half_even(1, i128::MIN), 0);
}

proptest! {
    #[test]
    fn rounding_is_that_of_big_integers(n in -(1i128 << 126)..(1i128 << 126), d: i128, small in 1i128..2_000, which: bool) {
        let d = if which { small } else { d };
        prop_assume!(d != 0);
        prop_assert_eq!(BigInt::from(div_round_half_even(n, d)), nearest_even(&BigInt::from(n), &BigInt::from(d)));
    }

    #[test]
    fn arithmetic_is_that_of_big_integers(a in number(), b in number()) {
        let (x, y, one) = (BigInt::from(a.micro()), BigInt::from(b.micro()), BigInt::from(1_000_000));
        prop_assert_eq!(a.checked_add(b), number_of(&x + &y));
        prop_assert_eq!(a.checked_sub(b), number_of(&x - &y));
        prop_assert_eq!(a.checked_mul(b), number_of(nearest_even(&(&x * &y), &one)));
        let quotient = if y.is_zero() { None } else { number_of(nearest_even(&(&x * &one), &y)) };
        prop_assert_eq!(a.checked_div(b), quotient);
        prop_assert_eq!(a.checked_neg(), number_of(-&x));
        prop_assert_eq!(a.abs(), Decimal::from_micro(x.abs().to_i64().unwrap()));
        prop_assert_eq!(BigInt::from(a.floor().micro()), x.div_floor(&one) * &one);
        prop_assert_eq!(BigInt::from(a.ceil().micro()), -((-&x).div_floor(&one) * &one));
        let stepped = if y.is_positive() { number_of(nearest_even(&x, &y) * &y) } else { None };
        prop_assert_eq!(a.round_half_even_to(b), stepped);
        prop_assert_eq!(b.is_multiple_of(a), !x.is_zero() && (&y % &x).is_zero());
    }

    #[test]
    fn ratios_round_once(a in number(), num: i64, den: i64) {
        let exact = BigInt::from(a.micro()) * num;
        let expected = if den == 0 { None } else { number_of(nearest_even(&exact, &BigInt::from(den))) };
        prop_assert_eq!(a.mul_ratio(num, den), expected);
    }

    #[test]
    fn what_is_shown_reads_back(a in number()) {
        prop_assert_eq!(Decimal::parse(&a.to_string()), Ok(a));
        prop_assert_eq!(Decimal::parse(&a.display_points()), Ok(a));
        prop_assert_eq!(Decimal::parse(a.display_points_signed().trim_start_matches('+')), Ok(a));
    }

    #[test]
    fn text_is_read_as_its_exact_value_rounded(
        negative: bool,
        whole in "0|[1-9][0-9]{0,30}",
        fraction in "([.][0-9]{1,40})?",
        exponent in -40i32..40,
        e in "[eE]",
    ) {
        let text = format!("{}{whole}{fraction}{e}{exponent}", if negative { "-" } else { "" });
        let digits: BigInt = format!("{whole}{}", fraction.trim_start_matches('.')).parse().unwrap();
        let places = fraction.len().saturating_sub(1) as i32;
        let ten = |power: i32| BigInt::from(10).pow(power.max(0) as u32);
        let power = exponent - places + 6;
        let size = nearest_even(&(digits * ten(power)), &ten(-power));
        let expected = number_of(if negative { -size } else { size }).ok_or(NumberError::TooLarge);
        prop_assert_eq!(Decimal::parse(&text), expected, "{}", text);
    }

    #[test]
    fn no_text_is_a_panic(text in ".{0,12}|[-+0-9.eE]{0,12}") {
        let is_json = serde_json::from_str::<serde_json::Number>(&text).is_ok();
        let blank_around = text.trim() != text;
        let read = Decimal::parse(&text);
        prop_assert_eq!(read != Err(NumberError::NotANumber), is_json && !blank_around, "{:?} {:?}", text, read);
    }
}

#[test]
fn reads_json_numbers_only() {
    for (text, micro) in [
        ("0", 0),
        ("-0", 0),
        ("0e999999999999999999999", 0),
        ("12.5", 12_500_000),
        ("1e3", 1_000_000_000),
        ("1E+3", 1_000_000_000),
        ("25e-1", 2_500_000),
        ("1.0000005", 1_000_000),
        ("1.0000015", 1_000_002),
        ("1.00000050000000000000000000000000000001", 1_000_001),
        ("-0.0000005", 0),
        ("-0.0000015", -2),
        ("1e-7", 0),
        ("9e-7", 1),
        ("1e-999999999999999999999999", 0),
        ("1000000000000", NUMBER_MAX.micro()),
        ("1000000000000.0000005", NUMBER_MAX.micro()),
        ("-1e12", -NUMBER_MAX.micro()),
    ] {
        assert_eq!(Decimal::parse(text), Ok(Decimal::from_micro(micro)), "{text}");
    }
    for text in [
        "",
        "-",
        "+1",
        ".5",
        "1.",
        "1.e3",
        "01",
        "-01",
        "1e",
        "1e+",
        "1,200",
        "1_000",
        " 1",
        "1 ",
        "0x1F",
        "NaN",
        "Infinity",
        "1e3.5",
        "--1",
        "١٢",
        "1e٣",
        "20 points",
        "10%",
    ] {
        assert_eq!(Decimal::parse(text), Err(NumberError::NotANumber), "{text}");
    }
    for text in
        ["1000000000000.0000006", "-1000000000001", "1e13", "1e999999999999999999999999", "9223372036854775808e9"]
    {
        assert_eq!(Decimal::parse(text), Err(NumberError::TooLarge), "{text}");
    }
}

#[test]
fn reads_texts_of_any_length() {
    let nines = "9".repeat(400);
    assert_eq!(Decimal::parse(&nines), Err(NumberError::TooLarge));
    assert_eq!(Decimal::parse(&format!("0.{nines}")), Ok(Decimal::ONE));
    assert_eq!(Decimal::parse(&format!("{nines}e-400")), Ok(Decimal::ONE));
    assert_eq!(Decimal::parse(&format!("0.{}1e401", "0".repeat(400))), Ok(Decimal::ONE));
    assert_eq!(Decimal::parse(&format!("1{}e-1000000", "0".repeat(1_000_000))), Ok(Decimal::ONE));
    let a_half_and_a_bit = format!("0.0000005{}1", "0".repeat(400));
    assert_eq!(Decimal::parse(&a_half_and_a_bit), Ok(Decimal::from_micro(1)));
}

#[test]
fn shows_numbers_and_points() {
    for (micro, shown, points, signed) in [
        (52_400_000, "52.4", "52.40", "+52.40"),
        (-10_000_000, "-10", "-10.00", "-10.00"),
        (1, "0.000001", "0.000001", "+0.000001"),
        (-1, "-0.000001", "-0.000001", "-0.000001"),
        (0, "0", "0.00", "0.00"),
        (42_805_902, "42.805902", "42.805902", "+42.805902"),
        (NUMBER_MAX.micro(), "1000000000000", "1000000000000.00", "+1000000000000.00"),
    ] {
        let decimal = Decimal::from_micro(micro);
        assert_eq!(decimal.to_string(), shown);
        assert_eq!(decimal.display_points(), points);
        assert_eq!(decimal.display_points_signed(), signed);
    }
    assert_eq!(format!("[{:>6}]", Decimal::from_int(-5)), "[    -5]");
}

#[test]
fn holds_what_is_no_number_without_a_panic() {
    for micro in [i64::MIN, i64::MAX] {
        let held = Decimal::from_micro(micro);
        assert!(!held.is_number());
        assert_eq!(held.checked_neg(), None);
        assert_eq!(held.checked_mul(held), None);
        assert_eq!(held.checked_add(Decimal::ZERO), None);
        assert!(!held.to_string().is_empty());
        assert_eq!(held.floor().max(held.ceil()).signum(), held.signum());
        assert_eq!(held.abs().signum(), 1);
    }
}

#[test]
fn tells_whole_numbers_and_ranges() {
    assert_eq!(Decimal::from_int(-7).to_whole(), Some(-7));
    assert_eq!(Decimal::from_micro(1).to_whole(), None);
    assert!(POINTS_MAX.is_points() && !POINTS_MAX.checked_add(Decimal::from_micro(1)).unwrap().is_points());
    assert_eq!(Decimal::from_count(1_000_000_000_000), Some(NUMBER_MAX));
    assert_eq!(Decimal::from_count(1_000_000_000_001), None);
    assert_eq!(Decimal::from_count(u64::MAX), None);
}

/// Each operation rounds at once: a third three times is not a whole.
#[test]
fn the_written_tree_counts() {
    let third = Decimal::ONE.checked_div(Decimal::from_int(3)).unwrap();
    assert_eq!(third.checked_mul(Decimal::from_int(3)), Some(Decimal::from_micro(999_999)));
}
