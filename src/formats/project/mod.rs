//! `scoreline.toml`: where a project's records are and how they are written.
//!
//! In: the text of the file. Out: a [`Project`], whose sources become [`RecordSource`]s once the kinds of records that
//! the rules declare are known. A name that is not known is an error with the nearest one; nothing is passed over.
//!
//! Not here: finding the file, and the files that its patterns stand for.

mod activity;
mod budget;
mod error;
mod keys;
mod lints;
mod mapping;
mod source;
mod spelling;
#[cfg(test)]
mod tests;

pub use budget::{Budget, BudgetLimit, Counted, Most};
pub use error::ProjectError;

use super::{RecordSource, SourceOf};
use crate::diag::{Levels, nearest};
use crate::records::Layout;
use keys::{Keys, Text};
use toml::de::DeTable;

/// What a project file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Rules files, as written: relative to the folder of the project file.
    pub rules: Vec<String>,
    /// In the order of the file, contacts first, then other records, aliases, links, activities.
    pub sources: Vec<ProjectSource>,
    /// How much each lint weighs.
    pub levels: Levels,
    /// How much a change of the rules may move.
    pub budget: Budget,
}

/// One source and its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectSource {
    /// Whether the kind still has to be looked up, by its name.
    pub kind: Option<String>,
    /// Files, folders and patterns as written: relative to the folder of the project file.
    pub files: Vec<String>,
    /// What they hold. A kind of records other than contacts is not settled here.
    pub source: RecordSource,
    /// Where the kind is named, for its error.
    at: ProjectError,
}

impl Project {
    /// Reads a project file; `name` is how messages call it.
    pub fn from_toml(name: &str, text: &str) -> Result<Project, ProjectError> {
        let text = Text { name, text };
        let table = DeTable::parse(text.text).map_err(|error| text.syntax(&error))?;
        let mut keys = Keys::new(text, table.get_ref(), table.span());
        let rules = keys.texts("rules")?.unwrap_or_default();
        let mut sources = source::contacts(&mut keys)?;
        sources.extend(source::records(&mut keys)?);
        sources.extend(source::aliases(&mut keys)?);
        let links = source::links(&mut keys)?;
        let tables: Vec<&str> = links.iter().map(|link| link.source.name.as_str()).collect();
        let activities = activity::activities(&mut keys, &tables)?;
        sources.extend(links.into_iter().chain(activities));
        let levels = lints::levels(&mut keys)?;
        let budget = budget::budget(&mut keys)?;
        keys.finish()?;
        tell_apart(&mut sources);
        Ok(Project { rules, sources, levels, budget })
    }
}

impl ProjectSource {
    /// The source for rules with this layout. A kind of records that they do not have is an error.
    pub fn of_layout(&self, layout: &Layout) -> Result<RecordSource, ProjectError> {
        let mut source = self.source.clone();
        if let (Some(name), SourceOf::Kind(of)) = (&self.kind, &mut source.of) {
            let found = layout.kinds.iter().position(|kind| kind.name == *name || kind.plural == *name);
            of.kind = found.ok_or_else(|| {
                let names = layout.kinds.iter().skip(1).map(|kind| kind.name.as_str());
                let help = match nearest(name, names) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("declare them in the rules: `{name} {{ .. }}`"),
                };
                ProjectError {
                    message: format!("the rules know no records called `{name}`"),
                    help: Some(help),
                    ..self.at.clone()
                }
            })?;
        }
        Ok(source)
    }
}

/// Sources of one name are called by their files too.
fn tell_apart(sources: &mut [ProjectSource]) {
    let names: Vec<String> = sources.iter().map(|source| source.source.name.clone()).collect();
    for source in sources {
        if names.iter().filter(|name| **name == source.source.name).count() > 1 {
            source.source.name = format!("{} {}", source.source.name, source.files.join(" "));
        }
    }
}
