//! The text form on small ledgers made by hand; those of real rules are in `tests/cli.rs`.

use super::*;
use crate::values::Decimal;
use serde_json::json;

fn exact(text: &str) -> Exact {
    Exact(Decimal::parse(text).expect("a decimal"))
}

fn place(line: u64) -> Place {
    Place { file: "rules/lead.score".to_owned(), line, column: 3, end_line: line, end_column: 30 }
}

fn entry(rule: &str, kind: KindWord, points: &str, line: u64) -> LedgerEntry {
    LedgerEntry {
        rule: rule.to_owned(),
        owner: OwnerWord::Rule,
        name: Some(rule.to_owned()),
        text: rule.to_owned(),
        span: place(line),
        kind,
        points: exact(points),
        n_activities: 0,
        award: None,
        by: None,
        reason: None,
        clock: None,
        evidence: vec![],
        activities: vec![],
    }
}

fn seen(field: &str, observed: serde_json::Value, ty: &'static str) -> Evidence {
    Evidence { field: field.to_owned(), operator: None, expected: None, observed, ty, holds: Some(true) }
}

fn activity(age_days: u64) -> ActivityEvidence {
    ActivityEvidence {
        id: None,
        ty: "page_view".to_owned(),
        at: "2026-10-31T23:00:00Z".to_owned(),
        age: age_days,
        unit: "d",
        clock_age: None,
        factor: None,
        award: exact("15"),
        decay: exact("0"),
        dropped_by: None,
    }
}

fn score(name: &str, value: &str, tier: Option<TierOutcome>, entries: Vec<LedgerEntry>) -> ScoreExplanation {
    ScoreExplanation {
        name: name.to_owned(),
        purpose: None,
        value: exact(value),
        tier,
        reads: vec![],
        entries,
        notes: vec![],
        silent: None,
    }
}

fn explanation(scores: Vec<ScoreExplanation>) -> Explanation {
    Explanation {
        format_version: FORMAT_VERSION,
        rules: RulesIdentity { file: "rules/lead.score".to_owned(), hash: "0".repeat(64) },
        as_of: "2026-10-31T23:00:00Z".to_owned(),
        as_of_local: "2026-11-01 00:00".to_owned(),
        timezone: "Europe/Berlin".to_owned(),
        record: RecordIdentity {
            kind: "contact".to_owned(),
            id: "c-1042".to_owned(),
            name: Some("Ada Byron".to_owned()),
        },
        n_future_activities: 0,
        excluded: None,
        scores,
        labels: vec![LabelOutcome { name: "priority".to_owned(), value: Some("A1".to_owned()) }],
        segments: vec![SegmentOutcome { name: "mql".to_owned(), member: true }],
    }
}

/// The example of the language's own page: a composite over two scores, a cap, a decay.
fn full() -> Explanation {
    let next = NextTier {
        name: "hot".to_owned(),
        operator: ">=",
        threshold: exact("60"),
        short: exact("14.316459"),
        reached_by: Some("form_submit".to_owned()),
    };
    let warm = TierOutcome { name: "warm".to_owned(), set_by: None, next: Some(next) };
    let mut of_fit = entry("40% of fit", KindWord::Award, "20", 49);
    of_fit.name = None;
    of_fit.evidence = vec![seen("fit", json!(50), "number")];
    let mut of_engagement = entry("60% of engagement", KindWord::Award, "25.683541", 50);
    of_engagement.name = None;
    of_engagement.evidence = vec![seen("engagement", json!("42.805902".parse::<serde_json::Number>().ok()), "number")];
    let mut lead = score("lead", "45.683541", Some(warm), vec![of_fit, of_engagement]);
    lead.reads = vec!["fit".to_owned(), "engagement".to_owned()];

    let mut ceo = entry("ceo", KindWord::Award, "20", 15);
    ceo.evidence = vec![seen("job_title", json!("CEO"), "text")];
    ceo.reason = Some("decision maker".to_owned());
    let mut industry = entry("fit.3", KindWord::Award, "35", 17);
    industry.name = None;
    industry.text = "industry in [\"Healthcare\", \"Biotech\", \"Pharma\"]".to_owned();
    industry.evidence = vec![seen("industry", json!("Healthcare"), "text")];
    let mut range = entry("fit", KindWord::Range, "-5", 14);
    range.owner = OwnerWord::Score;
    range.by = Some("at most 50".to_owned());
    let fit_tier = TierOutcome { name: "A".to_owned(), set_by: None, next: None };

    let mut award = entry("pricing", KindWord::Award, "45", 40);
    award.n_activities = 3;
    award.activities = vec![activity(0), activity(4), activity(16)];
    let mut decay = entry("pricing", KindWord::Decay, "-2.194098", 40);
    decay.n_activities = 2;
    explanation(vec![
        score("fit", "50", Some(fit_tier), vec![ceo, industry, range]),
        score("engagement", "42.805902", None, vec![award, decay]),
        lead,
    ])
}

const PLAIN: TextStyle = TextStyle { color: false, width: 100 };

#[test]
fn the_page_of_the_language() {
    insta::assert_snapshot!(text(&full(), PLAIN));
}

#[test]
fn a_narrow_terminal_stacks_what_was_seen_below_the_label() {
    insta::assert_snapshot!(text(&full(), TextStyle { color: false, width: 60 }));
}

#[test]
fn colours_change_nothing_but_colours() {
    let colored = text(&full(), TextStyle { color: true, width: 100 });
    let mut plain = String::new();
    let mut in_escape = false;
    for c in colored.chars() {
        in_escape = in_escape || c == '\x1b';
        if !in_escape {
            plain.push(c);
        }
        in_escape = in_escape && c != 'm';
    }
    assert!(colored.contains('\x1b'));
    assert_eq!(plain, text(&full(), PLAIN));
}

#[test]
fn names_and_values_cannot_steer_the_terminal() {
    let mut hostile = full();
    hostile.record.name = Some("Ada\x1b[2J\nByron".to_owned());
    hostile.scores[0].entries[0].evidence[0].observed = json!("\u{202e}CEO\r");
    let shown = text(&hostile, PLAIN);
    assert!(shown.starts_with("Ada␛[2J␊Byron (c-1042)"), "{shown}");
    assert!(!shown.contains(['\x1b', '\r', '\u{202e}']), "{shown}");
}

#[test]
fn an_excluded_contact_says_why() {
    let mut excluded = explanation(vec![]);
    excluded.labels.clear();
    excluded.segments.clear();
    excluded.excluded = Some(Excluded {
        reason: "not a buyer".to_owned(),
        evidence: vec![seen("email_domain", json!("ourcompany.com"), "text")],
        span: place(11),
    });
    insta::assert_snapshot!(text(&excluded, PLAIN), @r#"
    Ada Byron (c-1042)                                              as of 2026-11-01 00:00 Europe/Berlin

    not scored: not a buyer
      email_domain is "ourcompany.com"    lead.score:11
    "#);
}

#[test]
fn what_has_not_happened_is_said() {
    let mut early = full();
    early.n_future_activities = 2;
    assert!(text(&early, PLAIN).ends_with("\n2 activities after that instant count for nothing\n"));
}

#[test]
fn every_figure_has_all_its_places() {
    let shown = text(&full(), PLAIN);
    for figure in ["+42.805902", "+20.00", "-5.00", "+25.683541", "14.316459 short"] {
        assert!(shown.contains(figure), "{figure} is not in\n{shown}");
    }
}

#[test]
fn wide_scripts_line_up() {
    let mut wide = full();
    wide.scores[0].entries[0].name = Some("社長".to_owned());
    wide.scores[0].entries[0].evidence[0].observed = json!("代表取締役社長");
    let shown = text(&wide, PLAIN);
    let columns: Vec<usize> =
        shown.lines().filter_map(|line| line.find("lead.score:").map(|at| columns::width(&line[..at]))).collect();
    assert!(columns.len() > 4 && columns.iter().all(|column| *column == columns[0]), "{columns:?}\n{shown}");
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    let schema = schemars::schema_for!(Explanation);
    let generated = format!("{}\n", serde_json::to_string_pretty(&schema).expect("a schema is JSON"));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schemas/explanation.schema.json");
    if std::env::var_os("SCORELINE_UPDATE").is_some() {
        std::fs::write(path, &generated).expect("the schema can be written");
    }
    let published = std::fs::read_to_string(path).unwrap_or_default();
    assert!(published == generated, "{path} is out of date: run this test with SCORELINE_UPDATE=1");
}
