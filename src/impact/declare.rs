//! What two versions declare, as one: kinds of records, fields, links and activities under common ids.

use crate::typed::{
    ActivityFieldId, ActivityType, ActivityTypeId, FieldId, Kind, KindId, Link, LinkId, TypedRules, Via,
};

/// The merged ids of what a version calls by its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    kinds: Vec<KindId>,
    /// By kind, then by field.
    fields: Vec<Vec<FieldId>>,
    /// By kind, then by link, with the version's own id of where it leads.
    links: Vec<Vec<(LinkId, KindId)>>,
    activity_types: Vec<ActivityTypeId>,
    activity_fields: Vec<ActivityFieldId>,
    /// How many owners stand before those of the version.
    pub owners: u32,
}

impl Ids {
    pub fn kind(&self, kind: KindId) -> KindId {
        self.kinds[kind.0 as usize]
    }

    pub fn field(&self, kind: KindId, field: FieldId) -> FieldId {
        self.fields[kind.0 as usize][field.0 as usize]
    }

    /// A link, and where it leads by the version's own ids.
    pub fn link(&self, kind: KindId, link: LinkId) -> (LinkId, KindId) {
        self.links[kind.0 as usize][link.0 as usize]
    }

    pub fn activity_type(&self, ty: ActivityTypeId) -> ActivityTypeId {
        self.activity_types[ty.0 as usize]
    }

    pub fn activity_field(&self, field: ActivityFieldId) -> ActivityFieldId {
        self.activity_fields[field.0 as usize]
    }
}

/// Adds what a version declares to `merged`. None where the two read one field, link or day differently: then one
/// reading of the records cannot serve both.
pub(super) fn join(merged: &mut TypedRules, version: &TypedRules) -> Option<Ids> {
    if merged.zone != version.zone {
        return None;
    }
    let mut ids = Ids::default();
    for kind in &version.kinds {
        let found = merged.kinds.iter().position(|known| known.name == kind.name);
        let place = found.unwrap_or_else(|| {
            let (fields, links) = (Vec::new(), Vec::new());
            merged.kinds.push(Kind { fields, links, contacts_link: None, ..kind.clone() });
            merged.kinds.len() - 1
        });
        ids.kinds.push(KindId(index(place)));
        let fields = kind.fields.iter().map(|field| join_field(&mut merged.kinds[place], field));
        ids.fields.push(fields.collect::<Option<_>>()?);
    }
    join_links(merged, version, &mut ids)?;
    for ty in &version.activity_types {
        let found = merged.activity_types.iter().position(|known| known.name == ty.name);
        let place = found.unwrap_or_else(|| {
            merged.activity_types.push(ActivityType { ..ty.clone() });
            merged.activity_types.len() - 1
        });
        merged.activity_types[place].declared |= ty.declared;
        ids.activity_types.push(ActivityTypeId(index(place)));
    }
    join_activity_fields(merged, version, &mut ids);
    merged.activities_declared |= version.activities_declared;
    Some(ids)
}

fn index(place: usize) -> u32 {
    u32::try_from(place).expect("the checker bounds the size of programs")
}

fn join_field(kind: &mut Kind, field: &crate::typed::Field) -> Option<FieldId> {
    let Some(place) = kind.fields.iter().position(|known| known.name == field.name) else {
        kind.fields.push(field.clone());
        return Some(FieldId(index(kind.fields.len() - 1)));
    };
    let known = &mut kind.fields[place];
    let is_same = known.ty == field.ty && known.path == field.path;
    if !is_same && known.used && field.used {
        return None;
    }
    if !is_same && field.used {
        *known = field.clone();
    }
    known.used |= field.used;
    Some(FieldId(index(place)))
}

/// A way back needs the link that it is the way back of, which may be one of another kind.
fn join_links(merged: &mut TypedRules, version: &TypedRules, ids: &mut Ids) -> Option<()> {
    ids.links = version.kinds.iter().map(|kind| vec![(LinkId(0), KindId(0)); kind.links.len()]).collect();
    let forward = |link: &Link| !matches!(link.via, Via::Back(_));
    for is_forward in [true, false] {
        for (at, kind) in version.kinds.iter().enumerate() {
            for (place, link) in kind.links.iter().enumerate().filter(|(_, link)| forward(link) == is_forward) {
                let via = match link.via {
                    Via::Key(field) => Via::Key(ids.fields[at][field.0 as usize]),
                    Via::Back(of) => Via::Back(ids.link(link.target, of).0),
                    Via::Everyone => Via::Everyone,
                };
                let joined = Link { via, target: ids.kind(link.target), ..link.clone() };
                let into = &mut merged.kinds[ids.kinds[at].0 as usize].links;
                let found = into.iter().position(|known| known.name == joined.name);
                if let Some(known) = found.map(|found| &into[found])
                    && (known.via != joined.via || known.target != joined.target || known.many != joined.many)
                {
                    return None;
                }
                let found = found.unwrap_or_else(|| {
                    into.push(joined);
                    into.len() - 1
                });
                ids.links[at][place] = (LinkId(index(found)), link.target);
            }
        }
    }
    for (at, kind) in version.kinds.iter().enumerate() {
        let link = kind.contacts_link.map(|link| ids.links[at][link.0 as usize].0);
        let known = &mut merged.kinds[ids.kinds[at].0 as usize].contacts_link;
        if known.is_some() && link.is_some() && *known != link {
            return None;
        }
        *known = known.or(link);
    }
    Some(())
}

/// Of one name there may be several: each type and each set of activities is a field of its own.
fn join_activity_fields(merged: &mut TypedRules, version: &TypedRules, ids: &mut Ids) {
    for field in &version.activity_fields {
        let of = field.of.as_ref().map(|of| of.iter().map(|ty| ids.activity_type(*ty)).collect());
        let joined = crate::typed::ActivityField { of, ..field.clone() };
        let found = merged.activity_fields.iter().position(|known| {
            known.name == joined.name && known.ty == joined.ty && known.path == joined.path && known.of == joined.of
        });
        let place = found.unwrap_or_else(|| {
            merged.activity_fields.push(joined);
            merged.activity_fields.len() - 1
        });
        merged.activity_fields[place].used |= field.used;
        ids.activity_fields.push(ActivityFieldId(index(place)));
    }
}
