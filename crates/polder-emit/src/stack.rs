//! The files of one stack.

use std::borrow::Cow;
use std::sync::Arc;

use polder_cloud::{
    Address, Body, Cloud, Document, EdgeFunction, Links, Mode, Reference, Stack, Target, Value, Variable,
    body,
};

use crate::File;
use crate::expression::Writer;
use crate::hcl;

/// The versions of the provider that the output was checked against: the two majors of `polder_cloud::schema`.
const PROVIDER_VERSION: &str = ">= 5.100, < 7";

/// One file of a stack. Its name is known before anything is written.
enum Part<'a> {
    Site,
    Providers,
    Variables,
    RemoteState,
    Outputs,
    /// The resources of the file at an index, below a comment.
    Resources(usize, &'static str),
    /// A function that runs at the edge.
    Function(&'a EdgeFunction),
    /// A page, as it is.
    Text(&'a str),
    Test,
}

/// All files of a stack, below its folder.
pub(crate) fn files(cloud: &Cloud, links: &Links, stack: &Stack) -> Vec<File> {
    let writer = Writer::new(cloud, links, stack);
    let folder = folder(stack);
    let file = |(name, part): (Cow<'_, str>, Part<'_>)| {
        let content = match part {
            Part::Site => site(&writer),
            Part::Providers => providers(),
            Part::Variables => variables(&writer),
            Part::RemoteState => remote_state(&writer),
            Part::Outputs => outputs(&writer),
            Part::Resources(index, comment) => resources(&writer, index, comment),
            Part::Function(function) => crate::edge_function::javascript(function),
            Part::Text(text) => text.to_owned(),
            Part::Test => crate::mock::test(&writer),
        };
        File { path: format!("{folder}{name}"), content }
    };
    parts(links, stack).into_iter().map(file).collect()
}

/// The paths of the files of a stack.
pub(crate) fn paths(links: &Links, stack: &Stack) -> impl Iterator<Item = String> {
    let folder = folder(stack);
    parts(links, stack).into_iter().map(move |(name, _)| format!("{folder}{name}"))
}

fn folder(stack: &Stack) -> String {
    format!("stacks/{}/", stack.key)
}

/// What a stack has something to say in, with the names of its files.
fn parts<'a>(links: &Links, stack: &'a Stack) -> Vec<(Cow<'static, str>, Part<'a>)> {
    let at = stack.id.index();
    let mut parts = vec![("site.tf".into(), Part::Site), ("providers.tf".into(), Part::Providers)];
    if !stack.variables.is_empty() {
        parts.push(("variables.tf".into(), Part::Variables));
    }
    if !links.imports[at].is_empty() {
        parts.push(("remote_state.tf".into(), Part::RemoteState));
    }
    if !stack.outputs.is_empty() || !links.exports[at].is_empty() {
        parts.push(("outputs.tf".into(), Part::Outputs));
    }
    for (index, file) in stack.files.iter().enumerate() {
        if stack.resources.iter().any(|resource| resource.file == index) {
            parts.push((format!("{}.tf", file.name).into(), Part::Resources(index, file.comment)));
        }
    }
    parts.extend(beside(stack));
    parts.push(("tests/stack.tftest.hcl".into(), Part::Test));
    parts
}

/// All in which a stack differs from its peers: where its state lies, and its locals.
fn site(writer: &Writer<'_>) -> String {
    let Writer { cloud, links, stack, .. } = writer;
    let key = |stack: &Stack| format!("{}/terraform.tfstate", stack.key);
    let backend = body! {
        bucket = cloud.backend.bucket.to_string();
        key = key(stack);
        region = cloud.backend.region.to_string();
        encrypt = true;
        use_lockfile = true;
    };
    let mut locals = Body::default();
    for local in &stack.locals {
        locals.set(None, local.name.clone(), local.value.clone());
    }
    let imports = &links.imports[stack.id.index()];
    if !imports.is_empty() {
        let mut keys = Body::default();
        for (alias, producer) in imports {
            let path = cloud.stack(*producer).map(key);
            keys.set(None, alias.clone(), path);
        }
        let state = body! {
            bucket = cloud.backend.bucket.to_string();
            region = cloud.backend.region.to_string();
            keys = keys;
        };
        locals.set(Some("Where the stacks keep their state that this one reads from."), "state", state);
    }
    let mut terraform = Body::default();
    terraform.block(None, "backend \"s3\"", backend);
    let mut out = String::new();
    let purpose = format!(
        "{} All in which this stack differs from its peers stands in this file: the other files are the same in every \
         stack of its role.",
        stack.purpose
    );
    hcl::comment_lines(&mut out, &purpose, 0);
    hcl::block(writer, &mut out, format_args!("terraform"), &terraform);
    hcl::block(writer, &mut out, format_args!("locals"), &locals);
    out
}

fn providers() -> String {
    format!(
        "terraform {{\n  required_version = \">= 1.10\"\n\n  required_providers {{\n    aws = {{\n      source  = \
         \"hashicorp/aws\"\n      version = \"{PROVIDER_VERSION}\"\n    }}\n  }}\n}}\n\nprovider \"aws\" {{\n  region \
         = local.region\n\n  # A mix-up of credentials ends here, not in the wrong account.\n  allowed_account_ids = \
         [var.account_id]\n\n  default_tags {{\n    tags = local.tags\n  }}\n}}\n"
    )
}

fn variables(writer: &Writer<'_>) -> String {
    let mut out = String::new();
    for variable in &writer.stack.variables {
        let head = format_args!("variable \"{}\"", variable.name);
        hcl::block(writer, &mut out, head, &variable_body(variable));
    }
    out
}

fn variable_body(variable: &Variable) -> Body {
    body! {
        description = variable.description.clone();
        type = Value::Expression(variable.kind.clone());
        default = variable.default.clone();
        sensitive = variable.sensitive.then_some(true);
        if let Some((pattern, message)) = variable.pattern => validation {
            condition = matches(pattern, variable);
            error_message = message;
        }
    }
}

fn matches(pattern: &'static str, variable: &Variable) -> Value {
    let matched = Value::call("regex", vec![pattern.into(), Value::Variable(variable.name.clone())]);
    Value::call("can", vec![matched])
}

fn remote_state(writer: &Writer<'_>) -> String {
    let imports = &writer.links.imports[writer.stack.id.index()];
    let state = |field: &'static str| Value::Local("state".into()).field(field);
    let mut out = String::new();
    for alias in imports.keys() {
        let body = body! {
            backend = "s3";
            config = {
                bucket = state("bucket");
                key = state("keys").field(alias.clone());
                region = state("region");
            };
        };
        hcl::block(writer, &mut out, format_args!("data \"terraform_remote_state\" \"{alias}\""), &body);
    }
    out
}

fn outputs(writer: &Writer<'_>) -> String {
    let mut out = String::new();
    for output in &writer.stack.outputs {
        let body = body! {
            description = output.description.clone();
            value = output.value.clone();
            sensitive = output.sensitive.then_some(true);
        };
        hcl::block(writer, &mut out, format_args!("output \"{}\"", output.name), &body);
    }
    exports(writer, &mut out);
    out
}

/// What other stacks read from this one's state.
fn exports(writer: &Writer<'_>, out: &mut String) {
    for (name, (address, attribute)) in &writer.links.exports[writer.stack.id.index()] {
        let (target, address, attribute) = (Target::Own, Arc::clone(address), attribute.clone());
        let sensitive = is_sensitive(&attribute).then_some(true);
        let value = Value::Reference(Box::new(Reference { target, address, attribute }));
        let body = body! { value = value; sensitive = sensitive; };
        hcl::block(writer, out, format_args!("output \"{name}\""), &body);
    }
}

/// Whether the provider marks an attribute of this name as sensitive, so that an output of it must be, too.
fn is_sensitive(attribute: &str) -> bool {
    matches!(attribute, "random_password" | "secret_string" | "auth_token" | "password")
}

fn resources(writer: &Writer<'_>, file: usize, comment: &str) -> String {
    let mut out = String::new();
    for resource in writer.stack.resources.iter().filter(|resource| resource.file == file) {
        if out.is_empty() {
            hcl::comment_lines(&mut out, comment, 0);
        }
        let Address { mode, kind, name, .. } = resource.address.as_ref();
        let word = if *mode == Mode::Data { "data" } else { "resource" };
        hcl::block(writer, &mut out, format_args!("{word} \"{kind}\" \"{name}\""), &resource.body);
    }
    out
}

/// Code and pages that stand in files of their own.
fn beside(stack: &Stack) -> Vec<(Cow<'static, str>, Part<'_>)> {
    let mut parts = vec![];
    polder_cloud::walk(stack, &mut |value| {
        let Value::Document(document) = value else { return };
        match &**document {
            Document::EdgeFunction(function) => {
                parts.push((format!("functions/{}.js", function.name).into(), Part::Function(function)));
            }
            Document::Text(text) => {
                parts.push((text.path.to_string().into(), Part::Text(text.content.as_ref())));
            }
            Document::Policy(_) | Document::Containers(_) | Document::Json(_) => {}
        }
    });
    parts
}
