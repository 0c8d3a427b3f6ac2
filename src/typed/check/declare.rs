//! What the files declare, before any rule is looked at: names, kinds, links, activities, params, lists, zone.

use super::super::{KindId, LabelId, ScoreId, SegmentId};
use super::ParamSetting;
use super::activities::Activities;
use super::constant;
use super::data::{self, Data};
use super::finding::{a_noun, quoted};
use super::kinds::Kinds;
use super::load::Program;
use super::names::{Head, LetId, Names, ParamHead, ParamId, ScoreHead, Thing};
use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::{SourceId, SourceMap, Span};
use crate::syntax::{Lost, ast};
use crate::values::{Value, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the score that rules outside any score belong to.
pub(super) const UNNAMED_SCORE: &str = "score";

/// All declarations of a program.
pub(super) struct Declared<'a> {
    pub zone: Zone,
    pub kinds: Kinds,
    pub activities: Activities,
    pub names: Names<'a>,
    pub data: Data,
    /// Names whose declaration could not be read or was reported: nothing reports them as unknown.
    pub lost_names: BTreeSet<String>,
    pub findings: Diagnostics,
}

/// Gathers the declarations; settings of params that come from outside get a text of their own in `sources`.
pub(super) fn declare<'a>(
    program: &'a Program,
    params: &[(&str, ParamSetting<'_>)],
    sources: &mut SourceMap,
) -> Declared<'a> {
    let mut findings = Diagnostics::new();
    let zone = zone(program, &mut findings);
    let mut kinds = Kinds::new();
    let mut activities = Activities::default();
    records(program, &mut kinds, &mut activities, &mut findings);
    let mut names = Names::default();
    activities.take_names(&mut names, &mut findings);
    items(program, &mut names, &mut kinds, &mut findings);
    kinds.check_against(&names, &mut findings);
    let lost_params = set_params(program, &mut names, &mut findings);
    set_params_from_outside(params, &mut names, &zone, sources, &mut findings);
    let data = data::read(program, &names, &mut findings);
    let mut lost_names = program.lost.names.clone();
    lost_names.extend(kinds.lost.iter().chain(&activities.lost).cloned());
    lost_names.extend(lost_params);
    Declared { zone, kinds, activities, names, data, lost_names, findings }
}

fn records(program: &Program, kinds: &mut Kinds, activities: &mut Activities, findings: &mut Diagnostics) {
    let decls = || {
        program.files.iter().flat_map(|file| file.items.nodes()).filter_map(|item| match item {
            ast::Item::Record(decl) => Some(decl),
            _ => None,
        })
    };
    for decl in decls() {
        match decl.form {
            ast::RecordForm::Activity => activities.declare(decl, findings),
            ast::RecordForm::Record | ast::RecordForm::Bare => kinds.declare(decl, findings),
        }
    }
    for decl in decls().filter(|decl| decl.form != ast::RecordForm::Activity) {
        kinds.declare_links(decl, findings);
    }
    kinds.add_ways_back(findings);
}

/// The named items in file order. Used files stand first.
fn items<'a>(program: &'a Program, names: &mut Names<'a>, kinds: &mut Kinds, findings: &mut Diagnostics) {
    let mut unnamed: Option<usize> = None;
    for item in program.files.iter().flat_map(|file| file.items.nodes()) {
        match item {
            ast::Item::Let(node) => take_let(node, names, findings),
            ast::Item::Param(node) => take_param(node, names, findings),
            ast::Item::Score(node) => take_score(node, &program.lost, names, kinds, findings),
            ast::Item::Label(node) => take_label(node, names, kinds, findings),
            ast::Item::Segment(node) => take_segment(node, names, kinds, findings),
            ast::Item::Bare(body) => {
                let index = *unnamed.get_or_insert_with(|| take_unnamed(body, names, findings));
                names.scores[index].items.push(body);
            }
            _ => {}
        }
    }
    for score in &mut names.scores {
        score.tiers = score.items.iter().flat_map(|item| tiers_of(item)).collect();
    }
}

fn take_let<'a>(node: &'a ast::Let, names: &mut Names<'a>, findings: &mut Diagnostics) {
    let id = LetId(names.lets.len() as u32);
    names.lets.push(node);
    if let ast::LetValue::Expr(value) = &node.value
        && matches!(&*value.kind, ast::ExprKind::Duration(_))
    {
        findings.push(constant::named_duration(value.span));
    }
    names.take(&node.name.node, node.name.span, Thing::Let(id), findings);
}

fn take_param<'a>(node: &'a ast::Param, names: &mut Names<'a>, findings: &mut Diagnostics) {
    let Some((value, ty)) = constant::literal(&node.value, findings) else {
        // A name whose value is broken: what uses it would only repeat the mistake.
        names.take(&node.name.node, node.name.span, Thing::Param(ParamId(u32::MAX)), findings);
        return;
    };
    let id = ParamId(names.params.len() as u32);
    names.params.push(ParamHead { name: node.name.node.clone(), value, ty, span: node.span });
    names.take(&node.name.node, node.name.span, Thing::Param(id), findings);
}

fn take_score<'a>(
    node: &'a ast::Score,
    lost: &Lost,
    names: &mut Names<'a>,
    kinds: &mut Kinds,
    findings: &mut Diagnostics,
) {
    let id = ScoreId(names.scores.len() as u32);
    names.scores.push(ScoreHead {
        name: node.name.node.clone(),
        kind: kinds.named(node.of.as_ref(), findings),
        purpose: node.purpose.as_ref().map(|purpose| purpose.node.clone()),
        items: node.body.nodes().collect(),
        tiers: Vec::new(),
        incomplete: lost.incomplete.contains(&node.span),
        span: header(node.span, node.body.span),
    });
    names.take(&node.name.node, node.name.span, Thing::Score(id), findings);
}

fn take_unnamed<'a>(first: &'a ast::BodyItem, names: &mut Names<'a>, findings: &mut Diagnostics) -> usize {
    let index = names.scores.len();
    let span = body_item_span(first);
    names.scores.push(ScoreHead {
        name: UNNAMED_SCORE.to_owned(),
        kind: KindId(0),
        purpose: None,
        items: Vec::new(),
        tiers: Vec::new(),
        incomplete: false,
        span,
    });
    names.take(UNNAMED_SCORE, span, Thing::Score(ScoreId(index as u32)), findings);
    index
}

fn take_label<'a>(node: &'a ast::Label, names: &mut Names<'a>, kinds: &mut Kinds, findings: &mut Diagnostics) {
    let id = LabelId(names.labels.len() as u32);
    names.labels.push(Head { node, kind: kinds.named(node.of.as_ref(), findings) });
    names.take(&node.name.node, node.name.span, Thing::Label(id), findings);
}

fn take_segment<'a>(node: &'a ast::Segment, names: &mut Names<'a>, kinds: &mut Kinds, findings: &mut Diagnostics) {
    let id = SegmentId(names.segments.len() as u32);
    names.segments.push(Head { node, kind: kinds.named(node.of.as_ref(), findings) });
    names.take(&node.name.node, node.name.span, Thing::Segment(id), findings);
}

/// What stands before the `{` of a block.
pub(super) fn header(all: Span, body: Span) -> Span {
    Span::new(all.source, all.start, body.start.max(all.start))
}

fn tiers_of(item: &ast::BodyItem) -> Vec<&ast::Tier> {
    match item {
        ast::BodyItem::Setting(ast::Setting::Tiers(tiers)) => tiers.tiers.nodes().collect(),
        _ => Vec::new(),
    }
}

/// The place of a rule, group or setting.
pub(super) fn body_item_span(item: &ast::BodyItem) -> Span {
    match item {
        ast::BodyItem::Rule(rule) => rule.span,
        ast::BodyItem::Match(rules) => rules.span,
        ast::BodyItem::First(rules) => rules.span,
        ast::BodyItem::Group(group) => header(group.span, group.body.span),
        ast::BodyItem::Setting(setting) => setting_span(setting),
    }
}

/// The place of a setting.
pub(super) fn setting_span(setting: &ast::Setting) -> Span {
    match setting {
        ast::Setting::Decay(decay) => decay.span,
        ast::Setting::Window(window) => window.span,
        ast::Setting::Range(range) => range.span,
        ast::Setting::Times(times) => times.span,
        ast::Setting::Round(round) => round.span,
        ast::Setting::Tiers(tiers) => tiers.span,
        ast::Setting::TierWhen(when) => when.span,
        ast::Setting::Override(over) => over.span,
    }
}

/// The zone of the file that was asked for; if it names none, the one its used files agree on; else UTC.
fn zone(program: &Program, findings: &mut Diagnostics) -> Zone {
    let mut of_file: BTreeMap<SourceId, &ast::Timezone> = BTreeMap::new();
    for file in &program.files {
        for item in file.items.nodes() {
            let ast::Item::Timezone(node) = item else { continue };
            match of_file.get(&file.source) {
                None => {
                    of_file.insert(file.source, node);
                }
                Some(first) => findings.push(second_zone(node, first)),
            }
        }
    }
    let root = program.files.last().map(|file| file.source);
    let Some(chosen) = root.and_then(|root| of_file.get(&root)).or_else(|| of_file.values().next()) else {
        return Zone::utc();
    };
    if root.is_none_or(|root| !of_file.contains_key(&root)) {
        for other in of_file.values().filter(|other| other.zone.node != chosen.zone.node) {
            findings.push(second_zone(other, chosen));
        }
    }
    Zone::load(&chosen.zone.node).unwrap_or_else(|| {
        findings.push(unknown_zone(&chosen.zone));
        Zone::utc()
    })
}

fn second_zone(node: &ast::Timezone, first: &ast::Timezone) -> Diagnostic {
    Diagnostic::new(Code::SetTwice, node.span, "a program has one `timezone`, and this is the second")
        .also(first.span, "the first stands here")
        .help("remove one of the two, or name the zone in the file that uses the others")
}

fn unknown_zone(zone: &ast::PlainText) -> Diagnostic {
    let message = format!("there is no time zone {}", quoted(&zone.node));
    let diagnostic = Diagnostic::new(Code::UnknownZone, zone.span, message);
    match nearest(&zone.node, Zone::names()) {
        Some(near) => diagnostic.help(format!("write `\"{near}\"`")).fix(crate::diag::Fix::replace(
            format!("write `\"{near}\"`"),
            zone.span,
            format!("\"{near}\""),
            crate::diag::Applicability::Suggestion,
        )),
        None => diagnostic.help("write the name of the IANA database, such as `\"Europe/Berlin\"`"),
    }
}

/// `set` lines in file order, so that a file wins over those it uses.
///
/// Names of params that do not exist are lost: what uses them would only repeat it.
fn set_params(program: &Program, names: &mut Names<'_>, findings: &mut Diagnostics) -> Vec<String> {
    let mut lost_names = Vec::new();
    for file in &program.files {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for item in file.items.nodes() {
            let ast::Item::Set(node) = item else { continue };
            if let Some(first) = seen.insert(&node.name.node, node.span) {
                let message = format!("this file has set {} already", quoted(&node.name.node));
                findings.push(
                    Diagnostic::new(Code::SetTwice, node.span, message)
                        .also(first, "the first stands here")
                        .help("remove one of the two"),
                );
                continue;
            }
            match set_value(node, names, findings) {
                Some((index, value)) => names.params[index].value = value,
                None => lost_names.push(node.name.node.clone()),
            }
        }
    }
    lost_names
}

/// The param that a `set` names and the value it gets; also used for the `set` lines of tests.
pub(super) fn set_value(node: &ast::Set, names: &Names<'_>, findings: &mut Diagnostics) -> Option<(usize, Value)> {
    let index = param_index(&node.name.node, node.name.span, names, findings)?;
    let param = names.params.get(index)?;
    let (value, ty) = constant::literal(&node.value, findings)?;
    if std::mem::discriminant(&ty) == std::mem::discriminant(&param.ty)
        && ty.element().is_text() == param.ty.element().is_text()
    {
        return Some((index, value));
    }
    let message = format!("{} is {}, and this is {}", quoted(&param.name), a_noun(&param.ty), a_noun(&ty));
    findings.push(
        Diagnostic::new(Code::ParamValue, node.value.span, message)
            .also(param.span, "declared here")
            .help(format!("write {}", a_noun(&param.ty))),
    );
    None
}

fn param_index(name: &str, span: Span, names: &Names<'_>, findings: &mut Diagnostics) -> Option<usize> {
    if let Some(Thing::Param(id)) = names.get(name) {
        return Some(id.0 as usize);
    }
    let message = match names.get(name) {
        Some(thing) => format!("{} is {}, and only a param can be set", quoted(name), thing.a_noun()),
        None => format!("there is no param {}", quoted(name)),
    };
    let mut diagnostic = Diagnostic::new(Code::UnknownParam, span, message);
    match nearest(name, names.params.iter().map(|param| param.name.as_str())) {
        Some(near) => {
            diagnostic = diagnostic.help(format!("write `{near}`")).fix(crate::diag::Fix::replace(
                format!("write `{near}`"),
                span,
                near,
                crate::diag::Applicability::Suggestion,
            ));
        }
        None if names.params.is_empty() => diagnostic = diagnostic.help(format!("declare it: `param {name} = 10`")),
        None => {
            let known = super::finding::either(names.params.iter().map(|param| param.name.as_str()));
            let help = format!("the params are {known}; to name a value of this file write `let {name} = ..`");
            diagnostic = diagnostic.help(help);
        }
    }
    findings.push(diagnostic);
    None
}

/// Settings that win over all files. Their texts become a source of their own, so that findings have a place.
fn set_params_from_outside(
    params: &[(&str, ParamSetting<'_>)],
    names: &mut Names<'_>,
    zone: &Zone,
    sources: &mut SourceMap,
    findings: &mut Diagnostics,
) {
    for (name, setting) in params {
        let text = match setting {
            ParamSetting::Text(text) => format!("{name}={text}"),
            ParamSetting::Value(_) => (*name).to_owned(),
        };
        let source = sources.add("--param", text.as_str());
        let place = |from: usize, to: usize| Span::new(source, from as u32, to as u32);
        let Some(index) = param_index(name, place(0, name.len()), names, findings) else { continue };
        let Some(param) = names.params.get_mut(index) else { continue };
        let value = match setting {
            ParamSetting::Value(value) => Some(value.clone()),
            ParamSetting::Text(text) => match constant::from_outside(text, &param.ty, zone) {
                Ok(value) => Some(value),
                Err(why) => {
                    let message = format!("{} {why}, and `{name}` is {}", quoted(text), a_noun(&param.ty));
                    let at = place(name.len() + 1, name.len() + 1 + text.len());
                    findings.push(
                        Diagnostic::new(Code::ParamValue, at, message)
                            .also(param.span, "declared here")
                            .help(format!("give {}", a_noun(&param.ty))),
                    );
                    None
                }
            },
        };
        if let Some(value) = value {
            param.value = value;
        }
    }
}
