//! From a text to the graph.

use polder_cloud::index::Variables;
use polder_cloud::{Cloud, Index, parallel};
use polder_diag::{Finding, Outcome};
use polder_facts::Facts;
use polder_inventory::Inventory;

use crate::budgets;
use crate::compiled::Compiled;
use crate::inventory::inventory;

/// The built-in example, which `polder up` uses when there is no file.
pub const EXAMPLE: &str = include_str!("../../../examples/saleor-eu/polder.toml");

/// Reads, designs, lowers, links and checks a platform. There is a value exactly if no error was found.
pub fn compile(text: &str) -> Outcome<Compiled> {
    let Outcome { value, findings } = compile_with_inventory(text);
    Outcome { value: value.map(|(compiled, _)| compiled), findings }
}

/// As [`compile`], with the inventory, which is read while the graph is checked. Limits of costs follow from the bill of the
/// inventory.
pub fn compile_with_inventory(text: &str) -> Outcome<(Compiled, Inventory)> {
    lowered(text).and_then(|mut compiled| {
        let (findings, mut inventory) = parallel::both(|| checked(&compiled), || inventory(&compiled));
        budgets::set(&mut compiled, &mut inventory);
        Outcome { value: Some((compiled, inventory)), findings }
    })
}

/// Everything before the checks.
fn lowered(text: &str) -> Outcome<Compiled> {
    let facts = Facts::embedded();
    let outcome = polder_spec::read(text, facts).and_then(|platform| {
        let designed = polder_design::design(&platform, facts);
        let paired = designed.value.map(|design| (platform, design));
        Outcome { value: paired, findings: designed.findings }
    });
    let sound = !outcome.has_errors();
    outcome.and_then(|(platform, design)| {
        if !sound {
            return Outcome { value: None, findings: vec![] };
        }
        let polder_aws::Lowered { cloud, origins } = polder_aws::lower(&design);
        let links = polder_cloud::link(&cloud);
        let configured = polder_shop::configure(&design, facts);
        let shops = configured.value.unwrap_or_default();
        let compiled = Compiled { platform, design, cloud, origins, links, shops };
        Outcome { value: Some(compiled), findings: configured.findings }
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
