//! Invariants across accounts, and of cells outside production, on the example platforms.

use std::collections::BTreeSet;

use polder_cloud::{Cloud, Links, Resource, Stack, Value, index, link, walk};
use polder_design::{ComputeEngine, Design, Environment};

use crate::examples::{self, EXAMPLES};

/// Every example with its name and its links.
fn all() -> impl Iterator<Item = (&'static str, &'static Design, &'static Cloud, Links)> {
    let all = EXAMPLES.iter().zip(examples::all());
    all.map(|((name, _), (design, cloud))| (*name, design, cloud, link(cloud)))
}

fn environment(design: &Design, stack: &Stack) -> Environment {
    let account = design.accounts.iter().find(|account| *account.name == *stack.key.account);
    account.expect("a stack belongs to an account").environment
}

fn find<'a>(cloud: &'a Cloud, path: &str, address: &str) -> Option<&'a Resource> {
    cloud.by_path(path).unwrap_or_else(|| panic!("no stack {path}")).find(address)
}

/// A value as text.
fn shown(stack: &Stack, value: Option<&Value>) -> String {
    index::shown(stack, value.expect("a value"))
}

/// Whoever may write the state of staging or development must not be able to change production or read its
/// state; and both must be deployable without production.
#[test]
fn nothing_outside_production_refers_to_production() {
    for (name, design, cloud, links) in all() {
        for stack in cloud.stacks.iter().filter(|it| environment(design, it).holds_copies()) {
            for other in links.imports[stack.id.index()].values() {
                let other = cloud.stack(*other).expect("a stack");
                let theirs = environment(design, other);
                assert_ne!(theirs, Environment::Production, "{name}: {} reads {}", stack.key, other.key);
                assert!(
                    theirs == Environment::Management || other.key.account == stack.key.account,
                    "{name}"
                );
            }
        }
    }
}

/// Production reads the name servers of other accounts' zones, and nothing else of theirs.
#[test]
fn production_reads_only_name_servers_of_others() {
    for (name, design, cloud, links) in all() {
        let production = cloud.stacks.iter().filter(|it| environment(design, it) == Environment::Production);
        for stack in production {
            for other in links.imports[stack.id.index()].values().filter_map(|id| cloud.stack(*id)) {
                let copies = environment(design, other).holds_copies();
                let names = [stack, other].iter().all(|it| it.key.to_string().ends_with("/global/dns"));
                assert!(!copies || names, "{name}: {} reads {}", stack.key, other.key);
            }
        }
    }
}

#[test]
fn every_subdomain_is_delegated_with_a_ds_record() {
    let mut count = 0;
    for (name, design, cloud, _) in all() {
        for account in design.accounts_with_cells().into_iter().map(|account| &design.accounts[account]) {
            let Some(parent) = account.parent.map(|parent| &design.accounts[parent].name) else { continue };
            let path = format!("{parent}/global/dns");
            let child = cloud.by_path(&format!("{}/global/dns", account.name)).expect("a zone");
            for (suffix, kind) in [("", "NS"), ("_signer", "DS")] {
                let address = format!("aws_route53_record.{}{suffix}", account.name);
                let record = find(cloud, &path, &address).unwrap_or_else(|| panic!("{name}: no {address}"));
                assert_eq!(record.body.get("type"), Some(&kind.into()));
                assert_eq!(record.body.get("name"), Some(&account.domain.as_str().into()));
                let mut stacks = BTreeSet::new();
                record.body.get("records").expect("values").walk(&mut |value| {
                    if let Value::Reference(reference) = value {
                        stacks.extend(cloud.by_path(&path).expect("the parent").target(reference));
                    }
                });
                assert_eq!(stacks, BTreeSet::from([child.id]), "{name}: {address}");
            }
            count += 1;
        }
    }
    assert!(count >= 3, "no example has accounts below another");
}

/// A certificate is issued when its validation record is publicly resolvable: the zone of the record must
/// have been delegated before.
#[test]
fn domains_are_delegated_before_anyone_waits_for_a_certificate() {
    for (name, design, cloud, links) in all() {
        for account in design.accounts_with_cells() {
            let owner = &design.accounts[design.accounts[account].parent.unwrap_or(account)].name;
            let zone = cloud.by_path(&format!("{owner}/global/dns")).expect("a zone");
            let own = cloud.stacks.iter().filter(|it| *it.key.account == *design.accounts[account].name);
            for stack in own {
                let waits = stack.managed().any(|it| it.address.kind == "aws_acm_certificate_validation");
                let after = links.waves[stack.id.index()] > links.waves[zone.id.index()];
                assert!(!waits || after, "{name}: {}", stack.key);
            }
        }
    }
}

/// Every host is below its account's domain, so that no account can create another's names.
#[test]
fn accounts_create_names_below_their_own_domain_only() {
    for (name, design, cloud, _) in all() {
        for stack in &cloud.stacks {
            let account = design.accounts.iter().find(|account| *account.name == *stack.key.account);
            let account = account.expect("an account");
            for record in stack.managed().filter(|it| it.address.kind == "aws_route53_record") {
                let host = shown(stack, record.body.get("name"));
                if host.contains('<') {
                    continue;
                }
                assert!(host.ends_with(&account.domain), "{name}: {host} in {}", stack.key);
                let delegated =
                    ["NS", "DS"].iter().any(|kind| record.body.get("type") == Some(&(*kind).into()));
                for child in
                    design.accounts.iter().filter(|it| it.parent.is_some() && it.name != account.name)
                {
                    let below = host.ends_with(&format!(".{}", child.domain)) || host == child.domain;
                    assert!(!below || delegated, "{name}: {host} in {}", stack.key);
                }
            }
        }
    }
}

#[test]
fn only_cells_with_hours_are_stopped_outside_them() {
    let mut stopped = 0;
    for (name, design, cloud, _) in all() {
        for site in &design.sites {
            let cell = &design.cells[site.cell];
            let place = format!("{}/{}/{}", design.accounts[site.account].name, site.region, cell.name);
            let app = cloud.by_path(&format!("{place}/app")).expect("a stack");
            // Pods stop with their nodes.
            let pods = design.compute == ComputeEngine::Kubernetes;
            for machines in site.machines.iter().filter(|_| pods) {
                for what in ["start", "stop"] {
                    let schedule =
                        app.find(&format!("aws_scheduler_schedule.{}_{what}", machines.kind.name()));
                    assert_eq!(schedule.is_some(), cell.hours.is_some(), "{name}: {what} of {place}");
                }
            }
            for service in site.services.iter().filter(|_| !pods) {
                let process = service.process.name().replace('-', "_");
                for (what, wanted) in [("start", Some(service.scaling.min)), ("stop", Some(0))] {
                    let action = app.find(&format!("aws_appautoscaling_scheduled_action.{process}_{what}"));
                    assert_eq!(action.is_some(), cell.hours.is_some(), "{name}: {process} of {place}");
                    let least = action.map(|action| {
                        let to = action.body.blocks("scalable_target_action").next().expect("a target");
                        shown(app, to.get("min_capacity"))
                    });
                    let wanted = wanted.map(|wanted| wanted.to_string());
                    assert_eq!(
                        least,
                        wanted.filter(|_| cell.hours.is_some()),
                        "{name}: {process} of {place}"
                    );
                }
            }
            for what in ["start", "stop"] {
                let schedule =
                    find(cloud, &format!("{place}/data"), &format!("aws_scheduler_schedule.database_{what}"));
                assert_eq!(schedule.is_some(), site.database.hours.is_some(), "{name}: {place}");
            }
            stopped += usize::from(site.database.hours.is_some());
        }
    }
    assert!(stopped >= 2, "no example has a database that is stopped");
}

/// AWS refuses to stop a database that has a replica or is one.
#[test]
fn a_database_that_is_stopped_has_no_replica() {
    for (name, design, cloud, _) in all() {
        for site in design.sites.iter().filter(|site| site.database.hours.is_some()) {
            let cell = &design.cells[site.cell];
            let path = format!("{}/{}/{}/data", design.accounts[site.account].name, site.region, cell.name);
            let stack = cloud.by_path(&path).expect("a stack");
            let databases: Vec<&Resource> = stack
                .managed()
                .filter(|it| ["aws_db_instance", "aws_rds_cluster"].contains(&it.address.kind.as_str()))
                .collect();
            assert_eq!(databases.len(), 1, "{name}: {path}");
            for tie in ["replicate_source_db", "global_cluster_identifier"] {
                assert!(databases[0].body.get(tie).is_none(), "{name}: {path}");
            }
            let role = stack.find("aws_iam_role_policy.database_hours").expect("a policy");
            let policy = format!("{:?}", role.body.get("policy"));
            assert!(
                !policy.contains("rds:*") && policy.contains(databases[0].address.kind.as_str()),
                "{name}: {policy}"
            );
        }
    }
}

#[test]
fn every_database_is_protected_and_backups_of_copies_are_not_in_the_way() {
    for (name, design, cloud, _) in all() {
        for site in &design.sites {
            let cell = &design.cells[site.cell];
            let production = design.accounts[site.account].environment == Environment::Production;
            assert_eq!(cell.protected, production, "{name}");
            let place = format!("{}/{}/{}", design.accounts[site.account].name, site.region, cell.name);
            let data = cloud.by_path(&format!("{place}/data")).expect("a stack");
            for database in data.managed().filter(|it| it.address.kind == "aws_db_instance") {
                // What may be down while a zone is lost has no standby.
                let copies = design.accounts[site.account].environment != Environment::Development;
                for (flag, wanted) in [("deletion_protection", true), ("multi_az", copies)] {
                    let found = shown(data, database.body.get(flag));
                    assert_eq!(found, wanted.to_string(), "{name}: {place}: {flag}");
                }
            }
            if let Some(cluster) = data.find("aws_rds_cluster.main") {
                let found = shown(data, cluster.body.get("deletion_protection"));
                assert_eq!(found, "true", "{name}: {place}");
            }
            let lock = find(cloud, &format!("{place}/base"), "aws_backup_vault_lock_configuration.main");
            assert_eq!(lock.is_some(), production, "{name}: {place}");
        }
    }
}

/// Each output that other stacks read has a unique name.
#[test]
fn outputs_read_by_other_stacks_have_unique_names() {
    for (name, _, cloud, links) in all() {
        for stack in &cloud.stacks {
            let mut read = BTreeSet::new();
            walk(stack, &mut |value| {
                if let Value::Reference(reference) = value {
                    read.extend(stack.target(reference).filter(|target| *target != stack.id));
                }
            });
            assert_eq!(links.imports[stack.id.index()].len(), read.len(), "{name}: {}", stack.key);
        }
    }
}
