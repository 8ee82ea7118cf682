//! Messages that no retry can process.

/// Why a message goes to the dead-letter queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Poison {
    /// Empty.
    #[error("it has no body")]
    NoBody,
    /// Too large to publish.
    #[error("it is longer than a domain event may be")]
    TooLong,
    /// Not from this cell's Saleor.
    #[error("it comes from another shop, or does not say from which")]
    ForeignSender,
    /// Unknown event type.
    #[error("it has no event type that is known here")]
    TypeUnknown,
    /// No signature.
    #[error("it is not signed")]
    Unsigned,
    /// An invalid signature header.
    #[error("its signature is not one that Saleor makes")]
    SignatureMalformed,
    /// Not signed with RSA and SHA-256.
    #[error("its signature is not RS256")]
    SignatureAlgorithm,
    /// A key that the cell's Saleor does not publish.
    #[error("its signature names a key that Saleor does not publish")]
    SignatureKeyUnknown,
    /// An invalid signature: of somebody else, or of another body.
    #[error("its signature does not fit")]
    SignatureMismatch,
    /// The payload is not an event.
    #[error("its body is no JSON object, nor a list of them")]
    NotJson,
    /// The signed payload is of another event than the unsigned attribute.
    #[error("its payload is of another event type than its attribute says")]
    TypeMismatch,
}

impl Poison {
    /// The reason in one word, for attributes, logs and metrics.
    pub fn code(self) -> &'static str {
        match self {
            Poison::NoBody => "no-body",
            Poison::TooLong => "too-long",
            Poison::ForeignSender => "foreign-sender",
            Poison::TypeUnknown => "type-unknown",
            Poison::Unsigned => "unsigned",
            Poison::SignatureMalformed => "signature-malformed",
            Poison::SignatureAlgorithm => "signature-algorithm",
            Poison::SignatureKeyUnknown => "signature-key-unknown",
            Poison::SignatureMismatch => "signature-mismatch",
            Poison::NotJson => "not-json",
            Poison::TypeMismatch => "type-mismatch",
        }
    }
}
