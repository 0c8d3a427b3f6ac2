use super::*;

#[test]
fn types_show_as_they_are_written() {
    let sizes = Type::OneOf(Choices::new(["junior", "senior"], true).into());
    let colours = Type::OneOf(Choices::new(["a", "the \"b\""], false).into());
    for (ty, shown, a_noun) in [
        (Type::Text, "text", "a text"),
        (Type::ExactText, "exact text", "an exact text"),
        (Type::Number, "number", "a number"),
        (Type::WholeNumber, "whole number", "a whole number"),
        (Type::YesNo, "yes/no", "a yes/no"),
        (Type::Time, "time", "a time"),
        (Type::Date, "date", "a date"),
        (sizes.clone(), "one of \"junior\" < \"senior\"", "one of \"junior\" < \"senior\""),
        (colours, "one of \"a\", \"the \\\"b\\\"\"", "one of \"a\", \"the \\\"b\\\"\""),
        (Type::List(Box::new(Type::Text)), "list of text", "a list of text"),
    ] {
        assert_eq!(ty.to_string(), shown);
        assert_eq!(ty.a_noun(), a_noun);
    }
    assert!(sizes.has_order() && Type::Date.has_order() && !Type::Text.has_order());
}

#[test]
fn choices_are_found_trimmed_and_folded() {
    let choices = Choices::new(["Healthcare", "biotech", " HEALTHCARE "], false);
    assert_eq!(choices.position("\u{a0}HealthCare "), Some(0));
    assert_eq!(choices.position("BIOTECH"), Some(1));
    assert_eq!(choices.position("Heathcare"), None);
    assert_eq!((choices.name(1), choices.name(3)), (Some("biotech"), None));
    assert_eq!(choices.names().len(), 3);
}
