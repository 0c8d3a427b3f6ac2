//! The schema that all generated programs share: a field of every type, links of every kind, several activities.

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Contact,
    Account,
    Deal,
}

/// Types, as far as the generator tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ty {
    Text,
    Exact,
    Number,
    Whole,
    YesNo,
    Time,
    Date,
    /// `industry`.
    Choice,
    /// `seniority`.
    Level,
    TextList,
    ExactList,
    NumberList,
}

/// The declarations, as they stand at the head of every program.
pub const SCHEMA: &str = r#"
contact {
  job_title: text
  email: text
  code: exact text
  industry: one of "Healthcare", "Biotech", "Retail"
  seniority: one of "junior" < "senior" < "lead"
  company_size: whole number
  revenue: number
  subscribed: yes/no
  signup: time
  renewal: date
  interests: list of text
  tags: list of exact text
  lucky: list of number
  account: account by account_id
  manager: contact by manager_id, back reports
  influences: contacts by influence_ids, back influenced_by
}
account {
  region: text
  employees: number
  founded: date
  active: yes/no
}
record deal {
  contact: contact by contact_id
  stage: text
  amount: number
  closed: time
}
activity page_view { url: exact text, seconds: number, session_id: exact text, topics: list of text }
activity email_open { document_id: text, seconds: number }
activity email_click { document_id: text, campaign: text }
activity purchase { amount: number, item: text, gift: yes/no, due: date, paid: time }
activity call { seconds: number, campaign: text, grade: one of "bad" < "fine" < "good" }
activity bounce { }
"#;

/// Lets, lists, tables and params of every program.
pub const NAMES: &str = r#"
let content      = email_open or email_click
let long_view    = page_view where seconds >= 60
let recent_buy   = purchase where amount > 10 in last 30d
let email_domain = email after "@"
let free_mail    = ["gmail.com", "Yahoo.com", "ßtraße.de"]
let competitors  = lines "competitors.txt"
let weights      = csv "weights.csv"
let is_big       = company_size >= 500
param bonus      = 7.5
"#;

/// The files that programs use.
pub const FILES: [(&str, &str); 2] = [
    ("competitors.txt", "rival.com\n\nSTRASSE.de\n"),
    ("weights.csv", "region,industry,weight\nNorth,Healthcare,2.5\nnorth east,Retail,-1\nSüd,Biotech,1000000\n"),
];

/// Fields of contacts.
pub const CONTACT_FIELDS: &[(&str, Ty)] = &[
    ("company_size", Ty::Whole),
    ("revenue", Ty::Number),
    ("job_title", Ty::Text),
    ("email", Ty::Text),
    ("code", Ty::Exact),
    ("industry", Ty::Choice),
    ("seniority", Ty::Level),
    ("subscribed", Ty::YesNo),
    ("signup", Ty::Time),
    ("renewal", Ty::Date),
    ("interests", Ty::TextList),
    ("tags", Ty::ExactList),
    ("lucky", Ty::NumberList),
];

/// Fields of accounts.
pub const ACCOUNT_FIELDS: &[(&str, Ty)] =
    &[("employees", Ty::Number), ("region", Ty::Text), ("founded", Ty::Date), ("active", Ty::YesNo)];

/// Fields of deals.
pub const DEAL_FIELDS: &[(&str, Ty)] = &[("amount", Ty::Number), ("stage", Ty::Text), ("closed", Ty::Time)];

/// Types of activity with their fields. Fields of one name have one type everywhere.
pub const ACTIVITIES: &[(&str, &[(&str, Ty)])] = &[
    ("page_view", &[("seconds", Ty::Number), ("url", Ty::Exact), ("session_id", Ty::Exact), ("topics", Ty::TextList)]),
    ("email_open", &[("document_id", Ty::Text), ("seconds", Ty::Number)]),
    ("email_click", &[("document_id", Ty::Text), ("campaign", Ty::Text)]),
    (
        "purchase",
        &[("amount", Ty::Number), ("item", Ty::Text), ("gift", Ty::YesNo), ("due", Ty::Date), ("paid", Ty::Time)],
    ),
    ("call", &[("seconds", Ty::Number), ("campaign", Ty::Text), ("grade", Ty::Level)]),
    ("bounce", &[]),
];

/// Spans of time that programs write and records lie at the edges of: text and microseconds.
pub const SPANS: &[(&str, i64)] = &[
    ("7d", 7 * 86_400_000_000),
    ("30d", 30 * 86_400_000_000),
    ("1d", 86_400_000_000),
    ("2h", 2 * 3_600_000_000),
    ("36h", 36 * 3_600_000_000),
    ("90m", 90 * 60_000_000),
    ("2w", 14 * 86_400_000_000),
    ("60d", 60 * 86_400_000_000),
    ("90s", 90_000_000),
];

/// Texts that records hold and programs ask for.
pub const TEXTS: &[&str] = &[
    "CEO",
    "ceo",
    "Head of Sales",
    "VP, Sales",
    "CEO/Founder",
    "/pricing",
    "/blog/a",
    "ΟΔΟΣ",
    "οδος",
    "Straße",
    "gmail.com",
    "North",
    "a",
    "B",
];
