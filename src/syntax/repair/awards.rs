//! Points in other forms: `=> =5`, `=> +5 per seat`, `=> +1 each`, `=> +20 else 0`, and limits before the arrow.

use super::{Broken, Change, Kind};
use crate::syntax::scan::PieceKind;
use crate::syntax::words;

/// What is said differently behind `=>`, and limits that stand before it.
pub(super) fn award_forms(broken: &Broken<'_>) -> Vec<Change> {
    let Some(arrow) = (1..broken.pieces.len()).find(|index| broken.is_sign(*index, "=>")) else {
        return Vec::new();
    };
    if !broken.needs_arrow() {
        return Vec::new();
    }
    let finders = [equals, each, per, else_nothing];
    let mut changes: Vec<Change> = finders.iter().filter_map(|find| find(broken, arrow)).collect();
    changes.extend(limit_before(broken, arrow));
    changes.extend(dangling(broken, arrow));
    changes
}

fn is_number(broken: &Broken<'_>, index: usize) -> bool {
    broken.kind(index) == Some(PieceKind::Number)
}

/// The piece after the points, which begin behind the arrow.
fn after_points(broken: &Broken<'_>, arrow: usize) -> Option<usize> {
    let number = arrow + 1 + usize::from(matches!(broken.written(arrow + 1), "+" | "-"));
    is_number(broken, number).then_some(number + 1)
}

/// `=> =5`: points have a sign.
fn equals(broken: &Broken<'_>, arrow: usize) -> Option<Change> {
    let index = arrow + 1;
    let fits = broken.is_sign(index, "=") && broken.touches_next(index) && is_number(broken, index + 1);
    fits.then(|| broken.replace(Kind::WrongPart("=".to_owned(), "+".to_owned()), index, "+"))
}

/// `=> +1 each`, `=> +1 every time`: points for activities are for each.
fn each(broken: &Broken<'_>, arrow: usize) -> Option<Change> {
    let at = after_points(broken, arrow)?;
    let length = match (broken.written(at), broken.written(at + 1)) {
        ("each" | "every", "time") => 2,
        ("each" | "apiece", _) => 1,
        _ => return None,
    };
    let ends =
        matches!(broken.written(at + length), "" | ",") || matches!(broken.kind(at + length), Some(PieceKind::Text(_)));
    ends.then(|| {
        let place = broken.range(at).start..broken.range(at + length - 1).end;
        let gap = broken.range(at - 1).end..place.end;
        broken.change(Kind::ExtraPart(broken.text[place.clone()].to_owned()), place).edit(gap, "")
    })
}

/// `=> +5 per seat`: times a field, or once for each of its values.
fn per(broken: &Broken<'_>, arrow: usize) -> Option<Change> {
    let at = after_points(broken, arrow)?;
    let is_own = broken.is_name(at + 1) && words::all().binary_search(&broken.written(at + 1)).is_err();
    let ends = matches!(broken.written(at + 2), "" | ",") || matches!(broken.kind(at + 2), Some(PieceKind::Text(_)));
    if !broken.is_word(at, "per") || !ends {
        return None;
    }
    let name = broken.written(at + 1);
    let points = &broken.text[broken.range(arrow + 1).start..broken.range(at - 1).end];
    let meant = if is_own { format!("{points} * {name}") } else { format!("{points}, once per {name}") };
    let other = is_own.then(|| format!("{points}, once per {name}"));
    if !is_own && name != "day" {
        return None;
    }
    let place = broken.range(arrow + 1).start..broken.range(at + 1).end;
    let kind = Kind::OtherWords { written: broken.text[place.clone()].to_owned(), meant: meant.clone(), other };
    Some(broken.change(kind, place.clone()).edit(place, meant))
}

/// `=> +20 else 0`: whoever a rule does not fit has nothing from it.
fn else_nothing(broken: &Broken<'_>, arrow: usize) -> Option<Change> {
    let at = after_points(broken, arrow)?;
    let first = at + usize::from(broken.is_sign(at, ","));
    let zero = first + 1 + usize::from(matches!(broken.written(first + 1), "+" | "-"));
    let is_if = (0..arrow).any(|index| broken.is_word(index, "then"));
    let fits = matches!(broken.written(first), "else" | "otherwise") && broken.written(zero) == "0" && !is_if;
    (fits && zero + 1 == broken.pieces.len()).then(|| {
        let place = broken.range(first).start..broken.range(zero).end;
        let gap = broken.range(at - 1).end..place.end;
        broken.change(Kind::ExtraPart(broken.text[place.clone()].to_owned()), place).edit(gap, "")
    })
}

/// `whitepaper once => +10`: limits follow the points.
fn limit_before(broken: &Broken<'_>, arrow: usize) -> Option<Change> {
    let first = (1..arrow).rfind(|index| broken.is_word(*index, "once"))?;
    let rest = &broken.text[broken.range(first).start..broken.range(arrow - 1).end];
    let per = broken.is_word(first + 1, "per") && first + 3 == arrow;
    let end = after_points(broken, arrow)?;
    let named = broken.is_name(first - 1) || broken.is_sign(first - 1, ")");
    if !named || !per && first + 1 != arrow {
        return None;
    }
    let place = broken.range(first).start..broken.range(arrow - 1).end;
    let head = broken.range(first - 1).end;
    let points = broken.range(end - 1).end;
    let meant = format!("=> {}, {rest}", &broken.text[broken.range(arrow + 1).start..points]);
    let kind = Kind::OtherWords { written: rest.to_owned(), meant, other: None };
    let change = broken.change(kind, place.clone()).edit(head..place.end, "");
    Some(change.edit(points..points, format!(", {rest}")))
}

/// `a == 1 and =>`: a word that joins nothing.
fn dangling(broken: &Broken<'_>, arrow: usize) -> Option<Change> {
    let index = arrow.checked_sub(1).filter(|index| *index > 0)?;
    let fits = ["and", "or", "&", "&&", "|", "||"].iter().any(|word| broken.written(index).eq_ignore_ascii_case(word));
    fits.then(|| {
        let gap = broken.range(index - 1).end..broken.range(index).end;
        broken.change(Kind::ExtraPart(broken.written(index).to_owned()), broken.range(index)).edit(gap, "")
    })
}
