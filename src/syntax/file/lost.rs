//! Names that entries would have defined had they been readable, so that nobody reports them as unknown.

use super::FileReader;
use crate::syntax::layout::Entry;
use crate::syntax::scan::PieceKind;

/// Words after which a name is defined.
const DEFINING: &[&str] = &["activity", "label", "let", "param", "record", "score", "segment"];

impl FileReader<'_> {
    /// Notes what an entry that could not be read may have defined.
    pub(super) fn note_lost(&mut self, entry: &Entry) {
        let names = entry.pieces.clone().take(2).filter_map(|index| {
            let piece = self.layout.piece(index);
            let word = piece.text(self.text).trim_matches('`');
            let is_name = matches!(piece.kind, PieceKind::Word | PieceKind::Quoted(_));
            let before = index.checked_sub(1).filter(|before| *before >= entry.pieces.start);
            let defined = before.is_some_and(|before| DEFINING.contains(&self.layout.piece(before).text(self.text)));
            let named = index + 1 < entry.pieces.end && self.layout.is_sign(index + 1, ":");
            (is_name && (defined || named)).then(|| word.to_owned())
        });
        let names: Vec<_> = names.collect();
        self.lost_names.extend(names);
    }
}
