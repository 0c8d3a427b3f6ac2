//! Types of activity and their fields.

use super::super::{ActivityField, ActivityFieldId, ActivityType, ActivityTypeId};
use super::finding::quoted;
use super::kinds::{field_type, joined, split};
use super::names::{Names, Thing};
use super::scope::Types;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::Type;
use std::collections::HashMap;

/// What every activity has; no declared field may be called so.
pub(super) const ALWAYS_THERE: [&str; 3] = ["type", "at", "id"];

/// All types of activity and all their fields, declared or met in the rules.
#[derive(Default)]
pub(super) struct Activities {
    types: Vec<ActivityType>,
    type_ids: HashMap<String, ActivityTypeId>,
    fields: Vec<ActivityField>,
    /// Fields of one name; more than one where types of activity declare it with different types.
    field_ids: HashMap<String, Vec<ActivityFieldId>>,
    /// Where each type of activity declares a field, to report a second declaration.
    declared_at: HashMap<(ActivityTypeId, String), Span>,
    /// Whether any is declared: then all are.
    pub declared: bool,
    /// Names of fields whose declaration was reported: they are not unknown.
    pub lost: Vec<String>,
}

impl Activities {
    /// Takes a declaration.
    pub fn declare(&mut self, decl: &ast::RecordDecl, findings: &mut Diagnostics) {
        self.declared = true;
        if decl.name.node == "activity" {
            let message = "`activity` means every type of activity, and cannot be declared";
            findings.push(Diagnostic::new(Code::NameTaken, decl.name.span, message).help("give it another name"));
            return;
        }
        let id = self.type_named(&decl.name.node, decl.name.span);
        self.types[id.0 as usize].declared = true;
        for field in decl.fields.nodes() {
            self.declare_field(id, field, findings);
        }
    }

    fn declare_field(&mut self, id: ActivityTypeId, decl: &ast::FieldDecl, findings: &mut Diagnostics) {
        let name = joined(&decl.field);
        let span = decl.field.span;
        if ALWAYS_THERE.contains(&name.as_str()) {
            let message = format!("every activity has {} already", quoted(&name));
            findings.push(Diagnostic::new(Code::NameTaken, span, message).help("remove the line"));
            return;
        }
        if matches!(decl.ty.kind, ast::FieldTypeKind::Link(_)) {
            let message = "an activity has no links, only the contact who did it";
            findings.push(Diagnostic::new(Code::LinkKey, decl.ty.span, message).help("write `exact text`"));
            return;
        }
        if let Some(first) = self.declared_at.insert((id, name.clone()), span) {
            let message = format!("there is already a field called {}", quoted(&name));
            findings.push(
                Diagnostic::new(Code::NameTaken, span, message)
                    .also(first, "the first stands here")
                    .help("remove one of the two"),
            );
            return;
        }
        let Some(ty) = field_type(&decl.ty, findings) else {
            self.lost.push(name);
            return;
        };
        let same = self.fields_named(&name).iter().copied().find(|field| self.field(*field).ty == ty);
        let field = same.unwrap_or_else(|| self.add_field(&name, split(&decl.field), ty, span, Some(Vec::new())));
        if let Some(of) = &mut self.fields[field.0 as usize].of
            && !of.contains(&id)
        {
            of.push(id);
        }
    }

    /// Declared types take their names in the shared space.
    pub fn take_names(&self, names: &mut Names<'_>, findings: &mut Diagnostics) {
        for (id, ty) in (0..).map(ActivityTypeId).zip(&self.types) {
            names.take(&ty.name, ty.span, Thing::Activity(id), findings);
        }
    }

    /// The type of that name, made where it is met for the first time.
    pub fn type_named(&mut self, name: &str, span: Span) -> ActivityTypeId {
        if let Some(id) = self.type_ids.get(name) {
            return *id;
        }
        let id = ActivityTypeId(self.types.len() as u32);
        self.types.push(ActivityType { name: name.to_owned(), declared: false, span });
        self.type_ids.insert(name.to_owned(), id);
        id
    }

    pub fn type_id(&self, name: &str) -> Option<ActivityTypeId> {
        self.type_ids.get(name).copied()
    }

    pub fn type_name(&self, id: ActivityTypeId) -> &str {
        &self.types[id.0 as usize].name
    }

    /// Adds a field; `of` is `None` for one that is not declared.
    pub fn add_field(
        &mut self,
        name: &str,
        path: Vec<String>,
        ty: Type,
        span: Span,
        of: Option<Vec<ActivityTypeId>>,
    ) -> ActivityFieldId {
        let id = ActivityFieldId(self.fields.len() as u32);
        self.fields.push(ActivityField { name: name.to_owned(), path, ty, of, used: false, span });
        self.field_ids.entry(name.to_owned()).or_default().push(id);
        id
    }

    /// The fields of that name, over all types of activity.
    pub fn fields_named(&self, name: &str) -> &[ActivityFieldId] {
        self.field_ids.get(name).map_or(&[], Vec::as_slice)
    }

    /// The declared fields of that name that some of these types have.
    pub fn declared_fields<'t>(&'t self, name: &str, types: &'t Types) -> impl Iterator<Item = ActivityFieldId> + 't {
        let covers = move |field: &ActivityFieldId| {
            self.field(*field).of.as_deref().is_some_and(|of| match types {
                Types::Every => true,
                Types::Some(types) => types.iter().any(|ty| of.contains(ty)),
            })
        };
        self.fields_named(name).iter().copied().filter(covers)
    }

    /// Whether activities of these types have that name without more said: by a declaration, or always.
    pub fn has_declared(&self, name: &str, types: &Types) -> bool {
        ALWAYS_THERE.contains(&name) || self.declared_fields(name, types).next().is_some()
    }

    pub fn field(&self, id: ActivityFieldId) -> &ActivityField {
        &self.fields[id.0 as usize]
    }

    pub fn field_mut(&mut self, id: ActivityFieldId) -> &mut ActivityField {
        &mut self.fields[id.0 as usize]
    }

    pub fn types(&self) -> &[ActivityType] {
        &self.types
    }

    pub fn fields(&self) -> &[ActivityField] {
        &self.fields
    }

    /// Types and fields, done with.
    pub fn into_lists(self) -> (Vec<ActivityType>, Vec<ActivityField>) {
        (self.types, self.fields)
    }
}
