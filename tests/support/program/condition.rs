//! Conditions.

use super::{Scope, Writer};
use crate::support::schema::{Kind, Ty};

impl Writer {
    /// A condition; `depth` bounds how much may stand inside.
    pub fn condition(&mut self, scope: &Scope, depth: usize) -> String {
        let deeper = depth > 0;
        match self.tape.below(if deeper { 26 } else { 12 }) {
            0..=2 => self.number_condition(scope, depth),
            3 | 4 => self.text_condition(scope),
            5 => self.state_condition(scope),
            6 => self.choice_condition(scope),
            7 => self.list_condition(scope),
            8 => self.time_condition(scope),
            9 => self.range_condition(scope, depth),
            10 => self.pattern_condition(scope),
            11 => self.named_condition(scope),
            12 | 13 => {
                let word = self.tape.pick(&["and", "or"]);
                format!("({} {word} {})", self.condition(scope, depth - 1), self.condition(scope, depth - 1))
            }
            14 => format!("not ({})", self.condition(scope, depth - 1)),
            15 => {
                let n = 1 + self.tape.below(2);
                let all = self.conditions(scope, depth - 1);
                format!("at least {n} of ({all})")
            }
            16 => {
                let all = self.conditions(scope, depth - 1);
                format!("count of ({all}) >= 2")
            }
            17..=20 if !scope.is_activity() => {
                let word = self.tape.pick(&["any", "no"]);
                let phrase = self.phrase(scope.kind).text();
                format!("{word}({phrase})")
            }
            21..=23 if scope.everything => self.score_condition(scope),
            24 | 25 if scope.everything => self.link_condition(scope, depth - 1),
            _ => self.number_condition(scope, depth),
        }
    }

    /// A condition that can stand in a header, before `{`.
    pub fn condition_without_braces(&mut self, scope: &Scope) -> String {
        let condition = self.condition(scope, 1);
        if condition.contains('{') { self.state_condition(scope) } else { condition }
    }

    fn conditions(&mut self, scope: &Scope, depth: usize) -> String {
        let all: Vec<String> = (0..3).map(|_| self.condition(scope, depth)).collect();
        all.join(", ")
    }

    fn comparison(&mut self) -> &'static str {
        self.tape.pick(&[">=", "<", ">", "<=", "==", "!="])
    }

    fn number_condition(&mut self, scope: &Scope, depth: usize) -> String {
        let op = self.comparison();
        let left = self.value(scope, Ty::Number, depth);
        let right = if self.tape.chance(70) { self.number() } else { self.value(scope, Ty::Number, depth / 2) };
        // A whole number is never a fraction, and a score never a percentage, which the checker knows.
        let may_be_whole = !left.starts_with(['(', '-']);
        let right = if may_be_whole && right.contains(['.', '%']) { "100".to_owned() } else { right };
        format!("{left} {op} {right}")
    }

    fn range_condition(&mut self, scope: &Scope, depth: usize) -> String {
        let word = self.tape.pick(&["in", "not in"]);
        let range = self.tape.pick(&["0..100", "1..<10", "-5..5", "0..<1", "100..499", "10..", "..<10", "..0"]);
        let left = self.value(scope, Ty::Number, depth.min(1));
        format!("{left} {word} {range}")
    }

    fn text_condition(&mut self, scope: &Scope) -> String {
        let ty = self.tape.pick(&[Ty::Text, Ty::Exact]);
        let left = self.value(scope, ty, 1);
        let text = self.text();
        let other = self.text();
        let list =
            if self.tape.chance(30) { format!("[{text}, {other}, \"gmail.com\"]") } else { format!("[{text}, \"x\"]") };
        match self.tape.below(10) {
            0 | 1 => format!("{left} == {text}"),
            2 => format!("{left} != {text}"),
            3 => format!("{left} in {list}"),
            4 => format!("{left} not in {list}"),
            5 => {
                let name = self.tape.pick(&["free_mail", "competitors"]);
                format!("{left} in {name}")
            }
            6 => {
                let op = self.tape.pick(&["contains", "starts with", "ends with", "has word"]);
                format!("{left} {op} {text}")
            }
            7 => {
                let op = self.tape.pick(&["contains", "starts with", "ends with", "has word"]);
                format!("{left} {op} {list}")
            }
            8 => {
                let op = self.tape.pick(&["contains", "starts with", "ends with", "has word"]);
                let right = self.value(scope, ty, 0);
                format!("{left} {op} {right}")
            }
            _ => {
                let right = self.value(scope, ty, 1);
                format!("{left} == {right}")
            }
        }
    }

    fn pattern_condition(&mut self, scope: &Scope) -> String {
        let ty = self.tape.pick(&[Ty::Text, Ty::Exact]);
        let left = self.value(scope, ty, 1);
        let pattern = self.tape.pick(&["/^c/", "/sal(e|a)s?$/", "[/[a-f]{2,}/, /o.+o/]", "/ß|\\d/", "/^.?$/"]);
        format!("{left} matches {pattern}")
    }

    fn state_condition(&mut self, scope: &Scope) -> String {
        let any = self.tape.pick(&[Ty::Text, Ty::Number, Ty::Date, Ty::TextList, Ty::Level]);
        let paths = self.paths(scope, any);
        match self.tape.below(4) {
            0 if !paths.is_empty() => format!("{} is missing", self.tape.pick(&paths)),
            1 if !paths.is_empty() => format!("{} is known", self.tape.pick(&paths)),
            _ => {
                let paths = self.paths(scope, Ty::YesNo);
                let word = self.tape.pick(&["yes", "no", "missing"]);
                let path = self.tape.pick(&paths);
                format!("{path} is {word}")
            }
        }
    }

    fn choice_condition(&mut self, scope: &Scope) -> String {
        let ty = self.tape.pick(&[Ty::Choice, Ty::Level]);
        let paths = self.paths(scope, ty);
        if paths.is_empty() {
            return self.state_condition(scope);
        }
        let path = self.tape.pick(&paths);
        if path == "grade" {
            let op = self.comparison();
            return format!("grade {op} \"fine\"");
        }
        match (ty, self.tape.below(4)) {
            (Ty::Choice, 0) => format!("{path} == \"healthcare\""),
            (Ty::Choice, 1) => format!("{path} not in [\"Retail\", \"Biotech\"]"),
            (Ty::Choice, 2) => format!("{path} != \"Retail\""),
            (Ty::Choice, _) => format!("{path} in [\"Healthcare\", \"Biotech\"]"),
            (_, 0) => format!("{path} in [\"junior\", \"lead\"]"),
            _ => {
                let op = self.comparison();
                format!("{path} {op} \"senior\"")
            }
        }
    }

    fn list_condition(&mut self, scope: &Scope) -> String {
        let ty = self.tape.pick(&[Ty::TextList, Ty::ExactList, Ty::NumberList]);
        let paths = self.paths(scope, ty);
        if paths.is_empty() {
            return self.state_condition(scope);
        }
        let path = self.tape.pick(&paths);
        if ty == Ty::NumberList {
            return match self.tape.below(4) {
                0 => format!("{path} contains 2.5"),
                1 => format!("{path} > 5"),
                2 => format!("{path} in 0..<1"),
                _ => format!("{path} != 1"),
            };
        }
        let text = self.text();
        match self.tape.below(6) {
            0 => format!("{path} contains {text}"),
            1 => format!("{path} contains [{text}, \"b\"]"),
            2 => format!("{path} == {text}"),
            3 => format!("{path} not in [{text}, \"B\"]"),
            4 => format!("{path} starts with {text}"),
            _ => format!("{path} has word {text}"),
        }
    }

    fn time_condition(&mut self, scope: &Scope) -> String {
        let ty = self.tape.pick(&[Ty::Time, Ty::Date]);
        let op = self.comparison();
        let left = self.value(scope, ty, 1);
        if self.tape.chance(40) {
            let right = self.value(scope, ty, 1);
            return format!("{left} {op} {right}");
        }
        let edge = match ty {
            Ty::Time => self.tape.pick(&["2026-10-01T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-02"]),
            _ => self.tape.pick(&["2026-10-01", "2026-11-01", "2026-03-29"]),
        };
        format!("{left} {op} {edge}")
    }

    fn named_condition(&mut self, scope: &Scope) -> String {
        if scope.kind == Kind::Contact && !scope.is_activity() {
            return "is_big".to_owned();
        }
        self.state_condition(scope)
    }

    fn score_condition(&mut self, scope: &Scope) -> String {
        let tiered: Vec<_> = self.scores.iter().filter(|score| !score.tiers.is_empty()).cloned().collect();
        let segments: Vec<String> =
            self.segments.iter().filter(|(_, kind)| *kind == scope.kind).map(|(name, _)| name.clone()).collect();
        if !segments.is_empty() && self.tape.chance(60) {
            return self.tape.pick(&segments);
        }
        if tiered.is_empty() {
            return self.number_condition(scope, 1);
        }
        if self.tape.chance(20) {
            let (link, kind) = self.many(scope.kind);
            let there: Vec<_> = tiered.iter().filter(|score| score.kind == kind && !score.is_ranked).cloned().collect();
            if !there.is_empty() {
                let score = self.tape.pick(&there);
                let (function, then) = (self.tape.pick(&["min", "max"]), self.tape.pick(&["", " at 7d ago"]));
                let (op, tier) = (self.comparison(), self.tape.pick(&score.tiers));
                return format!("{function}({link}.{}.tier{then}) {op} {tier}", score.name);
            }
        }
        let score = self.tape.pick(&tiered);
        let Some(path) = self.way_to(scope.kind, score.kind) else { return self.number_condition(scope, 1) };
        if !score.is_ranked && self.tape.chance(25) {
            let (op, then) = (self.comparison(), self.tape.pick(&[" at 7d ago", " at 36h ago", ""]));
            return format!("{path}{0}.tier {op} {path}{0}.tier{then}", score.name);
        }
        let tier = self.tape.pick(&score.tiers);
        let op = self.comparison();
        let then = if score.is_ranked { "" } else { self.tape.pick(&["", "", " at 7d ago", " at 36h ago"]) };
        format!("{path}{}.tier{then} {op} {tier}", score.name)
    }

    fn link_condition(&mut self, scope: &Scope, depth: usize) -> String {
        let (link, kind) = self.many(scope.kind);
        let word = self.tape.pick(&["any", "no"]);
        let condition = self.condition(&Scope::subject(kind), depth.min(1));
        format!("{word}({link} where {condition})")
    }

    /// A link to many records, with their kind.
    pub fn many(&mut self, kind: Kind) -> (&'static str, Kind) {
        match kind {
            Kind::Contact => self.tape.pick(&[
                ("account.contacts", Kind::Contact),
                ("influences", Kind::Contact),
                ("reports", Kind::Contact),
                ("deals", Kind::Deal),
                ("everyone", Kind::Contact),
                ("manager.reports", Kind::Contact),
                ("influenced_by", Kind::Contact),
                ("account.contacts.deals", Kind::Deal),
            ]),
            Kind::Account => self.tape.pick(&[("contacts", Kind::Contact), ("contacts.deals", Kind::Deal)]),
            Kind::Deal => ("contact.reports", Kind::Contact),
        }
    }

    /// The way from a record to one of another kind: nothing, `account.`, `contact.`.
    pub fn way_to(&mut self, from: Kind, to: Kind) -> Option<&'static str> {
        match (from, to) {
            (Kind::Contact, Kind::Contact) => Some(self.tape.pick(&["", "", "manager."])),
            (Kind::Account, Kind::Account) | (Kind::Deal, Kind::Deal) => Some(""),
            (Kind::Contact, Kind::Account) => Some("account."),
            (Kind::Deal, Kind::Contact) => Some("contact."),
            (Kind::Deal, Kind::Account) => Some("contact.account."),
            _ => None,
        }
    }
}
