//! The organization and its accounts: AWS Organizations, service control policies, settings of accounts, budgets.

pub(crate) mod organizations_organization; // the organization, its organizational units and accounts
pub(crate) mod organizations_policy; // service control policies, resource control policies, tag policies
pub(crate) mod keepers; // the principals that those exempt
pub(crate) mod declarative_policy; // settings that AWS keeps in all accounts
pub(crate) mod monitoring_guards; // who may end, silence or change monitoring
pub(crate) mod accounts; // the management account, and account IDs
pub(crate) mod account_region; // regions that an account must enable
pub(crate) mod account_settings; // settings of one account: password policy, contacts, S3 Block Public Access
pub(crate) mod billing; // budgets, cost anomalies, cost allocation tags
#[cfg(test)]
mod account_tests;
#[cfg(test)]
mod organization_tests;
