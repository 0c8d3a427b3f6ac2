//! The plan for people: what is read, what is kept, what each rule costs, in which order scores come.

use crate::plan::{
    AccumulatorId, Feed, Gate, HeadPlan, Instance, InstanceId, NodeId, Op, Plan, RuleCost, RulePlan, ScorePlan, Step,
    TierTest, Wanted,
};
use crate::values::{Decimal, Type, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The plan as text.
pub fn text(plan: &Plan) -> String {
    let mut out = String::new();
    head(plan, &mut out);
    reads(plan, &mut out);
    keeps(plan, &mut out);
    constants(plan, &mut out);
    let costs: BTreeMap<_, _> = plan.costs().into_iter().map(|cost| (cost.owner, cost)).collect();
    for score in &plan.scores {
        one_score(plan, score, &costs, &mut out);
    }
    results(plan, &mut out);
    stages(plan, &mut out);
    out
}

/// Writing to a `String` cannot fail.
fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes all text");
    out.push('\n');
}

fn head(plan: &Plan, out: &mut String) {
    line(out, format_args!("plan {}", plan.hash()));
    line(out, format_args!("days and dates of {}", plan.zone.name()));
    for (name, value) in &plan.params {
        line(out, format_args!("param {name} = {}", plan.constant(value, &Type::Text)));
    }
}

fn reads(plan: &Plan, out: &mut String) {
    out.push_str("\nreads\n");
    for kind in &plan.kinds {
        let fields: Vec<String> = kind
            .fields
            .iter()
            .filter(|field| field.used)
            .map(|field| format!("{} ({})", field.name, field.ty))
            .collect();
        if !fields.is_empty() {
            line(out, format_args!("  {}: {}", kind.name, fields.join(", ")));
        }
    }
    for ty in &plan.activities.types {
        if !ty.wanted.accumulators.is_empty() || !ty.wanted.stores.is_empty() {
            line(out, format_args!("  {}: {}", ty.name, wanted(plan, &ty.wanted)));
        }
    }
    let every = &plan.activities.every;
    if !every.accumulators.is_empty() || !every.stores.is_empty() {
        line(out, format_args!("  every activity: {}", wanted(plan, every)));
    }
    // The same at other instants goes without saying.
    let at_any_instant = |gate: &Gate| match gate.after_us {
        None => Gate { upto_us: 0, ..gate.clone() },
        Some(_) => gate.clone(),
    };
    let ignored: BTreeSet<String> = plan.ignores.iter().map(|gate| plan.gate_words(&at_any_instant(gate))).collect();
    for phrase in ignored {
        line(out, format_args!("  but ignores {phrase}"));
    }
}

fn wanted(plan: &Plan, wanted: &Wanted) -> String {
    if wanted.fields.is_empty() {
        return "time only".to_owned();
    }
    let field = |field: &crate::plan::ActivityFieldId| {
        let field = &plan.activities.fields[field.0 as usize];
        format!("{} ({})", field.name, field.ty)
    };
    wanted.fields.iter().map(field).collect::<Vec<_>>().join(", ")
}

fn keeps(plan: &Plan, out: &mut String) {
    if plan.accumulators.is_empty() {
        return;
    }
    out.push_str("\nkeeps for each record\n");
    let width = plan.accumulators.len().to_string().len() + 1;
    for (id, accumulator) in (0u32..).zip(&plan.accumulators) {
        let owner = &plan.kinds[accumulator.owner.0 as usize].name;
        let id = AccumulatorId(id);
        let sorts = if plan.sorts(id) { ", sorted" } else { "" };
        let name = format!("a{}", id.0);
        let space = format!("{}{sorts}", plan.space(id));
        line(out, format_args!("  {name:<width$}  {owner:<8} {space:<18} {}", plan.accumulator_words(id)));
    }
}

fn constants(plan: &Plan, out: &mut String) {
    let named: Vec<String> = plan
        .lists
        .iter()
        .filter_map(|list| list.name.as_ref().map(|name| format!("{name} ({} values)", list.values.len())))
        .chain(plan.tables.iter().map(|table| format!("{} ({} rows)", table.name, table.rows.len())))
        .chain(
            plan.half_lives
                .iter()
                .map(|table| format!("half-life {} ({} factors)", table.half_life_units(), table.factors().len())),
        )
        .collect();
    if !named.is_empty() {
        line(out, format_args!("\nlooks up\n  {}", named.join(", ")));
    }
}

fn one_score(plan: &Plan, score: &ScorePlan, costs: &BTreeMap<crate::plan::OwnerId, RuleCost>, out: &mut String) {
    let main = plan.instance(score.main);
    let n = plan.instances.iter().filter(|instance| instance.score == main.score).count();
    let logs = if n > 1 { format!(", for {n} logs") } else { String::new() };
    line(out, format_args!("\nscore {} of {}{logs}", score.name, plan.kinds[score.kind.0 as usize].name));
    steps(plan, main, costs, out);
    if let (None, None) = score.range {
    } else {
        let end = |end: Option<Decimal>| end.map(|end| end.to_string()).unwrap_or_default();
        line(out, format_args!("  range {}..{}", end(score.range.0), end(score.range.1)));
    }
    line(out, format_args!("  round {}", score.round));
    for (when, to) in &main.overrides {
        line(out, format_args!("  override to {} when {}", plan.describe(*to), plan.describe(*when)));
    }
    for (when, tier) in &main.tier_overrides {
        let tier = score.tiers.get(*tier as usize).map_or("", |tier| &tier.name);
        line(out, format_args!("  tier {tier} when {}", plan.describe(*when)));
    }
    let tiers: Vec<String> = score.tiers.iter().map(|tier| format!("{}{}", tier.name, tier_test(tier.test))).collect();
    if !tiers.is_empty() {
        line(out, format_args!("  tiers {}", tiers.join(", ")));
    }
}

/// The test of a tier as rules write it, with a blank before it.
fn tier_test(test: TierTest) -> String {
    match test {
        TierTest::AtLeast(edge) => format!(" >= {edge}"),
        TierTest::Above(edge) => format!(" > {edge}"),
        TierTest::TopPercent(percent) => format!(" top {percent}%"),
        TierTest::Top(n) => format!(" top {n}"),
        TierTest::OnlyWhen => " when".to_owned(),
        TierTest::Otherwise => String::new(),
    }
}

fn steps(plan: &Plan, instance: &Instance, costs: &BTreeMap<crate::plan::OwnerId, RuleCost>, out: &mut String) {
    let mut indent = "  ".to_owned();
    for step in &instance.steps {
        match step {
            Step::Rule(rule) => {
                let rule = plan.rule(*rule);
                let cost = costs.get(&rule.owner).map(cost_words).unwrap_or_default();
                let id = &plan.owners[rule.owner.0 as usize].id;
                line(out, format_args!("{indent}{id}: {}  # {cost}", rule_words(plan, rule)));
            }
            Step::Open { owner, when, .. } => {
                let when = when.map(|when| format!(" when {}", plan.describe(when))).unwrap_or_default();
                line(out, format_args!("{indent}group {}{when}", plan.owners[owner.0 as usize].id));
                indent.push_str("  ");
            }
            Step::Factor { by, when, .. } => {
                let when = when.map(|when| format!(" when {}", plan.describe(when))).unwrap_or_default();
                line(out, format_args!("{indent}times {}{when}", plan.describe(*by)));
            }
            Step::Cap { up_to, down_to, .. } => {
                line(out, format_args!("{indent}{}", caps(*up_to, *down_to).join(", ")))
            }
            Step::Fade { decay, down_to, .. } => {
                line(out, format_args!("{indent}{} down to {down_to}, of the total", plan.decay_words(*decay)));
            }
            Step::Close => indent.truncate(indent.len().saturating_sub(2)),
        }
    }
}

fn caps(up_to: Option<Decimal>, down_to: Option<Decimal>) -> Vec<String> {
    let up_to = up_to.map(|most| format!("up to {most}"));
    let down_to = down_to.map(|least| format!("down to {least}"));
    up_to.into_iter().chain(down_to).collect()
}

/// A rule in the words of the language.
pub(super) fn rule_words(plan: &Plan, rule: &RulePlan) -> String {
    let mut words = match rule.head {
        HeadPlan::Each(id) => plan.accumulator_words(id),
        HeadPlan::When { when, award, decay } => {
            let decay = decay.map(|decay| format!(", {}", plan.decay_words(decay))).unwrap_or_default();
            let when = match &plan.node(when).op {
                Op::Const(_) => "always".to_owned(),
                _ => plan.describe(when),
            };
            format!("{when} => {}{decay}", award_words(plan, award))
        }
    };
    for cap in caps(rule.up_to, rule.down_to) {
        words.push_str(&format!(", {cap}"));
    }
    words
}

/// An award as rules write it: with its sign, where it is a constant.
fn award_words(plan: &Plan, award: NodeId) -> String {
    match &plan.node(award).op {
        Op::Const(Value::Number(points)) if points.micro() > 0 => format!("+{points}"),
        _ => plan.describe(award),
    }
}

/// What a rule costs, in words.
pub(super) fn cost_words(cost: &RuleCost) -> String {
    if cost.accumulators.is_empty() {
        return "keeps nothing".to_owned();
    }
    let sorts = if cost.sorts { ", sorts" } else { "" };
    let instances = if cost.instances > 1 { format!(", {} times", cost.instances) } else { String::new() };
    let ids: Vec<String> = cost.accumulators.iter().take(4).map(|id| format!("a{}", id.0)).collect();
    let more = if cost.accumulators.len() > 4 { " .." } else { "" };
    format!("{}{sorts}{instances}: {}{more}", cost.space, ids.join(" "))
}

fn results(plan: &Plan, out: &mut String) {
    if plan.labels.is_empty() && plan.segments.is_empty() && plan.exclude_reasons.is_empty() {
        return;
    }
    out.push('\n');
    if let Some(now) = plan.exclusions.iter().find(|exclusion| exclusion.ago_us == 0) {
        for condition in &now.conditions {
            line(out, format_args!("exclude when {}", plan.describe(*condition)));
        }
    }
    for label in &plan.labels {
        line(out, format_args!("label {} = {}", label.name, plan.describe(label.value)));
    }
    for segment in &plan.segments {
        line(out, format_args!("segment {} when {}", segment.name, plan.describe(segment.when)));
    }
}

fn stages(plan: &Plan, out: &mut String) {
    out.push_str("\nstages\n");
    for (index, stage) in (1u32..).zip(&plan.stages) {
        let mut names: Vec<(&str, u32)> = Vec::new();
        for id in &stage.instances {
            let name = instance_name(plan, *id);
            match names.last_mut() {
                Some((last, n)) if *last == name => *n += 1,
                _ => names.push((name, 1)),
            }
        }
        let names: Vec<String> =
            names.into_iter().map(|(name, n)| if n == 1 { name.to_owned() } else { format!("{name} x{n}") }).collect();
        let kind = &plan.kinds[stage.kind.0 as usize].name;
        let ranks = if stage.ranked.is_empty() { "" } else { ", then ranks" };
        line(out, format_args!("  {index}. each {kind}: {}{ranks}", names.join(", ")));
    }
    let stores = plan.accumulators.iter().filter(|one| matches!(one.feed, Feed::Selection(_))).count();
    if stores > 0 {
        let n = plan.stores.len();
        let of = if n == 1 { "1 store".to_owned() } else { format!("{n} stores") };
        line(out, format_args!("  what is sorted is chosen from {of} of activities when the log is complete"));
    }
}

fn instance_name(plan: &Plan, id: InstanceId) -> &str {
    &plan.scores[plan.instance(id).score.0 as usize].name
}
