//! Manual steps between deployments, as a section of the build's README.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Cloud, Document, Index, Layer, Links, Mode, Resource, Stack, Value};
use polder_module::Modules;

use crate::releases::{release, storefronts};
use crate::shops::shops;

/// Steps that no stack can do, derived from the graph, so that the list is complete and minimal.
pub(crate) fn by_hand(cloud: &Cloud, links: &Links, modules: &Modules) -> String {
    let mut out = String::from(BY_HAND);
    out.push_str(&stops(cloud, links));
    let mut step = |title: &str, text: String| {
        if !text.is_empty() {
            out.push_str(&format!("\n### {title}\n\n{text}"));
        }
    };
    step("After `dns`: delegate the domain", zones(cloud, links, modules));
    step("After the registries: push the images", images(cloud));
    step("Before the first API exists: build the images of the storefront", storefronts(cloud));
    step("After `base`: sign and upload the functions", functions(cloud));
    step("After `data`: set the secrets that you must supply", secrets(cloud, modules));
    step("Between `jobs` and `app`: release a version of Saleor", release(cloud));
    step(
        "After `app`: apply the Kubernetes manifests, and again for each new version of Saleor",
        clusters(cloud),
    );
    step("After the jobs: make Saleor ready for customers", shops(cloud));
    step("After the registries: let the mail service send to customers", mail(cloud));
    step("Once: confirm the email subscription of each alarm topic", topics(cloud, modules));
    step("After `security`: send all findings of Macie to Security Hub", discoveries(cloud));
    step("After `security`: delete the default VPCs", default_vpcs(cloud));
    step("Before `billing`: name the cost anomaly monitor that the account has already", monitors(cloud));
    step("A day after the last wave: activate the cost allocation tags", cost_tags(cloud));
    step("To close a shop for maintenance", switches(cloud));
    out
}

const BY_HAND: &str = "
## Manual steps

These steps are not part of any stack. Replace names in capitals.
";

/// What people do between two waves: resources of the first kind must exist before it, and those of the second need it.
const STOPS: [(&str, &str, &str); 4] = [
    ("delegate the domain", "aws_route53_zone", "aws_acm_certificate_validation"),
    ("push the images", "aws_ecr_repository", "aws_ecs_task_definition"),
    ("sign and upload the functions", "aws_signer_signing_profile", "aws_lambda_function"),
    ("set the secrets that you must supply", "aws_secretsmanager_secret", "aws_ecs_task_definition"),
];

/// The waves between which people must do something. An account may have its part later than another one.
fn stops(cloud: &Cloud, links: &Links) -> String {
    let waves = |kind| {
        let all: BTreeSet<u32> = made(cloud, kind).map(|(stack, _)| links.wave(stack)).collect();
        all
    };
    let rows = STOPS.iter().filter_map(|(what, after, before)| {
        let (after, before) = (waves(after).first().copied()?, waves(before).first().copied()?);
        (after < before).then(|| format!("| {what} | {after} | {before} |\n"))
    });
    let rows: String = rows.collect();
    if rows.is_empty() { rows } else { format!("{STOPPED}{rows}") }
}

const STOPPED: &str = "
The first deployment stops between the waves below. The workflow that `polder init --ci github` writes, and `apply.sh`, check before
each wave that the domain is delegated, and that the images, the packages of the functions and the values of the secrets exist. They
fail with a message that names what is missing; do that, and run the failed jobs or the script again: they continue with the same
wave. If you apply with neither, stop there yourself.

| step | after the first stacks of wave | before wave |
| --- | ---: | ---: |
";

/// Managed resources of a kind, with the paths of their stacks, in the order of the stacks.
fn made<'a>(cloud: &'a Cloud, kind: &'a str) -> impl Iterator<Item = (&'a Stack, &'a Resource)> {
    let all = cloud.stacks.iter().flat_map(|stack| stack.managed().map(move |resource| (stack, resource)));
    all.filter(move |(_, resource)| resource.address.kind == kind)
}

/// The address of a resource in the state of its stack.
fn in_state(modules: &Modules, stack: &Stack, resource: &Resource) -> String {
    let module = modules.of(stack.id).map(|(module, _)| module);
    module.map_or_else(|| resource.address.to_string(), |module| module.address_in_state(&resource.address))
}

fn zones(cloud: &Cloud, links: &Links, modules: &Modules) -> String {
    // A record in another stack delegates to the zone: it reads the zone's name servers.
    let delegated = |stack: &Stack| {
        let exports = links.exports.get(stack.id.index());
        exports.is_some_and(|exports| exports.values().any(|(_, attribute)| attribute == "name_servers"))
    };
    let lines = made(cloud, "aws_route53_zone").filter(|(stack, _)| !delegated(stack)).map(|(stack, resource)| {
        format!(
            "- `{}`: enter the name servers of the zone at the registrar of the domain (`terraform state show {}`), and \
             wait until they resolve: certificates are issued only then.\n{}",
            stack.key,
            in_state(modules, stack, resource),
            signed_zone(stack, &resource.address.name)
        )
    });
    lines.chain(existing_zones(cloud)).collect()
}

/// What to look at before records are added to zones that exist already.
fn existing_zones(cloud: &Cloud) -> impl Iterator<Item = String> {
    let all =
        cloud.stacks.iter().flat_map(|stack| stack.resources.iter().map(move |resource| (stack, resource)));
    let zones = all.filter(|(_, resource)| {
        resource.address.mode == Mode::Data && resource.address.kind == "aws_route53_zone"
    });
    zones.map(|(stack, resource)| {
        format!(
            "- `{}`: `{}` is a zone that exists. If it has a CAA record, `amazon.com` must be in it. A host of the platform that has \
             a record already is refused when `edge` is applied: remove that record first, and visitors move to the platform.\n",
            stack.key, resource.address
        )
    })
}

/// How the registrar gets the DS record of a signed zone, once the name servers resolve. Its output has the name of the zone,
/// unless that is the stack's only one.
fn signed_zone(stack: &Stack, zone: &str) -> String {
    let own = format!("ds_record_{zone}");
    let named = |name: &str| stack.outputs.iter().find(|output| output.name == name);
    let record = named(&own).or_else(|| named("ds_record").filter(|_| zone == "main"));
    let step = record.map(|output| {
        format!(
            "  Then enter the DS record of the zone there (`terraform output -raw {}`): until then, resolvers do not validate its \
             signatures. `dig +short DS DOMAIN` must show it.\n",
            output.name
        )
    });
    step.unwrap_or_default()
}

fn images(cloud: &Cloud) -> String {
    let homes: BTreeMap<&str, Vec<String>> = made(cloud, "aws_ecr_repository").fold(
        BTreeMap::new(),
        |mut homes: BTreeMap<&str, Vec<String>>, (stack, resource)| {
            let stacks = homes.entry(&resource.address.name).or_default();
            stacks.push(format!("`{}`", stack.key));
            homes
        },
    );
    if homes.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "`images/README.md` has a recipe and the commands for each. Saleor's image needs the certificate authorities of the database, which \
         the official one lacks. Push to the first region of an account; ECR replicates to the others. Tags are immutable: use a new \
         one for each push.\n\n\
         | repository | in |\n| --- | --- |\n",
    );
    for (name, stacks) in homes {
        out.push_str(&format!("| `{name}` | {} |\n", stacks.join(", ")));
    }
    out
}

/// Buckets of function packages, with and without a signing profile.
fn functions(cloud: &Cloud) -> String {
    let buckets = made(cloud, "aws_s3_bucket").filter(|(_, bucket)| bucket.address.name == "functions");
    let (signed, unsigned): (Vec<&Stack>, Vec<&Stack>) = buckets.map(|(stack, _)| stack).partition(|stack| {
        stack.managed().any(|resource| resource.address.kind == "aws_signer_signing_profile")
    });
    let list =
        |stacks: &[&Stack]| -> String { stacks.iter().map(|stack| format!("- `{}`\n", stack.key)).collect() };
    let mut out = String::new();
    if !signed.is_empty() || !unsigned.is_empty() {
        out.push_str(&format!("{FUNCTIONS}The packages are {}. The workflow that `polder init --ci github` writes does the following.\n\n", packages(cloud).join(", ")));
    }
    if !signed.is_empty() {
        out.push_str(&format!("{SIGNED}{}", list(&signed)));
    }
    if !unsigned.is_empty() {
        out.push_str(&format!("{UNSIGNED}{}", list(&unsigned)));
    }
    out
}

/// The names of all packages.
fn packages(cloud: &Cloud) -> Vec<String> {
    let keys = made(cloud, "aws_lambda_function").filter_map(|(_, function)| function.body.get("s3_key"));
    let names = keys.filter_map(|key| match key {
        Value::Template(parts) => match parts.last() {
            Some(Value::Text(name)) => Some(format!("`{}`", name.trim_start_matches('/'))),
            _ => None,
        },
        _ => None,
    });
    let names: BTreeSet<String> = names.collect();
    names.into_iter().collect()
}

const FUNCTIONS: &str = "`cargo xtask functions` in Polder's sources builds `target/functions/polder-NAME.zip`; other programs with these
names work, too, if they run on `provided.al2023`. A stack `functions` reads `RELEASE/NAME.zip` from its
site's bucket, where `RELEASE` is its variable `functions_release`. A release is immutable: use a new name for a new one.
";

const SIGNED: &str = "In each of the stacks below, with its outputs `functions_bucket` and `functions_signer` as BUCKET and SIGNER
and its region as REGION, and for each package:

```sh
aws s3api put-object --region REGION --bucket BUCKET --key unsigned/RELEASE/NAME.zip --body polder-NAME.zip  # prints VERSION
aws signer start-signing-job --region REGION --profile-name SIGNER \\
  --source 's3={bucketName=BUCKET,key=unsigned/RELEASE/NAME.zip,version=VERSION}' \\
  --destination 's3={bucketName=BUCKET,prefix=signed/}'                               # prints JOB
aws signer wait successful-signing-job --region REGION --job-id JOB
aws s3api copy-object --region REGION --bucket BUCKET --key RELEASE/NAME.zip --copy-source BUCKET/signed/JOB.zip
```

";

const UNSIGNED: &str = "
The regions of the following stacks have no code signing. Upload each package there as it is. Anybody who can write to the
bucket can replace the code:

```sh
aws s3api put-object --region REGION --bucket BUCKET --key RELEASE/NAME.zip --body polder-NAME.zip
```

";

/// Whether a resource of `kind` in the same stack refers to `resource` in its attribute `by`.
fn used(stack: &Stack, kind: &str, by: &str, resource: &Resource) -> bool {
    let mut others = stack.managed().filter(|other| other.address.kind == kind);
    others.any(|other| other.body.get(by).is_some_and(|value| refers_to(value, resource)))
}

/// Secrets without a version: nothing in the stacks writes them.
fn secrets(cloud: &Cloud, modules: &Modules) -> String {
    let mut out = String::new();
    let index = Index::new(cloud);
    for (stack, secret) in made(cloud, "aws_secretsmanager_secret") {
        let written = used(stack, "aws_secretsmanager_secret_version", "secret_id", secret);
        if !written {
            let view = index.find(stack.id, &secret.address).and_then(|id| index.view(id));
            let of = |attribute| view.and_then(|view| view.text(attribute));
            let (name, what) = (of("name"), of("description").unwrap_or_default());
            out.push_str(&format!(
                "- `{}`, `{}`, {what}: `aws secretsmanager put-secret-value --region {} --secret-id {} --secret-string file://FILE`\n",
                stack.key,
                in_state(modules, stack, secret),
                stack.region,
                name.as_deref().unwrap_or("NAME")
            ));
        }
    }
    out
}

fn refers_to(value: &Value, resource: &Resource) -> bool {
    let mut found = false;
    value.walk(&mut |value| {
        if let Value::Reference(reference) = value {
            found |= reference.address == resource.address;
        }
    });
    found
}

/// Clusters, whose manifests have their own README.
fn clusters(cloud: &Cloud) -> String {
    let lines = made(cloud, "aws_eks_cluster");
    lines.map(|(stack, _)| format!("- `{}`: see `kubernetes/README.md` in its folder\n", stack.key)).collect()
}

/// Accounts and regions that send mail, where the service sends to nobody else at first.
fn mail(cloud: &Cloud) -> String {
    let index = Index::new(cloud);
    let rows = made(cloud, "aws_sesv2_email_identity").map(|(stack, identity)| {
        let view = index.find(stack.id, &identity.address).and_then(|id| index.view(id));
        let domain = view.and_then(|view| view.text("email_identity")).unwrap_or_default();
        format!("- `{}`, `{}`: `{domain}`\n", stack.key.account, stack.region)
    });
    let rows: String = rows.collect();
    if rows.is_empty() { rows } else { format!("{MAIL}{rows}") }
}

const MAIL: &str = "A new account is in the SES sandbox: it can send 200 mails a day, and only to verified addresses. Request production access with credentials of each account, in each of its regions, including those of standby sites. AWS takes about a day to answer; the second and third command show the result.

```sh
aws sesv2 put-account-details --region REGION --production-access-enabled --mail-type TRANSACTIONAL \\
  --website-url https://DOMAIN --contact-language EN
aws sesv2 get-account --region REGION --query '[ProductionAccessEnabled, SendQuota.Max24HourSend]'  # must be true, and enough
aws sesv2 get-email-identity --region REGION --email-identity DOMAIN \\
  --query '[VerifiedForSendingStatus, DkimAttributes.Status, MailFromAttributes.MailFromDomainStatus]'  # true, SUCCESS, SUCCESS
```

The identity is verified when the zone of the domain resolves.

";

fn topics(cloud: &Cloud, modules: &Modules) -> String {
    let lines = made(cloud, "aws_sns_topic_subscription").filter(|(_, subscription)| {
        subscription.body.get("protocol").is_some_and(|protocol| *protocol == Value::from("email"))
    });
    lines
        .map(|(stack, subscription)| {
            format!("- `{}`, `{}`\n", stack.key, in_state(modules, stack, subscription))
        })
        .collect()
}

/// Accounts and regions whose sensitive data findings are published by a setting that the provider does not support.
fn discoveries(cloud: &Cloud) -> String {
    let places: BTreeSet<(&str, &str)> =
        made(cloud, "aws_macie2_account").map(|(stack, _)| (&*stack.key.account, &*stack.region)).collect();
    if places.is_empty() {
        return String::new();
    }
    let rows = places.into_iter().map(|(account, region)| format!("- `{account}`, `{region}`\n"));
    format!("{DISCOVERIES}{}", rows.collect::<String>())
}

const DISCOVERIES: &str = "By default, Macie publishes policy findings only, and nobody is notified of sensitive data. The provider has no resource
for the setting. With credentials of each account, in each of its regions:

```sh
aws macie2 put-findings-publication-configuration --region REGION \\
  --security-hub-configuration publishClassificationFindings=true,publishPolicyFindings=true
aws macie2 get-findings-publication-configuration --region REGION  # must show both as true
```

";

/// A cost anomaly monitor of all services, of which an account can have one.
fn monitors(cloud: &Cloud) -> String {
    let stack = made(cloud, "aws_ce_anomaly_subscription").next().map(|(stack, _)| stack);
    stack.map_or_else(String::new, |stack| MONITORS.replace("STACK", &stack.key.to_string()))
}

const MONITORS: &str = "Newer accounts have the monitor `Default-Services-Monitor` from the start, and a second one of all services is refused. With
credentials of the account of `STACK`, print its ARN, and set the variable `existing_service_monitor` of the stack to
it. If nothing is printed, the stack creates the monitor:

```sh
aws ce get-anomaly-monitors --query \"AnomalyMonitors[?MonitorDimension=='SERVICE'].MonitorArn\" --output text
```
";

/// Tags that can be activated for cost allocation when billing data has them.
fn cost_tags(cloud: &Cloud) -> String {
    let known = made(cloud, "aws_ce_cost_allocation_tag").next().and_then(|(stack, tag)| {
        // Those that the user can choose from.
        let Some(Value::Call(chosen)) = tag.body.get("for_each") else { return None };
        let Some(Value::List(tags)) = chosen.arguments.first() else { return None };
        let tags: Vec<&str> = tags.iter().filter_map(Value::as_text).collect();
        Some((stack, tags.join(",")))
    });
    known.map_or_else(String::new, |(stack, tags)| {
        COST_TAGS.replace("STACK", &stack.key.to_string()).replace("TAGS", &tags)
    })
}

const COST_TAGS: &str = "A tag can be activated when billing data has it, which takes about a day; until then, budgets of cells count nothing. With
credentials of the account of `STACK`, list the tags that can be activated:

```sh
aws ce list-cost-allocation-tags --status Inactive --type UserDefined --query 'CostAllocationTags[].TagKey' --output text
```

When all are listed, set the variable `cost_allocation_tags` of the stack to the following, and apply it. A tag that no resource
has yet is left out:

```text
TAGS
```
";

/// Accounts and regions that are monitored, each with the VPC that AWS created with the account.
fn default_vpcs(cloud: &Cloud) -> String {
    let stacks = cloud.stacks.iter().filter(|stack| stack.key.layer == Layer::Security);
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for stack in stacks {
        places.entry(&stack.key.account).or_default().push(&stack.region);
    }
    if places.is_empty() {
        return String::new();
    }
    let rows = places.iter().map(|(account, regions)| format!("- `{account}`: {}\n", regions.join(" ")));
    format!("{DEFAULT_VPCS}{}", rows.collect::<String>())
}

const DEFAULT_VPCS: &str = "A new account has a VPC with a way to the internet in each region, which nothing of the platform uses. Terraform could delete
it only after adopting it. With credentials of each account, and its REGIONS as listed below:

```sh
for region in REGIONS; do
  vpc=$(aws ec2 describe-vpcs --region $region --filters Name=is-default,Values=true --query 'Vpcs[].VpcId' --output text)
  [ -n \"$vpc\" ] || continue
  for gateway in $(aws ec2 describe-internet-gateways --region $region --filters Name=attachment.vpc-id,Values=$vpc \\
    --query 'InternetGateways[].InternetGatewayId' --output text); do
    aws ec2 detach-internet-gateway --region $region --internet-gateway-id $gateway --vpc-id $vpc
    aws ec2 delete-internet-gateway --region $region --internet-gateway-id $gateway
  done
  for subnet in $(aws ec2 describe-subnets --region $region --filters Name=vpc-id,Values=$vpc \\
    --query 'Subnets[].SubnetId' --output text); do
    aws ec2 delete-subnet --region $region --subnet-id $subnet
  done
  aws ec2 delete-vpc --region $region --vpc-id $vpc
done
for region in REGIONS; do  # must print nothing
  aws ec2 describe-vpcs --region $region --filters Name=is-default,Values=true --query 'Vpcs[].VpcId' --output text
done
```

A VPC with instances or interfaces in it is not deleted: find out what they are first. In other regions of an account, policies of
the organization deny everything.

";

/// CloudFront key value stores, with the channels of the shops that can be closed there.
fn switches(cloud: &Cloud) -> String {
    let stores = made(cloud, "aws_cloudfront_key_value_store");
    let rows: String =
        stores.map(|(stack, _)| format!("| `{}` | {} |\n", stack.key, channels(stack))).collect();
    if rows.is_empty() {
        String::new()
    } else {
        format!("{SWITCHES}\n| stack | channels |\n| --- | --- |\n{rows}")
    }
}

/// The channels of a stack, each of which has a key in its key value store.
fn channels(stack: &Stack) -> String {
    let keys = stack.managed().filter(|it| it.address.kind == "aws_cloudfrontkeyvaluestore_key");
    let mut found: Vec<String> = vec![];
    for key in keys {
        if let Some(Value::Document(document)) = key.body.get("value")
            && let Document::Json(market) = &**document
            && market.get("storefront").is_none()
            && let Some(channel) = market.get("channel").and_then(Value::as_text)
            && !found.iter().any(|known| known == channel)
        {
            found.push(channel.to_owned());
        }
    }
    found.iter().map(|channel| format!("`{channel}`")).collect::<Vec<_>>().join(", ")
}

const SWITCHES: &str = "\
In the folder of the stack, with credentials of its account:

```sh
store=$(terraform output -raw switches)
tag() { aws cloudfront-keyvaluestore describe-key-value-store --kvs-arn \"$store\" --query ETag --output text; }
# Close: channels, separated by spaces, or `all`.
aws cloudfront-keyvaluestore put-key --kvs-arn \"$store\" --if-match \"$(tag)\" --key maintenance --value \"CHANNEL\"
# Open again.
aws cloudfront-keyvaluestore delete-key --kvs-arn \"$store\" --if-match \"$(tag)\" --key maintenance
```

Within seconds CloudFront responds to page requests of these channels with 503 in the visitor's language, and no
origin is used. The API, payment providers' callbacks and the dashboards stay available: to stop orders, too, disable them in
Saleor. No deployment opens or closes a shop: Terraform does not manage this key of the store.
Note the output of the first command: the state may be in the region that is lost.
";
