use super::*;
use crate::values::types::Choices;
use proptest::prelude::*;

fn value() -> impl Strategy<Value = Value> {
    let one = prop_oneof![
        Just(Value::Missing),
        (-3i64..3).prop_map(|micro| Value::Number(Decimal::from_micro(micro))),
        "[aAbB \u{a0}é]{0,3}".prop_map(|text| Value::text(&text)),
        any::<bool>().prop_map(Value::YesNo),
        (-3i64..3).prop_map(|us| Value::Time(Instant::from_us(us))),
        (-3i32..3).prop_map(|days| Value::Date(Date::from_days(days))),
        (0u32..3).prop_map(Value::Choice),
    ];
    one.prop_recursive(2, 8, 3, |element| prop::collection::vec(element, 0..3).prop_map(Value::list))
}

proptest! {
    #[test]
    fn ties_break_by_a_total_order(a in value(), b in value(), c in value()) {
        prop_assert_eq!(a.total_cmp(&b), b.total_cmp(&a).reverse());
        prop_assert_eq!(a.total_cmp(&b) == Ordering::Equal, a == b);
        if a <= b && b <= c {
            prop_assert!(a <= c);
        }
    }
}

#[test]
fn blank_text_and_lists_of_nothing_are_missing() {
    for text in ["", " ", "\t\r\n", "\u{a0}\u{3000}"] {
        assert_eq!(Value::text(text), Value::Missing, "{text:?}");
    }
    assert_eq!(Value::text("\u{200b}").as_text(), Some("\u{200b}"));
    assert_eq!(Value::text(" CEO ").as_text(), Some(" CEO "));
    assert_eq!(Value::list(Vec::new()), Value::Missing);
    assert_eq!(Value::list(vec![Value::Missing, Value::text("")]), Value::Missing);
    let kept = Value::list(vec![Value::Missing, Value::YesNo(true)]);
    assert_eq!(kept.elements(), [Value::YesNo(true)]);
    assert!(Value::Missing.elements().is_empty());
    assert_eq!(Value::YesNo(true).elements(), [Value::YesNo(true)]);
}

#[test]
fn missing_is_lowest_and_texts_go_by_their_bytes() {
    let ascending = [
        Value::Missing,
        Value::Number(Decimal::from_int(-1)),
        Value::Number(Decimal::ZERO),
        Value::text("B"),
        Value::text("a"),
        Value::text("é"),
        Value::text("\u{ff21}"),
        // Above every character of the basic plane, as in UTF-8 and unlike in UTF-16.
        Value::text("\u{10400}"),
        Value::YesNo(false),
    ];
    assert!(ascending.is_sorted_by(|a, b| a < b));
}

#[test]
fn groups_fold_texts_but_exact_ones() {
    let ceo = Value::text(" ΟΔΟΣ\u{a0}");
    assert_eq!(ceo.group_key(&Type::Text), Value::text("οδοσ"));
    assert_eq!(ceo.group_key(&Type::ExactText), ceo);
    let list = Value::list(vec![Value::text("A "), Value::text("b")]);
    let folded = Value::list(vec![Value::text("a"), Value::text("b")]);
    assert_eq!(list.group_key(&Type::List(Box::new(Type::Text))), folded);
    assert_eq!(list.group_key(&Type::List(Box::new(Type::ExactText))), list);
    let choices = Type::OneOf(Choices::new(["a"], false).into());
    assert_eq!(Value::Choice(0).group_key(&choices), Value::Choice(0));
}
