//! What a rule awards.

use super::super::{Award, Expr, ExprKind};
use super::constant;
use super::exec::Checker;
use super::heads::HeadScope;
use super::scope::{Ban, Scope};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast;
use crate::values::{Decimal, Type, Value};

impl<'a> Checker<'a> {
    /// The award of a rule; for an activity rule in the scope of the activity.
    pub fn award(&mut self, award: &'a ast::Award, head: &HeadScope, scope: &Scope) -> Option<Award> {
        let inside = match head {
            HeadScope::Each(checked) => scope.in_activity(checked.types.clone(), Ban::Award),
            HeadScope::When(_) => scope.clone(),
        };
        match award {
            ast::Award::Points(points) => Some(Award::Same(self.points(points, &inside)?)),
            ast::Award::Stepped(stepped) => self.stepped_award(stepped, head, &inside),
        }
    }

    fn points(&mut self, points: &'a ast::Expr, scope: &Scope) -> Option<Expr> {
        let points = self.number(points, scope, "an award is a number of points")?;
        if constant::folded(&points).is_some_and(|points| !points.is_points()) {
            return self.beyond_points(points.span);
        }
        Some(points)
    }

    /// `+5 for the first 3, +2 for the rest`.
    fn stepped_award(&mut self, node: &'a ast::SteppedAward, head: &HeadScope, inside: &Scope) -> Option<Award> {
        let HeadScope::Each(checked) = head else {
            let message = "a rule on a condition awards once, so there is no first and no rest";
            return self.report(
                Diagnostic::new(Code::LimitNeedsActivities, node.span, message).help("write the points alone: `=> +5`"),
            );
        };
        let first = self.points(&node.first, inside);
        let n = constant::count(&node.count, self.findings());
        let rest = match &node.rest {
            Some(rest) => self.points(rest, inside),
            None => {
                Some(Expr { kind: ExprKind::Const(Value::Number(Decimal::ZERO)), ty: Type::Number, span: node.span })
            }
        };
        let per = match &node.per {
            Some(path) => self.key_field(path, &checked.types).map(Some),
            None => Some(None),
        };
        Some(Award::FirstRest { first: first?, n: n?, rest: rest?, per: per? })
    }
}
