//! The codes of the checks.

use polder_diag::{Code, Severity};

/// Every code of this crate, in order.
pub fn codes() -> &'static [&'static Code] {
    &CODES
}

static CODES: [&Code; 3] = [&OVER_QUOTA, &QUOTA_TO_RAISE, &QUOTA_OF_NEW_ACCOUNT];

/// More than a quota that nobody can raise.
pub(crate) static OVER_QUOTA: Code = Code {
    id: "QUOTA001",
    name: "more-than-a-fixed-quota",
    severity: Severity::Error,
    summary: "more than AWS accepts",
    page: "\
## What it finds

An account, a region or a resource has more of something than AWS accepts, and the quota cannot be raised: a role whose \
inline policies have more than 10,240 characters, a service with six target groups, a second configuration recorder in a \
region. The finding names the count, the quota and its source.

## Why it matters

Terraform plans it, since the provider does not know quotas. The apply fails at the first resource above the quota, when \
others have been created already.

## What to do

Split the resource, or leave something out. For sizes of policies: use fewer and wider patterns, or a second policy.

## Not modelled

What other estates of the account use. A count of which something is known only after apply is reported as undecided.
",
};

/// More than the default of a quota that AWS raises on request.
pub(crate) static QUOTA_TO_RAISE: Code = Code {
    id: "QUOTA002",
    name: "more-than-the-default-quota",
    severity: Severity::Warning,
    summary: "more than the default quota",
    page: "\
## What it finds

An account or a region needs more of something than AWS's default quota, and AWS raises the quota on request: six elastic \
IP addresses in a region, where five are the default.

## Why it matters

In an account whose quota has not been raised, the apply fails at the first resource above it. A request takes from \
minutes to days.

## What to do

Request the increase before wave 1. For Polder's own platforms the README of the build lists the requests with their \
commands, and the variable `raised_quotas` of the stacks files them.

## Not modelled

Increases that AWS has granted already, and what other estates of the account use.
",
};

/// More than a new account may have.
pub(crate) static QUOTA_OF_NEW_ACCOUNT: Code = Code {
    id: "QUOTA003",
    name: "more-than-the-quota-of-a-new-account",
    severity: Severity::Info,
    summary: "more than a new account may have",
    page: "\
## What it finds

An account or a region needs more of something than a new account may have, though less than AWS's default quota: Lambda \
gives a new account a concurrency of 10 and not of 1,000, and a new account has a default VPC in each region, which counts.

## Why it matters

In a new account, for example one that the organization's stack creates, the apply fails at the first resource above it.

## What to do

Look up the applied quota (`aws service-quotas get-service-quota`). If it is lower than the need, request the increase \
before wave 1, or delete what uses it.

## Not modelled

The age of the account.
",
};

#[cfg(test)]
mod tests {
    use super::codes;

    #[test]
    fn codes_are_numbered_and_have_pages() {
        for (number, code) in (1..).zip(codes()) {
            assert_eq!(code.id, format!("QUOTA{number:03}"));
            for heading in ["## What it finds", "## Why it matters", "## What to do"] {
                assert!(code.page.contains(heading), "{} lacks `{heading}`", code.id);
            }
        }
    }
}
