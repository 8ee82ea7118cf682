//! What to do when the region of the state is lost, as a section of the build's README.

use polder_cloud::Cloud;

/// The section; empty if the state has no replica.
pub(crate) fn lost_state(cloud: &Cloud) -> String {
    let backend = &cloud.backend;
    let Some(replica) = &backend.replica else { return String::new() };
    let primary = &backend.primary;
    let used = backend.used();
    let other = if used == primary { replica } else { primary };
    let mut text = LOST.to_owned();
    for (word, value) in [
        ("PRIMARY", &primary.bucket),
        ("HOME", &primary.region),
        ("REPLICA", &replica.bucket),
        ("AWAY", &replica.region),
        ("USED", &used.bucket),
        ("HERE", &used.region),
        ("OTHER", &other.bucket),
        ("THERE", &other.region),
    ] {
        text = text.replace(&format!("<{word}>"), value);
    }
    text
}

const LOST: &str = "
## When the region of the state is lost

The buckets `<PRIMARY>` in `<HOME>` and `<REPLICA>` in `<AWAY>` replicate to each other: nearly all objects within seconds, 99.9 %
within 15 minutes. The keys of the states are the same in both. These stacks use `<USED>`; to use `<OTHER>` instead:

1. Stop all runs. Note which stacks were applied in the last 15 minutes: their latest state may be missing in the other bucket.
2. Set `state.active` in the platform file to the other of `primary` and `replica`, run `polder up`, and commit the result. Without
   Polder, in this folder:

   ```sh
   find stacks \\( -name backend.tf -o -name remote_state.tf \\) -exec sed -i \\
     -e 's/\"<USED>\"/\"<OTHER>\"/' -e 's/\"<HERE>\"/\"<THERE>\"/' {} +
   ```

3. In each stack, `terraform init -reconfigure`, then `terraform plan`. If a plan wants to create what exists in one of the noted
   stacks, `terraform import` it first. `terraform force-unlock ID` removes the lock of a run that the loss interrupted.
4. Apply no stack of the lost region. `grep -l 'region *= \"<HERE>\"' -r stacks --include=providers.tf` lists them.

When the region is back, what was written meanwhile is replicated to it. Before you go back in the same way, stop all runs, and
wait until no object is left over, which this command lists:

```sh
aws s3api list-objects-v2 --region <THERE> --bucket <OTHER> --query 'Contents[].Key' --output text | tr '\\t' '\\n' |
  while read -r key; do
    status=$(aws s3api head-object --region <THERE> --bucket <OTHER> --key \"$key\" --query ReplicationStatus --output text)
    case $status in COMPLETED | REPLICA) ;; *) echo \"$key $status\" ;; esac
  done
```
";
