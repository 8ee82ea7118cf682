//! The files of one module.

use std::borrow::Cow;

use polder_cloud::{Address, Cloud, Links, Mode};
use polder_module::expression::{Body, Expression};
use polder_module::{Asset, Content, Module, Variable};

use crate::{File, ephemeral, hcl, mock, module_readme, versions};

/// One file of a module. Its name is known without writing it.
enum Part<'a> {
    /// The resources of the file at an index, below a comment.
    Resources(usize),
    Variables,
    Outputs,
    Moved,
    Versions,
    Readme,
    Test,
    /// Code or a README in addition to the resources.
    Asset(&'a Asset),
}

/// All files of a module, relative to its folder.
pub(crate) fn files(cloud: &Cloud, links: &Links, module: &Module) -> Vec<File> {
    let file = |(name, part): (Cow<'_, str>, Part<'_>)| {
        let content = match part {
            Part::Resources(index) => resources(module, index),
            Part::Variables => variables(module),
            Part::Outputs => outputs(module),
            Part::Moved => moved(module),
            Part::Versions => versions::block(cloud, ephemeral::aliases(module)),
            Part::Readme => module_readme::page(cloud, links, module),
            Part::Test => mock::test(cloud, links, module),
            Part::Asset(asset) => match &asset.content {
                Content::Function(function) => crate::edge_function::javascript(function),
                Content::Text(text) => text.to_string(),
            },
        };
        File { path: path(module, &name), content }
    };
    parts(module).into_iter().map(file).collect()
}

/// The paths of the files of a module.
pub(crate) fn paths(module: &Module) -> impl Iterator<Item = String> {
    parts(module).into_iter().map(|(name, _)| path(module, &name))
}

fn path(module: &Module, name: &str) -> String {
    format!("modules/{}/{name}", module.name)
}

/// The non-empty files of a module, with their names.
fn parts(module: &Module) -> Vec<(Cow<'_, str>, Part<'_>)> {
    let mut parts: Vec<(Cow<'_, str>, Part<'_>)> = vec![("README.md".into(), Part::Readme)];
    if !module.variables.is_empty() || ephemeral::are_in(module) {
        parts.push(("variables.tf".into(), Part::Variables));
    }
    if !module.outputs.is_empty() {
        parts.push(("outputs.tf".into(), Part::Outputs));
    }
    if !module.moves.is_empty() {
        parts.push(("moved.tf".into(), Part::Moved));
    }
    parts.push(("versions.tf".into(), Part::Versions));
    for (index, file) in module.files.iter().enumerate() {
        if module.resources.iter().any(|resource| resource.file == index) {
            parts.push((format!("{}.tf", file.name).into(), Part::Resources(index)));
        }
    }
    parts.extend(module.assets.iter().map(|asset| (asset.path.as_str().into(), Part::Asset(asset))));
    parts.push((format!("tests/{}.tftest.hcl", module.name).into(), Part::Test));
    parts
}

fn resources(module: &Module, file: usize) -> String {
    let mut out = String::new();
    for resource in module.resources.iter().filter(|resource| resource.file == file) {
        if out.is_empty() {
            let comment = module.files.get(file).map(|file| file.comment.as_str()).unwrap_or_default();
            hcl::comment_lines(&mut out, comment, 0);
        }
        let Address { mode, kind, name, .. } = resource.address.as_ref();
        let head = format_args!("{} \"{kind}\" \"{name}\"", mode.keyword());
        match mode {
            Mode::Ephemeral => ephemeral::block(&mut out, head, resource.when.as_ref(), &resource.body),
            Mode::Managed | Mode::Data => {
                hcl::block_when(&mut out, head, resource.when.as_ref(), &resource.body);
            }
        }
    }
    out
}

fn moved(module: &Module) -> String {
    let mut out = String::new();
    hcl::comment_lines(
        &mut out,
        "Resources of hosts that markets had before: they have another address now, and are not created anew. A state of\n\
         any time is understood as long as the blocks are here.",
        0,
    );
    for it in &module.moves {
        let mut body = Body::default();
        body.set("from", Expression::raw(it.from.to_string()));
        body.set("to", Expression::raw(it.to.to_string()));
        hcl::block(&mut out, format_args!("moved"), &body);
    }
    out
}

fn variables(module: &Module) -> String {
    let mut out = String::new();
    for variable in &module.variables {
        hcl::block(&mut out, format_args!("variable \"{}\"", variable.name), &variable_body(variable));
    }
    if ephemeral::are_in(module) {
        hcl::block(&mut out, format_args!("variable \"{}\"", ephemeral::VARIABLE), &ephemeral::variable());
    }
    out
}

fn variable_body(variable: &Variable) -> Body {
    let mut body = Body::default();
    body.set("description", Expression::Text(variable.description.clone()));
    body.set("type", Expression::raw(variable.kind.to_string()));
    if let Some(default) = &variable.default {
        let default = match default {
            Expression::Null => Expression::raw("null"),
            other => other.clone(),
        };
        body.set("default", default);
    }
    if variable.sensitive {
        body.set("sensitive", Expression::Bool(true));
    }
    if let Some((pattern, message)) = variable.pattern {
        let optional = variable.default == Some(Expression::Null);
        body.block("validation", validation(&variable.name, pattern, message, optional));
    }
    body
}

/// The validation of a variable against a pattern. An optional variable can also be null.
pub(crate) fn validation(name: &str, pattern: &'static str, message: &'static str, optional: bool) -> Body {
    let variable = Expression::Variable(name.into());
    let matched = Expression::call("regex", vec![Expression::text(pattern), variable.clone()]);
    let matched = Expression::call("can", vec![matched]);
    let condition = if optional {
        let absent = Expression::raw(format!("var.{name} == null"));
        Expression::binary(absent, "||", matched)
    } else {
        matched
    };
    let mut body = Body::default();
    body.set("condition", condition);
    body.set("error_message", Expression::text(message));
    body
}

fn outputs(module: &Module) -> String {
    let mut out = String::new();
    for output in &module.outputs {
        let mut body = Body::default();
        body.set("description", Expression::Text(output.description.clone()));
        body.set("value", output.value.clone());
        if output.sensitive {
            body.set("sensitive", Expression::Bool(true));
        }
        hcl::block(&mut out, format_args!("output \"{}\"", output.name), &body);
    }
    out
}
