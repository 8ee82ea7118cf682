//! What a usage file adds to the bill of a plan: items that a resource has only if somebody uses it so, and what a plan does
//! not tell: hours, numbers of instances, operating systems.

use std::collections::{BTreeMap, BTreeSet};

use polder_inventory::billing::{Billable, BillableAttribute, BillableId, Pricing, Quantity, Usage};
use polder_inventory::model::{Known, Text};
use polder_inventory::{EntryId, Inventory, SourceId};

use super::file::UsageFile;
use super::items::{AREAS, FURTHER, PER_AREA};

/// Adds to an inventory what a usage file says beyond amounts.
pub fn add_usage(file: &UsageFile, inventory: &mut Inventory) {
    let mut resources: BTreeMap<SourceId, Vec<BillableId>> = BTreeMap::new();
    for (id, billable) in inventory.billing.billables.iter() {
        resources.entry(billable.source).or_default().push(id);
    }
    for (source, billables) in resources {
        let Some(of) = inventory.sources.get(source) else { continue };
        let (address, is_part) = (of.address.clone(), of.part.is_some());
        let Some(kind) = file.kind_with_usage(&address) else { continue };
        let asked = Of { file, address: &address, kind, source };
        asked.adjust(inventory, &billables);
        // Replicas of a table have the address of the table, which has its further items once.
        if is_part {
            continue;
        }
        let own = || billables.iter().filter_map(|id| inventory.billing.billables.get(*id));
        let of = own().find_map(|it| it.of);
        let billed: BTreeSet<(Text, Text)> = own().map(|it| (it.service.clone(), it.item.clone())).collect();
        let class = own().filter(|it| it.item.ends_with("instance")).find_map(|it| it.attribute("class"));
        for line in asked.lines(class) {
            let key = (line.service.clone(), line.item.clone());
            if line.attribute("area").is_some() || !billed.contains(&key) {
                inventory.billing.billables.push(Billable { of, ..line });
            }
        }
    }
}

/// A resource of which the file says something.
struct Of<'a> {
    file: &'a UsageFile,
    address: &'a str,
    kind: &'a str,
    source: SourceId,
}

impl Of<'_> {
    fn has(&self, path: &str) -> bool {
        self.file.number(self.address, self.kind, path).is_some()
    }

    /// Items that the file adds. Credits of a machine depend on its class.
    fn lines(&self, class: Option<&Known<Text>>) -> Vec<Billable> {
        let own = FURTHER.iter().filter(|it| it.0 == self.kind && self.has(it.4));
        let own = own.map(|(_, service, item, unit, _)| {
            let class = class.filter(|_| *item == "cpu_credits");
            self.line(service, item, unit, class.map(|class| ("class", class.clone())))
        });
        let mut lines: Vec<Billable> = own.collect();
        if self.kind == "aws_cloudfront_distribution" {
            for (item, unit, path) in PER_AREA {
                // Requests without TLS are on the bill if the file has them; the rest of Europe is there in any case.
                let europe = (*item == "http_requests").then_some("europe");
                let areas = AREAS.into_iter().chain(europe);
                let areas = areas.filter(|area| self.has(&format!("{path}.{area}")));
                lines.extend(areas.map(|area| {
                    let area = Known::Value(Text::new_static(area));
                    self.line("cloudfront", item, unit, Some(("area", area)))
                }));
            }
        }
        lines
    }

    fn line(
        &self,
        service: &'static str,
        item: &'static str,
        unit: &'static str,
        attribute: Option<(&'static str, Known<Text>)>,
    ) -> Billable {
        let attribute =
            attribute.map(|(name, value)| BillableAttribute { name: Text::new_static(name), value });
        Billable {
            source: self.source,
            of: None,
            service: Text::new_static(service),
            item: Text::new_static(item),
            attributes: attribute.into_iter().collect::<Vec<_>>().into(),
            quantity: Quantity::Usage(Usage::Requests),
            unit: Text::new_static(unit),
            pricing: Pricing::Tiered,
        }
    }

    /// Hours, numbers of instances and operating systems of machines.
    fn adjust(&self, inventory: &mut Inventory, billables: &[BillableId]) {
        let system =
            self.file.word(self.address, self.kind, "operating_system").and_then(|word| match word {
                "windows" => Some("windows_instance"),
                "rhel" => Some("rhel_instance"),
                "suse" => Some("suse_instance"),
                _ => None,
            });
        let hours = self.kind == "aws_instance" && self.has("monthly_hrs");
        let mut pool = None;
        for id in billables {
            let billable = inventory.billing.billables.get_mut(*id);
            let Some(billable) = billable.filter(|it| it.service == "ec2") else { continue };
            if let Some(Some(EntryId::MachinePool(id))) = billable.of.map(|link| link.id()) {
                pool = Some(id);
            }
            if let Some(item) = system.filter(|_| billable.item == "instance") {
                billable.item = Text::new_static(item);
                self.file.uses(self.address);
            }
            if hours {
                billable.quantity = Quantity::Usage(Usage::ComputeTime);
            }
        }
        let instances = self.file.number(self.address, self.kind, "instances");
        let instances = instances.and_then(|amount| u32::try_from(amount.0 / 1_000_000).ok());
        if let (Some(id), Some(number)) = (pool, instances)
            && let Some(pool) = inventory.compute.machine_pools.get_mut(id)
        {
            self.file.uses(self.address);
            let number = Known::Value(number);
            (pool.replicas.min, pool.replicas.max, pool.replicas.desired) = (number, number, number);
        }
    }
}
