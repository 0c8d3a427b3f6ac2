//! The files of the language page.

use super::{check_with, findings};
use crate::typed::{Clock, Curve, Head, Item};
use crate::values::{Type, Unit};

const SMALLEST: &str = "job_title == \"CEO\" => +20\nbounce             => -10\ndecay 90d\n";

#[test]
fn the_three_lines_are_a_program() {
    let checked = check_with(SMALLEST, []);
    assert_eq!(findings(&checked), "");
    let rules = checked.rules.expect("three good lines");
    assert_eq!(rules.kinds[0].fields.len(), 1);
    assert_eq!(rules.kinds[0].fields[0].name, "job_title");
    assert_eq!(rules.kinds[0].fields[0].ty, Type::Text);
    assert!(rules.kinds[0].fields[0].used);
    assert_eq!(rules.activity_types[0].name, "bounce");
    let ids: Vec<&str> = rules.owners.iter().map(|owner| owner.id.as_str()).collect();
    assert_eq!(ids, ["score.1", "score.2", "score"]);
    assert_eq!(rules.owners[0].text, "job_title == \"CEO\"");
    let score = &rules.scores[0];
    let [Item::Rule(ceo), Item::Rule(bounce)] = score.body.items.as_slice() else {
        panic!("two rules: {:?}", score.body.items);
    };
    assert!(matches!(ceo.head, Head::When(_)));
    assert!(ceo.decay.is_none(), "a condition rule inherits no decay");
    assert!(matches!(bounce.head, Head::Each(_)));
    let decay = bounce.decay.as_ref().expect("inherited");
    assert_eq!((decay.curve, decay.unit, decay.grace), (Curve::HalfLife(90), Unit::Day, 0));
    assert!(matches!(decay.clock, Clock::Activity));
}

const SCHEMA: &str = r#"
contact {
  job_title: text
  industry: text
  email: text
  phone: text
  company_size: whole number
}
activity page_view { url: text, user_agent: text, seconds: number }
activity whitepaper_download { document_id: text }
activity webinar_watched { document_id: text }
activity email_open { }
activity email_click { }
activity email_reply { }
activity form_submit { form: text }
activity bounce { }
activity unsubscribe { }
"#;

const FULL: &str = r#"
use "crm.score"                      # shared schema and lists
timezone "Europe/Berlin"             # calendar days; default UTC

let email_domain = email after "@"
let free_mail    = ["gmail.com", "yahoo.com", "hotmail.com"]
let competitors  = lines "competitors.txt"
let content      = whitepaper_download or webinar_watched

ignore page_view where user_agent has word ["bot", "crawler"]   "not a person"
exclude when email_domain in competitors or email_domain == "ourcompany.com"   "not a buyer"

score fit "How well the company matches our ideal customer" {
  range 0..50
  ceo: job_title has word "CEO"                 => +20   "decision maker"
  job_title has word ["VP", "head of"]          => +12
  industry in ["Healthcare", "Biotech"]         => +15
  email_domain in free_mail                     => -10
  phone is missing                              => -5
  match company_size {                          # first line that fits
    >= 500   => +20
    100..499 => +10
    < 10     => -5
    else     => 0
  }
  tiers { A >= 35, B >= 15, C }
}

score engagement "What they did lately" {
  decay 90d                                     # half-life of every activity below
  range 0..100

  group "Email" up to 20 {
    email_open                                  => +1
    email_click                                 => +3, at most 3 per day
    email_reply                                 => +10
  }
  pricing: page_view where url == "/pricing"    => +15, up to 45
  page_view where url starts with "/blog"       => +1, up to 10, decay 30d
  form_submit where form == "demo"              => +30, once, no decay
  content                                       => +10, once per document_id
  bounce                                        => -10
  unsubscribe                                   => -25, once, no decay

  count(page_view in last 7d) >= 5              => +10
  sum(page_view.seconds in last 30d) >= 600     => +10
  no(activity in last 60d)                      => -15
  tiers { "1" >= 50, "2" >= 20, "3" }
}

score lead "Who sales should call" {
  always => 40% of fit
  always => 60% of engagement
  tiers { hot >= 60, warm >= 35, cold }
}

label priority = "{fit.tier}{engagement.tier}"     # A1 .. C3
segment mql when fit >= 25 and engagement >= 40

test "a hospital CEO is not warm on one look at pricing" {
  as of 2026-11-01
  contact { job_title: "CEO", industry: "Healthcare", company_size: 900 }
  page_view { url: "/pricing", at: 2h ago }
  expect fit == 50
  expect engagement == 15
  expect pricing == +15
  expect lead == 29
  expect lead.tier == cold
  expect priority == "A3"
}

assert lead in 0..100
assert engagement == 0 implies lead.tier == cold
"#;

#[test]
fn the_full_file_is_clean() {
    let files = [("crm.score", SCHEMA), ("competitors.txt", "\u{feff}rival.example\n\n  other.example  \n")];
    let checked = check_with(FULL, files);
    assert_eq!(findings(&checked), "");
    let rules = checked.rules.expect("the full file");
    let ids: Vec<&str> = rules.owners.iter().map(|owner| owner.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "ceo",
            "fit.2",
            "fit.3",
            "fit.4",
            "fit.5",
            "fit.6",
            "fit.7",
            "fit.8",
            "fit.9",
            "fit",
            "engagement.1",
            "engagement.2",
            "engagement.3",
            "Email",
            "pricing",
            "engagement.5",
            "engagement.6",
            "engagement.7",
            "engagement.8",
            "engagement.9",
            "engagement.10",
            "engagement.11",
            "engagement.12",
            "engagement",
            "lead.1",
            "lead.2",
            "lead"
        ]
    );
    assert_eq!(rules.owners[5].text, "company_size >= 500");
    assert_eq!(rules.score_order.len(), 3);
    assert_eq!(rules.lists.iter().filter(|list| list.name.is_some()).count(), 2);
    assert_eq!(rules.tests[0].expects.len(), 6);
    assert_eq!(rules.zone.name(), "Europe/Berlin");
}

#[test]
fn the_full_file_without_its_schema_infers_it() {
    let text = FULL.replace("use \"crm.score\"", "");
    let checked = check_with(&text, [("competitors.txt", "rival.example")]);
    assert_eq!(findings(&checked), "");
}
