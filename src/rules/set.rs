use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::compile::{self, Rule};
use super::embedded;
use crate::Error;

/// A set of site and platform rules. A clone is a pointer copy.
///
/// The built-in rules are compiled when a page of their host comes, so that many rules do not
/// cost start-up time; rules from a folder or a string are compiled at once, so that their errors
/// are seen where they are added.
///
/// ```
/// use unhusk::{RuleSet, SiteRule};
///
/// let rule = SiteRule::parse("example.toml", r#"
///     schema = 1
///     id = "example.com"
///     [match]
///     hosts = ["example.com"]
///     [body]
///     first = [{ css = "main .text" }]
/// "#)?;
/// let rules = RuleSet::builder().rule(rule).build();
/// assert!(rules.iter().any(|rule| rule.id() == "example.com"));
/// # Ok::<(), unhusk::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct RuleSet {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    rules: Vec<SiteRule>,
    /// Positions in `rules` by host; of two rules for a host the later one.
    hosts: BTreeMap<String, usize>,
    hash: String,
}

/// One rule, read but not necessarily compiled.
#[derive(Debug, Clone)]
pub struct SiteRule {
    name: Arc<str>,
    source: Cow<'static, str>,
    head: Head,
    compiled: OnceLock<Arc<Rule>>,
}

/// What is needed of a rule to find it, without compiling it.
#[derive(Debug, Clone, Default)]
struct Head {
    id: String,
    hosts: Vec<String>,
    has_fingerprint: bool,
}

impl SiteRule {
    /// Reads a rule. `name` stands for the file in errors.
    ///
    /// # Errors
    ///
    /// [`Error::Rule`] with line, column, reason and cure.
    pub fn parse(name: &str, source: &str) -> Result<Self, Error> {
        let rule = Arc::new(compile::compile(name, source)?);
        let parsed = Self::lazy(name, Cow::Owned(source.to_owned()));
        Ok(Self {
            compiled: OnceLock::from(rule),
            ..parsed
        })
    }

    fn lazy(name: &str, source: Cow<'static, str>) -> Self {
        Self {
            name: name.into(),
            head: Head::scan(&source),
            source,
            compiled: OnceLock::new(),
        }
    }

    fn compiled(&self) -> &Arc<Rule> {
        self.compiled.get_or_init(|| {
            // All others are compiled when they are read.
            let rule = compile::compile_own(&self.name, &self.source);
            Arc::new(rule.unwrap_or_else(|_| Rule::nothing(&self.head.id)))
        })
    }
}

impl Head {
    /// Reads id and hosts from the lines of a rule, which is much cheaper than parsing it.
    fn scan(source: &str) -> Self {
        let mut head = Self::default();
        let mut in_hosts = false;
        for line in source.lines() {
            let line = line.trim();
            if let Some(id) = value_of(line, "id").filter(|_| head.id.is_empty()) {
                head.id = quoted(id).next().unwrap_or_default().to_owned();
            }
            let hosts = value_of(line, "hosts");
            in_hosts |= hosts.is_some();
            if in_hosts {
                head.hosts
                    .extend(quoted(hosts.unwrap_or(line)).map(host_key));
                in_hosts = !line.contains(']');
            }
            head.has_fingerprint |=
                value_of(line, "fingerprint").is_some() || line == "[match.fingerprint]";
            if line.starts_with("[[") {
                break;
            }
        }
        head
    }
}

fn value_of<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.trim_start().strip_prefix('=')
}

fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

/// Hosts are compared in lower case and without `www.`.
pub(super) fn host_key(host: &str) -> String {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    host.strip_prefix("www.").unwrap_or(&host).to_owned()
}

impl Default for RuleSet {
    fn default() -> Self {
        Self::builtin()
    }
}

impl RuleSet {
    /// The rules that come with the crate.
    #[must_use]
    pub fn builtin() -> Self {
        static BUILTIN: OnceLock<RuleSet> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::builder().build()).clone()
    }

    /// No rules at all.
    #[must_use]
    pub fn empty() -> Self {
        Self::of(Vec::new())
    }

    /// A builder that starts with the built-in rules.
    #[must_use]
    pub fn builder() -> RuleSetBuilder {
        let file = |(name, source): &(&'static str, &'static str)| {
            SiteRule::lazy(name, Cow::Borrowed(*source))
        };
        RuleSetBuilder {
            rules: embedded::FILES.iter().map(file).collect(),
        }
    }

    fn of(rules: Vec<SiteRule>) -> Self {
        let rules = latest(rules);
        let mut hosts = BTreeMap::new();
        for (index, rule) in rules.iter().enumerate() {
            hosts.extend(rule.head.hosts.iter().map(|host| (host.clone(), index)));
        }
        let hash = hash(&rules);
        Self {
            inner: Arc::new(Inner { rules, hosts, hash }),
        }
    }

    /// A stable hash of all rules, 16 hexadecimal digits.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.inner.hash
    }

    /// The rules in the order they were added.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = RuleInfo<'_>> {
        self.inner.rules.iter().map(|rule| RuleInfo { rule })
    }

    /// The rule with this id, or for this host.
    #[must_use]
    pub fn get(&self, id_or_host: &str) -> Option<RuleInfo<'_>> {
        let by_id = self
            .inner
            .rules
            .iter()
            .rfind(|rule| rule.head.id == id_or_host);
        let index = || self.position(id_or_host);
        let rule = by_id.or_else(|| self.inner.rules.get(index()?));
        rule.map(|rule| RuleInfo { rule })
    }

    /// The rule with the longest host that covers this one: `a.example.com` before
    /// `*.example.com`.
    fn position(&self, host: &str) -> Option<usize> {
        let host = host_key(host);
        if let Some(&exact) = self.inner.hosts.get(&host) {
            return Some(exact);
        }
        let mut rest = host.as_str();
        while let Some((_, parent)) = rest.split_once('.') {
            if let Some(&index) = self.inner.hosts.get(&format!("*.{parent}")) {
                return Some(index);
            }
            rest = parent;
        }
        None
    }

    pub(super) fn of_host(&self, host: &str) -> Option<&Rule> {
        let rule = self.inner.rules.get(self.position(host)?)?;
        Some(rule.compiled())
    }

    /// Site rules that recognise their pages by what they contain, in order.
    pub(super) fn fingerprinted(&self, platforms: bool) -> impl Iterator<Item = &Rule> {
        let rules = self.inner.rules.iter();
        let wanted = move |rule: &&SiteRule| {
            rule.head.has_fingerprint && rule.head.id.starts_with("platform/") == platforms
        };
        rules.filter(wanted).map(|rule| rule.compiled().as_ref())
    }

    pub(super) fn by_id(&self, id: &str) -> Option<&Rule> {
        let rule = self.inner.rules.iter().rfind(|rule| rule.head.id == id)?;
        Some(rule.compiled())
    }
}

/// Of rules with the same id only the last one serves.
fn latest(mut rules: Vec<SiteRule>) -> Vec<SiteRule> {
    let last = |(index, rule): (usize, &SiteRule)| (rule.head.id.clone(), index);
    let last: BTreeMap<String, usize> = rules.iter().enumerate().map(last).collect();
    let mut index = 0..;
    rules.retain(|rule| last.get(&rule.head.id).copied() == index.next());
    rules
}

/// FNV-1a, 64 bits, over names and sources in order.
fn hash(rules: &[SiteRule]) -> String {
    let texts = rules
        .iter()
        .flat_map(|rule| [rule.name.as_bytes(), rule.source.as_bytes()]);
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for text in texts {
        for byte in text.iter().chain(&[0]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

/// What can be asked of a rule.
#[derive(Debug, Clone, Copy)]
pub struct RuleInfo<'a> {
    rule: &'a SiteRule,
}

impl<'a> RuleInfo<'a> {
    /// The rule's id: the site's main host, or `platform/<name>`.
    #[must_use]
    pub fn id(&self) -> &'a str {
        &self.rule.head.id
    }

    /// Hosts the rule is for, without `www.`.
    #[must_use]
    pub fn hosts(&self) -> &'a [String] {
        &self.rule.head.hosts
    }

    /// The file it was read from.
    #[must_use]
    pub fn file(&self) -> &'a str {
        &self.rule.name
    }

    /// The rule as it is written.
    #[must_use]
    pub fn source(&self) -> &'a str {
        &self.rule.source
    }

    /// Ids of its layouts, newest first.
    #[must_use]
    pub fn layouts(&self) -> Vec<&'a str> {
        self.rule
            .compiled()
            .layouts
            .iter()
            .map(|layout| &*layout.id)
            .collect()
    }
}

/// Collects rules.
#[derive(Debug, Default)]
pub struct RuleSetBuilder {
    rules: Vec<SiteRule>,
}

impl RuleSetBuilder {
    /// Adds every `.toml` file below a folder, in order of their paths.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the folder or a file cannot be read, [`Error::Rule`] for the first faulty
    /// rule.
    pub fn dir(mut self, path: impl AsRef<Path>) -> Result<Self, Error> {
        for file in toml_files(path.as_ref())? {
            let source = std::fs::read_to_string(&file).map_err(|e| io(&file, &e))?;
            self.rules
                .push(SiteRule::parse(&file.display().to_string(), &source)?);
        }
        Ok(self)
    }

    /// Adds one rule. For a host that an earlier rule is for, the later one serves.
    #[must_use]
    pub fn rule(mut self, rule: SiteRule) -> Self {
        self.rules.push(rule);
        self
    }

    /// The set.
    #[must_use]
    pub fn build(self) -> RuleSet {
        RuleSet::of(self.rules)
    }
}

fn toml_files(dir: &Path) -> Result<Vec<std::path::PathBuf>, Error> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|e| io(&folder, &e))? {
            let path = entry.map_err(|e| io(&folder, &e))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn io(path: &Path, error: &std::io::Error) -> Error {
    Error::Io {
        path: path.display().to_string(),
        reason: error.to_string(),
    }
}
