//! Every renderer on ordinary findings and on nasty ones: carets in the right place, nothing that steers a terminal.

use insta::assert_snapshot;
use proptest::prelude::*;
use scoreline::diag::{
    Applicability, Case, Code, Diagnostic, Diagnostics, Fix, Format, RenderOptions, Report, Severity, render,
};
use scoreline::source::{SourceId, SourceMap, Span};

/// The span of the first `part` in a text.
fn span_of(sources: &SourceMap, file: SourceId, part: &str) -> Span {
    let start = sources.text(file).find(part).expect("the text has the part");
    Span::new(file, start as u32, (start + part.len()) as u32)
}

fn plain(format: Format, bag: &Diagnostics, sources: &SourceMap) -> String {
    render(format, bag, sources, &RenderOptions::default())
}

/// Two files, an error with everything a finding can have, and a warning.
fn full() -> (Diagnostics, SourceMap) {
    let mut sources = SourceMap::new();
    let schema = sources.add("crm.score", "contact { industry: text }\n");
    let rules =
        sources.add("rules/lead 1.score", "use \"crm.score\"\n\nindusty == \"Healthcare\" => +15\nbounce => -10\n");
    let industy = span_of(&sources, rules, "industy");
    let error = Diagnostic::new(Code::UnknownField, industy, "there is no field `industy`")
        .label("not declared")
        .also(span_of(&sources, schema, "industry: text"), "the nearest one is declared here")
        .help("write `industry`")
        .fix(Fix::replace("write `industry`", industy, "industry", Applicability::Safe))
        .witness("contact { industry: \"Healthcare\" }");
    let bounce = span_of(&sources, rules, "bounce");
    let mut warning = Diagnostic::new(Code::UnreadableLine, bounce, "100% of `bounce`, <always> & \"ever\": gone");
    warning.severity = Severity::Warning;
    let mut bag: Diagnostics = [warning, error].into_iter().collect();
    bag.sort();
    (bag, sources)
}

#[test]
fn each_format_of_a_full_finding() {
    let (bag, sources) = full();
    for format in Format::ALL {
        // The pages of the codes are part of SARIF, and have their own tests.
        let out = plain(*format, &bag, &sources);
        let out: Vec<_> = out.lines().filter(|line| !line.contains("# E0")).collect();
        assert_snapshot!(format!("full_{format}"), out.join("\n"));
    }
}

#[test]
fn the_page_on_formats_shows_what_they_give() {
    let page = include_str!("../docs/findings.md");
    let rules = page.split("```score\n").nth(1).and_then(|rest| rest.split("```").next()).expect("rules on the page");
    let checked = scoreline::typed::check::check("lead.score", rules, &scoreline::typed::check::NoFiles, &[]);
    for (format, fence) in [(Format::Json, "json"), (Format::Concise, "text")] {
        let block = format!("```{fence}\n{}```\n", plain(format, &checked.diagnostics, &checked.sources));
        assert!(page.contains(&block), "docs/findings.md does not have\n{block}");
    }
    for format in Format::ALL {
        assert!(page.contains(&format!("`{format}`")), "docs/findings.md does not name {format}");
    }
}

#[test]
fn many_other_places_are_counted_instead_of_drawn() {
    let mut sources = SourceMap::new();
    let file = sources.add("lead.score", "x\n".repeat(30));
    let mut finding = Diagnostic::new(Code::UnknownField, Span::new(file, 0, 1), "m");
    for line in 1..30 {
        finding = finding.also(Span::new(file, 2 * line, 2 * line + 1), "and here");
    }
    let out = plain(Format::Text, &[finding].into_iter().collect(), &sources);
    assert_eq!(out.matches("and here").count(), 8);
    assert!(out.contains("Note: and 21 more places\n"), "{out}");
}

#[test]
fn each_format_of_tests() {
    let (bag, sources) = full();
    let none = Diagnostics::new();
    let failure = bag.iter().next().expect("the error comes first").clone();
    let span = failure.primary.span;
    let failures = vec![failure.clone(), failure];
    let cases = [
        Case { name: "a warm lead".to_owned(), span, failures: Vec::new() },
        Case { name: "a \"cold\" lead\u{1b}[2J".to_owned(), span, failures },
    ];
    for format in [Format::Text, Format::Jsonl, Format::Junit] {
        let report = Report { findings: &none, cases: &cases, sections: &[] };
        let out = render(format, report, &sources, &RenderOptions::default());
        assert_snapshot!(format!("cases_{format}"), out);
    }
}

#[test]
fn carets_stand_under_what_they_mean() {
    let mut out = String::new();
    for (text, part) in [
        ("é = \"ü\" => +1\n", "ü"),
        ("\tjob\t== \"CEO\" => +1\r\nx\r\n", "CEO"),
        ("\u{feff}job == 1", "job"),
        ("日本語 == \"東京\" => +1", "東京"),
        ("a\u{1b}[31mb\u{202e}c == 1", "c"),
        ("score x {\n  a => 1\n  b => 2\n}\n", "{\n  a => 1\n  b => 2\n}"),
        ("one => 1\ntwo => 2\n", "one => 1\n"),
    ] {
        let mut sources = SourceMap::new();
        let file = sources.add("lead.score", text);
        let bag = [Diagnostic::new(Code::UnreadableLine, span_of(&sources, file, part), "m")].into_iter().collect();
        out += &plain(Format::Text, &bag, &sources);
    }
    assert_snapshot!(out);
}

#[test]
fn places_between_characters_have_a_caret() {
    let mut out = String::new();
    for (text, at) in [("a == \n", 6), ("a == \nb", 5), ("", 0), ("abc", 3), ("a =>  \n\n\n", 9)] {
        let mut sources = SourceMap::new();
        let file = sources.add("-", text);
        let bag = [Diagnostic::new(Code::UnreadableLine, Span::point(file, at), "m").label("stops here")];
        out += &plain(Format::Text, &bag.into_iter().collect(), &sources);
    }
    assert_snapshot!(out);
}

#[test]
fn long_lines_are_cut_around_the_caret_and_keep_their_column() {
    let mut sources = SourceMap::new();
    let file = sources.add("long.score", format!("{}needle{}", "é".repeat(500_000), "y".repeat(500_000)));
    let bag = [Diagnostic::new(Code::UnreadableLine, span_of(&sources, file, "needle"), "m")].into_iter().collect();
    assert_snapshot!(plain(Format::Text, &bag, &sources));
}

#[test]
fn a_place_too_far_down_is_named_without_its_lines() {
    let mut sources = SourceMap::new();
    let file = sources.add("far.score", "\n".repeat(200_000) + "x");
    let bag = [Diagnostic::new(Code::UnreadableLine, span_of(&sources, file, "x"), "m")].into_iter().collect();
    assert!(plain(Format::Text, &bag, &sources).starts_with("far.score:200001:1: error[E0101] m\n"));
}

#[test]
fn the_edited_line_is_shown_for_edits_in_several_places() {
    let mut sources = SourceMap::new();
    let file = sources.add("lead.score", "x => 1\r\n  job = “CEO” => +20  \r\n");
    let quotes = Fix {
        title: "write straight quotes".to_owned(),
        edits: ["”", "“"]
            .iter()
            .map(|quote| scoreline::diag::Edit { span: span_of(&sources, file, quote), replacement: "\"".to_owned() })
            .collect(),
        applicability: Applicability::Safe,
    };
    let bag = [Diagnostic::new(Code::UnreadableLine, span_of(&sources, file, "“CEO”"), "m").fix(quotes)];
    let out = plain(Format::Text, &bag.into_iter().collect(), &sources);
    assert!(out.contains("Help: write straight quotes\n   │       job = \"CEO\" => +20\n"), "{out}");
}

#[test]
fn colors_are_there_only_when_asked_for() {
    let (bag, sources) = full();
    let colored = render(Format::Text, &bag, &sources, &RenderOptions { color: true, ..Default::default() });
    assert!(colored.starts_with("\x1b[31merror[E0201]:\x1b[0m there is no field `industy`\n"), "{colored}");
    assert!(colored.contains("\x1b[31mindusty\x1b[0m"), "one colour for the whole word: {colored:?}");
    assert!(!plain(Format::Text, &bag, &sources).contains('\x1b'));
}

#[test]
fn text_says_how_many_findings_it_leaves_out() {
    let (bag, sources) = full();
    let out = render(Format::Text, &bag, &sources, &RenderOptions { text_limit: 1, ..Default::default() });
    assert!(out.contains("\nand 1 more; `--format concise` shows all\n"), "{out}");
    assert!(out.ends_with("1 error, 1 warning; `scoreline error E0201` says more\n"), "{out}");
}

#[test]
fn github_shows_ten_of_a_level_so_the_tenth_counts_the_rest() {
    let mut sources = SourceMap::new();
    let file = sources.add("a,b:c.score", "x".repeat(25));
    let bag =
        (0..25).map(|at| Diagnostic::new(Code::UnknownField, Span::new(file, at, at + 1), "two\nlines")).collect();
    let out = plain(Format::Github, &bag, &sources);
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(lines.len(), 26);
    assert_eq!(lines[9], "::error title=Scoreline::and 16 more, in the log of this step");
    assert!(lines[0].starts_with("::error file=a%2Cb%3Ac.score,line=1,endLine=1,col=1,endColumn=2,title=E0201 "));
    assert!(lines[0].ends_with("::two%0Alines"), "{}", lines[0]);
}

#[test]
fn fingerprints_outlive_a_move_and_tell_twins_apart() {
    let fingerprints = |text: &str| -> Vec<String> {
        let mut sources = SourceMap::new();
        let file = sources.add("lead.score", text);
        let places = text.match_indices("industy").map(|(at, _)| at as u32);
        let finding = |at| Diagnostic::new(Code::UnknownField, Span::new(file, at, at + 7), "no such field");
        let bag = places.map(finding).collect();
        let issues: serde_json::Value = serde_json::from_str(&plain(Format::Gitlab, &bag, &sources)).expect("JSON");
        let issues = issues.as_array().expect("a list").iter();
        issues.map(|issue| issue["fingerprint"].as_str().expect("text").to_owned()).collect()
    };
    let before = fingerprints("industy == 1 => 2\nindusty == 1 => 2\nindusty == 2 => 2");
    assert!(before[0] != before[1] && before[1] != before[2] && before[0] != before[2]);
    assert_eq!(before, fingerprints("# new\n\n  industy == 1 => 2\nx\nindusty == 1 => 2\nindusty == 2 => 2"));
}

#[test]
fn sarif_paths_are_uris() {
    for (name, uri) in [
        ("./rules/lead 1.score", "rules/lead%201.score"),
        ("/home/é.score", "file:///home/%C3%A9.score"),
        ("C:\\rules\\a.score", "file:///C%3A/rules/a.score"),
        ("-", "-"),
    ] {
        let mut sources = SourceMap::new();
        let file = sources.add(name, "x");
        let bag = [Diagnostic::new(Code::UnknownField, Span::new(file, 0, 1), "m")].into_iter().collect();
        let sarif: serde_json::Value = serde_json::from_str(&plain(Format::Sarif, &bag, &sources)).expect("JSON");
        let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(location["artifactLocation"]["uri"], uri);
    }
}

#[test]
fn denied_warnings_are_errors_in_every_format() {
    let (mut bag, sources) = full();
    bag.deny_warnings();
    assert_eq!((bag.count(Severity::Error), bag.count(Severity::Warning)), (2, 0));
    assert!(plain(Format::Junit, &bag, &sources).contains("failures=\"2\""));
}

/// Text of the kind that breaks renderers: controls, wide and combining characters, directions, line ends, markup.
fn nasty_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\u{1b}[31m".to_owned()),
        Just("\r\n".to_owned()),
        Just("\n".to_owned()),
        Just("\u{1}0\u{1}:1:1".to_owned()),
        Just("]]>&\"<".to_owned()),
        Just("::error::%0A".to_owned()),
        Just("\u{feff}".to_owned()),
        Just("👨‍👩‍👧e\u{301}".to_owned()),
        Just("x".repeat(300)),
        "\\PC{0,8}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A span of the text on character boundaries, as stages make them.
fn span_in(text: &str, file: SourceId, a: usize, b: usize) -> Span {
    let boundaries: Vec<_> = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
    let (a, b) = (boundaries[a % boundaries.len()], boundaries[b % boundaries.len()]);
    Span::new(file, a.min(b), a.max(b))
}

proptest! {
    #[test]
    fn nothing_in_the_rules_breaks_a_renderer(
        text in nasty_text(), other in nasty_text(), said in nasty_text(), name in nasty_text(),
        places in prop::collection::vec((any::<usize>(), any::<usize>(), any::<bool>()), 1..5), color in any::<bool>(),
    ) {
        let mut sources = SourceMap::new();
        let files = [sources.add(name, text.as_str()), sources.add("other.score", other.as_str())];
        let texts = [&text, &other];
        let spans: Vec<_> =
            places.iter().map(|(a, b, which)| span_in(texts[usize::from(*which)], files[usize::from(*which)], *a, *b)).collect();
        let mut finding = Diagnostic::new(Code::UnknownField, spans[0], said.as_str())
            .help(said.as_str())
            .fix(Fix::replace(said.as_str(), spans[0], said.as_str(), Applicability::Suggestion));
        for span in &spans[1..] {
            finding = finding.also(*span, said.as_str());
        }
        let bag: Diagnostics = [finding].into_iter().collect();
        let options = RenderOptions { color, ..Default::default() };
        for format in Format::ALL {
            let out = render(*format, &bag, &sources, &options);
            let colored = color && *format == Format::Text;
            let raw = |c: char| c.is_control() && c != '\n' && !(colored && c == '\x1b');
            prop_assert!(
                !out.contains(raw) || matches!(format, Format::Json | Format::Jsonl | Format::Sarif | Format::Gitlab),
                "{format} lets a control through: {out:?}"
            );
            match format {
                Format::Concise | Format::Github => prop_assert_eq!(out.lines().count(), 1),
                Format::Jsonl => prop_assert_eq!(out.lines().count(), 2),
                Format::Json | Format::Sarif | Format::Gitlab => {
                    prop_assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok());
                }
                Format::Text => {
                    let heading = if color { "\x1b[31merror[E0201]:" } else { "error[E0201]:" };
                    prop_assert!(out.starts_with(heading), "{out}");
                }
                Format::Junit => prop_assert!(out.starts_with("<?xml") && out.ends_with("</testsuites>\n")),
            }
        }
    }
}
