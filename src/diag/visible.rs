//! User text made safe to print: nothing in a file name, a message or a rule can steer the terminal or hide.

/// The character to print for `c`: itself, unless it is a control or an invisible format character.
///
/// ASCII controls become their pictures (`␛` for escape). The others that move the cursor, turn the direction of writing or
/// show nothing at all become `�`. One character stays one character, so columns do not shift.
pub(super) fn visible(c: char) -> char {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('�'),
        '\x7f' => '␡',
        // C1 controls, soft hyphen, line and paragraph separators, marks and overrides of direction, zero-width blanks.
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => '�',
        c => c,
    }
}

/// The text on one line, safe to print: controls and invisible characters become visible, tabs become blanks.
///
/// ```
/// assert_eq!(scoreline::diag::one_line("a\u{1b}[31m\nb"), "a␛[31m␊b");
/// ```
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if c == '\t' { ' ' } else { visible(c) }).collect()
}

/// User text for a message: in backquotes, on one line, safe to print, and cut to 60 characters.
///
/// ```
/// assert_eq!(scoreline::diag::quoted("job_tittle"), "`job_tittle`");
/// assert_eq!(scoreline::diag::quoted(&"x".repeat(61)), format!("`{}…`", "x".repeat(59)));
/// ```
pub fn quoted(text: &str) -> String {
    // Cut first: the text may be megabytes long.
    let start = text.char_indices().nth(QUOTED_MAX + 1).map_or(text, |(end, _)| &text[..end]);
    format!("`{}`", shortened(one_line(start), QUOTED_MAX))
}

/// A text about a finding: safe to print, and cut to `n_max` characters.
pub(super) fn said(text: String, n_max: usize) -> String {
    // Cut first: the text may be megabytes long.
    let text = shortened(text, n_max);
    // A renderer writes a line break as its format wants it.
    let shown = |c: char| if c == '\n' { c } else { visible(c) };
    if text.chars().all(|c| shown(c) == c) { text } else { text.chars().map(shown).collect() }
}

/// Characters of user text in a message.
const QUOTED_MAX: usize = 60;

/// The text, or its beginning and `…` where it has more than `n_max` characters.
pub(super) fn shortened(text: String, n_max: usize) -> String {
    if text.chars().nth(n_max).is_none() {
        return text;
    }
    text.chars().take(n_max - 1).chain(['…']).collect()
}
