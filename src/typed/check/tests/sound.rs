//! Checking never fails on any text.

use super::check_with;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mix_of_pieces_is_checked(pieces in prop::collection::vec(piece(), 0..40)) {
        let text: String = pieces.concat();
        let checked = check_with(&text, []);
        prop_assert_eq!(checked.rules.is_some(), !checked.diagnostics.has_errors());
    }
}

/// Pieces of rules, in any order.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "b",
        "score",
        "contact",
        "activity",
        "account",
        " ",
        "\n",
        "=>",
        " => +5\n",
        "==",
        ">=",
        "5",
        "\"x\"",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ",",
        " and ",
        " or ",
        "not ",
        "count(",
        "sum(",
        "any(",
        " where ",
        " in last 7d",
        " in 1..5",
        "let a = ",
        "let b = a or c\n",
        "score s {\n",
        "decay 90d\n",
        "match a {\n",
        "else => 1\n",
        "first {\n",
        " is missing",
        " is yes",
        "contact { a: number }\n",
        "activity b { c: text }\n",
        "account { n: number }\n",
        "contact { account: account by account_id }\n",
        "always => ",
        "s.tier",
        " at 30d ago",
        "tiers { hot >= 5, cold }\n",
        "test \"t\" {\n as of 2026-11-01\n",
        "expect s == 1\n",
        "segment g when ",
        "label l = \"{s}\"\n",
        "exclude when ",
        " otherwise ",
        "if a then 1 else 2",
        "min(a, b)",
        "days since last b",
        "once",
        ", up to 5",
        ", decay 30d",
        "contacts",
        "everyone",
        ".",
        "param p = 3\n",
        "set p = 4\n",
        "-",
        "2026-11-01",
        "30d",
        "latest 2 of b",
        " followed by c within 7d",
        "a in [\"x\", b]",
        "highest(s in last 9d)",
        " over (b)",
    ])
}
