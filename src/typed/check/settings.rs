//! The settings of a block, sorted by what they are; what stands twice or in the wrong place is reported.

use super::declare::setting_span;
use super::exec::Checker;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast;

/// The settings of one score or group.
#[derive(Default)]
pub(super) struct Settings<'a> {
    pub windows: Vec<&'a ast::Window>,
    /// A decay that the rules below inherit, or `no decay`.
    pub plain_decay: Option<&'a ast::Decay>,
    /// A decay with `without E`, taken from the total.
    pub total_decay: Option<&'a ast::Decay>,
    pub times: Vec<&'a ast::Times>,
    pub range: Option<&'a ast::RangeSetting>,
    pub round: Option<&'a ast::Round>,
    pub tiers: Option<&'a ast::Tiers>,
    pub tier_whens: Vec<&'a ast::TierWhen>,
    pub overrides: Vec<&'a ast::Override>,
    /// Whether one of them was reported.
    pub broken: bool,
}

impl<'a> Settings<'a> {
    /// Collects the settings among the items of a block.
    pub fn of(checker: &mut Checker<'a>, items: &[&'a ast::BodyItem], is_score: bool) -> Settings<'a> {
        let mut settings = Settings::default();
        for item in items {
            if let ast::BodyItem::Setting(setting) = item {
                settings.take(checker, setting, is_score);
            }
        }
        settings
    }

    fn take(&mut self, checker: &mut Checker<'a>, setting: &'a ast::Setting, is_score: bool) {
        if !is_score && let Some(word) = of_scores_only(setting) {
            let message = format!("`{word}` belongs to a whole score, not to a group");
            let diagnostic = Diagnostic::new(Code::Misplaced, setting_span(setting), message);
            let help = if word == "range" {
                "write `up to 40` beside the name of the group"
            } else {
                "move it out of the group"
            };
            checker.report::<()>(diagnostic.help(help));
            self.broken = true;
            return;
        }
        let first = match setting {
            ast::Setting::Window(window) => {
                self.windows.push(window);
                None
            }
            ast::Setting::Times(times) => {
                self.times.push(times);
                None
            }
            ast::Setting::TierWhen(when) => {
                self.tier_whens.push(when);
                None
            }
            ast::Setting::Override(over) => {
                self.overrides.push(over);
                None
            }
            ast::Setting::Decay(decay) if decay.without.is_some() => {
                once(&mut self.total_decay, decay, |node| node.span)
            }
            ast::Setting::Decay(decay) => once(&mut self.plain_decay, decay, |node| node.span),
            ast::Setting::Range(range) => once(&mut self.range, range, |node| node.span),
            ast::Setting::Round(round) => once(&mut self.round, round, |node| node.span),
            ast::Setting::Tiers(tiers) => once(&mut self.tiers, tiers, |node| node.span),
        };
        if let Some(first) = first {
            let word = word(setting);
            let message = format!("this block has a `{word}` already");
            checker.report::<()>(
                Diagnostic::new(Code::SetTwice, setting_span(setting), message)
                    .also(first, "the first stands here")
                    .help("remove one of the two"),
            );
            self.broken = true;
        }
    }
}

/// Takes a setting that may stand once; the place of the first if it stands twice.
fn once<'a, T>(slot: &mut Option<&'a T>, node: &'a T, span: impl Fn(&T) -> Span) -> Option<Span> {
    match slot {
        None => {
            *slot = Some(node);
            None
        }
        Some(first) => Some(span(first)),
    }
}

fn word(setting: &ast::Setting) -> &'static str {
    match setting {
        ast::Setting::Decay(_) => "decay",
        ast::Setting::Window(_) => "in",
        ast::Setting::Range(_) => "range",
        ast::Setting::Times(_) => "times",
        ast::Setting::Round(_) => "round",
        ast::Setting::Tiers(_) => "tiers",
        ast::Setting::TierWhen(_) => "tier",
        ast::Setting::Override(_) => "override",
    }
}

/// The word of a setting that groups do not have.
fn of_scores_only(setting: &ast::Setting) -> Option<&'static str> {
    match setting {
        ast::Setting::Range(_)
        | ast::Setting::Round(_)
        | ast::Setting::Tiers(_)
        | ast::Setting::TierWhen(_)
        | ast::Setting::Override(_) => Some(word(setting)),
        ast::Setting::Decay(_) | ast::Setting::Window(_) | ast::Setting::Times(_) => None,
    }
}
