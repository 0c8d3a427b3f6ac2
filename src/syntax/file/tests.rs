//! The entries of tests: records, expectations, cases.

use super::FileReader;
use super::blocks::Parts;
use crate::syntax::ast::{CaseRow, Cases, Expr, ExprKind, FieldValue, GivenRecord, Path, TestItem};
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::from_pairs::{CaseCells, Header, Line};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::{Entry, Policy};

impl FileReader<'_> {
    /// One entry of a test.
    pub(super) fn test_item(&mut self, entry: &Entry) -> Option<TestItem> {
        let Some(parts) = self.block_parts(entry) else {
            return match self.read(Rule::test_line, entry.pieces.clone())? {
                Line::Test(item) => Some(item),
                _ => unreachable!("a `test_line` makes an entry of a test"),
            };
        };
        self.refuse_trailer(&parts);
        let span = self.whole_span(&parts);
        match self.read(Rule::given_or_cases_header, parts.header.clone())? {
            Header::Given { count, kind } => {
                let fields = self.spanned_block(&parts, Policy::Colons, Self::given_field);
                Some(TestItem::Record(GivenRecord { count, kind, fields, span }))
            }
            Header::Cases => self.cases(&parts).map(TestItem::Cases),
            _ => unreachable!("tests have no other headers"),
        }
    }

    fn given_field(&mut self, entry: &Entry) -> Option<FieldValue> {
        match self.read(Rule::given_line, entry.pieces.clone())? {
            Line::Given(field) => Some(field),
            _ => unreachable!("a `given_line` makes a field"),
        }
    }

    fn cases(&mut self, parts: &Parts) -> Option<Cases> {
        let span = self.whole_span(parts);
        let mut header = None;
        let mut is_header = true;
        let rows = self.spanned_block(parts, Policy::Lines, |reader, entry| {
            let cells = match reader.read(Rule::cases_line, entry.pieces.clone()) {
                Some(Line::Cases(cells)) => Some(cells),
                _ => None,
            };
            if std::mem::replace(&mut is_header, false) {
                header = cells.map(|cells| (cells, reader.trivia(entry)));
                return None;
            }
            let (header, _) = header.as_ref()?;
            reader.row(header, cells?)
        });
        let Some((header, trivia)) = header else {
            if rows.lines.is_empty() && is_header {
                self.report(SyntaxError::new(SyntaxErrorKind::EmptyBlock("cases".to_owned()), rows.span));
            }
            return None;
        };
        let given = self.columns(header.given)?;
        Some(Cases { given, expected: header.expected, header: trivia, rows, span })
    }

    /// The fields before the `=>` of the header.
    fn columns(&mut self, cells: Vec<Expr>) -> Option<Vec<Path>> {
        let mut columns = Vec::new();
        for cell in cells {
            match *cell.kind {
                ExprKind::Path(path) => columns.push(path),
                _ => {
                    self.report(SyntaxError::new(SyntaxErrorKind::CaseColumn, cell.span));
                    return None;
                }
            }
        }
        Some(columns)
    }

    /// A row, if it is as long as the header.
    fn row(&mut self, header: &CaseCells, cells: CaseCells) -> Option<CaseRow> {
        let pairs = [(header.given.len(), cells.given.len()), (header.expected.len(), cells.expected.len())];
        for (wanted, found) in pairs {
            if wanted != found {
                self.report(SyntaxError::new(SyntaxErrorKind::CaseCells(wanted, found), cells.span));
                return None;
            }
        }
        let CaseCells { given, expected, span } = cells;
        Some(CaseRow { given, expected, span })
    }
}
