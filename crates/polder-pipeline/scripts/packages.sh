#!/usr/bin/env bash
# Builds the functions from the commit in the repository's variables. Written by `polder init --ci github`; do not edit.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
: "${POLDER_REPOSITORY:?set the repository variable POLDER_REPOSITORY to the https address of polder}"
: "${POLDER_REVISION:?set the repository variable POLDER_REVISION to the full commit of polder}"
[[ $POLDER_REPOSITORY == https://* ]] || { echo "::error::POLDER_REPOSITORY is no https address"; exit 1; }
[[ $POLDER_REVISION =~ ^[0-9a-f]{40}$ ]] || { echo "::error::POLDER_REVISION is no full commit"; exit 1; }
sources=$RUNNER_TEMP/polder-source
git init --quiet "$sources"
git -C "$sources" fetch --quiet --depth 1 "$POLDER_REPOSITORY" "$POLDER_REVISION"
git -C "$sources" checkout --quiet FETCH_HEAD
rustup toolchain install 1.95.0 --profile minimal --no-self-update
(cd "$sources" && cargo +1.95.0 run --locked --quiet --package xtask -- functions)
echo "digest=$(digest "$sources/target/functions")" >> "$GITHUB_OUTPUT"
