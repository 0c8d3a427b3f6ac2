//! Which records a run reads: those that the flags name, and those of the project file.

use super::args::RecordArgs;
use super::exit::Failure;
use super::paths::{has_pattern, matching, record_files};
use super::project;
use super::rules::pair;
use crate::diag::nearest;
use crate::formats::{
    ActivityIdFrom, ActivitySource, EpochUnit, FileFormat, KindSource, ProjectError, RecordSource, SourceOf,
    TimeFormat, Way, keep_joins,
};
use crate::records::Layout;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Files of one source.
pub struct Files {
    /// What they hold.
    pub source: RecordSource,
    /// Their names, in the order in which they are read.
    pub names: Vec<String>,
}

/// The sources in the order they are read: contacts, other records, merged ids, activities.
///
/// Files that a flag names take the place of all sources of their kind in the project file; flags that name fields hold
/// for those sources too.
pub fn sources(args: &RecordArgs, rules: &str, layout: &Layout) -> Result<Vec<Files>, Failure> {
    let mut sources = of_flags(args, layout)?;
    let of_project = of_project(args, rules, layout)?;
    let named: BTreeSet<u8> = sources.iter().map(|files| place(&files.source.of)).collect();
    let kinds: BTreeSet<usize> = sources.iter().filter_map(|files| kind(&files.source.of)).collect();
    let is_free = |of: &SourceOf| kind(of).map_or(!named.contains(&place(of)), |kind| !kinds.contains(&kind));
    sources.extend(of_project.into_iter().filter(|files| is_free(&files.source.of)));
    sources.sort_by_key(|files| place(&files.source.of));
    keep_joins(sources.iter_mut().map(|files| &mut files.source));
    let has_some = |files: &Files| kind(&files.source.of).is_some() || makes_contacts(&files.source.of);
    if !sources.iter().any(has_some) {
        return Err(Failure::new("there are no records to score")
            .help("name them: `--contacts contacts.ndjson`, or declare them in `scoreline.toml`"));
    }
    Ok(sources)
}

/// Contacts first, then other records, merged ids, activities.
fn place(of: &SourceOf) -> u8 {
    match of {
        SourceOf::Kind(KindSource { kind: 0, .. }) => 0,
        SourceOf::Kind(_) => 1,
        SourceOf::Aliases(_) | SourceOf::Links(_) => 2,
        SourceOf::Activities(_) => 3,
    }
}

fn kind(of: &SourceOf) -> Option<usize> {
    match of {
        SourceOf::Kind(of) => Some(of.kind),
        SourceOf::Aliases(_) | SourceOf::Links(_) | SourceOf::Activities(_) => None,
    }
}

fn makes_contacts(of: &SourceOf) -> bool {
    matches!(of, SourceOf::Activities(of) if of.makes_contacts)
}

fn of_flags(args: &RecordArgs, layout: &Layout) -> Result<Vec<Files>, Failure> {
    let here = Path::new("");
    let mut sources = Vec::new();
    if !args.files.contacts.is_empty() {
        let mut source = RecordSource::contacts();
        override_fields(args, &mut source)?;
        sources.push(Files { source, names: expanded(here, &args.files.contacts)? });
    }
    sources.extend(other_kinds(args, layout)?);
    if !args.files.activities.is_empty() {
        let mut source = RecordSource::activities();
        override_fields(args, &mut source)?;
        sources.push(Files { source, names: expanded(here, &args.files.activities)? });
    }
    Ok(sources)
}

/// The sources of the project file, if there is one.
fn of_project(args: &RecordArgs, rules: &str, layout: &Layout) -> Result<Vec<Files>, Failure> {
    let Some(found) = project::find(rules)? else {
        return Ok(Vec::new());
    };
    let replaced = |of: &SourceOf, is_other: bool| match of {
        SourceOf::Kind(_) => !is_other && !args.files.contacts.is_empty(),
        SourceOf::Activities(_) => !args.files.activities.is_empty(),
        SourceOf::Aliases(_) | SourceOf::Links(_) => false,
    };
    let mut sources = Vec::new();
    for declared in &found.project.sources {
        if replaced(&declared.source.of, declared.kind.is_some()) {
            continue;
        }
        let mut source = declared.of_layout(layout).map_err(|error| told(&error))?;
        override_fields(args, &mut source)?;
        sources.push(Files { source, names: expanded(&found.folder, &declared.files)? });
    }
    Ok(sources)
}

/// A mistake of the project file.
pub fn told(error: &ProjectError) -> Failure {
    let failure = Failure::new(error.to_string());
    error.help.iter().fold(failure, |failure, help| failure.help(help.clone()))
}

/// Fields that flags name, in place of those that the source has.
fn override_fields(args: &RecordArgs, source: &mut RecordSource) -> Result<(), Failure> {
    match &mut source.of {
        SourceOf::Kind(of) if of.kind == 0 => {
            args.contact_key.iter().for_each(|key| of.key = Way::new(key).into());
        }
        SourceOf::Activities(of) => {
            override_activities(args, of);
            if let Some(sign) = &args.activity_time_unit {
                let unit = EpochUnit::from_sign(sign).ok_or_else(|| {
                    Failure::new(format!("`--activity-time-unit {sign}`: there is no such unit"))
                        .help("write `s`, `ms`, `us` or `ns`")
                })?;
                source.spelling.time.unit = Some(unit);
                of.at_spelling.iter_mut().for_each(|spelling| spelling.time.unit = Some(unit));
            }
            if let Some(pattern) = &args.activity_time_format {
                let format = TimeFormat::new(pattern).map_err(|why| {
                    Failure::new(format!("`--activity-time-format {pattern}` cannot be read: {why}"))
                        .help("write it like `%d.%m.%Y %H:%M`")
                })?;
                let mut spelling = of.at_spelling.take().unwrap_or_else(|| source.spelling.clone());
                spelling.time.formats = vec![format];
                of.at_spelling = Some(spelling);
            }
        }
        SourceOf::Kind(_) | SourceOf::Aliases(_) | SourceOf::Links(_) => {}
    }
    Ok(())
}

fn override_activities(args: &RecordArgs, of: &mut ActivitySource) {
    args.activity_contact.iter().for_each(|field| of.contact = Way::new(field).into());
    args.activity_type.iter().for_each(|field| of.ty = Way::new(field).into());
    args.activity_time.iter().for_each(|field| of.at = Way::new(field).into());
    args.activity_id.iter().for_each(|field| of.id = ActivityIdFrom::Declared(Way::new(field).into()));
}

/// `--records account=a.csv b.csv deal=d.csv`: a file without a kind is of the kind before it.
fn other_kinds(args: &RecordArgs, layout: &Layout) -> Result<Vec<Files>, Failure> {
    let keys = keys(args, layout)?;
    let mut sources: Vec<(usize, Files)> = Vec::new();
    let mut current = None;
    for given in &args.files.records {
        let (kind, file) = match given.split_once('=') {
            Some((kind, file)) if is_name(kind) => (Some(kind_index(kind, "--records", layout)?), file),
            _ => (current, given.as_str()),
        };
        let Some(index) = kind else {
            return Err(Failure::new(format!("`--records {given}` does not say what kind of records these are"))
                .help(format!("write `--records account={given}`")));
        };
        current = kind;
        let names = expanded(Path::new(""), &[file.to_owned()])?;
        match sources.iter_mut().find(|(known, _)| *known == index) {
            Some((_, files)) => files.names.extend(names),
            None => {
                let name = &layout.kinds[index].name;
                let key = keys.iter().rev().find(|(kind, _)| *kind == index).map_or("id", |(_, key)| key);
                sources.push((index, Files { source: RecordSource::kind(name, index, key), names }));
            }
        }
    }
    Ok(sources.into_iter().map(|(_, files)| files).collect())
}

fn keys(args: &RecordArgs, layout: &Layout) -> Result<Vec<(usize, String)>, Failure> {
    let of = |given: &String| {
        let (kind, field) = pair("--records-key", "KIND=FIELD", given)?;
        Ok((kind_index(&kind, "--records-key", layout)?, field))
    };
    args.records_key.iter().map(of).collect()
}

/// Whether what stands before `=` is a kind and not the start of a path.
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The index of a kind of record by its name or plural.
pub fn kind_index(name: &str, flag: &str, layout: &Layout) -> Result<usize, Failure> {
    let found = layout.kinds.iter().position(|kind| kind.name == name || kind.plural == name);
    found.ok_or_else(|| {
        let failure = Failure::new(format!("`{flag} {name}`: the rules know no records called `{name}`"));
        match nearest(name, layout.kinds.iter().map(|kind| kind.name.as_str())) {
            Some(close) => failure.help(format!("did you mean `{close}`?")),
            None => failure.help(format!("declare them in the rules: `{name} {{ .. }}`")),
        }
    })
}

/// The files behind names, folders (all files of records below) and patterns, each once, whatever it is called; those of
/// one folder or pattern in byte order of their paths.
pub fn expanded(folder: &Path, given: &[String]) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for name in given {
        let path = folder.join(name);
        if name == "-" {
            names.push(name.clone());
        } else if path.is_dir() {
            let is_record = |path: &Path| path.to_str().and_then(FileFormat::of_name).is_some();
            let files = record_files(&path, is_record)?;
            names.extend(files.iter().map(|path| path.display().to_string()));
        } else if has_pattern(name) && !path.exists() {
            let folder = glob::Pattern::escape(&folder.display().to_string());
            let pattern = Path::new(&folder).join(name).display().to_string();
            names.extend(matching(&pattern)?.iter().map(|path| path.display().to_string()));
        } else {
            names.push(path.display().to_string());
        }
    }
    let mut seen = BTreeSet::new();
    names.retain(|name| name == "-" || seen.insert(fs::canonicalize(name).unwrap_or_else(|_| name.into())));
    Ok(names)
}
