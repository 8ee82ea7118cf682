//! Invariants of the containers of every site of every example platform, facts about Saleor first.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{
    After, Cloud, Container, DependencyCondition, Document, Policy, Resource, SmolStr, Stack, Statement,
    Value, alias, index, link,
};
use polder_design::{
    Broker, ComputeEngine, Design, Environment, EnvironmentValue, Process, Role, Service, Site,
};

use crate::examples;

/// One site with its stacks.
struct Case<'a> {
    design: &'a Design,
    site: &'a Site,
    stack: &'a Stack,
    /// The stack of its jobs.
    jobs: &'a Stack,
}

/// Calls `check` with the containers of every site of every example that runs on ECS.
fn every_site(check: impl Fn(&Case<'_>)) {
    for (design, cloud) in
        examples::all().iter().filter(|(design, _)| design.compute != ComputeEngine::Kubernetes)
    {
        for site in &design.sites {
            let stack = |layer| stack(design, cloud, site, layer);
            check(&Case { design, site, stack: stack("app"), jobs: stack("jobs") });
        }
    }
}

/// Calls `check` with each service and job, and the containers of its task.
fn every_task(check: impl Fn(&Case<'_>, &Service, &[Container])) {
    every_site(|case| {
        for service in &case.site.services {
            check(case, service, case.containers(service));
        }
        let jobs = Case { stack: case.jobs, ..*case };
        for job in &case.site.jobs {
            check(&jobs, job, jobs.containers(job));
        }
    });
}

fn stack<'a>(design: &Design, cloud: &'a Cloud, site: &Site, layer: &str) -> &'a Stack {
    let (account, cell) = (&design.accounts[site.account].name, &design.cells[site.cell].name);
    cloud.by_path(&format!("{account}/{}/{cell}/{layer}", site.region)).expect("containers for each site")
}

impl Case<'_> {
    fn find(&self, kind: &str, name: &str) -> &Resource {
        let address = format!("{kind}.{}", name.replace('-', "_"));
        self.stack.find(&address).unwrap_or_else(|| panic!("no {address} in {}", self.site.name))
    }

    fn containers(&self, service: &Service) -> &[Container] {
        let task = self.find("aws_ecs_task_definition", service.process.name());
        let Some(Value::Document(document)) = task.body.get("container_definitions") else {
            panic!("no containers")
        };
        let Document::Containers(containers) = &**document else { panic!("no containers") };
        containers
    }

    /// The statements of a role, none when it has no policy.
    fn statements(&self, service: &Service, kind: &str) -> &[Statement] {
        let name = format!("{}_{kind}", service.process.name().replace('-', "_"));
        let policy = self.stack.find(&format!("aws_iam_role_policy.{name}"));
        policy.map_or(&[], |policy| statements(policy.body.get("policy")))
    }

    fn text(&self, value: &Value) -> String {
        index::shown(self.stack, value)
    }

    fn number(&self, resource: &Resource, key: &str) -> i64 {
        self.text(resource.body.get(key).expect("a number")).parse().expect("a number")
    }
}

fn statements(policy: Option<&Value>) -> &[Statement] {
    let Some(Value::Document(document)) = policy else { panic!("no policy") };
    let Document::Policy(Policy { statements, .. }) = &**document else { panic!("no policy") };
    statements
}

fn names<T>(pairs: &[(SmolStr, T)]) -> Vec<&str> {
    pairs.iter().map(|(name, _)| name.as_ref()).collect()
}

#[test]
fn every_value_of_the_design_reaches_its_container() {
    every_task(|case, service, containers| {
        let own = &containers[0];
        assert_eq!(own.name, service.process.name());
        let mut open = own.environment.iter();
        let mut secret = own.secrets.iter();
        for (name, value) in &service.environment {
            match value {
                EnvironmentValue::Text(text) => {
                    let (landed, value) = open.next().unwrap_or_else(|| panic!("no {name}"));
                    assert_eq!((landed.as_ref(), case.text(value)), (name.as_str(), text.clone()));
                }
                EnvironmentValue::Secret(_) => {
                    assert_eq!(secret.next().map(|(landed, _)| landed.as_ref()), Some(name.as_str()));
                }
            }
        }
        assert!(open.next().is_none() && secret.next().is_none(), "more than the design says");
        let command: Vec<String> = own.command.iter().map(|word| case.text(word)).collect();
        assert_eq!(command, service.command);
    });
}

#[test]
fn there_are_never_two_beats() {
    every_site(|case| {
        let beat = case.find("aws_ecs_service", "beat");
        assert_eq!(case.number(beat, "deployment_maximum_percent"), 100);
        assert_eq!(case.number(beat, "deployment_minimum_healthy_percent"), 0);
        if let Some(target) = case.stack.find("aws_appautoscaling_target.beat") {
            assert!(case.number(target, "max_capacity") <= 1);
        }
        let wanted = i64::from(case.design.cells[case.site.cell].active == case.site.id);
        assert_eq!(case.number(beat, "desired_count"), wanted, "one in a cell: at its active site");
    });
}

#[test]
fn processes_have_the_time_that_saleor_needs_to_stop_and_to_start() {
    every_site(|case| {
        for service in &case.site.services {
            let stop = case.containers(service)[0].stop_timeout_seconds;
            match service.process {
                // It finishes open requests for 30 s.
                Process::Api => assert!(stop >= 35, "{stop}"),
                // A task that is killed is lost.
                Process::Worker => assert_eq!(stop, 120),
                _ => assert!(stop <= 120, "the maximum"),
            }
        }
        let api = case.find("aws_ecs_service", "api");
        assert!(case.number(api, "health_check_grace_period_seconds") >= 120);
    });
}

#[test]
fn workers_consume_every_queue() {
    every_site(|case| {
        let services = || case.site.services.iter().chain(&case.site.jobs);
        let worker = services().find(|service| service.process == Process::Worker).expect("a worker");
        let command: Vec<String> =
            case.containers(worker)[0].command.iter().map(|word| case.text(word)).collect();
        let place = command.iter().position(|word| word == "-Q").expect("-Q: else it takes one queue only");
        let consumed: BTreeSet<&str> = command[place + 1].split(',').collect();
        for service in services().filter(|service| service.process.is_saleor()) {
            let of = Case { stack: if service.process.is_job() { case.jobs } else { case.stack }, ..*case };
            for (name, value) in &of.containers(service)[0].environment {
                let queue = name.ends_with("QUEUE_NAME") || name == "CELERY_TASK_DEFAULT_QUEUE";
                let value = of.text(value);
                assert!(!queue || consumed.contains(value.as_str()), "no worker consumes {value}");
            }
        }
    });
}

#[test]
fn secrets_are_never_plain_values() {
    every_task(|case, service, containers| {
        for container in containers {
            for (name, value) in &container.environment {
                if name.ends_with("EMAIL_URL") {
                    // A URL without a user and a password.
                    let value = case.text(value);
                    assert!(!value.is_empty() && !value.contains('@'), "{value} of {}", case.site.name);
                    continue;
                }
                let telling = ["SECRET", "PASSWORD", "PRIVATE_KEY", "TOKEN", "DATABASE_URL"];
                assert!(!telling.iter().any(|word| name.contains(word)), "{name} of {}", case.site.name);
            }
        }
        if service.process.is_saleor() {
            let secrets = names(&containers[0].secrets);
            assert!(secrets.contains(&"RSA_PRIVATE_KEY") && secrets.contains(&"SECRET_KEY"));
        }
    });
}

#[test]
fn the_clustered_cache_is_reached_through_the_proxy_on_the_loopback() {
    every_task(|case, service, containers| {
        let proxied = After { name: "cache-proxy".into(), until: DependencyCondition::Healthy };
        let cache = containers[0].environment.iter().find(|(name, _)| name == "CACHE_URL");
        let proxy = containers.iter().find(|container| container.name == "cache-proxy");
        assert_eq!(proxy.is_some(), service.cache_proxy);
        assert_eq!(containers[0].after.contains(&proxied), service.cache_proxy);
        if let Some((_, url)) = cache {
            assert_eq!(case.text(url), "redis://127.0.0.1:6379/0");
            let proxy = proxy.expect("a proxy where the cache is used");
            assert!(proxy.health.is_some(), "the process waits until it is healthy");
            assert_eq!(names(&proxy.secrets), ["CACHE_TOKEN"]);
            assert!(proxy.ports.is_empty(), "listens on loopback only");
        }
    });
}

#[test]
fn containers_write_only_to_volumes_and_saleor_is_not_root() {
    every_task(|case, service, containers| {
        let task = case.find("aws_ecs_task_definition", service.process.name());
        for container in containers {
            assert!(container.readonly_root);
            for (volume, _) in &container.mounts {
                let known = |body: &polder_cloud::Body| body.get("name") == Some(&volume.clone().into());
                assert!(task.body.blocks("volume").any(known), "{volume}");
            }
        }
        assert_eq!(containers[0].user == "saleor", service.process.is_saleor());
    });
}

/// Fargate mounts an empty volume with root as its owner and hides the files that the image has at its path.
/// Saleor does not run as root, and the dashboard's start script edits the page that its image has in `/app`;
/// neither image declares a volume.
#[test]
fn volumes_are_filled_and_opened_before_an_official_image_starts() {
    every_task(|_, service, containers| {
        let own = &containers[0];
        let first = containers.iter().find(|container| container.name == "volumes");
        let waits =
            own.after.contains(&After { name: "volumes".into(), until: DependencyCondition::Succeeded });
        assert_eq!(first.is_some(), waits);
        let Some(first) = first else {
            assert!(matches!(service.process, Process::Own(_)), "{}", service.process.name());
            return;
        };
        assert!(!first.essential, "the task must continue after it exits");
        assert_eq!((first.user.as_ref(), &first.image), ("0", &own.image));
        assert!(first.secrets.is_empty() && first.environment.is_empty(), "it is root");
        let [Value::Text(script)] = first.command.as_slice() else { panic!("no script") };
        let steps: Vec<&str> = script.split(" && ").collect();
        assert_eq!(steps.len(), own.mounts.len());
        for (volume, path) in &own.mounts {
            let (_, there) =
                first.mounts.iter().find(|(name, _)| name == volume).expect("mounted there, too");
            let opened = format!("chmod 1777 {there}");
            let filled = format!("cp -a {path}/. {there}/");
            let page = service.process == Process::Dashboard && path == "/app";
            assert!(
                steps.contains(&if page { filled.as_str() } else { opened.as_str() }),
                "{path}: {script}"
            );
        }
    });
}

/// AWS rejects a provider that is not yet associated with the cluster. The roles' policies must exist before
/// the first task.
#[test]
fn services_depend_on_providers_and_policies() {
    every_site(|case| {
        for service in &case.site.services {
            let waits = case.find("aws_ecs_service", service.process.name()).body.get("depends_on");
            let waits = format!("{:?}", waits.expect("something to wait for"));
            assert!(waits.contains("aws_ecs_cluster_capacity_providers"), "{waits}");
            for kind in ["exec", "task"] {
                let rights = !case.statements(service, kind).is_empty();
                let name = format!("{}_{kind}", service.process.name().replace('-', "_"));
                assert_eq!(waits.contains(&format!("{name:?}")), rights, "{name}: {waits}");
            }
        }
    });
}

#[test]
fn what_a_task_mounts_it_may_read_and_nothing_else() {
    every_task(|case, service, containers| {
        let mounted: BTreeSet<String> = containers
            .iter()
            .flat_map(|container| &container.secrets)
            .map(|(_, arn)| format!("{arn:?}"))
            .collect();
        let read = case.statements(service, "exec").iter().find(|statement| statement.sid == "ReadSecrets");
        let granted: Option<BTreeSet<String>> =
            read.map(|read| read.resources.iter().map(|arn| format!("{arn:?}")).collect());
        assert_eq!(granted.unwrap_or_default(), mounted, "{} of {}", service.process.name(), case.site.name);
    });
}

#[test]
fn only_actions_without_resource_level_permissions_are_granted_on_everything() {
    every_task(|case, service, _| {
        let both = ["exec", "task"].map(|kind| case.statements(service, kind));
        for statement in both.into_iter().flatten() {
            if statement.resources.contains(&"*".into()) {
                let known = ["ecr:GetAuthorizationToken", "sqs:ListQueues"];
                assert!(statement.actions.iter().all(|action| known.contains(&action.as_ref())));
            }
            assert!(!statement.actions.iter().any(|action| action.contains('*')), "{}", statement.sid);
            let keys = statement.actions.iter().any(|action| action.starts_with("kms:"));
            let held = statement.conditions.iter().any(|condition| condition.key == "kms:ViaService");
            assert!(!keys || held, "{} uses a key by itself", statement.sid);
        }
        let mut sids = BTreeSet::new();
        assert!(case.statements(service, "task").iter().all(|statement| sids.insert(&statement.sid)));
    });
}

#[test]
fn queues_are_listed_only_where_they_carry_tasks() {
    every_task(|case, service, _| {
        let lists = case.statements(service, "task").iter().any(|statement| statement.sid == "FindQueues");
        let by_queue = matches!(case.site.broker, Broker::Queues { .. });
        let tasks =
            [Process::Api, Process::Worker, Process::Beat, Process::Migrate].contains(&service.process);
        assert_eq!(lists, by_queue && tasks, "{} of {}", service.process.name(), case.site.name);
    });
}

#[test]
fn only_beat_and_jobs_are_not_scaled_by_load() {
    every_site(|case| {
        for service in &case.site.services {
            let name = service.process.name().replace('-', "_");
            let target = case.stack.find(&format!("aws_appautoscaling_target.{name}"));
            let policy = case.stack.find(&format!("aws_appautoscaling_policy.{name}_cpu"));
            let stopped = case.design.cells[case.site.cell].hours.is_some();
            assert_eq!(policy.is_some(), service.process != Process::Beat);
            assert_eq!(target.is_some(), service.process != Process::Beat || stopped);
            if let Some(target) = target {
                assert!(case.number(target, "min_capacity") <= case.number(target, "max_capacity"));
            }
        }
        let age = case.stack.find("aws_appautoscaling_policy.worker_celery_age");
        assert_eq!(age.is_some(), matches!(case.site.broker, Broker::Queues { .. }));
    });
}

#[test]
fn a_queue_starts_no_workers_where_the_database_takes_no_writes() {
    every_site(|case| {
        let active = case.design.cells[case.site.cell].active == case.site.id;
        let worker = case.find("aws_appautoscaling_target", "worker");
        assert_eq!(case.number(worker, "max_capacity") > 0, active, "{}", case.site.name);
        assert_eq!(case.number(worker, "min_capacity") > 0, active, "{}", case.site.name);
    });
}

#[test]
fn spot_is_only_for_interruptible_processes() {
    every_site(|case| {
        for service in &case.site.services {
            let body = &case.find("aws_ecs_service", service.process.name()).body;
            let strategy = body.blocks("capacity_provider_strategy").next().expect("a strategy");
            let provider = strategy.get("capacity_provider").expect("a provider");
            let spot = match provider {
                Value::Reference(provider) => &*provider.address.name == "interruptible",
                local => case.text(local) == "FARGATE_SPOT",
            };
            assert_eq!(spot, service.interruptible);
            let production = case.design.accounts[case.site.account].environment == Environment::Production;
            assert!(
                !(spot && production && service.process.is_saleor()),
                "tasks are acknowledged before they run"
            );
        }
    });
}

#[test]
fn names_of_roles_are_short_enough() {
    every_site(|case| {
        let stacks = [case.stack, case.jobs].map(|stack| Case { stack, ..*case });
        let roles = |of: &Case<'_>| -> Vec<String> {
            let roles = of.stack.resources.iter().filter(|one| one.address.kind == "aws_iam_role");
            roles.map(|role| of.text(role.body.get("name").expect("a name"))).collect()
        };
        let names: Vec<String> = stacks.iter().flat_map(roles).collect();
        assert!(names.iter().all(|name| name.len() <= 64), "{names:?}");
        let distinct: BTreeSet<&String> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
    });
}

/// Everything in a stack but its locals, with other stacks by the names that it uses for them.
fn shape(cloud: &Cloud, stack: &Stack) -> String {
    let mut text = format!("{:?} {:?} {:?}", stack.files, stack.variables, stack.outputs);
    for resource in &stack.resources {
        text.push_str(&format!("\n{} {:?}", resource.address, resource.body));
    }
    for other in &cloud.stacks {
        let name = if other.id == stack.id { "self".to_owned() } else { alias(stack, other) };
        text = text.replace(&format!("{:?}", other.id), &name);
    }
    text
}

#[test]
fn peers_share_their_text() {
    // On EC2 instances, too, though cells have instance types of their own.
    let machines = examples::production_on(ComputeEngine::ContainersOnMachines);
    let machines = [(machines.clone(), crate::lower(&machines).cloud)];
    for (design, cloud) in examples::all().iter().chain(&machines) {
        assert!(link(cloud).cycles.is_empty());
        for layer in ["network", "jobs", "app"] {
            if layer == "jobs" && design.compute == ComputeEngine::Kubernetes {
                continue;
            }
            let mut known: BTreeMap<(bool, bool, Vec<&Process>, usize), String> = BTreeMap::new();
            for site in &design.sites {
                let cell = &design.cells[site.cell].name;
                let account = &design.accounts[site.account].name;
                let path = format!("{account}/{}/{cell}/{layer}", site.region);
                let stack = cloud.by_path(&path).expect("each site has all layers");
                let processes = site.services.iter().chain(&site.jobs).map(|service| &service.process);
                let stopped = design.cells[site.cell].hours.is_some();
                let components = (site.role == Role::Primary, stopped, processes.collect(), site.zones.len());
                let shape = shape(cloud, stack);
                let first = known.entry(components).or_insert_with(|| shape.clone());
                let difference = first.lines().zip(shape.lines()).find(|(one, other)| one != other);
                assert_eq!(difference, None, "{path}");
            }
        }
    }
}
