//! Hostile rules: whatever the text, the checker answers, within bounds, and what it accepts can be laid out and run.
//!
//! Every attack runs on a thread with the stack that test threads have, 2 MB. Nothing here looks at a clock: what is
//! bounded is the number of findings and the length of what is said about them, and each attack has a size at which
//! anything that grows with the square of the text would be felt.

#[path = "hostile/any_text.rs"]
mod any_text;
#[path = "hostile/attack.rs"]
mod attack;
#[path = "hostile/characters.rs"]
mod characters;
#[path = "hostile/depth.rs"]
mod depth;
#[path = "hostile/growth.rs"]
mod growth;
#[path = "hostile/number.rs"]
mod number;
#[path = "hostile/records.rs"]
mod records;
#[path = "hostile/repair.rs"]
mod repair;
#[path = "hostile/size.rs"]
mod size;
#[path = "hostile/word_soup.rs"]
mod word_soup;

use attack::withstand;

#[test]
fn megabytes() {
    withstand(size::attacks());
}

#[test]
fn great_numbers_of_rules_and_names() {
    withstand(number::attacks());
}

#[test]
fn great_numbers_of_records_in_tests() {
    withstand(records::attacks());
}

#[test]
fn entries_full_of_mistakes() {
    withstand(repair::attacks());
}

#[test]
fn depths_far_beyond_the_limit() {
    withstand(depth::beyond());
}

#[test]
fn depths_at_the_limit() {
    withstand(depth::at_the_limit());
}

#[test]
fn growth_and_circles() {
    withstand(growth::attacks());
}

#[test]
fn numbers_at_the_edges() {
    withstand(number::edges());
}

#[test]
fn odd_characters() {
    withstand(characters::attacks());
}
