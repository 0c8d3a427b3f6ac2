//! Names that nothing uses: `let`s, lists and params.
//!
//! A name is used where it stands anywhere else in the rules, so what is reported stands nowhere. Files that are used by the
//! one in hand, and a file that only declares things, are there for others to use.

use super::Lint;
use super::claim::Draft;
use crate::diag::{Applicability, Code, Diagnostic, Fix, quoted};
use crate::source::Span;
use crate::syntax::{ast, names};
use std::collections::BTreeMap;

/// Looks at the names of all files.
pub fn look(lint: &mut Lint<'_, '_>) {
    let checked = lint.checked;
    let mut n_uses: BTreeMap<String, usize> = BTreeMap::new();
    for file in checked.program.files() {
        for name in names(checked.sources.text(file.source)) {
            *n_uses.entry(name).or_default() += 1;
        }
    }
    // What a used file declares may be there for other files that use it: only the file in hand is looked at.
    for file in checked.program.files().last().into_iter().filter(|file| scores(file)) {
        for item in file.items.nodes() {
            let (name, span, is_param) = match item {
                ast::Item::Let(item) => (&item.name, item.span, false),
                ast::Item::Param(item) => (&item.name, item.span, true),
                _ => continue,
            };
            // Its own declaration is one.
            if n_uses.get(&name.node).copied().unwrap_or(0) <= 1 {
                lint.drafts.push(Draft::certain(finding(&name.node, name.span, span, is_param), None));
            }
        }
    }
}

fn finding(name: &str, at: Span, whole: Span, is_param: bool) -> Diagnostic {
    let shown = quoted(name);
    let message = if is_param {
        format!("the param {shown} changes nothing here: no rule reads it")
    } else {
        format!("nothing here uses {shown}")
    };
    let title = if is_param { "remove the param, or read it in a rule" } else { "remove it, or use it" };
    Diagnostic::new(Code::UnusedName, at, message).label("never read").fix(Fix::replace(
        title,
        whole,
        "",
        Applicability::Unsafe,
    ))
}

/// Whether a file does more than declare things.
fn scores(file: &ast::File) -> bool {
    file.items.nodes().any(|item| {
        matches!(
            item,
            ast::Item::Score(_)
                | ast::Item::Bare(_)
                | ast::Item::Label(_)
                | ast::Item::Segment(_)
                | ast::Item::Exclude(_)
                | ast::Item::Ignore(_)
        )
    })
}
