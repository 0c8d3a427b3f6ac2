//! What makes the records of a source activities: whose, what, when, and their own id.

use super::fields::Field;
use super::kinds::Key;
use super::names;
use super::source::Seen;
use super::words::{count, grouped, list_of, shown};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What is proposed.
#[derive(Clone, Debug, Default)]
pub struct Activity {
    /// Fields with what leads to the contact, in order.
    pub contact: Vec<usize>,
    /// The contacts' field that has the same value; without it the contact's id is meant.
    pub matches: Option<String>,
    /// Whether records without what leads to the contact are passed over.
    pub only_with_contact: bool,
    /// Whether only activities know the contacts.
    pub makes_contacts: bool,
    /// Where the type comes from.
    pub ty: TypeFrom,
    /// Fields with the time, in order, all spelled alike.
    pub time: Vec<usize>,
    /// The field with the activity's own id.
    pub id: Option<usize>,
    /// A field that may be it, and why not.
    pub perhaps_id: Option<(usize, String)>,
    /// Fields that are facts of the contact.
    pub facts: Vec<usize>,
    /// Those of them that change now and then, and so say something about the activity as well.
    pub changing: Vec<usize>,
    /// By setting: what may interest the reader, and questions.
    pub said: BTreeMap<&'static str, Vec<Said>>,
}

/// Something to say beside a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// What may interest the reader.
    Note(String),
    /// A question.
    Ask(String),
}

/// Where the type comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeFrom {
    /// Fields, of which the first that is there counts.
    Field(Vec<usize>),
    /// The name of the file: what stands before and after.
    FileName(String, String),
    /// The same for all.
    Constant(String),
}

impl Default for TypeFrom {
    fn default() -> TypeFrom {
        TypeFrom::Constant(String::new())
    }
}

/// Looks for it. `contacts` are the sources of contacts with their keys.
pub fn activity(seen: &Seen<'_>, contacts: &[(&Seen<'_>, &Key)]) -> Activity {
    let mut activity = Activity::default();
    activity.look_for_contact(seen, contacts);
    activity.look_for_time(seen);
    activity.look_for_type(seen);
    activity.look_for_id(seen);
    if activity.makes_contacts {
        activity.look_for_facts(seen);
    }
    activity
}

impl Activity {
    /// Whether a field is used up: it is the activity's contact, type, time or id.
    pub fn uses(&self, index: usize) -> bool {
        let is_type = matches!(&self.ty, TypeFrom::Field(all) if all.contains(&index));
        self.contact.contains(&index) || self.time.contains(&index) || self.id == Some(index) || is_type
    }

    fn note(&mut self, setting: &'static str, text: impl Into<String>) {
        self.said.entry(setting).or_default().push(Said::Note(text.into()));
    }

    fn ask(&mut self, setting: &'static str, text: impl Into<String>) {
        self.said.entry(setting).or_default().push(Said::Ask(text.into()));
    }

    fn look_for_contact(&mut self, seen: &Seen<'_>, contacts: &[(&Seen<'_>, &Key)]) {
        self.makes_contacts = contacts.is_empty();
        if let Some(shared) = shared(seen, contacts) {
            self.contact = vec![shared.index];
            self.matches = shared.field;
            self.note(
                "contact",
                format!("{} of {} are those of contacts", grouped(shared.n), count(shared.of, "value", "values")),
            );
        } else {
            self.contact = named_contact(seen);
            if let Some(first) = self.contact.first().copied().filter(|_| !contacts.is_empty()) {
                self.matches = matching_email(&seen.fields.all[first], contacts);
                self.ask(
                    "contact",
                    "none of the values is one of the contacts of this sample: is this the right field?",
                );
            }
        }
        if self.contact.is_empty()
            && let Some(code) = repeated_code(seen)
        {
            self.contact = vec![code];
            self.ask(
                "contact",
                "no field is called the contact's id; the values of this one come again like ids: is it?",
            );
        }
        let Some(first) = self.contact.first().copied() else {
            self.ask("contact", "no field looks like the contact's id or address: write which one it is");
            return;
        };
        let (n, of) = seen.covered(&self.contact);
        let n_without = of - n;
        if n_without > 0 && self.contact.len() == 1 {
            self.only_with_contact = true;
            let way = shown(&seen.fields.all[first].way);
            self.note(
                "only",
                format!(
                    "{} of {} have no {way} and are passed over",
                    grouped(n_without),
                    count(of, "record", "records")
                ),
            );
        } else if n_without > 0 {
            self.ask(
                "contact",
                format!(
                    "{} of {} have none of these and are bad records: name another field, or leave them out with `only`",
                    grouped(n_without),
                    count(of, "record", "records")
                ),
            );
        }
        let others: Vec<String> = named(seen, |field| names::contact(&field.key_texts()))
            .into_iter()
            .filter(|index| !self.contact.contains(index))
            .map(|index| seen.fields.all[index].way.clone())
            .collect();
        if !others.is_empty() {
            self.note("contact", format!("{} may lead to a contact, too", list_of(&others)));
        }
    }

    fn look_for_time(&mut self, seen: &Seen<'_>) {
        let fields = &seen.fields.all;
        let is_constant =
            |index: usize| fields[index].node.scalars.distinct.len() == 1 && seen.source.profile.n_records > 2;
        let score = |index: usize| {
            let beside = if seen.is_beside(index) { 6 } else { 0 };
            let named = names::time(fields[index].last_key()) - if is_constant(index) { 6 } else { 0 };
            named * 2 - seen.depth(index) as i32 - beside
        };
        let mut times: Vec<usize> =
            (0..fields.len()).filter(|index| fields[*index].is_single() && fields[*index].is_time()).collect();
        times.sort_by_key(|index| (!fields[*index].is_always_filled(), -score(*index), *index));
        let Some(first) = times.first().copied() else {
            self.ask("time", "no field looks like a time: write which one it is, and how it is spelled");
            return;
        };
        self.time = vec![first];
        if is_constant(first) {
            self.ask("time", "this hardly ever changes: is it when the activity was? else write another field");
        }
        let is_alike =
            |other: &usize| fields[*other].spelled == fields[first].spelled && seen.depth(*other) == seen.depth(first);
        for other in times[1..].iter().copied().filter(is_alike) {
            let (n, of) = seen.covered(&self.time);
            if n == of {
                break;
            }
            let with: Vec<usize> = [&self.time[..], &[other]].concat();
            if seen.covered(&with).0 > n {
                self.time = with;
            }
        }
        let (n, of) = seen.covered(&self.time);
        if n < of {
            self.ask(
                "time",
                format!("{} of {} have no time here and are bad", grouped(of - n), count(of, "record", "records")),
            );
        }
        let others: Vec<String> = times
            .into_iter()
            .filter(|index| !self.time.contains(index))
            .map(|index| fields[index].way.clone())
            .collect();
        if !others.is_empty() {
            self.note(
                "time",
                format!("{} {} times, too", list_of(&others), if others.len() == 1 { "has" } else { "have" }),
            );
        }
    }

    fn look_for_type(&mut self, seen: &Seen<'_>) {
        let fields = &seen.fields.all;
        let score = |index: usize| {
            let beside = if seen.is_beside(index) { 6 } else { 0 };
            names::activity_type(fields[index].last_key()) * 2 - seen.depth(index) as i32 * 3 - beside
        };
        let is_type = |index: &usize| {
            let (field, scalars) = (&fields[*index], &fields[*index].node.scalars);
            let varies =
                scalars.distinct.len() > 1 || scalars.n < 2 || (seen.depth(*index) == 1 && !seen.is_beside(*index));
            let is_word = scalars.n_json_numbers == 0 && scalars.n_yes_no + scalars.n_yes_no_words == 0;
            let is_named = names::activity_type(field.last_key()) > 0;
            let few = !scalars.has_more_values && (scalars.distinct.len() as u64 * 2 <= scalars.n || scalars.n <= 40);
            let free = !self.contact.contains(index) && !self.time.contains(index);
            field.is_single() && varies && is_word && is_named && few && free
        };
        let mut named: Vec<usize> = (0..fields.len()).filter(is_type).collect();
        named.sort_by_key(|index| (-score(*index), *index));
        if let Some(best) = named.iter().copied().find(|index| self.is_filled(seen, *index)) {
            self.ty = TypeFrom::Field(vec![best]);
            if names::activity_type(fields[best].last_key()) < 7 {
                self.ask(
                    "type",
                    format!("does {} say what was done? else write another field", shown(&fields[best].way)),
                );
            }
            return;
        }
        if let Some((chain, n_without)) = type_chain(seen, &named) {
            if n_without > 0 {
                self.ask(
                    "type",
                    format!("{} say nothing of it here and are bad", count(n_without, "record", "records")),
                );
            }
            self.ty = TypeFrom::Field(chain);
            return;
        }
        if let Some((before, after)) = file_pattern(&seen.source.file_names) {
            self.ty = TypeFrom::FileName(before, after);
            self.note("type", "the name of the file");
            return;
        }
        self.ty = TypeFrom::Constant(constant_type(seen.source.stem()));
        self.ask("type", "what are these: purchases, visits? write the name here and in the declarations");
    }

    /// Whether every record that has a contact has this field.
    fn is_filled(&self, seen: &Seen<'_>, index: usize) -> bool {
        if seen.fields.all[index].is_always_filled() {
            return true;
        }
        let leaf = seen.fields.all[index].leaf;
        let contacts: Vec<u32> = self.contact.iter().map(|index| seen.fields.all[*index].leaf).collect();
        let has = |row: &[(u32, u64)], leaf: u32| row.iter().any(|cell| cell.0 == leaf);
        self.only_with_contact
            && seen
                .source
                .profile
                .rows
                .iter()
                .all(|row| has(row, leaf) || !contacts.iter().any(|contact| has(row, *contact)))
    }

    fn look_for_id(&mut self, seen: &Seen<'_>) {
        let fields = &seen.fields.all;
        let score = |index: usize| names::own_id(fields[index].last_key()) * 2 - seen.depth(index) as i32;
        let is_candidate = |index: &usize| {
            let field = &fields[*index];
            names::own_id(field.last_key()) > 0
                && field.is_single()
                && !self.contact.contains(index)
                && !field.is_around
        };
        let mut ids: Vec<usize> =
            (0..fields.len()).filter(is_candidate).filter(|index| seen.depth(*index) <= 2).collect();
        ids.sort_by_key(|index| (-score(*index), *index));
        if let Some(unique) =
            ids.iter().copied().find(|index| fields[*index].is_unique() && fields[*index].filled.0 > 1)
        {
            self.id = Some(unique);
            self.note("id", "no value is there twice; a repeated one will be taken as the same activity");
            return;
        }
        let may_be = |index: &usize| {
            let scalars = &fields[*index].node.scalars;
            let is_named = names::own_id(fields[*index].last_key()) >= 8;
            is_named && fields[*index].is_always_filled() && scalars.distinct.len() as u64 * 2 >= scalars.n
        };
        if let Some(first) = ids.first().copied().filter(may_be) {
            let (filled, _) = fields[first].filled;
            let n_twice = filled - fields[first].node.scalars.distinct.len() as u64;
            let why = format!(
                "{} of {} are repeats: take the `#` away if these are the same activity told again",
                grouped(n_twice),
                count(filled, "value", "values")
            );
            self.perhaps_id = Some((first, why));
        }
    }

    /// Fields that hardly ever change within a contact.
    fn look_for_facts(&mut self, seen: &Seen<'_>) {
        let Some(contact) = self.contact.first().copied() else { return };
        let contact_leaf = seen.fields.all[contact].leaf;
        let mut pairs: HashMap<u32, HashSet<(u64, u64)>> = HashMap::new();
        let mut contacts: HashMap<u32, HashMap<u64, u64>> = HashMap::new();
        for row in &seen.source.profile.rows {
            let Some((_, of)) = row.iter().find(|(leaf, _)| *leaf == contact_leaf) else { continue };
            for (leaf, value) in row.iter().filter(|(leaf, _)| *leaf != contact_leaf) {
                pairs.entry(*leaf).or_default().insert((*of, *value));
                *contacts.entry(*leaf).or_default().entry(*of).or_default() += 1;
            }
        }
        let is_fact = |index: &usize| {
            let field = &seen.fields.all[*index];
            let (Some(pairs), Some(contacts)) = (pairs.get(&field.leaf), contacts.get(&field.leaf)) else {
                return false;
            };
            let n_repeated = contacts.values().filter(|n| **n > 1).count();
            let values: HashSet<u64> = pairs.iter().map(|(_, value)| *value).collect();
            let is_stable = pairs.len() * 5 <= contacts.len() * 6;
            field.is_single() && !self.uses(*index) && n_repeated >= 5 && values.len() > 1 && is_stable
        };
        let facts: Vec<usize> =
            (0..seen.fields.all.len()).filter(|index| !seen.is_beside(*index)).filter(is_fact).collect();
        if !facts.is_empty() {
            self.note("contact_fields", "what hardly ever changes within a contact; the latest value known counts");
        }
        let changes = |index: &usize| {
            let leaf = seen.fields.all[*index].leaf;
            pairs.get(&leaf).map(HashSet::len) > contacts.get(&leaf).map(HashMap::len)
        };
        self.changing = facts.iter().copied().filter(changes).collect();
        self.facts = facts;
    }
}

/// Fields whose names say that they are the type, each for records that those before it leave out, and how many records
/// none of them covers; nothing where that is most of them.
fn type_chain(seen: &Seen<'_>, named: &[usize]) -> Option<(Vec<usize>, u64)> {
    let mut chain: Vec<usize> = Vec::new();
    let fields = &seen.fields.all;
    for index in named.iter().copied().filter(|index| names::activity_type(fields[*index].last_key()) >= 7) {
        let with: Vec<usize> = [&chain[..], &[index]].concat();
        if seen.depth(index) == 1 && seen.covered(&with).0 > seen.covered(&chain).0 {
            chain = with;
        }
    }
    let (n, of) = seen.covered(&chain);
    (n * 2 >= of && n > 0).then_some((chain, of - n))
}

/// A field whose values are those of contacts.
struct Shared {
    index: usize,
    /// The contacts' field, if it is not their key.
    field: Option<String>,
    n: u64,
    of: u64,
}

fn shared(seen: &Seen<'_>, contacts: &[(&Seen<'_>, &Key)]) -> Option<Shared> {
    let mut best: Option<(u64, Shared)> = None;
    for (index, field) in seen.fields.all.iter().enumerate().filter(|(_, field)| field.is_single()) {
        let score = names::contact(&field.key_texts());
        let is_candidate = score > 0 || field.is_id() || field.node.scalars.n_emails > 0;
        for (target, key) in contacts.iter().filter(|_| is_candidate && !field.is_time()) {
            for (at, of_contact) in target.fields.all.iter().enumerate() {
                let is_key = key.fields == [at];
                let is_address = of_contact.node.scalars.n_emails * 2 > of_contact.node.scalars.n;
                if !of_contact.is_single() || !(is_key || is_address || of_contact.is_id()) {
                    continue;
                }
                let (ours, theirs) = (&field.node.scalars, &of_contact.node.scalars);
                let (ours, theirs) =
                    if is_address { (&ours.folded, &theirs.folded) } else { (&ours.distinct, &theirs.distinct) };
                let n = ours.intersection(theirs).count() as u64;
                let of = ours.len() as u64;
                // Small numbers are everywhere; then the name has to speak for it, too.
                let is_enough = n > 0
                    && (n * 2 >= of || (score > 0 && n * 10 >= of))
                    && (score > 0 || field.node.scalars.longest > 4);
                let rank = n * 1000 / of.max(1) * 10 + u64::from(is_key) * 5 + u64::try_from(score.min(4)).unwrap_or(0);
                if is_enough && best.as_ref().is_none_or(|(known, _)| rank > *known) {
                    let field = (!is_key).then(|| of_contact.dotted());
                    best = Some((rank, Shared { index, field, n, of }));
                }
            }
        }
    }
    best.map(|(_, shared)| shared)
}

/// Fields for which a name speaks, the most telling first.
fn named(seen: &Seen<'_>, score: impl Fn(&Field<'_>) -> i32) -> Vec<usize> {
    let fields = &seen.fields.all;
    let may_be = |index: &usize| fields[*index].is_single() && score(&fields[*index]) > 0 && !fields[*index].is_time();
    let mut found: Vec<usize> = (0..fields.len()).filter(may_be).collect();
    let rank = |index: usize| {
        let field = &fields[index];
        let score = score(field) * 2 - if seen.is_beside(index) && !field.is_around { 8 } else { 0 };
        let is_sure = score >= 18 && field.filled.0 * 4 >= field.filled.1;
        let (n, of) = field.filled;
        (!is_sure, !field.is_always_filled(), n * 2 < of, -score, seen.depth(index), index)
    };
    found.sort_by_key(|index| rank(*index));
    found
}

/// The first field with codes that come again.
fn repeated_code(seen: &Seen<'_>) -> Option<usize> {
    let is_one = |field: &Field<'_>| {
        let scalars = &field.node.scalars;
        let repeats = scalars.distinct.len() > 1 && (scalars.distinct.len() as u64) < scalars.n;
        field.is_single() && field.is_always_filled() && field.ty == crate::values::Type::ExactText && repeats
    };
    seen.fields.all.iter().position(is_one)
}

/// The field that is called the contact's, then those that stand in for it where it is missing.
fn named_contact(seen: &Seen<'_>) -> Vec<usize> {
    let found = named(seen, |field| names::contact(&field.key_texts()));
    let Some(first) = found.first().copied() else { return Vec::new() };
    let fields = &seen.fields.all;
    let parent = |index: usize| fields[index].keys.split_last().map(|(_, parent)| parent.to_vec());
    let mut chain = vec![first];
    for other in found[1..].iter().copied() {
        let is_same_key =
            fields[other].last_key() == fields[first].last_key() && seen.depth(other) == seen.depth(first);
        let stands_in = parent(other) == parent(first) && names::contact(&fields[other].key_texts()) >= 5;
        let (n, of) = seen.covered(&chain);
        if n < of && (is_same_key || stands_in) {
            let with: Vec<usize> = [&chain[..], &[other]].concat();
            if seen.covered(&with).0 > n {
                chain = with;
            }
        }
    }
    chain
}

/// The contacts' field with addresses, where a key is called one.
fn matching_email(field: &Field<'_>, contacts: &[(&Seen<'_>, &Key)]) -> Option<String> {
    let is_address =
        |words: &[String]| words.iter().any(|word| matches!(word.as_str(), "email" | "recipient" | "mail"));
    if !is_address(&names::words(field.last_key())) {
        return None;
    }
    let mut all = contacts.iter().flat_map(|(seen, _)| &seen.fields.all);
    all.find(|field| field.is_single() && is_address(&names::words(field.last_key()))).map(Field::dotted)
}

/// What all names have in front and behind, if what differs is a word for each.
fn file_pattern(names: &[String]) -> Option<(String, String)> {
    let (first, rest) = names.split_first()?;
    if rest.is_empty() {
        return None;
    }
    let mut before = rest
        .iter()
        .fold(first.len(), |n, name| first.bytes().zip(name.bytes()).take(n).take_while(|(a, b)| a == b).count());
    let is_edge = |byte: &u8| matches!(byte, b'_' | b'-' | b'.');
    before = first.as_bytes()[..before].iter().rposition(is_edge).map_or(0, |at| at + 1);
    let after = rest.iter().fold(first.len(), |n, name| {
        first.bytes().rev().zip(name.bytes().rev()).take(n).take_while(|(a, b)| a == b).count()
    });
    let tail = &first.as_bytes()[first.len() - after..];
    let after = tail.iter().position(is_edge).map(|at| after - at)?;
    let inner = |name: &String| name.get(before..name.len() - after).map(str::to_owned);
    let types: Option<Vec<String>> = names.iter().map(inner).collect();
    let is_word =
        |text: &String| !text.is_empty() && text.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | '-' | '.'));
    let types = types?;
    let end = first.len() - after;
    types.iter().all(is_word).then(|| (first[..before].to_owned(), first[end..].to_owned()))
}

/// A name for activities that only the file's name tells of.
fn constant_type(stem: &str) -> String {
    let odd = ["data", "export", "master", "sample", "all", "log", "events", "file"];
    let words = names::words(stem);
    let kept: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !odd.contains(word) && !word.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    if kept.is_empty() { "activity_of_source".to_owned() } else { kept.join("_") }
}
