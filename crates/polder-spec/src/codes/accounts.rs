//! Accounts.

super::declare! {
    "SPEC030" "invalid-account-id" Error ACCOUNT_ID: "an invalid account ID"
        finds "An `id` that is not twelve digits."
        why "ARNs in every policy contain it, and a wrong one refers to another account or to none."
        todo "Write the twelve digits as text, with leading zeros. Without `id`, it is a variable of the stacks."

    "SPEC031" "duplicate-account-id" Error DUPLICATE_ACCOUNT_ID: "two accounts with one ID"
        finds "Two accounts of the file with the same account ID."
        why "The environments would not be isolated."
        todo "Correct one id, or keep one account."

    "SPEC032" "unknown-account" Error UNKNOWN_ACCOUNT: "a cell in an account that the file does not have"
        finds "An `account` that is not a key of `[accounts]`."
        why "The account of the cell is unknown."
        todo "Correct the name or add the account."

    "SPEC033" "cell-in-management" Error CELL_IN_MANAGEMENT: "a cell in the management account"
        finds "A cell whose account has the environment `management`, `log-archive`, `security` or `backup`."
        why "The management account is outside all service control policies, and these accounts hold the logs, the audit and the backups of the others. A workload in one of them could manipulate its own controls."
        todo "Put the cell in a production, staging or development account."

    "SPEC034" "several-production-accounts" Error SEVERAL_PRODUCTION: "cells in more than one production account"
        finds "Cells in two accounts that both have the environment `production`."
        why "The domain, its DNS records and the managed API belong to one account. Sharing them between accounts is not implemented."
        todo "Put the cells into one account, or make the other `staging` or `development`."

    "SPEC035" "several-management-accounts" Error SEVERAL_MANAGEMENT: "more than one management account"
        finds "Two accounts with the environment `management`."
        why "An organization has exactly one management account; logs and audit should be in one place."
        todo "Keep one, or give the other another environment."

    "SPEC036" "several-security-accounts" Error SEVERAL_SECURITY: "more than one account for audit logs, for security, or for backups"
        finds "Two accounts with the environment `log-archive`, two with `security`, or two with `backup`."
        why "The logs of all accounts are in one archive, a security service has one administrator in an organization, and the copies of backups are in one account."
        todo "Keep one, or give the other another environment."

    "SPEC037" "security-without-management" Error SECURITY_WITHOUT_MANAGEMENT: "an account for audit logs, security or backups without an organization"
        finds "An account with the environment `log-archive`, `security` or `backup`, and none with the environment `management`."
        why "The trail and the security services of all accounts are those of an organization, which its management account creates, and backups are copied between accounts of one organization only."
        todo "Add an account with the environment `management`, or remove this one."
}
