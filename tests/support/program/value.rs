//! Values.

use super::{Scope, Writer};
use crate::support::schema::{ACTIVITIES, Kind, Ty};

impl Writer {
    /// A value of a type; `depth` bounds how much may stand inside.
    pub fn value(&mut self, scope: &Scope, ty: Ty, depth: usize) -> String {
        match ty {
            Ty::Number | Ty::Whole => self.number_value(scope, depth),
            Ty::Text => self.text_value(scope, depth),
            Ty::Time | Ty::Date => self.time_value(scope, ty, depth),
            other => self.leaf(scope, other),
        }
    }

    /// A number as written.
    pub fn number(&mut self) -> String {
        let plain = [
            "1",
            "10",
            "0",
            "2.5",
            "100",
            "0.000001",
            "3",
            "1_000_000",
            "0.333333",
            "30%",
            "bonus",
            "499.5",
            "1_000_000_000_000",
        ];
        self.tape.pick(&plain).to_owned()
    }

    fn leaf(&mut self, scope: &Scope, ty: Ty) -> String {
        let paths = self.paths(scope, ty);
        let rather_else = if ty == Ty::Time && scope.is_activity() { 40 } else { 8 };
        if !paths.is_empty() && !self.tape.chance(rather_else) {
            // Fields of the thing itself come first; they are asked for most.
            let near = if self.tape.chance(40) { paths.len() } else { paths.len().min(3) };
            return self.tape.pick(&paths[..near]);
        }
        match ty {
            Ty::Number | Ty::Whole => self.number(),
            Ty::Time if scope.is_activity() => "at".to_owned(),
            Ty::Exact if scope.is_activity() => self.tape.pick(&["type", "id"]).to_owned(),
            Ty::Time => "2026-10-20T12:00:00Z".to_owned(),
            Ty::Date => "2026-10-20".to_owned(),
            Ty::Exact if scope.kind == Kind::Deal => "contact.code".to_owned(),
            Ty::Exact => "id".to_owned(),
            _ => self.text(),
        }
    }

    fn number_value(&mut self, scope: &Scope, depth: usize) -> String {
        if depth == 0 {
            return self.leaf(scope, Ty::Number);
        }
        let deeper = depth - 1;
        match self.tape.below(32) {
            0..=3 => self.leaf(scope, Ty::Number),
            4..=6 => {
                let op = self.tape.pick(&["+", "-", "*", "/"]);
                format!("({} {op} {})", self.number_value(scope, deeper), self.number_value(scope, deeper))
            }
            7 => format!("-{}", self.leaf(scope, Ty::Number)),
            8 => format!("40% of {}", self.leaf(scope, Ty::Number)),
            9 => self.function(scope, deeper),
            10 => self.choice(scope, Ty::Number, deeper),
            11 => format!("({} otherwise {})", self.number_value(scope, deeper), self.number_value(scope, 0)),
            12 => self.count_of(scope, deeper),
            13 => {
                let (region, industry) = self.table_keys(scope);
                format!("weights[{region}, {industry}]")
            }
            14 | 15 => self.elapsed(scope),
            16..=22 if !scope.is_activity() => self.aggregate(scope.kind),
            23..=25 if scope.everything => self.link_aggregate(scope.kind, deeper),
            26..=31 if scope.everything => self.score_value(scope.kind),
            _ => self.leaf(scope, Ty::Number),
        }
    }

    fn function(&mut self, scope: &Scope, depth: usize) -> String {
        let (a, b) = (self.number_value(scope, depth), self.number_value(scope, 0));
        match self.tape.below(7) {
            0 => format!("min({a}, {b})"),
            1 => format!("max({a}, {b}, 1)"),
            2 => format!("abs({a} + 0)"),
            3 => format!("floor({a} / 3)"),
            4 => format!("ceil({a} / 3)"),
            5 => format!("round({a})"),
            _ => {
                let step = self.tape.pick(&["5", "0.5", "0.01", "3"]);
                format!("round({a}, {step})")
            }
        }
    }

    /// `if`, `first`, `match`.
    fn choice(&mut self, scope: &Scope, ty: Ty, depth: usize) -> String {
        let (a, b) = (self.value(scope, ty, depth), self.value(scope, ty, 0));
        match self.tape.below(3) {
            0 => {
                let condition = self.condition(scope, depth);
                format!("(if {condition} then {a} else {b})")
            }
            1 => {
                let (one, two) = (self.condition(scope, depth), self.condition(scope, 0));
                let last = if self.tape.chance(50) { format!(", else => {b}") } else { String::new() };
                format!("first {{ {one} => {a}, {two} => {b}{last} }}")
            }
            _ => {
                let subject = self.leaf(scope, Ty::Number);
                let last = self.tape.pick(&["", ", missing => 4", ", else => 5"]);
                let last = if ty == Ty::Number { last } else { "" };
                format!("match {subject} {{ >= 500 => {a}, 10..<100 => {b}{last} }}")
            }
        }
    }

    fn count_of(&mut self, scope: &Scope, depth: usize) -> String {
        let all: Vec<String> = (0..3).map(|_| self.condition(scope, depth)).collect();
        format!("count of ({})", all.join(", "))
    }

    fn table_keys(&mut self, scope: &Scope) -> (String, String) {
        let region = self.tape.pick(&["\"north\"", "\"Süd\"", "\"north east\""]).to_owned();
        match (scope.is_activity(), scope.kind) {
            (true, _) => ("contact.account.region".to_owned(), "contact.industry".to_owned()),
            (_, Kind::Contact) => (self.tape.pick(&["account.region".to_owned(), region]), "industry".to_owned()),
            (_, Kind::Account) => ("region".to_owned(), "\"retail\"".to_owned()),
            (_, Kind::Deal) => (region, "contact.industry".to_owned()),
        }
    }

    fn elapsed(&mut self, scope: &Scope) -> String {
        let unit = self.tape.pick(&["days", "hours", "weeks"]);
        if !scope.is_activity() && self.tape.chance(60) {
            let end = self.tape.pick(&["last", "first"]);
            let phrase = self.phrase(scope.kind).text();
            return format!("{unit} since {end} ({phrase})");
        }
        let word = self.tape.pick(&["since", "until"]);
        let ty = self.tape.pick(&[Ty::Time, Ty::Date]);
        let paths = self.paths(scope, ty);
        if paths.is_empty() {
            return self.leaf(scope, Ty::Number);
        }
        let path = self.tape.pick(&paths);
        if self.tape.chance(25) {
            let (sign, span) = (self.tape.pick(&["+", "-"]), self.days());
            return format!("{unit} {word} ({path} {sign} {span})");
        }
        format!("{unit} {word} {path}")
    }

    /// An aggregate over activities that gives a number.
    fn aggregate(&mut self, kind: Kind) -> String {
        let phrase = self.phrase(kind);
        let shape = self.tape.below(14);
        let number = self.number_field(&phrase.types);
        // A field stands behind its activity, so the phrase is that activity alone.
        let types = match number {
            Some((ty, _)) if shape >= 6 => vec![ty],
            _ => phrase.types.clone(),
        };
        let stretch = if self.tape.chance(40) { self.stretch(&types) } else { String::new() };
        match shape {
            0..=2 => format!("count({})", phrase.text_with(&stretch)),
            3 => format!("days({})", phrase.text_with(&stretch)),
            4 => format!("weeks({})", phrase.text_with(&stretch)),
            5 => {
                let off = self.tape.pick(&["", "", ", 1d off", ", 3d off"]);
                format!("streak({}{off})", phrase.text_with(&stretch))
            }
            shape => {
                let Some((ty, field)) = number else {
                    return format!("count({})", phrase.text_with(&stretch));
                };
                let (per, tail, order) =
                    if phrase.sources == [ty] { (phrase.per, phrase.tail, phrase.order) } else { Default::default() };
                let start = format!("{}{ty}.{field}{per}", phrase.selection);
                match shape {
                    6 | 7 => format!("sum({start}{tail}{stretch}{order})"),
                    8 => format!("avg({start}{tail}{stretch}{order})"),
                    9..=11 => {
                        let function = self.tape.pick(&["min", "max", "max", "latest", "earliest"]);
                        let stretch = if matches!(function, "min" | "max") { stretch } else { String::new() };
                        format!("{function}({start}{tail}{stretch}{order})")
                    }
                    12 => format!("distinct({start}{tail}{stretch}{order})"),
                    _ => {
                        let percent = self.tape.pick(&["75", "50", "0", "100", "33.3"]);
                        format!("percentile({percent}, {start}{tail}{stretch}{order})")
                    }
                }
            }
        }
    }

    fn stretch(&mut self, types: &[&'static str]) -> String {
        if self.tape.chance(60) {
            let span = self.span();
            return format!(" in any {span}");
        }
        self.key(types).map_or(String::new(), |field| format!(" in any {field}"))
    }

    /// A number field of one of the types.
    fn number_field(&mut self, types: &[&'static str]) -> Option<(&'static str, &'static str)> {
        let mut fields = Vec::new();
        for (name, all) in ACTIVITIES {
            if types.contains(name) {
                fields.extend(all.iter().filter(|(_, ty)| *ty == Ty::Number).map(|(field, _)| (*name, *field)));
            }
        }
        if fields.is_empty() { None } else { Some(self.tape.pick(&fields)) }
    }

    /// An aggregate over linked records.
    fn link_aggregate(&mut self, kind: Kind, depth: usize) -> String {
        let (link, target) = self.many(kind);
        let scope = Scope::subject(target);
        let filter = if self.tape.chance(50) {
            let condition = self.condition(&scope, depth.min(1));
            format!(" where {condition}")
        } else {
            String::new()
        };
        let scores: Vec<String> =
            self.scores.iter().filter(|score| score.kind == target).map(|score| score.name.clone()).collect();
        if !scores.is_empty() && self.tape.chance(50) {
            let score = self.tape.pick(&scores);
            let function = self.tape.pick(&["max", "sum", "avg", "min"]);
            let elsewhere = match self.tape.below(5) {
                0 => " at 7d ago".to_owned(),
                1 => format!(" over ({})", self.phrase(target).text()),
                _ => String::new(),
            };
            return format!("{function}({link}.{score}{elsewhere}{filter})");
        }
        let field = if target == Kind::Deal { "amount" } else { self.tape.pick(&["revenue", "company_size"]) };
        match self.tape.below(8) {
            0 | 1 => format!("count({link}{filter})"),
            2 => format!("sum({link}.{field}{filter})"),
            3 => format!("avg({link}.{field}{filter})"),
            4 => format!("min({link}.{field}{filter})"),
            5 => format!("max({link}.{field}{filter})"),
            6 => format!("distinct({link}.{field}{filter})"),
            _ => format!("percentile(60, {link}.{field}{filter})"),
        }
    }

    /// A score: now, in the past, of another log, its highest.
    fn score_value(&mut self, kind: Kind) -> String {
        if self.scores.is_empty() {
            return self.leaf(&Scope::subject(kind), Ty::Number);
        }
        let scores = self.scores.clone();
        let score = self.tape.pick(&scores);
        let Some(way) = self.way_to(kind, score.kind) else {
            return self.leaf(&Scope::subject(kind), Ty::Number);
        };
        let path = format!("{way}{}", score.name);
        match self.tape.below(7) {
            0..=2 => path,
            3 => {
                let span = self.span();
                format!("({path} at {span} ago)")
            }
            4 | 5 => {
                let phrase = match self.tape.chance(40) {
                    true => self.anchored_phrase(kind),
                    false => self.phrase(kind).text(),
                };
                let then = self.tape.pick(&["", "", " at 7d ago", " at 36h ago"]);
                format!("({path} over ({phrase}){then})")
            }
            _ => {
                let function = self.tape.pick(&["highest", "lowest"]);
                let days = self.tape.pick(&["3d", "1d", "7d"]);
                format!("{function}({path} in last {days})")
            }
        }
    }

    fn text_value(&mut self, scope: &Scope, depth: usize) -> String {
        if depth == 0 {
            return self.leaf(scope, Ty::Text);
        }
        match self.tape.below(10) {
            0..=2 => self.leaf(scope, Ty::Text),
            3 => {
                let (word, separator) = self.tape.pick(&[("after", "@"), ("after first", "."), ("after", " O")]);
                format!("({} {word} \"{separator}\")", self.leaf(scope, Ty::Text))
            }
            4..=6 => self.template(scope, depth - 1),
            7 if scope.kind == Kind::Contact && !scope.is_activity() => "email_domain".to_owned(),
            8 => self.choice(scope, Ty::Text, depth - 1),
            9 if scope.everything => {
                let labels: Vec<String> =
                    self.labels.iter().filter(|(_, kind)| *kind == scope.kind).map(|(name, _)| name.clone()).collect();
                if labels.is_empty() { self.leaf(scope, Ty::Text) } else { self.tape.pick(&labels) }
            }
            _ => format!("({} otherwise {})", self.leaf(scope, Ty::Text), self.text()),
        }
    }

    /// A number that can stand where braces have another meaning.
    pub fn value_without_braces(&mut self, scope: &Scope, depth: usize) -> String {
        let value = self.value(scope, Ty::Number, depth);
        if value.contains(['{', '"']) { self.leaf(scope, Ty::Number) } else { value }
    }

    fn template(&mut self, scope: &Scope, depth: usize) -> String {
        let ty = self.tape.pick(&[
            Ty::Number,
            Ty::Exact,
            Ty::Level,
            Ty::Date,
            Ty::Time,
            Ty::TextList,
            Ty::YesNo,
            Ty::NumberList,
        ]);
        let paths = self.paths(scope, ty);
        let one = if paths.is_empty() { self.leaf(scope, Ty::Exact) } else { self.tape.pick(&paths) };
        let tiered: Vec<String> = self
            .scores
            .iter()
            .filter(|score| score.kind == scope.kind && !score.tiers.is_empty())
            .map(|score| format!("{}.tier", score.name))
            .collect();
        let two = if scope.everything && !tiered.is_empty() {
            self.tape.pick(&tiered)
        } else {
            self.value_without_braces(scope, depth.min(1))
        };
        let before = self.tape.pick(&["", "", "é-", " "]);
        format!("\"{before}{{{one}}}{{{two}}}\"")
    }

    fn time_value(&mut self, scope: &Scope, ty: Ty, depth: usize) -> String {
        match self.tape.below(6) {
            0..=2 => self.leaf(scope, ty),
            3 if ty == Ty::Time => {
                let (sign, span) = (self.tape.pick(&["+", "-"]), self.span());
                format!("({} {sign} {span})", self.leaf(scope, ty))
            }
            3 => {
                let (sign, span) = (self.tape.pick(&["+", "-"]), self.days());
                format!("({} {sign} {span})", self.leaf(scope, ty))
            }
            4 if !scope.is_activity() && depth > 0 => {
                let field = if ty == Ty::Time { "paid" } else { "due" };
                let function = self.tape.pick(&["latest", "earliest", "min", "max"]);
                let window = self.tape.pick(&["", " in last 30d", " since 2026-10-01"]);
                format!("{function}(purchase.{field}{window})")
            }
            5 if ty == Ty::Time && depth > 0 => {
                let (time, date) = (self.leaf(scope, Ty::Time), self.leaf(scope, Ty::Date));
                format!("({time} otherwise {date})")
            }
            _ => self.leaf(scope, ty),
        }
    }
}
