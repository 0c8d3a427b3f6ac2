//! Settings of scores and groups, decays, tiers.

use pest::iterators::Pair;

use super::{Children, Read, Reader};
use crate::source::Spanned;
use crate::syntax::ast::{
    Decay, DecayKind, Expr, Override, PercentDecay, PlainText, RangeSetting, Round, Setting, Tier, TierBound, TierWhen,
    Times,
};
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::grammar::Rule;

impl Reader<'_> {
    /// Any setting but `tiers`, which is a block.
    pub(super) fn setting(&mut self, pair: Pair<'_, Rule>) -> Read<Setting> {
        Ok(match pair.as_rule() {
            Rule::decay => Setting::Decay(self.decay(pair)?),
            Rule::window => Setting::Window(self.window(pair)?),
            Rule::range_setting => Setting::Range(self.range_setting(pair)?),
            Rule::times_setting => Setting::Times(self.times(pair)?),
            Rule::round_setting => Setting::Round(self.round(pair)?),
            Rule::tier_when => Setting::TierWhen(self.tier_when(pair)?),
            _ => Setting::Override(self.override_setting(pair)?),
        })
    }

    pub(super) fn decay(&mut self, pair: Pair<'_, Rule>) -> Read<Decay> {
        let span = self.span(&pair);
        let mut decay = Decay { kind: DecayKind::None, after: None, without: None, down_to: None, span };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::decay_kind => decay.kind = self.decay_kind(part)?,
                Rule::decay_option => self.decay_option(part, &mut decay)?,
                _ => {}
            }
        }
        Ok(decay)
    }

    fn decay_kind(&mut self, pair: Pair<'_, Rule>) -> Read<DecayKind> {
        let mut children = Children::of(pair);
        let first = children.next();
        Ok(match first.as_rule() {
            Rule::kw_linear => DecayKind::Linear(self.duration(children.find(Rule::duration))?),
            Rule::duration => DecayKind::HalfLife(self.duration(first)?),
            Rule::percent => {
                let percent = self.number(first);
                let per = self.duration(children.find(Rule::duration))?;
                let (compound, smooth) = (children.has(Rule::kw_compound), children.has(Rule::kw_smooth));
                DecayKind::Percent(PercentDecay { percent, per, compound, smooth })
            }
            _ => DecayKind::Points(self.signed(first)?, self.duration(children.find(Rule::duration))?),
        })
    }

    fn decay_option(&mut self, pair: Pair<'_, Rule>, decay: &mut Decay) -> Read<()> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let word = children.next();
        let twice = match word.as_rule() {
            Rule::kw_after => decay.after.replace(self.duration(children.find(Rule::duration))?).is_some(),
            Rule::kw_without => decay.without.replace(self.event(children.find(Rule::event))?).is_some(),
            _ => decay.down_to.replace(self.signed(children.find(Rule::amount))?).is_some(),
        };
        if twice {
            Err(SyntaxError::new(SyntaxErrorKind::Twice(word.as_str().to_owned()), span).boxed())
        } else {
            Ok(())
        }
    }

    fn range_setting(&mut self, pair: Pair<'_, Rule>) -> Read<RangeSetting> {
        let span = self.span(&pair);
        let (mut from, mut to, mut past_dots) = (None, None, false);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::dots => past_dots = true,
                Rule::amount if past_dots => to = Some(self.signed(part)?),
                Rule::amount => from = Some(self.signed(part)?),
                _ => {}
            }
        }
        if from.is_none() && to.is_none() {
            return Err(SyntaxError::new(SyntaxErrorKind::EmptyRange, span).boxed());
        }
        Ok(RangeSetting { from, to, span })
    }

    fn times(&mut self, pair: Pair<'_, Rule>) -> Read<Times> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let factor = self.value(children.find(Rule::value))?;
        let when = self.when_option(&mut children)?;
        Ok(Times { factor, when, span })
    }

    fn when_option(&mut self, children: &mut Children<'_>) -> Read<Option<Expr>> {
        match children.take(Rule::when_option) {
            Some(when) => Ok(Some(self.expr(Children::of(when).find(Rule::expr))?)),
            None => Ok(None),
        }
    }

    pub(super) fn reason_option(&mut self, children: &mut Children<'_>) -> Read<Option<PlainText>> {
        match children.take(Rule::reason) {
            Some(reason) => Ok(Some(self.reason(reason)?)),
            None => Ok(None),
        }
    }

    fn round(&mut self, pair: Pair<'_, Rule>) -> Read<Round> {
        let span = self.span(&pair);
        let step = self.signed(Children::of(pair).find(Rule::amount))?;
        Ok(Round { step, span })
    }

    fn tier_when(&mut self, pair: Pair<'_, Rule>) -> Read<TierWhen> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let tier = self.tier_name(children.find(Rule::tier_name))?;
        let when = self.expr(children.find(Rule::expr))?;
        let reason = self.reason_option(&mut children)?;
        Ok(TierWhen { tier, when, reason, span })
    }

    fn override_setting(&mut self, pair: Pair<'_, Rule>) -> Read<Override> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let value = self.value(children.find(Rule::value))?;
        let when = self.when_option(&mut children)?;
        let reason = self.reason_option(&mut children)?;
        Ok(Override { value, when, reason, span })
    }

    fn tier_name(&mut self, pair: Pair<'_, Rule>) -> Read<Spanned<String>> {
        let name = Children::of(pair).next();
        if name.as_rule() == Rule::text { self.plain_text(name) } else { Ok(self.name(name)) }
    }

    /// `tier_line`
    pub(super) fn tier_line(&mut self, pair: Pair<'_, Rule>) -> Read<Tier> {
        let tier = Children::of(pair).find(Rule::tier);
        let span = self.span(&tier);
        let mut children = Children::of(tier);
        let name = self.tier_name(children.find(Rule::tier_name))?;
        let bound = match children.take(Rule::tier_bound) {
            Some(bound) => Some(self.tier_bound(bound)?),
            None => None,
        };
        Ok(Tier { name, bound, span })
    }

    fn tier_bound(&mut self, pair: Pair<'_, Rule>) -> Read<TierBound> {
        let mut children = Children::of(pair);
        let sign = children.next().as_rule();
        let amount = children.next();
        Ok(match (sign, amount.as_rule()) {
            (Rule::at_least, _) => TierBound::AtLeast(self.signed(amount)?),
            (Rule::greater, _) => TierBound::Above(self.signed(amount)?),
            (_, Rule::percent) => TierBound::TopPercent(self.number(amount)),
            _ => TierBound::TopCount(self.number(amount)),
        })
    }
}
