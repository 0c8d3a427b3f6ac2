//! Values.

use super::{Words, duration, quoted, written};
use crate::typed::{
    Aggregate, AggregateKind, ArithOp, Elapsed, ElapsedFrom, Expr, ExprKind, FieldPath, FieldTarget, KindId, LinkId,
    Linked, Root, ScoreRef, Stretch, TemplatePart,
};
use crate::values::Value;

impl<'a> Words<'a> {
    /// A value.
    pub fn expr(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Const(value) => self.constant(value, &expr.ty),
            ExprKind::Field(path) => self.path(path),
            ExprKind::ActivityField(field) => self.activity_field(*field),
            ExprKind::ActivityType => "type".to_owned(),
            ExprKind::ActivityAt => "at".to_owned(),
            ExprKind::ActivityId => "id".to_owned(),
            ExprKind::Score(score) => self.score_ref(score, ""),
            ExprKind::TierName(score) => self.tier_of(score),
            ExprKind::Label(label) => self.named("label", &self.rules.labels[label.0 as usize].name),
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate),
            ExprKind::Linked(linked) => self.linked(linked),
            ExprKind::CountOf(all) => format!("count of ({})", self.positions(all)),
            ExprKind::Elapsed(elapsed) => self.elapsed(elapsed),
            ExprKind::Template(parts) => self.template(parts),
            ExprKind::Lookup(table, keys) => {
                let keys: Vec<String> = keys.iter().map(|key| self.expr(key)).collect();
                let name = &self.rules.tables[table.0 as usize].name;
                let table = if self.normal { self.names.table(*table).to_owned() } else { written(name) };
                format!("{table}[{}]", keys.join(", "))
            }
            ExprKind::Extreme { highest, score, n_days } => {
                let word = if *highest { "highest" } else { "lowest" };
                format!("{word}({} in last {n_days}d)", self.score_ref(score, ""))
            }
            ExprKind::If(..) | ExprKind::Otherwise(..) | ExprKind::First(..) => self.choice(expr),
            _ => self.number(expr),
        }
    }

    fn number(&self, expr: &Expr) -> String {
        let list = |all: &[Expr]| self.set(all.iter().map(|one| self.expr(one)).collect()).join(", ");
        match &expr.kind {
            ExprKind::Arith(op, a, b) => self.arith(*op, a, b),
            ExprKind::Negate(inner) => match &inner.kind {
                ExprKind::Const(Value::Number(number)) => signed_off(*number),
                _ => format!("-{}", self.operand(inner)),
            },
            ExprKind::Least(all) => format!("min({})", list(all)),
            ExprKind::Greatest(all) => format!("max({})", list(all)),
            ExprKind::Abs(inner) => format!("abs({})", self.expr(inner)),
            ExprKind::Floor(inner) => format!("floor({})", self.expr(inner)),
            ExprKind::Ceil(inner) => format!("ceil({})", self.expr(inner)),
            ExprKind::Round(inner, step) => format!("round({}, {step})", self.expr(inner)),
            ExprKind::Shift(inner, us) if *us < 0 => format!("{} - {}", self.operand(inner), duration(-us)),
            ExprKind::Shift(inner, us) => format!("{} + {}", self.operand(inner), duration(*us)),
            ExprKind::After { text, separator, first } => {
                let word = if *first { "after first" } else { "after" };
                format!("{} {word} {}", self.operand(text), quoted(separator))
            }
            _ => unreachable!("the other values are written where they are told apart"),
        }
    }

    /// A value inside another, in brackets where it is made of parts.
    pub fn operand(&self, expr: &Expr) -> String {
        let text = self.expr(expr);
        let is_made = matches!(
            expr.kind,
            ExprKind::Arith(..)
                | ExprKind::Shift(..)
                | ExprKind::If(..)
                | ExprKind::Otherwise(..)
                | ExprKind::First(..)
                | ExprKind::After { .. }
                | ExprKind::Elapsed(_)
        );
        if is_made && (self.normal || !matches!(expr.kind, ExprKind::Elapsed(_) | ExprKind::After { .. })) {
            format!("({text})")
        } else {
            text
        }
    }

    /// Each operation rounds at once, so sums are not taken apart; the two sides of `+` and `*` may turn.
    fn arith(&self, op: ArithOp, a: &Expr, b: &Expr) -> String {
        let (mut a, mut b) = (self.operand(a), self.operand(b));
        let (word, turns) = match op {
            ArithOp::Add => ("+", true),
            ArithOp::Subtract => ("-", false),
            ArithOp::Multiply => ("*", true),
            ArithOp::Divide => ("/", false),
        };
        if self.normal && turns && b < a {
            (a, b) = (b, a);
        }
        format!("{a} {word} {b}")
    }

    fn path(&self, path: &FieldPath) -> String {
        let (from, root) = match path.root {
            Root::Subject => (*self, ""),
            Root::Contact => (self.of_kind(KindId(0)), "contact."),
        };
        let end = &self.rules.kinds[from.end_of(&path.links).0 as usize];
        let field = match path.field {
            FieldTarget::Field(field) => written(&end.fields[field.0 as usize].name),
            FieldTarget::Id => if self.normal { "record id" } else { "id" }.to_owned(),
        };
        let way: String = path.links.iter().scan(from.kind, |kind, link| Some(from.step(kind, *link))).collect();
        format!("{root}{way}{}", if self.normal { format!("field {field}") } else { field })
    }

    fn step(&self, kind: &mut KindId, link: LinkId) -> String {
        let link = &self.rules.kinds[kind.0 as usize].links[link.0 as usize];
        *kind = link.target;
        format!("{}.", written(&link.name))
    }

    /// Links with a dot between them.
    pub(super) fn way(&self, links: &[LinkId]) -> String {
        let way: String = links.iter().scan(self.kind, |kind, link| Some(self.step(kind, *link))).collect();
        way.trim_end_matches('.').to_owned()
    }

    /// Where links lead.
    pub(super) fn end_of(&self, links: &[LinkId]) -> KindId {
        links.iter().fold(self.kind, |kind, link| self.rules.kinds[kind.0 as usize].links[link.0 as usize].target)
    }

    pub(super) fn tier_of(&self, score: &ScoreRef) -> String {
        self.score_ref(score, ".tier")
    }

    fn score_ref(&self, score: &ScoreRef, what: &str) -> String {
        let way = if score.links.is_empty() { String::new() } else { format!("{}.", self.way(&score.links)) };
        let name = self.named("score", &self.rules.scores[score.score.0 as usize].name);
        let over = score.over.as_ref().map_or_else(String::new, |over| format!(" over ({})", self.phrase(over)));
        let at = if score.ago_us == 0 { String::new() } else { format!(" at {} ago", duration(score.ago_us)) };
        format!("{way}{name}{what}{over}{at}")
    }

    fn aggregate(&self, aggregate: &Aggregate) -> String {
        let value = aggregate.value.as_ref().map_or_else(String::new, |value| format!("{} of ", self.operand(value)));
        let stretch = match aggregate.stretch {
            None => String::new(),
            Some(Stretch::Sliding { length_us }) => format!(" in any {}", duration(length_us)),
            Some(Stretch::Same(field)) => format!(" in any {}", self.activity_key(field)),
        };
        format!("{}({value}{}{stretch})", aggregate_word(aggregate.of), self.phrase(&aggregate.phrase))
    }

    fn linked(&self, linked: &Linked) -> String {
        let inside = self.of_kind(self.end_of(&linked.links));
        let value = linked.value.as_ref().map_or_else(String::new, |value| format!("{} of ", inside.operand(value)));
        let filter = linked.filter.as_ref().map_or_else(String::new, |cond| format!(" where {}", inside.cond(cond)));
        format!("{}({value}{}{filter})", aggregate_word(linked.of), self.way(&linked.links))
    }

    fn elapsed(&self, elapsed: &Elapsed) -> String {
        let unit = match elapsed.unit_us / crate::values::time::SECOND_US {
            604_800 => "weeks".to_owned(),
            86_400 => "days".to_owned(),
            3_600 => "hours".to_owned(),
            _ => duration(elapsed.unit_us),
        };
        let word = if elapsed.until { "until" } else { "since" };
        let from = match &elapsed.from {
            ElapsedFrom::Last(phrase) => format!("last ({})", self.phrase(phrase)),
            ElapsedFrom::First(phrase) => format!("first ({})", self.phrase(phrase)),
            ElapsedFrom::Value(value) => self.operand(value),
        };
        format!("{unit} {word} {from}")
    }

    fn template(&self, parts: &[TemplatePart]) -> String {
        let part = |part: &TemplatePart| match part {
            TemplatePart::Text(text) => text.replace('\\', "\\\\").replace('"', "\\\"").replace('{', "{{"),
            TemplatePart::Value(value) => format!("{{{}}}", self.expr(value)),
        };
        format!("\"{}\"", parts.iter().map(part).collect::<String>())
    }
}

fn aggregate_word(of: AggregateKind) -> String {
    match of {
        AggregateKind::Count => "count".to_owned(),
        AggregateKind::Sum => "sum".to_owned(),
        AggregateKind::Average => "average".to_owned(),
        AggregateKind::Least => "min".to_owned(),
        AggregateKind::Greatest => "max".to_owned(),
        AggregateKind::Distinct => "distinct".to_owned(),
        AggregateKind::Percentile(percent) => format!("percentile {percent}"),
        AggregateKind::ActiveDays => "days".to_owned(),
        AggregateKind::ActiveWeeks => "weeks".to_owned(),
        AggregateKind::Streak { days_off: 0 } => "streak".to_owned(),
        AggregateKind::Streak { days_off } => format!("streak with {days_off} days off"),
        AggregateKind::Latest => "latest".to_owned(),
        AggregateKind::Earliest => "earliest".to_owned(),
    }
}

/// A number with the other sign, which every number has.
fn signed_off(number: crate::values::Decimal) -> String {
    let text = number.to_string();
    match text.strip_prefix('-') {
        Some(positive) => positive.to_owned(),
        None if text == "0" => text,
        None => format!("-{text}"),
    }
}
