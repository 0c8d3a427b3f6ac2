//! Aggregates over activities.

use super::super::{ActivityTypeId, Aggregate, AggregateKind, Expr, ExprKind};
use super::constant;
use super::exec::{Checker, Val};
use super::finding::{a_type, quoted};
use super::infer::Var;
use super::kinds::joined_names;
use super::scope::{Ban, Scope, Types};
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::{Decimal, Type, Unit};

impl<'a> Checker<'a> {
    /// `count(page_view in last 7d)`, `max(account.contacts.lead)`.
    pub fn aggregate(&mut self, node: &'a ast::Aggregate, span: Span, scope: &Scope) -> Option<Val> {
        self.sees_log(scope, span)?;
        let of = self.aggregate_kind(node)?;
        if self.is_over_link(&node.over, scope)? {
            return self.linked(node, of, span, scope);
        }
        if let Some(elsewhere) = node.elsewhere.as_deref() {
            return self.no_records_elsewhere(node, elsewhere);
        }
        let field = self.aggregate_field(node, scope)?;
        let checked = self.phrase_parts(&node.over, scope, true)?;
        if checked.stretch.is_some() && matches!(of, AggregateKind::Latest | AggregateKind::Earliest) {
            return self.no_greatest(node);
        }
        let value = match field {
            None => None,
            Some(names) => {
                let at = names[0].span.to(names[names.len() - 1].span);
                let inside = scope.in_activity(checked.types, Ban::Where);
                Some(self.aggregated_value(names, at, &inside)?)
            }
        };
        let (value, ty, open) = self.aggregate_type(of, value, node)?;
        let aggregate = Aggregate { of, phrase: checked.phrase, value, stretch: checked.stretch };
        Some(Val { expr: Expr { kind: ExprKind::Aggregate(Box::new(aggregate)), ty, span }, open })
    }

    /// `max(lead at 30d ago)`: one score of one record.
    fn no_records_elsewhere(&mut self, node: &ast::Aggregate, elsewhere: &ast::Elsewhere) -> Option<Val> {
        let path = &node.over.sources[0];
        let (name, written) = (node.function.node.name(), self.slice(path.span));
        let message = format!("{} is one score, and `{name}` goes over many", quoted(written));
        let help = match elsewhere.ago {
            Some(_) => format!("write `highest({written} in last 90d)`, or start at a link to many records"),
            None => "leave the brackets out, or start at a link to many records".to_owned(),
        };
        self.report(Diagnostic::new(Code::OneOrMany, path.span, message).help(help))
    }

    /// `latest(E.x in any 2h)`: the value at an end of a stretch has no greatest.
    fn no_greatest(&mut self, node: &ast::Aggregate) -> Option<Val> {
        let name = node.function.node.name();
        let message = format!("`in any ..` gives the greatest of many figures, and `{name}` gives no figure");
        self.report(
            Diagnostic::new(Code::Misplaced, node.function.span, message)
                .help(format!("remove `in any ..`, or write `max(..)` instead of `{name}(..)`")),
        )
    }

    /// The function with its constants.
    fn aggregate_kind(&mut self, node: &ast::Aggregate) -> Option<AggregateKind> {
        Some(match node.function.node {
            ast::AggregateFunction::Count => AggregateKind::Count,
            ast::AggregateFunction::Sum => AggregateKind::Sum,
            ast::AggregateFunction::Avg => AggregateKind::Average,
            ast::AggregateFunction::Min => AggregateKind::Least,
            ast::AggregateFunction::Max => AggregateKind::Greatest,
            ast::AggregateFunction::Distinct => AggregateKind::Distinct,
            ast::AggregateFunction::Percentile => AggregateKind::Percentile(self.percentile(node)?),
            ast::AggregateFunction::Days => AggregateKind::ActiveDays,
            ast::AggregateFunction::Weeks => AggregateKind::ActiveWeeks,
            ast::AggregateFunction::Streak => AggregateKind::Streak { days_off: self.days_off(node)? },
            ast::AggregateFunction::Latest => AggregateKind::Latest,
            ast::AggregateFunction::Earliest => AggregateKind::Earliest,
        })
    }

    fn percentile(&mut self, node: &ast::Aggregate) -> Option<Decimal> {
        let Some(lit) = &node.percentile else {
            let message = "`percentile` takes a number from 0 to 100 first";
            return self.report(
                Diagnostic::new(Code::WrongInputs, node.function.span, message).help("write `percentile(75, ..)`"),
            );
        };
        let percent = constant::number(lit, self.findings())?;
        if !lit.percent && percent >= Decimal::ZERO && percent <= Decimal::from_int(100) {
            return Some(percent);
        }
        let message = format!("{} is no number from 0 to 100", quoted(self.slice(lit.span)));
        self.report(Diagnostic::new(Code::OutOfBounds, lit.span, message).help("write `percentile(75, ..)`"))
    }

    fn days_off(&mut self, node: &ast::Aggregate) -> Option<u32> {
        let Some(off) = &node.off else { return Some(0) };
        let days = constant::duration(off, self.findings())?.in_units(Unit::Day);
        match days.and_then(|days| u32::try_from(days).ok()) {
            Some(days) => Some(days),
            None => {
                let message = "a streak counts days, and so do the days it may be interrupted";
                self.report(Diagnostic::new(Code::WrongInputs, off.span, message).help("write `1d off`"))
            }
        }
    }

    /// The field that the sources carry: none for functions that count activities, one for the others.
    fn aggregate_field(&mut self, node: &'a ast::Aggregate, scope: &Scope) -> Option<Option<&'a [ast::Name]>> {
        let name = node.function.node.name();
        let mut fields = node.over.sources.iter().map(|path| &path.names[1..]);
        if counts(node.function.node) {
            let Some(path) = node.over.sources.iter().find(|path| path.names.len() > 1) else { return Some(None) };
            let (source, field) = (&path.names[0].node, joined_names(&path.names[1..]));
            let message =
                format!("`{name}` counts activities, and {} is a field of them", quoted(self.slice(path.span)));
            let help = format!("write `{name}({source} where {field} is known)`, or `distinct({source}.{field})`");
            return self.report(Diagnostic::new(Code::WrongInputs, path.span, message).help(help));
        }
        let first = fields.next()?;
        if let Some(path) = node.over.sources.iter().find(|path| path.names.len() == 1) {
            return self.no_field(path, node, scope);
        }
        for (path, other) in node.over.sources.iter().skip(1).zip(fields) {
            if joined_names(other) != joined_names(first) {
                let message = format!(
                    "`{name}` takes one field, and here are two: {} and {}",
                    quoted(&joined_names(first)),
                    quoted(&joined_names(other))
                );
                return self.report(
                    Diagnostic::new(Code::WrongInputs, path.span, message)
                        .help(format!("add two of them: `{name}(..) + {name}(..)`")),
                );
            }
        }
        Some(Some(first))
    }

    /// `sum(page_view)`, `min(company_size)`: no field of activities.
    fn no_field<T>(&mut self, path: &'a ast::Path, node: &'a ast::Aggregate, scope: &Scope) -> Option<T> {
        let (name, written) = (node.function.node.name(), self.slice(path.span));
        let single = &path.names[0];
        let is_field = self.kinds.field(scope.kind, &single.node).is_some() && self.kinds.get(scope.kind).declared;
        let is_activity = self.activities.type_id(&single.node).is_some();
        if is_field && !is_activity {
            let message = format!("{} is one value, and `{name}` goes over many", quoted(written));
            let help = match node.function.node {
                ast::AggregateFunction::Min | ast::AggregateFunction::Max => {
                    format!("compare it with another value: `{name}({written}, 10)`")
                }
                _ => format!("write `{written}` alone, or a field of activities or linked records"),
            };
            return self.report(Diagnostic::new(Code::WrongInputs, path.span, message).help(help));
        }
        // Whatever else is wrong with the source is said by itself.
        let source = self.source(single, scope)?;
        let other = node.over.sources.iter().find(|path| path.names.len() > 1);
        let field = match other {
            Some(other) => joined_names(&other.names[1..]),
            None => self.number_field_of(&source.types).unwrap_or_else(|| "FIELD".to_owned()),
        };
        let message = format!("`{name}` needs a field of {}", quoted(written));
        let edit = format!("{written}.{field}");
        self.report(Diagnostic::new(Code::WrongInputs, path.span, message).help(format!("write `{name}({edit})`")))
    }

    /// The first field of these activities that is a number, for examples.
    fn number_field_of(&self, types: &Types) -> Option<String> {
        let Types::Some(types) = types else { return None };
        let fields = self.activities.fields().iter();
        let of_these = |of: &[ActivityTypeId]| types.iter().any(|ty| of.contains(ty));
        let mut numbers = fields.filter(|field| field.ty.is_number() && field.of.as_deref().is_none_or(of_these));
        numbers.next().map(|field| field.name.clone())
    }

    /// Checks the value that is aggregated and says what comes out; shared with aggregates over links.
    pub fn aggregate_type(
        &mut self,
        of: AggregateKind,
        value: Option<Val>,
        node: &ast::Aggregate,
    ) -> Option<(Option<Expr>, Type, Option<Var>)> {
        let name = node.function.node.name();
        let Some(value) = value else { return Some((None, Type::WholeNumber, None)) };
        match of {
            AggregateKind::Sum | AggregateKind::Average | AggregateKind::Percentile(_) => {
                let value = self.as_number(value, &format!("`{name}` takes numbers"))?;
                Some((Some(value), Type::Number, None))
            }
            AggregateKind::Least | AggregateKind::Greatest => {
                let value = self.as_level_of_tiers(value);
                if value.open.is_none() && !value.expr.ty.has_order() {
                    let message = format!("`{name}` needs an order, and {} has none", a_type(&value.expr.ty));
                    return self.report(
                        Diagnostic::new(Code::NoOrder, value.expr.span, message)
                            .help("use a number, date, time, or levels `one of \"a\" < \"b\"`"),
                    );
                }
                let ty = value.expr.ty.clone();
                Some((Some(value.expr), ty, value.open))
            }
            AggregateKind::Latest | AggregateKind::Earliest => {
                let ty = value.expr.ty.clone();
                Some((Some(value.expr), ty, value.open))
            }
            AggregateKind::Distinct => Some((Some(value.expr), Type::WholeNumber, None)),
            AggregateKind::Count
            | AggregateKind::ActiveDays
            | AggregateKind::ActiveWeeks
            | AggregateKind::Streak { .. } => Some((None, Type::WholeNumber, None)),
        }
    }

    /// Reports a function that links cannot answer.
    pub fn not_over_links(&mut self, node: &ast::Aggregate) -> Option<Val> {
        let name = node.function.node.name();
        let message = format!("`{name}` asks when something happened, and linked records have no time");
        self.report(
            Diagnostic::new(Code::NotActivities, node.function.span, message)
                .help("write `count`, `max` or `sum`")
                .fix(Fix::replace("write `count`", node.function.span, "count", Applicability::Suggestion)),
        )
    }
}

/// Whether a function counts activities instead of looking at a field of them.
pub(super) fn counts(function: ast::AggregateFunction) -> bool {
    matches!(
        function,
        ast::AggregateFunction::Count
            | ast::AggregateFunction::Days
            | ast::AggregateFunction::Weeks
            | ast::AggregateFunction::Streak
    )
}
