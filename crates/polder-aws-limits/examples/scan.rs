//! scratch
use polder_aws_limits::check;
use polder_cloud::Index;
use polder_cloud::schema::Schema;
use std::io::Read;
fn main() {
    for path in std::env::args().skip(1) {
        let mut bytes = vec![];
        std::fs::File::open(&path).unwrap().read_to_end(&mut bytes).unwrap();
        let document = polder_plan::Document { name: "x", bytes: &bytes, state_key: None };
        let cloud = match polder_plan::read(&[document], Schema::aws()) {
            Ok(c) => c,
            Err(e) => {
                println!("{path}: {e:?}");
                continue;
            }
        };
        let index = Index::new(&cloud);
        for f in check(&index).findings {
            println!(
                "{} {} {} | {} | {} | {}",
                f.code.id, f.address, f.attribute, f.message, f.accepts, f.source
            );
        }
    }
}
