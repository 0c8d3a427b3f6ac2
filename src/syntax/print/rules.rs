//! Rules, groups and settings: what stands in a score.

use super::Printer;
use super::blocks::{Around, Form};
use super::rows::{Cuts, Row, Run};
use crate::source::Span;
use crate::syntax::ast::{Block, BodyItem, Override, Payout, PlainText, Rule, Setting, TierWhen, Tiers, Trivia};

impl Printer<'_> {
    /// A score or group.
    pub(super) fn body(&self, around: Around<'_>, body: &Block<BodyItem>) -> Row {
        self.block(around, body, span_of, |item, trivia, indent| self.body_item(item, trivia, indent))
    }

    /// An entry of a score or group.
    pub(super) fn body_item(&self, item: &BodyItem, trivia: &Trivia, indent: usize) -> Row {
        match item {
            BodyItem::Rule(rule) => self.rule(rule, trivia, indent),
            BodyItem::Match(rules) => {
                let around = arms_around(rules.span, rules.reason.as_ref(), trivia, indent);
                self.arms(around, &rules.body.arms, |arm| (arm.span, &arm.result))
            }
            BodyItem::First(rules) => {
                let around = arms_around(rules.span, rules.reason.as_ref(), trivia, indent);
                self.arms(around, &rules.body.arms, |arm| (arm.span, &arm.result))
            }
            BodyItem::Group(group) => {
                let around = Around {
                    start: group.span.start,
                    reason: None,
                    trivia,
                    indent,
                    form: Form::Broken,
                    run: Run::Plain,
                };
                self.body(around, &group.body)
            }
            BodyItem::Setting(setting) => self.setting(setting, trivia, indent),
        }
    }

    fn rule(&self, rule: &Rule, trivia: &Trivia, indent: usize) -> Row {
        self.arm(rule.span, rule.payout.span, rule.payout.reason.as_ref(), trivia, indent)
    }

    /// A rule or an arm: what comes before `=>`, and what after.
    pub(super) fn arm(
        &self,
        span: Span,
        result: Span,
        reason: Option<&PlainText>,
        trivia: &Trivia,
        indent: usize,
    ) -> Row {
        let pieces = self.pieces(span);
        let result = self.first_from(result.start as usize);
        let arrow = (pieces.start..result).rev().find(|index| self.layout.is_sign(*index, "=>"));
        let tail = arrow.map(|index| self.layout.piece(index).start);
        self.entry(Cuts { run: Run::Rules, span, tail, reason: reason.map(|reason| reason.span) }, trivia, indent)
    }

    fn payout_arm(&self, span: Span, payout: &Payout, trivia: &Trivia, indent: usize) -> Row {
        self.arm(span, payout.span, payout.reason.as_ref(), trivia, indent)
    }

    /// `match` or `first` as a statement.
    fn arms<A>(&self, around: Around<'_>, arms: &Block<A>, parts: impl Fn(&A) -> (Span, &Payout) + Copy) -> Row {
        self.block(
            around,
            arms,
            |arm| parts(arm).0,
            |arm, trivia, indent| {
                let (span, payout) = parts(arm);
                self.payout_arm(span, payout, trivia, indent)
            },
        )
    }

    fn setting(&self, setting: &Setting, trivia: &Trivia, indent: usize) -> Row {
        let (span, reason) = match setting {
            Setting::Tiers(tiers) => return self.tiers(tiers, trivia, indent),
            Setting::TierWhen(TierWhen { span, reason, .. }) => {
                let reason = reason.as_ref().map(|reason| reason.span);
                return self.entry(Cuts { run: Run::Tiers, span: *span, tail: None, reason }, trivia, indent);
            }
            Setting::Override(Override { span, reason, .. }) => (*span, reason.as_ref().map(|reason| reason.span)),
            setting => (setting_span(setting), None),
        };
        self.entry(Cuts::plain(span, reason), trivia, indent)
    }

    fn tiers(&self, tiers: &Tiers, trivia: &Trivia, indent: usize) -> Row {
        self.plain_block(tiers.span.start, &tiers.tiers, |tier| tier.span, trivia, indent)
    }
}

/// On one line, `match` and `first` line up their reasons with the rules around them.
fn arms_around<'a>(span: Span, reason: Option<&PlainText>, trivia: &'a Trivia, indent: usize) -> Around<'a> {
    let reason = reason.map(|reason| reason.span);
    Around { start: span.start, reason, trivia, indent, form: Form::Either, run: Run::Rules }
}

fn span_of(item: &BodyItem) -> Span {
    match item {
        BodyItem::Rule(rule) => rule.span,
        BodyItem::Match(rules) => rules.span,
        BodyItem::First(rules) => rules.span,
        BodyItem::Group(group) => group.span,
        BodyItem::Setting(setting) => setting_span(setting),
    }
}

fn setting_span(setting: &Setting) -> Span {
    match setting {
        Setting::Decay(setting) => setting.span,
        Setting::Window(setting) => setting.span,
        Setting::Range(setting) => setting.span,
        Setting::Times(setting) => setting.span,
        Setting::Round(setting) => setting.span,
        Setting::Tiers(setting) => setting.span,
        Setting::TierWhen(setting) => setting.span,
        Setting::Override(setting) => setting.span,
    }
}
