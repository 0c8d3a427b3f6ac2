//! Changes of values: numbers, texts, dates, durations, and the words between them.

use super::Walk;
use super::numbers::Direction;
use crate::source::Span;
use crate::syntax::ast;
use crate::values::Date;

impl Walk<'_> {
    /// Any condition or value.
    pub(super) fn expr(&mut self, expr: &ast::Expr) {
        match &*expr.kind {
            ast::ExprKind::Number(literal) => self.number(literal, Direction::Up),
            ast::ExprKind::Text(literal) => self.text(literal),
            ast::ExprKind::Date(literal) => self.date(literal),
            ast::ExprKind::Duration(duration) | ast::ExprKind::At(_, duration) => self.longer(duration),
            ast::ExprKind::YesNo(yes) => self.change(expr.span, if *yes { "no" } else { "yes" }),
            ast::ExprKind::List(_) => self.text_or_list(expr),
            ast::ExprKind::Range(range) => self.range(range),
            ast::ExprKind::Sign(_, inner) => self.expr(inner),
            ast::ExprKind::Arithmetic(left, op, right) => {
                self.change(op.span, opposite(op.node).symbol());
                self.expr(left);
                self.expr(right);
            }
            ast::ExprKind::PercentOf(share, of) => {
                self.number(share, Direction::Up);
                self.expr(of);
            }
            ast::ExprKind::Test(subject, test) => {
                self.expr(subject);
                self.test(subject.span.end, test);
            }
            ast::ExprKind::Not(inner) => self.not(expr.span, inner),
            ast::ExprKind::And(parts) => self.joined(parts, "and", "or"),
            ast::ExprKind::Or(parts) => self.joined(parts, "or", "and"),
            ast::ExprKind::AtLeastOf(n, parts) => {
                self.number(n, Direction::Up);
                self.number(n, Direction::Down);
                parts.iter().for_each(|part| self.expr(part));
            }
            ast::ExprKind::Any(phrase) => {
                self.word(expr.span, "any", "no");
                self.phrase(phrase);
            }
            ast::ExprKind::No(phrase) => {
                self.word(expr.span, "no", "any");
                self.phrase(phrase);
            }
            _ => self.compound(expr),
        }
    }

    /// Values made of others.
    fn compound(&mut self, expr: &ast::Expr) {
        match &*expr.kind {
            ast::ExprKind::Math(function, parts) => {
                match function.node {
                    ast::MathFunction::Min => self.change(function.span, "max"),
                    ast::MathFunction::Max => self.change(function.span, "min"),
                    _ => {}
                }
                parts.iter().for_each(|part| self.expr(part));
            }
            ast::ExprKind::If(node) => {
                [&node.condition, &node.then, &node.otherwise].into_iter().for_each(|part| self.expr(part));
            }
            ast::ExprKind::Otherwise(left, right) | ast::ExprKind::Implies(left, right) => {
                self.expr(left);
                self.expr(right);
            }
            ast::ExprKind::Match(node) => {
                self.expr(&node.subject);
                for arm in node.arms.nodes() {
                    self.match_test(arm.span.start, &arm.test);
                    self.expr(&arm.result);
                }
            }
            ast::ExprKind::First(node) => self.first_of_values(&node.arms),
            ast::ExprKind::Table(_, parts) | ast::ExprKind::CountOf(parts) => {
                parts.iter().for_each(|part| self.expr(part));
            }
            ast::ExprKind::After(node) => self.expr(&node.text),
            ast::ExprKind::Aggregate(node) => self.aggregate(node),
            ast::ExprKind::Elapsed(node) => match &node.anchor {
                ast::ElapsedAnchor::SinceLast(phrase) | ast::ElapsedAnchor::SinceFirst(phrase) => self.phrase(phrase),
                ast::ElapsedAnchor::Since(value) | ast::ElapsedAnchor::Until(value) => self.expr(value),
            },
            ast::ExprKind::Over(_, phrase, ago) => {
                self.phrase(phrase);
                ago.iter().for_each(|ago| self.longer(ago));
            }
            ast::ExprKind::Extreme(node) => {
                self.change(node.word_span, if node.highest { "lowest" } else { "highest" });
                self.longer(&node.last);
            }
            _ => {}
        }
    }

    fn aggregate(&mut self, node: &ast::Aggregate) {
        let becomes = match node.function.node {
            ast::AggregateFunction::Min => "max",
            ast::AggregateFunction::Max => "min",
            ast::AggregateFunction::Latest => "earliest",
            ast::AggregateFunction::Earliest => "latest",
            ast::AggregateFunction::Sum => "avg",
            ast::AggregateFunction::Avg => "sum",
            _ => "",
        };
        if !becomes.is_empty() {
            self.change(node.function.span, becomes);
        }
        node.percentile.iter().for_each(|percent| self.number(percent, Direction::Up));
        node.off.iter().for_each(|off| self.longer(off));
        self.phrase(&node.over);
    }

    /// `first { .. }` of values, and the arms of a label.
    pub(super) fn first_of_values(&mut self, arms: &ast::Block<ast::FirstArm<ast::Expr>>) {
        for arm in arms.nodes() {
            arm.condition.iter().for_each(|condition| self.expr(condition));
            self.expr(&arm.result);
        }
    }

    /// A text with one letter more; texts with values inside change with those.
    fn text(&mut self, literal: &ast::TextLit) {
        if literal.plain().is_some() && literal.span.len() >= 2 {
            let inside = self.sources.slice(literal.span);
            let longer = format!("{}x\"", &inside[..inside.len() - 1]);
            self.change(literal.span, longer);
            return;
        }
        for part in &literal.parts {
            if let ast::TextPart::Value(value) = part {
                self.expr(value);
            }
        }
    }

    fn date(&mut self, literal: &ast::DateLit) {
        if let Some(next) = Date::parse(&literal.text).and_then(Date::next) {
            self.change(literal.span, next.to_string());
        }
    }

    /// The word that a place begins with, after a bracket around it.
    fn word(&mut self, span: Span, was: &str, becomes: &str) {
        let text = self.sources.slice(span);
        let Some(at) = text.find(was).filter(|at| text[..*at].chars().all(|c| c == '(' || c.is_whitespace())) else {
            return;
        };
        let start = span.start + at as u32;
        self.change(Span::new(span.source, start, start + was.len() as u32), becomes);
    }
}

fn opposite(op: ast::ArithmeticOp) -> ast::ArithmeticOp {
    match op {
        ast::ArithmeticOp::Add => ast::ArithmeticOp::Subtract,
        ast::ArithmeticOp::Subtract => ast::ArithmeticOp::Add,
        ast::ArithmeticOp::Multiply => ast::ArithmeticOp::Divide,
        ast::ArithmeticOp::Divide => ast::ArithmeticOp::Multiply,
    }
}
