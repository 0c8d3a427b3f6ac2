//! Records from the files that the record flags name.

use super::args::RecordArgs;
use super::clock;
use super::exit::Failure;
use super::output::Output;
use super::paths::{has_pattern, matching};
use super::rules::pair;
use crate::diag::nearest;
use crate::formats::{
    ActivityIdFrom, ActivitySource, DataReport, FileFormat, OnBadRecord, ReadError, ReadOptions, RecordSource,
    RecordsReader, SourceOf, Way,
};
use crate::records::{Layout, Records, Row};
use crate::values::Instant;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// Bytes read at once.
const BUFFER_BYTES: usize = 256 << 10;

/// What a run works on.
pub struct Read {
    /// The records.
    pub records: Records,
    /// What was made of the files.
    pub report: DataReport,
    /// The instant of the run.
    pub as_of: Instant,
}

/// Files of one source.
struct Files {
    source: RecordSource,
    names: Vec<String>,
}

/// Reads everything the flags name, contacts first.
pub fn read(args: &RecordArgs, rules: &str, layout: &Layout) -> Result<Read, Failure> {
    let as_of = clock::as_of(args.as_of.as_deref(), &layout.zone)?;
    let sources = sources(args, layout)?;
    one_stdin(rules, &sources)?;
    let mut rejects = rejects(&args.on_bad_record)?;
    let on_bad_record = if args.on_bad_record == "stop" { OnBadRecord::Stop } else { OnBadRecord::Skip };
    let options = ReadOptions { on_bad_record, as_of: Some(as_of), ..ReadOptions::default() };
    let writer = rejects.as_mut().map(|output| output as &mut dyn Write);
    let mut reader = RecordsReader::new(layout, options, writer);
    for Files { source, names } in sources {
        let id = reader.add_source(source);
        for name in &names {
            let input = open(name)?;
            reader.read(id, name, FileFormat::of_name(name), input).map_err(|error| told(&error))?;
        }
    }
    let (records, report) = reader.finish(as_of).map_err(|error| told(&error))?;
    if let Some(rejects) = rejects {
        rejects.finish()?;
    }
    Ok(Read { records, report, as_of })
}

/// The rows of one kind, read leniently and without stdin: for a second look at what the first has judged.
pub fn rows_of_kind(args: &RecordArgs, kind: usize, layout: &Layout) -> Result<Vec<Row>, Failure> {
    let options = ReadOptions { on_bad_record: OnBadRecord::Skip, ..ReadOptions::default() };
    let mut reader = RecordsReader::new(layout, options, None);
    for Files { source, names } in sources(args, layout)? {
        let of_kind = matches!(&source.of, SourceOf::Kind(of) if of.kind == kind);
        let names: Vec<String> = names.into_iter().filter(|name| of_kind && name != "-").collect();
        let id = reader.add_source(source);
        for name in &names {
            reader.read(id, name, FileFormat::of_name(name), open(name)?).map_err(|error| told(&error))?;
        }
    }
    let (records, _) = reader.finish(Instant::from_us(0)).map_err(|error| told(&error))?;
    Ok(records.rows.into_iter().nth(kind).unwrap_or_default())
}

/// The sources in the order they are read: contacts, other records, activities.
fn sources(args: &RecordArgs, layout: &Layout) -> Result<Vec<Files>, Failure> {
    if args.contacts.is_empty() && args.records.is_empty() {
        return Err(Failure::new("there are no records to score").help("name them: `--contacts contacts.ndjson`"));
    }
    let mut sources = Vec::new();
    if !args.contacts.is_empty() {
        let source = RecordSource::kind("contacts", 0, &args.contact_key);
        sources.push(Files { source, names: expanded(&args.contacts)? });
    }
    sources.extend(other_kinds(args, layout)?);
    if !args.activities.is_empty() {
        sources.push(Files { source: activity_source(args), names: expanded(&args.activities)? });
    }
    Ok(sources)
}

fn activity_source(args: &RecordArgs) -> RecordSource {
    let id = match &args.activity_id {
        Some(field) => ActivityIdFrom::Declared(Way::new(field).into()),
        None => ActivityIdFrom::IfAny(Way::new("id")),
    };
    RecordSource::activities_from(ActivitySource {
        contact: Way::new(&args.activity_contact).into(),
        ty: Way::new(&args.activity_type).into(),
        at: Way::new(&args.activity_time).into(),
        id,
        ..ActivitySource::default()
    })
}

/// `--records account=a.csv b.csv deal=d.csv`: a file without a kind is of the kind before it.
fn other_kinds(args: &RecordArgs, layout: &Layout) -> Result<Vec<Files>, Failure> {
    let keys = keys(args, layout)?;
    let mut sources: Vec<(usize, Files)> = Vec::new();
    let mut current = None;
    for given in &args.records {
        let (kind, file) = match given.split_once('=') {
            Some((kind, file)) if is_name(kind) => (Some(kind_index(kind, "--records", layout)?), file),
            _ => (current, given.as_str()),
        };
        let Some(index) = kind else {
            return Err(Failure::new(format!("`--records {given}` does not say what kind of records these are"))
                .help(format!("write `--records account={given}`")));
        };
        current = kind;
        let names = expanded(&[file.to_owned()])?;
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
fn is_name(text: &str) -> bool {
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

/// Patterns as the files that fit them, in byte order of their paths.
fn expanded(given: &[String]) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for name in given {
        if name != "-" && has_pattern(name) && !Path::new(name).exists() {
            names.extend(matching(name)?.iter().map(|path| path.display().to_string()));
        } else {
            names.push(name.clone());
        }
    }
    Ok(names)
}

fn one_stdin(rules: &str, sources: &[Files]) -> Result<(), Failure> {
    let of_rules = usize::from(rules == "-");
    let of_records: usize = sources.iter().flat_map(|files| &files.names).filter(|name| *name == "-").count();
    if of_rules + of_records <= 1 {
        return Ok(());
    }
    Err(Failure::new("stdin can be read once only").help("give all but one of the `-` as files"))
}

fn open(name: &str) -> Result<Box<dyn BufRead>, Failure> {
    if name == "-" {
        return Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, io::stdin())));
    }
    let path = PathBuf::from(name);
    let file = File::open(&path).map_err(|error| Failure::reading(&path, &error))?;
    if file.metadata().is_ok_and(|known| known.is_dir()) {
        return Err(Failure::reading(&path, &io::ErrorKind::IsADirectory.into()));
    }
    Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, file)))
}

/// Where rejected records go, if they are kept.
fn rejects(on_bad_record: &str) -> Result<Option<Output>, Failure> {
    match on_bad_record {
        "stop" | "skip" => Ok(None),
        file => Output::open(Some(Path::new(file))).map(Some),
    }
}

fn told(error: &ReadError) -> Failure {
    let failure = Failure::new(error.to_string());
    match error {
        ReadError::Bad(_) => {
            failure.help("correct the record, or leave bad ones out with `--on-bad-record skip`; they are counted")
        }
        _ => failure,
    }
}
