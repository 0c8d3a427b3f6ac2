//! Equal records in every format, packing, encoding and layout of lines: equal output, byte by byte.

use super::run::Folder;
use std::fs;
use std::io::Write;

const RULES: &str = "contact { name: text, size: number, opted_in: yes/no, since: time, born: date, tags: list of text }\n\
    activity visit { path: exact text, minutes: number }\n\
    name has word \"Müller\" => +7\nsize >= 1000.5 => +3\nopted_in is yes => +0.25\ndays since since <= 100 => +11\n\
    days since born >= 10000 => +2\ntags contains \"vip, gold\" => +13\nvisit where path starts with \"/pricing\" => +5, decay 30d\n\
    sum(visit.minutes) > 3 => +17\n";

/// Names, values: texts with quotes, separators and line breaks, ids with leading zeros, decimals, and nothing at all.
const CONTACTS: &[[&str; 7]] = &[
    ["id", "name", "size", "opted_in", "since", "born", "tags"],
    ["007", "Jo \"Müller\", Köln", "1000.50", "true", "2026-09-01T10:00:00.5Z", "1990-02-28", "vip, gold"],
    ["7", "two\nlines; é", "-0.000001", "false", "2026-01-01T00:00:00Z", "2010-01-01", "vip"],
    ["+1", "tab\tand 'quote'", "", "", "", "", ""],
    ["Ärzte", "😀 Müller", "999999999999.999999", "true", "2026-10-31T23:59:59Z", "1970-01-01", "gold"],
];

const ACTIVITIES: &[[&str; 5]] = &[
    ["contact_id", "type", "at", "path", "minutes"],
    ["007", "visit", "2026-10-20T08:00:00Z", "/pricing?a=1,2", "2.5"],
    ["007", "visit", "2026-10-21T08:00:00+02:00", "/pricing", "0.75"],
    ["Ärzte", "visit", "2026-10-22", "/über \"uns\"", "4"],
    ["7", "visit", "2026-12-01T00:00:00Z", "/pricing", "9"],
];

/// Fields whose values JSON writes without quotes.
const BARE: &[&str] = &["size", "opted_in", "minutes"];

fn objects<const N: usize>(table: &[[&str; N]]) -> Vec<String> {
    let field = |(name, value): (&&str, &&str)| match *value {
        "" => format!("\"{name}\":null"),
        value if BARE.contains(name) => format!("\"{name}\":{value}"),
        value => format!("\"{name}\":{}", serde_json::to_string(value).expect("a text")),
    };
    let object = |row: &[&str; N]| table[0].iter().zip(row).map(field).collect::<Vec<String>>().join(",");
    table[1..].iter().map(|row| format!("{{{}}}", object(row))).collect()
}

fn ndjson<const N: usize>(table: &[[&str; N]]) -> String {
    objects(table).iter().map(|object| format!("{object}\n")).collect()
}

fn csv<const N: usize>(table: &[[&str; N]], separator: char, line_end: &str) -> String {
    let cell = |cell: &&str| match cell.contains([separator, '"', '\n', '\t']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => (*cell).to_owned(),
    };
    let line = |row: &[&str; N]| row.iter().map(cell).collect::<Vec<String>>().join(&separator.to_string()) + line_end;
    table.iter().map(line).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn utf16(text: &str, mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{feff}" } else { "" };
    format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A name, bytes, and what `scoreline.toml` has to say about such files.
type Written = (&'static str, Vec<u8>, &'static str);

fn every_way<const N: usize>(table: &[[&str; N]]) -> Vec<Written> {
    let (lines, commas) = (ndjson(table), csv(table, ',', "\n"));
    let list = format!(" [\n{}\n]\n", objects(table).join(" ,\n"));
    let spaced = objects(table).join("\r\n\r\n").replace("\":", "\" : ");
    let batch = format!("{{\"sent\":1,\"batch\":{{\"of\":[{}]}}}}", objects(table).join(","));
    let names = format!("columns = [{}]", table[0].map(|name| format!("{name:?}")).join(", "));
    let headless = commas.split_once('\n').expect("a header").1.to_owned();
    let headless_toml: &'static str = Box::leak(format!("no_header = true\n{names}").into_boxed_str());
    vec![
        ("a.ndjson", lines.clone().into_bytes(), ""),
        ("a.jsonl", lines.trim_end().as_bytes().to_vec(), ""),
        ("a.json", lines.clone().into_bytes(), ""),
        ("list.json", list.clone().into_bytes(), ""),
        ("spaced.json", spaced.into_bytes(), ""),
        ("batch.json", batch.into_bytes(), "each = \"batch.of[]\""),
        ("mark.ndjson", format!("\u{feff}{lines}").into_bytes(), ""),
        ("a.ndjson.gz", gzip(lines.as_bytes()), ""),
        ("list.json.gz", gzip(list.as_bytes()), ""),
        ("a.ndjson.zst", zstd(lines.as_bytes()), ""),
        ("log", lines.clone().into_bytes(), ""),
        ("log.1", gzip(lines.as_bytes()), ""),
        ("a.csv", commas.clone().into_bytes(), ""),
        ("table", commas.clone().into_bytes(), ""),
        ("mark.csv", format!("\u{feff}{}", csv(table, ',', "\r\n")).into_bytes(), ""),
        ("open.csv", commas.trim_end().as_bytes().to_vec(), ""),
        ("a.csv.gz", gzip(commas.as_bytes()), ""),
        ("a.csv.zst", zstd(commas.as_bytes()), ""),
        ("a.tsv", csv(table, '\t', "\n").into_bytes(), ""),
        ("semicolons.csv", csv(table, ';', "\r\n").into_bytes(), "separator = \";\""),
        ("headless.csv", headless.into_bytes(), headless_toml),
        ("wide.csv", utf16(&commas, true), "encoding = \"utf-16\""),
        ("wide.csv.gz", gzip(&utf16(&commas, false)), "encoding = \"utf-16\""),
        ("wide.ndjson", utf16(&lines, true), "encoding = \"utf-16\""),
    ]
}

/// Scores a project with these two files, in the format of `more`.
fn scored(contacts: &Written, activities: &Written, more: &str) -> String {
    let folder = Folder::with(&[("lead.score", RULES)]);
    fs::create_dir_all(folder.path().join("web")).expect("folders can be made");
    fs::write(folder.path().join(contacts.0), &contacts.1).expect("files can be written");
    fs::write(folder.path().join("web").join(activities.0), &activities.1).expect("files can be written");
    let (of_contacts, of_activities) = (contacts.2, activities.2);
    folder.write(
        "scoreline.toml",
        &format!(
            "[[contacts]]\nfiles = {:?}\n{of_contacts}\n[[activities]]\nfiles = {:?}\n{of_activities}\n",
            contacts.0,
            format!("web/{}", activities.0)
        ),
    );
    let ran = folder.run(&format!("score lead.score --as-of 2026-11-01 {more}"));
    assert_eq!(ran.code, 0, "{} {}: {}", contacts.0, activities.0, ran.stderr);
    ran.stdout
}

#[test]
fn equal_records_give_equal_output() {
    let (contacts, activities) = (every_way(CONTACTS), every_way(ACTIVITIES));
    for more in ["--explain", "--format csv"] {
        let expected = scored(&contacts[0], &activities[0], more);
        assert_eq!(expected.lines().count(), if more == "--explain" { 4 } else { 5 }, "{expected}");
        for (contacts, activities) in contacts.iter().zip(&activities) {
            assert_eq!(scored(contacts, activities, more), expected, "{} in {more}", contacts.0);
        }
    }
    // 007: 7 + 3 + 0.25 + 11 + 2 + 13 + 17, and two visits of 11 and 10 whole days ago: 5 * 2^(-11/30) + 5 * 2^(-10/30).
    let expected = scored(&contacts[0], &activities[0], "");
    assert_eq!(
        expected,
        "{\"id\":\"007\",\"scores\":{\"score\":61.1}}\n{\"id\":\"7\",\"scores\":{\"score\":0}}\n\
         {\"id\":\"+1\",\"scores\":{\"score\":0}}\n{\"id\":\"Ärzte\",\"scores\":{\"score\":40.25}}\n"
    );
    // Latin-1 has no signs such as 😀.
    let plain_cell = |cell: &'static str| if cell.contains('😀') { "Müller" } else { cell };
    let plain: Vec<[&str; 7]> = CONTACTS.iter().map(|row| row.map(plain_cell)).collect();
    let latin: Vec<u8> = csv(&plain, ',', "\n").chars().map(|c| u8::try_from(c).expect("Latin-1")).collect();
    let lines = ("plain.ndjson", ndjson(&plain).into_bytes(), "");
    let latin = ("latin.csv", latin, "encoding = \"latin-1\"");
    assert_eq!(scored(&latin, &activities[0], ""), scored(&lines, &activities[0], ""));
}
