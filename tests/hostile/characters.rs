//! Characters of every kind in every place.

use super::attack::{Attack, attack};

pub fn attacks() -> Vec<Attack> {
    const ODD: &[&str] = &[
        "\0",
        "\u{1}",
        "\u{7}",
        "\u{8}",
        "\t",
        "\u{b}",
        "\u{c}",
        "\r",
        "\u{1b}[31m",
        "\u{7f}",
        "\u{85}",
        "\u{a0}",
        "\u{ad}",
        "\u{301}",
        "\u{61c}",
        "\u{115f}",
        "\u{180e}",
        "\u{2003}",
        "\u{200b}",
        "\u{200d}",
        "\u{200e}",
        "\u{202e}",
        "\u{2028}",
        "\u{2029}",
        "\u{2060}",
        "\u{2066}",
        "\u{2069}",
        "\u{3000}",
        "\u{3164}",
        "\u{d7ff}",
        "\u{e000}",
        "\u{fe0f}",
        "\u{feff}",
        "\u{fff9}",
        "\u{fffd}",
        "\u{ffff}",
        "\u{1d7d8}",
        "\u{1f468}\u{200d}\u{1f469}",
        "\u{e0041}",
        "\u{10ffff}",
        "аdmin",
        "Ⅷ",
        "ﬁ",
        "İ",
        "ß",
        "ſ",
        "K",
        "ǅ",
        "٣",
        "०",
        "\\u{d800}",
        "\\ud800",
        "%00",
        "“",
        "’",
        "＝",
        "⇒",
        "‐",
        "−",
        "×",
        "∞",
        "½",
        "²",
        "א",
        "ﷺ",
        "𝓍",
    ];
    let mut attacks = Vec::new();
    for odd in ODD {
        let many = odd.repeat(20);
        let texts = [
            format!("x == \"a{odd}b\" => +1 \"{odd}\" # {odd}\n"),
            format!("x{odd}y == \"a\" => +1\n"),
            format!("`x{odd}y` == \"a\" => +1\n"),
            format!("contact {{ x{odd}y: text, xy: text }}\nxz{odd} == \"a\" => +1\n"),
            format!("{odd}x{odd}=={odd}\"a\"{odd}=>{odd}+{odd}1{odd}\n{odd}\n"),
            format!("x == {odd} => +{odd}1\ndecay 9{odd}0d\n"),
            format!("score {odd} {{ x => +1\ntiers {{ {odd} >= 1, {odd} }} }}\n"),
            format!("{many}x == \"{many}\" => +1{many}\n"),
            format!("x matches /{odd}[{odd}-z]/ => +1\n"),
            format!(
                "test \"{odd}\" {{\nas of 2026-01-01\ncontact {{ id: \"{odd}\" }}\nexpect score of \"{odd}\" == 0\n}}\n"
            ),
            format!("use \"{odd}\"\ntimezone \"{odd}\"\n"),
        ];
        attacks.push(attack("odd characters", texts.concat()));
    }
    attacks.extend([
        attack("marks at the start", "\u{feff}\u{feff}x == \"a\" => +1\n"),
        attack("carriage returns alone", "x == \"a\" => +1\ry == \"b\" => +2\rdecay 90d\r"),
        attack("both line ends", "x == \"a\" => +1\r\ny == \"b\" => +2\n\rdecay 90d\r\n"),
        attack("a text over lines", "x == \"a\nb\" => +1\n"),
        attack("10,000 marks on one letter", format!("x{} == \"a\" => +1\n", "\u{301}".repeat(10_000))),
        attack("10,000 turns of direction", format!("x == \"{}\" => +1\n", "\u{202e}\u{202c}".repeat(10_000))),
    ]);
    attacks
}
