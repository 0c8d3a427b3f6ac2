//! Walks over trees as written, for questions that come before typing.

use crate::source::Span;
use crate::syntax::ast;

/// Calls back for every path of a condition or value that stands outside of phrases, in the order written.
pub(super) fn paths<'a>(expr: &'a ast::Expr, found: &mut impl FnMut(&'a ast::Path)) {
    match &*expr.kind {
        ast::ExprKind::Path(path)
        | ast::ExprKind::Of(path, _)
        | ast::ExprKind::At(path, _)
        | ast::ExprKind::Over(path, ..) => {
            found(path);
        }
        ast::ExprKind::Extreme(node) => found(&node.score),
        _ => children(expr, &mut |child| paths(child, found)),
    }
}

/// Calls back for every `of "id"`, in the order written.
pub(super) fn ofs<'a>(expr: &'a ast::Expr, found: &mut impl FnMut(&'a ast::Path, &'a ast::PlainText, Span)) {
    match &*expr.kind {
        ast::ExprKind::Of(path, id) => found(path, id, expr.span),
        _ => children(expr, &mut |child| ofs(child, found)),
    }
}

fn children<'a>(expr: &'a ast::Expr, each: &mut impl FnMut(&'a ast::Expr)) {
    match &*expr.kind {
        ast::ExprKind::Sign(_, inner) | ast::ExprKind::PercentOf(_, inner) | ast::ExprKind::Not(inner) => each(inner),
        ast::ExprKind::Arithmetic(left, _, right)
        | ast::ExprKind::Otherwise(left, right)
        | ast::ExprKind::Implies(left, right) => {
            each(left);
            each(right);
        }
        ast::ExprKind::Math(_, parts)
        | ast::ExprKind::List(parts)
        | ast::ExprKind::And(parts)
        | ast::ExprKind::Or(parts)
        | ast::ExprKind::AtLeastOf(_, parts)
        | ast::ExprKind::Table(_, parts)
        | ast::ExprKind::CountOf(parts) => parts.iter().for_each(each),
        ast::ExprKind::If(node) => {
            each(&node.condition);
            each(&node.then);
            each(&node.otherwise);
        }
        ast::ExprKind::Match(node) => {
            each(&node.subject);
            node.arms.nodes().for_each(|arm| each(&arm.result));
        }
        ast::ExprKind::First(node) => {
            for arm in node.arms.nodes() {
                arm.condition.iter().for_each(&mut *each);
                each(&arm.result);
            }
        }
        ast::ExprKind::After(node) => each(&node.text),
        ast::ExprKind::Range(range) => {
            range.from.iter().chain(&range.to).for_each(each);
        }
        ast::ExprKind::Test(subject, test) => {
            each(subject);
            match test {
                ast::Test::Compare(_, value)
                | ast::Test::In(value)
                | ast::Test::NotIn(value)
                | ast::Test::Text(_, value)
                | ast::Test::Matches(value) => each(value),
                ast::Test::Is(_) => {}
            }
        }
        ast::ExprKind::Number(_)
        | ast::ExprKind::Text(_)
        | ast::ExprKind::Date(_)
        | ast::ExprKind::Instant(_)
        | ast::ExprKind::Duration(_)
        | ast::ExprKind::Ago(_)
        | ast::ExprKind::YesNo(_)
        | ast::ExprKind::Missing
        | ast::ExprKind::Pattern(_)
        | ast::ExprKind::Path(_)
        | ast::ExprKind::Any(_)
        | ast::ExprKind::No(_)
        | ast::ExprKind::Aggregate(_)
        | ast::ExprKind::Elapsed(_)
        | ast::ExprKind::At(..)
        | ast::ExprKind::Over(..)
        | ast::ExprKind::Extreme(_)
        | ast::ExprKind::Of(..) => {}
    }
}
