//! The data report for people: one screen, the answer first.

use super::why::why_not;
use super::{DataReport, FieldReport, SourceReport, UnknownType};
use crate::formats::bad_record::shown;
use std::io::{self, Write};

/// Lines of a kind before "and 12 more".
const N_LINES: usize = 5;
/// Sources before "and 12 more".
const N_SOURCES: usize = 30;

/// The report as text: what was read, then what rules look for in vain, then what was left out or is missing. Lines that
/// would say zero are not there.
pub fn write_report_text(report: &DataReport, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = vec![headline(report)];
    for group in [sources, why_not, rejected, repeats, activities, odd_times, misfits, missing] {
        lines.extend(group(report));
    }
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// `1,000 contacts and 52,310 activities, as of 2026-11-01T00:00:00Z`
fn headline(report: &DataReport) -> String {
    let first_and_read = report.kinds.iter().enumerate().filter(|(index, kind)| *index == 0 || kind.n > 0);
    let mut parts: Vec<String> = first_and_read.map(|(_, kind)| counted(kind.n, &kind.name, &kind.plural)).collect();
    parts.push(counted(report.n_activities, "activity", "activities"));
    let last = parts.pop().unwrap_or_default();
    let and = if parts.is_empty() { "" } else { " and " };
    format!("{}{and}{last}, as of {}", parts.join(", "), report.as_of)
}

/// What became of each source, where the headline does not say it all.
fn sources(report: &DataReport) -> Vec<String> {
    let is_plain = |source: &SourceReport| source.n_read == source.n_kept && source.n_passed_over == 0;
    if report.sources.len() <= 2 && report.sources.iter().all(is_plain) {
        return Vec::new();
    }
    cut_at(N_SOURCES, report.sources.iter().map(source).collect())
}

/// `  emails: 100 read, 97 kept, 2 bad, 1 repeated, 40 of unknown contacts`
fn source(source: &SourceReport) -> String {
    let counts = [
        (source.n_rejected, "bad"),
        (source.n_repeats, "repeated"),
        (source.n_passed_over, "passed over"),
        (source.n_unknown_contacts, "of unknown contacts"),
        (source.n_unknown_types, "of unknown types"),
        (source.n_future, "after as-of"),
    ];
    let some = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!(", {} {what}", grouped(*n)));
    let files = if source.n_files > 1 { format!(" from {} files", grouped(source.n_files)) } else { String::new() };
    let (read, kept) = (grouped(source.n_read), grouped(source.n_kept));
    format!("  {}: {read} read{files}, {kept} kept{}", source.name, some.collect::<String>())
}

fn rejected(report: &DataReport) -> Vec<String> {
    let n = report.n_rejected();
    if n == 0 {
        return Vec::new();
    }
    let mut lines = vec![format!("{} left out:", counted(n, "bad record", "bad records"))];
    let all: Vec<String> =
        report.sources.iter().flat_map(|source| &source.rejected).map(|bad| format!("  {bad}")).collect();
    let n_shown = all.len().min(N_LINES) as u64;
    lines.extend(all.into_iter().take(N_LINES));
    if n > n_shown {
        lines.push(format!("  and {} more", grouped(n - n_shown)));
    }
    let n_cut = report.sources.iter().map(|source| source.n_cut_files).sum();
    if n_cut > 0 {
        lines.push(format!("{} could not be read past a bad record", counted(n_cut, "file", "files")));
    }
    lines
}

fn repeats(report: &DataReport) -> Vec<String> {
    let repeats = report.sources.iter().filter(|source| source.n_repeats > 0).map(|source| {
        format!(
            "{} of {} dropped: the id is there already",
            counted(source.n_repeats, "record", "records"),
            source.name
        )
    });
    let without = report.sources.iter().filter(|source| source.n_without_id > 0).map(|source| {
        format!("{} of {} without an id", counted(source.n_without_id, "record", "records"), source.name)
    });
    let conflict = report.conflicts.first.first().map(|conflict| {
        let ids = counted(report.conflicts.n, "activity id has", "activity ids have");
        let (file, line) = &conflict.dropped;
        let (id, kept) = (shown(&conflict.id), &conflict.kept);
        format!("{ids} copies that differ, such as `{id}` at {file}:{line}; {}:{} counts", kept.0, kept.1)
    });
    repeats.chain(without).chain(conflict).collect()
}

fn activities(report: &DataReport) -> Vec<String> {
    let mut lines = Vec::new();
    let unknown = &report.unknown_contacts;
    if unknown.n_activities > 0 {
        let names: Vec<String> = unknown.first.iter().map(|id| format!("`{}`", shown(id))).collect();
        let n = counted(unknown.n_activities, "activity belongs", "activities belong");
        let n_ids = counted(unknown.n_contacts, "id", "ids");
        lines.push(format!("{n} to no contact in the data ({n_ids}, such as {})", names.join(", ")));
    }
    let other_case = report.sources.iter().filter(|source| source.n_other_case > 0).map(|source| {
        let n = grouped(source.n_other_case);
        format!("  {n} of them would belong to one in other capitals: set `ignore_case` for {}", source.name)
    });
    lines.extend(other_case);
    let shared = report.sources.iter().filter(|source| source.n_shared > 0).map(|source| {
        let n = counted(source.n_shared, "activity", "activities");
        format!("{n} of {} counted for several contacts, to whom its key leads", source.name)
    });
    lines.extend(shared);
    if report.n_future > 0 {
        lines.push(format!("{} after as-of, not scored", counted(report.n_future, "activity", "activities")));
    }
    let unknown_type = |ty: &UnknownType| {
        let n = counted(ty.n, "activity", "activities");
        format!("{n} of the type `{}`, which is not declared{}", shown(&ty.name), nearest("declared", &ty.nearest))
    };
    let types = &report.unknown_types;
    lines.extend(types.first.iter().take(N_LINES).map(unknown_type));
    let n_more = types.n_types.saturating_sub(N_LINES as u64);
    if n_more > 0 {
        lines.push(format!("  and {} more types", grouped(n_more)));
    }
    lines
}

/// Times whose year is hardly meant, with the unit that they probably count.
fn odd_times(report: &DataReport) -> Vec<String> {
    let line = |source: &SourceReport| {
        let (odd, file, line) = source.odd_times.first.as_ref()?;
        let n = counted(source.odd_times.n, "time", "times");
        let is = if source.odd_times.n == 1 { "is" } else { "are" };
        let unit = odd.likely_unit.map_or(String::new(), |unit| format!("; it probably counts `{unit}`"));
        let place = crate::diag::one_line(file);
        Some(format!(
            "{n} of {} {is} in a year that is hardly meant, first {place}:{line}: `{}` is {}{unit}",
            source.name, odd.spelled, odd.read
        ))
    };
    cut(report.sources.iter().filter_map(line).collect())
}

fn misfits(report: &DataReport) -> Vec<String> {
    let line = |field: &FieldReport| {
        let first = field.misfits.first().map(|misfit| {
            let value = misfit.value.as_ref().map_or("it".to_owned(), |value| format!("`{value}`"));
            let remedy = misfit.remedy().map_or(String::new(), |remedy| format!("; {remedy}"));
            format!(", first {}:{}: {value} {}{remedy}", misfit.file, misfit.line, misfit.why)
        });
        let n = counted(field.n_misfits, "value does not fit", "values do not fit");
        format!("{}.{}: {n}{}", field.of, shown(&field.name), first.unwrap_or_default())
    };
    cut(report.fields.iter().filter(|field| field.n_misfits > 0).map(line).collect())
}

/// The fields that are missing most, those that none or few records have left out: they stand above.
fn missing(report: &DataReport) -> Vec<String> {
    let mut fields: Vec<&FieldReport> =
        report.fields.iter().filter(|field| field.n_missing > 0 && !is_told(field)).collect();
    let exact = |field: &FieldReport| u128::from(field.n_missing) * 1_000_000 / u128::from(field.n_records.max(1));
    fields.sort_by_key(|field| std::cmp::Reverse(exact(field)));
    let line = |field: &&FieldReport| {
        let (n, of) = (grouped(field.n_missing), grouped(field.n_records));
        let share = share(field.n_missing, field.n_records);
        format!("  {}.{}: {n} of {of} ({share})", field.of, shown(&field.name))
    };
    let lines = cut(fields.iter().map(line).collect());
    if lines.is_empty() { lines } else { std::iter::once("missing:".to_owned()).chain(lines).collect() }
}

/// `33.3 %`; only all of them are 100, and only none are 0.
fn share(n: u64, of: u64) -> String {
    let (n, of) = (u128::from(n), u128::from(of.max(1)));
    match (n * 1000 + of / 2) / of {
        0 if n > 0 => "under 0.1 %".to_owned(),
        1000 if n < of => "over 99.9 %".to_owned(),
        permille => format!("{}.{} %", permille / 10, permille % 10),
    }
}

fn is_told(field: &FieldReport) -> bool {
    field.absent || field.is_empty() || field.is_filled_for_few()
}

pub(super) fn nearest(of: &str, name: &Option<String>) -> String {
    name.as_ref().map_or(String::new(), |name| format!("; the nearest {of} is `{}`", shown(name)))
}

fn cut(lines: Vec<String>) -> Vec<String> {
    cut_at(N_LINES, lines)
}

pub(super) fn cut_at(n_lines: usize, mut lines: Vec<String>) -> Vec<String> {
    let n_more = lines.len().saturating_sub(n_lines);
    // A line that says that there is one more is no shorter than that one.
    if n_more > 1 {
        lines.truncate(n_lines);
        lines.push(format!("  and {n_more} more"));
    }
    lines
}

pub(super) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// `52,310`
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
