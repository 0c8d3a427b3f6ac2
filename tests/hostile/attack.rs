//! One attack: a text of rules, and what has to hold of it.

use std::sync::Arc;
use std::thread;

use scoreline::diag::{Diagnostics, Format, RenderOptions, apply_safe_fixes, render};
use scoreline::engine;
use scoreline::plan::{assert_valid, lower};
use scoreline::records::{Records, Row};
use scoreline::reference;
use scoreline::source::{SourceId, SourceMap};
use scoreline::syntax;
use scoreline::typed::TypedRules;
use scoreline::typed::check::{LoadError, Loaded, Loader, check};
use scoreline::values::{Instant, Value};

/// The stack of a test's thread.
const STACK_BYTES: usize = 2 << 20;

/// Findings that one file may give.
const FINDINGS_MAX: usize = 101_001;

/// Bytes that may be said about one finding, all its texts together, without its edits.
const SAID_MAX: usize = 20_000;

/// Longer rules are checked, and neither laid out nor run: that would say nothing more about the text.
const RUN_BYTES_MAX: usize = 20_000;

/// How many of something an attack has: a part of it where the checker is compiled for debugging, and ten times as slow.
/// What an attack is meant to exceed, it exceeds with that part too.
pub const fn sized(n: usize) -> usize {
    if cfg!(debug_assertions) { n / 4 } else { n }
}

/// A text of rules, and the other files it uses.
pub struct Attack {
    name: String,
    text: String,
    files: Vec<(&'static str, String)>,
    /// Whether the text is free of errors.
    is_accepted: Option<bool>,
}

/// An attack by one text, which may be right or wrong.
pub fn attack(name: impl Into<String>, text: impl Into<String>) -> Attack {
    Attack { name: name.into(), text: text.into(), files: Vec::new(), is_accepted: None }
}

impl Attack {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// With a file beside it.
    pub fn with(mut self, file: &'static str, content: impl Into<String>) -> Attack {
        self.files.push((file, content.into()));
        self
    }

    /// The text has no errors: it is large, and right.
    pub fn accepted(mut self) -> Attack {
        self.is_accepted = Some(true);
        self
    }

    /// The text has an error.
    pub fn refused(mut self) -> Attack {
        self.is_accepted = Some(false);
        self
    }
}

/// `n` lines, or other pieces.
pub fn lines(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).map(line).collect()
}

impl Loader for Attack {
    fn load(&self, _from: &str, path: &str) -> Result<Loaded, LoadError> {
        let rules = (path == "rules.score").then_some(&self.text);
        let text = rules.or(self.files.iter().find(|(name, _)| *name == path).map(|(_, text)| text));
        text.map(|text| Loaded { name: path.to_owned(), text: text.clone() }).ok_or(LoadError::NotFound)
    }
}

/// Checks, shows, mends, lays out and runs every attack, each on a thread of its own.
pub fn withstand(attacks: Vec<Attack>) {
    let mut lost = Vec::new();
    for attack in attacks {
        let name = format!("{}: {:?}", attack.name, attack.text.chars().take(60).collect::<String>());
        let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || withstand_here(&attack));
        if thread.expect("a thread").join().is_err() {
            lost.push(name);
        }
    }
    assert!(lost.is_empty(), "\n{}", lost.join("\n"));
}

/// One attack, on the thread of the test itself.
pub fn withstand_here(attack: &Attack) {
    let checked = check("rules.score", &attack.text, attack, &[]);
    let accepted = checked.rules.is_some();
    assert!(accepted != checked.diagnostics.has_errors(), "{}: errors or rules", attack.name);
    if let Some(wanted) = attack.is_accepted {
        assert_eq!(accepted, wanted, "{}: {:?}", attack.name, checked.diagnostics.iter().next());
    }
    assert!(checked.diagnostics.len() <= FINDINGS_MAX, "{}: {} findings", attack.name, checked.diagnostics.len());
    bounded(attack, &checked.diagnostics);
    shown(attack, &checked.diagnostics, &checked.sources);
    let fixed = apply_safe_fixes(&checked.diagnostics, &checked.sources);
    for (_, text) in fixed.texts {
        assert!(text.len() < attack.text.len() * 4 + SAID_MAX, "{}: fixes grow the text", attack.name);
    }
    if attack.text.len() <= RUN_BYTES_MAX {
        laid_out(attack);
        if let Some(rules) = checked.rules {
            run(attack, &rules);
        }
    }
}

/// What is said about a finding has bounds, and nothing in it that a terminal would obey.
fn bounded(attack: &Attack, findings: &Diagnostics) {
    for finding in findings {
        let labels = finding.secondary.iter().map(|label| label.text.len()).sum::<usize>();
        let help = finding.help.as_deref().map_or(0, str::len);
        let said = finding.message.len() + finding.primary.text.len() + labels + help;
        assert!(said <= SAID_MAX, "{}: {said} bytes said: {}", attack.name, finding.message);
        for text in [&finding.message, &finding.primary.text].into_iter().chain(&finding.help) {
            assert!(!text.contains(is_obeyed), "{}: a control character in {text:?}", attack.name);
        }
    }
}

/// Whether a terminal would do something else with a character than show it.
fn is_obeyed(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn shown(attack: &Attack, findings: &Diagnostics, sources: &SourceMap) {
    for format in [Format::Text, Format::Concise] {
        let text = render(format, findings, sources, &RenderOptions::default());
        assert!(!text.contains(|c| c != '\n' && is_obeyed(c)), "{}: {format} shows what is obeyed", attack.name);
        let most = findings.len() * SAID_MAX + SAID_MAX;
        assert!(text.len() <= most, "{}: {} bytes of {format}", attack.name, text.len());
    }
}

/// A text without syntax findings is laid out in a text that says the same, and that text once more in itself.
fn laid_out(attack: &Attack) {
    let parsed = syntax::parse(SourceId(0), &attack.text);
    if parsed.findings.has_errors() {
        return;
    }
    let once = syntax::print::print(&parsed.file, &attack.text);
    assert!(syntax::print::keeps_all(&attack.text, &once), "{}: laying out lost something", attack.name);
    let again = syntax::parse(SourceId(0), &once);
    assert_eq!(syntax::print::print(&again.file, &once), once, "{}: laid out twice", attack.name);
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
