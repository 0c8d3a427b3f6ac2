//! Hostile rules: whatever the text, the checker answers, within bounds, and what it accepts can be run.
//!
//! Every attack runs on a thread with the stack that test threads have, 2 MB. Nothing here looks at a clock: what is bounded
//! is the number of findings and the length of what is said about them. `docs/mistakes.md` has measured times.

#[path = "hostile/attacks.rs"]
mod attacks;

use std::sync::Arc;
use std::thread;
use std::time::Instant as Clock;

use attacks::Attack;
use scoreline::diag::{Diagnostics, Format, RenderOptions, apply_safe_fixes, render};
use scoreline::engine;
use scoreline::plan::{assert_valid, lower};
use scoreline::records::{Records, Row};
use scoreline::reference;
use scoreline::source::SourceMap;
use scoreline::typed::TypedRules;
use scoreline::typed::check::{LoadError, Loaded, Loader, check};
use scoreline::values::{Instant, Value};

/// The stack of a test's thread.
const STACK_BYTES: usize = 2 << 20;

/// Findings that one file may give: a thousand about its text, and all others that are kept.
const FINDINGS_MAX: usize = 101_001;

/// Characters that may be said about one finding, all its texts together, without its edits.
const SAID_MAX: usize = 10_000;

/// Rules longer than this are checked, not run: running them says nothing about the text.
const RUN_BYTES_MAX: usize = 2_000_000;

struct Files<'a>(&'a Attack);

impl Loader for Files<'_> {
    fn load(&self, _from: &str, path: &str) -> Result<Loaded, LoadError> {
        let rules = (path == "rules.score").then_some(&self.0.text);
        let text = rules.or(self.0.files.iter().find(|(name, _)| *name == path).map(|(_, text)| text));
        text.map(|text| Loaded { name: path.to_owned(), text: text.clone() }).ok_or(LoadError::NotFound)
    }
}

/// Checks, shows, mends and runs every attack, each on a thread of its own. With `HOSTILE=1` it tells how long each took.
fn withstand(attacks: Vec<Attack>) {
    let mut lost = Vec::new();
    for attack in attacks {
        let name = format!("{}: {:?}", attack.name, attack.text.chars().take(60).collect::<String>());
        let begun = Clock::now();
        let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || withstand_one(&attack));
        if thread.expect("a thread").join().is_err() {
            lost.push(name.clone());
        }
        if std::env::var_os("HOSTILE").is_some() {
            println!("{:8.3} s  {name}", begun.elapsed().as_secs_f64());
        }
    }
    assert!(lost.is_empty(), "\n{}", lost.join("\n"));
}

fn withstand_one(attack: &Attack) {
    let checked = check("rules.score", &attack.text, &Files(attack), &[]);
    assert!(checked.rules.is_some() != checked.diagnostics.has_errors(), "{}: errors or rules", attack.name);
    assert!(checked.diagnostics.len() <= FINDINGS_MAX, "{}: {} findings", attack.name, checked.diagnostics.len());
    bounded(attack, &checked.diagnostics);
    shown(attack, &checked.diagnostics, &checked.sources);
    let fixed = apply_safe_fixes(&checked.diagnostics, &checked.sources);
    for (_, text) in fixed.texts {
        assert!(text.len() < attack.text.len() * 4 + SAID_MAX, "{}: fixes grow the text", attack.name);
    }
    if let Some(rules) = checked.rules.filter(|_| attack.text.len() <= RUN_BYTES_MAX) {
        run(attack, &rules);
    }
}

/// What is said about a finding has bounds, and so have its edits.
fn bounded(attack: &Attack, findings: &Diagnostics) {
    for finding in findings {
        let labels = finding.secondary.iter().map(|label| label.text.len()).sum::<usize>();
        let fixes = finding.fixes.iter().map(|fix| fix.title.len()).sum::<usize>();
        let help = finding.help.as_deref().map_or(0, str::len);
        let said = finding.message.len() + finding.primary.text.len() + labels + fixes + help;
        assert!(said <= SAID_MAX, "{}: {said} bytes said: {}", attack.name, finding.message);
        for text in [&finding.message, &finding.primary.text].into_iter().chain(&finding.help) {
            assert!(!text.contains(char::is_control), "{}: a control character in {text:?}", attack.name);
        }
    }
}

/// Findings are shown in the formats for people without a control character that a terminal would obey.
fn shown(attack: &Attack, findings: &Diagnostics, sources: &SourceMap) {
    for format in [Format::Text, Format::Concise] {
        let text = render(format, findings, sources, &RenderOptions::default());
        let obeyed =
            |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!text.contains(obeyed), "{}: {format} shows what a terminal obeys", attack.name);
        let least = findings.len().min(100_000) * SAID_MAX + SAID_MAX;
        assert!(text.len() <= least, "{}: {} bytes of {format}", attack.name, text.len());
    }
}

/// What was accepted runs, twice, on a contact of whom nothing is known.
fn run(attack: &Attack, rules: &TypedRules) {
    let plan = lower(rules);
    assert_valid(&plan);
    let row = |n_fields: usize| Row { id: Arc::from("a"), values: vec![Value::Missing; n_fields] };
    let rows = rules.kinds.iter().map(|kind| vec![row(kind.fields.len())]).collect();
    let records = Records { rows, activities: Vec::new() };
    let as_of = Instant::from_us(1_700_000_000_000_000);
    let results = engine::run(&plan, &records, as_of);
    assert_eq!(results, reference::run(rules, &records, as_of), "{}: plan and reference differ", attack.name);
}

#[test]
fn megabytes() {
    withstand(attacks::size());
}

#[test]
fn great_numbers() {
    withstand(attacks::number());
}

#[test]
fn depths() {
    withstand(attacks::depth());
}

#[test]
fn growth_and_circles() {
    withstand(attacks::growth());
}

#[test]
fn numbers_at_the_edges() {
    withstand(attacks::numbers());
}

#[test]
fn odd_characters() {
    withstand(attacks::characters());
}
