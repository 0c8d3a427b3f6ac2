//! Records from the files that the record flags name.

use super::args::RecordArgs;
use super::clock;
use super::exit::Failure;
use super::output::Output;
use super::sources::{Files, sources};
use super::steady::{Steady, SteadyAt};
use crate::formats::{
    BadReason, BadRecord, DataReport, FileFormat, OnBadRecord, ReadError, ReadOptions, RecordsReader, SourceOf,
    StreamInput,
};
use crate::records::{Layout, Records, Row};
use crate::values::Instant;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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

/// What a run reads, and how: everything the flags and the project file name, contacts first.
pub struct ToRead {
    /// The sources with their files.
    pub sources: Vec<Files>,
    /// How strict reading is.
    pub options: ReadOptions,
    /// Where rejected records go, if they are kept.
    pub rejects: Option<Output>,
    /// The instant of the run.
    pub as_of: Instant,
}

impl ToRead {
    /// What to tell of files of which neither the name nor the project file says how they are written.
    pub fn notes(&self) -> Vec<String> {
        let unsaid = self.sources.iter().filter(|files| files.source.shape.format.is_none());
        let names = unsaid.flat_map(|files| &files.names);
        names
            .filter(|name| *name != "-" && FileFormat::of_name(name).is_none())
            .map(|name| {
                format!(
                    "`{name}` does not say how it is written: it is read as JSON if it begins with `{{` or `[`, and as CSV \
                     if not; an ending such as `.csv` or `format` in scoreline.toml says it"
                )
            })
            .collect()
    }
}

/// Finds out what is to be read.
pub fn to_read(args: &RecordArgs, rules: &str, layout: &Layout) -> Result<ToRead, Failure> {
    let as_of = clock::as_of(args.as_of.as_deref(), &layout.zone)?;
    let sources = sources(args, rules, layout)?;
    one_stdin(rules, &sources)?;
    let rejects = rejects(&args.on_bad_record)?;
    let on_bad_record = if args.on_bad_record == "stop" { OnBadRecord::Stop } else { OnBadRecord::Skip };
    let options = ReadOptions { on_bad_record, as_of: Some(as_of), ..options(args) };
    Ok(ToRead { sources, options, rejects, as_of })
}

/// Reads everything into memory.
pub fn read(args: &RecordArgs, rules: &str, layout: &Layout) -> Result<Read, Failure> {
    read_at_once(to_read(args, rules, layout)?, layout)
}

/// The same, of what is known already.
pub fn read_at_once(to_read: ToRead, layout: &Layout) -> Result<Read, Failure> {
    let ToRead { sources, options, mut rejects, as_of } = to_read;
    let mut reader = RecordsReader::new(layout, options, writer(&mut rejects));
    for files in sources {
        read_files(&mut reader, files)?;
    }
    let (records, report) = reader.finish(as_of).map_err(|error| told(&error))?;
    finish_rejects(rejects)?;
    Ok(Read { records, report, as_of })
}

/// Reads the files of a source, one after the other.
pub fn read_files(reader: &mut RecordsReader<'_>, files: Files) -> Result<(), Failure> {
    let id = reader.add_source(files.source);
    for name in &files.names {
        reader.read(id, name, FileFormat::of_name(name), open(name)?).map_err(|error| told(&error))?;
    }
    Ok(())
}

/// The file of rejected records as readers take it.
pub fn writer(rejects: &mut Option<Output>) -> Option<&mut (dyn Write + Send)> {
    rejects.as_mut().map(|output| output as &mut (dyn Write + Send))
}

/// Puts the file of rejected records in its place.
pub fn finish_rejects(rejects: Option<Output>) -> Result<(), Failure> {
    rejects.map_or(Ok(()), Output::finish)
}

/// The rows of one kind, read leniently and without stdin: for a second look at what the first has judged.
pub fn rows_of_kind(args: &RecordArgs, rules: &str, kind: usize, layout: &Layout) -> Result<Vec<Row>, Failure> {
    let options = ReadOptions { on_bad_record: OnBadRecord::Skip, ..options(args) };
    let mut reader = RecordsReader::new(layout, options, None);
    for Files { source, names } in sources(args, rules, layout)? {
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

/// The limits of the flags, the policy left to the caller.
fn options(args: &RecordArgs) -> ReadOptions {
    let usual = ReadOptions::default();
    let max_record_bytes = args.max_record_bytes.and_then(|limit| usize::try_from(limit).ok());
    ReadOptions { max_record_bytes: max_record_bytes.unwrap_or(usual.max_record_bytes), ..usual }
}

fn one_stdin(rules: &str, sources: &[Files]) -> Result<(), Failure> {
    let of_rules = usize::from(rules == "-");
    let of_records: usize = sources.iter().flat_map(|files| &files.names).filter(|name| *name == "-").count();
    if of_rules + of_records <= 1 {
        return Ok(());
    }
    Err(Failure::new("stdin can be read once only").help("give all but one of the `-` as files"))
}

/// Whether a file can be read twice, and by several threads at once.
pub fn is_regular(name: &str) -> bool {
    name != "-" && std::fs::metadata(name).is_ok_and(|known| known.is_file())
}

/// Opens a file for several threads, or a pipe or stdin for one.
pub fn open_stream(name: &str) -> io::Result<StreamInput> {
    if name == "-" {
        return Ok(StreamInput::Once(Box::new(BufReader::with_capacity(BUFFER_BYTES, io::stdin()))));
    }
    let file = File::open(name)?;
    let known = file.metadata()?;
    if known.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(if known.is_file() {
        StreamInput::File(Arc::new(SteadyAt::new(file, known)))
    } else {
        StreamInput::Once(Box::new(BufReader::with_capacity(BUFFER_BYTES, file)))
    })
}

/// Opens a file that has to stay as it is while it is read; `-` is stdin.
pub fn open(name: &str) -> Result<Box<dyn BufRead + Send>, Failure> {
    if name == "-" {
        return Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, io::stdin())));
    }
    let path = PathBuf::from(name);
    let file = File::open(&path).map_err(|error| Failure::reading(&path, &error))?;
    if file.metadata().is_ok_and(|known| known.is_dir()) {
        return Err(Failure::reading(&path, &io::ErrorKind::IsADirectory.into()));
    }
    let steady = Steady::new(file).map_err(|error| Failure::reading(&path, &error))?;
    Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, steady)))
}

/// Where rejected records go, if they are kept.
fn rejects(on_bad_record: &str) -> Result<Option<Output>, Failure> {
    match on_bad_record {
        "stop" | "skip" => Ok(None),
        file => Output::open(Some(Path::new(file))).map(Some),
    }
}

/// What a failure of reading means.
pub fn told(error: &ReadError) -> Failure {
    let failure = Failure::new(error.to_string());
    match error {
        ReadError::Bad(BadRecord { reason: BadReason::TooLong(_), .. }) => {
            failure.help("if it is one record all the same, raise `--max-record-bytes`, to 1 GiB at most")
        }
        ReadError::Open { file, error } => Failure::reading(&**file, error),
        ReadError::Bad(_) => {
            failure.help("correct the record, or leave bad ones out with `--on-bad-record skip`; they are counted")
        }
        _ => failure,
    }
}
