//! What comes out of the checker: windows, decays, arms, owners, constants.

use super::{check_with, findings};
use crate::typed::{Clock, CompareOp, Cond, CondKind, Curve, ExprKind, Head, Item, Rule, Source, TypedRules, Window};
use crate::values::{Type, Unit, Value};

const DAY_US: i64 = 86_400_000_000;

#[track_caller]
fn rules(text: &str) -> TypedRules {
    let checked = check_with(text, []);
    let found = findings(&checked);
    checked.rules.unwrap_or_else(|| panic!("{found}"))
}

/// The only rule of the first score.
fn only(rules: &TypedRules) -> &Rule {
    match rules.scores[0].body.items.as_slice() {
        [Item::Rule(rule)] => rule,
        items => panic!("one rule: {items:?}"),
    }
}

fn when(rule: &Rule) -> &Cond {
    match &rule.head {
        Head::When(cond) => cond,
        Head::Each(_) => panic!("a condition"),
    }
}

#[test]
fn windows_of_blocks_reach_every_phrase_but_the_other_side_of_an_order() {
    let typed =
        rules("score s {\n in last 90d\n group \"g\" {\n in last 30d\n view followed by call within 7d => +1\n }\n}");
    let Item::Group(group) = &typed.scores[0].body.items[0] else { panic!("a group") };
    let Item::Rule(rule) = &group.items[0] else { panic!("a rule") };
    let Head::Each(phrase) = &rule.head else { panic!("activities") };
    let ends: Vec<i64> = phrase
        .windows
        .iter()
        .map(|window| match window {
            Window::Ago { from_us, .. } => *from_us / DAY_US,
            _ => panic!("ago"),
        })
        .collect();
    assert_eq!(ends, [90, 30]);
    let Some(crate::typed::Order::FollowedBy(relation)) = phrase.order.as_deref() else { panic!("an order") };
    assert!(relation.other.windows.is_empty());
}

#[test]
fn windows_of_blocks_do_not_reach_clocks() {
    let typed = rules("score s {\n in last 90d\n decay 10% per 7d without view\n call => +1\n}");
    let total = typed.scores[0].body.decay.as_ref().expect("a decay of the total");
    let Clock::Without(phrase) = &total.decay.clock else { panic!("a clock") };
    assert!(phrase.windows.is_empty());
}

#[test]
fn the_nearest_plain_decay_wins_and_one_of_a_total_hides_none() {
    let typed = rules(
        "score s {\n decay 90d\n decay 5 per 7d without activity\n a => +1\n b => +1, decay 30d\n c => +1, no decay\n group \"g\" {\n decay linear over 60d without activity\n d => +1\n }\n group \"h\" {\n no decay\n e => +1\n }\n x > 1 => +1\n}",
    );
    let items = &typed.scores[0].body.items;
    let curve = |item: &Item| match item {
        Item::Rule(rule) => rule.decay.as_ref().map(|decay| decay.curve),
        Item::Group(block) => match &block.items[0] {
            Item::Rule(rule) => rule.decay.as_ref().map(|decay| decay.curve),
            Item::Group(_) => None,
        },
    };
    let curves: Vec<Option<Curve>> = items.iter().map(curve).collect();
    let half = |days| Some(Curve::HalfLife(days));
    assert_eq!(curves, [half(90), half(30), None, half(90), None, None]);
}

#[test]
fn a_decay_counts_the_finest_unit_written() {
    let unit = |decay: &str| {
        let typed = rules(&format!("a => +1, {decay}"));
        let decay = only(&typed).decay.as_ref().expect("a decay");
        (decay.curve, decay.grace, decay.unit)
    };
    assert_eq!(unit("decay 2w"), (Curve::HalfLife(14), 0, Unit::Day));
    assert_eq!(unit("decay 48h"), (Curve::HalfLife(48), 0, Unit::Hour));
    assert_eq!(unit("decay 2d after 12h"), (Curve::HalfLife(48), 12, Unit::Hour));
    assert_eq!(unit("decay linear over 3d after 1w"), (Curve::Linear(3), 7, Unit::Day));
}

#[test]
fn arms_that_are_apart_exclude_nothing() {
    let typed =
        rules("contact { n: whole number }\nmatch n { >= 500 => +3, 100..499 => +2, missing => -1, else => 0 }");
    let kinds: Vec<String> = typed.scores[0]
        .body
        .items
        .iter()
        .map(|item| match item {
            Item::Rule(rule) => shape(when(rule)),
            Item::Group(_) => panic!("arms are rules"),
        })
        .collect();
    assert_eq!(kinds, ["compare", "range", "missing", "and(not(compare),not(range),not(missing))"]);
}

#[test]
fn arms_that_overlap_exclude_those_before() {
    let typed = rules("first { a > 1 => +1, b > 1 => +2, else => 0 }");
    let shapes: Vec<String> = typed.scores[0]
        .body
        .items
        .iter()
        .map(|item| match item {
            Item::Rule(rule) => shape(when(rule)),
            Item::Group(_) => panic!("arms are rules"),
        })
        .collect();
    assert_eq!(shapes, ["compare", "and(compare,not(compare))", "and(not(compare),not(compare))"]);
}

#[test]
fn a_negated_arm_leaves_missing_to_later_ones() {
    let typed = rules("match n { != 5 => +1, else => 0 }");
    let Item::Rule(first) = &typed.scores[0].body.items[0] else { panic!("a rule") };
    assert_eq!(shape(when(first)), "and(missing,compare)");
}

fn shape(cond: &Cond) -> String {
    let all = |parts: &[Cond]| parts.iter().map(shape).collect::<Vec<_>>().join(",");
    match &cond.kind {
        CondKind::Compare { .. } => "compare".to_owned(),
        CondKind::InRange { .. } => "range".to_owned(),
        CondKind::InList { .. } => "list".to_owned(),
        CondKind::Missing { .. } => "missing".to_owned(),
        CondKind::And(parts) => format!("and({})", all(parts)),
        CondKind::Or(parts) => format!("or({})", all(parts)),
        CondKind::Not(inner) => format!("not({})", shape(inner)),
        CondKind::Tier { .. } => "tier".to_owned(),
        CondKind::Always => "always".to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn constants_take_the_type_of_the_field() {
    let typed = rules("contact { i: one of \"A\", \"B\" }\ni == \" b \" => +1");
    let CondKind::Compare { right, compare_as, .. } = &when(only(&typed)).kind else { panic!("a comparison") };
    assert!(matches!(right.kind, ExprKind::Const(Value::Choice(1))));
    assert!(matches!(compare_as, Type::OneOf(_)));

    let typed = rules("timezone \"Europe/Berlin\"\ncontact { t: time }\nt >= 2026-11-01 => +1");
    let CondKind::Compare { right, op, .. } = &when(only(&typed)).kind else { panic!("a comparison") };
    assert_eq!(*op, CompareOp::GreaterOrEqual);
    let ExprKind::Const(Value::Time(at)) = &right.kind else { panic!("a time: {right:?}") };
    assert_eq!(at.to_string(), "2026-10-31T23:00:00Z", "midnight of the zone");
}

#[test]
fn a_choice_compares_with_a_text_by_its_name() {
    let typed = rules("contact { i: one of \"A\", \"B\", t: text }\ni == t => +1");
    let CondKind::Compare { left, compare_as, .. } = &when(only(&typed)).kind else { panic!("a comparison") };
    assert!(matches!(left.kind, ExprKind::Template(_)));
    assert_eq!(*compare_as, Type::Text);
}

#[test]
fn lists_are_stored_once_for_each_type() {
    let typed = rules(
        "contact { a: text, b: text, c: exact text }\nlet l = [\"x\", \"X\", \"y\"]\na in l => +1\nb in l => +1\nc in l => +1\na in [\"q\"] => +1\nb in [\"q\"] => +1",
    );
    let shown: Vec<String> =
        typed.lists.iter().map(|list| format!("{:?} {} {}", list.name, list.ty, list.values.len())).collect();
    assert_eq!(shown, ["Some(\"l\") text 2", "Some(\"l\") exact text 3", "None text 1"]);
}

#[test]
fn a_let_of_types_is_flat_and_one_with_more_is_a_source() {
    let typed = rules("let c = a or b\nlet d = c where x == 1\nd or c or a in last 7d => +1");
    let Head::Each(phrase) = &only(&typed).head else { panic!("activities") };
    let [Source::Phrase(inner), Source::Type(_), Source::Type(_)] = phrase.sources.as_slice() else {
        panic!("a phrase and two types: {:?}", phrase.sources)
    };
    assert_eq!(inner.sources.len(), 2);
    assert!(inner.filter.is_some());
}

#[test]
fn a_let_that_is_named_on_two_ways_still_names_activities() {
    let typed = rules("let a = p or q\nlet b = a or r\nlet c = a or b\nc => +1");
    let Head::Each(phrase) = &only(&typed).head else { panic!("activities") };
    assert_eq!(phrase.sources.len(), 3);
}

#[test]
fn ways_back_and_the_link_to_contacts() {
    let typed = rules(
        "contact { account: account by account_id, manager: contact by manager_id, back reports }\naccount { n: number }\nscore heat of account { view => +1 }\ncount(reports) > 1 => +1",
    );
    let names = |kind: usize| typed.kinds[kind].links.iter().map(|link| link.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(0), ["account", "manager", "reports", "everyone"]);
    assert_eq!(names(1), ["contacts", "everyone"]);
    assert_eq!(typed.kinds[1].contacts_link.map(|link| link.0), Some(0));
}

#[test]
fn owners_stand_in_file_order_with_blocks_after_their_items() {
    let typed = rules(
        "score s {\n times 2\n a: x > 1 => +1\n group \"g\" {\n times 3\n times 4\n y > 1 => +1\n }\n m: match x { 1 => +1, else => 0 }\n first { z > 1 => +2 }\n}",
    );
    let ids: Vec<&str> = typed.owners.iter().map(|owner| owner.id.as_str()).collect();
    assert_eq!(ids, ["a", "s.2", "g.times", "g.times.2", "g", "m.1", "m.2", "s.5", "s.times", "s"]);
    let texts: Vec<&str> = typed.owners.iter().map(|owner| owner.text.as_str()).collect();
    assert_eq!(texts[5..8], ["x == 1", "x else", "z > 1"]);
}
