//! Jobs run before the services of their release, with nothing of the services' stack.

use polder_cloud::{Stack, Value, index, link};
use polder_design::{ComputeEngine, Design, Process, Site};

use crate::examples;

fn path(design: &Design, site: &Site, layer: &str) -> String {
    let (account, cell) = (&design.accounts[site.account].name, &design.cells[site.cell].name);
    format!("{account}/{}/{cell}/{layer}", site.region)
}

/// Calls `check` with each site that runs on ECS, and its stack of jobs.
fn every_site(check: impl Fn(&Design, &Site, &Stack)) {
    let machines = examples::production_on(ComputeEngine::ContainersOnMachines);
    let machines = [(machines.clone(), crate::lower(&machines).cloud)];
    let mut seen = 0;
    for (design, cloud) in examples::all().iter().chain(&machines) {
        for site in design.sites.iter().filter(|_| design.compute != ComputeEngine::Kubernetes) {
            check(design, site, cloud.by_path(&path(design, site, "jobs")).expect("jobs"));
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen} sites are too few");
}

#[test]
fn the_stack_of_jobs_comes_before_the_services_of_its_site_and_of_followers() {
    for (design, cloud) in examples::all() {
        let links = link(cloud);
        for site in design.sites.iter().filter(|_| design.compute != ComputeEngine::Kubernetes) {
            let id = |site: &Site, layer| cloud.by_path(&path(design, site, layer)).expect("a stack").id;
            let before = links.before(cloud, id(site, "app"));
            assert!(before.contains(&id(site, "jobs")), "{}", site.name);
            if let Some(writer) = site.database.follows {
                assert!(before.contains(&id(&design.sites[writer], "app")), "{}", site.name);
            }
            let needed = links.before(cloud, id(site, "jobs"));
            assert!(!needed.contains(&id(site, "app")), "{}", site.name);
        }
    }
}

#[test]
fn jobs_run_on_fargate_with_a_tag_of_their_own() {
    every_site(|_, site, stack| {
        for job in &site.jobs {
            let task =
                stack.find(&format!("aws_ecs_task_definition.{}", job.process.name())).expect("a task");
            assert_eq!(task.body.get("requires_compatibilities"), Some(&["FARGATE"].into()));
        }
        let tags: Vec<&str> =
            stack.variables.iter().map(|it| &*it.name).filter(|it| it.ends_with("image_tag")).collect();
        assert_eq!(tags, ["jobs_image_tag"], "{}", site.name);
    });
}

/// The script of the workflow reads these.
#[test]
fn a_release_migrates_where_the_database_is_the_writer_alone() {
    every_site(|_, site, stack| {
        let output = |name: &str| -> Option<&Value> {
            stack.outputs.iter().find(|output| output.name == name).map(|output| &output.value)
        };
        let names = index::shown(stack, output("release").expect("an output"));
        let wanted = if site.database.follows.is_none() { "migrate static" } else { "static" };
        assert_eq!(names, wanted, "{}", site.name);
        let script = crate::AWS.workflow.rollout;
        for name in ["cluster", "subnets", "image"] {
            assert!(output(name).is_some() && script.contains(&format!(".{name}.value")), "{name}");
        }
        for job in names.split(' ') {
            for what in ["task", "security_groups"] {
                assert!(output(&format!("{job}_{what}")).is_some() && script.contains(&format!("_{what}\"")));
            }
        }
        let workers = format!("WORKERS=({} {})", Process::Worker.name(), Process::Beat.name());
        assert!(script.contains(&workers));
    });
}
