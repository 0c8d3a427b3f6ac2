//! A name for a finding that stays the same while other lines of the file move, so that services recognise it again.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::Diagnostic;
use crate::source::SourceMap;

/// Longer lines do not go into the hash: a finding per character of one long line would hash it over and over.
const LINE_MAX: usize = 1000;

/// Gives out fingerprints in the order of the report.
///
/// A fingerprint covers file, code, message and the text of the line without outer blanks; equal ones are told apart by
/// their order in the file. It does not cover the line number.
#[derive(Default)]
pub(super) struct Fingerprints {
    seen: BTreeMap<[u8; 32], u32>,
}

impl Fingerprints {
    /// The fingerprint of the next finding: 32 hexadecimal digits.
    pub(super) fn next(&mut self, diagnostic: &Diagnostic, sources: &SourceMap) -> String {
        let span = diagnostic.primary.span;
        let line = sources.line(span.source, sources.position(span.source, span.start).line);
        let line = if line.len() <= LINE_MAX { line.trim() } else { "" };
        let base = hash(&[sources.name(span.source), diagnostic.code.number(), &diagnostic.message, line]);
        let nth = self.seen.entry(base).and_modify(|n| *n += 1).or_insert(0);
        let digest = if *nth == 0 { base } else { hash(&[&hex(&base), &nth.to_string()]) };
        hex(&digest[..16])
    }
}

/// The hash of a list of texts; no two lists run into one another, as each text is preceded by its length.
fn hash(parts: &[&str]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
