//! Whole entries: items without a block, and headers of blocks.

use pest::iterators::Pair;

use super::phrase::Subject;
use super::record::CaseCells;
use super::{Children, Read, Reader};
use crate::syntax::ast::{
    Assert, BodyItem, Exclude, Expr, FieldDecl, FieldValue, FirstArm, Ignore, Item, Label, LabelValue, Let, LetValue,
    MatchArm, Name, NumberLit, Param, Payout, PlainText, RecordForm, Segment, Set, TestItem, Tier, Timezone, Use,
};
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::grammar::Rule;

/// An entry without a block of its own.
pub(in crate::syntax) enum Line {
    /// `item_line`
    Item(Item),
    /// `body_line`
    Body(BodyItem),
    /// `test_line`
    Test(TestItem),
    /// `field_line`
    Field(FieldDecl),
    /// `given_line`
    Given(FieldValue),
    /// `tier_line`
    Tier(Tier),
    /// `match_line`
    Match(MatchArm<Payout>),
    /// `first_line`
    First(FirstArm<Payout>),
    /// `label_line`
    Label(FirstArm<Expr>),
    /// `cases_line`
    Cases(CaseCells),
    /// `reason_trailer`
    Reason(PlainText),
}

/// The header of a block.
pub(in crate::syntax) enum Header {
    /// `score fit of account "what for"`
    Score { name: Name, of: Option<Name>, purpose: Option<PlainText> },
    /// `group "x" up to 40`
    Group { name: PlainText, up_to: Option<Expr>, down_to: Option<Expr>, when: Option<Expr> },
    /// `test "x"`
    Test { name: PlainText },
    /// `label x of account`
    Label { name: Name, of: Option<Name> },
    /// `tiers`
    Tiers,
    /// `ceo: match company_size`
    Match { name: Option<Name>, subject: Expr },
    /// `ceo: first`
    First { name: Option<Name> },
    /// `activity page_view`, `contact`
    Record { form: RecordForm, name: Name },
    /// `3 x email_open`, `contact`, in a test
    Given { count: Option<NumberLit>, kind: Name },
    /// `cases`
    Cases,
}

impl Reader<'_> {
    /// Any of the rules named `.._line` or `.._trailer`.
    pub(in crate::syntax) fn line(&mut self, pair: Pair<'_, Rule>) -> Read<Line> {
        let rule = pair.as_rule();
        Ok(match rule {
            Rule::field_line => Line::Field(self.field_line(pair)?),
            Rule::given_line => Line::Given(self.given_line(pair)?),
            Rule::tier_line => Line::Tier(self.tier_line(pair)?),
            Rule::match_line => Line::Match(self.match_line(pair)?),
            Rule::first_line => Line::First(self.first_line(pair)?),
            Rule::label_line => Line::Label(self.first_arm(Children::of(pair).find(Rule::first_arm))?),
            Rule::cases_line => Line::Cases(self.cases_line(pair)?),
            Rule::reason_trailer => Line::Reason(self.reason(Children::of(pair).find(Rule::reason))?),
            Rule::test_line => Line::Test(self.test_entry(Children::of(pair).next())?),
            Rule::body_line => Line::Body(self.body_entry(Children::of(pair).next())?),
            _ => {
                let entry = Children::of(pair).next();
                match self.item(entry.clone())? {
                    Some(item) => Line::Item(item),
                    None => Line::Item(Item::Bare(self.body_entry(entry)?)),
                }
            }
        })
    }

    fn body_entry(&mut self, pair: Pair<'_, Rule>) -> Read<BodyItem> {
        Ok(match pair.as_rule() {
            Rule::rule_entry => BodyItem::Rule(self.rule(pair)?),
            _ => BodyItem::Setting(self.setting(pair)?),
        })
    }

    /// An item, or `None` for what may also stand in a score.
    fn item(&mut self, pair: Pair<'_, Rule>) -> Read<Option<Item>> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        if rule == Rule::set_item {
            return Ok(Some(Item::Set(self.set(pair)?)));
        }
        let mut children = Children::of(pair);
        Ok(Some(match rule {
            Rule::use_item => Item::Use(Use { file: self.plain_text(children.find(Rule::text))?, span }),
            Rule::timezone_item => Item::Timezone(Timezone { zone: self.plain_text(children.find(Rule::text))?, span }),
            Rule::let_item => {
                let name = self.name(children.find(Rule::name));
                Item::Let(Let { name, value: self.let_value(children.find(Rule::let_value))?, span })
            }
            Rule::param_item => {
                let name = self.name(children.find(Rule::name));
                Item::Param(Param { name, value: self.value(children.find(Rule::value))?, span })
            }
            Rule::ignore_item => {
                let phrase = self.phrase(children.find(Rule::phrase))?;
                Item::Ignore(Ignore { phrase, reason: self.reason_option(&mut children)?, span })
            }
            Rule::exclude_item => {
                let when = self.expr(children.find(Rule::expr))?;
                Item::Exclude(Exclude { when, reason: self.reason_option(&mut children)?, span })
            }
            Rule::label_item => {
                let (name, of) = self.name_of_kind(&mut children);
                let value = LabelValue::Value(self.value(children.find(Rule::value))?);
                Item::Label(Label { name, of, value, span })
            }
            Rule::segment_item => {
                let (name, of) = self.name_of_kind(&mut children);
                Item::Segment(Segment { name, of, when: self.expr(children.find(Rule::expr))?, span })
            }
            Rule::assert_item => Item::Assert(Assert { condition: self.expr(children.find(Rule::expr))?, span }),
            _ => return Ok(None),
        }))
    }

    pub(super) fn set(&mut self, pair: Pair<'_, Rule>) -> Read<Set> {
        let span = self.span(&pair);
        let mut children = Children::of(pair);
        let name = self.name(children.find(Rule::name));
        Ok(Set { name, value: self.value(children.find(Rule::value))?, span })
    }

    fn let_value(&mut self, pair: Pair<'_, Rule>) -> Read<LetValue> {
        let mut children = Children::of(pair);
        let first = children.next();
        Ok(match first.as_rule() {
            Rule::kw_lines => LetValue::Lines(self.plain_text(children.find(Rule::text))?),
            Rule::kw_csv => LetValue::Csv(self.plain_text(children.find(Rule::text))?),
            _ => match self.subject(first)? {
                Subject::Names(names, span) => LetValue::Names { names, span },
                Subject::Phrase(phrase) => LetValue::Phrase(phrase),
                Subject::Elsewhere(phrase, _) => return Err(self.only_of_a_score(&phrase)),
                Subject::Expr(expr) => LetValue::Expr(expr),
            },
        })
    }

    fn name_of_kind(&self, children: &mut Children<'_>) -> (Name, Option<Name>) {
        let name = self.name(children.find(Rule::name));
        let of = children.take(Rule::of_kind).map(|of| self.name(Children::of(of).find(Rule::name)));
        (name, of)
    }

    /// Any of the rules named `.._header`.
    pub(in crate::syntax) fn header(&mut self, pair: Pair<'_, Rule>) -> Read<Header> {
        let header = Children::of(pair).next();
        let rule = header.as_rule();
        let mut children = Children::of(header);
        Ok(match rule {
            Rule::score_header => {
                let (name, of) = self.name_of_kind(&mut children);
                let purpose = match children.take(Rule::text) {
                    Some(text) => Some(self.plain_text(text)?),
                    None => None,
                };
                Header::Score { name, of, purpose }
            }
            Rule::test_header => Header::Test { name: self.plain_text(children.find(Rule::text))? },
            Rule::label_header => {
                let (name, of) = self.name_of_kind(&mut children);
                Header::Label { name, of }
            }
            Rule::group_header => self.group_header(children)?,
            Rule::tiers_header => Header::Tiers,
            Rule::match_header => {
                let name = self.rule_name(&mut children);
                Header::Match { name, subject: self.value(children.find(Rule::value))? }
            }
            Rule::first_header => Header::First { name: self.rule_name(&mut children) },
            Rule::cases_header => Header::Cases,
            Rule::given_header => {
                let count = children.take(Rule::number).map(|count| self.number(count));
                Header::Given { count, kind: self.name(children.find(Rule::name)) }
            }
            _ => {
                let form = match children.peek() {
                    Some(Rule::kw_activity) => RecordForm::Activity,
                    Some(Rule::kw_record) => RecordForm::Record,
                    _ => RecordForm::Bare,
                };
                Header::Record { form, name: self.name(children.find(Rule::name)) }
            }
        })
    }

    fn group_header(&mut self, mut children: Children<'_>) -> Read<Header> {
        let name = self.plain_text(children.find(Rule::text))?;
        let (mut up_to, mut down_to, mut when) = (None, None, None);
        for option in children.all(Rule::group_option) {
            let span = self.span(&option);
            let mut parts = Children::of(option);
            let word = parts.next();
            let twice = match word.as_rule() {
                Rule::kw_up => up_to.replace(self.signed(parts.find(Rule::amount))?).is_some(),
                Rule::kw_down => down_to.replace(self.signed(parts.find(Rule::amount))?).is_some(),
                _ => when.replace(self.expr(parts.find(Rule::expr))?).is_some(),
            };
            if twice {
                return Err(SyntaxError::new(SyntaxErrorKind::Twice(word.as_str().to_owned()), span).boxed());
            }
        }
        Ok(Header::Group { name, up_to, down_to, when })
    }
}
