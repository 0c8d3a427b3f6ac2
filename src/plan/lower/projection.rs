//! What is known before and after all else: the tables that come straight from the rules, and what is read of records.

use crate::plan::*;
use crate::typed::{ActivityFieldId, KindId, LinkId, TypedRules, Via};
use crate::values::Value;
use crate::values::text::{fold, trim, word_form};
use std::collections::BTreeSet;

mod wanted;

/// A plan with the tables that need no lowering.
pub(super) fn empty_plan(rules: &TypedRules) -> Plan {
    Plan {
        zone: rules.zone.clone(),
        kinds: rules.kinds.iter().map(kind).collect(),
        activities: activities(rules),
        params: rules.params.iter().map(|param| (param.name.clone(), param.value.clone())).collect(),
        lists: rules.lists.iter().map(list).collect(),
        tables: rules.tables.iter().map(table).collect(),
        patterns: Vec::new(),
        half_lives: Vec::new(),
        nodes: Vec::new(),
        logs: Vec::new(),
        exclusions: Vec::new(),
        exclude_reasons: rules.excludes.iter().map(|exclude| exclude.reason.clone()).collect(),
        stores: Vec::new(),
        selections: Vec::new(),
        ignores: Vec::new(),
        kept: BTreeSet::new(),
        accumulators: Vec::new(),
        decays: Vec::new(),
        rules: Vec::new(),
        owners: rules.owners.iter().map(owner).collect(),
        scores: rules.scores.iter().map(score).collect(),
        instances: Vec::new(),
        labels: Vec::new(),
        segments: Vec::new(),
        probes: Vec::new(),
        stages: Vec::new(),
        on_demand: BTreeSet::new(),
        places: Vec::new(),
    }
}

fn kind(kind: &crate::typed::Kind) -> KindPlan {
    let field = |field: &crate::typed::Field| FieldPlan {
        name: field.name.clone(),
        path: field.path.clone(),
        ty: field.ty.clone(),
        used: field.used,
    };
    let link = |link: &crate::typed::Link| LinkPlan {
        name: link.name.clone(),
        target: link.target,
        many: link.many,
        via: link.via,
        used: false,
    };
    KindPlan {
        name: kind.name.clone(),
        fields: kind.fields.iter().map(field).collect(),
        links: kind.links.iter().map(link).collect(),
        contacts_link: kind.contacts_link,
        while_reading: false,
    }
}

fn activities(rules: &TypedRules) -> ActivityPlan {
    let field = |field: &crate::typed::ActivityField| ActivityFieldPlan {
        name: field.name.clone(),
        path: field.path.clone(),
        ty: field.ty.clone(),
        of: field.of.clone().map(|mut types| {
            types.sort_unstable();
            types.dedup();
            types
        }),
        used: field.used,
    };
    let of_type =
        |ty: &crate::typed::ActivityType| ActivityTypePlan { name: ty.name.clone(), wanted: Wanted::default() };
    ActivityPlan {
        types: rules.activity_types.iter().map(of_type).collect(),
        fields: rules.activity_fields.iter().map(field).collect(),
        declared: rules.activities_declared,
        ids: false,
        every: Wanted::default(),
    }
}

fn list(list: &crate::typed::List) -> ListPlan {
    let mut keys: Vec<Value> = list.values.iter().map(|value| value.group_key(&list.ty)).collect();
    keys.sort();
    keys.dedup();
    let texts: Vec<&str> = list.values.iter().filter_map(Value::as_text).collect();
    let folded = texts.iter().map(|text| fold(trim(text)).into_owned()).collect();
    let exact = texts.iter().map(|text| (*text).to_owned()).collect();
    ListPlan {
        name: list.name.clone(),
        ty: list.ty.clone(),
        values: list.values.clone(),
        keys,
        folded: parts(folded),
        exact: parts(exact),
    }
}

fn parts(parts: Vec<String>) -> Parts {
    let words = parts.iter().map(|part| word_form(part)).collect();
    Parts { parts, words }
}

fn table(table: &crate::typed::Table) -> TablePlan {
    let row = |(keys, value): &(Vec<Value>, Value)| {
        let keys = keys.iter().zip(&table.key_types).map(|(key, ty)| key.group_key(ty)).collect();
        (keys, value.clone())
    };
    let mut rows: Vec<(Vec<Value>, Value)> = table.rows.iter().map(row).collect();
    rows.sort();
    TablePlan {
        name: table.name.clone(),
        key_types: table.key_types.clone(),
        value_type: table.value_type.clone(),
        rows,
    }
}

fn owner(owner: &crate::typed::Owner) -> OwnerPlan {
    OwnerPlan {
        id: owner.id.clone(),
        score: owner.score,
        what: owner.what,
        name: owner.name.clone(),
        text: owner.text.clone(),
        reason: owner.reason.clone(),
        span: owner.span,
    }
}

fn score(score: &crate::typed::Score) -> ScorePlan {
    let tier = |tier: &crate::typed::Tier| TierPlan { name: tier.name.clone(), test: tier.test };
    ScorePlan {
        name: score.name.clone(),
        kind: score.kind,
        purpose: score.purpose.clone(),
        owner: score.body.owner,
        range: score.range,
        round: score.round,
        tiers: score.tiers.iter().map(tier).collect(),
        override_reasons: score.overrides.iter().map(|over| over.reason.clone()).collect(),
        tier_reasons: score.tier_overrides.iter().map(|over| over.reason.clone()).collect(),
        main: InstanceId(0),
        span: score.span,
    }
}

/// Marks what is read: links, kinds, ids, stores kept in pairs, and what activities of each type are read for.
pub(super) fn mark(plan: &mut Plan) {
    mark_links(plan);
    mark_stores(plan);
    wanted::mark(plan);
}

/// Links that are followed, with the links behind the ways back; kinds that are asked while activities are read.
fn mark_links(plan: &mut Plan) {
    let mut used: BTreeSet<(KindId, LinkId)> = BTreeSet::new();
    let mut reading: BTreeSet<KindId> = BTreeSet::from([KindId(0)]);
    for node in &plan.nodes {
        let (root, links, while_reading): (KindId, &[LinkId], bool) = match (&node.op, node.scope) {
            (Op::ContactField(links, _), _) => (KindId(0), links, true),
            (Op::Field(links, _), Scope::Subject(kind)) => (kind, links, false),
            (Op::Score(links, _) | Op::TierName(links, _), Scope::Subject(kind)) => (kind, links, false),
            (Op::TierIs { links, .. }, Scope::Subject(kind)) => (kind, links, false),
            (Op::Linked(linked), Scope::Subject(kind)) => (kind, &linked.links, false),
            _ => continue,
        };
        let mut kind = root;
        for link in links {
            used.insert((kind, *link));
            kind = plan.kinds[kind.0 as usize].links[link.0 as usize].target;
            reading.extend(while_reading.then_some(kind));
        }
        if let Op::AtSince(Whose::Owner, _) | Op::AtBefore(Whose::Owner, _) = node.op
            && let Scope::Activity(owner) = node.scope
        {
            reading.insert(owner);
        }
    }
    let owners = plan.accumulators.iter().map(|accumulator| accumulator.owner);
    for owner in owners {
        used.extend(plan.kinds[owner.0 as usize].contacts_link.map(|link| (owner, link)));
    }
    for (kind, link) in used.clone() {
        let LinkPlan { target, via, .. } = plan.kinds[kind.0 as usize].links[link.0 as usize];
        if let Via::Back(behind) = via {
            used.insert((target, behind));
        }
    }
    for (kind, link) in used {
        plan.kinds[kind.0 as usize].links[link.0 as usize].used = true;
    }
    for kind in reading {
        plan.kinds[kind.0 as usize].while_reading = true;
    }
}

/// Stores whose captures or gates ask for a field of an owner that is not the contact.
fn mark_stores(plan: &mut Plan) {
    let asks = |plan: &Plan, store: &Store| {
        let gates = store.wants.iter().filter_map(|(_, filter)| *filter);
        let mut nodes = store.captures.iter().copied().chain(gates);
        store.owner != KindId(0) && nodes.any(|node| plan.node(node).scope == Scope::Activity(store.owner))
    };
    let paired: Vec<bool> = plan.stores.iter().map(|store| asks(plan, store)).collect();
    for (store, paired) in plan.stores.iter_mut().zip(paired) {
        store.paired = paired;
    }
}

/// The types an activity field belongs to, as a set.
pub(super) fn types_of(plan: &Plan, field: ActivityFieldId) -> TypeSet {
    match &plan.activities.fields[field.0 as usize].of {
        None => TypeSet::All,
        Some(types) => TypeSet::Of(types.clone()),
    }
}

/// Whether ties or filters ask for texts of ids.
pub(super) fn reads_ids(plan: &Plan) -> bool {
    let ordered = |accumulator: &Accumulator| match &accumulator.gathers {
        Gathers::LatestValue(_) | Gathers::EarliestValue(_) => true,
        Gathers::Points(points) => points.is_limited() || points.first.is_some(),
        _ => false,
    };
    let asked = |node: &Node| node.op == Op::ActivityId;
    !plan.stores.is_empty() || plan.accumulators.iter().any(ordered) || plan.nodes.iter().any(asked)
}
