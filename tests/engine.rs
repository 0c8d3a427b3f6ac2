//! The engine on small logs: ledgers, shards, and the evidence of a second look.

use scoreline::engine::trace::{CountLimit, OwnerEvidence, RecordTrace, Test};
use scoreline::engine::{self, Engine};
use scoreline::ledger::{EntryKind, Results, ScoreResult};
use scoreline::plan::{self, KindId, Plan};
use scoreline::records::Records;
use scoreline::typed::check::check_text;
use scoreline::values::{Instant, Unit, Value};

/// A plan with the records and the instant of the rules' first `test`.
struct World {
    plan: Plan,
    records: Records,
    as_of: Instant,
}

fn world(text: &str) -> World {
    let checked = check_text(text);
    let findings: Vec<_> = checked.diagnostics.iter().map(|finding| &finding.message).collect();
    let rules = checked.rules.unwrap_or_else(|| panic!("{text}: {findings:?}"));
    let test = &rules.tests[0];
    let world = World { plan: plan::lower(&rules), records: test.records.clone(), as_of: test.as_of };
    plan::assert_valid(&world.plan);
    world
}

impl World {
    fn results(&self) -> Results {
        engine::run(&self.plan, &self.records, self.as_of)
    }

    fn trace(&self, kind: u32, row: u32) -> RecordTrace {
        let run = Engine::new(&self.plan, &self.records.rows, self.as_of).run(&self.records);
        run.trace(KindId(kind), row, &self.records.activities).expect("there is such a row")
    }
}

/// The first score of the first contact.
fn first(results: &Results) -> &ScoreResult {
    results.records[0][0].scores.iter().flatten().next().expect("it has a score")
}

/// Entries as owner, kind, points and number of activities.
fn entries(score: &ScoreResult) -> Vec<(u32, EntryKind, String, u64)> {
    let entry =
        |entry: &scoreline::ledger::Entry| (entry.owner, entry.kind, entry.points.to_string(), entry.n_activities);
    score.entries.iter().map(entry).collect()
}

#[test]
fn the_smallest_file_scores_a_bounced_ceo_15() {
    let world = world(
        "job_title == \"CEO\" => +20
         bounce             => -10
         decay 90d
         test \"bounced\" {
           as of 2026-11-01
           contact { job_title: \"CEO\" }
           bounce { at: 90d ago }
           expect score == 15
         }",
    );
    let results = world.results();
    let score = first(&results);
    assert_eq!(score.value.to_string(), "15");
    let kinds: Vec<_> = entries(score).into_iter().map(|(_, kind, points, n)| (kind, points, n)).collect();
    let expected = [(EntryKind::Award, "20", 0), (EntryKind::Award, "-10", 1), (EntryKind::Decay, "5", 1)];
    assert_eq!(kinds, expected.map(|(kind, points, n)| (kind, points.to_owned(), n)));
}

const LIMITED: &str = "
score s {
  view => +10, once per url, at most 1 per day, at most 2 times, decay 10d
  test_rule: country == \"DE\" and not age > 30 => +1
}
test \"t\" {
  as of 2026-11-01T12:00:00Z
  contact { id: \"c\", country: \"de\" }
  view { contact_id: \"c\", id: \"1\", url: \"/a\", at: 1h ago }
  view { contact_id: \"c\", id: \"2\", url: \"/A\", at: 2h ago }
  view { contact_id: \"c\", id: \"3\", url: \"/b\", at: 3h ago }
  view { contact_id: \"c\", id: \"4\", url: \"/c\", at: 10d ago }
  view { contact_id: \"c\", id: \"5\", url: \"/d\", at: 20d ago }
  expect s > 0
}";

#[test]
fn each_limit_drops_from_what_the_one_before_kept() {
    let world = world(LIMITED);
    let trace = world.trace(0, 0);
    let OwnerEvidence::Activities(activities) = &trace.scores[0].owners[0].evidence else {
        panic!("the first rule stands on activities")
    };
    let seen: Vec<_> = activities
        .iter()
        .map(|one| {
            let id = world.records.activities[one.activity as usize].id.clone().expect("each has one");
            (id.to_string(), one.age.units, one.contribution.to_string(), one.dropped)
        })
        .collect();
    let expected = [
        ("1", 0, "10", None),
        ("2", 0, "10", Some(CountLimit::PerField)),
        ("3", 0, "10", Some(CountLimit::PerDay)),
        ("4", 10, "5", None),
        ("5", 20, "2.5", Some(CountLimit::Times)),
    ];
    assert_eq!(seen, expected.map(|(id, age, left, by)| (id.to_owned(), age, left.to_owned(), by)));
    assert_eq!((activities[3].factor, activities[3].age.unit), (Some(500_000_000_000), Unit::Day));
    // What was traced is what counted.
    let results = world.results();
    let limit = entries(first(&results)).into_iter().find(|(_, kind, ..)| *kind == EntryKind::Limit);
    assert_eq!(limit, Some((0, EntryKind::Limit, "-22.5".to_owned(), 3)));
}

#[test]
fn a_condition_shows_its_atoms_as_the_record_has_them() {
    let world = world(LIMITED);
    let trace = world.trace(0, 0);
    let OwnerEvidence::Rule { when, award, .. } = &trace.scores[0].owners[1].evidence else {
        panic!("the second rule stands on a condition")
    };
    assert!(when.holds && award.is_some());
    assert_eq!(when.atoms.len(), 2);
    assert_eq!(when.atoms[0].observed.value, Value::text("de"));
    assert!(matches!(&when.atoms[0].test, Test::Compare(_, right) if right.value == Value::text("DE")));
    assert_eq!(world.plan.describe(when.atoms[1].observed.node), "age");
    assert!(when.atoms[1].negated && when.atoms[1].holds && when.atoms[1].observed.value.is_missing());
}

#[test]
fn an_aggregate_names_the_activities_it_counted() {
    let world = world(
        "score s { count(view where url == \"/a\" in last 7d) >= 1 => +1 }
         test \"t\" {
           as of 2026-11-01
           contact { id: \"c\" }
           view { contact_id: \"c\", url: \"/b\", at: 1d ago }
           view { contact_id: \"c\", url: \"/a\", at: 2d ago }
           view { contact_id: \"c\", url: \"/a\", at: 1h ago }
           view { contact_id: \"c\", url: \"/a\", at: 8d ago }
           view { contact_id: \"c\", url: \"/a\", at: 3d ago }
           expect s == 1
         }",
    );
    let trace = world.trace(0, 0);
    let OwnerEvidence::Rule { when, .. } = &trace.scores[0].owners[0].evidence else { panic!("a condition") };
    assert_eq!(when.atoms[0].observed.activities, [2, 1, 4]);
    let words = world.plan.describe(when.atoms[0].observed.node);
    assert_eq!(words, "count(view where url == \"/a\" in last 7d)");
}

#[test]
fn an_excluded_contact_shows_why() {
    let world = world(
        "exclude when email after \"@\" == \"us.com\" \"ours\"
         score s { view => +1, once }
         test \"t\" {
           as of 2026-11-01
           contact { id: \"c\", email: \"a@US.com\" }
           view { contact_id: \"c\", at: 1d ago }
           expect excluded of \"c\"
         }",
    );
    assert_eq!(world.results().records[0][0].excluded, Some(0));
    let trace = world.trace(0, 0);
    let (index, condition) = trace.excluded.expect("it is excluded");
    assert_eq!((index, condition.holds, trace.scores.len()), (0, true, 0));
    assert_eq!(condition.atoms[0].observed.value, Value::text("US.com"));
}

/// One of each accumulator.
const EVERYTHING: &str = "
score s {
  view => +3, decay 90d
  view => +3000, decay 1d
  view => +2, once, decay 1d
  view => +2, at most 3 times
  view => +2, at most 5 times
  view => +7, once, decay 10d without call
  view => seconds, decay 30d without call
  view => +1, once per url, at most 2 per day
  view => +1, up to 2 per url
  view => +5 for the first 2, +1 for the rest per url
  sum(view.seconds) > 3 => +1
  max(view.seconds) > 3 => +1
  distinct(view.url) > 3 => +1
  percentile(50, view.seconds) > 3 => +1
  days(view) > 3 => +1
  latest(view.url) == \"/a\" => +1
  days since first view > 3 => +1
  sum(view.seconds in any 2h) > 3 => +1
  count(view in any url) > 1 => +1
  view followed by call within 1d => +1
}
test \"t\" {
  as of 2026-11-01
  contact { id: \"c\" }
  view { contact_id: \"c\", url: \"/a\", seconds: 4, at: 1h ago }
  view { contact_id: \"c\", url: \"/b\", seconds: 9, at: 2h ago }
  view { contact_id: \"c\", url: \"/A\", at: 2d ago }
  call { contact_id: \"c\", at: 47h ago }
  view { contact_id: \"c\", url: \"/c\", seconds: 0.5, at: 3d ago }
  view { contact_id: \"c\", seconds: 0.5, at: 3d ago }
  expect s > 0
}";

#[test]
fn activities_fold_to_the_same_in_any_order() {
    let world = world(EVERYTHING);
    let whole = world.results();
    let n = world.records.activities.len();
    for first in 0..n {
        for second in 0..n {
            let mut records = world.records.clone();
            records.activities.swap(0, first);
            records.activities.swap(n - 1, second);
            assert_eq!(engine::run(&world.plan, &records, world.as_of), whole);
        }
    }
}

#[test]
fn a_window_by_a_field_of_the_asking_contact_narrows_the_log_of_its_account() {
    let world = world(
        "contact { id: exact text, account: account by account_id, account_id: exact text, trial: time }
         account { id: exact text }
         activity view { }
         score heat of account { view => +1 }
         score since_trial { always => account.heat over (view since trial) }
         test \"t\" {
           as of 2026-11-10
           account { id: \"acme\" }
           contact { id: \"a\", account_id: \"acme\", trial: 2026-11-05 }
           contact { id: \"b\", account_id: \"acme\", trial: 2026-11-08 }
           contact { id: \"c\", account_id: \"acme\" }
           view { contact_id: \"a\", at: 2026-11-04 }
           view { contact_id: \"a\", at: 2026-11-06 }
           view { contact_id: \"b\", at: 2026-11-09 }
           expect since_trial of \"a\" == 2
         }",
    );
    let results = world.results();
    let score = |row: usize| results.records[0][row].scores[1].as_ref().map(|score| score.value.to_string());
    assert_eq!([score(0), score(1), score(2)], ["2", "1", "0"].map(|value| Some(value.to_owned())));
}

#[test]
fn a_window_by_a_field_of_the_account_sees_every_contacts_activities() {
    let world = world(
        "contact { id: exact text, account: account by account_id, account_id: exact text }
         account { id: exact text, signed: time }
         activity view { }
         exclude when id == \"x\" \"gone\"
         score s of account {
           count(view since signed) >= 2 => +1
           count(view) >= 3 => +10
         }
         test \"t\" {
           as of 2026-11-10
           account { id: \"acme\", signed: 2026-11-05 }
           contact { id: \"a\", account_id: \"acme\" }
           contact { id: \"b\", account_id: \"acme\" }
           contact { id: \"x\", account_id: \"acme\" }
           view { contact_id: \"a\", at: 2026-11-04 }
           view { contact_id: \"a\", at: 2026-11-06 }
           view { contact_id: \"b\", at: 2026-11-09 }
           view { contact_id: \"x\", at: 2026-11-09 }
           expect s of \"acme\" == 11
         }",
    );
    let results = world.results();
    assert_eq!(results.records[1][0].scores[0].as_ref().map(|score| score.value.to_string()), Some("11".to_owned()));
}

#[test]
fn probes_are_asked_after_all_stages() {
    let text = "score s { view => +1, once }
         segment seen when s > 0
         test \"t\" { as of 2026-11-01\n contact { id: \"c\" }\n view { contact_id: \"c\", at: 1d ago }\n expect s == 1 }";
    let checked = check_text(text);
    let rules = checked.rules.expect("it is right");
    let scoreline::typed::Expected::Holds(cond) = &rules.tests[0].expects[0].what else { panic!("a condition") };
    let plan = plan::lower_with_probes(&rules, &[(KindId(0), cond)]);
    let test = &rules.tests[0];
    let run = Engine::new(&plan, &test.records.rows, test.as_of).run(&test.records);
    assert_eq!(run.probe(0), [true]);
}
