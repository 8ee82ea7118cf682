//! The versions that the output was checked against.

/// The versions of the provider: the two majors of `polder_cloud::schema`.
pub(crate) const PROVIDER: &str = ">= 5.100, < 7";

/// The engine's version.
pub(crate) const ENGINE: &str = ">= 1.10";

/// The required versions of a module or a root.
pub(crate) fn block() -> String {
    format!(
        "terraform {{\n  required_version = \"{ENGINE}\"\n\n  required_providers {{\n    aws = {{\n      source  = \
         \"hashicorp/aws\"\n      version = \"{PROVIDER}\"\n    }}\n  }}\n}}\n"
    )
}
