//! Access: who can do what. Read by the evaluation of policies and by encryption.

mod key;
mod organization;
mod policy;
mod principal;
mod statement;

pub use key::{Key, KeyMaterial, KeyPurpose};
pub use organization::{Account, AccountSetting, DelegatedAdministrator, Organization, Setting, Unit};
pub use policy::{KeyGrant, Policy, PolicyAttachment, PolicyForm, PolicyRole, ResourceName};
pub use principal::{
    Credential, CredentialKind, IdentityProtocol, IdentityProvider, PermissionAssignment, PermissionSet,
    Principal, PrincipalKind, ResourceShare,
};
pub use statement::{
    Actions, Condition, ConditionOperator, Effect, PrincipalPattern, Principals, Quantifier, Resources,
    Statement,
};

pub use crate::entries::access::*;
