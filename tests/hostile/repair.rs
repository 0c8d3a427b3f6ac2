//! Long entries with a mistake in every part: what is tried to mend them has to end.

use super::attack::{Attack, attack, sized};

pub fn attacks() -> Vec<Attack> {
    let joined = |n: usize, with: &str, part: &dyn Fn(usize) -> String| (0..n).map(part).collect::<Vec<_>>().join(with);
    let texts = [
        format!("x in [{}] => +1\n", joined(sized(2_800), ", ", &|i| format!("'v{i}'"))),
        format!("x in [{}] => 5 points\n", joined(sized(2_800), ", ", &|i| format!("“v{i}”"))),
        format!("{} => +1\n", joined(sized(3_000), " AND ", &|i| format!("x == {i}"))),
        format!("{} => +1\n", joined(sized(3_000), " and ", &|i| format!("x = {i}"))),
        format!("{} => => => +1\n", joined(sized(3_000), " and ", &|i| format!("x = {i}"))),
        format!("{}\n", "a => ".repeat(10_000)),
        format!("{}\n", "a => 1, ".repeat(10_000)),
        format!("{}\n", "a: ".repeat(10_000)),
        format!("{}: text\n", "a.".repeat(10_000)),
        format!("contact {{ {} }}\n", "a, ".repeat(10_000)),
        format!("x == \"{}\" => +1\n", "\\u{d800}".repeat(5_000)),
        format!("label a = \"{}\"\n", "{".repeat(10_001)),
        format!("x == \"{} => +1\n", "word ".repeat(10_000)),
        format!("x == {} => +1\n", "\"a\" ".repeat(10_000)),
        "a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a => +1\n".repeat(100),
        format!("{} => +1\n", "a = = b and ".repeat(sized(300))).repeat(10),
    ];
    texts.into_iter().map(|text| attack("an entry full of mistakes", text).refused()).collect()
}
