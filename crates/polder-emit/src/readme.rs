//! The README of a build: modules and stacks, the order of deployment, the variables that the user must set.

use std::collections::BTreeMap;

use polder_cloud::{Cloud, Layer, Links, QuotaRequest, Stack, StackScope, Value};
use polder_module::Modules;

use crate::File;
use crate::by_hand::by_hand;

/// Its path in the build folder.
pub(crate) const PATH: &str = "README.md";

/// `README.md` of a build.
pub(crate) fn page(cloud: &Cloud, links: &Links, modules: &Modules) -> File {
    let mut out = String::from(HEAD);
    out.push_str(&format!(
        "\nState is stored in the bucket `{}` in `{}`, one object for each stack, encrypted and locked.\n",
        cloud.backend.bucket, cloud.backend.region
    ));
    out.push_str(&first_run(cloud));
    out.push_str(&raised_quotas(cloud));
    out.push_str(&by_hand(cloud, links, modules));
    out.push_str(&order(cloud, links));
    out.push_str(&variables(cloud));
    out.push_str(&protected(cloud));
    out.push_str(COMPARE);
    out.push_str(&list_of_modules(modules));
    File { path: PATH.into(), content: out }
}

const HEAD: &str = "# The platform's stacks

Each folder in `stacks/` is one Terraform root module: one account, one region, one layer, one provider
configuration. Each calls one module in `modules/`, which all stacks of a kind share. The code is plain
OpenTofu (1.10 or newer) or Terraform (1.10 or newer) with version 5 (5.100 or newer) or version 6 of the AWS provider, and has no other
dependencies.

In a stack's folder:

```sh
terraform init
terraform plan -out plan
terraform apply plan
```

In a module's folder, `terraform init -backend=false && terraform test` checks the module against a mocked provider, without
an account, for each distinct use.
";

const COMPARE: &str = "
## Layout

- `modules/<layer>/` has the resources of a layer, one file for each kind, and a README with its inputs and
outputs. A change applies to all stacks that call it.
- `stacks/<...>/main.tf` calls the module with the values that are specific to the stack. To compare two sites:
  `diff -r stacks/ACCOUNT/REGION-1/CELL-1 stacks/ACCOUNT/REGION-2/CELL-2`.
- `remote_state.tf` reads outputs of other stacks; `outputs.tf` has the outputs that they read from this one.
- `backend.tf` has the location of the state; `providers.tf` the account, the region and the default tags of the
stack.
";

/// The modules, each with the number of stacks that call it.
fn list_of_modules(modules: &Modules) -> String {
    let mut out = String::from("\n## Modules\n\n| module | stacks | content |\n| --- | ---: | --- |\n");
    for module in &modules.list {
        let (name, stacks) = (&module.name, module.stacks.len());
        out.push_str(&format!("| [`{name}`](modules/{name}/README.md) | {stacks} | {} |\n", module.purpose));
    }
    out
}

/// The bootstrap: the bucket of the state, and the roles of the pipeline.
fn first_run(cloud: &Cloud) -> String {
    let paths = |layer: Layer, global: bool| -> Vec<String> {
        let stacks = cloud.stacks.iter().filter(|stack| stack.key.layer == layer);
        let stacks = stacks.filter(|stack| (stack.key.scope == StackScope::Global) == global);
        stacks.map(|stack| format!("`{}`", stack.key)).collect()
    };
    let Some(bucket) = paths(Layer::Bootstrap, false).into_iter().next() else { return String::new() };
    let mut out = String::from(FIRST_RUN);
    out.push_str(&format!(
        "1. {bucket} creates the bucket of the state. An override file stores its own state locally \
         until the bucket exists; then migrate it:\n\n   ```sh\n   printf 'terraform {{\\n  backend \"local\" {{}}\\n}}\\n' > \
         backend_override.tf\n   terraform init\n   terraform apply\n   rm backend_override.tf\n   terraform init \
         -migrate-state\n   rm terraform.tfstate terraform.tfstate.backup\n   ```\n\n   Answer `yes` when asked whether to \
         copy the state. The files that are removed at the end contain secrets.\n"
    ));
    let organization = paths(Layer::Organization, true);
    if let Some(organization) = organization.first() {
        out.push_str(&format!(
            "2. {organization} creates the accounts. If the organization or an account exists already, `terraform import` \
             it first.\n"
        ));
    }
    let step = 2 + organization.len();
    let access = paths(Layer::State, false).join(", ");
    out.push_str(&format!("{step}. {access} grants each account access to its state.\n"));
    out.push_str(&format!(
        "{}. In the account of step 1, create the users `break-glass-1` and `break-glass-2` for emergencies, each with a \
         hardware key and no access key.\n",
        step + 1,
    ));
    out.push_str(&format!(
        "{}. {} create the roles of the pipeline. Apply each with administrator credentials of its account: in a new \
         account `OrganizationAccountAccessRole`, later the permission set `Administrator`.\n\nFrom then on, the pipeline \
         applies everything else in the order below. It cannot change its own roles: repeat steps 1 and {} by hand if they change.\n",
        step + 2,
        paths(Layer::Bootstrap, true).join(", "),
        step + 2,
    ));
    out
}

const FIRST_RUN: &str = "
## Bootstrap

Do these steps once, by hand, with administrator credentials. The pipeline can apply all other stacks.

";

/// The quotas that the stacks exceed, with the commands that raise them.
fn raised_quotas(cloud: &Cloud) -> String {
    if cloud.quota_requests.is_empty() {
        return String::new();
    }
    let mut out = String::from(RAISE);
    out.push_str("| account | region | quota | code | needed | given | command |\n");
    out.push_str("| --- | --- | --- | --- | ---: | ---: | --- |\n");
    for QuotaRequest { account, region, name, code, needed, given, command } in &cloud.quota_requests {
        out.push_str(&format!(
            "| `{account}` | `{region}` | {name} | `{code}` | {needed} | {given} | `{command}` |\n"
        ));
    }
    out
}

const RAISE: &str = "
## Raise before wave 1

The stacks need more than an account has at first. Request these quotas as soon as the accounts exist, each with credentials of
its account: an increase takes from minutes to days. What is needed includes what a region takes over from another, and not what
else runs in the account. Where the applied quota is high enough already, the request is refused, and nothing is to be done. The
applied quota is shown by the same command with `get-service-quota` instead of `request-service-quota-increase` and without
`--desired-value`.

The stacks can make the requests, too: set `raised_quotas` to the codes, separated by commas. The first stacks of an account make
them, and the later ones fail as long as they are not granted.

";

/// Resources with deletion protection.
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
## Destroying stacks

Start with the last wave: `terraform destroy`. Buckets and hosted zones must be empty. In every account, including
development, these cannot be destroyed until their flag is set to `false` and applied, in a separate plan:

";

fn order(cloud: &Cloud, links: &Links) -> String {
    let mut out = String::from(
        "\n## Order\n\nStacks of one wave do not depend on each other and can be deployed at the same time.\n\n",
    );
    out.push_str("| wave | stack | resources | content |\n| ---: | --- | ---: | --- |\n");
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
        "\n## Variables that you must set\n\nSet these as `TF_VAR_name` or in a `terraform.tfvars` of the stack. Generate secrets \
         (`openssl rand -hex 32`), use one value in all stacks of an account, and never put them into a file that is \
         committed.\n\n| variable | description | stacks |\n| --- | --- | --- |\n",
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
