//! What the checker says to the mistakes that people make: files of rules with one slip each, and what should be said.
//!
//! `tests/mistakes/*.txt` hold the slips; the form of those files stands in [`corpus`]. Every slip should give exactly one
//! finding, and its first suggestion should mend the rules. This test prints how many do, and fails if fewer do than did.
//! `MISTAKES=1 cargo test --test mistakes -- --nocapture` lists those that do not; `MISTAKES=all` every one with its
//! finding. `docs/mistakes.md` has the figures.

#[path = "mistakes/corpus.rs"]
mod corpus;
#[path = "mistakes/style.rs"]
mod style;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use corpus::{Case, Meant, cases};
use scoreline::diag::{Diagnostic, apply_safe_fixes};
use scoreline::plan;
use scoreline::source::SourceId;
use scoreline::typed::check::{self, Checked, NoFiles};

/// Slips of a thousand that give exactly one finding, at least.
const ONE_FINDING_MIN: usize = 993;
/// Slips of a thousand whose first suggestion is right, at least.
const RIGHT_SUGGESTION_MIN: usize = 985;

fn check(text: &str) -> Checked {
    check::check("rules.score", text, &NoFiles, &[])
}

/// All slips and what checking them gives, which is asked once.
fn checked() -> &'static [(Case, Checked)] {
    static CHECKED: OnceLock<Vec<(Case, Checked)>> = OnceLock::new();
    let all = || {
        cases()
            .into_iter()
            .map(|case| {
                let checked = check(&case.broken);
                (case, checked)
            })
            .collect()
    };
    CHECKED.get_or_init(all)
}

/// What the checker says to a slip.
struct Answer {
    /// Exactly one finding, with a code that was expected.
    is_one: bool,
    /// The first suggestion mends the rules.
    is_right: bool,
    /// The findings, as people read them.
    findings: Vec<String>,
}

fn answer(case: &Case, checked: &Checked) -> Answer {
    let findings: Vec<&Diagnostic> = checked.diagnostics.iter().collect();
    let is_clean = findings.is_empty() && case.meant.iter().any(|meant| matches!(meant, Meant::Nothing));
    let is_one = match findings.as_slice() {
        [] => is_clean,
        [finding] => case.codes.iter().any(|code| finding.code.number().starts_with(code.as_str())),
        _ => false,
    };
    Answer {
        is_one,
        is_right: is_clean || findings.first().is_some_and(|finding| is_right(case, finding)),
        findings: findings.into_iter().map(|finding| told(case, finding)).collect(),
    }
}

/// Whether the first suggestion of a finding is what the author meant: the text after its edits, or its words.
fn is_right(case: &Case, finding: &Diagnostic) -> bool {
    case.meant.iter().any(|meant| match meant {
        Meant::Text(text) => match mended(case, finding) {
            Some(mended) => corpus::same_but_for_blanks(&mended, text),
            None => says(finding, &corpus::difference(&case.broken, text)),
        },
        Meant::Says(words) => says(finding, words),
        Meant::Nothing => false,
    })
}

/// The rules after the edits of the first fix.
fn mended(case: &Case, finding: &Diagnostic) -> Option<String> {
    let mut text = case.broken.clone();
    let mut edits: Vec<_> = finding.fixes.first()?.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.span.start, edit.span.end)));
    for edit in edits {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.replacement);
    }
    Some(text)
}

/// Whether the suggestion of a finding, in words, has these in backquotes or at the edge of something in backquotes.
fn says(finding: &Diagnostic, words: &str) -> bool {
    let title = finding.fixes.first().map(|fix| fix.title.as_str());
    let text = finding.help.as_deref().or(title).unwrap_or("");
    let quoted = text.split('`').skip(1).step_by(2).any(|quoted| corpus::has_words(quoted, words));
    // Names in backquotes of their own are quoted as they are.
    !words.is_empty() && (quoted || words.contains('`') && text.contains(words))
}

/// A finding on one line: place, code, message, suggestion.
fn told(case: &Case, finding: &Diagnostic) -> String {
    let start = finding.primary.span.start as usize;
    let line = case.broken[..start.min(case.broken.len())].matches('\n').count() + 1;
    let mut told = format!("line {line}: {} {}", finding.code, finding.message);
    if let Some(help) = &finding.help {
        told.push_str(&format!("; {help}"));
    }
    if let Some(fix) = finding.fixes.first() {
        let edits: Vec<_> = fix
            .edits
            .iter()
            .map(|edit| {
                let old = &case.broken[edit.span.start as usize..edit.span.end as usize];
                format!("{old:?} -> {:?}", edit.replacement)
            })
            .collect();
        told.push_str(&format!(" [{}: {}]", fix.title, edits.join(", ")));
    }
    told
}

#[test]
fn slips_give_one_finding_and_the_right_suggestion() {
    let answers: Vec<(&Case, Answer)> = checked().iter().map(|(case, checked)| (case, answer(case, checked))).collect();
    list(&answers);
    let of_a_thousand = |count: usize| count * 1000 / answers.len();
    let n_one = answers.iter().filter(|(_, answer)| answer.is_one).count();
    let n_right = answers.iter().filter(|(_, answer)| answer.is_right).count();
    let percent = |count: usize| count as f64 * 100.0 / answers.len() as f64;
    println!("{} slips: {n_one} give exactly one finding ({:.1} %),", answers.len(), percent(n_one));
    println!("{n_right} get the right suggestion first ({:.1} %)", percent(n_right));
    let page = include_str!("../docs/mistakes.md");
    for figure in [
        format!("| slips | {} |", answers.len()),
        format!("| exactly one finding | {} of a thousand |", of_a_thousand(n_one)),
        format!("| the right suggestion first | {} of a thousand |", of_a_thousand(n_right)),
    ] {
        assert!(page.contains(&figure), "`docs/mistakes.md` does not have the line: {figure}");
    }
    assert!(answers.len() >= 200);
    assert!(of_a_thousand(n_one) >= ONE_FINDING_MIN, "more slips give no finding, or several");
    assert!(of_a_thousand(n_right) >= RIGHT_SUGGESTION_MIN, "more slips get a wrong suggestion");
}

/// Prints the slips that `MISTAKES` asks for, and what is said to them.
fn list(answers: &[(&Case, Answer)]) {
    let Ok(asked) = std::env::var("MISTAKES") else {
        return;
    };
    for (case, answer) in answers {
        if answer.is_one && answer.is_right && asked != "all" {
            continue;
        }
        let one = if answer.is_one { "one" } else { "NOT ONE" };
        let right = if answer.is_right { "right" } else { "NOT RIGHT" };
        println!("{}:{}  {}  ({one}, {right})", case.file, case.line, case.slip);
        for finding in &answer.findings {
            println!("    {finding}");
        }
    }
}

#[test]
fn bases_are_clean_and_slips_differ() {
    let mut wrong = Vec::new();
    for (file, text) in corpus::bases() {
        for finding in &check(&text).diagnostics {
            wrong.push(format!("{file}: {} {} at {:?}", finding.code, finding.message, finding.primary.span));
        }
    }
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for case in cases() {
        let place = format!("{}:{} {}", case.file, case.line, case.slip);
        if let Some(first) = seen.insert(case.broken.clone(), place.clone()) {
            wrong.push(format!("{place}: the same as {first}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn safe_fixes_leave_rules_that_can_be_read() {
    let mut wrong = Vec::new();
    for (case, checked) in checked() {
        for (file, text) in apply_safe_fixes(&checked.diagnostics, &checked.sources).texts {
            let after = check(&text);
            if file == SourceId(0) && after.diagnostics.iter().any(|finding| finding.code.number().starts_with("E01")) {
                wrong.push(format!("{}:{} {}", case.file, case.line, case.slip));
            }
        }
    }
    assert!(wrong.is_empty(), "after their safe fixes these cannot be read:\n{}", wrong.join("\n"));
}

#[test]
fn findings_keep_the_style_of_messages() {
    let mut wrong: BTreeMap<String, String> = BTreeMap::new();
    for (case, checked) in checked() {
        for finding in &checked.diagnostics {
            for breach in style::breaches(finding) {
                wrong.entry(breach).or_insert_with(|| format!("{}:{} {}", case.file, case.line, case.slip));
            }
        }
    }
    let listed: Vec<_> = wrong.iter().map(|(breach, place)| format!("{breach}\n    {place}")).collect();
    assert!(wrong.is_empty(), "\n{}", listed.join("\n"));
}

/// Safe fixes of all slips, and each of them with what the author had in mind.
#[test]
fn safe_fixes_give_what_was_meant() {
    let hash = |text: &str| check(text).rules.map(|rules| plan::lower(&rules).hash());
    let mut meanings: BTreeMap<String, Option<String>> = BTreeMap::new();
    let (mut wrong, mut n_fixed) = (Vec::new(), 0);
    for (case, checked) in checked() {
        let texts: Vec<&String> = case.meant.iter().filter_map(Meant::text).collect();
        let fixed = apply_safe_fixes(&checked.diagnostics, &checked.sources);
        let Some(after) = fixed.texts.get(&SourceId(0)) else { continue };
        // Where no rules were meant but words, and where a person has to choose still, nothing can be compared.
        let Some(reached) = hash(after).filter(|_| !texts.is_empty()) else { continue };
        n_fixed += 1;
        let mut meant = texts.iter().map(|text| meanings.entry((*text).clone()).or_insert_with(|| hash(text)).clone());
        if !meant.any(|meant| meant.as_ref() == Some(&reached)) {
            wrong.push(format!("{}:{} {}", case.file, case.line, case.slip));
        }
    }
    println!("{n_fixed} slips are mended by safe fixes alone");
    assert!(n_fixed > 100);
    assert!(wrong.is_empty(), "safe fixes that give other scores than was meant:\n{}", wrong.join("\n"));
}
