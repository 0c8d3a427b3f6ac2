//! The data report for programs.

use super::{DataReport, FieldReport, SourceReport, TypeReport};
use serde::Serialize;
use std::io::{self, Write};

/// The report as JSON.
///
/// ```json
/// {
///   "as_of": "2026-11-01T00:00:00Z",
///   "sources": [
///     {"name": "contacts", "files": 1, "read": 3, "kept": 2, "rejected": 1, "repeats": 0, "without_id": 0,
///      "cut_files": 0, "passed_over": 0, "unknown_contacts": 0, "unknown_types": 0, "future": 0,
///      "made_contacts": 0, "shared": 0, "other_case": 0,
///      "odd_times": {"n": 1, "file": "c.ndjson", "line": 9, "value": "1793520000",
///                    "read_as": "1970-01-21T18:12:00Z", "likely_unit": "s"},
///      "first_rejected": [{"file": "c.ndjson", "line": 2, "column": 9, "byte": 31, "reason": "..."}]},
///     {"name": "mail", "..": 0,
///      "strangers": {"field": "to", "key": "ada@x.com", "contact_field": "email", "contact_key": "ada@y.com"}}
///   ],
///   "records": {"contact": 2, "account": 0},
///   "activities": 10,
///   "future_activities": 1,
///   "unknown_contacts": {"activities": 2, "contacts": 1, "first": ["c-9"]},
///   "unknown_types": {"activities": 3, "types": 1,
///                     "first": [{"type": "email_opn", "activities": 3, "nearest": "email_open"}]},
///   "absent_types": [{"type": "webinar", "nearest": "webinar_watched"}],
///   "types": [{"type": "email_open", "activities": 10, "unknown_contacts": 2, "future": 1, "counted": 7}],
///   "conflicts": {"ids": 1, "first": [{"contact": "c-1", "id": "e1", "kept": {"file": "a.ndjson", "line": 7},
///                                      "dropped": {"file": "a.ndjson", "line": 3}}]},
///   "fields": [
///     {"of": "contact", "field": "company_size", "records": 2, "missing": 1, "misfits": 1, "absent": false,
///      "few": false, "first_misfits": [{"file": "c.ndjson", "line": 3, "value": "lots", "why": "is not a number"}]}
///   ]
/// }
/// ```
///
/// Counts are whole numbers. In every source `read` is `kept + rejected + repeats`. `column`, `nearest`, `value`,
/// `odd_times`, `likely_unit`, `remedy` and `strangers` are left out where there is none, as are `contact_field` where the key has
/// to be an id, and `contact_key` where no contact has one; `through` is there where a table leads on from the key. `strangers` says that no activity of the source belongs to a
/// contact, `absent` that no record has the field, not even empty, `few` that fewer than one in twenty has it filled.
/// `docs/schemas/report.schema.json` describes it.
pub fn write_report_json(report: &DataReport, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &wire(report))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Report<'a> {
    as_of: String,
    sources: Vec<Source<'a>>,
    records: serde_json::Map<String, serde_json::Value>,
    activities: u64,
    future_activities: u64,
    unknown_contacts: UnknownContacts<'a>,
    unknown_types: UnknownTypes<'a>,
    absent_types: Vec<AbsentType<'a>>,
    types: Vec<Type<'a>>,
    conflicts: Conflicts<'a>,
    fields: Vec<Field<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    name: &'a str,
    files: u64,
    read: u64,
    kept: u64,
    rejected: u64,
    repeats: u64,
    without_id: u64,
    cut_files: u64,
    passed_over: u64,
    unknown_contacts: u64,
    unknown_types: u64,
    future: u64,
    made_contacts: u64,
    shared: u64,
    other_case: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    strangers: Option<Strangers<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    odd_times: Option<OddTimes<'a>>,
    first_rejected: Vec<Rejected<'a>>,
}

#[derive(Serialize)]
struct Strangers<'a> {
    field: &'a str,
    key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    through: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_key: Option<&'a str>,
}

#[derive(Serialize)]
struct Type<'a> {
    #[serde(rename = "type")]
    ty: &'a str,
    activities: u64,
    unknown_contacts: u64,
    future: u64,
    counted: u64,
}

#[derive(Serialize)]
struct OddTimes<'a> {
    n: u64,
    file: &'a str,
    line: u64,
    value: &'a str,
    read_as: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    likely_unit: Option<&'a str>,
}

#[derive(Serialize)]
struct Rejected<'a> {
    file: &'a str,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u64>,
    byte: u64,
    reason: String,
}

#[derive(Serialize)]
struct UnknownContacts<'a> {
    activities: u64,
    contacts: u64,
    first: Vec<&'a str>,
}

#[derive(Serialize)]
struct UnknownTypes<'a> {
    activities: u64,
    types: u64,
    first: Vec<UnknownType<'a>>,
}

#[derive(Serialize)]
struct UnknownType<'a> {
    #[serde(rename = "type")]
    ty: &'a str,
    activities: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<&'a str>,
}

#[derive(Serialize)]
struct AbsentType<'a> {
    #[serde(rename = "type")]
    ty: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<&'a str>,
}

#[derive(Serialize)]
struct Conflicts<'a> {
    ids: u64,
    first: Vec<Conflict<'a>>,
}

#[derive(Serialize)]
struct Conflict<'a> {
    contact: &'a str,
    id: &'a str,
    kept: FileLine<'a>,
    dropped: FileLine<'a>,
}

#[derive(Serialize)]
struct FileLine<'a> {
    file: &'a str,
    line: u64,
}

#[derive(Serialize)]
struct Field<'a> {
    of: &'a str,
    field: &'a str,
    records: u64,
    missing: u64,
    misfits: u64,
    absent: bool,
    few: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<&'a str>,
    first_misfits: Vec<Misfit<'a>>,
}

#[derive(Serialize)]
struct Misfit<'a> {
    file: &'a str,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

fn wire(report: &DataReport) -> Report<'_> {
    Report {
        as_of: report.as_of.to_string(),
        sources: report.sources.iter().map(source).collect(),
        records: report.kinds.iter().map(|kind| (kind.name.clone(), kind.n.into())).collect(),
        activities: report.n_activities,
        future_activities: report.n_future,
        unknown_contacts: UnknownContacts {
            activities: report.unknown_contacts.n_activities,
            contacts: report.unknown_contacts.n_contacts,
            first: report.unknown_contacts.first.iter().map(|id| &**id).collect(),
        },
        unknown_types: unknown_types(&report.unknown_types),
        absent_types: report
            .absent_types
            .iter()
            .map(|ty| AbsentType { ty: &ty.name, nearest: ty.nearest.as_deref() })
            .collect(),
        types: report.types.iter().map(ty).collect(),
        conflicts: conflicts(&report.conflicts),
        fields: report.fields.iter().map(field).collect(),
    }
}

fn unknown_types(types: &super::UnknownTypes) -> UnknownTypes<'_> {
    let first =
        types.first.iter().map(|ty| UnknownType { ty: &ty.name, activities: ty.n, nearest: ty.nearest.as_deref() });
    UnknownTypes { activities: types.n_activities, types: types.n_types, first: first.collect() }
}

fn ty(of: &TypeReport) -> Type<'_> {
    Type {
        ty: &of.name,
        activities: of.n,
        unknown_contacts: of.n_unknown_contacts,
        future: of.n_future,
        counted: of.n_counted,
    }
}

fn source(source: &SourceReport) -> Source<'_> {
    let rejected = source.rejected.iter().map(|bad| Rejected {
        file: &bad.place.file,
        line: bad.place.line,
        column: bad.place.column,
        byte: bad.place.byte,
        reason: bad.reason.to_string(),
    });
    Source {
        name: &source.name,
        files: source.n_files,
        read: source.n_read,
        kept: source.n_kept,
        rejected: source.n_rejected,
        repeats: source.n_repeats,
        without_id: source.n_without_id,
        cut_files: source.n_cut_files,
        passed_over: source.n_passed_over,
        unknown_contacts: source.n_unknown_contacts,
        unknown_types: source.n_unknown_types,
        future: source.n_future,
        made_contacts: source.n_made_contacts,
        shared: source.n_shared,
        other_case: source.n_other_case,
        strangers: source.strangers.as_ref().map(|strangers| Strangers {
            field: &strangers.field,
            key: &strangers.key,
            through: strangers.through.as_deref(),
            contact_field: strangers.contact_field.as_deref(),
            contact_key: strangers.contact_key.as_deref(),
        }),
        odd_times: source.odd_times.first.as_ref().map(|(odd, file, line)| OddTimes {
            n: source.odd_times.n,
            file,
            line: *line,
            value: &odd.spelled,
            read_as: &odd.read,
            likely_unit: odd.likely_unit,
        }),
        first_rejected: rejected.collect(),
    }
}

fn conflicts(conflicts: &super::Conflicts) -> Conflicts<'_> {
    let first = conflicts.first.iter().map(|conflict| Conflict {
        contact: &conflict.contact,
        id: &conflict.id,
        kept: FileLine { file: &conflict.kept.0, line: conflict.kept.1 },
        dropped: FileLine { file: &conflict.dropped.0, line: conflict.dropped.1 },
    });
    Conflicts { ids: conflicts.n, first: first.collect() }
}

fn field(field: &FieldReport) -> Field<'_> {
    let misfits = field.misfits.iter().map(|misfit| Misfit {
        file: &misfit.file,
        line: misfit.line,
        value: misfit.value.as_deref(),
        why: misfit.why.to_string(),
        remedy: misfit.remedy(),
    });
    Field {
        of: &field.of,
        field: &field.name,
        records: field.n_records,
        missing: field.n_missing,
        misfits: field.n_misfits,
        absent: field.absent,
        few: field.is_filled_for_few(),
        nearest: field.nearest.as_deref(),
        first_misfits: misfits.collect(),
    }
}
