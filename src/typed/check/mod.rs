//! Trees to typed rules: names, types, bounds, and every finding that needs them.
//!
//! In: a rules file, a [`Loader`] for the files it names, and the values of params set from outside. Out: [`Checked`].
//! The stages, in this order:
//!
//! 1. `load`: the file and all it uses are read into trees, lists and tables into rows.
//! 2. `declare`: names are gathered, kinds of records, links and activities laid out, params given their values.
//! 3. a first walk that only collects how undeclared fields are used (`infer`); it reports nothing.
//! 4. a second walk, the same code with all types known, that reports and builds [`TypedRules`].
//! 5. `graph`: circles of scores, the order they are evaluated in, and how many instants of them are needed.
//!
//! Walks never stop at the first mistake: what fails gives `None`, and `None` always means *reported already*.

mod activities;
mod aggregate;
mod arms;
mod award;
mod bands;
mod block;
mod choice;
mod compare;
mod cond;
mod constant;
mod data;
mod decay;
mod declare;
mod elapsed;
mod exec;
mod finding;
mod follow;
mod graph;
mod heads;
mod infer;
mod kinds;
mod lets;
mod limits;
mod linked;
mod list;
mod load;
mod names;
mod order;
mod path;
mod phrase;
mod results;
mod rule;
mod scope;
mod score_ref;
mod scores;
mod settings;
mod source;
mod test_expect;
mod test_others;
mod test_records;
mod test_values;
mod tests_of_rules;
mod text;
mod tier_levels;
mod tiers;
mod unknown;
mod value;
mod visit;
mod walk_ast;

#[cfg(test)]
mod tests;

pub use load::{LoadError, Loaded, Loader, NoFiles, Program};

use super::TypedRules;
use crate::diag::{Diagnostics, Edit};
use crate::source::SourceMap;
use crate::values::Value;
use std::sync::Arc;

/// What checking a rules file gives.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The typed rules; `None` if any finding is an error.
    pub rules: Option<TypedRules>,
    /// All findings of all files, sorted.
    pub diagnostics: Diagnostics,
    /// The texts that spans point into.
    pub sources: SourceMap,
    /// The files as read, to check again with other params.
    pub program: Arc<Program>,
}

/// A value for a `param`, given from outside the rules.
#[derive(Clone, Debug)]
pub enum ParamSetting<'a> {
    /// `--param NAME=VALUE`: read as the param's type.
    Text(&'a str),
    /// A `set` of a test, typed already.
    Value(Value),
}

/// Checks the rules file `text`, known to people as `name`, with everything it uses.
///
/// `params` are `--param NAME=VALUE` settings; they win over `set`, the last of one name wins.
pub fn check(name: &str, text: &str, loader: &dyn Loader, params: &[(String, String)]) -> Checked {
    let settings: Vec<_> = params.iter().map(|(name, value)| (name.as_str(), ParamSetting::Text(value))).collect();
    check_program(&Arc::new(load::load(name, text, loader)), &settings)
}

/// Checks a text that uses no other files; in findings it is called `rules.score`.
pub fn check_text(text: &str) -> Checked {
    check("rules.score", text, &NoFiles, &[])
}

impl Checked {
    /// Checks the same files again with these values of params on top of those of the rules, as a test with `set`
    /// asks. Ids of kinds, fields, rules and scores are the same as before: they do not depend on values.
    pub fn with_params(&self, sets: &[(String, Value)]) -> Checked {
        let settings: Vec<_> =
            sets.iter().map(|(name, value)| (name.as_str(), ParamSetting::Value(value.clone()))).collect();
        check_program(&self.program, &settings)
    }

    /// Checks the same files again with one place of one of them written otherwise; the place holds no name of a file.
    pub fn with_edit(&self, edit: &Edit) -> Checked {
        check_program(&Arc::new(self.program.with_edit(edit)), &[])
    }
}

/// Stages 2 to 5.
fn check_program(program: &Arc<Program>, params: &[(&str, ParamSetting<'_>)]) -> Checked {
    let mut sources = program.sources.clone();
    let mut diagnostics = program.findings.clone();
    let declared = declare::declare(program, params, &mut sources);
    let (rules, findings) = exec::run(program, declared, &sources);
    let followers = follow::Followers::of(&program.lost);
    diagnostics.extend(findings.into_iter().filter(|finding| !followers.has(finding)));
    diagnostics.sort();
    let rules = rules.filter(|_| !diagnostics.has_errors());
    Checked { rules, diagnostics, sources, program: Arc::clone(program) }
}
