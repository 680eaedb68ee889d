//! The learned model: one small file compiled in, read once.
//!
//! Layout, little-endian: `UHSK`, format; then for HTML and for text dumps a token table and trees
//! for the body, and a table and trees for the kinds; then trees for the type of an HTML page.

mod kinds;
mod page_type;
mod reader;
mod table;
mod trees;

use std::cell::Cell;
use std::ops::Range;
use std::sync::OnceLock;

use super::features::{Context, DENSE, Features, GROUPS, KINDS, KindContext, Rows, WIDTH};
use crate::article::PageType;
use kinds::KindModel;
use page_type::{Means, TypeModel};
use reader::Reader;
use table::{TokenTable, Weights};
use trees::{FLOOR, Forest};

pub(crate) use kinds::KindScores;

const FILE: &[u8] = include_bytes!("unhusk.model");
const FORMAT: u16 = 3;
/// After so many trees a row is left alone whose score (log-odds) is so far from zero: more would
/// not bring it back, only make it about so many times what it is. The same numbers stand in
/// `training/common.py`.
const STOPS: [(usize, f32, f32); 3] = [(20, 2.0, 1.5), (40, 2.5, 1.2), (100, 2.5, 1.0)];
/// Numbers from one row to the next.
const STRIDE: usize = WIDTH + 1;
/// Rows in memory at a time.
const CHUNK: usize = 64;

thread_local! {
    static ROOM: Cell<Room> = const { Cell::new(Room::new()) };
}

/// Room for these rows and for their scores of every kind, kept from page to page: it is large
/// beside a small page.
#[derive(Debug, Default)]
struct Room {
    rows: Vec<f32>,
    kinds: Vec<f32>,
}

impl Room {
    const fn new() -> Self {
        Self {
            rows: Vec::new(),
            kinds: Vec::new(),
        }
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.rows.reserve_exact(CHUNK * STRIDE);
        self.kinds.clear();
        self.kinds.reserve_exact(CHUNK * KINDS);
    }
}

#[derive(Debug)]
pub(crate) struct Model {
    html: BlockModel,
    text: BlockModel,
    types: Option<TypeModel>,
    version: String,
}

/// What is learned of the blocks of HTML, or of the lines of text dumps.
#[derive(Debug)]
struct BlockModel {
    table: TokenTable,
    body: Forest,
    kinds: Option<KindModel>,
}

/// What the model says of the blocks of a page.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    /// Probability of being body, per block.
    pub(crate) body: Vec<f32>,
    pub(crate) kinds: KindScores,
    /// The most probable type, and the probability that the page is an article; of HTML only.
    pub(crate) page_type: Option<(PageType, f32)>,
}

impl Model {
    /// The model compiled in; `None` if its file is of another format.
    pub(crate) fn get() -> Option<&'static Self> {
        static MODEL: OnceLock<Option<Model>> = OnceLock::new();
        MODEL.get_or_init(|| Self::read(FILE)).as_ref()
    }

    fn read(file: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(file);
        if reader.bytes(4)? != b"UHSK" || reader.u16()? != FORMAT {
            return None;
        }
        Some(Self {
            html: BlockModel::read(&mut reader)?,
            text: BlockModel::read(&mut reader)?,
            types: match reader.u8()? {
                0 => None,
                _ => Some(TypeModel::read(&mut reader)?),
            },
            version: format!("{FORMAT}-{:08x}", checksum(file)),
        })
    }

    /// Format and checksum of the file.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    pub(crate) fn scores_of_text(&self, features: &mut Features<'_>) -> Scores {
        self.text.scores(features, |_, _, _| ())
    }

    pub(crate) fn scores_of_html(&self, features: &mut Features<'_>) -> Scores {
        let mut means = Means::new();
        let mut scores = self.html.scores(features, |dense, words, body| {
            means.add(dense, words, body);
        });
        let types = self.types.as_ref();
        scores.page_type = types.map(|types| types.page_type(&means));
        scores
    }
}

impl Scores {
    fn with_capacity(blocks: usize) -> Self {
        Self {
            body: Vec::with_capacity(blocks),
            kinds: KindScores {
                body: Vec::with_capacity(blocks),
                other: Vec::with_capacity(blocks),
            },
            page_type: None,
        }
    }
}

impl BlockModel {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let weights = Weights::read(reader)?;
        let body = Forest::read(reader, WIDTH)?;
        let kinds = KindModel::read(reader)?;
        Some(Self {
            table: TokenTable::new(&weights, kinds.as_ref().map(|(weights, _)| weights)),
            body,
            kinds: kinds.map(|(_, kinds)| kinds),
        })
    }

    /// Every row is made once: the trees of body and kinds read it, and `see`, which is also told
    /// the block's words and probability of being body. Rows are large, so only some are in
    /// memory at a time.
    fn scores(&self, features: &mut Features<'_>, mut see: impl FnMut(&[f32], f32, f32)) -> Scores {
        let count = features.around.weights.len();
        let (body, kinds) = self.sums(features, count);
        features.forget_tokens();
        let features = &*features;
        let mut context = Context::new(&features.around, |index| self.table.body(&body[index]));
        let mut of_kinds = KindContext::new(&kinds, self.table.kind_scale());
        let mut maker = Rows::new(features);
        let mut scores = Scores::with_capacity(count);
        let mut room = ROOM.take();
        room.clear();
        let rows = &mut room.rows;
        for blocks in chunks(count) {
            rows.clear();
            for index in blocks.clone() {
                let levels = features.levels(index);
                maker.push(index, &levels, rows);
                context.push(index, &levels, rows);
                of_kinds.push(index, &levels, rows);
                rows.push(FLOOR);
            }
            self.add_body(rows, &mut scores.body);
            if let Some(kinds) = &self.kinds {
                let totals = blocks.clone().map(|index| of_kinds.own(index));
                kinds.add(rows, totals, &mut room.kinds, &mut scores.kinds);
            }
            for (index, row) in blocks.zip(rows.chunks_exact(STRIDE)) {
                let words = features.around.weights[index];
                see(&row[..DENSE], words, scores.body[index]);
            }
        }
        ROOM.set(room);
        scores
    }

    /// What the table says of every block, in whole steps of its scales: for being body, by group
    /// of tokens, and for each kind.
    fn sums(
        &self,
        features: &Features<'_>,
        count: usize,
    ) -> (Vec<[i16; GROUPS]>, Vec<[i16; KINDS]>) {
        let mut body = Vec::with_capacity(count);
        let mut kinds = Vec::with_capacity(count);
        features.sums(&self.table, |sums| {
            body.push(TokenTable::groups(&sums));
            kinds.push(TokenTable::kinds(&sums));
        });
        (body, kinds)
    }

    /// Appends the probabilities of some rows.
    fn add_body(&self, rows: &[f32], out: &mut Vec<f32>) {
        let count = rows.len() / STRIDE;
        let mut scores = vec![0.0; count];
        let rounds = self.body.rounds();
        let mut open: Vec<_> = (0..count as u32).collect();
        let mut start = 0;
        for (stop, sure, growth) in STOPS {
            let stop = stop.min(rounds);
            self.body.add((0, start..stop), &open, rows, &mut scores);
            open.retain(|&row| {
                let score = &mut scores[row as usize];
                let is_open = score.abs() < sure;
                *score *= if is_open { 1.0 } else { growth };
                is_open
            });
            start = stop;
        }
        self.body.add((0, start..rounds), &open, rows, &mut scores);
        out.extend(scores.iter().map(|score| 1.0 / (1.0 + (-score).exp())));
    }
}

/// Ranges of blocks whose rows are made and read together.
fn chunks(count: usize) -> impl Iterator<Item = Range<usize>> {
    let starts = (0..count).step_by(CHUNK);
    starts.map(move |start| start..(start + CHUNK).min(count))
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, &byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_compiled_in_is_readable_and_small() {
        assert!(Model::get().is_some());
        assert!(FILE.len() < 400_000, "{}", FILE.len());
    }

    #[test]
    fn a_cut_file_is_refused() {
        for length in [0, 3, 6, 100, FILE.len() / 2, FILE.len() - 1] {
            assert!(Model::read(&FILE[..length]).is_none());
        }
    }
}
