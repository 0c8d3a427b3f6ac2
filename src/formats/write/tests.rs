use super::*;
use crate::ledger::{Entry, EntryKind, Note, NoteKind, ScoreResult};
use crate::typed::KindId;
use crate::values::Decimal;

fn shape() -> ResultShape {
    let score = |id, name: &str, tiers: &[&str]| ScoreShape {
        id,
        name: name.to_owned(),
        tiers: tiers.iter().map(|tier| (*tier).to_owned()).collect(),
    };
    ResultShape {
        kind: KindId(0),
        kind_name: ("contact".to_owned(), "contacts".to_owned()),
        scores: vec![score(0, "fit", &[]), score(2, "lead", &["hot", "warm"])],
        labels: vec![(0, "priority".to_owned())],
        segments: vec![(0, "mql".to_owned()), (1, "new, \"cold\"".to_owned())],
        reasons: vec!["not a buyer".to_owned()],
        owners: vec!["ceo".to_owned(), "lead.2".to_owned()],
    }
}

fn number(text: &str) -> Decimal {
    Decimal::parse(text).expect("a number of a test")
}

fn score(value: &str, tier: Option<u32>, entries: Vec<Entry>, notes: Vec<Note>) -> Option<ScoreResult> {
    Some(ScoreResult { value: number(value), tier, entries, notes })
}

fn ada() -> RecordResult {
    let entry = |owner, kind, points, n_activities| Entry { owner, kind, points: number(points), n_activities };
    let entries = vec![entry(0, EntryKind::Award, "60", 3), entry(1, EntryKind::Rounding, "-7.6", 0)];
    let notes = vec![Note { owner: 1, kind: NoteKind::AwardMissing, n: 2 }];
    RecordResult {
        id: "c-1042".into(),
        excluded: None,
        scores: vec![score("50", None, vec![], vec![]), None, score("52.4", Some(1), entries, notes)],
        labels: vec![Some("A\n\"1\"".into())],
        segments: vec![true, false],
    }
}

fn excluded() -> RecordResult {
    RecordResult {
        id: "=ü\u{1}".into(),
        excluded: Some(0),
        scores: vec![None, None, None],
        labels: vec![None],
        segments: vec![false, false],
    }
}

fn bare() -> RecordResult {
    RecordResult {
        id: "b".into(),
        excluded: None,
        scores: vec![score("-0.000001", None, vec![], vec![]), None, score("0", None, vec![], vec![])],
        labels: vec![None],
        segments: vec![true, true],
    }
}

fn written(format: ResultFormat, records: &[RecordResult]) -> String {
    let shape = shape();
    let mut writer = ResultsWriter::new(&shape, format, Vec::new());
    for record in records {
        writer.write(record).expect("memory takes all");
    }
    String::from_utf8(writer.finish().expect("memory takes all")).expect("output is UTF-8")
}

#[test]
fn a_line_has_its_keys_in_order_and_numbers_as_shortest_decimals() {
    let lines = written(ResultFormat::Ndjson { ledger: false }, &[ada(), bare(), excluded()]);
    let expected = concat!(
        r#"{"id":"c-1042","scores":{"fit":50,"lead":52.4},"tiers":{"lead":"warm"},"labels":{"priority":"A\n\"1\""},"segments":["mql"]}"#,
        "\n",
        r#"{"id":"b","scores":{"fit":-0.000001,"lead":0},"tiers":{},"labels":{},"segments":["mql","new, \"cold\""]}"#,
        "\n",
        r#"{"id":"=ü\u0001","excluded":"not a buyer"}"#,
        "\n",
    );
    assert_eq!(lines, expected);
}

#[test]
fn the_ledger_adds_up_to_the_score_and_notes_come_last() {
    let line = written(ResultFormat::Ndjson { ledger: true }, &[ada()]);
    let tail = concat!(
        r#","ledger":{"fit":[],"lead":[{"kind":"award","rule":"ceo","points":60,"activities":3},"#,
        r#"{"kind":"rounding","rule":"lead.2","points":-7.6}]},"#,
        r#""notes":{"lead":[{"kind":"award_missing","rule":"lead.2","n":2}]}}"#,
        "\n",
    );
    assert!(line.ends_with(tail), "{line}");
    let line = written(ResultFormat::Ndjson { ledger: true }, &[bare(), excluded()]);
    assert!(!line.contains("notes"), "{line}");
    assert!(line.ends_with("\"excluded\":\"not a buyer\"}\n"), "{line}");
}

#[test]
fn a_list_holds_the_same_objects() {
    assert_eq!(written(ResultFormat::Json { ledger: false }, &[]), "[]\n");
    let lines = written(ResultFormat::Ndjson { ledger: true }, &[ada(), bare()]);
    let list = written(ResultFormat::Json { ledger: true }, &[ada(), bare()]);
    assert_eq!(list, format!("[\n{}\n]\n", lines.trim_end().replace("\n{\"id\"", ",\n{\"id\"")));
}

#[test]
fn csv_quotes_what_has_to_be_quoted() {
    let table = written(ResultFormat::Csv, &[ada(), bare(), excluded()]);
    let expected = concat!(
        "id,fit,lead,lead.tier,priority,mql,\"new, \"\"cold\"\"\",excluded\n",
        "c-1042,50,52.4,warm,\"A\n\"\"1\"\"\",true,false,\n",
        "b,-0.000001,0,,,true,true,\n",
        "=ü\u{1},,,,,,,not a buyer\n",
    );
    assert_eq!(table, expected);
    assert_eq!(written(ResultFormat::Csv, &[]), "id,fit,lead,lead.tier,priority,mql,\"new, \"\"cold\"\"\",excluded\n");
}

#[test]
fn a_table_sorts_cuts_and_shows_at_least_two_places() {
    let mut out = Vec::new();
    let options = TableOptions { top: Some(2), sort: Some(2) };
    write_table(&shape(), &[excluded(), bare(), ada()], &options, &mut out).expect("memory takes all");
    let expected = concat!(
        "id            fit   lead  lead.tier  priority  mql   new, \"cold\"\n",
        "c-1042      50.00  52.40  warm       A␊\"1\"     true  false\n",
        "b       -0.000001   0.00                       true  true\n",
        "2 of 3 contacts\n",
    );
    assert_eq!(String::from_utf8(out).expect("output is UTF-8"), expected);
}

#[test]
fn only_the_scores_asked_for_are_there() {
    let shape = shape().with_scores(&["lead"]).expect("there is such a score");
    assert_eq!(shape.scores.iter().map(|score| &*score.name).collect::<Vec<_>>(), ["lead"]);
    let unknown = self::shape().with_scores(&["led"]).expect_err("there is no such score");
    assert_eq!(unknown.to_string(), "there is no score `led` of a contact; the nearest is `lead`");
}
