//! Headers and the blocks below them.

use std::ops::Range;

use super::FileReader;
use crate::source::Span;
use crate::syntax::BLOCKS_MAX;
use crate::syntax::ast::{
    Block, BodyItem, FieldDecl, First, FirstRules, Group, Item, Label, LabelValue, Match, MatchRules, PlainText,
    RecordDecl, Score, Setting, TestBlock, Tiers,
};
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::from_pairs::{Header, Line};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::{Entry, Policy};
use crate::syntax::scan::PieceKind;
use crate::syntax::words::{BLOCK_WORDS, LINE_WORDS};

/// The parts of an entry that is a block; all but `open` and `close` are ranges of pieces.
pub(super) struct Parts {
    pub header: Range<usize>,
    pub open: usize,
    pub close: usize,
    pub trailer: Range<usize>,
}

impl Parts {
    pub fn inside(&self) -> Range<usize> {
        self.open + 1..self.close
    }
}

/// An entry that is a block, put together.
enum Built {
    Item(Item),
    Body(BodyItem),
}

impl FileReader<'_> {
    /// One entry of the file.
    pub(super) fn item(&mut self, entry: &Entry) -> Option<Item> {
        match self.block_parts(entry) {
            Some(parts) => match self.built(Rule::item_header, parts)? {
                Built::Item(item) => Some(item),
                Built::Body(body) => Some(Item::Bare(body)),
            },
            None => match self.read(Rule::item_line, entry.pieces.clone())? {
                Line::Item(item) => Some(item),
                _ => unreachable!("an `item_line` makes an item"),
            },
        }
    }

    /// One entry of a score or group.
    fn body_item(&mut self, entry: &Entry) -> Option<BodyItem> {
        match self.block_parts(entry) {
            Some(parts) => match self.built(Rule::body_header, parts)? {
                Built::Body(body) => Some(body),
                Built::Item(_) => unreachable!("a `body_header` makes a body item"),
            },
            None => match self.read(Rule::body_line, entry.pieces.clone())? {
                Line::Body(body) => Some(body),
                _ => unreachable!("a `body_line` makes a body item"),
            },
        }
    }

    /// The parts of an entry if it is a header and a block, as opposed to a line with a `match` somewhere in it.
    pub(super) fn block_parts(&self, entry: &Entry) -> Option<Parts> {
        let open = self.first_brace(entry.pieces.clone())?;
        let close = self.layout.partner(open)?;
        let parts = Parts { header: entry.pieces.start..open, open, close, trailer: close + 1..entry.pieces.end };
        let word = self.first_word(parts.header.clone());
        let is_match = matches!(word, Some("match" | "first"));
        let is_line = word.is_some_and(|word| LINE_WORDS.contains(&word) && word != "label");
        let trailer_is_reason = match parts.trailer.len() {
            0 => true,
            1 => matches!(self.layout.piece(close + 1).kind, PieceKind::Text(_)),
            _ => false,
        };
        let has = |range: &Range<usize>, sign: &str| range.clone().any(|index| self.layout.is_sign(index, sign));
        let signs = ["=>", "=", "==", "!=", ">=", "<="];
        let sign_before_block = parts.header.len() > 1
            && word.is_some_and(|word| BLOCK_WORDS.contains(&word))
            && ["=", ":"].iter().any(|sign| self.layout.is_sign(open - 1, sign));
        let is_value = !is_match
            && !sign_before_block
            && signs.iter().any(|sign| has(&parts.header, sign))
            && word != Some("group");
        let goes_on = has(&parts.trailer, "=>") || (is_match && !trailer_is_reason);
        let is_arrow = has(&parts.header, "=>") || (is_line && parts.header.len() > 1);
        (!is_value && !goes_on && !is_arrow).then_some(parts)
    }

    fn first_brace(&self, pieces: Range<usize>) -> Option<usize> {
        let mut index = pieces.start;
        while index < pieces.end {
            if self.layout.opens_block(index) {
                return Some(index);
            }
            index = self.layout.partner(index).filter(|partner| *partner > index).unwrap_or(index) + 1;
        }
        None
    }

    /// The word that says what a header is, past the name of a rule.
    fn first_word(&self, header: Range<usize>) -> Option<&str> {
        let named = header.len() > 2 && self.layout.is_sign(header.start + 1, ":");
        let first = if named { header.start + 2 } else { header.start };
        let piece = (first < header.end).then(|| self.layout.piece(first))?;
        (piece.kind == PieceKind::Word).then(|| piece.text(self.text))
    }

    fn built(&mut self, rule: Rule, parts: Parts) -> Option<Built> {
        let header = self.read::<Header>(rule, parts.header.clone());
        if self.depth >= BLOCKS_MAX {
            let span = self.block_span(&parts);
            self.report(SyntaxError::new(SyntaxErrorKind::TooDeep(BLOCKS_MAX), span));
            return None;
        }
        self.depth += 1;
        let built = match header {
            Some(header) => self.build(header, &parts),
            None => {
                self.read_for_findings(&parts);
                None
            }
        };
        self.depth -= 1;
        built
    }

    /// From the header to the end of the block.
    pub(super) fn whole_span(&self, parts: &Parts) -> Span {
        let header = self.layout.bytes(parts.header.clone());
        self.span(header.start..self.layout.piece(parts.close).end)
    }

    fn block_span(&self, parts: &Parts) -> Span {
        self.span(self.layout.piece(parts.open).start..self.layout.piece(parts.close).end)
    }

    fn build(&mut self, header: Header, parts: &Parts) -> Option<Built> {
        let span = self.whole_span(parts);
        if !matches!(header, Header::Match { .. } | Header::First { .. }) {
            self.refuse_trailer(parts);
        }
        Some(match header {
            Header::Score { name, of, purpose } => {
                let body = self.body(parts);
                Built::Item(Item::Score(Score { name, of, purpose, body, span }))
            }
            Header::Test { name } => {
                let body = self.spanned_block(parts, Policy::Commas, Self::test_item);
                Built::Item(Item::Test(TestBlock { name, body, span }))
            }
            Header::Label { name, of } => {
                let value = LabelValue::Arms(self.label_arms(parts)?);
                Built::Item(Item::Label(Label { name, of, value, span }))
            }
            Header::Record { form, name } => {
                let fields = self.fields(parts);
                Built::Item(Item::Record(RecordDecl { form, name, fields, span }))
            }
            Header::Group { name, up_to, down_to, when } => {
                let body = self.body(parts);
                Built::Body(BodyItem::Group(Group { name, up_to, down_to, when, body, span }))
            }
            Header::Tiers => {
                let tiers = self.spanned_block(parts, Policy::Commas, |reader, entry| {
                    match reader.read(Rule::tier_line, entry.pieces.clone())? {
                        Line::Tier(tier) => Some(tier),
                        _ => unreachable!("a `tier_line` makes a tier"),
                    }
                });
                let tiers = self.not_empty(tiers, parts)?;
                Built::Body(BodyItem::Setting(Setting::Tiers(Tiers { tiers, span })))
            }
            Header::Match { name, subject } => {
                let arms = self.spanned_block(parts, Policy::Arrows, |reader, entry| {
                    match reader.read(Rule::match_line, entry.pieces.clone())? {
                        Line::Match(arm) => Some(arm),
                        _ => unreachable!("a `match_line` makes an arm"),
                    }
                });
                let body = Match { subject, arms: self.not_empty(arms, parts)? };
                let (reason, span) = self.reason(parts, span);
                Built::Body(BodyItem::Match(MatchRules { name, body, reason, span }))
            }
            Header::First { name } => {
                let arms = self.spanned_block(parts, Policy::Arrows, |reader, entry| {
                    match reader.read(Rule::first_line, entry.pieces.clone())? {
                        Line::First(arm) => Some(arm),
                        _ => unreachable!("a `first_line` makes an arm"),
                    }
                });
                let body = First { arms: self.not_empty(arms, parts)? };
                let (reason, span) = self.reason(parts, span);
                Built::Body(BodyItem::First(FirstRules { name, body, reason, span }))
            }
            Header::Given { .. } | Header::Cases => unreachable!("only tests have these headers"),
        })
    }

    fn label_arms(&mut self, parts: &Parts) -> Option<Block<crate::syntax::ast::FirstArm<crate::syntax::ast::Expr>>> {
        let arms = self.spanned_block(parts, Policy::Arrows, |reader, entry| {
            match reader.read(Rule::label_line, entry.pieces.clone())? {
                Line::Label(arm) => Some(arm),
                _ => unreachable!("a `label_line` makes an arm"),
            }
        });
        self.not_empty(arms, parts)
    }

    /// The entries of a score or group.
    fn body(&mut self, parts: &Parts) -> Block<BodyItem> {
        self.spanned_block(parts, Policy::Arrows, Self::body_item)
    }

    fn fields(&mut self, parts: &Parts) -> Block<FieldDecl> {
        self.spanned_block(parts, Policy::Colons, |reader, entry| {
            match reader.read(Rule::field_line, entry.pieces.clone())? {
                Line::Field(field) => Some(field),
                _ => unreachable!("a `field_line` makes a field"),
            }
        })
    }

    pub(super) fn spanned_block<T>(
        &mut self,
        parts: &Parts,
        policy: Policy,
        read: impl FnMut(&mut Self, &Entry) -> Option<T>,
    ) -> Block<T> {
        let span = self.block_span(parts);
        let n_broken = self.n_broken;
        let block = self.block(parts.inside(), policy, read);
        if self.n_broken > n_broken {
            self.lost.incomplete.push(self.whole_span(parts));
        }
        Block { span, ..block }
    }

    /// Refuses a block without entries, unless it had some that could not be read.
    fn not_empty<T>(&mut self, block: Block<T>, parts: &Parts) -> Option<Block<T>> {
        if !block.lines.is_empty() {
            return Some(block);
        }
        let solid = |index: usize| !matches!(self.layout.piece(index).kind, PieceKind::Comment | PieceKind::LineEnd);
        if !parts.inside().any(solid) {
            let word = self.first_word(parts.header.clone()).unwrap_or_default().to_owned();
            self.report(SyntaxError::new(SyntaxErrorKind::EmptyBlock(word), block.span));
        }
        None
    }

    /// The reason after a `match` or `first`, and the span with it.
    fn reason(&mut self, parts: &Parts, span: Span) -> (Option<PlainText>, Span) {
        if parts.trailer.is_empty() {
            return (None, span);
        }
        match self.read(Rule::reason_trailer, parts.trailer.clone()) {
            Some(Line::Reason(reason)) => {
                let span = span.to(reason.span);
                (Some(reason), span)
            }
            _ => (None, span),
        }
    }

    pub(super) fn refuse_trailer(&mut self, parts: &Parts) {
        if !parts.trailer.is_empty() {
            let bytes = self.layout.bytes(parts.trailer.clone());
            let at = self.span(self.layout.piece(parts.close).end..bytes.start);
            let error = SyntaxError::new(SyntaxErrorKind::AfterBlock, self.span(bytes));
            self.report(error.edit(at, "\n"));
        }
    }

    /// Reads a block whose header could not be read, so that what is wrong in it is reported in the same run.
    fn read_for_findings(&mut self, parts: &Parts) {
        match self.first_word(parts.header.clone()) {
            Some("test") => drop(self.spanned_block(parts, Policy::Commas, Self::test_item)),
            Some("label") => drop(self.label_arms(parts)),
            Some("contact" | "activity" | "record") => drop(self.fields(parts)),
            Some("score" | "group") => drop(self.body(parts)),
            _ => {}
        }
    }
}
