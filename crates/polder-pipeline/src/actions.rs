//! Third-party actions, each pinned to a commit: a tag can be moved by an attacker who controls its repository.

use polder_cloud::provider::Action;

pub(crate) const CHECKOUT: Action = Action {
    name: "actions/checkout",
    commit: "93cb6efe18208431cddfb8368fd83d5badbf9bfd",
    version: "v5.0.1",
};

pub(crate) const TOFU: Action = Action {
    name: "opentofu/setup-opentofu",
    commit: "a1320f892987e89d278cc92dc5adc984fb93aca4",
    version: "v2.0.2",
};

pub(crate) const UPLOAD: Action = Action {
    name: "actions/upload-artifact",
    commit: "b7c566a772e6b6bfb58ed0dc250532a479d7789f",
    version: "v6.0.0",
};

pub(crate) const DOWNLOAD: Action = Action {
    name: "actions/download-artifact",
    commit: "37930b1c2abaa49bbe596cd826c3c89aef350131",
    version: "v7.0.0",
};

pub(crate) const SCRIPT: Action = Action {
    name: "actions/github-script",
    commit: "ed597411d8f924073f98dfc5c65a23a2325f34cd",
    version: "v8.0.0",
};
