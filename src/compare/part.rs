//! A version taken apart: what may change by itself, each with its facets.

use crate::source::Span;
use crate::typed::OwnerId;
use serde::Serialize;

/// What kind of thing a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The zone of days and dates.
    Timezone,
    /// A `param` with another value.
    Param,
    /// A named list.
    List,
    /// A table.
    Table,
    /// The type of a field that both versions read, or how a link finds its records.
    Record,
    /// A field of activities.
    Activity,
    /// `ignore`.
    Ignore,
    /// `exclude`.
    Exclude,
    /// A score: its range, rounding, caps, decay, factors, overrides and tiers.
    Score,
    /// A group: its condition, caps, factors and decay.
    Group,
    /// A rule, or one arm of a `match` or `first`.
    Rule,
    /// A label.
    Label,
    /// A segment.
    Segment,
    /// An `assert`.
    Assert,
}

impl What {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            What::Timezone => "timezone",
            What::Param => "param",
            What::List => "list",
            What::Table => "table",
            What::Record => "record",
            What::Activity => "activity",
            What::Ignore => "ignore",
            What::Exclude => "exclude",
            What::Score => "score",
            What::Group => "group",
            What::Rule => "rule",
            What::Label => "label",
            What::Segment => "segment",
            What::Assert => "assert",
        }
    }
}

/// What of a part changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// When it holds.
    Condition,
    /// Which activities it is about.
    Activities,
    /// What part of the past counts.
    Window,
    /// What is awarded.
    Award,
    /// What is kept of the awards: `once`, `at most ..`, points per day.
    Limit,
    /// `up to` and `down to`.
    Cap,
    /// How points fade.
    Decay,
    /// `times ..`.
    Factor,
    /// In which score or group it stands.
    Place,
    /// `range`.
    Range,
    /// `round`.
    Round,
    /// `override ..`.
    Override,
    /// What a tier asks of the score.
    Tier,
    /// `tier .. when ..`.
    TierOverride,
    /// What comes first of several, where that matters.
    Order,
    /// A value, or the type of one.
    Value,
    /// What a list or table holds.
    Content,
    /// Which kind of record it is of.
    Kind,
}

impl Aspect {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Aspect::Condition => "condition",
            Aspect::Activities => "activities",
            Aspect::Window => "window",
            Aspect::Award => "award",
            Aspect::Limit => "limit",
            Aspect::Cap => "cap",
            Aspect::Decay => "decay",
            Aspect::Factor => "factor",
            Aspect::Place => "place",
            Aspect::Range => "range",
            Aspect::Round => "rounding",
            Aspect::Override => "override",
            Aspect::Tier => "tier",
            Aspect::TierOverride => "tier override",
            Aspect::Order => "order",
            Aspect::Value => "value",
            Aspect::Content => "content",
            Aspect::Kind => "record",
        }
    }

    /// Whether the first of several wins, or each rounds what the one before left.
    pub(super) fn is_ordered(self) -> bool {
        matches!(self, Aspect::Factor | Aspect::Override | Aspect::TierOverride | Aspect::Tier)
    }
}

/// One property of a part, as it means and as it reads.
#[derive(Clone, Debug)]
pub(super) struct Facet {
    pub aspect: Aspect,
    /// Which of several: the name of a tier, `per day`.
    pub name: Option<String>,
    /// The normal form.
    pub normal: String,
    /// For people.
    pub shown: String,
}

/// Something that may change by itself.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub what: What,
    /// The score it belongs to.
    pub score: Option<String>,
    /// The name its author gave it.
    pub name: Option<String>,
    /// What people call it.
    pub id: String,
    /// As written.
    pub text: String,
    pub facets: Vec<Facet>,
    /// Where it stands, in the texts of its own version.
    pub span: Span,
    /// Whose ledger entries it makes, in its own version: of rules, groups and scores.
    pub owner: Option<OwnerId>,
}

impl Part {
    /// All it means; place and reason are no part of it, nor are names, but for those that results show.
    pub fn key(&self) -> String {
        let is_shown = matches!(self.what, What::Label | What::Segment);
        let mut key = if is_shown { format!("{}\n", self.id) } else { String::new() };
        for facet in &self.facets {
            let name = facet.name.as_deref().unwrap_or_default();
            key.push_str(&format!("{}|{name}|{}\n", facet.aspect.word(), facet.normal));
        }
        key
    }

    /// Its facets of one aspect.
    pub fn facets_of(&self, aspect: Aspect) -> impl Iterator<Item = &Facet> {
        self.facets.iter().filter(move |facet| facet.aspect == aspect)
    }
}

/// A score or group with what stands in it.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub part: Part,
    pub rules: Vec<Part>,
    pub groups: Vec<Tree>,
}

impl Tree {
    /// All that it and everything in it mean.
    pub fn key(&self) -> String {
        let mut inside: Vec<String> = self.rules.iter().map(Part::key).collect();
        inside.extend(self.groups.iter().map(|group| format!("{{\n{}}}\n", group.key())));
        inside.sort();
        format!("{}{}", self.part.key(), inside.concat())
    }

    /// The keys of all rules in it.
    pub fn rule_keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self.rules.iter().map(Part::key).collect();
        keys.extend(self.groups.iter().flat_map(Tree::rule_keys));
        keys
    }
}
