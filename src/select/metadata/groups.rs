//! Names of groups: a newsroom's own names for itself, and people who are called after what they do.

/// Whether a word is what a newsroom calls itself.
pub(super) fn is_desk(word: &str) -> bool {
    const DESKS: &[&str] = &[
        "desk",
        "newsdesk",
        "newsroom",
        "redaktion",
        "redaktionen",
        "redaktionsteam",
        "redaksjonen",
        "redactie",
        "redacción",
        "redação",
        "redazione",
        "redakcja",
        "redakce",
        "redaksi",
        "rédaction",
        "toimitus",
        "редакция",
        "редакція",
        "編集部",
        "编辑部",
        "編輯部",
        "편집부",
        "التحرير",
    ];
    DESKS.contains(&word.to_lowercase().as_str())
}

/// Whether a name is that of a desk: "Web desk", "La rédaction", "MM-Redaktion".
pub(super) fn names_desk(name: &str) -> bool {
    name.split([' ', '-']).any(is_desk)
}

/// Whether a line in lower case says what its people do, and whose or which they are, but names
/// none of them: "our reporters", "political correspondents".
pub(super) fn is_group(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.clone().any(|word| PEOPLE.contains(&word))
        && words.all(|word| PEOPLE.contains(&word) || WHICH.contains(&word))
}

const PEOPLE: &[&str] = &[
    "writers",
    "reporters",
    "correspondents",
    "journalists",
    "reporter",
    "korrespondenten",
    "redakteure",
    "journalisten",
    "correspondants",
    "journalistes",
    "rédacteurs",
    "envoyés",
    "corresponsales",
    "periodistas",
    "redactores",
    "reporteros",
    "enviados",
    "corrispondenti",
    "giornalisti",
    "redattori",
    "inviati",
    "correspondentes",
    "jornalistas",
    "redatores",
    "repórteres",
    "correspondenten",
    "verslaggevers",
    "redacteuren",
    "korespondenci",
    "dziennikarze",
    "корреспонденты",
    "журналисты",
    "редакторы",
];

const WHICH: &[&str] = &[
    "our",
    "the",
    "staff",
    "special",
    "political",
    "politics",
    "foreign",
    "world",
    "business",
    "news",
    "sports",
    "sport",
    "local",
    "city",
    "national",
    "web",
    "digital",
    "online",
    "unsere",
    "unser",
    "politische",
    "politischen",
    "nos",
    "les",
    "politiques",
    "spéciaux",
    "nuestros",
    "los",
    "políticos",
    "especiales",
    "i",
    "nostri",
    "politici",
    "speciali",
    "nossos",
    "os",
    "especiais",
    "onze",
    "politieke",
    "nasi",
    "наши",
    "собственные",
];
