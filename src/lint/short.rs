//! `contains` on a short word, which stands inside longer words, too: `contains "cto"` finds *director*.

use super::Lint;
use super::cells::Base;
use super::claim::{Draft, Shown};
use super::contact::Contact;
use super::sites::{Role, Site, parts};
use crate::diag::{Applicability, Code, Diagnostic, Fix, quoted};
use crate::plan::{NodeId, Op};
use crate::source::Span;
use crate::typed::{Cond, CondKind, Expr, TextOp};
use crate::values::text::{fold, has_word, trim, word_form};
use crate::values::{Type, Value};

/// Words in which others hide, as they stand in titles, industries and places of work.
const LONGER: &[&str] = &[
    "director",
    "coordinator",
    "collector",
    "inspector",
    "contractor",
    "doctor",
    "sector",
    "instructor",
    "architect",
    "chairman",
    "chief",
    "retail",
    "email",
    "training",
    "maintenance",
    "airline",
    "trainer",
    "main",
    "paid",
    "third",
    "chrome",
    "through",
    "christmas",
    "three",
    "title",
    "auditor",
    "credit",
    "security",
    "university",
    "quality",
    "city",
    "unit",
    "digital",
    "capital",
    "hospital",
    "hospitality",
    "writer",
    "editor",
    "social",
    "special",
    "official",
    "financial",
    "commercial",
    "industrial",
    "leads",
    "roads",
    "president",
    "presales",
    "press",
    "product",
    "project",
    "process",
    "procurement",
    "private",
    "producer",
    "enterprise",
    "april",
    "premium",
    "cook",
    "cool",
    "coop",
    "cooperation",
    "school",
    "scooter",
    "broker",
    "workshop",
    "partner",
    "department",
    "marketing",
    "market",
    "art",
    "start",
    "smart",
    "party",
    "cart",
    "charter",
    "quarter",
    "depart",
    "international",
    "intern",
    "internal",
    "internet",
    "printer",
    "interim",
    "interior",
    "winter",
    "maintain",
    "engineer",
    "senior",
    "junior",
    "service",
    "device",
    "advice",
    "office",
    "officer",
    "vice",
    "invoice",
    "research",
    "search",
    "teacher",
    "coach",
    "technician",
    "technology",
    "biotech",
    "fintech",
    "student",
    "education",
    "representative",
    "present",
    "rental",
    "dental",
    "mental",
    "central",
    "parent",
    "current",
    "manager",
    "management",
    "agent",
    "agency",
    "image",
    "village",
    "storage",
    "language",
    "page",
    "engagement",
    "brand",
    "grandparent",
    "candidate",
    "land",
    "island",
    "england",
    "poland",
    "finance",
    "insurance",
    "performance",
    "freelance",
    "balance",
    "governance",
    "apartment",
    "healthcare",
    "career",
    "carer",
    "card",
    "car",
    "scarce",
    "software",
    "hardware",
    "warehouse",
    "steward",
    "forward",
    "awards",
    "toward",
    "operations",
    "cooperative",
    "developer",
    "development",
    "devops",
    "envelope",
    "advertising",
    "supervisor",
    "advisor",
    "visor",
    "analyst",
    "catalyst",
    "assistant",
    "associate",
    "consultant",
    "accountant",
    "account",
    "country",
    "county",
    "discount",
    "recruiter",
    "accountancy",
    "founder",
    "cofounder",
    "foundry",
    "laboratory",
    "mechanic",
    "physician",
    "pharmacist",
    "electrician",
    "magician",
    "politician",
    "musician",
    "tobacco",
    "cobalt",
    "webinar",
    "seminar",
    "lawyer",
    "sustainability",
    "stability",
    "mobility",
    "ability",
    "liability",
    "scope",
    "telescope",
    "copywriter",
    "copy",
    "epic",
    "pick",
    "topic",
    "disappear",
    "wholesale",
    "salesman",
    "salesforce",
    "avp",
    "evp",
    "svp",
    "rsvp",
    "democracy",
    "demography",
    "trial",
    "leadership",
    "plead",
    "threat",
    "christian",
    "hydro",
    "chronic",
    "shrink",
    "reception",
    "leader",
    "dealership",
    "headquarters",
    "forehead",
    "overhead",
    "kitchen",
    "logistics",
];

/// A word of so many letters may hide in others.
const LETTERS_MAX: usize = 5;

/// Looks at one condition.
pub fn look(lint: &mut Lint<'_, '_>, site: &Site<'_>, node: NodeId) {
    part(lint, site, site.cond, node);
}

fn part(lint: &mut Lint<'_, '_>, site: &Site<'_>, cond: &Cond, node: NodeId) {
    if let CondKind::Text { op: TextOp::Contains, subject, any_of, exact: false } = &cond.kind {
        let list = &lint.rules.lists[any_of.0 as usize];
        let words: Vec<&str> = list.values.iter().filter_map(Value::as_text).collect();
        let hidden: Vec<(&str, &str)> =
            words.iter().filter_map(|word| longer(word).map(|longer| (*word, longer))).collect();
        if let Some((word, longer)) = hidden.first() {
            let all = hidden.len() == words.len();
            report(lint, site, &Found { cond, node, subject, word, longer, all });
        }
        return;
    }
    for (inner, node) in parts(lint.cells.plan(), cond, node) {
        part(lint, site, inner, node);
    }
}

struct Found<'f> {
    cond: &'f Cond,
    node: NodeId,
    subject: &'f Expr,
    word: &'f str,
    longer: &'f str,
    /// Whether all that is looked for are such words.
    all: bool,
}

fn report(lint: &mut Lint<'_, '_>, site: &Site<'_>, found: &Found<'_>) {
    let message = format!("{} also finds {}", lint.quoted(found.cond.span), quoted(found.longer));
    let mut finding = Diagnostic::new(Code::ShortWord, found.cond.span, message)
        .label(format!("{} stands inside longer words", quoted(found.word)))
        .help("for whole words write `has word`");
    if let (true, Some(span)) = (found.all, operator(lint, found)) {
        finding = finding.fix(Fix::replace("write `has word`", span, "has word", Applicability::Unsafe));
    }
    let shown = if site.role == Role::Where { None } else { shown(lint, site, found) };
    lint.drafts.push(Draft::certain(finding, shown));
}

/// Where `contains` stands.
fn operator(lint: &Lint<'_, '_>, found: &Found<'_>) -> Option<Span> {
    const WORD: &str = "contains";
    let (whole, subject) = (found.cond.span, found.subject.span);
    if subject.source != whole.source || subject.end > whole.end || subject.start < whole.start {
        return None;
    }
    let text = lint.checked.sources.text(whole.source);
    let rest = text.get(subject.end as usize..whole.end as usize)?;
    let at = subject.end + u32::try_from(rest.find(WORD)?).ok()?;
    Some(Span::new(whole.source, at, at + u32::try_from(WORD.len()).ok()?))
}

fn shown(lint: &mut Lint<'_, '_>, site: &Site<'_>, found: &Found<'_>) -> Option<Shown> {
    let base = lint.cells.asked_of(found.node)?;
    let plan = lint.cells.plan();
    let Op::Field(..) = plan.node(base).op else { return None };
    let value = Value::text(found.longer);
    let value = if matches!(plan.node(base).ty, Type::List(_)) { Value::list(vec![value]) } else { value };
    let contact = Contact::with(plan, site.kind, &[(Base::Value(base), value)])?;
    Some(Shown::holding(contact, vec![(found.node, true)]))
}

/// A longer word in which a short one hides.
fn longer(word: &str) -> Option<&'static str> {
    let word = fold(trim(word)).into_owned();
    let n_letters = word.chars().count();
    if !(2..=LETTERS_MAX).contains(&n_letters) || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let form = word_form(&word);
    LONGER.iter().copied().find(|longer| longer.contains(&word) && !has_word(&word_form(longer), &form))
}
