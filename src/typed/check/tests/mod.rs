//! Tests of the checker: what a text gives, construct by construct.

mod activities;
mod conditions;
mod files;
mod hostile;
mod inference;
mod names;
mod pages;
mod scores;
mod shapes;
mod sound;
mod test_blocks;
mod whole_files;

use super::{Checked, LoadError, Loaded, Loader, check};
use std::collections::BTreeMap;

/// Files of a test by their names.
pub(super) struct Files(BTreeMap<String, String>);

impl Files {
    pub fn of<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Files {
        Files(files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect())
    }
}

impl Loader for Files {
    fn load(&self, _from: &str, path: &str) -> Result<Loaded, LoadError> {
        let text = self.0.get(path).ok_or(LoadError::NotFound)?;
        Ok(Loaded { name: path.to_owned(), text: text.clone() })
    }
}

/// The findings of a text, one a line: code, place, message, help.
pub(super) fn findings(checked: &Checked) -> String {
    let line = |finding: &crate::diag::Diagnostic| {
        let at = finding.primary.span;
        let position = checked.sources.position(at.source, at.start);
        let help = finding.help.as_deref().map(|help| format!("\n    {help}")).unwrap_or_default();
        format!("{} {}:{} {}{help}", finding.code, position.line, position.column, finding.message)
    };
    checked.diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Checks a text with these files beside it.
pub(super) fn check_with<'t>(text: &str, files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Checked {
    let mut files = Files::of(files);
    files.0.insert("rules.score".to_owned(), text.to_owned());
    check("rules.score", text, &files, &[])
}

/// Declarations before the rules of the tables.
const SCHEMA: &str = r#"contact {
  job_title: text
  industry: one of "Healthcare", "Biotech"
  size: whole number
  subscribed: yes/no
  created_at: time
  renewal: date
  tags: list of text
  level: one of "junior" < "senior"
  code: exact text
  account: account by account_id
  deals_x: deals by deal_ids
}
account { name: text, employees: number, tier_name: text }
record deal { contact: contact by contact_id, amount: number, stage: text }
activity page_view { url: text, seconds: number }
activity call { length: number, who: text }
let free = ["a.com", "b.com"]
let content = page_view or call
let big = size > 100
param p = 5
"#;

/// The findings of rules after [`SCHEMA`], with lines counted from the first rule: `CODE LINE:COLUMN message; help`.
fn of_rules(rules: &str) -> String {
    let checked = check_with(&format!("{SCHEMA}{rules}\n"), []);
    let lines_before = SCHEMA.lines().count();
    let shown = |finding: &crate::diag::Diagnostic| {
        let position = checked.sources.position(finding.primary.span.source, finding.primary.span.start);
        let help = finding.help.as_deref().unwrap_or_default();
        format!(
            "{} {}:{} {}; {help}",
            finding.code,
            position.line as i64 - lines_before as i64,
            position.column,
            finding.message
        )
    };
    checked.diagnostics.iter().map(shown).collect::<Vec<_>>().join("\n")
}

/// Each text of rules gives no finding.
#[track_caller]
fn each_is_clean(rules: &[&str]) {
    let found: Vec<String> = rules
        .iter()
        .map(|rules| (rules, of_rules(rules)))
        .filter(|(_, findings)| !findings.is_empty())
        .map(|(rules, findings)| format!("{rules}\n  {findings}"))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Each text of rules gives just that.
#[track_caller]
fn each_gives(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(rules, wanted)| (rules, wanted, of_rules(rules)))
        .filter(|(_, wanted, found)| *wanted != found)
        .map(|(rules, wanted, found)| format!("{rules}\n  wanted {wanted}\n  found  {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
