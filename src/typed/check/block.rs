//! The body of a score or group: its rules and groups, its factors, its caps, its decay.

use super::super::{Block, Decay, Factor, Item, Owner, OwnerId, OwnerKind, Window};
use super::exec::Checker;
use super::finding::quoted;
use super::scope::Scope;
use super::scores::ScoreCx;
use super::settings::Settings;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::Decimal;

/// How deep groups may be nested.
const GROUPS_DEEP_MAX: u32 = 50;

/// Whose body it is, for the owner of its entries.
pub(super) struct BlockPlace {
    pub what: OwnerKind,
    pub id: String,
    pub name: Option<String>,
    pub text: String,
    pub span: Span,
}

/// The decay that rules get from the blocks around them.
#[derive(Clone)]
pub(super) enum Inherited {
    None,
    Some(Box<Decay>),
}

impl<'a> Checker<'a> {
    /// The scope inside a block, where its windows narrow every phrase; `None` if one of them was reported.
    pub fn inside(&mut self, settings: &Settings<'a>, scope: &Scope) -> (Scope, Option<()>) {
        let windows: Vec<Option<Window>> = settings.windows.iter().map(|window| self.window(window, scope)).collect();
        match windows.into_iter().collect::<Option<Vec<_>>>() {
            Some(windows) => (scope.narrowed(&windows), Some(())),
            None => (scope.clone(), None),
        }
    }

    /// A body, in the scope inside it: settings, then items, then the owners of the block itself.
    pub fn block(
        &mut self,
        items: &[&'a ast::BodyItem],
        settings: &Settings<'a>,
        place: BlockPlace,
        cx: &mut ScoreCx,
        scope: &Scope,
        inherited: &Inherited,
    ) -> Option<Block> {
        let own = settings.plain_decay.map(|decay| self.plain_block_decay(decay));
        let inherited = match &own {
            None => inherited.clone(),
            Some(Some(Some(decay))) => Inherited::Some(Box::new(decay.clone())),
            Some(_) => Inherited::None,
        };
        let items = self.items(items, cx, scope, &inherited);
        let total = settings.total_decay.map(|decay| self.total_decay(decay, scope));
        let factors = self.factors(settings, &place.id, cx, scope);
        let owner = self.own(cx, place.what, place.id, place.name, place.text, None, place.span);
        if settings.broken || own.is_some_and(|own| own.is_none()) {
            return None;
        }
        Some(Block {
            owner,
            items: items?,
            when: None,
            factors: factors?,
            up_to: None,
            down_to: None,
            decay: match total {
                None => None,
                Some(total) => Some(total?),
            },
        })
    }

    fn items(
        &mut self,
        items: &[&'a ast::BodyItem],
        cx: &mut ScoreCx,
        scope: &Scope,
        inherited: &Inherited,
    ) -> Option<Vec<Item>> {
        let mut typed = Vec::with_capacity(items.len());
        let mut fine = true;
        for item in items {
            let made = match item {
                ast::BodyItem::Rule(rule) => self.rule(rule, cx, scope, inherited).map(|rule| vec![Item::Rule(rule)]),
                ast::BodyItem::Match(rules) => self.match_rules(rules, cx, scope, inherited),
                ast::BodyItem::First(rules) => self.first_rules(rules, cx, scope, inherited),
                ast::BodyItem::Group(group) => {
                    self.group(group, cx, scope, inherited).map(|block| vec![Item::Group(block)])
                }
                ast::BodyItem::Setting(_) => Some(Vec::new()),
            };
            match made {
                Some(made) => typed.extend(made),
                None => fine = false,
            }
        }
        fine.then_some(typed)
    }

    fn group(&mut self, node: &'a ast::Group, cx: &mut ScoreCx, scope: &Scope, inherited: &Inherited) -> Option<Block> {
        if self.depth >= GROUPS_DEEP_MAX {
            let message = format!("groups are nested more than {GROUPS_DEEP_MAX} deep");
            return self.report(Diagnostic::new(Code::TooLarge, node.name.span, message).help("use fewer levels"));
        }
        let items: Vec<&'a ast::BodyItem> = node.body.nodes().collect();
        let settings = Settings::of(self, &items, false);
        let (inside, windows) = self.inside(&settings, scope);
        let when = match &node.when {
            None => Some(None),
            Some(when) => self.cond(when, scope).map(Some),
        };
        let limit = |checker: &mut Self, limit: &'a Option<ast::Expr>| match limit {
            None => Some(None),
            Some(limit) => checker.fixed_points(limit, "the limits of a group are fixed").map(Some),
        };
        let (up_to, down_to) = (limit(self, &node.up_to), limit(self, &node.down_to));
        let header = super::declare::header(node.span, node.body.span);
        let place = BlockPlace {
            what: OwnerKind::Group,
            id: node.name.node.clone(),
            name: Some(node.name.node.clone()),
            text: self.text_of(header),
            span: header,
        };
        self.depth += 1;
        let block = self.block(&items, &settings, place, cx, &inside, inherited);
        self.depth -= 1;
        windows?;
        let (up_to, down_to) = (up_to?, down_to?);
        self.caps_in_order(up_to, down_to, header)?;
        let (mut block, when) = (block?, when?);
        block.when = when;
        block.up_to = up_to;
        block.down_to = down_to;
        Some(block)
    }

    /// `up to` below `down to` would leave nothing.
    pub fn caps_in_order(&mut self, up_to: Option<Decimal>, down_to: Option<Decimal>, span: Span) -> Option<()> {
        let (Some(up_to), Some(down_to)) = (up_to, down_to) else { return Some(()) };
        if down_to < up_to {
            return Some(());
        }
        let message = format!("no points lie between down to {down_to} and up to {up_to}");
        self.report(Diagnostic::new(Code::EmptyRange, span, message).help("make `down to` the smaller number"))
    }

    fn factors(
        &mut self,
        settings: &Settings<'a>,
        block_id: &str,
        cx: &mut ScoreCx,
        scope: &Scope,
    ) -> Option<Vec<Factor>> {
        let mut factors = Vec::with_capacity(settings.times.len());
        let mut fine = true;
        for (at, times) in settings.times.iter().enumerate() {
            let id = if at == 0 { format!("{block_id}.times") } else { format!("{block_id}.times.{}", at + 1) };
            let text = self.text_of(times.span);
            let owner = self.own(cx, OwnerKind::Factor, id, None, text, None, times.span);
            match self.factor(times, owner, scope) {
                Some(factor) => factors.push(factor),
                None => fine = false,
            }
        }
        fine.then_some(factors)
    }

    fn factor(&mut self, times: &'a ast::Times, owner: OwnerId, scope: &Scope) -> Option<Factor> {
        let by = self.number(&times.factor, scope, "`times` takes a number");
        let when = match &times.when {
            None => Some(None),
            Some(when) => self.cond(when, scope).map(Some),
        };
        Some(Factor { owner, by: by?, when: when? })
    }

    /// Adds an owner to the score at hand; an id that is taken in this score is reported.
    #[allow(clippy::too_many_arguments, reason = "the parts of an owner, each from another place")]
    pub fn own(
        &mut self,
        cx: &mut ScoreCx,
        what: OwnerKind,
        id: String,
        name: Option<String>,
        text: String,
        reason: Option<String>,
        span: Span,
    ) -> OwnerId {
        // Two rules of one name are reported as such, wherever they stand.
        let named_rule = what == OwnerKind::Rule && name.is_some();
        if what != OwnerKind::Score
            && let Some((first, first_named)) = cx.ids.insert(id.clone(), (span, named_rule))
            && !(named_rule && first_named)
        {
            let message = format!("there is already something called {} in this score", quoted(&id));
            self.report::<()>(
                Diagnostic::new(Code::NameTaken, span, message)
                    .also(first, "the first stands here")
                    .help("give one of the two another name"),
            );
        }
        self.add_owner(Owner { id, score: cx.id, what, name, text, reason, span })
    }

    /// A stretch of the rules as a ledger shows it: on one line, blanks as single blanks.
    pub fn text_of(&self, span: Span) -> String {
        super::finding::one_line(self.slice(span))
    }
}
