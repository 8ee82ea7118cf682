//! Names of stacks and resources. Immutable, cheap to copy, one string form each.

use std::fmt::{self, Write};
use std::sync::Arc;

use smol_str::SmolStr;

/// A stack of one [`crate::Cloud`]: its place in [`crate::Cloud::stacks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StackId(pub u32);

impl StackId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a stack is about: account × place × layer. Its string form is its folder and its state's key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StackKey {
    /// The account's name.
    pub account: Arc<str>,
    /// Where in the account.
    pub place: Place,
    /// Which layer.
    pub layer: Layer,
}

/// Where in an account a stack belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
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

/// The layers of a place, in the order in which they are deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Where Terraform keeps its state, and the roles of the delivery pipeline: made by hand, before all else.
    Bootstrap,
    /// The organization: units, accounts, and what is forbidden in them.
    Organization,
    /// Which account's pipeline may read and write which part of the state.
    State,
    /// People: permission sets and who has them where.
    Identity,
    /// What holds once for an account: the way in for emergencies, who is called.
    Account,
    /// The organization's trail, the archive of logs, and alarms on what the trail says.
    Logging,
    /// What watches over one region of one account.
    Security,
    /// What gathers that from all accounts in one region.
    Oversight,
    /// Budgets, anomalies, and tags that bills are split by.
    Billing,
    /// Zones and certificates of the world's entry; exists once.
    Dns,
    /// Keys, buckets, registries and topics: what other layers encrypt with and write to.
    Base,
    /// Networks, endpoints and security groups.
    Network,
    /// Databases, caches, queues, secrets and backups.
    Data,
    /// Entry points: load balancers, web ACLs, certificates, distributions, records.
    Edge,
    /// Containers and their roles.
    App,
    /// Functions, and what starts them.
    Functions,
    /// Alarms and dashboards.
    Observability,
    /// Whatever a root module holds that Polder did not write.
    Foreign,
}

impl Layer {
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
            Layer::Billing => "billing",
            Layer::Dns => "dns",
            Layer::Base => "base",
            Layer::Network => "network",
            Layer::Data => "data",
            Layer::Edge => "edge",
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
        StackKey { account: "".into(), place: Place::Foreign(path.into()), layer: Layer::Foreign }
    }
}

impl fmt::Display for StackKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (account, layer) = (&self.account, self.layer.name());
        match &self.place {
            Place::Global => write!(f, "{account}/global/{layer}"),
            Place::Region(region) => write!(f, "{account}/{region}/shared/{layer}"),
            Place::Site { region, cell } => write!(f, "{account}/{region}/{cell}/{layer}"),
            Place::Foreign(path) => f.write_str(path),
        }
    }
}

/// Whether a resource is made or only looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// `resource`.
    Managed,
    /// `data`.
    Data,
}

/// A resource in a stack: `aws_vpc.main`, `data.aws_caller_identity.current`, or, in a stack that somebody else wrote,
/// `module.network["a"].aws_subnet.public[2]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Made or looked up.
    pub mode: Mode,
    /// The provider's word for it: `aws_vpc`.
    pub kind: SmolStr,
    /// Its name in its module.
    pub name: SmolStr,
    /// In which module of the stack, and which of several instances. `None` for a resource of the root module that
    /// exists once, as all that Polder writes.
    pub instance: Option<Arc<Instance>>,
}

/// Where in the modules of a stack a resource stands, and which of its instances it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instance {
    /// The module calls from the root module to its own.
    pub modules: Vec<ModuleCall>,
    /// Which one, where `count` or `for_each` makes several.
    pub key: Option<InstanceKey>,
}

/// One step into a module: `module.network["a"]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleCall {
    /// The name of the call.
    pub name: SmolStr,
    /// Which one, where `count` or `for_each` makes several.
    pub key: Option<InstanceKey>,
}

/// Which of several instances.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InstanceKey {
    /// Made by `count`.
    Index(u64),
    /// Made by `for_each`.
    Name(SmolStr),
}

impl Address {
    /// A resource that exists once in the root module of its stack.
    pub fn in_root(mode: Mode, kind: impl Into<SmolStr>, name: impl Into<SmolStr>) -> Address {
        Address { mode, kind: kind.into(), name: name.into(), instance: None }
    }

    /// The module calls from the root module to the resource's own.
    pub fn modules(&self) -> &[ModuleCall] {
        self.instance.as_ref().map_or(&[], |instance| &instance.modules)
    }

    /// Which of several instances it is.
    pub fn key(&self) -> Option<&InstanceKey> {
        self.instance.as_ref()?.key.as_ref()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for call in self.modules() {
            write!(f, "{call}.")?;
        }
        let data = if self.mode == Mode::Data { "data." } else { "" };
        write!(f, "{data}{}.{}", self.kind, self.name)?;
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

/// A text between quotation marks, as Terraform writes it in addresses. Terraform escapes all that Unicode does not call
/// printable; of that only control characters are escaped here.
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
