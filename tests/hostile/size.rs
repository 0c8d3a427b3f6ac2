//! Megabytes of one thing. The limits of the language refuse most of it before anybody reads it.

use super::attack::{Attack, attack, sized};

const MB: usize = 1_000_000;

pub fn attacks() -> Vec<Attack> {
    let filled = |bytes: usize, piece: &str| piece.repeat(bytes / piece.len());
    vec![
        attack("a comment of 10 MB", format!("# {}\nx == 1 => +1\n", "a".repeat(10 * MB))).accepted(),
        attack("a text of 10 MB", format!("x == \"{}\" => +1", "a".repeat(10 * MB))).refused(),
        attack("a name of 10 MB", format!("{} => +1", "a".repeat(10 * MB))).refused(),
        attack("one line of 5 MB", format!("x in [{}] => +1", filled(5 * MB, "\"value\", "))).refused(),
        attack("blanks of 10 MB", " ".repeat(10 * MB)),
        attack("17 MB", " ".repeat(17 << 20)).refused(),
        attack("comments", filled(MB, "# nothing to see\n")),
        attack("letters", filled(MB, "a")).refused(),
        attack("words", filled(MB, "word ")).refused(),
        attack("words on lines", filled(sized(MB / 20), "word\n")).refused(),
        attack("line ends", filled(MB / 2, "\n")),
        attack("quotes", filled(MB, "\"")).refused(),
        attack("quotes on lines", filled(sized(MB / 20), "\"\n")).refused(),
        attack("single quotes that open", format!("x == {} => +1", filled(MB / 4, "‚"))).refused(),
        attack("commas", filled(MB / 5, ",")).refused(),
        attack("NUL", filled(MB / 5, "\0")).refused(),
        attack("emoji", filled(MB / 2, "🦀")).refused(),
        attack("figures", format!("x == {} => +1", filled(MB, "9"))).refused(),
        attack("prose", filled(sized(MB / 20), "Give every contact twenty points, if they are a \"CEO\".\n")).refused(),
        attack("JSON", format!("[{}]", filled(MB / 5, "{\"id\": \"a\", \"tags\": [1, 2]},\n"))).refused(),
        attack("broken rules", filled(MB / 20, "job_title = = \"CEO\" => +20\n")).refused(),
    ]
}
