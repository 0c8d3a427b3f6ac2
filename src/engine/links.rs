//! Links between rows, resolved once: from ids to places in the tables.

use super::ids::IdIndex;
use crate::plan::{FieldId, KindId, KindPlan, LinkId, LinkPlan, Plan, Via};
use crate::records::Row;
use crate::values::Value;
use std::sync::OnceLock;

/// The targets of every link that the plan follows.
pub(super) struct Links {
    /// By kind and link; empty for links that nobody follows.
    by_kind: Vec<Vec<Targets>>,
    /// Places of contacts by id, to find whose an activity is; made when the first is asked for, as those who read
    /// activities find their contacts themselves.
    contacts: OnceLock<IdIndex>,
    /// By kind and contact: the records of that kind whose log has the contact's activities.
    owners: Vec<Vec<Vec<u32>>>,
}

enum Targets {
    Unused,
    /// By row.
    Rows(Vec<Vec<u32>>),
    /// All contacts, from every row.
    Everyone(Vec<u32>),
}

impl Links {
    pub(super) fn new(plan: &Plan, rows: &[Vec<Row>]) -> Links {
        let of = |kind: usize| rows.get(kind).map_or(&[][..], Vec::as_slice);
        let is_sought = |kind: usize| {
            let links = plan.kinds.iter().flat_map(|kind| &kind.links);
            links.filter(|link| link.used).any(|link| link.target.0 as usize == kind)
        };
        let index = |kind: usize| IdIndex::new(if is_sought(kind) { of(kind) } else { &[] });
        let places: Vec<IdIndex> = (0..plan.kinds.len()).map(index).collect();
        let mut by_kind: Vec<Vec<Targets>> = (0..plan.kinds.len())
            .map(|kind| plan.kinds[kind].links.iter().map(|link| forward(link, of(kind), &places, of(0))).collect())
            .collect();
        back(plan, rows, &mut by_kind);
        let contacts = places.into_iter().next().filter(|_| is_sought(0)).map_or_else(OnceLock::new, OnceLock::from);
        let mut links = Links { by_kind, contacts, owners: Vec::new() };
        links.owners = plan.kinds.iter().enumerate().map(|(kind, of)| links.owners_of(kind, of, rows)).collect();
        links
    }

    /// The row of a contact by its id.
    pub(super) fn contact(&self, contacts: &[Row], id: &str) -> Option<u32> {
        self.contacts.get_or_init(|| IdIndex::new(contacts)).find(id)
    }

    /// Where a link leads from a row.
    pub(super) fn targets(&self, kind: KindId, link: LinkId, row: u32) -> &[u32] {
        match &self.by_kind[kind.0 as usize][link.0 as usize] {
            Targets::Unused => &[],
            Targets::Everyone(all) => all,
            Targets::Rows(rows) => rows.get(row as usize).map_or(&[], Vec::as_slice),
        }
    }

    /// The record at the end of links that lead to at most one each, with its kind.
    pub(super) fn follow(&self, plan: &Plan, kind: KindId, links: &[LinkId], row: u32) -> Option<(KindId, u32)> {
        links.iter().try_fold((kind, row), |(kind, row), link| {
            let target = plan.kinds[kind.0 as usize].links[link.0 as usize].target;
            self.targets(kind, *link, row).first().map(|next| (target, *next))
        })
    }

    /// The records at the end of links, each once, with their kind.
    pub(super) fn reach(&self, plan: &Plan, kind: KindId, links: &[LinkId], row: u32) -> (KindId, Vec<u32>) {
        links.iter().fold((kind, vec![row]), |(kind, rows), link| {
            let target = plan.kinds[kind.0 as usize].links[link.0 as usize].target;
            let mut next: Vec<u32> = rows.iter().flat_map(|row| self.targets(kind, *link, *row)).copied().collect();
            next.sort_unstable();
            next.dedup();
            (target, next)
        })
    }

    /// The contacts whose activities are a record's.
    pub(super) fn contacts_of(&self, plan: &Plan, kind: KindId, row: u32) -> &[u32] {
        match plan.kinds[kind.0 as usize].contacts_link {
            Some(link) => self.targets(kind, link, row),
            None => &[],
        }
    }

    /// The records of a kind whose log has a contact's activities.
    pub(super) fn owners(&self, kind: KindId, contact: u32) -> &[u32] {
        self.owners[kind.0 as usize].get(contact as usize).map_or(&[], Vec::as_slice)
    }

    fn owners_of(&self, kind: usize, of: &KindPlan, rows: &[Vec<Row>]) -> Vec<Vec<u32>> {
        let n_contacts = rows.first().map_or(0, Vec::len);
        let mut owners = vec![Vec::new(); if of.contacts_link.is_some() { n_contacts } else { 0 }];
        let Some(link) = of.contacts_link else { return owners };
        let n_rows = u32::try_from(rows.get(kind).map_or(0, Vec::len)).expect("rows are numbered by `u32`");
        let kind = KindId(u32::try_from(kind).expect("kinds are numbered by `u32`"));
        for row in 0..n_rows {
            for contact in self.targets(kind, link, row) {
                owners[*contact as usize].push(row);
            }
        }
        owners
    }
}

/// A link by ids in a field, or to everyone; ways back are filled in afterwards.
fn forward(link: &LinkPlan, rows: &[Row], places: &[IdIndex], contacts: &[Row]) -> Targets {
    if !link.used {
        return Targets::Unused;
    }
    match link.via {
        Via::Key(field) => {
            let places = &places[link.target.0 as usize];
            Targets::Rows(rows.iter().map(|row| named(row, field, places)).collect())
        }
        Via::Everyone => Targets::Everyone((0u32..).zip(contacts).map(|(place, _)| place).collect()),
        Via::Back(_) => Targets::Rows(vec![Vec::new(); rows.len()]),
    }
}

/// The rows named by a field, each once, in the order of the list.
fn named(row: &Row, field: FieldId, places: &IdIndex) -> Vec<u32> {
    let ids = row.values.get(field.0 as usize).map_or(&[][..], Value::elements);
    let mut found = Vec::new();
    for place in ids.iter().filter_map(Value::as_text).filter_map(|id| places.find(id)) {
        if !found.contains(&place) {
            found.push(place);
        }
    }
    found
}

/// Turns links around, in the order of the rows that lead here.
fn back(plan: &Plan, rows: &[Vec<Row>], by_kind: &mut [Vec<Targets>]) {
    for (kind, of) in plan.kinds.iter().enumerate() {
        for (link, of) in of.links.iter().enumerate() {
            let (true, Via::Back(behind)) = (of.used, of.via) else { continue };
            let n_rows = rows.get(kind).map_or(0, Vec::len);
            let mut around = vec![Vec::new(); n_rows];
            let n_others = u32::try_from(rows.get(of.target.0 as usize).map_or(0, Vec::len));
            for other in 0..n_others.expect("rows are numbered by `u32`") {
                let targets = match &by_kind[of.target.0 as usize][behind.0 as usize] {
                    Targets::Rows(targets) => targets[other as usize].as_slice(),
                    Targets::Everyone(all) => all,
                    Targets::Unused => &[],
                };
                targets.iter().for_each(|target| around[*target as usize].push(other));
            }
            by_kind[kind][link] = Targets::Rows(around);
        }
    }
}
