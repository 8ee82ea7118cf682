//! The commands and their flags. Help, completions and man pages come from here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Compiles one file that describes what a shop needs into a complete multi-region cloud platform for Saleor.
#[derive(Debug, Parser)]
#[command(name = "polder", version, max_term_width = 100, after_help = AFTER)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Args, Debug)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Global {
    /// Run as if in this folder
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    pub(crate) directory: Option<PathBuf>,
    /// Whether messages are coloured
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(crate) color: Colour,
    /// Print warnings and errors, and no other messages
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Also print the remarks on a platform file that `polder check` prints
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

/// Whether messages are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal; `NO_COLOR` and `FORCE_COLOR` are honoured
    Auto,
    /// Yes
    Always,
    /// No
    Never,
}

const AFTER: &str = "Exit status: 0 success, 1 errors, 2 findings (warnings), 64 wrong usage.
A platform file that is not named is `polder.toml` in the current folder or in one above it.
Data goes to the standard output, messages to the standard error. NO_COLOR and FORCE_COLOR are honoured.";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read, design and compile a platform, and print a summary
    Up(Up),
    /// Write a commented platform file to start from
    Init(Init),
    /// Settle networks and names in `polder.lock`, or settle entries of it anew
    Lock(Lock),
    /// Print what a change of the platform creates, destroys and replaces, and what it costs
    Diff(Diff),
    /// Report errors of a platform file, the origin of its values, and the arithmetic of its sizes
    Check(Check),
    /// Write the platform's stacks as OpenTofu/Terraform
    Compile(Compile),
    /// Print the environment variables of a process at a site, as KEY=VALUE lines
    Env(Env),
    /// Print what a platform, or the plan of another estate, costs in a month
    Price(Price),
    /// Prove properties of a platform, or of the plan of another estate, or refute them with a witness
    Prove(Prove),
    /// Check the certificates of `polder prove --certificate` again, without the engines that decided the verdicts
    Recheck(Recheck),
    /// Compare a running Saleor with the platform, or set it up
    #[command(subcommand)]
    Shop(Shop),
    /// List the reservations and Savings Plans to buy for a platform, with what they save and when they are paid for
    Commitments(Commitments),
    /// Draw the platform: flows, dependencies between stacks, sites
    Graph(Graph),
    /// List the facts that Polder was built with, each with its source
    Facts(Facts),
    /// Print the JSON Schema of the platform file
    Schema,
    /// Explain the code of a finding, or a property of `polder prove`
    Explain(Explain),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print the manual page, or write one for each command into a folder
    Man(Man),
}

/// The help of a platform file that need not be there.
const PLATFORM_FILE: &str = "The platform file; `-` reads the standard input [default: polder.toml here or in a folder above, else the built-in example]";

/// The platform file that a command reads.
#[derive(Args, Debug)]
pub(crate) struct Input {
    /// The platform file, which may also be in a folder above; `-` reads the standard input
    #[arg(value_name = "FILE", default_value = "polder.toml")]
    pub(crate) file: PathBuf,
}

/// Arguments of `polder up`.
#[derive(Args, Debug)]
pub(crate) struct Up {
    #[arg(help = PLATFORM_FILE, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Write nothing, and print what would be written
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// The folder that a command writes.
#[derive(Args, Debug)]
pub(crate) struct Output {
    /// The folder to write [default: build, beside a platform file that was found in a folder above]
    #[arg(short, long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Take over a folder that Polder did not write, and replace files of the build that were edited
    #[arg(long)]
    pub(crate) force: bool,
    /// Fail if the lock file would change
    #[arg(long)]
    pub(crate) locked: bool,
    /// Write nothing and fail if there is a warning that the platform file does not accept
    #[arg(long)]
    pub(crate) strict: bool,
}

/// Arguments of `polder diff`.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit status: 0 nothing is lost, 1 errors, 2 something is or may be replaced, or data or keys are destroyed."
)]
pub(crate) struct Diff {
    /// The platform as it was: a file, a build, or a revision of Git such as `main` or `HEAD~1`
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    /// The platform as it is to be: a file, a build or a revision
    #[arg(value_name = "NEW", default_value = "polder.toml")]
    pub(crate) new: String,
    /// The platform file in revisions
    #[arg(long, value_name = "FILE", default_value = "polder.toml")]
    pub(crate) file: PathBuf,
    /// The format of the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: BillFormat,
}

/// Arguments of `polder lock`.
#[derive(Args, Debug)]
pub(crate) struct Lock {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Settle an entry anew: a value (`cells.de.primary.network`) or a table (`cells.de`)
    #[arg(long, value_name = "ENTRY")]
    pub(crate) upgrade: Vec<String>,
}

/// Subcommands of `polder shop`.
#[derive(Debug, Subcommand)]
pub(crate) enum Shop {
    /// Report what is not ready for customers; changes nothing
    Verify(RunningShop),
    /// Change what differs from the platform, open the channels, and verify
    Setup(RunningShop),
}

/// A running shop, and the platform file that it is compared with.
#[derive(Args, Debug)]
#[command(after_help = TOKEN)]
pub(crate) struct RunningShop {
    /// The URL of the shop, such as `https://nl.example.com/graphql/`
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    #[arg(help = PLATFORM_FILE, long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// The cell [default: that of the URL's host]
    #[arg(long, value_name = "NAME")]
    pub(crate) cell: Option<String>,
    /// The URL of the queue for Saleor's events in the region of the active site; without it, the webhook is not compared
    #[arg(long, value_name = "URL")]
    pub(crate) events_queue: Option<String>,
    /// A file that contains the app's token
    #[arg(long, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
    /// The format of the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ReportFormat,
}

const TOKEN: &str = "The token of an app comes from --token-file or from the variable POLDER_SHOP_TOKEN, never from an argument.
docs/shop.md lists the permissions that it needs. Exit status: 0 ready for customers, 1 no answer, a refusal or a
lacking permission, 2 not ready.";

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// What is not ready, for people
    Text,
    /// Every check, for programs
    Json,
}

/// Arguments of `polder init`.
#[derive(Args, Debug)]
pub(crate) struct Init {
    /// The file to write
    #[arg(value_name = "FILE", default_value = "polder.toml")]
    pub(crate) file: PathBuf,
    /// Overwrite existing files; with `--ci` the workflows, and never the platform file
    #[arg(long)]
    pub(crate) force: bool,
    /// Write workflows that plan and apply the stacks of the platform file, which is created first if it does not exist
    #[arg(long, value_name = "SERVICE")]
    pub(crate) ci: Option<Ci>,
    /// Start from the built-in example instead of a minimal file
    #[arg(long)]
    pub(crate) example: bool,
}

/// The CI system of the workflows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ci {
    /// GitHub Actions, with one role of each account for plans and one for applies
    Github,
}

/// Arguments of `polder check`.
#[derive(Args, Debug)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Also print the origin of values, or the arithmetic of sizes
    #[arg(long, value_name = "WHAT", num_args = 0..=1, default_missing_value = "values")]
    pub(crate) explain: Option<Explanation>,
    /// Also list the owner's requirements, each with the resources that address it; with an ID, one requirement with
    /// all of its resources
    #[arg(long, value_name = "ID", num_args = 0..=1, require_equals = true)]
    pub(crate) requirements: Option<Option<String>>,
    /// Fail with status 1 if there is a warning that the platform file does not accept; with `--plan`, if there is a warning
    #[arg(long)]
    pub(crate) strict: bool,
    /// Also run `init` and `validate` of tofu or terraform on every stack
    #[arg(long)]
    pub(crate) engine: bool,
    /// Check plans or states of Terraform or OpenTofu instead, as `show -json` prints them, for what AWS refuses; `-` reads
    /// the standard input
    #[arg(long, value_name = "JSON", num_args = 1.., conflicts_with_all = ["explain", "requirements", "engine"])]
    pub(crate) plan: Vec<PathBuf>,
    /// The format of the findings
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub(crate) format: Format,
}

/// What `polder check --explain` explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Explanation {
    /// Every value of the platform and its origin
    Values,
    /// The arithmetic from the forecast to tasks and machine classes
    Sizing,
}

/// The format of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With source lines
    Full,
    /// One line each
    Concise,
    /// JSON with a `format_version`
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// JUnit XML
    Junit,
    /// Workflow commands of GitHub Actions
    Github,
}

impl From<Format> for polder::diag::Format {
    fn from(format: Format) -> polder::diag::Format {
        match format {
            Format::Full => polder::diag::Format::Full,
            Format::Concise => polder::diag::Format::Concise,
            Format::Json => polder::diag::Format::Json,
            Format::Sarif => polder::diag::Format::Sarif,
            Format::Junit => polder::diag::Format::Junit,
            Format::Github => polder::diag::Format::Github,
        }
    }
}

/// Arguments of `polder compile`.
#[derive(Args, Debug)]
pub(crate) struct Compile {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Write nothing, and report with exit status 2 if the folder is not what would be written
    #[arg(long)]
    pub(crate) check: bool,
    /// Allow each stack to be planned alone, against an emulator: values from other stacks are stubbed
    #[arg(long)]
    pub(crate) standalone: bool,
}

/// Arguments of `polder env`.
#[derive(Args, Debug)]
pub(crate) struct Env {
    #[command(flatten)]
    pub(crate) input: Input,
    /// The cell
    #[arg(long)]
    pub(crate) cell: String,
    /// The region of the site [default: that of the primary site]
    #[arg(long, value_name = "REGION")]
    pub(crate) site: Option<String>,
    /// The process: api, worker, beat, migrate, static, dashboard, storefront, or a custom service
    #[arg(long)]
    pub(crate) process: String,
}

/// Arguments of `polder price`.
#[derive(Args, Debug)]
pub(crate) struct Price {
    #[arg(help = PLATFORM_FILE, value_name = "FILE", conflicts_with = "plan")]
    pub(crate) file: Option<PathBuf>,
    /// Price plans or states of Terraform or OpenTofu instead, as `show -json` prints them
    #[arg(long, value_name = "JSON", num_args = 1..)]
    pub(crate) plan: Vec<PathBuf>,
    /// How much resources use: a YAML file in Infracost's format
    #[arg(long, value_name = "YAML")]
    pub(crate) usage: Option<PathBuf>,
    /// Prices and discounts of your own, which replace those of the price book: a TOML file
    #[arg(long, value_name = "TOML")]
    pub(crate) prices: Option<PathBuf>,
    /// Do not estimate a price that a region lacks from that of another region
    #[arg(long)]
    pub(crate) no_estimates: bool,
    /// Subtract the free tiers that do not end: of CloudFront, of transfer to the internet, of SQS
    #[arg(long)]
    pub(crate) free_tiers: bool,
    /// The region of resources whose region a plan does not tell
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// What the tables add up: service, item, account, region, cell, site, component, resource, tag:KEY
    #[arg(long, value_name = "WHAT", value_delimiter = ',', default_value = "service")]
    pub(crate) by: Vec<String>,
    /// Also list the data transfer flow by flow, and what endpoints and NAT gateways save
    #[arg(long)]
    pub(crate) flows: bool,
    /// Instead of the bill, list what could be saved: idle, oversized and duplicated resources
    #[arg(long, conflicts_with_all = ["flows", "svg"])]
    pub(crate) waste: bool,
    /// Instead of the bill, list what each guarantee costs, and the cheapest combinations; with --svg, draw these
    #[arg(long, conflicts_with_all = ["flows", "waste", "plan"])]
    pub(crate) guarantees: bool,
    /// Also draw the bill into this folder: what the money is for, where it is spent, and data transfer
    #[arg(long, value_name = "DIR")]
    pub(crate) svg: Option<PathBuf>,
    /// The format of the bill
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: BillFormat,
}

/// Arguments of `polder prove`.
#[derive(Args, Debug)]
#[command(after_help = VERDICTS)]
pub(crate) struct Prove {
    /// The platform file; `-` reads the standard input [default: polder.toml here or in a folder above, else the built-in example].
    /// With plans or states, only what it states about the places and the retention of data counts [default: nothing]
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Read plans of Terraform or OpenTofu instead, as `show -json` prints them
    #[arg(long, value_name = "JSON", num_args = 1..)]
    pub(crate) plan: Vec<PathBuf>,
    /// Read states of Terraform or OpenTofu instead, as `show -json` prints them
    #[arg(long, value_name = "JSON", num_args = 1..)]
    pub(crate) state: Vec<PathBuf>,
    /// Also give the verdict on each requirement: the owner's, PCI DSS 4.0.1, the GDPR, CIS AWS Foundations 3.0.0. Of
    /// plans and states, all but the owner's
    #[arg(long)]
    pub(crate) requirements: bool,
    /// Also draw each witness of what is refuted as SVG, into this folder
    #[arg(long, value_name = "FOLDER")]
    pub(crate) picture: Option<PathBuf>,
    /// Also write into this folder what `polder recheck` needs to check verdicts again
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["plan", "state"])]
    pub(crate) certificate: Option<PathBuf>,
    /// The format of the properties
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub(crate) format: ProofFormat,
}

/// Arguments of `polder recheck`.
#[derive(Args, Debug)]
pub(crate) struct Recheck {
    /// The folder that `polder prove --certificate` wrote
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: PathBuf,
    /// The format of the findings
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub(crate) format: RecheckFormat,
}

/// The format of what certificates show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RecheckFormat {
    /// One line for each verdict, and the counts, for people
    #[value(alias = "text")]
    Full,
    /// Everything, for programs
    Json,
}

/// The format of properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProofFormat {
    /// What is not proved, with its first reasons, for people
    #[value(alias = "text")]
    Full,
    /// One line each
    Concise,
    /// Everything, for programs
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// JUnit XML
    Junit,
    /// Markdown
    Markdown,
}

impl From<ProofFormat> for polder::verdict::Format {
    fn from(format: ProofFormat) -> polder::verdict::Format {
        match format {
            ProofFormat::Full => polder::verdict::Format::Full,
            ProofFormat::Concise => polder::verdict::Format::Concise,
            ProofFormat::Json => polder::verdict::Format::Json,
            ProofFormat::Sarif => polder::verdict::Format::Sarif,
            ProofFormat::Junit => polder::verdict::Format::Junit,
            ProofFormat::Markdown => polder::verdict::Format::Markdown,
        }
    }
}

const VERDICTS: &str = "A property is proved, refuted with a witness that a second engine has replayed, or undecided because of what is not
known or not modelled. `polder explain` lists the properties, and has a page for each. Exit status: 0 nothing refuted, 1 errors, 2 refuted.";

/// Arguments of `polder commitments`.
#[derive(Args, Debug)]
pub(crate) struct Commitments {
    #[arg(help = PLATFORM_FILE, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// The first day of the year, on which the first purchases are made: `2026-12-01` [default: today, in UTC]
    #[arg(long, value_name = "DATE")]
    pub(crate) start: Option<String>,
    /// The terms to consider, in years
    #[arg(long, value_name = "YEARS", value_delimiter = ',', default_value = "1,3", value_parser = ["1", "3"])]
    pub(crate) terms: Vec<String>,
    /// The payment options to consider
    #[arg(long, value_name = "WHEN", value_delimiter = ',', default_value = "none,partial,all")]
    pub(crate) upfront: Vec<Upfront>,
    /// Also consider purchases at the start of each later quarter of the year
    #[arg(long)]
    pub(crate) quarterly: bool,
    /// The most dollars that may be paid upfront in the year
    #[arg(long, value_name = "USD")]
    pub(crate) upfront_max: Option<String>,
    /// The most that may be unused in the worst future, in percent of what is paid for the commitments
    #[arg(long, value_name = "PERCENT", default_value_t = 10, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) unused_max: u8,
    /// What is owned already: a TOML file with commitments and their ends
    #[arg(long, value_name = "TOML")]
    pub(crate) owned: Option<PathBuf>,
    /// Prices and discounts of your own, as for `polder price`: a TOML file
    #[arg(long, value_name = "TOML")]
    pub(crate) prices: Option<PathBuf>,
    /// Do not estimate an on-demand price that a region lacks from that of another region
    #[arg(long)]
    pub(crate) no_estimates: bool,
    /// The format of the list
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: BillFormat,
    /// Also draw the demand of the year with the commitments under it, into this file
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
}

/// How much of a commitment is paid upfront.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Upfront {
    /// Nothing
    None,
    /// About half
    Partial,
    /// Everything
    All,
}

/// The format of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BillFormat {
    /// Tables
    Text,
    /// JSON with a `format_version`, line by line
    Json,
    /// Tables in Markdown
    Markdown,
}

/// Arguments of `polder graph`.
#[derive(Args, Debug)]
pub(crate) struct Graph {
    #[command(flatten)]
    pub(crate) input: Input,
    /// What to draw
    #[arg(long, value_name = "WHAT", default_value = "site")]
    pub(crate) by: By,
    /// The format of the drawing
    #[arg(long, value_name = "FORMAT", default_value = "mermaid")]
    pub(crate) format: Drawing,
}

/// What `polder graph` draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Flows between components, with protocol and classes of data
    Flow,
    /// Dependencies between stacks
    Stack,
    /// Cells, their sites, and replication
    Site,
}

/// The format of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Drawing {
    /// Mermaid
    Mermaid,
    /// Graphviz
    Dot,
    /// JSON with a `format_version`
    Json,
}

/// Arguments of `polder facts`.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Facts {
    /// What else to do
    #[command(subcommand)]
    pub(crate) command: Option<FactsCommand>,
    /// Only facts whose name begins with this prefix: `price.nat-gateway`
    #[arg(value_name = "PREFIX", default_value = "")]
    pub(crate) prefix: String,
    /// Tab-separated values with all columns
    #[arg(long)]
    pub(crate) tsv: bool,
}

/// Subcommands of `polder facts`.
#[derive(Debug, Subcommand)]
pub(crate) enum FactsCommand {
    /// Read the prices that a platform needs from the Price List API of AWS, and write them for `--prices`
    Refresh(Refresh),
}

/// Arguments of `polder facts refresh`.
#[derive(Args, Debug)]
#[command(after_help = CREDENTIALS)]
pub(crate) struct Refresh {
    #[arg(help = PLATFORM_FILE, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// The file to write
    #[arg(long, value_name = "TOML", default_value = "prices.toml")]
    pub(crate) out: PathBuf,
}

const CREDENTIALS: &str = "Credentials come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN; they need the permission
pricing:GetProducts. Exit status: 0 all read, 1 errors, 2 the price list lacks a price.";

/// Arguments of `polder explain`.
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The code or the name of a finding, or a property: SPEC004, unknown-key, network.edge; all are listed if none is given
    #[arg(value_name = "CODE")]
    pub(crate) asked: Option<String>,
}

/// Arguments of `polder completions`.
#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// Arguments of `polder man`.
#[derive(Args, Debug)]
pub(crate) struct Man {
    /// Write one page for each command into this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}
