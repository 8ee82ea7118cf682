//! The README of a build: modules and stacks, the order of deployment, the variables that the user must set.

use std::collections::BTreeMap;

use polder_cloud::{Cloud, Links, Stack, StackScope, Value};
use polder_module::Modules;

use crate::File;
use crate::by_hand::by_hand;
use crate::first_run::first_run;
use crate::lost_state::lost_state;
use crate::raised_quotas::raised_quotas;
use crate::versions;

/// Its path in the build folder.
pub(crate) const PATH: &str = "README.md";

/// `README.md` of a build.
pub(crate) fn page(cloud: &Cloud, links: &Links, modules: &Modules) -> File {
    let mut out = HEAD.replace("ENGINE", versions::engine(cloud));
    out.push_str(&format!(
        "\nState is stored in the bucket `{}` in `{}`, one object for each stack, encrypted and locked.\n",
        cloud.backend.used().bucket,
        cloud.backend.used().region
    ));
    out.push_str(&lock(cloud, links));
    out.push_str(&first_run(cloud));
    out.push_str(&lost_state(cloud));
    out.push_str(&raised_quotas(cloud));
    out.push_str(&by_hand(cloud, links, modules));
    out.push_str(&order(cloud, links));
    out.push_str(&variables(cloud));
    out.push_str(&protected(cloud));
    out.push_str(&outside(cloud));
    out.push_str(COMPARE);
    out.push_str(&list_of_modules(modules));
    File { path: PATH.into(), content: out }
}

const HEAD: &str = "# The platform's stacks

Each folder in `stacks/` is one Terraform root module: one account, one region, one layer, one provider
configuration. Each calls one module in `modules/`, which all stacks of a kind share. The code is plain
OpenTofu (ENGINE or newer) or Terraform (ENGINE or newer) with version 5 (5.100 or newer) or version 6 of the AWS provider, and has no other
dependencies.

In a stack's folder:

```sh
terraform init
terraform plan -out plan
terraform apply plan
```

`bash apply.sh` does this for all stacks in their order, except those of wave 0. It shows each plan and asks before it applies it,
stops where people have something to do first, and can be interrupted and started again; `bash apply.sh --help` describes it.

In a module's folder, `terraform init -backend=false && terraform test` checks the module against a mocked provider, without
an account, for each distinct use.
";

/// How the provider is locked. All roots require the same one, so that one lock file serves all.
fn lock(cloud: &Cloud, links: &Links) -> String {
    let first = links.order.first().and_then(|id| cloud.stack(*id));
    first.map(|stack| LOCK.replace("FIRST", &stack.key.to_string())).unwrap_or_default()
}

const LOCK: &str = "
## Lock the provider

Once, and again for each new version of the provider: record its checksums for all platforms, and commit the files. From then on,
`init -lockfile=readonly` installs that provider and no other. In this folder; with `terraform` instead of `tofu` if you apply
the stacks with it:

```sh
(cd stacks/FIRST && tofu get &&
  tofu providers lock -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_amd64 -platform=darwin_arm64)
find stacks -name main.tf ! -path 'stacks/FIRST/*' \\
  -execdir cp \"$PWD/stacks/FIRST/.terraform.lock.hcl\" . ';'
```
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

/// Resources with deletion protection, and those that no plan destroys.
fn protected(cloud: &Cloud) -> String {
    let mut found: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for resource in cloud.stacks.iter().flat_map(Stack::managed) {
        let kind = resource.address.kind.as_str();
        for flag in ["deletion_protection", "enable_deletion_protection"] {
            if resource.body.get(flag) == Some(&Value::Bool(true)) {
                *found.entry((kind, flag)).or_default() += 1;
            }
        }
        if resource.body.blocks("lifecycle").any(|block| block.get(NEVER).is_some()) {
            *found.entry((kind, NEVER)).or_default() += 1;
        }
    }
    let rows = |never: bool| -> String {
        let rows = found.iter().filter(|((_, flag), _)| (*flag == NEVER) == never);
        rows.map(|((kind, flag), count)| format!("- `{flag}` of {count} `{kind}`\n")).collect()
    };
    let (flags, never) = (rows(false), rows(true));
    let mut out = String::new();
    if !found.is_empty() {
        out.push_str(TAKING_DOWN);
    }
    if !flags.is_empty() {
        out.push_str(&format!("{FLAGS}{flags}"));
    }
    if !never.is_empty() {
        out.push_str(&format!("{PROTECTED}{never}{ON_PURPOSE}"));
    }
    out
}

/// The argument with which no plan destroys a resource.
const NEVER: &str = "prevent_destroy";

const TAKING_DOWN: &str = "
## Destroying stacks

Start with the last wave: `terraform destroy`. Buckets and hosted zones must be empty.
";

const FLAGS: &str = "
In every account, including development, these cannot be destroyed until their flag is set to `false` and applied, in a separate
plan:

";

const PROTECTED: &str = "
No plan may destroy or replace these: it fails, whatever the reason.

";

const ON_PURPOSE: &str = "
To destroy or replace one on purpose, apply the stack by hand from a copy of this folder, after `sed -i 's/prevent_destroy = true/prevent_destroy = false/' modules/MODULE/*.tf`. The pipeline applies what is
committed only. Terraform does not protect a resource whose block is removed from its module; the workflow refuses a plan that
destroys or replaces one. To keep it outside of Terraform, commit a file in the folder of the stack, and remove that file after it
was applied:

```hcl
removed {
  from = module.MODULE.TYPE.NAME
  lifecycle {
    destroy = false
  }
}
```

A cell that is removed from the platform file has no stacks any more: nothing destroys its resources, and their states stay. Run
`terraform destroy` in its stacks before they are removed if the resources are to go, too.

";

/// Stores with personal data in stacks of what an account has once: these are in a region of the provider's choice.
fn outside(cloud: &Cloud) -> String {
    let stacks = cloud.stacks.iter().filter(|stack| stack.key.scope == StackScope::Global);
    let stores = stacks.flat_map(|stack| stack.managed().map(move |resource| (stack, resource)));
    let rows = stores.filter_map(|(stack, store)| {
        let Value::Object(tags) = store.body.get("tags")? else { return None };
        let Value::Text(classes) = tags.get("data-class")? else { return None };
        let personal = classes.split(' ').any(|class| class == "personal");
        personal.then(|| {
            let days = match store.body.get("retention_in_days") {
                Some(Value::Integer(days)) => days.to_string(),
                _ => "unlimited".to_owned(),
            };
            format!("| `{}` | `{}` | {} | {days} |\n", stack.key, store.address, stack.region)
        })
    });
    let rows: String = rows.collect();
    if rows.is_empty() { String::new() } else { format!("{OUTSIDE}{rows}") }
}

const OUTSIDE: &str = "
## Personal data outside of the platform's regions

The provider supports these stores only in the region below. Name the transfer in your record of processing activities. The
log of the web ACL has the IP addresses of visitors whose requests were blocked, and of no others; they cannot be redacted. The
log of DNS queries has the IP addresses of resolvers, and the client subnets that some resolvers send.

| stack | store | region | days |
| --- | --- | --- | ---: |
";

fn order(cloud: &Cloud, links: &Links) -> String {
    let mut out = String::from(
        "\n## Order\n\nThe stacks of wave 0 are applied by hand, in the order of the bootstrap. Those of any other wave do not depend \
         on each other and can be deployed at the same time.\n\n",
    );
    out.push_str("| wave | stack | resources | content |\n| ---: | --- | ---: | --- |\n");
    let mut stacks: Vec<&Stack> = links.order.iter().filter_map(|id| cloud.stack(*id)).collect();
    stacks.sort_by_key(|stack| links.wave(stack));
    for stack in stacks {
        let (wave, path, count) = (links.wave(stack), &stack.key, stack.managed().count());
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
