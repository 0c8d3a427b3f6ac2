//! `scoreline explain RULES --contact ID`

use super::args::{ExplainArgs, ExplainFormat, RecordArgs};
use super::exit::{Exit, Failure, Outcome};
use super::names;
use super::output::Output;
use super::paths::Input;
use super::read_records::{Read, read, to_read};
use super::rules::{Disk, params, sound};
use super::score::{Typed, typed};
use super::sources::kind_index;
use super::stream::read_one;
use super::terminal::Terminal;
use crate::diag::{nearest, one_line};
use crate::engine::{self, Engine};
use crate::explain::{Explanation, RulesIdentity, Subject, TextStyle, explain, records_stand_alone, text};
use crate::formats::layout_of;
use crate::plan;
use crate::records::{Activity, Layout, Records};
use crate::typed::check::Checked;
use crate::typed::{KindId, TypedRules};

/// Shows the ledger of one record.
pub fn run(args: &ExplainArgs, terminal: &Terminal) -> Outcome {
    let Typed { rules: rules_file, records: flags, scores } = typed(args.rules.as_deref(), &args.records, &args.score)?;
    let checked = Disk::default().check(&Input::one(&rules_file), &params(&flags.params)?)?;
    let Some(rules) = sound(&checked, terminal) else { return Ok(Exit::Findings) };
    let layout = layout_of(rules);
    let kind = match &args.of {
        Some(name) => kind_index(name, "--of", &layout)?,
        None => 0,
    };
    known_scores(&scores, rules, kind)?;
    let read = match alone(args, (&flags, &rules_file), rules, kind, &layout)? {
        Some(read) => read,
        None => read(&flags, &rules_file, &layout)?,
    };
    let row = row_of(args, &read, kind, &layout)?;
    let name = names::name_of((&flags, &rules_file), kind, &args.contact, &layout)?;
    let wanted = Wanted { kind, row, name, only: &scores, all: args.all };
    let explanation = explanation(&checked, rules, &read, wanted);
    let style = TextStyle { color: terminal.stdout_color && args.output.output.is_none(), width: terminal.width };
    let shown = match args.format {
        ExplainFormat::Text => text(&explanation, style),
        ExplainFormat::Json => json(&explanation),
    };
    Output::write_whole(args.output.output.as_deref(), &shown)?;
    Ok(Exit::Clean)
}

/// The contact with its activities, where the rules look at no other record: files of gigabytes are only looked through.
fn alone(
    args: &ExplainArgs,
    (flags, rules_file): (&RecordArgs, &str),
    rules: &TypedRules,
    kind: usize,
    layout: &Layout,
) -> Result<Option<Read>, Failure> {
    let writes_rejects = !["stop", "skip"].contains(&flags.on_bad_record.as_str());
    if kind != 0 || writes_rejects || !records_stand_alone(rules) {
        return Ok(None);
    }
    read_one(to_read(flags, rules_file, layout)?, layout, &args.contact)
}

fn json(explanation: &Explanation) -> String {
    let json = serde_json::to_string_pretty(explanation).expect("explanations are plain data");
    format!("{json}\n")
}

/// What of which record is to be explained.
struct Wanted<'a> {
    kind: usize,
    row: usize,
    name: Option<String>,
    only: &'a [String],
    all: bool,
}

fn explanation(checked: &Checked, rules: &TypedRules, read: &Read, wanted: Wanted<'_>) -> Explanation {
    let Wanted { kind, row, name, only, all } = wanted;
    let plan = plan::lower(rules);
    let records = &read.records;
    let run = Engine::new(&plan, &records.rows, read.as_of).run(records);
    let of_kind = KindId(u32::try_from(kind).expect("a program has few kinds"));
    let log = log_of(records, kind, row);
    let trace = run.trace(of_kind, u32::try_from(row).expect("rows are counted in 32 bits"), &log);
    let trace = trace.expect("the row is one of the run");
    let results = run.results();
    let main = checked.sources.ids().next();
    let subject = Subject {
        rules,
        plan: &plan,
        sources: &checked.sources,
        identity: RulesIdentity {
            file: main.map_or(String::new(), |id| checked.sources.name(id).to_owned()),
            hash: plan.hash(),
        },
        records,
        result: &results.records[kind][row],
        trace: &trace,
        log: &log,
        as_of: read.as_of,
        kind: of_kind,
        row,
        name,
        only,
        all,
    };
    explain(&subject, &|records| engine::run(&plan, records, read.as_of))
}

/// The activities a record's scores can be made of: a contact's own; of another kind of record, all there are.
fn log_of(records: &Records, kind: usize, row: usize) -> Vec<Activity> {
    let id = &records.rows[kind][row].id;
    records.activities.iter().filter(|activity| kind != 0 || activity.contact == *id).cloned().collect()
}

fn known_scores(names: &[String], rules: &TypedRules, kind: usize) -> Result<(), Failure> {
    let own = rules.scores.iter().filter(|score| score.kind.0 as usize == kind).map(|score| score.name.as_str());
    let own: Vec<&str> = own.collect();
    match names.iter().find(|name| !own.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let failure = Failure::new(format!("`--score {name}`: there is no such score"));
            Err(match nearest(name, own.iter().copied()) {
                Some(close) => failure.help(format!("did you mean `{close}`?")),
                None => failure.help(format!("the scores are {}", own.join(", "))),
            })
        }
    }
}

/// The row with the id asked for, or why there is none.
fn row_of(args: &ExplainArgs, read: &Read, kind: usize, layout: &Layout) -> Result<usize, Failure> {
    let id = args.contact.as_str();
    let rows = &read.records.rows[kind];
    if let Some(row) = rows.iter().position(|row| *row.id == *id) {
        return Ok(row);
    }
    let of = &layout.kinds[kind];
    let n_activities = read.records.activities.iter().filter(|activity| *activity.contact == *id).count();
    if n_activities > 0 && kind == 0 {
        let activities = if n_activities == 1 { "1 activity".to_owned() } else { format!("{n_activities} activities") };
        let failure = Failure::new(format!(
            "`{}` has {activities}, but there is no {} record with that id",
            one_line(id),
            of.name
        ));
        return Err(failure.help("a contact is scored where --contacts has it"));
    }
    let failure = Failure::new(format!(
        "there is no {} with the id `{}` among {} {}",
        of.name,
        one_line(id),
        rows.len(),
        of.plural
    ));
    if read.report.n_rejected() > 0 {
        return Err(failure.help("bad records were left out; `scoreline score --report FILE` lists them"));
    }
    Err(match nearest(id, rows.iter().map(|row| &*row.id)) {
        Some(close) => failure.help(format!("did you mean `{}`?", one_line(close))),
        None => failure.help("ids are compared exactly, capitals and blanks too"),
    })
}
