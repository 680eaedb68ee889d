//! The program, run as a person would run it.
#![allow(missing_docs, clippy::unwrap_used)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const CDM: &str = "tests/fixtures/sites/creativedestructionmedia.com/belarus.html";
const DUMP: &str = "tests/fixtures/sites/geopoliticsandempire.com/belarus.txt";

fn unhusk(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_unhusk"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    output
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn extract_prints_the_article_of_files_and_of_standard_input() {
    let output = unhusk(&["extract", CDM], "");
    assert!(output.status.success());
    assert!(stdout(&output).starts_with("Concerns are rising"));
    let html = std::fs::read_to_string(CDM).unwrap();
    assert_eq!(stdout(&unhusk(&["extract", "-"], &html)), stdout(&output));
    let dump = unhusk(
        &["extract", "--text-dump", "--format", "markdown", DUMP],
        "",
    );
    assert!(stdout(&dump).starts_with("Recent meetings between"));
}

#[test]
fn extract_prints_comments_only_when_asked() {
    let comment = "I hope the world understands";
    assert!(!stdout(&unhusk(&["extract", CDM], "")).contains(comment));
    assert!(stdout(&unhusk(&["extract", "--comments", CDM], "")).contains(comment));
}

#[test]
fn focus_moves_the_cut_and_articles_only_refuses_other_pages() {
    let card = |i: usize| {
        format!(
            "<li class=product><a href=/p/{i}>Spade {i}</a><span class=price>$ {i}.90</span><button>Add to cart</button>"
        )
    };
    let cards: String = (1..40).map(card).collect();
    let shop = format!("<title>Spades</title><h1>Spades</h1><ul class=products>{cards}</ul>");
    let lines = |focus| {
        stdout(&unhusk(&["extract", "--focus", focus, "-"], &shop))
            .lines()
            .count()
    };
    assert!(lines("precision") <= lines("recall"));
    assert!(unhusk(&["extract", "-"], &shop).status.success());
    let refused = unhusk(&["extract", "--articles-only", "-"], &shop);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        stderr(&refused).contains("not an article"),
        "{}",
        stderr(&refused)
    );
}

const YESTERDAY: &str = "<title>The bridge is open</title><main><article><h1>The bridge is open</h1>\
    <time>2 days ago</time><p>After two years of work the bridge over the river is open again, and \
    it is wide enough for two carts, a tram and everyone who likes to walk.</p></article></main>";

#[test]
fn a_stored_page_says_when_it_was_written_given_when_it_was_fetched() {
    let published = |fetched: &[&str]| {
        let arguments = [&["extract", "--format", "json"], fetched, &["-"]].concat();
        let output = unhusk(&arguments, YESTERDAY);
        let json: Value = serde_json::from_str(&stdout(&output)).unwrap();
        json["metadata"]["published"].clone()
    };
    assert_eq!(published(&["--fetched", "2024-05-03"]), "2024-05-01");
    assert_eq!(
        published(&["--fetched", "2024-05-03T10:00:00Z"]),
        "2024-05-01"
    );
    assert_eq!(published(&[]), Value::Null);
    let wrong = unhusk(&["extract", "--fetched", "May", "-"], YESTERDAY);
    assert_eq!(wrong.status.code(), Some(2));
    let line = json!({"html": YESTERDAY, "fetched_at": "2024-05-03"}).to_string();
    let answer: Value = serde_json::from_str(&stdout(&unhusk(&["batch"], &line))).unwrap();
    assert_eq!(answer["date"], "2024-05-01");
}

#[test]
fn a_table_has_the_address_of_a_page_that_does_not_know_its_own() {
    let url = "https://news.example/bridge";
    for format in ["csv", "front-matter"] {
        let arguments = ["extract", "--format", format, "--url", url, "-"];
        assert!(
            stdout(&unhusk(&arguments, YESTERDAY)).contains(url),
            "{format}"
        );
    }
}

#[test]
fn flags_that_the_format_has_no_place_for_are_refused() {
    for (format, flag) in [
        ("csv", "--no-links"),
        ("csv", "--comments"),
        ("json", "--no-images"),
        ("html", "--with=title"),
        ("json", "--explain"),
    ] {
        let output = unhusk(&["extract", "--format", format, flag, CDM], "");
        assert_eq!(output.status.code(), Some(2), "{format} {flag}");
        assert!(
            stderr(&output).contains("changes nothing"),
            "{format} {flag}"
        );
    }
}

#[test]
fn one_bad_input_does_not_stop_the_others_and_is_told_in_the_exit_code() {
    let output = unhusk(&["extract", "no-such-file.html", CDM], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("Concerns are rising"));
    assert!(stderr(&output).contains("no-such-file.html"));
    assert_eq!(unhusk(&["extract"], "").status.code(), Some(2));
    assert_eq!(
        unhusk(&["extract", "--rules", "no-such-folder", CDM], "")
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn regions_as_json_is_an_array_of_label_reason_confidence_and_text() {
    let output = unhusk(&["regions", "--format", "json", CDM], "");
    let regions: Vec<Value> = serde_json::from_str(&stdout(&output)).unwrap();
    let advert = regions.iter().find(|r| r["label"] == "advert").unwrap();
    assert!(advert["text"].as_str().unwrap().starts_with("‘NO AD’"));
    assert!(
        advert["reason"]
            .as_str()
            .unwrap()
            .starts_with("rule creativedestructionmedia.com")
    );
    assert_eq!(advert["confidence"], 1.0);
    assert!(regions.iter().all(|r| r.as_object().unwrap().len() == 4));
}

#[test]
fn batch_answers_every_line_in_order() {
    let mut lines = vec![
        json!({"id": "a", "html_path": CDM}).to_string(),
        "no JSON".to_owned(),
        json!({"id": 2}).to_string(),
        json!({"id": 3, "html": "<p>x", "url": "not a url"}).to_string(),
        json!({"id": 4, "html_path": "no-such-file.gz"}).to_string(),
        json!({"id": 5, "text_path": DUMP}).to_string(),
        json!({"id": 6, "html": ""}).to_string(),
    ];
    lines.extend((7..60).map(|id| json!({"id": id, "text_path": DUMP}).to_string()));
    for jobs in ["1", "8"] {
        let output = unhusk(&["batch", "--jobs", jobs], &lines.join("\n"));
        assert!(output.status.success(), "{}", stderr(&output));
        let answers: Vec<Value> = stdout(&output)
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        assert_eq!(answers.len(), lines.len());
        let outcomes: Vec<_> = answers
            .iter()
            .take(7)
            .map(|a| a["outcome"].as_str().unwrap())
            .collect();
        assert_eq!(
            outcomes,
            [
                "ok",
                "bad_line",
                "bad_input",
                "bad_url",
                "bad_input",
                "ok",
                "empty"
            ]
        );
        assert!(
            answers
                .iter()
                .skip(7)
                .enumerate()
                .all(|(i, a)| a["id"] == i + 7 && a["outcome"] == "ok")
        );
        assert_eq!(answers[0]["comments"][0]["author"], "Htos1av");
        assert_eq!(answers[0]["rule"], "creativedestructionmedia.com");
        assert!(answers[1]["error"].is_string() && answers[0]["error"].is_null());
        assert_eq!(answers[0]["metadata"]["title"], answers[0]["title"]);
        assert_eq!(
            (&answers[0]["line"], &answers[1]["line"]),
            (&json!(1), &json!(2))
        );
        let summary = stderr(&output);
        assert!(
            summary.contains("60 pages in ") && summary.contains(": 55 ok, "),
            "{summary}"
        );
        let keys = [
            "id",
            "outcome",
            "text",
            "markdown",
            "title",
            "authors",
            "date",
            "comments",
            "comment_status",
            "rule",
            "error",
        ];
        assert!(
            answers
                .iter()
                .all(|a| keys.iter().all(|key| a.get(key).is_some()))
        );
    }
}

#[test]
fn rules_are_listed_shown_and_tested() {
    assert!(stdout(&unhusk(&["rules", "list"], "")).contains("geopoliticsandempire.com"));
    assert!(
        stdout(&unhusk(&["rules", "show", "https://www.cdm.press/x"], ""))
            .contains("id = \"creativedestructionmedia.com\"")
    );
    assert_eq!(
        unhusk(&["rules", "show", "example.com"], "").status.code(),
        Some(2)
    );
    let test = unhusk(&["rules", "test"], "");
    assert!(
        test.status.success() && stdout(&test).contains(", 0 failed"),
        "{}",
        stdout(&test)
    );
}

#[test]
fn help_has_examples_and_the_exit_codes() {
    let help = stdout(&unhusk(&["--help"], ""));
    assert!(help.contains("Examples:") && help.contains("Exit codes:"));
    for command in ["batch", "links"] {
        let help = stdout(&unhusk(&[command, "--help"], ""));
        assert!(
            help.contains("Examples:") && help.contains("Exit codes:"),
            "{help}"
        );
    }
}
