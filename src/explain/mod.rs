//! Why a record has the scores it has: the ledger with names, places and evidence, for people and for programs.
//!
//! In: results, the plan, and what the engine saw on one record. Out: an [`Explanation`]. It is a wire format:
//! `docs/schemas/explanation.schema.json` describes its JSON form, and [`text`] is made from it alone, so the text can
//! say nothing that a program cannot read. The points of a score's entries add up to the score, exactly.

mod activities;
mod build;
mod columns;
mod evidence;
mod exact;
mod hint;
mod json_value;
mod owners;
mod rows;
mod steps;
#[cfg(test)]
mod tests;
mod text;
mod walk;
mod words;

pub use build::{Evaluate, Subject, explain};
pub use exact::Exact;
pub use text::{TextStyle, text};
pub use walk::records_stand_alone;

use serde::Serialize;

/// The version of this format; it goes up where a reader of older explanations would misread newer ones.
pub const FORMAT_VERSION: u32 = 1;

/// Why one record has the scores it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Explanation {
    /// The version of this format.
    pub format_version: u32,
    /// The rules that were applied.
    pub rules: RulesIdentity,
    /// The instant of the scores in UTC: `2026-10-31T23:00:00Z`.
    pub as_of: String,
    /// The same on the clocks of `timezone`: `2026-11-01 00:00`.
    pub as_of_local: String,
    /// The time zone of calendar days: `Europe/Berlin`.
    pub timezone: String,
    /// Whose scores these are.
    pub record: RecordIdentity,
    /// Activities in its log after `as_of`: they have not happened and count for nothing.
    pub n_future_activities: u64,
    /// Why the record is not scored, if it is excluded; then there are no scores, labels and segments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded: Option<Excluded>,
    /// In the order of the rules.
    pub scores: Vec<ScoreExplanation>,
    /// In the order of the rules.
    pub labels: Vec<LabelOutcome>,
    /// In the order of the rules.
    pub segments: Vec<SegmentOutcome>,
}

/// Which rules were applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RulesIdentity {
    /// The rules file as it was named.
    pub file: String,
    /// The content hash of the plan, as `scoreline plan --hash` prints it.
    pub hash: String,
}

/// Which record is explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RecordIdentity {
    /// `contact`, or another declared kind.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What people call it, where a field says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A place in a rules file; lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Place {
    /// The file as it was named.
    pub file: String,
    /// First line.
    pub line: u64,
    /// First column.
    pub column: u64,
    /// Last line.
    pub end_line: u64,
    /// The column after the last character.
    pub end_column: u64,
}

/// Why a record is not scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Excluded {
    /// As the rules give it.
    pub reason: String,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// The `exclude` line.
    pub span: Place,
}

/// One score and the entries that add up to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ScoreExplanation {
    /// Its name.
    pub name: String,
    /// What it is for, as the author says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The sum of the entries' points.
    pub value: Exact,
    /// The tier it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<TierOutcome>,
    /// The scores it reads, by name.
    pub reads: Vec<String>,
    /// In the order of the rules.
    pub entries: Vec<LedgerEntry>,
    /// What the points cannot say.
    pub notes: Vec<LedgerNote>,
    /// Rules that gave nothing; only where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silent: Option<Vec<SilentRule>>,
}

/// The tier of a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TierOutcome {
    /// Its name.
    pub name: String,
    /// The `tier .. when` that set it, where it is not the points that did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_by: Option<TierSetBy>,
    /// The next better tier that points can reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<NextTier>,
}

/// A `tier .. when` that holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TierSetBy {
    /// As the author says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// Where it is written.
    pub span: Place,
}

/// The way to the next better tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NextTier {
    /// Its name.
    pub name: String,
    /// `>=` or `>`.
    pub operator: &'static str,
    /// Where it begins.
    pub threshold: Exact,
    /// How far the score is from it.
    pub short: Exact,
    /// One activity that would reach it, as the rules write it; checked by scoring again with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached_by: Option<String>,
}

/// One line of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LedgerEntry {
    /// The rule's id: its name, or the score's name and its position.
    pub rule: String,
    /// Whose line it is: a rule, a group, a factor or the score.
    pub owner: OwnerWord,
    /// The name the author gave, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The head of the rule, or what the line does: `job_title has word "CEO"`.
    pub text: String,
    /// Where it is written.
    pub span: Place,
    /// Why the points move.
    pub kind: KindWord,
    /// By how much; never 0.
    pub points: Exact,
    /// How many activities: awarded, faded or dropped.
    pub n_activities: u64,
    /// The award as written, where it is more than a figure: `40% of fit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub award: Option<String>,
    /// The limit, cap, range, factor or decay behind it, as the rules write it: `at most 3 per day`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why, as the author says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Of a decay on a condition: how old the newest activity that it counts is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockEvidence>,
    /// What was seen on the record.
    pub evidence: Vec<Evidence>,
    /// The activities behind an award, the newest first; they carry decay and limit with them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<ActivityEvidence>,
}

/// Whose line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OwnerWord {
    /// A rule, or an arm of one.
    Rule,
    /// A group.
    Group,
    /// A `times` line.
    Factor,
    /// The score itself.
    Score,
}

/// Why points move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum KindWord {
    /// What the rule gives.
    Award,
    /// What age took.
    Decay,
    /// What a limit on the number of activities took back.
    Limit,
    /// What a limit on points took or added.
    Cap,
    /// What a `times` line took or added.
    Factor,
    /// What the range took or added.
    Range,
    /// What the rounding took or added.
    Rounding,
    /// From the computed score to the hand-set one.
    Override,
}

/// Something to know that carries no points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LedgerNote {
    /// The rule's id.
    pub rule: String,
    /// The name the author gave, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The head of the rule.
    pub text: String,
    /// Where it is written.
    pub span: Place,
    /// What.
    pub kind: NoteWord,
    /// How many activities; 1 for conditions and factors.
    pub n: u64,
    /// As the author says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was seen on the record.
    pub evidence: Vec<Evidence>,
}

/// Kinds of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoteWord {
    /// The rule held and gives 0 points, as the author wrote it.
    Remark,
    /// The award is missing and counts as 0.
    AwardMissing,
    /// The factor is missing and counts as 1.
    FactorMissing,
}

/// A rule that gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SilentRule {
    /// The rule's id.
    pub rule: String,
    /// The name the author gave, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The head of the rule.
    pub text: String,
    /// Where it is written.
    pub span: Place,
    /// What stood in the way.
    pub evidence: Vec<Evidence>,
}

/// One thing that was looked at: what the rules ask of it and what the record has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Evidence {
    /// As the rules write it: `job_title`, `account.industry`, `count(page_view in last 7d)`.
    pub field: String,
    /// As the rules write it: `>=`, `has word`, `is missing`; none where the value was only used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// What the rules ask for: a value, a list of values, `{"from":100,"to":499,"to_is_open":false}` for a range, or
    /// `{"list":"competitors","n_values":1200}` for a long list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<serde_json::Value>,
    /// What the record has; null where it is missing.
    pub observed: serde_json::Value,
    /// What both are: `text`, `number`, `yes/no`, `date`, `time`, `list of ..`, `tier`; `activities` and `records` where
    /// they are counted, `condition` where it holds or not.
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// Whether what is asked for holds; none where the value was only used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<bool>,
}

/// How old something is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClockEvidence {
    /// Whole elapsed units at as-of.
    pub age: u64,
    /// The unit: `s`, `m`, `h` or `d`.
    pub unit: &'static str,
}

/// One activity behind an award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ActivityEvidence {
    /// Its own id, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What was done.
    #[serde(rename = "type")]
    pub ty: String,
    /// When, in UTC.
    pub at: String,
    /// Whole elapsed units at as-of: those of the rule's decay, else days.
    pub age: u64,
    /// The unit of `age`: `s`, `m`, `h` or `d`.
    pub unit: &'static str,
    /// The age that the decay counts, in the same unit, where it is not the activity's own: of a clock `without E`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_age: Option<u64>,
    /// What the half-life leaves of the award.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factor: Option<serde_json::Number>,
    /// Its points before decay.
    pub award: Exact,
    /// What age took of them; 0 where nothing fades.
    pub decay: Exact,
    /// The limit that dropped it, as the rules write it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropped_by: Option<String>,
}

/// A label of the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LabelOutcome {
    /// Its name.
    pub name: String,
    /// Its text; null where it is missing.
    pub value: Option<String>,
}

/// Whether the record is in a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SegmentOutcome {
    /// The segment's name.
    pub name: String,
    /// Whether the record is in it.
    pub member: bool,
}
