//! Signs that a page which was sent as a success is not what was asked for. Reported, never acted
//! on: the caller sees the page and the evidence.

use serde::Serialize;
use url::Url;

use super::super::glance::Glance;

/// What a successful answer may be instead of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Suspect {
    /// An error page sent as a success.
    SoftNotFound,
    /// A log-in page at the very address that was asked for.
    LogInPage,
    /// A page that is built by scripts; the bytes have hardly any text.
    NeedsJavaScript,
}

/// A doubt about a page, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Suspicion {
    /// What the page may be.
    pub suspect: Suspect,
    /// What shows it, one sentence each.
    pub evidence: Vec<String>,
}

impl std::fmt::Display for Suspicion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let suspect = match self.suspect {
            Suspect::SoftNotFound => "perhaps an error page",
            Suspect::LogInPage => "perhaps a log-in page",
            Suspect::NeedsJavaScript => "perhaps built by scripts",
        };
        write!(f, "{suspect} ({})", self.evidence.join("; "))
    }
}

/// Less visible text than this (bytes without white space) is little.
const LITTLE_TEXT: usize = 1500;
const HARDLY_ANY_TEXT: usize = 200;

const NOT_FOUND: &[&str] = &[
    "page not found",
    "404 not found",
    "error 404",
    "404 error",
    "404 - ",
    "404 | ",
    "not found",
    "page doesn't exist",
    "page does not exist",
    "page no longer exists",
    "seite nicht gefunden",
    "page introuvable",
    "page non trouvée",
    "página no encontrada",
    "página não encontrada",
    "pagina non trovata",
    "pagina niet gevonden",
    "sidan hittades inte",
    "siden blev ikke fundet",
    "sivua ei löytynyt",
    "nie znaleziono strony",
    "stránka nenalezena",
    "az oldal nem található",
    "страница не найдена",
    "сторінку не знайдено",
    "sayfa bulunamadı",
    "η σελίδα δεν βρέθηκε",
    "ページが見つかりません",
    "お探しのページ",
    "页面不存在",
    "找不到页面",
    "找不到網頁",
    "페이지를 찾을 수 없습니다",
    "الصفحة غير موجودة",
    "صفحه پیدا نشد",
    "הדף לא נמצא",
];

pub(super) fn suspect(asked: &Url, answered: &Url, glance: &Glance) -> Option<Suspicion> {
    let not_found = soft_not_found(asked, answered, glance);
    if !not_found.is_empty() {
        return Some(Suspicion {
            suspect: Suspect::SoftNotFound,
            evidence: not_found,
        });
    }
    let little = glance.text_len < LITTLE_TEXT;
    if glance.has_password_field && little {
        let evidence = vec!["a password field and little text".to_owned()];
        return Some(Suspicion {
            suspect: Suspect::LogInPage,
            evidence,
        });
    }
    needs_javascript(glance)
}

fn soft_not_found(asked: &Url, answered: &Url, glance: &Glance) -> Vec<String> {
    let mut evidence = Vec::new();
    if asked.path().len() > 1 && answered.path() == "/" && answered.query().is_none() {
        evidence.push(format!("redirected to the front page {answered}"));
    }
    for (place, text) in [("title", &glance.title), ("heading", &glance.heading)] {
        if glance.text_len < LITTLE_TEXT && says_not_found(text) {
            evidence.push(format!("the {place} says `{}`", text.trim()));
        }
    }
    evidence
}

fn says_not_found(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    lower == "404" || NOT_FOUND.iter().any(|phrase| lower.contains(phrase))
}

fn needs_javascript(glance: &Glance) -> Option<Suspicion> {
    let empty = glance.text_len < HARDLY_ANY_TEXT && glance.scripts > 0;
    empty.then(|| Suspicion {
        suspect: Suspect::NeedsJavaScript,
        evidence: vec![format!(
            "{} scripts and {} bytes of text",
            glance.scripts, glance.text_len
        )],
    })
}
