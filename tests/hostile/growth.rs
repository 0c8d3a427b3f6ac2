//! Programs that grow when names are put in, circles, and patterns that blow up.

use super::attack::{Attack, attack, lines, sized};

pub fn attacks() -> Vec<Attack> {
    let mut attacks = doubling();
    attacks.extend(circles());
    attacks.extend(patterns());
    attacks
}

/// `first`, then each line made of the one before, then `last`.
fn chain(n: usize, first: &str, line: impl Fn(usize) -> String, last: &str) -> String {
    format!("{first}\n{}{last}\n", lines(n, line))
}

fn doubling() -> Vec<Attack> {
    let twice = |sign: &'static str| move |i: usize| format!("let a{} = a{i} {sign} a{i}\n", i + 1);
    vec![
        attack("conditions", {
            chain(
                sized(100),
                "let a0 = x == 1",
                |i| format!("let a{} = a{i} or not a{i}\n", i + 1),
                &format!("a{} => +1", sized(100)),
            )
        })
        .refused(),
        attack(
            "lists",
            chain(100, "let a0 = \"v\"", |i| format!("let a{} = [a{i}, a{i}]\n", i + 1), "x in a100 => +1"),
        )
        .refused(),
        attack("activities", chain(100, "let a0 = visit or open", twice("or"), "a100 => +1")).refused(),
        attack("counts", {
            let line =
                |i: usize| format!("let a{} = count(visit where x > a{i}) + count(open where x > a{i})\n", i + 1);
            chain(40, "let a0 = 1", line, "always => a40")
        })
        .refused(),
        attack("subjects", {
            let line = |i: usize| format!("let a{} = match a{i} {{ 1 => a{i}, 2 => a{i}, else => a{i} }}\n", i + 1);
            chain(60, "let a0 = x", line, "always => a60")
        })
        .refused(),
        attack(
            "a long chain",
            chain(2_000, "let a0 = x", |i| format!("let a{} = a{i} + 1\n", i + 1), "always => a2000"),
        )
        .refused(),
        attack("instants", {
            let line = |i: usize| format!("score s{} {{ always => (s{i} at 1d ago) + (s{i} at 2d ago) }}\n", i + 1);
            chain(60, "score s0 { x == 1 => +1 }", line, "")
        }),
        attack("the highest of the highest", {
            let line = |i: usize| format!("score s{} {{ always => highest(s{i} in last 999d) }}\n", i + 1);
            chain(12, "score s0 { x == 1 => +1 }", line, "")
        })
        .refused(),
    ]
}

fn circles() -> Vec<Attack> {
    let next = |i: usize| (i + 1) % 1_000;
    vec![
        attack("lets", lines(1_000, |i| format!("let a{i} = a{} + 1\n", next(i))) + "always => a0\n").refused(),
        attack("a let of itself", "let a = a + a\nalways => a\n").refused(),
        attack("activities", "let a = b or c\nlet b = a or c\na => +1\n").refused(),
        attack("params", "param a = b\nparam b = a\nalways => a\n").refused(),
        attack("scores", "score a { always => b }\nscore b { always => c }\nscore c { always => a at 1d ago }\n")
            .refused(),
        attack("a score over itself", "score a { x => +1\nalways => a over (x) }\n").refused(),
        attack("segments", lines(1_000, |i| format!("segment s{i} when s{} or x == 1\n", next(i)))).refused(),
        attack("segments that all name each other", {
            let all = (0..60).map(|i| format!("s{i}")).collect::<Vec<_>>().join(" or ");
            lines(60, |i| format!("segment s{i} when {all}\n"))
        })
        .refused(),
        attack("segments that name all before", {
            lines(100, |i| {
                let before = (0..i).map(|j| format!("s{j}")).collect::<Vec<_>>().join(" or ");
                format!("segment s{i} when x == 1{}{before}\n", if i == 0 { "" } else { " or " })
            })
        })
        .accepted(),
        attack(
            "labels",
            "label l0 = \"x\"\n".to_owned() + &lines(100, |i| format!("label l{} = \"{{l{i}}}{{l{i}}}\"\n", i + 1)),
        )
        .refused(),
        attack(
            "a chain of labels",
            "label l0 = \"x\"\n".to_owned() + &lines(1_000, |i| format!("label l{} = \"{{l{i}}}\"\n", i + 1)),
        )
        .refused(),
        attack("files", "use \"a.score\"\nx == 1 => +1\n").with("a.score", "use \"rules.score\"\nuse \"a.score\"\n"),
        attack("a file of itself", "use \"rules.score\"\nx == 1 => +1\n"),
    ]
}

fn patterns() -> Vec<Attack> {
    let rule = |pattern: &str| format!("x matches /{pattern}/ => +1\n");
    let large = |i: usize| rule(&format!("(a|b){{60}}c{i}.*(d|e){{60}}"));
    vec![
        attack("repeats of repeats", rule("((((a{100}){100}){100}){100}){100}")),
        attack("a great count", rule("a{999999999}")),
        attack("counts beyond all bounds", rule(&format!("a{{{}}}", "9".repeat(1_000)))),
        attack("ways back", rule(&format!("(a+)+(b+)+({})$", "(a|a)*".repeat(50)))),
        attack("nested stars", rule("(((((a*)*)*)*)*)*b")),
        attack(
            "a great class",
            rule(&format!("[{}]", lines(2_000, |i| format!("{}", char::from_u32(0x4e00 + i as u32).unwrap_or('a'))))),
        ),
        attack("100 large patterns", lines(100, large)),
    ]
}
