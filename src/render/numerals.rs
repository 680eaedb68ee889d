//! Numbers of list items in letters and Roman numerals.

use crate::article::Numerals;

/// The number as the page shows it; decimal where the system has no such number.
pub(super) fn numeral(number: i64, numerals: Numerals) -> String {
    let above = u64::try_from(number).unwrap_or(0);
    let lower = match numerals {
        Numerals::Decimal => None,
        Numerals::LowerAlpha | Numerals::UpperAlpha => letters(above),
        Numerals::LowerRoman | Numerals::UpperRoman => roman(above),
    };
    let is_upper = matches!(numerals, Numerals::UpperAlpha | Numerals::UpperRoman);
    match lower {
        Some(lower) if is_upper => lower.to_ascii_uppercase(),
        Some(lower) => lower,
        None => number.to_string(),
    }
}

/// `a` to `z`, then `aa`: digits from 1 to 26.
fn letters(mut number: u64) -> Option<String> {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    (!letters.is_empty()).then(|| letters.iter().rev().collect())
}

fn roman(mut number: u64) -> Option<String> {
    const SIGNS: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_browsers_write_them() {
        for (number, numerals, expected) in [
            (7, Numerals::Decimal, "7"),
            (1, Numerals::LowerAlpha, "a"),
            (28, Numerals::UpperAlpha, "AB"),
            (0, Numerals::LowerAlpha, "0"),
            (1994, Numerals::UpperRoman, "MCMXCIV"),
            (4, Numerals::LowerRoman, "iv"),
            (5000, Numerals::LowerRoman, "5000"),
        ] {
            assert_eq!(numeral(number, numerals), expected);
        }
    }
}
