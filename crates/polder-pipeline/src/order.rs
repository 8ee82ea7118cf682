//! Groups of stacks that run together, and their order.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Cloud, Links, Stack, StackId};
use polder_design::{Design, Environment};

/// GitHub's limit for jobs of one matrix.
const MATRIX_MAX: usize = 256;

/// Stacks of one account that can run at the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// Unique: `production-1`, or `production-early-2`.
    pub(crate) id: String,
    /// The account.
    pub(crate) account: String,
    /// From 1.
    pub(crate) wave: u32,
    /// Whether accounts that come before this one need it.
    pub(crate) early: bool,
    /// Their paths, in order.
    pub(crate) stacks: Vec<String>,
    /// IDs of the groups that come before.
    pub(crate) needs: Vec<String>,
}

/// The groups of a cloud, in an order in which each comes after its dependencies in the same account.
///
/// An account's groups follow one another wave by wave, and each waits for the groups of other accounts that it reads
/// from or is ordered after. A change reaches the accounts with test environments first: production begins when staging and
/// development are done. What those need of production, such as the zone that delegates to theirs, does not wait for
/// them: it has groups of its own, before all other groups of its account.
pub(crate) fn groups(design: &Design, cloud: &Cloud, links: &Links) -> Vec<Group> {
    let early = early(design, cloud, links);
    let mut groups: Vec<Group> = vec![];
    let mut home: BTreeMap<StackId, usize> = BTreeMap::new();
    for account in accounts(design, cloud) {
        let mut before: Vec<String> = vec![];
        for ((late, wave), stacks) in waves(cloud, links, account, &early) {
            let mut made = vec![];
            for (part, chunk) in stacks.chunks(MATRIX_MAX).enumerate() {
                let part = if part == 0 { String::new() } else { format!("-{}", part + 1) };
                let early = if late { "" } else { "early-" };
                let id = format!("{}-{early}{wave}{part}", identifier(account));
                let path = |id: &StackId| cloud.stack(*id).map(|stack| stack.key.to_string());
                let stacks = chunk.iter().filter_map(path).collect();
                home.extend(chunk.iter().map(|stack| (*stack, groups.len())));
                let (account, needs) = (account.to_owned(), before.clone());
                made.push(id.clone());
                groups.push(Group { id, account, wave, early: !late, stacks, needs });
            }
            before = made;
        }
    }
    let foreign = foreign(cloud, links, &home, &groups);
    let gates = gates(design, &groups);
    let mut needs: Vec<Vec<String>> = vec![];
    for (at, group) in groups.iter().enumerate() {
        let others = [foreign.get(&at), gates.get(&at)].into_iter().flatten().flatten();
        let others: BTreeSet<&String> = others.map(|at| &groups[*at].id).chain(&group.needs).collect();
        needs.push(others.into_iter().cloned().collect());
    }
    groups.iter_mut().zip(needs).for_each(|(group, needs)| group.needs = needs);
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
        Environment::Management | Environment::LogArchive | Environment::Security | Environment::Backup => 0,
        Environment::Development => 1,
        Environment::Staging => 2,
        Environment::Production => 3,
    }
}

/// The stacks that stacks of an account with an earlier rank need, themselves or through others.
fn early(design: &Design, cloud: &Cloud, links: &Links) -> BTreeSet<StackId> {
    let rank_of = |stack: &Stack| {
        let account = design.accounts.iter().find(|account| *account.name == *stack.key.account);
        account.and_then(|account| gated(account.environment))
    };
    let mut early = BTreeSet::new();
    for stack in cloud.stacks.iter().filter(|stack| !stack.key.layer.is_applied_by_hand()) {
        let Some(rank) = rank_of(stack) else { continue };
        let before = links.before(cloud, stack.id).into_iter().filter_map(|id| cloud.stack(id));
        early.extend(before.filter(|it| rank_of(it).is_some_and(|other| other > rank)).map(|it| it.id));
    }
    early
}

/// The stacks of an account by the number of their wave, without those that are applied by hand: the early ones first.
fn waves(
    cloud: &Cloud,
    links: &Links,
    account: &str,
    early: &BTreeSet<StackId>,
) -> BTreeMap<(bool, u32), Vec<StackId>> {
    let mut waves: BTreeMap<(bool, u32), Vec<StackId>> = BTreeMap::new();
    for stack in links.order.iter().filter_map(|id| cloud.stack(*id)) {
        if &*stack.key.account == account && !stack.key.layer.is_applied_by_hand() {
            let late = !early.contains(&stack.id);
            waves.entry((late, links.wave(stack))).or_default().push(stack.id);
        }
    }
    waves
}

/// For each group, the groups of other accounts whose state its stacks read, or that they are ordered after: of each account
/// the last ones, since the groups of an account follow one another.
fn foreign(
    cloud: &Cloud,
    links: &Links,
    home: &BTreeMap<StackId, usize>,
    groups: &[Group],
) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut needed: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for stack in &cloud.stacks {
        let Some(reader) = home.get(&stack.id) else { continue };
        let producers = links.imports.get(stack.id.index()).into_iter().flat_map(BTreeMap::values);
        let producers = producers.chain(&stack.after).filter_map(|id| home.get(id));
        let foreign = producers.filter(|at| groups[**at].account != groups[*reader].account);
        needed.entry(*reader).or_default().extend(foreign);
    }
    for at in needed.values_mut() {
        let place = |at: usize| (!groups[at].early, groups[at].wave);
        let last: BTreeMap<&str, (bool, u32)> = at.iter().fold(BTreeMap::new(), |mut last, at| {
            let known = last.entry(groups[*at].account.as_str()).or_insert(place(*at));
            *known = place(*at).max(*known);
            last
        });
        let last: BTreeSet<usize> = at
            .iter()
            .copied()
            .filter(|at| last.get(groups[*at].account.as_str()) == Some(&place(*at)))
            .collect();
        *at = last;
    }
    needed
}

/// For each first group of an account that is not early, the last groups of all accounts with an earlier rank.
fn gates(design: &Design, groups: &[Group]) -> BTreeMap<usize, BTreeSet<usize>> {
    let rank = |group: &Group| {
        let account = design.accounts.iter().find(|account| account.name == group.account);
        account.and_then(|account| gated(account.environment))
    };
    let late = |group: &&Group| !group.early;
    let mut gates: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        let own = groups.iter().filter(late).filter(|it| it.account == group.account);
        let is_first = !group.early && own.map(|it| it.wave).min() == Some(group.wave);
        let Some(rank_here) = rank(group).filter(|_| is_first) else { continue };
        for (before, earlier) in groups.iter().enumerate() {
            let all = groups.iter().filter(|it| it.account == earlier.account);
            let last = all.map(|it| (!it.early, it.wave)).max();
            let is_last = last == Some((!earlier.early, earlier.wave));
            if is_last && rank(earlier).is_some_and(|rank| rank < rank_here) {
                gates.entry(at).or_default().insert(before);
            }
        }
    }
    gates
}

/// The place of an account in the order in which a change reaches the environments. None for the management account: other
/// accounts wait for what they need of it, and it for what it needs of them.
fn gated(environment: Environment) -> Option<u8> {
    (environment != Environment::Management).then(|| rank(environment))
}

/// A name as part of the ID of a job. Names of accounts are valid already, but this crate does not rely on it.
pub(crate) fn identifier(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
}
