//! The shapes of the JSON form. Indexes refer to the arrays of the document.

use crate::values::{Decimal, Type};
use serde::Serialize;
use std::collections::BTreeMap;

/// A number, exact, in the shortest form.
pub(super) fn number(number: Decimal) -> serde_json::Value {
    number.to_string().parse::<serde_json::Number>().map_or(serde_json::Value::Null, serde_json::Value::Number)
}

pub(super) fn field(name: &str, path: &[String], ty: &Type) -> Field {
    Field { name: name.to_owned(), path: path.to_vec(), ty: ty.to_string() }
}

#[derive(Serialize)]
pub(super) struct Document {
    pub format: &'static str,
    pub version: u32,
    pub hash: String,
    pub timezone: Zone,
    pub params: BTreeMap<String, serde_json::Value>,
    pub records: Vec<Record>,
    pub activities: Activities,
    pub lists: Vec<List>,
    pub tables: Vec<Table>,
    pub half_lives: Vec<HalfLife>,
    pub nodes: Vec<Node>,
    pub accumulators: Vec<Accumulator>,
    pub rules: Vec<Rule>,
    pub scores: Vec<Score>,
    pub instances: Vec<Instance>,
    pub exclude: Vec<Exclude>,
    pub labels: Vec<Named>,
    pub segments: Vec<Named>,
    pub stages: Vec<Stage>,
}

#[derive(Serialize)]
pub(super) struct Zone {
    pub name: String,
    pub first_offset_seconds: i32,
    pub changes: Vec<Change>,
}

#[derive(Serialize)]
pub(super) struct Change {
    pub at: String,
    pub offset_seconds: i32,
}

#[derive(Serialize)]
pub(super) struct Record {
    pub kind: String,
    pub fields: Vec<Field>,
    pub links: Vec<Link>,
    pub while_reading_activities: bool,
}

#[derive(Serialize)]
pub(super) struct Field {
    pub name: String,
    pub path: Vec<String>,
    #[serde(rename = "type")]
    pub ty: String,
}

#[derive(Serialize)]
pub(super) struct Link {
    pub name: String,
    pub to: String,
    pub many: bool,
}

#[derive(Serialize)]
pub(super) struct Activities {
    pub fields: Vec<Field>,
    pub types: BTreeMap<String, Wanted>,
    pub every: Wanted,
    pub ids: bool,
}

#[derive(Serialize)]
pub(super) struct Wanted {
    pub fields: Vec<String>,
    pub accumulators: Vec<u32>,
    pub stores: Vec<u32>,
}

#[derive(Serialize)]
pub(super) struct List {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub ty: String,
    pub values: Vec<serde_json::Value>,
}

#[derive(Serialize)]
pub(super) struct Table {
    pub name: String,
    pub rows: Vec<Vec<serde_json::Value>>,
}

#[derive(Serialize)]
pub(super) struct HalfLife {
    pub units: u32,
    pub factors_e12: Vec<i64>,
}

#[derive(Serialize)]
pub(super) struct Node {
    pub op: &'static str,
    pub parts: Vec<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constant: Option<serde_json::Value>,
    #[serde(rename = "type")]
    pub ty: String,
    pub scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Accumulator {
    pub of: String,
    pub keeps: &'static str,
    pub text: String,
    pub space: String,
    pub sorts: bool,
}

#[derive(Serialize)]
pub(super) struct Rule {
    pub id: String,
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accumulator: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub award: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub down_to: Option<serde_json::Value>,
    pub cost: String,
}

#[derive(Serialize)]
pub(super) struct Score {
    pub name: String,
    pub of: String,
    pub range: [Option<serde_json::Value>; 2],
    pub round: serde_json::Value,
    pub tiers: Vec<Tier>,
    pub instance: u32,
}

#[derive(Serialize)]
pub(super) struct Tier {
    pub name: String,
    pub test: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edge: Option<serde_json::Value>,
}

#[derive(Serialize)]
pub(super) struct Instance {
    pub score: String,
    pub ago_us: i64,
    pub narrowed: bool,
    pub steps: Vec<Step>,
    pub stage: Option<u32>,
    pub kept: bool,
}

#[derive(Serialize)]
#[serde(tag = "do", rename_all = "lowercase")]
pub(super) enum Step {
    Rule {
        rule: u32,
    },
    Group {
        id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        when: Option<u32>,
    },
    Times {
        id: String,
        by: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        when: Option<u32>,
    },
    Cap {
        up_to: Option<serde_json::Value>,
        down_to: Option<serde_json::Value>,
    },
    Fade {
        decay: String,
        down_to: serde_json::Value,
    },
    End,
}

#[derive(Serialize)]
pub(super) struct Exclude {
    pub when: u32,
    pub reason: String,
}

#[derive(Serialize)]
pub(super) struct Named {
    pub name: String,
    pub of: String,
    pub node: u32,
}

#[derive(Serialize)]
pub(super) struct Stage {
    pub of: String,
    pub instances: Vec<u32>,
    pub ranks: Vec<u32>,
}
