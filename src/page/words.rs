//! Words of a text, in scripts with and without spaces.

/// The character is a letter or digit, and a word of its own if it ends one too.
const LETTER: u8 = 1;
/// A word ends before it.
const END: u8 = 2;

/// What the characters of ASCII are, which most texts are made of.
static ASCII: [u8; 128] = {
    let mut sorts = [0; 128];
    let mut at = 0;
    while at < sorts.len() {
        let byte = at as u8;
        if byte.is_ascii_alphanumeric() {
            sorts[at] = LETTER;
        } else if byte.is_ascii_whitespace() || byte == b'\x0b' {
            sorts[at] = END;
        }
        at += 1;
    }
    sorts
};

/// Words between spaces that have a letter or digit; characters of scripts without spaces.
pub(crate) fn count(text: &str) -> usize {
    let (mut count, mut is_word) = (0, false);
    for c in text.chars() {
        let sort = ASCII.get(c as usize).copied().unwrap_or_else(|| sort(c));
        let (is_letter, ends) = (sort & LETTER != 0, sort & END != 0);
        count += usize::from(is_letter & (ends | !is_word));
        is_word = (is_word | is_letter) & !ends;
    }
    count
}

fn sort(c: char) -> u8 {
    match () {
        () if is_dense(c) => LETTER | END,
        () if c.is_whitespace() => END,
        () if c.is_alphanumeric() => LETTER,
        () => 0,
    }
}

/// Whether a text has at least so many; it is read no farther than that.
pub(crate) fn are_at_least(least: usize, text: &str) -> bool {
    let mut pieces = text.split_whitespace().map(count).scan(0, |sum, words| {
        *sum += words;
        Some(*sum)
    });
    least == 0 || pieces.any(|sum| sum >= least)
}

/// Han, Hiragana, Katakana, Thai, Lao, Khmer and Burmese.
pub(crate) fn is_dense(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}'
        | '\u{e01}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Whether a text begins with a word in lower case, however it is written.
#[inline(always)]
pub(crate) fn begins_with(text: &str, word: &str) -> bool {
    // Most texts are told by their first letter, where this is asked without a call.
    let may = match (text.as_bytes(), word.as_bytes()) {
        ([own, ..], [first, ..]) => !own.is_ascii() || own.eq_ignore_ascii_case(first),
        _ => true,
    };
    may && goes_on_with(text, word)
}

fn goes_on_with(text: &str, word: &str) -> bool {
    let mut chars = text.chars().flat_map(char::to_lowercase);
    word.chars().all(|c| chars.next() == Some(c))
}

/// The letters of a text, a bit each; other signs may count as some letter. What lacks one of a word's
/// letters lacks the word, which is told so sooner than by looking for it.
pub(crate) const fn letters(text: &str) -> u32 {
    let text = text.as_bytes();
    let (mut letters, mut at) = (0, 0);
    while at < text.len() {
        letters |= 1 << (text[at] & 31);
        at += 1;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_spaces_has_as_many_words_as_characters() {
        assert_eq!(count("橋が開いた。"), 5);
        assert_eq!(count("The bridge – open"), 3);
        assert_eq!(count("a橋b – c3\u{a0}é"), 5);
    }

    #[test]
    fn words_are_at_least_as_many_as_they_are() {
        assert!(are_at_least(5, "橋が 開いた。"));
        assert!(!are_at_least(6, "橋が 開いた。"));
        assert!(are_at_least(0, ""));
    }
}
