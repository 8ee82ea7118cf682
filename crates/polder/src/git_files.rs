//! Git's own files in a build.

use polder_emit::File;

/// What Terraform and people leave in a build and nobody commits. Providers' lock files are committed.
const IGNORED: &str = "\
# What must not be committed: providers, states, plans, and values of variables, which may be secrets.
.terraform/
*.tfstate
*.tfstate.*
*.tfplan
tfplan
*.tfvars
*.tfvars.json
*.env
crash.log
crash.*.log
.polder-lock
";

/// One line of the list of files for each side of a merge: the list is read so.
const ATTRIBUTES: &str = "\
# Nothing is converted, on any system: `.polder-files` has the hash of each file, also of your own.
* -text
.polder-files merge=union
modules/** linguist-generated
stacks/** linguist-generated
";

/// `.gitignore` and `.gitattributes`.
pub(crate) fn files() -> [File; 2] {
    [(".gitignore", IGNORED), (".gitattributes", ATTRIBUTES)]
        .map(|(path, content)| File { path: path.to_owned(), content: content.to_owned() })
}
