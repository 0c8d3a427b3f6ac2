//! Reads Rust source just well enough to see which paths it names and how long its functions are.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file without its tests.
pub struct Module {
    /// Relative to the root of the crate, with slashes.
    pub path: String,
    tokens: Vec<Token>,
    /// Lines, tests left out.
    pub n_lines: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    line: usize,
    text: String,
}

/// A function and the lines from its `fn` to its closing brace.
pub struct Function {
    pub name: String,
    pub n_lines: usize,
}

/// All files under `src`, without those that are test modules.
pub fn modules(root: &Path) -> Vec<Module> {
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    files.sort();
    let mut tests = Vec::new();
    let mut modules = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).expect("sources can be read");
        let (tokens, cut) = without_tests(tokens(&text));
        let folder = match file.file_stem().and_then(|stem| stem.to_str()) {
            Some("mod" | "lib" | "main") => file.parent().expect("a file has a folder").to_owned(),
            _ => file.with_extension(""),
        };
        tests.extend(cut.files.iter().flat_map(|name| [folder.join(format!("{name}.rs")), folder.join(name)]));
        let path = file.strip_prefix(root).expect("the file lies under the root");
        let path = path.to_str().expect("our names are plain").replace('\\', "/");
        modules.push((file.clone(), Module { path, tokens, n_lines: text.lines().count() - cut.n_lines }));
    }
    modules.retain(|(file, _)| !tests.iter().any(|test| file.starts_with(test)));
    modules.into_iter().map(|(_, module)| module).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("folders can be read") {
        let path = entry.expect("entries can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

impl Module {
    /// The folder under `src`; none for the root files.
    pub fn folder(&self) -> Option<&str> {
        self.path.strip_prefix("src/")?.split_once('/').map(|(folder, _)| folder)
    }

    /// Every path that the file names, groups in braces written out: `std::io::Read`.
    pub fn paths(&self) -> Vec<Vec<String>> {
        let mut paths = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            if is_name(&self.tokens[at].text) {
                at = self.path_at(at, &mut Vec::new(), &mut paths);
            } else {
                at += 1;
            }
        }
        paths
    }

    /// Reads the path, or the tree of paths, that begins at a name; gives the token after it.
    fn path_at(&self, mut at: usize, prefix: &mut Vec<String>, paths: &mut Vec<Vec<String>>) -> usize {
        let text = |at: usize| self.tokens.get(at).map_or("", |token| token.text.as_str());
        let depth = prefix.len();
        while is_name(text(at)) {
            prefix.push(text(at).to_owned());
            at += 1;
            if text(at) != "::" {
                break;
            }
            at += 1;
        }
        if text(at) == "{" && text(at.wrapping_sub(1)) == "::" {
            at += 1;
            while at < self.tokens.len() && text(at) != "}" {
                let next = if is_name(text(at)) { self.path_at(at, prefix, paths) } else { at + 1 };
                at = next;
            }
            at += 1;
        } else {
            paths.push(prefix.clone());
        }
        prefix.truncate(depth);
        at
    }

    /// The folders under `src` that the file names, by `crate::`, or by climbing up with `super::`.
    pub fn imports(&self) -> Vec<String> {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        let depth = inner.split('/').count();
        let folder = |path: &Vec<String>| {
            let n_supers = path.iter().take_while(|name| *name == "super").count();
            match path.first().map(String::as_str) {
                Some("crate") => path.get(1).cloned(),
                Some("super") if n_supers >= depth => path.get(n_supers).cloned(),
                _ => None,
            }
        };
        self.paths().iter().filter_map(folder).collect()
    }

    /// Every function with a body.
    pub fn functions(&self) -> Vec<Function> {
        let mut functions = Vec::new();
        for (at, token) in self.tokens.iter().enumerate().filter(|(_, token)| token.text == "fn") {
            let Some(name) = self.tokens.get(at + 1).filter(|name| is_name(&name.text)) else { continue };
            if let Some(end) = item_end(&self.tokens, at).filter(|end| self.tokens[*end].text == "}") {
                let n_lines = self.tokens[end].line - token.line + 1;
                functions.push(Function { name: name.text.clone(), n_lines });
            }
        }
        functions
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// What was taken out of a file as tests.
#[derive(Default)]
struct Cut {
    n_lines: usize,
    /// Test modules in files of their own.
    files: Vec<String>,
}

/// Takes out each item under `#[cfg(test)]`.
fn without_tests(tokens: Vec<Token>) -> (Vec<Token>, Cut) {
    let attribute = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut kept, mut cut, mut at) = (Vec::new(), Cut::default(), 0);
    while at < tokens.len() {
        let is_test = tokens[at..].iter().map(|token| token.text.as_str()).take(attribute.len()).eq(attribute);
        let Some(end) = is_test.then(|| item_end(&tokens, at + attribute.len())).flatten() else {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        };
        let item = &tokens[at + attribute.len()..=end];
        if let [first, name, last] = item
            && first.text == "mod"
            && last.text == ";"
        {
            cut.files.push(name.text.clone());
        }
        cut.n_lines += tokens[end].line - tokens[at].line + 1;
        at = end + 1;
    }
    (kept, cut)
}

/// The token that ends the item beginning at `from`: the brace that closes its body, or its semicolon.
fn item_end(tokens: &[Token], from: usize) -> Option<usize> {
    let mut open = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match token.text.as_str() {
            "{" | "(" | "[" => open += 1,
            "}" | ")" | "]" => {
                open = open.checked_sub(1)?;
                if open == 0 && token.text == "}" {
                    return Some(at);
                }
            }
            ";" if open == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// Names, `::` and single signs; comments, texts, characters and lifetimes are left out.
fn tokens(source: &str) -> Vec<Token> {
    let (mut tokens, mut rest, mut line) = (Vec::new(), source, 1);
    while let Some(first) = rest.chars().next() {
        let len = skipped(rest).unwrap_or_else(|| {
            let name = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let len = if name > 0 {
                name
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            tokens.push(Token { line, text: rest[..len].to_owned() });
            len
        });
        line += rest[..len].matches('\n').count();
        rest = &rest[len..];
    }
    tokens
}

/// The length of what carries no paths at the start of the text: blanks, a comment, a text, a character, a lifetime.
fn skipped(rest: &str) -> Option<usize> {
    let up_to = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
    let raw = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r');
    let hashes = raw.map_or(0, |raw| raw.len() - raw.trim_start_matches('#').len());
    if let Some(raw) = raw.filter(|raw| raw[hashes..].starts_with('"')) {
        return Some(up_to(&format!("\"{}", "#".repeat(hashes)), rest.len() - raw.len() + hashes + 1));
    }
    match rest.as_bytes() {
        [b'/', b'/', ..] => Some(rest.find('\n').unwrap_or(rest.len())),
        [b'/', b'*', ..] => Some(up_to("*/", 2)),
        [b'"', ..] => Some(quoted(rest, '"')),
        [b'\'', b'\\', ..] => Some(quoted(rest, '\'')),
        [b'\'', ..] => {
            let inner = rest[1..].chars().next()?.len_utf8();
            let is_character = rest[1 + inner..].starts_with('\'');
            Some(if is_character { inner + 2 } else { 1 + inner })
        }
        [blank, ..] if blank.is_ascii_whitespace() => Some(1),
        _ => None,
    }
}

/// The length of a quoted text, in which a backslash takes the next character's meaning away.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(path: &str, text: &str) -> Module {
        let (tokens, cut) = without_tests(tokens(text));
        Module { path: path.to_owned(), tokens, n_lines: text.lines().count() - cut.n_lines }
    }

    #[test]
    fn imports_are_seen_in_every_spelling() {
        let text = r##"
            // crate::comment
            /* crate::block */
            use crate::{plan::{Plan, Slot}, typed};
            fn f<'a>(x: &'a str) -> crate::ledger::Ledger { g("crate::text", r#"crate::"raw"#, '"', 'x', '\'') }
            use super::super::values::Number;
            use super::sibling;
            #[cfg(test)]
            mod tests { use crate::engine; }
        "##;
        assert_eq!(module("src/syntax/x.rs", text).imports(), ["plan", "plan", "typed", "ledger", "values"]);
        assert_eq!(module("src/syntax/mod.rs", "use super::plan;").imports(), ["plan"]);
        assert_eq!(module("src/syntax/ast/mod.rs", "use super::plan;").imports(), [""; 0]);
    }

    #[test]
    fn groups_are_written_out() {
        let paths = module("src/a.rs", "use std::{fs, io::{self, Read}}; x.y::<Z>();").paths();
        let paths: Vec<_> = paths.iter().map(|path| path.join("::")).collect();
        assert_eq!(paths, ["use", "std::fs", "std::io::self", "std::io::Read", "x", "y", "Z"]);
    }

    #[test]
    fn functions_are_measured_without_tests() {
        let text =
            "fn one() {\n  {}\n}\ntrait T { fn none(&self) -> [u8; 3]; }\n#[cfg(test)]\nmod tests {\n fn two() {}\n}\n";
        let module = module("src/a.rs", text);
        let functions: Vec<_> =
            module.functions().into_iter().map(|function| (function.name, function.n_lines)).collect();
        assert_eq!(functions, [("one".to_owned(), 3)]);
        assert_eq!(module.n_lines, 4);
    }
}
