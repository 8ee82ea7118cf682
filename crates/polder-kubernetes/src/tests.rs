//! Invariants of manifests, over all examples as if they ran on Kubernetes.

mod designs;
mod documents;
mod images;
mod late;
mod network;
mod snapshots;
mod workloads;
