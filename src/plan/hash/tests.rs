//! What changes the hash, and what does not.

use crate::plan::lower;
use crate::typed::check::{LoadError, Loaded, Loader, check, check_text};

fn hash(text: &str) -> String {
    let checked = check_text(text);
    let findings: Vec<_> = checked.diagnostics.iter().map(|finding| &finding.message).collect();
    lower(&checked.rules.unwrap_or_else(|| panic!("{text}: {findings:?}"))).hash()
}

const RULES: &str = r#"
timezone "Europe/Berlin"
param points = 10
let free = ["gmail.com", "yahoo.com"]
let domain = email after "@"
ignore page_view where agent has word "bot"
exclude when domain == "us.com" "ours"
score fit {
  range 0..50
  ceo: job_title has word "CEO" => +20 "decides"
  domain in free => -10
}
score heat {
  decay 90d
  group "Mail" up to 20 {
    click => points, at most 3 per day
  }
  pricing: page_view where url == "/pricing" => +15, up to 45
  count(page_view in last 7d) >= 5 => +10
  highest(fit in last 3d) > 10 => +1
  tiers { hot >= 60, cold }
}
segment good when fit >= 25 and heat >= 40
label both = "{heat.tier} {fit}"
"#;

#[test]
fn layout_comments_and_names_of_lets_do_not_change_it() {
    let same = [
        RULES.replace("  decay 90d\n", "  decay 90d   # half-life\n\n"),
        RULES.replace("range 0..50\n", "range   0..50\n"),
        RULES.replace("domain", "mail_domain"),
        RULES.replace("free", "free_mail"),
        RULES.replace("points", "click_points"),
        RULES.replace("let free = [\"gmail.com\", \"yahoo.com\"]", "let free = [\"yahoo.com\", \"Gmail.com\"]"),
        RULES
            .replace("domain in free", "(email after \"@\") in [\"gmail.com\", \"yahoo.com\"]")
            .replace("let free = [\"gmail.com\", \"yahoo.com\"]\n", ""),
    ];
    for text in same {
        assert_eq!(hash(&text), hash(RULES), "{text}");
    }
}

#[test]
fn the_order_of_declarations_does_not_change_it() {
    let (head, scores) = RULES.split_once("score fit").expect("there is such a score");
    let (fit, rest) = scores.split_once("score heat").expect("there is such a score");
    let (heat, ends) = rest.split_once("segment").expect("there is a segment");
    let (segment, label) = ends.split_once("label").expect("there is a label");
    let turned = format!("{head}score heat{heat}score fit{fit}label{label}\nsegment{segment}");
    assert_eq!(hash(&turned), hash(RULES));
}

#[test]
fn every_change_of_meaning_changes_it() {
    let edits = [
        ("Europe/Berlin", "Europe/London"),
        ("param points = 10", "param points = 11"),
        ("\"yahoo.com\"", "\"yahoo.de\""),
        ("after \"@\"", "after first \"@\""),
        ("\"bot\"", "\"bots\""),
        ("\"ours\"", "\"not theirs\""),
        ("\"us.com\"", "\"me.com\""),
        ("range 0..50", "range 0..60"),
        ("has word", "contains"),
        ("+20", "+21"),
        ("\"decides\"", "\"decides much\""),
        ("ceo:", "chief:"),
        ("in free", "not in free"),
        ("decay 90d", "decay 91d"),
        ("decay 90d", "decay 2160h"),
        ("up to 20", "up to 21"),
        ("at most 3 per day", "at most 4 per day"),
        ("\"/pricing\"", "\"/prices\""),
        ("up to 45", "up to 46"),
        ("in last 7d", "in last 8d"),
        (">= 5", "> 5"),
        ("highest", "lowest"),
        ("in last 3d", "in last 4d"),
        ("hot >= 60", "hot > 60"),
        ("hot >= 60, cold", "warm >= 60, cold"),
        ("fit >= 25 and", "fit >= 25 or"),
        ("segment good", "segment best"),
        ("{heat.tier} {fit}", "{heat.tier}-{fit}"),
        ("score heat {", "score heat {\n  round 1"),
    ];
    for (from, to) in edits {
        assert!(RULES.contains(from), "{from}");
        assert_ne!(hash(&RULES.replacen(from, to, 1)), hash(RULES), "{from} to {to}");
    }
}

/// One file of lines and one of a table.
struct Files {
    lines: &'static str,
    table: &'static str,
}

impl Loader for Files {
    fn load(&self, _from: &str, path: &str) -> Result<Loaded, LoadError> {
        let text = if path.ends_with(".csv") { self.table } else { self.lines };
        Ok(Loaded { name: path.to_owned(), text: text.to_owned() })
    }
}

#[test]
fn the_contents_of_files_count_and_their_names_do_not() {
    let text = "let rivals = lines \"a.txt\"\nlet worth = csv \"t.csv\"\nscore s {\n  company in rivals => -5\n  always => worth[region]\n}\n";
    let of = |text: &str, files: &Files| {
        let checked = check("rules.score", text, files, &[]);
        let findings: Vec<_> = checked.diagnostics.iter().map(|finding| &finding.message).collect();
        lower(&checked.rules.unwrap_or_else(|| panic!("{findings:?}"))).hash()
    };
    let files = Files { lines: "acme\nmegacorp\n", table: "region,points\nnorth,1\nsouth,2\n" };
    let first = of(text, &files);
    assert_eq!(of(&text.replace("a.txt", "b.txt"), &files), first);
    assert_ne!(of(text, &Files { lines: "acme\n", ..files }), first);
    assert_ne!(of(text, &Files { table: "region,points\nnorth,1\nsouth,3\n", ..files }), first);
    assert_eq!(of(text, &Files { table: "region,points\nsouth,2\nnorth,1\n", ..files }), first);
}
