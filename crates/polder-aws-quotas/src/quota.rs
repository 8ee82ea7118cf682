//! A quota: what AWS limits, its default, and how it can be raised.

use polder_cloud::View;

use crate::amount::Amount;
use crate::group::Group;
use crate::memo::Memo;

/// A default quota of AWS.
#[derive(Clone, Copy, Debug)]
pub struct Quota {
    /// The code of its service in Service Quotas: `ec2`.
    pub service: &'static str,
    /// Its code in Service Quotas: `L-0263D0A3`. Empty where Service Quotas takes no request for it.
    pub code: &'static str,
    /// Its name in Service Quotas or in the guide of the service.
    pub name: &'static str,
    /// The default.
    pub default: u64,
    /// What a new account may have instead, if AWS documents a lower number.
    pub new_account: Option<u64>,
    /// What counts against it although no resource of the graph is it: the default deny rules of a network ACL.
    pub standing: u64,
    /// Who raises it.
    pub raised: Raised,
    /// The scope of one count.
    pub scope: Scope,
    /// The unit of the count.
    pub unit: Unit,
    /// How many parts make one: resources count in parts, and the sum is rounded up.
    pub parts: u64,
    /// Where the default is documented.
    pub source: &'static Source,
    /// What counts against it.
    pub(crate) rules: &'static [Rule],
}

/// Who raises a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raised {
    /// A request to Service Quotas.
    Request,
    /// A case of AWS Support.
    Support,
    /// Nobody: the quota is fixed.
    Never,
}

/// The scope of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One count for an account. Requests are made in us-east-1.
    Account,
    /// One count for an account in each region.
    Region,
}

/// The unit of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A number of things.
    Count,
    /// Bytes.
    Bytes,
    /// Characters.
    Characters,
    /// Virtual processors.
    Vcpu,
    /// Gibibytes.
    Gibibytes,
    /// Tebibytes.
    Tebibytes,
}

/// Where a default is documented.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The document.
    pub document: &'static str,
    /// Its address.
    pub address: &'static str,
}

/// What counts against a quota.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    /// The Terraform type.
    pub(crate) kind: &'static str,
    /// What the resources of one count have in common within the scope.
    pub(crate) by: By,
    /// How much each resource counts.
    pub(crate) weight: Weight,
}

/// What the resources of one count have in common within the scope.
#[derive(Clone, Copy, Debug)]
pub(crate) enum By {
    /// Nothing: all resources of the scope are one count.
    Scope,
    /// Each resource is a count of its own.
    Itself,
    /// The resource that an attribute refers to, or its value.
    Attribute(&'static str),
    /// Anything else.
    Of(fn(&View<'_, '_>) -> Group),
}

/// How much a resource counts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Weight {
    /// One.
    One,
    /// The number of its blocks, or of the elements of a list, at a path of names.
    Items(&'static str),
    /// The number in an attribute.
    Number(&'static str),
    /// Anything else.
    Of(fn(&View<'_, '_>) -> Amount),
    /// Anything else, with what is computed once for all resources of a quota.
    With(Measure),
}

/// How much a resource counts, with what is computed once for all resources of a quota.
pub(crate) type Measure = fn(&View<'_, '_>, &Memo) -> Amount;

impl Quota {
    /// The number from which on more is refused, in the words of a message: `5`, `10240 bytes`.
    pub fn shown(&self, number: u64) -> String {
        match self.unit {
            Unit::Count => number.to_string(),
            Unit::Bytes => format!("{number} bytes"),
            Unit::Characters => format!("{number} characters"),
            Unit::Vcpu => format!("{number} vCPUs"),
            Unit::Gibibytes => format!("{number} GiB"),
            Unit::Tebibytes => format!("{number} TiB"),
        }
    }
}

/// A quota of an account.
pub(crate) const fn account(
    service: &'static str,
    code: &'static str,
    name: &'static str,
    default: u64,
    source: &'static Source,
    rules: &'static [Rule],
) -> Quota {
    Quota {
        service,
        code,
        name,
        default,
        new_account: None,
        standing: 0,
        raised: if code.is_empty() { Raised::Never } else { Raised::Request },
        scope: Scope::Account,
        unit: Unit::Count,
        parts: 1,
        source,
        rules,
    }
}

/// A quota of an account in each region.
pub(crate) const fn region(
    service: &'static str,
    code: &'static str,
    name: &'static str,
    default: u64,
    source: &'static Source,
    rules: &'static [Rule],
) -> Quota {
    Quota { scope: Scope::Region, ..account(service, code, name, default, source, rules) }
}

impl Quota {
    /// A quota that only AWS Support raises.
    pub(crate) const fn support(self) -> Quota {
        Quota { raised: Raised::Support, ..self }
    }

    /// A quota with a code that nobody raises.
    pub(crate) const fn fixed(self) -> Quota {
        Quota { raised: Raised::Never, ..self }
    }

    pub(crate) const fn new_account(self, most: u64) -> Quota {
        Quota { new_account: Some(most), ..self }
    }

    pub(crate) const fn standing(self, standing: u64) -> Quota {
        Quota { standing, ..self }
    }

    pub(crate) const fn parts(self, parts: u64) -> Quota {
        Quota { parts, ..self }
    }

    pub(crate) const fn unit(self, unit: Unit) -> Quota {
        Quota { unit, ..self }
    }
}

/// Each resource of the kind is one.
pub(crate) const fn each(kind: &'static str) -> Rule {
    Rule { kind, by: By::Scope, weight: Weight::One }
}

/// The resources of the kind count together as a function says.
pub(crate) const fn sum(kind: &'static str, weight: fn(&View<'_, '_>) -> Amount) -> Rule {
    Rule { kind, by: By::Scope, weight: Weight::Of(weight) }
}

/// The same, with what is computed once.
pub(crate) const fn sum_with(kind: &'static str, weight: Measure) -> Rule {
    Rule { kind, by: By::Scope, weight: Weight::With(weight) }
}

/// Each resource of the kind is one of the resource that its attribute refers to.
pub(crate) const fn of(kind: &'static str, attribute: &'static str) -> Rule {
    Rule { kind, by: By::Attribute(attribute), weight: Weight::One }
}

/// Resources of the kind count together as a function says, for the resource that their attribute refers to.
pub(crate) const fn sum_of(
    kind: &'static str,
    attribute: &'static str,
    weight: fn(&View<'_, '_>) -> Amount,
) -> Rule {
    Rule { kind, by: By::Attribute(attribute), weight: Weight::Of(weight) }
}

/// The same, with what is computed once.
pub(crate) const fn sum_of_with(kind: &'static str, attribute: &'static str, weight: Measure) -> Rule {
    Rule { kind, by: By::Attribute(attribute), weight: Weight::With(weight) }
}

/// Blocks or elements of one resource.
pub(crate) const fn items(kind: &'static str, path: &'static str) -> Rule {
    Rule { kind, by: By::Itself, weight: Weight::Items(path) }
}

/// What a function says of one resource.
pub(crate) const fn own(kind: &'static str, weight: fn(&View<'_, '_>) -> Amount) -> Rule {
    Rule { kind, by: By::Itself, weight: Weight::Of(weight) }
}

/// The same, with what is computed once.
pub(crate) const fn own_with(kind: &'static str, weight: Measure) -> Rule {
    Rule { kind, by: By::Itself, weight: Weight::With(weight) }
}

/// The number in an attribute of one resource.
pub(crate) const fn number(kind: &'static str, attribute: &'static str) -> Rule {
    Rule { kind, by: By::Itself, weight: Weight::Number(attribute) }
}

/// Each resource of the kind is one of those with the same group.
pub(crate) const fn grouped(kind: &'static str, group: fn(&View<'_, '_>) -> Group) -> Rule {
    Rule { kind, by: By::Of(group), weight: Weight::One }
}

/// Resources of the kind count as a function says, with those of the same group.
pub(crate) const fn sum_grouped(
    kind: &'static str,
    group: fn(&View<'_, '_>) -> Group,
    weight: fn(&View<'_, '_>) -> Amount,
) -> Rule {
    Rule { kind, by: By::Of(group), weight: Weight::Of(weight) }
}
