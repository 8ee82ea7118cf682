//! Speed and memory, for `docs/performance.md`. Run with `cargo run --release -p polder-testbench`.
//!
//! Figures are the median of several runs, and each is compared with a peer measured in the same run:
//! `hcl-edit`, a well-maintained parser, which parses the output. A ratio is independent of the machine; a
//! millisecond is not. `--once` compiles once and measures nothing, `--inventory` reads the inventory once:
//! for tools that count instructions, which other load does not change. `--plan [FILES]` reads Terraform
//! plans, or a large generated one; `--write-plan FILE` writes that one. `--shape` prints the owner's platform as JSON, for
//! peers. `--growth` also measures
//! platforms of more and more sites. `--build SITES FOLDER` checks the graph of a platform of that many sites and writes it into
//! a folder; it reads no inventory and sets no budgets, which `polder compile` does.
#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock and at its own memory")]
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod memory;
mod plan;
mod shape;
mod synthetic;

use std::path::Path;
use std::time::{Duration, Instant};

use polder_facts::Facts;
use polder_world::OsWorld;

use crate::memory::peak_kib;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs of each measurement.
const RUNS: usize = 15;

fn main() {
    let asked = |option: &str| std::env::args().any(|argument| argument == option);
    if asked("--once") {
        return println!("{} bytes", once());
    }
    if asked("--inventory") {
        return println!("{} sources", inventory());
    }
    if asked("--plan") {
        let files: Vec<String> =
            std::env::args().skip_while(|argument| argument != "--plan").skip(1).collect();
        return plan::measure(&files);
    }
    let mut arguments = std::env::args().skip_while(|argument| argument != "--write-plan").skip(1);
    if let Some(file) = arguments.next() {
        return plan::write(Path::new(&file));
    }
    if asked("--shape") {
        return println!("{}", shape::json());
    }
    let mut arguments = std::env::args().skip_while(|argument| argument != "--build").skip(1);
    if let (Some(Ok(sites)), Some(folder)) = (arguments.next().map(|it| it.parse()), arguments.next()) {
        return build(sites, Path::new(&folder));
    }
    // The facts are parsed once in a process; that is part of a first compilation, so it is measured alone.
    let facts = timed(|| Facts::embedded().entries().len());
    println!("facts, first use                {}", milliseconds(facts.0));
    owner();
    phases();
    production();
    if asked("--growth") {
        growth();
    }
}

/// The owner's platform, from text to bytes, once.
fn once() -> usize {
    let compiled = polder::compile(polder::EXAMPLE).sound().expect("the built-in example is sound");
    let modules = polder::modules(&compiled);
    polder::files(&compiled, &modules).map(|file| file.content.len()).sum()
}

/// The inventory of the owner's platform, once.
fn inventory() -> usize {
    let compiled = polder::compile(polder::EXAMPLE).sound().expect("the built-in example is sound");
    let index = polder_cloud::Index::new(&compiled.cloud);
    let inventory = polder_aws_inventory::read(&index, &|_| None);
    inventory.sources.len()
}

/// The owner's platform, from text to bytes.
fn owner() {
    let compile = || {
        let outcome = polder::compile(polder::EXAMPLE);
        let compiled = outcome.sound().expect("the built-in example is sound");
        let modules = polder::modules(&compiled);
        let files = polder_emit::emit(&compiled.cloud, &compiled.links, &modules).collect::<Vec<_>>();
        // Both are returned: freeing them is not measured.
        (compiled, files)
    };
    // What a command that asks the inventory does: nothing is written.
    let read =
        || polder::compile_with_inventory(polder::EXAMPLE).sound().expect("the built-in example is sound");
    let (_, files) = compile();
    let bytes: usize = files.iter().map(|file| file.content.len()).sum();
    let ours = median(compile);
    let hcl = |path: &str| path.ends_with(".tf");
    let parse = || {
        let parsed = files
            .iter()
            .filter(|file| hcl(&file.path))
            .map(|file| file.content.parse::<hcl_edit::structure::Body>());
        parsed.filter(Result::is_ok).count()
    };
    let graph = median(read);
    let peer = median(parse);
    println!("owner's platform                {} files, {} KiB", files.len(), bytes / 1024);
    println!("  checked graph and inventory   {}", milliseconds(graph));
    println!("  compile and emit              {}", milliseconds(ours));
    println!("  hcl-edit reads it back        {}", milliseconds(peer));
    println!("  ratio                         {:.2}", ours.as_secs_f64() / peer.as_secs_f64());
    difference(graph);
}

/// The owner's platform compared with itself, and with another network: what `polder diff` does. The peer is the
/// compilation of one of the two, of which there must be two.
fn difference(graph: Duration) {
    let edited = polder::EXAMPLE.replace("10.100.0.0/16", "10.110.0.0/16");
    assert_ne!(edited, polder::EXAMPLE, "the network is in the example");
    let same = median(|| polder::difference_of(polder::EXAMPLE.into(), polder::EXAMPLE.into()));
    let other = median(|| polder::difference_of(polder::EXAMPLE.into(), (&edited).into()));
    println!("  the difference to itself      {}", milliseconds(same));
    println!("  the difference to another     {}", milliseconds(other));
    println!("  ratio to one checked graph    {:.2}", other.as_secs_f64() / graph.as_secs_f64());
}

/// The time of each phase.
fn phases() {
    let facts = Facts::embedded();
    let platform =
        || polder_spec::read(polder::EXAMPLE, facts).sound().expect("the built-in example is sound");
    let read = platform();
    let design = || polder_design::design(&read, facts).sound().expect("the built-in example is sound");
    let designed = design();
    let cloud = polder_aws::lower(&designed).cloud;
    let links = polder_cloud::link(&cloud);
    let modules = polder_module::generalize(&cloud, &links, &polder::Words);
    let phases: [(&str, Duration); 7] = [
        ("read", median(platform)),
        ("design", median(design)),
        ("lower", median(|| polder_aws::lower(&designed))),
        ("check", median(|| polder_cloud::check_linked(&cloud, &links))),
        ("link", median(|| polder_cloud::link(&cloud))),
        ("modules", median(|| polder_module::generalize(&cloud, &links, &polder::Words))),
        ("emit", median(|| polder_emit::emit(&cloud, &links, &modules).count())),
    ];
    let index = polder_cloud::Index::new(&cloud);
    let phases = phases.into_iter().chain([
        ("index", median(|| polder_cloud::Index::new(&cloud).kinds().count())),
        ("inventory", median(|| polder_aws_inventory::read(&index, &|_| None))),
        ("Saleor's configuration", median(|| polder::shop::configure(&designed, facts))),
        ("quotas that stay", median(|| fixed_quotas(&cloud))),
    ]);
    let compiled = polder::compile(polder::EXAMPLE).sound().expect("the built-in example is sound");
    let inventory = std::sync::Arc::new(polder::inventory(&compiled));
    let book = polder::bill::Book::embedded(true);
    let prices = polder::Prices { book: &book, usage: None, region: None };
    let bill = || polder::price(&compiled, &inventory, &prices).expect("all figures are known");
    let phases = phases.chain([
        ("inventory with origins", median(|| polder::inventory(&compiled))),
        ("what AWS refuses", median(|| polder::limits(&compiled))),
        ("rights of the pipeline", median(|| polder::rights(&compiled, &inventory))),
        ("the price book", median(|| polder::bill::Book::embedded(true))),
        ("the bill, with flows", median(bill)),
    ]);
    for (name, time) in phases {
        println!("  {name:<30}{}", milliseconds(time));
    }
}

/// What counts against quotas that no request raises, which each compilation checks.
fn fixed_quotas(cloud: &polder_cloud::Cloud) -> usize {
    let index = polder_cloud::Index::with(cloud, polder_cloud::index::Variables::Examples);
    polder_aws_quotas::over_fixed(&index).len()
}

/// The owner's production cells only: two cells of two sites, one account.
fn production() {
    let facts = Facts::embedded();
    let mut platform =
        polder_spec::read(polder::EXAMPLE, facts).sound().expect("the built-in example is sound");
    let account = platform.cells.first().map(|cell| cell.account.value);
    platform.cells.retain(|cell| Some(cell.account.value) == account);
    platform.accounts.truncate(1);
    let work = || {
        let design = polder_design::design(&platform, facts).sound().expect("production is sound");
        let cloud = polder_aws::lower(&design).cloud;
        let links = polder_cloud::link(&cloud);
        let findings = polder_cloud::check_linked(&cloud, &links);
        let modules = polder_module::generalize(&cloud, &links, &polder::Words);
        let files = polder_emit::emit(&cloud, &links, &modules).collect::<Vec<_>>();
        assert!(findings.is_empty(), "nothing is wrong with it");
        (cloud, files)
    };
    let (cloud, files) = work();
    let (stacks, count) = (cloud.stacks.len(), files.len());
    println!("production alone                {stacks} stacks, {count} files");
    println!("  design to bytes               {}", milliseconds(median(work)));
}

/// Compiles a platform of many sites into a folder, with all checks.
fn build(sites: u32, folder: &Path) {
    let facts = Facts::embedded();
    let platform = synthetic::platform(sites);
    let design = polder_design::design(&platform, facts).sound().expect("the synthetic platform is sound");
    let polder_aws::Lowered { cloud, origins } = polder_aws::lower(&design);
    let links = polder_cloud::link(&cloud);
    let findings = polder_cloud::check_linked(&cloud, &links).len();
    let shops = polder::shop::configure(&design, facts);
    println!("{sites} sites, {findings} findings, peak before writing {} MiB", peak_kib() / 1024);
    let settled = polder::lock::settle(&design, "");
    let source = String::new();
    let compiled = polder::Compiled { source, settled, platform, design, cloud, origins, links, shops };
    let built = polder::build(&OsWorld, folder, &compiled, &polder::BuildOptions::default())
        .expect("the folder takes files");
    let files = built.files();
    println!("{files} files, {} MiB of text, peak {} MiB", built.bytes >> 20, peak_kib() / 1024);
}

/// Platforms with an increasing number of sites: the time per site must not grow.
fn growth() {
    println!(
        "\n{:>6}  {:>10}  {:>12}  {:>14}  {:>10}  {:>10}",
        "sites", "seconds", "ms per site", "inventory, s", "resources", "peak MiB"
    );
    for sites in [10, 100, 300, 1000] {
        let platform = synthetic::platform(sites);
        let (elapsed, cloud) = timed(|| {
            let design = polder_design::design(&platform, Facts::embedded());
            let design = design.sound().expect("the synthetic platform is sound");
            let cloud = polder_aws::lower(&design).cloud;
            let links = polder_cloud::link(&cloud);
            let modules = polder_module::generalize(&cloud, &links, &polder::Words);
            let bytes: usize =
                polder_emit::emit(&cloud, &links, &modules).map(|file| file.content.len()).sum();
            assert!(bytes > 0, "something was written");
            cloud
        });
        // The graph stays in memory with its inventory, as engines need both.
        let (read, sources) = timed(|| {
            let index = polder_cloud::Index::new(&cloud);
            polder_aws_inventory::read(&index, &|_| None).sources.len()
        });
        assert!(sources > 0, "something was read");
        let (seconds, read, resources) = (elapsed.as_secs_f64(), read.as_secs_f64(), cloud.resource_count());
        let per_site = seconds * 1000.0 / f64::from(sites);
        let peak = peak_kib() / 1024;
        println!("{sites:>6}  {seconds:>10.3}  {per_site:>12.2}  {read:>14.3}  {resources:>10}  {peak:>10}");
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS).map(|_| timed(&mut work).0).collect();
    times.sort();
    times[RUNS / 2]
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1000.0)
}
