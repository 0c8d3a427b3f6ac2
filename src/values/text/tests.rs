use super::*;

#[test]
fn folds_one_character_to_one() {
    assert_eq!(fold("ΟΔΟΣ ς STRASSE ẞ İI ı K Å"), "οδοσ σ strasse ß İi ı k å");
}
