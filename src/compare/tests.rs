//! One edit of each kind gives exactly the change it is.

use super::{Aspect, Change, Kind, What, compare};
use crate::typed::check::{Checked, check_text};

const OLD: &str = r#"
timezone "UTC"
param bar = 50
let free_mail = ["gmail.com", "web.de"]
contact { job_title: text, company_size: whole number, domain: text, country: text }
ignore page_view where path == "/careers"
exclude when domain == "acme.test" "staff"
score lead {
  times 1.5 when country == "NL"
  ceo: job_title has word "CEO" => +20
  company_size >= 500 => +15
  domain in free_mail => -10
  email_open in last 30d => +2, at most 3 per day
  webinar => +8, up to 16, decay 30d
  group "interest" up to 20 {
    demo_request => +5
    download => +3
  }
  range 0..100
  override to 0 when country == "XX" "sanctions"
  tiers { hot >= bar, warm >= 20, cold }
}
label priority = "{lead.tier}"
segment mql when lead.tier == hot
"#;

/// The changes of one replaced text.
fn changes(from: &str, to: &str) -> Vec<Change> {
    assert!(OLD.contains(from), "`{from}` is in the rules");
    let (old, new) = (check_text(OLD), check_text(&OLD.replacen(from, to, 1)));
    let found = compare(&old, &new);
    found.unwrap_or_else(|| panic!("checks: {:?} {:?}", old.diagnostics, new.diagnostics)).changes
}

fn differences(old: &Checked, new: &Checked) -> Option<Vec<Change>> {
    compare(old, new).map(|found| found.changes)
}

/// The only change, as what it is, and the aspects that differ.
#[track_caller]
fn only(from: &str, to: &str) -> (Kind, What, String, Vec<Aspect>) {
    let mut found = changes(from, to);
    assert_eq!(found.len(), 1, "{found:#?}");
    let change = found.remove(0);
    (change.kind, change.what, change.id, change.details.iter().map(|detail| detail.aspect).collect())
}

#[track_caller]
fn assert_changed(from: &str, to: &str, what: What, id: &str, aspect: Aspect) {
    assert_eq!(only(from, to), (Kind::Changed, what, id.to_owned(), vec![aspect]), "{from} -> {to}");
}

#[test]
fn each_kind_of_edit_is_one_change() {
    assert_changed("CEO\" => +20", "CEO\" => +25", What::Rule, "ceo", Aspect::Award);
    assert_changed("\"CEO\" =>", "[\"CEO\", \"CFO\"] =>", What::Rule, "ceo", Aspect::Condition);
    assert_changed(">= 500 =>", ">= 250 =>", What::Rule, "lead.2", Aspect::Condition);
    assert_changed("in last 30d", "in last 14d", What::Rule, "lead.4", Aspect::Window);
    assert_changed("at most 3 per day", "at most 4 per day", What::Rule, "lead.4", Aspect::Limit);
    assert_changed("up to 16", "up to 24", What::Rule, "lead.5", Aspect::Cap);
    assert_changed("decay 30d", "decay 60d", What::Rule, "lead.5", Aspect::Decay);
    assert_changed("up to 20 {", "up to 30 {", What::Group, "interest", Aspect::Cap);
    assert_changed("times 1.5", "times 2", What::Score, "lead", Aspect::Factor);
    assert_changed("range 0..100", "range 0..120", What::Score, "lead", Aspect::Range);
    assert_changed("override to 0", "override to 1", What::Score, "lead", Aspect::Override);
    assert_changed("warm >= 20", "warm >= 25", What::Score, "lead", Aspect::Tier);
    assert_changed("param bar = 50", "param bar = 60", What::Param, "bar", Aspect::Value);
    assert_changed("\"web.de\"", "\"web.de\", \"gmx.de\"", What::List, "free_mail", Aspect::Content);
    assert_changed("\"UTC\"", "\"Europe/Berlin\"", What::Timezone, "timezone", Aspect::Value);
    assert_changed("country: text", "country: exact text", What::Record, "contact.country", Aspect::Value);
    assert_changed("\"{lead.tier}\"", "\"is {lead.tier}\"", What::Label, "priority", Aspect::Value);
    assert_changed("tier == hot", "tier >= warm", What::Segment, "mql", Aspect::Condition);
    let exclude = only("acme.test", "acme.example");
    assert_eq!((exclude.0, exclude.1), (Kind::Changed, What::Exclude));
    let ignore = only("/careers", "/jobs");
    assert_eq!((ignore.0, ignore.1), (Kind::Changed, What::Ignore));
}

#[test]
fn rules_are_added_removed_and_moved() {
    let added = only("  webinar =>", "  country == \"DE\" => +1\n  webinar =>");
    assert_eq!((added.0, added.1, added.2.as_str()), (Kind::Added, What::Rule, "lead.5"));
    let removed = only("  company_size >= 500 => +15\n", "");
    assert_eq!((removed.0, removed.1, removed.2.as_str()), (Kind::Removed, What::Rule, "lead.2"));
    let moved = changes("    download => +3\n  }\n", "  }\n  download => +3\n");
    assert_eq!(moved.len(), 1, "{moved:#?}");
    assert_eq!(moved[0].details[0].before.as_deref(), Some("group interest"));
    assert_eq!(moved[0].details[0].after.as_deref(), Some("score lead"));
}

#[test]
fn a_new_name_that_results_show_is_a_difference() {
    for (from, to) in [("label priority", "label rank"), ("segment mql", "segment ready")] {
        let kinds: Vec<Kind> = changes(from, to).iter().map(|change| change.kind).collect();
        assert_eq!(kinds, [Kind::Removed, Kind::Added], "{from} -> {to}");
    }
}

#[test]
fn a_list_tells_what_came_and_went() {
    let change = changes("web.de", "gmx.de").remove(0);
    let sides: Vec<_> = change.details.iter().map(|detail| (detail.before.clone(), detail.after.clone())).collect();
    assert_eq!(sides, [(Some("\"web.de\"".to_owned()), None), (None, Some("\"gmx.de\"".to_owned()))]);
}

#[test]
fn what_means_the_same_is_no_change() {
    let same = |from: &str, to: &str| assert_eq!(changes(from, to), [], "{from} -> {to}");
    same("ceo:", "boss:");
    same("has word \"CEO\"", "has word \"ceo\"");
    same("company_size >= 500", "500 <= company_size");
    same("company_size >= 500", "not not company_size >= 500");
    same("company_size >= 500 =>", "(company_size >= 500 or company_size >= 500) =>");
    same("domain in free_mail", "domain in [\"web.de\", \"GMail.com\"]");
    same("domain == \"acme.test\"", "not (domain != \"acme.test\")");
    same("  demo_request => +5\n    download => +3", "  download => +3\n    demo_request => +5");
    same("group \"interest\"", "group \"engagement\"");
    same("at most 3 per day", "at most 3 per day  \"enough\"");
    same("in last 30d", "in last 30d in last 60d");
    same("  webinar =>", "  # of all kinds\n  webinar =>");
    same("contact { job_title: text,", "contact { unread: number, job_title: text,");
    same("param bar = 50", "param bar = 50\nparam unread = 3");
}

#[test]
fn a_param_that_nothing_reads_is_no_change() {
    let with =
        |value: &str| check_text(&OLD.replace("param bar = 50", &format!("param bar = 50\nparam spare = {value}")));
    assert_eq!(differences(&with("3"), &with("4")), Some(Vec::new()));
}

#[test]
fn a_count_of_at_least_one_is_any() {
    let rules = |cond: &str| check_text(&format!("{cond} => +5\n"));
    let same = |a: &str, b: &str| assert_eq!(differences(&rules(a), &rules(b)), Some(Vec::new()), "{a}, {b}");
    same("count(email_open in last 7d) >= 1", "any(email_open in last 7d)");
    same("count(email_open) == 0", "not any(email_open)");
    same("not (plan == \"a\" and subscribed == yes)", "plan != \"A\" or not (subscribed is yes)");
    let other = |a: &str, b: &str| assert_ne!(differences(&rules(a), &rules(b)), Some(Vec::new()), "{a}, {b}");
    // Missing makes neither hold.
    other("not (size >= 5)", "size < 5");
    other("count(email_open) >= 2", "any(email_open)");
    other("size / 2 > 1", "2 / size > 1");
    other("plan == \"lead\"", "plan == \"lead \\\" or\"");
}

#[test]
fn rules_with_errors_are_not_compared() {
    assert_eq!(differences(&check_text(OLD), &check_text("score {")), None);
}
