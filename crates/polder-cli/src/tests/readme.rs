//! The platform files of the README.

use polder_world::MemoryWorld;

use super::polder;
use crate::streams::Status;

#[test]
fn platform_files_of_the_readme_have_no_findings() {
    let readme = include_str!("../../../../README.md");
    let blocks: Vec<&str> =
        readme.split("```toml\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0)).collect();
    assert!(blocks.len() >= 2, "the platform, and what is added to it");
    for (at, block) in blocks.iter().enumerate() {
        // What is not a platform of its own is added to the first one.
        let text =
            if block.contains("version = 1") { (*block).to_owned() } else { format!("{}{block}", blocks[0]) };
        let done = polder(&MemoryWorld::new().with_file("polder.toml", text), "check --strict");
        assert_eq!(done.status, Status::Fine, "block {at} of README.md: {}", done.messages);
    }
}
