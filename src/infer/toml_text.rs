//! Writing TOML that people read: comments, one setting a line, long lists over several.

use crate::diag::one_line;

/// Columns that a line may have.
const WIDTH: usize = 116;

/// A `[[table]]` as it grows.
pub struct Table {
    name: String,
    text: String,
}

impl Table {
    /// An empty one.
    pub fn new(name: &str) -> Table {
        Table { name: name.to_owned(), text: format!("[[{name}]]\n") }
    }

    /// A comment, over as many lines as it takes.
    pub fn comment(&mut self, line: &str) {
        wrapped(&mut self.text, line);
    }

    /// A question.
    pub fn ask(&mut self, line: &str) {
        self.comment(&format!("ask: {line}"));
    }

    /// A setting.
    pub fn line(&mut self, key: &str, value: &str) {
        self.text.push_str(&format!("{key} = {value}\n"));
    }

    /// What follows belongs to a table inside.
    pub fn section(&mut self, name: &str) {
        self.text.push_str(&format!("[{}.{name}]\n", self.name));
    }

    /// All of it.
    pub fn text(self) -> String {
        self.text
    }
}

/// A comment over as many lines as it takes.
pub fn wrapped(text: &mut String, line: &str) {
    let mut width = usize::MAX;
    for word in one_line(line).split(' ').filter(|word| !word.is_empty()) {
        let n = word.chars().count() + 1;
        if width == usize::MAX || width + n > WIDTH {
            text.push_str(if width == usize::MAX { "#" } else { "\n#" });
            width = 1;
        }
        text.push(' ');
        text.push_str(word);
        width += n;
    }
    text.push_str(if width == usize::MAX { "" } else { "\n" });
}

/// A text in quotes.
pub fn text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// One text, or a list of several.
pub fn list(texts: &[String]) -> String {
    if let [one] = texts {
        return text(one);
    }
    let quoted: Vec<String> = texts.iter().map(|one| text(one)).collect();
    let line = format!("[{}]", quoted.join(", "));
    if line.chars().count() <= WIDTH - 20 { line } else { format!("[\n  {},\n]", quoted.join(",\n  ")) }
}

/// A key, in quotes where TOML wants them.
pub fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if is_bare { name.to_owned() } else { text(name) }
}

/// `{ a = 1, b = 2 }` of keys and values that are written already.
pub fn inline(parts: &[(String, String)]) -> String {
    let parts: Vec<String> = parts.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", parts.join(", "))
}
