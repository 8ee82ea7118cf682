//! Where the platform file is found, and where files are written.

use polder_world::{Act, MemoryWorld, Ran};

use super::polder;
use crate::streams::Status;

#[test]
fn a_platform_file_is_found_in_a_folder_above_and_built_beside_it() {
    let world = MemoryWorld::new().with_file("../../polder.toml", polder::EXAMPLE);
    let built = polder(&world, "compile");
    assert_eq!(built.status, Status::Fine, "{}", built.messages);
    let note = "note: the platform file is `../../polder.toml`\n";
    assert!(built.messages.starts_with(note), "{}", built.messages);
    assert!(!polder(&world, "up --dry-run -q").messages.contains("note"));
    let there = |file: &str| world.files().contains_key(std::path::Path::new(file));
    assert!(there("../../build/README.md") && there("../../polder.lock"), "{}", built.messages);
    assert!(!there("build/README.md") && !there("polder.lock"));
    // A file that is named, and a folder that is named, are where they are named.
    let named = polder(&world, "compile ../../polder.toml -o here");
    assert!(there("here/README.md"), "{}", named.messages);
    assert_eq!(polder(&world, "check other.toml").status, Status::Error);
    let both =
        MemoryWorld::new().with_file("../polder.toml", "wrong").with_file("polder.toml", polder::EXAMPLE);
    assert_eq!(polder(&both, "check -q").status, Status::Fine, "the closest one counts");
}

#[test]
fn a_file_that_cannot_be_read_is_not_taken_for_the_example() {
    let denied = std::io::ErrorKind::PermissionDenied;
    for file in ["polder.toml", "../polder.toml"] {
        let world = MemoryWorld::new().with_failure(Act::Read, file, denied);
        for command in ["up", "price", "init", "init --ci github"] {
            let done = polder(&world, command);
            assert_eq!(done.status, Status::Error, "{command}");
            let error = format!("error: cannot read `{file}`");
            assert!(done.messages.starts_with(&error), "{command}: {}", done.messages);
        }
        assert!(world.files().is_empty());
    }
}

/// The wrong advice would be to build it anew.
#[test]
fn a_build_that_cannot_be_read_is_not_taken_for_an_old_one() {
    let built = || {
        let world = MemoryWorld::new().with_file("polder.toml", polder::EXAMPLE);
        assert_eq!(polder(&world, "compile").status, Status::Fine);
        world
    };
    let locked = built().with_failure(Act::Read, "build/platform.lock", std::io::ErrorKind::PermissionDenied);
    let strange = built().with_file("build/platform.toml", *b"a\xff");
    let offset = "error: `build/platform.toml` is not UTF-8 text: the byte at offset 1 does not belong there";
    for (world, error) in [(locked, "error: cannot read `build/platform.lock`"), (strange, offset)] {
        let done = polder(&world, "diff build");
        assert_eq!(done.status, Status::Error);
        assert!(done.messages.starts_with(error), "{}", done.messages);
        assert!(!done.messages.contains("older version"), "{}", done.messages);
    }
}

/// `git show REVISION:./polder.toml` is relative to the folder that it runs in.
#[test]
fn a_diff_below_the_platform_file_compares_its_revisions() {
    let old = polder::EXAMPLE;
    let world =
        MemoryWorld::new().with_file("../../polder.toml", old).with_program("git", move |_, command| {
            let known = command.args == ["show", "HEAD:./polder.toml"]
                && command.dir.as_deref() == Some(std::path::Path::new("../.."));
            let (status, stdout) = if known { (Some(0), old.into()) } else { (Some(128), vec![]) };
            Ok(Ran { status, stdout, stderr: vec![] })
        });
    let done = polder(&world, "diff HEAD");
    assert_eq!(done.status, Status::Fine, "{}", done.messages);
    let named = polder(&world, "diff HEAD --file ../polder.toml");
    assert!(named.messages.contains("has `../polder.toml`"), "a file that is named is where it is named");
}

#[test]
fn init_hides_no_platform_file_that_is_above() {
    let world = MemoryWorld::new().with_file("../polder.toml", polder::EXAMPLE);
    for command in ["init", "init --example --force", "init --ci github"] {
        let done = polder(&world, command);
        assert_eq!(done.status, Status::Error, "{command}");
        assert!(done.messages.contains("would hide `../polder.toml`"), "{command}: {}", done.messages);
        assert!(done.messages.contains("`polder -C ..`"), "{command}: {}", done.messages);
    }
    assert_eq!(world.files().len(), 1);
    assert_eq!(polder(&world, "init other.toml").status, Status::Fine);
}

#[test]
fn quiet_commands_print_warnings_and_errors_only() {
    let world = MemoryWorld::new();
    for command in ["init -q", "init --ci github -q", "compile -q", "price --svg pictures -q"] {
        let done = polder(&world, command);
        assert_eq!((done.status, done.messages.as_str()), (Status::Fine, ""), "{command}");
    }
    assert!(world.files().contains_key(std::path::Path::new(".github/workflows/polder-plan.yml")));
    assert!(polder(&world, "init -q").messages.contains("already exists"));
}
