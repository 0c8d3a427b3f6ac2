//! Phrases, aggregates, links, and names before `=>`.

use super::{each_gives, each_is_clean};

#[test]
fn what_is_right_is_clean() {
    each_is_clean(&[
        "page_view where contact.size > 5 => +5",
        "page_view where contact.account.employees > 5 => +5",
        r#"page_view where type == "page_view" and at >= 2026-01-01 and id is known => +5"#,
        r#"content where url == "x" => +5"#,
        r#"activity where url == "x" => +5"#,
        "page_view since created_at before renewal => +5",
        "count(page_view in any 2h) > 3 => +5",
        "count(page_view in any url) > 3 => +5",
        "page_view within 7d after content => +5",
        "call after 30d without activity => +5",
        "latest 3 of page_view or call per who => +5",
        "latest 3 of page_view per url where seconds > 5 in last 30d => +5",
        "days since last page_view > 5 => +5",
        "days since last (page_view where seconds > 5) > 5 => +5",
        "days until renewal < 30 => +5",
        "hours since created_at < 30 => +5",
        "max(page_view.at) > 2026-01-01 => +5",
        r#"latest(page_view.url) == "x" => +5"#,
        "distinct(activity.type) > 5 => +5",
        "percentile(75, page_view.seconds) > 5 => +5",
        "streak(page_view, 1d off) > 5 => +5",
        "days(page_view in last 30d) > 5 => +5",
        "any(page_view) and no(call in last 7d) => +5",
        "big => +5",
        "big or subscribed is yes => +5",
        "any(account.contacts where size > 5) => +5",
        "count(everyone where size > 5) > 5 => +5",
        r#"sum(deals.amount where stage == "won") > 5 => +5"#,
        "sum(contact.deals.amount) > 5 => +5",
        "any(deals.contact.account) => +5",
        r#"id == "a" => +5"#,
        r#"account.id == "a" => +5"#,
    ]);
}

#[test]
fn what_is_wrong_is_said_once() {
    each_gives(&[
        (
            "page_view where size > 5 => +5",
            "E0206 1:17 `size` is a field of the contact, and bare names are the activity's here; write `contact.size`",
        ),
        (r#"page_view where ulr == "x" => +5"#, "E0201 1:17 `page_view` has no field `ulr`; write `url`"),
        (
            "page_view where length > 5 => +5",
            "E0201 1:17 `page_view` has no field `length`; it is a field of `call`; use that activity, or declare the field here too",
        ),
        (
            "page_view where account.employees > 5 => +5",
            "E0206 1:17 `account.employees` starts at the contact, and bare names are the activity's here; write `contact.account.employees`",
        ),
        (
            "page_view where count(call) > 5 => +5",
            "E0313 1:17 `where` looks at one activity and cannot count others; use `followed by`, `within .. after`, or a rule on a condition",
        ),
        (
            "page_view where score > 5 => +5",
            "E0313 1:17 a score cannot be asked inside `where`, which looks at one activity; ask it in `when` of a group around the rule, or in a rule on a condition",
        ),
        (
            "page_view or big => +5",
            "E0305 1:1 `page_view` is an activity, and stands here beside a condition; write `any(page_view)`, or a rule for each",
        ),
        (
            "page_view.url => +5",
            "E0310 1:1 `page_view` is an activity, and a value belongs here; write `sum(page_view.url)`, `latest(page_view.url)` or another question over all of them",
        ),
        (
            "deals where amount > 5 => +5",
            "E0327 1:1 `deals where amount > 5` are records, and only activities award each by themselves; write `always => 5 * count(deals where amount > 5)`, or `any(deals where amount > 5) => +5`",
        ),
        ("page_view in last 0d => +5", "E0407 1:11 `in last` of no time keeps nothing; write `in last 30d`"),
        (
            "page_view in 30d..60d ago => +5",
            "E0407 1:14 this window ends before it starts: the older end comes first; write `60d..30d`",
        ),
        (
            "page_view in 30d..30d ago => +5",
            "E0407 1:11 this window starts where it ends, and keeps nothing; write `in 60d..30d ago`",
        ),
        (
            "page_view since size => +5",
            "E0320 1:17 `size` is a whole number, and a time or date is needed; use a time or date: `created_at` or `renewal`",
        ),
        (
            "page_view since 2026-02-30 => +5",
            "E0321 1:17 there is no day `2026-02-30`; its month ends earlier; write `2026-02-28`",
        ),
        (
            "page_view in any 2h => +5",
            "E0414 1:11 `in any ..` looks for the stretch where a figure is greatest, and a phrase alone has none; write `count(.. in any ..) >= 3 => ..`",
        ),
        (
            "latest(page_view.seconds in any 2h) > 3 => +5",
            "E0414 1:1 `in any ..` gives the greatest of many figures, and `latest` gives no figure; remove `in any ..`, or write `max(..)` instead of `latest(..)`",
        ),
        (
            "count(page_view in any 2h in any url) > 3 => +5",
            "E0405 1:27 a phrase has one `in any ..`, and this is the second; remove one of the two",
        ),
        ("page_view followed by call within 0d => +5", "E0407 1:35 nothing happens within no time; write `7d`"),
        (
            "page_view followed by call within 7d same url => +5",
            "E0201 1:43 `call` has no field `url`; it is a field of `page_view`; use that activity, or declare the field here too",
        ),
        ("page_view not followed by cal within 7d => +5", "E0202 1:27 there is no activity `cal`; write `call`"),
        (
            "latest 0 of page_view => +5",
            "E0415 1:8 `0` cannot be a count: it has to be a whole number above zero; write `1` or more",
        ),
        (
            "days since page_view > 5 => +5",
            "E0320 1:12 `page_view` is an activity: since the last one, or since the first?; write `days since last page_view`",
        ),
        (
            "days since size > 5 => +5",
            "E0320 1:12 `size` is a whole number, and a time or date is needed; use a time or date: `created_at` or `renewal`",
        ),
        ("sum(page_view) > 5 => +5", "E0323 1:5 `sum` needs a field of `page_view`; write `sum(page_view.seconds)`"),
        ("sum(call) > 5 => +5", "E0323 1:5 `sum` needs a field of `call`; write `sum(call.length)`"),
        (
            "sum(page_view.seconds or call.length) > 5 => +5",
            "E0323 1:26 `sum` takes one field, and here are two: `seconds` and `length`; add two of them: `sum(..) + sum(..)`",
        ),
        (
            "sum(page_view.url) > 5 => +5",
            "E0307 1:15 `url` is a text, and a number is needed; use a number, such as `seconds`, or turn the values into points with `match`",
        ),
        (
            r#"max(page_view.url) == "x" => +5"#,
            r#"E0306 1:15 `max` needs an order, and a text has none; use a number, date, time, or levels `one of "a" < "b"`"#,
        ),
        (
            "count(page_view.url) > 5 => +5",
            "E0323 1:7 `count` counts activities, and `page_view.url` is a field of them; write `count(page_view where url is known)`, or `distinct(page_view.url)`",
        ),
        (
            "percentile(175, page_view.seconds) > 5 => +5",
            "E0315 1:12 `175` is no number from 0 to 100; write `percentile(75, ..)`",
        ),
        (
            "streak(page_view, 1h off) > 5 => +5",
            "E0323 1:19 a streak counts days, and so do the days it may be interrupted; write `1d off`",
        ),
        ("page_veiw => +5", "E0202 1:1 there is no activity `page_veiw`; write `page_view`"),
        ("size => +5", "E0304 1:1 `size` is a number, and alone no condition; write `size > 0`, or `size is known`"),
        ("job_title => +5", "E0304 1:1 `job_title` is a text, and alone no condition; write `job_title is known`"),
        ("mql_ => +5", "E0202 1:1 there is no activity `mql_`; declare it: `activity mql_ { }`"),
        (
            "account.contacts.size > 5 => +5",
            "E0312 1:1 `contacts` leads to many records, and one value is needed here; say which: `max(account.contacts.size)`, `sum(account.contacts.size)`, `any(account.contacts where ..)`",
        ),
        (
            "any(account where employees > 5) => +5",
            "E0312 1:5 `account` leads to one record, so there is nothing to count or sum up; ask a field of it: `account.id is known`",
        ),
        (
            "count(account.contacts where employees > 5) > 5 => +5",
            "E0206 1:30 `employees` is a field of `account`, not of `contact`; write `account.employees`",
        ),
        (
            "days(deals) > 5 => +5",
            "E0327 1:1 `days` asks when something happened, and linked records have no time; write `count`, `max` or `sum`",
        ),
        ("any(deals.contct) => +5", "E0201 1:11 `deal` has no link `contct`; write `contact`"),
    ]);
}
