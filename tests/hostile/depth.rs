//! One thing in another, many times: far beyond the limit, and just below it.

use super::attack::{Attack, attack, sized};

/// Each way to nest, `n` times.
fn nested(n: usize) -> Vec<(&'static str, String)> {
    let around = |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(n), close.repeat(n));
    let rule = |head: String| format!("{head} => +1\nbounce => -10\n");
    vec![
        ("round brackets", rule(around("(", "x == 1", ")"))),
        ("braces", around("{", " ", "}")),
        ("lists", rule(format!("x in {}", around("[", "1", "]")))),
        ("brackets of all kinds", rule(format!("x in {}", around("([{", "1", "}])")))),
        ("and, or, brackets", rule(around("x == 1 and (x == 2 or ", "x == 3", ")"))),
        ("not", rule(format!("{}x == 1", "not ".repeat(n)))),
        ("cuts", format!("let a = x{}\na == \"b\" => +1", " after \"@\"".repeat(n))),
        ("ones", format!("always => 1{}", " + 1".repeat(n))),
        ("round brackets in a value", format!("always => {}", around("(", "x", ")"))),
        ("not and brackets", rule(around("not (", "x == 1", ")"))),
        ("signs", format!("x => {}1", "-".repeat(n))),
        ("if and else", format!("always => {}0", "if x == 1 then 1 else ".repeat(n))),
        ("if and then", format!("always => {}", around("if x == 1 then ", "1", " else 0"))),
        ("if and if", format!("always => {}", around("if x == (", "1", ") then 1 else 0"))),
        ("match", format!("always => {}", around("match x { 1 => ", "1", ", else => 0 }"))),
        ("match in the subject", format!("always => {}", around("match ", "x", " { 1 => 1, else => 0 }"))),
        ("first", format!("always => {}", around("first { x == 1 => ", "1", ", else => 0 }"))),
        ("sums", format!("always => {}1", "x + ".repeat(n))),
        ("sums in brackets", format!("always => {}", around("x - (", "1", ")"))),
        ("products", format!("always => {}1", "x * ".repeat(n))),
        ("otherwise", format!("always => {}1", "x otherwise ".repeat(n))),
        ("implies", format!("assert {}x == 1", "x == 1 implies ".repeat(n))),
        ("percents", format!("always => {}x", "50% of ".repeat(n))),
        ("calls", format!("always => {}", around("abs(", "x", ")"))),
        ("calls of two", format!("always => {}", around("max(1, ", "x", ")"))),
        ("rounding", format!("always => {}", around("round(", "x", ", 2)"))),
        ("counts", rule(format!("{} > 1", around("count(a where ", "x == 1", ")")))),
        ("counts of numbers", rule(format!("{} > 1", around("count(a where x > ", "1", ")")))),
        ("counts of conditions", rule(format!("{} > 1", around("count of (x == 1, y == ", "1", ")")))),
        ("any and no", rule(around("any(a where no(b where ", "x == 1", "))"))),
        ("at least", rule(around("at least 1 of (y == 2, ", "x == 1", ")"))),
        ("types", format!("contact {{ a: {}text }}", "list of ".repeat(n))),
        ("groups", format!("score a {{\n{}\n}}", around("group \"g\" {\n", "x => +1\n", "}\n"))),
        ("scores", around("score a {\n", "x => +1\n", "}\n")),
        ("texts", format!("label a = {}", around("\"{", "x", "}\""))),
        ("a pattern", rule(format!("x matches /{}/", around("(", "a", ")")))),
    ]
}

/// Chains that are no deeper the longer they are.
fn flat(n: usize) -> Vec<(&'static str, String)> {
    let rule = |head: String| format!("{head} => +1\nbounce => -10\n");
    vec![
        ("or", rule(format!("{}x == 1", "x == 1 or ".repeat(n)))),
        ("and and or", rule(format!("{}x == 1", "x == 1 and x == 2 or ".repeat(n)))),
        ("activities", rule(format!("{}b", "a or ".repeat(n)))),
        ("dots", rule(format!("{}x == 1", "a.".repeat(n)))),
        ("instants", format!("always => score{}", " at 1d ago".repeat(n))),
        ("a wide pattern", rule(format!("x matches /{}/", "a|".repeat(n)))),
    ]
}

/// Brackets without a partner.
fn lonely(n: usize) -> Vec<(&'static str, String)> {
    let texts = [
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "}{",
        "([{",
        "(}",
        "{\n",
        "}\n",
        "x == (\n",
        "group \"g\" {\n",
        "score a\n",
        "not ",
        "if ",
    ];
    let mut all: Vec<(&str, String)> = texts.iter().map(|text| (*text, text.repeat(n))).collect();
    all.push(("headers and braces", "score a\n".repeat(n) + &"}\n".repeat(n)));
    all
}

pub fn beyond() -> Vec<Attack> {
    // The first kinds are those that bytes are most easily made of.
    const N_FAR: usize = 8;
    let far = nested(100_000).into_iter().take(N_FAR);
    let deep = far.chain(nested(2_000).into_iter().skip(N_FAR)).map(|(name, text)| attack(name, text).refused());
    let flat = flat(2_000).into_iter().map(|(name, text)| attack(name, text));
    let lonely = lonely(sized(5_000)).into_iter().map(|(name, text)| attack(name, text).refused());
    deep.chain(flat).chain(lonely).collect()
}

/// Around the limits something is accepted, and the stack holds in every stage.
pub fn at_the_limit() -> Vec<Attack> {
    let depths = [24, 48, 66, 98, 198];
    depths.iter().flat_map(|n| nested(*n)).map(|(name, text)| attack(name, text)).chain(towers()).collect()
}

/// As many blocks as may be, with an entry in them as deep as it may be; and chains that begin with chains.
fn towers() -> Vec<Attack> {
    let blocks =
        |inside: &str| format!("score a {{\n{}{inside}\n{}}}\n", "group \"g\" {\n".repeat(22), "}\n".repeat(22));
    let brackets = format!("{}x == 1{} => +1", "(".repeat(99), ")".repeat(99));
    let conditions = format!("{}x == 1{} => +1", "not (".repeat(49), ")".repeat(49));
    let sums = format!("always => {}1{}", "(".repeat(90), " + 1)".repeat(90));
    let chains = format!("always => {}1{}", "(".repeat(50), format!("{})", " + 1".repeat(150)).repeat(50));
    let implied = format!("assert {}x == 3", "x == 1 and y == 2 implies ".repeat(5_000));
    let ifs = format!("always => {}1{}", "if x == 1 and if x == 2 and ".repeat(3_000), " then 1 else 0".repeat(6_000));
    vec![
        attack("blocks and brackets", blocks(&brackets)),
        attack("blocks and conditions", blocks(&conditions)),
        attack("blocks and sums", blocks(&sums)),
        attack("chains of chains", chains).refused(),
        attack("and, implies", implied).refused(),
        attack("if, and, if", ifs).refused(),
    ]
}
