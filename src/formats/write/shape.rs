//! Which results are written, and what they are called.

use crate::diag::{nearest, one_line};
use crate::typed::{KindId, TypedRules};
use std::fmt;

/// The results of one kind of record, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultShape {
    /// Whose results.
    pub kind: KindId,
    /// `contact`, with its plural.
    pub kind_name: (String, String),
    /// In file order.
    pub scores: Vec<ScoreShape>,
    /// Label ids and names, in file order.
    pub labels: Vec<(usize, String)>,
    /// Segment ids and names, in file order.
    pub segments: Vec<(usize, String)>,
    /// Reasons by index of the `exclude`.
    pub reasons: Vec<String>,
    /// Rule ids by owner.
    pub owners: Vec<String>,
}

/// One score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreShape {
    /// Its id.
    pub id: usize,
    /// Its name.
    pub name: String,
    /// Its tiers, best first.
    pub tiers: Vec<String>,
}

impl ResultShape {
    /// All results of a kind.
    pub fn of_kind(rules: &TypedRules, kind: KindId) -> ResultShape {
        let scores = rules.scores.iter().enumerate().filter(|(_, score)| score.kind == kind);
        let labels = rules.labels.iter().enumerate().filter(|(_, label)| label.kind == kind);
        let segments = rules.segments.iter().enumerate().filter(|(_, segment)| segment.kind == kind);
        let of = &rules.kinds[kind.0 as usize];
        ResultShape {
            kind,
            kind_name: (of.name.clone(), of.plural.clone()),
            scores: scores
                .map(|(id, score)| ScoreShape {
                    id,
                    name: score.name.clone(),
                    tiers: score.tiers.iter().map(|tier| tier.name.clone()).collect(),
                })
                .collect(),
            labels: labels.map(|(id, label)| (id, label.name.clone())).collect(),
            segments: segments.map(|(id, segment)| (id, segment.name.clone())).collect(),
            reasons: rules.excludes.iter().map(|exclude| exclude.reason.clone()).collect(),
            owners: rules.owners.iter().map(|owner| owner.id.clone()).collect(),
        }
    }

    /// Only these scores with their tiers, still in file order; labels and segments stay.
    pub fn with_scores<S: AsRef<str>>(mut self, names: &[S]) -> Result<ResultShape, NoSuchScore> {
        for name in names.iter().map(AsRef::as_ref) {
            if !self.scores.iter().any(|score| score.name == name) {
                let near = nearest(name, self.scores.iter().map(|score| &*score.name)).map(str::to_owned);
                return Err(NoSuchScore { name: name.to_owned(), kind: self.kind_name.0, nearest: near });
            }
        }
        self.scores.retain(|score| names.iter().any(|name| name.as_ref() == score.name));
        Ok(self)
    }

    /// The scores that have tiers.
    pub(super) fn tiered(&self) -> impl Iterator<Item = &ScoreShape> {
        self.scores.iter().filter(|score| !score.tiers.is_empty())
    }
}

/// A score that the rules do not have for this kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchScore {
    /// As it was asked for.
    pub name: String,
    /// The kind of record.
    pub kind: String,
    /// The nearest that there is.
    pub nearest: Option<String>,
}

impl fmt::Display for NoSuchScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no score `{}` of a {}", one_line(&self.name), self.kind)?;
        self.nearest.as_ref().map_or(Ok(()), |nearest| write!(f, "; the nearest is `{nearest}`"))
    }
}

impl std::error::Error for NoSuchScore {}
