//! What lowering makes of rules.

use super::*;
use crate::typed::check::check_text;

fn plan_of(text: &str) -> Plan {
    let checked = check_text(text);
    let findings: Vec<_> = checked.diagnostics.iter().map(|finding| &finding.message).collect();
    let plan = lower(&checked.rules.unwrap_or_else(|| panic!("{text}: {findings:?}")));
    assert_valid(&plan);
    plan
}

#[test]
fn equal_conditions_and_aggregates_are_one() {
    let plan = plan_of(
        "score a { count(view in last 7d) >= 5 => +1 }
         score b { count(view in last 7d) >= 5 and count(view in last 7d) < 9 => +2 }",
    );
    assert_eq!(plan.accumulators.len(), 1);
    let counts = plan.nodes.iter().filter(|node| matches!(node.op, Op::Gathered(..))).count();
    assert_eq!(counts, 1);
}

#[test]
fn the_same_window_at_another_instant_is_the_same_accumulator() {
    let plan = plan_of(
        "score calls { count(call in last 30d) > 2 => +1 }
         score trend {
           calls at 30d ago == 1 => +1
           count(call in 60d..30d ago) > 2 => +1
         }",
    );
    let words: Vec<String> = (0..2).map(|id| plan.accumulator_words(AccumulatorId(id))).collect();
    assert_eq!(words, ["count(call in last 30d)", "count(call in 60d..30d ago)"]);
    assert_eq!(plan.accumulators.len(), 2);
}

#[test]
fn windows_of_an_over_read_the_record_where_it_stands() {
    let plan = plan_of(
        "contact { account: account by account_id, city: text, signup: date }
         account { employees: number }
         activity visit {}
         score heat of account { visit => +10, up to 50 }
         score mine { always => account.heat over (visit since signup) }",
    );
    let used = |kind: usize| -> Vec<&str> {
        plan.kinds[kind].fields.iter().filter(|field| field.used).map(|field| field.name.as_str()).collect()
    };
    assert_eq!(used(0), ["signup", "account_id"]);
    assert_eq!(used(1), [""; 0]);
    assert_eq!(plan.hash(), plan.hash());
}

#[test]
fn activities_are_read_only_as_far_as_their_type_is_asked() {
    let plan = plan_of(
        "ignore view where agent has word \"bot\"
         score s {
           view where url == \"/a\" => +1, up to 5
           buy => amount, up to 5
           no(activity in last 9d) => -1
         }",
    );
    let fields = |name: &str| -> Vec<&str> {
        let ty = plan.activities.types.iter().find(|ty| ty.name == name).expect("a rule names it");
        let names = ty.wanted.fields.iter().map(|field| plan.activities.fields[field.0 as usize].name.as_str());
        names.collect()
    };
    assert_eq!(fields("view"), ["url", "agent"]);
    assert_eq!(fields("buy"), ["amount"]);
    assert!(plan.activities.every.fields.is_empty());
    assert_eq!(plan.activities.every.accumulators.len(), 1);
}

#[test]
fn what_is_ignored_stands_in_the_gates_of_its_own_types_only() {
    let plan = plan_of("ignore view where agent == \"x\"\nscore s {\n  mail => +1, once\n  view => +1, once\n}");
    let filter = |id: u32| match &plan.accumulator(AccumulatorId(id)).feed {
        Feed::Gate(gate) => gate.filter.map(|filter| plan.describe(filter)),
        Feed::Selection(_) => None,
    };
    assert_eq!(filter(0), None);
    assert_eq!(filter(1).as_deref(), Some("not agent == \"x\""));
}

#[test]
fn a_union_of_types_is_one_gate_and_of_phrases_one_filter() {
    let plan = plan_of(
        "let seen = view where url == \"/a\" in last 3d
         score s {
           count(mail or call) > 1 => +1
           count(mail or seen) > 1 => +1
         }",
    );
    assert_eq!(plan.accumulator_words(AccumulatorId(0)), "count(mail or call)");
    assert!(plan.selections.is_empty());
    let words = plan.accumulator_words(AccumulatorId(1));
    assert_eq!(words, "count(mail or view where type in [mail] or (type in [view] and in last 3d and url == \"/a\"))");
}

/// A rule over activities, and what it grows with.
#[test]
fn the_space_of_each_rule_is_named() {
    let spaces = [
        ("view => +1", Space::Fixed, false),
        ("view => +1, decay 90d, up to 45", Space::Fixed, false),
        ("view => points", Space::Fixed, false),
        ("view => +1, once", Space::Limit(1), false),
        ("view => +1, at most 4 times", Space::Limit(4), false),
        ("view => +1, at most 3 per day", Space::LimitPerDay(3), false),
        ("view => +1, once per url", Space::LimitPerValue(1), false),
        ("view => +1, at most 2 per url, at most 3 per day", Space::LimitPerValue(2), false),
        ("view => +1, up to 10 per day", Space::Days, false),
        ("view => +1, up to 10 per url", Space::Values, false),
        ("view => +5 for the first 3, +2 for the rest", Space::Limit(3), false),
        ("view => +5 for the first 3, +2 for the rest, at most 9 times", Space::Limit(9), false),
        ("view => +1, decay 5 per 7d without call", Space::Fixed, false),
        ("view => points, decay 30d without call", Space::Values, false),
        ("view followed by call within 7d => +1", Space::Events, true),
        ("latest 3 of view where url == \"/a\" => +1", Space::Events, true),
        ("count(view) > 1 => +1", Space::Fixed, false),
        ("sum(view.seconds) > 1 => +1", Space::Fixed, false),
        ("distinct(view.url) > 1 => +1", Space::Values, false),
        ("percentile(75, view.seconds) > 1 => +1", Space::Values, false),
        ("days(view) > 1 => +1", Space::Days, false),
        ("streak(view) > 1 => +1", Space::Days, false),
        ("count(view in any 2h) > 1 => +1", Space::Events, true),
        ("count(view in any session) > 1 => +1", Space::Values, false),
        ("days since last view > 3 => +1", Space::Fixed, false),
        ("latest(view.url) == \"/a\" => +1", Space::Fixed, false),
        ("job == \"CEO\" => +1", Space::Fixed, false),
    ];
    for (rule, space, sorts) in spaces {
        let plan = plan_of(&format!("score s {{\n  {rule}\n}}"));
        let costs = plan.costs();
        assert_eq!((costs[0].space, costs[0].sorts), (space, sorts), "{rule}");
    }
}

#[test]
fn a_score_at_ninety_instants_shares_its_store() {
    let plan = plan_of(
        "score a { booked not followed by met within 7d => -5, once per room }
         score b { lowest(a in last 90d) < -10 => +1 }",
    );
    assert_eq!(plan.instances.len(), 91);
    assert_eq!(plan.stores.len(), 1);
    assert_eq!((plan.stores[0].after_us, plan.stores[0].upto_us), (None, 0));
    assert_eq!(plan.costs()[0].instances, 90);
}

const LINKED: &str = "
contact { id: exact text, account: account by account_id, age: number }
account { size: number }
score lead { age > 30 => +10 }
score heat of account {
  always => max(contacts.lead)
  tiers { top top 5%, rest }
}
score final {
  account.heat > 5 => +1
  account.heat.tier == top => +2
}
";

#[test]
fn scores_of_other_records_and_ranks_start_a_stage() {
    let plan = plan_of(LINKED);
    let stages: Vec<(u32, Vec<&str>, bool)> = plan
        .stages
        .iter()
        .map(|stage| {
            let names = stage.instances.iter().map(|id| plan.scores[plan.instance(*id).score.0 as usize].name.as_str());
            (stage.kind.0, names.collect(), !stage.ranked.is_empty())
        })
        .collect();
    assert_eq!(stages, [(0, vec!["lead"], false), (1, vec!["heat"], true), (0, vec!["final"], false)]);
    let used: Vec<&str> = plan
        .kinds
        .iter()
        .flat_map(|kind| &kind.links)
        .filter(|link| link.used)
        .map(|link| link.name.as_str())
        .collect();
    assert_eq!(used, ["account", "contacts"]);
}

#[test]
fn an_instance_that_only_its_own_record_reads_is_not_kept() {
    let plan = plan_of(
        "score a { view => +1, decay 90d }
         score b { a at 30d ago > 1 => +1 }",
    );
    let kept: Vec<(i64, bool)> =
        plan.instances.iter().map(|instance| (plan.log(instance.log).ago_us, instance.kept)).collect();
    assert_eq!(kept, [(0, true), (0, true), (30 * 86_400_000_000, false)]);
}

#[test]
fn windows_by_a_field_of_an_account_keep_pairs_and_of_the_contact_do_not() {
    let of_contact = plan_of("score s { count(view since signed_at) > 1 => +1 }");
    assert!(!of_contact.accumulators[0].paired);
    let of_account = plan_of(
        "contact { account: account by account_id }
         account { signed_at: time }
         activity view { }
         score s of account { count(view since signed_at) > 1 => +1 }",
    );
    assert!(of_account.accumulators[0].paired);
}

#[test]
fn the_plan_reads_like_the_rules() {
    let text = include_str!("tests/full.score");
    insta::assert_snapshot!(show::text(&plan_of(text)));
}

#[test]
fn the_json_form_says_what_it_is() {
    let plan = plan_of(LINKED);
    let json = show::json(&plan);
    assert_eq!(json["format"], "scoreline-plan");
    assert_eq!(json["version"], PLAN_VERSION);
    assert_eq!(json["hash"], plan.hash());
    assert_eq!(json["stages"].as_array().map(Vec::len), Some(3));
    assert_eq!(json["nodes"].as_array().map(Vec::len), Some(plan.nodes.len()));
}

#[test]
fn the_drawing_has_every_score_and_accumulator() {
    let plan = plan_of("score a { view => +1, once }\nscore b { a > 1 => +1 }\nlabel l = \"{b}\"");
    let dot = show::dot(&plan);
    for part in ["a0 [", "s0 [", "s1 [", "a0 -> s0;", "s0 -> s1;", "s1 -> l0;"] {
        assert!(dot.contains(part), "{part} in {dot}");
    }
}
