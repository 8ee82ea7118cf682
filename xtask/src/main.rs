//! Tasks of the workspace, run as `cargo xtask <task>`.
#![expect(clippy::print_stderr, reason = "tasks print to the terminal")]

mod apply;
mod aws_limits;
mod checkov;
mod commitments_peer;
mod configurator;
mod edits;
mod functions;
mod iam_simulate;
mod managed_policies;
mod manifests;
mod peer;
mod plan;
mod plan_same;
mod prove_peer;
mod provider_bindings;
mod provider_schema;
mod replacements;
mod saleor_schema;
mod terraform;
mod terraform_newer;
mod tidy;
mod tools;
mod workflows;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
tasks:
  apply                      apply every stack of the owner's platform to AWS emulators, as the page of the build says, and
                             plan it again; continues a run that was stopped
  apply --stacks PART        the same for the stacks whose names contain the text, and those that they need
  apply --jobs N             the same with N stacks of a wave at a time
  apply --fresh              the same from the start
  aws-limits                 write what AWS accepts into crates/polder-aws-limits/data, from packages with its schemas
  aws-limits --check         fail if those files differ from the packages
  configurator               validate Saleor's configuration of every example with Saleor's configurator
  checkov                    scan every stack of every example, and the plans, with Checkov
  checkov --only NAME        the same for one example; unused exceptions are not reported then
  commitments-peer           measure the choice of commitments against HiGHS and against simpler strategies
  edits [NAME...]            compare `polder diff` with Terraform's plans for the edits in testing/edits/edits.toml
  emulator                   install the emulator that tests and plans use, and print the folder of its programs
  functions                  build and package the functions for Lambda into target/functions
  functions --bench          the same, and measure their size, start time and memory
  iam-simulate [CASES]       compare verdicts on access with an independent evaluator, over generated policies and requests
  managed-policies FOLDER [ACTION...]
                             write crates/polder-iam/data/managed.txt from a folder with the policies that AWS maintains, with
                             further actions
  manifests                  validate the manifests of every example with Kubernetes' schemas, kustomize and Checkov
  peer                       measure `polder compile` against CDK Terrain, which writes the same amount
  plan [ACCOUNT...]          plan every stack of the owner's platform against an AWS emulator
  plan-same OLD NEW          compare two folders of plans value by value, whatever modules their resources are in
  prove-peer                 measure `polder prove` against Checkov on one plan of 6,000 resources
  provider-bindings          write crates/polder-cloud/schema/aws6.json from bindings of the provider's newest major
                             version, and both.json, which is its intersection with aws.json
  provider-bindings --check  fail if those files differ from the bindings
  replacements               ask the provider which attributes it cannot change, for crates/polder-diff/data
  replacements --check       fail if the table differs from what it answers
  provider-schema            write crates/polder-cloud/schema/aws.json from the provider itself
  provider-schema --check    fail if that file differs from the provider's schema
  saleor-schema FILE         write crates/polder-shop-setup/schema from the schema of a release of Saleor
  tidy                       check the rules of the repository
  workflows                  check the workflows of every example with actionlint and zizmor
  terraform                  validate all stacks of the owner's platform, and of combinations in which every other
                             engine occurs, with Terraform, and run the tests of their modules
  terraform --full           the same for every example and every combination of engines
  terraform --only NAME      the same for one example or combination: `ecs-fargate+rds-postgresql+valkey`
  terraform --no-test        only check format and validity
  terraform-newer            validate the stacks of the owner's platform with a newer Terraform
  terraform-newer --all      the same for every example";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["apply", options @ ..] if let Some(options) = apply::Options::parse(options) => {
            apply::check(&root(), &options)
        }
        ["aws-limits"] => aws_limits::write(&root()),
        ["aws-limits", "--check"] => aws_limits::check(&root()),
        ["configurator"] => configurator::check(&root()),
        ["workflows"] => workflows::check(&root()),
        ["checkov"] => checkov::check(&root(), None),
        ["checkov", "--only", name] => checkov::check(&root(), Some(name)),
        ["iam-simulate"] => iam_simulate::compare(&root(), None),
        ["iam-simulate", cases] if let Ok(cases) = cases.parse() => {
            iam_simulate::compare(&root(), Some(cases))
        }
        ["managed-policies", folder, actions @ ..] => {
            managed_policies::write(&root(), Path::new(folder), actions)
        }
        ["edits", only @ ..] => edits::check(&root(), only),
        ["manifests"] => manifests::check(&root()),
        ["plan", accounts @ ..] => plan::check(&root(), accounts),
        ["plan-same", old, new] => plan_same::check(Path::new(old), Path::new(new)),
        ["emulator"] => plan::install_emulator(&root()),
        ["functions"] => functions::pack(&root()),
        ["functions", "--bench"] => functions::bench(&root()),
        ["commitments-peer"] => commitments_peer::measure(&root()),
        ["peer"] => peer::measure(&root()),
        ["prove-peer"] => prove_peer::measure(&root()),
        ["provider-bindings"] => provider_bindings::write(&root()),
        ["provider-bindings", "--check"] => provider_bindings::check(&root()),
        ["provider-schema"] => provider_schema::write(),
        ["provider-schema", "--check"] => provider_schema::check(),
        ["replacements"] => replacements::write(&root()),
        ["replacements", "--check"] => replacements::check(&root()),
        ["saleor-schema", file] => saleor_schema::write(&root(), Path::new(file)),
        ["tidy"] => tidy::check(&root()),
        ["terraform-newer"] => terraform_newer::check(&root(), false),
        ["terraform-newer", "--all"] => terraform_newer::check(&root(), true),
        ["terraform", options @ ..] if let Some(options) = terraform::Options::parse(options) => {
            terraform::check(&root(), &options)
        }
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(said) => {
            eprintln!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    let task = Path::new(env!("CARGO_MANIFEST_DIR"));
    task.parent().unwrap_or(task).to_owned()
}
