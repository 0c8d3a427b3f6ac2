//! Scores and groups.

use super::{Known, Scope, Writer, of};
use crate::support::schema::{Kind, Ty};

impl Writer {
    /// A score of a kind, known to what follows.
    pub fn score(&mut self, kind: Kind) -> String {
        let name = self.fresh("score_");
        let mut text = format!("score {name}{} {{\n", of(kind));
        text.push_str(&self.settings(kind));
        let step = self.tape.pick(&["", "", "  round 1\n", "  round 0.5\n", "  round 5\n", "  round 0.000001\n"]);
        text.push_str(step);
        let range =
            self.tape.pick(&["", "", "  range 0..100\n", "  range -50..50\n", "  range 0..\n", "  range ..75\n"]);
        text.push_str(range);
        text.push_str(&self.items(kind, 2));
        if self.tape.chance(15) {
            let scope = Scope::subject(kind);
            let (value, condition) = (self.award(&scope, 1), self.condition(&scope, 1));
            text.push_str(&format!("override to {value} when {condition} \"by hand\"\n"));
        }
        let (tiers, is_ranked) = self.tiers(kind, &mut text);
        text.push_str("}\n");
        self.scores.push(Known { name, kind, tiers, is_ranked });
        text
    }

    fn items(&mut self, kind: Kind, depth: usize) -> String {
        let n_items = 1 + self.tape.below(4);
        let mut text = String::new();
        for _ in 0..n_items {
            let is_group = depth > 0 && self.tape.chance(25);
            let item = if is_group { self.group(kind, depth - 1) } else { self.rule(kind) };
            text.push_str(&item);
        }
        text
    }

    fn group(&mut self, kind: Kind, depth: usize) -> String {
        let name = self.fresh("Group ");
        let mut head = format!("group \"{name}\"");
        head.push_str(self.tape.pick(&["", "", " up to 20", " up to 3.5"]));
        head.push_str(self.tape.pick(&["", "", "", " down to -5"]));
        if self.tape.chance(30) {
            let condition = self.condition_without_braces(&Scope::subject(kind));
            head.push_str(&format!(" when {condition}"));
        }
        let settings = self.settings(kind);
        let items = self.items(kind, depth);
        format!("{head} {{\n{settings}{items}}}\n")
    }

    /// Decay, window and factors of a block.
    fn settings(&mut self, kind: Kind) -> String {
        let mut text = String::new();
        if self.tape.chance(40) {
            let of_total = self.tape.chance(35);
            let decay = self.decay(false, of_total);
            text.push_str(&format!("  {decay}\n"));
        }
        if self.tape.chance(15) {
            let span = self.tape.pick(&["30d", "60d", "2w"]);
            text.push_str(&format!("  in last {span}\n"));
        }
        for _ in 0..self.tape.pick(&[0, 0, 0, 1, 2]) {
            let scope = Scope::subject(kind);
            let by = match self.tape.below(3) {
                0 => self.tape.pick(&["1.5", "0.333333", "-2"]).to_owned(),
                _ => self.value(&scope, Ty::Number, 1),
            };
            let when =
                if self.tape.chance(40) { format!(" when {}", self.condition(&scope, 1)) } else { String::new() };
            text.push_str(&format!("  times {by}{when}\n"));
        }
        text
    }

    /// Tiers into the text; their names, and whether they are ranks.
    fn tiers(&mut self, kind: Kind, text: &mut String) -> (Vec<&'static str>, bool) {
        let (line, is_ranked) = self.tape.pick(&[
            ("", false),
            ("  tiers { hot >= 50, warm > 5, cold }\n", false),
            ("  tiers { hot >= 20, warm >= 15, cold }\n", false),
            ("  tiers { hot > 10, warm >= 5 }\n", false),
            ("  tiers { hot top 20%, warm top 3, cold }\n", true),
        ]);
        if line.is_empty() {
            return (Vec::new(), false);
        }
        text.push_str(line);
        let tiers = if line.contains("cold") { vec!["hot", "warm", "cold"] } else { vec!["hot", "warm"] };
        if self.tape.chance(20) {
            let tier = self.tape.pick(&tiers);
            let condition = self.condition(&Scope::subject(kind), 1);
            text.push_str(&format!("  tier {tier} when {condition}\n"));
        }
        (tiers, is_ranked)
    }
}
