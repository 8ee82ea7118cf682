//! Prints the canonical inventory of an example platform.
use polder_cloud::Index;
use polder_facts::Facts;
fn main() {
    let name = std::env::args().nth(1).unwrap_or_else(|| "saleor-eu".into());
    let text = std::fs::read_to_string(format!("examples/{name}/polder.toml")).unwrap();
    let facts = Facts::embedded();
    let platform = polder_spec::read(&text, facts).value.unwrap();
    let design = polder_design::design(&platform, facts).value.unwrap();
    let cloud = polder_aws::lower(&design);
    let start = std::time::Instant::now();
    let index = Index::new(&cloud);
    let inventory = polder_aws_inventory::read(&index, &|_| None);
    eprintln!("{:?}", start.elapsed());
    println!("{}", polder_inventory::canonical(&inventory));
    for unknown in polder_inventory::unknown_values(&inventory) {
        eprintln!(
            "unknown {:?} {} {:?} {}",
            unknown.entry.kind(),
            unknown.path,
            unknown.reason,
            inventory
                .source_of(unknown.entry)
                .map_or(String::new(), |it| format!("{} {}", it.stack, it.address))
        );
    }
    eprintln!("{:?}", polder_inventory::check(&inventory));
}
