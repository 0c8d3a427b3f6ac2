//! Rules, and the arms of `match` and `first` as rules.

use super::super::{Cond, CondKind, Head, Item, OwnerId, OwnerKind, Rule};
use super::block::Inherited;
use super::exec::Checker;
use super::finding::quoted;
use super::heads::HeadScope;
use super::names::Thing;
use super::scope::Scope;
use super::scores::ScoreCx;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast;

/// The parts of an owner that a rule knows.
struct RuleOwner<'a> {
    id: String,
    name: Option<&'a ast::Name>,
    text: String,
    reason: Option<String>,
    span: Span,
}

impl<'a> Checker<'a> {
    /// `[name:] HEAD => AWARD [, LIMIT].. ["reason"]`.
    pub fn rule(
        &mut self,
        node: &'a ast::Rule,
        cx: &mut ScoreCx,
        scope: &Scope,
        inherited: &Inherited,
    ) -> Option<Rule> {
        self.take_rule_name(node.name.as_ref());
        cx.position += 1;
        let id = match &node.name {
            Some(name) => name.node.clone(),
            None => format!("{}.{}", cx.name, cx.position),
        };
        let owner = self.own_rule(
            cx,
            RuleOwner {
                id,
                name: node.name.as_ref(),
                text: self.text_of(head_span(node)),
                reason: node.payout.reason.as_ref().map(|reason| reason.node.clone()),
                span: node.span,
            },
        );
        let head = self.head(&node.head, scope)?;
        self.paid(owner, head, &node.payout, scope, inherited)
    }

    fn own_rule(&mut self, cx: &mut ScoreCx, owner: RuleOwner<'_>) -> OwnerId {
        let name = owner.name.map(|name| name.node.clone());
        self.own(cx, OwnerKind::Rule, owner.id, name, owner.text, owner.reason, owner.span)
    }

    /// Rule names are one space over the whole program; `expect` asks by them, so they differ from results too.
    fn take_rule_name(&mut self, name: Option<&'a ast::Name>) {
        let Some(name) = name else { return };
        if let Some(first) = self.rule_names.insert(&name.node, name.span) {
            let message = format!("there is already a rule called {}", quoted(&name.node));
            self.report::<()>(
                Diagnostic::new(Code::NameTaken, name.span, message)
                    .label("the second of this name")
                    .also(first, "the first stands here")
                    .help("give one of the two another name"),
            );
            return;
        }
        if let Some(thing @ (Thing::Score(_) | Thing::Label(_) | Thing::Segment(_))) = self.names.get(&name.node) {
            let message =
                format!("{} is already the name of {}, and cannot be a rule too", quoted(&name.node), thing.a_noun());
            let mut diagnostic = Diagnostic::new(Code::NameTaken, name.span, message).label("the rule");
            if let Some(span) = self.names.span(&name.node) {
                diagnostic = diagnostic.also(span, thing.a_noun());
            }
            self.report::<()>(diagnostic.help("give the rule another name"));
        }
    }

    /// A head with what stands after its `=>`.
    fn paid(
        &mut self,
        owner: OwnerId,
        head: HeadScope,
        payout: &'a ast::Payout,
        scope: &Scope,
        inherited: &Inherited,
    ) -> Option<Rule> {
        let award = self.award(&payout.award, &head, scope);
        let limits = self.limits(payout, &head);
        let decay = match &award {
            Some(award) => self.rule_decay(payout, &head, award, scope, inherited),
            None => None,
        };
        let head = match head {
            HeadScope::Each(checked) => Head::Each(checked.phrase),
            HeadScope::When(cond) => Head::When(cond),
        };
        Some(Rule { owner, head, award: award?, limits: limits?, decay: decay? })
    }

    /// `match x { .. }` as a statement.
    pub fn match_rules(
        &mut self,
        node: &'a ast::MatchRules,
        cx: &mut ScoreCx,
        scope: &Scope,
        inherited: &Inherited,
    ) -> Option<Vec<Item>> {
        let subject_text = self.text_of(node.body.subject.span);
        let arms: Vec<Arm<'a>> = node
            .body
            .arms
            .nodes()
            .map(|arm| Arm {
                text: format!("{subject_text} {}", self.arm_text(&arm.test, arm.span, arm.result.span)),
                payout: &arm.result,
                span: arm.span,
            })
            .collect();
        let owners = self.own_arms(node.name.as_ref(), node.reason.as_ref(), &arms, cx);
        let subject = self.value(&node.body.subject, scope);
        let conds = subject.and_then(|subject| {
            self.match_bands(&subject.expr, &node.body.arms);
            self.match_conditions(&subject, &node.body.arms, scope)
        });
        self.arm_rules(conds, true, arms, owners, scope, inherited)
    }

    /// `first { COND => +20, else => 0 }` as a statement.
    pub fn first_rules(
        &mut self,
        node: &'a ast::FirstRules,
        cx: &mut ScoreCx,
        scope: &Scope,
        inherited: &Inherited,
    ) -> Option<Vec<Item>> {
        let arms: Vec<Arm<'a>> = node
            .body
            .arms
            .nodes()
            .map(|arm| Arm {
                text: arm.condition.as_ref().map_or("else".to_owned(), |cond| self.text_of(cond.span)),
                payout: &arm.result,
                span: arm.span,
            })
            .collect();
        let owners = self.own_arms(node.name.as_ref(), node.reason.as_ref(), &arms, cx);
        let conds: Vec<Option<Option<Cond>>> = node
            .body
            .arms
            .nodes()
            .map(|arm| match &arm.condition {
                Some(cond) => self.cond(cond, scope).map(Some),
                None => Some(None),
            })
            .collect();
        self.after_else(node.body.arms.nodes().map(|arm| (arm.condition.is_none(), arm.span)));
        let conds = conds.into_iter().collect();
        self.arm_rules(conds, false, arms, owners, scope, inherited)
    }

    fn own_arms(
        &mut self,
        name: Option<&'a ast::Name>,
        reason: Option<&ast::PlainText>,
        arms: &[Arm<'a>],
        cx: &mut ScoreCx,
    ) -> Vec<OwnerId> {
        self.take_rule_name(name);
        let mut owners = Vec::with_capacity(arms.len());
        for (at, arm) in arms.iter().enumerate() {
            cx.position += 1;
            let id = match name {
                Some(name) => format!("{}.{}", name.node, at + 1),
                None => format!("{}.{}", cx.name, cx.position),
            };
            let reason = arm.payout.reason.as_ref().or(reason).map(|reason| reason.node.clone());
            let owner = RuleOwner { id, name, text: arm.text.clone(), reason, span: arm.span };
            owners.push(self.own_rule(cx, owner));
        }
        owners
    }

    /// One rule an arm: each holds where no arm before it does.
    fn arm_rules(
        &mut self,
        conds: Option<Vec<Option<Cond>>>,
        one_subject: bool,
        arms: Vec<Arm<'a>>,
        owners: Vec<OwnerId>,
        scope: &Scope,
        inherited: &Inherited,
    ) -> Option<Vec<Item>> {
        let spans: Vec<Span> = arms.iter().map(|arm| arm.span).collect();
        let conds = conds.and_then(|conds| self.exclusive(conds, &spans, one_subject));
        let broken = conds.is_none();
        // Awards are looked at even where a condition is broken: they have mistakes of their own.
        let conds =
            conds.unwrap_or_else(|| spans.iter().map(|span| Cond { kind: CondKind::Always, span: *span }).collect());
        let rules: Vec<Option<Rule>> = conds
            .into_iter()
            .zip(arms)
            .zip(owners)
            .map(|((cond, arm), owner)| self.paid(owner, HeadScope::When(cond), arm.payout, scope, inherited))
            .collect();
        if broken {
            return None;
        }
        Some(rules.into_iter().collect::<Option<Vec<_>>>()?.into_iter().map(Item::Rule).collect())
    }

    /// What an arm asks, after its subject.
    fn arm_text(&self, test: &ast::MatchTest, arm: Span, payout: Span) -> String {
        match test {
            ast::MatchTest::Value(value) => {
                let operator = if matches!(&*value.kind, ast::ExprKind::Range(_)) { "in" } else { "==" };
                format!("{operator} {}", self.text_of(value.span))
            }
            ast::MatchTest::Test(_) => {
                let test = self.text_of(Span::new(arm.source, arm.start, payout.start.max(arm.start)));
                test.trim_end_matches("=>").trim_end().to_owned()
            }
            ast::MatchTest::Missing(_) => "is missing".to_owned(),
            ast::MatchTest::Else(_) => "else".to_owned(),
        }
    }
}

/// An arm of a statement.
struct Arm<'a> {
    text: String,
    payout: &'a ast::Payout,
    span: Span,
}

fn head_span(rule: &ast::Rule) -> Span {
    match &rule.head {
        ast::Head::Always(span) | ast::Head::Names { span, .. } => *span,
        ast::Head::Phrase(phrase) => phrase.span,
        ast::Head::Condition(cond) => cond.span,
    }
}
