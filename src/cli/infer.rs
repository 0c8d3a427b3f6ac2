//! `scoreline infer`

mod groups;
mod paths;

use super::args::InferArgs;
use super::exit::{Exit, Failure, Outcome};
use super::output::Output;
use super::progress;
use super::terminal::Terminal;
use crate::formats::sample;
use crate::infer::{Profile, Proposal, Role, Source, batch, propose};
use groups::{Group, Inputs};
use std::fs;
use std::path::Path;

/// Documents of a source, and files of it, that are looked at for batches.
const PROBED: u64 = 200;
const PROBED_FILES: usize = 20;

/// The files that are written.
const SCHEMA: &str = "schema.score";
const PROJECT: &str = "scoreline.toml";

/// Proposes declarations and a project file.
pub fn run(args: &InferArgs, terminal: &Terminal) -> Outcome {
    let n_rows = rows(&args.rows)?;
    if let Some(dir) = &args.dir {
        nothing_is_there(dir)?;
    }
    let mut inputs = Inputs::default();
    let groups = groups::groups(args, &mut inputs)?;
    let target = args.dir.as_deref().unwrap_or(Path::new(""));
    let sources: Vec<Source> =
        groups.into_iter().map(|group| read(group, n_rows, target, &mut inputs)).collect::<Result<_, _>>()?;
    let proposal = propose(&sources);
    match &args.dir {
        Some(dir) => write(dir, &proposal)?,
        None => {
            let text = if args.project { &proposal.project } else { &proposal.schema };
            Output::write_whole(args.output.output.as_deref(), text)?;
        }
    }
    terminal.say(&summary(args, &sources, &proposal));
    Ok(Exit::Clean)
}

fn rows(given: &str) -> Result<u64, Failure> {
    match given {
        "all" => Ok(u64::MAX),
        number => number.parse().ok().filter(|n| *n > 0).ok_or_else(|| {
            Failure::new(format!("`--rows {given}` is no number of records"))
                .help("write it like `--rows 1000`, or `all`")
        }),
    }
}

fn nothing_is_there(dir: &Path) -> Result<(), Failure> {
    match [SCHEMA, PROJECT].iter().map(|name| dir.join(name)).find(|path| path.symlink_metadata().is_ok()) {
        None => Ok(()),
        Some(path) => Err(Failure::new(format!("`{}` is there already; nothing was written", path.display()))
            .help("name a new folder, or print one of the two with `--toml` or without `--dir`")),
    }
}

/// Reads the files of a source.
fn read(group: Group, n_rows: u64, target: &Path, inputs: &mut Inputs) -> Result<Source, Failure> {
    let are_activities = group.role == Role::Activities;
    let mut documents = Profile::new();
    for (name, look) in group.files.iter().take(PROBED_FILES).filter(|(_, look)| look.table.is_none()) {
        let input = inputs.open(name)?;
        let sampled = sample(name, look, input, PROBED.min(n_rows), &mut |record| documents.add(record, None));
        sampled.map_err(|error| super::read_records::told(&error))?;
    }
    let batch = batch(&documents, are_activities);
    let mut profile = Profile::new();
    let (mut whole, mut n_bad, mut first_bad, mut n_not_utf8) = (true, 0, None, 0);
    for (name, look) in &group.files {
        let input = inputs.open(name)?;
        let mut take = |record: &_| {
            progress::records(1);
            match &batch {
                None => profile.add(record, None),
                Some(batch) => {
                    let around = batch.around(record);
                    batch.records(record).iter().for_each(|inner| profile.add(inner, Some(&around)));
                }
            }
        };
        let sampled =
            sample(name, look, input, n_rows, &mut take).map_err(|error| super::read_records::told(&error))?;
        whole &= sampled.is_whole;
        n_bad += sampled.n_bad;
        n_not_utf8 += sampled.n_not_utf8;
        first_bad = first_bad.or(sampled.first_bad);
    }
    if n_not_utf8 > 0 && group.is_utf8() {
        let other = group.in_windows_1252(inputs)?;
        return read(other, n_rows, target, inputs);
    }
    let named = |file: &String| groups::file_name(file);
    Ok(Source {
        role: group.role,
        file_names: group.files.iter().map(|(name, _)| named(name)).collect(),
        name_says_format: group.files.iter().all(|(name, _)| crate::formats::FileFormat::of_name(name).is_some()),
        look: group.files.into_iter().next().map(|(_, look)| look).expect("a source has a file"),
        files: paths::from_folder(target, &group.given)?,
        batch,
        profile,
        whole: if whole { Ok(()) } else { Err(n_rows) },
        has_short_lines: first_bad.as_ref().is_some_and(|bad| bad.reason.is_short_line()),
        bad: first_bad.map(|bad| (n_bad, bad.to_string())),
    })
}

fn write(dir: &Path, proposal: &Proposal) -> Result<(), Failure> {
    fs::create_dir_all(dir).map_err(|error| Failure::writing(dir, &error))?;
    Output::write_whole(Some(&dir.join(SCHEMA)), &proposal.schema)?;
    Output::write_whole(Some(&dir.join(PROJECT)), &proposal.project)
}

fn summary(args: &InferArgs, sources: &[Source], proposal: &Proposal) -> String {
    let n = |n: u64, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let n_records = sources.iter().map(|source| source.profile.n_records).sum();
    let mut said = format!(
        "{} in {}; {} (`ask:`)\n",
        n(n_records, "record", "records"),
        n(sources.len() as u64, "source", "sources"),
        n(proposal.n_asks as u64, "question", "questions")
    );
    for source in sources {
        if let Err(n_rows) = source.whole {
            said.push_str(&format!("read only the first {n_rows} records of a file: {}\n", source.files.join(", ")));
        }
    }
    match &args.dir {
        Some(dir) => {
            let (schema, project) = (dir.join(SCHEMA), dir.join(PROJECT));
            said.push_str(&format!("wrote {} and {}\n", schema.display(), project.display()));
            said.push_str(&format!("next: write rules that `use \"{SCHEMA}\"`, and `scoreline check` them"));
        }
        None => said.push_str(&format!("`--dir DIR` writes {SCHEMA} and {PROJECT}")),
    }
    said
}
