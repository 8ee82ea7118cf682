//! Parses the code that CDK Terrain generates from a provider's schema.
//!
//! The generator writes one class for each type and each block, with the schema's data in a comment above
//! each member. The code is printed by one program, so its lines have one form and are parsed as lines.

use std::collections::BTreeMap;

/// What was found in the code of one type.
#[derive(Debug, Default)]
pub(super) struct Generated {
    /// The classes by name.
    pub(super) classes: BTreeMap<String, Class>,
    /// The functions that write a block, by their name without `ToHclTerraform`, with what they write.
    pub(super) functions: BTreeMap<String, Written>,
}

/// What a class or function writes into HCL, by the schema's names.
pub(super) type Written = BTreeMap<String, Entry>;

/// A class: a type, a block, or a list of blocks.
#[derive(Debug, Default)]
pub(super) struct Class {
    /// The class of the generator's library that it extends: `TerraformResource`, `ComplexList`.
    pub(super) base: String,
    /// The type that it represents, if it does: `aws_vpc`.
    pub(super) kind: Option<String>,
    /// Its attributes and blocks by the schema's names.
    pub(super) members: BTreeMap<String, Member>,
    /// What it writes.
    pub(super) written: Written,
}

/// An attribute or a block of a class.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Member {
    /// Required.
    pub(super) required: bool,
    /// Optional.
    pub(super) optional: bool,
    /// Computed.
    pub(super) computed: bool,
    /// How it is read.
    pub(super) read: Option<Read>,
}

/// How a member is read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// By this code, without the member's name: `this.getStringAttribute()`.
    Code(String),
    /// Through an object of a class, which says whether it is a set.
    Object(String, bool),
}

/// What is written for a member.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// The code of the value.
    pub(super) value: String,
    /// Whether the generator treats it as a block, or as an attribute whose value is an object.
    pub(super) is_block: bool,
    /// `simple`, `list`, `set`, `map` or `struct`.
    pub(super) shape: String,
    /// `string`, `stringList`, or the name of a class.
    pub(super) storage: String,
}

/// The context of a line in the code.
#[derive(Default)]
enum Part {
    #[default]
    Elsewhere,
    Class(String),
    Function(String),
}

impl Generated {
    /// Parses a file in addition to earlier ones.
    pub(super) fn read(&mut self, code: &str) {
        let mut part = Part::default();
        let (mut member, mut entry) = (String::new(), String::new());
        let mut writes = false;
        for line in code.lines() {
            if let Some((name, base)) = class(line) {
                self.classes.entry(name.clone()).or_default().base = base;
                part = Part::Class(name);
                member.clear();
            } else if let Some(rest) = line.strip_prefix("function ") {
                let name = rest.split('(').next().and_then(|name| name.strip_suffix("ToHclTerraform"));
                part = name.map_or(Part::Elsewhere, |name| Part::Function(name.to_owned()));
            }
            let words = line.trim();
            match words {
                "const attrs = {" => writes = true,
                "};" => writes = false,
                _ => {}
            }
            if writes {
                let written = match &part {
                    Part::Class(name) => self.classes.get_mut(name).map(|class| &mut class.written),
                    Part::Function(name) => Some(self.functions.entry(name.clone()).or_default()),
                    Part::Elsewhere => None,
                };
                if let Some(written) = written {
                    write(written, &mut entry, words);
                }
            } else if let Part::Class(name) = &part
                && let Some(class) = self.classes.get_mut(name)
            {
                class.line(&mut member, line);
            }
        }
    }
}

impl Class {
    fn line(&mut self, member: &mut String, line: &str) {
        let words = line.trim();
        if let Some(kind) = words.strip_prefix("static tfResourceType = \"") {
            self.kind = kind.split('"').next().map(str::to_owned);
        } else if let Some((name, flags)) = flags(line) {
            self.members.insert(name.clone(), flags);
            *member = name;
        } else if let Some(found) = self.members.get_mut(member.as_str()).filter(|it| it.read.is_none()) {
            let code = words.strip_prefix("return ").and_then(|code| code.strip_suffix(';'));
            let quoted = format!("'{member}'");
            found.read = match code.filter(|code| code.contains(&quoted)) {
                Some(code) => Some(Read::Code(code.replace(&quoted, ""))),
                None => object(words, member),
            };
        }
    }
}

/// `class Vpc extends cdktn.TerraformResource {`
fn class(line: &str) -> Option<(String, String)> {
    let (name, rest) = line.strip_prefix("class ")?.split_once(" extends cdktn.")?;
    Some((name.to_owned(), rest.trim_end_matches(" {").to_owned()))
}

/// `    // cidr_block - computed: true, optional: true, required: false`
fn flags(line: &str) -> Option<(String, Member)> {
    let (name, rest) = line.strip_prefix("    // ")?.split_once(" - computed: ")?;
    let (computed, rest) = rest.split_once(", optional: ")?;
    let (optional, required) = rest.split_once(", required: ")?;
    let yes = |word: &str| word == "true";
    let member =
        Member { required: yes(required), optional: yes(optional), computed: yes(computed), read: None };
    Some((name.to_owned(), member))
}

/// `_ingress = new SecurityGroupIngressList(this, "ingress", true);`
fn object(words: &str, member: &str) -> Option<Read> {
    let (class, arguments) = words.split_once(" = new ")?.1.split_once("(this, \"")?;
    let rest = arguments.strip_prefix(member)?.strip_prefix('"')?;
    let class = class.strip_prefix("cdktn.").unwrap_or(class);
    Some(Read::Object(class.to_owned(), rest.starts_with(", true)")))
}

/// One line of `name: { value: …, isBlock: …, type: …, storageClassType: … }`, which has a line for each.
fn write(written: &mut Written, entry: &mut String, words: &str) {
    if let Some(name) = words.strip_suffix(": {") {
        name.clone_into(entry);
        written.entry(name.to_owned()).or_default();
    }
    let Some(found) = written.get_mut(entry.as_str()) else { return };
    let Some((key, value)) = words.strip_suffix(',').and_then(|words| words.split_once(": ")) else { return };
    let text = || value.trim_matches('"').to_owned();
    match key {
        "value" => value.clone_into(&mut found.value),
        "isBlock" => found.is_block = value == "true",
        "type" => found.shape = text(),
        "storageClassType" => found.storage = text(),
        _ => {}
    }
}

/// Code as the generator prints it, for tests of this folder.
#[cfg(test)]
pub(super) const SAMPLE: &str = r#"
function thingRuleToTerraform(struct) {
}
function thingRuleToHclTerraform(struct) {
    const attrs = {
        port: {
            value: cdktn.numberToHclTerraform(struct.port),
            isBlock: false,
            type: "simple",
            storageClassType: "number",
        },
    };
}
class ThingRuleOutputReference extends cdktn.ComplexObject {
    // port - computed: false, optional: false, required: true
    _port;
    get port() {
        return this.getNumberAttribute('port');
    }
}
class ThingStateOutputReference extends cdktn.ComplexObject {
    // since - computed: true, optional: false, required: false
    get since() {
        return this.getStringAttribute('since');
    }
}
class ThingStateList extends cdktn.ComplexList {
}
class Thing extends cdktn.TerraformResource {
    static tfResourceType = "aws_thing";
    // ids - computed: true, optional: true, required: false
    _ids;
    get ids() {
        return cdktn.Fn.tolist(this.getListAttribute('ids'));
    }
    // secret_wo - computed: false, optional: true, required: false
    _secretWo;
    get secretWo() {
        return this.getStringAttribute('secret_wo');
    }
    // state - computed: true, optional: false, required: false
    _state = new ThingStateList(this, "state", true);
    get state() {
        return this._state;
    }
    // rule - computed: false, optional: false, required: true
    _rule = new ThingRuleList(this, "rule", false);
    get rule() {
        return this._rule;
    }
    // limit - computed: false, optional: true, required: false
    _limit = new ThingRuleOutputReference(this, "limit");
    get limit() {
        return this._limit;
    }
    // anything - computed: false, optional: true, required: false
    _anything;
    get anything() {
        return this.interpolationForAttribute('anything');
    }
    synthesizeHclAttributes() {
        const attrs = {
            ids: {
                value: cdktn.listMapperHcl(cdktn.stringToHclTerraform, false)(this._ids),
                isBlock: false,
                type: "set",
                storageClassType: "stringList",
            },
            secret_wo: {
                value: this.markWriteOnlyAttribute(cdktn.stringToHclTerraform(this._secretWo)),
                isBlock: false,
                type: "simple",
                storageClassType: "string",
            },
            rule: {
                value: cdktn.listMapperHcl(thingRuleToHclTerraform, true)(this._rule.internalValue),
                isBlock: true,
                type: "list",
                storageClassType: "ThingRuleList",
            },
            limit: {
                value: thingRuleToHclTerraform(this._limit.internalValue),
                isBlock: true,
                type: "list",
                storageClassType: "ThingRuleList",
            },
            anything: {
                value: cdktn.anyToHclTerraform(this._anything),
                isBlock: false,
                type: "simple",
                storageClassType: "any",
            },
        };
    }
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_what_is_written_for_them_are_read() {
        let mut generated = Generated::default();
        generated.read(SAMPLE);
        let thing = &generated.classes["Thing"];
        assert_eq!((thing.base.as_str(), thing.kind.as_deref()), ("TerraformResource", Some("aws_thing")));
        let names: Vec<&str> = thing.members.keys().map(String::as_str).collect();
        assert_eq!(names, ["anything", "ids", "limit", "rule", "secret_wo", "state"]);
        let read = Some(Read::Code("cdktn.Fn.tolist(this.getListAttribute())".into()));
        assert_eq!(thing.members["ids"], Member { required: false, optional: true, computed: true, read });
        assert_eq!(thing.members["state"].read, Some(Read::Object("ThingStateList".into(), true)));
        assert_eq!(thing.members["rule"].read, Some(Read::Object("ThingRuleList".into(), false)));
        let rule = &thing.written["rule"];
        assert_eq!(
            (rule.is_block, rule.shape.as_str(), rule.storage.as_str()),
            (true, "list", "ThingRuleList")
        );
        let port = &generated.functions["thingRule"]["port"];
        assert_eq!((port.is_block, port.shape.as_str(), port.storage.as_str()), (false, "simple", "number"));
    }
}
