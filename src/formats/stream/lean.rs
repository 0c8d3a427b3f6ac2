//! The fast way from a record to an activity: for records in which there is nothing to tell.
//!
//! What the scanner gives is turned into borrowed values, without a look at what is not asked for and without memory of
//! its own. At anything that is to be told of (a value that does not fit, an odd time, a key that is missing), or that
//! is rare (lists), it gives up before it has counted anything, and the line goes the slow way.

use super::Ground;
use crate::formats::reader::Source;
use crate::formats::report::FieldTallies;
use crate::formats::scan::{Part, Parts};
use crate::formats::wanted::{Wanted, WantedField};
use crate::formats::{ActivitySource, SourceOf, Spelling, TypeFrom};
use crate::records::{ActivityFieldLayout, FieldRef};
use crate::values::text::{is_blank, trim};
use crate::values::zone::parse_instant;
use crate::values::{Decimal, Instant, RawScalar, Type, Value, Zone};
use std::ops::Range;

/// A source, made ready for the fast way.
pub(super) struct Lean<'p> {
    /// None for records of a kind.
    pub(super) of: Option<&'p ActivitySource>,
    wanted: &'p Wanted,
    zone: &'p Zone,
    /// That of everything but the time and fields with their own.
    spelling: Way<'p>,
    at_spelling: Way<'p>,
    fields: Vec<LeanField<'p>>,
    /// By type, and last for types that no rule names: which of `fields` its activities can have.
    by_type: Vec<Vec<usize>>,
    n_fields: usize,
}

/// A field that is read.
struct LeanField<'p> {
    id: usize,
    slots: Range<usize>,
    ty: &'p Type,
    spelling: Way<'p>,
    /// The values of a field of declared choices.
    choices: Vec<Value>,
}

/// How values are spelled, and whether that is the usual way.
#[derive(Clone, Copy)]
struct Way<'p> {
    spelling: &'p Spelling,
    is_usual: bool,
}

impl<'p> Way<'p> {
    fn new(spelling: &'p Spelling) -> Way<'p> {
        Way { spelling, is_usual: *spelling == Spelling::default() }
    }

    #[inline]
    fn is_missing(self, text: &str) -> bool {
        if self.is_usual { is_blank(text) } else { self.spelling.is_missing(text) }
    }
}

/// What stands in the first of several slots that has something.
enum First<'r> {
    Missing,
    Here(Part<'r>),
}

impl<'p> Lean<'p> {
    /// None where every record of the source has to go the slow way.
    pub(super) fn new(reader: &'p Ground<'_>, source: &'p Source) -> Option<Lean<'p>> {
        let (of, wanted) = (&source.source, &*source.wanted);
        if !of.takes_all() || !wanted.facts.is_empty() || !wanted.is_plain {
            return None;
        }
        let layout = reader.layout;
        let (activities, kind) = match &of.of {
            SourceOf::Activities(activities) => (Some(activities), None),
            SourceOf::Kind(kind) if !kind.is_whole_key => (None, Some(&layout.kinds[kind.kind])),
            SourceOf::Kind(_) | SourceOf::Aliases(_) | SourceOf::Links(_) => return None,
        };
        let field = |field: &'p WantedField| {
            let ty =
                kind.map_or_else(|| &layout.activity_fields[field.field].field.ty, |kind| &kind.fields[field.field].ty);
            let n_choices = if let Type::OneOf(choices) = ty { choices.names().len() } else { 0 };
            LeanField {
                id: field.field,
                slots: field.slots.clone(),
                ty,
                spelling: Way::new(field.spelling.as_deref().unwrap_or(&of.spelling)),
                choices: (0..).take(n_choices).map(Value::Choice).collect(),
            }
        };
        let fields: Vec<LeanField<'p>> = wanted.fields.iter().map(field).collect();
        let has = |ty: Option<u32>, field: &LeanField<'_>| match &layout.activity_fields.get(field.id) {
            _ if kind.is_some() => true,
            None | Some(ActivityFieldLayout { of: None, .. }) => true,
            Some(ActivityFieldLayout { of: Some(types), .. }) => ty.is_some_and(|ty| types.contains(&ty)),
        };
        let of_type = |ty| (0..fields.len()).filter(|field| has(ty, &fields[*field])).collect();
        let n_types = u32::try_from(layout.activity_types.len()).ok()?;
        Some(Lean {
            of: activities,
            wanted,
            zone: &layout.zone,
            spelling: Way::new(&of.spelling),
            at_spelling: Way::new(activities.and_then(|of| of.at_spelling.as_ref()).unwrap_or(&of.spelling)),
            by_type: (0..n_types).map(Some).chain([None]).map(of_type).collect(),
            fields,
            n_fields: kind.map_or(layout.activity_fields.len(), |kind| kind.fields.len()),
        })
    }

    /// How many slots an activity has.
    pub(super) fn n_fields(&self) -> usize {
        self.n_fields
    }

    /// The fields by which activities find a contact, by their indexes.
    pub(super) fn joins(&self, parts: &Parts<'_>) -> Option<Vec<(usize, Box<str>)>> {
        let mut joins = Vec::new();
        for (field, slots) in self.wanted.joins.iter().enumerate() {
            match self.first(parts, slots.clone(), self.spelling) {
                First::Here(Part::Text(text) | Part::Number(text)) => joins.push((field, text.into())),
                First::Missing => {}
                First::Here(_) => return None,
            }
        }
        Some(joins)
    }

    /// Whether one key of each activity is the id of its contact.
    pub(super) fn leads_by_id(&self) -> bool {
        self.of.is_some_and(|of| matches!(of.contact.as_slice(), [way] if way.is_id()))
    }

    /// The id of a record, or the one key of a source with one way to its contacts.
    #[inline]
    pub(super) fn key<'r>(&self, parts: &Parts<'r>) -> Option<&'r str> {
        self.text(parts, self.wanted.identity.clone())
    }

    /// All keys, with the index of the way to each.
    pub(super) fn keys<'r>(&self, parts: &Parts<'r>, keys: &mut Vec<(usize, &'r str)>) -> Option<()> {
        for (way, slot) in self.wanted.identity.clone().enumerate() {
            match self.first(parts, slot..slot + 1, self.spelling) {
                First::Missing => {}
                First::Here(Part::Text(text) | Part::Number(text)) => keys.push((way, text)),
                First::Here(_) => return None,
            }
        }
        (!keys.is_empty()).then_some(())
    }

    /// The type, as the rules name it.
    #[inline]
    pub(super) fn ty<'r>(&self, parts: &Parts<'r>, of_file: Option<&'r str>) -> Option<&'r str>
    where
        'p: 'r,
    {
        let of = self.of?;
        match &of.ty {
            TypeFrom::Field(_) => Some(of.mapped_type(self.text(parts, self.wanted.ty.clone())?)),
            TypeFrom::Constant(ty) => Some(ty),
            TypeFrom::FileName { .. } => of_file,
            TypeFrom::Together(_) => None,
        }
    }

    /// The time.
    #[inline]
    pub(super) fn at(&self, parts: &Parts<'_>) -> Option<Instant> {
        let First::Here(part) = self.first(parts, self.wanted.at.clone(), self.at_spelling) else { return None };
        match self.moment(part, &Type::Time, self.at_spelling)? {
            FieldRef::Time(at) => Some(at),
            _ => None,
        }
    }

    /// The activity's own id, if it has one.
    #[inline]
    pub(super) fn id<'r>(&self, parts: &Parts<'r>) -> Option<Option<&'r str>> {
        match self.first(parts, self.wanted.other_id.clone(), self.spelling) {
            First::Here(Part::Text(text) | Part::Number(text)) => Some(Some(text)),
            // A list may hold nothing, and then the next way counts.
            First::Here(Part::List(_)) => None,
            First::Here(_) | First::Missing => Some(None),
        }
    }

    /// Fills the values of an activity by field id.
    #[inline]
    pub(super) fn values<'r>(&'r self, parts: &Parts<'r>, ty: Option<u32>, values: &mut [FieldRef<'r>]) -> Option<()> {
        for field in self.of_type(ty) {
            values[field.id] = self.value(parts, field)?;
        }
        Some(())
    }

    /// Counts the fields that an activity of a type can have.
    #[inline]
    pub(super) fn count(
        &self,
        parts: &Parts<'_>,
        ty: Option<u32>,
        values: &[FieldRef<'_>],
        tallies: &mut FieldTallies,
    ) {
        for field in self.of_type(ty) {
            let is_missing = matches!(values[field.id], FieldRef::Missing);
            let is_present = !is_missing || field.slots.clone().any(|slot| parts.get(slot) != Part::Absent);
            tallies.count(field.id, is_present, is_missing);
        }
    }

    #[inline]
    fn of_type(&self, ty: Option<u32>) -> impl Iterator<Item = &LeanField<'p>> {
        let of_type = ty.map_or(self.by_type.len() - 1, |ty| ty as usize);
        self.by_type[of_type].iter().map(|field| &self.fields[*field])
    }

    /// A text or a number that stands somewhere.
    #[inline(always)]
    fn text<'r>(&self, parts: &Parts<'r>, slots: Range<usize>) -> Option<&'r str> {
        match self.first(parts, slots, self.spelling) {
            First::Here(Part::Text(text) | Part::Number(text)) => Some(text),
            _ => None,
        }
    }

    #[inline(always)]
    fn first<'r>(&self, parts: &Parts<'r>, slots: Range<usize>, spelling: Way<'_>) -> First<'r> {
        for slot in slots {
            match parts.get(slot) {
                Part::Absent | Part::Null => {}
                Part::Text(text) | Part::Number(text) if spelling.is_missing(text) => {}
                part => return First::Here(part),
            }
        }
        First::Missing
    }

    #[inline(always)]
    fn value<'r>(&self, parts: &Parts<'r>, field: &'r LeanField<'p>) -> Option<FieldRef<'r>> {
        let part = match self.first(parts, field.slots.clone(), field.spelling) {
            First::Missing => return Some(FieldRef::Missing),
            First::Here(part) => part,
        };
        let value = match field.ty {
            Type::Text | Type::ExactText => spelled(part, field.spelling)?,
            Type::Number | Type::WholeNumber => number(part, field)?,
            Type::OneOf(choices) => match spelled(part, field.spelling)? {
                FieldRef::Text(text) => FieldRef::Value(&field.choices[choices.position(text)? as usize]),
                missing => missing,
            },
            Type::YesNo => match part {
                Part::YesNo(yes) => FieldRef::YesNo(yes),
                part => self.fitted(part, field.ty, field.spelling)?,
            },
            Type::Time | Type::Date | Type::TimeOrDate => self.moment(part, field.ty, field.spelling)?,
            Type::List(_) => return None,
        };
        Some(value)
    }

    /// A time or a day, if its year is one that is meant.
    #[inline(always)]
    fn moment<'r>(&self, part: Part<'_>, ty: &Type, spelling: Way<'_>) -> Option<FieldRef<'r>> {
        let value = match (part, ty) {
            (Part::Text(text), Type::Time) if spelling.is_usual => {
                FieldRef::Time(parse_instant(trim(text), self.zone).ok()?)
            }
            (part, ty) => self.fitted(part, ty, spelling)?,
        };
        let us = match value {
            FieldRef::Time(at) => at.us(),
            FieldRef::Date(day) => i64::from(day.days()) * crate::values::time::DAY_US,
            _ => return None,
        };
        Spelling::is_sensible(us).then_some(value)
    }

    /// A value that holds no text.
    #[inline(never)]
    fn fitted<'r>(&self, part: Part<'_>, ty: &Type, spelling: Way<'_>) -> Option<FieldRef<'r>> {
        let scalar = match part {
            Part::Text(text) => RawScalar::Text(text),
            Part::Number(text) => RawScalar::NumberText(text),
            Part::YesNo(yes) => RawScalar::Bool(yes),
            _ => return None,
        };
        match spelling.spelling.fit(ty, scalar, self.zone).ok()? {
            Value::Missing => Some(FieldRef::Missing),
            Value::Number(number) => Some(FieldRef::Number(number)),
            Value::YesNo(yes) => Some(FieldRef::YesNo(yes)),
            Value::Time(at) => Some(FieldRef::Time(at)),
            Value::Date(day) => Some(FieldRef::Date(day)),
            Value::Text(_) | Value::Choice(_) | Value::List(_) => None,
        }
    }
}

/// A text as it is spelled, or what stands for it.
#[inline]
fn spelled<'r>(part: Part<'r>, spelling: Way<'r>) -> Option<FieldRef<'r>> {
    let text = match part {
        Part::Text(text) | Part::Number(text) => text,
        Part::YesNo(true) => "true",
        Part::YesNo(false) => "false",
        _ => return None,
    };
    let is_mapped = !spelling.is_usual && !matches!(part, Part::YesNo(_));
    let text = if is_mapped { spelling.spelling.mapped(text) } else { text };
    Some(if is_mapped && is_blank(text) { FieldRef::Missing } else { FieldRef::Text(text) })
}

#[inline]
fn number<'r>(part: Part<'_>, field: &LeanField<'_>) -> Option<FieldRef<'r>> {
    let number = match part {
        Part::Number(text) if field.spelling.is_usual => Decimal::parse(text).ok()?,
        Part::Text(text) if field.spelling.is_usual => Decimal::parse(trim(text)).ok()?,
        // Own signs and words: the slow way knows them.
        _ => return None,
    };
    (*field.ty == Type::Number || number.is_whole()).then_some(FieldRef::Number(number))
}
