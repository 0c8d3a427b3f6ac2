//! Kinds of records: their fields, their links, and the ways back.

use super::super::{Field, FieldId, Kind, KindId, Link, LinkId, Via};
use super::activities::ALWAYS_THERE;
use super::finding::quoted;
use super::names::{Names, Thing};
use crate::diag::{Applicability, Code, Diagnostic, Diagnostics, Fix, nearest};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::{Choices, Type};
use std::collections::HashMap;
use std::sync::Arc;

/// The contact, the kind that is always there.
pub(super) const CONTACT: KindId = KindId(0);
/// The name of the link to all contacts.
pub(super) const EVERYONE: &str = "everyone";

/// All kinds of records with what finds their parts by name.
pub(super) struct Kinds {
    list: Vec<Kind>,
    ids: HashMap<String, KindId>,
    /// Per kind.
    fields: Vec<HashMap<String, FieldId>>,
    /// Per kind; several links of one name are an ambiguity for whoever uses it.
    links: Vec<HashMap<String, Vec<LinkId>>>,
    /// The names that `back ..` gives, per link: kind and link, name, place.
    named_back: HashMap<(KindId, LinkId), ast::Name>,
    /// Whether any kind is declared.
    pub any_declared: bool,
    /// Names of fields and links whose declaration was reported: they are not unknown.
    pub lost: Vec<String>,
    /// Kinds that were named, not declared, and reported.
    unknown: Vec<KindId>,
    /// Whether the declaration of a link was reported.
    any_link_lost: bool,
}

impl Kinds {
    pub fn new() -> Kinds {
        let mut kinds = Kinds {
            list: Vec::new(),
            ids: HashMap::new(),
            fields: Vec::new(),
            links: Vec::new(),
            named_back: HashMap::new(),
            any_declared: false,
            lost: Vec::new(),
            unknown: Vec::new(),
            any_link_lost: false,
        };
        kinds.add("contact");
        kinds
    }

    fn add(&mut self, name: &str) -> KindId {
        let id = KindId(self.list.len() as u32);
        self.list.push(Kind {
            name: name.to_owned(),
            plural: plural(name),
            fields: Vec::new(),
            links: Vec::new(),
            declared: false,
            contacts_link: None,
        });
        self.ids.insert(name.to_owned(), id);
        self.fields.push(HashMap::new());
        self.links.push(HashMap::new());
        id
    }

    pub fn get(&self, id: KindId) -> &Kind {
        &self.list[id.0 as usize]
    }

    pub fn by_name(&self, name: &str) -> Option<KindId> {
        self.ids.get(name).copied()
    }

    pub fn field(&self, kind: KindId, name: &str) -> Option<FieldId> {
        self.fields[kind.0 as usize].get(name).copied()
    }

    pub fn field_mut(&mut self, kind: KindId, field: FieldId) -> &mut Field {
        &mut self.list[kind.0 as usize].fields[field.0 as usize]
    }

    /// The links of that name; more than one means that rules cannot tell which.
    pub fn links(&self, kind: KindId, name: &str) -> &[LinkId] {
        self.links[kind.0 as usize].get(name).map_or(&[], Vec::as_slice)
    }

    pub fn link(&self, kind: KindId, link: LinkId) -> &Link {
        &self.get(kind).links[link.0 as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        (0..).map(KindId).zip(&self.list)
    }

    /// The kinds, done with.
    pub fn into_list(self) -> Vec<Kind> {
        self.list
    }

    /// Adds a field, declared or met for the first time; its type may be settled later.
    pub fn add_field(&mut self, kind: KindId, name: &str, path: Vec<String>, ty: Type, span: Span) -> FieldId {
        let fields = &mut self.list[kind.0 as usize].fields;
        let id = FieldId(fields.len() as u32);
        fields.push(Field { name: name.to_owned(), path, ty, used: false, span });
        self.fields[kind.0 as usize].insert(name.to_owned(), id);
        id
    }

    /// The kind that `of KIND` names, the contact where there is none. A kind that is not declared is made where
    /// nothing is declared, and reported otherwise.
    pub fn named(&mut self, name: Option<&ast::Name>, findings: &mut Diagnostics) -> KindId {
        let Some(name) = name else { return CONTACT };
        if let Some(id) = self.by_name(&name.node) {
            return id;
        }
        let reported = self.any_declared;
        if reported {
            findings.push(self.unknown_kind(name));
        }
        // A kind made here for an unknown name is not declared, so its fields cause no further findings.
        let kind = self.add(&name.node);
        if reported {
            self.unknown.push(kind);
        }
        self.add_everyone(kind);
        kind
    }

    /// Whether the links of a kind may be others than those known, because of something that was reported.
    pub fn links_are_open(&self, kind: KindId) -> bool {
        self.any_link_lost || self.unknown.contains(&kind)
    }

    fn is_nearly_contact(&self, name: &str) -> bool {
        let contact = self.get(CONTACT);
        name.eq_ignore_ascii_case(&contact.name) || name.eq_ignore_ascii_case(&contact.plural)
    }

    fn unknown_kind(&self, name: &ast::Name) -> Diagnostic {
        let message = format!("there is no kind of record {}", quoted(&name.node));
        let diagnostic = Diagnostic::new(Code::UnknownKind, name.span, message);
        let names = self.list.iter().flat_map(|kind| [kind.name.as_str(), kind.plural.as_str()]);
        match nearest(&name.node, names) {
            Some(near) => diagnostic.help(format!("write `{near}`")).fix(Fix::replace(
                format!("write `{near}`"),
                name.span,
                near,
                Applicability::Suggestion,
            )),
            None => diagnostic.help(format!("declare it: `record {} {{ .. }}`", name.node)),
        }
    }

    /// Takes the fields of a declaration; links wait until all kinds are known.
    pub fn declare(&mut self, decl: &ast::RecordDecl, findings: &mut Diagnostics) {
        let kind = match self.by_name(&decl.name.node) {
            Some(kind) => kind,
            // `contacts { .. }`, `Contact { .. }`: the kind that is always there, by nearly its name.
            None if self.is_nearly_contact(&decl.name.node) => {
                findings.push(self.unknown_kind(&decl.name));
                CONTACT
            }
            None => self.add(&decl.name.node),
        };
        self.list[kind.0 as usize].declared = true;
        self.any_declared = true;
        for field in decl.fields.nodes() {
            let name = joined(&field.field);
            let Some(ty) = field_type(&field.ty, findings) else {
                if !matches!(field.ty.kind, ast::FieldTypeKind::Link(_)) {
                    self.lost.push(name);
                }
                continue;
            };
            match self.field(kind, &name) {
                Some(first) => {
                    let first = self.get(kind).fields[first.0 as usize].span;
                    findings.push(field_twice(&name, field.field.span, first));
                }
                None => {
                    self.add_field(kind, &name, split(&field.field), ty, field.field.span);
                }
            }
        }
    }

    /// Takes the links of a declaration; a field that holds their keys is added where none is declared.
    pub fn declare_links(&mut self, decl: &ast::RecordDecl, findings: &mut Diagnostics) {
        let Some(kind) = self.by_name(&decl.name.node) else { return };
        for field in decl.fields.nodes() {
            let ast::FieldTypeKind::Link(link) = &field.ty.kind else { continue };
            let name = joined(&field.field);
            let Some((target, many)) = self.link_target(&link.to) else {
                findings.push(self.unknown_kind(&link.to));
                self.lost.push(name);
                self.any_link_lost = true;
                continue;
            };
            if let Some(first) = self.taken_span(kind, &name) {
                findings.push(field_twice(&name, field.field.span, first));
                continue;
            }
            if name == EVERYONE {
                findings.push(everyone_taken(field.field.span));
                continue;
            }
            let Some(key) = self.key_field(kind, &link.by, many, findings) else {
                self.lost.push(name);
                self.any_link_lost = true;
                continue;
            };
            let id = self.add_link(kind, Link { name, target, many, via: Via::Key(key) });
            if let Some(back) = &link.back {
                self.named_back.insert((kind, id), back.clone());
            }
        }
    }

    fn taken_span(&self, kind: KindId, name: &str) -> Option<Span> {
        let field = self.field(kind, name)?;
        Some(self.get(kind).fields[field.0 as usize].span)
    }

    fn link_target(&self, to: &ast::Name) -> Option<(KindId, bool)> {
        if let Some(kind) = self.by_name(&to.node) {
            return Some((kind, false));
        }
        let (kind, _) = self.iter().find(|(_, kind)| kind.plural == to.node)?;
        Some((kind, true))
    }

    fn key_field(&mut self, kind: KindId, by: &ast::Path, many: bool, findings: &mut Diagnostics) -> Option<FieldId> {
        let name = joined(by);
        let wanted = if many { Type::List(Box::new(Type::ExactText)) } else { Type::ExactText };
        let Some(field) = self.field(kind, &name) else {
            return Some(self.add_field(kind, &name, split(by), wanted, by.span));
        };
        let declared = &self.get(kind).fields[field.0 as usize];
        let fits = match &declared.ty {
            Type::List(element) => many && element.is_text(),
            ty => ty.is_text(),
        };
        if !fits {
            let message =
                format!("{} holds the id of another record, but is declared as {}", quoted(&name), declared.ty);
            findings.push(
                Diagnostic::new(Code::LinkKey, by.span, message)
                    .also(declared.span, "declared here")
                    .help(format!("declare it as `{wanted}`")),
            );
            return None;
        }
        Some(field)
    }

    fn add_link(&mut self, kind: KindId, link: Link) -> LinkId {
        if let Via::Key(key) = link.via {
            self.field_mut(kind, key).used = true;
        }
        let links = &mut self.list[kind.0 as usize].links;
        let id = LinkId(links.len() as u32);
        self.links[kind.0 as usize].entry(link.name.clone()).or_default().push(id);
        links.push(link);
        id
    }

    /// Adds to each kind the ways back over the links that lead to it, then the link to everyone, then notes through
    /// which of them its activities come.
    pub fn add_ways_back(&mut self, findings: &mut Diagnostics) {
        let ways: Vec<(KindId, LinkId, KindId)> = self
            .iter()
            .flat_map(|(from, kind)| (0..).map(LinkId).zip(&kind.links).map(move |(id, link)| (from, id, link.target)))
            .collect();
        for (from, id, target) in ways {
            let named = self.named_back.get(&(from, id)).cloned();
            let name = named.as_ref().map_or_else(|| self.get(from).plural.clone(), |back| back.node.clone());
            let own_link = self.links(target, &name).iter().any(|link| self.link(target, *link).via_key());
            let taken = self.taken_span(target, &name).is_some() || own_link || name == EVERYONE;
            match named {
                Some(back) if taken => findings.push(back_taken(&back, &self.get(target).name)),
                // A default name gives way to what the kind itself declares.
                None if taken => {}
                _ => {
                    self.add_link(target, Link { name, target: from, many: true, via: Via::Back(id) });
                }
            }
        }
        for index in 0..self.list.len() {
            let kind = KindId(index as u32);
            self.add_everyone(kind);
            if kind != CONTACT {
                self.list[index].contacts_link = self.find_contacts_link(kind);
            }
        }
    }

    fn add_everyone(&mut self, kind: KindId) {
        self.add_link(kind, Link { name: EVERYONE.to_owned(), target: CONTACT, many: true, via: Via::Everyone });
    }

    /// The link over which a record's activities come: the one called `contacts`, or else the only one to contacts.
    fn find_contacts_link(&self, kind: KindId) -> Option<LinkId> {
        if let [named] = self.links(kind, &plural("contact"))
            && self.link(kind, *named).target == CONTACT
        {
            return Some(*named);
        }
        let to_contacts = |(_, link): &(LinkId, &Link)| link.target == CONTACT && link.via != Via::Everyone;
        let mut links = (0..).map(LinkId).zip(&self.get(kind).links).filter(to_contacts);
        match (links.next(), links.next()) {
            (Some((only, _)), None) => Some(only),
            _ => None,
        }
    }

    /// Reports names that all rules share and that mean something else already: a field of the contact, a link of it, a
    /// kind of record, what every activity has. Scores, labels and segments are told apart from every kind's fields, as
    /// a way over links may end in either.
    pub fn check_against(&self, names: &Names<'_>, findings: &mut Diagnostics) {
        for (id, kind) in self.iter() {
            for field in &kind.fields {
                let Some(thing) = names.get(&field.name).filter(|thing| may_clash(*thing, id)) else { continue };
                let message = format!("{} is a field of `{}` and {}", quoted(&field.name), kind.name, thing.a_noun());
                let mut diagnostic = Diagnostic::new(Code::NameTaken, field.span, message).label("the field");
                if let Some(span) = names.span(&field.name) {
                    diagnostic = diagnostic.also(span, format!("{} of the same name", thing.a_noun()));
                }
                findings.push(diagnostic.help("give one of the two another name"));
            }
        }
        for (name, thing, span) in names.all().filter(|(_, thing, _)| !matches!(thing, Thing::Activity(_))) {
            let Some(what) = self.reserved(name) else { continue };
            let message = format!("{} is {what}, and cannot be {} too", quoted(name), thing.a_noun());
            findings.push(Diagnostic::new(Code::NameTaken, span, message).help("give it another name"));
        }
    }

    /// What a name means wherever activities and records are looked at, whatever rules call so.
    fn reserved(&self, name: &str) -> Option<&'static str> {
        let own_link = |id: &LinkId| self.link(CONTACT, *id).via_key();
        match name {
            "activity" => Some("any type of activity"),
            _ if ALWAYS_THERE.contains(&name) => Some("what every activity has"),
            _ if self.by_name(name).is_some() => Some("a kind of record"),
            _ if self.links(CONTACT, name).iter().any(own_link) => Some("a link of `contact`"),
            _ => None,
        }
    }
}

/// Whether a thing must not be called like a field of that kind.
fn may_clash(thing: Thing, kind: KindId) -> bool {
    match thing {
        Thing::Score(_) | Thing::Label(_) | Thing::Segment(_) => true,
        Thing::Let(_) | Thing::Param(_) => kind == CONTACT,
        Thing::Activity(_) => false,
    }
}

impl Link {
    /// Whether the record itself holds the keys.
    fn via_key(&self) -> bool {
        matches!(self.via, Via::Key(_))
    }
}

/// The names of a path joined by dots, as fields are called.
pub(super) fn joined(path: &ast::Path) -> String {
    joined_names(&path.names)
}

/// Names joined by dots.
pub(super) fn joined_names(names: &[ast::Name]) -> String {
    names.iter().map(|name| name.node.as_str()).collect::<Vec<_>>().join(".")
}

/// The names of a path one by one, as the way into a nested object.
pub(super) fn split(path: &ast::Path) -> Vec<String> {
    path.names.iter().map(|name| name.node.clone()).collect()
}

/// The plural that a way back is called by: `contacts`, `companies`, `branches`.
fn plural(name: &str) -> String {
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|end| name.ends_with(end));
    if hissing {
        return format!("{name}es");
    }
    match name.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) && !stem.is_empty() => format!("{stem}ies"),
        _ => format!("{name}s"),
    }
}

/// The type of a declared field; `None` for a link, and for what was reported.
pub(super) fn field_type(ty: &ast::FieldType, findings: &mut Diagnostics) -> Option<Type> {
    Some(match &ty.kind {
        ast::FieldTypeKind::Text => Type::Text,
        ast::FieldTypeKind::ExactText => Type::ExactText,
        ast::FieldTypeKind::Number => Type::Number,
        ast::FieldTypeKind::WholeNumber => Type::WholeNumber,
        ast::FieldTypeKind::YesNo => Type::YesNo,
        ast::FieldTypeKind::Time => Type::Time,
        ast::FieldTypeKind::Date => Type::Date,
        ast::FieldTypeKind::ListOf(element) => Type::List(Box::new(element_type(element, findings)?)),
        ast::FieldTypeKind::OneOf(names) => Type::OneOf(choices(names, false, findings)?),
        ast::FieldTypeKind::Levels(names) => Type::OneOf(choices(names, true, findings)?),
        ast::FieldTypeKind::Link(_) => return None,
    })
}

fn element_type(element: &ast::FieldType, findings: &mut Diagnostics) -> Option<Type> {
    if matches!(element.kind, ast::FieldTypeKind::ListOf(_) | ast::FieldTypeKind::Link(_)) {
        let message = "a list holds texts, numbers, dates and the like, but neither lists nor links";
        findings.push(
            Diagnostic::new(Code::BadList, element.span, message)
                .help("write `list of text`, or for many linked records `NAME: contacts by FIELD`"),
        );
        return None;
    }
    field_type(element, findings)
}

fn choices(names: &[ast::PlainText], ordered: bool, findings: &mut Diagnostics) -> Option<Arc<Choices>> {
    let choices = Choices::new(names.iter().map(|name| name.node.as_str()), ordered);
    let mut fine = true;
    for (index, name) in (0..).zip(names) {
        let blank = crate::values::text::is_blank(&name.node);
        if blank {
            let message = "a value of `one of` cannot be empty: an empty text is missing";
            findings.push(Diagnostic::new(Code::BlankText, name.span, message).help("remove it"));
        } else if let Some(first) = choices.position(&name.node).filter(|first| *first != index) {
            let message = format!("{} stands here twice: case and outer blanks do not count", quoted(&name.node));
            findings.push(
                Diagnostic::new(Code::NameTaken, name.span, message)
                    .also(names[first as usize].span, "the first stands here")
                    .help("remove one of the two"),
            );
            fine = false;
        }
        fine &= !blank;
    }
    fine.then(|| Arc::new(choices))
}

fn field_twice(name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::NameTaken, span, format!("there is already a field called {}", quoted(name)))
        .label("the second of this name")
        .also(first, "the first stands here")
        .help("remove one of the two, or give it another name")
}

fn everyone_taken(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NameTaken, span, "`everyone` is the link to all contacts, and cannot be declared")
        .help("give the link another name")
}

fn back_taken(back: &ast::Name, target: &str) -> Diagnostic {
    let message = format!("{} is already a field or link of `{target}`", quoted(&back.node));
    Diagnostic::new(Code::NameTaken, back.span, message).help("give the way back another name")
}
