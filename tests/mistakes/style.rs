//! The style of messages: lower-case start, no final period, the words of those who read them.

use scoreline::diag::Diagnostic;

/// What is wrong with the words of a finding.
pub fn breaches(finding: &Diagnostic) -> Vec<String> {
    let mut breaches = Vec::new();
    if finding.help.is_none() && finding.fixes.is_empty() {
        breaches.push(format!("no help: {}", finding.message));
    }
    let labels = finding.secondary.iter().map(|label| &label.text);
    let fixes = finding.fixes.iter().map(|fix| &fix.title);
    let texts = [&finding.message, &finding.primary.text].into_iter().chain(&finding.help).chain(labels).chain(fixes);
    for text in texts {
        if text.starts_with(char::is_uppercase) || text.ends_with('.') || text.contains('\n') {
            breaches.push(format!("no lower-case start, a period or a line break: {text}"));
        }
        let prose = prose(text);
        if let Some(word) = strange(&prose) {
            breaches.push(format!("says {word}: {text}"));
        }
        if let Some(word) = of_a_program(&prose) {
            breaches.push(format!("shows its own names, {word}: {text}"));
        }
    }
    breaches
}

/// A text without what stands in backquotes, which is the reader's own.
pub fn prose(text: &str) -> String {
    text.split('`').step_by(2).collect::<Vec<_>>().join(" ")
}

/// Words of compilers, which mean nothing to the people who write rules.
const STRANGE: &[&str] = &[
    "token",
    "identifier",
    "expression",
    "type mismatch",
    "mismatched",
    "parse",
    "parser",
    "operand",
    "boolean",
    "string",
    "integer",
    "float",
    "syntax error",
    "enum",
    "literal",
];

/// The strange word in a text, if any, as a word or its plural.
pub fn strange(text: &str) -> Option<&'static str> {
    let words: String = text.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words = format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "));
    let has = |word: &&&str| words.contains(&format!(" {word} ")) || words.contains(&format!(" {word}s "));
    STRANGE.iter().find(has).copied()
}

/// A word that only the program's own text has: `body_line`, `UnclosedBracket`, `Some(`.
pub fn of_a_program(prose: &str) -> Option<&str> {
    let is_camel = |word: &str| {
        let pairs = word.chars().zip(word.chars().skip(1));
        pairs.clone().any(|(a, b)| a.is_lowercase() && b.is_uppercase())
    };
    prose.split_whitespace().find(|word| {
        let bracket = word.find('(').is_some_and(|at| at > 0);
        word.contains('_') || word.contains("::") || is_camel(word) || bracket && !word.contains("(s)")
    })
}
