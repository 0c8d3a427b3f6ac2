//! `scoreline diff` with records: who moves.

use super::args::DiffArgs;
use super::clock;
use super::exit::Failure;
use super::project;
use super::read_records::{ToRead, to_read};
use super::stream::{Job, Pace, score};
use super::terminal::Terminal;
use crate::compare::Comparison;
use crate::engine::{Detail, Run};
use crate::formats::{Budget, DataReport, layout_of};
use crate::impact::budget::{Verdict, judge};
use crate::impact::{Edits, Merged, Report, Runs, apart, count, merge};
use crate::plan::{Plan, lower_on_demand};
use crate::records::Layout;
use crate::typed::check::Checked;
use crate::values::Instant;
use std::time::Duration;

/// What a change of the rules does to records.
pub struct Impact {
    /// The edits that can be made one without the other.
    pub edits: Edits,
    /// Who moves now, and how that instant is written.
    pub now: (Report, String),
    /// Who moves later, if nothing new happens.
    pub later: Option<(Report, String)>,
    /// What the budget says.
    pub verdict: Verdict,
    /// What was made of the data, as the new version reads it.
    pub data: DataReport,
}

/// Whether flags ask for records.
pub fn is_asked(args: &DiffArgs) -> bool {
    let records = &args.records;
    let files = &records.files;
    let has_files = [&files.contacts, &files.activities, &files.records].iter().any(|files| !files.is_empty());
    has_files || records.as_of.is_some() || args.horizon.is_some()
}

/// Scores the records by both versions and says what moves.
pub fn impact(
    args: &DiffArgs,
    [old, new]: [&Checked; 2],
    found: &Comparison,
    rules_file: &str,
    terminal: &Terminal,
) -> Result<Impact, Failure> {
    if args.records.as_of.is_none() {
        return Err(Failure::new("`--as-of` is missing: who moves depends on the day")
            .help("name the day, so that the same comparison gives the same answer: `--as-of 2026-11-01`"));
    }
    let later = args.horizon.as_deref().map(horizon).transpose()?;
    let budget = project::find(rules_file)?.map(|found| found.project.budget).unwrap_or_default();
    let merged = merge(old, new, found);
    let is_one_reading = merged.is_some();
    let merged = merged.or_else(|| apart(old, new, found)).expect("rules that are sound can be compared");
    let rules = [&old.rules, &new.rules].map(|rules| rules.as_ref().expect("only sound rules come here"));
    let plans: Vec<Plan> = merged.worlds.iter().map(|(rules, first)| lower_on_demand(rules, *first)).collect();
    let layouts: Vec<Layout> = merged.worlds.iter().map(|(rules, _)| layout_of(rules)).collect();
    let pace = Pace::on(args.threads);
    let read = |world: usize| to_read(&args.records, rules_file, &layouts[world]);
    let as_of = read(0)?.as_of;
    let scoring = Scoring { args, pace: &pace, later };
    let mut reports = Vec::new();
    let judge_all = |runs: &[Vec<&Run<'_>>]| {
        let at = scoring.instants(as_of);
        let reports = runs.iter().zip(at).map(|(runs, at)| {
            let runs = Runs { runs, plans: &plans, at, n_threads: pace.n_threads };
            count(&merged, rules[0], rules[1], &runs)
        });
        reports.collect::<Vec<Report>>()
    };
    let data = if is_one_reading {
        scoring.once(read(0)?, &layouts[0], &plans, terminal, |runs| {
            let by_instant: Vec<Vec<&Run<'_>>> = runs.chunks(plans.len()).map(|runs| runs.iter().collect()).collect();
            reports = judge_all(&by_instant);
            Ok(())
        })?
    } else {
        scoring.twice([read(0)?, read(1)?], &layouts, &plans, terminal, |by_instant| {
            reports = judge_all(by_instant);
        })?
    };
    let impact = finished(merged, reports, &budget, data, &layouts[0]);
    match impact.verdict.unknown.first() {
        Some(unknown) => Err(Failure::new(format!("the budget limits `{unknown}`, and no score has these tiers"))
            .help("correct the names of the tiers under `[budget]` in `scoreline.toml`")),
        None => Ok(impact),
    }
}

fn finished(merged: Merged, reports: Vec<Report>, budget: &Budget, data: DataReport, layout: &Layout) -> Impact {
    let mut reports = reports.into_iter().map(|report| {
        let at = clock::shown(report.at, &layout.zone);
        (report, at)
    });
    let now = reports.next().expect("there is a report for the instant of the run");
    let verdict = judge(budget, &now.0);
    Impact { edits: merged.edits, verdict, now, later: reports.next(), data }
}

/// How records are scored.
struct Scoring<'a> {
    args: &'a DiffArgs,
    pace: &'a Pace,
    later: Option<Duration>,
}

impl Scoring<'_> {
    fn instants(&self, as_of: Instant) -> Vec<Instant> {
        let later = self.later.map(|later| {
            let us = i64::try_from(later.as_micros()).unwrap_or(i64::MAX);
            Instant::from_us(as_of.us().saturating_add(us))
        });
        std::iter::once(as_of).chain(later).collect()
    }

    fn once(
        &self,
        to_read: ToRead,
        layout: &Layout,
        plans: &[Plan],
        terminal: &Terminal,
        then: impl FnOnce(&[Run<'_>]) -> Result<(), Failure>,
    ) -> Result<DataReport, Failure> {
        let job = Job { layout, plans, detail: Detail::Values, later: self.later };
        let (data, stages) = score(to_read, &job, self.pace, then)?;
        if self.args.stats {
            terminal.say(&stages.text());
        }
        Ok(data)
    }

    /// Reads the records once for each version: they take one field, link or day differently.
    fn twice(
        &self,
        [old, new]: [ToRead; 2],
        layouts: &[Layout],
        plans: &[Plan],
        terminal: &Terminal,
        then: impl FnOnce(&[Vec<&Run<'_>>]),
    ) -> Result<DataReport, Failure> {
        if [&old, &new].iter().any(|read| read.sources.iter().any(|files| files.names.iter().any(|name| name == "-"))) {
            return Err(Failure::new("the two versions read the records differently, and stdin can be read once only")
                .help("give the records as files"));
        }
        let mut data = None;
        self.once(old, &layouts[0], &plans[..1], terminal, |old_runs| {
            let read = self.once(new, &layouts[1], &plans[1..], terminal, |new_runs| {
                if old_runs.iter().zip(new_runs).any(|(old, new)| !old.has_rows_of(new)) {
                    return Err(Failure::new("the two versions do not read the same records")
                        .help("compare them with records that both can read whole"));
                }
                then(&old_runs.iter().zip(new_runs).map(|(old, new)| vec![old, new]).collect::<Vec<_>>());
                Ok(())
            })?;
            data = Some(read);
            Ok(())
        })?;
        Ok(data.expect("the inner reading has come to its end"))
    }
}

/// `90d`, `12h`, `4w`.
fn horizon(text: &str) -> Result<Duration, Failure> {
    let wrong =
        || Failure::new(format!("`--horizon {text}` is no length of time")).help("write it like `90d`, `12w` or `36h`");
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let amount: u64 = text[..digits].parse().map_err(|_| wrong())?;
    let seconds = match &text[digits..] {
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return Err(wrong()),
    };
    let most = 100 * 366 * 86_400;
    let whole = amount.checked_mul(seconds).filter(|seconds| (1..=most).contains(seconds)).ok_or_else(wrong)?;
    Ok(Duration::from_secs(whole))
}
