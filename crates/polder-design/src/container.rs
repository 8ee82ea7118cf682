//! What a container of a process needs besides its image and its environment, whatever engine runs it.

use crate::components::Process;

/// A path that a process writes to. Everything else in its image is read-only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Its name.
    pub name: &'static str,
    /// Its mount path.
    pub path: &'static str,
    /// Whether the image's files at that path must be copied into it.
    pub filled: bool,
}

const fn empty(name: &'static str, path: &'static str) -> Volume {
    Volume { name, path, filled: false }
}

impl Process {
    /// Its writable paths.
    pub fn writable(&self) -> &'static [Volume] {
        match self {
            // The start script writes the API's URL into the page, and nginx stores its PID and buffers.
            Process::Dashboard => {
                const {
                    &[
                        empty("cache", "/var/cache/nginx"),
                        Volume { name: "page", path: "/app", filled: true },
                        empty("run", "/run"),
                        empty("tmp", "/tmp"),
                    ]
                }
            }
            Process::Storefront => const { &[empty("cache", "/app/.next/cache"), empty("tmp", "/tmp")] },
            // Saleor stores uploads there while it reads them.
            Process::Api
            | Process::Worker
            | Process::Beat
            | Process::Migrate
            | Process::Static
            | Process::Own(_) => const { &[empty("tmp", "/tmp")] },
        }
    }
}
