//! Paths as another folder sees them.

use crate::cli::exit::Failure;
use std::path::{Component, Path, PathBuf};

/// Paths of this folder as a file in `folder` names them. Where that cannot be said, they become absolute.
pub fn from_folder(folder: &Path, paths: &[String]) -> Result<Vec<String>, Failure> {
    let is_down = |part: &Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    let n_down = folder.components().filter(|part| matches!(part, Component::Normal(_))).count();
    let is_below = folder.components().all(|part| is_down(&part));
    let one = |path: &String| {
        if path == "-" || Path::new(path).is_absolute() || (is_below && n_down == 0) {
            return Ok(path.clone());
        }
        let inside = Path::new(path).strip_prefix(folder).ok().filter(|_| is_below);
        let seen = match inside {
            Some(inside) => inside.to_owned(),
            None if is_below => std::iter::repeat_n("..", n_down).collect::<PathBuf>().join(path),
            None => std::path::absolute(path).map_err(|error| Failure::reading(path, &error))?,
        };
        Ok(seen.display().to_string().replace('\\', "/"))
    };
    paths.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_that_the_folder_sees() {
        let seen = |folder: &str, path: &str| {
            from_folder(Path::new(folder), &[path.to_owned()]).expect("it can be said").concat()
        };
        assert_eq!(seen("", "crm/a.csv"), "crm/a.csv");
        assert_eq!(seen(".", "crm/a.csv"), "crm/a.csv");
        assert_eq!(seen("rules", "crm/*.csv"), "../crm/*.csv");
        assert_eq!(seen("./a/b", "c.csv"), "../../c.csv");
        assert_eq!(seen("crm", "crm/a.csv"), "a.csv");
        assert_eq!(seen("rules", "-"), "-");
        assert!(Path::new(&seen("../other", "c.csv")).is_absolute());
    }
}
