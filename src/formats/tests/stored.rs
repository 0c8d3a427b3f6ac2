//! Files as they are stored: packed, in other encodings, with other separators, without headers.

use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use std::io::Write;

const LINES: &str = "{\"id\":\"a\",\"job_title\":\"Müller\"}\n{\"id\":\"b\",\"job_title\":\"CEO\"}\n";

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).expect("memory takes all");
    packer.finish().expect("memory takes all")
}

pub(super) fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// One source of contacts, its files written in some way.
fn shaped<'a>(shape: FileShape, name: &'a str, bytes: &'a [u8]) -> File<'a> {
    File { source: RecordSource { shape, ..RecordSource::contacts() }, name, bytes }
}

fn titles(read: &Read) -> Vec<(String, Option<String>)> {
    let row = |row: &crate::records::Row| (row.id.to_string(), row.values[0].as_text().map(str::to_owned));
    read.records.rows[0].iter().map(row).collect()
}

#[test]
fn packed_files_read_as_what_is_in_them() {
    let plain = titles(&read(&[contacts("a.ndjson", LINES)]));
    assert_eq!(plain.len(), 2);
    for (name, bytes) in [
        ("a.ndjson.gz", gzip(LINES.as_bytes())),
        ("a.ndjson.zst", zstd(LINES.as_bytes())),
        ("a", gzip(LINES.as_bytes())),
    ] {
        assert_eq!(titles(&read(&[contacts(name, &bytes)])), plain, "{name}");
    }
    // Logs that were packed one after the other are one log.
    let (first, second) = LINES.split_at(LINES.find('\n').expect("two lines") + 1);
    for bytes in [
        [gzip(first.as_bytes()), gzip(second.as_bytes())].concat(),
        [zstd(first.as_bytes()), zstd(second.as_bytes())].concat(),
        // Tapes and block devices fill up with zeros, which gzip itself passes over.
        [gzip(first.as_bytes()), gzip(second.as_bytes()), vec![0; 70_000]].concat(),
        [gzip(LINES.as_bytes()), vec![0; 3]].concat(),
    ] {
        assert_eq!(titles(&read(&[contacts("a.ndjson", &bytes)])), plain);
    }
    let skipped = [b"\x50\x2a\x4d\x18\x03\0\0\0abc".as_slice(), &zstd(second.as_bytes())].concat();
    assert_eq!(titles(&read(&[contacts("a.ndjson", &[zstd(first.as_bytes()), skipped].concat())])), plain);
}

#[test]
fn of_a_damaged_packed_file_nothing_counts_as_whole() {
    let many: String =
        (0..20_000).map(|n| format!("{{\"id\":\"{n}\",\"job_title\":\"{}\"}}\n", n * 7919 % 10_007)).collect();
    for packed in [gzip(many.as_bytes()), zstd(many.as_bytes())] {
        for cut in [5, packed.len() / 2, packed.len() - 1] {
            let said = refused(&[contacts("a.ndjson", &packed[..cut])]);
            assert!(said.contains("damaged") || said.contains("cut short"), "{cut}: {said}");
        }
        for at in [8, packed.len() / 3, packed.len() / 2, packed.len() - 3] {
            let mut bytes = packed.clone();
            bytes[at] ^= 0x55;
            // A header byte may hold nothing that is read; elsewhere the checksum tells, if nothing else did before.
            match read_with(ReadOptions::default(), &[contacts("a.ndjson", &bytes)]) {
                Ok(read) => assert_eq!((read.records.rows[0].len(), at), (20_000, 8)),
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        }
    }
    let twice = gzip(&gzip(LINES.as_bytes()));
    assert_eq!(refused(&[contacts("a.ndjson", &twice)]), "a.ndjson: the file is packed twice; unpack it once");
    let garbage_after = [gzip(LINES.as_bytes()), b"garbage that is longer".to_vec()].concat();
    assert_eq!(
        refused(&[contacts("a.ndjson", &garbage_after)]),
        "a.ndjson:3: cannot read on: the gzip file is damaged: something else than gzip follows its end"
    );
    let zeros_and_more = [gzip(LINES.as_bytes()), vec![0; 9000], gzip(LINES.as_bytes())].concat();
    assert!(refused(&[contacts("a.ndjson", &zeros_and_more)]).contains("something else than gzip follows"));
}

#[test]
fn declared_encodings_are_read_and_halves_of_characters_are_bad_records() {
    let csv = "id;job_title\na;Müller – 5 €\nb;CEO\n";
    let shape = |encoding| FileShape { encoding, separator: Some(Separator::Sign(b';')), ..FileShape::default() };
    let windows: Vec<u8> = csv
        .chars()
        .map(|c| match c {
            '€' => 0x80,
            '–' => 0x96,
            c => c as u8,
        })
        .collect();
    let expected = [("a".to_owned(), Some("Müller – 5 €".to_owned())), ("b".to_owned(), Some("CEO".to_owned()))];
    assert_eq!(titles(&read(&[shaped(shape(Encoding::Windows1252), "a.csv", &windows)])), expected);
    let latin = b"id;job_title\na;M\xfcller\n";
    assert_eq!(titles(&read(&[shaped(shape(Encoding::Latin1), "a.csv", latin)]))[0].1.as_deref(), Some("Müller"));
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        std::iter::once(0xfeff)
            .chain(text.encode_utf16())
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    for big in [false, true] {
        assert_eq!(titles(&read(&[shaped(shape(Encoding::Utf16), "a.csv", &utf16(csv, big))])), expected);
        assert_eq!(titles(&read(&[shaped(shape(Encoding::Utf16), "a.csv", &gzip(&utf16(csv, big)))])), expected);
    }
    // More than one buffer, with a pair at every position of its end.
    for pad in 0..4 {
        let long = format!("id;job_title\na;{}{}\n", "x".repeat(pad), "😀".repeat(5000));
        let read = read(&[shaped(shape(Encoding::Utf16), "a.csv", &utf16(&long, false))]);
        assert_eq!(titles(&read)[0].1.as_ref().map(|text| text.chars().count()), Some(pad + 5000));
    }
    let mut lone = utf16("id;job_title\na;x\nb;", false);
    lone.extend([0x00, 0xd8, b'\n', 0, b'c', 0, b';', 0, b'\n', 0]);
    let found = read(&[shaped(shape(Encoding::Utf16), "a.csv", &lone)]);
    assert_eq!((ids(&found), found.report.n_rejected()), (vec!["a", "c"], 1));
    let odd = [utf16("id;job_title\na;x\nb;y", false), vec![b'!']].concat();
    assert_eq!(read(&[shaped(shape(Encoding::Utf16), "a.csv", &odd)]).report.n_rejected(), 1);
}

#[test]
fn tables_with_other_separators() {
    let by = |sign| FileShape { separator: Some(sign), ..FileShape::default() };
    let expected = [("a".to_owned(), Some("CEO, acting".to_owned()))];
    let files = [
        ("a.csv", by(Separator::Sign(b';')), "id;job_title\na;\"CEO, acting\"\n"),
        ("a.tsv", FileShape::default(), "id\tjob_title\r\na\tCEO, acting\r\n"),
    ];
    for (name, shape, bytes) in files {
        assert_eq!(titles(&read(&[shaped(shape, name, bytes.as_bytes())])), expected, "{name}");
    }
    assert_eq!(
        refused(&[shaped(by(Separator::Sign(b';')), "a.csv", b"id;job_title\na;\"x\n")]),
        "a.csv:2: a quote opens and never closes"
    );
    let blanks = b"  id \t job_title\r\n 00004   CEO\r\n\r\n 00004x VP extra\r\n 00005 \"CTO\"\n";
    let found = read(&[shaped(by(Separator::Blanks), "a.txt", blanks)]);
    assert_eq!(
        titles(&found),
        [("00004".to_owned(), Some("CEO".to_owned())), ("00005".to_owned(), Some("\"CTO\"".to_owned()))]
    );
    assert_eq!(
        found.report.sources[0].rejected[0].to_string(),
        "a.txt:4: the header has 2 names, this line has 3 fields"
    );
}

#[test]
fn declared_names_stand_for_missing_unnamed_and_repeated_headers() {
    let columns = Some(["id", "job_title", "rating"].map(str::to_owned).to_vec());
    let no_header = FileShape { columns: columns.clone(), no_header: true, ..FileShape::default() };
    let named = FileShape { columns, ..FileShape::default() };
    let expected = [("a".to_owned(), Some("CEO".to_owned()))];
    let found = read(&[shaped(no_header.clone(), "a.csv", b"a,CEO,1\n")]);
    assert_eq!(titles(&found), expected);
    assert_eq!(found.records.rows[0][0].values[2], number("1"));
    assert_eq!(titles(&read(&[shaped(named.clone(), "a.csv", b"x,,x\na,CEO,1\n")])), expected);
    assert_eq!(read(&[shaped(no_header.clone(), "a.csv", b"")]).report.n_rejected(), 0);
    assert_eq!(read(&[shaped(no_header, "a.csv", b"a,CEO\n")]).report.n_rejected(), 1);
    assert_eq!(refused(&[shaped(named, "a.csv", b"x,x\n")]), "a.csv: `columns` declares 3 names, and the header has 2");
    let numbered = FileShape { no_header: true, ..FileShape::default() };
    let mut source = RecordSource { shape: numbered, ..RecordSource::kind("contacts", 0, "1") };
    let from = Way::new("2").into();
    source.fields = vec![FieldFrom { field: "job_title".to_owned(), from, spelling: None }];
    assert_eq!(titles(&read(&[File { source, name: "a.csv", bytes: b"a,CEO\n" }])), expected);
}
