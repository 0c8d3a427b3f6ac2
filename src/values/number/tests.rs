use super::*;

#[test]
fn shows_the_shortest_decimal() {
    for (micro, shown) in [(52_400_000, "52.4"), (-10_000_000, "-10"), (1, "0.000001"), (-1, "-0.000001"), (0, "0")] {
        assert_eq!(Decimal::from_micro(micro).to_string(), shown);
    }
}
