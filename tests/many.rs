//! The engine where there is much of something: more texts than are kept, more numbers than stand in a row, more rules
//! than anybody writes. The reference, which keeps nothing, has to come to the same.

use scoreline::engine::{self, Engine};
use scoreline::plan::{self, KindId};
use scoreline::records::{Activity, Records, Row};
use scoreline::reference;
use scoreline::typed::TypedRules;
use scoreline::typed::check::check_text;
use scoreline::values::{Decimal, Instant, Value};
use std::sync::Arc;

const DAY_US: i64 = 86_400_000_000;

fn checked(text: &str) -> TypedRules {
    let checked = check_text(text);
    let findings: Vec<_> = checked.diagnostics.iter().map(|finding| &finding.message).collect();
    checked.rules.unwrap_or_else(|| panic!("{text}: {findings:?}"))
}

/// So many contacts, a text each.
fn contacts(rules: &TypedRules, n: usize, text: impl Fn(usize) -> String) -> Vec<Vec<Row>> {
    let row = |n: usize| {
        let value = |field: &scoreline::typed::Field| match field.name.as_str() {
            "id" => Value::text(&format!("c{n}")),
            _ => Value::text(&text(n)),
        };
        Row { id: Arc::from(format!("c{n}")), values: rules.kinds[0].fields.iter().map(value).collect() }
    };
    vec![(0..n).map(row).collect()]
}

/// So many activities of a type, a text each, of one contact after the other.
fn activities(rules: &TypedRules, n: usize, n_contacts: usize, text: impl Fn(usize) -> String) -> Vec<Activity> {
    let activity = |n: usize| Activity {
        contact: Arc::from(format!("c{}", n % n_contacts)),
        ty: Arc::from("view"),
        at: Instant::from_us(-(n as i64) * DAY_US / 7),
        id: None,
        values: (rules.activity_fields.iter())
            .map(|field| match field.name.as_str() {
                "url" | "agent" => Value::text(&text(n)),
                _ => Value::Number(Decimal::from_int(n as i32 % 90)),
            })
            .collect(),
    };
    (0..n).map(activity).collect()
}

/// Fails where the engine, on one thread or three, and the reference differ.
fn agree(rules: &TypedRules, records: &Records) {
    let plan = plan::lower(rules);
    let as_of = Instant::from_us(0);
    let expected = reference::run(rules, records, as_of);
    assert!(engine::run(&plan, records, as_of) == expected, "one thread");
    let engine = Engine::new(&plan, &records.rows, as_of);
    let table = engine.table();
    std::thread::scope(|scope| {
        for part in records.activities.chunks(records.activities.len() / 3 + 1) {
            let (engine, table) = (&engine, &table);
            scope.spawn(move || {
                let mut folder = engine.folder();
                let mut values = Vec::new();
                for activity in part {
                    activity.borrow_values(&mut values);
                    let contact = engine.contact(&activity.contact).expect("each is somebody's");
                    let ty = engine.activity_type(&activity.ty);
                    let (type_name, at, values) = (&*activity.ty, activity.at, values.as_slice());
                    let one = scoreline::records::ActivityRef { contact, ty, type_name, at, id: None, values };
                    folder.fold(table, &one);
                }
                folder.flush(table);
            });
        }
    });
    let run = engine.finish(table, 3);
    assert!(run.results() == expected, "three threads");
    let mut n = 0;
    let count = |more| {
        n += more;
        Ok::<(), ()>(())
    };
    let given = run.in_order(KindId(0), 3, || 0, |n, _| *n += 1, count);
    assert_eq!((given, n), (Ok(()), records.rows[0].len()));
}

const TEXTS: &str = r#"
contact { id: exact text, title: text }
activity view { url: text, agent: text, seconds: number }
activity other { agent: text }
ignore view where agent has word "7"   "a robot"
score s {
  decay 30d
  view where url == "/Page 3"                                 => +1
  view where url in ["/page 3", "/page 5000", "/page 11"]     => +2, once per url
  view where url starts with "/page 1" and seconds > 30       => +4
  view where url contains "9" or seconds <= 2                 => +8, at most 1 per day
  view where url != "/page 3" and agent contains "4"          => +16, once
  view where url is missing                                   => +32
  view where url after "page" == "12"                         => +64, decay linear over 900d
  activity where agent is known                               => +1, at most 3 times
  distinct(view.url) >= 3                                     => +128
  view where url has word "13" followed by view within 40d    => +3
  title contains "9"                                          => +5
  title in ["title 1", "title 2500"]                          => +7
  title is missing or title starts with "title 2"             => +9
}
"#;

#[test]
fn more_texts_than_are_kept_change_nothing() {
    let rules = checked(TEXTS);
    let spelled = |n: usize| match n % 11 {
        0 => " ".to_owned(),
        1 => "x".repeat(300),
        2 => format!("/PAGE {}", n % 13),
        // Thousands of different ones, then the same again.
        _ => format!("/page {}", n * 7 % 4_500),
    };
    let title = |n: usize| if n.is_multiple_of(50) { String::new() } else { format!("Title {}", n * n % 4_000) };
    let rows = contacts(&rules, 300, title);
    let activities = activities(&rules, 6_000, 300, spelled);
    agree(&rules, &Records { rows, activities });
}

#[test]
fn titles_that_hardly_repeat_are_given_up_without_a_trace() {
    let text = "contact { id: exact text, title: text }\nactivity view {}
        score s { title contains \"99\" => +5\n title in [\"title 1\", \"title 8999\"] => +7\n view => +1, once }";
    let rules = checked(text);
    let rows = contacts(&rules, 9_000, |n| format!("Title {n}"));
    let activities = activities(&rules, 100, 9_000, |_| String::new());
    agree(&rules, &Records { rows, activities });
}

#[test]
fn three_hundred_rules_keep_their_numbers_by_blocks() {
    let mut text = String::from(
        "contact { id: exact text, title: text }\nactivity view { url: exact text, seconds: number }\nscore s {\n",
    );
    for n in 0..300 {
        text += &match n % 5 {
            0 => format!("  view where url == \"/{n}\" => +{}, decay {}d\n", 1 + n % 9, 10 + n % 3),
            1 => format!("  view where url == \"/{}\" => +2, once, decay {n}d\n", n / 2),
            2 => format!("  view where url == \"/{n}\" and seconds > {} => seconds, decay 20d\n", n % 90),
            3 => format!("  sum(view.seconds where url starts with \"/{}\") > {n} => +1\n", n / 10),
            _ => format!("  view where url == \"/{n}\" => -1, at most 3 times\n"),
        };
    }
    let rules = checked(&(text + "}\n"));
    let rows = contacts(&rules, 60, |_| String::new());
    let activities = activities(&rules, 2_000, 60, |n| format!("/{}", n * 31 % 307));
    agree(&rules, &Records { rows, activities });
}
