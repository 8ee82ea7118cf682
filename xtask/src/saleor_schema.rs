//! Writes the part of Saleor's GraphQL schema that `polder-shop-setup` uses into `crates/polder-shop-setup/schema`.
//!
//! Kept are the fields that an operation selects, the arguments that it passes or that are required, and, since inputs are sent
//! as variables, every field of every input type. Descriptions and Saleor's own directives are left out.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use apollo_compiler::ast::{FieldDefinition, InputValueDefinition};
use apollo_compiler::executable::{Selection, SelectionSet};
use apollo_compiler::schema::{Component, ExtendedType};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Node, Schema};

const CRATE: &str = "crates/polder-shop-setup";

/// The file, and the first lines of it.
const FILE: &str = "crates/polder-shop-setup/schema/saleor-3.23.graphql";
const HEAD: &str = "\
# The part of Saleor's GraphQL schema that this crate uses: saleor/graphql/schema.graphql of github.com/saleor/saleor.
# Copyright (c) 2010-2026, Saleor Commerce. BSD-3-Clause, see LICENSE-saleor.
# Written by `cargo xtask saleor-schema`; do not edit.

";

/// What the operations use of a type: its fields, each with the arguments that are passed.
type Used = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// Writes the file from the complete schema of a release.
pub(crate) fn write(root: &Path, complete: &Path) -> Result<String> {
    let text =
        fs::read_to_string(complete).with_context(|| format!("cannot read `{}`", complete.display()))?;
    let schema = Schema::parse_and_validate(text, "schema.graphql").map_err(|error| anyhow!("{error}"))?;
    let trimmed = trim(&schema, &used(root, &schema)?)?;
    fs::write(root.join(FILE), format!("{HEAD}{trimmed}"))
        .with_context(|| format!("cannot write `{FILE}`"))?;
    Ok(format!("wrote `{FILE}`: {} types", trimmed.types.values().filter(|ty| !ty.is_built_in()).count()))
}

/// What all operations of the crate use.
fn used(root: &Path, schema: &Valid<Schema>) -> Result<Used> {
    let folder = root.join(CRATE).join("operations");
    let mut used = Used::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?;
        let document = ExecutableDocument::parse_and_validate(schema, text, &path)
            .map_err(|error| anyhow!("{error}"))?;
        for operation in document.operations.iter() {
            select(&operation.selection_set, &mut used);
        }
    }
    Ok(used)
}

fn select(set: &SelectionSet, used: &mut Used) {
    used.entry(set.ty.to_string()).or_default();
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => {
                let of_type = used.entry(set.ty.to_string()).or_default();
                let arguments = field.arguments.iter().map(|argument| argument.name.to_string());
                of_type.entry(field.name.to_string()).or_default().extend(arguments);
                select(&field.selection_set, used);
            }
            Selection::InlineFragment(fragment) => select(&fragment.selection_set, used),
            // The crate's operations have none.
            Selection::FragmentSpread(_) => {}
        }
    }
}

/// The schema with nothing but what is used.
fn trim(schema: &Schema, used: &Used) -> Result<Valid<Schema>> {
    let mut kept = schema.clone();
    for ty in kept.types.values_mut().filter(|ty| !ty.is_built_in()) {
        keep_fields(ty, used, schema);
        strip(ty);
    }
    let inputs = inputs(&kept, used);
    kept.types.retain(|name, ty| {
        ty.is_built_in() || used.contains_key(name.as_str()) || inputs.contains(name.as_str())
    });
    kept.directive_definitions.retain(|_, directive| directive.is_built_in());
    kept.schema_definition.make_mut().description = None;
    kept.validate().map_err(|error| anyhow!("{error}"))
}

/// Removes the fields and arguments of a type that are not used.
fn keep_fields(ty: &mut ExtendedType, used: &Used, schema: &Schema) {
    let name = ty.name().to_string();
    let own = used.get(&name).cloned().unwrap_or_default();
    match ty {
        ExtendedType::Object(object) => {
            let object = object.make_mut();
            object.implements_interfaces.retain(|interface| used.contains_key(interface.as_str()));
            let mut wanted = own;
            for interface in &object.implements_interfaces {
                wanted.extend(used.get(interface.as_str()).cloned().unwrap_or_default());
            }
            object.fields.retain(|field, _| wanted.contains_key(field.as_str()));
            object.fields.values_mut().for_each(|field| keep_arguments(field, &wanted, schema));
        }
        ExtendedType::Interface(interface) => {
            let interface = interface.make_mut();
            interface.implements_interfaces.clear();
            interface.fields.retain(|field, _| own.contains_key(field.as_str()));
            interface.fields.values_mut().for_each(|field| keep_arguments(field, &own, schema));
        }
        _ => {}
    }
}

fn keep_arguments(
    field: &mut Component<FieldDefinition>,
    wanted: &BTreeMap<String, BTreeSet<String>>,
    schema: &Schema,
) {
    let passed = wanted.get(field.name.as_str()).cloned().unwrap_or_default();
    let definition = field.make_mut();
    definition.description = None;
    definition.directives.retain(|directive| schema_knows(schema, directive.name.as_str()));
    definition.arguments.retain(|argument| passed.contains(argument.name.as_str()) || argument.is_required());
    definition.arguments.iter_mut().for_each(|argument| strip_input(argument.make_mut()));
}

/// Directives of GraphQL itself, such as `deprecated`, say something to a reader; Saleor's are for its documentation.
fn schema_knows(schema: &Schema, directive: &str) -> bool {
    schema.directive_definitions.get(directive).is_some_and(apollo_compiler::Node::is_built_in)
}

/// Removes descriptions and directives.
fn strip(ty: &mut ExtendedType) {
    match ty {
        ExtendedType::Object(object) => {
            let object = object.make_mut();
            object.description = None;
            object.directives.clear();
        }
        ExtendedType::Interface(interface) => {
            let interface = interface.make_mut();
            interface.description = None;
            interface.directives.clear();
        }
        ExtendedType::InputObject(input) => {
            let input = input.make_mut();
            input.description = None;
            input.directives.clear();
            input.fields.values_mut().for_each(|field| strip_input(field.make_mut()));
        }
        ExtendedType::Enum(values) => {
            let values = values.make_mut();
            values.description = None;
            values.directives.clear();
            values.values.values_mut().for_each(|value| value.make_mut().description = None);
        }
        ExtendedType::Scalar(scalar) if !scalar.is_built_in() => {
            let scalar = scalar.make_mut();
            scalar.description = None;
            scalar.directives.clear();
        }
        ExtendedType::Scalar(_) | ExtendedType::Union(_) => {}
    }
}

fn strip_input(input: &mut InputValueDefinition) {
    input.description = None;
    input.directives.clear();
}

/// The names of the inputs, enums and scalars that are used, directly or by inputs.
fn inputs(schema: &Schema, used: &Used) -> BTreeSet<String> {
    let mut open: Vec<String> = vec![];
    for name in used.keys() {
        let fields = match schema.types.get(name.as_str()) {
            Some(ExtendedType::Object(object)) => &object.fields,
            Some(ExtendedType::Interface(interface)) => &interface.fields,
            _ => continue,
        };
        for field in fields.values() {
            open.push(field.ty.inner_named_type().to_string());
            open.extend(field.arguments.iter().map(named));
        }
    }
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        let input = schema.types.get(name.as_str()).and_then(ExtendedType::as_input_object);
        if found.insert(name) {
            let fields = input.into_iter().flat_map(|input| input.fields.values());
            open.extend(fields.map(|field| field.ty.inner_named_type().to_string()));
        }
    }
    found
}

fn named(argument: &Node<InputValueDefinition>) -> String {
    argument.ty.inner_named_type().to_string()
}
