//! Who may assume a role, and who may read and write which state: resource policies, evaluated for requests.

use std::collections::BTreeSet;

use polder::design::delivery::Phase;
use polder::design::{Component, ComputeEngine, Design, Site, kubernetes};
use polder_cloud::Value;
use polder_inventory::access::{
    AccountId, Effect, PolicyRole, PrincipalId, PrincipalPattern, Principals, Statement,
};
use polder_inventory::model::{Known, Link};
use polder_inventory::stores::{StoreId, StoreKind};

use crate::estates::{Estate, all, label};
use crate::evaluator::{Policies, Request};

/// The caller.
#[derive(Clone, Copy)]
enum Caller {
    /// A principal of an account.
    Account(AccountId),
    /// A service of the provider.
    Service(&'static str),
    /// A user of an identity provider of the estate.
    Federated,
}

/// Whether statements with principals allow a request.
fn allows(policies: &Policies<'_>, statements: &[&Statement], caller: Caller, request: &Request) -> bool {
    let of_caller: Vec<&Statement> = statements.iter().copied().filter(|it| is_about(it, caller)).collect();
    policies.allow(&of_caller, request)
}

fn is_about(statement: &Statement, caller: Caller) -> bool {
    let Some(Principals::Only(Known::Value(principals))) = &statement.principals else {
        panic!("{statement:?}")
    };
    principals.iter().any(|principal| match (principal, caller) {
        (PrincipalPattern::Anyone, _) => true,
        (PrincipalPattern::Account(account), Caller::Account(of)) => *account == Link::To(of),
        (PrincipalPattern::Service(name), Caller::Service(of)) => name == of,
        (PrincipalPattern::Federated(_), Caller::Federated) => true,
        _ => false,
    })
}

/// The roles that were made for a part of the design, with the names of their accounts.
fn roles(estate: &Estate, of: &str) -> Vec<(PrincipalId, String)> {
    let access = &estate.inventory.access;
    let roles = access.principals.iter().filter(|(_, it)| estate.component(it.source) == of);
    roles.map(|(id, role)| (id, access.accounts[estate.account_of(role.source)].name.to_string())).collect()
}

/// The subject of a token names the repository and the environment of a job, another claim its branch. A pull request from
/// a fork has no token.
#[test]
fn a_role_of_the_pipeline_is_assumed_in_its_environment_alone() {
    const ISSUER: &str = "token.actions.githubusercontent.com";
    const MAIN: &str = "refs/heads/main";
    for estate in all() {
        let policies = Policies::of(&estate.inventory);
        for phase in Phase::ALL {
            for (role, account) in roles(estate, &label(Component::Delivery(phase))) {
                let trust = policies.statements(role, PolicyRole::Trust);
                let ask = |subject: &str, audience: &str, branch: &str| {
                    let request = Request::new("sts:AssumeRoleWithWebIdentity", "*")
                        .with(&format!("{ISSUER}:aud"), [audience])
                        .with(&format!("{ISSUER}:sub"), [subject])
                        .with(&format!("{ISSUER}:ref"), [branch]);
                    allows(&policies, &trust, Caller::Federated, &request)
                };
                let name = estate.address(role);
                // The repository is for the user to say: a variable of the stack.
                let own = format!("repo:unknown:environment:{}", phase.environment(&account));
                assert!(ask(&own, "sts.amazonaws.com", MAIN), "{name}: {own}");
                assert!(!ask(&own, "https://github.com/somebody", MAIN), "{name}: for somebody else");
                // Whoever can push a branch can change what its plan runs.
                let design = estate.compiled.design.accounts.iter().find(|it| it.name == account);
                let copies = design.is_some_and(|it| it.environment.holds_copies());
                for branch in ["refs/pull/1/merge", "refs/heads/another", "refs/tags/main"] {
                    let may = ask(&own, "sts.amazonaws.com", branch);
                    assert_eq!(may, copies && phase == Phase::Plan, "{name}: {branch}");
                }
                let other = if phase == Phase::Plan { Phase::Apply } else { Phase::Plan };
                for subject in [
                    format!("repo:unknown:environment:{}", other.environment(&account)),
                    "repo:unknown:environment:another".to_owned(),
                    format!("repo:another:environment:{}", phase.environment(&account)),
                    "repo:unknown:pull_request".to_owned(),
                    "repo:unknown:ref:refs/heads/main".to_owned(),
                ] {
                    assert!(!ask(&subject, "sts.amazonaws.com", MAIN), "{name}: {subject}");
                }
            }
        }
    }
}

/// In an emergency, people come in with a second factor alone.
#[test]
fn emergencies_need_a_second_factor() {
    for estate in all() {
        let policies = Policies::of(&estate.inventory);
        let found = roles(estate, &label(Component::named("break-glass")));
        assert_eq!(found.len(), estate.compiled.design.accounts.len(), "{}", estate.name);
        for (role, _) in found {
            for statement in policies.statements(role, PolicyRole::Trust) {
                // Two, so that one can be away.
                let Some(Principals::Only(Known::Value(people))) = &statement.principals else {
                    panic!("people")
                };
                assert_eq!(people.len(), 2, "{}", estate.address(role));
                let request = Request::new("sts:AssumeRole", "*").with("aws:MultiFactorAuthAge", ["60"]);
                let factor = |value: &str| request.clone().with("aws:MultiFactorAuthPresent", [value]);
                assert!(policies.applies(statement, &factor("true")), "{}", estate.address(role));
                assert!(!policies.applies(statement, &factor("false")), "{}", estate.address(role));
                let late = factor("true").with("aws:MultiFactorAuthAge", ["86400"]);
                assert!(!policies.applies(statement, &late), "{}: a day ago", estate.address(role));
                // Requests with a long-term access key do not have this condition key.
                assert!(!policies.applies(statement, &request), "{}", estate.address(role));
            }
        }
    }
}

/// The role of a process is for the pods of its service account, in the namespace of its site, in the cluster of that.
#[test]
fn a_role_of_pods_is_for_the_pods_of_their_process_alone() {
    let mut seen = 0;
    for estate in all().iter().filter(|it| it.compiled.design.compute == ComputeEngine::Kubernetes) {
        let (policies, design) = (Policies::of(&estate.inventory), &estate.compiled.design);
        for (site, service) in
            design.sites.iter().flat_map(|site| site.services.iter().map(move |it| (site, it)))
        {
            let of = label(polder::design::Party::Process(service.process.clone()));
            let here = |id: &PrincipalId| {
                estate.site(estate.inventory.access.principals[*id].source) == Some(site.name.as_str())
            };
            let roles = roles(estate, &of).into_iter().map(|(id, _)| id).filter(here);
            for role in roles.filter(|id| !policies.attached(*id, PolicyRole::Trust).is_empty()) {
                let trust = policies.statements(role, PolicyRole::Trust);
                let own = kubernetes::service_account(&service.process);
                let ask = |region: &str, namespace: &str, account: &str| {
                    let number = account_number(&policies, estate, site);
                    let cluster = format!("arn:aws:eks:{region}:{number}:cluster/{}", name_of(design, site));
                    let request = Request::new("sts:AssumeRole", "*")
                        .with("aws:SourceAccount", [number])
                        .with("aws:SourceArn", [cluster])
                        .with("aws:RequestTag/kubernetes-namespace", [namespace])
                        .with("aws:RequestTag/kubernetes-service-account", [account]);
                    allows(&policies, &trust, Caller::Service("pods.eks.amazonaws.com"), &request)
                };
                let (name, space) = (estate.address(role), name_of(design, site));
                assert!(ask(&site.region, &space, own), "{name}");
                assert!(!ask("eu-south-2", &space, own), "{name}: of a cluster elsewhere");
                assert!(!ask(&site.region, "default", own), "{name}: of another namespace");
                assert!(!ask(&site.region, &space, "another"), "{name}: of another service account");
                seen += 1;
            }
        }
    }
    assert!(seen > 10, "{seen}");
}

/// The name of a site's things, and of its cluster and namespace.
fn name_of(design: &Design, site: &Site) -> String {
    format!("{}-{}", design.name, design.cells[site.cell].name)
}

fn account_number(policies: &Policies<'_>, estate: &Estate, site: &Site) -> String {
    policies.account(estate.account(&estate.compiled.design.accounts[site.account].name))
}

/// A state contains secrets, and determines what the next run destroys.
#[test]
fn a_pipeline_reads_the_states_that_its_stacks_refer_to_and_writes_its_own() {
    for estate in all() {
        let (policies, design) = (Policies::of(&estate.inventory), &estate.compiled.design);
        let (bucket, _) = state_bucket(estate);
        let of_bucket = policies.statements(bucket, PolicyRole::Resource);
        for account in &design.accounts {
            let caller = estate.account(&account.name);
            let read = referred_to(estate, &account.name);
            for phase in Phase::ALL {
                let role = format!("arn:aws:iam::{}:role/{}", policies.account(caller), phase.role(design));
                let may = |action: &str, key: &str| {
                    let request = Request::new(action, format!("{}/{key}", policies.arn(bucket)));
                    let request = request
                        .with("aws:PrincipalArn", [role.as_str()])
                        .with("aws:SecureTransport", ["true"]);
                    allows(&policies, &of_bucket, Caller::Account(caller), &request)
                };
                for stack in &estate.compiled.cloud.stacks {
                    let (path, state) = (stack.key.to_string(), format!("{}/terraform.tfstate", stack.key));
                    let (own, name) = (*stack.key.account == account.name, format!("{role}: {path}"));
                    assert_eq!(may("s3:GetObject", &state), own || read.contains(&path), "{name}");
                    let writes = own && phase == Phase::Apply && !stack.key.layer.is_applied_by_hand();
                    assert_eq!(may("s3:PutObject", &state), writes, "{name}");
                    assert_eq!(
                        may("s3:PutObject", &format!("{state}.tflock")),
                        own && phase == Phase::Apply,
                        "{name}"
                    );
                    assert!(!may("s3:DeleteObject", &state), "{name}");
                }
            }
        }
    }
}

/// In the account of the bucket a role's own policy is enough to use it, so that only a denial closes a folder.
#[test]
fn in_the_account_of_the_state_each_folder_is_closed_to_other_roles() {
    for estate in all() {
        let (policies, design) = (Policies::of(&estate.inventory), &estate.compiled.design);
        let (bucket, holder) = state_bucket(estate);
        let of_bucket = policies.statements(bucket, PolicyRole::Resource);
        let number = policies.account(estate.account(&holder));
        let denied = |who: &str, action: &str, path: &str| {
            let object = format!("{}/{path}/terraform.tfstate", policies.arn(bucket));
            let request = Request::new(action, object)
                .with("aws:PrincipalArn", [format!("arn:aws:iam::{number}:{who}")])
                .with("aws:SecureTransport", ["true"]);
            policies.says(&of_bucket, Effect::Deny, &request)
        };
        let name = &design.name;
        let engineers = [
            format!("role/{name}-break-glass"),
            "role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Administrator_0".to_owned(),
            "user/first".to_owned(),
        ];
        let others = [
            format!("role/{name}-another"),
            "role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_ReadOnly_0".to_owned(),
        ];
        let read = referred_to(estate, &holder);
        for (stack, action) in estate.compiled.cloud.stacks.iter().flat_map(|stack| {
            let reads = ["s3:GetObject", "s3:GetObjectVersion"];
            let writes = ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"];
            reads.into_iter().chain(writes).map(move |it| (stack, it))
        }) {
            let path = stack.key.to_string();
            let message = format!("{}: {action} {path}", estate.name);
            for who in &engineers {
                assert!(!denied(who, action, &path), "{message}: {who}");
            }
            for who in &others {
                assert!(denied(who, action, &path), "{message}: {who}");
            }
            let own = *stack.key.account == holder;
            let usable = match action {
                "s3:GetObject" | "s3:GetObjectVersion" => own || read.contains(&path),
                // A lost or broken state is restored from its versions.
                "s3:DeleteObjectVersion" => false,
                _ => own && !stack.key.layer.is_applied_by_hand(),
            };
            for who in Phase::ALL.map(|phase| format!("role/{}", phase.role(design))) {
                assert_eq!(denied(&who, action, &path), !usable, "{message}: {who}");
            }
        }
    }
}

/// The archive records the events of all accounts: roles of its account neither read it nor add to it.
#[test]
fn the_archive_of_audit_logs_is_read_by_engineers_and_written_by_services() {
    let mut seen = 0;
    for estate in all() {
        let (policies, inventory) = (Policies::of(&estate.inventory), &estate.inventory);
        let archive = inventory.stores.stores.iter().filter(|(_, it)| {
            let source = &inventory.sources[it.source];
            let kept = ["aws_s3_bucket.trail", "aws_s3_bucket.config"].contains(&source.address.as_str());
            kept && source.stack.ends_with("/logging")
        });
        for (bucket, _) in archive {
            let statements = policies.statements(bucket, PolicyRole::Resource);
            let name = &estate.compiled.design.name;
            let request = |action: &str| {
                let object = format!("{}/AWSLogs/1/a", policies.arn(bucket));
                Request::new(action, object).with("aws:SecureTransport", ["true"])
            };
            let denied = |who: &str, action: &str| {
                let number = policies.account(estate.account_of(inventory.stores.stores[bucket].source));
                let request = request(action)
                    .with("aws:PrincipalArn", [format!("arn:aws:iam::{number}:{who}")])
                    .with("aws:PrincipalIsAWSService", ["false"]);
                policies.says(&statements, Effect::Deny, &request)
            };
            for who in ["plan", "apply", "another"].map(|role| format!("role/{name}-{role}")) {
                assert!(denied(&who, "s3:GetObject") && denied(&who, "s3:GetObjectVersion"), "{who}");
                assert!(denied(&who, "s3:PutObject") && denied(&who, "s3:DeleteObject"), "{who}");
            }
            let engineer = format!("role/{name}-break-glass");
            assert!(!denied(&engineer, "s3:GetObject") && denied(&engineer, "s3:PutObject"));
            let service = request("s3:PutObject").with("aws:PrincipalIsAWSService", ["true"]);
            assert!(!policies.says(&statements, Effect::Deny, &service), "{}", estate.address(bucket));
            seen += 1;
        }
    }
    assert!(seen >= 2, "{seen}");
}

/// The bucket of the states, with the account that it is in.
fn state_bucket(estate: &Estate) -> (StoreId, String) {
    let (inventory, name) = (&estate.inventory, estate.compiled.design.state.bucket.as_str());
    let mut stores = inventory.stores.stores.iter();
    let named = |name_of: &Known<Option<polder_inventory::model::Text>>| {
        name_of.value().and_then(|it| it.as_deref()) == Some(name)
    };
    let found = stores.find(|(_, it)| matches!(it.kind, StoreKind::Bucket(_)) && named(&it.name));
    let (id, store) = found.unwrap_or_else(|| panic!("a bucket {name}"));
    (id, inventory.access.accounts[estate.account_of(store.source)].name.to_string())
}

/// The stacks of other accounts that values of an account's stacks refer to.
fn referred_to(estate: &Estate, account: &str) -> BTreeSet<String> {
    let cloud = &estate.compiled.cloud;
    let mut found = BTreeSet::new();
    for stack in cloud.stacks.iter().filter(|it| *it.key.account == *account) {
        polder_cloud::walk(stack, &mut |value| {
            if let Value::Reference(reference) = value
                && let Some(target) = stack.target(reference).and_then(|id| cloud.stack(id))
                && *target.key.account != *account
            {
                found.insert(target.key.to_string());
            }
        });
    }
    found
}
