//! Names and texts in each other's dress.

use super::super::{Broken, Change};
use super::Window;
use crate::syntax::error::SyntaxErrorKind as Kind;
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// `job title`, `Lead Origin`: two words with one blank between them that are one name.
pub(super) fn names_apart(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let known = words::all();
    let is_name = |index: usize| {
        broken.kind(index) == Some(PieceKind::Word) && known.binary_search(&broken.written(index)).is_err()
    };
    let follows = |index: usize| {
        is_name(index) && is_name(index + 1) && broken.range(index).end + 1 == broken.range(index + 1).start
    };
    let names = window.pieces.iter().filter(|index| follows(**index)).map(|index| {
        let first = (0..=*index).rev().take_while(|at| *at == *index || follows(*at)).last().unwrap_or(*index);
        let last = (index + 1..index + 4).take_while(|at| follows(*at)).last().map_or(index + 1, |at| at + 1);
        let at = broken.range(first).start..broken.range(last).end;
        let both = broken.text[at.clone()].to_owned();
        let name = one_name(broken, &both);
        broken.change(Kind::NameWithBlank(both, name.clone()), at.clone()).edit(at, name)
    });
    names.collect()
}

/// Words that are one name: joined if the file has that name, or if they are all small, and in backquotes otherwise.
fn one_name(broken: &Broken<'_>, words: &str) -> String {
    let joined = words.to_lowercase().replace([' ', '-'], "_");
    if broken.declared.uses(&joined) || !words.chars().any(char::is_uppercase) { joined } else { format!("`{words}`") }
}

/// A text where a name belongs, a name where a text belongs, a reserved word or words with blanks as a name.
pub(super) fn quoting(broken: &Broken<'_>, window: &Window) -> Vec<Change> {
    let mut changes = Vec::new();
    for index in &window.pieces {
        let written = broken.written(*index);
        match broken.kind(*index) {
            Some(PieceKind::Word) if broken.kind(index + 1) == Some(PieceKind::Word) => {
                let at = broken.range(*index).start..broken.range(index + 1).end;
                let both = broken.text[at.clone()].to_owned();
                let name = one_name(broken, &both);
                let kind = Kind::NameWithBlank(both.clone(), name.clone());
                changes.push(broken.change(kind, at.clone()).edit(at.clone(), name));
                changes
                    .push(broken.change(Kind::NeedsQuotes(both.clone()), at.clone()).edit(at, format!("\"{both}\"")));
            }
            _ => {}
        }
        match broken.kind(*index) {
            Some(PieceKind::Word) => {
                if words::is_reserved(written) {
                    changes.push(broken.replace(
                        Kind::ReservedName(written.to_owned()),
                        *index,
                        format!("`{written}`"),
                    ));
                }
                changes.push(broken.replace(Kind::NeedsQuotes(written.to_owned()), *index, format!("\"{written}\"")));
            }
            Some(PieceKind::Text(true)) => {
                let name = written.trim_matches('"');
                let name = if words::is_plain_name(name) { name.to_owned() } else { format!("`{name}`") };
                changes.push(broken.replace(Kind::NameInQuotes(name.clone()), *index, name));
            }
            _ => {}
        }
    }
    changes
}
