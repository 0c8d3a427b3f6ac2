//! The rules of the grammar in the reader's words.

use crate::syntax::grammar::Rule;

/// What a rule of the grammar stands for, as the author would write or call it; `None` for rules that say nothing
/// alone.
pub(in crate::syntax) fn words_of(expected: Rule) -> Option<String> {
    let name = format!("{expected:?}");
    if let Some(word) = name.strip_prefix("kw_") {
        return Some(word.to_owned());
    }
    let words = match expected {
        Rule::arrow => "=>",
        Rule::assign => "=",
        Rule::colon => ":",
        Rule::comma => ",",
        Rule::dots => "..",
        Rule::equal => "==",
        Rule::at_least => ">=",
        Rule::greater => ">",
        Rule::open => "(",
        Rule::close => ")",
        Rule::open_list => "[",
        Rule::close_list => "]",
        Rule::open_block => "{",
        Rule::close_block => "}",
        Rule::name | Rule::plain_name | Rule::path | Rule::member => "a name",
        Rule::text | Rule::reason => "a text in quotes",
        Rule::number | Rule::percent | Rule::amount => "a number",
        Rule::duration | Rule::decay_kind => "a length of time such as `30d`",
        Rule::date | Rule::instant => "a date such as `2026-11-01`",
        Rule::expr | Rule::subject | Rule::head => "a condition",
        Rule::value | Rule::award | Rule::payout => "points or a value",
        Rule::phrase | Rule::sources | Rule::event => "an activity",
        Rule::limit => "a limit",
        Rule::decay => "decay",
        Rule::field_type => "a type",
        Rule::EOI => "the end of the line",
        _ => return None,
    };
    Some(words.to_owned())
}
