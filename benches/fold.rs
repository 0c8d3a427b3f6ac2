//! What one activity and one contact cost: the job of the benchmarks, and rules by the thousand.
//!
//! `cargo bench --bench fold` prints nanoseconds, with what it costs to make up the activities taken off. Numbers of one
//! run compare with each other; for others count instructions (`perf stat -e instructions:u`).
//! `CONTACTS` and `ACTIVITIES` set how many there are.

use scoreline::engine::{Detail, Engine};
use scoreline::ledger::RecordResult;
use scoreline::plan::{self, KindId, Plan};
use scoreline::records::{ActivityRef, FieldRef, Row};
use scoreline::typed::check::check_text;
use scoreline::values::{Date, Decimal, Instant, Value};
use std::convert::Infallible;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

/// Nanoseconds this thread has worked, on Linux; other work on the machine does not count.
struct Clock(u64);

impl Clock {
    fn now() -> Clock {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        Clock(text.split_whitespace().next().and_then(|ns| ns.parse().ok()).unwrap_or(0))
    }

    fn elapsed(&self) -> Duration {
        Duration::from_nanos(Clock::now().0.saturating_sub(self.0))
    }
}

/// A generator of numbers, the same in every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % below
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.next(of.len() as u64) as usize]
    }
}

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// An activity in few bytes: texts by number.
struct Made {
    contact: u32,
    ty: u32,
    age_us: i64,
    text: u32,
    number: Option<Decimal>,
}

struct Job {
    plan: Plan,
    rows: Vec<Vec<Row>>,
    as_of: Instant,
    texts: Vec<String>,
    activities: Vec<Made>,
}

const TITLES: [&str; 9] = [
    "CEO",
    "VP Sales",
    "Head of Growth",
    "Sales Director",
    "Marketing Intern",
    "Engineer",
    "Operations Manager",
    "Founder",
    "",
];
const DAY_US: i64 = 86_400_000_000;

impl Job {
    fn new(rules: &str, texts: Vec<String>) -> Job {
        let checked = check_text(rules);
        let rules = checked.rules.expect("the rules are right");
        let plan = plan::lower(&rules);
        let (n_contacts, n_activities) = (setting("CONTACTS", 50_000), setting("ACTIVITIES", 1_000_000));
        let mut chance = Chance(0x5EED);
        let rows = vec![(0..n_contacts).map(|n| row(&plan, n, &mut chance)).collect()];
        let as_of = Instant::from_us(Date::from_ymd(2026, 11, 1).expect("it is a day").days() as i64 * DAY_US);
        let n_types = plan.activities.types.len() as u64;
        let activities = (0..n_activities).map(|_| Made {
            contact: chance.next(n_contacts) as u32,
            // Half are of the type that has texts.
            ty: if chance.next(2) == 0 { type_id(&plan, "page_view") } else { chance.next(n_types) as u32 },
            age_us: (chance.next(400) as i64) * DAY_US + chance.next(DAY_US as u64) as i64,
            text: (chance.next(texts.len() as u64) * chance.next(texts.len() as u64) / texts.len() as u64) as u32,
            number: (chance.next(10) > 0).then(|| Decimal::from_int(chance.next(500) as i32)),
        });
        let activities = activities.collect();
        Job { plan, rows, as_of, texts, activities }
    }

    /// Gives each activity in turn.
    fn each(&self, mut take: impl FnMut(&ActivityRef<'_>)) {
        let fields: Vec<bool> = self.plan.activities.fields.iter().map(|field| field.name == "url").collect();
        let mut values = vec![FieldRef::Missing; fields.len()];
        for made in &self.activities {
            for (slot, is_url) in values.iter_mut().zip(&fields) {
                *slot = match (is_url, made.number) {
                    (true, _) => FieldRef::Text(&self.texts[made.text as usize]),
                    (false, Some(number)) => FieldRef::Number(number),
                    (false, None) => FieldRef::Missing,
                };
            }
            take(&ActivityRef {
                contact: made.contact,
                ty: Some(made.ty),
                type_name: &self.plan.activities.types[made.ty as usize].name,
                at: Instant::from_us(self.as_of.us() - made.age_us),
                id: None,
                values: &values,
            });
        }
    }

    fn measure(&self, name: &str, detail: Detail) {
        let started = Clock::now();
        self.each(|activity| {
            black_box(activity);
        });
        let making = started.elapsed();
        let started = Clock::now();
        let engine = Engine::with_detail(&self.plan, &self.rows, self.as_of, detail);
        let ready = started.elapsed();
        let table = engine.table();
        let mut folder = engine.folder();
        let started = Clock::now();
        self.each(|activity| folder.fold(&table, activity));
        folder.flush(&table);
        let folding = started.elapsed().saturating_sub(making);
        drop(folder);
        let started = Clock::now();
        let run = engine.finish(table, 1);
        let finishing = started.elapsed();
        let started = Clock::now();
        let mut n = 0usize;
        let count = |n: &mut usize, record: RecordResult| *n += black_box(record).scores.len();
        let add = |more| {
            n += more;
            Ok::<(), Infallible>(())
        };
        let Ok(()) = run.in_order(KindId(0), 1, || 0, count, add);
        let giving = started.elapsed();
        let (activities, contacts) = (self.activities.len() as u32, self.rows[0].len() as u32);
        println!(
            "{name:24} {:6.1} ns an activity  {:7.1} ns a contact to finish  {:7.1} ns to give  ({:.1} ms to start, {n})",
            folding.as_nanos() as f64 / f64::from(activities),
            finishing.as_nanos() as f64 / f64::from(contacts),
            giving.as_nanos() as f64 / f64::from(contacts),
            ready.as_secs_f64() * 1e3,
        );
    }
}

fn type_id(plan: &Plan, name: &str) -> u32 {
    plan.activities.types.iter().position(|ty| ty.name == name).expect("the rules name it") as u32
}

fn row(plan: &Plan, n: u64, chance: &mut Chance) -> Row {
    let values = plan.kinds[0].fields.iter().map(|field| match field.name.as_str() {
        "job_title" => Value::text(chance.one(&TITLES)),
        "industry" => Value::text(chance.one(&["Software", "Fintech", "Tobacco", "Logistics", "Retail"])),
        "country" => Value::text(chance.one(&["US", "DE", "JP", "FR", "BR"])),
        "email" => Value::text(&format!("u{n}@{}", chance.one(&["gmail.com", "acme.example", "b.example"]))),
        "lead_source" => Value::text(chance.one(&["referral", "import", "outbound"])),
        "company_size" => Value::Number(Decimal::from_int(chance.next(9000) as i32)),
        "subscribed" => Value::YesNo(chance.next(4) > 0),
        _ => Value::Missing,
    });
    Row { id: Arc::from(format!("c-{n}")), values: values.collect() }
}

fn urls(n: usize) -> Vec<String> {
    let fixed = ["/pricing", "/blog/2026/crm-hygiene", "/", "/docs/start", "/pricing?plan=pro", "/blog", "/about"];
    let more = (0..n).map(|n| format!("/p{n}"));
    fixed.iter().map(|url| (*url).to_owned()).chain(more).collect()
}

/// So many rules on pages, each with its own.
fn rules_on_pages(n: usize) -> String {
    let mut rules = String::from(
        "activity page_view { url: exact text, seconds: number }\nactivity email_open {}\nscore s {\n  decay 90d\n",
    );
    for n in 0..n {
        rules += &format!("  page_view where url == \"/p{n}\" => +{}\n", 1 + n % 20);
    }
    rules + "}\n"
}

fn main() {
    let job = Job::new(include_str!("../examples/bench/lead.score"), urls(60));
    job.measure("the job, values", Detail::Values);
    job.measure("the job, entries", Detail::Entries);
    for n in [30, 300, 3_000] {
        let job = Job::new(&rules_on_pages(n), urls(300));
        job.measure(&format!("{n} rules on pages"), Detail::Values);
    }
}
