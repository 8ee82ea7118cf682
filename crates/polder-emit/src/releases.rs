//! How a version of Saleor is released, and how the first images of the storefront are built, as sections of the build's README.

use std::collections::BTreeSet;

use polder_cloud::{Cloud, Layer, StackScope};

/// The stacks with jobs, and the order of a release; empty where manifests have the jobs.
pub(crate) fn release(cloud: &Cloud) -> String {
    let stacks = cloud.stacks.iter().filter(|stack| stack.key.layer == Layer::Jobs);
    let rows: String = stacks.map(|stack| format!("- `{}`\n", stack.key)).collect();
    if rows.is_empty() { rows } else { format!("{RELEASE}{rows}{STEPS}{BACK}") }
}

const RELEASE: &str =
    "The jobs have a stack of their own ahead of the services, with a tag of their own, `jobs_image_tag`:

";

const STEPS: &str = "
To release a version, set `jobs_image_tag` and `saleor_image_tag` to it and run the workflow `Apply`. When it applies a stack `app` that
replaces containers, it stops `worker` and `beat`, runs the jobs of the output `release` of the stack `jobs` in their order, applies,
starts the workers again, and waits until each service runs the applied task definition with healthy tasks. A step that fails
stops the release: the services run what they ran, stopped workers stay stopped, and the next run of the workflow continues, since
the plan of `app` still shows what is missing. Services whose tasks do not become healthy are rolled back by ECS, and the
workflow fails; after `migrate`, the database has the new schema, with which the version before works.

Without the workflow, in this order, with the outputs of the stacks and their region:

1. Set `jobs_image_tag` and apply `jobs`.
2. At the active site of the cell, stop the workers and keep the autoscaler from starting them. There are none before the first
   release:

   ```sh
   aws application-autoscaling register-scalable-target --region REGION --service-namespace ecs \\
     --scalable-dimension ecs:service:DesiredCount --resource-id service/CLUSTER_OF_APP/worker \\
     --suspended-state DynamicScalingInSuspended=true,DynamicScalingOutSuspended=true,ScheduledScalingSuspended=true
   aws ecs update-service --region REGION --cluster CLUSTER_OF_APP --service worker --desired-count 0
   aws ecs update-service --region REGION --cluster CLUSTER_OF_APP --service beat --desired-count 0
   aws ecs wait services-stable --region REGION --cluster CLUSTER_OF_APP --services worker beat
   ```

3. Run each job of the output `release`, one after the other. Each must end with exit code 0, which the last command prints:

   ```sh
   aws ecs run-task --region REGION --cluster CLUSTER_OF_JOBS --launch-type FARGATE --task-definition JOB_TASK \\
     --network-configuration 'awsvpcConfiguration={subnets=[SUBNETS],securityGroups=[JOB_SECURITY_GROUPS]}'   # prints TASK
   aws ecs wait tasks-stopped --region REGION --cluster CLUSTER_OF_JOBS --tasks TASK
   aws ecs describe-tasks --region REGION --cluster CLUSTER_OF_JOBS --tasks TASK --query 'tasks[0].containers[].exitCode'
   ```

4. Set `saleor_image_tag` and apply `app`. Start the workers as in step 2, with `false` and the numbers of the stack.
5. Wait until `aws ecs describe-services` shows, for each service, one deployment with the applied task definition and the rollout
   state `COMPLETED`. `aws ecs wait services-stable` is not enough: it is content with a service that was rolled back.

`migrate` is the only process that signs in as the owner of the tables. It first creates the roles of the application and of
readers, with their passwords and privileges. After `password_version` of a cell was raised, apply `data` and make a release of the same
version: the job sets the passwords, and the services start with them. Between the two, new tasks of the earlier
release cannot sign in.
";

const BACK: &str = "
**Going back.** Set both tags to the version before and release it. Migrations are not undone: `migrate` of the earlier version does
nothing, and Saleor works with the schema of the next minor version, but not of a later one. Beyond that, restore the database.

A build before which Saleor signed in as the owner of the database can be left and returned to at each step. The secret
`database-url` has the owner's URL before and after; only new task definitions read `database-application-url` and
`database-read-only-url`. After `data`, tasks of the earlier build start as before. After `jobs` and `migrate` the roles exist, and
the owner may still sign in. After `app`, apply `app` of the earlier build to go back, and only then its `data`, which deletes the new
secrets. `database-url-replica` is for task definitions of the earlier build alone.
";

/// The cells whose storefront has an image of its own.
pub(crate) fn storefronts(cloud: &Cloud) -> String {
    let apps = cloud.stacks.iter().filter(|stack| stack.key.layer == Layer::App);
    let cells: BTreeSet<&str> = apps
        .filter_map(|stack| match &stack.key.scope {
            StackScope::Site { cell, .. } => Some(&**cell),
            StackScope::Global | StackScope::Region(_) | StackScope::Foreign(_) => None,
        })
        .collect();
    let rows: String = cells.iter().map(|cell| format!("- `storefront-{cell}`\n")).collect();
    if rows.is_empty() { rows } else { format!("{STOREFRONT}{rows}{SCHEMA}") }
}

const STOREFRONT: &str =
    "The addresses of the API and of the shop are part of the image, so that each cell has one:

";

const SCHEMA: &str = "
`polder env --cell CELL --process storefront` prints the values. All that begin with `NEXT_PUBLIC_` must be set while the image is
built: as build arguments, and the Dockerfile needs an `ARG` and an `ENV` for each of them. Saleor's storefront generates its types from
the API at `NEXT_PUBLIC_SALEOR_API_URL`, which does not answer before the first release. Build the first image from the schema of
the release instead: copy `saleor/graphql/schema.graphql` of the tag of Saleor's repository to `schema.graphql` in the root of the
storefront, and set `GITHUB_ACTION=generate-schema-from-file` where the Dockerfile runs `pnpm run generate`. Pages that are rendered
during the build query the API, too: render them on request, or return no parameters while the API does not answer.
";

#[cfg(test)]
mod tests {
    use polder_cloud::{Cloud, StackKey};

    use super::*;

    fn cloud(layers: &[Layer]) -> Cloud {
        let mut cloud = Cloud::default();
        for layer in layers {
            let scope = StackScope::Site { region: "eu-west-1".into(), cell: "de".into() };
            let key = StackKey { account: "production".into(), scope, layer: *layer };
            let s = cloud.draft(key, "eu-west-1", "For a test.");
            cloud.add(s);
        }
        cloud
    }

    #[test]
    fn a_release_is_described_where_jobs_have_stacks() {
        assert_eq!(release(&cloud(&[Layer::App])), "");
        let page = release(&cloud(&[Layer::Jobs, Layer::App]));
        assert!(page.contains("- `production/eu-west-1/de/jobs`\n"), "{page}");
    }

    #[test]
    fn each_cell_has_an_image_of_its_storefront() {
        assert_eq!(storefronts(&cloud(&[Layer::Data])), "");
        assert!(storefronts(&cloud(&[Layer::App])).contains("- `storefront-de`\n"));
    }
}
