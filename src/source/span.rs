//! `Span`, a half-open stretch of bytes in one source, and `Spanned`, a thing together with its place.

/// One loaded text, as an index into the [`SourceMap`](super::SourceMap) that holds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u32);

/// A half-open stretch `start..end` of **bytes** in one source; empty when both are equal.
///
/// Offsets are `u32`: the parser refuses texts above 16 MiB long before they could wrap. Spans made by the parser
/// lie on character boundaries. Ordered by source, start, end, which is the order findings are shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The text it lies in.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` of `source`.
    pub fn new(source: SourceId, start: u32, end: u32) -> Self {
        debug_assert!(start <= end, "a span cannot end before it starts");
        Self { source, start, end }
    }

    /// The empty place before byte `at`.
    pub fn point(source: SourceId, at: u32) -> Self {
        Self::new(source, at, at)
    }

    /// The least span that covers both; they lie in the same source.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        debug_assert_eq!(self.source, other.source, "spans of two sources have no common span");
        Span::new(self.source, self.start.min(other.start), self.end.max(other.end))
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True for a place between two characters.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The bytes as an index range into the source's text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A thing and the text it was written as.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The thing itself.
    pub node: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a thing and its place together.
    pub fn new(node: T, span: Span) -> Self {
        Self { node, span }
    }
}
