//! The inspector: looks at one entry and says whether it has a flaw, without the reasons of the search.

use polder_inventory::access::{
    AccountSetting, Actions, ConditionOperator, Effect, Key, KeyPurpose, PolicyId, PrincipalPattern,
    Principals, Resources, Setting, Statement,
};
use polder_inventory::compute::MachinePool;
use polder_inventory::model::{Known, Link, Piece};
use polder_inventory::networks::{
    Distribution, ListenerAction, ListenerProtocol, OriginProtocol, ServerTls, TargetGroup, TlsVersion,
    ViewerProtocol,
};
use polder_inventory::outside::Owner;
use polder_inventory::stores::{
    Bucket, Encryption, LifecycleEffect, LifecycleRule, Store, StoreId, StoreKind,
};
use polder_inventory::{EntryId, Inventory};

/// Whether data are stored in the clear.
pub(crate) fn stored_in_the_clear(store: &Store) -> bool {
    match store.encryption {
        Encryption::None => true,
        Encryption::ServiceOwned
        | Encryption::ProviderManaged
        | Encryption::Key(_)
        | Encryption::ClientSide
        | Encryption::Unknown(_) => false,
    }
}

/// Whether a machine keeps data in the clear on some disk.
pub(crate) fn has_a_plain_disk(pool: &MachinePool) -> bool {
    pool.disks.iter().any(|disk| matches!(disk.encryption, Encryption::None))
}

/// Whether a setting leaves volumes in the clear that do not say otherwise.
pub(crate) fn leaves_volumes_plain(setting: &AccountSetting) -> bool {
    match &setting.setting {
        Setting::DefaultVolumeEncryption { on, .. } => on.value() == Some(&false),
        _ => false,
    }
}

/// Whether nobody but the provider decides on the key.
pub(crate) fn has_no_key_of_its_owner(store: &Store) -> bool {
    matches!(store.encryption, Encryption::None | Encryption::ServiceOwned | Encryption::ProviderManaged)
}

/// Whether a key cannot be used to encrypt.
pub(crate) fn is_off(key: &Key) -> bool {
    matches!(key.enabled, Known::Value(false))
}

/// Whether a key is the same for ever.
pub(crate) fn is_never_replaced(key: &Key) -> bool {
    matches!(key.rotation, Known::Value(None))
}

/// Whether a TLS 1.1 client is served.
pub(crate) fn serves_old_clients(tls: &ServerTls) -> bool {
    let Known::Value(minimum) = tls.minimum else { return false };
    [TlsVersion::Ssl3, TlsVersion::Tls10, TlsVersion::Tls11].contains(&minimum)
}

/// Whether a store of its own accepts a connection in the clear or from a TLS 1.1 client.
pub(crate) fn accepts_weak_connections(store: &Store) -> bool {
    let clear = store.transit.required == Known::Value(false);
    let old = [TlsVersion::Ssl3, TlsVersion::Tls10, TlsVersion::Tls11];
    let weak = matches!(store.transit.minimum, Known::Value(Some(version)) if old.contains(&version));
    clear || weak
}

/// An action that no policy names, so that only one about all actions denies it.
const ANY_ACTION: &str = "anyaction";

/// Whether some request in the clear passes the policies of a store: one of these, about the store itself or about what is in it.
pub(crate) fn lets_plain_requests_through(inventory: &Inventory, store: StoreId) -> bool {
    let attachments = inventory.access.policy_attachments.values();
    let own = attachments.filter(|it| it.to == Link::To(EntryId::Store(store)));
    let policies: Vec<PolicyId> = own.filter_map(|it| it.policy.id()).collect();
    let statements = policies.iter().filter_map(|id| inventory.access.policies[*id].statements.value());
    let statements: Vec<&Statement> = statements.flat_map(|all| all.iter()).collect();
    let requests: &[(&str, bool)] = match inventory.stores.stores[store].kind {
        StoreKind::Bucket(_) => &[
            ("listbucket", false),
            (ANY_ACTION, false),
            ("getobject", true),
            ("putobject", true),
            ("deleteobject", true),
            (ANY_ACTION, true),
        ],
        StoreKind::Queue(_) => &[("sendmessage", false), ("receivemessage", false), (ANY_ACTION, false)],
        StoreKind::Topic(_) => &[("publish", false), ("subscribe", false)],
        _ => return statements.into_iter().all(|it| !refuses_plain_requests(it)),
    };
    requests.iter().any(|(action, inside)| {
        !statements.iter().any(|it| {
            let about = if *inside { is_about_contents(it) } else { is_about_itself(it) };
            about && refuses_plain_requests(it) && denies_action(it, action)
        })
    })
}

/// Whether the actions of a statement include one, which is in lower case and without its service.
fn denies_action(statement: &Statement, action: &str) -> bool {
    let named = |patterns: &[polder_inventory::model::Text]| {
        patterns.iter().any(|pattern| {
            let pattern = pattern.to_ascii_lowercase();
            matches_text(pattern.rsplit(':').next().unwrap_or_default(), action)
        })
    };
    match &statement.actions {
        Actions::Only(Known::Value(actions)) => named(actions),
        Actions::AllBut(Known::Value(actions)) => !named(actions),
        _ => true,
    }
}

/// Whether a statement may be about the store itself: a pattern has no slash after its name.
fn is_about_itself(statement: &Statement) -> bool {
    let Some(Resources::Only(Known::Value(all))) = &statement.resources else { return true };
    all.iter().any(|pattern| {
        !pattern.pieces().iter().any(|piece| matches!(piece, Piece::Literal(text) if text.contains('/')))
    })
}

/// Whether a statement may be about an object of any name: a pattern goes on after the name of the bucket, and without a prefix.
fn is_about_contents(statement: &Statement) -> bool {
    let Some(Resources::Only(Known::Value(all))) = &statement.resources else { return true };
    all.iter().any(|pattern| {
        let pieces = pattern.pieces();
        let open = matches!(pieces.last(), Some(Piece::AnyRun));
        let prefixed = pieces.iter().any(|piece| match piece {
            Piece::Literal(text) => text.find('/').is_some_and(|at| at + 1 < text.len()),
            _ => false,
        });
        open && !prefixed
    })
}

/// Whether a text matches a pattern with `*` and `?`.
fn matches_text(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for one in pattern {
        let mut next = vec![false; text.len() + 1];
        for at in (0..=text.len()).filter(|at| reached[*at]) {
            match (one, text.get(at)) {
                (b'*', _) => next[at..].fill(true),
                (b'?', Some(_)) => next[at + 1] = true,
                (one, Some(expected)) if one == expected => next[at + 1] = true,
                _ => {}
            }
        }
        reached = next;
    }
    reached[text.len()]
}

/// Whether a statement denies an anonymous request in the clear.
fn refuses_plain_requests(statement: &Statement) -> bool {
    let everyone = match &statement.principals {
        Some(Principals::Only(Known::Value(all))) => all.contains(&PrincipalPattern::Anyone),
        _ => false,
    };
    let condition = statement.conditions.iter().all(|condition| {
        let name = condition.key.rsplit(':').next().unwrap_or_default();
        let is_false = condition.values.value().is_some_and(|values| {
            values.iter().any(|value| value.pieces() == [Piece::Literal("false".into())])
        });
        name.eq_ignore_ascii_case("securetransport")
            && condition.operator == ConditionOperator::Bool
            && is_false
    });
    statement.effect == Effect::Deny && everyone && condition && !statement.conditions.is_empty()
}

/// Whether a stranger's request, with nothing but an address and a name of his own account, passes a statement.
pub(crate) fn admits_a_stranger(statement: &Statement) -> bool {
    let named = match &statement.principals {
        Some(Principals::Only(Known::Value(all))) => all.iter().any(|one| match one {
            PrincipalPattern::Anyone => true,
            PrincipalPattern::Account(account) => account.id().is_none() && account.outside().is_some(),
            _ => false,
        }),
        Some(Principals::AllBut(Known::Value(_))) => true,
        _ => false,
    };
    let some_action = match &statement.actions {
        Actions::Only(Known::Value(actions)) => !actions.is_empty(),
        _ => true,
    };
    let free = statement.conditions.iter().all(|condition| {
        // The request has no other key, and its values are not those that a policy can know.
        condition.if_exists || condition.operator == ConditionOperator::Absent
    });
    statement.effect == Effect::Allow && named && some_action && free
}

/// Whether a listener gives a plain request to a backend.
pub(crate) fn forwards_plain_requests(protocol: ListenerProtocol, actions: &[ListenerAction]) -> bool {
    let forwards = actions.iter().any(|action| match action {
        ListenerAction::Forward(_) | ListenerAction::Authenticate { .. } => true,
        ListenerAction::Redirect { protocol, .. } => *protocol != Some(ListenerProtocol::Https),
        ListenerAction::Respond { .. } => false,
    });
    protocol == ListenerProtocol::Http && forwards
}

/// Whether a distribution answers plain HTTP on some path.
pub(crate) fn answers_plain_viewers(distribution: &Distribution) -> bool {
    distribution.behaviours.iter().any(|it| it.viewer_protocol == Known::Value(ViewerProtocol::AllowAll))
}

/// Whether the edge can open a plain connection, or one of TLS 1.1, to an origin.
pub(crate) fn reaches_weakly(distribution: &Distribution, origin: &str) -> bool {
    let mut origins = distribution.origins.iter().filter(|it| it.id == origin);
    origins.any(|it| {
        it.connection.as_ref().is_some_and(|connection| {
            let plain = [OriginProtocol::HttpOnly, OriginProtocol::MatchViewer];
            let plain = connection.protocol.value().is_some_and(|protocol| plain.contains(protocol));
            let old = [TlsVersion::Ssl3, TlsVersion::Tls10, TlsVersion::Tls11];
            let versions = connection.tls_versions.value();
            plain || versions.is_some_and(|all| old.iter().any(|version| all.contains(version)))
        })
    })
}

/// Whether a target group is outside of every network and speaks in the clear.
pub(crate) fn is_open_and_plain(group: &TargetGroup) -> bool {
    let encrypted = [None, Some(ListenerProtocol::Https), Some(ListenerProtocol::Tls)];
    group.network.is_none() && group.protocol.value().is_some_and(|protocol| !encrypted.contains(protocol))
}

/// Whether an object that is deleted today can still be in a bucket after any time.
pub(crate) fn keeps_deleted_objects(bucket: &Bucket) -> bool {
    let ends = bucket.lifecycle.value().is_some_and(|rules| {
        let of_all = |rule: &&LifecycleRule| {
            rule.enabled.value() == Some(&true) && matches!(rule.filter, Known::Value(None))
        };
        rules.iter().filter(of_all).any(|rule| matches!(rule.effect, LifecycleEffect::ExpireNoncurrent))
    });
    matches!(bucket.versioned, Known::Value(true)) && !ends
}

/// Whether a key is for something else than encryption.
pub(crate) fn cannot_encrypt(key: &Key) -> bool {
    match key.purpose {
        Known::Value(KeyPurpose::Encrypt) | Known::Unknown(_) => false,
        Known::Value(_) => true,
    }
}

/// Whether a store's key is none of the estate's.
pub(crate) fn has_a_key_of_others(inventory: &Inventory, store: &Store) -> bool {
    let Encryption::Key(Link::Outside(external)) = store.encryption else { return false };
    let owner = inventory.outside.externals[external].owner;
    matches!(owner, Owner::ThirdParty | Owner::Account(Link::Outside(_)))
}

/// Whether a snapshot has readers in other accounts.
pub(crate) fn is_shared(store: &Store) -> bool {
    match &store.kind {
        StoreKind::Snapshot { shared_with: Known::Value(accounts), .. } => !accounts.is_empty(),
        _ => false,
    }
}

/// Whether some service, or everyone, may read each object of a bucket, as far as its policies say: nothing denies all or some of them
/// to whom they let in, or to a reader whom they do not name.
pub(crate) fn shows_all_of_it(inventory: &Inventory, bucket: StoreId) -> bool {
    let attachments = inventory.access.policy_attachments.values();
    let own = attachments.filter(|it| it.to == Link::To(EntryId::Store(bucket)));
    let policies = own.filter_map(|it| inventory.access.policies[it.policy.id()?].statements.value());
    let statements: Vec<&Statement> = policies.flat_map(|all| all.iter()).collect();
    let stranger = PrincipalPattern::Anyone;
    let mut readers: Vec<&PrincipalPattern> = vec![];
    for statement in statements.iter().filter(|it| it.effect == Effect::Allow) {
        match &statement.principals {
            Some(Principals::Only(Known::Value(all))) => readers.extend(all.iter().filter(|one| {
                matches!(one, PrincipalPattern::Service(_) | PrincipalPattern::Unknown(_))
                    || **one == stranger
            })),
            _ => readers.push(&stranger),
        }
    }
    if readers.is_empty() {
        readers.push(&stranger);
    }
    readers.into_iter().any(|reader| {
        !statements.iter().any(|it| {
            let told = match &it.principals {
                Some(Principals::Only(Known::Value(all))) => all.contains(reader) || all.contains(&stranger),
                _ => false,
            };
            it.effect == Effect::Deny && it.conditions.is_empty() && told && denies_an_object(it)
        })
    })
}

/// Whether a statement is about reading one object at least: a pattern of its resources goes on after the name of the bucket.
fn denies_an_object(statement: &Statement) -> bool {
    let read = match &statement.actions {
        Actions::Only(Known::Value(actions)) => {
            actions.iter().any(|action| is_read(&action.to_ascii_lowercase()))
        }
        _ => false,
    };
    let object = match &statement.resources {
        Some(Resources::Only(Known::Value(all))) => all.iter().any(|pattern| {
            pattern.pieces().iter().any(|piece| match piece {
                Piece::Literal(text) => text.contains('/'),
                Piece::AnyRun => true,
                _ => false,
            })
        }),
        _ => false,
    };
    read && object
}

/// Whether an action in lower case is the one that reads an object.
fn is_read(action: &str) -> bool {
    matches_text(action.rsplit(':').next().unwrap_or_default(), "getobject")
}
