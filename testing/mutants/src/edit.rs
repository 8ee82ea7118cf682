//! Changes of resources in a graph. Values are JSON; a text `$aws_kms_key.logs.arn` is a reference, and
//! `$eu-west-1/main/base:aws_kms_key.logs.arn` one to another stack.

use std::fmt;
use std::sync::Arc;

use polder_cloud::{
    Address, Body, Cloud, Content, Document, Item, Mode, Policy, Reference, Resource, SmolStr, StackId,
    Target, Value, json, policy_json,
};

/// A change of a stack.
#[derive(Clone, Copy, Debug)]
pub enum Edit {
    /// Sets an attribute: address, path, value. A path leads through blocks: `rule[1].lifecycle.delete_after`.
    Set(&'static str, &'static str, &'static str),
    /// Removes an attribute, or all blocks of a name: address, path.
    Unset(&'static str, &'static str),
    /// Appends a block: address, name, an object.
    Block(&'static str, &'static str, &'static str),
    /// Removes a resource.
    Remove(&'static str),
    /// Adds a resource: address, an object.
    Add(&'static str, &'static str),
    /// Adds a statement to a policy: address, attribute, the statement.
    Statement(&'static str, &'static str, &'static str),
    /// Removes a statement from a policy: address, attribute, its `Sid`.
    Without(&'static str, &'static str, &'static str),
    /// Removes the conditions of a statement: address, attribute, its `Sid`.
    Unconditional(&'static str, &'static str, &'static str),
    /// Changes of another stack.
    In(&'static str, &'static [Edit]),
    /// The stack is created in another region.
    Region(&'static str),
}

/// Why a change could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditError(String);

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EditError {}

/// Makes the changes, and adds the stacks that changed.
pub(crate) fn apply(
    cloud: &mut Cloud,
    stack: &str,
    edits: &[Edit],
    changed: &mut Vec<StackId>,
) -> Result<(), EditError> {
    let id = stack_of(cloud, stack)?;
    for edit in edits {
        if let Edit::In(other, edits) = edit {
            apply(cloud, other, edits, changed)?;
        } else {
            one(cloud, id, edit)?;
            if !changed.contains(&id) {
                changed.push(id);
            }
        }
    }
    Ok(())
}

fn stack_of(cloud: &Cloud, name: &str) -> Result<StackId, EditError> {
    let path = format!("production/{name}");
    cloud.by_path(&path).map(|stack| stack.id).ok_or_else(|| EditError(format!("no stack `{path}`")))
}

fn one(cloud: &mut Cloud, id: StackId, edit: &Edit) -> Result<(), EditError> {
    match *edit {
        Edit::Set(address, path, text) => {
            let value = value(cloud, id, text)?;
            let (body, key) = parent(cloud, id, address, path)?;
            body.items.retain(|item| item.key != key);
            body.items.push(item(key, Content::Attribute(value)));
        }
        Edit::Unset(address, path) => {
            let (body, key) = parent(cloud, id, address, path)?;
            let before = body.items.len();
            body.items.retain(|item| item.key != key);
            if body.items.len() == before {
                return Err(EditError(format!("`{address}` has no `{path}`")));
            }
        }
        Edit::Block(address, path, text) => {
            let block = block(value(cloud, id, text)?)?;
            let (body, key) = parent(cloud, id, address, path)?;
            body.items.push(item(key, Content::Block(block)));
        }
        Edit::Remove(address) => {
            let resources = &mut cloud.stacks[id.index()].resources;
            let at = place(resources, address)?;
            resources.remove(at);
        }
        Edit::Add(address, text) => add(cloud, id, address, text)?,
        Edit::Statement(address, path, text) => {
            let statement = value(cloud, id, text)?;
            let document = Body {
                items: vec![item("Statement".into(), Content::Attribute(Value::List(vec![statement])))],
            };
            let parsed = policy_json::parse(&Value::from(document));
            let parsed = parsed.map_err(|it| EditError(format!("{}: {}", it.place, it.reason)))?;
            policy(cloud, id, address, path)?.statements.extend(parsed.statements);
        }
        Edit::Without(address, path, sid) => {
            let statements = &mut policy(cloud, id, address, path)?.statements;
            let before = statements.len();
            statements.retain(|it| it.sid != sid);
            if statements.len() == before {
                return Err(EditError(format!("`{address}` has no statement `{sid}`")));
            }
        }
        Edit::Unconditional(address, path, sid) => {
            let statements = &mut policy(cloud, id, address, path)?.statements;
            let found = statements.iter_mut().find(|it| it.sid == sid && !it.conditions.is_empty());
            let found = found.ok_or_else(|| EditError(format!("`{address}` has no condition in `{sid}`")))?;
            found.conditions.clear();
        }
        Edit::Region(region) => cloud.stacks[id.index()].region = region.into(),
        Edit::In(..) => {}
    }
    Ok(())
}

fn add(cloud: &mut Cloud, id: StackId, address: &str, text: &str) -> Result<(), EditError> {
    let body = block(value(cloud, id, text)?)?;
    let (kind, name) =
        address.split_once('.').ok_or_else(|| EditError(format!("no address: `{address}`")))?;
    let address = Arc::new(Address::in_root(Mode::Managed, kind, name));
    let resource = Resource { address, body: Arc::new(body), file: 0, at: None, foreign: None };
    cloud.stacks[id.index()].resources.push(resource);
    Ok(())
}

fn item(key: SmolStr, content: Content) -> Item {
    Item { key, comment: None, content, at: None }
}

fn place(resources: &[Resource], address: &str) -> Result<usize, EditError> {
    let found = resources.iter().position(|it| it.address.to_string() == address);
    found.ok_or_else(|| EditError(format!("no resource `{address}`")))
}

/// The body that holds the last part of a path, and that part.
fn parent<'c>(
    cloud: &'c mut Cloud,
    id: StackId,
    address: &str,
    path: &str,
) -> Result<(&'c mut Body, SmolStr), EditError> {
    let resources = &mut cloud.stacks[id.index()].resources;
    let at = place(resources, address)?;
    let mut body = Arc::make_mut(&mut resources[at].body);
    let (steps, key) = path.rsplit_once('.').map_or(("", path), |(steps, key)| (steps, key));
    for step in steps.split('.').filter(|step| !step.is_empty()) {
        let (name, index) = match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
            Some((name, index)) => (name, index.parse().unwrap_or(usize::MAX)),
            None => (step, 0),
        };
        let mut found = body.items.iter_mut().filter(|item| item.key == name);
        body = match found.nth(index).map(|item| &mut item.content) {
            Some(Content::Block(body)) => body,
            Some(Content::Attribute(Value::Object(body))) => body,
            _ => return Err(EditError(format!("`{address}` has no block `{step}`"))),
        };
    }
    Ok((body, key.into()))
}

/// The policy in an attribute.
fn policy<'c>(
    cloud: &'c mut Cloud,
    id: StackId,
    address: &str,
    path: &str,
) -> Result<&'c mut Policy, EditError> {
    let (body, key) = parent(cloud, id, address, path)?;
    let found = body.items.iter_mut().find(|item| item.key == key);
    if let Some(Content::Attribute(Value::Document(document))) = found.map(|item| &mut item.content)
        && let Document::Policy(policy) = document.as_mut()
    {
        return Ok(policy);
    }
    Err(EditError(format!("`{address}` has no policy in `{path}`")))
}

/// A JSON text as a value of the stack.
fn value(cloud: &mut Cloud, id: StackId, text: &str) -> Result<Value, EditError> {
    let read = json::read(text).map_err(|error| EditError(format!("{error} in `{text}`")))?;
    let value = referring(cloud, id, read)?;
    Ok(cloud.stacks[id.index()].settled(value))
}

/// The value with references instead of their texts.
fn referring(cloud: &Cloud, id: StackId, value: Value) -> Result<Value, EditError> {
    match value {
        Value::Text(text) => match text.strip_prefix('$') {
            Some(reference) => to(cloud, id, reference),
            None => Ok(Value::Text(text)),
        },
        Value::List(items) => {
            let items = items.into_iter().map(|it| referring(cloud, id, it));
            Ok(Value::List(items.collect::<Result<_, _>>()?))
        }
        Value::Object(body) => {
            let mut body = *body;
            for item in &mut body.items {
                if let Content::Attribute(value) = &mut item.content {
                    *value = referring(cloud, id, std::mem::replace(value, Value::Null))?;
                }
            }
            Ok(Value::Object(Box::new(body)))
        }
        value => Ok(value),
    }
}

/// `stack:kind.name.attribute`, where text may follow after `|`.
fn to(cloud: &Cloud, own: StackId, reference: &str) -> Result<Value, EditError> {
    let (reference, rest) = reference.split_once('|').unwrap_or((reference, ""));
    let (stack, rest_of) = match reference.split_once(':') {
        Some((stack, rest)) => (stack_of(cloud, stack)?, rest),
        None => (own, reference),
    };
    let mut parts = rest_of.split('.');
    let (Some(kind), Some(name), Some(attribute)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(EditError(format!("no reference: `{reference}`")));
    };
    let address = Arc::new(Address::in_root(Mode::Managed, kind, name));
    let reference = Reference { target: Target::Stack(stack), address, attribute: attribute.into() };
    let reference = Value::Reference(Box::new(reference));
    Ok(Value::template([reference, Value::Text(rest.into())].into_iter().take(if rest.is_empty() {
        1
    } else {
        2
    })))
}

/// An object as a body, in which lists of objects are blocks.
fn block(value: Value) -> Result<Body, EditError> {
    let Value::Object(object) = value else { return Err(EditError("not an object".into())) };
    let mut body = Body::default();
    for Item { key, content, .. } in object.items {
        match content {
            Content::Attribute(Value::List(items))
                if items.iter().any(|it| matches!(it, Value::Object(_))) =>
            {
                for inner in items {
                    body.items.push(item(key.clone(), Content::Block(block(inner)?)));
                }
            }
            content => body.items.push(item(key, content)),
        }
    }
    Ok(body)
}
