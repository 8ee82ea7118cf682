//! The files of one stack: a thin root that calls its module.

use polder_cloud::{Cloud, Links, SmolStr, Stack, Variable};
use polder_module::expression::{Body, Expression, ModuleOutput};
use polder_module::{Module, constant};

use crate::call::call;
use crate::module::validation;
use crate::{File, hcl, versions};

/// One file of a root.
#[derive(Clone, Copy)]
enum Part {
    Main,
    Backend,
    Providers,
    Variables,
    RemoteState,
    Outputs,
}

/// The file that exists in every root and nowhere else, by which a stack's folder is found.
pub const MAIN: &str = "main.tf";

impl Part {
    fn name(self) -> &'static str {
        match self {
            Part::Main => MAIN,
            Part::Backend => "backend.tf",
            Part::Providers => "providers.tf",
            Part::Variables => "variables.tf",
            Part::RemoteState => "remote_state.tf",
            Part::Outputs => "outputs.tf",
        }
    }
}

/// The data of a root.
#[derive(Clone, Copy)]
pub(crate) struct Root<'a> {
    pub(crate) cloud: &'a Cloud,
    pub(crate) links: &'a Links,
    pub(crate) stack: &'a Stack,
    pub(crate) module: &'a Module,
    /// The index of the stack among the callers of the module.
    pub(crate) number: usize,
}

/// All files of a root, relative to its folder.
pub(crate) fn files(root: Root<'_>) -> Vec<File> {
    let file = |part: Part| {
        let content = match part {
            Part::Main => main(root),
            Part::Backend => backend(root),
            Part::Providers => providers(root),
            Part::Variables => variables(root.stack),
            Part::RemoteState => remote_state(root),
            Part::Outputs => outputs(root),
        };
        File { path: path(root.stack, part), content }
    };
    parts(root.links, root.stack, root.module, root.number).map(file).collect()
}

/// The paths of the files of a root.
pub(crate) fn paths<'a>(
    links: &'a Links,
    stack: &'a Stack,
    module: &'a Module,
    number: usize,
) -> impl Iterator<Item = String> + use<'a> {
    parts(links, stack, module, number).map(move |part| path(stack, part))
}

fn path(stack: &Stack, part: Part) -> String {
    format!("stacks/{}/{}", stack.key, part.name())
}

fn parts<'a>(
    links: &'a Links,
    stack: &'a Stack,
    module: &'a Module,
    number: usize,
) -> impl Iterator<Item = Part> + use<'a> {
    let exists = move |part: &Part| match part {
        Part::Main | Part::Backend | Part::Providers => true,
        Part::Variables => !stack.variables.is_empty(),
        Part::RemoteState => !links.imports[stack.id.index()].is_empty(),
        Part::Outputs => module.outputs.iter().any(|output| output.stacks.contains(number)),
    };
    let all = [Part::Main, Part::Backend, Part::Providers, Part::Variables, Part::RemoteState, Part::Outputs];
    all.into_iter().filter(exists)
}

/// The call of the module.
fn main(root: Root<'_>) -> String {
    let Root { stack, module, .. } = root;
    let up = "../".repeat(stack.key.to_string().split('/').count() + 1);
    let mut out = String::new();
    hcl::comment_lines(&mut out, &stack.purpose, 0);
    out.push('\n');
    out.push_str(&call(root.links, module, stack, root.number, format!("{up}modules/{}", module.name)));
    out
}

/// The key of a stack's state in the bucket.
fn key(stack: &Stack) -> Expression {
    Expression::text(format!("{}/terraform.tfstate", stack.key))
}

fn backend(root: Root<'_>) -> String {
    let state = root.cloud.backend.used();
    let mut backend = Body::default();
    backend.set("bucket", Expression::text(&*state.bucket));
    backend.set("key", key(root.stack));
    backend.set("region", Expression::text(&*state.region));
    // Without `encrypt`, which asks for S3's own key: the default encryption of the bucket uses the key of the state.
    backend.set("use_lockfile", Expression::Bool(true));
    let mut terraform = Body::default();
    terraform.block("backend \"s3\"", backend);
    let mut out = String::new();
    hcl::block(&mut out, format_args!("terraform"), &terraform);
    out
}

fn providers(root: Root<'_>) -> String {
    let stack = root.stack;
    let mut provider = Body::default();
    provider.set("region", Expression::text(&*stack.region));
    let own = Expression::list([Expression::Variable("account_id".into())]);
    provider.set_with("Fails if the credentials are for another account.", "allowed_account_ids", own);
    if let Some(tags) = stack.locals.iter().find(|local| local.name == "tags") {
        let mut default_tags = Body::default();
        default_tags.set("tags", constant(&tags.value));
        provider.block("default_tags", default_tags);
    }
    let mut out = versions::block(root.cloud, &[]);
    hcl::block(&mut out, format_args!("provider \"aws\""), &provider);
    out
}

fn variables(stack: &Stack) -> String {
    let mut out = String::new();
    for variable in &stack.variables {
        hcl::block(&mut out, format_args!("variable \"{}\"", variable.name), &variable_body(variable));
    }
    out
}

fn variable_body(variable: &Variable) -> Body {
    let mut body = Body::default();
    body.set("description", Expression::Text(variable.description.clone()));
    body.set("type", Expression::Raw(variable.kind.clone()));
    body.set("default", constant(&variable.default));
    if variable.sensitive {
        body.set("sensitive", Expression::Bool(true));
    }
    if let Some((pattern, message)) = variable.pattern {
        body.block("validation", validation(&variable.name, pattern, message, false));
    }
    body
}

fn remote_state(root: Root<'_>) -> String {
    let Root { cloud, links, stack, .. } = root;
    let state = cloud.backend.used();
    let mut out = String::new();
    for (alias, producer) in &links.imports[stack.id.index()] {
        let mut config = Body::default();
        config.set("bucket", Expression::text(&*state.bucket));
        config.set("key", cloud.stack(*producer).map_or(Expression::Null, key));
        config.set("region", Expression::text(&*state.region));
        let mut body = Body::default();
        body.set("backend", Expression::text("s3"));
        body.set("config", Expression::Object(config));
        hcl::block(&mut out, format_args!("data \"terraform_remote_state\" \"{alias}\""), &body);
    }
    out
}

fn outputs(root: Root<'_>) -> String {
    let mut out = String::new();
    let module = SmolStr::new_static(root.module.layer.name());
    for output in root.module.outputs.iter().filter(|output| output.stacks.contains(root.number)) {
        let mut body = Body::default();
        let value = ModuleOutput { module: module.clone(), output: output.name.clone() };
        body.set("value", Expression::ModuleOutput(Box::new(value)));
        if output.sensitive {
            body.set("sensitive", Expression::Bool(true));
        }
        hcl::block(&mut out, format_args!("output \"{}\"", output.name), &body);
    }
    out
}
