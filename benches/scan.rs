//! How fast NDJSON is scanned on one core, strictly, for the fields that rules want of activities.
//!
//! `cargo bench --bench scan [-- MEGABYTES]` prints, for records of several makes, the best of a few passes. Compare
//! figures of one run only: a busy machine changes them all.

use scoreline::formats::{RecordSource, pass_lines};
use scoreline::records::{ActivityFieldLayout, FieldLayout, KindLayout, Layout};
use scoreline::values::{Type, Zone};
use std::hint::black_box;
use std::time::Instant;

const N_PASSES: usize = 7;

fn main() {
    let megabytes = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(32);
    println!("{:<44}{:>8}{:>12}{:>10}", "records", "GB/s", "ns a record", "unusual");
    for (make, record) in MAKES {
        let chunk = chunk(*record, megabytes * 1_000_000);
        let passes = (0..N_PASSES).map(|_| {
            let start = Instant::now();
            let counts = pass_lines(&RecordSource::activities(), &layout(), black_box(&chunk));
            (start.elapsed(), counts.expect("the ways of activities are plain"))
        });
        let (best, (n_records, n_unusual)) = passes.min().expect("there are passes");
        let nanos = best.as_nanos() as f64;
        let (speed, each) = (chunk.len() as f64 / nanos, nanos / (n_records + n_unusual) as f64);
        println!("{make:<44}{speed:>8.2}{each:>12.0}{n_unusual:>10}");
    }
}

/// The fields of a usual set of rules.
fn layout() -> Layout {
    let field = |name: &str, ty| {
        let (name, path) = (name.to_owned(), vec![name.to_owned()]);
        ActivityFieldLayout { field: FieldLayout { name, path, ty, used: true }, of: None }
    };
    Layout {
        zone: Zone::utc(),
        kinds: vec![KindLayout { name: "contact".to_owned(), plural: "contacts".to_owned(), fields: Vec::new() }],
        activity_types: Vec::new(),
        activities_declared: false,
        activity_fields: vec![
            field("page", Type::ExactText),
            field("form", Type::ExactText),
            field("minutes", Type::Number),
            field("value", Type::Number),
        ],
    }
}

/// Figures that look random and are the same every time.
struct Figures(u64);

impl Figures {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn one_of<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(texts.len() as u64) as usize]
    }
}

/// How records of a make are written: members as text, in their order.
type Make = fn(&mut Figures) -> String;

const MAKES: &[(&str, Make)] = &[
    ("one writer, fields by type", |figures| record(&members(figures), ",", ":")),
    ("blanks behind commas and colons", |figures| record(&members(figures), ", ", ": ")),
    ("members in any order", |figures| record(&shuffled(members(figures), figures), ",", ":")),
    ("thirty members that are there or not", |figures| record(&with_options(members(figures), figures), ",", ":")),
    ("names that are data", |figures| record(&with_names(members(figures), figures), ",", ":")),
    ("texts of another script", |figures| record(&with_note(members(figures), "приём заявки, этап второй"), ",", ":")),
    ("texts with escapes", |figures| {
        record(&with_note(members(figures), r"\u043f\u0440\u0438\u0451\u043c \/ "), ",", ":")
    }),
];

fn chunk(record: Make, n_bytes: usize) -> Vec<u8> {
    let mut figures = Figures(17);
    let mut chunk = Vec::with_capacity(n_bytes + 4096);
    while chunk.len() < n_bytes {
        chunk.extend_from_slice(record(&mut figures).as_bytes());
        chunk.push(b'\n');
    }
    chunk
}

fn record(members: &[(String, String)], comma: &str, colon: &str) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\"{colon}{value}")).collect();
    format!("{{{}}}", members.join(comma))
}

fn members(figures: &mut Figures) -> Vec<(String, String)> {
    let ty = figures.one_of(&["visit", "visit", "visit", "mail_opened", "mail_clicked", "form_sent", "order", "call"]);
    let mut members = vec![("id", format!("\"a-{:012}\"", figures.below(1 << 31)))];
    members.push(("type", format!("\"{ty}\"")));
    members.push(("contact_id", format!("\"c{:07}\"", figures.below(200_000))));
    members.push(("at", format!("\"2026-{:02}-{:02}T08:15:00Z\"", 1 + figures.below(12), 1 + figures.below(28))));
    match ty {
        "visit" => {
            members.push(("page", format!("\"/{}\"", figures.one_of(&["prices", "blog/how-we-score", "team", ""]))));
            members.push(("minutes", figures.below(30).to_string()));
        }
        "form_sent" => members.push(("form", format!("\"{}\"", figures.one_of(&["trial", "newsletter"])))),
        "order" => members.push(("value", format!("{}.{:02}", figures.below(5000), figures.below(100)))),
        _ => members.push(("mailing", format!("\"{}\"", figures.one_of(&["spring", "welcome back", "invoice"])))),
    }
    let device = figures.one_of(&["phone", "laptop", "tablet"]);
    members.push(("device", format!("{{\"kind\":\"{device}\",\"width\":{}}}", 320 + figures.below(2000))));
    let browser = figures.one_of(&["Chrome 141 on Windows 11", "Safari 18 on an iPhone", "Firefox 143 on Linux"]);
    members.push(("browser", format!("\"Browser/{} ({browser}) as its header says\"", figures.below(100))));
    let source = figures.one_of(&["search", "newsletter", "partner"]);
    members.push(("campaign", format!("{{\"source\":\"{source}\",\"medium\":\"web\",\"term\":null}}")));
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn shuffled(mut members: Vec<(String, String)>, figures: &mut Figures) -> Vec<(String, String)> {
    for last in (1..members.len()).rev() {
        members.swap(last, figures.below(last as u64 + 1) as usize);
    }
    members
}

fn with_options(mut members: Vec<(String, String)>, figures: &mut Figures) -> Vec<(String, String)> {
    for option in 0..30 {
        if figures.below(2) == 0 {
            let value = figures.one_of(&["1", "true", "null", "\"set\"", "2.75"]);
            members.push((format!("option_{option}"), value.to_owned()));
        }
    }
    members
}

fn with_names(mut members: Vec<(String, String)>, figures: &mut Figures) -> Vec<(String, String)> {
    let names: Vec<String> = (0..8).map(|n| format!("\"{n}-{}\":1", figures.below(1 << 30))).collect();
    members.push(("seen".to_owned(), format!("{{{}}}", names.join(","))));
    members
}

fn with_note(mut members: Vec<(String, String)>, note: &str) -> Vec<(String, String)> {
    members.push(("note".to_owned(), format!("\"{}\"", note.repeat(4))));
    members
}
