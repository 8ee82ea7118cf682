//! The image registry of a region: sites pull images in their own region and do not depend on another one.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Document, Handle, Value, body, list, text};
use polder_design::{
    AccountRegion, Component, ComputeEngine, Design, Party, Service, Site, Transferred, kubernetes,
};

use crate::draft::Draft;
use crate::names::{account, local};

/// The image of the cluster-aware proxy for processes that use the cache.
pub const CACHE_PROXY: &str = "envoy";

/// Repositories for all images of a region, by image name.
pub(crate) fn repositories(
    s: &Draft,
    design: &Design,
    region: &AccountRegion,
    key: &Handle,
) -> BTreeMap<String, Handle> {
    s.file(
        "ecr_repository",
        "One repository for each image. Tags are immutable: what was tested is what runs.",
    );
    images(design, region).into_iter().map(|image| (image.clone(), repository(s, &image, key))).collect()
}

/// Scans each image when it is pushed, and again whenever a new vulnerability is published.
pub(crate) fn scanning(s: &Draft) {
    let _registry = s.part(Party::Registry);
    s.resource(
        "aws_ecr_registry_scanning_configuration",
        "main",
        body! {
            scan_type = "ENHANCED";
            rule {
                scan_frequency = "CONTINUOUS_SCAN";
                repository_filter {
                    filter = "*";
                    filter_type = "WILDCARD";
                }
            }
        },
    );
}

/// Images are pushed to the account's home region only; ECR replicates them to the other regions.
pub(crate) fn replication(s: &Draft, design: &Design, home: &AccountRegion) {
    let others: Vec<&str> = design
        .regions
        .iter()
        .filter(|region| region.account == home.account && region.region != home.region)
        .map(|region| region.region.as_str())
        .collect();
    if !home.home || others.is_empty() {
        return;
    }
    let _copies = s.part(Component::Transfer(Transferred::Images));
    s.resource(
        "aws_ecr_replication_configuration",
        "main",
        body! {
            replication_configuration {
                rule {
                    for region in others => destination {
                        region = region.to_owned();
                        registry_id = account();
                    }
                    repository_filter {
                        filter = text![local("name"), "/"];
                        filter_type = "PREFIX_MATCH";
                    }
                }
            }
        },
    );
}

/// The images that run in a region; in the home region those of the whole account, since they are pushed
/// there.
fn images(design: &Design, region: &AccountRegion) -> BTreeSet<String> {
    let mut images = BTreeSet::new();
    for site in &design.sites {
        let wanted = region.sites.contains(&site.id) || (region.home && site.account == region.account);
        if !wanted {
            continue;
        }
        images.extend(used(site).map(|(image, _)| image.to_owned()));
        if design.compute == ComputeEngine::Kubernetes {
            let controllers = kubernetes::controllers(design, site);
            images.extend(controllers.iter().map(|controller| controller.name().to_owned()));
        }
    }
    images
}

/// The images of a site's processes, each with the process that it is for: `None` is the proxy beside processes.
pub(crate) fn used(site: &Site) -> impl Iterator<Item = (&str, Option<&Service>)> {
    site.services.iter().chain(&site.jobs).flat_map(|service| {
        let proxy = service.cache_proxy.then_some((CACHE_PROXY, None));
        std::iter::once((service.image.as_str(), Some(service))).chain(proxy)
    })
}

fn repository(s: &Draft, image: &str, key: &Handle) -> Handle {
    let _image = s.part(Component::Image(image.to_owned()));
    let repository = s.resource(
        "aws_ecr_repository",
        image,
        body! {
            name = text![local("name"), format!("/{image}")];
            image_tag_mutability = "IMMUTABLE";
            image_scanning_configuration {
                scan_on_push = true;
            }
            encryption_configuration {
                encryption_type = "KMS";
                kms_key = key.arn();
            }
        },
    );
    s.resource(
        "aws_ecr_lifecycle_policy",
        image,
        body! {
            repository = repository.name();
            policy = lifecycle();
        },
    );
    s.expect(format!("tags of {image} are mutable"), repository.get("image_tag_mutability"), "IMMUTABLE");
    repository
}

/// Untagged images expire after two weeks: nothing can run them, since tags are immutable. Tagged images
/// stay. A count does not tell which of them run, and the oldest may be in use; so the limit is far above the
/// number of releases in use.
fn lifecycle() -> Value {
    let rules = list![
        body! {
            rulePriority = 1;
            description = "untagged images";
            selection = {
                tagStatus = "untagged";
                countType = "sinceImagePushed";
                countUnit = "days";
                countNumber = 14;
            };
            action = { type = "expire"; };
        },
        body! {
            rulePriority = 2;
            description = "images older than the last thousand releases";
            selection = {
                tagStatus = "tagged";
                tagPatternList = list!["*"];
                countType = "imageCountMoreThan";
                countNumber = 1000;
            };
            action = { type = "expire"; };
        },
    ];
    Document::Json(body! { rules = rules; }).into()
}
