use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use unhusk::RuleSet;

use crate::args::{RulesArgs, RulesCommand};
use crate::{Outcome, input};

pub(crate) fn run(args: &RulesArgs) -> Result<Outcome> {
    let rules = input::rule_set(args.rules.as_deref())?;
    match &args.command {
        RulesCommand::List => list(&rules),
        RulesCommand::Show { site } => show(&rules, site),
        RulesCommand::Test { fixtures } => test(&rules, fixtures),
    }
}

fn list(rules: &RuleSet) -> Result<Outcome> {
    let mut out = String::new();
    for rule in rules.iter() {
        let (hosts, layouts) = (rule.hosts().join(" "), rule.layouts().join(" "));
        writeln!(out, "{}\t{hosts}\t{layouts}", rule.id())?;
    }
    input::print(&out)?;
    Ok(Outcome::Done)
}

fn show(rules: &RuleSet, site: &str) -> Result<Outcome> {
    let host = match input::is_url(site) {
        true => site.split('/').nth(2).unwrap_or(site),
        false => site,
    };
    let rule = rules
        .get(host)
        .with_context(|| format!("no rule for `{site}`"))?;
    input::print(rule.source())?;
    Ok(Outcome::Done)
}

fn test(rules: &RuleSet, fixtures: &Path) -> Result<Outcome> {
    if !fixtures.is_dir() {
        bail!(
            "no folder `{}`: name the folder of fixtures with --fixtures",
            fixtures.display()
        );
    }
    let results = rules.test(fixtures)?;
    let mut out = String::new();
    for test in &results {
        let verdict = if test.failures.is_empty() {
            "ok"
        } else {
            "FAILED"
        };
        writeln!(out, "{verdict}\t{}\t{}", test.rule, test.fixture)?;
        for failure in &test.failures {
            writeln!(out, "\t{failure}")?;
        }
    }
    let failed = results
        .iter()
        .filter(|test| !test.failures.is_empty())
        .count();
    writeln!(out, "{} passed, {failed} failed", results.len() - failed)?;
    input::print(&out)?;
    Ok(if failed == 0 {
        Outcome::Done
    } else {
        Outcome::Partial
    })
}
