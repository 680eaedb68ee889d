use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::SystemTime;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::fetch_args::{FetchArgs, PartArgs};

const EXAMPLES: &str = "\
Examples:
  unhusk extract page.html                          the article as plain text
  unhusk extract --format markdown https://example.com/post
  curl -s https://example.com/post | unhusk extract --url https://example.com/post -
  unhusk extract --text-dump dump.txt               a page that was flattened to text
  unhusk regions --format json page.html            every region with its label and reason
  unhusk batch < in.jsonl > out.jsonl               a line in, a line out, in the same order
  unhusk links --max 50 https://example.com/        addresses of articles, from feeds and sitemaps
  unhusk rules test                                 the embedded tests of all site rules

Exit codes:
  0  everything was extracted
  1  some input had no article or could not be read; the others were written
  2  wrong usage, or the command could not start
  130  ended by Ctrl-C; what was under way was finished and written";

/// Labels every piece of a web page and returns the article: body, metadata, comments.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the article of each input
    Extract(ExtractArgs),
    /// Print every region of a page with its label and the reason for it
    Regions(RegionsArgs),
    /// Extract a stream of JSON lines
    Batch(BatchArgs),
    /// List the addresses of a site's articles
    Links(LinksArgs),
    /// List, show and test the site rules
    Rules(RulesArgs),
}

/// What an input is and which rules serve for it.
#[derive(Debug, Args)]
pub(crate) struct InputArgs {
    /// Address of the page: selects the site rule and resolves links
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// The input is a page that was flattened to plain text, not HTML; so are files in `.txt`
    #[arg(long)]
    pub(crate) text_dump: bool,
    /// When a stored page was fetched: "3 hours ago" counts from it; RFC 3339, or a day
    #[arg(long, value_name = "TIME", value_parser = crate::input::time)]
    pub(crate) fetched: Option<SystemTime>,
    #[command(flatten)]
    pub(crate) labels: LabelArgs,
}

/// How pages are labelled.
#[derive(Debug, Args)]
pub(crate) struct LabelArgs {
    /// Use the rule files of this folder besides the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,
    /// Where no rule finds the body: rather less of the text, or rather more
    #[arg(long, value_enum, default_value_t = Focus::Balanced)]
    pub(crate) focus: Focus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Focus {
    Precision,
    Balanced,
    Recall,
}

#[derive(Debug, Args)]
pub(crate) struct ExtractArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Print these metadata fields too; with csv and tsv, these columns (`text`, `url` or fields)
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(crate) with: Vec<String>,
    /// Print the text of links without their addresses
    #[arg(long)]
    pub(crate) no_links: bool,
    /// Leave out images and embeds; captions stay
    #[arg(long)]
    pub(crate) no_images: bool,
    /// Print the reader comments after the article
    #[arg(long)]
    pub(crate) comments: bool,
    /// Print for each metadata field its candidates, their sources, and which one won
    #[arg(long)]
    pub(crate) explain: bool,
    /// Refuse pages of other types: forums, listings, products ...
    #[arg(long)]
    pub(crate) articles_only: bool,
    /// Files, addresses, or `-` for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    #[command(flatten)]
    pub(crate) parts: PartArgs,
    #[command(flatten)]
    pub(crate) fetch: FetchArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Markdown,
    Html,
    Json,
    /// As the Text Encoding Initiative describes it
    Xml,
    Csv,
    Tsv,
    /// Markdown after a YAML block with the metadata
    FrontMatter,
}

#[derive(Debug, Args)]
pub(crate) struct RegionsArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = RegionsFormat::Text)]
    pub(crate) format: RegionsFormat,
    /// A file, an address, or `-` for standard input
    #[arg(value_name = "INPUT")]
    pub(crate) source: String,
    #[command(flatten)]
    pub(crate) fetch: FetchArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RegionsFormat {
    Text,
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = BATCH)]
pub(crate) struct BatchArgs {
    /// Write to this file instead of standard output, and go on where an earlier run ended
    #[arg(long, value_name = "OUT")]
    pub(crate) resume: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) labels: LabelArgs,
    /// Refuse pages of other types: forums, listings, products ...
    #[arg(long)]
    pub(crate) articles_only: bool,
    #[command(flatten)]
    pub(crate) parts: PartArgs,
    #[command(flatten)]
    pub(crate) fetch: FetchArgs,
}

const BATCH: &str = "\
Examples:
  unhusk batch --resume out.jsonl < in.jsonl        the same command goes on after Ctrl-C or a crash
  unhusk links --format jsonl https://example.com/ | unhusk batch > out.jsonl
  unhusk batch --jobs 32 --delay 2 --cache pages --contact me@example.com < in.jsonl > out.jsonl

Each input line is an object {\"id\", \"url\"?, and one of \"html\", \"html_path\", \"text\", \"text_path\"};
paths may end in .gz, and \"fetched_at\" may say when the page was fetched. A line with \"url\" alone
is fetched.

Each output line has id, line (the number of the input line), url, outcome, text, markdown, title,
authors, date, comments, comment_status, rule, error and metadata, and of a fetched page `fetched`: final_url,
status, redirects, robots, suspicion, notes and more. A line that cannot be read, fetched or
extracted gives a line with `error`; its `outcome` says which. The last line on standard error
counts the outcomes.

--resume skips the lines whose id OUT has already (without an id: the number), cuts off a last line
that a killed run left half written, and appends to OUT.

Exit codes: 0 every line was answered, 2 wrong usage, 130 ended by Ctrl-C.";

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  unhusk links https://example.com/                 feeds, sitemaps and the links of the page
  unhusk links --since 2024-01-31 --max 100 https://example.com/feed.xml
  unhusk links --format jsonl https://example.com/ | unhusk batch > out.jsonl

Exit codes: 0 all was read, 1 the address, or a feed or sitemap, could not be read, 2 wrong usage.")]
pub(crate) struct LinksArgs {
    /// A page of the site, a feed (RSS, Atom, JSON Feed) or a sitemap
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// Leave out what is known to be older: a date such as 2024-01-31, or an RFC 3339 time
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,
    /// Most addresses [default: 10000]
    #[arg(long, value_name = "N")]
    pub(crate) max: Option<NonZeroUsize>,
    /// Form of the output: an address a line, or JSON with title, date and origin
    #[arg(long, value_enum, default_value_t = LinksFormat::Text)]
    pub(crate) format: LinksFormat,
    #[command(flatten)]
    pub(crate) fetch: FetchArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LinksFormat {
    Text,
    Jsonl,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    pub(crate) command: RulesCommand,
    /// Use the rule files of this folder besides the built-in ones
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) rules: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Print id, hosts and layouts of each rule
    List,
    /// Print the rule of a site, given by id, host or address
    Show {
        /// Id of the rule, a host, or the address of a page
        site: String,
    },
    /// Run the tests that the rules contain
    Test {
        /// Folder with the fixtures that the tests name
        #[arg(long, value_name = "DIR", default_value = "tests/fixtures")]
        fixtures: PathBuf,
    },
}
