//! Rules: heads, awards, limits, decays.

use super::{Scope, Writer};
use crate::support::schema::{Kind, Ty};

impl Writer {
    /// A rule, or a `match` or `first` that gives several.
    pub fn rule(&mut self, kind: Kind) -> String {
        let name = if self.tape.chance(30) { format!("{}: ", self.fresh("rule_")) } else { String::new() };
        let reason = self.tape.pick(&["", "", "   \"why\""]);
        match self.tape.below(12) {
            0..=6 if kind != Kind::Deal => format!("{name}{}{reason}\n", self.activity_rule(kind)),
            10 => format!("{name}{}\n", self.match_rules(kind)),
            11 => format!("{name}{}\n", self.first_rules(kind)),
            _ => format!("{name}{}{reason}\n", self.condition_rule(kind)),
        }
    }

    fn activity_rule(&mut self, kind: Kind) -> String {
        let phrase = self.phrase(kind);
        let scope = Scope::activity(&phrase.types);
        let mut parts = vec![self.activity_award(&scope, &phrase.types)];
        parts.extend(self.limits(&phrase.types));
        if self.tape.chance(50) {
            parts.push(self.decay(true, false));
        }
        format!("{} => {}", phrase.text(), parts.join(", "))
    }

    fn activity_award(&mut self, scope: &Scope, types: &[&'static str]) -> String {
        match self.tape.below(8) {
            0..=3 => self.points(),
            4 => {
                let n = 1 + self.tape.below(3);
                let (a, b) = (self.points(), self.points());
                let rest = if self.tape.chance(70) { format!(", {b} for the rest") } else { String::new() };
                let per = if self.tape.chance(40) { self.per(types) } else { String::new() };
                format!("{a} for the first {n}{rest}{per}")
            }
            5 => {
                let n = 1 + self.tape.below(2);
                let (a, b) = (self.award(scope, 1), self.award(scope, 1));
                format!("{a} for the first {n}, {b} for the rest")
            }
            _ => self.award(scope, 2),
        }
    }

    /// An award that is computed; a bare number has its sign.
    pub fn award(&mut self, scope: &Scope, depth: usize) -> String {
        let value = self.value(scope, Ty::Number, depth);
        match value.chars().next() {
            Some('0'..='9') if value == "1_000_000_000_000" => "+1_000_000_000".to_owned(),
            Some('0'..='9' | '-') if value.ends_with('%') => "+0.3".to_owned(),
            Some('0'..='9') if value.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'_') => {
                format!("+{value}")
            }
            _ => value,
        }
    }

    fn points(&mut self) -> String {
        let points = ["+5", "+10", "-3", "+1", "+0.333333", "-20.5", "0", "+1_000_000_000", "bonus", "+2.000001"];
        self.tape.pick(&points).to_owned()
    }

    fn limits(&mut self, types: &[&'static str]) -> Vec<String> {
        let mut limits = Vec::new();
        if self.tape.chance(20) {
            let n = 1 + self.tape.below(2);
            if let Some(field) = self.key(types) {
                limits.push(if n == 1 { format!("once per {field}") } else { format!("at most {n} per {field}") });
            }
        }
        if self.tape.chance(20) {
            let n = 1 + self.tape.below(2);
            limits.push(format!("at most {n} per day"));
        }
        if self.tape.chance(20) {
            limits.push(self.tape.pick(&["once", "at most 2 times", "at most 4 times"]).to_owned());
        }
        match self.tape.below(8) {
            6 => limits.push("up to 7 per day".to_owned()),
            7 => {
                if let Some(field) = self.key(types) {
                    limits.push(format!("up to 12 per {field}"));
                }
            }
            _ => {}
        }
        limits.extend(self.ends());
        limits
    }

    /// `up to` and `down to`.
    fn ends(&mut self) -> Vec<String> {
        let mut ends = Vec::new();
        if self.tape.chance(20) {
            ends.push(self.tape.pick(&["up to 15", "up to 2.5"]).to_owned());
        }
        if self.tape.chance(15) {
            ends.push(self.tape.pick(&["down to -10", "down to -0.5"]).to_owned());
        }
        ends
    }

    /// A decay: of a rule, inherited from a block, or of a block's total.
    pub fn decay(&mut self, of_rule: bool, of_total: bool) -> String {
        let curves = [
            "7d",
            "30d",
            "36h",
            "linear over 30d",
            "linear over 36h",
            "20% per 7d",
            "20% per 7d compound",
            "33.3% per 1d smooth",
            "50% per 2h compound",
            "5% per 1d",
            "2 per 7d",
            "0.5 per 36h",
        ];
        let n_curves = if of_rule || of_total { curves.len() } else { curves.len() - 2 };
        let choice = self.tape.below(n_curves + 1);
        if choice == n_curves && !of_total {
            return "no decay".to_owned();
        }
        let mut decay = format!("decay {}", curves[choice.min(n_curves - 1)]);
        if self.tape.chance(25) {
            decay.push_str(self.tape.pick(&[" after 2d", " after 12h"]));
        }
        if of_total || self.tape.chance(20) {
            let event = self.tape.pick(&["activity", "purchase", "(page_view where seconds > 10)", "content"]);
            decay.push_str(&format!(" without {event}"));
        }
        if of_total && self.tape.chance(30) {
            decay.push_str(self.tape.pick(&[" down to 5", " down to -3", " down to 0.5"]));
        }
        decay
    }

    fn condition_rule(&mut self, kind: Kind) -> String {
        let scope = Scope::subject(kind);
        let fades = self.tape.chance(20);
        let head = match self.tape.below(5) {
            // Only what counts activities has a clock.
            _ if fades => format!("any({})", self.phrase(kind).text()),
            4 => "always".to_owned(),
            _ => self.condition(&scope, 2),
        };
        let mut parts = vec![if self.tape.chance(50) { self.points() } else { self.award(&scope, 2) }];
        parts.extend(self.ends());
        if fades {
            parts.push(self.decay(true, false));
        }
        format!("{head} => {}", parts.join(", "))
    }

    fn match_rules(&mut self, kind: Kind) -> String {
        let subject = self.value_without_braces(&Scope::subject(kind), 1);
        let last = self.tape.pick(&["  else => -1\n", "  missing => +2\n", ""]);
        let points = self.points();
        format!(
            "match {subject} {{\n  >= 500 => +20, up to 15\n  100..499.999999 => {points}\n  in [1, 2.5, 3] => +4\n{last}}}"
        )
    }

    fn first_rules(&mut self, kind: Kind) -> String {
        let scope = Scope::subject(kind);
        let (a, b) = (self.condition(&scope, 1), self.condition(&scope, 1));
        let (x, y) = (self.points(), self.award(&scope, 1));
        let last = self.tape.pick(&["  else => -1\n", ""]);
        format!("first {{\n  {a} => {x}\n  {b} => {y}\n{last}}}")
    }
}
