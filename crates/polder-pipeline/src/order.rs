//! Groups of stacks that run together, and their order.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Cloud, Links, StackId};
use polder_design::{Design, Environment};

/// GitHub's limit for jobs of one matrix.
const MATRIX_MAX: usize = 256;

/// Stacks of one account that can run at the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// Unique: `production-1`.
    pub(crate) id: String,
    /// The account.
    pub(crate) account: String,
    /// From 1.
    pub(crate) wave: u32,
    /// Their paths, in order.
    pub(crate) stacks: Vec<String>,
    /// IDs of the groups that come before.
    pub(crate) needs: Vec<String>,
}

/// The groups of a cloud, in an order in which each comes after its dependencies in the same account.
///
/// An account's groups follow one another wave by wave, and each waits for the groups of other accounts that it reads
/// from. Test environments come first: production begins when staging and development are done, unless one of those
/// depends on production.
pub(crate) fn groups(design: &Design, cloud: &Cloud, links: &Links) -> Vec<Group> {
    let mut groups: Vec<Group> = vec![];
    let mut home: BTreeMap<StackId, String> = BTreeMap::new();
    for account in accounts(design, cloud) {
        let mut before: Vec<String> = vec![];
        for (wave, stacks) in waves(cloud, links, account) {
            let mut made = vec![];
            for (part, chunk) in stacks.chunks(MATRIX_MAX).enumerate() {
                let part = if part == 0 { String::new() } else { format!("-{}", part + 1) };
                let id = format!("{}-{wave}{part}", identifier(account));
                let path = |id: &StackId| cloud.stack(*id).map(|stack| stack.key.to_string());
                let stacks = chunk.iter().filter_map(path).collect();
                home.extend(chunk.iter().map(|stack| (*stack, id.clone())));
                let (account, needs) = (account.to_owned(), before.clone());
                made.push(id.clone());
                groups.push(Group { id, account, wave, stacks, needs });
            }
            before = made;
        }
    }
    let needed = readers(cloud, links, &home, &groups);
    let gates = gates(design, &groups, &needed);
    for group in &mut groups {
        let gates = gates.get(&group.account).filter(|_| group.needs.is_empty());
        let needs = [needed.get(&group.id), gates].into_iter().flatten().flatten();
        let needs: BTreeSet<&String> = needs.chain(&group.needs).collect();
        group.needs = needs.into_iter().cloned().collect();
    }
    groups
}

/// The accounts that have stacks: first those of test environments, then the others.
pub(crate) fn accounts<'a>(design: &'a Design, cloud: &Cloud) -> Vec<&'a str> {
    let used = |name: &str| cloud.stacks.iter().any(|stack| &*stack.key.account == name);
    let mut accounts: Vec<_> = design.accounts.iter().filter(|account| used(&account.name)).collect();
    accounts.sort_by_key(|account| rank(account.environment));
    accounts.into_iter().map(|account| account.name.as_str()).collect()
}

fn rank(environment: Environment) -> u8 {
    match environment {
        Environment::Management | Environment::LogArchive | Environment::Security => 0,
        Environment::Development => 1,
        Environment::Staging => 2,
        Environment::Production => 3,
    }
}

/// The stacks of an account by the number of their wave, without those that are applied by hand.
fn waves(cloud: &Cloud, links: &Links, account: &str) -> BTreeMap<u32, Vec<StackId>> {
    let mut waves: BTreeMap<u32, Vec<StackId>> = BTreeMap::new();
    for stack in links.order.iter().filter_map(|id| cloud.stack(*id)) {
        if &*stack.key.account == account && !stack.key.layer.is_applied_by_hand() {
            waves.entry(links.wave(stack)).or_default().push(stack.id);
        }
    }
    waves
}

/// For each group, the groups of other accounts whose state its stacks read, or that they are ordered after. Within an
/// account, waves ensure the order.
fn readers(
    cloud: &Cloud,
    links: &Links,
    home: &BTreeMap<StackId, String>,
    groups: &[Group],
) -> BTreeMap<String, BTreeSet<String>> {
    let account = |id: &str| groups.iter().find(|group| group.id == id).map(|group| group.account.as_str());
    let mut needed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for stack in &cloud.stacks {
        let Some(reader) = home.get(&stack.id) else { continue };
        let producers = links.imports.get(stack.id.index()).into_iter().flat_map(BTreeMap::values);
        let producers = producers.chain(&stack.after);
        let foreign = producers.filter_map(|id| home.get(id)).filter(|id| account(id) != account(reader));
        needed.entry(reader.clone()).or_default().extend(foreign.cloned());
    }
    needed
}

/// For each account, the groups that must be done before its first: the last ones of all accounts of a lower rank,
/// unless that creates a cycle.
fn gates(
    design: &Design,
    groups: &[Group],
    needed: &BTreeMap<String, BTreeSet<String>>,
) -> BTreeMap<String, BTreeSet<String>> {
    let account_of: BTreeMap<&str, &str> =
        groups.iter().map(|group| (group.id.as_str(), group.account.as_str())).collect();
    let mut after: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for group in groups {
        let producers = needed.get(&group.id).into_iter().flatten();
        let producers = producers.filter_map(|id| account_of.get(id.as_str()).copied());
        after.entry(&group.account).or_default().extend(producers);
    }
    let ranked: Vec<(&str, u8)> = design
        .accounts
        .iter()
        .filter(|account| after.contains_key(account.name.as_str()))
        .map(|account| (account.name.as_str(), rank(account.environment)))
        .collect();
    let mut gates: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (later, high) in &ranked {
        for (earlier, low) in &ranked {
            if low < high && !reaches(&after, earlier, later) {
                after.entry(later).or_default().insert(earlier);
                let all = || groups.iter().filter(|group| group.account == *earlier);
                let last = all().map(|group| group.wave).max();
                let last = all().filter(|group| Some(group.wave) == last).map(|group| group.id.clone());
                gates.entry((*later).to_owned()).or_default().extend(last);
            }
        }
    }
    gates
}

/// Whether `from` comes after `to`, directly or indirectly.
fn reaches(after: &BTreeMap<&str, BTreeSet<&str>>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(account) = open.pop() {
        if account == to {
            return true;
        }
        let next = after.get(account).into_iter().flatten();
        open.extend(next.filter(|next| seen.insert(next)));
    }
    false
}

/// A name as part of the ID of a job. Names of accounts are valid already, but this crate does not rely on it.
pub(crate) fn identifier(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
}
