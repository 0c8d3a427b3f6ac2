//! Which constructs a program has, and which of them made a difference to the results.

use scoreline::ledger::{EntryKind, Results};
use scoreline::typed::*;
use std::collections::BTreeSet;

/// Who would show that a construct did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Witness {
    /// An entry of this owner.
    Owner(u32),
    /// An entry of this owner and kind.
    Entry(u32, EntryKind),
    /// Some record with this label.
    Label(usize),
    /// Some record in this segment.
    Segment(usize),
    /// Some excluded record.
    Excluded(usize),
    /// Some record with this tier of this score.
    Tier(usize, usize),
}

impl Witness {
    /// Whether the results bear it out.
    pub fn is_seen(self, results: &Results) -> bool {
        let records = || results.records.iter().flatten();
        let entries = || records().flat_map(|record| record.scores.iter().flatten()).flat_map(|score| &score.entries);
        match self {
            Witness::Owner(owner) => entries().any(|entry| entry.owner == owner),
            Witness::Entry(owner, kind) => entries().any(|entry| entry.owner == owner && entry.kind == kind),
            Witness::Label(label) => records().any(|record| record.labels[label].is_some()),
            Witness::Segment(segment) => records().any(|record| record.segments[segment]),
            Witness::Excluded(index) => records().any(|record| record.excluded == Some(index as u32)),
            Witness::Tier(score, tier) => {
                let tiers = records().filter_map(|record| record.scores[score].as_ref());
                tiers.into_iter().any(|score| score.tier == Some(tier as u32))
            }
        }
    }
}

/// Everything a program has, by name.
pub fn constructs(rules: &TypedRules) -> BTreeSet<(String, Witness)> {
    let mut walk = Walk { rules, found: BTreeSet::new(), witness: Witness::Owner(0) };
    for (index, score) in rules.scores.iter().enumerate() {
        walk.score(index, score);
    }
    for (index, label) in rules.labels.iter().enumerate() {
        walk.witness = Witness::Label(index);
        walk.add(format!("label of kind {}", label.kind.0));
        walk.expr(&label.value);
    }
    for (index, segment) in rules.segments.iter().enumerate() {
        walk.witness = Witness::Segment(index);
        walk.add(format!("segment of kind {}", segment.kind.0));
        walk.cond(&segment.when);
    }
    for (index, exclude) in rules.excludes.iter().enumerate() {
        walk.witness = Witness::Excluded(index);
        walk.add("exclude".to_owned());
        walk.cond(&exclude.when);
    }
    walk.found
}

struct Walk<'a> {
    rules: &'a TypedRules,
    found: BTreeSet<(String, Witness)>,
    witness: Witness,
}

impl<'a> Walk<'a> {
    fn add(&mut self, name: impl Into<String>) {
        self.found.insert((name.into(), self.witness));
    }

    fn add_entry(&mut self, name: impl Into<String>, owner: OwnerId, kind: EntryKind) {
        self.found.insert((name.into(), Witness::Entry(owner.0, kind)));
    }

    /// What every activity has, as a key.
    fn key(&mut self, what: &str, key: Option<ActivityKey>) {
        match key {
            Some(ActivityKey::Type) => self.add(format!("{what} type")),
            Some(ActivityKey::At) => self.add(format!("{what} at")),
            Some(ActivityKey::Id) => self.add(format!("{what} id")),
            Some(ActivityKey::Day) => self.add(format!("{what} day")),
            Some(ActivityKey::Week) => self.add(format!("{what} week")),
            Some(ActivityKey::Field(_)) | None => {}
        }
    }

    fn score(&mut self, index: usize, score: &'a Score) {
        let owner = score.body.owner;
        self.witness = Witness::Owner(owner.0);
        if score.range.0.is_some() {
            self.add_entry("range low", owner, EntryKind::Range);
        }
        if score.range.1.is_some() {
            self.add_entry("range high", owner, EntryKind::Range);
        }
        self.add_entry("round", owner, EntryKind::Rounding);
        for over in &score.overrides {
            self.witness = Witness::Entry(owner.0, EntryKind::Override);
            self.add("override");
            self.expr(&over.to);
            self.cond(&over.when);
        }
        for (tier, band) in score.tiers.iter().enumerate() {
            self.witness = Witness::Tier(index, tier);
            self.add(match band.test {
                TierTest::AtLeast(_) => "tier at least",
                TierTest::Above(_) => "tier above",
                TierTest::TopPercent(_) => "tier top percent",
                TierTest::Top(_) => "tier top",
                TierTest::OnlyWhen => "tier only when",
                TierTest::Otherwise => "tier otherwise",
            });
        }
        for over in &score.tier_overrides {
            self.witness = Witness::Tier(index, over.tier.0 as usize);
            self.add("tier override");
            self.cond(&over.when);
        }
        self.witness = Witness::Owner(owner.0);
        self.add(format!("score of kind {}", score.kind.0));
        self.block(&score.body);
    }

    fn block(&mut self, block: &'a Block) {
        let owner = block.owner;
        if block.up_to.is_some() {
            self.add_entry("group up to", owner, EntryKind::Cap);
        }
        if block.down_to.is_some() {
            self.add_entry("group down to", owner, EntryKind::Cap);
        }
        if let Some(total) = &block.decay {
            self.witness = Witness::Entry(owner.0, EntryKind::Decay);
            self.add("total decay");
            self.decay(owner, &total.decay, "total ");
        }
        for factor in &block.factors {
            self.witness = Witness::Entry(factor.owner.0, EntryKind::Factor);
            self.add("times");
            self.expr(&factor.by);
            if let Some(when) = &factor.when {
                self.add("times when");
                self.cond(when);
            }
        }
        if let Some(when) = &block.when {
            // A group that holds shows itself by its first rule.
            if let Some(Item::Rule(rule)) = block.items.first() {
                self.witness = Witness::Owner(rule.owner.0);
                self.add("group when");
                self.cond(when);
            }
        }
        for item in &block.items {
            match item {
                Item::Rule(rule) => self.rule(rule),
                Item::Group(group) => self.block(group),
            }
        }
    }

    fn rule(&mut self, rule: &'a Rule) {
        self.witness = Witness::Owner(rule.owner.0);
        match &rule.head {
            Head::Each(phrase) => {
                self.add("rule on activities");
                self.phrase(phrase);
            }
            Head::When(cond) => {
                self.add("rule on a condition");
                self.cond(cond);
            }
        }
        match &rule.award {
            Award::Same(expr) => self.expr(expr),
            Award::FirstRest { first, rest, per, .. } => {
                self.key("first/rest per", *per);
                self.add(if per.is_some() { "first/rest per" } else { "first/rest" });
                self.expr(first);
                self.expr(rest);
            }
        }
        if let Some(decay) = &rule.decay {
            self.witness = Witness::Entry(rule.owner.0, EntryKind::Decay);
            self.decay(rule.owner, decay, "");
        }
        self.limits(rule);
    }

    fn limits(&mut self, rule: &'a Rule) {
        let Limits { per_field, per_day, times, points_per_field, points_per_day, up_to, down_to } = &rule.limits;
        let all = [
            ("at most per field", per_field.is_some(), EntryKind::Limit),
            ("at most per day", per_day.is_some(), EntryKind::Limit),
            ("at most times", times.is_some(), EntryKind::Limit),
            ("up to per field", points_per_field.is_some(), EntryKind::Cap),
            ("up to per day", points_per_day.is_some(), EntryKind::Cap),
            ("up to", up_to.is_some(), EntryKind::Cap),
            ("down to", down_to.is_some(), EntryKind::Cap),
        ];
        for (name, key, kind) in [
            ("at most per", per_field.map(|(key, _)| key), EntryKind::Limit),
            ("up to per", points_per_field.map(|(key, _)| key), EntryKind::Cap),
        ] {
            self.witness = Witness::Entry(rule.owner.0, kind);
            self.key(name, key);
        }
        for (name, is_there, kind) in all {
            if is_there {
                self.add_entry(name, rule.owner, kind);
            }
        }
    }

    fn decay(&mut self, owner: OwnerId, decay: &'a Decay, of: &str) {
        let curve = match decay.curve {
            Curve::HalfLife(_) => "half-life",
            Curve::Linear(_) => "linear",
            Curve::PercentSteps { .. } => "percent steps",
            Curve::PercentSmooth { .. } => "percent smooth",
            Curve::PercentCompound { .. } => "percent compound",
            Curve::Points { .. } => "points",
        };
        self.add_entry(format!("{of}decay {curve}"), owner, EntryKind::Decay);
        if decay.grace > 0 {
            self.add_entry("decay after", owner, EntryKind::Decay);
        }
        match &decay.clock {
            Clock::Activity => self.add_entry("clock of the activity", owner, EntryKind::Decay),
            Clock::Without(phrase) => {
                self.add_entry("clock without", owner, EntryKind::Decay);
                self.phrase(phrase);
            }
            Clock::Newest(_) => self.add_entry("clock of a condition", owner, EntryKind::Decay),
        }
    }

    fn phrase(&mut self, phrase: &'a Phrase) {
        if phrase.sources.len() > 1 {
            self.add("several sources");
        }
        for source in &phrase.sources {
            self.source(source);
        }
        if let Some(filter) = &phrase.filter {
            self.add("where");
            self.cond(filter);
        }
        for window in &phrase.windows {
            match window {
                Window::Ago { to_us: 0, .. } => self.add("in last"),
                Window::Ago { .. } => self.add("in A..B ago"),
                Window::Since(expr) => {
                    self.add("since");
                    self.expr(expr);
                }
                Window::Before(expr) => {
                    self.add("before");
                    self.expr(expr);
                }
            }
        }
        if let Some(order) = &phrase.order {
            self.order(order);
        }
    }

    fn source(&mut self, source: &'a Source) {
        match source {
            Source::Type(_) => self.add("a type"),
            Source::Every => self.add("activity"),
            Source::Phrase(phrase) => {
                self.add("a phrase as source");
                self.phrase(phrase);
            }
            Source::Pick(pick) => {
                self.add(match pick.end {
                    End::Latest => "latest N of",
                    End::Earliest => "earliest N of",
                });
                if pick.per.is_some() {
                    self.add("latest N of per");
                }
                self.key("latest N of per", pick.per);
                pick.of.iter().for_each(|source| self.source(source));
            }
        }
    }

    fn order(&mut self, order: &'a Order) {
        let (name, relation) = match order {
            Order::WithinAfter(relation) => ("within after", relation),
            Order::FollowedBy(relation) => ("followed by", relation),
            Order::NotFollowedBy(relation) => ("not followed by", relation),
            Order::AfterWithout(relation) => ("after without", relation),
        };
        self.add(name);
        if relation.same.is_some() {
            self.add("same");
        }
        self.key("same", relation.same);
        self.phrase(&relation.other);
    }

    fn score_ref(&mut self, score: &'a ScoreRef, what: &str) {
        self.add(what);
        if score.ago_us > 0 {
            self.add(format!("{what} at"));
        }
        if !score.links.is_empty() {
            self.add(format!("{what} over links"));
        }
        if let Some(phrase) = &score.over {
            self.add(format!("{what} over"));
            self.phrase(phrase);
        }
    }

    fn links(&mut self, links: &[LinkId]) {
        self.add(if links.len() > 1 { "several links" } else { "a link" });
        // All kinds have few links, so the first's kind tells enough: the ids are those of the contact or nothing.
        for kind in &self.rules.kinds {
            for link in links.iter().filter_map(|link| kind.links.get(link.0 as usize)) {
                let name = match link.via {
                    Via::Key(_) => "link by key",
                    Via::Back(_) => "link back",
                    Via::Everyone => "everyone",
                };
                self.found.insert((name.to_owned(), self.witness));
            }
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Const(_) => self.add("constant"),
            ExprKind::Field(path) => {
                self.add(match path.root {
                    Root::Subject => "field",
                    Root::Contact => "contact.field",
                });
                if path.field == FieldTarget::Id {
                    self.add("id of a record");
                }
                if !path.links.is_empty() {
                    self.add("field over links");
                }
            }
            ExprKind::ActivityField(_) => self.add("activity field"),
            ExprKind::ActivityType => self.add("type"),
            ExprKind::ActivityAt => self.add("at"),
            ExprKind::ActivityId => self.add("id"),
            ExprKind::Score(score) => self.score_ref(score, "score"),
            ExprKind::TierName(score) => self.score_ref(score, "tier name"),
            ExprKind::Label(_) => self.add("label"),
            ExprKind::Arith(op, a, b) => {
                self.add(format!("arithmetic {op:?}"));
                self.exprs([&**a, b]);
            }
            ExprKind::Negate(x) => self.of("negate", x),
            ExprKind::Abs(x) => self.of("abs", x),
            ExprKind::Floor(x) => self.of("floor", x),
            ExprKind::Ceil(x) => self.of("ceil", x),
            ExprKind::Round(x, _) => self.of("round()", x),
            ExprKind::Shift(x, _) => {
                self.of(if expr.ty == scoreline::values::Type::Date { "shift of a date" } else { "shift of a time" }, x)
            }
            ExprKind::Least(all) => {
                self.add("min of values");
                self.exprs(all);
            }
            ExprKind::Greatest(all) => {
                self.add("max of values");
                self.exprs(all);
            }
            ExprKind::If(when, a, b) => {
                self.add("if");
                self.cond(when);
                self.exprs([&**a, b]);
            }
            ExprKind::Otherwise(a, b) => {
                self.add("otherwise");
                self.exprs([&**a, b]);
            }
            ExprKind::First(arms, last) => {
                self.add(if last.is_some() { "first with else" } else { "first without else" });
                for (when, value) in arms {
                    self.cond(when);
                    self.expr(value);
                }
                last.iter().for_each(|last| self.expr(last));
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate),
            ExprKind::Linked(linked) => self.linked(linked),
            ExprKind::CountOf(all) => {
                self.add("count of");
                all.iter().for_each(|cond| self.cond(cond));
            }
            ExprKind::Elapsed(elapsed) => self.elapsed(elapsed),
            ExprKind::After { text, first, .. } => self.of(if *first { "after first" } else { "after" }, text),
            ExprKind::Template(parts) => {
                self.add("template");
                for part in parts {
                    if let TemplatePart::Value(value) = part {
                        self.add(format!("template of {}", kind_of(&value.ty)));
                        self.expr(value);
                    }
                }
            }
            ExprKind::Lookup(_, keys) => {
                self.add("table");
                self.exprs(keys);
            }
            ExprKind::Extreme { highest, score, .. } => {
                self.score_ref(score, if *highest { "highest" } else { "lowest" });
            }
        }
    }

    fn exprs(&mut self, all: impl IntoIterator<Item = &'a Expr>) {
        all.into_iter().for_each(|expr| self.expr(expr));
    }

    fn of(&mut self, name: &str, inner: &'a Expr) {
        self.add(name);
        self.expr(inner);
    }

    fn elapsed(&mut self, elapsed: &'a Elapsed) {
        let word = if elapsed.until { "until" } else { "since" };
        match &elapsed.from {
            ElapsedFrom::Last(phrase) => {
                self.add("since last");
                self.phrase(phrase);
            }
            ElapsedFrom::First(phrase) => {
                self.add("since first");
                self.phrase(phrase);
            }
            ElapsedFrom::Value(expr) => self.of(&format!("{word} a {}", kind_of(&expr.ty)), expr),
        }
    }

    fn aggregate(&mut self, aggregate: &'a Aggregate) {
        self.add(format!("{} of activities", aggregate_name(aggregate.of)));
        match aggregate.stretch {
            Some(Stretch::Sliding { .. }) => self.add(format!("{} in any span", aggregate_name(aggregate.of))),
            Some(Stretch::Same(key)) => {
                self.add(format!("{} in any field", aggregate_name(aggregate.of)));
                self.key("in any", Some(key));
            }
            None => {}
        }
        self.phrase(&aggregate.phrase);
        aggregate.value.iter().for_each(|value| self.expr(value));
    }

    fn linked(&mut self, linked: &'a Linked) {
        self.add(format!("{} of links", aggregate_name(linked.of)));
        match linked.value.as_ref().map(|value| &value.kind) {
            Some(ExprKind::Score(score)) if score.ago_us > 0 => self.add("of links at"),
            Some(ExprKind::Score(score)) if score.over.is_some() => self.add("of links over"),
            Some(ExprKind::First(arms, None)) if matches!(arms[0].0.kind, CondKind::Tier { .. }) => {
                self.add(format!("{} of tiers of links", aggregate_name(linked.of)));
            }
            _ => {}
        }
        self.links(&linked.links);
        linked.filter.iter().for_each(|filter| self.cond(filter));
        linked.value.iter().for_each(|value| self.expr(value));
    }

    fn cond(&mut self, cond: &'a Cond) {
        let not = |negated: bool| if negated { "not " } else { "" };
        match &cond.kind {
            CondKind::Always => self.add("always"),
            CondKind::Compare { op, left, right, compare_as } => {
                self.add(format!("{op:?} as {}", kind_of(compare_as)));
                self.exprs([left, right]);
            }
            CondKind::InList { subject, negated, .. } => {
                self.of(&format!("{}in list of {}", not(*negated), kind_of(&subject.ty)), subject);
            }
            CondKind::InRange { subject, negated, high_open, .. } => {
                self.of(&format!("{}in range{}", not(*negated), if *high_open { " open" } else { "" }), subject);
            }
            CondKind::Missing { subject, negated } => {
                self.of(if *negated { "is known" } else { "is missing" }, subject)
            }
            CondKind::YesNo { subject, yes } => self.of(if *yes { "is yes" } else { "is no" }, subject),
            CondKind::Text { op, subject, exact, .. } => {
                self.of(&format!("{op:?}{}", if *exact { " exactly" } else { "" }), subject);
            }
            CondKind::TextValue { op, subject, other, .. } => {
                self.add(format!("{op:?} of a value"));
                self.exprs([subject, other]);
            }
            CondKind::Matches { subject, exact, .. } => {
                self.of(if *exact { "matches exactly" } else { "matches" }, subject);
            }
            CondKind::And(all) => self.several("and", all),
            CondKind::Or(any) => self.several("or", any),
            CondKind::Not(inner) => {
                self.add("not");
                self.cond(inner);
            }
            CondKind::AtLeast(_, all) => self.several("at least of", all),
            CondKind::Any(phrase) => {
                self.add("any");
                self.phrase(phrase);
            }
            CondKind::None(phrase) => {
                self.add("no");
                self.phrase(phrase);
            }
            CondKind::AnyLinked { links, filter, negated } => {
                self.add(format!("{}any of links", not(*negated)));
                self.links(links);
                filter.iter().for_each(|filter| self.cond(filter));
            }
            CondKind::Tier { score, op, .. } => {
                self.add(format!("tier {op:?}"));
                self.score_ref(score, "tier");
            }
            CondKind::Segment(_) => self.add("segment"),
            CondKind::Excluded => self.add("excluded"),
        }
    }

    fn several(&mut self, name: &str, all: &'a [Cond]) {
        self.add(name);
        all.iter().for_each(|cond| self.cond(cond));
    }
}

fn kind_of(ty: &scoreline::values::Type) -> &'static str {
    use scoreline::values::Type;
    match ty {
        Type::Text => "text",
        Type::ExactText => "exact text",
        Type::Number | Type::WholeNumber => "number",
        Type::YesNo => "yes/no",
        Type::Time | Type::TimeOrDate => "time",
        Type::Date => "date",
        Type::OneOf(choices) if choices.is_ordered() => "level",
        Type::OneOf(_) => "choice",
        Type::List(_) => "list",
    }
}

fn aggregate_name(of: AggregateKind) -> &'static str {
    match of {
        AggregateKind::Count => "count",
        AggregateKind::Sum => "sum",
        AggregateKind::Average => "avg",
        AggregateKind::Least => "min",
        AggregateKind::Greatest => "max",
        AggregateKind::Distinct => "distinct",
        AggregateKind::Percentile(_) => "percentile",
        AggregateKind::ActiveDays => "days",
        AggregateKind::ActiveWeeks => "weeks",
        AggregateKind::Streak { days_off: 0 } => "streak",
        AggregateKind::Streak { .. } => "streak with days off",
        AggregateKind::Latest => "latest",
        AggregateKind::Earliest => "earliest",
    }
}
