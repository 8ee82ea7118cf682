//! What a change would do, before anything is written.

use std::path::Path;

use polder_world::{MemoryWorld, Ran, World};

use super::polder;
use crate::streams::Status;

#[test]
fn a_diff_announces_what_is_replaced() {
    let old = polder::EXAMPLE;
    let new = old.replace("10.100.0.0/16", "10.110.0.0/16");
    let world = MemoryWorld::new().with_file("polder.toml", new).with_program("git", move |_, command| {
        let known = command.args == ["show", "main:./polder.toml"];
        let (status, stdout) = if known { (Some(0), old.into()) } else { (Some(128), vec![]) };
        Ok(Ran { status, stdout, stderr: vec![] })
    });
    let same = polder(&world, "diff polder.toml");
    assert_eq!(
        (same.status, same.out.lines().next()),
        (Status::Fine, Some("0 to create, 0 to update, 0 to replace, 0 to destroy"))
    );
    let moved = polder(&world, "diff main");
    assert_eq!(moved.status, Status::Findings, "{}", moved.messages);
    let vpc = "production/eu-central-1/de/network  aws_vpc.main  (`cidr_block` cannot be changed)";
    assert!(moved.out.contains(vpc), "{}", moved.out);
    assert!(!moved.out.contains("eu-west-1/benelux/network"), "{}", moved.out);
    let nowhere = polder(&world, "diff other");
    assert!(
        nowhere.messages.contains("neither a file, a build nor a revision of Git that has `polder.toml`"),
        "{}",
        nowhere.messages
    );
}

#[test]
fn builds_are_compared_as_platform_files_are() {
    let example = include_str!("../../../../examples/one-region/polder.toml");
    let more = example.replace("zones = 2", "zones = 3");
    let world = MemoryWorld::new().with_file("polder.toml", example).with_file("more.toml", more);
    for command in ["compile", "compile more.toml -o more"] {
        assert_eq!(polder(&world, command).status, Status::Fine);
    }
    let files = polder(&world, "diff polder.toml more.toml");
    assert!(files.out.contains("aws_subnet.public_c"), "{}", files.out);
    for command in ["diff build more", "diff build more.toml", "diff polder.toml more"] {
        let builds = polder(&world, command);
        assert_eq!(
            (builds.status, &builds.out),
            (files.status, &files.out),
            "{command}: {}",
            builds.messages
        );
    }
    // Only a build that is what its platform file compiles to says what runs.
    let edited = world.with_file("more/modules/network/vpc.tf", "# mine");
    let refused = polder(&edited, "diff build more");
    assert_eq!((refused.status, refused.out.as_str()), (Status::Error, ""));
    let message = "the build `more` differs from what this version of Polder compiles from its `platform.toml`, first in \
                   `modules/network/vpc.tf` (files that differ: 1):";
    assert!(refused.messages.contains(message), "{}", refused.messages);
    edited.remove(Path::new("build"), Path::new("platform.toml")).expect("a file");
    let older = polder(&edited, "diff build");
    assert_eq!(older.status, Status::Error);
    assert!(older.messages.contains("the build `build` has no `platform.toml`"), "{}", older.messages);
}

#[test]
fn dry_runs_write_nothing() {
    let world = MemoryWorld::new();
    polder(&world, "init");
    let before = world.files();
    let dry = polder(&world, "up --dry-run");
    assert_eq!((dry.status, world.files()), (Status::Fine, before.clone()));
    assert!(dry.out.contains("would write build/"), "{}", dry.out);
    let missing = polder(&world, "compile --check");
    assert_eq!((missing.status, world.files()), (Status::Findings, before));
    assert!(missing.messages.contains("build: not current ("), "{}", missing.messages);
    polder(&world, "compile");
    let current = polder(&world, "compile --check");
    assert_eq!(current.status, Status::Fine, "{}", current.messages);
    let edited = world.with_file("build/README.md", "mine");
    assert_eq!(polder(&edited, "compile --check").status, Status::Findings);
}
