//! Conditions and values: one rule a line, and what is said of it.

use super::{each_gives, each_is_clean};

#[test]
fn what_is_right_is_clean() {
    each_is_clean(&[
        r#"level > "junior" => +5"#,
        "created_at >= 2026-01-01 => +5",
        "renewal < created_at => +5",
        r#"tags == "x" => +5"#,
        r#"tags contains "x" => +5"#,
        r#"tags contains ["x", "y"] => +5"#,
        r#"industry has word "Health" => +5"#,
        "industry == job_title => +5",
        "account.employees > 5 => +5",
        "sum(deals.amount) > 5 => +5",
        r#"count(deals where stage == "won") > 1 => +5"#,
        "any(everyone where size > 5) => +5",
        "content => +5",
        "renewal - 30d < 2026-01-01 => +5",
        "job_title in free => +5",
        r#""x" in tags => +5"#,
        "job_title in tags => +5",
        "job_title not in tags => +5",
        "renewal in 2026-01-01..2026-12-31 => +5",
        "created_at in 2026-01-01..<2027-01-01 => +5",
        "size in 1..size => +5",
        r#"code == "A" and code == job_title => +5"#,
        r#"code has word "x" => +5"#,
        r#"tags starts with "x" => +5"#,
        r#"job_title contains ["a", code] => +5"#,
        "job_title starts with free => +5",
        r#"job_title after "@" == "x" => +5"#,
        "round(size, 0.5) > 5 => +5",
        "size otherwise 0 > 5 => +5",
        "count of (size > 5, big) >= 2 => +5",
        "at least 2 of (size > 5, big) => +5",
        "if big then 1 else 2 > 1 => +5",
        "max(size, account.employees) > 5 => +5",
        r#"max(level, "junior") > "junior" => +5"#,
        r#"(match level { "junior" => 1, else => 2 }) > 1 => +5"#,
        "not subscribed is yes => +5",
        r#""{size}" == "5" => +5"#,
        "size == 30% => +5",
    ]);
}

#[test]
fn what_is_wrong_is_said_once() {
    each_gives(&[
        (r#"industy == "Healthcare" => +5"#, "E0201 1:1 `contact` has no field `industy`; write `industry`"),
        (r#"industry == "Heathcare" => +5"#, r#"E0302 1:13 `industry` is never `"Heathcare"`; write `"Healthcare"`"#),
        (
            r#"size == "500" => +5"#,
            "E0301 1:9 `size` is a whole number, and cannot be compared with a text; write `500` without quotes",
        ),
        (
            r#"size > "large" => +5"#,
            "E0301 1:8 `size` is a whole number, and cannot be compared with a text; compare it with a whole number",
        ),
        (
            r#"job_title > "A" => +5"#,
            r#"E0306 1:11 `>` needs an order, and a text has none; compare with `==` or `!=`, or declare the field as `number` or as levels `one of "a" < "b"`"#,
        ),
        (
            r#"level > "middle" => +5"#,
            r#"E0302 1:9 `level` is never `"middle"`; the declared values are `junior` or `senior`"#,
        ),
        (
            r#"subscribed == "yes" => +5"#,
            "E0301 1:15 `subscribed` is a yes/no value, and cannot be compared with a text; write `is yes`",
        ),
        (
            "subscribed > yes => +5",
            "E0306 1:12 `>` needs an order, and a yes/no value has none; write `subscribed is yes`",
        ),
        (
            r#"created_at >= "2026-01-01" => +5"#,
            "E0301 1:15 `created_at` is a time, and cannot be compared with a text; write `2026-01-01` without quotes",
        ),
        ("tags > 5 => +5", "E0301 1:8 `tags` is a list of texts, and cannot be compared with a number; write `\"5\"`"),
        ("job_title contains 5 => +5", r#"E0308 1:20 `5` is a number, and a text is looked for here; write `"5"`"#),
        (
            r#"size contains "5" => +5"#,
            r#"E0308 1:1 `size` is a whole number, and a text is needed; compare it with numbers, or make a text of it: `"{size}"`"#,
        ),
        (
            "job_title is yes => +5",
            r#"E0326 1:14 `job_title` is a text, and `is yes` asks a yes/no field; write `== "yes"`, or declare the field as `yes/no`"#,
        ),
        (
            "subscribed => +5",
            "E0304 1:1 `subscribed` alone is no condition; write `subscribed is yes`, or `subscribed is known`",
        ),
        (
            "subscribed and size > 5 => +5",
            "E0304 1:1 `subscribed` alone is no condition; write `subscribed is yes`, or `subscribed is known`",
        ),
        (
            "page_view and size > 5 => +5",
            "E0305 1:1 `page_view` is an activity, and stands here inside a larger condition; write `any(page_view)` to ask whether there was one; to award each one, put the rest after `where`: `page_view where ..`",
        ),
        (
            r#"url == "x" => +5"#,
            "E0206 1:1 `url` is a field of the activity `page_view`, not of `contact`; ask about activities: `any(page_view where url ..)`, or `latest(page_view.url)`",
        ),
        (
            "employees > 5 => +5",
            "E0206 1:1 `employees` is a field of `account`, not of `contact`; write `account.employees`",
        ),
        ("account.employes > 5 => +5", "E0201 1:9 `account` has no field `employes`; write `employees`"),
        (
            "account > 5 => +5",
            "E0312 1:1 `account` is a link to `account`, and a value is needed here; write a field of it: `account.name`",
        ),
        (
            "deals.amount > 5 => +5",
            "E0312 1:1 `deals` leads to many records, and one value is needed here; say which: `max(deals.amount)`, `sum(deals.amount)`, `any(deals where ..)`",
        ),
        ("sum(deals) > 5 => +5", "E0323 1:5 `sum` needs a field of `deals`; write `sum(deals.amount)`"),
        (
            "count(deals.amount) > 1 => +5",
            "E0323 1:7 `count` counts records, and `amount` is no link; write `count(deals where amount is known)`",
        ),
        (
            "count(deal) > 1 => +5",
            "E0327 1:7 `deal` is a kind of record, and the link to those is `deals_x`; write `deals_x`",
        ),
        (
            "count(deals in last 30d) > 1 => +5",
            "E0327 1:13 linked records have no time, so windows, orders and `latest` are for activities only; compare a date field in `where`",
        ),
        ("contnet => +5", "E0202 1:1 there is no activity `contnet`; write `content`"),
        (
            "big and content => +5",
            "E0305 1:9 `content` names activities, and stands here inside a larger condition; write `any(content)` to ask whether there was one",
        ),
        ("free => +5", "E0309 1:1 `free` is a list or table, and alone no condition; write `FIELD in free`"),
        ("job_title in fre => +5", "E0203 1:14 there is no list `fre`; write `free`"),
        ("job_title in p => +5", "E0328 1:14 `p` is a number, and `in` needs a list or a range; write `[p]`"),
        (
            "size in free => +5",
            "E0301 1:9 `size` is a whole number, and cannot be compared with a text; compare it with a whole number",
        ),
        ("size in 10..5 => +5", "E0319 1:9 nothing lies in `10..5`; write the smaller end first: `5..10`"),
        (
            r#"job_title in "a".."b" => +5"#,
            r#"E0306 1:1 a range needs an order, and a text has none; write a list: `in ["a", "b"]`"#,
        ),
        (
            "p => +5",
            "E0309 1:1 `p` alone is no condition: nothing is asked of it; compare it with a field, or write `always`",
        ),
        (
            "size > 90d => +5",
            "E0310 1:8 `90d` is a length of time, and none can stand here; compare days with a plain number: `90`",
        ),
        ("job_title == missing => +5", "E0118 1:11 `== missing` is no way to ask this; write `is missing`"),
        (
            r#"job_title == "" => +5"#,
            "E0318 1:14 an empty text is missing, and nothing equals missing; write `job_title is missing`",
        ),
        (
            "size + job_title > 5 => +5",
            "E0307 1:8 `job_title` is a text, and a number is needed; use a number, such as `size`, or turn the values into points with `match`",
        ),
        (
            "created_at - renewal > 5 => +5",
            "E0307 1:1 the time between two moments is not written with `-`; write `days since renewal` or `days until created_at`",
        ),
        (
            "renewal - 36h < 2026-01-01 => +5",
            "E0320 1:11 `36h` is no whole number of days, and `renewal` is a date; write days or weeks: `30d`",
        ),
        (
            r#"if size > 5 then 5 else "x" => +5"#,
            "E0311 1:25 the two values of this `if` are of different types: a number and a text; make them all numbers, or all texts, or all dates",
        ),
        (
            "min(size) > 5 => +5",
            "E0323 1:5 `size` is one value, and `min` goes over many; compare it with another value: `min(size, 10)`",
        ),
        (
            "min(size, job_title) > 5 => +5",
            "E0311 1:11 the inputs of `min` are of different types: a whole number and a text; make them all numbers, or all texts, or all dates",
        ),
        (
            "max(page_view.url) > 5 => +5",
            r#"E0306 1:15 `max` needs an order, and a text has none; use a number, date, time, or levels `one of "a" < "b"`"#,
        ),
        (
            "job_title matches /(/ => +5",
            r#"E0317 1:20 this pattern cannot be used: this `(` is not closed; for the character write `\(`; close it with `)`"#,
        ),
        (
            "at least 3 of (size > 5, big) => +5",
            "E0415 1:10 `at least 3` of 2 conditions can never hold; write `at least 2`",
        ),
        (
            "5 => +5",
            "E0309 1:1 `5` alone is no condition: nothing is asked of it; compare it with a field, or write `always`",
        ),
        (
            r#""x" => +5"#,
            r#"E0309 1:1 `"x"` alone is no condition: nothing is asked of it; compare it with a field, or write `always`"#,
        ),
        (r#"free["a"] > 5 => +5"#, r#"E0203 1:1 `free` is no table; declare it: `let free = csv "free.csv"`"#),
        (
            r#"job_title in ["a", 5] => +5"#,
            "E0301 1:20 `job_title` is a text, and cannot be compared with a number; write `\"5\"`",
        ),
        ("job_title in [] => +5", "E0328 1:14 nothing is in an empty list; write the values, or remove the condition"),
        (
            r#"industry in ["Healthcare", "Biotec"] => +5"#,
            r#"E0302 1:28 `industry` is never `"Biotec"`; write `"Biotech"`"#,
        ),
        (
            "renewal in [2026-01-01T00:00:00Z] => +5",
            "E0301 1:13 `renewal` is a date, and cannot be compared with a time; compare it with a date",
        ),
        (r#"job_title contains "" => +5"#, "E0318 1:20 every text holds the empty text; write what to look for"),
        (
            r#"size after "@" == "x" => +5"#,
            r#"E0308 1:1 `size` is a whole number, and a text is needed; compare it with numbers, or make a text of it: `"{size}"`"#,
        ),
        (
            "renewal + 5 > 2026-01-01 => +5",
            "E0307 1:11 `renewal` is a date, and moves by a length of time; write `renewal + 5d`",
        ),
        (
            r#"job_title + job_title == "x" => +5"#,
            r#"E0307 1:1 texts are joined inside quotes, not with `+`; write `"{job_title}{job_title}"`"#,
        ),
        ("round(size, 0) > 5 => +5", "E0315 1:13 a step of rounding is above zero; write `1`, `0.5` or `10`"),
        (
            r#"size otherwise "a" == "x" => +5"#,
            "E0311 1:16 the two sides of `otherwise` are of different types: a whole number and a text; make them all numbers, or all texts, or all dates",
        ),
        (
            r#"match size { 1 => "a", else => 5 } == "a" => +5"#,
            "E0311 1:32 the values of the arms are of different types: a text and a number; make them all numbers, or all texts, or all dates",
        ),
        (
            "not subscribed => +5",
            "E0304 1:5 `subscribed` alone is no condition; write `subscribed is yes`, or `subscribed is known`",
        ),
        (
            "subscribed implies big => +5",
            "E0309 1:1 `implies` can only stand in an `assert`, and only once; write `not (..) or ..`",
        ),
        (
            r#""{unknown}" == "5" => +5"#,
            "E0201 1:3 `contact` has no field `unknown`; declare it: `contact { unknown: text }`",
        ),
        (
            "job_title == 2026-01-01 => +5",
            "E0301 1:14 `job_title` is a text, and cannot be compared with a date; write `\"2026-01-01\"`",
        ),
        (r#"free == "x" => +5"#, "E0310 1:1 `free` is a list, and a value belongs here; write `FIELD in free`"),
        (
            "content > 5 => +5",
            "E0310 1:1 `content` names activities, and a value belongs here; count them: `count(content)`, or ask for one: `any(content)`",
        ),
        (
            "page_view > 5 => +5",
            "E0310 1:1 `page_view` is an activity, and a value belongs here; count them: `count(page_view)`",
        ),
        (
            r#"account == "x" => +5"#,
            "E0312 1:1 `account` is a link to `account`, and a value is needed here; write a field of it: `account.name`",
        ),
    ]);
}
