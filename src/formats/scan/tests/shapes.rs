//! Lines of every shape: which are taken, which are left to the slow reader.

use super::*;

/// Whether the scanner takes each line, last in its chunk and followed by others.
fn taken(lines: &[&str]) -> Vec<bool> {
    let mut both = Both::new();
    let alone: Vec<bool> = lines.iter().flat_map(|line| both.check(line.as_bytes())).collect();
    assert_eq!(both.check(lines.join("\n").as_bytes()), alone);
    assert_eq!(both.check(format!("{}\r\n\n", lines.join("\n\n  \r\n")).as_bytes()), alone);
    alone
}

#[test]
fn ordinary_records_are_taken() {
    for line in [
        "{}",
        " { } ",
        r#"{"contact_id":"a"}"#,
        r#"{ "contact_id" : "a" , "type" : "b" }"#,
        "\t{\t\"contact_id\"\t:\t\"a\"\t}\t\r",
        r#"{"contact_id":17,"type":null,"at":true,"url":false,"amount":-1.5e+3}"#,
        r#"{"url":"a\/b\"\\\b\f\n\r\t\u00e9\ud83d\ude00","tags":"\u0041"}"#,
        r#"{"url":"ü€😀","ü€😀":"é"}"#,
        r#"{"page":{"title":"x","section":{"name":"y"}}}"#,
        r#"{"page.title":"x","page":{"title":"y","section.name":"z","section":{"name":"w"}}}"#,
        r#"{"page":{"title":"y","section":{"name":"w"},"section.name":"z"},"page.title":"x"}"#,
        r#"{"page.section.name":"x","page":{"section":{"name":"w"}}}"#,
        r#"{"page":"x"}"#,
        r#"{"page":{"title":{"x":1},"section":["name"]}}"#,
        r#"{"other":[],"more":{},"deep":[[],[[1,2],{"x":[{}]}],{"y":{"z":[{"w":0}]}}]}"#,
        r#"{"other":[{"page":"x","url":"y"},{"url":"z","page":{"title":"w"}}]}"#,
        r#"{"a_field_whose_name_is_longer_than_a_block":true,"another_field_whose_name_is_longer_than_a_block":1}"#,
        r#"{"":"","x":{"":""}}"#,
        r#"{"tags":["a",1,null,true,[1,{}],{"tags":["b"]},"\u0041"],"page":{"title":["x"]},"url":[]}"#,
    ] {
        assert_eq!(taken(&[line]), [true], "{line}");
    }
}

#[test]
fn everything_else_is_left_to_the_slow_reader() {
    for line in [
        "{",
        "}",
        "[]",
        "null",
        "x",
        "{}}",
        "{}{}",
        "{}x",
        "{},",
        "{,}",
        "{\"x\"}",
        "{\"x\":}",
        "{\"x\":1,}",
        "{\"x\":1 \"y\":2}",
        "{\"x\" 1}",
        "{x:1}",
        "{\"x\":'y'}",
        "{\"x\":NaN}",
        "{\"x\":-Infinity}",
        "{\"x\":01}",
        "{\"x\":1.}",
        "{\"x\":.5}",
        "{\"x\":+1}",
        "{\"x\":1e}",
        "{\"x\":nul}",
        "{\"x\":True}",
        "{\"x\":\"\\x\"}",
        "{\"x\":\"\\u12g4\"}",
        "{\"x\":\"\\ud800\"}",
        "{\"x\":\"\\udc00x\"}",
        "{\"x\":\"\\ud800\\u0041\"}",
        "{\"x\":\"a\tb\"}",
        "{\"x\":\"a\u{0}b\"}",
        "{\"x\":[1 2]}",
        "{\"x\":[1,]}",
        "{\"x\":[,1]}",
        "{\"x\":[1}",
        "{\"x\":{1}}",
        "{\"x\":[\"y\":1]}",
        "{\"x\":{\"y\":1,\"y\":1}}",
        "{\"x\":1,\"url\":2,\"x\":3}",
        "{\"url\":1,\"url\":1}",
        "{\"x\":[{\"y\":1},{\"z\":1,\"z\":2}]}",
        "{\"x\":1\u{c}}",
        "{\"x\u{1}\":1}",
        "\u{feff}{}",
        "{\"x\":1}\u{c}",
        "{\"x\\u0041\":1}",
        "{\"x\":\"a",
        "{\"x\":tru",
    ] {
        assert_eq!(taken(&[line]), [false], "{line}");
        assert_eq!(taken(&["{\"x\":1}", line, "{\"x\":{\"y\":2}}"]), [true, false, true], "{line}");
    }
}

#[test]
fn a_line_that_is_no_utf8_does_not_spoil_its_neighbours() {
    let mut both = Both::new();
    for bad in [&b"\xff"[..], b"\xc3", b"\xed\xa0\x80", b"\xf0\x9f\x98", b"\x80"] {
        let line = [b"{\"x\":\"", bad, b"\"}\n"].concat();
        let good = "{\"url\":\"ü\"}\n".as_bytes();
        assert_eq!(
            both.check(&[good, &line, &line, good, b"\n", good, &line].concat()),
            [true, false, false, true, true, false]
        );
        let outside = [b"{\"x\":", bad, b"1}\n"].concat();
        assert_eq!(both.check(&[&outside, good].concat()), [false, true]);
    }
}

#[test]
fn nesting_is_taken_as_deep_as_the_slow_reader_goes() {
    let mut both = Both::new();
    let (lists, objects) =
        (|n| format!("{}{}", "[".repeat(n), "]".repeat(n)), |n| format!("{}1{}", "{\"x\":".repeat(n), "}".repeat(n)));
    for key in ["x", "page"] {
        assert_eq!(both.check(format!("{{\"{key}\":{}}}", objects(127)).as_bytes()), [true]);
        assert_eq!(both.check(format!("{{\"{key}\":{}}}", objects(128)).as_bytes()), [false]);
    }
    assert_eq!(both.check(format!("{{\"x\":{}}}", lists(127)).as_bytes()), [true]);
    assert_eq!(both.check(format!("{{\"x\":{}}}", lists(128)).as_bytes()), [false]);
    assert_eq!(both.check("[".repeat(100_000).as_bytes()), [false]);
}

#[test]
fn keys_beyond_what_is_learned_are_read_all_the_same() {
    let mut both = Both::new();
    let record = |from: usize, n: usize| {
        let keys: Vec<String> = (from..from + n).map(|key| format!("\"k{key}\":{{\"in{key}\":{key}}}")).collect();
        format!("{{{},\"url\":\"x\"}}\n", keys.join(","))
    };
    for from in 0..20 {
        let n = 700;
        assert_eq!(both.check(record(from * n, n).as_bytes()), [true]);
        let twice = record(from * n, n).replace(&format!("\"k{}\"", from * n + n - 1), &format!("\"k{}\"", from * n));
        assert_eq!(both.check(twice.as_bytes()), [false]);
    }
    // More levels than are learned, and more keys on all of them together.
    let object = |of: usize, n: usize| {
        let keys: Vec<String> = (0..n).map(|key| format!("\"k{of}_{key}\":{{\"x\":[{{\"y\":1}}]}}")).collect();
        format!("\"o{of}\":{{{}}}", keys.join(","))
    };
    for of in 0..40 {
        let line = format!("{{{},\"url\":\"x\"}}\n", object(of, 200));
        assert_eq!(both.check(line.as_bytes()), [true]);
        let twice = line.replace(&format!("k{of}_199"), &format!("k{of}_0"));
        assert_eq!(both.check(twice.as_bytes()), [false]);
    }
    let long = format!("{{\"{0}\":1,\"{0}x\":2}}\n{{\"{0}\":1,\"{0}\":2}}\n", "k".repeat(1000));
    assert_eq!(both.check(long.as_bytes()), [true, false]);
}

#[test]
fn records_beyond_the_limit_are_left_to_the_slow_reader() {
    let scans = |limit, chunk: &[u8]| {
        let mut scanner = Scanner::new(&wanted(), limit).expect("all ways are plain");
        let (run, _) = scanner.read(&mut Lines::new(chunk));
        run.len() > 0
    };
    let line = format!("{{\"x\":\"{}\"}}", "x".repeat(100 - 8));
    for end in ["", "\n", "\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n"] {
        let chunk = format!("{line}{end}");
        assert!(scans(100, chunk.as_bytes()) && !scans(99, chunk.as_bytes()));
    }
}

#[test]
fn ways_that_are_not_plain_have_no_scanner() {
    let mut wanted = wanted();
    assert!(Scanner::new(&wanted, 100).is_some());
    wanted.is_plain = false;
    assert!(Scanner::new(&wanted, 100).is_none());
    assert!(!Way::new("tags[0]").is_plain());
}
