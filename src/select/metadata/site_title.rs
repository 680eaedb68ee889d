//! The site's name in a title: "The bridge is open | The Daily".

/// What stands between a title and the name of its site.
pub(super) const SEPARATORS: [&str; 16] = [
    " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " « ", " • ", " ǀ ", " / ", " › ", " ‹ ",
    " ｜ ", " _ ", " ⋅ ",
];
/// What separates them without spaces, if the other part is the name and nothing else.
const TIGHT: [&str; 6] = ["｜", "|", "::", "»", "›", "•"];
/// As [`TIGHT`], where words are not written apart: elsewhere these join words.
const TIGHT_IN_DENSE: [&str; 7] = ["_", "——", "—", "–", "-", "·", "・"];

/// The title without parts at its end or start that name the site.
pub(super) fn without_site(title: &str, sites: &[String]) -> String {
    let mut title = title.trim();
    for _ in 0..3 {
        let separators = SEPARATORS.iter().filter(|s| may_have(title, s));
        let last = separators
            .clone()
            .filter_map(|s| title.rsplit_once(s))
            .min_by_key(|(_, end)| end.len());
        let first = separators
            .filter_map(|s| title.split_once(s))
            .min_by_key(|(start, _)| start.len());
        title = match (last, first) {
            (Some((rest, end)), _) if names_site(end, sites) => rest,
            (_, Some((start, rest))) if names_site(start, sites) => rest,
            // What stands after a bar is hardly ever the headline.
            _ => match title.rsplit_once(" | ") {
                Some((rest, end)) if rest.contains(' ') || end.split(' ').count() > 2 => rest,
                _ => match without_exact(title, sites) {
                    Some(rest) => rest,
                    None => break,
                },
            },
        };
    }
    title.trim().to_owned()
}

/// Whether a title has the sign of a separator: most have none, and one sign is told fast.
fn may_have(title: &str, separator: &str) -> bool {
    let sign = separator.trim_start().chars().next();
    sign.is_some_and(|sign| title.contains(sign))
}

/// The title without the site's exact name, where no spaces stand around the separator. A colon is
/// none: "The Daily: News of the river" is how a site calls itself.
fn without_exact<'a>(title: &'a str, sites: &[String]) -> Option<&'a str> {
    let dense = is_dense(title).then_some(TIGHT_IN_DENSE);
    let mut separators = TIGHT.into_iter().chain(dense.into_iter().flatten());
    let is_title = |rest: &str| rest.trim().contains(' ') || is_dense(rest);
    let without = |rest, name| (is_exactly(name, sites) && is_title(rest)).then_some(rest);
    separators.find_map(|separator| {
        let (start, end) = title.rsplit_once(separator)?;
        let (first, rest) = title.split_once(separator)?;
        without(start, end).or_else(|| without(rest, first))
    })
}

/// Whether a text has characters of a script that does not write words apart.
fn is_dense(text: &str) -> bool {
    text.contains(crate::page::words::is_dense)
}

fn is_exactly(part: &str, sites: &[String]) -> bool {
    let part = squeezed(part);
    part.len() >= 3 && sites.iter().any(|site| squeezed(site) == part)
}

pub(super) fn names_site(part: &str, sites: &[String]) -> bool {
    let part = squeezed(part);
    !part.is_empty()
        && sites.iter().map(|s| squeezed(s)).any(|site| {
            site.len() >= 3
                && part.len() >= 3
                && (site == part
                    || site.contains(&part)
                    || part.contains(&site) && part.len() < site.len() * 3)
        })
}

pub(super) fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(title: &str) -> String {
        let sites = ["The Daily", "thedaily.example", "thedaily", "每日新聞"];
        without_site(title, &sites.map(str::to_owned))
    }

    #[test]
    fn the_sites_name_is_cut_off_and_hyphens_in_the_title_are_kept() {
        assert_eq!(cut("A - B | The Daily"), "A - B");
        assert_eq!(cut("The Daily: A"), "The Daily: A");
        assert_eq!(cut("The Daily » A"), "A");
    }

    #[test]
    fn every_separator_is_known() {
        for separator in [
            " ｜ ", "｜", " _ ", "|", " › ", " » ", " · ", " • ", " – ", " — ", " :: ", "::", "›",
        ] {
            let title = format!("The bridge is open{separator}The Daily");
            assert_eq!(cut(&title), "The bridge is open", "{title}");
        }
        assert_eq!(
            cut("The bridge is open|thedaily.example"),
            "The bridge is open"
        );
        for separator in ["_", "-", "——", "｜"] {
            let title = format!("大橋今天重新開放{separator}每日新聞");
            assert_eq!(cut(&title), "大橋今天重新開放", "{title}");
        }
    }

    #[test]
    fn parts_that_do_not_name_the_site_are_kept() {
        for title in [
            "The Daily: News of the river",
            "Moss: how it grows",
            "The bridge|a history",
            "Snake_case is back",
            "Anti-The Daily",
            "大橋-小橋",
            "Bridges › Stone",
            "Made daily: bread for all",
        ] {
            assert_eq!(cut(title), title);
        }
    }
}
