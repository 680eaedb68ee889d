//! The learned model: one small file compiled in, read once.
//!
//! Layout, little-endian: `UHSK`, format, width of a row; then for HTML and for text dumps a
//! token table and trees for the body; then a table and trees for the kinds of HTML blocks,
//! and trees for the page's type.

mod kinds;
mod page_type;
mod reader;
mod table;
mod trees;

use std::sync::OnceLock;

use super::features::{CONTEXT, Features, GROUPS, KIND_CONTEXT, Rows, context, kind_context};
use crate::article::PageType;
use kinds::KindModel;
use page_type::TypeModel;
use reader::Reader;
use table::{Sum, TokenTable, Weights};
use trees::Forest;

pub(crate) use kinds::KindScores;

const FILE: &[u8] = include_bytes!("unhusk.model");
const FORMAT: u16 = 1;

#[derive(Debug)]
pub(crate) struct Model {
    html: BodyModel,
    text: BodyModel,
    kinds: Option<KindModel>,
    types: Option<TypeModel>,
    version: String,
}

#[derive(Debug)]
struct BodyModel {
    table: TokenTable,
    forest: Forest,
}

/// What the model says of the blocks of a page.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    /// Probability of being body, per block.
    pub(crate) body: Vec<f32>,
    /// Of HTML only.
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
        let html = (Weights::read(&mut reader)?, Forest::read(&mut reader)?);
        let text = (Weights::read(&mut reader)?, Forest::read(&mut reader)?);
        let kinds = KindModel::read(&mut reader)?;
        let types = match reader.u8()? {
            0 => None,
            _ => Some(TypeModel::read(&mut reader)?),
        };
        let kind_weights = kinds.as_ref().map(|(weights, _)| weights);
        Some(Self {
            html: BodyModel {
                table: TokenTable::new(&html.0, kind_weights),
                forest: html.1,
            },
            text: BodyModel {
                table: TokenTable::new(&text.0, None),
                forest: text.1,
            },
            kinds: kinds.map(|(_, kinds)| kinds),
            types,
            version: format!("{FORMAT}-{:08x}", checksum(file)),
        })
    }

    /// Format and checksum of the file.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    pub(crate) fn scores_of_text(&self, features: &Features<'_>) -> Scores {
        let sums = features.sums(&self.text.table);
        Scores {
            body: self
                .text
                .scores(features, &mut features.rows(CONTEXT), &sums),
            ..Scores::default()
        }
    }

    /// Every row is computed once: the trees of body, kinds and type all read it.
    pub(crate) fn scores_of_html(&self, features: &Features<'_>) -> Scores {
        let table = &self.html.table;
        let sums = features.sums(table);
        let mut rows = features.rows(CONTEXT + KIND_CONTEXT);
        let body = self.html.scores(features, &mut rows, &sums);
        let kinds = self.kinds.as_ref();
        let kinds = kinds.map(|model| {
            let totals: Vec<_> = sums.iter().map(|sums| table.kinds(sums)).collect();
            rows.fill(
                rows.width - KIND_CONTEXT,
                &kind_context(&features.around, &totals),
            );
            model.scores(&rows, &totals)
        });
        let types = self.types.as_ref();
        Scores {
            page_type: types.map(|m| m.page_type(&rows, &features.around.weights, &body)),
            kinds: kinds.unwrap_or_default(),
            body,
        }
    }
}

impl BodyModel {
    fn scores(&self, features: &Features<'_>, rows: &mut Rows, sums: &[[Sum; GROUPS]]) -> Vec<f32> {
        let of_body: Vec<_> = sums.iter().map(|sums| self.table.body(sums)).collect();
        rows.fill(rows.dense, &context(&features.around, &of_body));
        let mut body = vec![0.0; of_body.len()];
        let all: Vec<_> = (0..body.len() as u32).collect();
        self.forest
            .add(0, &all, (&rows.values, rows.width), &mut body);
        for score in &mut body {
            *score = 1.0 / (1.0 + (-*score).exp());
        }
        body
    }
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
        assert!(FILE.len() < 420_000, "{}", FILE.len());
    }

    #[test]
    fn a_cut_file_is_refused() {
        for length in [0, 3, 6, 100, FILE.len() / 2, FILE.len() - 1] {
            assert!(Model::read(&FILE[..length]).is_none());
        }
    }
}
