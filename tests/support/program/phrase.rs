//! Activity phrases.

use super::{Scope, Writer};
use crate::support::schema::{ACTIVITIES, Kind, Ty};

/// A phrase with the types it may keep.
pub(crate) struct Phrase {
    /// Sources before anything else, so that an aggregate can put `.field` behind them.
    pub sources: Vec<String>,
    /// `latest 3 of`, or nothing.
    pub selection: String,
    /// ` per FIELD` of the selection, or nothing.
    pub per: String,
    /// ` where ..` and windows.
    pub tail: String,
    /// The relation to other activities.
    pub order: String,
    pub types: Vec<&'static str>,
}

impl Phrase {
    pub fn text(&self) -> String {
        self.text_with("")
    }

    /// With one more window.
    pub fn text_with(&self, window: &str) -> String {
        format!("{}{}{}{}{window}{}", self.selection, self.sources.join(" or "), self.per, self.tail, self.order)
    }
}

impl Writer {
    /// A phrase of any shape.
    pub fn phrase(&mut self, kind: Kind) -> Phrase {
        let (sources, types) = self.sources();
        let (selection, per) = self.selection(&types);
        let tail = self.tail(&types, kind);
        let order = if self.tape.chance(20) { self.order(&types) } else { String::new() };
        Phrase { sources, selection, per, tail, order, types }
    }

    /// A phrase of types, filter and windows only, as `ignore` wants it.
    pub fn plain_phrase(&mut self) -> String {
        let (ty, _) = self.tape.pick(ACTIVITIES);
        let tail = self.tail(&[ty], Kind::Contact);
        format!("{ty}{tail}")
    }

    fn sources(&mut self) -> (Vec<String>, Vec<&'static str>) {
        match self.tape.below(10) {
            0..=4 => {
                let (ty, _) = self.tape.pick(ACTIVITIES);
                (vec![ty.to_owned()], vec![ty])
            }
            5 | 6 => {
                let (a, _) = self.tape.pick(ACTIVITIES);
                let (b, _) = self.tape.pick(ACTIVITIES);
                if a == b { (vec![a.to_owned()], vec![a]) } else { (vec![a.to_owned(), b.to_owned()], vec![a, b]) }
            }
            7 => (vec!["activity".to_owned()], ACTIVITIES.iter().map(|(name, _)| *name).collect()),
            8 => {
                let (name, types) = self.named();
                (vec![name.to_owned()], types)
            }
            _ => {
                let (name, mut types) = self.named();
                types.push("call");
                (vec!["call".to_owned(), name.to_owned()], types)
            }
        }
    }

    /// A `let` that names activities.
    fn named(&mut self) -> (&'static str, Vec<&'static str>) {
        self.tape.pick(&[
            ("content", vec!["email_open", "email_click"]),
            ("long_view", vec!["page_view"]),
            ("recent_buy", vec!["purchase"]),
        ])
    }

    fn selection(&mut self, types: &[&'static str]) -> (String, String) {
        if !self.tape.chance(12) {
            return (String::new(), String::new());
        }
        let end = self.tape.pick(&["latest", "earliest"]);
        let n = 1 + self.tape.below(3);
        let per = if self.tape.chance(40) { self.per(types) } else { String::new() };
        (format!("{end} {n} of "), per)
    }

    /// ` per FIELD`, if there is one.
    pub fn per(&mut self, types: &[&'static str]) -> String {
        self.key(types).map_or(String::new(), |field| format!(" per {field}"))
    }

    /// A field of these types to group by.
    pub fn key(&mut self, types: &[&'static str]) -> Option<String> {
        if self.tape.chance(25) {
            return Some(self.tape.pick(&["type", "at", "id", "week", "week"]).to_owned());
        }
        let wanted = [Ty::Text, Ty::Exact, Ty::Number, Ty::YesNo, Ty::Date, Ty::Level];
        let mut keys = Vec::new();
        for (name, fields) in ACTIVITIES {
            if types.contains(name) {
                keys.extend(fields.iter().filter(|(_, ty)| wanted.contains(ty)).map(|(field, _)| (*field).to_owned()));
            }
        }
        if keys.is_empty() { None } else { Some(self.tape.pick(&keys)) }
    }

    fn tail(&mut self, types: &[&'static str], kind: Kind) -> String {
        let mut tail = String::new();
        if self.tape.chance(35) {
            let condition = self.condition(&Scope::activity(types), 2);
            tail.push_str(&format!(" where {condition}"));
        }
        let n_windows = self.tape.pick(&[0, 1, 1, 1, 2]);
        for _ in 0..n_windows {
            tail.push_str(&self.window(kind));
        }
        tail
    }

    fn window(&mut self, kind: Kind) -> String {
        match self.tape.below(8) {
            0..=3 => format!(" in last {}", self.span()),
            4 => {
                self.tape.pick(&[" in 30d..7d ago", " in 60d..30d ago", " in 2w..36h ago", " in 7d..2h ago"]).to_owned()
            }
            5 | 6 => {
                let word = self.tape.pick(&["since", "before"]);
                let edge = self.edge(kind);
                format!(" {word} {edge}")
            }
            _ => {
                let word = self.tape.pick(&["since", "before"]);
                let edge =
                    self.tape.pick(&["2026-10-01", "2026-10-25T00:30:00Z", "2026-03-29", "2026-09-30T22:00:00Z"]);
                format!(" {word} {edge}")
            }
        }
    }

    /// A phrase whose window is the subject's, for `over`: other records' logs are narrowed by it too.
    pub fn anchored_phrase(&mut self, kind: Kind) -> String {
        let (source, word) =
            (self.tape.pick(&["activity", "content", "page_view"]), self.tape.pick(&["since", "before"]));
        let edge = self.edge(kind);
        format!("{source} {word} {edge}")
    }

    /// A time or a date of the subject.
    fn edge(&mut self, kind: Kind) -> String {
        let fields: &[&str] = match kind {
            Kind::Contact => &["signup", "renewal", "account.founded"],
            Kind::Account => &["founded"],
            Kind::Deal => &["closed", "contact.signup"],
        };
        self.tape.pick(fields).to_owned()
    }

    fn order(&mut self, types: &[&'static str]) -> String {
        let span = self.span();
        let other = self.tape.pick(&[
            "email_open",
            "page_view",
            "purchase",
            "call",
            "bounce",
            "activity",
            "content",
            "long_view",
        ]);
        let order = match self.tape.below(4) {
            0 => format!(" within {span} after {other}"),
            1 => format!(" followed by {other} within {span}"),
            2 => format!(" not followed by {other} within {span}"),
            _ => format!(" after {span} without {other}"),
        };
        if !self.tape.chance(50) {
            return order;
        }
        match self.shared_key(types, other) {
            Some(field) => format!("{order} same {field}"),
            None => order,
        }
    }

    /// A field that both sides of an order have.
    fn shared_key(&mut self, types: &[&'static str], other: &str) -> Option<String> {
        let shared = match other {
            "email_open" | "content" if types.contains(&"email_click") => "document_id",
            "activity" => self.tape.pick(&["type", "type", "id", "at", "week"]),
            "page_view" | "email_open" | "long_view" if types.contains(&"call") => "seconds",
            "call" if types.contains(&"email_click") => "campaign",
            _ if types.contains(&other) => return self.key(&[ACTIVITIES.iter().find(|(name, _)| *name == other)?.0]),
            _ => return None,
        };
        Some(shared.to_owned())
    }
}
