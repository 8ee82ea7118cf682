//! Tests of the real world, in folders of their own.

use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a scratch folder")
}

fn names(root: &Path) -> Vec<String> {
    let files = OsWorld.list(root).expect("a folder");
    files.iter().map(|file| file.display().to_string()).collect()
}

#[test]
fn what_is_written_can_be_read() {
    let scratch = folder();
    let root = scratch.path().join("build");
    let file = Path::new("a/b/c.tf");
    assert_eq!(OsWorld.write(&root, file, b"one").ok(), Some(Written::Added));
    assert_eq!(OsWorld.write(&root, file, b"one").ok(), Some(Written::NotNeeded));
    assert_eq!(OsWorld.write(&root, file, b"two").ok(), Some(Written::Updated));
    assert_eq!(OsWorld.read(&root.join(file)).ok().as_deref(), Some(b"two".as_slice()));
    assert_eq!(names(&root), ["a/b/c.tf"], "nothing is left beside it");
}

fn write_all(root: &Path, files: &[(&str, &str)]) -> io::Result<Vec<Written>> {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    OsWorld.write_all(root, &mut files.into_iter(), &mut |_| Ok(true))
}

#[test]
fn who_allows_it_is_asked_before_files_of_a_folder_that_is_there_change() {
    let scratch = folder();
    let root = scratch.path().join("build");
    let write = |files: &[(&str, &str)]| {
        let mut asked = vec![];
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        let written = OsWorld.write_all(&root, &mut files.into_iter(), &mut |change| {
            asked.push((change.path.to_owned(), change.found.map(<[u8]>::to_vec), change.wanted.to_vec()));
            Ok(change.path != "a/kept")
        });
        (written.expect("a folder"), asked)
    };
    let (written, asked) = write(&[("a/kept", "1"), ("b", "1")]);
    assert_eq!((written, asked.len()), (vec![Written::Added; 2], 0), "a new folder");
    let (written, asked) = write(&[("a/kept", "2"), ("b", "1"), ("c", "1")]);
    assert_eq!(written, [Written::Kept, Written::NotNeeded, Written::Added]);
    let expected =
        [("a/kept".to_owned(), Some(b"1".to_vec()), b"2".to_vec()), ("c".to_owned(), None, b"1".to_vec())];
    assert_eq!(asked, expected);
    assert_eq!(OsWorld.read(&root.join("a/kept")).ok().as_deref(), Some(b"1".as_slice()));
}

#[test]
fn a_lock_is_held_once_and_ends_with_its_value() {
    let scratch = folder();
    let (root, file) = (scratch.path().join("build"), Path::new(".lock"));
    let held = OsWorld.lock(&root, file).expect("a folder");
    assert!(held.is_some());
    assert!(OsWorld.lock(&root, file).is_ok_and(|second| second.is_none()));
    drop(held);
    assert!(OsWorld.lock(&root, file).is_ok_and(|third| third.is_some()));
    assert!(OsWorld.lock(&root, Path::new("../x")).is_err());
}

#[cfg(unix)]
#[test]
fn a_private_folder_is_made_where_nothing_is_and_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = folder();
    let (root, name) = (scratch.path(), Path::new("mine"));
    OsWorld.make_private_folder(root, name).expect("a folder");
    let mode = fs::metadata(root.join(name)).expect("a folder").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let kind = |name: &str| OsWorld.make_private_folder(root, Path::new(name)).map_err(|error| error.kind());
    fs::write(root.join("file"), "").expect("a file");
    std::os::unix::fs::symlink(root.join("nowhere"), root.join("link")).expect("a link");
    for taken in ["mine", "file"] {
        assert_eq!(kind(taken), Err(io::ErrorKind::AlreadyExists), "{taken}");
    }
    assert!(kind("link").is_err() && kind("../x").is_err() && kind("not/there").is_err());
    assert!(!root.join("nowhere").exists());
}

#[test]
fn a_file_grows_at_its_end() {
    let scratch = folder();
    let (root, file) = (scratch.path().join("build"), Path::new("a/list"));
    for text in ["1\n", "2\n"] {
        let mut end = OsWorld.append(&root, file).expect("a folder");
        end.write_all(text.as_bytes()).expect("written");
    }
    assert_eq!(OsWorld.read(&root.join(file)).ok().as_deref(), Some(b"1\n2\n".as_slice()));
    assert!(OsWorld.append(&root, Path::new("../x")).is_err());
}

#[test]
fn many_files_are_written_as_each_alone() {
    let scratch = folder();
    let root = scratch.path().join("not/yet/build");
    let files = [("a/b/c.tf", "one"), ("a/b/d.tf", "two"), ("e", ""), ("a/b/c.tf", "three")];
    let written = write_all(&root, &files).expect("a new folder");
    assert_eq!(written, [Written::Added, Written::Added, Written::Added, Written::Updated]);
    assert_eq!(OsWorld.read(&root.join("a/b/c.tf")).ok().as_deref(), Some(b"three".as_slice()));
    let written =
        write_all(&root, &[("a/b/c.tf", "three"), ("e", "more"), ("new/x", "")]).expect("it is there");
    assert_eq!(written, [Written::NotNeeded, Written::Updated, Written::Added]);
    assert_eq!(
        names(scratch.path()),
        ["a/b/c.tf", "a/b/d.tf", "e", "new/x"].map(|it| format!("not/yet/build/{it}"))
    );
}

#[test]
fn a_new_folder_appears_whole_or_not_at_all() {
    let scratch = folder();
    let root = scratch.path().join("build");
    for bad in ["../x", "a/b/c", "/x"] {
        assert!(write_all(&root, &[("a/b", "a file"), (bad, "")]).is_err(), "`{bad}`");
        assert_eq!(fs::read_dir(scratch.path()).expect("a folder").count(), 0, "`{bad}`");
    }
    OsWorld.write(&root, Path::new("kept"), b"mine").expect("written");
    assert!(write_all(&root, &[("a/b", "a file"), ("../x", "")]).is_err());
    assert_eq!(names(&root), ["a/b", "kept"], "a folder that was there keeps what was written");
}

#[test]
fn lists_are_in_order_and_removal_is_repeatable() {
    let scratch = folder();
    let root = scratch.path();
    for file in ["b/2", "a", "b/1", "c/d/e"] {
        OsWorld.write(root, Path::new(file), b"").expect("written");
    }
    assert_eq!(names(root), ["a", "b/1", "b/2", "c/d/e"]);
    for gone in ["b", "a", "a", "never/was"] {
        OsWorld.remove(root, Path::new(gone)).expect("removed");
    }
    assert_eq!(names(root), ["c/d/e"]);
    assert_eq!(names(&root.join("never")), [""; 0]);
}

#[test]
fn paths_out_of_the_root_are_refused() {
    let scratch = folder();
    let root = scratch.path().join("build");
    for path in ["../x", "/x", "a/../../x", "."] {
        assert!(OsWorld.write(&root, Path::new(path), b"x").is_err(), "`{path}`");
        assert!(OsWorld.remove(&root, Path::new(path)).is_err(), "`{path}`");
    }
    assert_eq!(names(scratch.path()), [""; 0]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let scratch = folder();
    let (root, outside) = (scratch.path().join("build"), scratch.path().join("outside"));
    for folder in [&root, &outside] {
        OsWorld.write(folder, Path::new("kept"), b"mine").expect("written");
    }
    std::os::unix::fs::symlink(&outside, root.join("link")).expect("a link");
    std::os::unix::fs::symlink(outside.join("kept"), root.join("file")).expect("a link");
    for path in ["link/kept", "link/new", "file"] {
        let error = OsWorld.write(&root, Path::new(path), b"yours").expect_err("refused");
        assert!(error.to_string().ends_with("is a symbolic link"), "{error}");
        assert!(OsWorld.remove(&root, Path::new(path)).is_err(), "`{path}`");
    }
    assert!(write_all(&root, &[("link/kept", "yours")]).is_err());
    assert!(OsWorld.write(&root, Path::new("kept/below"), b"").is_err(), "a file is no folder");
    assert_eq!(names(&root), ["file", "kept", "link"]);
    assert_eq!(OsWorld.read(&outside.join("kept")).ok().as_deref(), Some(b"mine".as_slice()));
}

#[cfg(unix)]
#[test]
fn programs_are_run_to_their_end() {
    let scratch = folder();
    let sh = OsWorld.which("sh").expect("a shell");
    assert!(sh.is_absolute());
    assert_eq!(OsWorld.which("no-such-program-anywhere"), None);
    let script = "cat; pwd -P >&2; echo \"$POLDER_TEST\"; exit 3";
    let command = Command::new("sh", ["-c", script])
        .in_dir(scratch.path())
        .with_env("POLDER_TEST", "yes")
        .with_stdin("in,");
    let ran = OsWorld.run(&command).expect("a shell");
    assert_eq!((ran.status, ran.succeeded()), (Some(3), false));
    assert_eq!(ran.stdout, b"in,yes\n");
    let here = scratch.path().canonicalize().expect("a folder");
    assert_eq!(String::from_utf8_lossy(&ran.stderr).trim_end(), here.display().to_string());
    assert!(OsWorld.run(&Command::new("no-such-program-anywhere", [""; 0])).is_err());
}

#[cfg(unix)]
#[test]
fn a_program_that_does_not_read_is_no_trouble() {
    let much = vec![b'x'; 1 << 20];
    let ran = OsWorld.run(&Command::new("sh", ["-c", "exit 0"]).with_stdin(much.clone())).expect("a shell");
    assert!(ran.succeeded());
    let ran = OsWorld.run(&Command::new("cat", [""; 0]).with_stdin(much.clone())).expect("cat");
    assert_eq!(ran.stdout, much, "reading and writing go on at once");
}

#[test]
fn the_clock_runs_after_this_was_written() {
    assert!(OsWorld.now() > 1_700_000_000);
    assert_eq!(OsWorld.env("POLDER_NO_SUCH_VARIABLE"), None);
}
