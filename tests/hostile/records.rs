//! Records of tests in great numbers.

use super::attack::{Attack, attack, lines};

const HEAD: &str = "v => +1\nx == \"a\" => +1\n";

fn test(body: &str) -> String {
    format!("test \"t\" {{\nas of 2026-01-01\n{body}\nexpect score == 0\n}}\n")
}

pub fn attacks() -> Vec<Attack> {
    let contacts = lines(2_000, |i| format!("contact {{ id: \"c{i}\" }}\n"));
    let activities = lines(2_000, |i| format!("v {{ contact_id: \"c{i}\", at: 1d ago }}\n"));
    let expects = lines(2_000, |i| format!("expect score of \"c{i}\" == 1\n"));
    let head = "test \"t\" {\nas of 2026-01-01\n";
    vec![
        attack("contacts and expectations", format!("{HEAD}{head}{contacts}{activities}{expects}}}\n")).accepted(),
        attack("contacts of one id", format!("{HEAD}{}", test(&"contact { id: \"a\" }\n".repeat(1_000)))).refused(),
        attack("tests", HEAD.to_owned() + &test("contact { x: \"b\" }").repeat(600)).accepted(),
        attack("activities of a test", HEAD.to_owned() + &test("contact { }\n999999999 x v { at: 1d ago }")).refused(),
        attack("activities of two lines of a test", {
            HEAD.to_owned() + &test("contact { }\n90000 x v { at: 1d ago }\n90000 x v { at: 1d ago }")
        })
        .refused(),
        attack("1,000 tests of 100,000 activities", {
            HEAD.to_owned() + &test("contact { }\n100000 x v { at: 1d ago }").repeat(1_000)
        })
        .refused(),
        attack("2,000 cases", {
            format!("{HEAD}{head}cases {{\nx => score\n{}}}\n}}\n", lines(2_000, |i| format!("\"v{i}\" => 0\n")))
        })
        .accepted(),
        attack("2,000 cases of 100,000 activities", {
            let cases = lines(2_000, |i| format!("\"v{i}\" => 0\n"));
            format!("{HEAD}{head}contact {{ }}\n100000 x v {{ at: 1d ago }}\ncases {{\nx => score\n{cases}}}\n}}\n")
        })
        .refused(),
    ]
}
