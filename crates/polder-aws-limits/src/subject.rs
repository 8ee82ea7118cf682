//! The resource that is checked, and what is reported about it.

use polder_cloud::index::{Resolved, View};
use polder_diag::Code;

use crate::report::{Finding, Report, Undecided};
use crate::tree::Tree;

/// A managed resource with its values.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'i, 'a> {
    pub(crate) view: View<'i, 'a>,
    pub(crate) tree: &'i Tree<'a>,
    /// The region that it is created in, if that is known.
    pub(crate) region: Option<&'i str>,
}

/// What AWS refuses, and what it accepts instead.
pub(crate) struct Fault {
    pub(crate) attribute: String,
    pub(crate) message: String,
    pub(crate) accepts: String,
    pub(crate) source: String,
}

impl Fault {
    /// What is wrong with an attribute, what AWS accepts, and where that is written.
    pub(crate) fn new(
        attribute: &str,
        message: impl Into<String>,
        accepts: impl Into<String>,
        source: &str,
    ) -> Fault {
        let (message, accepts) = (message.into(), accepts.into());
        Fault { attribute: attribute.to_owned(), message, accepts, source: source.to_owned() }
    }
}

impl<'i, 'a> Subject<'i, 'a> {
    /// Its region is that of its own attribute, which version 6 of the provider added, or that of its provider
    /// configuration.
    pub(crate) fn new(view: View<'i, 'a>, tree: &'i Tree<'a>) -> Subject<'i, 'a> {
        let configured = Some(&*view.stack().region).filter(|region| !region.is_empty());
        let region = match tree.get("region") {
            Tree::Leaf(Resolved::Text(region)) => Some(&**region),
            _ => view.foreign_region().or(configured),
        };
        Subject { view, tree, region }
    }

    /// The Terraform type.
    pub(crate) fn kind(&self) -> &'a str {
        self.view.kind()
    }

    /// Whether it exists already: a plan then has all of its values, and AWS has accepted them.
    pub(crate) fn exists(&self) -> bool {
        self.view.foreign_region().is_some() && self.tree.get("id").text().is_some()
    }

    /// The text of an attribute.
    pub(crate) fn text(&self, attribute: &str) -> Option<String> {
        self.tree.at(attribute).first()?.text()
    }

    /// The text of an attribute, or the default if it is not set. `None` if it is not known.
    pub(crate) fn text_or(&self, attribute: &str, default: &str) -> Option<String> {
        let tree = self.tree.get(attribute);
        // A false value and a zero are set: they are not the default.
        tree.text().or_else(|| tree.is_absent().then(|| default.to_owned()))
    }

    /// What identifies the resource that an attribute names: its text, which is unique in a scope, or the one resource
    /// that is referred to.
    pub(crate) fn parent(&self, attribute: &str, scope: &str) -> Option<String> {
        if let Some(text) = self.text(attribute) {
            return Some(format!("{scope} {text}"));
        }
        let targets = self.view.targets(attribute);
        let [only] = targets.as_slice() else { return None };
        Some(format!("{} {}", only.stack().key, only.address()))
    }

    /// The text of a value of an attribute. One that is not known is reported as undecided.
    pub(crate) fn known_text(
        &self,
        report: &mut Report,
        code: &'static Code,
        attribute: &str,
        tree: &Tree<'_>,
    ) -> Option<String> {
        let text = tree.text();
        if text.is_none() && tree.is_set().is_none() {
            self.undecided(report, code, attribute);
        }
        text
    }

    /// Reports a fault.
    pub(crate) fn find(&self, report: &mut Report, code: &'static Code, fault: Fault) {
        let Fault { attribute, message, accepts, source } = fault;
        let address = self.view.address().to_string();
        let resource = self.view.id();
        report.findings.push(Finding { code, resource, address, attribute, message, accepts, source });
    }

    /// Reports that an attribute could not be judged.
    pub(crate) fn undecided(&self, report: &mut Report, code: &'static Code, attribute: &str) {
        let undecided = Undecided { code, resource: self.view.id(), attribute: attribute.to_owned() };
        if report.undecided.last() != Some(&undecided) {
            report.undecided.push(undecided);
        }
    }
}

/// A value for a message: at most its first sixty characters.
pub(crate) fn shown(text: &str) -> String {
    const LENGTH_MAX: usize = 60;
    if text.chars().count() <= LENGTH_MAX {
        return format!("`{text}`");
    }
    let start: String = text.chars().take(LENGTH_MAX).collect();
    format!("`{start}...`")
}

/// Parts of names of attributes whose values are secret.
const SECRET: [&str; 7] =
    ["password", "secret", "token", "private_key", "passphrase", "key_material", "preshared"];

/// The value of an attribute for a message, unless it is secret.
pub(crate) fn shown_of(attribute: &str, text: &str) -> String {
    let name = attribute.rsplit('.').next().unwrap_or_default();
    let is_secret =
        SECRET.iter().any(|part| name.contains(part)) && !name.ends_with("_arn") && !name.ends_with("_id");
    if is_secret { "a secret text".to_owned() } else { shown(text) }
}

/// Alternatives for a message: the first of them, if there are many.
pub(crate) fn one_of<'t>(values: impl Iterator<Item = &'t str>) -> String {
    const COUNT_MAX: usize = 12;
    let values: Vec<&str> = values.collect();
    let shown: Vec<String> = values.iter().take(COUNT_MAX).map(|value| format!("`{value}`")).collect();
    let rest = values.len().saturating_sub(COUNT_MAX);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
