//! Who from outside of the organization documents might admit.

use std::collections::BTreeSet;

use super::accounts::{CALLERS, is_number};
use super::aws_accounts::is_of_aws;
use crate::estate::Actor;
use crate::language::{Caller, Document, Who};

/// An account ID that nobody has.
pub(super) const STRANGER: &str = "999999999999";

/// Who issues the tokens of all identity pools of Cognito, whatever account they are in.
const IDENTITY_POOLS: &str = "cognito-identity.amazonaws.com";

/// An identity pool of a stranger, who is signed in to it.
const OWN_POOL: &str = "us-east-1:99999999-9999-9999-9999-999999999999";

/// Claims of a token that start with the owner of a repository.
const OWNED: [&str; 3] = ["job_workflow_ref", "repository", "repository_owner"];

/// Those whom documents might admit: an unknown account, nobody at all, accounts and identities that they name, and users of
/// providers.
pub(super) fn strangers(documents: &[&Document], own: &BTreeSet<String>) -> Vec<Actor> {
    let mut found = vec![of_account(STRANGER), Actor::stranger(Caller::anonymous())];
    let statements = documents.iter().filter_map(|it| it.statements.as_ref()).flatten();
    let who = statements.filter_map(|it| it.who.as_ref()?.who.as_ref()).flatten();
    let named: BTreeSet<&Who> = who.collect();
    for who in named {
        match who {
            Who::Account(number) if !own.contains(number) && !is_of_aws(number) => {
                found.push(of_account(number));
            }
            Who::Arn(arn) => {
                let number = arn.split(':').nth(4).unwrap_or_default();
                if number.len() == 12 && !own.contains(number) && !is_of_aws(number) {
                    found.push(identity(arn, number));
                }
            }
            Who::Federated(provider) => found.extend(users(provider, documents)),
            _ => {}
        }
    }
    let patterns = values(documents, |key| CALLERS.contains(&key));
    found.extend(patterns.iter().filter_map(|it| own_number(it, own)).map(|number| of_account(&number)));
    let patterns = values(documents, |key| key == "aws:principalarn");
    let arns = patterns.iter().filter_map(|pattern| own_arn(pattern, own));
    found.extend(arns.map(|(arn, number)| identity(&arn, &number)));
    // Conditions on the kind of an identity, or on all names but some, may admit users only.
    if !values(documents, |key| ["aws:principalarn", "aws:principaltype"].contains(&key)).is_empty() {
        found.push(user("stranger"));
    }
    found.extend(values(documents, |key| key == "aws:username").iter().map(|name| user(&filled(name))));
    // The name of a session follows the ID of its role, which AWS assigns.
    let sessions = values(documents, |key| key == "aws:userid");
    let open = sessions.iter().filter(|it| it.split(':').next().is_some_and(has_wildcards));
    found.extend(open.map(|pattern| {
        let mut actor = of_account(STRANGER);
        actor.fixed.insert("aws:userid".into(), Some(vec![filled(pattern)]));
        actor
    }));
    found
}

/// A user of an unknown account.
fn user(name: &str) -> Actor {
    identity(&format!("arn:aws:iam::{STRANGER}:user/{name}"), STRANGER)
}

/// A role of an account.
fn of_account(number: &str) -> Actor {
    identity(&format!("arn:aws:iam::{number}:role/stranger"), number)
}

/// A user or role of another account.
fn identity(arn: &str, number: &str) -> Actor {
    let is_user = arn.contains(":user/");
    Actor::stranger(if is_user { Caller::user(arn, number) } else { Caller::role(arn, number) })
}

/// The values that conditions compare some keys with.
pub(super) fn values(documents: &[&Document], of: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let statements = documents.iter().filter_map(|it| it.statements.as_ref()).flatten();
    let conditions = statements.flat_map(|it| &it.conditions).filter(|it| of(&it.key));
    let values = conditions.filter_map(|it| it.values.as_ref()).flatten();
    // Text that is not known has no wildcards of its own.
    values.filter(|glob| !glob.is_vague()).map(ToString::to_string).collect()
}

/// A text that a pattern matches.
fn filled(pattern: &str) -> String {
    pattern.replace('*', "stranger").replace('?', "s")
}

fn has_wildcards(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// An account ID that a pattern matches and that is not one of the estate.
fn own_number(pattern: &str, own: &BTreeSet<String>) -> Option<String> {
    const DIGITS: usize = 12;
    let given = pattern.chars().filter(|it| *it != '*').count();
    let run = DIGITS.checked_sub(given)?;
    ('0'..='9')
        .rev()
        .map(|digit| {
            let digit = digit.to_string();
            // The first run has all digits that are not given.
            pattern.replacen('*', &digit.repeat(run), 1).replace('*', "").replace('?', &digit)
        })
        .find(|number| is_number(number) && !own.contains(number))
}

/// The ARN of an identity that a stranger creates so that a pattern matches it, with its account.
fn own_arn(pattern: &str, own: &BTreeSet<String>) -> Option<(String, String)> {
    let mut parts = pattern.splitn(6, ':').skip(4);
    let (account, name) = (parts.next()?, parts.next()?);
    let number = own_number(account, own)?;
    Some((format!("arn:aws:iam::{number}:{}", filled(name)), number))
}

/// Users of an identity provider who have nothing to do with the estate.
fn users(provider: &str, documents: &[&Document]) -> Vec<Actor> {
    let mut found = vec![Token::of("stranger/stranger").user(provider)];
    if provider == IDENTITY_POOLS {
        let own = Token::of("stranger/stranger").claiming("amr", "authenticated").claiming("aud", OWN_POOL);
        found.push(own.user(provider));
    }
    let subjects = values(documents, |key| key.ends_with(":sub"));
    found.extend(subjects.iter().filter(|it| is_open(it)).map(|it| Token::with(&filled(it)).user(provider)));
    for claim in OWNED {
        let patterns = values(documents, |key| key.rsplit(':').next() == Some(claim));
        for pattern in patterns.iter().filter(|it| it.split('/').next().is_some_and(has_wildcards)) {
            found.push(Token::of(&filled(pattern)).claiming(claim, &filled(pattern)).user(provider));
        }
    }
    found
}

/// Whether the owner in a pattern of subjects has a wildcard: what follows `repo:`, `project_path:` or another word, or the word itself.
fn is_open(pattern: &str) -> bool {
    let mut words = pattern.split([':', '/']);
    let kind = words.next().unwrap_or_default();
    let is_word = kind.chars().all(|it| it.is_ascii_alphabetic() || it == '_');
    has_wildcards(kind) || is_word && words.next().is_some_and(has_wildcards)
}

/// What an identity provider says about the job of a stranger.
struct Token {
    subject: String,
    repository: String,
    claims: Vec<(&'static str, String)>,
}

impl Token {
    /// Of a job in a repository: the first two parts of a path.
    fn of(path: &str) -> Token {
        let mut parts = path.split('/');
        let (owner, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or("stranger"));
        let repository = format!("{owner}/{name}");
        Token { subject: format!("repo:{repository}:ref:refs/heads/main"), repository, claims: vec![] }
    }

    /// Of a job with a subject: `repo:owner/name:ref:refs/heads/main`.
    fn with(subject: &str) -> Token {
        let path = subject.split(':').nth(1).unwrap_or_default();
        Token { subject: subject.to_owned(), ..Token::of(path) }
    }

    /// The same with a claim.
    fn claiming(mut self, claim: &'static str, value: &str) -> Token {
        self.claims.push((claim, value.to_owned()));
        self
    }

    /// Who has it.
    fn user(self, provider: &str) -> Actor {
        let mut actor = Actor::stranger(Caller::federated(provider));
        let issuer =
            provider.split_once("oidc-provider/").map_or(provider, |(_, issuer)| issuer).to_lowercase();
        let owner = self.repository.split('/').next().unwrap_or_default().to_owned();
        let workflow = format!("{}/.github/workflows/main.yml@refs/heads/main", self.repository);
        let usual = [
            ("sub", self.subject),
            ("repository", self.repository),
            ("repository_owner", owner),
            ("job_workflow_ref", workflow),
            ("amr", "unauthenticated".to_owned()),
        ];
        for (claim, value) in usual.into_iter().chain(self.claims) {
            actor.fixed.insert(format!("{issuer}:{claim}"), Some(vec![value]));
        }
        actor
    }
}

#[cfg(test)]
mod tests {
    use super::is_open;

    #[test]
    fn a_subject_is_open_where_its_owner_or_the_word_before_has_a_wildcard() {
        for open in
            ["*my-org*", "*acme2/shop:*", "*-app:ref:refs/heads/main", "repo:*/shop:*", "re*-shop/app:*"]
        {
            assert!(is_open(open), "{open}");
        }
        for closed in ["repo:acme/*", "repo:acme/shop:*", "eu-west-1:*", "repo:acme:*"] {
            assert!(!is_open(closed), "{closed}");
        }
    }
}
