//! Phrases: which activities are meant.

use super::{Words, duration, written};
use crate::typed::{ActivityFieldId, ActivityKey, Cond, End, Order, Phrase, Pick, Relation, Source, Window};

/// A phrase with those merged into it that stand alone as its source.
struct Merged<'p> {
    sources: Vec<&'p Source>,
    filters: Vec<&'p Cond>,
    windows: Vec<&'p Window>,
    order: Option<&'p Order>,
}

impl<'a> Words<'a> {
    /// The phrase with its windows.
    pub fn phrase(&self, phrase: &Phrase) -> String {
        let windows = self.windows(phrase);
        let gap = if windows.is_empty() { "" } else { " " };
        format!("{}{gap}{windows}", self.activities(phrase))
    }

    /// The phrase without its windows.
    pub fn activities(&self, phrase: &Phrase) -> String {
        let merged = self.merged(phrase);
        let mut text = self.set(merged.sources.iter().map(|source| self.source(source)).collect()).join(" or ");
        if !merged.filters.is_empty() {
            text.push_str(" where ");
            text.push_str(&self.filter(&merged.filters));
        }
        if let Some(order) = merged.order {
            text.push_str(&self.order(order));
        }
        text
    }

    /// The windows alone; nothing where there is none.
    pub fn windows(&self, phrase: &Phrase) -> String {
        let windows = self.merged(phrase).windows;
        let mut parts = Vec::new();
        let mut ago: Option<(i64, i64)> = None;
        for window in windows {
            match window {
                Window::Ago { from_us, to_us } if self.normal => {
                    let (from, to) = ago.unwrap_or((i64::MAX, 0));
                    ago = Some((from.min(*from_us), to.max(*to_us)));
                }
                Window::Ago { from_us, to_us } => parts.push(ago_words(*from_us, *to_us)),
                Window::Since(value) => parts.push(format!("since {}", self.operand(value))),
                Window::Before(value) => parts.push(format!("before {}", self.operand(value))),
            }
        }
        parts.extend(ago.map(|(from, to)| ago_words(from, to)));
        self.set(parts).join(" ")
    }

    /// A phrase that is nothing but one other takes that one's parts: each of them asks of one activity alone.
    fn merged<'p>(&self, phrase: &'p Phrase) -> Merged<'p> {
        let mut merged = Merged {
            sources: Vec::new(),
            filters: phrase.filter.iter().collect(),
            windows: phrase.windows.iter().collect(),
            order: phrase.order.as_deref(),
        };
        let mut at = phrase;
        while let [Source::Phrase(inner)] = at.sources.as_slice() {
            if merged.order.is_some() && inner.order.is_some() {
                break;
            }
            merged.filters.extend(&inner.filter);
            merged.windows.extend(&inner.windows);
            merged.order = merged.order.or(inner.order.as_deref());
            at = inner;
        }
        flattened(&at.sources, &mut merged.sources);
        merged
    }

    fn filter(&self, filters: &[&Cond]) -> String {
        if let [one] = filters {
            return self.cond(one);
        }
        let all = filters.iter().map(|cond| (*cond).clone()).collect();
        let span = filters[0].span;
        self.cond(&Cond { kind: crate::typed::CondKind::And(all), span })
    }

    fn source(&self, source: &Source) -> String {
        match source {
            Source::Type(ty) => self.named("activity", &self.rules.activity_types[ty.0 as usize].name),
            Source::Every => "activity".to_owned(),
            Source::Phrase(inner) => format!("({})", self.phrase(inner)),
            Source::Pick(pick) => self.pick(pick),
        }
    }

    fn pick(&self, pick: &Pick) -> String {
        let end = if pick.end == End::Latest { "latest" } else { "earliest" };
        let mut sources = Vec::new();
        flattened(&pick.of, &mut sources);
        let of = self.set(sources.into_iter().map(|source| self.source(source)).collect()).join(" or ");
        let per = pick.per.map_or_else(String::new, |field| format!(" per {}", self.activity_key(field)));
        format!("({end} {} of {of}{per})", pick.n)
    }

    fn order(&self, order: &Order) -> String {
        let relation =
            |relation: &Relation| (self.phrase(&relation.other), duration(relation.within_us), relation.same);
        let (text, same) = match order {
            Order::WithinAfter(of) => {
                let (other, within, same) = relation(of);
                (format!(" within {within} after ({other})"), same)
            }
            Order::FollowedBy(of) => {
                let (other, within, same) = relation(of);
                (format!(" followed by ({other}) within {within}"), same)
            }
            Order::NotFollowedBy(of) => {
                let (other, within, same) = relation(of);
                (format!(" not followed by ({other}) within {within}"), same)
            }
            Order::AfterWithout(of) => {
                let (other, within, same) = relation(of);
                (format!(" after {within} without ({other})"), same)
            }
        };
        let same = same.map_or_else(String::new, |field| format!(" same {}", self.activity_key(field)));
        text + &same
    }

    /// What tells activities apart.
    pub fn activity_key(&self, key: ActivityKey) -> String {
        match key {
            ActivityKey::Field(field) => self.activity_field(field),
            every => every.name(&self.rules.activity_fields).to_owned(),
        }
    }

    /// A field of activities.
    pub fn activity_field(&self, field: ActivityFieldId) -> String {
        let field = &self.rules.activity_fields[field.0 as usize];
        // One name with two types is two fields.
        if self.normal {
            format!("activity field {} ({})", written(&field.name), field.ty)
        } else {
            written(&field.name)
        }
    }
}

/// Sources with those of phrases that are nothing but a choice of sources in their place.
fn flattened<'p>(sources: &'p [Source], into: &mut Vec<&'p Source>) {
    for source in sources {
        match source {
            Source::Phrase(inner) if inner.filter.is_none() && inner.windows.is_empty() && inner.order.is_none() => {
                flattened(&inner.sources, into);
            }
            source => into.push(source),
        }
    }
}

fn ago_words(from_us: i64, to_us: i64) -> String {
    match to_us {
        0 => format!("in last {}", duration(from_us)),
        to_us => format!("from {} to {} ago", duration(from_us), duration(to_us)),
    }
}
