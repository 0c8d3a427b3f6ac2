//! Good records with something wrong at every place.

use super::*;

/// Records that hold everything there is in JSON.
const RECORDS: &[&str] = &[
    r#"{"id":"act_1","type":"page_view","contact_id":"c1","at":"2026-08-25T17:36:09Z","url":"\/pricing","seconds":51}"#,
    r#"{"contact_id":"ü","type":"t","at":"x","page":{"title":"a\"b","section":{"name":null}},"tags":"x"}"#,
    r#"{"x":[1,-2.5e3,"\ud83d\ude00",{"y":[]},[true,false,null]],"amount":0.10,"page.title":"\u0026","type":"z"}"#,
    r#" { "x" : { } , "a_field_whose_name_is_longer_than_a_block" : false , "url" : "é" , "n" : 0 } "#,
];

/// Bytes that mean something, and some that do not.
const BYTES: &[u8] = b"\"\\{}[],:. \t\r\n09aeEu-+/\x00\x1f\x7f\x80\xc3\xff";

#[test]
fn no_single_edit_makes_it_differ() {
    let mut both = Both::new();
    for record in RECORDS {
        let record = record.as_bytes();
        assert_eq!(both.check(record), [true]);
        for at in 0..record.len() {
            let (head, tail) = (&record[..at], &record[at + 1..]);
            let mut edited = [head, tail].concat();
            for byte in BYTES.iter().copied().chain([record[at] ^ 1, record[at] ^ 0x20]) {
                for rest in [tail, &record[at..]] {
                    edited.clear();
                    edited.extend([head, &[byte], rest].concat());
                    both.check(&edited);
                    // Far from the end of the chunk whole blocks are read.
                    edited.extend([b"\n".as_slice(), record, b"\n", record].concat());
                    both.check(&edited);
                }
            }
            both.check(&[head, tail, b"\n", record].concat());
        }
    }
}

#[test]
fn cut_anywhere_it_is_unusual() {
    let mut both = Both::new();
    for record in RECORDS {
        let record = record.trim();
        for n in 1..record.len() {
            let cut = &record.as_bytes()[..n];
            assert_eq!(both.check(cut), [false]);
            assert_eq!(both.check(&[cut, b"\n", record.as_bytes()].concat()), [false, true]);
        }
    }
}

#[test]
fn chunks_may_end_anywhere_between_lines() {
    let mut both = Both::new();
    let whole = RECORDS.join("\n");
    for n_blank in 0..70 {
        let chunk = format!("{whole}\n{}", " ".repeat(n_blank));
        assert_eq!(both.check(chunk.as_bytes()), [true; 4]);
        let chunk = format!("{}\n{whole}", "\n".repeat(n_blank));
        assert_eq!(both.check(chunk.as_bytes()), [true; 4]);
    }
}
