//! Accounts.

super::declare! {
    "SPEC030" "invalid-account-id" Error ACCOUNT_ID: "a text that is no account id"
        finds "An `id` that is not twelve digits."
        why "Every policy and every role name is made from it, and a wrong one points at somebody else's account or at none."
        todo "Write the twelve digits as text, with leading zeros. Without `id` it becomes a variable of the stacks."

    "SPEC031" "duplicate-account-id" Error DUPLICATE_ACCOUNT_ID: "two accounts with one id"
        finds "Two accounts of the file that are the same account of the provider."
        why "The isolation between environments would be on paper only."
        todo "Correct one id, or keep one account."

    "SPEC032" "unknown-account" Error UNKNOWN_ACCOUNT: "a cell in an account that the file does not have"
        finds "An `account` that is not a key of `[accounts]`."
        why "There is no place to put the cell."
        todo "Correct the name or add the account."

    "SPEC033" "cell-in-management" Error CELL_IN_MANAGEMENT: "a cell in the management account"
        finds "A cell whose account has the environment `management`."
        why "The management account is outside all service control policies and holds the logs and the audit of the others. A workload in it can reach what guards it."
        todo "Put the cell in a production, staging or development account."

    "SPEC034" "several-production-accounts" Error SEVERAL_PRODUCTION: "cells in more than one production account"
        finds "Cells in two accounts that both have the environment `production`."
        why "The domain, its names and the way of the partners' requests through all regions belong to one account. How two would share them is planned, not built."
        todo "Put the cells into one account, or make the other `staging` or `development`."

    "SPEC035" "several-management-accounts" Error SEVERAL_MANAGEMENT: "more than one management account"
        finds "Two accounts with the environment `management`."
        why "An organization has exactly one management account; logs and audit that lie in two places are read in neither."
        todo "Keep one, or give the other another environment."
}
