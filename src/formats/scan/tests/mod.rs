//! The scanner against the slow reader: the same parts of what it accepts, and nothing that the slow reader refuses.

mod edits;
mod ordinary;
mod shapes;

use super::*;
use crate::formats::Way;
use crate::formats::json::Walker;
use crate::formats::raw_record::{Found, RawRecord};
use crate::formats::seen_names::SeenNames;
use crate::records::{ActivityFieldLayout, FieldLayout, KindLayout};
use crate::values::{Type, Zone};
use std::ops::Range;

/// Activities with fields at several depths, some of which lie on the way to others.
fn wanted() -> Wanted {
    let field = |name: &str, ty| {
        let path = name.split('.').map(str::to_owned).collect();
        ActivityFieldLayout { field: FieldLayout { name: name.to_owned(), path, ty, used: true }, of: None }
    };
    let layout = Layout {
        zone: Zone::utc(),
        kinds: vec![KindLayout { name: "contact".to_owned(), plural: "contacts".to_owned(), fields: Vec::new() }],
        activity_types: Vec::new(),
        activities_declared: false,
        activity_fields: vec![
            field("url", Type::ExactText),
            field("amount", Type::Number),
            field("page.title", Type::Text),
            field("page.section.name", Type::Text),
            field("page", Type::Text),
            field("tags", Type::List(Box::new(Type::Text))),
            field("a_field_whose_name_is_longer_than_a_block", Type::YesNo),
        ],
    };
    Wanted::of_source(&RecordSource::activities(), &layout)
}

/// What a reader says of a line: its wanted parts in words, or none if it is not taken.
type Said = Option<Vec<String>>;

struct Both {
    wanted: Wanted,
    walker: Walker,
    raw: RawRecord,
    scanner: Scanner,
}

impl Both {
    fn new() -> Both {
        let wanted = wanted();
        let scanner = Scanner::new(&wanted, 1 << 20).expect("all ways are plain");
        Both { wanted, walker: Walker::default(), raw: RawRecord::default(), scanner }
    }

    fn slow(&mut self, line: &[u8]) -> Said {
        let mut names = SeenNames::default();
        let line = line.trim_ascii_end();
        self.walker.read(line, &self.wanted, &mut self.raw, &mut names).ok()?;
        Some((0..self.wanted.n_slots()).map(|slot| found(&self.raw, self.raw.get(slot))).collect())
    }

    /// What the scanner says of the lines of a chunk; those that it takes are compared with the slow reader's.
    fn check(&mut self, chunk: &[u8]) -> Vec<bool> {
        let mut taken = Vec::new();
        let mut lines = Lines::new(chunk);
        let (mut said, mut at): (Vec<(Range<usize>, Said)>, usize) = (Vec::new(), 0);
        loop {
            let (run, after) = self.scanner.read(&mut lines);
            for nth in 0..run.len() {
                let parts = run.parts(nth);
                let slots = (0..self.wanted.n_slots()).map(|slot| part(parts.get(slot)));
                said.push((run.place(nth), Some(slots.collect())));
                assert_eq!(run.place(nth).start, at, "records follow each other");
                at = run.place(nth).end;
            }
            match after {
                After::End => break,
                After::More => {}
                After::Blank => assert!(chunk[at..lines.at()].trim_ascii().is_empty()),
                After::Unusual(line) => {
                    assert_eq!(line, &chunk[at..lines.at()]);
                    said.push((at..lines.at(), None));
                }
            }
            assert!(lines.at() >= at && (lines.at() == at || !matches!(after, After::More)));
            at = lines.at();
        }
        for (place, said) in said {
            let line = &chunk[place];
            assert_eq!(line.iter().position(|byte| *byte == b'\n').map_or(line.len(), |end| end + 1), line.len());
            taken.push(said.is_some());
            if said.is_some() {
                assert_eq!(said, self.slow(line), "{}", String::from_utf8_lossy(line));
            }
        }
        assert_eq!(lines.at(), chunk.len());
        taken
    }
}

fn found(raw: &RawRecord, part: Found) -> String {
    match part {
        Found::Number(text) => format!("number {}", raw.text(text)),
        Found::Text(text) => format!("text {}", raw.text(text)),
        Found::List(elements) => {
            let elements: Vec<String> = raw.list(elements).iter().map(|element| found(raw, *element)).collect();
            format!("list {}", elements.join(", "))
        }
        other => format!("{other:?}"),
    }
}

fn part(part: Part<'_>) -> String {
    match part {
        Part::Number(text) => format!("number {text}"),
        Part::Text(text) => format!("text {text}"),
        Part::List(list) => format!("list {}", list.elements().map(element).collect::<Vec<_>>().join(", ")),
        other => format!("{other:?}"),
    }
}

fn element(element: Element<'_>) -> String {
    match element {
        Element::Number(text) => format!("number {text}"),
        Element::Text(text) => format!("text {text}"),
        // Lists in lists hold nothing.
        Element::List => "list ".to_owned(),
        other => format!("{other:?}"),
    }
}
