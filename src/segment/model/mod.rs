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

use super::features::{CONTEXT, Features, context};
use crate::article::PageType;
use kinds::KindModel;
use page_type::TypeModel;
use reader::Reader;
use table::TokenTable;
use trees::Forest;

pub(crate) use kinds::KindScores;
#[cfg(feature = "training")]
pub(crate) use kinds::around;

const FILE: &[u8] = include_bytes!("unhusk.model");
const FORMAT: u16 = 1;

#[derive(Debug)]
pub(crate) struct Model {
    html: BodyModel,
    text: BodyModel,
    kinds: KindModel,
    types: Option<TypeModel>,
    version: String,
}

#[derive(Debug)]
struct BodyModel {
    table: TokenTable,
    forest: Forest,
}

/// The rows the trees saw; the kinds' trees see them too.
#[derive(Debug)]
pub(crate) struct BodyScores {
    /// Probability of being body, per block.
    pub(crate) body: Vec<f32>,
    rows: Vec<f32>,
    width: usize,
    /// Numbers of a row before those made of the token table.
    dense: usize,
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
            html: BodyModel::read(&mut reader)?,
            text: BodyModel::read(&mut reader)?,
            kinds: KindModel::read(&mut reader)?,
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

    pub(crate) fn body(&self, features: &Features<'_>, is_text: bool) -> BodyScores {
        let model = if is_text { &self.text } else { &self.html };
        model.scores(features)
    }

    pub(crate) fn kinds(&self, features: &Features<'_>, scores: &BodyScores) -> KindScores {
        self.kinds.scores(features, &scores.rows, scores.width)
    }

    /// The most probable type, and the probability that the page is an article.
    pub(crate) fn page_type(&self, scores: &BodyScores, words: &[f32]) -> Option<(PageType, f32)> {
        let model = self.types.as_ref()?;
        let BodyScores {
            rows,
            width,
            dense,
            body,
        } = scores;
        Some(model.page_type(rows, *width, *dense, words, body))
    }
}

impl BodyModel {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let scale = reader.f32()?;
        let count = reader.u32()? as usize;
        let keys = reader.bytes(count.checked_mul(3)?)?;
        let weights = reader.bytes(count)?;
        Some(Self {
            table: TokenTable::new(keys, weights, scale),
            forest: Forest::read(reader)?,
        })
    }

    fn scores(&self, features: &Features<'_>) -> BodyScores {
        let (dense, dense_width) = features.rows();
        let around = context(&features.around, &features.sums(&self.table));
        let width = dense_width + CONTEXT;
        let mut rows = Vec::with_capacity(dense.len() + around.len());
        for (dense, around) in dense
            .chunks_exact(dense_width.max(1))
            .zip(around.chunks_exact(CONTEXT))
        {
            rows.extend_from_slice(dense);
            rows.extend_from_slice(around);
        }
        let mut body = vec![0.0; rows.len() / width];
        self.forest.add(&rows, width, &mut body);
        for score in &mut body {
            *score = 1.0 / (1.0 + (-*score).exp());
        }
        BodyScores {
            body,
            rows,
            width,
            dense: dense_width,
        }
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
