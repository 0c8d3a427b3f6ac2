use super::*;
use crate::formats::{FileFormat, Project, Sampled, look_at, sample};
use crate::source::SourceId;
use crate::syntax::print::print;
use proptest::prelude::*;

/// A source of one file.
fn source(role: Role, name: &str, bytes: &[u8]) -> Source {
    let look = look_at(name, FileFormat::of_name(name), None, bytes).expect("it can be read");
    let mut documents = Profile::new();
    sample(name, &look, bytes, 1000, &mut |record| documents.add(record, None)).expect("it can be read");
    let batch = batch(&documents, role == Role::Activities);
    let mut profile = Profile::new();
    let mut take = |record: &Sampled| match &batch {
        None => profile.add(record, None),
        Some(batch) => {
            let around = batch.around(record);
            batch.records(record).iter().for_each(|inner| profile.add(inner, Some(&around)));
        }
    };
    let sampled = sample(name, &look, bytes, 1000, &mut take).expect("it can be read");
    Source {
        role,
        files: vec![name.to_owned()],
        file_names: vec![name.to_owned()],
        look,
        name_says_format: true,
        batch,
        profile,
        whole: if sampled.is_whole { Ok(()) } else { Err(1000) },
        has_short_lines: sampled.first_bad.as_ref().is_some_and(|bad| bad.reason.is_short_line()),
        bad: sampled.first_bad.map(|bad| (sampled.n_bad, bad.to_string())),
    }
}

/// Both texts, one below the other, after what holds for every proposal.
fn proposed(sources: &[Source]) -> String {
    let Proposal { schema, project, .. } = sound(sources);
    format!("{schema}\n-- scoreline.toml\n\n{project}")
}

/// A proposal that can be read, and is laid out.
fn sound(sources: &[Source]) -> Proposal {
    let proposal = propose(sources);
    let parsed = crate::syntax::parse(SourceId(0), &proposal.schema);
    assert!(parsed.findings.is_empty(), "{}\n{:?}", proposal.schema, parsed.findings);
    assert_eq!(print(&parsed.file, &proposal.schema), proposal.schema, "it is laid out");
    let project = Project::from_toml("scoreline.toml", &proposal.project);
    let project = project.unwrap_or_else(|error| panic!("{error} {:?}\n{}", error.help, proposal.project));
    assert_eq!(project.sources.len(), sources.len());
    proposal
}

/// Records made of a line each, for fields that show what they are only with many of them.
fn many(header: &str, n: u64, line: impl Fn(u64) -> String) -> String {
    (0..n).fold(format!("{header}\n"), |text, at| format!("{text}{}\n", line(at)))
}

#[test]
fn a_table_of_leads() {
    let lead = |at: u64| {
        let source = ["Google", "google", "Reference", "Select"][(at % 4) as usize];
        let quality = ["01.High", "02.Medium", "03.Low"][(at % 3) as usize];
        let size = if at == 7 { "unknown".to_owned() } else { (at * 10).to_string() };
        let revenue = format!("{}.250,50", at + 1);
        format!("p-{at};{source};{quality};{size};\"{revenue}\";Yes;0{at};a|b c;{};2026-11-{:02}", at % 2, at % 28 + 1)
    };
    let header = "Prospect ID;Lead Source;Quality;Company size;Revenue;Do Not Email;zip;Interests;Converted;Since";
    let csv = many(header, 60, lead);
    insta::assert_snapshot!(proposed(&[source(Role::Contacts, "leads.csv", csv.as_bytes())]));
}

#[test]
fn a_crm_and_its_mail_provider() {
    let contact = |at: u64| {
        format!(
            r#"{{"id":"c-{at}","properties":{{"email":{{"value":"P{at}@x.com","versions":[{{"value":"a"}}]}},"jobtitle":{{"value":"CEO","versions":[]}},"createdate":{{"value":"168044809968{}","versions":[]}},"associatedcompanyid":{{"value":"90{at}","versions":[]}}}}}}"#,
            at % 10
        )
    };
    let contacts: String = (0..8).map(|at| contact(at) + "\n").collect();
    let companies = many("Company ID,name", 8, |at| format!("90{at},Company {at}"));
    let mail = r#"{"sent":1, "events":[
        {"email":"p1@x.com","event":"open","timestamp":1793520000,"sg_event_id":"e1","tags":["a","b"]},
        {"email":"p2@x.com","event":"click","timestamp":1793520060.5,"sg_event_id":"e2","url":"https://x.com/","meta":"{\"campaign\":\"spring\"}"},
        {"email":"p3@x.com","event":"open","timestamp":1793520120,"sg_event_id":"e3","tags":[]}]}"#;
    insta::assert_snapshot!(proposed(&[
        source(Role::Contacts, "contacts.ndjson", contacts.as_bytes()),
        source(Role::Kind("company".to_owned()), "companies.csv", companies.as_bytes()),
        source(Role::Activities, "mail.json", mail.as_bytes()),
    ]));
}

#[test]
fn a_log_from_which_the_contacts_are_known() {
    let event = |at: u64| {
        let user = at % 12;
        let (page, level) =
            (["Home", "NextSong", "Help me"][(at % 3) as usize], if user == 3 && at > 40 { "paid" } else { "free" });
        let who = if at == 5 { String::new() } else { user.to_string() };
        let song = if at % 3 == 1 { format!("\"Song {at}\"") } else { "null".to_owned() };
        format!(
            r#"{{"ts":{},"userId":"{who}","page":"{page}","level":"{level}","city":"City {user}","song":{song},"id":7,"never":null}}"#,
            1541121934796_u64 + at * 1000
        )
    };
    let log: String = (0..72).map(|at| event(at) + "\n").collect();
    insta::assert_snapshot!(proposed(&[source(Role::Activities, "2026-11-01-log.json", log.as_bytes())]));
}

#[test]
fn what_nothing_tells_is_asked() {
    let csv = many("buyer_id,date,amount,paid,paid", 9, |at| {
        format!("{:03},0{}/0{}/2026,\"1,{at}00\",x,y", at % 4, at % 9 + 1, at % 5 + 1)
    });
    let proposal = proposed(&[source(Role::Activities, "sales.csv", csv.as_bytes())]);
    assert!(proposal.contains("# time = { field = \"date\", format = \"%d/%m/%Y\" }"), "{proposal}");
    assert!(proposal.contains("# time = { field = \"date\", format = \"%m/%d/%Y\" }"), "{proposal}");
    insta::assert_snapshot!(proposal);
}

#[test]
fn rows_without_names() {
    let text =
        many(" 1 19970101 2 11.77", 30, |at| format!(" {:05} 199701{:02}  {}  {}.50", at % 9, at % 28 + 1, at % 4, at));
    insta::assert_snapshot!(proposed(&[source(Role::Activities, "sales.csv", text.as_bytes())]));
}

#[test]
fn tables_that_link_others() {
    let contacts = many("id,email", 3, |at| format!("10{at},p{at}@x.com"));
    let deals = many("deal_id,amount", 3, |at| format!("20{at},{at}000.5"));
    let both = many("deal_id,contact_id,role", 3, |at| format!("20{at},10{at},buyer"));
    let proposal = proposed(&[
        source(Role::Contacts, "contacts.csv", contacts.as_bytes()),
        source(Role::Kind("deal".to_owned()), "deals.csv", deals.as_bytes()),
        source(Role::Kind("deal_contact".to_owned()), "deal_contacts.csv", both.as_bytes()),
    ]);
    for line in
        ["deal: deal by deal_id", "contact: contact by contact_id", "key = { all = [\"deal_id\", \"contact_id\"] }"]
    {
        assert!(proposal.contains(line), "{line}\n{proposal}");
    }
}

#[test]
fn types_stand_in_the_names_of_files() {
    let mut source = source(Role::Activities, "mail_open.csv", b"contact_id,at\nc-1,2026-11-01T09:00:00Z\n");
    source.file_names = ["mail_open.csv", "mail_click.csv", "mail_spam-report.csv"].map(str::to_owned).to_vec();
    let Proposal { schema, project, .. } = sound(&[source]);
    assert!(project.contains("type = { file = \"mail_*.csv\" }"), "{project}");
    for ty in ["activity open", "activity click", "activity `spam-report`"] {
        assert!(schema.contains(ty), "{ty}\n{schema}");
    }
}

#[test]
fn names_that_clash_or_cannot_be_said_are_told() {
    let text = r#"{"contact_id":"c","at":"2026-11-01T09:00:00Z","type":"activity","id":"x","kind":{"a.b":1,"a":{"b":2}},"tick`":1,"":2,"*":3,"x.y":{"z":1}}"#;
    let Proposal { schema, project, .. } = sound(&[source(Role::Activities, "a.json", text.as_bytes())]);
    assert!(schema.contains("activity activity_of_source"), "{schema}");
    assert!(project.contains("map = { activity = \"activity_of_source\" }"), "{project}");
    assert!(schema.contains("own_id") && project.contains("own_id = \"id\""), "{schema}{project}");
    assert!(schema.contains("out of reach") && schema.contains("`x.y.z`"), "{schema}");
    assert!(project.contains("tick_ = \"tick`\""), "{project}");
}

#[test]
fn a_sample_says_that_it_is_one() {
    let mut source = source(Role::Contacts, "a.csv", b"id,x\n1,2\n");
    source.whole = Err(1000);
    let Proposal { schema, project, .. } = sound(&[source]);
    for text in [schema, project] {
        assert!(text.contains("1 record read, the first 1,000 of each file"), "{text}");
    }
}

fn value() -> impl Strategy<Value = Sampled> {
    let text = prop_oneof![
        "[ -~]{0,12}",
        "\\PC{0,8}",
        Just("01/02/2026".to_owned()),
        Just("2026-11-01 9:30".to_owned()),
        Just("Select".to_owned()),
        Just("-".to_owned()),
        Just("a;b".to_owned()),
        Just("{\"k\":[1,{\"x y\":2}]}".to_owned()),
    ];
    let leaf = prop_oneof![
        Just(Sampled::Null),
        any::<bool>().prop_map(Sampled::YesNo),
        "-?[1-9][0-9]{0,15}(\\.[0-9]{1,8})?".prop_map(Sampled::Number),
        text.prop_map(Sampled::Text),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let key = prop_oneof!["[a-z_.*`\\[\\]^ ]{0,6}", "\\PC{0,4}", Just("id".to_owned()), Just("email".to_owned())];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Sampled::List),
            prop::collection::vec((key, inner), 0..5).prop_map(|mut entries| {
                entries.sort_by(|a, b| a.0.cmp(&b.0));
                entries.dedup_by(|a, b| a.0 == b.0);
                Sampled::Object(entries)
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the records are: the proposal can be read, is laid out, and is the same again.
    #[test]
    fn any_records_give_a_proposal_that_can_be_read(records in prop::collection::vec(value(), 1..8), activities in any::<bool>()) {
        let of = |role: Role| {
            let mut source = source(role, "a.ndjson", b"");
            records.iter().for_each(|record| source.profile.add(record, None));
            source
        };
        let role = if activities { Role::Activities } else { Role::Contacts };
        let proposal = sound(&[of(role.clone())]);
        prop_assert_eq!(proposal, propose(&[of(role)]));
    }
}

#[test]
fn objects_whose_names_are_keys_are_batches() {
    let bytes = r#"{"users":{"u1":{"mail":"a@x.com","plan":"pro"},"u2":{"mail":"b@x.com"},"u3":{"mail":"c@x.com","plan":"free"}}}"#;
    let said = proposed(&[source(Role::Contacts, "users.json", bytes.as_bytes())]);
    for line in ["each = \"users.*\"", "key = \"@key\"", "  plan: text"] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let ordinary = r#"{"id":1,"home":{"street":"a","city":"b"},"work":{"street":"c","city":"d"},"post":{"street":"e","city":"f"}}"#;
    assert!(!proposed(&[source(Role::Contacts, "c.json", ordinary.as_bytes())]).contains("each ="));
}

#[test]
fn what_stands_around_a_table_is_told() {
    let sheet = "Leads;;;\n\nNr;Name;Land;Ort\n1;Ada;DE;x\n2;Ben;FR;\nSumme;;;7\n";
    let said = proposed(&[source(Role::Contacts, "leads.csv", sheet.as_bytes())]);
    for line in ["skip_lines = 2", "except = { Nr = \"Summe\" }"] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let report = "Id,Mail,Land\n1,a@x.com,b\n2,b@x.com,c\n\"By: me\"\n";
    let said = proposed(&[source(Role::Contacts, "r.csv", report.as_bytes())]);
    for line in ["# short_lines = true", "# only = { Mail = true }"] {
        assert!(said.contains(line), "{line}\n{said}");
    }
}
