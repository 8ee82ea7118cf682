//! The bootstrap: manual steps before the delivery pipeline can run, as a section of the build's README. Their stacks are
//! wave 0.

use std::collections::BTreeSet;

use polder_cloud::{Cloud, Layer, Stack, StackScope, Value};

/// The section; empty for a cloud without a bootstrap.
pub(crate) fn first_run(cloud: &Cloud) -> String {
    let Some(bucket) = paths(cloud, Layer::Bootstrap, false).into_iter().next() else { return String::new() };
    let mut steps = vec![];
    steps.extend(cloud.backend.enable_first.iter().map(|region| ENABLE.replace("REGION", region)));
    steps.push(state(&bucket));
    let organization = paths(cloud, Layer::Organization, true);
    steps.extend(organization.first().map(|stack| self::organization(cloud, stack)));
    let access = paths(cloud, Layer::State, false);
    if !access.is_empty() {
        steps.push(self::access(cloud, &access));
    }
    if !paths(cloud, Layer::Billing, true).is_empty() {
        steps.push(BILLING.to_owned());
    }
    if cloud.stacks.iter().flat_map(Stack::managed).any(|it| it.address.kind == DISTRIBUTION) {
        steps.push(VERIFICATION.to_owned());
    }
    steps.push(EMERGENCIES.to_owned());
    steps.push(roles(cloud));
    steps.extend(identity(cloud));
    let numbered = steps.iter().enumerate().map(|(at, step)| format!("{}. {step}", at + 1));
    format!("{HEAD}{}{FOOT}", numbered.collect::<String>())
}

const HEAD: &str = "
## Bootstrap

Do these steps once, by hand, in this order, with administrator credentials. Their stacks are wave 0 of the order below. The
pipeline can apply all other stacks.

";

const FOOT: &str = "
From then on, the pipeline or `apply.sh` applies everything else in the order below. The pipeline cannot change its own permissions, access to the states,
or who can sign in: apply the stacks of wave 0 by hand whenever they change.
";

/// The type of resource that a new account cannot create before the provider has verified it.
const DISTRIBUTION: &str = "aws_cloudfront_distribution";

/// A list in a sentence: `a`, `a and b`, `a, b and c`.
fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The word for one thing or for several, by their number.
fn number<'a>(items: &[String], one: &'a str, several: &'a str) -> &'a str {
    if items.len() == 1 { one } else { several }
}

const ENABLE: &str =
    "In the account of the next step, enable the region `REGION`, and wait until the second command prints \
`ENABLED`, which takes minutes:

   ```sh
   aws account enable-region --region-name REGION
   aws account get-region-opt-status --region-name REGION --query RegionOptStatus --output text
   ```

";

/// The stacks that say who can use the state, and where they replicate it, what is left to do.
fn access(cloud: &Cloud, stacks: &[String]) -> String {
    let (names, grants) = (list(stacks), number(stacks, "grants", "grant"));
    match &cloud.backend.replica {
        None => format!("{names} {grants} each account access to its state. {KEEPERS}"),
        Some(_) => {
            let primary = &cloud.backend.primary;
            let older = OLDER.replace("REGION", &primary.region).replace("BUCKET", &primary.bucket);
            let replicates = number(stacks, "replicates", "replicate");
            format!(
                "{names} {grants} each account access to its state, and {replicates} it. {KEEPERS}\n   {older}"
            )
        }
    }
}

const KEEPERS: &str = "From then on, only the following can read or write a state of \
an account: its pipeline, `OrganizationAccountAccessRole`, and the permission set `Administrator`; and, in the account of the \
bucket, its root user, its IAM users, and the permission sets `AdministratorAccess` and `AWSAdministratorAccess` that AWS suggests. \
If you work with another role, such as one that your own identity provider signs you in to, create an IAM user with \
`AdministratorAccess` and MFA before this step, continue as that user, and delete it after the last step. Whoever is locked out can \
replace the policy of the bucket as the root user.\n";

const VERIFICATION: &str = "CloudFront refuses distributions in an account that AWS has not verified, and new accounts may not be: as soon \
as the accounts exist, open a case with AWS Support from each account that will have stacks `edge`, and ask to verify it for \
CloudFront. Support answers within days; all earlier waves can be applied meanwhile.\n";

const OLDER: &str = "Then write the states that are older than the replication again, so that they are replicated, too. The second \
command must print `COMPLETED` for each of them, after a few minutes:

   ```sh
   aws s3 cp --recursive --region REGION --metadata-directive REPLACE s3://BUCKET s3://BUCKET
   aws s3api list-objects-v2 --region REGION --bucket BUCKET --query 'Contents[].Key' --output text | tr '\\t' '\\n' |
     xargs -I KEY aws s3api head-object --region REGION --bucket BUCKET --key KEY --query ReplicationStatus --output text
   ```

";

/// The bucket of the state, which stores its own state.
fn state(bucket: &str) -> String {
    format!(
        "{bucket} creates the bucket of the state. An override file stores its own state locally until the bucket exists; \
         then migrate it:\n\n   ```sh\n   printf 'terraform {{\\n  backend \"local\" {{}}\\n}}\\n' > \
         backend_override.tf\n   terraform init\n   terraform apply\n   rm backend_override.tf\n   terraform init \
         -migrate-state\n   rm -f terraform.tfstate terraform.tfstate.backup\n   ```\n\n   Answer `yes` when asked whether to \
         copy the state. The files that are removed at the end contain secrets.\n"
    )
}

fn organization(cloud: &Cloud, stack: &str) -> String {
    format!(
        "{stack} creates the accounts. If the organization or an account exists already, `terraform import` it first.\n{}",
        enabled(cloud, Layer::Organization)
    )
}

/// The regions that stacks of a layer enable.
fn enabled(cloud: &Cloud, layer: Layer) -> String {
    let stacks = cloud.stacks.iter().filter(|stack| stack.key.layer == layer);
    let enabling = stacks.flat_map(Stack::managed).filter(|it| it.address.kind == "aws_account_region");
    let regions: BTreeSet<String> = enabling
        .filter_map(|resource| match resource.body.get("region_name") {
            Some(Value::Text(region)) => Some(format!("`{region}`")),
            _ => None,
        })
        .collect();
    if regions.is_empty() {
        return String::new();
    }
    let regions: Vec<String> = regions.into_iter().collect();
    format!(
        "   This also enables the {} {}, which takes minutes{}.\n",
        number(&regions, "region", "regions"),
        list(&regions),
        number(&regions, "", " for each")
    )
}

/// IAM Identity Center, which no stack can enable, with the groups that the stacks look up.
fn identity(cloud: &Cloud) -> Option<String> {
    let stack = cloud.stacks.iter().find(|stack| stack.key.layer == Layer::Identity)?;
    let groups = stack.variables.iter().filter(|variable| variable.name.starts_with("group_"));
    let groups = groups.filter_map(|variable| match &variable.default {
        Value::Text(name) => Some(format!("`{name}`")),
        _ => None,
    });
    let groups: Vec<String> = groups.collect();
    let (word, groups, region, path) =
        (number(&groups, "group", "groups"), list(&groups), &stack.region, &stack.key);
    Some(format!(
        "In the region `{region}` of the management account, enable an organization instance of IAM Identity Center, and connect \
         your identity provider or use its own directory. Under Settings, Authentication, require MFA `Every time they sign in`, \
         and `Require them to register a device at sign in`. Create the {word} {groups}, or set the variables `group_...` of \
         the stack below to the names of yours. `aws sso-admin list-instances --region {region}` must show one instance, and \
         `aws identitystore list-groups --region {region} --identity-store-id ID`, with the `IdentityStoreId` of that instance, \
         all groups.\n\n   Then apply `{path}`: it creates the permission sets, and assigns them to the groups in each account.\n",
    ))
}

const BILLING: &str = "As the root user of the management account, open Account, then IAM user and role access to billing \
information, and activate it: no API can, and until then only the root user can read costs. Then open Cost Explorer, in Billing \
and Cost Management: this enables it, which no API can either, and takes a day.\n";

const EMERGENCIES: &str = "In the account of the state, create the users `break-glass-1` and `break-glass-2` for emergencies, each \
with a hardware key and no access key. Attach to both a policy that allows `sts:AssumeRole` on \
`arn:aws:iam::*:role/*-break-glass` with `aws:MultiFactorAuthPresent`: a user can assume a role of another account only if \
the user's own policy allows that, too.\n";

fn roles(cloud: &Cloud) -> String {
    let stacks = paths(cloud, Layer::Bootstrap, true);
    format!(
        "{} {} the roles of the pipeline. Apply {} with administrator credentials of its account: in a new \
         account `OrganizationAccountAccessRole`, later the permission set `Administrator`.\n{}",
        list(&stacks),
        number(&stacks, "creates", "create"),
        number(&stacks, "it", "each"),
        enabled(cloud, Layer::Bootstrap),
    )
}

/// The stacks of a layer, either those that an account has once or the others.
fn paths(cloud: &Cloud, layer: Layer, global: bool) -> Vec<String> {
    let stacks = cloud.stacks.iter().filter(|stack| stack.key.layer == layer);
    let stacks = stacks.filter(|stack| (stack.key.scope == StackScope::Global) == global);
    stacks.map(|stack| format!("`{}`", stack.key)).collect()
}

#[cfg(test)]
mod tests {
    use super::{list, number};

    #[test]
    fn lists_and_words_follow_the_number_of_things() {
        let all: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!([list(&all[..1]), list(&all[..2]), list(&all)], ["a", "a and b", "a, b and c"]);
        assert_eq!(
            [number(&all[..1], "creates", "create"), number(&all, "creates", "create")],
            ["creates", "create"]
        );
    }
}
