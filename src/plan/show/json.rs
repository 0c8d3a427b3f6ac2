//! The plan for programs. The wire types are their own: a change inside the plan is not a change of the format.

mod wire;

use super::text::{cost_words, rule_words};
use crate::plan::{
    AccumulatorId, HeadPlan, Instance, KindPlan, Node, NodeId, Op, PLAN_VERSION, Plan, Scope, Step, TierTest, Wanted,
};
use crate::values::{Type, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The plan as a JSON object: `{"format":"scoreline-plan","version":1,"hash":..}`.
pub fn json(plan: &Plan) -> serde_json::Value {
    serde_json::to_value(document(plan)).expect("all keys are texts")
}

fn document(plan: &Plan) -> wire::Document {
    let costs: BTreeMap<_, _> = plan.costs().into_iter().map(|cost| (cost.owner, cost)).collect();
    let rule = |rule: &crate::plan::RulePlan| wire::Rule {
        id: plan.owners[rule.owner.0 as usize].id.clone(),
        text: rule_words(plan, rule),
        accumulator: if let HeadPlan::Each(id) = rule.head { Some(id.0) } else { None },
        when: if let HeadPlan::When { when, .. } = rule.head { Some(when.0) } else { None },
        award: if let HeadPlan::When { award, .. } = rule.head { Some(award.0) } else { None },
        up_to: rule.up_to.map(wire::number),
        down_to: rule.down_to.map(wire::number),
        cost: costs.get(&rule.owner).map(cost_words).unwrap_or_default(),
    };
    wire::Document {
        format: "scoreline-plan",
        version: PLAN_VERSION,
        hash: plan.hash(),
        timezone: zone(plan),
        params: plan.params.iter().map(|(name, value)| (name.clone(), scalar(value, &Type::Text))).collect(),
        records: plan.kinds.iter().map(|kind| record(plan, kind)).collect(),
        activities: activities(plan),
        lists: plan.lists.iter().map(list).collect(),
        tables: plan.tables.iter().map(table).collect(),
        half_lives: plan.half_lives.iter().map(half_life).collect(),
        nodes: nodes(plan),
        accumulators: (0u32..)
            .map(AccumulatorId)
            .zip(&plan.accumulators)
            .map(|(id, _)| accumulator(plan, id))
            .collect(),
        rules: plan.rules.iter().map(rule).collect(),
        scores: plan.scores.iter().map(|of| score(plan, of)).collect(),
        instances: plan.instances.iter().map(|of| instance(plan, of)).collect(),
        exclude: excludes(plan),
        labels: plan.labels.iter().map(|label| named(plan, &label.name, label.kind.0, label.value)).collect(),
        segments: plan.segments.iter().map(|one| named(plan, &one.name, one.kind.0, one.when)).collect(),
        stages: plan.stages.iter().map(|stage| self::stage(plan, stage)).collect(),
    }
}

fn zone(plan: &Plan) -> wire::Zone {
    let change = |change: &crate::values::zone::Change| wire::Change {
        at: change.at.to_string(),
        offset_seconds: change.offset_s,
    };
    wire::Zone {
        name: plan.zone.name().to_owned(),
        first_offset_seconds: plan.zone.first_offset_s(),
        changes: plan.zone.changes().iter().map(change).collect(),
    }
}

fn record(plan: &Plan, kind: &KindPlan) -> wire::Record {
    let link = |link: &crate::plan::LinkPlan| wire::Link {
        name: link.name.clone(),
        to: plan.kinds[link.target.0 as usize].name.clone(),
        many: link.many,
    };
    wire::Record {
        kind: kind.name.clone(),
        fields: kind
            .fields
            .iter()
            .filter(|field| field.used)
            .map(|field| wire::field(&field.name, &field.path, &field.ty))
            .collect(),
        links: kind.links.iter().filter(|link| link.used).map(link).collect(),
        while_reading_activities: kind.while_reading,
    }
}

fn activities(plan: &Plan) -> wire::Activities {
    let wanted = |wanted: &Wanted| wire::Wanted {
        fields: wanted.fields.iter().map(|field| plan.activities.fields[field.0 as usize].name.clone()).collect(),
        accumulators: wanted.accumulators.iter().map(|id| id.0).collect(),
        stores: wanted.stores.iter().map(|id| id.0).collect(),
    };
    let of_types = plan.activities.types.iter().map(|ty| (ty.name.clone(), wanted(&ty.wanted)));
    let used = plan.activities.fields.iter().filter(|field| field.used);
    wire::Activities {
        fields: used.map(|field| wire::field(&field.name, &field.path, &field.ty)).collect(),
        types: of_types.collect(),
        every: wanted(&plan.activities.every),
        ids: plan.activities.ids,
    }
}

fn list(list: &crate::plan::ListPlan) -> wire::List {
    wire::List {
        name: list.name.clone(),
        ty: list.ty.to_string(),
        values: list.values.iter().map(|value| scalar(value, &list.ty)).collect(),
    }
}

fn table(table: &crate::plan::TablePlan) -> wire::Table {
    let row = |(keys, value): &(Vec<Value>, Value)| {
        let keys = keys.iter().zip(&table.key_types).map(|(key, ty)| scalar(key, ty));
        keys.chain([scalar(value, &table.value_type)]).collect()
    };
    wire::Table { name: table.name.clone(), rows: table.rows.iter().map(row).collect() }
}

fn half_life(table: &crate::values::HalfLifeTable) -> wire::HalfLife {
    wire::HalfLife { units: table.half_life_units(), factors_e12: table.factors().to_vec() }
}

/// Nodes that are asked for by name say what they are; their parts are found by index.
fn nodes(plan: &Plan) -> Vec<wire::Node> {
    let mut asked: BTreeSet<NodeId> = plan.instances.iter().flat_map(|instance| plan.roots(instance)).collect();
    asked.extend(plan.exclusions.iter().flat_map(|exclusion| exclusion.conditions.iter().copied()));
    asked.extend(plan.labels.iter().map(|label| label.value));
    asked.extend(plan.segments.iter().map(|segment| segment.when));
    let nodes = (0u32..).map(NodeId).zip(&plan.nodes);
    nodes.map(|(id, node)| self::node(plan, id, node, asked.contains(&id))).collect()
}

fn node(plan: &Plan, id: NodeId, node: &Node, asked: bool) -> wire::Node {
    let scope = match node.scope {
        Scope::Anywhere => "constant".to_owned(),
        Scope::Subject(kind) => plan.kinds[kind.0 as usize].name.clone(),
        Scope::Activity(_) => "activity".to_owned(),
    };
    let constant = if let Op::Const(value) = &node.op { Some(scalar(value, &node.ty)) } else { None };
    wire::Node {
        op: node.op.word(),
        parts: node.op.parts().iter().chain(&node.op.remote_parts()).map(|part| part.0).collect(),
        constant,
        ty: node.ty.to_string(),
        scope,
        text: asked.then(|| plan.describe(id)),
    }
}

fn accumulator(plan: &Plan, id: AccumulatorId) -> wire::Accumulator {
    let accumulator = plan.accumulator(id);
    wire::Accumulator {
        of: plan.kinds[accumulator.owner.0 as usize].name.clone(),
        keeps: accumulator.gathers.word(),
        text: plan.accumulator_words(id),
        space: plan.space(id).to_string(),
        sorts: plan.sorts(id),
    }
}

fn score(plan: &Plan, score: &crate::plan::ScorePlan) -> wire::Score {
    let tier = |tier: &crate::plan::TierPlan| {
        let (test, edge) = match tier.test {
            TierTest::AtLeast(edge) => (">=", Some(wire::number(edge))),
            TierTest::Above(edge) => (">", Some(wire::number(edge))),
            TierTest::TopPercent(percent) => ("top %", Some(wire::number(percent))),
            TierTest::Top(n) => ("top", Some(n.into())),
            TierTest::OnlyWhen => ("when", None),
            TierTest::Otherwise => ("else", None),
        };
        wire::Tier { name: tier.name.clone(), test, edge }
    };
    wire::Score {
        name: score.name.clone(),
        of: plan.kinds[score.kind.0 as usize].name.clone(),
        range: [score.range.0.map(wire::number), score.range.1.map(wire::number)],
        round: wire::number(score.round),
        tiers: score.tiers.iter().map(tier).collect(),
        instance: score.main.0,
    }
}

fn instance(plan: &Plan, instance: &Instance) -> wire::Instance {
    let log = plan.log(instance.log);
    wire::Instance {
        score: plan.scores[instance.score.0 as usize].name.clone(),
        ago_us: log.ago_us,
        narrowed: log.over.is_some(),
        steps: instance.steps.iter().map(|step| self::step(plan, step)).collect(),
        stage: instance.stage,
        kept: instance.kept,
    }
}

fn step(plan: &Plan, step: &Step) -> wire::Step {
    let id = |owner: crate::plan::OwnerId| plan.owners[owner.0 as usize].id.clone();
    match step {
        Step::Rule(rule) => wire::Step::Rule { rule: rule.0 },
        Step::Open { owner, when, .. } => wire::Step::Group { id: id(*owner), when: when.map(|when| when.0) },
        Step::Factor { owner, by, when } => {
            wire::Step::Times { id: id(*owner), by: by.0, when: when.map(|when| when.0) }
        }
        Step::Cap { up_to, down_to, .. } => {
            wire::Step::Cap { up_to: up_to.map(wire::number), down_to: down_to.map(wire::number) }
        }
        Step::Fade { decay, down_to, .. } => {
            wire::Step::Fade { decay: plan.decay_words(*decay), down_to: wire::number(*down_to) }
        }
        Step::Close => wire::Step::End,
    }
}

fn excludes(plan: &Plan) -> Vec<wire::Exclude> {
    let now = plan.exclusions.iter().find(|exclusion| exclusion.ago_us == 0);
    let conditions = now.map_or(&[][..], |now| &now.conditions);
    let exclude = |(when, reason): (&NodeId, &String)| wire::Exclude { when: when.0, reason: reason.clone() };
    conditions.iter().zip(&plan.exclude_reasons).map(exclude).collect()
}

fn named(plan: &Plan, name: &str, kind: u32, node: NodeId) -> wire::Named {
    wire::Named { name: name.to_owned(), of: plan.kinds[kind as usize].name.clone(), node: node.0 }
}

fn stage(plan: &Plan, stage: &crate::plan::Stage) -> wire::Stage {
    wire::Stage {
        of: plan.kinds[stage.kind.0 as usize].name.clone(),
        instances: stage.instances.iter().map(|id| id.0).collect(),
        ranks: stage.ranked.iter().map(|id| id.0).collect(),
    }
}

/// A constant as JSON: numbers as they are, choices by name, all else as text.
fn scalar(value: &Value, ty: &Type) -> serde_json::Value {
    match value {
        Value::Missing => serde_json::Value::Null,
        Value::Number(number) => wire::number(*number),
        Value::YesNo(yes) => (*yes).into(),
        Value::Text(text) => (&**text).into(),
        Value::Time(at) => at.to_string().into(),
        Value::Date(date) => date.to_string().into(),
        Value::Choice(place) => match ty.element() {
            Type::OneOf(choices) => choices.name(*place).into(),
            _ => (*place).into(),
        },
        Value::List(elements) => elements.iter().map(|one| scalar(one, ty.element())).collect(),
    }
}
