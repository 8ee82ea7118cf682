//! Audit logs and security services are in accounts of their own where the platform has such accounts, and in the management
//! account otherwise.

use std::collections::BTreeSet;

use polder::design::{Account, Design, Environment, Role};
use polder_cloud::{Resource, Stack};

use crate::estates::{Estate, all};

/// Estates with an organization, with the account for a task.
fn with(task: Environment) -> impl Iterator<Item = (&'static Estate, &'static Account)> {
    all().iter().filter_map(move |estate| {
        let accounts = &estate.compiled.design.accounts;
        let manager = of(&estate.compiled.design, Environment::Management)?;
        Some((estate, accounts.iter().find(|it| it.environment == task).unwrap_or(manager)))
    })
}

fn of(design: &Design, environment: Environment) -> Option<&Account> {
    design.accounts.iter().find(|it| it.environment == environment)
}

/// All resources of a kind with their stacks.
fn made<'a>(estate: &'a Estate, kind: &'a str) -> impl Iterator<Item = (&'a Stack, &'a Resource)> {
    let stacks = estate.compiled.cloud.stacks.iter();
    let all = stacks.flat_map(|stack| stack.managed().map(move |resource| (stack, resource)));
    all.filter(move |(_, resource)| resource.address.kind == kind)
}

/// Both ways are tested: with the accounts, and without.
#[test]
fn some_examples_have_the_accounts_and_some_have_not() {
    for task in [Environment::LogArchive, Environment::Security] {
        let own: BTreeSet<bool> = with(task).map(|(_, account)| account.environment == task).collect();
        assert_eq!(own, BTreeSet::from([false, true]), "{task:?}");
    }
}

/// Whoever controls an account must not be able to change the record of what he did.
#[test]
fn the_archive_is_in_its_account_and_the_trail_in_the_management_account() {
    for (estate, archive) in with(Environment::LogArchive) {
        let manager = of(&estate.compiled.design, Environment::Management).expect("an account");
        for (stack, trail) in made(estate, "aws_cloudtrail") {
            assert_eq!(*stack.key.account, manager.name, "{}: {}", estate.name, trail.address);
        }
        for bucket in ["trail", "config", "macie", "archive_log"] {
            let found: Vec<&str> = made(estate, "aws_s3_bucket")
                .filter(|(stack, it)| it.address.name == bucket && stack.key.layer.name() == "logging")
                .map(|(stack, _)| &*stack.key.account)
                .collect();
            assert_eq!(found, [archive.name.as_str()], "{}: {bucket}", estate.name);
        }
        // The account of the archive has nothing that could change the trail.
        let alarms = made(estate, "aws_cloudwatch_log_metric_filter")
            .filter(|(stack, _)| stack.key.layer.name() == "logging")
            .all(|(stack, _)| *stack.key.account == manager.name);
        assert!(alarms, "{}", estate.name);
    }
}

/// Whoever controls production must not be able to delete the last copy of its data, and the copy stays where its source is.
#[test]
fn production_is_copied_to_the_account_for_backups() {
    let mut copied = 0;
    for estate in all() {
        let design = &estate.compiled.design;
        let Some(holder) = of(design, Environment::Backup) else {
            assert_eq!(made(estate, "aws_backup_restore_testing_plan").count(), 0, "{}", estate.name);
            assert_eq!(made(estate, "aws_backup_global_settings").count(), 0, "{}", estate.name);
            continue;
        };
        let of_holder = |kind| made(estate, kind).filter(|(stack, _)| *stack.key.account == holder.name);
        let regions: BTreeSet<&str> =
            of_holder("aws_backup_vault").map(|(stack, _)| &*stack.region).collect();
        let sources = design.sites.iter().filter(|site| {
            let production = design.accounts[site.account].environment == Environment::Production;
            production && (site.role == Role::Primary || site.active)
        });
        let sources: BTreeSet<&str> = sources.map(|site| site.region.as_str()).collect();
        assert_eq!(regions, sources, "{}", estate.name);
        for kind in [
            "aws_backup_restore_testing_plan",
            "aws_backup_vault_lock_configuration",
            "aws_backup_vault_policy",
        ] {
            assert_eq!(of_holder(kind).count(), regions.len(), "{}: {kind}", estate.name);
        }
        for (_, lock) in of_holder("aws_backup_vault_lock_configuration") {
            assert!(lock.body.get("changeable_for_days").is_some(), "compliance mode");
        }
        assert_eq!(of_holder("aws_backup_restore_testing_selection").count(), 2 * regions.len());
        let settings: Vec<&str> =
            made(estate, "aws_backup_global_settings").map(|(stack, _)| &*stack.key.account).collect();
        let manager = of(design, Environment::Management).expect("an account");
        assert_eq!(settings, [manager.name.as_str()], "{}", estate.name);
        copied += regions.len();
    }
    assert!(copied > 3, "{copied}");
}

/// A service has one administrator in a region, which the management account names and which sees all other accounts.
#[test]
fn one_account_administers_the_security_services_of_all() {
    let mut regions = 0;
    for (estate, security) in with(Environment::Security) {
        let design = &estate.compiled.design;
        let manager = of(design, Environment::Management).expect("an account");
        for kind in [
            "aws_guardduty_organization_admin_account",
            "aws_inspector2_delegated_admin_account",
            "aws_macie2_organization_admin_account",
            "aws_securityhub_organization_admin_account",
        ] {
            let of_manager = made(estate, kind).all(|(stack, _)| *stack.key.account == manager.name);
            assert!(of_manager && made(estate, kind).count() > 2, "{}: {kind}", estate.name);
        }
        for kind in [
            "aws_config_configuration_aggregator",
            "aws_guardduty_organization_configuration",
            "aws_guardduty_member",
            "aws_inspector2_organization_configuration",
            "aws_macie2_organization_configuration",
            "aws_securityhub_finding_aggregator",
            "aws_securityhub_organization_configuration",
        ] {
            let of_security = made(estate, kind).all(|(stack, _)| *stack.key.account == security.name);
            assert!(of_security && made(estate, kind).count() > 0, "{}: {kind}", estate.name);
        }
        for (stack, _) in made(estate, "aws_guardduty_organization_configuration") {
            let members: BTreeSet<&str> = stack
                .managed()
                .filter(|it| it.address.kind == "aws_securityhub_member")
                .map(|it| it.address.name.as_str())
                .collect();
            let monitored = estate.compiled.cloud.stacks.iter().filter(|it| {
                it.key.layer.name() == "security"
                    && it.region == stack.region
                    && *it.key.account != security.name
            });
            let expected: BTreeSet<String> = monitored.map(|it| it.key.account.replace('-', "_")).collect();
            assert_eq!(members, expected.iter().map(String::as_str).collect(), "{}", stack.key);
            regions += 1;
        }
        let delegated = made(estate, "aws_organizations_delegated_administrator").count();
        assert_eq!(delegated, if security.id == manager.id { 0 } else { 2 }, "{}", estate.name);
    }
    assert!(regions > 10, "{regions}");
}
