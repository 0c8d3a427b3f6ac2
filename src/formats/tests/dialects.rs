//! Equal contacts are equal however a table of them is written.

use super::stored::{gzip, zstd};
use super::*;
use proptest::prelude::*;

/// A contact: its id's number, title and size.
type Person = (u8, String, Option<u16>);

fn people() -> impl Strategy<Value = Vec<Person>> {
    let title = prop_oneof![
        prop::sample::select(vec![
            "CEO",
            "VP; Sales, \"EMEA\"",
            "it's \"x\"",
            "a\tb|c",
            "two\nlines",
            "two\r\nlines",
            "\"",
            "''"
        ])
        .prop_map(str::to_owned),
        "[ -~äöüß]{0,12}",
    ];
    prop::collection::vec((any::<u8>(), title, prop::option::of(any::<u16>())), 0..8).prop_map(|mut all| {
        all.sort_by_key(|person| person.0);
        all.dedup_by_key(|person| person.0);
        all
    })
}

/// How a table is written.
#[derive(Clone, Debug)]
struct Dialect {
    separator: u8,
    quote: Quote,
    line_end: &'static str,
    last_line_ends: bool,
    bom: bool,
    titles: usize,
    has_header: bool,
    cuts_lines: bool,
    says_separator: bool,
    encoding: Encoding,
    packing: usize,
}

fn dialect() -> impl Strategy<Value = Dialect> {
    let separator = prop::sample::select(b",;\t|".to_vec());
    let quote = prop::sample::select(vec![Quote::Double, Quote::Single]);
    let line_end = prop::sample::select(vec!["\n", "\r\n"]);
    let encoding = prop::sample::select(vec![Encoding::Utf8, Encoding::Latin1, Encoding::Windows1252, Encoding::Utf16]);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (separator, quote, line_end, encoding, flags, 0..3usize, 0..3usize).prop_map(
        |(separator, quote, line_end, encoding, flags, titles, packing)| Dialect {
            separator,
            quote,
            line_end,
            last_line_ends: flags.0,
            bom: flags.1,
            titles,
            has_header: flags.2,
            cuts_lines: flags.3,
            says_separator: flags.4 && titles == 0,
            encoding,
            packing,
        },
    )
}

impl Dialect {
    fn shape(&self) -> FileShape {
        FileShape {
            format: Some(FileFormat::Csv),
            encoding: self.encoding,
            separator: Some(Separator::Sign(self.separator)).filter(|_| !self.says_separator),
            columns: (!self.has_header).then(|| NAMES.map(str::to_owned).to_vec()),
            skip_lines: self.titles as u64,
            no_header: !self.has_header,
            quote: self.quote,
            short_lines: self.cuts_lines,
        }
    }

    fn cell(&self, text: &str) -> String {
        let quote = if self.quote == Quote::Single { '\'' } else { '"' };
        let special = [quote, char::from(self.separator), '\n', '\r'];
        match text.contains(special) {
            true => format!("{quote}{}{quote}", text.replace(quote, &format!("{quote}{quote}"))),
            false => text.to_owned(),
        }
    }

    fn line(&self, cells: &[String]) -> String {
        let n = match self.cuts_lines {
            true => cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1),
            false => cells.len(),
        };
        let separator = char::from(self.separator).to_string();
        cells[..n].iter().map(|cell| self.cell(cell)).collect::<Vec<_>>().join(&separator)
    }

    fn bytes(&self, people: &[Person]) -> Vec<u8> {
        let mut lines: Vec<String> = (0..self.titles).map(|n| format!("Leads {n}")).collect();
        lines.extend(self.says_separator.then(|| format!("sep={}", char::from(self.separator))));
        lines.extend(self.has_header.then(|| self.line(&NAMES.map(str::to_owned))));
        let size = |size: Option<u16>| size.map_or(String::new(), |size| size.to_string());
        let cells = |(id, title, n): &Person| [format!("c{id}"), title.clone(), size(*n)];
        lines.extend(people.iter().map(|person| self.line(&cells(person))));
        let mut text = lines.join(self.line_end);
        text.push_str(if self.last_line_ends { self.line_end } else { "" });
        let bytes = match self.encoding {
            Encoding::Utf8 if self.bom => format!("\u{feff}{text}").into_bytes(),
            Encoding::Utf8 => text.into_bytes(),
            Encoding::Utf16 => {
                let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
                units.flat_map(u16::to_le_bytes).collect()
            }
            // The characters of the test are the same in both.
            Encoding::Latin1 | Encoding::Windows1252 => {
                text.chars().map(|c| u8::try_from(u32::from(c)).expect("a character of Latin-1")).collect()
            }
        };
        match self.packing {
            0 => bytes,
            1 => gzip(&bytes),
            _ => zstd(&bytes),
        }
    }
}

const NAMES: [&str; 3] = ["id", "job_title", "company_size"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn tables_of_every_dialect_read_as_lines_of_json(people in people(), dialect in dialect()) {
        let line = |(id, title, size): &Person| {
            serde_json::json!({"id": format!("c{id}"), "job_title": title, "company_size": size}).to_string() + "\n"
        };
        let lines: String = people.iter().map(line).collect();
        let expected = read(&[contacts("c.ndjson", &lines)]);
        prop_assert_eq!(expected.records.rows[0].len(), people.len());
        let bytes = dialect.bytes(&people);
        let source = RecordSource { shape: dialect.shape(), ..RecordSource::contacts() };
        // A table without a header and without a record is no table.
        prop_assume!(!people.is_empty() || dialect.has_header);
        let table = read(&[File { source, name: "c.csv", bytes: &bytes }]);
        prop_assert_eq!(&table.records.rows, &expected.records.rows, "{:?}", dialect);
        prop_assert_eq!(table.report.sources[0].n_rejected, 0);
    }
}
