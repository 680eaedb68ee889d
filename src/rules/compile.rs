//! Rule files to selectors and patterns; every fault names its place and the cure.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;

use super::css::Css;
use super::format::{self, File, OnMiss, RangeOf, Zone};
use super::pattern::Pattern;
use crate::article::Field;
use crate::{Error, RegionKind};

/// A rule ready to be applied.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: Arc<str>,
    pub(super) extends: Vec<String>,
    pub(super) paths: Vec<Pattern>,
    pub(super) not_paths: Vec<Pattern>,
    pub(super) fingerprint: Option<Fingerprint>,
    pub(super) refuse: Vec<Refuse>,
    pub(super) common: Layout,
    pub(super) layouts: Vec<Layout>,
}

#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) id: Arc<str>,
    pub(super) fingerprint: Fingerprint,
    pub(super) fields: Vec<(Field, Vec<Candidate>)>,
    pub(super) body: Option<Body>,
    pub(super) regions: Vec<Region>,
    pub(super) comments: Option<Comments>,
    pub(super) text: Option<Text>,
    pub(super) pages: Option<Pages>,
}

#[derive(Debug, Default)]
pub(super) struct Fingerprint {
    pub(super) all: Vec<Css>,
    pub(super) any: Vec<Css>,
    pub(super) none: Vec<Css>,
    pub(super) wording: Vec<Pattern>,
    pub(super) wording_any: Vec<Pattern>,
    pub(super) least: usize,
}

impl Fingerprint {
    /// Without conditions every page matches.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty() && self.any.is_empty() && self.none.is_empty() && !self.has_wording()
    }

    pub(super) fn has_wording(&self) -> bool {
        !self.wording.is_empty() || !self.wording_any.is_empty()
    }
}

#[derive(Debug)]
pub(super) struct Refuse {
    pub(super) css: Option<Css>,
    pub(super) text: Option<Pattern>,
    pub(super) paths: Vec<Pattern>,
    pub(super) because: String,
}

#[derive(Debug)]
pub(super) struct Body {
    pub(super) first: Vec<Place>,
    pub(super) min_words: usize,
    pub(super) on_miss: OnMiss,
}

/// A set of elements.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) css: Css,
    pub(super) text: Option<Pattern>,
    pub(super) closest: Option<Css>,
    pub(super) holds: Option<usize>,
    pub(super) range: RangeOf,
    pub(super) until: Option<Css>,
    pub(super) until_text: Option<Pattern>,
    pub(super) repeated: bool,
}

#[derive(Debug)]
pub(super) struct Region {
    pub(super) label: RegionKind,
    pub(super) place: Place,
}

#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) from: From,
    pub(super) line: usize,
    pub(super) nth: Option<i32>,
    pub(super) after: Option<String>,
    pub(super) before: Option<String>,
    pub(super) split: Option<String>,
}

#[derive(Debug)]
pub(super) enum From {
    Css {
        css: Css,
        attr: Option<String>,
        text: Option<Pattern>,
    },
    Meta(String),
    JsonLd(String),
    Line(Pattern),
}

#[derive(Debug)]
pub(super) struct Comments {
    pub(super) item: Css,
    pub(super) author: Option<Css>,
    pub(super) time: Option<Css>,
    pub(super) time_attr: Option<String>,
    pub(super) body: Css,
    pub(super) without: Option<Css>,
}

#[derive(Debug)]
pub(super) struct Pages {
    pub(super) next: Vec<PageLink>,
    pub(super) single: Vec<PageLink>,
}

#[derive(Debug)]
pub(super) struct PageLink {
    pub(super) css: Css,
    pub(super) text: Option<Pattern>,
    pub(super) attr: String,
}

#[derive(Debug)]
pub(super) struct Text {
    pub(super) after: Vec<(Pattern, usize)>,
    pub(super) then: Vec<Pattern>,
    pub(super) before: Vec<Pattern>,
    pub(super) lines: Vec<LineLabel>,
    /// The line with a comment's author and date, as groups `author` and `date`.
    pub(super) comment: Option<Pattern>,
}

#[derive(Debug)]
pub(super) struct LineLabel {
    pub(super) label: RegionKind,
    pub(super) at: usize,
    pub(super) line: Option<Pattern>,
    pub(super) from: Option<Pattern>,
    pub(super) to: Option<Pattern>,
    pub(super) repeated: bool,
    pub(super) nth: Option<i32>,
    pub(super) last: Option<usize>,
    pub(super) zone: Zone,
}

/// Reads a rule file.
pub(super) fn parse(name: &str, source: &str) -> Result<File, Error> {
    let here = Source::new(name, source, &NO_PATTERNS, Pattern::parse);
    let file: File = toml::from_str(source).map_err(|e| {
        let span = e.span().unwrap_or(0..0);
        here.error(span, e.message().trim().to_owned())
    })?;
    if *file.schema.get_ref() != 1 {
        let message = format!(
            "schema {} is not known; write `schema = 1`",
            file.schema.get_ref()
        );
        return Err(here.error(file.schema.span(), message));
    }
    Ok(file)
}

/// Compiles a rule file, so that nothing in it can fail later.
pub(super) fn compile(name: &str, source: &str) -> Result<Rule, Error> {
    compile_with(name, source, Pattern::parse)
}

/// The same for a rule of the crate: its tests know that all of its patterns are some.
pub(super) fn compile_own(name: &str, source: &str) -> Result<Rule, Error> {
    compile_with(name, source, |pattern| Ok(Pattern::lazy(pattern)))
}

fn compile_with(name: &str, source: &str, to_pattern: ToPattern) -> Result<Rule, Error> {
    let file = parse(name, source)?;
    let here = Source::new(name, source, &file.patterns, to_pattern);
    let common = format::Layout {
        id: String::new(),
        _valid_from: None,
        fingerprint: format::Fingerprint::default(),
        fields: file.fields,
        body: file.body,
        region: file.region,
        comments: file.comments,
        text: file.text,
        pages: file.pages,
    };
    Ok(Rule {
        id: file.id.get_ref().as_str().into(),
        extends: file.extends.into_iter().map(Spanned::into_inner).collect(),
        paths: here.globs(&file.matches.paths)?,
        not_paths: here.globs(&file.matches.not_paths)?,
        fingerprint: file
            .matches
            .fingerprint
            .map(|f| here.fingerprint(f))
            .transpose()?,
        refuse: here.each(file.refuse, Source::refuse)?,
        common: here.layout(common)?,
        layouts: here.each(file.layout, Source::layout)?,
    })
}

static NO_PATTERNS: BTreeMap<String, String> = BTreeMap::new();

#[derive(Debug, Clone, Copy)]
struct Source<'a> {
    name: &'a str,
    text: &'a str,
    patterns: &'a BTreeMap<String, String>,
    to_pattern: ToPattern,
}

type ToPattern = fn(String) -> Result<Pattern, regex::Error>;

impl<'a> Source<'a> {
    fn new(
        name: &'a str,
        text: &'a str,
        patterns: &'a BTreeMap<String, String>,
        to_pattern: ToPattern,
    ) -> Self {
        Self {
            name,
            text,
            patterns,
            to_pattern,
        }
    }

    fn error(&self, span: Range<usize>, message: String) -> Error {
        let (line, column) = self.position(span.start);
        Error::Rule {
            file: self.name.to_owned(),
            line,
            column,
            message,
        }
    }

    /// Line and column, both from 1.
    fn position(&self, at: usize) -> (usize, usize) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        (line, column)
    }

    fn each<T, U>(
        &self,
        items: Vec<T>,
        compile: impl Fn(&Self, T) -> Result<U, Error>,
    ) -> Result<Vec<U>, Error> {
        items.into_iter().map(|item| compile(self, item)).collect()
    }

    fn opt<T, U>(
        &self,
        item: Option<T>,
        compile: impl Fn(&Self, T) -> Result<U, Error>,
    ) -> Result<Option<U>, Error> {
        item.map(|item| compile(self, item)).transpose()
    }

    fn css(&self, css: Spanned<String>) -> Result<Css, Error> {
        let (line, _) = self.position(css.span().start);
        Css::parse(css.get_ref(), line).map_err(|e| {
            let message = format!("`{}` is not a CSS selector: {e}", css.get_ref());
            self.error(css.span(), message)
        })
    }

    fn pattern(&self, pattern: Spanned<String>) -> Result<Pattern, Error> {
        let whole = self.expanded(&pattern)?;
        (self.to_pattern)(whole).map_err(|e| {
            let reason = e.to_string().lines().last().unwrap_or_default().to_owned();
            let message = format!("`{}` is not a pattern: {reason}", pattern.get_ref());
            self.error(pattern.span(), message)
        })
    }

    /// The pattern with its named parts, which may have named parts themselves.
    fn expanded(&self, pattern: &Spanned<String>) -> Result<String, Error> {
        let mut whole = pattern.get_ref().clone();
        for _ in 0..2 {
            for (name, part) in self.patterns {
                whole = whole.replace(&format!("%{name}%"), &format!("(?:{part})"));
            }
        }
        let mut parts = whole.split('%').skip(1).step_by(2);
        let is_name = |part: &&str| part.starts_with(char::is_alphabetic) && !part.contains(' ');
        match parts.find(is_name) {
            Some(name) if whole.matches('%').count() > 1 => {
                let message = format!("`%{name}%` is not defined; add `{name}` to [patterns]");
                Err(self.error(pattern.span(), message))
            }
            _ => Ok(whole),
        }
    }

    /// `*` matches within a segment, `**` everything.
    fn globs(&self, globs: &[String]) -> Result<Vec<Pattern>, Error> {
        let compile = |glob: &String| {
            let pattern = regex::escape(glob)
                .replace(r"\*\*", ".*")
                .replace(r"\*", "[^/]*");
            self.pattern(Spanned::new(0..0, format!("^{pattern}$")))
        };
        globs.iter().map(compile).collect()
    }

    fn fingerprint(&self, raw: format::Fingerprint) -> Result<Fingerprint, Error> {
        Ok(Fingerprint {
            all: self.each(raw.all, Self::css)?,
            any: self.each(raw.any, Self::css)?,
            none: self.each(raw.none, Self::css)?,
            wording: self.each(raw.wording, Self::pattern)?,
            wording_any: self.each(raw.wording_any, Self::pattern)?,
            least: raw.least,
        })
    }

    fn refuse(&self, raw: format::Refuse) -> Result<Refuse, Error> {
        Ok(Refuse {
            css: self.opt(raw.css, Self::css)?,
            text: self.opt(raw.text, Self::pattern)?,
            paths: self.globs(&raw.paths)?,
            because: raw.because,
        })
    }

    fn layout(&self, raw: format::Layout) -> Result<Layout, Error> {
        Ok(Layout {
            id: raw.id.into(),
            fingerprint: self.fingerprint(raw.fingerprint)?,
            fields: self.fields(raw.fields)?,
            body: self.opt(raw.body, Self::body)?,
            regions: self.each(raw.region, Self::region)?,
            comments: self.opt(raw.comments, Self::comments)?,
            text: self.opt(raw.text, Self::text)?,
            pages: self.opt(raw.pages, Self::pages)?,
        })
    }

    fn fields(&self, raw: format::Fields) -> Result<Vec<(Field, Vec<Candidate>)>, Error> {
        let fields = [
            (Field::Title, raw.title),
            (Field::Subtitle, raw.subtitle),
            (Field::Author, raw.author),
            (Field::Published, raw.date),
            (Field::Category, raw.category),
            (Field::Tag, raw.tags),
        ];
        let compiled = fields
            .into_iter()
            .map(|(field, candidates)| Ok((field, self.each(candidates, Self::candidate)?)));
        compiled.collect()
    }

    fn candidate(&self, raw: format::Candidate) -> Result<Candidate, Error> {
        let places = [&raw.css, &raw.meta, &raw.jsonld, &raw.line];
        let span = places
            .iter()
            .find_map(|p| p.as_ref())
            .map_or(0..0, Spanned::span);
        let (line, _) = self.position(span.start);
        let from = match (raw.css, raw.meta, raw.jsonld, raw.line) {
            (Some(css), None, None, None) => From::Css {
                css: self.css(css)?,
                attr: raw.attr,
                text: self.opt(raw.text, Self::pattern)?,
            },
            (None, Some(name), None, None) => From::Meta(name.into_inner()),
            (None, None, Some(path), None) => From::JsonLd(path.into_inner()),
            (None, None, None, Some(line)) => From::Line(self.pattern(line)?),
            _ => {
                let message = "a candidate needs exactly one of `css`, `meta`, `jsonld` and `line`";
                return Err(self.error(span, message.to_owned()));
            }
        };
        Ok(Candidate {
            from,
            line,
            nth: raw.nth,
            after: raw.after,
            before: raw.before,
            split: raw.split,
        })
    }

    fn body(&self, raw: format::Body) -> Result<Body, Error> {
        Ok(Body {
            first: self.each(raw.first, Self::place)?,
            min_words: raw.min_words,
            on_miss: raw.on_miss,
        })
    }

    fn place(&self, raw: format::Place) -> Result<Place, Error> {
        Ok(Place {
            css: self.css(raw.css)?,
            text: self.opt(raw.text, Self::pattern)?,
            closest: self.opt(raw.closest, Self::css)?,
            holds: raw.holds,
            range: raw.range,
            until: self.opt(raw.until, Self::css)?,
            until_text: self.opt(raw.until_text, Self::pattern)?,
            repeated: raw.repeated,
        })
    }

    fn region(&self, raw: format::Region) -> Result<Region, Error> {
        let place = format::Place {
            css: raw.css,
            text: raw.text,
            closest: raw.closest,
            holds: None,
            range: raw.range,
            until: raw.until,
            until_text: raw.until_text,
            repeated: raw.repeated,
        };
        Ok(Region {
            label: raw.label.into_inner(),
            place: self.place(place)?,
        })
    }

    fn comments(&self, raw: format::Comments) -> Result<Comments, Error> {
        Ok(Comments {
            item: self.css(raw.item)?,
            author: self.opt(raw.author, Self::css)?,
            time: self.opt(raw.time, Self::css)?,
            time_attr: raw.time_attr,
            body: self.css(raw.body)?,
            without: self.opt(raw.without, Self::css)?,
        })
    }

    fn pages(&self, raw: format::Pages) -> Result<Pages, Error> {
        Ok(Pages {
            next: self.each(raw.next, Self::page_link)?,
            single: self.each(raw.single, Self::page_link)?,
        })
    }

    fn page_link(&self, raw: format::PageLink) -> Result<PageLink, Error> {
        Ok(PageLink {
            css: self.css(raw.css)?,
            text: self.opt(raw.text, Self::pattern)?,
            attr: raw.attr,
        })
    }

    fn text(&self, raw: format::Text) -> Result<Text, Error> {
        let anchor = |here: &Self, pattern: Spanned<String>| {
            let (line, _) = here.position(pattern.span().start);
            Ok((here.pattern(pattern)?, line))
        };
        Ok(Text {
            after: self.each(raw.after, anchor)?,
            then: self.each(raw.then, Self::pattern)?,
            before: self.each(raw.before, Self::pattern)?,
            lines: self.each(raw.line, Self::line_label)?,
            comment: self.opt(raw.comment, Self::pattern)?,
        })
    }

    fn line_label(&self, raw: format::LineLabel) -> Result<LineLabel, Error> {
        let (at, _) = self.position(raw.label.span().start);
        Ok(LineLabel {
            label: raw.label.into_inner(),
            at,
            line: self.opt(raw.line, Self::pattern)?,
            from: self.opt(raw.from, Self::pattern)?,
            to: self.opt(raw.to, Self::pattern)?,
            repeated: raw.repeated,
            nth: raw.nth,
            last: raw.last,
            zone: raw.zone,
        })
    }
}

impl Candidate {
    /// Takes the wanted part of each value.
    pub(super) fn cut(&self, values: Vec<String>) -> Vec<String> {
        let parts = values.iter().flat_map(|value| {
            let value = match &self.after {
                Some(mark) => value
                    .split_once(mark.as_str())
                    .map_or("", |(_, after)| after),
                None => value,
            };
            let value = match &self.before {
                Some(mark) => value
                    .split_once(mark.as_str())
                    .map_or(value, |(before, _)| before),
                None => value,
            };
            match &self.split {
                Some(mark) => value.split(mark.as_str()).collect(),
                None => vec![value],
            }
        });
        parts.map(|part| part.trim().to_owned()).collect()
    }
}
