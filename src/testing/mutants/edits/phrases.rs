//! Changes of activity phrases: their sources, filters, windows and orders.

use super::Walk;
use super::numbers::Direction;
use crate::syntax::ast;

impl Walk<'_> {
    /// A phrase, wherever it stands.
    pub(super) fn phrase(&mut self, phrase: &ast::Phrase) {
        if let Some(selection) = &phrase.selection {
            let becomes = match selection.end.node {
                ast::SelectionEnd::Latest => ast::SelectionEnd::Earliest,
                ast::SelectionEnd::Earliest => ast::SelectionEnd::Latest,
            };
            self.change(selection.end.span, becomes.word());
            self.number(&selection.count, Direction::Up);
        }
        self.each_dropped(phrase.sources.iter().map(|source| source.span));
        phrase.filter.iter().for_each(|filter| self.expr(filter));
        phrase.windows.iter().for_each(|window| self.window(window));
        if let Some(order) = &phrase.order {
            self.longer_and_shorter(&order.duration);
        }
    }

    /// A window is tried from both sides of each of its ends.
    pub(super) fn window(&mut self, window: &ast::Window) {
        match &window.kind {
            ast::WindowKind::Last(length) | ast::WindowKind::AnyStretch(length) => self.longer_and_shorter(length),
            ast::WindowKind::Ago(from, to) => {
                self.longer_and_shorter(from);
                self.longer_and_shorter(to);
            }
            ast::WindowKind::Since(value) | ast::WindowKind::Before(value) => self.expr(value),
            ast::WindowKind::AnyValue(_) => {}
        }
    }
}
