//! What the header of a table has to have.

use crate::formats::bad_record::{ReadError, shown};
use crate::formats::way::{Step, is_like};
use crate::formats::{ActivityIdFrom, FirstOf, RecordSource, SourceOf, TypeFrom, Way};
use std::sync::Arc;

/// A table has to have the columns that identify its records: without, every line of it would be bad.
pub(in crate::formats) fn check(source: &RecordSource, file: &Arc<str>, header: &[String]) -> Result<(), ReadError> {
    let of_batch = source.each.iter().cloned().map(FirstOf::from).collect();
    for needed in if source.each.is_empty() { needed(source) } else { of_batch } {
        if !needed.0.iter().any(|way| has(header, way)) {
            let reason = no_column(&needed, header);
            return Err(ReadError::File { file: file.clone(), line: Some(1 + source.shape.skip_lines), reason });
        }
    }
    Ok(())
}

fn needed(source: &RecordSource) -> Vec<FirstOf> {
    match &source.of {
        SourceOf::Kind(kind) if kind.is_whole_key => kind.key.0.iter().cloned().map(FirstOf::from).collect(),
        SourceOf::Kind(kind) => vec![kind.key.clone()],
        SourceOf::Aliases(aliases) => vec![aliases.old.clone(), aliases.new.clone()],
        SourceOf::Links(links) => vec![links.from.clone(), links.to.clone()],
        SourceOf::Activities(activities) => {
            let mut needed = vec![activities.contact_ways()];
            match &activities.ty {
                TypeFrom::Field(from) => needed.push(from.clone()),
                TypeFrom::Together(all) => needed.extend(all.0.iter().cloned().map(FirstOf::from)),
                TypeFrom::Constant(_) | TypeFrom::FileName { .. } => {}
            }
            needed.push(activities.at.clone());
            if let ActivityIdFrom::Declared(id) | ActivityIdFrom::Unique(id) = &activities.id {
                needed.push(id.clone());
            }
            needed
        }
    }
}

/// Whether there is a column of the whole way, or one that may hold what the way goes into.
fn has(header: &[String], way: &Way) -> bool {
    let whole = way.to_string();
    let first = match way.steps().first() {
        Some(Step::Key(key)) if way.steps().len() > 1 => Some(key),
        Some(Step::Like(form)) => return header.iter().any(|name| is_like(name, form)),
        _ => None,
    };
    way.own().is_some() || header.iter().any(|name| *name == whole || Some(name) == first)
}

fn no_column(needed: &FirstOf, header: &[String]) -> String {
    let name = &needed.to_string();
    let missing = format!("the header has no column `{}`", shown(name));
    if let Some(nearest) = crate::diag::nearest(name, header.iter().map(String::as_str)) {
        return format!("{missing}; the nearest is `{}`", shown(nearest));
    }
    match header {
        [only] if only.contains([';', '\t', '|']) => {
            format!(
                "{missing}, and only one column `{}`; its fields are separated by something else than commas: declare the `separator`",
                shown(only)
            )
        }
        _ => missing,
    }
}
