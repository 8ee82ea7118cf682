//! Container images: a repository of the region's registry and a tag that the user chooses.

use polder_cloud::{Value, Variable, text};
use polder_design::{Process, Service};

use crate::compute::app_context::AppContext;
use crate::names::identifier;

/// The pattern of valid tags. `latest` matches, but repositories have immutable tags, so that it is of no
/// use.
const TAG: (&str, &str) =
    ("^[0-9A-Za-z_][0-9A-Za-z._-]{0,127}$", "A tag has letters, digits, dots, dashes and underscores.");

/// The image of a service's own container.
pub(crate) fn of_service(context: &AppContext<'_>, service: &Service) -> Value {
    let own = |name: &str| (identifier(name), format!("Tag of the image of {name}."), "1.0.0");
    let (name, description, example) = match &service.process {
        Process::Dashboard => (
            "dashboard".to_owned(),
            "Tag of Saleor's dashboard: the same minor release as Saleor.".to_owned(),
            "3.23.27",
        ),
        Process::Storefront => {
            ("storefront".to_owned(), "Tag of the storefront's image of this cell.".to_owned(), "1.0.0")
        }
        Process::Own(name) => own(name),
        // A tag of their own: they run with the images of a release before the services do.
        Process::Migrate | Process::Static => (
            "jobs".to_owned(),
            "Tag of Saleor's image for the jobs of a release, which run before the services get it."
                .to_owned(),
            "3.23.28",
        ),
        saleor => {
            debug_assert!(saleor.is_saleor(), "other images have a tag variable of their own");
            ("saleor".to_owned(), "Tag of Saleor's image.".to_owned(), "3.23.28")
        }
    };
    image(context, service, &service.image, &name, &description, example)
}

/// An image of the region's registry with the tag from the variable `<name>_image_tag`.
pub(crate) fn image(
    context: &AppContext<'_>,
    service: &Service,
    image: &str,
    name: &str,
    description: &str,
    example: &'static str,
) -> Value {
    let tag = context.s.variable(Variable {
        name: format!("{name}_image_tag").into(),
        kind: "string".into(),
        description: description.to_owned().into(),
        default: Value::Null,
        sensitive: false,
        pattern: Some(TAG),
        example: example.into(),
    });
    text![context.repository(service, image, "repository_url"), ":", tag]
}
