//! `scoreline score RULES`

use super::args::{RecordArgs, ResultsFormat, ScoreArgs};
use super::clock;
use super::exit::{Exit, Failure, Outcome};
use super::output::Output;
use super::paths::Input;
use super::project;
use super::read_records::to_read;
use super::rules::{Disk, params, sound};
use super::sources::kind_index;
use super::stream::{Job, Pace, score};
use super::terminal::Terminal;
use crate::diag::nearest;
use crate::engine::{Detail, Run};
use crate::formats::{
    DataReport, ResultFormat, ResultShape, ResultsPiece, ResultsWriter, TableOptions, layout_of, write_report_json,
    write_report_text, write_table,
};
use crate::ledger::RecordResult;
use crate::plan;
use crate::typed::{KindId, TypedRules};
use std::cmp::Reverse;
use std::convert::Infallible;
use std::io;

/// Scores every record of a kind, and says on stderr what was made of the data.
pub fn run(args: &ScoreArgs, terminal: &Terminal) -> Outcome {
    let Typed { rules: rules_file, records: flags, scores } = typed(args.rules.as_deref(), &args.records, &args.score)?;
    if args.explain && matches!(args.format, ResultsFormat::Csv | ResultsFormat::Table) {
        let format = if args.format == ResultsFormat::Csv { "csv" } else { "table" };
        return Err(Failure::new(format!("`--format {format}` has no place for the entries of `--explain`"))
            .help("leave out `--explain`, or write `--format ndjson`"));
    }
    let checked = Disk::default().check(&Input::one(&rules_file), &params(&flags.params)?)?;
    let Some(rules) = sound(&checked, terminal) else { return Ok(Exit::Findings) };
    let layout = layout_of(rules);
    let kind = match &args.of {
        Some(name) => kind_index(name, "--of", &layout)?,
        None => 0,
    };
    let shape = shape(&scores, rules, kind)?;
    let order = order(args, &shape)?;
    let plan = plan::lower(rules);
    let to_read = to_read(&flags, &rules_file, &layout)?;
    to_read.notes().iter().for_each(|note| terminal.note(note));
    let as_of = to_read.as_of;
    let detail = if args.explain { Detail::Entries } else { Detail::Values };
    let job = Job { layout: &layout, plans: std::slice::from_ref(&plan), detail, later: None };
    let pace = Pace::of(args);
    let (report, stages) = score(to_read, &job, &pace, |runs| match order {
        None if args.format != ResultsFormat::Table => write_in_order(args, &shape, &runs[0], pace.n_threads),
        order => {
            let mut scored = all(&runs[0], shape.kind, pace.n_threads);
            if let Some(order) = order {
                order.apply(&mut scored);
            }
            write(args, &shape, &scored)
        }
    })?;
    terminal.say_lines(&report_text(&report));
    if args.stats {
        terminal.say(&stages.text());
    }
    if let Some(path) = &args.report {
        let mut output = Output::open(Some(path))?;
        write_report_json(&report, &mut output).map_err(|error| output.failure(&error))?;
        output.finish()?;
    }
    if flags.as_of.is_none() {
        terminal.note(&format!("scored as of now, {}", clock::shown(as_of, &layout.zone)));
    }
    Ok(Exit::Clean)
}

/// What was typed, with the rules file in its place.
pub struct Typed {
    /// The rules file.
    pub rules: String,
    /// The record flags.
    pub records: RecordArgs,
    /// The names of scores.
    pub scores: Vec<String>,
}

/// The rules file may also come last: then it stands at the end of what a flag before it took.
pub fn typed(rules: Option<&str>, records: &RecordArgs, scores: &[String]) -> Result<Typed, Failure> {
    let (mut records, mut scores) = (records.clone(), scores.to_vec());
    if let Some(rules) = rules {
        return Ok(Typed { rules: rules.to_owned(), records, scores });
    }
    let files = &mut records.files;
    let lists = [&mut files.contacts, &mut files.activities, &mut files.records, &mut scores];
    let taken = lists.into_iter().find_map(|list: &mut Vec<String>| list.pop_if(|last| last.ends_with(".score")));
    match taken {
        Some(rules) => Ok(Typed { rules, records, scores }),
        None => Ok(Typed { rules: of_project()?, records, scores }),
    }
}

/// The rules file of `scoreline.toml`, where none was typed.
pub fn of_project() -> Result<String, Failure> {
    project::rules()?.ok_or_else(|| {
        Failure::new("no rules file was named").help("name one, or set `rules = \"lead.score\"` in `scoreline.toml`")
    })
}

fn shape(scores: &[String], rules: &TypedRules, kind: usize) -> Result<ResultShape, Failure> {
    let shape = ResultShape::of_kind(rules, KindId(u32::try_from(kind).unwrap_or(0)));
    if shape.scores.is_empty() {
        let failure = Failure::new(format!("the rules have no score of a {}", shape.kind_name.0));
        return Err(failure.help("`--of KIND` names the kind of record that has scores"));
    }
    if scores.is_empty() {
        return Ok(shape);
    }
    shape.with_scores(scores).map_err(|error| Failure::new(error.to_string()))
}

/// The order of results, where it is not that of the records.
enum Order {
    Id,
    /// Highest first; equal ones stay in the order of the records, excluded ones come last.
    Score(usize),
}

fn order(args: &ScoreArgs, shape: &ResultShape) -> Result<Option<Order>, Failure> {
    Ok(match args.sort.as_deref() {
        Some("id") => Some(Order::Id),
        Some(name) => Some(Order::Score(score_named(name, shape)?)),
        None if args.top.is_some() => shape.scores.last().map(|score| Order::Score(score.id)),
        None => None,
    })
}

fn score_named(name: &str, shape: &ResultShape) -> Result<usize, Failure> {
    let found = shape.scores.iter().find(|score| score.name == name);
    found.map(|score| score.id).ok_or_else(|| {
        let failure = Failure::new(format!("`--sort {name}`: there is no such score"));
        match nearest(name, shape.scores.iter().map(|score| score.name.as_str())) {
            Some(close) => failure.help(format!("did you mean `{close}`?")),
            None => failure.help("name a score, or `id`"),
        }
    })
}

impl Order {
    fn apply(&self, records: &mut [RecordResult]) {
        match self {
            Order::Id => records.sort_by(|a, b| a.id.as_bytes().cmp(b.id.as_bytes())),
            Order::Score(id) => {
                records.sort_by_key(|record| Reverse(record.scores[*id].as_ref().map(|score| score.value)));
            }
        }
    }
}

/// The results of all records of a kind.
fn all(run: &Run<'_>, kind: KindId, n_threads: usize) -> Vec<RecordResult> {
    let mut all = Vec::new();
    let keep = |records: Vec<RecordResult>| {
        all.extend(records);
        Ok::<(), Infallible>(())
    };
    let Ok(()) = run.in_order(plan::KindId(kind.0), n_threads, Vec::new, Vec::push, keep);
    all
}

/// Writes results as they are made, in the order of the records, on several threads.
fn write_in_order(args: &ScoreArgs, shape: &ResultShape, run: &Run<'_>, n_threads: usize) -> Result<(), Failure> {
    let mut output = Output::open(args.output.output.as_deref())?;
    let format = written(args.format, args.explain);
    let mut writer = ResultsWriter::new(shape, format, &mut output);
    let new = || Ok(ResultsPiece::new(format));
    let make = |piece: &mut io::Result<ResultsPiece>, record: RecordResult| {
        if let Ok(into) = piece
            && let Err(error) = into.write(shape, &record)
        {
            *piece = Err(error);
        }
    };
    let written = run.in_order(plan::KindId(shape.kind.0), n_threads, new, make, |piece| writer.write_piece(piece?));
    let written = written.and_then(|()| writer.finish().map(drop));
    written.map_err(|error| output.failure(&error))?;
    output.finish()
}

fn written(format: ResultsFormat, ledger: bool) -> ResultFormat {
    match format {
        ResultsFormat::Json => ResultFormat::Json { ledger },
        ResultsFormat::Csv => ResultFormat::Csv,
        ResultsFormat::Ndjson | ResultsFormat::Table => ResultFormat::Ndjson { ledger },
    }
}

/// Writes results that were put in an order of their own.
fn write(args: &ScoreArgs, shape: &ResultShape, records: &[RecordResult]) -> Result<(), Failure> {
    let mut output = Output::open(args.output.output.as_deref())?;
    if args.format == ResultsFormat::Table {
        let options = TableOptions { top: args.top, sort: None };
        let written = write_table(shape, records, &options, &mut output);
        written.map_err(|error| output.failure(&error))?;
        return output.finish();
    }
    let n_written = args.top.unwrap_or(records.len()).min(records.len());
    let mut writer = ResultsWriter::new(shape, written(args.format, args.explain), &mut output);
    let written = records[..n_written]
        .iter()
        .try_for_each(|record| writer.write(record))
        .and_then(|()| writer.finish().map(drop));
    written.map_err(|error| output.failure(&error))?;
    output.finish()
}

/// The data report for people.
pub fn report_text(report: &DataReport) -> String {
    let mut text = Vec::new();
    write_report_text(report, &mut text).expect("writing to memory cannot fail");
    String::from_utf8_lossy(&text).into_owned()
}
