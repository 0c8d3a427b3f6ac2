//! Formulas of a spreadsheet: `=IF(a, 20, 0)`, `AND(a, b)`, `ISBLANK(x)`, `COUNTIF(visit, ..)`, `TODAY()`.

use super::{Broken, Change, Kind};
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// Every formula; each edit is small, so that formulas inside formulas are mended too.
pub(super) fn formulas(broken: &Broken<'_>) -> Vec<Change> {
    let mut changes: Vec<Change> = leading_sign(broken).into_iter().collect();
    let finders = [choice, joined, negation, blank, edge, counted, smaller];
    for index in 0..broken.pieces.len() {
        changes.extend(finders.iter().find_map(|find| find(broken, index)));
    }
    changes
}

/// `=IF(..)`: the sign that begins a formula.
fn leading_sign(broken: &Broken<'_>) -> Option<Change> {
    let fits = broken.is_sign(0, "=") && call(broken, 1).is_some();
    fits.then(|| {
        let at = broken.range(0);
        broken.change(Kind::ExtraPart("=".to_owned()), at.clone()).edit(at.start..broken.range(1).start, "")
    })
}

/// The brackets and separators of a call whose name stands at `index`.
struct Call {
    open: usize,
    /// Commas and semicolons between its arguments.
    separators: Vec<usize>,
    close: usize,
}

fn call(broken: &Broken<'_>, index: usize) -> Option<Call> {
    let open = index + 1;
    if broken.kind(index) != Some(PieceKind::Word) || !broken.is_sign(open, "(") || !broken.touches_next(index) {
        return None;
    }
    let close = broken.closing(open)?;
    Some(Call { open, separators: broken.separators(open, close), close })
}

/// A change of a call into other words, of which only the edits are still missing.
fn of_call(broken: &Broken<'_>, index: usize, call: &Call, meant: &str) -> Change {
    let at = broken.range(index).start..broken.range(call.close).end;
    let written = broken.text[at.clone()].to_owned();
    broken.change(Kind::OtherWords { written, meant: meant.to_owned(), other: None }, at)
}

/// `IF(a, 20, 0)`: a rule, or after `=>` a value.
fn choice(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let name = broken.written(index);
    let call = call(broken, index).filter(|_| name.eq_ignore_ascii_case("if"))?;
    let (start, close) = (broken.range(index).start, broken.range(call.close));
    let first = broken.range(call.open + 1).start;
    let gap = |at: usize| broken.range(at - 1).end..broken.range(at + 1).start;
    let part = |from: usize, to: usize| broken.text[broken.range(from).start..broken.range(to).end].to_owned();
    let [then, otherwise @ ..] = call.separators.as_slice() else { return None };
    let last = otherwise.first().map_or(call.close - 1, |at| at - 1);
    if (0..index).any(|at| broken.is_sign(at, "=>")) {
        let [otherwise] = otherwise else { return None };
        let meant = format!(
            "if {} then {} else {}",
            part(call.open + 1, then - 1),
            part(then + 1, last),
            part(otherwise + 1, call.close - 1)
        );
        let change = of_call(broken, index, &call, &meant).edit(start..first, "if ");
        return Some(change.edit(gap(*then), " then ").edit(gap(*otherwise), " else ").edit(close, ""));
    }
    let is_rule = broken.needs_arrow() && matches!(broken.written(call.close + 1), "" | "=>");
    let nothing_else = match otherwise {
        [] => true,
        [at] => at + 2 == call.close && matches!(broken.written(at + 1), "0" | "\"\""),
        _ => false,
    };
    if !is_rule || !nothing_else || call.close + 1 < broken.pieces.len() {
        return None;
    }
    let sign = if broken.kind(then + 1) == Some(PieceKind::Number) { "+" } else { "" };
    let meant = format!("{} => {sign}{}", part(call.open + 1, then - 1), part(then + 1, last));
    let change = of_call(broken, index, &call, &meant).edit(start..first, "");
    Some(change.edit(gap(*then), format!(" => {sign}")).edit(broken.range(last).end..close.end, ""))
}

/// `AND(a, b)`, `OR(a, b)`.
fn joined(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let word = ["and", "or"].into_iter().find(|word| broken.written(index).eq_ignore_ascii_case(word))?;
    let call = call(broken, index).filter(|call| !call.separators.is_empty())?;
    let whole = index == 0 && broken.is_sign(call.close + 1, "=>");
    let meant = format!("a {word} b");
    let open = if whole { broken.range(call.open).end } else { broken.range(call.open).start };
    let mut change = of_call(broken, index, &call, &meant).edit(broken.range(index).start..open, "");
    for at in &call.separators {
        change = change.edit(broken.range(at - 1).end..broken.range(at + 1).start, format!(" {word} "));
    }
    Some(if whole { change.edit(broken.range(call.close), "") } else { change })
}

/// `NOT(a)`.
fn negation(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let name = broken.written(index);
    let call = call(broken, index).filter(|_| name.eq_ignore_ascii_case("not") && name != "not")?;
    Some(of_call(broken, index, &call, "not (..)").edit(broken.range(index), "not "))
}

/// `ISBLANK(x)`.
fn blank(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let name = broken.written(index).to_lowercase();
    let call = call(broken, index).filter(|call| call.separators.is_empty() && call.close > call.open + 1)?;
    let state = match name.as_str() {
        "isblank" | "isempty" | "isnull" | "isna" | "ismissing" => "is missing",
        "isknown" | "notempty" | "isset" | "isnotblank" => "is known",
        _ => return None,
    };
    let inner = broken.range(call.open + 1).start..broken.range(call.close - 1).end;
    let meant = format!("{} {state}", &broken.text[inner.clone()]);
    let change = of_call(broken, index, &call, &meant).edit(broken.range(index).start..inner.start, "");
    Some(change.edit(inner.end..broken.range(call.close).end, format!(" {state}")))
}

/// `LEFT(country, 1) == "D"`.
fn edge(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let meant = match broken.written(index).to_lowercase().as_str() {
        "left" => "starts with",
        "right" => "ends with",
        _ => return None,
    };
    let call = call(broken, index)?;
    let [comma] = call.separators.as_slice() else { return None };
    let compared = matches!(broken.written(call.close + 1), "==" | "=")
        && matches!(broken.kind(call.close + 2), Some(PieceKind::Text(true)));
    if !compared {
        return None;
    }
    let change = of_call(broken, index, &call, meant);
    let change = change.edit(broken.range(index).start..broken.range(call.open + 1).start, "");
    Some(change.edit(broken.range(comma - 1).end..broken.range(call.close + 1).end, format!(" {meant}")))
}

/// `COUNTIF(visit, page = "/pricing")`, `SUMIF(order.total, last 30d)`.
fn counted(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let meant = match broken.written(index).to_lowercase().as_str() {
        "countif" | "countifs" => "count",
        "sumif" | "sumifs" => "sum",
        "averageif" | "averageifs" => "avg",
        _ => return None,
    };
    let call = call(broken, index)?;
    let mut change = of_call(broken, index, &call, &format!("{meant}(..)")).edit(broken.range(index), meant);
    for at in &call.separators {
        let (last, joint) = match broken.written(at + 1) {
            "last" => (broken.range(at + 1).end, " in last"),
            "in" => (broken.range(at + 1).start, " "),
            _ if *at == call.separators[0] => (broken.range(at + 1).start, " where "),
            _ => (broken.range(at + 1).start, " and "),
        };
        change = change.edit(broken.range(at - 1).end..last, joint);
    }
    Some(change)
}

/// `COUNT(visit)`, `AVERAGE(visit.minutes)`: a function in capitals, or by the name that a spreadsheet has for it.
fn smaller(broken: &Broken<'_>, index: usize) -> Option<Change> {
    let written = broken.written(index);
    let lower = written.to_lowercase();
    let call = call(broken, index)?;
    let meant = match lower.as_str() {
        "average" | "mean" => "avg",
        "countunique" => "distinct",
        "roundup" | "ceiling" => "ceil",
        "rounddown" => "floor",
        other => words::functions().find(|name| *name == other)?,
    };
    let mut change = broken.replace(Kind::MisspeltWord(written.to_owned(), meant.to_owned()), index, meant);
    for at in call.separators.iter().filter(|at| broken.is_sign(**at, ";")) {
        change = change.edit(broken.range(*at), ",");
    }
    (written != meant).then_some(change)
}
