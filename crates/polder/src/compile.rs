//! From a text to the graph.

use polder_cloud::index::Variables;
use polder_cloud::{Cloud, Index, parallel};
use polder_design::Design;
use polder_diag::{Finding, Outcome};
use polder_facts::Facts;
use polder_inventory::Inventory;
use polder_lock::Lock;
use polder_spec::{Day, Platform, end_exceptions};

use crate::budgets;
use crate::compiled::Compiled;
use crate::inventory::inventory;

/// The release of Polder, whose facts are compiled in.
const RELEASE: &str = env!("CARGO_PKG_VERSION");

/// The built-in example, which `polder up` uses when there is no file.
pub const EXAMPLE: &str = include_str!("../../../examples/saleor-eu/polder.toml");

/// What is compiled.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The text of the platform file.
    pub platform: &'a str,
    /// The text of its lock file, if there is one.
    pub lock: Option<&'a str>,
    /// Whether settled values may change, as for a comparison.
    pub may_move: bool,
    /// The day of which exceptions of web ACLs are in force; all of them without one.
    pub today: Option<Day>,
}

impl<'a, T: AsRef<str> + ?Sized> From<&'a T> for Input<'a> {
    /// A platform without a lock file.
    fn from(platform: &'a T) -> Input<'a> {
        Input { platform: platform.as_ref(), lock: None, may_move: false, today: None }
    }
}

/// Reads, designs, lowers, links and checks a platform. There is a value exactly if no error was found.
pub fn compile<'a>(input: impl Into<Input<'a>>) -> Outcome<Compiled> {
    let Outcome { value, findings } = compile_with_inventory(input);
    Outcome { value: value.map(|(compiled, _)| compiled), findings }
}

/// As [`compile`], with the inventory, which is read while the graph is checked. Limits of costs follow from the bill of the
/// inventory.
pub fn compile_with_inventory<'a>(input: impl Into<Input<'a>>) -> Outcome<(Compiled, Inventory)> {
    lowered(input.into()).and_then(|mut compiled| {
        let (findings, mut inventory) = parallel::both(|| checked(&compiled), || inventory(&compiled));
        budgets::set(&mut compiled, &mut inventory);
        Outcome { value: Some((compiled, inventory)), findings }
    })
}

/// What a platform settles, with its lock file; nothing if it has no design. Settled values may change.
pub(crate) fn settled_by(input: Input<'_>) -> Option<Lock> {
    designed(Input { may_move: true, ..input }).value.map(|(_, _, settled)| settled)
}

/// The platform of a file, with what its lock file settles, its design, and what that settles.
fn designed(input: Input<'_>) -> Outcome<(Platform, Design, Lock)> {
    let facts = Facts::embedded();
    let lock = input.lock.map_or(Outcome { value: None, findings: vec![] }, |text| {
        let Outcome { value, findings } = polder_lock::read(text);
        Outcome { value: Some(value), findings }
    });
    let unreadable = lock.has_errors();
    let (lock, mut found) = (lock.value.flatten(), lock.findings);
    let mut outcome = polder_spec::read(input.platform, facts).and_then(|mut platform| {
        if unreadable {
            return Outcome { value: None, findings: vec![] };
        }
        let mut findings = input.today.map(|today| end_exceptions(&mut platform, today)).unwrap_or_default();
        findings.extend(lock.iter().flat_map(|lock| polder_lock::pin(&mut platform, lock, facts)));
        let designed = polder_design::design(&platform, facts);
        findings.extend(designed.findings);
        let value = designed.value.map(|design| {
            let settled = polder_lock::settle(&design, RELEASE);
            if let Some(lock) = lock.as_ref().filter(|_| !input.may_move) {
                findings.extend(polder_lock::compare(lock, &settled, &platform));
            }
            (platform, design, settled)
        });
        Outcome { value, findings }
    });
    found.append(&mut outcome.findings);
    Outcome { value: outcome.value, findings: found }
}

/// Everything before the checks.
fn lowered(input: Input<'_>) -> Outcome<Compiled> {
    let facts = Facts::embedded();
    let outcome = designed(input);
    let sound = !outcome.has_errors();
    outcome.and_then(|(platform, design, settled)| {
        if !sound {
            return Outcome { value: None, findings: vec![] };
        }
        let polder_aws::Lowered { cloud, origins } = polder_aws::lower(&design);
        let links = polder_cloud::link(&cloud);
        let shops = polder_shop::configure(&design, facts);
        let source = input.platform.to_owned();
        let compiled = Compiled { source, settled, platform, design, cloud, origins, links, shops };
        Outcome { value: Some(compiled), findings: vec![] }
    })
}

/// What the checks of the graph find.
fn checked(compiled: &Compiled) -> Vec<Finding> {
    let mut findings = polder_cloud::check_linked(&compiled.cloud, &compiled.links);
    findings.extend(over_fixed_quotas(&compiled.cloud));
    findings
}

/// What no request to the provider makes possible, so that the file must change.
fn over_fixed_quotas(cloud: &Cloud) -> Vec<Finding> {
    let index = Index::with(cloud, Variables::Examples);
    let over = polder_aws_quotas::over_fixed(&index).into_iter();
    let stack =
        |it: &polder_aws_quotas::Finding| cloud.stack(it.resource.stack).map(|stack| stack.key.to_string());
    over.map(|it| it.diagnostic().note(format!("in `{}`", stack(&it).unwrap_or_default()))).collect()
}
