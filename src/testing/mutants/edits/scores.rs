//! Changes of scores: awards, limits, decays, caps, ranges, tiers.

use super::Walk;
use super::numbers::Direction;
use crate::source::Span;
use crate::syntax::ast;

impl Walk<'_> {
    /// The entries of a score or group.
    pub(super) fn body(&mut self, body: &ast::Block<ast::BodyItem>) {
        body.nodes().for_each(|item| self.body_item(item));
    }

    /// One entry.
    pub(super) fn body_item(&mut self, item: &ast::BodyItem) {
        match item {
            ast::BodyItem::Rule(rule) => {
                match &rule.head {
                    ast::Head::Always(_) => {}
                    ast::Head::Names { names, .. } => self.each_dropped(names.iter().map(|name| name.span)),
                    ast::Head::Phrase(phrase) => self.phrase(phrase),
                    ast::Head::Condition(condition) => self.expr(condition),
                }
                self.payout(&rule.payout);
            }
            ast::BodyItem::Match(rules) => {
                self.expr(&rules.body.subject);
                for arm in rules.body.arms.nodes() {
                    self.match_test(arm.span.start, &arm.test);
                    self.payout(&arm.result);
                }
            }
            ast::BodyItem::First(rules) => {
                for arm in rules.body.arms.nodes() {
                    arm.condition.iter().for_each(|condition| self.expr(condition));
                    self.payout(&arm.result);
                }
            }
            ast::BodyItem::Group(group) => {
                group.up_to.iter().chain(&group.down_to).chain(&group.when).for_each(|part| self.expr(part));
                self.body(&group.body);
            }
            ast::BodyItem::Setting(setting) => self.setting(setting),
        }
    }

    fn payout(&mut self, payout: &ast::Payout) {
        match &payout.award {
            ast::Award::Points(points) => self.points(points),
            ast::Award::Stepped(award) => {
                self.points(&award.first);
                self.number(&award.count, Direction::Up);
                award.rest.iter().for_each(|rest| self.points(rest));
            }
        }
        for modifier in &payout.modifiers {
            match modifier {
                ast::Modifier::Limit(limit) => self.limit(limit),
                ast::Modifier::Decay(decay) => self.decay(decay),
            }
        }
    }

    /// The points of a rule; `0` is the one number that stands without a sign.
    fn points(&mut self, points: &ast::Expr) {
        match &*points.kind {
            ast::ExprKind::Number(literal) if literal.text.chars().all(|c| c == '0') => self.change(points.span, "+1"),
            _ => self.expr(points),
        }
    }

    fn limit(&mut self, limit: &ast::Limit) {
        let path = |path: &ast::Path| self.sources.slice(path.span).to_owned();
        match &limit.kind {
            ast::LimitKind::Once => self.change(limit.span, "at most 2 times"),
            ast::LimitKind::OncePerDay => self.change(limit.span, "at most 2 per day"),
            ast::LimitKind::OncePer(field) => {
                let becomes = format!("at most 2 per {}", path(field));
                self.change(limit.span, becomes);
            }
            ast::LimitKind::AtMost(n)
            | ast::LimitKind::AtMostPerDay(n)
            | ast::LimitKind::AtMostPer(n, _)
            | ast::LimitKind::UpTo(n)
            | ast::LimitKind::UpToPerDay(n)
            | ast::LimitKind::UpToPer(n, _)
            | ast::LimitKind::DownTo(n) => self.expr(n),
        }
    }

    fn decay(&mut self, decay: &ast::Decay) {
        match &decay.kind {
            ast::DecayKind::None => self.without_comma(decay.span),
            ast::DecayKind::HalfLife(time) | ast::DecayKind::Linear(time) => self.longer(time),
            ast::DecayKind::Percent(percent) => {
                self.number(&percent.percent, Direction::Up);
                self.longer(&percent.per);
            }
            ast::DecayKind::Points(points, per) => {
                self.expr(points);
                self.longer(per);
            }
        }
        decay.after.iter().for_each(|grace| self.longer(grace));
        decay.without.iter().for_each(|phrase| self.phrase(phrase));
        decay.down_to.iter().for_each(|floor| self.expr(floor));
    }

    /// Takes a modifier out, with the comma before it.
    fn without_comma(&mut self, span: Span) {
        let before = Span::new(span.source, 0, span.start);
        let text = self.sources.slice(before).trim_end();
        let start = if text.ends_with(',') { text.len() as u32 - 1 } else { span.start };
        self.change_shown(Span::new(span.source, start, span.end), "", span);
    }

    fn setting(&mut self, setting: &ast::Setting) {
        match setting {
            ast::Setting::Decay(decay) => self.decay(decay),
            ast::Setting::Window(window) => self.window(window),
            ast::Setting::Range(range) => {
                range.from.iter().for_each(|low| self.towards(low, Direction::Down));
                range.to.iter().for_each(|high| self.towards(high, Direction::Up));
            }
            ast::Setting::Times(times) => {
                self.expr(&times.factor);
                times.when.iter().for_each(|when| self.expr(when));
            }
            ast::Setting::Round(round) => self.expr(&round.step),
            ast::Setting::Tiers(tiers) => tiers.tiers.nodes().for_each(|tier| self.tier(tier)),
            ast::Setting::TierWhen(tier) => self.expr(&tier.when),
            ast::Setting::Override(node) => {
                self.expr(&node.value);
                node.when.iter().for_each(|when| self.expr(when));
            }
        }
    }

    /// An edge between tiers is tried from both sides, as that of a comparison is.
    fn tier(&mut self, tier: &ast::Tier) {
        match &tier.bound {
            Some(ast::TierBound::AtLeast(edge)) => {
                self.between(tier.name.span.end, edge.span, ">=", ">");
                self.towards(edge, Direction::Down);
            }
            Some(ast::TierBound::Above(edge)) => {
                self.between(tier.name.span.end, edge.span, ">", ">=");
                self.towards(edge, Direction::Up);
            }
            Some(ast::TierBound::TopPercent(n) | ast::TierBound::TopCount(n)) => self.number(n, Direction::Up),
            None => {}
        }
    }
}
