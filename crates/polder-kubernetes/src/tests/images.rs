//! What containers need of the official images, on each engine: one table of facts, compared with task definitions and
//! manifests of every site.

use polder_cloud::{Cloud, Container, Document, Stack, Value, index};
use polder_design::{ComputeEngine, Design, Process, Service, Site};
use polder_facts::Facts;

use super::designs::owner;

/// What a process needs of its image. Sources: the build files of the images and the documentation of their release; for each
/// image, `crates/polder-facts/data` has the commit.
struct Row {
    process: Process,
    /// The repository begins with this.
    image: &'static str,
    /// The command ends with these words, or contains them; empty for the image's own.
    command: &'static [&'static str],
    /// The user of ECS; empty for the image's own.
    user: &'static str,
    /// The figure with the user of Kubernetes.
    user_id: &'static str,
    volumes: &'static [&'static str],
    port: Option<u16>,
    /// The path of its HTTP check, or the program of its check.
    probe: &'static str,
}

const CELERY: [&str; 3] = ["celery", "--app", "saleor.celeryconf:app"];
const DASHBOARD_WRITES: [&str; 4] = ["/app", "/run", "/tmp", "/var/cache/nginx"];

fn table() -> [Row; 7] {
    let saleor = |process, command, port, probe| Row {
        process,
        image: "saleor",
        command,
        user: "saleor",
        user_id: "saleor.user-id",
        volumes: &["/tmp"],
        port,
        probe,
    };
    [
        saleor(
            Process::Api,
            &["uvicorn", "saleor.asgi:application", "--host=0.0.0.0", "--port=8000", "--ws=none"],
            Some(8000),
            "/health/",
        ),
        saleor(Process::Worker, &[CELERY[0], CELERY[1], CELERY[2], "worker", "-E", "-Q"], None, "python3"),
        saleor(
            Process::Beat,
            &[
                CELERY[0],
                CELERY[1],
                CELERY[2],
                "beat",
                "--scheduler",
                "saleor.schedulers.schedulers.DatabaseScheduler",
            ],
            None,
            "",
        ),
        saleor(Process::Migrate, &["python3", "manage.py", "migrate", "--no-input"], None, ""),
        saleor(Process::Static, &["python3", "manage.py", "collectstatic", "--no-input"], None, ""),
        Row {
            process: Process::Dashboard,
            image: "saleor-dashboard",
            command: &[],
            user: "",
            user_id: "saleor.dashboard.user-id",
            volumes: &DASHBOARD_WRITES,
            port: Some(80),
            probe: "/dashboard/",
        },
        Row {
            process: Process::Storefront,
            image: "storefront-",
            command: &["node", "server.js"],
            user: "",
            user_id: "saleor.storefront.user-id",
            volumes: &["/app/.next/cache", "/tmp"],
            port: Some(3000),
            probe: "/favicon.ico",
        },
    ]
}

/// A container, whatever engine runs it.
#[derive(Debug)]
struct Found {
    image: String,
    command: Vec<String>,
    user: String,
    volumes: Vec<String>,
    port: Option<u16>,
    probe: String,
}

fn of_ecs(stack: &Stack, service: &Service) -> Found {
    let address = format!("aws_ecs_task_definition.{}", service.process.name());
    let task = stack.find(&address).unwrap_or_else(|| panic!("no {address}"));
    let Some(Value::Document(document)) = task.body.get("container_definitions") else {
        panic!("no document")
    };
    let Document::Containers(containers) = &**document else { panic!("no containers") };
    let own: &Container = &containers[0];
    let mut volumes: Vec<String> = own.mounts.iter().map(|(_, path)| path.to_string()).collect();
    volumes.sort();
    // Processes that serve HTTP are checked by the load balancer.
    let probe = own.health.as_ref().and_then(|health| health.command.first());
    let path = match &service.health {
        Some(polder_design::Health::Http { path }) => path.clone(),
        _ => String::new(),
    };
    Found {
        image: service.image.clone(),
        command: own.command.iter().map(|word| index::shown(stack, word)).collect(),
        user: own.user.to_string(),
        volumes,
        port: own.ports.first().copied(),
        probe: probe.map_or(path, ToString::to_string),
    }
}

fn of_kubernetes(design: &Design, site: &Site, process: &Process) -> Option<Found> {
    let manifests = crate::site::manifests(design, site).expect("manifests");
    let named = |it: &&crate::manifest::Manifest| it.metadata().name.as_deref() == Some(process.name());
    let pod = manifests.manifests().filter(named).find_map(crate::manifest::Manifest::pod)?.clone();
    let own = pod.containers.into_iter().next()?;
    let mut volumes: Vec<String> =
        own.volume_mounts.into_iter().flatten().map(|mount| mount.mount_path).collect();
    volumes.sort();
    let image = own.image.expect("an image");
    let (_, repository) = image.rsplit_once('/').expect("a registry");
    let probe = own.liveness_probe.map(|probe| match (probe.http_get, probe.exec) {
        (Some(get), _) => get.path.unwrap_or_default(),
        (None, exec) => exec.and_then(|exec| exec.command?.into_iter().next()).unwrap_or_default(),
    });
    let user = pod.security_context.and_then(|context| context.run_as_user);
    Some(Found {
        image: repository.split(':').next().unwrap_or_default().to_owned(),
        command: own.args.unwrap_or_default(),
        user: user.map(|user| user.to_string()).unwrap_or_default(),
        volumes,
        port: own
            .ports
            .into_iter()
            .flatten()
            .next()
            .map(|port| u16::try_from(port.container_port).expect("a port")),
        probe: probe.unwrap_or_default(),
    })
}

impl Row {
    fn compare(&self, found: &Found, user: &str, place: &str) {
        assert!(found.image.starts_with(self.image), "{place}: {found:?}");
        let mut words = found.command.iter();
        for word in self.command {
            assert!(words.any(|it| it == word), "{place}: no `{word}` in {:?}", found.command);
        }
        assert_eq!(self.command.is_empty(), found.command.is_empty(), "{place}");
        assert_eq!(found.user, user, "{place}");
        assert_eq!(found.volumes, self.volumes, "{place}");
        assert_eq!(found.port, self.port, "{place}");
        assert_eq!(found.probe, self.probe, "{place}");
    }
}

fn stack<'a>(design: &Design, cloud: &'a Cloud, site: &Site, layer: &str) -> &'a Stack {
    let (account, cell) = (&design.accounts[site.account].name, &design.cells[site.cell].name);
    cloud.by_path(&format!("{account}/{}/{cell}/{layer}", site.region)).expect("a stack")
}

#[test]
fn task_definitions_and_manifests_fit_the_official_images() {
    let facts = Facts::embedded();
    let text = include_str!("../../../../examples/saleor-eu/polder.toml");
    for engine in [ComputeEngine::ServerlessContainers, ComputeEngine::ContainersOnMachines] {
        let mut platform = polder_spec::read(text, facts).value.expect("no errors");
        platform.compute.engine.value = engine;
        let design = polder_design::design(&platform, facts).value.expect("no errors");
        let cloud = polder_aws::lower(&design).cloud;
        for site in &design.sites {
            let services = || site.services.iter().chain(&site.jobs);
            let names: Vec<&Process> = services().map(|service| &service.process).collect();
            assert!(names.iter().all(|name| table().iter().any(|row| row.process == **name)), "{names:?}");
            for row in table() {
                let service = services().find(|it| it.process == row.process).expect("a process");
                let layer = if row.process.is_job() { "jobs" } else { "app" };
                let found = of_ecs(stack(&design, &cloud, site, layer), service);
                row.compare(
                    &found,
                    row.user,
                    &format!("{} of {} on {engine:?}", row.process.name(), site.name),
                );
            }
        }
    }
    for site in &owner().sites {
        for row in table() {
            // Jobs have manifests where they run.
            let Some(found) = of_kubernetes(owner(), site, &row.process) else { continue };
            let user = facts.figure(row.user_id).expect("a fact").value.to_string();
            row.compare(&found, &user, &format!("{} of {} on Kubernetes", row.process.name(), site.name));
        }
    }
}
