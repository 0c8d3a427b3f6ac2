//! Several files, params, lists and tables.

use super::{Files, check_with, findings};
use crate::typed::check::check;
use crate::values::{Decimal, Type, Value};

fn check_params(text: &str, params: &[(&str, &str)]) -> String {
    let params: Vec<(String, String)> =
        params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let checked = check("rules.score", text, &Files::of([]), &params);
    match &checked.rules {
        Some(rules) => rules.params.iter().map(|param| format!("{:?}", param.value)).collect::<Vec<_>>().join(" "),
        None => findings(&checked),
    }
}

#[test]
fn a_file_is_used_once_and_its_rules_stand_first() {
    let files = [
        ("a.score", "use \"c.score\"\nscore a { x > 1 => +1 }"),
        ("b.score", "use \"c.score\"\nscore b { always => a + c }"),
        ("c.score", "score c { y > 1 => +1 }"),
    ];
    let checked = check_with("use \"a.score\"\nuse \"b.score\"\nscore d { always => b }", files);
    assert_eq!(findings(&checked), "");
    let rules = checked.rules.expect("four scores");
    let names: Vec<&str> = rules.scores.iter().map(|score| score.name.as_str()).collect();
    assert_eq!(names, ["c", "a", "b", "d"]);
}

#[test]
fn files_that_use_each_other_are_a_circle() {
    let files = [("a.score", "use \"b.score\""), ("b.score", "use \"a.score\"")];
    let checked = check_with("use \"a.score\"\nx > 1 => +1", files);
    assert_eq!(
        findings(&checked),
        "E0210 1:5 files use each other in a circle: `a.score` -> `b.score` -> `a.score`\n    move what both need into a third file"
    );
}

#[test]
fn bare_rules_of_several_files_are_one_score() {
    let checked = check_with("use \"a.score\"\ny > 1 => +1\nround 1", [("a.score", "x > 1 => +1\n")]);
    assert_eq!(findings(&checked), "");
    let rules = checked.rules.expect("one score");
    assert_eq!(rules.scores.len(), 1);
    assert_eq!(rules.scores[0].body.items.len(), 2);
    assert_eq!(rules.scores[0].round, Decimal::ONE);
}

#[test]
fn a_setting_wins_over_the_declaration_and_the_caller_over_both() {
    let text = "param p = 5\nx > 1 => +p";
    assert_eq!(check_params(text, &[]), "Number(Decimal(5000000))");
    assert_eq!(check_params(&format!("{text}\nset p = 6"), &[]), "Number(Decimal(6000000))");
    assert_eq!(check_params(&format!("{text}\nset p = 6"), &[("p", "7")]), "Number(Decimal(7000000))");
    assert_eq!(check_params("param p = [\"a\"]\nx in p => +1", &[("p", "b, c")]), r#"List([Text("b"), Text("c")])"#);
}

#[test]
fn a_setting_of_the_wrong_kind_is_said_where_it_stands() {
    assert_eq!(
        check_params("param p = 5\nx > 1 => +p", &[("p", "five")]),
        "E0329 1:3 `five` is not a number, and `p` is a number\n    give a number"
    );
    assert_eq!(
        check_params("param price = 5\nx > 1 => +price", &[("prise", "5")]),
        "E0208 1:1 there is no param `prise`\n    write `price`"
    );
}

#[test]
fn checking_again_with_a_param_keeps_all_ids() {
    let checked = check_with("param p = 5\nx == \"a\" => +p\nb => +1", []);
    let again = checked.with_params(&[("p".to_owned(), Value::Number(Decimal::ONE))]);
    let (first, again) = (checked.rules.expect("sound"), again.rules.expect("sound"));
    assert_eq!(again.params[0].value, Value::Number(Decimal::ONE));
    assert_eq!(format!("{:?}", first.owners), format!("{:?}", again.owners));
    assert_eq!(format!("{:?}", first.kinds), format!("{:?}", again.kinds));
}

#[test]
fn lines_are_trimmed_and_blank_ones_skipped() {
    let checked = check_with("let l = lines \"l.txt\"\nx in l => +1", [("l.txt", "\u{feff}a\r\n\r\n  b \nA\n")]);
    let rules = checked.rules.expect("sound");
    let values: Vec<Value> = ["a", "b"].map(Value::text).into();
    assert_eq!(rules.lists[0].values, values, "`A` is `a` again, as text compares");
}

#[test]
fn a_table_has_typed_columns() {
    let csv = "region,size,points\n\"north, east\",1,5.5\nsouth,2,\n";
    let checked = check_with("let t = csv \"t.csv\"\nalways => t[region, size] otherwise 0", [("t.csv", csv)]);
    assert_eq!(findings(&checked), "");
    let table = &checked.rules.expect("sound").tables[0];
    assert_eq!((table.key_types.as_slice(), &table.value_type), ([Type::Text, Type::Number].as_slice(), &Type::Number));
    assert_eq!(table.rows[0].0[0], Value::text("north, east"));
    assert_eq!(table.rows[1].1, Value::Missing);
}

#[test]
fn a_table_says_which_line_is_wrong() {
    let with = |csv: &str| {
        let checked = check_with("let t = csv \"t.csv\"\nalways => t[region]", [("t.csv", csv)]);
        findings(&checked).lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(with("region,points\na,1\nA,2\n"), "E0324 3:1 an earlier line has the same keys");
    assert_eq!(with("region,points\na,1\nb\n"), "E0324 3:1 this line has 1 columns, and the first line names 2");
    assert_eq!(with("region,points\n,1\n"), "E0324 2:1 a key of this line is empty, so that nothing ever finds it");
    assert_eq!(
        with("region\na\n"),
        "E0324 1:1 a table has 1 to 20 key columns and a value column, and this one has 1 in all"
    );
    assert_eq!(with(""), "E0324 1:13 `t.csv` has no lines");
}

#[test]
fn names_lost_with_an_unreadable_line_are_no_second_mistake() {
    let checked = check_with("contact { email: text }\nlet free = [\"a.com\" \"b.com\nemail in free => -5", []);
    let codes: Vec<&str> = checked.diagnostics.iter().map(|finding| finding.code.number()).collect();
    assert_eq!(codes.len(), 1, "{}", findings(&checked));
    assert!(codes[0].starts_with("E01"));
}
