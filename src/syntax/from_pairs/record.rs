//! Declarations of fields, and the lines of tests.

use pest::iterators::Pair;

use super::{Children, Read, Reader};
use crate::syntax::ast::{
    AsOf, Expect, Expr, ExprKind, FieldDecl, FieldType, FieldTypeKind, FieldValue, Link, TestItem,
};
use crate::syntax::grammar::Rule;

/// One line of `cases`, header or row.
pub(in crate::syntax) struct CaseCells {
    /// Before `=>`.
    pub given: Vec<Expr>,
    /// After it.
    pub expected: Vec<Expr>,
    /// All of it.
    pub span: crate::source::Span,
}

impl Reader<'_> {
    /// `field_line`
    pub(super) fn field_line(&mut self, pair: Pair<'_, Rule>) -> Read<FieldDecl> {
        let decl = Children::of(pair).find(Rule::field_decl);
        let span = self.span(&decl);
        let mut children = Children::of(decl);
        let field = self.path(children.find(Rule::path));
        let ty = self.field_type(children.find(Rule::field_type))?;
        Ok(FieldDecl { field, ty, span })
    }

    fn field_type(&mut self, pair: Pair<'_, Rule>) -> Read<FieldType> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let first = children.next();
        let kind = match first.as_rule() {
            Rule::kw_list => FieldTypeKind::ListOf(Box::new(self.field_type(children.find(Rule::field_type))?)),
            Rule::kw_one => self.one_of(children)?,
            Rule::kw_exact => FieldTypeKind::ExactText,
            Rule::kw_whole => FieldTypeKind::WholeNumber,
            Rule::yes_no_type => FieldTypeKind::YesNo,
            Rule::link => FieldTypeKind::Link(self.link(first)),
            Rule::kw_text => FieldTypeKind::Text,
            Rule::kw_number => FieldTypeKind::Number,
            Rule::kw_time => FieldTypeKind::Time,
            _ => FieldTypeKind::Date,
        };
        Ok(FieldType { kind, span })
    }

    fn one_of(&mut self, children: Children<'_>) -> Read<FieldTypeKind> {
        let levels = children.has(Rule::less);
        let texts = children.all(Rule::text).map(|text| self.plain_text(text)).collect::<Read<Vec<_>>>()?;
        Ok(if levels { FieldTypeKind::Levels(texts) } else { FieldTypeKind::OneOf(texts) })
    }

    fn link(&self, pair: Pair<'_, Rule>) -> Link {
        let mut children = Children::of(pair);
        let to = self.name(children.find(Rule::name));
        let by = self.path(children.find(Rule::path));
        let back = children.seek(Rule::name).map(|back| self.name(back));
        Link { to, by, back }
    }

    /// `given_line`
    pub(super) fn given_line(&mut self, pair: Pair<'_, Rule>) -> Read<FieldValue> {
        let given = Children::of(pair).find(Rule::given_field);
        let span = self.span(&given);
        let mut children = Children::of(given);
        let field = self.path(children.find(Rule::path));
        let value = self.value(children.find(Rule::value))?;
        Ok(FieldValue { field, value, span })
    }

    /// What stands in a `test_line`.
    pub(super) fn test_entry(&mut self, pair: Pair<'_, Rule>) -> Read<TestItem> {
        let span = self.span(&pair);
        Ok(match pair.as_rule() {
            Rule::as_of => {
                let mut children = Children::of(pair);
                children.find(Rule::kw_of);
                let at = children.next();
                let at_span = self.span(&at);
                let kind = match at.as_rule() {
                    Rule::instant => ExprKind::Instant(self.instant(at)),
                    _ => ExprKind::Date(self.date(at)),
                };
                TestItem::AsOf(AsOf { at: Expr::new(kind, at_span), span })
            }
            Rule::set_item => TestItem::Set(self.set(pair)?),
            _ => TestItem::Expect(Expect { condition: self.expr(Children::of(pair).find(Rule::expr))?, span }),
        })
    }

    /// `cases_line`
    pub(super) fn cases_line(&mut self, pair: Pair<'_, Rule>) -> Read<CaseCells> {
        let mut children = Children::of(pair);
        let (given, expected) = (children.find(Rule::case_cells), children.find(Rule::case_cells));
        let span = self.span(&given).to(self.span(&expected));
        Ok(CaseCells { given: self.cells(given)?, expected: self.cells(expected)?, span })
    }

    fn cells(&mut self, pair: Pair<'_, Rule>) -> Read<Vec<Expr>> {
        Children::of(pair).all(Rule::value).map(|value| self.value(value)).collect()
    }
}
