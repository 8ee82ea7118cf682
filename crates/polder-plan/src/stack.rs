//! A document as a stack of the graph.

use std::collections::BTreeMap;
use std::sync::Arc;

use polder_cloud::{Body, File, Foreign, Output, Resource, SmolStr, Stack, StackKey, Value, Variable};

use crate::document::{Document, Opened, located, stack_id};
use crate::error::Problem;
use crate::link::Linker;
use crate::load::Loaded;
use crate::marks::Marks;
use crate::region::regions;
use crate::spots::put;
use crate::text::Text;
use crate::values;
use crate::wire::Values;

/// A stack without the bodies of its resources, which other stacks still read.
pub(crate) struct Frame {
    stack: Stack,
    /// For each resource, the values for locations that were unknown.
    values: Vec<Vec<(Vec<usize>, Value)>>,
}

/// Follows the references of a document.
pub(crate) fn frame<'w>(
    linker: &mut Linker<'_, 'w>,
    document: usize,
    given: &Document<'_>,
    opened: &'w Opened<'w>,
) -> Result<Frame, Problem> {
    linker.open(document);
    let loaded = &linker.resolver.documents[document];
    let regions = regions(&linker.resolver, document);
    let (mut resources, mut values) = (vec![], vec![]);
    for (at, entry) in loaded.entries.iter().enumerate() {
        let linked = linker.resource(at)?;
        let key = loaded.groups[entry.group].config.and_then(|config| config.provider_config_key.as_deref());
        let foreign = Foreign {
            region: key.and_then(|key| regions.get(key)).map_or_else(|| "".into(), Arc::clone),
            provider: entry.wire.provider_name.as_deref().unwrap_or_default().into(),
            dependencies: linked.dependencies,
        };
        resources.push(Resource {
            address: Arc::clone(&entry.address),
            body: Arc::new(Body::default()),
            file: 0,
            at: None,
            foreign: Some(Box::new(foreign)),
        });
        values.push(linked.values);
    }
    let outputs = outputs(linker, opened)?;
    let stack = Stack {
        id: stack_id(document),
        key: StackKey::foreign(given.name),
        region: most_frequent(&resources),
        purpose: purpose(loaded),
        files: vec![File { name: "main", comment: "" }],
        imports: std::mem::take(&mut linker.imports),
        after: vec![],
        resources,
        locals: vec![],
        variables: variables(loaded),
        outputs,
        expectations: vec![],
        moves: vec![],
        facets: vec![],
    };
    Ok(Frame { stack, values })
}

impl Frame {
    /// The whole stack.
    pub(crate) fn filled(self, loaded: Loaded<'_>) -> Stack {
        let Frame { mut stack, values } = self;
        for ((resource, entry), values) in stack.resources.iter_mut().zip(loaded.entries).zip(values) {
            let mut body = entry.body;
            values.into_iter().for_each(|(place, value)| put(&mut body, &place, value));
            resource.body = Arc::new(body);
        }
        stack
    }
}

fn outputs<'w>(linker: &mut Linker<'_, 'w>, opened: &'w Opened<'w>) -> Result<Vec<Output>, Problem> {
    let wire = &opened.wire;
    let present: Option<&Values<'w>> = wire.planned_values.as_ref().or(wire.values.as_ref());
    let root = wire.configuration.as_ref().and_then(|configuration| configuration.root_module.as_ref());
    let mut outputs = vec![];
    for (name, output) in present.and_then(|values| values.outputs.as_ref()).into_iter().flatten() {
        let change = wire.output_changes.as_ref().and_then(|changes| changes.get(&**name));
        let marks = change.and_then(|change| change.after_unknown);
        let wrong = |error: &serde_json::Error, part: &str| located(opened.text, part, error);
        let unknown = Marks::read(marks)
            .map_err(|error| wrong(&error, marks.map_or(opened.text, serde_json::value::RawValue::get)))?;
        let mut value = match output.value {
            Some(raw) => {
                values::value(raw, &unknown, &Marks::No).map_err(|error| wrong(&error, raw.get()))?
            }
            None => unknown.unknown(&Marks::No),
        };
        linker.output(name, &mut value)?;
        let configured = root.and_then(|root| root.outputs.as_ref()?.get(&**name));
        outputs.push(Output {
            name: text(name),
            description: configured.and_then(|it| it.description.as_ref()).map(text).unwrap_or_default(),
            value,
            sensitive: output.sensitive.unwrap_or(false),
        });
    }
    Ok(outputs)
}

/// The variables of the root module. The plan does not contain their types; their values are applied already.
fn variables(loaded: &Loaded<'_>) -> Vec<Variable> {
    let root = loaded.scopes[0].config.and_then(|root| root.variables.as_ref());
    let variable = |(name, variable): (&Text<'_>, &crate::configuration::VariableConfig<'_>)| Variable {
        name: text(name),
        kind: SmolStr::default(),
        description: variable.description.as_ref().map(text).unwrap_or_default(),
        default: variable.default.and_then(values::plain).unwrap_or(Value::Null),
        sensitive: variable.sensitive.unwrap_or(false),
        pattern: None,
        example: SmolStr::default(),
    };
    root.into_iter().flatten().map(variable).collect()
}

/// The region of most resources.
fn most_frequent(resources: &[Resource]) -> Arc<str> {
    let mut counts: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
    let regions = resources.iter().filter_map(|resource| Some(&resource.foreign.as_ref()?.region));
    for region in regions.filter(|region| !region.is_empty()) {
        *counts.entry(region).or_default() += 1;
    }
    // Of several, the first by name.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| **count)
        .map_or_else(|| "".into(), |(region, _)| Arc::clone(region))
}

fn purpose(loaded: &Loaded<'_>) -> SmolStr {
    let version = loaded.wire.terraform_version.as_deref().unwrap_or("unknown");
    let what = if loaded.wire.planned_values.is_some() { "plan" } else { "state" };
    // The version is untrusted text, and cut to the length of versions.
    let version: String = version.chars().take(40).collect();
    format!("Read from a {what} of version {version}.").into()
}

fn text(text: &Text<'_>) -> SmolStr {
    SmolStr::new(&**text)
}
