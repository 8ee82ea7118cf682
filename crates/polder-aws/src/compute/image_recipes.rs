//! How the images are built that the registry gets: a folder for each, and a page.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::Page;
use polder_design::{Architecture, ComputeEngine, Design, EnvironmentValue, Process, SaleorVersion, Service};

use crate::compute::ecr_repository;
use crate::encryption::secret_value::DATABASE_AUTHORITIES;

/// The release of Envoy that a recipe names if none is given.
pub(crate) const ENVOY_TAG: &str = "v1.36.2";

/// The certificate authorities of RDS for all regions. Source: AWS, "Using SSL/TLS to encrypt a connection to a DB instance or
/// cluster", certificate bundles.
const AUTHORITIES: &str = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";

/// The variables of a storefront that are compiled into its pages: those with this prefix. Source: Next.js, "Environment
/// Variables".
const COMPILED: &str = "NEXT_PUBLIC_";

/// What an image is made from.
enum Recipe {
    /// Saleor's own image, and what it lacks.
    Saleor,
    /// Saleor's dashboard as it is.
    Dashboard,
    /// Envoy as it is.
    Envoy,
    /// The sources of a storefront, with these values compiled in.
    Storefront(Vec<(String, String)>),
    /// The user's own.
    Own,
}

/// `images/`: a Dockerfile or the build arguments of each image of the platform, and a page with the commands.
pub(crate) fn pages(design: &Design) -> Vec<Page> {
    let images = images(design);
    if images.is_empty() {
        return vec![];
    }
    let recipes = images.iter().flat_map(|(name, recipe)| {
        files(recipe, design.saleor).into_iter().map(move |(file, text)| (format!("{name}/{file}"), text))
    });
    let readme = ("README.md".to_owned(), readme(design, &images));
    let all = recipes.chain([readme]);
    all.map(|(path, text)| Page { path: format!("images/{path}"), text: text.into() }).collect()
}

/// The images by name.
fn images(design: &Design) -> BTreeMap<String, Recipe> {
    let mut images = BTreeMap::new();
    for (image, service) in design.sites.iter().flat_map(ecr_repository::used) {
        match service {
            Some(service) => {
                images.entry(image.to_owned()).or_insert_with(|| recipe(service));
            }
            None => {
                images.insert(image.to_owned(), Recipe::Envoy);
            }
        }
    }
    images
}

fn recipe(service: &Service) -> Recipe {
    match &service.process {
        Process::Dashboard => Recipe::Dashboard,
        Process::Storefront => Recipe::Storefront(compiled(service)),
        process if process.is_saleor() => Recipe::Saleor,
        _ => Recipe::Own,
    }
}

/// The values of a storefront that its image has.
fn compiled(service: &Service) -> Vec<(String, String)> {
    let public = service.environment.iter().filter(|(name, _)| name.starts_with(COMPILED));
    public
        .filter_map(|(name, value)| match value {
            EnvironmentValue::Text(text) => Some((name.clone(), text.clone())),
            // A secret in a page would be public.
            EnvironmentValue::Secret(_) => None,
        })
        .collect()
}

fn files(recipe: &Recipe, saleor: SaleorVersion) -> Vec<(&'static str, String)> {
    let tag = format!("{}.{}", saleor.major, saleor.minor);
    match recipe {
        Recipe::Saleor => vec![("Dockerfile", saleor_image(&tag))],
        Recipe::Dashboard => vec![("Dockerfile", mirror("ghcr.io/saleor/saleor-dashboard", &tag))],
        Recipe::Envoy => vec![("Dockerfile", mirror("docker.io/envoyproxy/envoy", ENVOY_TAG))],
        Recipe::Storefront(values) => {
            let line = |(name, value): &(String, String)| format!("{name}={value}\n");
            vec![
                ("build-args", values.iter().map(line).collect()),
                ("variables.Dockerfile", variables(values)),
            ]
        }
        Recipe::Own => vec![],
    }
}

fn mirror(image: &str, tag: &str) -> String {
    format!("# The official image as it is.\nARG TAG={tag}\nFROM {image}:${{TAG}}\n")
}

fn saleor_image(tag: &str) -> String {
    format!(
        "# The official image, and the certificate authorities of RDS: they are private, and Saleor verifies the server of its\n\
         # database. AWS adds authorities: build a new image then, before it renews the certificate of the server.\n\
         ARG TAG={tag}\nFROM ghcr.io/saleor/saleor:${{TAG}}\n\
         ADD --chmod=444 {AUTHORITIES} {DATABASE_AUTHORITIES}\n"
    )
}

/// Lines for the Dockerfile of the storefront.
fn variables(values: &[(String, String)]) -> String {
    let names: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
    let arguments: String = names.iter().map(|name| format!("ARG {name}\n")).collect();
    let set: String = names.iter().map(|name| format!("ENV {name}=${{{name}}}\n")).collect();
    format!(
        "# For the Dockerfile of the storefront, in the stage that builds it, before `pnpm run build`, where these are not there\n\
         # already. They are compiled into the pages.\n{arguments}{set}"
    )
}

fn readme(design: &Design, images: &BTreeMap<String, Recipe>) -> String {
    let platform = match design.architecture {
        Architecture::Arm64 => "linux/arm64",
        Architecture::X86_64 => "linux/amd64",
    };
    let rows: String = images
        .iter()
        .map(|(name, recipe)| format!("| `{}/{name}` | {} |\n", design.name, described(name, recipe)))
        .collect();
    let homes: BTreeSet<(&str, &str)> = design
        .regions
        .iter()
        .filter(|region| region.home)
        .filter_map(|region| {
            Some((design.accounts.get(region.account)?.name.as_str(), region.region.as_str()))
        })
        .collect();
    let homes: String =
        homes.iter().map(|(account, region)| format!("| `{account}` | `{region}` |\n")).collect();
    let mut out = PAGE.replace("PLATFORM", platform).replace("NAME", &design.name);
    out = out.replace("@ROWS@", &rows).replace("@HOMES@", &homes);
    if images.values().any(|recipe| matches!(recipe, Recipe::Storefront(_))) {
        out.push_str(&STOREFRONT.replace("PLATFORM", platform).replace("NAME", &design.name));
    }
    if design.compute == ComputeEngine::Kubernetes {
        out.push_str(
            "\nThe images of the cluster's own controllers are mirrored, too: see `kubernetes/README.md`.\n",
        );
    }
    out
}

fn described(name: &str, recipe: &Recipe) -> String {
    match recipe {
        Recipe::Saleor => {
            format!("`{name}/Dockerfile`: Saleor with the certificate authorities of the database")
        }
        Recipe::Dashboard => format!("`{name}/Dockerfile`: Saleor's dashboard, of the same minor release"),
        Recipe::Envoy => format!("`{name}/Dockerfile`: the proxy in front of the cache"),
        Recipe::Storefront(_) => format!("`{name}/build-args`, for the Dockerfile of your storefront"),
        Recipe::Own => "your own image".to_owned(),
    }
}

const PAGE: &str = "# Images

| repository | made from |
| --- | --- |
@ROWS@
The tasks run on `PLATFORM`: an image for another platform does not start. Push to the first region of each account, from which the
registry replicates to the others:

| account | region |
| --- | --- |
@HOMES@
In this folder, with credentials of the account; a tag can be pushed once:

```sh
REGISTRY=ACCOUNT_ID.dkr.ecr.REGION.amazonaws.com
aws ecr get-login-password --region REGION | docker login --username AWS --password-stdin \"$REGISTRY\"
docker buildx build --platform PLATFORM --build-arg TAG=RELEASE --tag \"$REGISTRY/NAME/IMAGE:TAG\" --push IMAGE
```

RELEASE is the release of the official image, such as 3.23.28; without it, the newest one of the minor release is taken, and a
build tomorrow may differ. TAG is your own, such as 3.23.28-1: set it as the variable of the image in the stacks.
";

const STOREFRONT: &str = "
## Storefront

The addresses of the API and of the shop are compiled into the pages, so that each cell has an image of its own. In the folder of
the storefront's sources, whose Dockerfile has the lines of `variables.Dockerfile`, with BUILD as the folder of this build:

```sh
docker buildx build --platform PLATFORM $(sed 's/^/--build-arg /' BUILD/images/IMAGE/build-args) \\
  --tag \"$REGISTRY/NAME/IMAGE:TAG\" --push .
```

Before the API answers for the first time, the types of the storefront come from a file: see \"build the images of the storefront\" in
the README of the build.
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::all;

    fn text<'a>(pages: &'a [Page], path: &str) -> &'a str {
        &pages.iter().find(|page| page.path == format!("images/{path}")).expect("a page").text
    }

    #[test]
    fn each_repository_of_a_process_has_a_recipe_and_no_other() {
        for (design, cloud) in all() {
            let pages = pages(design);
            let page = text(&pages, "README.md");
            let resources = cloud.stacks.iter().flat_map(polder_cloud::Stack::managed);
            let repositories: BTreeSet<&str> = resources
                .filter(|resource| resource.address.kind == "aws_ecr_repository")
                .map(|resource| &*resource.address.name)
                .collect();
            let known = images(design);
            let known: BTreeSet<String> = known.keys().map(|name| name.replace(['-', '/'], "_")).collect();
            let missing: Vec<&&str> = repositories.iter().filter(|name| !known.contains(**name)).collect();
            // The cluster's controllers have a page of their own.
            assert!(missing.is_empty() || design.compute == ComputeEngine::Kubernetes, "{missing:?}");
            assert!(known.iter().all(|name| repositories.contains(name.as_str())), "{known:?}");
            assert!(!page.contains('@'), "{page}");
        }
    }

    #[test]
    fn the_image_of_saleor_has_the_authorities_where_the_database_is_verified_with_them() {
        let (design, cloud) = all().first().expect("the owner's example");
        let pages = pages(design);
        let line = text(&pages, "saleor/Dockerfile").lines().last().expect("a line").to_owned();
        let path = line.rsplit(' ').next().expect("a path");
        let printed = format!("{cloud:?}");
        assert!(
            printed.contains(&format!("sslrootcert={path}")) || printed.contains(&format!("\"{path}\"")),
            "{path}"
        );
    }

    #[test]
    fn a_storefront_has_the_values_of_its_cell_compiled_in_and_no_secret() {
        let (design, _) = all().first().expect("the owner's example");
        let pages = pages(design);
        insta::assert_snapshot!(text(&pages, "storefront-benelux/build-args"));
        let values = text(&pages, "storefront-benelux/build-args");
        let lines = text(&pages, "storefront-benelux/variables.Dockerfile");
        for (name, _) in values.lines().filter_map(|line| line.split_once('=')) {
            assert!(lines.contains(&format!("\nARG {name}\n")), "{name}");
            assert!(lines.contains(&format!("\nENV {name}=${{{name}}}\n")), "{name}");
        }
        assert!(!values.contains("SECRET") && !values.contains(' '), "{values}");
    }

    #[test]
    fn the_page_of_the_owners_images() {
        let (design, _) = all().first().expect("the owner's example");
        insta::assert_snapshot!(text(&pages(design), "README.md"));
    }
}
