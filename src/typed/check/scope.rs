//! Where an expression stands: whose fields bare names are, and what may be read.

use super::super::{ActivityTypeId, ExprKind, KindId, Window};
use std::rc::Rc;

/// The surroundings of an expression.
#[derive(Clone)]
pub(super) struct Scope {
    /// Kind of the subject: the record being scored, or the linked record inside a link's brackets; in activity scope
    /// the contact who did it.
    pub kind: KindId,
    /// In activity scope the types that the activity may have.
    pub activity: Option<Types>,
    /// What may not be read here.
    pub ban: Ban,
    /// Windows of the blocks around; every phrase below carries them.
    pub windows: Rc<Vec<Window>>,
    /// Whether some of the windows look at fields of another record than the subject.
    pub windows_elsewhere: bool,
    /// Whether `excluded` and `of "id"` have a meaning here.
    pub in_test: bool,
}

/// Types of activity that a phrase covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Types {
    /// `activity`: every type.
    Every,
    /// These.
    Some(Rc<[ActivityTypeId]>),
}

/// Why something may not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ban {
    /// Everything may be read.
    Nothing,
    /// Inside `where`: one activity and stored facts.
    Where,
    /// The award of an activity rule: one activity and stored facts.
    Award,
    /// The edge of `since` or `before`: stored facts of the subject, as the pass over activities knows no others.
    Window,
    /// `exclude`: no scores.
    Exclude,
    /// Constants only.
    Fixed,
}

impl Scope {
    /// A record of that kind, nothing banned.
    pub fn of(kind: KindId) -> Scope {
        Scope {
            kind,
            activity: None,
            ban: Ban::Nothing,
            windows: Rc::default(),
            windows_elsewhere: false,
            in_test: false,
        }
    }

    pub fn with_ban(&self, ban: Ban) -> Scope {
        Scope { ban, ..self.clone() }
    }

    /// Inside a link's brackets.
    pub fn linked(&self, kind: KindId) -> Scope {
        let windows_elsewhere = self.windows_elsewhere || self.windows.iter().any(looks_at_a_field);
        Scope { kind, windows_elsewhere, ..self.clone() }
    }

    /// Inside `where`, or in the award of an activity rule.
    pub fn in_activity(&self, types: Types, ban: Ban) -> Scope {
        Scope { kind: super::kinds::CONTACT, activity: Some(types), ban, ..self.clone() }
    }

    /// With one more window of a block.
    pub fn narrowed(&self, windows: &[Window]) -> Scope {
        if windows.is_empty() {
            return self.clone();
        }
        let mut all = (*self.windows).clone();
        all.extend_from_slice(windows);
        Scope { windows: Rc::new(all), ..self.clone() }
    }

    /// Without the windows of the blocks around.
    pub fn without_windows(&self) -> Scope {
        Scope { windows: Rc::default(), windows_elsewhere: false, ..self.clone() }
    }

    /// Whether scores, tiers, labels and segments may be read.
    pub fn sees_scores(&self) -> bool {
        self.ban == Ban::Nothing
    }

    /// Whether the log and links to many records may be asked.
    pub fn sees_log(&self) -> bool {
        matches!(self.ban, Ban::Nothing | Ban::Exclude)
    }
}

/// Whether a window depends on the record.
fn looks_at_a_field(window: &Window) -> bool {
    match window {
        Window::Ago { .. } => false,
        Window::Since(edge) | Window::Before(edge) => !matches!(edge.kind, ExprKind::Const(_)),
    }
}
