//! The page that stands beside the stacks: what they are, in which order they are deployed, what the user must give.

use std::collections::BTreeMap;

use polder_cloud::{Cloud, Links, Stack, Value};

use crate::File;

/// `README.md` of a build.
pub(crate) fn page(cloud: &Cloud, links: &Links) -> File {
    let mut out = String::from(HEAD);
    out.push_str(&format!(
        "\nState lies in the bucket `{}` in `{}`, one object for each stack, encrypted and locked.\n",
        cloud.backend.bucket, cloud.backend.region
    ));
    out.push_str(&order(cloud, links));
    out.push_str(&variables(cloud));
    out.push_str(COMPARE);
    File { path: "README.md".into(), content: out }
}

const HEAD: &str = "# The platform's stacks

Each folder below `stacks/` is one Terraform root module: one account, one region, one layer, one provider
configuration. The code is plain OpenTofu (1.10 or newer) or Terraform (1.10 or newer) and needs nothing else.

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
    let mut found: BTreeMap<&str, (&str, Vec<&Stack>)> = BTreeMap::new();
    for stack in &cloud.stacks {
        for variable in stack.variables.iter().filter(|variable| variable.default == Value::Null) {
            let entry = found.entry(&variable.name).or_insert((&variable.description, vec![]));
            entry.1.push(stack);
        }
    }
    let mut out = String::from(
        "\n## What only you know\n\nGive these as `TF_VAR_name` or in a `terraform.tfvars` of the stack.\n\n| variable | what it is | stacks |\n| --- | --- | --- |\n",
    );
    for (name, (description, stacks)) in found {
        let all = stacks.len() == cloud.stacks.len();
        let places = stacks.iter().map(|stack| format!("`{}`", stack.key)).collect::<Vec<_>>();
        let places = if all { "all".to_owned() } else { places.join(", ") };
        out.push_str(&format!("| `{name}` | {description} | {places} |\n"));
    }
    out
}
