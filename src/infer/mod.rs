//! What records look like, as declarations and a project file to start from.
//!
//! In: the sources of a project, each with its records counted in a [`Profile`]. Out: the text of a rules file that
//! declares kinds, activities and their fields, and the text of a `scoreline.toml` that says where they stand and how
//! they are spelled. Nothing is hidden: how often a field is filled, what its values are, what was taken for what. Where
//! the records leave something open, the comment begins with `ask:` and names the edit that answers it.
//!
//! Same records, same text. Not here: files, and reading them ([`crate::formats::look_at`]).

mod activity;
mod fields;
mod kinds;
mod model;
mod names;
mod profile;
mod project;
mod schema;
mod source;
#[cfg(test)]
mod tests;
mod toml_text;
mod types;
mod unfold;
mod words;

pub use profile::Profile;
pub use source::{Role, Source};
pub use unfold::{Batch, batch};

use activity::{Activity, activity};
use kinds::{Key, key, links};
use model::{Blocks, NamedType, types};
use project::{Plan, what};
use source::Seen;

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Declarations, as a rules file.
    pub schema: String,
    /// A `scoreline.toml`.
    pub project: String,
    /// Questions in both.
    pub n_asks: usize,
}

/// A source with what was decided about it.
struct Decided<'a> {
    seen: Seen<'a>,
    key: Key,
    activity: Activity,
    types: Vec<NamedType>,
    type_notes: Vec<String>,
    facts: Vec<(Vec<String>, usize)>,
}

/// Proposes declarations and a project file for sources, in the order in which they are given.
pub fn propose(sources: &[Source]) -> Proposal {
    let kind_names: Vec<&str> = sources.iter().filter_map(Source::kind).collect();
    let seen: Vec<(Seen<'_>, Key)> = sources
        .iter()
        .map(|source| {
            let seen = Seen::new(source);
            let key = if source.role == Role::Activities { Key::default() } else { key(&seen, &kind_names) };
            (seen, key)
        })
        .collect();
    let kinds: Vec<usize> = (0..seen.len()).filter(|index| seen[*index].0.kind().is_some()).collect();
    let contacts: Vec<usize> = (0..seen.len()).filter(|index| seen[*index].0.kind() == Some("contact")).collect();
    let pick = |indexes: &[usize]| indexes.iter().map(|index| (&seen[*index].0, &seen[*index].1)).collect::<Vec<_>>();
    let activities: Vec<Activity> = seen
        .iter()
        .map(|(seen, _)| if seen.kind().is_none() { activity(seen, &pick(&contacts)) } else { Activity::default() })
        .collect();
    let links: Vec<_> = seen.iter().map(|(source, key)| links(source, key, &pick(&kinds))).collect();
    let mut decided = Vec::new();
    for ((seen, key), activity) in seen.into_iter().zip(activities) {
        let (types, type_notes) = if seen.kind().is_none() { types(&seen, &activity) } else { Default::default() };
        let facts = facts(&seen, &activity);
        decided.push(Decided { seen, key, activity, types, type_notes, facts });
    }
    let mut blocks = Blocks::default();
    for (source, links) in decided.iter().zip(&links) {
        source.declare(&mut blocks, links);
    }
    let intro = [
        "Proposed by `scoreline infer`: how often each field is filled, then examples of its values.",
        "`ask:` marks what the records leave open, with the edit that answers it. What no rule uses may go.",
    ];
    let schema = schema::schema(&blocks, &intro.map(str::to_owned));
    let project = project_text(&decided);
    let n_asks = [&schema, &project].iter().map(|text| text.matches("# ask:").count()).sum();
    Proposal { schema, project, n_asks }
}

fn project_text(decided: &[Decided<'_>]) -> String {
    let mut text = String::new();
    toml_text::wrapped(&mut text, "Proposed by `scoreline infer`. Paths are relative to the folder of this file.");
    toml_text::wrapped(&mut text, "`ask:` marks what the records leave open, with the edit that answers it.");
    for source in decided {
        let plan = match source.seen.kind() {
            Some(_) => Plan::Kind(&source.key),
            None => Plan::Activities(&source.activity, &source.types, &source.facts),
        };
        text.push('\n');
        text.push_str(&project::source(&source.seen, &plan));
    }
    text
}

/// Facts of contacts that activities carry: the name and the field.
fn facts(seen: &Seen<'_>, activity: &Activity) -> Vec<(Vec<String>, usize)> {
    let mut facts: Vec<(Vec<String>, usize)> = Vec::new();
    // Who is known by an address only should have it as a field.
    if let [only] = activity.contact[..]
        && activity.makes_contacts
    {
        let field = &seen.fields.all[only];
        if field.node.scalars.n_emails * 2 > field.node.scalars.n {
            facts.push((vec!["email".to_owned()], only));
        }
    }
    let named = |index: &usize| (seen.fields.all[*index].name.clone(), *index);
    facts.extend(activity.facts.iter().map(named).filter(|(name, _)| name[..] != ["email"]));
    facts
}

impl Decided<'_> {
    fn declare(&self, blocks: &mut Blocks, links: &[kinds::Link]) {
        let mut notes = vec![what(self.seen.source)];
        if self.seen.kind().is_some() {
            if let [key] = self.key.fields[..] {
                notes.push(format!("the id is {}", words::shown(&self.seen.fields.all[key].way)));
            }
            blocks.add_kind(&self.seen, &self.key, links, notes);
            return;
        }
        notes.extend(self.type_notes.iter().cloned());
        blocks.add_facts(&self.seen, &self.facts);
        blocks.add_activities(&self.seen, &self.activity, &self.types, &notes);
    }
}
