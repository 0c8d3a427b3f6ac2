//! Every place of the rules that can be changed by a little, and what it is changed to.
//!
//! In: the trees of the rules files and their texts. Out: edits of the text, each small enough that its author might
//! have made it by mistake. Tests, asserts, declarations, names and reasons are left alone.

mod conditions;
mod numbers;
mod phrases;
mod scores;
mod values;

use super::Change;
use crate::diag::Edit;
use crate::source::{SourceMap, Span};
use crate::syntax::ast;
use numbers::{Direction, stepped};

/// All changes of some files, in the order of their places.
pub(super) fn changes(files: &[ast::File], sources: &SourceMap) -> Vec<Change> {
    let mut walk = Walk { sources, changes: Vec::new() };
    for item in files.iter().flat_map(|file| file.items.nodes()) {
        walk.item(item);
    }
    let mut changes = walk.changes;
    changes.sort_by_key(|change| change.edit.span);
    changes.dedup_by(|later, earlier| later.edit == earlier.edit);
    changes
}

/// Gathers changes on its way through the trees.
struct Walk<'a> {
    sources: &'a SourceMap,
    changes: Vec<Change>,
}

impl Walk<'_> {
    fn item(&mut self, item: &ast::Item) {
        match item {
            ast::Item::Let(node) => match &node.value {
                ast::LetValue::Names { names, .. } => self.each_dropped(names.iter().map(|name| name.span)),
                ast::LetValue::Phrase(phrase) => self.phrase(phrase),
                ast::LetValue::Expr(expr) => self.expr(expr),
                ast::LetValue::Lines(_) | ast::LetValue::Csv(_) => {}
            },
            ast::Item::Param(node) => self.expr(&node.value),
            ast::Item::Set(node) => self.expr(&node.value),
            ast::Item::Ignore(node) => {
                self.change(node.span, "");
                self.phrase(&node.phrase);
            }
            ast::Item::Exclude(node) => {
                self.change(node.span, "");
                self.expr(&node.when);
            }
            ast::Item::Score(node) => self.body(&node.body),
            ast::Item::Label(node) => match &node.value {
                ast::LabelValue::Value(value) => self.expr(value),
                ast::LabelValue::Arms(arms) => self.first_of_values(arms),
            },
            ast::Item::Segment(node) => self.expr(&node.when),
            ast::Item::Bare(node) => self.body_item(node),
            ast::Item::Use(_)
            | ast::Item::Timezone(_)
            | ast::Item::Record(_)
            | ast::Item::Test(_)
            | ast::Item::Assert(_) => {}
        }
    }

    /// What stands at a place becomes something else; nothing at all takes it out.
    fn change(&mut self, span: Span, to: impl Into<String>) {
        self.change_shown(span, &to.into(), span);
    }

    /// A number becomes the next one.
    fn number(&mut self, literal: &ast::NumberLit, direction: Direction) {
        if let Some(next) = stepped(&literal.text, direction) {
            let percent = if literal.percent { "%" } else { "" };
            self.change(literal.span, format!("{next}{percent}"));
        }
    }

    /// A duration becomes longer by one unit.
    fn longer(&mut self, duration: &ast::Duration) {
        self.change(duration.span, format!("{}{}", duration.count.saturating_add(1), duration.unit.letter()));
    }

    /// A duration becomes longer, and shorter, by one unit: each of its edges is tried from both sides.
    fn longer_and_shorter(&mut self, duration: &ast::Duration) {
        self.longer(duration);
        if duration.count > 1 {
            self.change(duration.span, format!("{}{}", duration.count - 1, duration.unit.letter()));
        }
    }

    /// Of several things in a row each is left out once, with what joins it to the one before.
    fn each_dropped(&mut self, places: impl Iterator<Item = Span>) {
        let places: Vec<Span> = places.collect();
        if places.len() < 2 {
            return;
        }
        for (at, place) in places.iter().enumerate() {
            let (start, end) = if at == 0 { (place.start, places[1].start) } else { (places[at - 1].end, place.end) };
            self.change_shown(Span::new(place.source, start, end), "", *place);
        }
    }

    /// The same where what is taken out is more than what people would call the change.
    fn change_shown(&mut self, span: Span, to: &str, shown: Span) {
        let was = self.sources.slice(shown).trim().to_owned();
        self.changes.push(Change { was, edit: Edit { span, replacement: to.to_owned() }, shown });
    }

    /// A word or sign that stands between two parts becomes another, wherever between them it stands.
    fn between(&mut self, from: u32, to: Span, was: &str, becomes: &str) {
        let gap = Span::new(to.source, from.min(to.start), to.start);
        let Some(at) = word_at(self.sources.slice(gap), was) else { return };
        let start = gap.start + at as u32;
        self.change(Span::new(to.source, start, start + was.len() as u32), becomes);
    }
}

/// Where a word or sign stands in a piece of the rules, comments left out.
fn word_at(text: &str, word: &str) -> Option<usize> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let code = line.find('#').map_or(line, |comment| &line[..comment]);
        if let Some(at) = code.find(word) {
            return Some(offset + at);
        }
        offset += line.len();
    }
    None
}
