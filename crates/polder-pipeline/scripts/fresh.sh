#!/usr/bin/env bash
# Fails if the committed build does not match the platform file. Written by `polder init --ci github`; do not edit.
set -euo pipefail
polder=$RUNNER_TEMP/polder/bin/polder
# Status 2 means warnings: they are shown at the change and do not fail the job.
"$polder" check "$POLDER_FILE" --format github || [[ $? -eq 2 ]]
"$polder" compile "$POLDER_FILE" --out "$BUILD"
"$polder" init "$POLDER_FILE" --ci github --force
git add --all --intent-to-add -- "$BUILD" .github
if ! git diff --exit-code --stat -- "$BUILD" .github; then
  echo "::error::the committed stacks or workflows are not what $POLDER_FILE says: compile anew and commit"
  exit 1
fi
