//! `scoreline diff OLD NEW`

use super::args::{DiffArgs, DiffFormat};
use super::exit::{Exit, Failure, Outcome};
use super::git::Commit;
use super::impact::{Impact, impact, is_asked};
use super::output::Output;
use super::paths::Input;
use super::rules::{Disk, params, sound};
use super::score::{of_project, report_text};
use super::terminal::Terminal;
use crate::compare::{self, Change, Versions};
use crate::diag::{Format, RenderOptions, render};
use crate::impact::findings;
use crate::impact::show::{self, Shown};
use crate::typed::check::{Checked, check};
use std::path::Path;

/// Compares two versions of the rules in meaning.
pub fn run(args: &DiffArgs, terminal: &Terminal) -> Outcome {
    let new = args.new.clone().map_or_else(of_project, Ok)?;
    let params = params(&args.records.params)?;
    let new_checked = version(&new, path_of(&args.old), &params)?;
    let old_checked = version(&args.old, path_of(&new), &params)?;
    let is_sound = [&old_checked, &new_checked].map(|checked| sound(checked, terminal).is_some());
    if is_sound.contains(&false) {
        return Ok(Exit::Findings);
    }
    let found = compare::compare(&old_checked, &new_checked).expect("rules that are sound can be compared");
    let impact = if is_asked(args) {
        let rules_file = path_of(&new).or_else(|| path_of(&args.old)).unwrap_or_default();
        Some(impact(args, [&old_checked, &new_checked], &found, rules_file, terminal)?)
    } else {
        None
    };
    if let Some(impact) = &impact {
        terminal.say(&report_text(&impact.data));
    }
    let versions =
        Versions { old: &args.old, new: &new, old_sources: &old_checked.sources, new_sources: &new_checked.sources };
    let text = written(args, &found.changes, &versions, &new_checked, impact.as_ref());
    Output::write_whole(args.output.output.as_deref(), &text)?;
    Ok(exit(&found.changes, impact.as_ref()))
}

/// Without records any difference is a finding; with records, that somebody moves, or, under a budget, too many.
fn exit(changes: &[Change], impact: Option<&Impact>) -> Exit {
    match impact {
        None => Exit::findings_if(!changes.is_empty()),
        Some(impact) if impact.verdict.n_limits > 0 => Exit::findings_if(!impact.verdict.breaches.is_empty()),
        Some(impact) => Exit::findings_if(impact.now.0.moves_anything()),
    }
}

fn written(
    args: &DiffArgs,
    changes: &[Change],
    versions: &Versions<'_>,
    new: &Checked,
    impact: Option<&Impact>,
) -> String {
    let shown = impact.map(|impact| Shown {
        changes,
        edits: &impact.edits,
        now: &impact.now.0,
        now_at: &impact.now.1,
        later: impact.later.as_ref().map(|(report, at)| (report, at.as_str())),
        budget: &impact.verdict,
        with_ids: args.show_contacts,
    });
    match (args.format, shown) {
        (DiffFormat::Md, None) => compare::markdown(changes, versions),
        (DiffFormat::Md, Some(shown)) => {
            let details = compare::markdown_table(changes, versions);
            format!("{}{details}", show::markdown(&shown))
        }
        (DiffFormat::Finding(Format::Json), shown) => {
            let mut json = compare::json(changes, versions);
            if let (Some(shown), Some(json)) = (shown, json.as_object_mut()) {
                json.insert("impact".to_owned(), show::json(&shown));
            }
            format!("{json:#}\n")
        }
        (DiffFormat::Finding(Format::Text), None) => compare::text(changes, versions),
        (DiffFormat::Finding(Format::Text), Some(shown)) => {
            format!("{}\n{}", show::text(&shown), compare::text(changes, versions))
        }
        (DiffFormat::Finding(format), shown) => {
            let findings = match (shown, &new.rules) {
                (Some(shown), Some(rules)) => findings::of_impact(&shown, rules),
                _ => findings::of_changes(changes),
            };
            render(format, &findings, versions.new_sources, &RenderOptions::default())
        }
    }
}

/// The file that a version names, if it names one.
fn path_of(version: &str) -> Option<&str> {
    match version.strip_prefix("git:") {
        Some(rest) => rest.split_once(':').map(|(_, path)| path),
        None => Some(version).filter(|path| *path != "-"),
    }
}

/// Checks a version: a file, or a file as git knows it; one without a path takes that of the other version.
fn version(given: &str, other: Option<&str>, params: &[(String, String)]) -> Result<Checked, Failure> {
    let Some(rest) = given.strip_prefix("git:") else {
        return Disk::default().check(&Input::one(given), params);
    };
    let (name, path) = match rest.split_once(':') {
        Some((name, path)) => (name, Some(path)),
        None => (rest, other),
    };
    let Some(path) = path.filter(|path| !path.is_empty()) else {
        return Err(
            Failure::new(format!("`{given}` names no file")).help(format!("write `git:{name}:rules/lead.score`"))
        );
    };
    let commit = Commit::find(name, Path::new(path))?;
    let text = commit.text(Path::new(path))?;
    Ok(check(&commit.name_of(Path::new(path)), &text, &commit, params))
}
