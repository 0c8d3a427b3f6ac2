//! Entries that are two, or a block, and so cannot be mended as one line.

use super::{Broken, Kind, Mended, Search};
use crate::syntax::error::SyntaxError;
use crate::syntax::file::lines::read;
use crate::syntax::from_pairs::{FromPairs, Line};
use crate::syntax::grammar::Rule;
use crate::syntax::place::Place;
use crate::syntax::scan::PieceKind;

impl Search<'_, '_> {
    /// The error of an entry that holds two, or that should be a block; nothing can be read of it.
    pub(super) fn whole<T: FromPairs>(&mut self) -> Option<Mended<T>> {
        let error = self
            .two_entries()
            .or_else(|| self.two_rules())
            .or_else(|| arms_with_colons(self.broken))
            .or_else(|| score_formula(self.broken))
            .or_else(|| tiers_in_line(self.broken))
            .or_else(|| declaration(self.broken))
            .or_else(|| nameless(self.broken))
            .or_else(|| self.colonless())?;
        Some(Mended { node: None, error })
    }

    /// `A >= 35 B >= 15`, `url: text seconds: number`, `x: 1; y: 2`: the comma between two entries is missing, or is
    /// another sign.
    fn two_entries(&mut self) -> Option<SyntaxError> {
        let broken = self.broken;
        let may_follow = matches!(
            broken.wanted,
            Rule::tier_line
                | Rule::field_line
                | Rule::given_line
                | Rule::match_line
                | Rule::first_line
                | Rule::label_line
        );
        if !may_follow || broken.pieces.len() > 64 {
            return None;
        }
        for index in 1..broken.pieces.len() {
            let sign = broken.kind(index) == Some(PieceKind::Sign)
                && matches!(broken.written(index), ";" | "." | "|" | "/" | ":");
            let second = if sign { index + 1 } else { index };
            if second >= broken.pieces.len()
                || broken.kind(second) == Some(PieceKind::Sign) && broken.wanted != Rule::match_line
            {
                continue;
            }
            let first_end = broken.range(index - 1).end;
            if !self.reads(broken.bytes.start, first_end) || !self.reads(broken.range(second).start, broken.bytes.end) {
                continue;
            }
            let gap = broken.range(index - 1).end..if sign { broken.range(index).end } else { first_end };
            let kind = match sign {
                true => Kind::WrongPart(broken.written(index).to_owned(), ",".to_owned()),
                false => Kind::MissingWord(",".to_owned()),
            };
            let at = if sign { broken.range(index) } else { broken.range(second) };
            return Some(SyntaxError::new(kind, broken.span(at)).edit(broken.span(gap), ","));
        }
        None
    }

    /// `call => +1; click => +2`: two rules on one line.
    fn two_rules(&mut self) -> Option<SyntaxError> {
        let broken = self.broken;
        if !matches!(broken.wanted, Rule::item_line | Rule::body_line | Rule::test_line) || broken.pieces.len() > 256 {
            return None;
        }
        let signs: Vec<usize> =
            (1..broken.pieces.len().saturating_sub(1)).filter(|index| broken.is_sign(*index, ";")).collect();
        let mut start = broken.bytes.start;
        for end in signs.iter().map(|index| broken.range(*index).start).chain([broken.bytes.end]) {
            if signs.is_empty() || !self.reads(start, end) {
                return None;
            }
            start = end + 1;
        }
        let error = SyntaxError::new(Kind::SemicolonBetween, broken.span(broken.range(signs[0])));
        let between = signs.iter().map(|index| broken.range(*index).start..broken.range(index + 1).start);
        Some(between.fold(error, |error, gap| error.edit(broken.span(gap), "\n")))
    }

    /// `url: "/pricing", at 2h ago`: a field without its colon, behind others.
    fn colonless(&mut self) -> Option<SyntaxError> {
        let broken = self.broken;
        if !matches!(broken.wanted, Rule::given_line | Rule::field_line) {
            return None;
        }
        let named = |index: usize| broken.kind(index) == Some(PieceKind::Word) && broken.kind(index + 1).is_some();
        let mut commas = (1..broken.pieces.len()).filter(|index| broken.is_sign(*index, ","));
        let index = commas.find(|comma| named(comma + 1) && !broken.is_sign(comma + 2, ":"))?;
        if !self.reads(broken.bytes.start, broken.range(index - 1).end) {
            return None;
        }
        let end = broken.range(index + 1).end;
        let gap = if broken.is_sign(index + 2, "=") { end..broken.range(index + 2).end } else { end..end };
        let kind = Kind::MissingWord(":".to_owned());
        Some(SyntaxError::new(kind, broken.span(broken.range(index + 1))).edit(broken.span(gap), ":"))
    }

    fn reads(&mut self, from: usize, to: usize) -> bool {
        let broken = self.broken;
        if !self.may_read() {
            return false;
        }
        let place = Place::new(broken.source, from);
        let text = broken.layout.masked(from..to);
        read::<Line>(broken.wanted, text, broken.text, &place, Vec::new())
            .is_ok_and(|reading| reading.findings.is_empty())
    }
}

/// `activity unsubscribe`, `activity form_submit ( form: text )`: a declaration has a block, be it empty.
fn declaration(broken: &Broken<'_>) -> Option<SyntaxError> {
    let first = broken.written(0);
    let word = matches!(first, "activity" | "record");
    if broken.wanted != Rule::item_line || !(word || first == "contact") {
        return None;
    }
    let header = if word { 2 } else { 1 };
    let is_name = |index: usize| matches!(broken.kind(index), Some(PieceKind::Word | PieceKind::Quoted(true)));
    if !is_name(header - 1) {
        return None;
    }
    let last = broken.pieces.len() - 1;
    if header > last {
        let end = broken.bytes.end;
        let written = broken.text[broken.bytes.clone()].to_owned();
        let kind = Kind::OtherWords { written: written.clone(), meant: format!("{written} {{ }}"), other: None };
        return Some(SyntaxError::new(kind, broken.span(broken.bytes.clone())).edit(broken.span(end..end), " { }"));
    }
    let bracketed = matches!(broken.written(header), "(" | "[") && matches!(broken.written(last), ")" | "]");
    let named = is_name(header + 1) && broken.is_sign(header + 2, ":");
    if bracketed && named {
        let kind = Kind::WrongPart(broken.written(header).to_owned(), "{".to_owned());
        let error = SyntaxError::new(kind, broken.span(broken.range(header)));
        return Some(error.edit(broken.span(broken.range(header)), "{").edit(broken.span(broken.range(last)), "}"));
    }
    if is_name(header) && broken.is_sign(header + 1, ":") {
        let (open, close) = (broken.range(header).start, broken.range(last).end);
        let error = SyntaxError::new(Kind::BlockNeverOpened, broken.span(open..open));
        return Some(error.edit(broken.span(open..open), "{ ").edit(broken.span(close..close), " }"));
    }
    None
}

/// `score "How well they match" {`: what the score is for stands where its name belongs.
fn nameless(broken: &Broken<'_>) -> Option<SyntaxError> {
    let purpose = broken.written(1).trim_matches('"');
    let fits = broken.wanted == Rule::item_header
        && broken.is_word(0, "score")
        && broken.kind(1) == Some(PieceKind::Text(true))
        && broken.pieces.len() == 2
        && purpose.split_whitespace().count() > 2;
    fits.then(|| SyntaxError::new(Kind::NamelessScore, broken.span(broken.range(1))))
}

/// `score = fit + engagement`, `score lead = ..`: a score is a block of rules.
fn score_formula(broken: &Broken<'_>) -> Option<SyntaxError> {
    let named = usize::from(broken.is_name(1));
    let fits = broken.wanted == Rule::item_line
        && broken.is_word(0, "score")
        && matches!(broken.written(1 + named), "=" | ":")
        && broken.pieces.len() > 2 + named;
    fits.then(|| {
        let value = &broken.text[broken.range(2 + named).start..broken.bytes.end];
        let name = if named == 1 { broken.written(1) } else { "lead" };
        let meant = format!("score {name} {{ always => {value} }}");
        let at = broken.span(broken.bytes.clone());
        let written = broken.text[broken.bytes.clone()].to_owned();
        SyntaxError::new(Kind::OtherWords { written, meant: meant.clone(), other: None }, at).edit(at, meant)
    })
}

/// `tiers: hot > 80, warm > 50, cold`: tiers stand in braces.
fn tiers_in_line(broken: &Broken<'_>) -> Option<SyntaxError> {
    let sign = usize::from(matches!(broken.written(1), ":" | "="));
    let lists = (1..broken.pieces.len()).any(|index| broken.is_sign(index, ","));
    let fits = matches!(broken.wanted, Rule::item_line | Rule::body_line)
        && broken.is_word(0, "tiers")
        && broken.is_name(1 + sign)
        && (lists || matches!(broken.written(2 + sign), ">=" | ">"));
    fits.then(|| {
        let (start, end) = (broken.range(0).end, broken.bytes.end);
        let first = broken.range(1 + sign).start;
        let meant = format!("tiers {{ {} }}", &broken.text[first..end]);
        let written = broken.text[broken.bytes.clone()].to_owned();
        let kind = Kind::OtherWords { written, meant, other: None };
        let error = SyntaxError::new(kind, broken.span(broken.bytes.clone()));
        error.edit(broken.span(start..first), " { ").edit(broken.span(end..end), " }")
    })
}

/// `100-499: +10, 500+: +20`: arms on one line, with the colons of other languages.
fn arms_with_colons(broken: &Broken<'_>) -> Option<SyntaxError> {
    let end = broken.pieces.len();
    let commas = broken.separators_in(0..end);
    let colons: Vec<usize> = (1..end).filter(|index| broken.is_sign(*index, ":")).collect();
    let first = broken.span(broken.range(*colons.first()?));
    if !broken.is_arm() || commas.is_empty() {
        return None;
    }
    let is_number = |index: usize| broken.kind(index) == Some(PieceKind::Number);
    let error = SyntaxError::new(Kind::ArrowSign(":".to_owned()), first);
    let error = colons.iter().fold(error, |error, index| {
        let blank = if broken.touches_next(index - 1) { " " } else { "" };
        error.edit(broken.span(broken.range(*index)), format!("{blank}=>"))
    });
    let arms = std::iter::once(0).chain(commas.iter().map(|comma| comma + 1)).filter(|arm| is_number(*arm));
    Some(arms.fold(error, |error, arm| {
        let place = |last: usize| broken.span(broken.range(arm).start..broken.range(last).end);
        match broken.written(arm + 1) {
            "+" => error.edit(place(arm + 1), format!(">= {}", broken.written(arm))),
            "-" | "to" if is_number(arm + 2) => {
                error.edit(place(arm + 2), format!("{}..{}", broken.written(arm), broken.written(arm + 2)))
            }
            _ => error,
        }
    }))
}
