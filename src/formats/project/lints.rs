//! `[lints]`: how much findings weigh in a project.

use super::ProjectError;
use super::keys::{Keys, one_text};
use crate::diag::{Code, Level, Levels, nearest};

/// `never-holds = "error"`, by name or number.
pub(super) fn levels(keys: &mut Keys<'_>) -> Result<Levels, ProjectError> {
    let mut levels = Levels::default();
    let text = keys.text;
    let Some(table) = keys.get("lints") else { return Ok(levels) };
    for (name, at, value) in Keys::of(text, table, "`lints`")?.all() {
        let code: Code = name.parse().map_err(|_| {
            let wrong = text.wrong(&at, format!("no finding is called `{}`", crate::diag::one_line(name)));
            match nearest(name, Code::ALL.iter().filter(|code| code.is_lint()).map(|code| code.slug())) {
                Some(near) => wrong.help(format!("did you mean `{near}`?")),
                None => wrong.help("`scoreline error` lists them"),
            }
        })?;
        let word = one_text(text, name, value)?;
        let level: Level = word.parse().map_err(|_| {
            let wrong = text.wrong(&value.span(), format!("`{}` is no level", crate::diag::one_line(word)));
            wrong.help("write \"off\", \"note\", \"warning\" or \"error\"")
        })?;
        if !levels.set(code, level) {
            let wrong = text.wrong(&at, format!("`{}` is always an error", code.slug()));
            return Err(wrong.help("only lints, whose numbers begin with W, have levels"));
        }
    }
    Ok(levels)
}
