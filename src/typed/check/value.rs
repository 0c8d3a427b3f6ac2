//! Values: one function for each way a value comes about.

use super::super::{ArithOp, Cond, Expr, ExprKind};
use super::exec::{Checker, Val};
use super::finding::{a_noun, quoted};
use super::scope::Scope;
use super::{constant, finding};
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::{Decimal, Type, Unit, Value};

/// How deep a value or condition may be nested once its lets are written out.
const DEPTH_MAX: u32 = 200;
/// How many nodes lets, and the subjects of `match`, may add to a program.
const GROWTH_MAX: u64 = 500_000;

impl<'a> Checker<'a> {
    /// A value.
    pub fn value(&mut self, expr: &'a ast::Expr, scope: &Scope) -> Option<Val> {
        self.enter(expr.span)?;
        let value = self.value_of_kind(expr, scope);
        self.depth -= 1;
        value
    }

    /// Goes one level down; too deep a nesting, or too much growth by lets, is reported once.
    pub fn enter(&mut self, span: Span) -> Option<()> {
        if self.depth >= DEPTH_MAX {
            let message = format!("this nests more than {DEPTH_MAX} levels deep, once its `let`s are written out");
            return self
                .report(Diagnostic::new(Code::TooLarge, span, message).help("split it into several rules or scores"));
        }
        if !self.expanding.is_empty() {
            self.grow(1, span)?;
        }
        self.depth += 1;
        Some(())
    }

    /// Counts nodes that the author did not write; beyond the bound nothing more is added.
    pub fn grow(&mut self, nodes: u64, span: Span) -> Option<()> {
        self.grown = self.grown.saturating_add(nodes);
        if self.grown <= GROWTH_MAX {
            return Some(());
        }
        if self.overgrown {
            return None;
        }
        self.overgrown = true;
        let message = "the program grows beyond bounds here, once its `let`s and `match`es are written out";
        self.report(
            Diagnostic::new(Code::TooLarge, span, message).help("use a score of its own for what is used so often"),
        )
    }

    /// Kept apart from the kinds that recurse, so that a level of nesting takes little of the stack.
    fn value_of_kind(&mut self, expr: &'a ast::Expr, scope: &Scope) -> Option<Val> {
        let span = expr.span;
        match &*expr.kind {
            ast::ExprKind::Text(lit) => self.text_value(lit, scope),
            ast::ExprKind::Path(path) => self.path_value(&path.names, path.span, scope),
            ast::ExprKind::Sign(sign, inner) => self.sign(sign.node, inner, span, scope),
            ast::ExprKind::Arithmetic(left, op, right) => self.arithmetic(left, op.node, right, span, scope),
            ast::ExprKind::PercentOf(percent, of) => self.percent_of(percent, of, span, scope),
            ast::ExprKind::Math(function, inputs) => self.math(function, inputs, span, scope),
            ast::ExprKind::If(node) => self.if_value(node, span, scope),
            ast::ExprKind::Otherwise(left, right) => self.otherwise(left, right, span, scope),
            ast::ExprKind::Match(node) => self.match_value(node, span, scope),
            ast::ExprKind::First(node) => self.first_value(&node.arms, span, scope),
            ast::ExprKind::Table(table, keys) => self.table_value(table, keys, span, scope),
            ast::ExprKind::After(node) => self.after_value(node, span, scope),
            ast::ExprKind::CountOf(conditions) => self.count_of(conditions, span, scope),
            ast::ExprKind::Aggregate(node) => self.aggregate(node, span, scope),
            ast::ExprKind::Elapsed(node) => self.elapsed(node, span, scope),
            ast::ExprKind::At(path, ago) => self.score_at(&path.names, ago, span, scope),
            ast::ExprKind::Over(path, phrase, ago) => self.score_over(&path.names, phrase, ago.as_ref(), span, scope),
            ast::ExprKind::Extreme(node) => self.extreme(node, span, scope),
            ast::ExprKind::Of(path, id) if scope.in_test && self.is_other_record(id) => {
                self.value_of_other(path, id, span, scope)
            }
            ast::ExprKind::Of(path, _) if scope.in_test => self.path_value(&path.names, path.span, scope),
            _ => self.literal_value(expr),
        }
    }

    /// A value that is written out.
    fn literal_value(&mut self, expr: &'a ast::Expr) -> Option<Val> {
        let (value, ty) = match &*expr.kind {
            ast::ExprKind::Number(lit) => (Value::Number(constant::number(lit, self.findings())?), Type::Number),
            ast::ExprKind::Date(lit) => (Value::Date(constant::date(lit, self.findings())?), Type::Date),
            ast::ExprKind::Instant(lit) => (Value::Time(constant::instant(lit, self.findings())?), Type::Time),
            ast::ExprKind::YesNo(yes) => (Value::YesNo(*yes), Type::YesNo),
            _ => return self.no_value(expr),
        };
        Some(constant_val(value, ty, expr.span))
    }

    /// What stands where a value belongs and is none.
    fn no_value(&mut self, expr: &'a ast::Expr) -> Option<Val> {
        let written = quoted(self.slice(expr.span));
        let finding = |message: String, help: &str| Diagnostic::new(Code::NotAValue, expr.span, message).help(help);
        let diagnostic = match &*expr.kind {
            ast::ExprKind::Duration(duration) => {
                let unit = constant::unit(duration.unit).word(true);
                let help = format!("compare {unit} with a plain number: `{}`", duration.count);
                let count = duration.count.to_string();
                let title = format!("write `{count}`");
                finding(format!("{written} is a length of time, and none can stand here"), &help).fix(Fix::replace(
                    title,
                    expr.span,
                    count,
                    Applicability::Suggestion,
                ))
            }
            ast::ExprKind::Or(parts) => self.otherwise_meant(expr, parts)?,
            ast::ExprKind::Ago(_) => finding(
                format!("{written} can only stand in a test, as the time of an activity"),
                "use `days since FIELD`, or a window such as `in last 30d`",
            ),
            ast::ExprKind::Missing => {
                finding("`missing` is not a value that can be compared".to_owned(), "write `is missing` or `is known`")
            }
            ast::ExprKind::Pattern(_) => {
                finding(format!("the pattern {written} can only stand after `matches`"), "put the text in quotes")
            }
            ast::ExprKind::List(_) => {
                finding("a list can only stand after `in`, `contains` and the like".to_owned(), "write `in` before it")
            }
            ast::ExprKind::Range(_) => {
                finding("a range can only stand after `in`, or as an arm of `match`".to_owned(), "write `in` before it")
            }
            ast::ExprKind::Of(..) => finding(
                format!("{written} can only stand after `expect`"),
                "remove `of` and what follows, or go over a link: `max(contacts.lead)`",
            ),
            _ => finding(
                format!("{written} is a condition, and a value belongs here"),
                "make a value of it: `if .. then 1 else 0`",
            ),
        };
        self.report(diagnostic)
    }

    /// `visits or 0` where a value belongs: what other languages do with `or` is `otherwise`.
    fn otherwise_meant(&self, expr: &ast::Expr, parts: &[ast::Expr]) -> Option<Diagnostic> {
        let message = format!("{} is a condition, and a value belongs here", quoted(self.slice(expr.span)));
        let diagnostic = Diagnostic::new(Code::NotAValue, expr.span, message);
        let [first, second] = parts else {
            return Some(diagnostic.help("make a value of it: `if .. then 1 else 0`"));
        };
        let edit = format!("{} otherwise {}", self.slice(first.span), self.slice(second.span));
        let at = first.span.to(second.span);
        Some(diagnostic.help(format!("write `{edit}`")).fix(Fix::replace(
            format!("write `{edit}`"),
            at,
            edit,
            Applicability::Suggestion,
        )))
    }

    fn sign(&mut self, sign: ast::Sign, inner: &'a ast::Expr, span: Span, scope: &Scope) -> Option<Val> {
        let inner = self.number(inner, scope, "a sign stands before a number")?;
        if sign == ast::Sign::Plus {
            return Some(Val::known(Expr { span, ..inner }));
        }
        if let ExprKind::Const(Value::Number(number)) = &inner.kind {
            let negative = number.checked_neg()?;
            return Some(constant_val(Value::Number(negative), Type::Number, span));
        }
        Some(Val::known(Expr { kind: ExprKind::Negate(Box::new(inner)), ty: Type::Number, span }))
    }

    /// A value that has to be a number; `why` says what asks for it, as the label under the value.
    pub fn number(&mut self, expr: &'a ast::Expr, scope: &Scope, why: &str) -> Option<Expr> {
        let value = self.value(expr, scope)?;
        self.as_number(value, why)
    }

    /// The value, if it is a number.
    pub fn as_number(&mut self, value: Val, why: &str) -> Option<Expr> {
        if let Some(var) = value.open {
            self.inference.asks(var, &Type::Number, value.expr.span);
            return Some(value.expr);
        }
        if value.expr.ty.is_number() {
            return Some(value.expr);
        }
        let diagnostic = self.not_a_number(&value.expr, why);
        self.report(diagnostic)
    }

    fn not_a_number(&mut self, expr: &Expr, why: &str) -> Diagnostic {
        let written = quoted(self.slice(expr.span));
        let message = format!("{written} is {}, and a number is needed", self.what(expr));
        let diagnostic = Diagnostic::new(Code::NotANumber, expr.span, message).label(why);
        match &expr.kind {
            ExprKind::Const(Value::Text(text)) if Decimal::parse(text).is_ok() => diagnostic
                .help(format!("write `{text}` without quotes"))
                .fix(Fix::replace("remove the quotes", expr.span, &**text, Applicability::Safe)),
            _ => match &expr.ty {
                Type::YesNo => diagnostic.help(format!("write `if {} is yes then 1 else 0`", self.slice(expr.span))),
                Type::Time | Type::Date => diagnostic.help(format!("write `days since {}`", self.slice(expr.span))),
                Type::List(_) => diagnostic.help("use one number instead of a list"),
                _ if self.fields_beside(expr, Type::is_number).is_some() => {
                    let numbers = self.fields_beside(expr, Type::is_number).unwrap_or_default();
                    diagnostic
                        .help(format!("use a number, such as {numbers}, or turn the values into points with `match`"))
                }
                _ => diagnostic.help("use a field declared as `number`, or turn the values into points with `match`"),
            },
        }
    }

    /// What an expression is, with its article: `a text`, `the tier of a score`.
    pub fn what(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::TierName(_) => "the tier of a score".to_owned(),
            ExprKind::Label(_) => "a label, which is a text".to_owned(),
            ExprKind::Score(_) => "a score, which is a number".to_owned(),
            _ => a_noun(&expr.ty),
        }
    }

    fn arithmetic(
        &mut self,
        left: &'a ast::Expr,
        op: ast::ArithmeticOp,
        right: &'a ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Val> {
        if let ast::ExprKind::Duration(duration) = &*right.kind
            && matches!(op, ast::ArithmeticOp::Add | ast::ArithmeticOp::Subtract)
        {
            return self.shift(left, op, duration, span, scope);
        }
        if op == ast::ArithmeticOp::Subtract {
            self.hyphened_name(left, right, span, scope)?;
        }
        let (left, right) = (self.value(left, scope), self.value(right, scope));
        let (left, right) = (left?, right?);
        if let Some(diagnostic) = self.no_arithmetic(&left.expr, op, &right.expr, span) {
            return self.report(diagnostic);
        }
        let why = format!("`{}` calculates with numbers", op.symbol());
        let (left, right) = (self.as_number(left, &why), self.as_number(right, &why));
        let op = arith_op(op);
        let kind = ExprKind::Arith(op, Box::new(left?), Box::new(right?));
        Some(Val::known(Expr { kind, ty: Type::Number, span }))
    }

    /// Calculations that have another spelling.
    fn no_arithmetic(&self, left: &Expr, op: ast::ArithmeticOp, right: &Expr, span: Span) -> Option<Diagnostic> {
        let (l, r) = (self.slice(left.span), self.slice(right.span));
        let is_time = |ty: &Type| matches!(ty, Type::Time | Type::Date);
        if op == ast::ArithmeticOp::Add && left.ty.is_text() && right.ty.is_text() && self.is_certain(left, right) {
            let message = "texts are joined inside quotes, not with `+`";
            let help = format!("write `\"{{{}}}{{{}}}\"`", l.trim_matches('"'), r.trim_matches('"'));
            return Some(Diagnostic::new(Code::NotANumber, span, message).help(help));
        }
        if op == ast::ArithmeticOp::Subtract && is_time(&left.ty) && is_time(&right.ty) {
            let message = "the time between two moments is not written with `-`";
            let help = format!("write `days since {r}` or `days until {l}`");
            return Some(Diagnostic::new(Code::NotANumber, span, message).help(help));
        }
        if let (true, ExprKind::Const(Value::Number(_))) = (is_time(&left.ty), &right.kind)
            && matches!(op, ast::ArithmeticOp::Add | ast::ArithmeticOp::Subtract)
        {
            let message = format!("{} is {}, and moves by a length of time", quoted(l), a_noun(&left.ty));
            let place = Span::point(right.span.source, right.span.end);
            return Some(
                Diagnostic::new(Code::NotANumber, right.span, message)
                    .help(format!("write `{l} {} {r}d`", op.symbol()))
                    .fix(Fix::replace("add the unit `d`", place, "d", Applicability::Suggestion)),
            );
        }
        None
    }

    /// Whether the types of both are more than a guess of the first walk.
    fn is_certain(&self, _left: &Expr, _right: &Expr) -> bool {
        self.walk == super::exec::Walk::Last
    }

    /// `renewal - 30d`.
    fn shift(
        &mut self,
        left: &'a ast::Expr,
        op: ast::ArithmeticOp,
        by: &ast::Duration,
        span: Span,
        scope: &Scope,
    ) -> Option<Val> {
        let left = self.value(left, scope)?;
        let left = self.as_moment(left, "a length of time is added to a time or a date")?;
        let duration = constant::duration(by, self.findings())?;
        if left.ty == Type::Date && duration.in_units(Unit::Day).is_none() {
            let message =
                format!("`{duration}` is no whole number of days, and {} is a date", quoted(self.slice(left.span)));
            return self.report(Diagnostic::new(Code::NotATime, by.span, message).help("write days or weeks: `30d`"));
        }
        let by_us = if op == ast::ArithmeticOp::Add { duration.micros() } else { -duration.micros() };
        let ty = left.ty.clone();
        Some(Val::known(Expr { kind: ExprKind::Shift(Box::new(left), by_us), ty, span }))
    }

    /// The value, if it is a time or a date.
    pub fn as_moment(&mut self, value: Val, why: &str) -> Option<Expr> {
        if let Some(var) = value.open {
            self.inference.asks(var, &Type::Time, value.expr.span);
            return Some(Expr { ty: Type::Time, ..value.expr });
        }
        if matches!(value.expr.ty, Type::Time | Type::Date) {
            return Some(value.expr);
        }
        let message = format!(
            "{} is {}, and a time or date is needed",
            quoted(self.slice(value.expr.span)),
            self.what(&value.expr)
        );
        let help = match self.fields_beside(&value.expr, |ty| matches!(ty, Type::Time | Type::Date)) {
            Some(fields) => format!("use a time or date: {fields}"),
            None => "use a field declared as `time` or `date`".to_owned(),
        };
        self.report(Diagnostic::new(Code::NotATime, value.expr.span, message).label(why).help(help))
    }

    fn percent_of(&mut self, percent: &'a ast::NumberLit, of: &'a ast::Expr, span: Span, scope: &Scope) -> Option<Val> {
        let share = constant::number(percent, self.findings());
        let of = self.number(of, scope, "a percentage is taken of a number");
        let share = Expr { kind: ExprKind::Const(Value::Number(share?)), ty: Type::Number, span: percent.span };
        let kind = ExprKind::Arith(ArithOp::Multiply, Box::new(share), Box::new(of?));
        Some(Val::known(Expr { kind, ty: Type::Number, span }))
    }

    fn math(
        &mut self,
        function: &crate::source::Spanned<ast::MathFunction>,
        inputs: &'a [ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Val> {
        match function.node {
            ast::MathFunction::Min | ast::MathFunction::Max => {
                self.least_or_greatest(function.node, inputs, span, scope)
            }
            ast::MathFunction::Abs | ast::MathFunction::Floor | ast::MathFunction::Ceil => {
                self.of_one_number(function.node, inputs, span, scope)
            }
            ast::MathFunction::Round => self.round(inputs, span, scope),
        }
    }

    fn of_one_number(
        &mut self,
        function: ast::MathFunction,
        inputs: &'a [ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Val> {
        let [input] = inputs else { return self.wrong_inputs(function.name(), "one number", span) };
        let input = Box::new(self.number(input, scope, &format!("`{}` takes a number", function.name()))?);
        let kind = match function {
            ast::MathFunction::Abs => ExprKind::Abs(input),
            ast::MathFunction::Floor => ExprKind::Floor(input),
            _ => ExprKind::Ceil(input),
        };
        Some(Val::known(Expr { kind, ty: Type::Number, span }))
    }

    fn wrong_inputs(&mut self, name: &str, wanted: &str, span: Span) -> Option<Val> {
        let message = format!("`{name}` takes {wanted}");
        self.report(Diagnostic::new(Code::WrongInputs, span, message).help(format!("give it {wanted}")))
    }

    fn round(&mut self, inputs: &'a [ast::Expr], span: Span, scope: &Scope) -> Option<Val> {
        let (input, step) = match inputs {
            [input] => (input, None),
            [input, step] => (input, Some(step)),
            _ => return self.wrong_inputs("round", "a number, and a step if it is not 1", span),
        };
        let input = self.number(input, scope, "`round` takes a number");
        let step = match step {
            None => Some(Decimal::ONE),
            Some(step) => self.step(step),
        };
        let kind = ExprKind::Round(Box::new(input?), step?);
        Some(Val::known(Expr { kind, ty: Type::Number, span }))
    }

    /// The step of a rounding: a constant above zero.
    pub fn step(&mut self, expr: &'a ast::Expr) -> Option<Decimal> {
        let step = self.fixed_number(expr, "a step of rounding is fixed")?;
        if step.signum() > 0 {
            return Some(step);
        }
        let message = "a step of rounding is above zero";
        self.report(Diagnostic::new(Code::OutOfBounds, expr.span, message).help("write `1`, `0.5` or `10`"))
    }

    fn least_or_greatest(
        &mut self,
        function: ast::MathFunction,
        inputs: &'a [ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Val> {
        let name = function.name();
        if inputs.len() < 2 {
            return self.wrong_inputs(name, "two values or more, or one path over activities or links", span);
        }
        let values: Vec<Option<Val>> = inputs.iter().map(|input| self.value(input, scope)).collect();
        let values = values.into_iter().collect::<Option<Vec<_>>>()?;
        let (parts, ty, open) = self.same_type(values, &format!("the inputs of `{name}`"))?;
        if open.is_none() && !ty.has_order() {
            let message = format!("`{name}` needs an order, and {} has none", finding::a_type(&ty));
            return self.report(
                Diagnostic::new(Code::NoOrder, span, message)
                    .help("use numbers, dates, times, or levels `one of \"a\" < \"b\"`"),
            );
        }
        let kind = if function == ast::MathFunction::Min { ExprKind::Least(parts) } else { ExprKind::Greatest(parts) };
        Some(Val { expr: Expr { kind, ty, span }, open })
    }

    fn count_of(&mut self, conditions: &'a [ast::Expr], span: Span, scope: &Scope) -> Option<Val> {
        let conditions = self.all_conditions(conditions, scope)?;
        Some(Val::known(Expr { kind: ExprKind::CountOf(conditions), ty: Type::WholeNumber, span }))
    }

    /// All conditions of a list; each that is broken is reported.
    pub fn all_conditions(&mut self, conditions: &'a [ast::Expr], scope: &Scope) -> Option<Vec<Cond>> {
        let conditions: Vec<Option<Cond>> = conditions.iter().map(|cond| self.cond(cond, scope)).collect();
        conditions.into_iter().collect()
    }

    /// A number that is the same on every record.
    pub fn fixed_number(&mut self, expr: &'a ast::Expr, why: &str) -> Option<Decimal> {
        let scope = Scope::of(super::kinds::CONTACT).with_ban(super::scope::Ban::Fixed);
        let value = self.number(expr, &scope, why)?;
        match constant::folded(&value) {
            Some(number) => Some(number),
            None => {
                let message = format!("{} is not a fixed number", quoted(self.slice(expr.span)));
                self.report(
                    Diagnostic::new(Code::NotConstant, expr.span, message)
                        .label(why)
                        .help("write a number, or use a `param`"),
                )
            }
        }
    }
}

/// A constant.
pub(super) fn constant_val(value: Value, ty: Type, span: Span) -> Val {
    Val::known(Expr { kind: ExprKind::Const(value), ty, span })
}

fn arith_op(op: ast::ArithmeticOp) -> ArithOp {
    match op {
        ast::ArithmeticOp::Add => ArithOp::Add,
        ast::ArithmeticOp::Subtract => ArithOp::Subtract,
        ast::ArithmeticOp::Multiply => ArithOp::Multiply,
        ast::ArithmeticOp::Divide => ArithOp::Divide,
    }
}
