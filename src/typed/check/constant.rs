//! Constants: what is written out in the rules, with the bounds of section 2 of the semantics.

use super::super::{ArithOp, Expr, ExprKind};
use super::finding::quoted;
use crate::diag::{Applicability, Code, Diagnostic, Diagnostics, Fix};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::number::NumberError;
use crate::values::read::{RawScalar, fit, fit_list};
use crate::values::text::{is_blank, trim};
use crate::values::zone::parse_instant;
use crate::values::{Date, Decimal, Duration, Instant, Type, Unit, Value, Zone};

/// Decimal places that numbers have.
const PLACES: usize = 6;

/// The value of a number as written; more than six places or a size beyond 10^12 is reported.
pub(super) fn number(lit: &ast::NumberLit, findings: &mut Diagnostics) -> Option<Decimal> {
    let digits = lit.digits();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let needed = if lit.percent { percent_places(whole, fraction) } else { fraction.trim_end_matches('0').len() };
    if needed > PLACES {
        let what = if lit.percent { "more than four places of a percent" } else { "more than six decimal places" };
        let message = format!("{} has {what}, and numbers have six", quoted(&lit.text));
        findings.push(Diagnostic::new(Code::OutOfBounds, lit.span, message).help("round it"));
        return None;
    }
    if fraction == "000" && whole.len() <= 3 && !whole.trim_start_matches('0').is_empty() && !lit.percent {
        findings.push(thousands_point(lit, whole));
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let spelled = match (fraction, lit.percent) {
        ("", false) => whole.to_owned(),
        ("", true) => format!("{whole}e-2"),
        (fraction, false) => format!("{whole}.{fraction}"),
        (fraction, true) => format!("{whole}.{fraction}e-2"),
    };
    match Decimal::parse(&spelled) {
        Ok(number) => Some(number),
        Err(NumberError::TooLarge | NumberError::NotANumber) => {
            let message = format!("{} is beyond 1,000,000,000,000, the greatest number", quoted(&lit.text));
            findings.push(Diagnostic::new(Code::OutOfBounds, lit.span, message).help("write a smaller number"));
            None
        }
    }
}

/// `20.000`: in some countries twenty thousand, here twenty.
fn thousands_point(lit: &ast::NumberLit, whole: &str) -> Diagnostic {
    let message = format!("{} is {whole}: a point begins decimals", quoted(&lit.text));
    let edit = format!("{}_000", whole.replace('.', "_"));
    Diagnostic::new(Code::ThousandsPoint, lit.span, message)
        .label("in some countries this is a thousand times as much")
        .help(format!("write `{edit}`, or `{whole}` if that is meant"))
        .fix(Fix::replace(format!("write `{edit}`"), lit.span, edit, Applicability::Suggestion))
}

/// Decimal places of the hundredth part: none for `300%`, one for `50%`, four for `12.25%`.
fn percent_places(whole: &str, fraction: &str) -> usize {
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        return fraction.len() + 2;
    }
    2_usize.saturating_sub(whole.len() - whole.trim_end_matches('0').len())
}

/// The length of a duration as written.
pub(super) fn duration(lit: &ast::Duration, findings: &mut Diagnostics) -> Option<Duration> {
    let duration = Duration::new(u64::from(lit.count), unit(lit.unit));
    if duration.is_none() {
        let message = format!("`{}{}` is longer than ten thousand years", lit.count, lit.unit.letter());
        findings.push(Diagnostic::new(Code::OutOfBounds, lit.span, message).help("write a shorter time"));
    }
    duration
}

/// The unit of a duration.
pub(super) fn unit(unit: ast::DurationUnit) -> Unit {
    match unit {
        ast::DurationUnit::Second => Unit::Second,
        ast::DurationUnit::Minute => Unit::Minute,
        ast::DurationUnit::Hour => Unit::Hour,
        ast::DurationUnit::Day => Unit::Day,
        ast::DurationUnit::Week => Unit::Week,
    }
}

/// The day of a date as written.
pub(super) fn date(lit: &ast::DateLit, findings: &mut Diagnostics) -> Option<Date> {
    let date = Date::parse(&lit.text);
    if date.is_none() {
        let message = format!("there is no day {}", quoted(&lit.text));
        let diagnostic = Diagnostic::new(Code::NoSuchDate, lit.span, message);
        findings.push(match near_date(&lit.text) {
            Some((near, why)) => diagnostic.help(format!("{why}write `{near}`")).fix(Fix::replace(
                format!("write `{near}`"),
                lit.span,
                near,
                Applicability::Suggestion,
            )),
            None => diagnostic.help("write year, month and day: `2026-11-01`"),
        });
    }
    date
}

/// The day that was likely meant, and what is wrong with the one that was written.
fn near_date(text: &str) -> Option<(String, &'static str)> {
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
    let swapped = format!("{year}-{day}-{month}");
    if month.parse::<u32>().is_ok_and(|month| month > 12) {
        return Date::parse(&swapped).map(|_| (swapped, "months go to `12`; with day and month swapped, "));
    }
    let last = (28..=31).rev().map(|day| format!("{year}-{month}-{day}")).find(|date| Date::parse(date).is_some())?;
    (day.parse::<u32>().is_ok_and(|day| day > 28)).then_some((last, "its month ends earlier; "))
}

/// The moment of an instant as written; it carries its offset.
pub(super) fn instant(lit: &ast::InstantLit, findings: &mut Diagnostics) -> Option<Instant> {
    // `2026-11-01T09:00Z` is allowed in rules; data has seconds.
    let spelled = with_seconds(&lit.text);
    match parse_instant(&spelled, &Zone::utc()) {
        Ok(instant) => Some(instant),
        Err(why) => {
            let message = format!("{} is no time: {why}", quoted(&lit.text));
            findings
                .push(Diagnostic::new(Code::NoSuchDate, lit.span, message).help("write it as `2026-11-01T09:00:00Z`"));
            None
        }
    }
}

fn with_seconds(text: &str) -> String {
    const MINUTES_END: usize = "2026-11-01T09:00".len();
    match text.as_bytes().get(MINUTES_END) {
        Some(b':') | None => text.to_owned(),
        Some(_) if text.is_char_boundary(MINUTES_END) => {
            format!("{}:00{}", &text[..MINUTES_END], &text[MINUTES_END..])
        }
        Some(_) => text.to_owned(),
    }
}

/// A value that is written out: no names, nothing computed but a sign. What else stands there is reported.
pub(super) fn literal(expr: &ast::Expr, findings: &mut Diagnostics) -> Option<(Value, Type)> {
    Some(match &*expr.kind {
        ast::ExprKind::Number(lit) => (Value::Number(number(lit, findings)?), Type::Number),
        ast::ExprKind::Sign(sign, inner) => {
            let ast::ExprKind::Number(lit) = &*inner.kind else { return not_literal(expr, findings) };
            let size = number(lit, findings)?;
            let signed = if sign.node == ast::Sign::Minus { size.checked_neg()? } else { size };
            (Value::Number(signed), Type::Number)
        }
        ast::ExprKind::Text(lit) => {
            let Some(text) = lit.plain() else { return not_literal(expr, findings) };
            if is_blank(text) {
                return blank(expr.span, findings);
            }
            (Value::text(text), Type::Text)
        }
        ast::ExprKind::YesNo(yes) => (Value::YesNo(*yes), Type::YesNo),
        ast::ExprKind::Date(lit) => (Value::Date(date(lit, findings)?), Type::Date),
        ast::ExprKind::Instant(lit) => (Value::Time(instant(lit, findings)?), Type::Time),
        ast::ExprKind::List(elements) => return literal_list(expr, elements, findings),
        ast::ExprKind::Duration(_) => {
            findings.push(named_duration(expr.span));
            return None;
        }
        _ => return not_literal(expr, findings),
    })
}

fn literal_list(expr: &ast::Expr, elements: &[ast::Expr], findings: &mut Diagnostics) -> Option<(Value, Type)> {
    let mut values = Vec::new();
    let mut ty: Option<Type> = None;
    for element in elements {
        let (value, element_ty) = literal(element, findings)?;
        if matches!(element_ty, Type::List(_)) || ty.as_ref().is_some_and(|ty| *ty != element_ty) {
            let message = "the elements of a list are all texts, or all numbers, or all dates";
            findings.push(Diagnostic::new(Code::BadList, element.span, message).help("make it like the others"));
            return None;
        }
        ty = Some(element_ty);
        values.push(value);
    }
    let Some(ty) = ty else {
        findings.push(Diagnostic::new(Code::BadList, expr.span, "this list is empty").help("write its elements"));
        return None;
    };
    Some((Value::list(values), Type::List(Box::new(ty))))
}

/// `let d = 30d`: what windows and decays take cannot come from elsewhere.
pub(super) fn named_duration(span: Span) -> Diagnostic {
    let message = "a length of time has no name: windows, orders and decays hold theirs written out";
    Diagnostic::new(Code::NotAValue, span, message).help("write it where it is used: `in last 30d`")
}

fn not_literal(expr: &ast::Expr, findings: &mut Diagnostics) -> Option<(Value, Type)> {
    let message = "only a value that is written out can stand here: a number, text, yes, no, date, or list of them";
    findings.push(Diagnostic::new(Code::NotConstant, expr.span, message).help("write the value itself"));
    None
}

fn blank<T>(span: Span, findings: &mut Diagnostics) -> Option<T> {
    findings.push(Diagnostic::new(Code::BlankText, span, "an empty text is missing").help("write what it should hold"));
    None
}

/// A value of that type from a command line, where a list is written with commas; the error reads on after the value.
pub(super) fn from_outside(text: &str, ty: &Type, zone: &Zone) -> Result<Value, String> {
    let value = match ty {
        Type::List(element) => {
            let mut misfit = None;
            let parts = text.split(',').map(|part| RawScalar::Text(trim(part)));
            let list = fit_list(element, parts, zone, |_, why| {
                misfit.get_or_insert(why.to_string());
            });
            if let Some(why) = misfit {
                return Err(why);
            }
            list
        }
        Type::YesNo | Type::Date | Type::Time | Type::TimeOrDate | Type::Number | Type::WholeNumber => {
            fit(ty, RawScalar::Text(trim(text)), zone).map_err(|why| why.to_string())?
        }
        Type::Text | Type::ExactText | Type::OneOf(_) => Value::text(text),
    };
    if value.is_missing() { Err("is empty".to_owned()) } else { Ok(value) }
}

/// The number an expression always has, where it is made of constants only; `None` elsewhere, and where an operation
/// on them has no result.
pub(super) fn folded(expr: &Expr) -> Option<Decimal> {
    match &expr.kind {
        ExprKind::Const(value) => value.as_number(),
        ExprKind::Negate(inner) => folded(inner)?.checked_neg(),
        ExprKind::Abs(inner) => Some(folded(inner)?.abs()),
        ExprKind::Floor(inner) => Some(folded(inner)?.floor()),
        ExprKind::Ceil(inner) => Some(folded(inner)?.ceil()),
        ExprKind::Round(inner, step) => folded(inner)?.round_half_even_to(*step),
        ExprKind::Least(parts) => parts.iter().map(folded).collect::<Option<Vec<_>>>()?.into_iter().min(),
        ExprKind::Greatest(parts) => parts.iter().map(folded).collect::<Option<Vec<_>>>()?.into_iter().max(),
        ExprKind::Arith(op, left, right) => {
            let (left, right) = (folded(left)?, folded(right)?);
            match op {
                ArithOp::Add => left.checked_add(right),
                ArithOp::Subtract => left.checked_sub(right),
                ArithOp::Multiply => left.checked_mul(right),
                ArithOp::Divide => left.checked_div(right),
            }
        }
        _ => None,
    }
}

/// A whole number above zero, as counts are.
pub(super) fn count(lit: &ast::NumberLit, findings: &mut Diagnostics) -> Option<u32> {
    let value = number(lit, findings)?;
    let whole = if lit.percent { None } else { value.to_whole() };
    match whole.and_then(|whole| u32::try_from(whole).ok()).filter(|whole| *whole > 0) {
        Some(count) => Some(count),
        None => {
            findings.push(bad_count(lit.span, &lit.text));
            None
        }
    }
}

/// `at most 0 times`, `top 2.5`.
pub(super) fn bad_count(span: Span, written: &str) -> Diagnostic {
    let message = format!("{} cannot be a count: it has to be a whole number above zero", quoted(written));
    Diagnostic::new(Code::BadCount, span, message).help("write `1` or more").fix(Fix::replace(
        "write `1`",
        span,
        "1",
        Applicability::Suggestion,
    ))
}

/// Whether a number is written out, signed or not.
pub(super) fn is_written_number(expr: &ast::Expr) -> bool {
    match &*expr.kind {
        ast::ExprKind::Number(_) => true,
        ast::ExprKind::Sign(_, inner) => matches!(&*inner.kind, ast::ExprKind::Number(_)),
        _ => false,
    }
}
