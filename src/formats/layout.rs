//! What checked rules need of their records.

use crate::records::{ActivityFieldLayout, FieldLayout, KindLayout, Layout};
use crate::typed::{Field, Kind, TypedRules};

/// The layout of a program's records: the same kinds, fields and activity types under the same ids.
pub fn layout_of(rules: &TypedRules) -> Layout {
    Layout {
        zone: rules.zone.clone(),
        kinds: rules.kinds.iter().map(kind).collect(),
        activity_types: rules.activity_types.iter().map(|ty| ty.name.clone()).collect(),
        activities_declared: rules.activities_declared,
        activity_fields: rules.activity_fields.iter().map(activity_field).collect(),
    }
}

fn kind(kind: &Kind) -> KindLayout {
    KindLayout { name: kind.name.clone(), plural: kind.plural.clone(), fields: kind.fields.iter().map(field).collect() }
}

fn field(field: &Field) -> FieldLayout {
    FieldLayout { name: field.name.clone(), path: field.path.clone(), ty: field.ty.clone(), used: field.used }
}

fn activity_field(field: &crate::typed::ActivityField) -> ActivityFieldLayout {
    let of = field.of.as_ref().map(|types| types.iter().map(|ty| ty.0).collect());
    let (name, path) = (field.name.clone(), field.path.clone());
    ActivityFieldLayout { field: FieldLayout { name, path, ty: field.ty.clone(), used: field.used }, of }
}
