//! Rules made to break a checker: deep, long, multiplying. Each gives a finding or rules, in bounded time.

use super::{check_with, findings};
use crate::diag::Code;
use crate::typed::check::load::load;
use crate::typed::check::{NoFiles, check_program};
use std::sync::Arc;

fn codes(text: &str) -> Vec<Code> {
    let checked = check_with(text, []);
    assert_eq!(checked.rules.is_some(), !checked.diagnostics.has_errors());
    checked.diagnostics.iter().map(|finding| finding.code).collect()
}

#[test]
fn the_deepest_nesting_fits_the_stack_of_a_thread() {
    let deep = [
        format!("always => {}a{}", "abs(".repeat(99), ")".repeat(99)),
        format!("{}a > 1 => +5", "not ".repeat(99)),
        format!("always => {}", vec!["a"; 190].join(" + ")),
        format!("always => {}1{}", "if a > 1 then ".repeat(90), " else 2".repeat(90)),
        format!("{}a > 1 => +1{}", "group \"g\" { ".repeat(23), " }".repeat(23)),
    ];
    for text in deep {
        let program = Arc::new(load("rules.score", &text, &NoFiles));
        let checked = check_program(&program, &[]);
        let codes: Vec<Code> = checked.diagnostics.iter().map(|finding| finding.code).collect();
        assert!(codes.iter().all(|code| *code == Code::NameTaken), "{}", findings(&checked));
    }
}

#[test]
fn lets_that_multiply_are_one_finding() {
    let doubling: String = (1..60).map(|i| format!("let l{i} = l{} + l{}\n", i - 1, i - 1)).collect();
    assert_eq!(codes(&format!("let l0 = x\n{doubling}always => l59\n")), [Code::TooLarge]);
    let phrases: String = (1..60).map(|i| format!("let l{i} = l{} or l{} in last 9d\n", i - 1, i - 1)).collect();
    assert_eq!(codes(&format!("let l0 = a or b\n{phrases}l59 => +1\n")), [Code::TooLarge]);
}

#[test]
fn a_long_chain_of_lets_is_one_finding() {
    let chain: String = (1..1_000).map(|i| format!("let l{i} = l{} + 1\n", i - 1)).collect();
    assert_eq!(codes(&format!("let l0 = x\n{chain}always => l999\n")), [Code::TooLarge]);
    let names: String = (1..1_000).map(|i| format!("let l{i} = l{}\n", i - 1)).collect();
    assert_eq!(codes(&format!("let l0 = x\n{names}l999 => +1\n")), [Code::TooLarge]);
}

#[test]
fn a_long_chain_of_scores_is_ordered() {
    let chain: String = (1..3_000).map(|i| format!("score s{i} {{ always => s{} }}\n", i - 1)).collect();
    let checked = check_with(&format!("score s0 {{ x > 1 => +1 }}\n{chain}"), []);
    assert_eq!(findings(&checked), "");
    let order = checked.rules.expect("a chain is no circle").score_order;
    assert!(order.iter().enumerate().all(|(at, score)| at == score.0 as usize));
}

#[test]
fn looking_back_that_multiplies_is_refused() {
    let chain: String =
        (1..12).map(|i| format!("score s{i} {{ always => highest(s{} in last 999d) }}\n", i - 1)).collect();
    assert_eq!(codes(&format!("score s0 {{ x > 1 => +1 }}\n{chain}")), [Code::TooManyInstants]);
    let over: String =
        (1..20).map(|i| format!("score s{i} {{ always => s{0} over (a) + s{0} over (b) }}\n", i - 1)).collect();
    assert_eq!(codes(&format!("score s0 {{ x > 1 => +1 }}\n{over}")), [Code::TooManyInstants]);
}

#[test]
fn many_arms_stay_small_where_they_are_apart() {
    let values: String = (0..2_000).map(|i| format!("\"v{i}\" => +1\n")).collect();
    assert_eq!(codes(&format!("match x {{\n{values}else => 0\n}}\n")), []);
    let bands: String = (0..2_000).map(|i| format!("{}..{} => +1\n", i * 10, i * 10 + 9)).collect();
    assert_eq!(codes(&format!("match x {{\n{bands}else => 0\n}}\n")), []);
}

#[test]
fn thousands_of_unknown_names_are_listed() {
    let fields: String = (0..2_000).map(|i| format!("field_{i}: text\n")).collect();
    let rules: String = (0..500).map(|i| format!("feild_{i}x == \"a\" => +1\n")).collect();
    let codes = codes(&format!("contact {{\n{fields}}}\n{rules}"));
    assert_eq!(codes.len(), 500);
}

#[test]
fn a_list_of_a_hundred_thousand_lines_is_read_once() {
    let lines: String = (0..120_000).map(|i| format!("company-{i}.example\n")).collect();
    let rules: String = (0..50).map(|i| format!("domain in competitors => +{}\n", i + 1)).collect();
    let text = format!("let competitors = lines \"c.txt\"\n{rules}");
    let checked = check_with(&text, [("c.txt", lines.as_str())]);
    assert_eq!(findings(&checked), "");
    let rules = checked.rules.expect("fifty rules");
    assert_eq!((rules.lists.len(), rules.lists[0].values.len()), (1, 120_000));
}
