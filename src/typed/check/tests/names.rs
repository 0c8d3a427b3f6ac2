//! Names that more than one thing goes by.

use super::{each_gives, each_is_clean};

#[test]
fn the_record_or_activity_at_hand_comes_first() {
    each_is_clean(&[
        "let seconds = 5\npage_view where seconds > 3 => +1",
        "let url = \"x\"\npage_view where url contains \"x\" => +1",
        "let amount = 3\nalways => sum(deals.amount)",
        "param stage = \"x\"\ncount(deals where stage == \"won\") > 1 => +1",
        "score length { call where length > 3 => +1 }",
        "let employees = [1]\nscore heat of account { employees > 3 => +1 }",
        "let who = [\"a\"]\ncall where who contains who => +1",
    ]);
}

#[test]
fn what_hides_a_field_of_the_contact_is_refused() {
    each_gives(&[
        (
            "let industry = \"x\"\nindustry == \"Biotech\" => +1",
            "E0204 -18:3 `industry` is a field of `contact` and a `let`; give one of the two another name",
        ),
        (
            "param size = 4\nsize > 5 => +1",
            "E0204 -17:3 `size` is a field of `contact` and a param; give one of the two another name",
        ),
        (
            "let at = 5\npage_view => +1",
            "E0204 1:5 `at` is what every activity has, and cannot be a `let` too; give it another name",
        ),
        (
            "segment deal when size > 3",
            "E0204 1:9 `deal` is a kind of record, and cannot be a segment too; give it another name",
        ),
        (
            "param deals_x = 4",
            "E0204 1:7 `deals_x` is a link of `contact`, and cannot be a param too; give it another name",
        ),
    ]);
}

#[test]
fn edges_of_since_and_before_are_stored() {
    each_is_clean(&[
        "page_view since created_at => +1",
        "let start = if size > 3 then created_at else renewal - 30d\npage_view since start => +1",
        "let signed = created_at otherwise 2026-01-01T00:00:00Z\npage_view before signed => +1",
    ]);
    let counts = "`since` and `before` start at a stored date or time, and cannot look at activities or linked records; ask `days since last ..`, or write `E within 7d after F`";
    each_gives(&[
        ("let last_call = latest(call.at)\npage_view since last_call => +1", &format!("E0313 1:17 {counts}")),
        (
            "let best = max(deals_x.closed)\nexclude when count(page_view before best) > 3",
            &format!("E0313 1:12 {counts}"),
        ),
        (
            "let d = if any(call) then created_at else renewal\nignore page_view since d",
            &format!("E0313 1:16 {counts}"),
        ),
        (
            "score base { call => +1 }\nlet d = if base > 1 then created_at else 2026-01-01T00:00:00Z\npage_view since d => +1",
            "E0313 2:12 `since` and `before` start at a stored date or time, and cannot ask a score; ask it in `when` of a group around the rule",
        ),
    ]);
}

#[test]
fn ranges_and_lengths_of_time_have_one_spelling() {
    each_gives(&[
        (
            "size in [10-50, 3] => +1",
            "E0124 1:10 `10-50` subtracts, and a list holds values, not ranges; write `(size in 10..50 or size in [..])`",
        ),
        (
            "let month = 30d",
            "E0310 1:13 a length of time has no name: windows, orders and decays hold theirs written out; write it where it is used: `in last 30d`",
        ),
        (
            "param month = 30d",
            "E0310 1:15 a length of time has no name: windows, orders and decays hold theirs written out; write it where it is used: `in last 30d`",
        ),
    ]);
    each_is_clean(&[
        "size in [50-10, 3] => +1",
        "match size { 50.. => +3, 10..<50 => +2, ..<10 => +1 }",
        "let when = renewal - 30d\nalways => days until when otherwise 0",
    ]);
}

#[test]
fn a_test_holds_what_records_can() {
    each_is_clean(&[
        "size > 1 => +1\ntest \"t\" {\n as of 2026-01-01\n contact { tags: [\"a\", \" \"] }\n page_view { seconds: 0.1234567, at: 1d ago }\n expect score == 0\n}",
        "score s { size > 1 => +1 }\nsegment in_s when s > 0\ntest \"t\" {\n as of 2026-01-01\n contact { id: \"a\", size: 2 }\n contact { id: \"b\" }\n expect s of \"a\" > s of \"b\"\n expect in_s of \"a\" and not in_s of \"b\"\n}",
    ]);
}
