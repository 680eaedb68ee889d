//! Lines at the end of a body that only say where it is filed, "Posted in News | Tagged bridge", or
//! ask readers to share it.

use crate::article::{Block, Body, Inline};
use crate::render::text_of;

/// What the lines at the end of a body say.
#[derive(Debug, Default)]
pub(in crate::select) struct Filing {
    pub(super) categories: Vec<String>,
    pub(super) tags: Vec<String>,
    /// How many blocks they are.
    lines: usize,
}

impl Filing {
    pub(in crate::select) fn of(body: &Body) -> Self {
        let mut filing = Self::default();
        for block in body.blocks.iter().skip(1).rev() {
            if !asks_to_share(block) && !filing.read(block) {
                break;
            }
            filing.lines += 1;
        }
        filing
    }

    /// Leaves the lines out.
    pub(in crate::select) fn leave_out(&self, body: &mut Body) {
        let rest = body.blocks.len().saturating_sub(self.lines);
        body.blocks.truncate(rest);
    }

    /// Reads a line that has nothing but labels and the names after them, all of them links.
    fn read(&mut self, block: &Block) -> bool {
        let Block::Paragraph { content } = block else {
            return false;
        };
        let mut sort = None;
        let (mut categories, mut tags) = (Vec::new(), Vec::new());
        for piece in content {
            let is_link = matches!(piece, Inline::Link { .. });
            let text = crate::render::plain(std::slice::from_ref(piece));
            let name = text.trim_matches(is_sign);
            match (sort, is_link) {
                (Some(Sort::Category), true) => categories.push(name.to_owned()),
                (Some(Sort::Tag), true) => tags.push(name.to_owned()),
                (None, true) => return false,
                (_, false) if name.is_empty() || AND.contains(&name) => {}
                (_, false) => match label(name) {
                    Some(said) => sort = Some(said),
                    None => return false,
                },
            }
        }
        let is_filing = !categories.is_empty() || !tags.is_empty();
        for (own, read) in [(&mut self.categories, categories), (&mut self.tags, tags)] {
            // The lines are read from the last one on.
            own.splice(..0, read);
        }
        is_filing
    }
}

#[derive(Debug, Clone, Copy)]
enum Sort {
    Category,
    Tag,
}

/// What a label announces.
fn label(text: &str) -> Option<Sort> {
    const LONGEST: usize = 60;
    let text = Some(text).filter(|text| text.len() <= LONGEST)?;
    let text = text.to_lowercase();
    match () {
        () if CATEGORIES.contains(&text.as_str()) => Some(Sort::Category),
        () if TAGS.contains(&text.as_str()) => Some(Sort::Tag),
        () => None,
    }
}

/// What stands around labels and names.
fn is_sign(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            ':' | '：' | ',' | '،' | '、' | ';' | '|' | '·' | '•' | '#' | '.' | '/'
        )
}

const AND: &[&str] = &["and", "&", "und", "et", "y", "e", "en", "и"];

fn asks_to_share(block: &Block) -> bool {
    const LONGEST: usize = 60;
    let is_line = matches!(block, Block::Paragraph { .. } | Block::Heading { .. });
    let text = is_line.then(|| text_of(std::slice::from_ref(block)));
    let text = text.filter(|text| text.len() <= LONGEST);
    text.is_some_and(|text| {
        let text = text
            .trim_matches(|c: char| is_sign(c) || c == '!')
            .to_lowercase();
        SHARES.contains(&text.as_str())
    })
}

const SHARES: &[&str] = &[
    "share this",
    "share this article",
    "share this post",
    "share this story",
    "share this page",
    "like this",
    "teilen",
    "artikel teilen",
    "beitrag teilen",
    "diesen artikel teilen",
    "diesen beitrag teilen",
    "partager",
    "partager cet article",
    "partagez cet article",
    "compartir",
    "compartir este artículo",
    "comparte este artículo",
    "compartilhe",
    "compartilhe este artigo",
    "condividi",
    "condividi questo articolo",
    "delen",
    "deel dit artikel",
    "udostępnij",
    "поделиться",
    "поделиться ссылкой",
    "シェアする",
    "この記事をシェア",
    "مشاركة",
    "شارك هذا المقال",
];

const CATEGORIES: &[&str] = &[
    "posted in",
    "filed under",
    "filed in",
    "published in",
    "category",
    "categories",
    "veröffentlicht in",
    "abgelegt unter",
    "kategorie",
    "kategorien",
    "publié dans",
    "classé dans",
    "catégorie",
    "catégories",
    "publicado en",
    "archivado en",
    "categoría",
    "categorías",
    "publicado em",
    "categoria",
    "categorias",
    "pubblicato in",
    "archiviato in",
    "categorie",
    "geplaatst in",
    "kategoria",
    "kategorie",
    "рубрика",
    "рубрики",
    "カテゴリー",
    "分类",
    "分類",
    "التصنيفات",
];

const TAGS: &[&str] = &[
    "tagged",
    "tagged as",
    "tagged in",
    "tagged with",
    "tag",
    "tags",
    "labels",
    "schlagwort",
    "schlagwörter",
    "schlagworte",
    "verschlagwortet mit",
    "mit tag",
    "étiquettes",
    "étiqueté",
    "mots-clés",
    "mots clés",
    "etiquetas",
    "etiquetado",
    "etiquetado como",
    "palabras clave",
    "palavras-chave",
    "marcado",
    "etichette",
    "contrassegnato",
    "getagd",
    "trefwoorden",
    "tagi",
    "метки",
    "теги",
    "タグ",
    "标签",
    "標籤",
    "الوسوم",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text {
            text: text.to_owned(),
        }
    }

    fn link(name: &str) -> Inline {
        Inline::Link {
            url: "https://e.org".to_owned(),
            content: vec![text(name)],
        }
    }

    fn read(content: Vec<Inline>) -> Option<[Vec<String>; 2]> {
        let mut filing = Filing::default();
        let is_filing = filing.read(&Block::Paragraph { content });
        is_filing.then_some([filing.categories, filing.tags])
    }

    #[test]
    fn labels_and_links_alone_are_filing_and_sentences_are_text() {
        let both = vec![
            text("Posted in "),
            link("News"),
            text(", "),
            link("Rivers"),
            text(" | Tagged "),
            link("bridge"),
        ];
        let expected = [
            vec!["News".to_owned(), "Rivers".to_owned()],
            vec!["bridge".to_owned()],
        ];
        assert_eq!(read(both), Some(expected));
        let tags = vec![
            text("Schlagwörter: "),
            link("#Brücke"),
            text(" und "),
            link("Fluss"),
        ];
        let expected = [vec![], vec!["Brücke".to_owned(), "Fluss".to_owned()]];
        assert_eq!(read(tags), Some(expected));
        for content in [
            vec![
                text("Tagged "),
                link("bridge"),
                text(" by a sprayer, the wall was cleaned"),
            ],
            vec![link("The bridge"), text(" is open")],
            vec![text("Posted in haste")],
            vec![text("Tags")],
        ] {
            assert_eq!(read(content.clone()), None, "{content:?}");
        }
    }
}
