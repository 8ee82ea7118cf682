//! Access: who can do what.

mod account;
mod attachment;
mod directory;
mod document;
mod iam;
mod keys;
mod kubernetes;
mod organizations;
mod principal_pattern;
mod resource;
mod state;
mod statement;
#[cfg(test)]
mod tests;

use polder_inventory::EntryKind;

use crate::identifier::identify_copies;
use crate::kind::Reading::{Entry, EntryAndParts, Irrelevant, Part};
use crate::kind::{KindReading, data, managed};
use crate::reader::Reader;

pub(crate) use organizations::delegated_administrator::{account_link, account_of_value};
pub(crate) use resource::snapshot_share::share as share_snapshot;
pub(crate) use state::State;

/// Called before resources are read: finds accounts, and the identifiers of entries.
pub(crate) fn prepare(reader: &mut Reader<'_, '_>) {
    organizations::account::prepare(reader);
    reader.identify();
}

/// Called after everything else was read: policies that are attributes of resources of other sections.
pub(crate) fn finish(reader: &mut Reader<'_, '_>) {
    resource::policy::of_holders(reader);
    resource::bucket_acl::read_all(reader);
    organizations::full_access::attach_everywhere(reader);
    identify_copies(&mut reader.inventory);
    let index = reader.index;
    for cluster in index.of_kind("aws_eks_cluster").iter().filter_map(|id| index.view(*id)) {
        kubernetes::access_entry::creator(reader, cluster);
    }
}

const LOOK_UP: &str = "It makes nothing; what names it leads to what it looks up.";

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    // Organizations.
    managed(
        "aws_organizations_organization",
        EntryAndParts(
            EntryKind::Organization,
            organizations::organization::read,
            organizations::organization::read_parts,
        ),
    ),
    data(
        "aws_organizations_organization",
        EntryAndParts(
            EntryKind::Organization,
            organizations::organization::read,
            organizations::organization::read_parts,
        ),
    ),
    managed(
        "aws_organizations_organizational_unit",
        EntryAndParts(EntryKind::Unit, organizations::unit::read, organizations::unit::read_parts),
    ),
    managed("aws_organizations_account", Part(organizations::account::read)),
    managed("aws_iam_organizations_features", Part(organizations::features::read)),
    managed("aws_organizations_policy", Entry(EntryKind::Policy, organizations::policy::read)),
    managed("aws_organizations_policy_attachment", Part(organizations::policy::attachment)),
    managed("aws_organizations_resource_policy", Part(resource::policy::of_its_own)),
    managed(
        "aws_organizations_delegated_administrator",
        Part(organizations::delegated_administrator::of_any),
    ),
    managed(
        "aws_guardduty_organization_admin_account",
        Part(organizations::delegated_administrator::of_guardduty),
    ),
    managed(
        "aws_securityhub_organization_admin_account",
        Part(organizations::delegated_administrator::of_securityhub),
    ),
    managed(
        "aws_inspector2_delegated_admin_account",
        Part(organizations::delegated_administrator::of_inspector),
    ),
    managed("aws_macie2_organization_admin_account", Part(organizations::delegated_administrator::of_macie)),
    managed(
        "aws_detective_organization_admin_account",
        Part(organizations::delegated_administrator::of_detective),
    ),
    managed("aws_fms_admin_account", Part(organizations::delegated_administrator::of_firewall_manager)),
    managed(
        "aws_cloudtrail_organization_delegated_admin_account",
        Part(organizations::delegated_administrator::of_cloudtrail),
    ),
    data("aws_caller_identity", Irrelevant("It stands for the account of its stack and says nothing else.")),
    data("terraform_remote_state", Irrelevant("Its outputs are followed to the stacks that they come from.")),
    data("aws_partition", Irrelevant("It follows from the region.")),
    data("aws_region", Irrelevant("It is the region of its stack.")),
    data("aws_organizations_organizational_unit", Irrelevant(LOOK_UP)),
    // Account settings.
    managed("aws_iam_account_password_policy", Part(account::password_policy::read)),
    managed("aws_s3_account_public_access_block", Part(account::public_sharing::buckets)),
    managed("aws_ebs_encryption_by_default", Part(account::volume_encryption::read)),
    managed(
        "aws_ebs_default_kms_key",
        Irrelevant("It is read with `aws_ebs_encryption_by_default` and means nothing without it."),
    ),
    managed("aws_ebs_snapshot_block_public_access", Part(account::public_sharing::snapshots)),
    managed("aws_ec2_image_block_public_access", Part(account::public_sharing::images)),
    managed("aws_ec2_instance_metadata_defaults", Part(account::metadata_defaults::read)),
    managed("aws_account_alternate_contact", Part(account::contact::read)),
    managed("aws_account_region", Part(account::region::read)),
    managed("aws_ce_cost_allocation_tag", Part(account::cost_allocation_tag::read)),
    managed("aws_servicequotas_service_quota", Part(account::quota::read)),
    managed("aws_iam_account_alias", Irrelevant("It is a name for people on the sign-in page.")),
    managed(
        "aws_computeoptimizer_enrollment_status",
        Irrelevant("It makes the provider give advice and changes nothing."),
    ),
    // Principals.
    managed("aws_iam_role", EntryAndParts(EntryKind::Principal, iam::role::read, iam::role::read_parts)),
    managed("aws_iam_user", EntryAndParts(EntryKind::Principal, iam::user::read, iam::user::read_parts)),
    managed("aws_iam_group", Entry(EntryKind::Principal, iam::group::read)),
    managed("aws_iam_user_group_membership", Part(iam::user::groups_of_user)),
    managed("aws_iam_group_membership", Part(iam::user::users_of_group)),
    managed("aws_iam_service_linked_role", Entry(EntryKind::Principal, iam::service_linked_role::read)),
    managed(
        "aws_iam_instance_profile",
        Irrelevant("It only hands a role to machines; what starts machines is read with that role."),
    ),
    managed(
        "aws_iam_openid_connect_provider",
        Entry(EntryKind::IdentityProvider, iam::identity_provider::oidc),
    ),
    managed("aws_iam_saml_provider", Entry(EntryKind::IdentityProvider, iam::identity_provider::saml)),
    managed("aws_iam_access_key", Part(iam::credential::access_key)),
    managed("aws_iam_user_login_profile", Part(iam::credential::password)),
    managed("aws_iam_service_specific_credential", Part(iam::credential::service_specific)),
    managed("aws_iam_user_ssh_key", Part(iam::credential::ssh_key)),
    managed("aws_iam_signing_certificate", Part(iam::credential::certificate)),
    managed("aws_iam_virtual_mfa_device", Part(iam::credential::second_factor)),
    data("aws_iam_role", Irrelevant(LOOK_UP)),
    data("aws_iam_user", Irrelevant(LOOK_UP)),
    data("aws_iam_group", Irrelevant(LOOK_UP)),
    data("aws_iam_instance_profile", Irrelevant(LOOK_UP)),
    data("aws_iam_openid_connect_provider", Irrelevant(LOOK_UP)),
    // Policies of principals.
    managed("aws_iam_policy", Entry(EntryKind::Policy, iam::policy::read)),
    data("aws_iam_policy", Entry(EntryKind::Policy, iam::policy::look_up)),
    data("aws_iam_policy_document", Irrelevant("It is read as part of the policy that it is used in.")),
    managed("aws_iam_role_policy", Part(iam::role_policy::of_role)),
    managed("aws_iam_user_policy", Part(iam::role_policy::of_user)),
    managed("aws_iam_group_policy", Part(iam::role_policy::of_group)),
    managed("aws_iam_role_policy_attachment", Part(iam::attachment::of_role)),
    managed("aws_iam_user_policy_attachment", Part(iam::attachment::of_user)),
    managed("aws_iam_group_policy_attachment", Part(iam::attachment::of_group)),
    managed("aws_iam_policy_attachment", Part(iam::attachment::of_all)),
    managed("aws_iam_role_policies_exclusive", Irrelevant(EXCLUSIVE)),
    managed("aws_iam_role_policy_attachments_exclusive", Part(iam::attachment::all_of_role)),
    managed("aws_iam_user_policies_exclusive", Irrelevant(EXCLUSIVE)),
    managed("aws_iam_user_policy_attachments_exclusive", Part(iam::attachment::all_of_user)),
    managed("aws_iam_group_policies_exclusive", Irrelevant(EXCLUSIVE)),
    managed("aws_iam_group_policy_attachments_exclusive", Part(iam::attachment::all_of_group)),
    // Users and groups of IAM Identity Center.
    managed("aws_identitystore_group", Entry(EntryKind::Principal, directory::group::group)),
    data("aws_identitystore_group", Entry(EntryKind::Principal, directory::group::group)),
    managed("aws_identitystore_user", Entry(EntryKind::Principal, directory::group::user)),
    data("aws_identitystore_user", Entry(EntryKind::Principal, directory::group::user)),
    data("aws_ssoadmin_instances", Irrelevant("There is one directory; it is not told apart.")),
    managed("aws_ssoadmin_permission_set", Entry(EntryKind::PermissionSet, directory::permission_set::read)),
    managed("aws_ssoadmin_permission_set_inline_policy", Part(directory::permission_set::inline_policy)),
    managed("aws_ssoadmin_managed_policy_attachment", Part(directory::permission_set::managed_policy)),
    managed("aws_ssoadmin_customer_managed_policy_attachment", Part(directory::permission_set::own_policy)),
    managed("aws_ssoadmin_permissions_boundary_attachment", Part(directory::permission_set::boundary)),
    managed("aws_ssoadmin_account_assignment", Part(directory::assignment::read)),
    // Keys.
    managed("aws_kms_key", Entry(EntryKind::Key, keys::key::read)),
    managed("aws_kms_external_key", Entry(EntryKind::Key, keys::key::imported)),
    managed("aws_kms_replica_key", Entry(EntryKind::Key, keys::key::replica)),
    managed("aws_kms_replica_external_key", Entry(EntryKind::Key, keys::key::imported_replica)),
    managed("aws_kms_alias", Part(keys::alias::read)),
    managed("aws_kms_key_policy", Part(keys::key_policy::of_its_own)),
    managed("aws_kms_grant", Part(keys::grant::read)),
    data("aws_kms_key", Irrelevant(LOOK_UP)),
    data("aws_kms_alias", Irrelevant(LOOK_UP)),
    // Policies of resources.
    managed("aws_api_gateway_rest_api_policy", Part(resource::policy::of_its_own)),
    managed("aws_backup_vault_policy", Part(resource::policy::of_its_own)),
    managed("aws_cloudwatch_event_bus_policy", Part(resource::policy::of_its_own)),
    managed("aws_cloudwatch_log_resource_policy", Part(resource::policy::of_its_own)),
    managed("aws_dynamodb_resource_policy", Part(resource::policy::of_its_own)),
    managed("aws_ecr_registry_policy", Part(resource::policy::of_its_own)),
    managed("aws_ecr_repository_policy", Part(resource::policy::of_its_own)),
    managed("aws_efs_file_system_policy", Part(resource::policy::of_its_own)),
    managed("aws_elasticsearch_domain_policy", Part(resource::policy::of_its_own)),
    managed("aws_glue_resource_policy", Part(resource::policy::of_its_own)),
    managed("aws_kinesis_resource_policy", Part(resource::policy::of_its_own)),
    managed("aws_oam_sink_policy", Part(resource::policy::of_its_own)),
    managed("aws_opensearch_domain_policy", Part(resource::policy::of_its_own)),
    managed("aws_s3_bucket_policy", Part(resource::policy::of_its_own)),
    managed("aws_secretsmanager_secret_policy", Part(resource::policy::of_its_own)),
    managed("aws_sns_topic_policy", Part(resource::policy::of_its_own)),
    managed("aws_sqs_queue_policy", Part(resource::policy::of_its_own)),
    managed("aws_vpc_endpoint_policy", Part(resource::policy::of_its_own)),
    managed("aws_lambda_permission", Part(resource::function_permission::read)),
    managed("aws_ram_resource_share", Entry(EntryKind::ResourceShare, resource::share::read)),
    managed("aws_ram_resource_association", Part(resource::share::resource)),
    managed("aws_ram_principal_association", Part(resource::share::principal_of)),
    // Kubernetes.
    managed("aws_eks_access_entry", Part(kubernetes::access_entry::entry)),
    managed("aws_eks_access_policy_association", Part(kubernetes::access_entry::policy)),
    managed(
        "aws_eks_pod_identity_association",
        Entry(EntryKind::Principal, kubernetes::pod_identity_association::read),
    ),
];

const EXCLUSIVE: &str = "It only takes away what the graph does not name.";
