//! Limits, decays, settings, tiers, groups, arms.

use super::{each_gives, each_is_clean};

#[test]
fn what_is_right_is_clean() {
    each_is_clean(&[
        "tiers { hot > 80, warm >= 80, cold }",
        "tiers { a top 5, b top 10%, c >= 50, d }",
        r#"range 0..100
tiers { hot >= 50, cold >= 0 }"#,
        "page_view => +5, once per url, at most 2 per day, at most 3 times, up to 10, down to -5",
        "page_view => +5, up to p",
        "page_view => +5, up to (p * 2)",
        "size == 1 => +5, up to 3",
        "size == 1 => +5, decay 30d without activity",
        "always => count(page_view), decay 30d",
        "count(page_view) > 3 => +5, decay 30d",
        "page_view => +5, decay 300d after 1h",
        "decay 5 per 7d without activity down to 10",
        r#"decay 30d
decay 20% per 7d without page_view"#,
        "page_view => +5 for the first 3, +2 for the rest",
        "page_view => +5 for the first 3, +2 for the rest per url",
        "page_view => seconds",
        "page_view => contact.size",
        r#"group "G" when size > 5 up to 5 { page_view => +1 }"#,
        "times 1.5 when subscribed is yes",
        r#"override to size when size > 5 "why""#,
        "in last 90d",
        "match size { 1..10 => +5, 11..17 => +3 }",
        "match size { 1..<10 => +5, 10..17 => +3 }",
        "match account.employees { 1..<11 => +5, 11..17 => +3 }",
        r#"match level { >= "senior" => +5, "junior" => +3 }"#,
        "match size { != 5 => +5, missing => -5 }",
    ]);
}

#[test]
fn what_is_wrong_is_said_once() {
    each_gives(&[
        (
            r#"range 0..100
range 0..50"#,
            "E0405 2:1 this block has a `range` already; remove one of the two",
        ),
        ("round 0", "E0315 1:7 a step of rounding is above zero; write `1`, `0.5` or `10`"),
        (
            r#"round 1
range 0.5..10"#,
            "E0411 2:7 the end of this range lies between two steps of rounding: the score is rounded to 1; write a multiple of 1, or set a finer `round`",
        ),
        (
            "range 10..5",
            "E0319 1:1 this range holds no more than one value: its first end is the lower one; write `range 5..10`",
        ),
        (
            "tiers { hot >= 80, hot >= 60, cold }",
            "E0204 1:20 there is already a tier called `hot`; give one of the two another name",
        ),
        (
            "tiers { hot >= 80, warm, cold }",
            "E0409 1:20 `warm` has no edge, so it takes all that is left, and no tier after it is ever reached; give it an edge, `warm >= 50`, or move it to the end; `tier warm when ..` may give it too",
        ),
        (
            "tiers { hot >= 80, warm > 80, cold }",
            "E0409 1:20 `warm` is never reached: whoever gets there is `hot` already; write the best tier first: `warm > 80, hot >= 80`",
        ),
        (
            "tiers { a top 10%, b top 5%, c }",
            "E0409 1:20 `b` is never reached: whoever gets there is `a` already; write the best tier first: `b top 5%, a top 10%`",
        ),
        (
            "tiers { a top 5, b top 5, c }",
            "E0409 1:18 `b` is never reached: whoever gets there is `a` already; write the best tier first: `b top 5, a top 5`",
        ),
        (
            r#"range 0..100
tiers { hot >= 101, cold }"#,
            "E0410 2:9 `hot` is never reached: the score is at most 100; write an edge of at most 100, or widen the range",
        ),
        (
            r#"range 0..100
tiers { hot > 100, cold }"#,
            "E0410 2:9 `hot` is never reached: the score is at most 100; write an edge of at most 100, or widen the range",
        ),
        (
            r#"range 0..100
tiers { hot >= 0, cold }"#,
            "E0410 2:9 `hot` takes every score, as none is below 0, so `cold` is never reached; write an edge above 0, or remove `cold`",
        ),
        (
            r#"tier hott when size > 5
tiers { hot >= 80, cold }"#,
            "E0207 1:6 `score` has no tier `hott`; write `hot`",
        ),
        (
            "page_view => +5, once, at most 3 times",
            "E0405 1:24 `at most 3 times` limits what another limit of this rule does already; keep the smaller of the two",
        ),
        (
            "page_view => +5, once per url, at most 2 per url",
            "E0405 1:32 `at most 2 per url` limits what another limit of this rule does already; keep the smaller of the two",
        ),
        (
            "page_view => +5, up to 10, down to 20",
            "E0319 1:14 no points lie between down to 20 and up to 10; make `down to` the smaller number",
        ),
        (
            "page_view => +5, up to size",
            "E0316 1:24 `size` is not fixed, and a fixed value is needed here; write a number, or use a `param`",
        ),
        (
            "page_view => +5, at most 2.5 times",
            "E0415 1:26 `2.5` cannot be a count: it has to be a whole number above zero; write `1` or more",
        ),
        ("page_view => +5, once per utl", "E0201 1:27 `page_view` has no field `utl`; write `url`"),
        (
            "page_view => +5, up to 5 per day, up to 5 per url",
            "E0406 1:35 a rule limits its points per day or per field, not both; keep one, and put the rule into a group with `up to` for the whole",
        ),
        (
            "size == 1 => +5, once",
            "E0404 1:18 `once` counts activities, and this rule stands on a condition, which awards once; remove `, once`",
        ),
        (
            "size == 1 => +5, decay 30d",
            "E0408 1:18 this rule counts no activity, so there is no time since when its points could fade; remove the decay, or say what the clock is: `decay 90d without activity`",
        ),
        (
            "always => size, decay 30d",
            "E0408 1:17 this rule counts no activity, so there is no time since when its points could fade; remove the decay, or say what the clock is: `decay 90d without activity`",
        ),
        ("page_view => +5, decay 30d, decay 40d", "E0405 1:29 this rule has a decay already; remove one of the two"),
        (
            "page_view => +5, decay 5 per 7d, no decay",
            "E0405 1:34 this rule has a decay already; remove one of the two",
        ),
        (
            "page_view => +5, decay 200000d",
            "E0401 1:24 `200000d` is 200000 days, and a decay counts at most 100000 of its finest unit; write the decay in a coarser unit: `90d`",
        ),
        (
            "page_view => +5, decay 300d after 1s",
            "E0401 1:24 `300d` is 25920000 seconds, and a decay counts at most 100000 of its finest unit; write the decay in a coarser unit: `90d`",
        ),
        (
            "page_view => +5, decay 120% per 30d",
            "E0401 1:24 `120%` is no share to take off; write more than 0% and at most 100%",
        ),
        (
            "page_view => +5, decay 0% per 30d",
            "E0401 1:24 `0%` is no share to take off; write more than 0% and at most 100%",
        ),
        (
            "page_view => +5, decay 0.001% per 30d compound",
            "E0401 1:24 `compound` takes at least 0.01%; write `0.01%` or more, or a half-life",
        ),
        (
            "page_view => +5, decay 20% per 30d compound smooth",
            "E0403 1:24 `compound` fades in steps, so it cannot be `smooth`; keep one of the two, or write a half-life: `decay 90d`",
        ),
        ("page_view => +5, decay 0d", "E0401 1:24 a decay over no time would leave nothing; write `decay 90d`"),
        (
            "page_view => +5, decay -5 per 7d",
            "E0401 1:24 `-5` points fade nothing: a decay takes points off; write a number above zero: `decay 5 per 7d`",
        ),
        (
            "page_view => +5, decay 30d down to 5",
            "E0414 1:36 `down to` after a decay is for decays of a total, those with `without E` on a group or score; remove it: points fade to 0 and stop there",
        ),
        (
            "decay 5 per 7d",
            "E0402 1:1 points per time cannot be taken from every activity of a block; to take them from the total while nothing happens, write `decay 5 per 7d without activity`; to fade each rule, write it there",
        ),
        (
            r#"decay 30d
no decay"#,
            "E0405 2:1 this block has a `decay` already; remove one of the two",
        ),
        (
            "page_view => +5 for the first 0",
            "E0415 1:31 `0` cannot be a count: it has to be a whole number above zero; write `1` or more",
        ),
        (
            "size == 2 => +5 for the first 3, +2 for the rest",
            "E0404 1:14 a rule on a condition awards once, so there is no first and no rest; write the points alone: `=> +5`",
        ),
        (
            r#"page_view => "a""#,
            r#"E0307 1:14 `"a"` is a text, and a number is needed; use a field declared as `number`, or turn the values into points with `match`"#,
        ),
        (
            "page_view => 0.1 * score",
            "E0313 1:20 a score cannot be part of what one activity awards; put it in a `times` line of a group around the rule",
        ),
        (
            "page_view => count(page_view)",
            "E0313 1:14 what one activity awards cannot count others; use a rule on a condition, such as `count(..) >= 3 => ..`",
        ),
        (
            "page_view => +3000000000",
            "E0315 1:14 `+3000000000` is beyond 1,000,000,000, the most points there can be; write a smaller number",
        ),
        (
            "page_view => url",
            "E0307 1:14 `url` is a text, and a number is needed; use a number, such as `seconds`, or turn the values into points with `match`",
        ),
        (
            "page_view => size",
            "E0206 1:14 `size` is a field of the contact, and bare names are the activity's here; write `contact.size`",
        ),
        (
            "always => +1.1234567",
            "E0315 1:12 `1.1234567` has more than six decimal places, and numbers have six; round it",
        ),
        (
            "always => +1000000000000000",
            "E0315 1:12 `1000000000000000` is beyond 1,000,000,000,000, the greatest number; write a smaller number",
        ),
        (
            r#"group "G" up to 5 down to 10 { page_view => +1 }"#,
            "E0319 1:1 no points lie between down to 10 and up to 5; make `down to` the smaller number",
        ),
        (
            r#"group "G" { range 0..5
 page_view => +1 }"#,
            "E0414 1:13 `range` belongs to a whole score, not to a group; write `up to 40` beside the name of the group",
        ),
        (
            r#"group "G" { page_view => +1 }
group "G" { page_view => +2 }"#,
            "E0204 2:1 there is already something called `G` in this score; give one of the two another name",
        ),
        (
            r#"group "G" when page_view { page_view => +1 }"#,
            "E0305 1:16 `page_view` is an activity, and stands here inside a larger condition; write `any(page_view)` to ask whether there was one; to award each one, put the rest after `where`: `page_view where ..`",
        ),
        (
            r#"group "G" { decay 5 per 7d
 page_view => +1 }"#,
            "E0402 1:13 points per time cannot be taken from every activity of a block; to take them from the total while nothing happens, write `decay 5 per 7d without activity`; to fade each rule, write it there",
        ),
        (
            "times job_title",
            "E0307 1:7 `job_title` is a text, and a number is needed; use a number, such as `size`, or turn the values into points with `match`",
        ),
        (
            r#"override to 100 when score > 5 "why""#,
            "E0212 1:22 scores depend on each other in a circle: `score` -> `score`; a score cannot read itself",
        ),
        (
            r#"override to 3000000000 when size > 5 "why""#,
            "E0315 1:13 `3000000000` is beyond 1,000,000,000, the most points there can be; write a smaller number",
        ),
        (
            "in any 2h",
            "E0414 1:1 `in any ..` can only stand inside `count`, `sum`, `max` and the like; write `in last 30d`",
        ),
        ("in 30d..60d ago", "E0407 1:4 this window ends before it starts: the older end comes first; write `60d..30d`"),
        (
            r#"p1: size > 1 => +1
p1: size > 2 => +1"#,
            "E0204 2:1 there is already a rule called `p1`; give one of the two another name",
        ),
        (
            "score: size > 1 => +1",
            "E0204 1:1 `score` is already the name of a score, and cannot be a rule too; give the rule another name",
        ),
        (
            r#"match size { 1 => +5, "a" => +3 }"#,
            "E0301 1:23 `size` is a whole number, and cannot be compared with a text; compare it with a whole number",
        ),
        (
            "match size { 1..10 => +5, 5..7 => +3, else => 0 }",
            "W0901 1:27 this arm never wins: arms before it take all its numbers; move the narrower arm up, or remove one of the two",
        ),
        (
            "match size { 1..10 => +5, 12..17 => +3 }",
            "W0902 1:27 no arm takes `size` of 11, between these two; close the gap with `..<`, or add `else`",
        ),
        (
            "match account.employees { 1..10 => +5, 11..17 => +3 }",
            "W0902 1:40 no arm takes `account.employees` of 10.5, between these two; close the gap with `..<`, or add `else`",
        ),
        (
            "match size { else => +5, 12..17 => +3 }",
            "W0901 1:26 this arm never wins: `else` before it takes everything; move `else` to the end",
        ),
        (
            r#"match industry { "Healthcare" => +5, "Biotec" => +3 }"#,
            r#"E0302 1:38 `industry` is never `"Biotec"`; write `"Biotech"`"#,
        ),
        (
            "first { size > 1 => +5, page_view => +3, else => 0 }",
            "E0305 1:25 `page_view` is an activity, and stands here inside a larger condition; write `any(page_view)` to ask whether there was one; to award each one, put the rest after `where`: `page_view where ..`",
        ),
    ]);
}
