//! What undeclared fields turn out to hold.

use super::{check_with, findings};
use crate::values::Type;

/// What the checker finds in a text.
#[track_caller]
fn expect(text: &str, wanted: &str) {
    assert_eq!(findings(&check_with(text, [])), wanted);
}

/// The fields of the contact and of activities with their types.
#[track_caller]
fn types(rules: &str) -> String {
    let checked = check_with(rules, []);
    let Some(typed) = &checked.rules else { panic!("{}", super::findings(&checked)) };
    let field = |name: &str, ty: &Type| format!("{name}: {ty}");
    let contact = typed.kinds[0].fields.iter().map(|node| field(&node.name, &node.ty));
    let activity = typed.activity_fields.iter().map(|node| format!(".{}", field(&node.name, &node.ty)));
    contact.chain(activity).collect::<Vec<_>>().join(", ")
}

#[test]
fn uses_decide() {
    assert_eq!(types("a == \"x\" => +1"), "a: text");
    assert_eq!(types("a == 5 => +1"), "a: number");
    assert_eq!(types("a is yes => +1"), "a: yes/no");
    assert_eq!(types("a >= 2026-01-01 => +1"), "a: time or date");
    assert_eq!(types("days since a > 5 => +1"), "a: time or date");
    assert_eq!(types("call since a => +1"), "a: time or date");
    assert_eq!(types("a + 30d > 2026-01-01 => +1"), "a: time or date");
    assert_eq!(types("a is missing => +1"), "a: text");
    assert_eq!(types("a contains \"x\" => +1"), "a: text");
    assert_eq!(types("a in [1, 2] => +1"), "a: number");
    assert_eq!(types("a in 2026-01-01..2026-02-01 => +1"), "a: time or date");
    assert_eq!(types("always => 2 * a"), "a: number");
    assert_eq!(types("always => a"), "a: number");
    assert_eq!(types("match a { 1..5 => +1, else => 0 }"), "a: number");
    assert_eq!(types("match a { \"x\" => +1, else => 0 }"), "a: text");
    assert_eq!(types("a after \"@\" == \"x\" => +1"), "a: text");
    assert_eq!(types("`Lead Origin` == \"x\" => +1"), "Lead Origin: text");
    assert_eq!(types("account.industry == \"x\" => +1"), "account.industry: text");
}

#[test]
fn uses_of_activities_decide() {
    assert_eq!(types("sum(view.seconds) > 5 => +1"), ".seconds: number");
    assert_eq!(types("view where url == \"x\" => +0.5 * amount"), ".url: text, .amount: number");
    assert_eq!(types("latest(view.score_given) >= 5 => +1"), ".score_given: number");
    assert_eq!(types("max(view.n) is known and max(view.n) > 5 => +1"), ".n: number");
    assert_eq!(types("view => +1, once per url"), ".url: text");
}

#[test]
fn fields_that_are_compared_agree() {
    assert_eq!(types("a == b and b > 5 => +1"), "a: number, b: number");
    assert_eq!(types("(if x is yes then a else b) > 5 => +1"), "x: yes/no, a: number, b: number");
    assert_eq!(types("(a otherwise b) == \"x\" => +1"), "a: text, b: text");
    assert_eq!(types("max(a, b) > 3 => +1"), "a: number, b: number");
    assert_eq!(types("view where url == contact.home and contact.home == \"x\" => +1"), "home: text, .url: text");
}

#[test]
fn a_test_decides_where_no_rule_does() {
    let test = |line: &str| {
        format!("a is known => +1\ntest \"t\" {{\n as of 2026-01-01\n contact {{ {line} }}\n expect score == 1\n}}")
    };
    assert_eq!(types(&test("a: 5")), "a: number");
    assert_eq!(types(&test("a: [\"x\"]")), "a: list of text");
    assert_eq!(types(&test("a: yes")), "a: yes/no");
    assert_eq!(types(&test("a: 2d ago")), "a: time or date");
    assert_eq!(types(&test("a: 5, b: \"x\"")), "a: number, b: text");
}

#[test]
fn two_ways_of_use_are_one_finding() {
    expect(
        "a > 5 => +1\na == \"x\" => +1\na contains \"y\" => +1\na == 7 => +1",
        "E0303 2:6 `a` is used as a text here and as a number elsewhere\n    make both uses agree, or declare the field: `contact { a: number }`",
    );
    expect(
        "view where n > 5 => +1\nview where n == \"x\" => +1",
        "E0303 2:17 `n` is used as a text here and as a number elsewhere\n    make both uses agree, or declare the field: `activity .. { n: number }`",
    );
    expect(
        "a == b => +1\na > 5 => +1\nb == \"x\" => +1",
        "E0303 3:6 `a` is used as a text here and as a number elsewhere\n    make both uses agree, or declare the field: `contact { a: number }`",
    );
}

#[test]
fn what_is_declared_is_strict_and_the_rest_is_not() {
    expect("contact { a: number }\nview where x == 1 => +1", "");
    expect(
        "activity view { x: number }\nb == 1 => +1\nview where y == 1 => +1",
        "E0201 3:12 `view` has no field `y`\n    declare it: `activity .. { y: text }`",
    );
    expect(
        "contact { email: text }\nemial == \"x\" => +1",
        "E0201 2:1 `contact` has no field `emial`\n    write `email`",
    );
}
