//! Values as they stand in texts and labels; semantics 5.8.

use super::scope::{Evaluator, Scope};
use crate::typed::TemplatePart;
use crate::values::{Decimal, Type, Value};

impl<'a> Evaluator<'a> {
    /// Text with `{..}` inside; blank is missing.
    pub fn template(&self, parts: &'a [TemplatePart], scope: &Scope<'a>) -> Value {
        let mut text = String::new();
        for part in parts {
            match part {
                TemplatePart::Text(written) => text.push_str(written),
                TemplatePart::Value(expr) => text.push_str(&self.shown(&self.value(expr, scope), &expr.ty)),
            }
        }
        Value::text(&text)
    }

    /// A value as text; missing is nothing.
    pub fn shown(&self, value: &Value, ty: &Type) -> String {
        match value {
            Value::Missing => String::new(),
            Value::Number(number) => shortest(*number),
            Value::Text(_) | Value::Choice(_) => self.text_of((value, ty)).as_deref().unwrap_or_default().to_owned(),
            Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::Time(at) => at.to_string(),
            Value::Date(date) => date.to_string(),
            Value::List(elements) => {
                let shown: Vec<String> = elements.iter().map(|one| self.shown(one, ty.element())).collect();
                shown.join(", ")
            }
        }
    }
}

/// The shortest decimal: `52.4`, `-0.000001`, `3`.
fn shortest(number: Decimal) -> String {
    let micro = i128::from(number.micro());
    let digits = format!("{:07}", micro.abs());
    let (before, after) = digits.split_at(digits.len() - 6);
    let after = after.trim_end_matches('0');
    let sign = if micro < 0 { "-" } else { "" };
    if after.is_empty() { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") }
}
