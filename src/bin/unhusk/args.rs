use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  unhusk extract page.html                          the article as plain text
  unhusk extract --format markdown https://example.com/post
  curl -s https://example.com/post | unhusk extract --url https://example.com/post -
  unhusk extract --text-dump dump.txt               a page that was flattened to text
  unhusk regions --format json page.html            every region with its label and reason
  unhusk batch --jobs 8 < in.jsonl > out.jsonl      a line in, a line out, in the same order
  unhusk rules test                                 the embedded tests of all site rules

Exit codes:
  0  everything was extracted
  1  some input had no article or could not be read; the others were written
  2  wrong usage, or the command could not start";

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
    /// List, show and test the site rules
    Rules(RulesArgs),
}

/// What an input is and which rules serve for it.
#[derive(Debug, Args)]
pub(crate) struct InputArgs {
    /// Address of the page: selects the site rule and resolves links
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// The input is a page that was flattened to plain text, not HTML
    #[arg(long)]
    pub(crate) text_dump: bool,
    /// Use the rule files of this folder besides the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,
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
    /// Files, addresses, or `-` for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RegionsFormat {
    Text,
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Each input line is an object {\"id\", \"url\"?, and one of \"html\", \"html_path\", \"text\", \"text_path\"};
paths may end in .gz. Each output line has id, outcome, text, markdown, title, authors, date,
comments, rule and error. A line that cannot be read or extracted gives a line with `error`.")]
pub(crate) struct BatchArgs {
    /// Pages extracted at the same time [default: one per processor]
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Use the rule files of this folder besides the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,
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
