//! Ways from one record to others; semantics chapter 7.

use super::scope::{CONTACT, Evaluator, Subject, View};
use crate::typed::{FieldPath, FieldTarget, LinkId, Via};
use crate::values::Value;

impl<'a> Evaluator<'a> {
    /// The records a link leads to, each once; semantics 7.2, 7.3.
    pub fn linked(&self, from: Subject, link: LinkId) -> Vec<Subject> {
        let link = &self.kind(from.kind).links[link.0 as usize];
        let target = link.target.0 as usize;
        match link.via {
            Via::Everyone => self.all_of(CONTACT),
            Via::Back(back) => {
                self.all_of(target).into_iter().filter(|&other| self.linked(other, back).contains(&from)).collect()
            }
            Via::Key(field) => {
                let ids = self.row(from).values[field.0 as usize].elements();
                let mut found = Vec::new();
                for id in ids {
                    if let Some(subject) = id.as_text().and_then(|id| self.find(target, id))
                        && !found.contains(&subject)
                    {
                        found.push(subject);
                    }
                }
                found
            }
        }
    }

    /// The record at the end of links that lead to one each.
    pub fn follow(&self, from: Subject, links: &[LinkId]) -> Option<Subject> {
        links.iter().try_fold(from, |subject, &link| self.linked(subject, link).first().copied())
    }

    /// The records at the end of a path, each once, excluded contacts left out there; semantics 7.5.
    pub fn at_end(&self, from: Subject, links: &[LinkId], view: &View<'a>) -> Vec<Subject> {
        let mut reached = vec![from];
        for &link in links {
            let mut next = Vec::new();
            for &subject in &reached {
                for other in self.linked(subject, link) {
                    if !next.contains(&other) {
                        next.push(other);
                    }
                }
            }
            reached = next;
        }
        reached.retain(|&subject| self.counts(subject, view));
        reached
    }

    /// Whether a record takes part at the instant of the view; semantics 17.5 to 17.7.
    pub fn counts(&self, subject: Subject, view: &View<'a>) -> bool {
        view.nobody_excluded || self.exclusion(subject, view.at).is_none()
    }

    /// A stored field; missing where the path leads nowhere; semantics 7.4.
    pub fn field(&self, from: Subject, path: &FieldPath) -> Value {
        let Some(subject) = self.follow(from, &path.links) else { return Value::Missing };
        match path.field {
            FieldTarget::Field(field) => self.row(subject).values[field.0 as usize].clone(),
            FieldTarget::Id => Value::text(&self.row(subject).id),
        }
    }
}
