use super::*;
use crate::values::types::Choices;
use crate::values::zone::Zone;
use proptest::prelude::*;

fn berlin() -> &'static Zone {
    static BERLIN: std::sync::LazyLock<Zone> = std::sync::LazyLock::new(|| Zone::load("Europe/Berlin").unwrap());
    &BERLIN
}

fn read(ty: &Type, raw: RawScalar<'_>) -> Result<Value, Misfit> {
    fit(ty, raw, berlin())
}

fn text(text: &str) -> RawScalar<'_> {
    RawScalar::Text(text)
}

fn every_type() -> Vec<Type> {
    let choices = Choices::new(["Healthcare", "1"], false);
    let scalars = [
        Type::Text,
        Type::ExactText,
        Type::Number,
        Type::WholeNumber,
        Type::YesNo,
        Type::Time,
        Type::Date,
        Type::OneOf(choices.into()),
    ];
    let lists = scalars.clone().map(|ty| Type::List(Box::new(ty)));
    scalars.into_iter().chain(lists).collect()
}

#[test]
fn null_and_blank_are_missing_in_every_type() {
    for ty in every_type() {
        for raw in [RawScalar::Null, text(""), text(" \t\u{a0}")] {
            assert_eq!(read(&ty, raw), Ok(Value::Missing), "{ty} {raw:?}");
        }
    }
}

#[test]
fn texts_are_kept_as_they_came() {
    for ty in [Type::Text, Type::ExactText] {
        assert_eq!(read(&ty, text(" CEO ")), Ok(Value::text(" CEO ")));
        assert_eq!(read(&ty, RawScalar::NumberText("1.50")), Ok(Value::text("1.50")));
        assert_eq!(read(&ty, RawScalar::Bool(true)), Ok(Value::text("true")));
    }
}

#[test]
fn numbers_are_read_from_numbers_and_their_text() {
    let five_hundred = Ok(Value::Number(Decimal::from_int(500)));
    for ty in [Type::Number, Type::WholeNumber] {
        assert_eq!(read(&ty, text("500")), five_hundred);
        assert_eq!(read(&ty, text("\u{a0}500 ")), five_hundred);
        assert_eq!(read(&ty, RawScalar::NumberText("5e2")), five_hundred);
        for bad in ["1,200", "500 €", "five", "+5", "NaN"] {
            assert_eq!(read(&ty, text(bad)), Err(Misfit::NotANumber), "{bad}");
        }
        assert_eq!(read(&ty, RawScalar::Bool(true)), Err(Misfit::NotANumber));
        assert_eq!(read(&ty, RawScalar::NumberText("1e13")), Err(Misfit::TooLarge));
    }
    assert_eq!(read(&Type::Number, text("12.5")), Ok(Value::Number(Decimal::from_micro(12_500_000))));
    assert_eq!(read(&Type::WholeNumber, text("12.5")), Err(Misfit::NotWhole));
    assert_eq!(read(&Type::WholeNumber, text("12.0")), Ok(Value::Number(Decimal::from_int(12))));
}

#[test]
fn yes_and_no_have_their_words() {
    for (raw, yes) in [
        (RawScalar::Bool(true), true),
        (RawScalar::Bool(false), false),
        (RawScalar::NumberText("1"), true),
        (RawScalar::NumberText("0.0"), false),
        (text(" YES "), true),
        (text("True"), true),
        (text("1"), true),
        (text("No"), false),
        (text("FALSE"), false),
        (text("0"), false),
    ] {
        assert_eq!(read(&Type::YesNo, raw), Ok(Value::YesNo(yes)), "{raw:?}");
    }
    for raw in
        [text("maybe"), text("ja"), text("1.0"), text("yess"), RawScalar::NumberText("2"), RawScalar::NumberText("-1")]
    {
        assert_eq!(read(&Type::YesNo, raw), Err(Misfit::NotYesNo), "{raw:?}");
    }
}

#[test]
fn times_and_dates_stand_for_each_other_in_the_zone() {
    let midnight = "2026-10-31T23:00:00Z";
    let Ok(Value::Time(at)) = read(&Type::Time, text(" 2026-11-01 ")) else { panic!("a time") };
    assert_eq!(at.to_string(), midnight);
    assert_eq!(read(&Type::Time, text(midnight)), Ok(Value::Time(at)));
    let day = Ok(Value::Date(Date::parse("2026-11-01").unwrap()));
    assert_eq!(read(&Type::Date, text("2026-11-01")), day);
    assert_eq!(read(&Type::Date, text(midnight)), day);
    for (ty, raw, why) in [
        (Type::Time, "01.11.2026", Misfit::NotATime),
        (Type::Date, "01.11.2026", Misfit::NotADate),
        (Type::Time, "2026-11-01T09:00:00", Misfit::NoOffset),
        (Type::Date, "2026-11-01T09:00:00", Misfit::NoOffset),
        (Type::Date, "2026-02-30", Misfit::NoSuchTime),
        (Type::Time, "0000-01-01", Misfit::TimeOutOfRange),
        (Type::Date, "9999-12-31T23:30:00Z", Misfit::TimeOutOfRange),
    ] {
        assert_eq!(read(&ty, text(raw)), Err(why), "{raw}");
    }
    assert_eq!(read(&Type::Time, RawScalar::NumberText("1793520000")), Err(Misfit::NotATime));
    assert_eq!(read(&Type::Date, RawScalar::Bool(true)), Err(Misfit::NotADate));
}

#[test]
fn choices_are_read_in_any_case() {
    let ty = Type::OneOf(Choices::new(["Healthcare", "1"], false).into());
    assert_eq!(read(&ty, text(" healthCARE")), Ok(Value::Choice(0)));
    assert_eq!(read(&ty, RawScalar::NumberText("1")), Ok(Value::Choice(1)));
    assert_eq!(read(&ty, text("Heathcare")), Err(Misfit::NotOneOf));
}

#[test]
fn lists_drop_what_is_missing_and_report_what_does_not_fit() {
    let mut misfits = Vec::new();
    let raws = [text("1"), RawScalar::Null, text("x"), RawScalar::NumberText("2.5"), text(" ")];
    let value = fit_list(&Type::WholeNumber, raws, berlin(), |at, why| misfits.push((at, why)));
    assert_eq!(value, Value::list(vec![Value::Number(Decimal::ONE)]));
    assert_eq!(misfits, [(2, Misfit::NotANumber), (3, Misfit::NotWhole)]);
    assert_eq!(fit_list(&Type::Text, [text(""), RawScalar::Null], berlin(), |_, _| {}), Value::Missing);
    let one = read(&Type::List(Box::new(Type::Text)), text("ai"));
    assert_eq!(one, Ok(Value::list(vec![Value::text("ai")])));
}

proptest! {
    #[test]
    fn nothing_a_source_gives_is_a_panic(given in ".{0,20}|[-0-9TZ:.e]{0,25}", which in 0usize..4, yes: bool) {
        let raw = [RawScalar::Text(&given), RawScalar::NumberText(&given), RawScalar::Bool(yes), RawScalar::Null][which];
        for ty in every_type() {
            match read(&ty, raw) {
                Ok(_) => {}
                Err(why) => prop_assert!(why.to_string().starts_with("is ") || why.to_string().starts_with("does ")),
            }
        }
    }
}
