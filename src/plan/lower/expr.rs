//! Values.

use super::{Lowering, Place};
use crate::plan::*;
use crate::typed::{ElapsedFrom, Expr, ExprKind, FieldPath, KindId, Root, TemplatePart};
use crate::values::{Type, Value};

impl<'a> Lowering<'a> {
    /// The node of a value.
    pub(super) fn expr(&mut self, expr: &'a Expr, place: Place) -> NodeId {
        let ty = expr.ty.clone();
        match &expr.kind {
            ExprKind::Const(value) => self.constant(value.clone(), ty),
            ExprKind::Field(path) => self.field(path, ty, place),
            ExprKind::ActivityField(field) => self.activity_field(ActivityKey::Field(*field)),
            ExprKind::ActivityType => self.node(Op::ActivityType, ty, place.scope()),
            ExprKind::ActivityAt => self.node(Op::ActivityAt, ty, place.scope()),
            ExprKind::ActivityId => self.node(Op::ActivityId, ty, place.scope()),
            ExprKind::Score(of) => self.score_value(of, place),
            ExprKind::TierName(of) => self.tier_name(of, place),
            ExprKind::Label(label) => {
                let rules = self.rules;
                self.expr(&rules.labels[label.0 as usize].value, place)
            }
            ExprKind::Extreme { highest, score, n_days } => self.extreme(*highest, score, *n_days, place),
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, ty, place),
            ExprKind::Linked(linked) => self.linked(linked, ty, place),
            ExprKind::Elapsed(elapsed) => self.elapsed(elapsed, place),
            ExprKind::After { text, separator, first } => self.after(text, separator, *first, place),
            ExprKind::Template(parts) => self.template(parts, place),
            ExprKind::Lookup(table, keys) => self.lookup(*table, keys, place),
            ExprKind::Shift(a, by_us) => {
                let a = self.expr(a, place);
                self.pure(Op::Shift(a, *by_us), ty)
            }
            _ => self.operation(expr, place),
        }
    }

    /// Arithmetic and choice.
    fn operation(&mut self, expr: &'a Expr, place: Place) -> NodeId {
        let op = match &expr.kind {
            ExprKind::Arith(op, a, b) => Op::Arith(*op, self.expr(a, place), self.expr(b, place)),
            ExprKind::Negate(a) => return self.negate(a, expr.ty.clone(), place),
            ExprKind::Least(all) => Op::Least(self.parts(all, &expr.ty, place)),
            ExprKind::Greatest(all) => Op::Greatest(self.parts(all, &expr.ty, place)),
            ExprKind::Abs(a) => Op::Abs(self.expr(a, place)),
            ExprKind::Floor(a) => Op::Floor(self.expr(a, place)),
            ExprKind::Ceil(a) => Op::Ceil(self.expr(a, place)),
            ExprKind::Round(a, step) => Op::Round(self.expr(a, place), *step),
            ExprKind::CountOf(conds) => Op::CountOf(self.conds(conds, place)),
            ExprKind::If(when, a, b) => {
                let when = self.cond(when, place);
                Op::If(when, self.part(a, &expr.ty, place), self.part(b, &expr.ty, place))
            }
            ExprKind::Otherwise(a, b) => Op::Otherwise(self.part(a, &expr.ty, place), self.part(b, &expr.ty, place)),
            // A field as the type of the whole: nothing is chosen.
            ExprKind::First(arms, Some(only)) if arms.is_empty() => return self.part(only, &expr.ty, place),
            ExprKind::First(arms, last) => {
                let arms = arms.iter().map(|(when, value)| {
                    let when = self.cond(when, place);
                    (when, self.part(value, &expr.ty, place))
                });
                let arms = arms.collect();
                Op::First(arms, last.as_ref().map(|last| self.part(last, &expr.ty, place)))
            }
            _ => unreachable!("`expr` takes all other kinds itself"),
        };
        self.pure(op, expr.ty.clone())
    }

    /// A branch of a choice, or one of several inputs, as the type of the whole.
    fn part(&mut self, expr: &'a Expr, ty: &Type, place: Place) -> NodeId {
        let node = self.expr(expr, place);
        self.converted(node, ty)
    }

    fn parts(&mut self, all: &'a [Expr], ty: &Type, place: Place) -> Vec<NodeId> {
        all.iter().map(|expr| self.part(expr, ty, place)).collect()
    }

    /// `-10` is a constant.
    fn negate(&mut self, a: &'a Expr, ty: Type, place: Place) -> NodeId {
        let a = self.expr(a, place);
        if let Some(Value::Number(number)) = self.constant_of(a)
            && let Some(negated) = number.checked_neg()
        {
            return self.constant(Value::Number(negated), ty);
        }
        self.pure(Op::Negate(a), ty)
    }

    /// `contact.x` of an activity is who did it; for a record it is the record itself, if that is a contact.
    fn field(&mut self, path: &FieldPath, ty: Type, place: Place) -> NodeId {
        let (links, target) = (path.links.clone(), path.field);
        if place.activity {
            return self.node(Op::ContactField(links, target), ty, Scope::Activity(KindId(0)));
        }
        if path.root == Root::Contact && place.owner != KindId(0) {
            return self.constant(Value::Missing, ty);
        }
        self.node(Op::Field(links, target), ty, place.scope())
    }

    fn elapsed(&mut self, elapsed: &'a crate::typed::Elapsed, place: Place) -> NodeId {
        let from = match &elapsed.from {
            ElapsedFrom::Last(phrase) => self.gathered(phrase, Gathers::Newest, Read::Value, Type::Time, place),
            ElapsedFrom::First(phrase) => self.gathered(phrase, Gathers::Oldest, Read::Value, Type::Time, place),
            ElapsedFrom::Value(value) => self.expr(value, place),
        };
        let ago_us = self.plan.log(place.log).ago_us;
        let op = Op::Elapsed { from, until: elapsed.until, unit_us: elapsed.unit_us, ago_us };
        self.pure(op, Type::WholeNumber)
    }

    fn template(&mut self, parts: &'a [TemplatePart], place: Place) -> NodeId {
        let parts = parts.iter().map(|part| match part {
            TemplatePart::Text(text) => Part::Text(text.clone()),
            TemplatePart::Value(value) => Part::Value(self.expr(value, place)),
        });
        let parts = parts.collect();
        self.pure(Op::Template(parts), Type::Text)
    }

    fn lookup(&mut self, table: crate::typed::TableId, keys: &'a [Expr], place: Place) -> NodeId {
        let rules = self.rules;
        let of = &rules.tables[table.0 as usize];
        let keys = keys.iter().zip(&of.key_types).map(|(key, ty)| {
            let key = self.expr(key, place);
            self.compared(key, ty)
        });
        let keys = keys.collect();
        self.pure(Op::Lookup(table, keys), of.value_type.clone())
    }

    /// A node as a value of another type.
    pub(super) fn converted(&mut self, node: NodeId, to: &Type) -> NodeId {
        let from = self.plan.node(node).ty.clone();
        if !convert::differs(&from, to) {
            return node;
        }
        let ty = match from {
            Type::List(_) => Type::List(Box::new(to.element().clone())),
            _ => to.element().clone(),
        };
        self.pure(Op::Convert(node, to.element().clone()), ty)
    }

    /// The key of a node: what texts are compared and told apart by; other values are their own keys.
    pub(super) fn key(&mut self, node: NodeId) -> NodeId {
        let ty = self.plan.node(node).ty.clone();
        if *ty.element() != Type::Text || matches!(self.plan.node(node).op, Op::Key(_)) {
            return node;
        }
        self.pure(Op::Key(node), ty)
    }

    /// A side of a comparison: converted to the type both sides compare as, and texts by their keys.
    pub(super) fn compared(&mut self, node: NodeId, compare_as: &Type) -> NodeId {
        let node = self.converted(node, compare_as);
        match compare_as.element() {
            Type::Text => self.folded(node),
            _ => node,
        }
    }

    /// A text's key, also of an exact text where it meets one that is not.
    pub(super) fn folded(&mut self, node: NodeId) -> NodeId {
        let ty = match self.plan.node(node).ty {
            Type::List(_) => Type::List(Box::new(Type::Text)),
            _ => Type::Text,
        };
        if matches!(self.plan.node(node).op, Op::Key(_)) {
            return node;
        }
        self.pure(Op::Key(node), ty)
    }
}
