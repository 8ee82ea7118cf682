//! The catalog of resource kinds: one line for each kind that the lowering writes, with everything about it
//! that a graph does not contain. Neutral crates get it as [`AWS`], which every cloud that is lowered here
//! has.

mod stub;
mod table;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use indexmap::IndexMap;
use polder_cloud::provider::{After, DelegationModel, KindModel, PolicyRole, Prepared, ProviderModel};
use polder_cloud::schema::Schema;
use rustc_hash::FxBuildHasher;

use self::table::KINDS;
use crate::pipeline::workflow::WORKFLOW;

/// What is known about AWS's kinds of resources.
pub static AWS: ProviderModel = ProviderModel {
    name: "AWS",
    schema: Schema::aws,
    kind: |kind| find(kind).map(|found| &found.model),
    stub: stub::stub,
    stub_region: stub::REGION,
    identifier: polder_aws_names::identifier,
    partition: polder_aws_names::partition,
    account_of_attribute: polder_aws_names::account_of_attribute,
    account_of_variable: polder_aws_names::account_of_variable,
    trust_policy: "assume_role_policy",
    delegation: Some(DelegationModel {
        waits: "aws_acm_certificate_validation",
        validation_records: "validation_record_fqdns",
        record: "aws_route53_record",
        zone: "zone_id",
        record_type: "type",
        delegates: "NS",
        servers: "records",
    }),
    workflow: WORKFLOW,
};

/// A kind of resource of AWS.
#[derive(Clone, Copy, Debug)]
struct AwsKind {
    /// What neutral crates know of it.
    model: KindModel,
    /// The prefix of its IDs; empty where an ID is the name or anything else.
    id: &'static str,
    /// The form of its ARN, with `{name}`, `{account}`, `{uuid}` and `{digits}`; empty for the usual form.
    arn: &'static str,
}

/// A kind by its Terraform name.
fn find(kind: &str) -> Option<&'static AwsKind> {
    static BY_NAME: LazyLock<IndexMap<&str, &AwsKind, FxBuildHasher>> =
        LazyLock::new(|| KINDS.iter().map(|known| (known.model.kind, known)).collect());
    BY_NAME.get(kind).copied()
}

/// The kinds of which nothing lost can be made again, by name.
#[cfg(test)]
pub(crate) fn irreplaceable() -> impl Iterator<Item = &'static str> {
    KINDS.iter().filter(|known| known.model.irreplaceable).map(|known| known.model.kind)
}

const fn kind(kind: &'static str, service: &'static str) -> AwsKind {
    AwsKind { model: KindModel::new(kind, service), id: "", arn: "" }
}

impl AwsKind {
    const fn named_by_tag(mut self) -> AwsKind {
        self.model.named_by_tag = true;
        self
    }

    const fn keeps_data(mut self) -> AwsKind {
        self.model.keeps_data = true;
        self
    }

    const fn irreplaceable(mut self) -> AwsKind {
        self.model.irreplaceable = true;
        self
    }

    const fn id_is_read(mut self) -> AwsKind {
        self.model.id_is_read = true;
        self
    }

    const fn policies(mut self, role: PolicyRole) -> AwsKind {
        self.model.policies = role;
        self
    }

    const fn after(mut self, after: &'static [After]) -> AwsKind {
        self.model.after = after;
        self
    }

    const fn works_with(mut self, things: &'static [Prepared]) -> AwsKind {
        self.model.works_with = things;
        self
    }

    const fn id(self, id: &'static str) -> AwsKind {
        AwsKind { id, ..self }
    }

    const fn arn(self, arn: &'static str) -> AwsKind {
        AwsKind { arn, ..self }
    }
}
