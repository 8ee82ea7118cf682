//! Secrets of Secrets Manager, and parameters of Systems Manager. Values are never read.

mod look_up;
mod parameter;
mod rotation;
mod resource;
mod version;

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, data, ephemeral, managed};

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed(
        "aws_secretsmanager_secret",
        Reading::Entries(EntryKind::Store, resource::count, resource::read, resource::parts),
    ),
    managed("aws_secretsmanager_secret_version", Reading::Part(version::read)),
    managed("aws_secretsmanager_secret_rotation", Reading::Part(rotation::read)),
    managed("aws_ssm_parameter", Reading::Entry(EntryKind::Store, parameter::read)),
    data("aws_secretsmanager_secret", Reading::LookUp(look_up::secret)),
    data("aws_secretsmanager_secret_version", Reading::Part(version::read_look_up)),
    data("aws_ssm_parameter", Reading::LookUp(look_up::parameter)),
    data(
        "aws_secretsmanager_random_password",
        Reading::Irrelevant(
            "it makes a value; where the value goes is said by the secret that it is written to",
        ),
    ),
    ephemeral("aws_secretsmanager_random_password", Reading::Irrelevant(EPHEMERAL)),
    ephemeral("aws_secretsmanager_secret_version", Reading::Irrelevant(EPHEMERAL)),
];

const EPHEMERAL: &str =
    "its value is in no plan and no state; the secret that it is read from or written to is an entry";
