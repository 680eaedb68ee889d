use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)*) => {
        /// What a piece of the page is.
        ///
        /// Serialised in lower case with underscores, as in the rule files:
        ///
        /// ```
        /// use unhusk::RegionKind;
        ///
        /// assert_eq!(RegionKind::CommentForm.to_string(), "comment_form");
        /// assert_eq!("advert".parse(), Ok(RegionKind::Advert));
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum RegionKind {
            $($(#[$doc])* $kind,)*
        }

        impl RegionKind {
            /// Every kind, in a fixed order.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The name used in rule files and output.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }
    };
}

kinds! {
    /// The headline of the page's content.
    Title = "title",
    /// Standfirst or deck under the headline.
    Subtitle = "subtitle",
    /// Author line at the content.
    Byline = "byline",
    /// Date of publication or update.
    Date = "date",
    /// Section or kicker at the content.
    Category = "category",
    /// Reading time, view and comment counts, font size buttons at the content.
    Meta = "meta",
    /// The main content: paragraphs, headings, lists, quotes, tables, code.
    Body = "body",
    /// Caption or credit of an image, figure or video.
    Caption = "caption",
    /// Text, author and date of reader comments, and the heading over them.
    Comment = "comment",
    /// Reply form, comment policy, "Comments are closed".
    CommentForm = "comment_form",
    /// Menus, language switches, account and skip links.
    Nav = "nav",
    /// The path from the home page to this one.
    Breadcrumb = "breadcrumb",
    /// Related, recommended, popular or latest posts; teasers.
    Related = "related",
    /// Advertisements, donation and subscription prompts.
    Advert = "advert",
    /// "Follow us" links and social profiles.
    Follow = "follow",
    /// Newsletter sign-up.
    Newsletter = "newsletter",
    /// Share, like, save and print buttons.
    Share = "share",
    /// Biography of the author.
    AuthorBio = "author_bio",
    /// Topic tags of this article.
    Tags = "tags",
    /// Page numbers, next and previous page, load more.
    Pagination = "pagination",
    /// Subscribe-to-continue and registration walls.
    Paywall = "paywall",
    /// Consent banners.
    Cookie = "cookie",
    /// Other pop-ups, log-in boxes, alerts.
    Dialog = "dialog",
    /// Search boxes and their hints.
    Search = "search",
    /// Other widgets beside the content.
    Sidebar = "sidebar",
    /// Site footer: copyright, legal links, contact.
    Footer = "footer",
    /// Anything visible that fits none of the others.
    Other = "other",
}

impl fmt::Display for RegionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The string is not the name of a [`RegionKind`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a region kind (they are: {list})", list = names())]
pub struct UnknownKind(String);

impl FromStr for RegionKind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        let found = Self::ALL.iter().find(|kind| kind.as_str() == name);
        found.copied().ok_or_else(|| UnknownKind(name.to_owned()))
    }
}

fn names() -> String {
    let names: Vec<_> = RegionKind::ALL.iter().map(|k| k.as_str()).collect();
    names.join(", ")
}
