//! A quick hash of texts that are kept for a while.

/// Hashes some bytes. It need not withstand anybody: texts that meet only displace each other.
pub(super) fn text_hash(bytes: &[u8]) -> u64 {
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    let mixed = |hash: u64, word: u64| (hash.rotate_left(23) ^ word).wrapping_mul(MIX);
    let mut hash = bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = mixed(hash, u64::from_le_bytes(*word));
    }
    if !rest.is_empty() {
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        hash = mixed(hash, u64::from_le_bytes(last));
    }
    hash ^ hash >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_apart_by_every_byte() {
        let texts =
            ["", "/", "/pricing", "/pricing ", "/pricing/a", "/pricinh", "/a\0", "/a", "/blog/2026/a", "/blog/2026/b"];
        let mut hashes: Vec<u64> = texts.iter().map(|text| text_hash(text.as_bytes())).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), texts.len());
    }
}
