//! Sources of other shapes: ways into lists and batches, keys of other fields, merged ids, contacts of activities.

use super::*;

fn way(text: &str) -> FirstOf {
    Way::new(text).into()
}

fn from(field: &str, way: &str) -> FieldFrom {
    FieldFrom { field: field.to_owned(), from: Way::new(way).into(), spelling: None }
}

fn matching(way: &str, field: &str, ignore_case: bool) -> ContactFrom {
    let matches = Some(Matches { field: field.to_owned(), ignore_case });
    ContactFrom { from: Way::new(way), through: Vec::new(), matches }
}

fn by_id(way: &str) -> ContactFrom {
    ContactFrom { from: Way::new(way), through: Vec::new(), matches: None }
}

/// Contacts that activities find by their e-mail address.
fn contacts_by_email(bytes: &'static str) -> File<'static> {
    let mut source = RecordSource::contacts();
    let SourceOf::Kind(kind) = &mut source.of else { unreachable!("contacts are a kind") };
    kind.joins = vec!["email".to_owned()];
    File { source, name: "c.ndjson", bytes: bytes.as_bytes() }
}

fn activity_file(of: ActivitySource, bytes: &'static str) -> File<'static> {
    File { source: RecordSource::activities_from(of), name: "a.ndjson", bytes: bytes.as_bytes() }
}

fn whose(read: &Read) -> Vec<&str> {
    read.records.activities.iter().map(|activity| &*activity.contact).collect()
}

#[test]
fn ways_go_into_lists() {
    let mut source = RecordSource::kind("contacts", 0, "ids[type=lead].value");
    source.fields = vec![
        from("job_title", "jobs[-1].title"),
        from("interests", "tags[].name"),
        from("rating", "scores[0]"),
        from("address.city", "nothing[0].here"),
    ];
    let bytes =
        br#"{"ids":[{"type":"x","value":1},{"type":"lead","value":"007"}],"jobs":[{"title":"VP"},{"title":"CEO"}],
        "tags":[{"name":"ai"},{"other":1},{"name":["ml","db"]}],"scores":[4.5,5]}"#;
    let read = read(&[File { source, name: "a.json", bytes }]);
    let row = &read.records.rows[0][0];
    assert_eq!((&*row.id, &row.values[0], &row.values[2]), ("007", &Value::text("CEO"), &number("4.5")));
    assert_eq!(row.values[7], Value::list(["ai", "ml", "db"].map(Value::text).to_vec()));
    assert!(row.values[8].is_missing());
}

#[test]
fn every_other_field_stands_where_the_pattern_says() {
    let mut source = RecordSource::kind("contacts", 0, "vid");
    source.other_fields = vec!["properties.*.value".to_owned()];
    source.fields = vec![from("rating", "rating")];
    let bytes = br#"{"vid":5,"rating":3,"properties":{"job_title":{"value":"CEO","versions":[{"value":"VP"}]},"company_size":{"value":"900"}}}"#;
    let read = read(&[File { source, name: "a.json", bytes }]);
    let values = &read.records.rows[0][0].values;
    assert_eq!((&values[0], &values[1], &values[2]), (&Value::text("CEO"), &number("900"), &number("3")));
}

#[test]
fn batches_are_unfolded_with_what_stands_around_them() {
    let of = ActivitySource {
        contact: vec![by_id("who")],
        at: way("^.sent_at"),
        id: ActivityIdFrom::Declared(way("^.batch")),
        ..ActivitySource::default()
    };
    let mut source = RecordSource::activities_from(of);
    source.each = vec![Way::of_batch("events[]")];
    source.fields = vec![from("campaign", "^.campaign")];
    let bytes = "{\"batch\":1,\"sent_at\":\"2026-10-01\",\"campaign\":\"spring\",\"events\":[\n {\"who\":\"a\",\"type\":\"bounce\"},\n {\"type\":\"bounce\"},\n {\"who\":\"b\",\"type\":\"bounce\"}]}\n{\"events\":[]}\n{\"no\":1}\n{\"batch\":2,\"sent_at\":\"2026-10-02\",\"events\":{\"who\":\"c\",\"type\":\"bounce\"}}";
    let read = read(&[File { source, name: "a.json", bytes: bytes.as_bytes() }]);
    assert_eq!(whose(&read), ["a", "b", "c"]);
    assert_eq!(read.records.activities[1].values[2], Value::text("spring"));
    let said: Vec<String> = read.report.sources[0].rejected.iter().map(BadRecord::to_string).collect();
    assert_eq!(said, ["a.json:3: no `who`", "a.json:6:1: no `events[]`"]);
    let rejected: serde_json::Value =
        serde_json::from_str(read.rejects.lines().next().expect("two lines")).expect("JSON");
    assert_eq!(rejected["record"], "{\"type\":\"bounce\"}");
}

#[test]
fn batches_of_batches_reach_both_records_around() {
    let of = ActivitySource {
        contact: vec![by_id("^.^.who")],
        at: way("at"),
        ty: way_type("^.type"),
        ..ActivitySource::default()
    };
    let mut source = RecordSource::activities_from(of);
    source.each = vec![Way::of_batch("groups[].visits[]")];
    let bytes = br#"{"who":"a","groups":[{"type":"page_view","visits":[{"at":"2026-10-01"},{"at":"2026-10-02"}]},{"type":"bounce","visits":[{"at":"2026-10-03"}]}]}"#;
    let read = read(&[File { source, name: "a.json", bytes }]);
    let seen: Vec<(&str, &str)> =
        read.records.activities.iter().map(|activity| (&*activity.contact, &*activity.ty)).collect();
    assert_eq!(seen, [("a", "page_view"), ("a", "page_view"), ("a", "bounce")]);
}

fn way_type(text: &str) -> TypeFrom {
    TypeFrom::Field(way(text))
}

#[test]
fn texts_that_hold_json_are_read_as_what_they_hold() {
    let mut source = RecordSource::contacts();
    source.json_texts = vec![Way::new("interests"), Way::new("more")];
    source.fields = vec![from("job_title", "more.title")];
    let csv = "id,interests,more\na,\"[\"\"ai\"\",\"\"ml\"\"]\",\"{\"\"title\"\":\"\"CEO\"\"}\"\nb,[],\nc,\"[\"\"ai\",\"{\"\"x\"\":1,\"\"x\"\":2}\"\n";
    let json = r#"[{"id":"a","interests":"[\"ai\",\"ml\"]","more":"{\"title\":\"CEO\"}"},{"id":"b","interests":"[]","more":null},{"id":"c","interests":"[\"ai","more":"{\"x\":1,\"x\":2}"}]"#;
    for (name, bytes) in [("a.csv", csv), ("a.json", json)] {
        let read = read(&[File { source: source.clone(), name, bytes: bytes.as_bytes() }]);
        let values = |row: usize| &read.records.rows[0][row].values;
        assert_eq!(values(0)[7], Value::list(["ai", "ml"].map(Value::text).to_vec()));
        assert_eq!((&values(0)[0], &values(1)[7]), (&Value::text("CEO"), &Value::Missing));
        let interests = read.report.fields.iter().find(|field| field.name == "interests").expect("it is used");
        assert_eq!(
            (interests.n_misfits, interests.misfits[0].why.to_string()),
            (1, "does not hold JSON".to_owned()),
            "{name}"
        );
    }
}

#[test]
fn activities_find_contacts_by_another_field() {
    let people = "{\"id\":\"1\",\"email\":\"Jane@x.com\"}\n{\"id\":\"2\",\"email\":[\"joe@x.com\",\"shared@x.com\"]}\n{\"id\":\"3\",\"email\":\"shared@x.com\"}\n{\"id\":\"4\"}\n{\"id\":\"nobody@x.com\",\"email\":\"else@x.com\"}\n";
    let of = |ignore_case| ActivitySource {
        contact: vec![matching("to", "email", ignore_case)],
        ..ActivitySource::default()
    };
    let lines = "{\"to\":\"jane@X.com \",\"type\":\"bounce\",\"at\":\"2026-10-01\"}\n{\"to\":\"shared@x.com\",\"type\":\"bounce\",\"at\":\"2026-10-01\"}\n{\"to\":\"nobody@x.com\",\"type\":\"bounce\",\"at\":\"2026-10-01\"}\n";
    let found = read(&[activity_file(of(true), lines), contacts_by_email(people)]);
    // Contacts may come after; an address that several have is theirs; one that is spelled like an id is not.
    assert_eq!(whose(&found), ["1", "2", "email=nobody@x.com", "3"]);
    let source = &found.report.sources[0];
    assert_eq!((source.n_read, source.n_kept, source.n_shared, source.n_unknown_contacts), (3, 3, 1, 1));
    let exact = read(&[activity_file(of(false), lines), contacts_by_email(people)]);
    assert_eq!(whose(&exact)[0], "jane@X.com ");
    assert_eq!(exact.report.sources[0].n_unknown_contacts, 2);
}

#[test]
fn of_several_keys_the_first_that_leads_to_a_contact_counts() {
    let contact = vec![by_id("userId"), by_id("anonymousId"), matching("email", "email", true)];
    let of = ActivitySource { contact, ..ActivitySource::default() };
    let people = "{\"id\":\"u1\",\"email\":\"a@x.com\"}\n{\"id\":\"u2\",\"email\":\"b@x.com\"}\n";
    let lines = concat!(
        "{\"userId\":\"u1\",\"email\":\"b@x.com\",\"type\":\"bounce\",\"at\":\"2026-10-01\"}\n",
        "{\"userId\":\"u9\",\"email\":\"b@x.com\",\"type\":\"bounce\",\"at\":\"2026-10-01\"}\n",
        "{\"userId\":null,\"anonymousId\":\"u2\",\"type\":\"bounce\",\"at\":\"2026-10-01\"}\n",
        "{\"userId\":\"\",\"anonymousId\":\"x\",\"email\":\"z@x.com\",\"type\":\"bounce\",\"at\":\"2026-10-01\"}\n",
        "{\"userId\":\"\",\"type\":\"bounce\",\"at\":\"2026-10-01\"}\n",
    );
    let read = read(&[activity_file(of, lines), contacts_by_email(people)]);
    assert_eq!(whose(&read), ["u1", "u2", "u2", "x"]);
    assert_eq!(read.report.sources[0].rejected[0].to_string(), "a.ndjson:5: no `userId` or `anonymousId` or `email`");
}

#[test]
fn merged_contacts_are_one() {
    let aliases = |bytes: &'static str| File {
        source: RecordSource::new("aliases", SourceOf::Aliases(AliasSource { old: way("old"), new: way("new") })),
        name: "m.csv",
        bytes: bytes.as_bytes(),
    };
    let people = contacts(
        "c.ndjson",
        "{\"id\":\"now\",\"job_title\":\"CEO\"}\n{\"id\":\"before\",\"job_title\":\"VP\"}\n{\"id\":\"only\"}\n",
    );
    let lines = "{\"contact_id\":\"long ago\",\"type\":\"bounce\",\"at\":\"2026-10-01\"}\n{\"contact_id\":\"only\",\"type\":\"bounce\",\"at\":\"2026-10-01\"}\n";
    let merged = "old,new\nlong ago,before\nbefore,now\nonly,other\nbefore,now\nsame,same\n";
    let read = read(&[people, activities("a.ndjson", lines), aliases(merged)]);
    assert_eq!(ids(&read), ["now", "other"]);
    assert_eq!(whose(&read), ["now", "other"]);
    assert_eq!((read.report.sources[0].n_kept, read.report.sources[0].n_repeats), (2, 1));
    assert_eq!(
        refused(&[aliases("old,new\na,b\na,c\n")]),
        "m.csv:3: `a` was merged into `b` already, by another record"
    );
    assert_eq!(refused(&[aliases("old,new\nx,a\na,b\nb,a\n")]), "m.csv:4: merged ids go in a circle: `a`, `b`");
    let chain: String = (0..100_000).map(|n| format!("{n},{}\n", n + 1)).collect();
    let chain = format!("old,new\n{chain}");
    let first = activities("a.ndjson", "{\"contact_id\":\"0\",\"type\":\"bounce\",\"at\":\"2026-10-01\"}");
    assert_eq!(whose(&self::read(&[first, aliases(Box::leak(chain.into_boxed_str()))])), ["100000"]);
}

#[test]
fn contacts_may_be_known_from_activities_only() {
    let of = ActivitySource {
        makes_contacts: true,
        facts: vec![from("job_title", "title"), from("level", "level")],
        ..ActivitySource::default()
    };
    let lines = concat!(
        "{\"contact_id\":\"z\",\"type\":\"bounce\",\"at\":\"2026-10-03\",\"title\":\"CEO\",\"level\":\"junior\"}\n",
        "{\"contact_id\":\"m\",\"type\":\"bounce\",\"at\":\"2026-10-01\",\"title\":\"VP\"}\n",
        "{\"contact_id\":\"z\",\"type\":\"bounce\",\"at\":\"2026-10-02\",\"title\":\"VP\",\"level\":\"senior\"}\n",
        "{\"contact_id\":\"z\",\"type\":\"bounce\",\"at\":\"2026-10-04\",\"title\":\"\",\"level\":\"boss\"}\n",
        "{\"contact_id\":\"z\",\"type\":\"bounce\",\"at\":\"2027-10-03\",\"title\":\"later\"}\n",
        "{\"contact_id\":\"later\",\"type\":\"bounce\",\"at\":\"2027-10-03\"}\n",
        "{\"contact_id\":\"a\",\"type\":\"bounce\",\"at\":\"2026-10-03\",\"title\":\"of the activity\",\"level\":\"senior\"}\n",
        "{\"contact_id\":\"\",\"type\":\"bounce\",\"at\":\"2026-10-03\"}\n",
    );
    let options = ReadOptions { on_bad_record: OnBadRecord::Skip, as_of: Some(as_of()), ..ReadOptions::default() };
    let people = contacts("c.ndjson", "{\"id\":\"a\",\"job_title\":\"of the file\"}");
    let read = read_with(options, &[activity_file(of, lines), people]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(ids(&read), ["a", "m", "z"]);
    let title = |row: usize| read.records.rows[0][row].values[0].as_text().unwrap_or_default().to_owned();
    assert_eq!([title(0), title(1), title(2)], ["of the file", "VP", "CEO"]);
    assert_eq!(
        (&read.records.rows[0][0].values[6], &read.records.rows[0][2].values[6]),
        (&Value::Choice(1), &Value::Choice(0))
    );
    let source = &read.report.sources[0];
    assert_eq!((source.n_made_contacts, source.n_rejected, source.n_unknown_contacts, source.n_future), (2, 1, 0, 2));
    let titles = read.report.fields.iter().find(|field| field.name == "job_title").expect("it is used");
    assert_eq!((titles.n_records, titles.n_missing, titles.absent), (3, 0, false));
}

#[test]
fn types_are_constant_mapped_or_in_the_name_of_the_file() {
    let line = "{\"contact_id\":\"a\",\"event\":\"open\",\"at\":\"2026-10-01\"}";
    let types = |ty: TypeFrom, name: &'static str| {
        let type_map = vec![("open".to_owned(), "page_view".to_owned())];
        let of = ActivitySource { ty, type_map, ..ActivitySource::default() };
        let file = File { source: RecordSource::activities_from(of), name, bytes: line.as_bytes() };
        read_with(ReadOptions::default(), &[file])
            .map(|read| read.records.activities[0].ty.to_string())
            .map_err(|error| error.to_string())
    };
    assert_eq!(types(TypeFrom::Constant("bounce".to_owned()), "a.json").as_deref(), Ok("bounce"));
    assert_eq!(types(way_type("event"), "a.json").as_deref(), Ok("page_view"));
    let named = || TypeFrom::FileName { before: "email_".to_owned(), after: ".json".to_owned() };
    assert_eq!(types(named(), "data/email_open.json").as_deref(), Ok("page_view"));
    assert_eq!(types(named(), "data/email_click.json").as_deref(), Ok("click"));
    let said = types(named(), "email_.json").expect_err("no type");
    assert_eq!(said, "email_.json: its name is not of the form `email_*.json`, which is to say the type");
}

#[test]
fn records_of_other_kinds_are_passed_over_and_counted() {
    let mut source = RecordSource::contacts();
    source.only = vec![
        Only { from: Way::new("kind"), values: vec!["Person".to_owned()] },
        Only { from: Way::new("id"), values: Vec::new() },
    ];
    let lines = "{\"kind\":\"person\",\"id\":\"a\"}\n{\"kind\":\"deal\",\"id\":\"b\"}\n{\"kind\":\"person\",\"id\":null}\n{\"id\":\"c\"}\n";
    let read = read(&[File { source, name: "a.ndjson", bytes: lines.as_bytes() }]);
    assert_eq!(ids(&read), ["a"]);
    assert_eq!((read.report.sources[0].n_read, read.report.sources[0].n_passed_over), (1, 3));
}

#[test]
fn times_in_the_spelling_of_the_source() {
    let time =
        TimeSpelling { formats: vec![TimeFormat::new("%d-%m-%Y").expect("a pattern")], ..TimeSpelling::default() };
    let of =
        ActivitySource { at_spelling: Some(Spelling { time, ..Spelling::default() }), ..ActivitySource::default() };
    let line = |at: &str| format!("{{\"contact_id\":\"a\",\"type\":\"bounce\",\"at\":\"{at}\"}}");
    let of_line = |at: &str| File {
        source: RecordSource::activities_from(of.clone()),
        name: "a.ndjson",
        bytes: Box::leak(line(at).into_boxed_str()).as_bytes(),
    };
    assert_eq!(read(&[of_line("03-04-2026")]).records.activities[0].at, time_of("2026-04-03"));
    let said = refused(&[of_line("2026-04-03")]);
    assert_eq!(said, "a.ndjson:1: `at` is no time: `2026-04-03` fits none of the declared patterns of times");
}

fn time_of(text: &str) -> Instant {
    super::time(text)
}

#[test]
fn a_wrong_unit_is_told() {
    let lines = |at: &str| format!("{{\"contact_id\":\"a\",\"type\":\"bounce\",\"at\":{at}}}");
    let with = |unit, at: &str| File {
        source: RecordSource::activities().with_time_unit(EpochUnit::from_sign(unit)),
        name: "a.ndjson",
        bytes: Box::leak(lines(at).into_boxed_str()).as_bytes(),
    };
    assert_eq!(
        refused(&[with("s", "1793520000000")]),
        "a.ndjson:1: `at` is no time: `1793520000000` is not in the years 0001 to 9999 when it counts `s`; it probably counts `ms`"
    );
    let read = read(&[with("ms", "1793520000")]);
    let odd = &read.report.sources[0].odd_times;
    let (first, _, line) = odd.first.as_ref().expect("it is odd");
    assert_eq!((odd.n, &*first.read, first.likely_unit, *line), (1, "1970-01-21T18:12:00Z", Some("s"), 1));
}

#[test]
fn a_key_of_several_fields_is_all_of_them() {
    let mut source = RecordSource::kind("accounts", 1, "a");
    let SourceOf::Kind(kind) = &mut source.of else { unreachable!("accounts are a kind") };
    (kind.key, kind.is_whole_key) = (FirstOf(vec![Way::new("a"), Way::new("b")]), true);
    let file = |bytes: &'static str| File { source: source.clone(), name: "a.csv", bytes: bytes.as_bytes() };
    let found = read(&[file("a,b\n1,2\n1,3\n1,\n")]);
    let ids: Vec<&str> = found.records.rows[1].iter().map(|row| &*row.id).collect();
    assert_eq!(ids, ["1/2", "1/3"]);
    assert_eq!(found.report.sources[0].rejected[0].to_string(), "a.csv:4: no `b`");
    assert_eq!(refused(&[file("a,c\n")]), "a.csv:1: the header has no column `b`");
}

#[test]
fn an_object_where_a_key_is_meant_is_passed_over_for_the_next_way() {
    let contact = [Way::new("customer"), Way::new("customer.id")];
    let contact = contact.map(|from| ContactFrom { from, through: Vec::new(), matches: None }).to_vec();
    let of = ActivitySource { contact, makes_contacts: true, ..ActivitySource::default() };
    let lines = "{\"customer\":{\"id\":\"a\"},\"type\":\"bounce\",\"at\":\"2026-10-01\"}\n\
                 {\"customer\":\"b\",\"type\":\"bounce\",\"at\":\"2026-10-01\"}\n\
                 {\"customer\":{},\"type\":\"bounce\",\"at\":\"2026-10-01\"}\n";
    let found = read(&[File { source: RecordSource::activities_from(of), name: "a.ndjson", bytes: lines.as_bytes() }]);
    assert_eq!(ids(&found), ["a", "b"]);
    let rejected = found.report.sources[0].rejected[0].to_string();
    assert_eq!(rejected, "a.ndjson:3: `customer` has to be a text or a number, this is an object");
}

#[test]
fn what_a_text_without_json_would_have_held_is_told() {
    let from = |field: &str, way| FieldFrom { field: field.to_owned(), from: Way::new(way).into(), spelling: None };
    let source = RecordSource {
        json_texts: vec![Way::new("props")],
        fields: vec![from("job_title", "props.title")],
        ..RecordSource::contacts()
    };
    let table = "id,props\na,\"{\"\"title\"\":\"\"CEO\"\"}\"\nb,{}\nc,nothing\nd,\n";
    let found = read(&[File { source, name: "a.csv", bytes: table.as_bytes() }]);
    let title = &found.report.fields[0];
    assert_eq!((title.n_records, title.n_missing, title.n_misfits), (4, 3, 1));
    assert_eq!((title.misfits[0].line, title.misfits[0].why.to_string()), (4, "does not hold JSON".to_owned()));
}
