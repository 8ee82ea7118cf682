//! `aws_iam_openid_connect_provider` and `aws_iam_saml_provider`.

use polder_cloud::View;
use polder_inventory::access::{IdentityProtocol, IdentityProvider};
use polder_inventory::model::{Known, Set, Text};

use crate::reader::Reader;
use crate::value::{given_text, texts};

/// OpenID Connect.
pub(crate) fn oidc(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let source = reader.source(view);
    let issuer = given_text(view, "url").map(|url| {
        let host = url.strip_prefix("https://").unwrap_or(&url).trim_end_matches('/');
        Some(Text::new(host))
    });
    let audiences = texts(view, "client_id_list");
    let provider = IdentityProvider { source, kind: IdentityProtocol::Oidc, issuer, audiences };
    reader.inventory.access.identity_providers.push(provider);
}

/// SAML. The issuer is in a metadata document that is not read.
pub(crate) fn saml(reader: &mut Reader<'_, '_>, view: View<'_, '_>) {
    let source = reader.source(view);
    // Source: AWS, IAM User Guide, "Create a SAML identity provider": the audience of assertions is the
    // AWS sign-in endpoint.
    let audiences = Known::Value(Set::from([Text::new_static("https://signin.aws.amazon.com/saml")]));
    let kind = IdentityProtocol::Saml;
    let provider = IdentityProvider { source, kind, issuer: Known::Value(None), audiences };
    reader.inventory.access.identity_providers.push(provider);
}
