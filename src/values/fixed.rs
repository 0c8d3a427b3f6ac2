//! Fractions below one as 128 binary digits.

/// `a * b` of two fractions in units of 2^-128, cut toward zero: off by less than one unit.
pub(super) const fn mul_high(a: u128, b: u128) -> u128 {
    const LOW: u128 = u64::MAX as u128;
    let (a1, a0, b1, b0) = (a >> 64, a & LOW, b >> 64, b & LOW);
    let middle = a1 * b0 + ((a0 * b0) >> 64);
    let (carry, middle) = (middle >> 64, (middle & LOW) + a0 * b1);
    a1 * b1 + carry + (middle >> 64)
}

/// `n / d` in units of 2^-128, cut toward zero; `n` below `d`.
pub(super) const fn ratio(n: u64, d: u64) -> u128 {
    let (n, d) = ((n as u128) << 64, d as u128);
    let high = n / d;
    let low = ((n % d) << 64) / d;
    (high << 64) | low
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn products_are_those_of_big_integers(a: u128, b: u128) {
            let exact: BigUint = (BigUint::from(a) * BigUint::from(b)) >> 128u32;
            prop_assert_eq!(BigUint::from(mul_high(a, b)), exact);
        }

        #[test]
        fn ratios_are_those_of_big_integers(d in 1u64.., n: u64) {
            let n = n % d;
            let exact: BigUint = (BigUint::from(n) << 128u32) / BigUint::from(d);
            prop_assert_eq!(BigUint::from(ratio(n, d)), exact);
        }
    }

    #[test]
    fn the_greatest_factors_do_not_overflow() {
        assert_eq!(mul_high(u128::MAX, u128::MAX), u128::MAX - 1);
    }
}
