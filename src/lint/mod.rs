//! Findings about rules that can be run and probably do not mean what was meant.
//!
//! In: [`Checked`] rules without errors. Out: the findings of the checker and those made here, with the levels of the project and
//! the comments beside the rules applied to both.
//!
//! A finding claims only what is certain. What conditions can come to is decided over `cells`; points over their bounds. Where a
//! finding says that something can happen, the engine has scored a contact to which it happens (`claim`); where that cannot be had,
//! nothing is said.

mod allowed;
mod cells;
mod claim;
mod contact;
mod endless;
mod holds;
mod missing;
mod points;
mod same;
mod short;
mod sites;
mod unused;
mod weights;

use crate::diag::{Code, Diagnostic, Diagnostics, Levels};
use crate::plan;
use crate::source::Span;
use crate::typed::check::Checked;
use crate::typed::{Cond, KindId, ScoreId, TypedRules};
use crate::values::Instant;
use cells::Cells;
use claim::Draft;

/// The instant from which ages in witnesses count: 2026-11-01 in UTC. No finding depends on it.
const AS_OF: Instant = Instant::from_us(1_793_491_200_000_000);

/// All findings about checked rules: those of the checker, and where the rules can be run those of the lints.
pub fn findings(checked: &Checked, levels: &Levels) -> Diagnostics {
    let mut all: Vec<Diagnostic> = checked.diagnostics.iter().cloned().collect();
    if let Some(rules) = &checked.rules {
        let found = lints(checked, rules, &all);
        all.extend(found);
        all = allowed::without_allowed(all, &checked.sources);
    }
    let mut findings: Diagnostics = all.into_iter().filter_map(|finding| levels.applied(finding)).collect();
    findings.sort();
    findings
}

/// What is certain of conditions, whatever the records hold: that one never holds (`false`), that it always does (`true`),
/// or nothing. Each is a condition of a kind of record of these rules.
pub fn decided(rules: &TypedRules, conds: &[(KindId, &Cond)]) -> Vec<Option<bool>> {
    let plan = plan::lower_with_probes(rules, conds);
    let mut cells = Cells::new(&plan, AS_OF);
    let mut decide = |node| match (cells.find(&[(node, true)]).is_never(), cells.find(&[(node, false)]).is_never()) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    };
    plan.probes.iter().map(|probe| decide(probe.when)).collect()
}

/// What each score can be at least and at most, in micros, whatever the records hold.
pub fn bounds(checked: &Checked) -> Vec<(ScoreId, i128, i128)> {
    let Some(rules) = &checked.rules else { return Vec::new() };
    let plan = plan::lower(rules);
    let mut cells = Cells::new(&plan, AS_OF);
    let mut lint = Lint { checked, rules, cells: &mut cells, known: &[], drafts: Vec::new() };
    points::look(&mut lint).into_iter().map(|(score, bounds)| (score, bounds.low, bounds.high)).collect()
}

/// What the lints find, in no order.
fn lints(checked: &Checked, rules: &TypedRules, known: &[Diagnostic]) -> Vec<Diagnostic> {
    let filters = sites::filters(rules);
    let sites = sites::sites(rules, &filters);
    let probes: Vec<_> = sites.iter().map(|site| (site.kind, site.probed)).collect();
    let plan = plan::lower_with_probes(rules, &probes);
    let mut cells = Cells::new(&plan, AS_OF);
    let mut lint = Lint { checked, rules, cells: &mut cells, known, drafts: Vec::new() };
    for (site, probe) in sites.iter().zip(&plan.probes) {
        if let Some(node) = site.node(&plan, probe.when) {
            holds::look(&mut lint, site, node, probe.when);
            missing::look(&mut lint, site, node, probe.when);
            short::look(&mut lint, site, node);
        }
    }
    endless::look(&mut lint);
    points::look(&mut lint);
    same::look(&mut lint);
    weights::look(&mut lint);
    unused::look(&mut lint);
    let drafts = lint.drafts;
    claim::confirmed(drafts, rules, &plan)
}

/// What lints look at, and where they put what they find.
struct Lint<'a, 'p> {
    checked: &'a Checked,
    rules: &'a TypedRules,
    cells: &'a mut Cells<'p>,
    /// What the checker found.
    known: &'a [Diagnostic],
    drafts: Vec<Draft>,
}

impl Lint<'_, '_> {
    /// A place of the rules as written, in backquotes.
    fn quoted(&self, span: Span) -> String {
        crate::diag::quoted(self.checked.sources.slice(span))
    }

    /// Whether the checker has said this of a place already.
    fn is_known(&self, code: Code, span: Span) -> bool {
        self.known.iter().any(|finding| finding.code == code && finding.primary.span == span)
    }
}
