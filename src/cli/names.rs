//! What people call a record: fields that rules need not read, and so a second look into its files.

use super::args::RecordArgs;
use super::exit::Failure;
use super::read_records::rows_of_kind;
use crate::records::{FieldLayout, KindLayout, Layout};
use crate::values::{Type, Value};

/// Fields that hold a whole name.
const WHOLE: &[&str] = &["name", "full_name", "fullname"];
/// Fields that hold the two halves of one.
const FIRST: &[&str] = &["first_name", "firstname"];
const LAST: &[&str] = &["last_name", "lastname"];

/// The name of a record, if a field of it holds one. Records from stdin have none: they cannot be read again.
pub fn name_of(
    (flags, rules): (&RecordArgs, &str),
    kind: usize,
    id: &str,
    layout: &Layout,
) -> Result<Option<String>, Failure> {
    let fields: Vec<&str> = WHOLE.iter().chain(FIRST).chain(LAST).copied().collect();
    let only_names = Layout {
        kinds: layout.kinds.iter().map(|kind| with_fields(kind, &fields)).collect(),
        activity_types: Vec::new(),
        activities_declared: false,
        activity_fields: Vec::new(),
        zone: layout.zone.clone(),
    };
    let rows = rows_of_kind(flags, rules, kind, &only_names)?;
    let Some(row) = rows.iter().find(|row| *row.id == *id) else { return Ok(None) };
    let known = |names: &[&str]| {
        let of = |name: &&str| fields.iter().position(|field| field == name).and_then(|slot| row.values.get(slot));
        names.iter().find_map(|name| of(name).and_then(Value::as_text)).map(|text| text.trim().to_owned())
    };
    let halves: Vec<String> = known(FIRST).into_iter().chain(known(LAST)).collect();
    Ok(known(WHOLE).or(if halves.is_empty() { None } else { Some(halves.join(" ")) }))
}

fn with_fields(kind: &KindLayout, names: &[&str]) -> KindLayout {
    let field = |name: &&str| FieldLayout {
        name: (*name).to_owned(),
        path: vec![(*name).to_owned()],
        ty: Type::Text,
        used: true,
    };
    KindLayout { name: kind.name.clone(), plural: kind.plural.clone(), fields: names.iter().map(field).collect() }
}
