#!/usr/bin/env bash
# Builds Polder from the commit in the repository's variables. Written by `polder init --ci github`; do not edit.
set -euo pipefail
: "${POLDER_REPOSITORY:?set the repository variable POLDER_REPOSITORY to the https address of polder}"
: "${POLDER_REVISION:?set the repository variable POLDER_REVISION to the full commit of polder}"
[[ $POLDER_REPOSITORY == https://* ]] || { echo "::error::POLDER_REPOSITORY is no https address"; exit 1; }
[[ $POLDER_REVISION =~ ^[0-9a-f]{40}$ ]] || { echo "::error::POLDER_REVISION is no full commit"; exit 1; }
rustup toolchain install 1.95.0 --profile minimal --no-self-update
cargo +1.95.0 install --locked --quiet --git "$POLDER_REPOSITORY" --rev "$POLDER_REVISION" \
  --root "$RUNNER_TEMP/polder" polder-cli
