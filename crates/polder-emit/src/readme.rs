//! The page that stands beside the stacks: what they are, in which order they are deployed, what the user must give.

use std::collections::BTreeMap;

use polder_module::Modules;
use polder_cloud::{Cloud, Document, EdgeWork, Layer, Links, Place, Stack, Value};

use crate::File;

/// Where it lies.
pub(crate) const PATH: &str = "README.md";

/// `README.md` of a build.
pub(crate) fn page(cloud: &Cloud, links: &Links, _modules: &Modules) -> File {
    let mut out = String::from(HEAD);
    out.push_str(&format!(
        "\nState lies in the bucket `{}` in `{}`, one object for each stack, encrypted and locked.\n",
        cloud.backend.bucket, cloud.backend.region
    ));
    out.push_str(&first_run(cloud));
    out.push_str(&by_hand(cloud));
    out.push_str(&order(cloud, links));
    out.push_str(&variables(cloud));
    out.push_str(&protected(cloud));
    out.push_str(COMPARE);
    File { path: PATH.into(), content: out }
}

const HEAD: &str = "# The platform's stacks

Each folder below `stacks/` is one Terraform root module: one account, one region, one layer, one provider
configuration. The code is plain OpenTofu (1.10 or newer) or Terraform (1.10 or newer) with version 5 (5.100 or newer) or
version 6 of the AWS provider, and needs nothing else.

In a stack's folder:

```sh
terraform init
terraform plan -out plan
terraform apply plan
```

`terraform init -backend=false && terraform test` checks a stack against a mocked provider, without an account.
";

const COMPARE: &str = "
## How to read them

- `site.tf` holds all in which a stack differs from its peers: where its state lies, and its locals. To compare two
  sites of one role: `diff -r stacks/ACCOUNT/REGION-1/CELL-1 stacks/ACCOUNT/REGION-2/CELL-2`.
- `remote_state.tf` reads what other stacks export; `outputs.tf` holds what they read from this one.
- Every other file is about one thing of the cloud and bears its name.
- To make one module of several sites: move everything but `site.tf` into a module and turn the locals into variables.
";

/// How the state gets into a bucket that a stack makes, and who makes the roles that make the rest.
fn first_run(cloud: &Cloud) -> String {
    let paths = |layer: Layer, global: bool| -> Vec<String> {
        let stacks = cloud.stacks.iter().filter(|stack| stack.key.layer == layer);
        let stacks = stacks.filter(|stack| (stack.key.place == Place::Global) == global);
        stacks.map(|stack| format!("`{}`", stack.key)).collect()
    };
    let Some(bucket) = paths(Layer::Bootstrap, false).into_iter().next() else { return String::new() };
    let mut out = String::from(FIRST_RUN);
    out.push_str(&format!(
        "1. {bucket} makes the bucket, before there is one to keep its state in. An override keeps it on this machine \
         until the bucket is there; then it moves:\n\n   ```sh\n   printf 'terraform {{\\n  backend \"local\" {{}}\\n}}\\n' > \
         backend_override.tf\n   terraform init\n   terraform apply\n   rm backend_override.tf\n   terraform init \
         -migrate-state\n   rm terraform.tfstate terraform.tfstate.backup\n   ```\n\n   Answer `yes` when asked whether to \
         copy the state. The files that are removed at the end hold secrets.\n"
    ));
    let organization = paths(Layer::Organization, true);
    if let Some(organization) = organization.first() {
        out.push_str(&format!(
            "2. {organization} makes the accounts. If the organization or an account exists already: `terraform import` \
             it first.\n"
        ));
    }
    let step = 2 + organization.len();
    let access = paths(Layer::State, false).join(", ");
    out.push_str(&format!("{step}. {access} lets each account into its part of the state.\n"));
    out.push_str(&format!(
        "{}. In the account of step 1 make the users `break-glass-1` and `break-glass-2`: for emergencies, each with a \
         hardware key and no access key.\n",
        step + 1,
    ));
    out.push_str(&format!(
        "{}. {} make the roles of the pipeline, each with an administrator's credentials in its account: in a new \
         account `OrganizationAccountAccessRole`, later the permission set `Administrator`.\n\nFrom then on the pipeline \
         applies everything else in the order below. It cannot change its own roles: steps 1 and {} stay with people.\n",
        step + 2,
        paths(Layer::Bootstrap, true).join(", "),
        step + 2,
    ));
    out
}

const FIRST_RUN: &str = "
## The first run

These steps are made by hand, once, with an administrator's credentials. All other stacks can follow by themselves.

";

/// What no stack can do: found in the graph, so that nothing is forgotten and nothing is asked for in vain.
fn by_hand(cloud: &Cloud) -> String {
    let mut out = String::from(BY_HAND);
    let mut step = |title: &str, text: String| {
        if !text.is_empty() {
            out.push_str(&format!("\n### {title}\n\n{text}"));
        }
    };
    step("After `dns`: tell the registrar", zones(cloud));
    step("After the registries: push the images", images(cloud));
    step("After `base`: sign the functions and put them in place", functions(cloud));
    step("After `data`: give the secrets that only you have", secrets(cloud));
    step(
        "After `app`: run the jobs, in this order, and again before each new version of Saleor",
        jobs(cloud),
    );
    step("After `app`: fill the clusters, and roll out each new version of Saleor", clusters(cloud));
    step("Once: confirm the mail that each topic of alarms sends", topics(cloud));
    step("Whenever a shop must be closed for a while: throw the switch", switches(cloud));
    out
}

const BY_HAND: &str = "
## What people do between the waves

No stack can do these. Names in capitals are yours to fill in.
";

/// Resources of a kind that are made, with the paths of their stacks, in the order of the stacks.
fn made<'a>(
    cloud: &'a Cloud,
    kind: &'a str,
) -> impl Iterator<Item = (&'a Stack, &'a polder_cloud::Resource)> {
    let all = cloud.stacks.iter().flat_map(|stack| stack.managed().map(move |resource| (stack, resource)));
    all.filter(move |(_, resource)| resource.address.kind == kind)
}

fn zones(cloud: &Cloud) -> String {
    let delegated =
        |stack: &Stack| cloud.stacks.iter().any(|other| other.id != stack.id && names_zone_of(other, stack));
    let lines = made(cloud, "aws_route53_zone").filter(|(stack, _)| !delegated(stack)).map(|(stack, resource)| {
        format!(
            "- `{}`: enter the name servers of the zone at the registrar of the domain (`terraform state show {}`), and \
             wait until they answer: certificates are issued only then.\n",
            stack.key, resource.address
        )
    });
    lines.collect()
}

/// Whether a record in `other` delegates to the zone of `stack`: it reads the zone's name servers.
fn names_zone_of(other: &Stack, stack: &Stack) -> bool {
    let mut found = false;
    polder_cloud::walk(other, &mut |value| {
        if let Value::Reference(reference) = value {
            found |= other.target(reference) == Some(stack.id) && reference.attribute == "name_servers";
        }
    });
    found
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
        "Push to the first region of an account; it copies to the others. Tags never change: each push has a new one.\n\n\
         | repository | in |\n| --- | --- |\n",
    );
    for (name, stacks) in homes {
        out.push_str(&format!("| `{name}` | {} |\n", stacks.join(", ")));
    }
    out
}

/// Buckets that functions come from, with what signs their packages.
fn functions(cloud: &Cloud) -> String {
    let signers: Vec<String> =
        made(cloud, "aws_signer_signing_profile").map(|(stack, _)| format!("- `{}`\n", stack.key)).collect();
    if signers.is_empty() { String::new() } else { format!("{FUNCTIONS}{}", signers.concat()) }
}

const FUNCTIONS: &str = "`cargo xtask functions` in Polder's sources builds `target/functions/polder-NAME.zip`; other programs of these
names do as well, if they start on `provided.al2023`. A stack `functions` takes `RELEASE/NAME.zip`, signed, from its
site's bucket, where `RELEASE` is its variable `functions_release`. A release never changes: what is new gets a new name.
The workflow that `polder init --ci github` writes does the following. In each of the stacks below, with its outputs
`functions_bucket` and `functions_signer` as BUCKET and SIGNER, and for each package:

```sh
aws s3api put-object --bucket BUCKET --key unsigned/RELEASE/NAME.zip --body NAME.zip  # says VERSION
aws signer start-signing-job --profile-name SIGNER \\
  --source 's3={bucketName=BUCKET,key=unsigned/RELEASE/NAME.zip,version=VERSION}' \\
  --destination 's3={bucketName=BUCKET,prefix=signed/}'                               # says JOB
aws signer wait successful-signing-job --job-id JOB
aws s3api copy-object --bucket BUCKET --key RELEASE/NAME.zip --copy-source BUCKET/signed/JOB.zip
```

";

/// Whether a resource of `kind` in the same stack refers to `resource` in its attribute `by`.
fn used(stack: &Stack, kind: &str, by: &str, resource: &polder_cloud::Resource) -> bool {
    let mut others = stack.managed().filter(|other| other.address.kind == kind);
    others.any(|other| other.body.get(by).is_some_and(|value| refers_to(value, resource)))
}

/// Secrets without a version: nothing in the stacks writes them.
fn secrets(cloud: &Cloud) -> String {
    let mut out = String::new();
    for (stack, secret) in made(cloud, "aws_secretsmanager_secret") {
        let written = used(stack, "aws_secretsmanager_secret_version", "secret_id", secret);
        if !written {
            let of = |attribute| secret.body.get(attribute).and_then(|value| known(stack, value));
            let (name, what) = (of("name"), of("description").unwrap_or_default());
            out.push_str(&format!(
                "- `{}`, `{}`, {what}: `aws secretsmanager put-secret-value --region {} --secret-id {} --secret-string file://FILE`\n",
                stack.key,
                secret.address,
                stack.region,
                name.as_deref().unwrap_or("NAME")
            ));
        }
    }
    out
}

/// A text that is known before anything is deployed.
fn known(stack: &Stack, value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.to_string()),
        Value::Template(parts) => parts.iter().map(|part| known(stack, part)).collect(),
        Value::Local(name) => {
            let local = stack.locals.iter().find(|local| local.name == *name)?;
            known(stack, &local.value)
        }
        _ => None,
    }
}

fn refers_to(value: &Value, resource: &polder_cloud::Resource) -> bool {
    let mut found = false;
    value.walk(&mut |value| {
        if let Value::Reference(reference) = value {
            found |= reference.address == resource.address;
        }
    });
    found
}

/// Task definitions that no service runs.
fn jobs(cloud: &Cloud) -> String {
    let mut out = String::new();
    for (stack, task) in made(cloud, "aws_ecs_task_definition") {
        let served = used(stack, "aws_ecs_service", "task_definition", task);
        if !served {
            out.push_str(&format!("- `{}`, `{}`\n", stack.key, task.address));
        }
    }
    if !out.is_empty() {
        let where_to = match made(cloud, "aws_ecs_capacity_provider").next() {
            None => "--launch-type FARGATE",
            Some(_) => "--capacity-provider-strategy capacityProvider=PROVIDER_OF_THE_JOB",
        };
        out.push_str(&format!(
            "\n`aws ecs run-task --cluster CLUSTER --task-definition FAMILY {where_to} --network-configuration \
             awsvpcConfiguration={{subnets=[APP_SUBNETS],securityGroups=[GROUP_OF_THE_JOB]}}`. `migrate` runs where the cell \
             takes writes, with the workers stopped; then `static`; then the services.\n",
        ));
    }
    out
}

/// Clusters, whose manifests have a page of their own.
fn clusters(cloud: &Cloud) -> String {
    let lines = made(cloud, "aws_eks_cluster");
    lines
        .map(|(stack, _)| format!("- `{}`: `kubernetes/README.md` in its folder says how\n", stack.key))
        .collect()
}

/// What refuses to be deleted, and how that is lifted.
fn protected(cloud: &Cloud) -> String {
    let mut found: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for resource in cloud.stacks.iter().flat_map(Stack::managed) {
        for flag in ["deletion_protection", "enable_deletion_protection"] {
            if resource.body.get(flag) == Some(&Value::Bool(true)) {
                *found.entry((resource.address.kind.as_str(), flag)).or_default() += 1;
            }
        }
    }
    if found.is_empty() {
        return String::new();
    }
    let mut out = String::from(TAKING_DOWN);
    for ((kind, flag), count) in found {
        out.push_str(&format!("- `{flag}` of {count} `{kind}`\n"));
    }
    out
}

const TAKING_DOWN: &str = "
## Taking something down

The last wave goes first: `terraform destroy`. Buckets and zones refuse it while something is in them. In every account, also
where nothing is for good, these refuse it until their flag is set to `false` and that has been applied, in a plan of its own:

";

fn topics(cloud: &Cloud) -> String {
    let lines = made(cloud, "aws_sns_topic_subscription").filter(|(_, subscription)| {
        subscription.body.get("protocol").is_some_and(|protocol| *protocol == Value::from("email"))
    });
    lines.map(|(stack, subscription)| format!("- `{}`, `{}`\n", stack.key, subscription.address)).collect()
}

/// Key value stores of the edge, with the channels of the shops that can be closed there.
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

/// The channels whose shops the functions of a stack stand in front of.
fn channels(stack: &Stack) -> String {
    let mut found = vec![];
    polder_cloud::walk(stack, &mut |value| {
        if let Value::Document(document) = value
            && let Document::EdgeFunction(function) = &**document
            && let EdgeWork::Market { market, .. } = &function.work
        {
            found.push(format!("`{}`", market.channel));
        }
    });
    found.join(", ")
}

const SWITCHES: &str = "\
In the folder of the stack, with credentials of its account:

```sh
store=$(terraform output -raw switches)
tag() { aws cloudfront-keyvaluestore describe-key-value-store --kvs-arn \"$store\" --query ETag --output text; }
# Close: channels with blanks between them, or `all`.
aws cloudfront-keyvaluestore put-key --kvs-arn \"$store\" --if-match \"$(tag)\" --key maintenance --value \"CHANNEL\"
# Open again.
aws cloudfront-keyvaluestore delete-key --kvs-arn \"$store\" --if-match \"$(tag)\" --key maintenance
```

Within seconds the pages of these channels are answered at the edge, with 503 and in the visitor's language, and no
region is asked. The API, payment providers' calls and the dashboards go on: whoever must stop orders, too, stops them in
Saleor. No deployment opens or closes a shop: Terraform does not know what the store holds.
Write down what the first line says: the state may lie in the region that is lost.
";

fn order(cloud: &Cloud, links: &Links) -> String {
    let mut out = String::from(
        "\n## Order\n\nStacks of one wave do not depend on each other and can be deployed at the same time.\n\n",
    );
    out.push_str("| wave | stack | resources | what is in it |\n| ---: | --- | ---: | --- |\n");
    for stack in links.order.iter().filter_map(|id| cloud.stack(*id)) {
        let (wave, path, count) = (links.waves[stack.id.index()] + 1, &stack.key, stack.managed().count());
        out.push_str(&format!("| {wave} | `{path}` | {count} | {} |\n", stack.purpose));
    }
    out
}

fn variables(cloud: &Cloud) -> String {
    let mut found: BTreeMap<&str, (&str, bool, Vec<&Stack>)> = BTreeMap::new();
    for stack in &cloud.stacks {
        for variable in stack.variables.iter().filter(|variable| variable.default == Value::Null) {
            let known = (variable.description.as_ref(), variable.sensitive, vec![]);
            found.entry(&variable.name).or_insert(known).2.push(stack);
        }
    }
    let mut out = String::from(
        "\n## What only you know\n\nGive these as `TF_VAR_name` or in a `terraform.tfvars` of the stack. What is secret is drawn and not thought \
         up (`openssl rand -hex 32`), has one value in all stacks of an account, and never stands in a file that is \
         committed.\n\n| variable | what it is | stacks |\n| --- | --- | --- |\n",
    );
    for (name, (description, secret, stacks)) in found {
        let all = stacks.len() == cloud.stacks.len();
        let places = stacks.iter().map(|stack| format!("`{}`", stack.key)).collect::<Vec<_>>();
        let places = if all { "all".to_owned() } else { places.join(", ") };
        let secret = if secret { " Secret." } else { "" };
        out.push_str(&format!("| `{name}` | {description}{secret} | {places} |\n"));
    }
    out
}
