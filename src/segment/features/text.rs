//! What the text of one block says by itself: counts, rates and a few words.

use std::ops::Deref;

/// Words kept from the start of a block; longer blocks are told apart by their numbers.
const HEAD: usize = 24;

const STOP: &str = " the of and to a in is that for it as was with be by on not he i this are or \
    his from at which but have an had they you were their one all we can her has there been if \
    more when will would who so no what up out de la que el en y los se del las un por con una su \
    para es le et les des du une est pour qui dans der die und den von zu das mit sich auf für ist \
    im dem nicht ein eine als auch di e il che è per non ";

const MONTHS: &str = " jan feb mar apr may jun jul aug sep sept oct nov dec january february march \
    april june july august september october november december ago ";

/// Small, since a page has as many as blocks: counts that may end at 65,535 do.
#[derive(Debug, Clone, Default)]
pub(super) struct TextStats {
    pub(super) tokens: f32,
    pub(super) chars: f32,
    word_chars: f32,
    capitals: u16,
    shouted: u16,
    digits: u16,
    marks: u16,
    pub(super) commas: u16,
    pub(super) sentences: u16,
    stop: u16,
    short: u16,
    pub(super) end: u8,
    first: u8,
    question: bool,
    pub(super) price: bool,
    pub(super) date: bool,
    at: bool,
    copyright: bool,
    separators: bool,
    /// How many words it has in [`Texts::words`], and where they start.
    head_length: u8,
    head: u32,
    /// Hashes of the last two words.
    pub(super) last: [u32; 2],
    /// Hash of the whole text.
    pub(super) hash: u64,
}

/// The texts of all blocks.
#[derive(Debug, Default)]
pub(super) struct Texts {
    stats: Vec<TextStats>,
    /// Hashes of the first words of each, lower-case, digits as `0`.
    words: Vec<u32>,
}

impl Texts {
    pub(super) fn with_capacity(count: usize) -> Self {
        Self {
            stats: Vec::with_capacity(count),
            words: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.stats.push(TextStats::of(text, &mut self.words));
    }

    /// Leaves the first words behind once they are read.
    pub(super) fn forget_words(&mut self) {
        self.words = Vec::new();
    }

    /// Hashes of the first words of a block.
    pub(super) fn head(&self, index: usize) -> &[u32] {
        let range = self.stats.get(index).map(|stats| {
            let start = stats.head as usize;
            start..start + usize::from(stats.head_length)
        });
        range
            .and_then(|range| self.words.get(range))
            .unwrap_or_default()
    }
}

impl Deref for Texts {
    type Target = [TextStats];

    fn deref(&self) -> &[TextStats] {
        &self.stats
    }
}

impl TextStats {
    /// The first words go to `heads`.
    fn of(text: &str, heads: &mut Vec<u32>) -> Self {
        let mut stats = Self {
            hash: hash64(text.as_bytes()),
            first: first(text),
            head: u32::try_from(heads.len()).unwrap_or(u32::MAX),
            ..Self::default()
        };
        stats.read(text, heads);
        stats.end = end(text);
        stats
    }

    /// Words and punctuation in one pass.
    fn read(&mut self, text: &str, heads: &mut Vec<u32>) {
        let bytes = text.as_bytes();
        let mut signs = Signs::default();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let sign = match byte {
                b' ' => {
                    signs.space(self);
                    at += 1;
                    continue;
                }
                _ if FOLDED[usize::from(byte)] != 0 => None,
                _ if byte.is_ascii() => Some(char::from(byte)),
                _ => char_at(text, at).filter(|c| !c.is_alphanumeric()),
            };
            match sign {
                Some(sign) => {
                    signs.read(self, sign);
                    at += sign.len_utf8();
                }
                None => {
                    signs.ended = false;
                    at = self.read_word(text, at, heads);
                }
            }
        }
        self.chars = text.chars().count() as f32;
        signs.finish(self, text);
    }

    /// Reads the word that starts at a byte; returns where it ends.
    fn read_word(&mut self, text: &str, start: usize, heads: &mut Vec<u32>) -> usize {
        let mut hash = EMPTY_HASH;
        let (mut digits, mut length) = (0, 0);
        for &byte in text.as_bytes().iter().skip(start) {
            let folded = FOLDED[usize::from(byte)];
            if folded == 0 {
                break;
            }
            digits += usize::from(folded == b'0');
            hash = hash_byte(hash, folded);
            length += 1;
        }
        let end = start + length;
        if char_at(text, end).is_some_and(char::is_alphanumeric) {
            return self.read_wide_word(text, start, heads);
        }
        let word = text.get(start..end).unwrap_or_default();
        let digits = u16::try_from(digits).unwrap_or(u16::MAX);
        self.digits = self.digits.saturating_add(digits);
        let upper = word.starts_with(|c: char| c.is_ascii_uppercase());
        // Of the bytes of words only small letters are as high.
        let shouted = upper && word.bytes().all(|byte| byte < b'a');
        self.keep(hash, heads);
        self.word(word, length, hash, upper, shouted);
        end
    }

    /// As [`read_word`](Self::read_word), of a word with other letters than those of ASCII.
    fn read_wide_word(&mut self, text: &str, start: usize, heads: &mut Vec<u32>) -> usize {
        let rest = text.get(start..).unwrap_or_default();
        let word = words(rest).next().unwrap_or_default();
        let (mut hash, mut length) = (EMPTY_HASH, 0);
        for c in word.chars() {
            count(&mut self.digits, c.is_ascii_digit());
            let lower = c.to_lowercase();
            hash = lower.fold(hash, hash_char);
            length += 1;
        }
        let upper = word.starts_with(char::is_uppercase);
        let shouted = upper && !word.contains(char::is_lowercase);
        self.keep(hash, heads);
        self.word(word, length, hash, upper, shouted);
        start + word.len()
    }

    /// Keeps the hash of a word if it is one of the first.
    fn keep(&mut self, hash: u32, heads: &mut Vec<u32>) {
        if usize::from(self.head_length) < HEAD {
            heads.push(hash);
            self.head_length += 1;
        }
    }

    fn word(&mut self, word: &str, length: usize, hash: u32, upper: bool, shouted: bool) {
        self.tokens += 1.0;
        self.word_chars += length as f32;
        count(&mut self.capitals, upper);
        count(&mut self.shouted, shouted && length > 1);
        count(&mut self.short, length <= 3);
        count(&mut self.stop, length <= 5 && STOP_WORDS.has(hash));
        self.date |= is_year(word) || length <= 9 && MONTH_WORDS.has(hash);
        self.copyright |= length == 9 && word.eq_ignore_ascii_case("copyright");
        self.last = [self.last[1], hash];
    }

    pub(super) fn push(&self, row: &mut Vec<f32>) {
        let tokens = self.tokens.max(1.0);
        let chars = self.chars.max(1.0);
        row.extend([
            self.tokens,
            self.chars,
            self.word_chars / tokens,
            f32::from(self.capitals) / tokens,
            f32::from(self.shouted) / tokens,
            f32::from(self.digits) / chars,
            f32::from(self.marks),
            f32::from(self.commas),
            f32::from(self.sentences),
            self.stop_rate(),
            f32::from(self.short) / tokens,
            f32::from(self.end),
            f32::from(self.first),
        ]);
        let flags = [
            self.question,
            self.price,
            self.date,
            self.at,
            self.copyright,
            self.separators,
        ];
        row.extend(flags.map(f32::from));
    }

    pub(super) fn stop_rate(&self) -> f32 {
        f32::from(self.stop) / self.tokens.max(1.0)
    }

    pub(super) fn capital_rate(&self) -> f32 {
        f32::from(self.capitals) / self.tokens.max(1.0)
    }
}

/// The character that starts at a byte.
fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Adds one.
pub(super) fn count(number: &mut u16, is_one_more: bool) {
    *number = number.saturating_add(u16::from(is_one_more));
}

/// What the characters between words say.
#[derive(Default)]
struct Signs {
    money: bool,
    /// A sentence has ended, if a space follows.
    ended: bool,
}

impl Signs {
    fn space(&mut self, stats: &mut TextStats) {
        count(&mut stats.sentences, self.ended);
        self.ended = false;
    }

    fn read(&mut self, stats: &mut TextStats, c: char) {
        count(&mut stats.sentences, self.ended && c.is_whitespace());
        self.ended = matches!(c, '.' | '!' | '?' | '。' | '！' | '？')
            || (self.ended && matches!(c, '"' | '”' | '\'' | '’' | ')' | ']'));
        match c {
            '.' | '!' | '?' | '。' | '！' | '？' => count(&mut stats.marks, true),
            ',' | '，' | '、' | '،' | ';' => count(&mut stats.commas, true),
            '$' | '€' | '£' | '¥' | '₹' => self.money = true,
            '@' => stats.at = true,
            '©' => stats.copyright = true,
            '|' | '•' | '·' | '›' | '»' => stats.separators = true,
            _ => {}
        }
        stats.question |= c == '?';
        count(&mut stats.sentences, matches!(c, '。' | '！' | '？'));
    }

    fn finish(&self, stats: &mut TextStats, text: &str) {
        let is_left = self.ended && !text.ends_with(['。', '！', '？']);
        count(&mut stats.sentences, is_left);
        stats.price = self.money && stats.digits > 0;
    }
}

/// The words of the measure: letters, digits and underscores.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|w| !w.is_empty())
}

/// Hashes of a few words in an open hash table, which is so empty that most other words are told
/// from them by the first slot.
struct Words([u32; 1024]);

static STOP_WORDS: Words = Words::of(STOP);
static MONTH_WORDS: Words = Words::of(MONTHS);

impl Words {
    /// Of lower-case words, each between spaces.
    const fn of(list: &str) -> Self {
        let mut words = Self([0; 1024]);
        let (mut hash, mut at) = (EMPTY_HASH, 0);
        while at < list.len() {
            match list.as_bytes()[at] {
                b' ' if hash != EMPTY_HASH => {
                    words.0[words.slot(hash)] = hash;
                    hash = EMPTY_HASH;
                }
                b' ' => {}
                byte => hash = hash_byte(hash, byte),
            }
            at += 1;
        }
        words
    }

    fn has(&self, hash: u32) -> bool {
        self.0[self.slot(hash)] == hash
    }

    /// Where a hash is, or the empty slot where it would be.
    const fn slot(&self, hash: u32) -> usize {
        let mut at = hash as usize % self.0.len();
        while self.0[at] != hash && self.0[at] != 0 {
            at = (at + 1) % self.0.len();
        }
        at
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|b| b.is_ascii_digit())
}

fn end(text: &str) -> u8 {
    match text.chars().next_back() {
        Some('.' | '!' | '?' | '。' | '！' | '？' | '"' | '”') if !text.ends_with("...") => 3,
        Some('.' | '…') => 2,
        Some(':') => 1,
        _ => 0,
    }
}

fn first(text: &str) -> u8 {
    match text.chars().next() {
        Some(c) if c.is_uppercase() => 3,
        Some(c) if c.is_ascii_digit() => 2,
        Some(c) if c.is_lowercase() => 1,
        _ => 0,
    }
}

/// The bytes of words, lower-case, digits as `0`; zero for all others.
const FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte = 0;
    while byte < folded.len() {
        folded[byte] = match byte as u8 {
            b'0'..=b'9' => b'0',
            letter @ (b'a'..=b'z' | b'A'..=b'Z') => letter.to_ascii_lowercase(),
            b'_' => b'_',
            _ => 0,
        };
        byte += 1;
    }
    folded
};

/// Hash of a word with its digits taken for `0`.
pub(super) fn hash_word(word: &str) -> u32 {
    word.bytes().map(folded).fold(EMPTY_HASH, hash_byte)
}

fn hash_char(hash: u32, c: char) -> u32 {
    let mut bytes = [0; 4];
    let bytes = c.encode_utf8(&mut bytes).bytes();
    bytes.map(folded).fold(hash, hash_byte)
}

fn folded(byte: u8) -> u8 {
    if byte.is_ascii_digit() { b'0' } else { byte }
}

pub(super) const EMPTY_HASH: u32 = 0x811c_9dc5;

pub(super) const fn hash_byte(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// Hash of a text, for telling repeats.
pub(super) fn hash64(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, word: u64| {
        let mixed = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 29)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    let rest = rest.iter().map(|&byte| u64::from(byte));
    words.chain(rest).fold(bytes.len() as u64, mix)
}

/// A different hash for the same word in another role.
pub(super) fn salted(hash: u32, salt: u32) -> u32 {
    let mixed = (hash ^ salt.wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b);
    (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_of_a_list_are_told_from_others() {
        for (list, words) in [(STOP, &STOP_WORDS), (MONTHS, &MONTH_WORDS)] {
            let mut own = list.split_whitespace();
            assert!(own.all(|word| words.has(hash_word(word))));
            let others = ["bridge", "ofthe", "mayor", "x", "0000"];
            assert!(!others.iter().any(|word| words.has(hash_word(word))));
        }
    }

    #[test]
    fn words_are_the_same_whatever_letters_stand_in_them_and_beside_them() {
        let texts = [
            "On 5 May 2024 the US_Army paid $1,200.50; \"Why?\" he asked. Nobody knew!",
            "“Naïve”—a Café’s ÉCOLE, x_é1 é12_ 1é; Straße İstanbul 12³ 橋が開いた。Ωmega",
            "...",
            "",
        ];
        for text in texts {
            let mut heads = Vec::new();
            let stats = TextStats::of(text, &mut heads);
            let all: Vec<_> = words(text).collect();
            let hashes = all.iter().map(|word| hash_word(&word.to_lowercase()));
            assert_eq!(heads, hashes.take(HEAD).collect::<Vec<_>>(), "{text}");
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            let chars: usize = all.iter().map(|word| word.chars().count()).sum();
            let capitals = all.iter().filter(|w| w.starts_with(char::is_uppercase));
            assert_eq!(usize::from(stats.digits), digits, "{text}");
            assert_eq!(stats.tokens as usize, all.len(), "{text}");
            assert_eq!(stats.word_chars as usize, chars, "{text}");
            assert_eq!(usize::from(stats.capitals), capitals.count(), "{text}");
            assert_eq!(stats.chars as usize, text.chars().count(), "{text}");
        }
    }
}
