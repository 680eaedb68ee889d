//! What can be counted in the text of one block.

use html5ever::local_name;

use crate::segment::outline::{Block, Outline, RunKind};

/// Counts over one block.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stats {
    pub(crate) words: f32,
    pub(crate) chars: f32,
    pub(crate) link_chars: f32,
    pub(crate) links: f32,
    pub(crate) capitalised: f32,
    pub(crate) upper: f32,
    pub(crate) short: f32,
    pub(crate) word_chars: f32,
    pub(crate) digits: f32,
    pub(crate) stops: f32,
    pub(crate) commas: f32,
    pub(crate) sentence_ends: f32,
    pub(crate) separators: f32,
    pub(crate) breaks: f32,
    pub(crate) inlines: f32,
    pub(crate) ends_sentence: bool,
    pub(crate) ends_colon: bool,
    pub(crate) ends_ellipsis: bool,
    pub(crate) question: bool,
    pub(crate) price: bool,
    pub(crate) year: bool,
    pub(crate) at: bool,
    pub(crate) copyright: bool,
    pub(crate) starts_lower: bool,
    pub(crate) starts_digit: bool,
}

impl Stats {
    pub(crate) fn of(outline: &Outline, block: &Block) -> Self {
        let text = outline.slice(&block.text);
        let mut stats = Self::default();
        stats.count_words(text);
        stats.count_marks(text);
        stats.count_runs(outline, block);
        let first = text.chars().next().unwrap_or(' ');
        stats.starts_lower = first.is_lowercase();
        stats.starts_digit = first.is_numeric();
        let last = text.chars().next_back().unwrap_or(' ');
        stats.ends_sentence = is_stop(last) || matches!(last, '"' | '”');
        stats.ends_colon = last == ':';
        stats.ends_ellipsis = last == '…' || text.ends_with("...");
        stats.copyright = text.contains('©') || text.contains("opyright");
        stats
    }

    fn count_words(&mut self, text: &str) {
        for word in words(text) {
            let length = word.chars().count();
            let first = word.chars().next().unwrap_or(' ');
            self.words += 1.0;
            self.word_chars += length as f32;
            self.short += f32::from(u8::from(length <= 3));
            self.capitalised += f32::from(u8::from(first.is_uppercase()));
            let upper = length > 1 && !word.contains(char::is_lowercase);
            self.upper += f32::from(u8::from(upper && first.is_alphabetic()));
            self.year |= length == 4 && (word.starts_with("19") || word.starts_with("20"));
        }
    }

    fn count_marks(&mut self, text: &str) {
        let (mut currency, mut stop) = (false, false);
        for c in text.chars() {
            self.chars += 1.0;
            self.price |= currency && c.is_ascii_digit();
            currency = matches!(c, '$' | '€' | '£' | '¥' | '₹') || (currency && c == ' ');
            self.sentence_ends += f32::from(u8::from(stop && c.is_whitespace()));
            stop = is_stop(c) || (stop && matches!(c, '"' | '”' | '\'' | ')'));
            self.stops += f32::from(u8::from(is_stop(c)));
            match c {
                '0'..='9' => self.digits += 1.0,
                ',' | '，' | '、' | '،' | ';' => self.commas += 1.0,
                '|' | '•' | '·' | '›' | '»' => self.separators += 1.0,
                '@' => self.at = true,
                '?' | '？' => self.question = true,
                _ => {}
            }
        }
        self.sentence_ends += f32::from(u8::from(stop));
    }

    fn count_runs(&mut self, outline: &Outline, block: &Block) {
        let range = block.runs.start as usize..block.runs.end as usize;
        let (mut last_link, mut last_element) = (None, None);
        for run in outline.runs.get(range).unwrap_or_default() {
            if run.kind == RunKind::Break {
                self.breaks += 1.0;
                continue;
            }
            self.inlines += f32::from(u8::from(last_element != Some(run.element)));
            last_element = Some(run.element);
            let mut ancestors = outline.ancestors(run.element);
            let link = ancestors.find(|&a| outline.element(a).tag == local_name!("a"));
            let Some(link) = link else { continue };
            self.link_chars += outline.slice(&run.text).chars().count() as f32;
            self.links += f32::from(u8::from(last_link != Some(link)));
            last_link = Some(link);
        }
    }

    pub(crate) fn link_density(&self) -> f32 {
        (self.link_chars / self.chars.max(1.0)).min(1.0)
    }
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？')
}

/// Words as the benchmarks count them (`\w+`).
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
}
