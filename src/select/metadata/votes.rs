//! Which of the titles that a page gives itself is the one: what several sources say counts more
//! than what the most trusted one says alone.
//!
//! The weights are those of a linear model, fitted over the development pages and rounded, which
//! held on the pages of other domains (`docs/metadata.md`).

use crate::article::{Candidate, PageType, Source};
use crate::segment::Reason;

/// For the candidate that comes first in the order of trust.
const FIRST: f32 = 1.0;
const HEADING: f32 = 1.0;
const OPEN_GRAPH: f32 = 1.0;
const TITLE_ELEMENT: f32 = 2.0;
/// Services write it with care: it is what they are found by.
const TITLE_ELEMENT_OF_SERVICE: f32 = 3.0;
/// For a region labelled title, times its probability.
const REGION: f32 = 2.0;
/// On articles and threads, where that label is surer.
const REGION_OF_TEXT: f32 = 3.0;
/// For what a newsroom shows on the page and shares by `og:title`: a variant is only in one place.
const SHOWN_AND_SHARED: f32 = 2.0;
/// For a name that another one only adds words to, on lists, products and documents: what is added
/// is to be found by.
const SHORTEST: f32 = 2.0;

/// One wording, however cased and punctuated.
#[derive(Debug)]
struct Wording {
    /// Of the first candidate that has it.
    at: usize,
    words: Vec<String>,
    is_heading: bool,
    is_open_graph: bool,
    is_title_element: bool,
    /// The highest probability that a region with it is the title.
    region: f32,
}

/// The index of the candidate that wins; of equal ones the first.
pub(super) fn winner(
    candidates: &[Candidate],
    page_type: Option<PageType>,
    is_news: bool,
) -> Option<usize> {
    let wordings = wordings(candidates);
    let is_text = matches!(page_type, None | Some(PageType::Article | PageType::Forum));
    let is_service = page_type == Some(PageType::Service);
    let votes = |wording: &Wording| {
        let weigh = |is_so: bool, weight: f32| if is_so { weight } else { 0.0 };
        let title = match is_service {
            true => TITLE_ELEMENT_OF_SERVICE,
            false => TITLE_ELEMENT,
        };
        let region = match is_text && !is_news {
            true => REGION_OF_TEXT,
            false => REGION,
        };
        let is_shortest = || wordings.iter().any(|other| wording.is_part_of(other));
        weigh(wording.at == 0, FIRST)
            + weigh(wording.is_heading, HEADING)
            + weigh(wording.is_open_graph, OPEN_GRAPH)
            + weigh(wording.is_title_element, title)
            + wording.region * region
            + weigh(is_news && wording.is_shown_and_shared(), SHOWN_AND_SHARED)
            + weigh(
                !is_text && !is_service && !is_news && is_shortest(),
                SHORTEST,
            )
    };
    let votes = wordings.iter().map(|wording| (wording.at, votes(wording)));
    let best = votes.reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.map(|(at, _)| at)
}

fn wordings(candidates: &[Candidate]) -> Vec<Wording> {
    let mut wordings: Vec<Wording> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let words = words(&candidate.value);
        let known = wordings.iter().position(|wording| wording.words == words);
        let known = known.unwrap_or_else(|| {
            wordings.push(Wording::new(at, words));
            wordings.len() - 1
        });
        if let Some(wording) = wordings.get_mut(known) {
            wording.note(&candidate.source);
        }
    }
    wordings.retain(|wording| !wording.words.is_empty());
    wordings
}

impl Wording {
    fn new(at: usize, words: Vec<String>) -> Self {
        Self {
            at,
            words,
            is_heading: false,
            is_open_graph: false,
            is_title_element: false,
            region: 0.0,
        }
    }

    fn note(&mut self, source: &Source) {
        match source {
            Source::Markup(name) if name == "h1" => self.is_heading = true,
            Source::Markup(name) if name == "title" => self.is_title_element = true,
            Source::Meta(name) if name == "og:title" => self.is_open_graph = true,
            Source::Region(reason) => {
                let probability = match reason {
                    Reason::Model { probability } => *probability,
                    _ => 1.0,
                };
                self.region = self.region.max(probability);
            }
            _ => {}
        }
    }

    fn is_shown_and_shared(&self) -> bool {
        self.is_open_graph && self.region > 0.0
    }

    /// Whether the other one has all these words and more.
    fn is_part_of(&self, other: &Self) -> bool {
        let has = |words: &[String], word| words.contains(word);
        self.words.iter().all(|word| has(&other.words, word))
            && !other.words.iter().all(|word| has(&self.words, word))
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(value: &str, source: Source) -> Candidate {
        Candidate {
            value: value.to_owned(),
            source,
            rejected: None,
        }
    }

    fn heading(value: &str) -> Candidate {
        candidate(value, Source::Markup("h1".to_owned()))
    }

    fn title(value: &str) -> Candidate {
        candidate(value, Source::Markup("title".to_owned()))
    }

    fn open_graph(value: &str) -> Candidate {
        candidate(value, Source::Meta("og:title".to_owned()))
    }

    fn region(value: &str, probability: f32) -> Candidate {
        candidate(value, Source::Region(Reason::Model { probability }))
    }

    #[test]
    fn the_head_at_one_wins_over_a_heading_and_a_sure_title_over_the_head() {
        let head = [title("Bridges of Moss"), open_graph("Bridges of Moss")];
        let mut list = vec![heading("Build with us")];
        list.extend(head);
        assert_eq!(winner(&list, Some(PageType::Service), false), Some(1));
        list.push(region("Build with us", 0.9));
        assert_eq!(winner(&list, Some(PageType::Article), false), Some(0));
    }

    #[test]
    fn words_that_only_the_head_adds_are_cut_off_on_products() {
        let list = [
            open_graph("Garden spade: buy it online"),
            title("Garden spade: buy it online"),
            heading("Garden Spade"),
            region("Garden Spade", 0.7),
        ];
        assert_eq!(winner(&list, Some(PageType::Product), false), Some(2));
        assert_eq!(winner(&list, Some(PageType::Service), false), Some(0));
    }

    #[test]
    fn a_newsroom_prefers_what_it_shows_and_shares_to_what_search_engines_get() {
        let of_search = "The bridge over the river is open";
        let list = [
            candidate(of_search, Source::JsonLd("NewsArticle/headline".to_owned())),
            heading(of_search),
            open_graph("Across in two minutes"),
            title(of_search),
            region("Across in two minutes", 0.8),
        ];
        assert_eq!(winner(&list, Some(PageType::Article), true), Some(2));
        assert_eq!(winner(&list[..4], Some(PageType::Article), true), Some(0));
    }

    #[test]
    fn the_order_of_trust_decides_where_nothing_speaks_for_another() {
        let list = [heading("The bridge"), open_graph("A bridge")];
        assert_eq!(winner(&list, None, false), Some(0));
        assert_eq!(winner(&[heading("…")], None, false), None);
    }
}
