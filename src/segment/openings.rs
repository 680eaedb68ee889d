//! With which words boxes beside an article begin, in the languages that most pages are written in.

use super::RegionKind;

/// Beginnings in small letters, and what the box holds. With `$` at the end no other words follow:
/// running text begins so too.
const OPENINGS: &[(RegionKind, &[&str])] = &[
    (
        RegionKind::Related,
        &[
            "read also",
            "read more:",
            "also read",
            "read next",
            "see also:",
            "related:",
            "related articles$",
            "related posts$",
            "related stories$",
            "more on this topic",
            "most read$",
            "most popular$",
            "you may also like",
            "you might also like",
            "recommended for you$",
            "lesen sie auch",
            "lesen sie mehr",
            "auch interessant$",
            "das könnte sie auch interessieren",
            "das könnte dich auch interessieren",
            "mehr zum thema",
            "meistgelesen$",
            "lire aussi",
            "à lire aussi",
            "les plus lus$",
            "sur le même sujet$",
            "vous aimerez aussi",
            "lea también",
            "lee también",
            "leer también",
            "te puede interesar",
            "artículos relacionados$",
            "noticias relacionadas$",
            "lo más leído$",
            "leia também",
            "leia mais",
            "mais lidas$",
            "notícias relacionadas$",
            "leggi anche",
            "articoli correlati$",
            "i più letti$",
            "potrebbe interessarti",
            "lees ook",
            "meest gelezen$",
            "gerelateerde artikelen$",
            "läs också",
            "läs även",
            "mest läst$",
            "læs også",
            "mest læste$",
            "les også",
            "lue myös",
            "czytaj także",
            "czytaj też",
            "przeczytaj także",
            "zobacz też",
            "čtěte také",
            "přečtěte si také",
            "olvassa el",
            "citește și",
            "citeşte şi",
            "читайте также",
            "читайте також",
            "похожие статьи$",
            "ayrıca okuyun",
            "ilgili haberler$",
            "関連記事$",
            "相关阅读$",
            "相關閱讀$",
            "관련기사$",
            "اقرأ أيضا",
        ],
    ),
    // English lines on the day are learned.
    (
        RegionKind::Date,
        &[
            "publié le",
            "publié",
            "mis à jour le",
            "veröffentlicht",
            "aktualisiert",
            "stand:",
            "publicado",
            "actualizado",
            "atualizado",
            "pubblicato",
            "aggiornato",
            "gepubliceerd",
            "bijgewerkt",
            "publicerad",
            "uppdaterad",
            "publisert",
            "oppdatert",
            "udgivet",
            "opdateret",
            "opublikowano",
            "data publikacji",
            "aktualizacja",
            "опубликовано",
            "обновлено",
            "дата публикации",
            "yayınlanma",
            "güncelleme",
        ],
    ),
    (
        RegionKind::CommentForm,
        &[
            "leave a reply",
            "leave a comment$",
            "post a comment$",
            "add a comment$",
            "write a comment$",
            "your email address will not be published",
            "you must be logged in to post a comment",
            "schreibe einen kommentar",
            "kommentar schreiben$",
            "laisser un commentaire$",
            "deja un comentario$",
            "deja una respuesta",
            "deixe um comentário$",
            "deixe uma resposta",
            "lascia un commento$",
            "geef een reactie",
            "plaats een reactie",
            "skriv en kommentar$",
            "lämna en kommentar$",
            "dodaj komentarz",
            "добавить комментарий",
            "оставить комментарий",
            "yorum yaz$",
            "コメントを残す",
            "发表评论",
        ],
    ),
    (
        RegionKind::Newsletter,
        &[
            "newsletter$",
            "our newsletter",
            "sign up for our",
            "sign up for the",
            "sign up to our",
            "subscribe to our",
            "subscribe to the newsletter",
            "get our newsletter",
            "join our newsletter",
            "join our mailing list",
            "unser newsletter",
            "newsletter abonnieren",
            "zum newsletter",
            "abonnieren sie unseren",
            "notre newsletter",
            "notre lettre d'information",
            "inscrivez-vous à notre",
            "abonnez-vous à notre",
            "suscríbete a",
            "suscríbase a",
            "nuestro boletín",
            "assine nossa newsletter",
            "assine a newsletter",
            "receba nossa newsletter",
            "iscriviti alla newsletter",
            "la nostra newsletter",
            "schrijf je in voor onze",
            "onze nieuwsbrief",
            "nieuwsbrief$",
            "prenumerera på",
            "nyhetsbrev$",
            "tilmeld dig",
            "zapisz się",
            "подпишитесь на",
        ],
    ),
    (
        RegionKind::AuthorBio,
        &[
            "about the author",
            "about the writer",
            "meet the author",
            "über den autor",
            "über die autorin",
            "über die autoren",
            "zum autor",
            "zur autorin",
            "zur person$",
            "à propos de l'auteur",
            "à propos de l’auteur",
            "à propos de l'autrice",
            "a propos de l'auteur",
            "sobre el autor",
            "sobre la autora",
            "acerca del autor",
            "sobre o autor",
            "sobre a autora",
            "sull'autore",
            "over de auteur",
            "om författaren",
            "om forfatteren",
            "o autorze",
            "об авторе",
            "про автора",
            "yazar hakkında",
        ],
    ),
    (
        RegionKind::Share,
        &[
            "share this$",
            "share this article",
            "share this page",
            "share this post",
            "share this story",
            "share this on",
            "share this with",
            "share on",
            "share the article",
            "artikel teilen",
            "diesen artikel teilen",
            "teilen sie diesen",
            "partager cet article",
            "partager l'article",
            "partager sur",
            "comparte este",
            "compartir en",
            "compartilhe este",
            "condividi su",
            "deel dit",
            "dela artikeln",
            "udostępnij",
            "поделиться",
        ],
    ),
    (
        RegionKind::Advert,
        &[
            "support our work",
            "support our journalism",
            "support independent journalism",
            "make a donation",
            "unterstützen sie uns",
            "unterstützen sie unsere",
            "unterstütze uns",
            "unterstütze unsere",
            "soutenez notre",
            "soutenez-nous",
            "apoya nuestro",
            "apoie nosso",
            "sostieni il nostro",
            "steun ons",
            "поддержите нас",
            "advertisement$",
            "article continues below$",
            "article continues after advertisement$",
            "article continues after this advertisement$",
            "article continues below this advertisement$",
            "story continues below$",
            "story continues below advertisement$",
            "story continues below this advertisement$",
            "sponsored content$",
            "anzeige$",
            "werbung$",
            "publicité$",
            "publicidad$",
            "publicidade$",
            "pubblicità$",
            "advertentie$",
            "annons$",
            "reklama$",
            "реклама$",
        ],
    ),
];

/// Letters that may be an opening; paragraphs are longer.
const LONGEST: usize = 120;

/// What a box holds whose first text this is, and whether the text says nothing else. The day of
/// publishing opens none.
pub(crate) fn read(text: &str) -> Option<(RegionKind, bool)> {
    read_line(text).filter(|(kind, _)| *kind != RegionKind::Date)
}

/// The same for a line of its own, which may say when the text was published.
pub(super) fn read_line(text: &str) -> Option<(RegionKind, bool)> {
    // Bullets, arrows and the number signs of Markdown.
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if text.len() > LONGEST {
        return None;
    }
    let text = text.to_lowercase();
    let first = text.as_bytes().first();
    let read = |(kind, all): &(RegionKind, &[&str])| {
        // Nearly all are told by that.
        let all = all.iter().filter(|words| words.as_bytes().first() == first);
        let mut alone = all.filter_map(|words| stands_alone(words, &text));
        alone.next().map(|alone| (*kind, alone))
    };
    OPENINGS.iter().find_map(read)
}

/// Whether no other words follow these, if the text begins with them.
fn stands_alone(words: &str, text: &str) -> Option<bool> {
    let must = words.strip_suffix('$');
    let rest = text.strip_prefix(must.unwrap_or(words))?;
    let alone = !rest.contains(char::is_alphabetic);
    let begins = match must {
        Some(_) => alone,
        None => !rest.starts_with(char::is_alphabetic),
    };
    begins.then_some(alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_words_tell_what_a_box_holds() {
        let cases = [
            ("Read also: The ferry", Some((RegionKind::Related, false))),
            ("Read also:", Some((RegionKind::Related, true))),
            ("Über die Autorin", Some((RegionKind::AuthorBio, true))),
            (
                "Unterstützen Sie unsere Arbeit",
                Some((RegionKind::Advert, false)),
            ),
            ("Newsletter", Some((RegionKind::Newsletter, true))),
            ("Newsletters of the war years", None),
            ("Anzeige", Some((RegionKind::Advert, true))),
            ("Anzeige gegen Unbekannt", None),
            ("Most popular are the old boats", None),
            ("» Lire aussi : le bac", Some((RegionKind::Related, false))),
            (
                "Leave a Reply Cancel reply",
                Some((RegionKind::CommentForm, false)),
            ),
            ("Leave a comment and tell us", None),
            ("The ferry", None),
        ];
        for (text, said) in cases {
            assert_eq!(read(text), said, "{text}");
        }
    }
}
