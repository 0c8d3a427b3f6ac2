//! The lists and tables that `let x = lines ".."` and `let x = csv ".."` name.

use super::super::Table;
use super::finding::quoted;
use super::load::Program;
use super::names::{LetId, Names};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceId, SourceMap, Span};
use crate::syntax::ast;
use crate::values::text::{is_blank, trim};
use crate::values::{Decimal, Type, Value};
use std::collections::{BTreeMap, HashMap};

/// How many key columns a table may have.
const KEYS_MAX: usize = 20;

/// What is behind the lets that name files; a let whose file could not be used is not among them.
#[derive(Default)]
pub(super) struct Data {
    /// The lines of each list, trimmed at their ends, none blank.
    pub lines: BTreeMap<LetId, Vec<Value>>,
    pub tables: BTreeMap<LetId, Table>,
}

/// Reads all lists and tables.
pub(super) fn read(program: &Program, names: &Names<'_>, findings: &mut Diagnostics) -> Data {
    let mut data = Data::default();
    for (id, node) in (0..).map(LetId).zip(&names.lets) {
        match &node.value {
            ast::LetValue::Lines(file) => {
                if let Some(source) = program.data.get(&file.span) {
                    data.lines.insert(id, lines(program.sources.text(*source)));
                }
            }
            ast::LetValue::Csv(file) => {
                if let Some(source) = program.data.get(&file.span)
                    && let Some(table) = table(&node.name.node, file, *source, &program.sources, findings)
                {
                    data.tables.insert(id, table);
                }
            }
            _ => {}
        }
    }
    data
}

/// Each line that is not blank; the byte order mark of the file is not part of the first.
fn lines(text: &str) -> Vec<Value> {
    without_mark(text).lines().map(trim).filter(|line| !is_blank(line)).map(Value::text).collect()
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A table: the first line names the columns, the last column is the value, the others are keys.
fn table(
    name: &str,
    file: &ast::PlainText,
    source: SourceId,
    sources: &SourceMap,
    findings: &mut Diagnostics,
) -> Option<Table> {
    let text = sources.text(source);
    let mark = text.len() - without_mark(text).len();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(without_mark(text).as_bytes());
    let mut rows: Vec<(Span, csv::StringRecord)> = Vec::new();
    for record in reader.records() {
        let Ok(record) = record else {
            findings.push(bad(
                file.span,
                format!("{} cannot be read as a table", quoted(&file.node)),
                "write it as comma-separated lines",
            ));
            return None;
        };
        if record.iter().all(is_blank) {
            continue;
        }
        let start = record.position().map_or(0, |position| position.byte() as usize + mark);
        rows.push((line_at(source, text, start), record));
    }
    let Some((header_span, header)) = rows.first() else {
        findings.push(bad(
            file.span,
            format!("{} has no lines", quoted(&file.node)),
            "its first line names the columns",
        ));
        return None;
    };
    let n_columns = header.len();
    if !(2..=KEYS_MAX + 1).contains(&n_columns) {
        let message =
            format!("a table has 1 to {KEYS_MAX} key columns and a value column, and this one has {n_columns} in all");
        findings.push(bad(*header_span, message, "name the keys first and the value last: `region,topic,points`"));
        return None;
    }
    for (span, row) in &rows[1..] {
        if row.len() != n_columns {
            let message = format!("this line has {} columns, and the first line names {n_columns}", row.len());
            findings.push(bad(*span, message, "write a value for each column"));
            return None;
        }
    }
    columns(name, n_columns, &rows[1..], findings)
}

fn columns(
    name: &str,
    n_columns: usize,
    rows: &[(Span, csv::StringRecord)],
    findings: &mut Diagnostics,
) -> Option<Table> {
    let types: Vec<Type> = (0..n_columns).map(|column| column_type(rows, column)).collect();
    let (value_type, key_types) = types.split_last()?;
    let mut seen: HashMap<Vec<Value>, Span> = HashMap::with_capacity(rows.len());
    let mut table = Vec::with_capacity(rows.len());
    for (span, row) in rows {
        let mut values: Vec<Value> = types.iter().zip(row).map(|(ty, cell)| cell_value(ty, cell)).collect();
        let value = values.pop()?;
        if values.iter().any(Value::is_missing) {
            findings.push(bad(
                *span,
                "a key of this line is empty, so that nothing ever finds it".to_owned(),
                "fill it in, or remove the line",
            ));
            return None;
        }
        let key: Vec<Value> = values.iter().zip(key_types).map(|(value, ty)| value.group_key(ty)).collect();
        if let Some(first) = seen.insert(key, *span) {
            let finding = bad(*span, "an earlier line has the same keys".to_owned(), "remove one of the two lines");
            findings.push(finding.also(first, "the first stands here"));
            return None;
        }
        table.push((values, value));
    }
    Some(Table { name: name.to_owned(), key_types: key_types.to_vec(), value_type: value_type.clone(), rows: table })
}

/// Number where every filled cell is one, text otherwise.
fn column_type(rows: &[(Span, csv::StringRecord)], column: usize) -> Type {
    let mut cells = rows.iter().filter_map(|(_, row)| row.get(column)).filter(|cell| !is_blank(cell)).peekable();
    if cells.peek().is_some() && cells.all(|cell| Decimal::parse(trim(cell)).is_ok()) {
        Type::Number
    } else {
        Type::Text
    }
}

fn cell_value(ty: &Type, cell: &str) -> Value {
    match ty {
        Type::Number => Decimal::parse(trim(cell)).map_or(Value::Missing, Value::Number),
        _ => Value::text(trim(cell)),
    }
}

fn line_at(source: SourceId, text: &str, start: usize) -> Span {
    let rest = text.get(start..).unwrap_or("");
    let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let length = rest[blank..].find(['\r', '\n']).unwrap_or(rest.len() - blank);
    Span::new(source, (start + blank) as u32, (start + blank + length) as u32)
}

fn bad(span: Span, message: String, help: &str) -> Diagnostic {
    Diagnostic::new(Code::BadTable, span, message).help(help)
}
