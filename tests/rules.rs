//! The rule format and the rule set.
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::Path;

use insta::assert_snapshot;
use unhusk::{Extractor, Page, RuleSet, SiteRule};

fn rule(host: &str, css: &str) -> SiteRule {
    let source = format!(
        "schema = 1\nid = \"{host}\"\n[match]\nhosts = [\"{host}\"]\n[body]\nfirst = [{{ css = \"{css}\" }}]\n"
    );
    SiteRule::parse(host, &source).unwrap()
}

fn body(rules: &RuleSet, url: &str) -> String {
    let html = "<div class=a>Text of a</div><div class=b>Text of b</div>";
    let extractor = Extractor::builder().rules(rules.clone()).build();
    extractor
        .extract(&Page::from_html(html).with_url(url).unwrap())
        .unwrap()
        .to_text()
}

#[test]
fn the_longest_host_wins_and_www_does_not_matter() {
    let rules = RuleSet::builder()
        .rule(rule("*.example.com", ".a"))
        .rule(rule("news.example.com", ".b"))
        .build();
    assert_eq!(body(&rules, "https://blog.example.com/x"), "Text of a");
    assert_eq!(body(&rules, "https://www.news.example.com/x"), "Text of b");
}

#[test]
fn a_later_rule_replaces_an_earlier_one_for_the_same_host() {
    let rules = RuleSet::builder()
        .rule(rule("example.com", ".a"))
        .rule(rule("example.com", ".b"))
        .build();
    assert_eq!(body(&rules, "https://example.com/"), "Text of b");
}

#[test]
fn the_hash_is_stable_and_tells_rule_sets_apart() {
    let one = || RuleSet::builder().rule(rule("example.com", ".a")).build();
    let other = RuleSet::builder().rule(rule("example.com", ".b")).build();
    assert_eq!(one().hash(), one().hash());
    assert_ne!(one().hash(), other.hash());
    assert_ne!(one().hash(), RuleSet::builtin().hash());
    assert_eq!(one().hash().len(), 16);
}

#[test]
fn every_rule_file_of_the_repository_is_built_in_and_compiles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut files = BTreeSet::new();
    for folder in ["sites", "platforms"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{folder}/{}", path.file_name().unwrap().to_str().unwrap());
            SiteRule::parse(&name, &std::fs::read_to_string(&path).unwrap()).unwrap();
            files.insert(name);
        }
    }
    let builtin = RuleSet::builtin();
    let known: BTreeSet<_> = builtin.iter().map(|rule| rule.file().to_owned()).collect();
    assert_eq!(known, files);
}

#[test]
fn no_host_is_claimed_twice() {
    let builtin = RuleSet::builtin();
    let mut seen = BTreeSet::new();
    for rule in builtin.iter() {
        for host in rule.hosts() {
            assert!(
                seen.insert(host.clone()),
                "{host} is claimed again by {}",
                rule.id()
            );
        }
    }
}

#[test]
fn a_folder_of_rules_is_read_and_its_first_fault_is_named() {
    let folder = std::env::temp_dir().join(format!("unhusk-rules-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(
        folder.join("good.toml"),
        "schema = 1\nid = \"good.example\"\n",
    )
    .unwrap();
    let rules = RuleSet::builder().dir(&folder).unwrap().build();
    assert!(rules.get("good.example").is_some());
    std::fs::write(
        folder.join("worse.toml"),
        "schema = 1\nid = \"x\"\n[body]\nfirst = [{ css = \"a[\" }]\n",
    )
    .unwrap();
    let error = RuleSet::builder().dir(&folder).unwrap_err().to_string();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(
        error.contains("worse.toml:4:18: `a[` is not a CSS selector"),
        "{error}"
    );
}

#[test]
fn faults_name_their_place_and_the_cure() {
    let head = "schema = 1\nid = \"x\"\n";
    let cases = [
        ("unknown key", format!("{head}bodi = 1\n")),
        (
            "bad selector",
            format!("{head}[body]\nfirst = [{{ css = \"div[\" }}]\n"),
        ),
        (
            "bad pattern",
            format!("{head}[[region]]\nlabel = \"nav\"\ncss = \"p\"\ntext = \"(x\"\n"),
        ),
        (
            "unknown label",
            format!("{head}[[region]]\nlabel = \"menu\"\ncss = \"p\"\n"),
        ),
        (
            "missing key",
            format!("{head}[[region]]\nlabel = \"nav\"\n"),
        ),
        ("unknown schema", "schema = 9\nid = \"x\"\n".to_owned()),
        (
            "two places",
            format!("{head}[fields]\ntitle = [{{ css = \"h1\", meta = \"og:title\" }}]\n"),
        ),
        (
            "unknown range",
            format!("{head}[[region]]\nlabel = \"nav\"\ncss = \"p\"\nrange = \"before\"\n"),
        ),
        (
            "part of a pattern that is not there",
            format!("{head}[[region]]\nlabel = \"nav\"\ncss = \"p\"\ntext = \"^%menu%$\"\n"),
        ),
        ("not TOML", format!("{head}[body\n")),
    ];
    let told: Vec<_> = cases
        .iter()
        .map(|(name, source)| {
            format!(
                "{name}\n  {}",
                SiteRule::parse("site.toml", source).unwrap_err()
            )
        })
        .collect();
    assert_snapshot!(told.join("\n"));
}

#[test]
fn what_names_say_of_a_comment_is_read_besides_its_rule() {
    let source = "schema = 1\nid = \"example.com\"\n[match]\nhosts = [\"example.com\"]\n[body]\n\
        first = [{ css = \".a\" }]\n[comments]\nitem = \".note\"\nauthor = \"b\"\nbody = \"p\"\n";
    let rules = RuleSet::builder().rule(SiteRule::parse("example.com", source).unwrap());
    let html = "<div class=a>Text</div>\
        <div class='note bypostauthor' id=n1><b>Ann</b><span class=username>\
        <a href=/u/ann>Ann Lee</a></span><time datetime=2024-05-01><a href=#n1>1 May</a></time>\
        <p>One.</p><i class=votes>3</i><i class=edited>edited</i>\
        <div class='note sticky' id=n2><b>Bo</b><p>Two.</p></div></div>";
    let page = Page::from_html(html)
        .with_url("https://example.com/x")
        .unwrap();
    let extractor = Extractor::builder().rules(rules.build()).build();
    let comments = extractor.extract(&page).unwrap().comments;
    let [ann, bo] = comments.as_slice() else {
        panic!("{comments:?}");
    };
    assert_eq!(ann.author.as_deref(), Some("Ann"));
    assert_eq!(ann.author_url.as_deref(), Some("https://example.com/u/ann"));
    assert_eq!(ann.permalink.as_deref(), Some("https://example.com/x#n1"));
    assert_eq!(ann.score, Some(3));
    assert!(ann.edited && ann.by_author && !ann.pinned);
    assert!(bo.pinned && bo.score.is_none() && !bo.by_author);
    assert_eq!((bo.parent, bo.depth), (Some(0), 1));
}
