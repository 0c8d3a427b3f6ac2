//! Sixteen bytes compared at once, in safe code.

use wide::u8x16;

/// Bytes that are looked at together.
pub(super) const BLOCK: usize = 32;

/// Bytes that a value is looked for in: a block, and what stands around it.
pub(super) const WINDOW: usize = 64;

/// The block that begins at `at`, unless the text ends inside it.
#[inline(always)]
pub(super) fn block(bytes: &[u8], at: usize) -> Option<&[u8; BLOCK]> {
    bytes.get(at..)?.first_chunk()
}

/// The bytes that begin at `at`, unless the text ends among them.
#[inline(always)]
pub(super) fn window(bytes: &[u8], at: usize) -> Option<&[u8; WINDOW]> {
    bytes.get(at..)?.first_chunk()
}

/// By byte, lowest bit first: whether the inside of a text stops there, at a quote, a backslash or a control character.
#[inline(always)]
pub(super) fn stops(block: &[u8; BLOCK]) -> u32 {
    let stops = |half: u8x16| {
        // With this bit flipped, the quote comes right behind the control characters.
        let low = (half ^ u8x16::splat(0x02)).simd_lt(u8x16::splat(0x21));
        (low | half.simd_eq(u8x16::splat(b'\\'))).to_bitmask()
    };
    let [low, high] = halves(block);
    stops(low) | stops(high) << 16
}

/// By byte: whether two blocks are equal there.
#[inline(always)]
pub(super) fn equal(one: &[u8; BLOCK], other: &[u8; BLOCK]) -> u32 {
    let ([low, high], [other_low, other_high]) = (halves(one), halves(other));
    low.simd_eq(other_low).to_bitmask() | high.simd_eq(other_high).to_bitmask() << 16
}

/// By byte: whether it is this one.
#[inline(always)]
pub(super) fn is(block: &[u8; BLOCK], byte: u8) -> u32 {
    let [low, high] = halves(block);
    low.simd_eq(u8x16::splat(byte)).to_bitmask() | high.simd_eq(u8x16::splat(byte)).to_bitmask() << 16
}

#[inline(always)]
fn halves(block: &[u8; BLOCK]) -> [u8x16; 2] {
    let (halves, _) = block.as_chunks::<16>();
    [u8x16::from(halves[0]), u8x16::from(halves[1])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_stops_a_text_or_does_not() {
        for byte in 0..=255_u8 {
            for at in 0..BLOCK {
                let mut bytes = [b'x'; BLOCK];
                bytes[at] = byte;
                let expected = u32::from(byte < 0x20 || byte == b'"' || byte == b'\\') << at;
                assert_eq!(stops(&bytes), expected, "{byte} at {at}");
                assert_eq!(is(&bytes, b'x'), if byte == b'x' { u32::MAX } else { !(1 << at) });
                assert_eq!(equal(&bytes, &[b'x'; BLOCK]), is(&bytes, b'x'));
            }
        }
    }

    #[test]
    fn a_block_is_whole_or_none() {
        let bytes = [0; BLOCK + 1];
        assert!(block(&bytes, 1).is_some());
        assert!(block(&bytes, 2).is_none());
        assert!(block(&bytes, BLOCK + 2).is_none());
        assert!(block(&bytes, usize::MAX).is_none());
    }
}
