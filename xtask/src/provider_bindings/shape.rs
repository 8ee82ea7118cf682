//! The schema of a type from its generated code, in Terraform's format.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};

use crate::provider_schema::UNTOLD;

use super::generated::{Class, Entry, Generated, Member, Read, Written};

/// The schema of the type that the code represents.
pub(super) fn of_type(generated: &Generated, kind: &str) -> Result<Value> {
    let mut classes = generated.classes.values().filter(|class| class.kind.as_deref() == Some(kind));
    let class = classes.next().with_context(|| format!("no class represents `{kind}`"))?;
    ensure!(classes.next().is_none(), "two classes represent `{kind}`");
    of_class(generated, class, &class.written)
}

/// The configuration of the provider itself. Its blocks have no classes: the code does not contain what they
/// require.
pub(super) fn of_provider(generated: &Generated) -> Result<Value> {
    let provider = generated.classes.values().find(|class| class.base == "TerraformProvider");
    let provider = provider.context("no class represents the provider")?;
    let mut schema = of_class(generated, provider, &provider.written)?;
    // Every provider has it; it is part of the language.
    if let Some(attributes) = schema.pointer_mut("/attributes").and_then(Value::as_object_mut) {
        attributes.remove("alias");
    }
    Ok(schema)
}

fn of_class(generated: &Generated, class: &Class, written: &Written) -> Result<Value> {
    let mut schema = Schema::default();
    for (name, member) in &class.members {
        schema.member(generated, name, member, written.get(name)).with_context(|| format!("at `{name}`"))?;
    }
    for name in written.keys() {
        ensure!(class.members.contains_key(name), "`{name}` is written, but has no comment");
    }
    Ok(schema.finish())
}

/// A block by the function that writes it: `vpcTimeouts`.
fn of_block(generated: &Generated, function: &str) -> Result<Value> {
    let nothing = Written::new();
    let written = generated.functions.get(function).unwrap_or(&nothing);
    let mut letters = function.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let class: String = first.into_iter().chain(letters).chain("OutputReference".chars()).collect();
    if let Some(class) = generated.classes.get(&class) {
        return of_class(generated, class, written);
    }
    ensure!(!written.is_empty(), "there is no class `{class}` and no function that writes it");
    let mut schema = Schema::default();
    let optional = Member { optional: true, ..Member::default() };
    for (name, entry) in written {
        schema.member(generated, name, &optional, Some(entry)).with_context(|| format!("at `{name}`"))?;
    }
    Ok(schema.finish())
}

/// A block that gets members.
#[derive(Default)]
struct Schema {
    attributes: Map<String, Value>,
    blocks: Map<String, Value>,
}

impl Schema {
    fn member(
        &mut self,
        generated: &Generated,
        name: &str,
        member: &Member,
        entry: Option<&Entry>,
    ) -> Result<()> {
        if let Some((function, many)) = entry.and_then(block_of) {
            let nesting = match entry.map(|entry| entry.shape.as_str()) {
                Some("struct") => "single",
                Some(nesting) => nesting,
                None => bail!("a block without a shape"),
            };
            let content = of_block(generated, function).with_context(|| format!("in `{function}`"))?;
            let nested = nested(nesting, member, many, &content);
            self.blocks.insert(name.to_owned(), nested);
        } else if entry.is_some_and(|entry| entry.storage == "any") {
            // Blocks that are too deep for the generator.
            let mut nested = nested("list", member, true, &json!({}));
            if let Some(nested) = nested.as_object_mut() {
                nested.insert(UNTOLD.into(), Value::Bool(true));
            }
            self.blocks.insert(name.to_owned(), nested);
        } else {
            let plain = entry.filter(|entry| !entry.is_block);
            let kind = match plain {
                Some(entry) => written_type(&entry.shape, &entry.storage)?,
                None => read_type(generated, member)?,
            };
            let write_only = entry.is_some_and(|entry| entry.value.contains("markWriteOnlyAttribute("));
            self.attributes.insert(
                name.to_owned(),
                json!({
                    "type": kind, "required": member.required, "optional": member.optional,
                    "computed": member.computed, "write_only": write_only,
                }),
            );
        }
        Ok(())
    }

    fn finish(self) -> Value {
        json!({"attributes": self.attributes, "block_types": self.blocks})
    }
}

/// Of the limits of a block, the code contains whether it is required, and whether it may occur more than
/// once.
fn nested(nesting: &str, member: &Member, many: bool, content: &Value) -> Value {
    let most = u8::from(!many && nesting != "single");
    json!({
        "nesting_mode": nesting, "min_items": u8::from(member.required), "max_items": most, "block": content,
    })
}

/// The function that writes a block, and whether there may be several. `None` for an attribute: also for one
/// whose values are objects, which the code maps as `listMapperHcl(…, false)`.
fn block_of(entry: &Entry) -> Option<(&str, bool)> {
    if !entry.is_block {
        return None;
    }
    if let Some(rest) = entry.value.strip_prefix("cdktn.listMapperHcl(") {
        let (function, rest) = rest.split_once("ToHclTerraform, ")?;
        return rest.starts_with("true").then_some((function, true));
    }
    let (function, rest) = entry.value.split_once("ToHclTerraform(")?;
    (rest.starts_with("this.") || rest.starts_with("struct.")).then_some((function, false))
}

/// The type of an attribute that can be set.
fn written_type(shape: &str, storage: &str) -> Result<Value> {
    let plain = |word: &str| match word {
        "string" | "number" => Some(json!(word)),
        "boolean" => Some(json!("bool")),
        "any" => Some(json!("dynamic")),
        _ => None,
    };
    if let Some(kind) = plain(storage).filter(|_| shape == "simple") {
        return Ok(kind);
    }
    // Inside, the code does not distinguish lists from sets.
    let (inner, outer) = match (storage.strip_suffix("List"), storage.strip_suffix("Map"), shape) {
        (Some(inner), _, "list" | "set") => (inner, shape),
        (_, Some(inner), "map") => (inner, shape),
        _ => bail!("`{storage}` is not a storage class of a {shape}"),
    };
    let inner = match plain(inner) {
        Some(kind) => kind,
        None => written_type(if inner.ends_with("Map") { "map" } else { "list" }, inner)?,
    };
    Ok(json!([outer, inner]))
}

/// The type of an attribute that is read-only, or whose values are objects.
fn read_type(generated: &Generated, member: &Member) -> Result<Value> {
    match member.read.as_ref().context("its type is unknown")? {
        Read::Code(code) => Ok(match code.as_str() {
            "this.getStringAttribute()" => json!("string"),
            "this.getNumberAttribute()" => json!("number"),
            "this.getBooleanAttribute()" => json!("bool"),
            "this.getListAttribute()" => json!(["list", "string"]),
            "cdktn.Fn.tolist(this.getListAttribute())" => json!(["set", "string"]),
            "this.getNumberListAttribute()" => json!(["list", "number"]),
            "cdktn.Token.asNumberList(cdktn.Fn.tolist(this.getNumberListAttribute()))" => {
                json!(["set", "number"])
            }
            "this.getStringMapAttribute()" => json!(["map", "string"]),
            "this.getNumberMapAttribute()" => json!(["map", "number"]),
            "this.getBooleanMapAttribute()" => json!(["map", "bool"]),
            other => bail!("`{other}` contains no type"),
        }),
        Read::Object(class, set) => {
            let outer = if *set { "set" } else { "list" };
            match class.as_str() {
                "StringMap" => return Ok(json!(["map", "string"])),
                "NumberMap" => return Ok(json!(["map", "number"])),
                "BooleanMap" => return Ok(json!(["map", "bool"])),
                "StringMapList" => return Ok(json!([outer, ["map", "string"]])),
                "StringListList" => return Ok(json!([outer, ["list", "string"]])),
                _ => {}
            }
            let found =
                generated.classes.get(class).with_context(|| format!("there is no class `{class}`"))?;
            let element = |end: &str| {
                let name = format!("{}OutputReference", class.strip_suffix(end).unwrap_or(class));
                let element = generated.classes.get(&name);
                object_type(generated, element.with_context(|| format!("there is no class `{name}`"))?)
            };
            match found.base.as_str() {
                "ComplexList" => Ok(json!([outer, element("List")?])),
                "ComplexMap" => Ok(json!(["map", element("Map")?])),
                "ComplexObject" => object_type(generated, found),
                other => bail!("`{class}` is a `{other}`"),
            }
        }
    }
}

fn object_type(generated: &Generated, class: &Class) -> Result<Value> {
    let mut fields = Map::new();
    for (name, member) in &class.members {
        let kind = read_type(generated, member).with_context(|| format!("at `{name}`"))?;
        fields.insert(name.clone(), kind);
    }
    Ok(json!(["object", fields]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider_bindings::generated::SAMPLE;

    #[test]
    fn a_type_gets_the_schema_that_it_was_generated_from() {
        let mut generated = Generated::default();
        generated.read(SAMPLE);
        let schema = of_type(&generated, "aws_thing").expect("a schema");
        let attribute = |name: &str| {
            let attribute = &schema["attributes"][name];
            let flags = ["required", "optional", "computed", "write_only"];
            let set: Vec<&str> = flags.into_iter().filter(|flag| attribute[flag] == true).collect();
            format!("{} {}", attribute["type"], set.join(" "))
        };
        assert_eq!(attribute("ids"), r#"["set","string"] optional computed"#);
        assert_eq!(attribute("secret_wo"), r#""string" optional write_only"#);
        assert_eq!(attribute("state"), r#"["set",["object",{"since":"string"}]] computed"#);
        let block = |name: &str| {
            let nested = &schema["block_types"][name];
            format!("{} {} {}", nested["nesting_mode"], nested["min_items"], nested["max_items"])
        };
        assert_eq!(block("rule"), r#""list" 1 0"#);
        assert_eq!(block("limit"), r#""list" 0 1"#);
        assert_eq!(schema["block_types"]["rule"]["block"]["attributes"]["port"]["required"], true);
        assert_eq!(schema["block_types"]["anything"][UNTOLD], true);
        assert!(of_type(&generated, "aws_other").is_err());
    }

    #[test]
    fn types_of_what_is_written() {
        let said = |shape, storage| written_type(shape, storage).map(|kind| kind.to_string());
        assert_eq!(said("simple", "boolean").expect("a type"), r#""bool""#);
        assert_eq!(said("set", "numberList").expect("a type"), r#"["set","number"]"#);
        assert_eq!(said("list", "stringMapList").expect("a type"), r#"["list",["map","string"]]"#);
        assert_eq!(said("map", "stringListMap").expect("a type"), r#"["map",["list","string"]]"#);
        assert!(said("simple", "stringList").is_err());
    }
}
