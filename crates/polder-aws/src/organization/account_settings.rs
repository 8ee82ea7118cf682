//! Settings of an account: password policy, contacts, public access, the configuration recorder's role.

use polder_cloud::{Handle, body};
use polder_design::{AccountId, Design};

use crate::draft::Draft;
use crate::organization::accounts;

/// Writes the settings of an account.
pub(crate) fn account(s: &Draft, design: &Design, id: AccountId) -> Handle {
    s.file(
        "account",
        "Settings of the whole account. There are no users with passwords; the password policy applies should\n\
         there ever be one. The security contact is whom AWS calls when it sees an attack.",
    );
    let passwords = s.resource(
        "aws_iam_account_password_policy",
        "main",
        body! {
            minimum_password_length = 16;
            require_lowercase_characters = true;
            require_uppercase_characters = true;
            require_numbers = true;
            require_symbols = true;
            allow_users_to_change_password = true;
            password_reuse_prevention = 24;
            max_password_age = 90;
            hard_expiry = false;
        },
    );
    s.expect("passwords can be reused", passwords.get("password_reuse_prevention"), 24);
    security_contact(s);
    // Where sites are, the layer `base` of the home region sets it.
    if !design.regions.iter().any(|region| region.account == id) {
        s.resource(
            "aws_s3_account_public_access_block",
            "main",
            body! {
                block_public_acls = true;
                block_public_policy = true;
                ignore_public_acls = true;
                restrict_public_buckets = true;
            },
        );
    }
    s.resource(
        "aws_iam_service_linked_role",
        "config",
        body! {
            /// The configuration recorder of every region uses this role.
            aws_service_name = "config.amazonaws.com";
        },
    )
}

fn security_contact(s: &Draft) {
    let address = accounts::mail_address(
        s,
        "security_email",
        "Email address that AWS writes to when it detects an attack.",
    );
    let phone = s.variable(polder_cloud::Variable {
        name: "security_phone".into(),
        kind: "string".into(),
        description: "Phone number that AWS calls when it detects an attack, with the country code.".into(),
        default: polder_cloud::Value::Null,
        sensitive: false,
        pattern: Some(("^\\+[0-9 ()-]{7,}$", "A phone number begins with + and the country code.")),
        example: "+31 20 1234567".into(),
    });
    s.resource(
        "aws_account_alternate_contact",
        "security",
        body! {
            alternate_contact_type = "SECURITY";
            name = "Security";
            title = "Security contact";
            email_address = address;
            phone_number = phone;
        },
    );
}
