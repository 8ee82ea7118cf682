//! The service account of each process.

use k8s_openapi::api::core::v1::ServiceAccount;
use polder_design::Service;
use polder_design::kubernetes::service_account;

use crate::metadata::{SiteContext, Step};

/// The service account of each process. The stacks associate it with an IAM role.
pub(crate) fn accounts(context: &SiteContext<'_>) -> Vec<ServiceAccount> {
    let account = |service: &Service| ServiceAccount {
        metadata: context.meta(service_account(&service.process), Step::Foundation),
        automount_service_account_token: Some(false),
        ..ServiceAccount::default()
    };
    context.processes().map(account).collect()
}
