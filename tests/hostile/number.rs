//! Rules, names and findings in great numbers; numbers at and beyond every edge.

use super::attack::{Attack, attack, lines, sized};

pub fn attacks() -> Vec<Attack> {
    let mut attacks = declarations();
    attacks.extend(blocks());
    attacks.extend(findings());
    attacks.extend([
        attack("1,000 ordinary rules", ordinary(1_000)).accepted(),
        attack("2,000 parts of a text", format!("label a = \"{}\"", "{x}".repeat(2_000))),
        attack("20,000 limits", format!("x => +1{}", ", once".repeat(20_000))),
        attack("windows of 20,000 lengths", format!("x{} => +1", lines(20_000, |i| format!(" in last {i}d")))),
        attack("a list of 1 MB", "let l = lines \"l.txt\"\nx in l => +1\n")
            .with("l.txt", lines(80_000, |i| format!("value {i}\n")))
            .accepted(),
        attack("a list of one line of 1 MB", "let l = lines \"l.txt\"\nx in l => +1\n")
            .with("l.txt", "v".repeat(1 << 20)),
        attack("a table of 40,000 rows", "let t = csv \"t.csv\"\nalways => t[x]\n")
            .with("t.csv", format!("k,v\n{}", lines(40_000, |i| format!("key{i},{i}\n"))))
            .accepted(),
        attack("a table of 20,000 columns", "let t = csv \"t.csv\"\nalways => t[x]\n")
            .with("t.csv", format!("{}v\n{}1\n", lines(20_000, |i| format!("k{i},")), "a,".repeat(20_000))),
    ]);
    attacks
}

fn declarations() -> Vec<Attack> {
    let types = lines(1_000, |i| format!("activity a{i} {{ url: text, n: number, f{i}: text }}\n"));
    let any = (0..1_000).map(|i| format!("a{i}")).collect::<Vec<_>>().join(" or ");
    let uses = lines(sized(200), |i| format!("all where url == \"x{i}\" => +1\n"));
    vec![
        attack("1,000 types of activity", format!("{types}a0 where f0 == \"x\" => +1\n")).accepted(),
        attack("one name for 1,000 types", format!("{types}let all = {any}\nall where url == \"x\" => +1\n"))
            .accepted(),
        attack("one name for 1,000 types, many times", format!("{types}let all = {any}\n{uses}")).accepted(),
        attack("1,000 types of activity in one rule", format!("{any} => +1\n")).accepted(),
        attack("fields", format!("contact {{\n{}}}\nf1 == \"x\" => +1\n", lines(10_000, |i| format!("f{i}: text\n")))),
        attack("choices", {
            let choices = (0..5_000).map(|i| format!("\"v{i}\"")).collect::<Vec<_>>().join(", ");
            format!("contact {{ c: one of {choices} }}\n{}", lines(1_000, |i| format!("c == \"v{i}\" => +1\n")))
        })
        .accepted(),
        attack("links", {
            let links = (0..5_000).map(|i| format!("l{i}: contact by f{i}, back b{i}")).collect::<Vec<_>>().join(", ");
            format!("contact {{ {links} }}\ncount(b1) > 1 => +1\n")
        }),
        attack("uses of one file", format!("{}x == 1 => +1\n", "use \"a.score\"\n".repeat(5_000)))
            .with("a.score", "y == 1 => +1\n"),
        attack("names", lines(1_500, |i| format!("let l{i} = x == {i}\nl{i} => +1\n"))).accepted(),
        attack(
            "params",
            lines(5_000, |i| format!("param p{i} = {i}\n")) + &lines(5_000, |i| format!("set p{i} = 5\n")),
        ),
    ]
}

fn blocks() -> Vec<Attack> {
    vec![
        attack("tiers", {
            let tiers = lines(10_000, |i| format!("t{i} >= {}, ", 20_000 - i));
            format!("score a {{ x == 1 => +1\ntiers {{ {tiers} z }} }}")
        })
        .accepted(),
        attack("tiers of one name", {
            let tiers = lines(10_000, |i| format!("t >= {}, ", 20_000 - i));
            format!("score a {{ x == 1 => +1\ntiers {{ {tiers} z }} }}")
        })
        .refused(),
        attack("scores", lines(600, |i| format!("score s{i} {{ x == 1 => +1 }}\n"))).accepted(),
        attack("scores of one name", "score s { x == 1 => +1 }\n".repeat(600)).refused(),
        attack("scores in a chain", {
            lines(2_000, |i| {
                if i == 0 {
                    "score s0 { x == 1 => +1 }\n".to_owned()
                } else {
                    format!("score s{i} {{ always => s{} }}\n", i - 1)
                }
            })
        })
        .accepted(),
        attack("scores in a circle", lines(2_000, |i| format!("score s{i} {{ always => s{} }}\n", (i + 1) % 2_000)))
            .refused(),
        attack("segments in a chain", {
            "segment s0 when x == 1\n".to_owned() + &lines(1_000, |i| format!("segment s{} when s{i}\n", i + 1))
        }),
        attack("groups of one name", format!("score s {{\n{}}}\n", "group \"g\" { x == 1 => +1 }\n".repeat(600))),
        attack("arms", format!("match n {{\n{}else => 0\n}}", lines(2_000, |i| format!("{i}..<{} => +1\n", i + 1))))
            .accepted(),
        attack("arms that overlap", {
            format!("match n {{\n{}else => 0\n}}", lines(2_000, |i| format!("{i}..{} => +1\n", i + 10_000)))
        }),
        attack("arms of texts", format!("match x {{\n{}else => 0\n}}", lines(2_000, |i| format!("\"v{i}\" => +1\n"))))
            .accepted(),
        attack("arms that are conditions", {
            format!("first {{\n{}else => 0\n}}", lines(2_000, |i| format!("x == {i} => +1\n")))
        }),
    ]
}

fn findings() -> Vec<Attack> {
    let unknown = |n: usize| lines(n, |i| format!("feild_{i} == \"x\" => +1\n"));
    vec![
        attack("unknown names", format!("contact {{ a: text }}\n{}", unknown(400))).refused(),
        attack("misspelt names", {
            format!("contact {{ {} }}\n{}", lines(500, |i| format!("field_{i}: text, ")), unknown(sized(300)))
        })
        .refused(),
        attack("broken lines", lines(sized(400), |i| format!("a == {i} = = +1\n"))).refused(),
        attack("lines with habits", lines(sized(400), |i| format!("a = “{i}” AND b = 'x' => 20 points\n"))).refused(),
        attack("rules of one name", lines(600, |i| format!("r: x == {i} => +1\n"))).refused(),
    ]
}

/// Rules as people write them.
fn ordinary(n: usize) -> String {
    lines(n, |i| match i % 6 {
        0 => format!("job_title == \"Title {i}\" => +20\n"),
        1 => format!("page_view where url == \"/p{i}\" => +1, up to 10\n"),
        2 => format!("industry in [\"A{i}\", \"B{i}\"] => +5 \"reason {i}\"\n"),
        3 => format!("count(email_open in last {}d) >= 3 => +2\n", i % 300 + 1),
        4 => format!("company_size >= {i} and country != \"C{i}\" => +1\n"),
        _ => format!("form_submit where form starts with \"f{i}\" => +3, once, decay 30d\n"),
    })
}

pub fn edges() -> Vec<Attack> {
    let nines = "9".repeat(10_000);
    let lines = [
        format!("x == {nines} => +1"),
        format!("x == 0.{nines} => +1"),
        format!("x => +{nines}"),
        format!("x => -{nines}.{nines}"),
        format!("x => +1, up to {nines}"),
        format!("x => +1, at most {nines} times"),
        format!("x => +1, decay {nines}d"),
        format!("x => +1, decay {nines}% per 1d"),
        format!("x in last {nines}d => +1"),
        format!("x in {nines}d..{nines}d ago => +1"),
        format!("latest {nines} of x => +1"),
        format!("days since last x > {nines} => +1"),
        format!("percentile({nines}, x.y) > 1 => +1"),
        format!("d == 2026-01-01T00:00:00.{nines}Z => +1"),
        format!("{nines} x y => +1"),
        "x == 1000000000000.0000001 => +1".to_owned(),
        "x => +1000000001".to_owned(),
        "always => 999999999 * 999999999 * 999999999".to_owned(),
        "always => 1 / 0".to_owned(),
        "always => 1 / (x - x)".to_owned(),
        "always => round(x, 0)".to_owned(),
        "always => round(x, -1)".to_owned(),
        "x => +5 for the first 99999999999, +2 for the rest".to_owned(),
        "x => +1, decay 0d".to_owned(),
        "x => +1, decay 0% per 0d".to_owned(),
        "x in last 0d => +1".to_owned(),
        "x in last 999999999d => +1".to_owned(),
        "x in last 99999999999d => +1".to_owned(),
        "x in last 4294967296d => +1".to_owned(),
        "x in last 18446744073709551616w => +1".to_owned(),
        "x in any 999999999w => +1".to_owned(),
        "x within 999999999w after y => +1".to_owned(),
        "x after 999999999w without y => +1".to_owned(),
        "x => +1, decay linear over 999999999w".to_owned(),
        "a + 999999999w > 2026-01-01 => +1".to_owned(),
        "d == 0000-00-00 => +1".to_owned(),
        "d == 9999-99-99 => +1".to_owned(),
        "d == 9999-12-31 => +1".to_owned(),
        "d == 2026-02-30 => +1".to_owned(),
        "d == 2026-01-01T24:61:61Z => +1".to_owned(),
        "d == 2026-01-01T00:00:00+99:99 => +1".to_owned(),
        "at least 99999999999999999999 of (x == 1, x == 2) => +1".to_owned(),
        "at least 0 of (x == 1) => +1".to_owned(),
        "percentile(-1, x.y) > 1 => +1".to_owned(),
        "score at 9999999d ago > 1 => +1".to_owned(),
        "always => highest(score in last 99999999d)".to_owned(),
    ];
    lines.into_iter().map(|line| attack("numbers at the edges", line)).collect()
}
