//! Words of a text, in scripts with and without spaces.

/// Words between spaces that have a letter or digit; characters of scripts without spaces.
pub(crate) fn count(text: &str) -> usize {
    if text.is_ascii() {
        let words = text.as_bytes().split(u8::is_ascii_whitespace);
        let is_word = |word: &&[u8]| word.iter().any(u8::is_ascii_alphanumeric);
        return words.filter(is_word).count();
    }
    let (mut count, mut is_word) = (0, false);
    for c in text.chars() {
        let dense = is_dense(c);
        count += usize::from(dense);
        if dense || c.is_whitespace() {
            count += usize::from(is_word);
            is_word = false;
        } else {
            is_word = is_word || c.is_alphanumeric();
        }
    }
    count + usize::from(is_word)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_spaces_has_as_many_words_as_characters() {
        assert_eq!(count("橋が開いた。"), 5);
        assert_eq!(count("The bridge – open"), 3);
    }

    #[test]
    fn words_are_at_least_as_many_as_they_are() {
        assert!(are_at_least(5, "橋が 開いた。"));
        assert!(!are_at_least(6, "橋が 開いた。"));
        assert!(are_at_least(0, ""));
    }
}
