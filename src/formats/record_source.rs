//! What a set of files holds, and where in each record its parts stand.

use super::{EpochUnit, FileShape, Spelling, Way};

/// One source of records: files of one shape. The flags of the command line make one for each kind of record, and
/// `scoreline.toml` any number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSource {
    /// What the report calls it: `contacts`, `activities`, `account`.
    pub name: String,
    /// What its records are.
    pub of: SourceOf,
    /// Fields that stand elsewhere than the rules' name for them says, or are spelled in their own way.
    pub fields: Vec<FieldFrom>,
    /// Where all other fields stand: ways in which `*` is the field's name, such as `properties.*.value`, in order.
    pub other_fields: Vec<String>,
    /// How its values are spelled.
    pub spelling: Spelling,
    /// The lists whose elements are the records, where a file holds batches.
    pub each: Vec<Way>,
    /// Texts that hold JSON, to be read as what they hold.
    pub json_texts: Vec<Way>,
    /// Only records of which all of this holds are the source's; the others are passed over.
    pub only: Vec<Only>,
    /// Records of which any of this holds are none of the source's; they are passed over.
    pub except: Vec<Only>,
    /// How its files are written.
    pub shape: FileShape,
}

/// What the records of a source are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a run has a handful of sources")]
pub enum SourceOf {
    /// Records of one kind.
    Kind(KindSource),
    /// Activities.
    Activities(ActivitySource),
    /// Ids that contacts had before they were merged, and those they have now.
    Aliases(AliasSource),
    /// Keys of something else, and the contacts they lead to.
    Links(LinkSource),
}

/// Records of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindSource {
    /// Index in [`crate::records::Layout::kinds`].
    pub kind: usize,
    /// The field with the id.
    pub key: FirstOf,
    /// Whether all fields of the key together are the id, as in tables that link others; they are joined by `/`.
    pub is_whole_key: bool,
    /// Fields by which activities find these records; only those of contacts are asked for.
    pub joins: Vec<String>,
}

/// Activities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivitySource {
    /// What leads to the contact: the first that is there and leads to a contact in the data, else the first that is
    /// there.
    pub contact: Vec<ContactFrom>,
    /// Where the type comes from.
    pub ty: TypeFrom,
    /// Words of the source for types, and those of the rules; a word that is not there stays as it is.
    pub type_map: Vec<(String, String)>,
    /// The field with the time.
    pub at: FirstOf,
    /// How the time is spelled; as the rest of the source where this is none.
    pub at_spelling: Option<Spelling>,
    /// The field with the activity's own id.
    pub id: ActivityIdFrom,
    /// Whether contacts that only these activities know are contacts.
    pub makes_contacts: bool,
    /// Fields of the contact that stand in its activities; the latest known value up to as-of counts, where the files of
    /// contacts say nothing.
    pub facts: Vec<FieldFrom>,
    /// Where all other fields of the contact stand, with `*` for their name; without any they do not stand here.
    pub other_facts: Vec<String>,
}

/// Ids of merged contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasSource {
    /// The id that is no more.
    pub old: FirstOf,
    /// The id that stands for it now.
    pub new: FirstOf,
}

/// A table that leads from keys to others: from deals to their contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkSource {
    /// How activities name it; several sources may be one table.
    pub table: String,
    /// The key that is looked for.
    pub from: FirstOf,
    /// The key it leads to; a list leads to all its elements.
    pub to: FirstOf,
}

/// One way from an activity to its contact. Where a list of keys stands, the activity is that of each of the contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactFrom {
    /// Where the id or the key stands.
    pub from: Way,
    /// Tables that are gone through before: the key is looked for in the first, what it leads to in the next.
    pub through: Vec<Through>,
    /// The contact's field that has to have the same value; without it what stands there is the contact's id.
    pub matches: Option<Matches>,
}

/// A table on the way to a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Through {
    /// Its name.
    pub table: String,
    /// Whether keys are found in it whatever their case.
    pub ignore_case: bool,
}

/// A field of contacts that activities are matched with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matches {
    /// As the rules name it.
    pub field: String,
    /// Whether `Jane@x.com` and `jane@x.com ` are one.
    pub ignore_case: bool,
}

/// Where an activity's type comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeFrom {
    /// A field.
    Field(FirstOf),
    /// All of these fields together, joined by `/`.
    Together(FirstOf),
    /// The same for all.
    Constant(String),
    /// The file's name: what stands in it between these two. With a `/` in them, names of folders too.
    FileName {
        /// What the name begins with.
        before: String,
        /// What it ends with.
        after: String,
    },
}

/// Where an activity's own id comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActivityIdFrom {
    /// Declared by the user: two activities of one source, one contact and one id are one activity.
    Declared(FirstOf),
    /// Declared by the user, who says that none is there twice: nothing is compared and nothing dropped.
    Unique(FirstOf),
    /// The field `id` where a record happens to have one: it orders activities of one instant and shows in
    /// explanations, and nothing is dropped for it.
    IfAny(Way),
}

/// A field whose place in the records is not its name, or whose values are spelled in their own way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFrom {
    /// The field, as the rules name it.
    pub field: String,
    /// Where its value stands.
    pub from: FirstOf,
    /// How it is spelled; as the rest of the source where this is none.
    pub spelling: Option<Spelling>,
}

/// Ways in order: the first that has a value counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstOf(pub Vec<Way>);

/// A field that has to have one of some values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Only {
    /// Where it stands.
    pub from: Way,
    /// The values, compared after trimming and folding; with none the field has to be there.
    pub values: Vec<String>,
}

impl RecordSource {
    /// A source of this name, everything else as it comes.
    pub fn new(name: &str, of: SourceOf) -> RecordSource {
        RecordSource {
            name: name.to_owned(),
            of,
            fields: Vec::new(),
            other_fields: Vec::new(),
            spelling: Spelling::default(),
            each: Vec::new(),
            json_texts: Vec::new(),
            only: Vec::new(),
            except: Vec::new(),
            shape: FileShape::default(),
        }
    }

    /// Contacts under the default key `id`.
    pub fn contacts() -> RecordSource {
        RecordSource::kind("contacts", 0, "id")
    }

    /// Records of a kind by its index, with the field that holds their id.
    pub fn kind(name: &str, kind: usize, key: &str) -> RecordSource {
        RecordSource::new(
            name,
            SourceOf::Kind(KindSource { kind, key: Way::new(key).into(), is_whole_key: false, joins: Vec::new() }),
        )
    }

    /// Activities under the default names `contact_id`, `type` and `at`, without a declared id.
    pub fn activities() -> RecordSource {
        RecordSource::activities_from(ActivitySource::default())
    }

    /// Activities under other names.
    pub fn activities_from(source: ActivitySource) -> RecordSource {
        RecordSource::new("activities", SourceOf::Activities(source))
    }

    /// The same source with numbers for times.
    pub fn with_time_unit(mut self, unit: Option<EpochUnit>) -> RecordSource {
        self.spelling.time.unit = unit;
        self
    }

    /// Whether every record of its files is its own.
    pub(super) fn takes_all(&self) -> bool {
        self.only.is_empty() && self.except.is_empty()
    }

    /// Where a field of the rules stands in the records of this source.
    pub(super) fn field_from(&self, name: &str, path: &[String]) -> FieldFrom {
        let mapped = self.fields.iter().find(|mapped| mapped.field == name).cloned();
        mapped.unwrap_or_else(|| {
            let from = usual_ways(&self.other_fields, name).unwrap_or_else(|| Way::from_steps(path).into());
            FieldFrom { field: name.to_owned(), from, spelling: None }
        })
    }
}

/// Where a field stands by the patterns for all fields that are not named themselves; none without patterns.
pub(super) fn usual_ways(patterns: &[String], name: &str) -> Option<FirstOf> {
    let way = |pattern: &String| Way::new(&pattern.replacen('*', name, 1));
    (!patterns.is_empty()).then(|| FirstOf(patterns.iter().map(way).collect()))
}

/// Has the sources of contacts keep the fields by which those of activities find their contacts.
pub fn keep_joins<'a>(sources: impl IntoIterator<Item = &'a mut RecordSource>) {
    let (mut joins, mut contacts) = (Vec::new(), Vec::new());
    for source in sources {
        match &mut source.of {
            SourceOf::Kind(of) if of.kind == 0 => contacts.push(of),
            SourceOf::Activities(of) => {
                joins.extend(of.contact.iter().filter_map(|contact| Some(contact.matches.as_ref()?.field.clone())));
            }
            SourceOf::Kind(_) | SourceOf::Aliases(_) | SourceOf::Links(_) => {}
        }
    }
    joins.sort();
    joins.dedup();
    contacts.into_iter().for_each(|of| of.joins.clone_from(&joins));
}

impl ActivitySource {
    /// Where a field of the contact stands in these activities, if it does.
    pub(super) fn fact_from(&self, name: &str) -> Option<FieldFrom> {
        let mapped = self.facts.iter().find(|mapped| mapped.field == name).cloned();
        mapped.or_else(|| {
            let from = usual_ways(&self.other_facts, name)?;
            Some(FieldFrom { field: name.to_owned(), from, spelling: None })
        })
    }

    /// The ways to what leads to the contact.
    pub(super) fn contact_ways(&self) -> FirstOf {
        FirstOf(self.contact.iter().map(|contact| contact.from.clone()).collect())
    }
}

impl ContactFrom {
    /// Whether what stands there is the contact's id.
    pub fn is_id(&self) -> bool {
        self.through.is_empty() && self.matches.is_none()
    }
}

impl ActivityIdFrom {
    /// The field, declared or not.
    pub(super) fn ways(&self) -> FirstOf {
        match self {
            ActivityIdFrom::Declared(ways) | ActivityIdFrom::Unique(ways) => ways.clone(),
            ActivityIdFrom::IfAny(way) => way.clone().into(),
        }
    }
}

impl From<Way> for FirstOf {
    fn from(way: Way) -> FirstOf {
        FirstOf(vec![way])
    }
}

impl From<Way> for TypeFrom {
    fn from(way: Way) -> TypeFrom {
        TypeFrom::Field(way.into())
    }
}

impl From<Way> for Vec<ContactFrom> {
    fn from(from: Way) -> Vec<ContactFrom> {
        vec![ContactFrom { from, through: Vec::new(), matches: None }]
    }
}

impl std::fmt::Display for FirstOf {
    /// `userId`, or `userId` or `anonymousId`; quotes around are the reader's.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ways: Vec<String> = self.0.iter().map(Way::to_string).collect();
        f.write_str(&ways.join("` or `"))
    }
}

impl Default for ActivitySource {
    fn default() -> ActivitySource {
        ActivitySource {
            contact: Way::new("contact_id").into(),
            ty: Way::new("type").into(),
            type_map: Vec::new(),
            at: Way::new("at").into(),
            at_spelling: None,
            id: ActivityIdFrom::IfAny(Way::new("id")),
            makes_contacts: false,
            facts: Vec::new(),
            other_facts: Vec::new(),
        }
    }
}
