//! The order of the folders of `src`, and what each of them may touch: imports go one way, down this list.

#[path = "layering/scan.rs"]
mod scan;

use std::path::Path;

use scan::{Module, modules};

/// Each folder and those it may import. The reference never sees the plan or the engine: it is their judge.
const LAYERS: &[(&str, &[&str])] = &[
    ("values", &[]),
    ("source", &["values"]),
    ("ledger", &["values", "source"]),
    ("records", &["values"]),
    ("diag", &["values", "source"]),
    ("syntax", &["values", "source", "diag"]),
    ("typed", &["values", "source", "diag", "syntax", "records"]),
    ("plan", &["values", "source", "diag", "typed"]),
    ("engine", &["values", "source", "ledger", "records", "plan"]),
    ("reference", &["values", "source", "ledger", "records", "typed"]),
    ("explain", &["values", "source", "diag", "ledger", "records", "typed", "plan", "engine"]),
    ("formats", &["values", "source", "diag", "ledger", "records", "typed", "plan", "explain"]),
    ("infer", &["values", "source", "diag", "syntax", "formats"]),
    ("testing", &["values", "source", "diag", "syntax", "ledger", "records", "typed", "plan", "engine", "explain"]),
    ("compare", &["values", "source", "typed"]),
    ("lint", &["values", "source", "diag", "syntax", "ledger", "records", "typed", "plan", "engine"]),
    ("impact", &["values", "source", "diag", "typed", "plan", "engine", "formats", "compare"]),
    (
        "cli",
        &[
            "values", "source", "diag", "syntax", "typed", "ledger", "records", "plan", "engine", "explain", "formats",
            "infer", "testing", "compare", "lint", "impact",
        ],
    ),
];

/// Names that reach out of the program; only `src/cli` may know them.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "io::stdin",
    "io::stdout",
    "io::stderr",
    "println",
    "eprintln",
    "eprint",
];

const FILE_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 80;

fn all() -> Vec<Module> {
    modules(Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// Whether a path has these segments in a row.
fn names(path: &[String], segments: &str) -> bool {
    let segments: Vec<_> = segments.split("::").collect();
    path.windows(segments.len()).any(|window| window == segments)
}

/// Fails with every breach at once.
fn none(breaches: Vec<String>) {
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

#[test]
fn imports_go_one_way() {
    let mut breaches = Vec::new();
    for module in all() {
        let Some(folder) = module.folder() else { continue };
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == folder) else {
            breaches.push(format!("{}: the folder has no place in the order", module.path));
            continue;
        };
        let is_folder = |name: &String| LAYERS.iter().any(|(folder, _)| folder == name);
        for import in module.imports().into_iter().filter(is_folder) {
            if import != folder && !allowed.contains(&import.as_str()) {
                breaches.push(format!("{} imports {import}", module.path));
            }
        }
    }
    breaches.dedup();
    none(breaches);
}

#[test]
fn the_order_has_no_circle() {
    for (at, (folder, allowed)) in LAYERS.iter().enumerate() {
        for import in *allowed {
            let place = LAYERS.iter().position(|(name, _)| name == import);
            assert!(place.is_some_and(|place| place < at), "{folder} may not import {import}, which is not above it");
        }
    }
}

#[test]
fn only_the_command_line_touches_the_outside() {
    let mut breaches = Vec::new();
    for module in all().iter().filter(|module| module.folder().is_some_and(|folder| folder != "cli")) {
        let paths = module.paths();
        for outside in OUTSIDE.iter().filter(|outside| paths.iter().any(|path| names(path, outside))) {
            breaches.push(format!("{} names {outside}", module.path));
        }
    }
    none(breaches);
}

#[test]
fn foreign_crates_stay_behind_one_file() {
    // A crate, what of it is meant, and the beginning of the paths that may name it.
    let owners = [
        ("ariadne", "src/diag/text"),
        ("strsim", "src/diag/suggest"),
        ("pest::iterators", "src/syntax/from_pairs"),
        ("clap", "src/cli/"),
        ("jiter", "src/formats/json/walk"),
        ("toml", "src/formats/project"),
        ("flate2", "src/formats/unpack"),
        ("ruzstd", "src/formats/unpack"),
    ];
    let mut breaches = Vec::new();
    for module in all() {
        for (foreign, owner) in owners {
            if module.paths().iter().any(|path| names(path, foreign)) && !module.path.starts_with(owner) {
                breaches.push(format!("{} names {foreign}, which belongs to {owner}", module.path));
            }
        }
    }
    none(breaches);
}

#[test]
fn files_and_functions_stay_small() {
    let mut breaches = Vec::new();
    for module in all() {
        if module.n_lines > FILE_LINES_MAX {
            breaches.push(format!("{} has {} lines, more than {FILE_LINES_MAX}", module.path, module.n_lines));
        }
        for function in module.functions().iter().filter(|function| function.n_lines > FUNCTION_LINES_MAX) {
            let (name, n) = (&function.name, function.n_lines);
            breaches.push(format!("{}: `{name}` has {n} lines, more than {FUNCTION_LINES_MAX}", module.path));
        }
    }
    none(breaches);
}

#[test]
fn no_folder_of_odds_and_ends() {
    let odd = ["utils", "util", "helpers", "helper", "misc", "common", "manager"];
    let is_odd = |module: &Module| module.path.trim_end_matches(".rs").split('/').any(|part| odd.contains(&part));
    none(all().into_iter().filter(is_odd).map(|module| module.path).collect());
}
