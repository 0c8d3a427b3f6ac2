//! The tree in our own syntax.

use super::PatternNode;
use std::fmt::{self, Write};

impl fmt::Display for PatternNode {
    /// A text that [`Pattern::parse`](super::Pattern::parse) reads back as the same tree.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PatternNode::Empty => f.write_str("()"),
            PatternNode::Literal(c) => write_char(f, *c, r"\/.^$|()[]{}*+?"),
            PatternNode::Any => f.write_char('.'),
            PatternNode::Class { ranges, negated } => write_class(f, ranges, *negated),
            PatternNode::Start => f.write_char('^'),
            PatternNode::End => f.write_char('$'),
            PatternNode::Repeat { node, min, max } => {
                match **node {
                    PatternNode::Sequence(_) | PatternNode::Either(_) | PatternNode::Repeat { .. } => {
                        write!(f, "({node})")?;
                    }
                    _ => write!(f, "{node}")?,
                }
                write_count(f, *min, *max)
            }
            PatternNode::Sequence(nodes) => nodes.iter().try_for_each(|node| match node {
                PatternNode::Either(_) | PatternNode::Sequence(_) => write!(f, "({node})"),
                _ => write!(f, "{node}"),
            }),
            PatternNode::Either(nodes) => nodes.iter().enumerate().try_for_each(|(i, node)| {
                f.write_str(if i > 0 { "|" } else { "" })?;
                match node {
                    PatternNode::Either(_) => write!(f, "({node})"),
                    _ => write!(f, "{node}"),
                }
            }),
        }
    }
}

fn write_count(f: &mut fmt::Formatter<'_>, min: u32, max: Option<u32>) -> fmt::Result {
    match (min, max) {
        (0, Some(1)) => f.write_char('?'),
        (0, None) => f.write_char('*'),
        (1, None) => f.write_char('+'),
        (min, None) => write!(f, "{{{min},}}"),
        (min, Some(max)) if min == max => write!(f, "{{{min}}}"),
        (min, Some(max)) => write!(f, "{{{min},{max}}}"),
    }
}

fn write_class(f: &mut fmt::Formatter<'_>, ranges: &[(char, char)], negated: bool) -> fmt::Result {
    f.write_str(if negated { "[^" } else { "[" })?;
    for (first, last) in ranges {
        write_char(f, *first, r"\/[]^-")?;
        if first != last {
            f.write_char('-')?;
            write_char(f, *last, r"\/[]^-")?;
        }
    }
    f.write_char(']')
}

fn write_char(f: &mut fmt::Formatter<'_>, c: char, special: &str) -> fmt::Result {
    match c {
        '\n' => f.write_str(r"\n"),
        '\r' => f.write_str(r"\r"),
        '\t' => f.write_str(r"\t"),
        c if special.contains(c) => write!(f, "\\{c}"),
        c => f.write_char(c),
    }
}
