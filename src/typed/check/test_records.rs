//! The records of a test: contacts, other records and activities from literals.

use super::super::{ActivityFieldId, ActivityTypeId, FieldId, KindId};
use super::constant;
use super::exec::Checker;
use super::finding::{either, quoted};
use super::infer::FieldKey;
use super::kinds::{CONTACT, joined, joined_names};
use super::names::Thing;
use super::path::suggest;
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::records::{Activity, Records, Row};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::{Instant, Type, Value};
use std::collections::HashSet;
use std::sync::Arc;

/// How many activities one test may have, repeated ones counted.
const ACTIVITIES_MAX: usize = 100_000;
/// How many values the records of all tests may hold together, those that are missing counted.
const VALUES_MAX: u64 = 10_000_000;
/// What a record takes besides the values of its fields.
const RECORD_VALUES: u64 = 4;
/// The field by which an activity of a test says whose it is.
const CONTACT_ID: &str = "contact_id";

/// The records of a test while it is read.
#[derive(Clone, Default)]
pub(super) struct TestRecords {
    records: Records,
    /// The ids of all records of each kind.
    ids: Vec<HashSet<Arc<str>>>,
}

impl TestRecords {
    pub fn into_records(self) -> Records {
        self.records
    }

    /// The ids of all records of a kind, in order.
    pub fn ids(&self, kind: KindId) -> impl ExactSizeIterator<Item = &str> {
        self.records.rows.get(kind.0 as usize).map_or(&[][..], Vec::as_slice).iter().map(|row| &*row.id)
    }

    /// Whether a record of a kind has this id.
    pub fn has(&self, kind: KindId, id: &str) -> bool {
        self.ids.get(kind.0 as usize).is_some_and(|ids| ids.contains(id))
    }
}

/// What a line of a test names.
enum Named {
    Kind(KindId),
    Activity(ActivityTypeId),
}

impl<'a> Checker<'a> {
    /// All records of a test: first the rows, so that activities find their contacts.
    pub fn test_records(&mut self, given: &[&'a ast::GivenRecord], as_of: Instant) -> Option<TestRecords> {
        let mut all = TestRecords::default();
        let mut activities = Vec::new();
        let mut fine = true;
        for record in given {
            match self.named_record(&record.kind) {
                Some(Named::Kind(kind)) => fine &= self.row(record, kind, as_of, &mut all).is_some(),
                Some(Named::Activity(ty)) => activities.push((*record, ty)),
                None => fine = false,
            }
        }
        // Whose activities these are cannot be told where a record of somebody could not be.
        let everybody_is_here = fine;
        for (record, ty) in activities {
            if !everybody_is_here && all.ids(CONTACT).next().is_none() {
                continue;
            }
            fine &= self.activity(record, ty, as_of, &mut all).is_some();
        }
        fine.then_some(all)
    }

    /// Counts records that a test holds; beyond the bound, which is reported once, no more are taken.
    fn hold(&mut self, n_records: usize, n_fields: usize, span: Span) -> Option<()> {
        let before = self.test_values;
        self.test_values = before.saturating_add(n_records as u64 * (RECORD_VALUES + n_fields as u64));
        if self.test_values <= VALUES_MAX {
            return Some(());
        }
        if before > VALUES_MAX {
            return None;
        }
        let message = "the records of all tests together are too many";
        self.report(
            Diagnostic::new(Code::TooLarge, span, message).help("give fewer of them, or split the tests over files"),
        )
    }

    fn named_record(&mut self, name: &ast::Name) -> Option<Named> {
        if let Some(kind) = self.kinds.by_name(&name.node) {
            return Some(Named::Kind(kind));
        }
        if let Some(Thing::Activity(id)) = self.names.get(&name.node) {
            return Some(Named::Activity(id));
        }
        let taken = self.names.get(&name.node);
        if taken.is_none() && !self.activities.declared {
            return Some(Named::Activity(self.activities.type_named(&name.node, name.span)));
        }
        let message = match taken {
            Some(thing) => {
                format!("{} is {}, and a record or an activity belongs here", quoted(&name.node), thing.a_noun())
            }
            None => format!("there is no kind of record and no activity called {}", quoted(&name.node)),
        };
        let kinds = self.kinds.iter().map(|(_, kind)| kind.name.as_str());
        let candidates = kinds.chain(self.activities.types().iter().map(|ty| ty.name.as_str()));
        let diagnostic = Diagnostic::new(Code::UnknownActivity, name.span, message);
        let diagnostic = match self.nearest(&name.node, candidates) {
            Some(near) => suggest(diagnostic, name.span, &near),
            None => diagnostic.help(format!("declare it: `activity {} {{ }}`", name.node)),
        };
        self.report_unknown(&name.node, diagnostic)
    }

    fn row(&mut self, node: &'a ast::GivenRecord, kind: KindId, as_of: Instant, all: &mut TestRecords) -> Option<()> {
        if let Some(count) = &node.count {
            let message = "only activities are given several times: records have ids of their own";
            return self.report(
                Diagnostic::new(Code::TestRecord, count.span, message).help("write a line for each, with an `id`"),
            );
        }
        let mut row = Row { id: Arc::from(self.kinds.get(kind).name.as_str()), values: Vec::new() };
        let mut id_span = node.kind.span;
        let mut fine = true;
        for field in node.fields.nodes() {
            if joined(&field.field) == "id" {
                id_span = field.value.span;
                match self.id_text(&field.value) {
                    Some(id) => row.id = Arc::from(id.as_str()),
                    None => fine = false,
                }
                if self.kinds.field(kind, "id").is_none() {
                    continue;
                }
            }
            fine &= self.row_value(kind, &field.field, &field.value, as_of, &mut row).is_some();
        }
        if all.has(kind, &row.id) {
            let message =
                format!("this test has a `{}` with the id {} already", self.kinds.get(kind).name, quoted(&row.id));
            return self.report(
                Diagnostic::new(Code::TestRecord, id_span, message).help("give each record an `id` of its own"),
            );
        }
        self.hold(1, self.kinds.get(kind).fields.len(), node.span)?;
        all.add_row(kind, row);
        fine.then_some(())
    }

    /// One field of a row.
    fn row_value(
        &mut self,
        kind: KindId,
        field: &'a ast::Path,
        value: &'a ast::Expr,
        as_of: Instant,
        row: &mut Row,
    ) -> Option<()> {
        let id = self.row_field(kind, field)?;
        let declared = self.kinds.get(kind).declared;
        let node = self.kinds.field_mut(kind, id);
        node.used = true;
        let (ty, name) = (node.ty.clone(), node.name.clone());
        let given = self.given(value, as_of)?;
        if !declared && !self.is_last() {
            let var = self.inference.var(FieldKey::OfKind(kind, id), &name);
            if let Some(ty) = given.ty() {
                self.inference.given(var, &ty);
            }
            return Some(());
        }
        if self.conflicting.contains(&FieldKey::OfKind(kind, id)) {
            return None;
        }
        let fitted = self.fitted(given, &ty, value.span, &name)?;
        put(&mut row.values, id.0 as usize, fitted);
        Some(())
    }

    fn row_field(&mut self, kind: KindId, field: &'a ast::Path) -> Option<FieldId> {
        let name = joined(field);
        if let Some(id) = self.kinds.field(kind, &name) {
            return Some(id);
        }
        if !self.kinds.get(kind).declared {
            let way = field.names.iter().map(|name| name.node.clone()).collect();
            return Some(self.kinds.add_field(kind, &name, way, Type::Text, field.span));
        }
        let node = self.kinds.get(kind);
        let names = node.fields.iter().map(|field| field.name.as_str()).chain(["id"]);
        let near = self.nearest(&name, names);
        let message = format!("`{}` has no field {}", node.name, quoted(&name));
        let help = match self.kinds.links(kind, &field.names[0].node) {
            [] => format!("declare it: `{} {{ {name}: text }}`", node.name),
            _ => "give the field that holds the other record's id".to_owned(),
        };
        self.unknown_given(&name, field.span, message, help, near)
    }

    fn unknown_given<T>(
        &mut self,
        name: &str,
        span: Span,
        message: String,
        help: String,
        near: Option<String>,
    ) -> Option<T> {
        let diagnostic = Diagnostic::new(Code::UnknownField, span, message);
        let diagnostic = match near {
            Some(near) => suggest(diagnostic, span, &near),
            None => diagnostic.help(help),
        };
        self.report_unknown(name, diagnostic)
    }

    fn activity(
        &mut self,
        node: &'a ast::GivenRecord,
        ty: ActivityTypeId,
        as_of: Instant,
        all: &mut TestRecords,
    ) -> Option<()> {
        let count = match &node.count {
            Some(count) => constant::count(count, self.findings())? as usize,
            None => 1,
        };
        let n_fields = self.activities.fields().len();
        if all.records.activities.len().saturating_add(count) > ACTIVITIES_MAX {
            let message = format!("a test has at most {ACTIVITIES_MAX} activities");
            return self.report(Diagnostic::new(Code::TooLarge, node.span, message).help("give fewer of them"));
        }
        let mut activity = Activity {
            contact: Arc::from(""),
            ty: Arc::from(self.activities.type_name(ty)),
            at: as_of,
            id: None,
            values: Vec::new(),
        };
        let (mut contact, mut at) = (None, None);
        let mut fine = true;
        for field in node.fields.nodes() {
            let name = joined(&field.field);
            match name.as_str() {
                "at" => {
                    at = Some(self.at(&field.value, as_of));
                    continue;
                }
                "id" => {
                    match self.id_text(&field.value) {
                        Some(id) => activity.id = Some(Arc::from(id.as_str())),
                        None => fine = false,
                    }
                    continue;
                }
                CONTACT_ID => {
                    contact = Some(self.contact_named(&field.value, all));
                    if !self.has_own_contact_id(ty) {
                        continue;
                    }
                }
                _ => {}
            }
            fine &= self.activity_value(ty, &field.field, &field.value, as_of, &mut activity).is_some();
        }
        activity.contact = contact.unwrap_or_else(|| self.only_contact(node, all))?;
        activity.at = at.unwrap_or_else(|| self.no_time(node))?;
        if !fine {
            return None;
        }
        self.hold(count, n_fields, node.span)?;
        if self.is_last() {
            all.records.activities.extend(std::iter::repeat_n(activity, count));
        }
        Some(())
    }

    /// Whether a type of activity declares a field `contact_id` that rules may read.
    fn has_own_contact_id(&self, ty: ActivityTypeId) -> bool {
        self.activities.fields_named(CONTACT_ID).iter().any(|field| match &self.activities.field(*field).of {
            Some(of) => of.contains(&ty),
            None => true,
        })
    }

    fn no_time(&mut self, node: &ast::GivenRecord) -> Option<Instant> {
        let message = format!("this {} happens at no time", quoted(&node.kind.node));
        self.report(
            Diagnostic::new(Code::TestRecord, node.kind.span, message).help("add when it happened: `at: 1d ago`"),
        )
    }

    fn at(&mut self, value: &'a ast::Expr, as_of: Instant) -> Option<Instant> {
        let given = self.given(value, as_of)?;
        match self.fitted(given, &Type::Time, value.span, "at")? {
            Value::Time(at) => Some(at),
            _ => {
                let message = "an activity happens at some time";
                self.report(Diagnostic::new(Code::TestRecord, value.span, message).help("write `at: 1d ago`"))
            }
        }
    }

    fn only_contact(&mut self, node: &ast::GivenRecord, all: &TestRecords) -> Option<Arc<str>> {
        let mut ids = all.ids(CONTACT);
        match (ids.next(), ids.next()) {
            (Some(only), None) => Some(Arc::from(only)),
            (None, _) => {
                let message = format!("nobody did this {}: the test has no contact", quoted(&node.kind.node));
                self.report(Diagnostic::new(Code::TestRecord, node.kind.span, message).help("add `contact { }`"))
            }
            (Some(first), Some(_)) => {
                let message = format!("whose {} is this?", quoted(&node.kind.node));
                let help = format!("add `contact_id: \"{first}\"`");
                self.report(Diagnostic::new(Code::TestRecord, node.kind.span, message).help(help))
            }
        }
    }

    fn contact_named(&mut self, value: &'a ast::Expr, all: &TestRecords) -> Option<Arc<str>> {
        let id = self.id_text(value)?;
        if all.has(CONTACT, &id) {
            return Some(Arc::from(id.as_str()));
        }
        let message = format!("this test has no contact with the id {}", quoted(&id));
        let diagnostic = Diagnostic::new(Code::TestRecord, value.span, message);
        let diagnostic = match self.nearest(&id, all.ids(CONTACT)) {
            Some(near) => diagnostic.help(format!("write `\"{near}\"`")).fix(Fix::replace(
                format!("write `\"{near}\"`"),
                value.span,
                format!("\"{near}\""),
                Applicability::Suggestion,
            )),
            None => diagnostic.help(format!("its contacts are {}", either(all.ids(CONTACT)))),
        };
        self.report(diagnostic)
    }

    fn activity_value(
        &mut self,
        ty: ActivityTypeId,
        field: &'a ast::Path,
        value: &'a ast::Expr,
        as_of: Instant,
        activity: &mut Activity,
    ) -> Option<()> {
        let id = self.given_activity_field(ty, field)?;
        let node = self.activities.field_mut(id);
        node.used = true;
        let (field_ty, name, declared) = (node.ty.clone(), node.name.clone(), node.of.is_some());
        let given = self.given(value, as_of)?;
        if !declared && !self.is_last() {
            let var = self.inference.var(FieldKey::OfActivity(id), &name);
            if let Some(ty) = given.ty() {
                self.inference.given(var, &ty);
            }
            return Some(());
        }
        let fitted = self.fitted(given, &field_ty, value.span, &name)?;
        put(&mut activity.values, id.0 as usize, fitted);
        Some(())
    }

    fn given_activity_field(&mut self, ty: ActivityTypeId, field: &'a ast::Path) -> Option<ActivityFieldId> {
        let name = joined_names(&field.names);
        if name == "type" {
            let message = "the type of an activity is the word before its fields";
            return self.report(Diagnostic::new(Code::TestRecord, field.span, message).help("remove `type`"));
        }
        if self.activities.declared {
            let of_this =
                |id: &ActivityFieldId| self.activities.field(*id).of.as_deref().is_some_and(|of| of.contains(&ty));
            if let Some(id) = self.activities.fields_named(&name).iter().copied().find(of_this) {
                return Some(id);
            }
            let fields = self.activities.fields().iter();
            let names = fields
                .filter(|field| field.of.as_deref().is_some_and(|of| of.contains(&ty)))
                .map(|field| field.name.as_str())
                .chain(["at", "id", CONTACT_ID]);
            let near = self.nearest(&name, names);
            let whose = self.activities.type_name(ty).to_owned();
            let message = format!("`{whose}` has no field {}", quoted(&name));
            let help = format!("declare it: `activity {whose} {{ {name}: text }}`");
            return self.unknown_given(&name, field.span, message, help, near);
        }
        self.activity_field(&field.names, field.span, &super::scope::Types::Every)
    }

    /// The records of one row of `cases`: those of the test, with the row's fields on its contact.
    pub fn case_records(
        &mut self,
        cases: &'a ast::Cases,
        row: &'a ast::CaseRow,
        as_of: Instant,
        base: &TestRecords,
    ) -> Option<TestRecords> {
        let n_fields = self.activities.fields().len();
        self.hold(base.records.activities.len(), n_fields, row.span)?;
        let kinds = base.records.rows.iter().zip(self.kinds.iter());
        for (n_rows, n_fields) in kinds.map(|(rows, (_, kind))| (rows.len(), kind.fields.len())).collect::<Vec<_>>() {
            self.hold(n_rows, n_fields, row.span)?;
        }
        let mut all = base.clone();
        if all.ids(CONTACT).next().is_none() {
            all.add_row(CONTACT, Row { id: Arc::from("contact"), values: Vec::new() });
        }
        if all.ids(CONTACT).len() > 1 {
            let message = "the fields of a row go to the contact of the test, and it has several";
            return self.report(Diagnostic::new(Code::WhoIsMeant, row.span, message).help("give one contact only"));
        }
        let mut contact = all.records.rows[CONTACT.0 as usize].pop()?;
        let mut fine = true;
        for (field, value) in cases.given.iter().zip(&row.given) {
            fine &= self.row_value(CONTACT, field, value, as_of, &mut contact).is_some();
        }
        all.add_row(CONTACT, contact);
        fine.then_some(all)
    }

    /// Makes rows and activities as long as there are fields.
    pub fn pad(&self, records: &mut Records) {
        let n_kinds = self.kinds.iter().count();
        records.rows.resize(n_kinds, Vec::new());
        for ((_, kind), rows) in self.kinds.iter().zip(&mut records.rows) {
            for row in rows {
                row.values.resize(kind.fields.len(), Value::Missing);
            }
        }
        let n_fields = self.activities.fields().len();
        for activity in &mut records.activities {
            activity.values.resize(n_fields, Value::Missing);
        }
    }
}

impl TestRecords {
    fn add_row(&mut self, kind: KindId, row: Row) {
        let at = kind.0 as usize;
        if self.records.rows.len() <= at {
            self.records.rows.resize(at + 1, Vec::new());
            self.ids.resize(at + 1, HashSet::new());
        }
        self.ids[at].insert(Arc::clone(&row.id));
        self.records.rows[at].push(row);
    }
}

/// Puts a value into its slot.
fn put(values: &mut Vec<Value>, slot: usize, value: Value) {
    if values.len() <= slot {
        values.resize(slot + 1, Value::Missing);
    }
    values[slot] = value;
}
