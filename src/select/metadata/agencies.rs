//! News agencies, which supply texts but are no people.

/// Names as they stand in bylines, in lower case.
const NAMES: &[&str] = &[
    "aap",
    "afp",
    "agence france-presse",
    "agence france presse",
    "agencia efe",
    "agencies",
    "agenturen",
    "agenzia nova",
    "ani",
    "anp",
    "ansa",
    "ap",
    "apa",
    "associated press",
    "the associated press",
    "ats",
    "belga",
    "bloomberg news",
    "canadian press",
    "the canadian press",
    "cna",
    "ctk",
    "čtk",
    "dapd",
    "deutsche presse-agentur",
    "dpa",
    "dpa-afx",
    "efe",
    "epd",
    "europa press",
    "ians",
    "interfax",
    "keystone-sda",
    "kna",
    "kyodo",
    "kyodo news",
    "lusa",
    "ntb",
    "pa media",
    "pap",
    "press association",
    "press trust of india",
    "pti",
    "reuters",
    "ria novosti",
    "ritzau",
    "sda",
    "sid",
    "sputnik",
    "tass",
    "tt",
    "upi",
    "xinhua",
    "yonhap",
    "共同通信",
    "時事通信",
];

/// A longer beginning of a text is no dateline.
const LONGEST_DATELINE: usize = 80;

/// The agency in the dateline of a text: "LONDON, May 3 (Reuters) - ", "(AP) ".
pub(super) fn of_dateline(text: &str) -> Option<&str> {
    let near = text.get(..text.floor_char_boundary(LONGEST_DATELINE))?;
    let (place, rest) = near.split_once('(')?;
    let (name, rest) = rest.split_once(')')?;
    let ends = place.trim().is_empty() || rest.trim_start().starts_with(['-', '–', '—']);
    (ends && is_agency(name)).then_some(name.trim())
}

/// Whether a byline's name is that of a news agency.
pub(super) fn is_agency(name: &str) -> bool {
    let name = name
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let name = name.strip_suffix(" staff").unwrap_or(&name);
    NAMES.contains(&name)
        || name
            .split(['/', '+', ','])
            .all(|part| NAMES.contains(&part.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_name_agencies() {
        for (text, agency) in [
            ("LONDON (Reuters) — The bridge is open.", Some("Reuters")),
            ("ST. LOUIS, May 3 (AP) - The bridge is open.", Some("AP")),
            ("(AP) The bridge is open.", Some("AP")),
            ("Berlin (dpa/AFP) – Die Brücke ist offen.", Some("dpa/AFP")),
            ("The press agency (AP) was there.", None),
            ("LONDON (Ann Lee) — The bridge is open.", None),
            ("(A", None),
        ] {
            assert_eq!(of_dateline(text), agency, "{text}");
        }
    }

    #[test]
    fn agencies_are_told_from_people() {
        for name in [
            "dpa",
            "AFP",
            "The Associated Press",
            "dpa/AFP",
            "Reuters Staff",
        ] {
            assert!(is_agency(name), "{name}");
        }
        for name in ["Ann Lee", "Anita AP Reddy", ""] {
            assert!(!is_agency(name), "{name}");
        }
    }
}
