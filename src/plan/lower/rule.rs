//! Rules.

use super::intern::next;
use super::{Lowering, Place};
use crate::plan::*;
use crate::typed::{ActivityKey, Award, Cond, Decay, Expr, ExprKind, Head, Phrase, Rule};
use crate::values::Value;

impl<'a> Lowering<'a> {
    pub(super) fn rule(&mut self, rule: &'a Rule, place: Place) -> RuleId {
        let head = match &rule.head {
            Head::Each(phrase) => HeadPlan::Each(self.points(rule, phrase, place)),
            Head::When(when) => self.when(when, &rule.award, rule.decay.as_ref(), place),
        };
        let (up_to, down_to) = (rule.limits.up_to, rule.limits.down_to);
        let remark = matches!(&rule.award, Award::Same(award) if is_zero(award));
        let id = RuleId(next(&self.plan.rules));
        self.plan.rules.push(RulePlan { owner: rule.owner, head, up_to, down_to, remark });
        id
    }

    fn when(&mut self, when: &'a Cond, award: &'a Award, decay: Option<&'a Decay>, place: Place) -> HeadPlan {
        let when = self.cond(when, place);
        let award = match award {
            Award::Same(award) | Award::FirstRest { first: award, .. } => self.expr(award, place),
        };
        let decay = decay.map(|decay| self.decay(decay, place));
        HeadPlan::When { when, award, decay }
    }

    fn points(&mut self, rule: &'a Rule, phrase: &'a Phrase, place: Place) -> AccumulatorId {
        let choice = self.phrase(phrase, place);
        let (award, first) = self.awards(&rule.award, place);
        let limits = &rule.limits;
        let per_field = limits.per_field.map(|(field, n)| (self.key_plan(field), n));
        let points_per_field = limits.points_per_field.map(|(field, points)| (self.key_plan(field), points));
        let keys = [
            per_field.map(|(key, _)| key),
            points_per_field.map(|(key, _)| key),
            first.as_ref().and_then(|first| first.per),
        ];
        let plan = PointsPlan {
            award,
            decay: rule.decay.as_ref().map(|decay| self.decay(decay, place)),
            per_field,
            per_day: limits.per_day,
            times: limits.times,
            points_per_field,
            points_per_day: limits.points_per_day,
            ties: self.ties(keys.into_iter().flatten().map(|key| key.field).collect()),
            first,
        };
        self.gather(choice, Gathers::Points(plan), place)
    }

    fn awards(&mut self, award: &'a Award, place: Place) -> (Amount, Option<FirstPlan>) {
        match award {
            Award::Same(award) => (self.amount(award, place), None),
            Award::FirstRest { first, n, rest, per } => {
                let per = per.map(|field| self.key_plan(field));
                let first = FirstPlan { award: self.amount(first, place), n: *n, per };
                (self.amount(rest, place), Some(first))
            }
        }
    }

    fn amount(&mut self, award: &'a Expr, place: Place) -> Amount {
        let node = self.expr(award, place.in_activity());
        match self.constant_of(node) {
            Some(Value::Number(points)) if points.is_points() => Amount::Constant(*points),
            _ => Amount::Each(node),
        }
    }

    fn key_plan(&mut self, field: ActivityKey) -> KeyPlan {
        KeyPlan { field, key: self.activity_key(field) }
    }

    /// The raw values of the fields that limits name.
    fn ties(&mut self, mut fields: Vec<ActivityKey>) -> Vec<NodeId> {
        fields.sort_unstable();
        fields.dedup();
        fields.into_iter().map(|field| self.activity_field(field)).collect()
    }
}

fn is_zero(award: &Expr) -> bool {
    matches!(&award.kind, ExprKind::Const(Value::Number(points)) if points.micro() == 0)
}
