//! What our writers write reads back: results as a table of contacts, rejected records as the records they were.

use super::*;
use crate::ledger::{RecordResult, ScoreResult};
use crate::typed::KindId;
use crate::values::Decimal;
use proptest::prelude::*;

fn shape() -> ResultShape {
    let score =
        |id, name: &str| ScoreShape { id, name: name.to_owned(), tiers: vec!["hot".to_owned(), "cold".to_owned()] };
    ResultShape {
        kind: KindId(0),
        kind_name: ("contact".to_owned(), "contacts".to_owned()),
        scores: vec![score(0, "fit"), score(1, "lead")],
        labels: vec![(0, "priority".to_owned())],
        segments: vec![(0, "mql".to_owned()), (1, "old, \"cold\"".to_owned())],
        reasons: vec!["not a buyer; \"competitor\"\n".to_owned()],
        owners: vec![],
    }
}

fn any_result() -> impl Strategy<Value = RecordResult> {
    let score = (any::<i64>(), prop::option::of(0u32..2)).prop_map(|(micro, tier)| {
        let value = Decimal::from_micro(micro % 1_000_000_000_000_000_000);
        Some(ScoreResult { value, tier, entries: vec![], notes: vec![] })
    });
    let label = prop::option::of(any::<String>());
    let excluded = prop_oneof![4 => Just(None), 1 => Just(Some(0u32))];
    (any::<String>(), excluded, [score.clone(), score], label, any::<[bool; 2]>()).prop_map(
        |(id, excluded, scores, label, segments)| match excluded {
            Some(_) => RecordResult {
                id: id.into(),
                excluded,
                scores: vec![None, None],
                labels: vec![None],
                segments: vec![false; 2],
            },
            None => RecordResult {
                id: id.into(),
                excluded,
                scores: scores.to_vec(),
                labels: vec![label.map(Arc::from)],
                segments: segments.to_vec(),
            },
        },
    )
}

/// Results as contacts: every part of them is a field.
fn results_layout() -> Layout {
    let fields = vec![
        field("fit", Type::Number),
        field("lead", Type::Number),
        field("lead_tier", Type::ExactText),
        field("priority", Type::ExactText),
        field("mql", Type::YesNo),
        field("segments", Type::List(Box::new(Type::ExactText))),
        field("excluded", Type::ExactText),
    ];
    Layout {
        zone: Zone::utc(),
        kinds: vec![kind("contact", "contacts", fields)],
        activity_types: vec![],
        activities_declared: false,
        activity_fields: vec![],
    }
}

fn from(field: &str, way: &str) -> FieldFrom {
    FieldFrom { field: field.to_owned(), from: Way::new(way).into(), spelling: None }
}

fn source(fields: &[(&str, &str)]) -> RecordSource {
    let fields = fields.iter().map(|(field, way)| from(field, way)).collect();
    RecordSource { fields, ..RecordSource::contacts() }
}

/// By contact: id and values of the fields.
type Rows = Vec<(String, Vec<Value>)>;

fn rows(name: &str, bytes: &[u8], source: RecordSource) -> Result<Rows, TestCaseError> {
    let layout = results_layout();
    let mut reader = RecordsReader::new(&layout, ReadOptions::default(), None);
    let id = reader.add_source(source);
    let fail = |error: ReadError| TestCaseError::fail(format!("{error}"));
    reader.read(id, name, FileFormat::of_name(name), bytes).map_err(fail)?;
    let (records, report) = reader.finish(as_of()).map_err(fail)?;
    prop_assert!(report.fields.iter().all(|field| field.n_misfits == 0), "{report:?}");
    Ok(records.rows[0].iter().map(|row| (row.id.to_string(), row.values.clone())).collect())
}

/// What a result says, as JSON or as a table can say it.
fn expected(result: &RecordResult, as_table: bool) -> (String, Vec<Value>) {
    let score = |id: usize| result.scores[id].as_ref();
    let number = |id: usize| score(id).map_or(Value::Missing, |score| Value::Number(score.value));
    let tier = score(1).and_then(|score| score.tier).map(|tier| shape().scores[1].tiers[tier as usize].clone());
    let text = |text: Option<&str>| text.map_or(Value::Missing, Value::text);
    let is_known = result.excluded.is_none();
    let names: Vec<Value> = shape()
        .segments
        .iter()
        .filter(|(id, _)| is_known && result.segments[*id])
        .map(|(_, name)| Value::text(name))
        .collect();
    let values = vec![
        number(0),
        number(1),
        text(tier.as_deref()),
        text(result.labels[0].as_deref()),
        if as_table && is_known { Value::YesNo(result.segments[0]) } else { Value::Missing },
        if as_table { Value::Missing } else { Value::list(names) },
        text(result.excluded.map(|_| shape().reasons[0].clone()).as_deref()),
    ];
    (result.id.to_string(), values)
}

fn written(results: &[RecordResult], format: ResultFormat) -> Vec<u8> {
    let shape = shape();
    let mut writer = ResultsWriter::new(&shape, format, Vec::new());
    results.iter().for_each(|result| writer.write(result).expect("memory takes all"));
    writer.finish().expect("memory takes all")
}

proptest! {
    #[test]
    fn results_read_back_as_contacts(results in prop::collection::vec(any_result(), 0..6)) {
        let numbered = results.into_iter().enumerate();
        let results: Vec<RecordResult> =
            numbered.map(|(n, result)| RecordResult { id: format!("{}{n}", result.id).into(), ..result }).collect();
        let of_json = source(&[
            ("fit", "scores.fit"), ("lead", "scores.lead"), ("lead_tier", "tiers.lead"), ("priority", "labels.priority"),
        ]);
        for (name, format) in [
            ("scores.ndjson", ResultFormat::Ndjson { ledger: true }),
            ("scores.json", ResultFormat::Json { ledger: false }),
        ] {
            let expected: Rows = results.iter().map(|result| expected(result, false)).collect();
            prop_assert_eq!(rows(name, &written(&results, format), of_json.clone())?, expected);
        }
        let expected: Rows = results.iter().map(|result| expected(result, true)).collect();
        let of_table = source(&[("lead_tier", "lead.tier")]);
        prop_assert_eq!(rows("scores.csv", &written(&results, ResultFormat::Csv), of_table)?, expected);
    }

    #[test]
    fn rejected_records_read_back_as_they_were(lines in prop::collection::vec(any_line(), 1..8)) {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let first = read(&[contacts("a.ndjson", &text)]);
        prop_assert_eq!(first.report.n_rejected(), first.rejects.lines().count() as u64);
        for rejected in first.rejects.lines() {
            let rejected: serde_json::Value = serde_json::from_str(rejected).expect("a line of JSON");
            let record = rejected["record"].as_str().expect("the record");
            let line = rejected["line"].as_u64().expect("a line") as usize;
            prop_assert_eq!(record, lines[line - 1].trim_end());
            let again = read(&[contacts("a.ndjson", record)]);
            let reason = rejected["reason"].as_str().expect("a reason");
            let is_alone = again.report.sources[0].rejected.first().map(|bad| bad.reason.to_string());
            // A repeated id and the nearest name are about the other records.
            prop_assert!(
                is_alone.as_deref() == Some(reason) || reason.contains("is there twice with") || reason.contains("nearest"),
                "{reason}: {is_alone:?}"
            );
        }
    }
}

/// A line of a file of contacts, sound or not.
fn any_line() -> impl Strategy<Value = String> {
    let id = prop::sample::select(vec!["\"a\"", "\"b\"", "1", "null", "[]", "\"", "{}", "NaN", "\"\\ud800\""]);
    let title = prop::sample::select(vec!["\"CEO\"", "\"CTO\"", "1e5", "{\"x\":1,\"x\":2}", "tru"]);
    (id, title).prop_map(|(id, title)| format!("{{\"id\":{id},\"job_title\":{title}}}"))
}
