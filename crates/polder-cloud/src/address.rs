//! Addresses of stacks and resources. Immutable, cheap to copy, one string form each.

use std::fmt::{self, Write};
use std::sync::Arc;

use smol_str::SmolStr;

/// A stack of one [`crate::Cloud`]: its index in [`crate::Cloud::stacks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StackId(pub u32);

impl StackId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The key of a stack: account × scope × layer. Its string form is its folder and the key of its state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StackKey {
    /// The account's name.
    pub account: Arc<str>,
    /// Its scope in the account.
    pub scope: StackScope,
    /// Which layer.
    pub layer: Layer,
}

/// The scope of a stack in its account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StackScope {
    /// Things that exist once in an account.
    Global,
    /// Things that the sites of a region share.
    Region(Arc<str>),
    /// One site.
    Site {
        /// The region.
        region: Arc<str>,
        /// The cell.
        cell: Arc<str>,
    },
    /// A root module that Polder did not write, by the path or name that its reader gave it.
    Foreign(Arc<str>),
}

/// The layers of a scope, in the order in which they are deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Where Terraform keeps its state, and the roles of the delivery pipeline: applied by hand, before all others.
    Bootstrap,
    /// The organization: organizational units, accounts, service control policies.
    Organization,
    /// Access of each account's pipeline to its part of the state: applied by hand.
    State,
    /// IAM Identity Center: permission sets and assignments: applied by hand.
    Identity,
    /// Account settings: emergency access, contacts.
    Account,
    /// The organization's CloudTrail trail, the log archive, and alarms on the trail.
    Logging,
    /// Security services of one region of one account.
    Security,
    /// Aggregation of security services of all accounts in one region.
    Oversight,
    /// Copies of backups of other accounts, and restore tests.
    Backup,
    /// Hosted zones; exists once.
    Dns,
    /// Keys, buckets, registries and topics: what other layers encrypt with and write to.
    Base,
    /// Networks, endpoints and security groups.
    Network,
    /// Databases, caches, queues, secrets and backups.
    Data,
    /// Entry points: load balancers, web ACLs, certificates, distributions, records.
    Edge,
    /// Jobs of a release, and their roles: they run before the services get its images.
    Jobs,
    /// Containers and their roles.
    App,
    /// Functions, and their triggers.
    Functions,
    /// Alarms and dashboards.
    Observability,
    /// Budgets, anomaly detection, and cost allocation tags: of what all others create.
    Billing,
    /// The content of a root module that Polder did not write.
    Foreign,
}

impl Layer {
    /// The layers that people apply: see [`Layer::is_applied_by_hand`].
    pub const BY_HAND: [Layer; 4] = [Layer::Bootstrap, Layer::Organization, Layer::State, Layer::Identity];

    /// Whether people apply it, and never the delivery pipeline: it says what the pipeline may do, also by policies of the
    /// organization, who may read which state, or who may sign in. A pipeline that could change that could give itself any
    /// permission.
    pub fn is_applied_by_hand(self) -> bool {
        Layer::BY_HAND.contains(&self)
    }

    /// Its name in paths.
    pub fn name(self) -> &'static str {
        match self {
            Layer::Bootstrap => "bootstrap",
            Layer::Organization => "organization",
            Layer::State => "state",
            Layer::Identity => "identity",
            Layer::Account => "account",
            Layer::Logging => "logging",
            Layer::Security => "security",
            Layer::Oversight => "oversight",
            Layer::Backup => "backup",
            Layer::Billing => "billing",
            Layer::Dns => "dns",
            Layer::Base => "base",
            Layer::Network => "network",
            Layer::Data => "data",
            Layer::Edge => "edge",
            Layer::Jobs => "jobs",
            Layer::App => "app",
            Layer::Functions => "functions",
            Layer::Observability => "observability",
            Layer::Foreign => "foreign",
        }
    }
}

impl StackKey {
    /// The key of a root module that Polder did not write.
    pub fn foreign(path: &str) -> StackKey {
        StackKey { account: "".into(), scope: StackScope::Foreign(path.into()), layer: Layer::Foreign }
    }
}

impl fmt::Display for StackKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (account, layer) = (&self.account, self.layer.name());
        match &self.scope {
            StackScope::Global => write!(f, "{account}/global/{layer}"),
            StackScope::Region(region) => write!(f, "{account}/{region}/shared/{layer}"),
            StackScope::Site { region, cell } => write!(f, "{account}/{region}/{cell}/{layer}"),
            StackScope::Foreign(path) => f.write_str(path),
        }
    }
}

/// Whether an address is a resource, a data source or an ephemeral resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// `resource`.
    Managed,
    /// `data`.
    Data,
    /// `ephemeral`: its values exist during a plan or an apply only, and are in no plan and no state.
    Ephemeral,
}

impl Mode {
    /// The prefix of an address, with its dot.
    pub fn prefix(self) -> &'static str {
        match self {
            Mode::Managed => "",
            Mode::Data => "data.",
            Mode::Ephemeral => "ephemeral.",
        }
    }

    /// The mode of an address, and the rest: the type and the name.
    pub fn of_prefix(address: &str) -> (Mode, &str) {
        let rest = |mode: Mode| address.strip_prefix(mode.prefix()).map(|rest| (mode, rest));
        rest(Mode::Data).or_else(|| rest(Mode::Ephemeral)).unwrap_or((Mode::Managed, address))
    }

    /// The keyword of a block.
    pub fn keyword(self) -> &'static str {
        match self {
            Mode::Managed => "resource",
            Mode::Data => "data",
            Mode::Ephemeral => "ephemeral",
        }
    }
}

/// A resource in a stack: `aws_vpc.main`, `data.aws_caller_identity.current`, or, in a stack that somebody else wrote,
/// `module.network["a"].aws_subnet.public[2]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Resource, data source or ephemeral resource.
    pub mode: Mode,
    /// Its resource type: `aws_vpc`.
    pub kind: SmolStr,
    /// Its name in its module.
    pub name: SmolStr,
    /// Its module path and instance key. `None` for a single resource of the root module, as all that Polder writes.
    pub instance: Option<Arc<Instance>>,
}

/// The module path and instance key of a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instance {
    /// The module path.
    pub modules: Vec<ModuleCall>,
    /// The instance key, with `count` or `for_each`.
    pub key: Option<InstanceKey>,
}

/// One module call of a path: `module.network["a"]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleCall {
    /// The name of the call.
    pub name: SmolStr,
    /// The instance key, with `count` or `for_each`.
    pub key: Option<InstanceKey>,
}

/// An instance key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InstanceKey {
    /// Of `count`.
    Index(u64),
    /// Of `for_each`.
    Name(SmolStr),
}

impl Address {
    /// A resource that exists once in the root module of its stack.
    pub fn in_root(mode: Mode, kind: impl Into<SmolStr>, name: impl Into<SmolStr>) -> Address {
        Address { mode, kind: kind.into(), name: name.into(), instance: None }
    }

    /// The module path of the resource.
    pub fn modules(&self) -> &[ModuleCall] {
        self.instance.as_ref().map_or(&[], |instance| &instance.modules)
    }

    /// Its instance key.
    pub fn key(&self) -> Option<&InstanceKey> {
        self.instance.as_ref()?.key.as_ref()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for call in self.modules() {
            write!(f, "{call}.")?;
        }
        write!(f, "{}{}.{}", self.mode.prefix(), self.kind, self.name)?;
        self.key().map_or(Ok(()), |key| write!(f, "{key}"))
    }
}

impl fmt::Display for ModuleCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "module.{}", self.name)?;
        self.key.as_ref().map_or(Ok(()), |key| write!(f, "{key}"))
    }
}

impl fmt::Display for InstanceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InstanceKey::Index(index) => write!(f, "[{index}]"),
            InstanceKey::Name(name) => {
                f.write_str("[\"")?;
                quoted(f, name)?;
                f.write_str("\"]")
            }
        }
    }
}

/// A quoted string, as Terraform writes it in addresses. Terraform escapes all non-printable characters of Unicode;
/// here only control characters are escaped.
fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            // `${` and `%{` would start an expression.
            '$' | '%' if characters.peek() == Some(&'{') => write!(f, "{character}{character}")?,
            _ if character.is_control() => write!(f, "\\u{:04x}", u32::from(character))?,
            _ => f.write_char(character)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_as_terraform_writes_them() {
        let written = |key: &str| InstanceKey::Name(key.into()).to_string();
        assert_eq!(written("eu-west-1a"), r#"["eu-west-1a"]"#);
        assert_eq!(written("a\"b\\c\nd"), r#"["a\"b\\c\nd"]"#);
        assert_eq!(written("${x} %{y} $z 100%"), r#"["$${x} %%{y} $z 100%"]"#);
        assert_eq!(written("it's ü\u{7}"), r#"["it's ü\u0007"]"#);
        assert_eq!(InstanceKey::Index(3).to_string(), "[3]");
    }
}
