//! What a verdict rests on, and what prevents one.

use crate::Resource;

/// One reason for a verdict, in one sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// The sentence, in lower case and without a full stop.
    pub text: String,
    /// The resources that it is about, in the order of the sentence.
    pub resources: Vec<Resource>,
}

impl Evidence {
    /// This sentence, about these resources.
    pub fn new(text: impl Into<String>, resources: impl IntoIterator<Item = Resource>) -> Evidence {
        Evidence { text: text.into(), resources: resources.into_iter().collect() }
    }
}

/// Something that is not known or not modelled and prevents a verdict.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// What is not known, in one sentence, in lower case and without a full stop.
    pub text: String,
    /// The resources that it is about.
    pub resources: Vec<Resource>,
}

impl Gap {
    /// This sentence, about these resources.
    pub fn new(text: impl Into<String>, resources: impl IntoIterator<Item = Resource>) -> Gap {
        Gap { text: text.into(), resources: resources.into_iter().collect() }
    }
}
