//! `days since ..`, `weeks until ..`, and tables.

use super::super::{Elapsed, ElapsedFrom, Expr, ExprKind, TableId};
use super::exec::{Checker, Val};
use super::finding::{a_noun, quoted};
use super::names::Thing;
use super::scope::Scope;
use crate::diag::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast;
use crate::values::{Type, Unit};

impl<'a> Checker<'a> {
    /// `days since last call`, `hours since created_at`, `days until renewal`.
    pub fn elapsed(&mut self, node: &'a ast::Elapsed, span: Span, scope: &Scope) -> Option<Val> {
        let unit = match node.unit.node {
            ast::ElapsedUnit::Hours => Unit::Hour,
            ast::ElapsedUnit::Days => Unit::Day,
            ast::ElapsedUnit::Weeks => Unit::Week,
        };
        let (from, until) = match &node.anchor {
            ast::ElapsedAnchor::SinceLast(phrase) => {
                (ElapsedFrom::Last(self.elapsed_phrase(phrase, span, scope)?), false)
            }
            ast::ElapsedAnchor::SinceFirst(phrase) => {
                (ElapsedFrom::First(self.elapsed_phrase(phrase, span, scope)?), false)
            }
            ast::ElapsedAnchor::Since(value) => (self.elapsed_value(node, value, scope)?, false),
            ast::ElapsedAnchor::Until(value) => (self.elapsed_value(node, value, scope)?, true),
        };
        let kind = ExprKind::Elapsed(Box::new(Elapsed { from, until, unit_us: unit.micros() }));
        Some(Val::known(Expr { kind, ty: Type::WholeNumber, span }))
    }

    fn elapsed_phrase(&mut self, phrase: &'a ast::Phrase, span: Span, scope: &Scope) -> Option<super::super::Phrase> {
        self.sees_log(scope, span)?;
        self.phrase(phrase, scope)
    }

    fn elapsed_value(&mut self, node: &ast::Elapsed, from: &'a ast::Expr, scope: &Scope) -> Option<ElapsedFrom> {
        if let ast::ExprKind::Path(path) = &*from.kind
            && let Some(name) = path.single()
            && self.is_activity_here(name, scope)
        {
            let edit = format!("last {}", name.node);
            let message = format!("{} is an activity: since the last one, or since the first?", quoted(&name.node));
            return self.report(
                Diagnostic::new(Code::NotATime, path.span, message)
                    .help(format!("write `{} since {edit}`", node.unit.node.word()))
                    .fix(Fix::replace(format!("write `{edit}`"), path.span, edit, Applicability::Suggestion)),
            );
        }
        if let ast::ExprKind::Path(path) = &*from.kind
            && let Some(diagnostic) = self.glued_last(path)
        {
            return self.report(diagnostic);
        }
        let value = self.value(from, scope)?;
        let word = node.unit.node.word();
        let moment = self.as_moment(value, &format!("`{word} since` counts from a time or a date"))?;
        Some(ElapsedFrom::Value(super::path::as_spelled(moment)))
    }

    /// Whether a name can only mean an activity: one that is declared, or a `let` for some.
    fn is_activity_here(&self, name: &ast::Name, scope: &Scope) -> bool {
        if scope.activity.is_some() {
            return false;
        }
        match self.shared(name, scope) {
            Some(Thing::Let(id)) => {
                self.names_phrase(id) && matches!(self.names.lets[id.0 as usize].value, ast::LetValue::Phrase(_))
            }
            Some(Thing::Activity(_)) => self.kinds.field(scope.kind, &name.node).is_none(),
            _ => false,
        }
    }

    /// `t[region, topic]`.
    pub fn table_value(
        &mut self,
        path: &'a ast::Path,
        keys: &'a [ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Val> {
        let id = self.table_named(path)?;
        let table = &self.tables[id.0 as usize];
        let (key_types, value_type, name) = (table.key_types.clone(), table.value_type.clone(), table.name.clone());
        if keys.len() != key_types.len() {
            let message =
                format!("{} has {} key columns, and this gives {}", quoted(&name), key_types.len(), keys.len());
            return self.report(
                Diagnostic::new(Code::WrongInputs, span, message).help("give a value for each column but the last"),
            );
        }
        let keys: Vec<Option<Expr>> =
            keys.iter().zip(&key_types).map(|(key, ty)| self.table_key(key, ty, scope)).collect();
        let keys = keys.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Val::known(Expr { kind: ExprKind::Lookup(id, keys), ty: value_type, span }))
    }

    fn table_key(&mut self, key: &'a ast::Expr, ty: &Type, scope: &Scope) -> Option<Expr> {
        let value = self.value(key, scope)?;
        if let Some(var) = value.open {
            self.inference.asks(var, ty, value.expr.span);
            return Some(value.expr);
        }
        match (&value.expr.ty, ty) {
            (found, Type::Number) if found.is_number() => Some(value.expr),
            (found, Type::Text) if found.is_text() => Some(value.expr),
            (Type::OneOf(_), Type::Text) => Some(super::compare::as_text(value.expr)),
            _ => {
                let message = format!(
                    "{} is {}, and this column of the table holds {}s",
                    quoted(self.slice(key.span)),
                    self.what(&value.expr),
                    ty
                );
                self.report(
                    Diagnostic::new(Code::CannotCompare, key.span, message).help(format!("give {}", a_noun(ty))),
                )
            }
        }
    }

    fn table_named(&mut self, path: &'a ast::Path) -> Option<TableId> {
        let name = path.names.first()?;
        let id = match self.names.get(&name.node) {
            Some(Thing::Let(id)) if path.names.len() == 1 => id,
            _ => return self.no_table(name),
        };
        if let Some(table) = self.table_ids.get(&id) {
            return Some(*table);
        }
        let Some(table) = self.data.tables.get(&id) else {
            // A table that could not be read was reported where it is named.
            return match &self.names.lets[id.0 as usize].value {
                ast::LetValue::Csv(_) => None,
                _ => self.no_table(name),
            };
        };
        let table_id = TableId(self.tables.len() as u32);
        self.tables.push(table.clone());
        self.table_ids.insert(id, table_id);
        Some(table_id)
    }

    fn no_table<T>(&mut self, name: &ast::Name) -> Option<T> {
        let tables = self
            .names
            .lets
            .iter()
            .filter(|node| matches!(node.value, ast::LetValue::Csv(_)))
            .map(|node| node.name.node.as_str());
        let message = match self.names.get(&name.node) {
            Some(_) => format!("{} is no table", quoted(&name.node)),
            None => format!("there is no table {}", quoted(&name.node)),
        };
        let diagnostic = Diagnostic::new(Code::UnknownName, name.span, message);
        let diagnostic = match self.nearest(&name.node, tables) {
            Some(near) => super::path::suggest(diagnostic, name.span, &near),
            None => diagnostic.help(format!("declare it: `let {} = csv \"{}.csv\"`", name.node, name.node)),
        };
        self.report_unknown(&name.node, diagnostic)
    }
}
