//! What broken entries took with them: names they would have defined, so that nobody reports them as unknown.

use super::FileReader;
use crate::syntax::layout::{Entry, Policy};
use crate::syntax::scan::PieceKind;

/// Words after which a name is defined.
const DEFINING: &[&str] = &["activity", "label", "let", "param", "record", "score", "segment"];

impl FileReader<'_> {
    /// Notes what an entry that could not be read, or by a guess alone, may have defined: names after the words that
    /// define and before `:`, the name before a `=`, and among fields every word.
    pub(super) fn note_lost(&mut self, entry: &Entry, policy: Policy) {
        let pieces = entry.pieces.clone();
        let is_defined = |index: usize| {
            let after = index.checked_sub(1).filter(|before| *before >= pieces.start);
            let next = index + 1 < pieces.end;
            policy == Policy::Colons
                || after.is_some_and(|before| DEFINING.contains(&self.layout.piece(before).text(self.text)))
                || (next && self.layout.is_sign(index + 1, ":"))
                || (index == pieces.start && next && self.layout.is_sign(index + 1, "="))
        };
        let names = pieces.clone().filter_map(|index| {
            let piece = self.layout.piece(index);
            let is_name = matches!(piece.kind, PieceKind::Word | PieceKind::Quoted(_));
            (is_name && is_defined(index)).then(|| piece.text(self.text).trim_matches('`').to_owned())
        });
        let names: Vec<_> = names.collect();
        self.lost.names.extend(names);
    }
}
