//! What the text of one block says by itself: counts, rates and a few words.

use std::sync::LazyLock;

/// Words kept from the start of a block; longer blocks are told apart by their numbers.
const HEAD: usize = 24;

const STOP: &str = " the of and to a in is that for it as was with be by on not he i this are or \
    his from at which but have an had they you were their one all we can her has there been if \
    more when will would who so no what up out de la que el en y los se del las un por con una su \
    para es le et les des du une est pour qui dans der die und den von zu das mit sich auf für ist \
    im dem nicht ein eine als auch di e il che è per non ";

const MONTHS: &str = " jan feb mar apr may jun jul aug sep sept oct nov dec january february march \
    april june july august september october november december ago ";

#[derive(Debug, Clone, Default)]
pub(super) struct TextStats {
    pub(super) tokens: f32,
    pub(super) chars: f32,
    word_chars: f32,
    capitals: f32,
    shouted: f32,
    digits: f32,
    marks: f32,
    pub(super) commas: f32,
    pub(super) sentences: f32,
    stop: f32,
    short: f32,
    pub(super) end: f32,
    question: bool,
    pub(super) price: bool,
    pub(super) date: bool,
    at: bool,
    copyright: bool,
    first: f32,
    separators: bool,
    /// Hashes of the first words, lower-case, digits as `0`.
    pub(super) head: Vec<u32>,
    /// Hashes of the last two words.
    pub(super) last: [u32; 2],
    /// Hash of the whole text.
    pub(super) hash: u64,
}

impl TextStats {
    pub(super) fn of(text: &str) -> Self {
        let mut stats = Self {
            hash: hash64(text.as_bytes()),
            first: first(text),
            ..Self::default()
        };
        let mut lower = String::new();
        stats.words(text, &mut lower);
        stats.punctuation(text);
        stats.end = end(text);
        stats
    }

    fn words(&mut self, text: &str, lower: &mut String) {
        for word in words(text) {
            lower.clear();
            if word.is_ascii() {
                lower.push_str(word);
                lower.make_ascii_lowercase();
            } else {
                lower.extend(word.chars().flat_map(char::to_lowercase));
            }
            self.word(word, lower);
        }
    }

    fn word(&mut self, word: &str, lower: &str) {
        let length = if word.is_ascii() {
            word.len()
        } else {
            word.chars().count()
        };
        let upper = word.starts_with(char::is_uppercase);
        self.tokens += 1.0;
        self.word_chars += length as f32;
        self.capitals += f32::from(upper);
        self.shouted += f32::from(upper && length > 1 && !word.contains(char::is_lowercase));
        self.short += f32::from(length <= 3);
        let hash = hash_word(lower);
        self.stop += f32::from(length <= 5 && STOP_HASHES.binary_search(&hash).is_ok());
        let named = || length <= 9 && MONTH_HASHES.binary_search(&hash).is_ok();
        self.date |= is_year(word) || named();
        self.copyright |= lower == "copyright";
        if self.head.len() < HEAD {
            self.head.push(hash);
        }
        self.last = [self.last[1], hash];
    }

    fn punctuation(&mut self, text: &str) {
        let mut money = false;
        let mut ended = false;
        for c in text.chars() {
            self.chars += 1.0;
            self.sentences += f32::from(ended && (c.is_whitespace()));
            ended = matches!(c, '.' | '!' | '?' | '。' | '！' | '？')
                || (ended && matches!(c, '"' | '”' | '\'' | '’' | ')' | ']'));
            match c {
                '0'..='9' => self.digits += 1.0,
                '.' | '!' | '?' | '。' | '！' | '？' => self.marks += 1.0,
                ',' | '，' | '、' | '،' | ';' => self.commas += 1.0,
                '$' | '€' | '£' | '¥' | '₹' => money = true,
                '@' => self.at = true,
                '©' => self.copyright = true,
                '|' | '•' | '·' | '›' | '»' => self.separators = true,
                _ => {}
            }
            self.question |= c == '?';
            self.sentences += f32::from(matches!(c, '。' | '！' | '？'));
        }
        self.sentences += f32::from(ended && !text.ends_with(['。', '！', '？']));
        self.price = money && self.digits > 0.0;
    }

    pub(super) fn push(&self, row: &mut Vec<f32>) {
        let tokens = self.tokens.max(1.0);
        let chars = self.chars.max(1.0);
        row.extend([
            self.tokens,
            self.chars,
            self.word_chars / tokens,
            self.capitals / tokens,
            self.shouted / tokens,
            self.digits / chars,
            self.marks,
            self.commas,
            self.sentences,
            self.stop_rate(),
            self.short / tokens,
            self.end,
            self.first,
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
        self.stop / self.tokens.max(1.0)
    }

    pub(super) fn capital_rate(&self) -> f32 {
        self.capitals / self.tokens.max(1.0)
    }
}

/// The words of the measure: letters, digits and underscores.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|w| !w.is_empty())
}

static STOP_HASHES: LazyLock<Vec<u32>> = LazyLock::new(|| hashes(STOP));
static MONTH_HASHES: LazyLock<Vec<u32>> = LazyLock::new(|| hashes(MONTHS));

fn hashes(list: &str) -> Vec<u32> {
    let mut hashes: Vec<_> = list.split_whitespace().map(hash_word).collect();
    hashes.sort_unstable();
    hashes
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|b| b.is_ascii_digit())
}

fn end(text: &str) -> f32 {
    match text.chars().next_back() {
        Some('.' | '!' | '?' | '。' | '！' | '？' | '"' | '”') if !text.ends_with("...") => {
            3.0
        }
        Some('.' | '…') => 2.0,
        Some(':') => 1.0,
        _ => 0.0,
    }
}

fn first(text: &str) -> f32 {
    match text.chars().next() {
        Some(c) if c.is_uppercase() => 3.0,
        Some(c) if c.is_ascii_digit() => 2.0,
        Some(c) if c.is_lowercase() => 1.0,
        _ => 0.0,
    }
}

/// Hash of a word with its digits taken for `0`.
pub(super) fn hash_word(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| {
        let byte = if byte.is_ascii_digit() { b'0' } else { byte };
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
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
