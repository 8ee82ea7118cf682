//! `aws_signer_signing_profile`: shows that a function's package was released deliberately.

use polder_cloud::{Handle, Value, body};
use polder_design::delivery::FUNCTIONS_SIGNER_OUTPUT;
use polder_design::{BucketKind, Design, Party, Site};

use crate::draft::Draft;
use crate::names::fitted;

/// The signing platform that Lambda requires.
const PLATFORM: &str = "AWSLambda-SHA384-ECDSA";

/// The maximum length of a profile's name prefix.
const PREFIX_MAX: usize = 38;

/// The description of the output with the profile's name.
const OUTPUT: &str = "Signing profile of packages of functions; empty where the region has no code signing.";

/// The signing profile of a site's functions. `None` where the region offers no code signing.
pub(crate) fn signing_profile(s: &Draft, design: &Design, site: &Site) -> Option<Handle> {
    if !design.region_has(&site.region, |traits| traits.signs_code) {
        s.output(FUNCTIONS_SIGNER_OUTPUT, OUTPUT, Value::from(""));
        return None;
    }
    s.file(
        "signer",
        "Packages of functions are signed before they are deployed, and Lambda accepts no others. The name of\n\
         a cancelled profile cannot be used again, so Terraform generates a suffix.",
    );
    let _packages = s.part(Party::Bucket(BucketKind::Functions));
    let prefix = fitted(&format!("{}-{}", design.name, design.cells[site.cell].name), PREFIX_MAX - 1)
        .replace('-', "_");
    let profile = s.resource(
        "aws_signer_signing_profile",
        "functions",
        body! {
            name_prefix = s.local("signer_prefix", format!("{prefix}_"));
            platform_id = PLATFORM;
            signature_validity_period {
                type = "MONTHS";
                value = 135;
            }
        },
    );
    s.output(FUNCTIONS_SIGNER_OUTPUT, OUTPUT, profile.name());
    Some(profile)
}
