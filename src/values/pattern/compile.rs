//! From our tree to an automaton.

use super::{PatternError, PatternNode};
use regex_automata::meta::{Config, Regex};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, Look, Repetition};

/// Bytes an automaton may take before it matches anything. [`PATTERN_SIZE_MAX`](super::PATTERN_SIZE_MAX) keeps every
/// pattern below; this is the second wall.
const AUTOMATON_BYTES_MAX: usize = 16 << 20;

/// Bytes of the states that are found while matching; when they are full they are found anew.
const CACHE_BYTES_MAX: usize = 2 << 20;

/// The automaton that finds the pattern anywhere in a text.
pub(super) fn compile(node: &PatternNode) -> Result<Regex, PatternError> {
    let config = Config::new()
        .which_captures(WhichCaptures::None)
        .nfa_size_limit(Some(AUTOMATON_BYTES_MAX))
        .hybrid_cache_capacity(CACHE_BYTES_MAX);
    let built = Regex::builder().configure(config).build_from_hir(&hir(node));
    built.map_err(|_| PatternError { at_byte: 0, what: "the pattern is too large".to_owned() })
}

/// As deep as the tree, which is bounded.
fn hir(node: &PatternNode) -> Hir {
    match node {
        PatternNode::Empty => Hir::empty(),
        PatternNode::Literal(c) => Hir::literal(c.encode_utf8(&mut [0; 4]).as_bytes()),
        PatternNode::Any => class(&[('\n', '\n')], true),
        PatternNode::Class { ranges, negated } => class(ranges, *negated),
        PatternNode::Start => Hir::look(Look::Start),
        PatternNode::End => Hir::look(Look::End),
        PatternNode::Repeat { node, min, max } => {
            Hir::repetition(Repetition { min: *min, max: *max, greedy: true, sub: Box::new(hir(node)) })
        }
        PatternNode::Sequence(nodes) => Hir::concat(nodes.iter().map(hir).collect()),
        PatternNode::Either(nodes) => Hir::alternation(nodes.iter().map(hir).collect()),
    }
}

fn class(ranges: &[(char, char)], negated: bool) -> Hir {
    let mut class = ClassUnicode::new(ranges.iter().map(|(first, last)| ClassUnicodeRange::new(*first, *last)));
    if negated {
        class.negate();
    }
    Hir::class(Class::Unicode(class))
}
