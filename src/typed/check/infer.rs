//! Types of fields that nothing declares: how the whole program uses a field decides.
//!
//! Each such field is a variable. The first walk over the rules notes what every use asks of it (`>= 500`: a number) and
//! which variables have to agree (`a == b`); then each set of agreeing variables gets its type. No use is text.

use super::super::{ActivityFieldId, FieldId, KindId};
use super::finding::{a_noun, quoted};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::values::Type;
use std::collections::HashMap;

/// Index of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Var(u32);

/// The field behind a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum FieldKey {
    OfKind(KindId, FieldId),
    OfActivity(ActivityFieldId),
}

/// All variables of a program.
#[derive(Default)]
pub(super) struct Inference {
    vars: Vec<VarState>,
    of_field: HashMap<FieldKey, Var>,
}

struct VarState {
    key: FieldKey,
    name: String,
    /// Itself, or a variable it has to agree with.
    parent: Var,
    /// What rules ask for, the first use of each type.
    uses: Vec<(Type, Span)>,
    /// What tests put in, heard only where no rule asks for anything.
    given: Option<Type>,
}

/// What a field turned out to be.
pub(super) enum Settled {
    Type(Type),
    /// Used in two ways, which was reported: whatever reads it stays silent.
    Conflict,
}

impl Inference {
    /// The variable of a field, made at its first use.
    pub fn var(&mut self, key: FieldKey, name: &str) -> Var {
        if let Some(var) = self.of_field.get(&key) {
            return *var;
        }
        let var = Var(self.vars.len() as u32);
        self.vars.push(VarState { key, name: name.to_owned(), parent: var, uses: Vec::new(), given: None });
        self.of_field.insert(key, var);
        var
    }

    /// Notes that a use asks for a type. Choices and exact texts ask for text, whole numbers for a number.
    pub fn asks(&mut self, var: Var, ty: &Type, span: Span) {
        let ty = simple(ty);
        let root = self.root(var);
        let uses = &mut self.vars[root.0 as usize].uses;
        if !uses.iter().any(|(known, _)| *known == ty) {
            uses.push((ty, span));
        }
    }

    /// Notes what a test puts into a field.
    pub fn given(&mut self, var: Var, ty: &Type) {
        let ty = match ty {
            Type::List(element) => Type::List(Box::new(simple(element))),
            one => simple(one),
        };
        let root = self.root(var);
        self.vars[root.0 as usize].given.get_or_insert(ty);
    }

    /// Notes that two fields have one type.
    pub fn agree(&mut self, a: Var, b: Var) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        // The older one stays, so that the first use is reported first.
        let (older, newer) = if a.0 < b.0 { (a, b) } else { (b, a) };
        let newer_state = &mut self.vars[newer.0 as usize];
        newer_state.parent = older;
        let (uses, given) = (std::mem::take(&mut newer_state.uses), newer_state.given.take());
        for (ty, span) in uses {
            self.asks(older, &ty, span);
        }
        if let Some(given) = given {
            self.given(older, &given);
        }
    }

    fn root(&mut self, var: Var) -> Var {
        let mut root = var;
        while self.vars[root.0 as usize].parent != root {
            root = self.vars[root.0 as usize].parent;
        }
        // Later look-ups take the short way.
        let mut at = var;
        while at != root {
            at = std::mem::replace(&mut self.vars[at.0 as usize].parent, root);
        }
        root
    }

    /// The type of every field that was met; fields used in two ways are reported once for each set that agrees.
    pub fn settle(mut self, findings: &mut Diagnostics) -> Vec<(FieldKey, Settled)> {
        let vars: Vec<Var> = (0..self.vars.len() as u32).map(Var).collect();
        let mut settled = Vec::with_capacity(vars.len());
        for var in vars {
            let root = self.root(var);
            let state = &self.vars[root.0 as usize];
            if var == root && state.uses.len() > 1 {
                findings.push(conflict(state));
            }
            let outcome = match (state.uses.as_slice(), &state.given) {
                ([], None) => Settled::Type(Type::Text),
                ([], Some(given)) => Settled::Type(given.clone()),
                ([(ty, _)], _) => Settled::Type(ty.clone()),
                _ => Settled::Conflict,
            };
            settled.push((self.vars[var.0 as usize].key, outcome));
        }
        settled
    }
}

/// The type an undeclared field gets from a use that asks for `ty`.
fn simple(ty: &Type) -> Type {
    match ty {
        Type::Text | Type::ExactText | Type::OneOf(_) => Type::Text,
        Type::Number | Type::WholeNumber => Type::Number,
        Type::Time | Type::Date | Type::TimeOrDate => Type::Time,
        Type::YesNo => Type::YesNo,
        Type::List(element) => simple(element),
    }
}

fn conflict(state: &VarState) -> Diagnostic {
    let [(first, first_span), (second, second_span), ..] = state.uses.as_slice() else {
        unreachable!("a conflict has two uses");
    };
    let name = quoted(&state.name);
    let message = format!("{name} is used as {} here and as {} elsewhere", a_noun(second), a_noun(first));
    let (block, plain) = match state.key {
        FieldKey::OfKind(..) => ("contact { ", &state.name),
        FieldKey::OfActivity(_) => ("activity .. { ", &state.name),
    };
    Diagnostic::new(Code::UsedTwoWays, *second_span, message)
        .label(format!("asks for {}", a_noun(second)))
        .also(*first_span, format!("asks for {}", a_noun(first)))
        .help(format!("make both uses agree, or declare the field: `{block}{plain}: {first} }}`"))
}
