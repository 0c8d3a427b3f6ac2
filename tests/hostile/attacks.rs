//! Rules that nobody writes unless to break the program, or by a program of their own.

/// A text of rules, and the other files it uses.
pub struct Attack {
    /// What it tries.
    pub name: &'static str,
    /// The rules.
    pub text: String,
    /// Files by name.
    pub files: Vec<(&'static str, String)>,
}

fn attack(name: &'static str, text: impl Into<String>) -> Attack {
    Attack { name, text: text.into(), files: Vec::new() }
}

fn with_file(name: &'static str, text: impl Into<String>, file: &'static str, content: impl Into<String>) -> Attack {
    Attack { name, text: text.into(), files: vec![(file, content.into())] }
}

/// Megabytes of one thing.
pub fn size() -> Vec<Attack> {
    const BYTES: usize = 10_000_000;
    let filled = |piece: &str| piece.repeat(BYTES / piece.len());
    vec![
        attack("10 MB of ordinary rules", ordinary(BYTES / 48)),
        attack("10 MB of letters", filled("a")),
        attack("10 MB of words", filled("word ")),
        attack("10 MB of words on lines", filled("word\n")),
        attack("10 MB of blanks", filled(" ")),
        attack("10 MB of line ends", filled("\n")),
        attack("10 MB of comments", filled("# nothing to see\n")),
        attack("10 MB of quotes", filled("\"")),
        attack("10 MB of quotes on lines", filled("\"\n")),
        attack("10 MB of commas", filled(",")),
        attack("10 MB of NUL", filled("\0")),
        attack("10 MB of emoji", filled("🦀")),
        attack("10 MB of figures", format!("x == {} => +1", filled("9"))),
        attack("10 MB of prose", filled("Give every contact twenty points, if they are a \"CEO\".\n")),
        attack("10 MB of JSON", format!("[{}]", filled("{\"id\": \"a\", \"tags\": [1, 2]},\n"))),
        attack("10 MB of closed blocks", filled("score a { x => +1 }\n")),
        attack("10 MB of broken rules", filled("job_title = = \"CEO\" => +20\n")),
        attack("a text of 10 MB", format!("x == \"{}\" => +1", filled("a"))),
        attack("a name of 10 MB", format!("{} => +1", filled("a"))),
        attack("17 MB", " ".repeat(17 << 20)),
    ]
}

/// Lines, rules and findings in great numbers.
pub fn number() -> Vec<Attack> {
    let lines = |n: usize, line: &dyn Fn(usize) -> String| (0..n).map(line).collect::<String>();
    vec![
        attack("10,000 ordinary rules", ordinary(10_000)),
        attack("10,000 rules under a schema", under_a_schema(10_000)),
        attack("one line of 5 MB", format!("x in [{}] => +1", lines(500_000, &|i| format!("\"v{i}\", ")))),
        attack(
            "100,000 tiers",
            format!(
                "score a {{ x => +1\ntiers {{ {} z }} }}",
                lines(100_000, &|i| { format!("t{i} >= {}, ", 200_000 - i) })
            ),
        ),
        attack(
            "100,000 tiers of one name",
            format!(
                "score a {{ x => +1\ntiers {{ {} z }} }}",
                lines(100_000, &|i| { format!("t >= {}, ", 200_000 - i) })
            ),
        ),
        attack(
            "50,000 unknown names",
            format!("contact {{ a: text }}\n{}", lines(50_000, &|i| { format!("field_{i} == \"x\" => +1\n") })),
        ),
        attack("50,000 misspelt names", {
            let fields = lines(2_000, &|i| format!("field_{i}: text, "));
            let rules = lines(50_000, &|i| format!("feild_{i} == \"x\" => +1\n"));
            format!("contact {{ {fields} }}\n{rules}")
        }),
        attack("50,000 broken lines", lines(50_000, &|i| format!("a == {i} = = +1\n"))),
        attack("50,000 lines with habits", lines(50_000, &|i| format!("a = “{i}” AND b = 'x' => 20 points\n"))),
        attack("20,000 scores", lines(20_000, &|i| format!("score s{i} {{ x => +1 }}\n"))),
        attack("20,000 scores of one name", lines(20_000, &|_| "score s { x => +1 }\n".to_owned())),
        attack(
            "20,000 scores in a chain",
            lines(20_000, &|i| match i {
                0 => "score s0 { x => +1 }\n".to_owned(),
                _ => format!("score s{i} {{ always => s{} }}\n", i - 1),
            }),
        ),
        attack(
            "20,000 fields in one circle of scores",
            lines(20_000, &|i| format!("score s{i} {{ always => s{} }}\n", (i + 1) % 20_000)),
        ),
        attack(
            "10,000 tests",
            format!(
                "x == \"a\" => +1\n{}",
                lines(10_000, &|i| {
                    format!("test \"t{i}\" {{ as of 2026-01-01\ncontact {{ x: \"a\" }}\nexpect score == +1 }}\n")
                })
            ),
        ),
        attack(
            "100,000 activities of a test",
            format!(
                "x => +1\ntest \"t\" {{ as of 2026-01-01\ncontact {{ }}\n999999 x x {{ at: 1d ago }}\nexpect score == 1 }}\n"
            ),
        ),
        attack(
            "100,000 arms",
            format!(
                "score a {{ match n {{\n{}else => 0\n}} }}",
                lines(100_000, &|i| { format!("{i}..<{} => +{i}\n", i + 1) })
            ),
        ),
        attack("100,000 parts of a text", format!("label a = \"{}\"", "{x}".repeat(100_000))),
        attack("100,000 limits", format!("x => +1{}", ", once".repeat(100_000))),
        attack("100,000 windows", format!("x{} => +1", " in last 30d".repeat(100_000))),
        attack("20,000 windows of other lengths", format!("x{} => +1", lines(20_000, &|i| format!(" in last {i}d")))),
        with_file(
            "a list of 1 MB",
            "let l = lines \"l.txt\"\nx in l => +1\n",
            "l.txt",
            lines(100_000, &|i| format!("value {i}\n")),
        ),
        with_file(
            "a table of 1 MB",
            "let t = csv \"t.csv\"\nalways => t[x]\n",
            "t.csv",
            format!("k,v\n{}", lines(80_000, &|i| format!("key{i},{i}\n"))),
        ),
        with_file("a table of 100,000 columns", "let t = csv \"t.csv\"\nalways => t[x]\n", "t.csv", {
            format!("{}v\n{}1\n", lines(100_000, &|i| format!("k{i},")), "a,".repeat(100_000))
        }),
        with_file(
            "a list of one line of 1 MB",
            "let l = lines \"l.txt\"\nx in l => +1\n",
            "l.txt",
            "v".repeat(1 << 20),
        ),
    ]
}

/// One thing in another, many times.
pub fn depth() -> Vec<Attack> {
    const DEEP: usize = 100_000;
    let rule = |head: String| format!("{head} => +1\nbounce => -10\n");
    let around = |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(DEEP), close.repeat(DEEP));
    vec![
        attack("nested brackets", rule(around("(", "x == 1", ")"))),
        attack("brackets that only open", rule("(".repeat(DEEP))),
        attack("brackets that only close", rule(")".repeat(DEEP))),
        attack("nested lists", rule(format!("x in {}", around("[", "1", "]")))),
        attack("lists that only open", rule("x in ".to_owned() + &"[".repeat(DEEP))),
        attack("nested braces", around("{", " ", "}")),
        attack("braces that only open", "{".repeat(DEEP)),
        attack("braces that only close", "}".repeat(DEEP)),
        attack("nested groups", format!("score a {{\n{}\n}}", around("group \"g\" {\n", "x => +1\n", "}\n"))),
        attack("groups that only open", "group \"g\" {\n".repeat(DEEP)),
        attack("nested scores", around("score a {\n", "x => +1\n", "}\n")),
        attack("nested matches", format!("always => {}", around("match x { 1 => ", "1", ", else => 0 }"))),
        attack("nested firsts", format!("always => {}", around("first { x == 1 => ", "1", ", else => 0 }"))),
        attack("a chain of not", rule(format!("{}x == 1", "not ".repeat(DEEP)))),
        attack("a chain of signs", format!("x => {}1", "-".repeat(DEEP))),
        attack("a chain of if", format!("always => {}0", "if x == 1 then 1 else ".repeat(DEEP))),
        attack("a chain of or", rule(format!("{}x == 1", "x == 1 or ".repeat(DEEP)))),
        attack("a chain of and and or", rule(format!("{}x == 1", "x == 1 and x == 2 or ".repeat(DEEP / 2)))),
        attack("a chain of activities", rule(format!("{}b", "a or ".repeat(DEEP)))),
        attack("a chain of sums", format!("always => {}1", "x + ".repeat(DEEP))),
        attack("a chain of products", format!("always => {}1", "x * ".repeat(DEEP))),
        attack("a chain of otherwise", format!("always => {}1", "x otherwise ".repeat(DEEP))),
        attack("a chain of implies", format!("assert {}x == 1", "x == 1 implies ".repeat(DEEP))),
        attack("a chain of percents", format!("always => {}x", "50% of ".repeat(DEEP))),
        attack("a chain of cuts", format!("let a = x{}\na == \"b\" => +1", " after \"@\"".repeat(DEEP))),
        attack("a chain of dots", rule(format!("{}x == 1", "a.".repeat(DEEP)))),
        attack("a chain of calls", format!("always => {}", around("abs(", "x", ")"))),
        attack("a chain of counts", rule(format!("{} > 1", around("count(a where ", "x == 1", ")")))),
        attack("a chain of types", format!("contact {{ a: {}text }}", "list of ".repeat(DEEP))),
        attack("a chain of instants", format!("always => score{}", " at 1d ago".repeat(DEEP))),
        attack("nested texts", format!("label a = {}", around("\"{", "x", "}\""))),
        attack("a deep pattern", rule(format!("x matches /{}/", around("(", "a", ")")))),
        attack("a wide pattern", rule(format!("x matches /{}/", "a|".repeat(DEEP)))),
        attack("a pattern that repeats repeats", rule("x matches /((((a{100}){100}){100}){100}){100}/".to_owned())),
        attack("a pattern that would go back", rule(format!("x matches /(a+)+(b+)+({})$/", "(a|a)*".repeat(50)))),
        attack("1,000 patterns at the limit", patterns(1_000)),
    ]
}

/// Programs that grow when names are put in, and circles.
pub fn growth() -> Vec<Attack> {
    let lines = |n: usize, line: &dyn Fn(usize) -> String| (0..n).map(line).collect::<String>();
    let double = |sign: &str| {
        let lets = lines(100, &|i| format!("let a{} = a{i} {sign} a{i}\n", i + 1));
        format!("let a0 = x\n{lets}always => a100\n")
    };
    let conditions = lines(100, &|i| format!("let a{} = a{i} or not a{i}\n", i + 1));
    let at = lines(60, &|i| format!("score s{} {{ always => (s{i} at 1d ago) + (s{i} at 2d ago) }}\n", i + 1));
    vec![
        attack("lets that double, sums", double("+")),
        attack("lets that double, products", double("*")),
        attack("lets that double, conditions", format!("let a0 = x == 1\n{conditions}a100 => +1\n")),
        attack("lets that double, texts", {
            let lets = lines(100, &|i| format!("let a{} = \"{{a{i}}}{{a{i}}}\"\n", i + 1));
            format!("let a0 = x\n{lets}label l = a100\n")
        }),
        attack("lets that double, lists", {
            let lets = lines(100, &|i| format!("let a{} = [a{i}, a{i}]\n", i + 1));
            format!("let a0 = \"v\"\n{lets}x in a100 => +1\n")
        }),
        attack("lets that double, activities", {
            let lets = lines(100, &|i| format!("let a{} = a{i} or a{i}\n", i + 1));
            format!("let a0 = visit or open\n{lets}a100 => +1\n")
        }),
        attack("lets that double inside brackets", {
            let lets =
                lines(40, &|i| format!("let a{} = count(visit where x > a{i}) + count(open where x > a{i})\n", i + 1));
            format!("let a0 = 1\n{lets}always => a40\n")
        }),
        attack("lets in a long chain", {
            let lets = lines(20_000, &|i| format!("let a{} = a{i} + 1\n", i + 1));
            format!("let a0 = x\n{lets}always => a20000\n")
        }),
        attack("lets in a circle", {
            let lets = lines(20_000, &|i| format!("let a{i} = a{} + 1\n", (i + 1) % 20_000));
            format!("{lets}always => a0\n")
        }),
        attack("a let of itself", "let a = a + a\nalways => a\n"),
        attack("params in a circle", "param a = b\nparam b = a\nalways => a\n"),
        attack(
            "scores in a circle",
            "score a { always => b }\nscore b { always => c }\nscore c { always => a at 1d ago }\n",
        ),
        attack("scores at instants that double", format!("score s0 {{ x => +1 }}\n{at}")),
        attack("a score over itself", "score a { x => +1\nalways => a over (x) }\n"),
        attack(
            "labels of labels",
            lines(100, &|i| format!("label l{} = \"{{l{i}}}{{l{i}}}\"\n", i + 1)) + "label l0 = \"x\"\n",
        ),
        attack("5,000 repeated tests of 100,000 activities", {
            let tests = lines(5_000, &|i| {
                format!(
                    "test \"{i}\" {{ as of 2026-01-01\ncontact {{ }}\n100000 x v {{ at: 1d ago }}\nexpect score == 0 }}\n"
                )
            });
            format!("v => +1\n{tests}")
        }),
        with_file(
            "files in a circle",
            "use \"a.score\"\nx => +1\n",
            "a.score",
            "use \"rules.score\"\nuse \"a.score\"\n",
        ),
        attack("a file of itself", "use \"rules.score\"\nx => +1\n"),
    ]
}

/// Numbers, lengths and dates at and beyond every edge.
pub fn numbers() -> Vec<Attack> {
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
        "x in last 4294967296d => +1".to_owned(),
        "x in last 18446744073709551616w => +1".to_owned(),
        "d == 0000-00-00 => +1".to_owned(),
        "d == 9999-99-99 => +1".to_owned(),
        "d == 2026-02-30 => +1".to_owned(),
        "d == 2026-01-01T24:61:61Z => +1".to_owned(),
        "d == 2026-01-01T00:00:00+99:99 => +1".to_owned(),
        format!("d == 2026-01-01T00:00:00.{nines}Z => +1"),
        "at least 99999999999999999999 of (x == 1, x == 2) => +1".to_owned(),
        "at least 0 of (x == 1) => +1".to_owned(),
        "percentile(-1, x.y) > 1 => +1".to_owned(),
        format!("percentile({nines}, x.y) > 1 => +1"),
        "score at 9999999d ago > 1 => +1".to_owned(),
    ];
    lines.into_iter().map(|line| attack("numbers beyond the edges", line)).collect()
}

/// Characters of every kind in every place.
pub fn characters() -> Vec<Attack> {
    const ODD: &[&str] = &[
        "\0",
        "\u{1}",
        "\u{7}",
        "\u{8}",
        "\t",
        "\u{b}",
        "\u{c}",
        "\r",
        "\u{1b}[31m",
        "\u{7f}",
        "\u{85}",
        "\u{a0}",
        "\u{ad}",
        "\u{301}",
        "\u{61c}",
        "\u{115f}",
        "\u{180e}",
        "\u{2003}",
        "\u{200b}",
        "\u{200d}",
        "\u{200e}",
        "\u{202e}",
        "\u{2028}",
        "\u{2029}",
        "\u{2060}",
        "\u{2066}",
        "\u{2069}",
        "\u{3000}",
        "\u{3164}",
        "\u{d7ff}",
        "\u{e000}",
        "\u{fe0f}",
        "\u{feff}",
        "\u{fff9}",
        "\u{fffd}",
        "\u{ffff}",
        "\u{1d7d8}",
        "\u{1f468}\u{200d}\u{1f469}",
        "\u{e0041}",
        "\u{10ffff}",
        "аdmin",
        "Ⅷ",
        "ﬁ",
        "İ",
        "ß",
        "ſ",
        "K",
        "ǅ",
        "٣",
        "०",
        "\\u{d800}",
        "\\ud800",
        "%00",
        "“",
        "’",
        "＝",
        "⇒",
        "‐",
        "−",
        "×",
        "∞",
        "½",
        "²",
        "א",
        "ﷺ",
        "𝓍",
    ];
    let mut attacks = Vec::new();
    for odd in ODD {
        let many = odd.repeat(300);
        for text in [
            format!("x == \"a{odd}b\" => +1 \"{odd}\" # {odd}\n"),
            format!("x{odd}y == \"a\" => +1\n"),
            format!("`x{odd}y` == \"a\" => +1\n"),
            format!("contact {{ x{odd}y: text, xy: text }}\nxz{odd} == \"a\" => +1\n"),
            format!("{odd}x{odd}=={odd}\"a\"{odd}=>{odd}+{odd}1{odd}\n{odd}\n"),
            format!("x == {odd} => +{odd}1\ndecay 9{odd}0d\n"),
            format!("score {odd} {{ x => +1\ntiers {{ {odd} >= 1, {odd} }} }}\n"),
            format!("{many}x == \"{many}\" => +1{many}\n"),
            format!("x matches /{odd}[{odd}-z]/ => +1\n"),
            format!(
                "test \"{odd}\" {{\nas of 2026-01-01\ncontact {{ id: \"{odd}\" }}\nexpect score of \"{odd}\" == 0\n}}\n"
            ),
            format!("use \"{odd}\"\ntimezone \"{odd}\"\n"),
        ] {
            attacks.push(attack("odd characters", text));
        }
    }
    attacks.extend([
        attack("marks at the start", "\u{feff}\u{feff}x == \"a\" => +1\n"),
        attack("carriage returns alone", "x == \"a\" => +1\ry == \"b\" => +2\rdecay 90d\r"),
        attack("both line ends", "x == \"a\" => +1\r\ny == \"b\" => +2\n\rdecay 90d\r\n"),
        attack("a text over lines", "x == \"a\nb\" => +1\n"),
        attack("10,000 marks on one letter", format!("x{} == \"a\" => +1\n", "\u{301}".repeat(10_000))),
        attack("10,000 turns of direction", format!("x == \"{}\" => +1\n", "\u{202e}\u{202c}".repeat(10_000))),
    ]);
    attacks
}

/// Rules as people write them, in one unnamed score.
pub fn ordinary(n: usize) -> String {
    let rule = |i: usize| match i % 6 {
        0 => format!("job_title == \"Title {i}\" => +20\n"),
        1 => format!("page_view where url == \"/p{i}\" => +1, up to 10\n"),
        2 => format!("industry in [\"A{i}\", \"B{i}\"] => +5 \"reason {i}\"\n"),
        3 => format!("count(email_open in last {}d) >= 3 => +2\n", i % 300 + 1),
        4 => format!("company_size >= {i} and country != \"C{i}\" => +1\n"),
        _ => format!("form_submit where form starts with \"f{i}\" => +3, once, decay 30d\n"),
    };
    (0..n).map(rule).collect()
}

/// The same under a schema, in named scores and groups, with names.
pub fn under_a_schema(n: usize) -> String {
    let mut text = String::from(
        "contact { job_title: text, industry: text, company_size: number, country: text }\n\
         activity page_view { url: text }\nactivity email_open { campaign: text }\nactivity form_submit { form: text }\n",
    );
    let rules = ordinary(n);
    let rules: Vec<&str> = rules.lines().collect();
    for (number, block) in rules.chunks(500).enumerate() {
        text.push_str(&format!("score s{number} {{\n  decay 90d\n  group \"g\" up to 100 {{\n"));
        for (index, rule) in block.iter().enumerate() {
            text.push_str(&format!("    r{number}_{index}: {rule}\n"));
        }
        text.push_str("  }\n  range 0..100\n  tiers { hot >= 50, cold }\n}\n");
    }
    text
}

/// Patterns that are as large as they may be.
fn patterns(n: usize) -> String {
    (0..n).map(|i| format!("x matches /(a|b){{60}}c{i}.*(d|e){{60}}/ => +1\n")).collect()
}
