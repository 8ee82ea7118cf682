//! scan
use std::time::Instant;
use polder_cloud::index::Variables;
use polder_cloud::Index;
use polder_facts::Facts;
fn main() {
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file).unwrap();
        let facts = Facts::embedded();
        let platform = polder_spec::read(&text, facts).value.unwrap();
        let design = polder_design::design(&platform, facts).value.unwrap();
        let cloud = polder_aws::lower(&design).cloud;
        let index = Index::with(&cloud, Variables::Examples);
        let t = Instant::now();
        let found = polder_aws_quotas::findings(&index);
        println!("== {file} {:?}", t.elapsed());
        for f in &found.over { println!("  {} {} {}", f.code.id, f.address, f.message); }
        let mut open = std::collections::BTreeMap::new();
        for u in &found.undecided { *open.entry(u.quota.name).or_insert(0) += 1; }
        for (u, n) in &open { println!("  undecided {n} {u}"); } for u in polder_aws_quotas::usages(&index).iter().filter(|u| u.verdict() == polder_aws_quotas::Verdict::Undecided).take(60) { println!("  open {} {:?} {:?} {}", u.quota.name, u.amount, index.view(u.last).map(|v| v.address().to_string()), u.account); }
        for r in polder_aws_quotas::requests(&index) { println!("  {r:?}"); }
        let mut top: Vec<_> = polder_aws_quotas::usages(&index).into_iter().filter(|u| u.amount.least * 2 > u.quota.default).collect();
        top.sort_by_key(|u| u.quota.name);
        for u in top { println!("  top {} {}/{} {} {} {:?}", u.quota.name, u.amount.least, u.quota.default, u.account, u.region, index.view(u.last).map(|v| v.address().to_string())); }
    }
}
