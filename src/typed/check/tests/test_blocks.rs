//! `test` blocks: records, expectations, cases.

use super::{check_with, each_gives, findings};
use crate::typed::{CondKind, Expected};
use crate::values::{Instant, Value};

const RULES: &str = r#"
contact { job: text, size: whole number, ind: one of "A", "B", tags: list of text, start: date, account: account by account_id }
account { employees: number }
activity view { url: text, n: number }
param p = 5
ceo: job == "CEO" => +20
named: match size { 1..5 => +1, 6..9 => +2, else => 0 }
group "G" up to 5 { view => +1 }
score heat of account { view => +1 }
segment good when score > 5
label size_label = "{size}"
"#;

fn checked(body: &str) -> super::Checked {
    check_with(&format!("{RULES}test \"t\" {{\n  as of 2026-11-01T12:00:00Z\n{body}\n}}\n"), [])
}

#[test]
fn records_become_rows_and_activities() {
    let checked = checked(
        "contact { id: \"a\", job: \"CEO\", size: 5, ind: \"b\", tags: [\"x\", \"y\"], start: 3d ago, account_id: \"acme\" }
         account { id: \"acme\", employees: 6 }
         contact { id: \"b\", size: missing }
         3 x view { contact_id: \"a\", at: 2h ago, n: 5 }
         view { contact_id: \"b\", at: 2026-10-31, id: \"v\" }
         expect score of \"a\" == 5",
    );
    assert_eq!(findings(&checked), "");
    let test = checked.rules.expect("sound").tests.remove(0);
    let contacts = &test.records.rows[0];
    assert_eq!(contacts.iter().map(|row| &*row.id).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(contacts[0].values[2], Value::Choice(1), "as text compares");
    assert_eq!(contacts[0].values[4].to_owned(), Value::Date(crate::values::Date::parse("2026-10-29").expect("a day")));
    assert!(contacts[1].values.iter().all(Value::is_missing));
    assert_eq!(contacts[0].values.len(), contacts[1].values.len());
    assert_eq!(test.records.rows[1][0].values, [Value::Number(crate::values::Decimal::from_int(6))]);
    let [first, _, third, last] = test.records.activities.as_slice() else { panic!("four activities") };
    assert_eq!(first, third);
    assert_eq!(first.at, Instant::from_us(test.as_of.us() - 2 * 3_600_000_000));
    assert_eq!((&*last.contact, last.id.as_deref()), ("b", Some("v")));
}

#[test]
fn expectations_name_records_and_rules() {
    let checked = checked(
        "contact { id: \"a\", account_id: \"acme\" }
         account { id: \"acme\" }
         contact { id: \"b\" }
         expect score of \"a\" == 5
         expect heat == 3
         expect ceo of \"a\" == +20
         expect named of \"b\" >= 0
         expect `named.2` of \"b\" == 0
         expect G of \"a\" == 0
         expect not good of \"a\"
         expect excluded of \"a\"
         expect size_label of \"a\" == \"5\"
         expect job of \"b\" is missing",
    );
    assert_eq!(findings(&checked), "");
    let rules = checked.rules.expect("sound");
    let shown: Vec<String> = rules.tests[0]
        .expects
        .iter()
        .map(|expect| {
            let what = match &expect.what {
                Expected::Points { owners, .. } => {
                    owners.iter().map(|owner| rules.owners[owner.0 as usize].id.clone()).collect::<Vec<_>>().join("+")
                }
                Expected::Holds(cond) => match cond.kind {
                    CondKind::Excluded => "excluded".to_owned(),
                    _ => "holds".to_owned(),
                },
            };
            format!("{} {} {what}", expect.of.0.0, expect.of.1)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "0 a holds",
            "1 acme holds",
            "0 a ceo",
            "0 b named.1+named.2+named.3",
            "0 b named.2",
            "0 a G",
            "0 a holds",
            "0 a excluded",
            "0 a holds",
            "0 b holds"
        ]
    );
}

#[test]
fn each_row_of_cases_is_a_test() {
    let checked = checked(
        "view { at: 1d ago }
         contact { ind: \"A\" }
         cases {
           job,   size    => score, ceo, good, size_label
           \"CEO\", 5       => 22,    +20, yes,  \"5\"
           \"x\",   missing => 0,     0,   no,   missing
         }",
    );
    assert_eq!(findings(&checked), "");
    let tests = checked.rules.expect("sound").tests;
    assert_eq!(tests.len(), 2);
    assert_eq!(tests[0].name, "t: \"CEO\", 5 => 22, +20, yes, \"5\"");
    assert_eq!((tests[0].expects.len(), tests[0].records.activities.len()), (4, 1));
    assert_eq!(tests[1].records.rows[0][0].values[..3], [Value::text("x"), Value::Missing, Value::Choice(0)]);
}

#[test]
fn what_is_wrong_in_a_test_is_said_once() {
    let test = |body: &str| format!("test \"t\" {{ as of 2026-11-01\n{body}\n}}");
    let table = [
        (
            "set q = 5\ncontact { }",
            "E0208 2:5 there is no param `q`; the params are `p`; to name a value of this file write `let q = ..`",
        ),
        ("contact { siz: 5 }", "E0201 2:11 `contact` has no field `siz`; write `size`"),
        (
            "contact { size: \"x\" }",
            "E0704 2:17 `\"x\"` is not a number, and `size` is a whole number; give a whole number, or `missing`",
        ),
        (
            "contact { subscribed: 5 }",
            "E0704 2:23 `5` is neither yes nor no, and `subscribed` is a yes/no value; give a yes/no value, or `missing`",
        ),
        (
            "contact { industry: \"Biotec\" }",
            "E0704 2:21 `\"Biotec\"` is none of the declared values; write `\"Biotech\"`",
        ),
        (
            "contact { }\ncontact { }",
            "E0703 3:1 this test has a `contact` with the id `contact` already; give each record an `id` of its own",
        ),
        ("call { at: 1d ago }", "E0703 2:1 nobody did this `call`: the test has no contact; add `contact { }`"),
        ("contact { }\ncall { }", "E0703 3:1 this `call` happens at no time; add when it happened: `at: 1d ago`"),
        (
            "contact { }\ncal { at: 1d ago }",
            "E0202 3:1 there is no kind of record and no activity called `cal`; write `call`",
        ),
        (
            "contact { id: \"a\" }\ncall { contact_id: \"b\", at: 1d ago }",
            "E0703 3:20 this test has no contact with the id `b`; its contacts are `a`",
        ),
        ("contact { }\ncall { at: 1d ago, lenght: 5 }", "E0201 3:20 `call` has no field `lenght`; write `length`"),
        (
            "expect score == 1",
            "E0705 2:8 this test has no `contact`, so nothing can be expected of one; add `contact { }`",
        ),
        (
            "contact { id: \"a\" }\ncontact { id: \"b\" }\nexpect score == 1",
            "E0705 4:8 this test has 2 records of the kind `contact`: which one is meant?; name it after the score or field: `lead of \"a\"`",
        ),
        (
            "contact { id: \"a\" }\nexpect score of \"b\" == 1",
            "E0705 3:17 this test has no `contact` with the id `b`; its ids are `a`",
        ),
        ("contact { }\nexpect scor == 1", "E0201 3:8 `contact` has no field `scor`; write `score`"),
    ];
    let blocks: Vec<String> = table.iter().map(|(body, _)| test(body)).collect();
    // A rule, so that there is a score to expect something of.
    let texts: Vec<String> = blocks.iter().map(|block| format!("{block}\nsize > 1 => +1")).collect();
    let table: Vec<(&str, &str)> =
        texts.iter().map(String::as_str).zip(table.iter().map(|(_, wanted)| *wanted)).collect();
    each_gives(&table);
}
