//! Retention periods.

super::declare! {
    "SPEC090" "log-retention-not-offered" Error LOG_DAYS: "a retention of logs that CloudWatch does not offer"
        finds "A number of days for `logs` that is not in CloudWatch's list."
        why "CloudWatch accepts only the days of its list, and the deployment would fail."
        todo "Choose the next larger one that the message names."

    "SPEC091" "log-retention-too-short" Error LOG_PCI: "logs that are kept for less than PCI DSS asks"
        finds "`logs` below 365 days with `pci-dss` among the frameworks."
        why "PCI DSS 10.5.1 asks for twelve months of audit logs."
        todo "Keep logs for `365d` or more, or remove `pci-dss` if no card data is processed."

    "SPEC092" "backup-retention" Error BACKUP_DAYS: "a retention of database backups that RDS does not offer"
        finds "`backups` of less than 1 or more than 35 days."
        why "RDS keeps backups for point-in-time recovery for at most 35 days, and none at all with 0. Longer retention needs the vault."
        todo "Choose `1d` to `35d`, and `vault` for longer."
}
