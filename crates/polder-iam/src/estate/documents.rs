//! Policies of the inventory as documents.

use std::collections::BTreeMap;

use polder_inventory::access::{self, Actions, Policy, PolicyForm, PrincipalPattern, Principals, Resources};
use polder_inventory::model::{Known, Link, Set, Text};
use polder_inventory::{EntryId, Inventory};

use super::managed;
use super::texts::Texts;
use crate::language::{ActionSet, Condition, Document, Glob, Grant, ResourceSet, Statement, Who, WhoSet};

/// A policy as a document.
pub(super) fn document(texts: &Texts<'_>, policy: &Policy) -> Document {
    let own = policy.name.value().and_then(|name| name.as_ref()).map(Text::to_string);
    let name = own.unwrap_or_else(|| texts.address(policy.source));
    let statements = policy.statements.value();
    if statements.is_none() && policy.form == PolicyForm::ProviderManaged {
        return managed::document(name);
    }
    let all = |statements: &[access::Statement]| {
        statements.iter().enumerate().map(|(at, it)| statement(texts, at, it)).collect()
    };
    Document { name, statements: statements.map(|it| all(it)) }
}

fn statement(texts: &Texts<'_>, at: usize, statement: &access::Statement) -> Statement {
    let (except, words) = match &statement.actions {
        Actions::Only(words) => (false, words),
        Actions::AllBut(words) => (true, words),
    };
    let lower = |words: &Set<Text>| words.iter().map(|it| Glob::wildcards(&it.to_lowercase())).collect();
    let resources = statement.resources.as_ref().map(|resources| {
        let (except, patterns) = match resources {
            Resources::Only(patterns) => (false, patterns),
            Resources::AllBut(patterns) => (true, patterns),
        };
        let globs = |all: &Set<_>| all.iter().map(|pattern| texts.glob(pattern)).collect();
        ResourceSet { except, patterns: patterns.value().map(globs) }
    });
    let who = statement.principals.as_ref().map(|principals| {
        let (except, all) = match principals {
            Principals::Only(all) => (false, all),
            Principals::AllBut(all) => (true, all),
        };
        WhoSet { except, who: all.value().map(|all| all.iter().map(|it| who(texts, it)).collect()) }
    });
    Statement {
        name: statement.name.as_ref().map_or_else(|| format!("statement {}", at + 1), Text::to_string),
        effect: statement.effect,
        who,
        actions: ActionSet { except, patterns: words.value().map(lower) },
        resources,
        conditions: statement.conditions.iter().map(|it| condition(texts, it)).collect(),
    }
}

fn condition(texts: &Texts<'_>, condition: &access::Condition) -> Condition {
    let values = condition.values.value();
    Condition {
        operator: condition.operator,
        if_exists: condition.if_exists,
        quantifier: condition.quantifier,
        key: condition.key.to_lowercase(),
        values: values.map(|all| all.iter().map(|pattern| texts.glob(pattern)).collect()),
    }
}

fn who(texts: &Texts<'_>, pattern: &PrincipalPattern) -> Who {
    match pattern {
        PrincipalPattern::Anyone => Who::Anyone,
        PrincipalPattern::Account(Link::To(account)) => Who::Account(texts.account(*account)),
        PrincipalPattern::Account(Link::Outside(id)) => match number(&texts.outside(*id)) {
            Some(number) => Who::Account(number),
            None => Who::Unknown,
        },
        PrincipalPattern::Principal(Link::To(id)) => texts.arn((*id).into()).map_or(Who::Unknown, Who::Arn),
        PrincipalPattern::Principal(Link::Outside(id)) => Who::Arn(texts.outside(*id)),
        PrincipalPattern::Identifier(pattern) => match texts.glob(pattern).as_literal() {
            Some(arn) if arn.contains(":oidc-provider/") || arn.contains(":saml-provider/") => {
                Who::Federated(arn)
            }
            Some(arn) => Who::Arn(arn),
            None => Who::Unknown,
        },
        PrincipalPattern::Service(name) => Who::Service(name.to_string()),
        PrincipalPattern::Federated(Link::To(id)) => {
            texts.arn((*id).into()).map_or(Who::Unknown, Who::Federated)
        }
        PrincipalPattern::Federated(Link::Outside(id)) => Who::Federated(texts.outside(*id)),
        PrincipalPattern::FederatedName(name) => Who::Federated(name.to_string()),
        PrincipalPattern::Canonical(_)
        | PrincipalPattern::Unknown(_)
        | PrincipalPattern::Account(Link::Unknown(_))
        | PrincipalPattern::Principal(Link::Unknown(_))
        | PrincipalPattern::Federated(Link::Unknown(_)) => Who::Unknown,
    }
}

/// The account ID in a text.
pub(super) fn number(text: &str) -> Option<String> {
    let is_number = |part: &&str| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split([':', '/']).find(is_number).map(str::to_owned)
}

/// The grants on each key.
pub(super) fn grants(texts: &Texts<'_>, inventory: &Inventory) -> BTreeMap<EntryId, Vec<Grant>> {
    let mut found: BTreeMap<EntryId, Vec<Grant>> = BTreeMap::new();
    for grant in inventory.access.key_grants.values() {
        let Some(key) = grant.key.id() else { continue };
        let name = inventory.sources.get(grant.source).map(|it| it.address.to_string()).unwrap_or_default();
        let lower = |all: &Set<Text>| all.iter().map(|it| format!("kms:{}", it.to_lowercase())).collect();
        found.entry(key.into()).or_default().push(Grant {
            name,
            grantee: who(texts, &grant.grantee),
            operations: grant.operations.value().map(lower),
            constrained: !matches!(&grant.contexts, Known::Value(contexts) if contexts.is_empty()),
        });
    }
    found
}
