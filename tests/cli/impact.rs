//! `scoreline diff` with records: what it says is what two separate runs of `score` say, and its parts add up.

use super::run::Folder;
use super::schema::assert_fits;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

const FLAGS: &str = "--contacts c.ndjson --activities a.ndjson --as-of 2026-11-01";

/// One award, one threshold, one window, one cap.
const EDITS: &[(&str, &str)] = &[
    ("=> +12   \"close", "=> +18   \"close"),
    ("tiers { A >= 35", "tiers { A >= 30"),
    ("in last 30d) >= 600", "in last 60d) >= 600"),
    ("pricing_points, up to 45", "pricing_points, up to 30"),
];

/// Numbers from a fixed seed, by the multiplier of Knuth's MMIX.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len() as u64) as usize]
    }
}

/// How many contacts; `.ci` sets more.
fn n_contacts() -> u64 {
    std::env::var("SCORELINE_IMPACT_CONTACTS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_500)
}

fn records() -> [String; 2] {
    let (mut dice, mut contacts, mut activities) = (Dice(7), String::new(), String::new());
    for contact in 0..n_contacts() {
        let domain = dice.pick(&["gmail.com", "clinic.example", "labs.example", "shop.example", "gmx.de"]);
        let title = dice.pick(&["CEO", "VP Sales", "head of IT", "Engineer", "Nurse"]);
        let level = dice.pick(&["junior", "senior", "lead", "executive"]);
        let industry = dice.pick(&["Healthcare", "Biotech", "Software", "Retail"]);
        let size = dice.pick(&["3", "50", "120", "400", "900"]);
        let phone = dice.pick(&["", ",\"phone\":\"1\""]);
        contacts += &format!(
            "{{\"id\":\"c{contact}\",\"email\":\"p@{domain}\",\"job_title\":\"{title}\",\"level\":\"{level}\",\"industry\":\"{industry}\",\"company_size\":{size}{phone}}}\n"
        );
        for _ in 0..dice.below(14) {
            let ty = dice.pick(&[
                "page_view",
                "page_view",
                "page_view",
                "email_open",
                "email_click",
                "email_reply",
                "form_submit",
                "whitepaper_download",
                "bounce",
            ]);
            let more = match ty {
                "page_view" => {
                    format!(",\"url\":\"{}\",\"seconds\":{}", dice.pick(&["/pricing", "/blog/x", "/"]), dice.below(400))
                }
                "form_submit" => format!(",\"form\":\"{}\"", dice.pick(&["demo", "contact", "newsletter"])),
                "whitepaper_download" => format!(",\"document_id\":\"d{}\"", dice.below(4)),
                _ => String::new(),
            };
            let (month, day, hour) = (6 + dice.below(5), 1 + dice.below(28), dice.below(24));
            activities += &format!(
                "{{\"contact_id\":\"c{contact}\",\"type\":\"{ty}\",\"at\":\"2026-{month:02}-{day:02}T{hour:02}:00:00Z\"{more}}}\n"
            );
        }
    }
    [contacts, activities]
}

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/b2b-lead").join(name);
    std::fs::read_to_string(path).expect("the example is there")
}

/// The rules with some of the edits.
fn version(edits: usize) -> String {
    let mut text = example("lead.score");
    for (at, (from, to)) in EDITS.iter().enumerate().filter(|(at, _)| edits & (1 << at) != 0) {
        assert!(text.contains(from), "edit {at} finds its place");
        text = text.replacen(from, to, 1);
    }
    text
}

fn folder() -> Folder {
    let [contacts, activities] = records();
    let versions: Vec<(String, String)> =
        (0..1 << EDITS.len()).map(|edits| (format!("v{edits}.score"), version(edits))).collect();
    let (schema, competitors) = (example("crm.score"), example("competitors.txt"));
    let mut files: Vec<(&str, &str)> = versions.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.extend([("crm.score", schema.as_str()), ("competitors.txt", &competitors)]);
    files.extend([("c.ndjson", contacts.as_str()), ("a.ndjson", &activities)]);
    Folder::with(&files)
}

/// What `score` says of each contact.
fn scored(folder: &Folder, edits: usize) -> Vec<Value> {
    let lines = folder.run(&format!("score v{edits}.score {FLAGS}")).code(0).stdout;
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Where `score` puts a contact: in a tier, under a label, in a segment.
fn band(of: &Value, what: &str, name: &str) -> String {
    if of.get("excluded").is_some() {
        return "excluded".to_owned();
    }
    match what {
        "score" => of["tiers"][name].as_str().unwrap_or("none").to_owned(),
        "label" => of["labels"][name].as_str().unwrap_or("none").to_owned(),
        _ => {
            let is_in = of["segments"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
            if is_in { "in" } else { "out" }.to_owned()
        }
    }
}

/// An exact number in millionths.
fn micro(text: &str) -> i128 {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction:0<6}");
    sign * digits.parse::<i128>().expect("a number")
}

fn n(of: &Value) -> u64 {
    of.as_u64().expect("a count")
}

#[test]
fn the_movements_are_those_between_two_runs_of_score() {
    let folder = folder();
    let all = (1 << EDITS.len()) - 1;
    let runs: Vec<Vec<Value>> = (0..=all).map(|edits| scored(&folder, edits)).collect();
    for edits in [1, 2, 4, 8, all] {
        let ran = folder.run(&format!("diff v0.score v{edits}.score {FLAGS} --format json --show-contacts"));
        let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        assert_fits(&json, "diff");
        let results = json["impact"]["now"]["results"].as_array().expect("results");
        assert_eq!(results.len(), 6, "three scores, a label, two segments");
        for result in results {
            let (what, name) = (result["what"].as_str().expect("a word"), result["name"].as_str().expect("a name"));
            let mut expected: BTreeMap<(String, String), u64> = BTreeMap::new();
            for (old, new) in runs[0].iter().zip(&runs[edits]) {
                *expected.entry((band(old, what, name), band(new, what, name))).or_default() += 1;
            }
            let cell =
                |of: &Value| (of["from"].as_str().unwrap_or("").to_owned(), of["to"].as_str().unwrap_or("").to_owned());
            let cells = result["matrix"].as_array().expect("a matrix");
            let got: BTreeMap<_, _> = cells.iter().map(|of| (cell(of), n(&of["n"]))).collect();
            assert_eq!(got, expected, "edits {edits:b}, {what} {name}");
            for one in result["moves"].as_array().expect("moves") {
                let causes = one["causes"].as_array().expect("causes");
                assert_eq!(causes.iter().map(|cause| n(&cause["n"])).sum::<u64>(), n(&one["n"]), "{one:#}");
                assert_eq!(got[&cell(one)], n(&one["n"]), "{one:#}");
            }
            if what == "score" {
                points_add_up(result, &runs[0], &runs[edits], name);
            }
            if edits == all {
                causes_are_least(&json, result, &runs, (what, name));
            }
        }
    }
}

fn points_add_up(result: &Value, old: &[Value], new: &[Value], name: &str) {
    let value = |of: &Value| of["scores"][name].as_number().map(|number| micro(&number.to_string()));
    let change = |(old, new): (&Value, &Value)| value(old).zip(value(new)).map_or(0, |(old, new)| new - old);
    let expected: i128 = old.iter().zip(new).map(change).sum();
    let values = &result["values"];
    let points = |of: &Value| micro(of["points"].as_str().expect("points"));
    assert_eq!(points(values), expected, "{name}");
    let alone: i128 = values["alone"].as_array().expect("parts").iter().map(points).sum();
    assert_eq!(alone + points(&values["together"]), expected, "{name}: the parts add up");
}

/// By what every version between the two comes to, scored on its own.
fn causes_are_least(json: &Value, result: &Value, runs: &[Vec<Value>], (what, name): (&str, &str)) {
    // The edit of the diff that each of ours is, by what it says.
    let marks = ["+18", ">= 30", "60d", "up to 30"];
    let edits = json["impact"]["edits"].as_array().expect("edits");
    let ours = |number: u64| {
        let text = edits[number as usize - 1]["text"].as_str().expect("a text");
        marks.iter().position(|mark| text.contains(mark)).unwrap_or_else(|| panic!("which edit is `{text}`?"))
    };
    let place: BTreeMap<&str, usize> =
        runs[0].iter().enumerate().map(|(at, one)| (one["id"].as_str().expect("an id"), at)).collect();
    for one in result["moves"].as_array().expect("moves") {
        let to = one["to"].as_str().expect("a band");
        for cause in one["causes"].as_array().expect("causes") {
            let sets = cause["sets"].as_array().expect("four edits are few");
            let bits =
                |set: &Value| set.as_array().expect("a set").iter().map(|edit| 1 << ours(n(edit))).sum::<usize>();
            let mut told: Vec<usize> = sets.iter().map(bits).collect();
            told.sort_unstable();
            for id in cause["ids"].as_array().expect("ids") {
                let at = place[id.as_str().expect("an id")];
                let does = |set: &usize| band(&runs[*set][at], what, name) == to;
                let size = (1..runs.len()).filter(does).map(usize::count_ones).min().expect("all of them do");
                let least: Vec<usize> = (1..runs.len()).filter(does).filter(|set| set.count_ones() == size).collect();
                assert_eq!(told, least, "{what} {name} of {id}");
            }
        }
    }
}

#[test]
fn the_budget_decides_the_exit_code() {
    let folder = folder();
    let diff = format!("diff v0.score v1.score {FLAGS}");
    folder.run(&format!("diff v0.score v0.score {FLAGS}")).code(0);
    folder.run(&diff).code(1);
    folder.write("scoreline.toml", "[budget]\ntier_changes = \"90%\"\nmoves = { \"hot -> cold\" = \"none\" }\n");
    let within = folder.run(&diff).code(0);
    assert!(within.stdout.contains("\nwithin the budget\n"), "{}", within.stdout);
    folder.write("scoreline.toml", "[budget]\ntier_changes = \"0.1%\"\n");
    let outside = folder.run(&diff).code(1);
    assert!(outside.stdout.contains("\noutside the budget: "), "{}", outside.stdout);
    assert!(outside.stdout.contains("at most 0.1% may\n"), "{}", outside.stdout);
    let junit = folder.run(&format!("{diff} --format junit")).code(1).stdout;
    assert!(junit.contains("E0801") && junit.contains("failures=\"1\""), "{junit}");
    folder.write("scoreline.toml", "[budget]\nmoves = { \"freezing -> hot\" = \"none\" }\n");
    let unknown = folder.run(&diff).code(2);
    assert!(unknown.stderr.contains("`freezing -> hot`"), "{}", unknown.stderr);
    folder.write("scoreline.toml", "[budget]\ntier_changes = \"many\"\n");
    folder.run(&diff).code(2);
}

#[test]
fn the_day_has_to_be_named() {
    let folder = folder();
    let ran = folder.run("diff v0.score v1.score --contacts c.ndjson --activities a.ndjson").code(2);
    assert!(ran.stderr.contains("`--as-of` is missing"), "{}", ran.stderr);
}

/// Ids stay out of what is shown, unless they are asked for.
#[test]
fn nobody_is_named_unasked() {
    let folder = folder();
    for format in ["text", "md", "json", "sarif"] {
        let ran = folder.run(&format!("diff v0.score v15.score {FLAGS} --horizon 90d --format {format}")).code(1);
        assert!(!ran.stdout.contains("c17"), "{format}");
        assert!(format == "json" || ran.stdout.contains("change tier"), "{format}");
    }
}

/// Columns of the matrix stay apart, however long the names of tiers are.
#[test]
fn columns_of_the_matrix_stay_apart() {
    let rules = |points: u8| format!("n > 1 => +{points}\ntiers {{ ready_to_be_called >= 10, cold }}\n");
    let (old, new) = (rules(5), rules(15));
    let folder = Folder::with(&[("o.score", &old), ("n.score", &new), ("c.ndjson", "{\"id\":\"1\",\"n\":2}\n")]);
    let ran = folder.run("diff o.score n.score --contacts c.ndjson --as-of 2026-11-01").code(1);
    let mut lines = ran.stdout.lines().skip_while(|line| !line.contains("  -> ready_to_be_called"));
    let (head, row) = (lines.next().expect("a head"), lines.nth(1).expect("a row"));
    assert!(head.contains("called  "), "{head}");
    assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["cold", "1", "0", "1"]);
    for word in ["called", "cold", "before"] {
        let end = head.find(word).expect("a column") + word.len();
        assert!(row[..end].ends_with(['0', '1']) && row[..end - 1].ends_with(' '), "{head}\n{row}");
    }
}
