//! What rules look for in vain: the lines of the data report that say why a rule never fires.

use super::text::{counted, cut_at, grouped, nearest};
use super::{Absent, DataReport, FieldReport, SourceReport, TypeReport};
use crate::formats::bad_record::shown;

/// Lines of one sort before "and 12 more".
const N_LINES: usize = 12;

/// Records that are not there, activities of nobody, fields and types that the data does not have or hardly has.
pub(super) fn why_not(report: &DataReport) -> Vec<String> {
    let fields = || report.fields.iter();
    let mut lines = no_records(report);
    let sorts: [Vec<String>; 6] = [
        report.sources.iter().filter_map(of_strangers).collect(),
        fields().filter(|field| field.absent).map(absent_field).collect(),
        fields().filter(|field| field.is_empty()).map(empty_field).collect(),
        fields().filter(|field| field.is_filled_for_few()).map(rare_field).collect(),
        report.absent_types.iter().map(absent_type).collect(),
        report.types.iter().filter(|ty| ty.n > 0 && ty.n_counted == 0).map(uncounted_type).collect(),
    ];
    lines.extend(sorts.into_iter().flat_map(|sort| cut_at(N_LINES, sort)));
    lines
}

/// Kinds of records that rules read, and of which there is none.
fn no_records(report: &DataReport) -> Vec<String> {
    let of_kind = |kind: &super::KindReport| {
        let n_read = report.fields.iter().filter(|field| field.of == kind.name).map(|field| field.n_records).max()?;
        (n_read == 0).then(|| format!("rules use fields of {}, and there are no {}", kind.name, kind.plural))
    };
    let is_empty = |source: &&SourceReport| source.n_files > 0 && source.n_read == 0 && source.n_passed_over == 0;
    let empty = |source: &SourceReport| match source.n_files {
        1 => format!("there is no record in the file of {}", source.name),
        n => format!("there is no record in the {} files of {}", grouped(n), source.name),
    };
    let mut lines: Vec<String> = report.sources.iter().filter(is_empty).map(empty).collect();
    lines.extend(report.kinds.iter().filter_map(of_kind));
    if report.n_activities == 0 && !report.types.is_empty() {
        let names: Vec<String> = report.types.iter().map(|ty| format!("`{}`", shown(&ty.name))).collect();
        let dots = if names.len() > 3 { ", .." } else { "" };
        lines.push(format!(
            "rules name activities ({}{dots}), and there are no activities",
            names[..names.len().min(3)].join(", ")
        ));
    }
    lines
}

/// ``none of the 100 activities of `mail` belongs to a contact: `to` is like `ada@x.com`, `email` of contacts like ..``
fn of_strangers(source: &SourceReport) -> Option<String> {
    let strangers = source.strangers.as_ref()?;
    let of_contacts =
        strangers.contact_field.as_deref().map_or("the id".to_owned(), |field| format!("`{}`", shown(field)));
    let theirs = match &strangers.contact_key {
        Some(key) if strangers.through.is_some() => {
            format!("`{}` leads on from keys like `{}`", shown(strangers.through.as_deref()?), shown(key))
        }
        None if strangers.through.is_some() => format!("and `{}` is empty", shown(strangers.through.as_deref()?)),
        Some(key) => format!("{of_contacts} of contacts like `{}`", shown(key)),
        None => format!("no contact has {of_contacts}"),
    };
    let (name, field, key) = (&source.name, shown(&strangers.field), shown(&strangers.key));
    let none = match source.n_kept {
        1 => format!("the only activity of {name} belongs to no contact"),
        n => format!("none of the {} activities of {name} belongs to a contact", grouped(n)),
    };
    Some(format!("{none}: `{field}` is like `{key}`, {theirs}"))
}

fn records(field: &FieldReport) -> String {
    counted(field.n_records, &format!("{} record", field.of), &format!("{} records", field.of))
}

fn absent_field(field: &FieldReport) -> String {
    let near = nearest("in the data", &field.nearest);
    format!("rules use `{}`, and none of {} has it{near}", shown(&field.name), records(field))
}

fn empty_field(field: &FieldReport) -> String {
    let why = match field.n_misfits {
        0 => "it is empty in all of",
        _ => "no value of it fits in any of",
    };
    format!("rules use `{}`, and {why} {}", shown(&field.name), records(field))
}

fn rare_field(field: &FieldReport) -> String {
    let n_filled = grouped(field.n_records - field.n_missing);
    let has = if n_filled == "1" { "has" } else { "have" };
    format!("rules use `{}`, and only {n_filled} of {} {has} it filled", shown(&field.name), records(field))
}

fn absent_type(ty: &Absent) -> String {
    let near = nearest("in the data", &ty.nearest);
    format!("rules name the activity `{}`, and there is none{near}", shown(&ty.name))
}

fn uncounted_type(ty: &TypeReport) -> String {
    let why = match (ty.n_unknown_contacts, ty.n_future) {
        (unknown, _) if unknown == ty.n => format!("{} of no contact in the data", all(unknown)),
        (_, future) if future == ty.n => format!("{} after as-of", all(future)),
        (unknown, future) => format!(
            "none of its {} counts: {} of no contact in the data, {} after as-of",
            grouped(ty.n),
            grouped(unknown),
            grouped(future)
        ),
    };
    format!("rules name the activity `{}`, and {why}", shown(&ty.name))
}

fn all(n: u64) -> String {
    if n == 1 { "its only one is".to_owned() } else { format!("all {} are", grouped(n)) }
}
