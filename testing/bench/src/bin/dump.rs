//! Writes the stacks of the fixture, until the command line can.
#![expect(clippy::disallowed_methods, reason = "a tool for the time until the command line is there")]

#[path = "../../../../crates/polder-aws/src/fixture.rs"]
mod fixture;

fn main() {
    let folder = std::env::args().nth(1).expect("a folder");
    let cloud = polder_aws::lower(&fixture::owner());
    let links = polder_cloud::link(&cloud);
    for cycle in &links.cycles {
        let names = cycle.iter().filter_map(|id| cloud.stack(*id)).map(|stack| stack.key.to_string());
        eprintln!("cycle: {}", names.collect::<Vec<_>>().join(" "));
    }
    for file in polder_emit::emit(&cloud, &links) {
        let path = std::path::Path::new(&folder).join(file.path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, file.content).expect("a file");
    }
    println!("{} stacks, {} resources", cloud.stacks.len(), cloud.resource_count());
}
