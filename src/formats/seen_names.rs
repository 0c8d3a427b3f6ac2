//! Names of fields that the data has, kept to suggest the nearest for a field that it does not have.

use super::bad_record::BadReason;
use crate::diag::nearest;
use std::collections::BTreeSet;

/// A sample of the names in the records of a source, nested ones with dots.
#[derive(Clone, Debug, Default)]
pub(super) struct SeenNames {
    names: BTreeSet<String>,
    /// Whether the record being read is part of the sample.
    sampling: bool,
    path: String,
    /// By depth: how much of `path` leads to that level.
    prefixes: Vec<usize>,
}

impl SeenNames {
    /// Records of each file that are looked at. They are read in order, so that what is nearest to a name does not
    /// depend on threads; tests look at few, so that small files are cut into chunks too.
    pub(super) const N_RECORDS: u64 = if cfg!(test) { 3 } else { 1000 };
    /// Levels of objects that are looked into.
    pub(super) const N_LEVELS: usize = 4;
    /// More names than these help nobody.
    const N_NAMES: usize = 5000;
    /// No name as long as this is near to another.
    const LONGEST: usize = 100;

    /// Says whether the next record is looked at.
    pub(super) fn sample(&mut self, sampling: bool) {
        self.sampling = sampling;
        self.path.clear();
        self.prefixes.clear();
        self.prefixes.push(0);
    }

    /// Whether the record being read is part of the sample.
    pub(super) fn is_sampling(&self) -> bool {
        self.sampling
    }

    /// A name at some depth, 0 for the record itself.
    pub(super) fn see(&mut self, depth: usize, key: &str) {
        if self.wants(depth, key) {
            self.prefixes.truncate(depth + 1);
            self.path.truncate(self.prefixes[depth]);
            self.path.push_str(key);
            if !self.names.contains(&self.path) {
                self.names.insert(self.path.clone());
            }
        }
    }

    /// The value of this name is an object, and its names come next.
    pub(super) fn enter(&mut self, depth: usize, key: &str) {
        if self.wants(depth, key) {
            self.path.truncate(self.prefixes[depth]);
            self.path.push_str(key);
            self.path.push('.');
            self.prefixes.truncate(depth + 1);
            self.prefixes.push(self.path.len());
        }
    }

    fn wants(&self, depth: usize, key: &str) -> bool {
        self.sampling
            && depth < Self::N_LEVELS
            && depth < self.prefixes.len()
            && key.len() < Self::LONGEST
            && self.names.len() < Self::N_NAMES
    }

    /// Takes over the names of another sample.
    pub(super) fn add(&mut self, other: &SeenNames) {
        self.names.extend(other.names.iter().cloned());
    }

    /// Adds the nearest name to a complaint about a field that is not there, unless other records have it.
    pub(super) fn suggest_in(&self, reason: &mut BadReason) {
        if let BadReason::NoField { field, nearest } = reason {
            let elsewhere = self.names.contains(field);
            *nearest = if elsewhere { None } else { self.nearest(field).map(str::to_owned) };
        }
    }

    /// The nearest name that the data has: as a whole, else by its last part (`properties.job_title` for `job_title`).
    pub(super) fn nearest(&self, name: &str) -> Option<&str> {
        let whole = nearest(name, self.names.iter().map(String::as_str));
        whole.or_else(|| self.names.iter().map(String::as_str).find(|seen| last_part(seen) == name)).or_else(|| {
            let parts: BTreeSet<&str> = self.names.iter().map(|seen| last_part(seen)).collect();
            let part = nearest(last_part(name), parts)?;
            self.names.iter().map(String::as_str).find(|seen| last_part(seen) == part)
        })
    }
}

fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
