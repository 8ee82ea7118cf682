//! The permissions of the pipeline's roles: one plans and changes nothing, the other applies and cannot
//! extend its permissions.

use std::collections::BTreeSet;

use polder::design::delivery::Phase;
use polder::design::secrets::{BROKER_TOKEN, CACHE_TOKEN};
use polder::design::{Component, Environment};
use polder_inventory::access::{
    AccountId, Actions, PolicyForm, PolicyRole, PrincipalId, PrincipalKind, Statement,
};
use polder_inventory::model::Known;
use polder_inventory::stores::{DataClass, StoreKind};

use crate::estates::{Estate, all, label};
use crate::evaluator::{Policies, Request};

/// The endpoint of IAM.
const GLOBAL_REGION: &str = "us-east-1";

/// Prefixes of actions that change nothing. `Decrypt` is a use of a key and no change.
const READS: [&str; 9] =
    ["BatchGet", "Decrypt", "Describe", "GET", "Get", "List", "Lookup", "Validate", "View"];

/// Actions that change something, at least one of each service with data.
const WRITES: [&str; 30] = [
    "acm:DeleteCertificate",
    "backup:DeleteRecoveryPoint",
    "cloudfront:UpdateDistribution",
    "cloudtrail:StopLogging",
    "dynamodb:DeleteTable",
    "dynamodb:PutItem",
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:RunInstances",
    "ecr:PutImage",
    "ecs:RunTask",
    "ecs:UpdateService",
    "elasticache:ModifyReplicationGroup",
    "iam:AttachRolePolicy",
    "iam:CreateAccessKey",
    "iam:CreateRole",
    "iam:PassRole",
    "iam:PutRolePolicy",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "lambda:InvokeFunction",
    "lambda:UpdateFunctionCode",
    "logs:DeleteLogGroup",
    "organizations:DetachPolicy",
    "rds:DeleteDBInstance",
    "route53:ChangeResourceRecordSets",
    "s3:DeleteBucket",
    "secretsmanager:PutSecretValue",
    "sns:Publish",
    "sqs:SendMessage",
    "sts:AssumeRole",
];

/// A role of the pipeline in an account.
pub(crate) struct Role<'a> {
    pub(crate) estate: &'a Estate,
    pub(crate) policies: Policies<'a>,
    id: PrincipalId,
    pub(crate) account: AccountId,
    /// Its statements.
    pub(crate) statements: Vec<Statement>,
    /// Whether it is in the management account.
    pub(crate) manages: bool,
}

/// The roles of a phase in all accounts of all examples.
pub(crate) fn roles(phase: Phase) -> Vec<Role<'static>> {
    roles_of(Component::Delivery(phase))
}

/// The roles of a component that each account has one of.
fn roles_of(component: Component) -> Vec<Role<'static>> {
    let (of, mut found) = (label(component), vec![]);
    for estate in all() {
        let (inventory, design) = (&estate.inventory, &estate.compiled.design);
        let roles = inventory.access.principals.iter().filter(|(_, it)| {
            matches!(it.kind, PrincipalKind::Role { .. }) && estate.component(it.source) == of
        });
        let before = found.len();
        for (id, role) in roles {
            let account = estate.account_of(role.source);
            let named =
                design.accounts.iter().find(|it| it.name == inventory.access.accounts[account].name.as_str());
            let manages = named.is_some_and(|it| it.environment == Environment::Management);
            let policies = Policies::of(inventory);
            let statements = policies.statements(id, PolicyRole::Identity).into_iter().cloned().collect();
            found.push(Role { estate, policies, id, account, statements, manages });
        }
        assert_eq!(found.len() - before, design.accounts.len(), "{}", estate.name);
    }
    found
}

impl Role<'_> {
    /// Whether its own policies allow a request.
    pub(crate) fn may(&self, request: &Request) -> bool {
        self.policies.allow(&self.statements.iter().collect::<Vec<_>>(), request)
    }

    /// An ARN of IAM in the account of the role.
    pub(crate) fn iam(&self, what: &str) -> String {
        format!("arn:aws:iam::{}:{what}", self.policies.account(self.account))
    }

    /// Its address, for messages.
    pub(crate) fn name(&self) -> String {
        self.estate.address(self.id)
    }

    /// The name of the platform.
    pub(crate) fn platform(&self) -> &str {
        &self.estate.compiled.design.name
    }
}

/// A request to a global service.
pub(crate) fn iam(action: &str, resource: impl Into<String>) -> Request {
    Request::new(action, resource).with("aws:RequestedRegion", [GLOBAL_REGION])
}

/// AWS changes its managed policies, and none of them allows just what this platform needs.
#[test]
fn the_pipeline_has_policies_of_its_own_alone() {
    for role in Phase::ALL.into_iter().flat_map(roles) {
        let attached = role.policies.attached(role.id, PolicyRole::Identity);
        let forms: Vec<_> = attached.iter().map(|it| it.form).collect();
        assert_eq!(forms, [PolicyForm::Inline], "{}", role.name());
    }
}

/// All actions of the inventory's policies, on every resource. Plans do not even lock the state.
#[test]
fn a_plan_changes_nothing() {
    for role in roles(Phase::Plan) {
        let inventory = &role.estate.inventory;
        let state = format!("arn:aws:s3:::{}", role.estate.compiled.design.state.bucket);
        let arns = inventory
            .access
            .resource_names
            .values()
            .map(|it| role.policies.arn(it.entry.id().expect("an entry")));
        let mut arns: BTreeSet<String> = arns.flat_map(|arn| [format!("{arn}/an/object"), arn]).collect();
        let keys = ["a/stack.tfstate", "a/stack.tfstate.tflock", "a/lock"];
        arns.extend(keys.map(|key| format!("{state}/{key}")).into_iter().chain(["*".to_owned()]));
        for action in spoken_of(role.estate).iter().map(String::as_str).chain(WRITES) {
            let verb = action.split_once(':').map_or("", |(_, verb)| verb);
            let reads = READS.iter().any(|read| verb.starts_with(read));
            let relevant: Vec<&Statement> =
                role.statements.iter().filter(|it| crate::evaluator::covers(it, action)).collect();
            if reads || relevant.is_empty() {
                continue;
            }
            for arn in &arns {
                let request = iam(action, arn.as_str());
                let mut relevant = relevant.clone();
                relevant.retain(|it| role.policies.is_on(it, &request));
                for via in
                    ["s3", "secretsmanager", "lambda"].map(|it| format!("{it}.eu-central-1.amazonaws.com"))
                {
                    let may = role.policies.allow(&relevant, &request.clone().with("kms:ViaService", [via]));
                    assert!(!may, "{} {action} {arn}", role.name());
                }
            }
        }
    }
}

/// All actions that policies name in full.
fn spoken_of(estate: &Estate) -> BTreeSet<String> {
    let policies = estate.inventory.access.policies.values().filter_map(|it| it.statements.value());
    let actions = policies.flat_map(|it| it.iter()).filter_map(|it| match &it.actions {
        Actions::Only(Known::Value(actions)) | Actions::AllBut(Known::Value(actions)) => Some(actions),
        _ => None,
    });
    actions.flat_map(|it| it.iter()).filter(|it| !it.contains('*')).map(ToString::to_string).collect()
}

/// Terraform compares what is in its state: the passwords that have no write-only argument. It reads no other secret.
#[test]
fn a_plan_reads_the_secrets_without_a_write_only_argument_and_no_others() {
    let mut seen = [0; 2];
    for role in roles(Phase::Plan) {
        let design = &role.estate.compiled.design;
        let account = &role.estate.inventory.access.accounts[role.account].name;
        let sites = design.sites.iter().filter(|it| design.accounts[it.account].name == account.as_str());
        for secret in sites.flat_map(|site| design.cells[site.cell].secrets.iter().chain(&site.secrets)) {
            let number = role.policies.account(role.account);
            let arn = format!("arn:aws:secretsmanager:eu-central-1:{number}:secret:{}-a1B2c3", secret.name);
            let request = Request::new("secretsmanager:GetSecretValue", arn);
            let plain = [BROKER_TOKEN, CACHE_TOKEN].contains(&secret.id.as_str());
            assert_eq!(role.may(&request), plain, "{}: {}", role.name(), secret.name);
            seen[usize::from(plain)] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 5), "{seen:?}");
}

/// A plan needs no approval.
#[test]
fn a_plan_reads_nothing_that_customers_put_in() {
    for role in roles(Phase::Plan) {
        let denied = |action: &str, arn: String| !role.may(&iam(action, arn));
        let mut seen = 0;
        for (id, store) in role.estate.inventory.stores.stores.iter() {
            // Stores outside the design have no data class: trails, logs of AWS.
            let classes = store.data_classes.value().map_or(&[][..], |classes| classes);
            let private = [DataClass::Personal, DataClass::Commercial].iter().any(|it| classes.contains(it));
            if role.estate.account_of(store.source) != role.account || !private {
                continue;
            }
            let arn = role.policies.arn(id);
            let (action, arn) = match store.kind {
                StoreKind::Bucket(_) => ("s3:GetObject", format!("{arn}/an/object")),
                StoreKind::Queue(_) => ("sqs:ReceiveMessage", arn),
                StoreKind::LogStore(_) => ("logs:GetLogEvents", arn),
                // The contents of others are only readable over a connection.
                _ => continue,
            };
            assert!(denied(action, arn), "{}: {action} on {}", role.name(), role.estate.address(id));
            seen += 1;
        }
        let has_sites = role.estate.compiled.design.sites.iter().any(|site| {
            role.estate.compiled.design.accounts[site.account].name
                == role.estate.inventory.access.accounts[role.account].name.as_str()
        });
        assert_eq!(seen > 0, has_sites, "{}", role.name());
    }
}

#[test]
fn an_apply_makes_the_roles_of_the_platform_inside_the_boundary_alone() {
    for role in roles(Phase::Apply) {
        let (name, boundary) = (role.name(), role.iam(&format!("policy/{}-boundary", role.platform())));
        let mut made = 0;
        for (id, other) in role.estate.inventory.access.principals.iter() {
            let source = &role.estate.inventory.sources[other.source];
            let here = role.estate.account_of(other.source) == role.account;
            let ordinary = matches!(&other.kind, PrincipalKind::Role { service_linked: None, .. });
            if !here || !ordinary || before_the_boundary(&source.stack) {
                continue;
            }
            let arn = role.policies.arn(id);
            for action in
                ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:DeleteRolePolicy"]
            {
                let bound = |boundary: &str| {
                    role.may(&iam(action, arn.as_str()).with("iam:PermissionsBoundary", [boundary]))
                };
                assert!(bound(&boundary), "{name}: {action} {arn}");
                assert!(!bound(&role.iam("policy/another")), "{name}: {action} {arn} in another boundary");
                assert!(!role.may(&iam(action, arn.as_str())), "{name}: {action} {arn} without a boundary");
            }
            for action in ["iam:DeleteRole", "iam:UpdateAssumeRolePolicy", "iam:TagRole"] {
                assert!(role.may(&iam(action, arn.as_str())), "{name}: {action} {arn}");
            }
            let pass =
                |to: &str| role.may(&iam("iam:PassRole", arn.as_str()).with("iam:PassedToService", [to]));
            assert!(pass("ecs-tasks.amazonaws.com") && !pass("evil.example.com"), "{name}: {arn}");
            assert!(!role.may(&iam("iam:DeleteRolePermissionsBoundary", arn.as_str())), "{name}: {arn}");
            made += 1;
        }
        assert!(made > 0 || role.estate.compiled.design.accounts.len() > 1, "{name}");
    }
}

/// Emergency users repair the roles of the platform, and cannot grant access to others.
#[test]
fn an_emergency_lets_nobody_else_in() {
    for role in roles_of(Component::named("break-glass")) {
        let name = role.name();
        for own in ["apply", "plan", "de-eu-central-1-api-task"] {
            let arn = role.iam(&format!("role/{}-{own}", role.platform()));
            assert!(role.may(&iam("iam:PutRolePolicy", arn)), "{name}: {own}");
        }
        for (action, what) in [
            ("iam:CreateUser", "user/somebody"),
            ("iam:CreateAccessKey", "user/break-glass-1"),
            ("iam:CreateLoginProfile", "user/somebody"),
            ("iam:UpdateLoginProfile", "user/break-glass-1"),
            ("iam:CreateSAMLProvider", "saml-provider/another"),
            ("iam:CreateOpenIDConnectProvider", "oidc-provider/token.example.com"),
            ("iam:PutRolePolicy", "role/OrganizationAccountAccessRole"),
            (
                "iam:UpdateAssumeRolePolicy",
                "role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Administrator_0",
            ),
        ] {
            assert!(!role.may(&iam(action, role.iam(what))), "{name}: {action} {what}");
        }
        assert_eq!(role.may(&iam("organizations:DetachPolicy", "*")), role.manages, "{name}");
    }
}

/// Whether people apply a stack before there is a boundary.
fn before_the_boundary(stack: &str) -> bool {
    stack.ends_with("/bootstrap") || stack.ends_with("/state")
}

/// Without its boundary, a role could do whatever a policy says that the pipeline may write.
#[test]
fn every_role_but_those_of_the_pipeline_itself_is_inside_the_boundary_of_its_account() {
    for estate in all() {
        let (policies, inventory) = (Policies::of(&estate.inventory), &estate.inventory);
        let account = |source| inventory.locations[inventory.sources[source].location].account;
        let boundary = format!("{}-boundary", estate.compiled.design.name);
        for (id, role) in inventory.access.principals.iter() {
            if !matches!(role.kind, PrincipalKind::Role { service_linked: None, .. }) {
                continue;
            }
            let attached = policies.attached(id, PolicyRole::Boundary).iter();
            let names: Vec<_> = attached
                .map(|it| {
                    (it.name.value().and_then(|it| it.as_deref()), account(it.source) == account(role.source))
                })
                .collect();
            let before = before_the_boundary(&inventory.sources[role.source].stack);
            let wanted = if before { vec![] } else { vec![(Some(boundary.as_str()), true)] };
            assert_eq!(names, wanted, "{}", estate.address(id));
        }
    }
}
