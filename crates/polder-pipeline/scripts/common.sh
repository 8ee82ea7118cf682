#!/usr/bin/env bash
# Functions of the other scripts.
# Written by `polder init --ci github`; do not edit.

# Installs the provider that the committed lock file names, and no other: a job with permissions runs its code.
initialize() {
  if [[ ! -f $1/.terraform.lock.hcl ]]; then
    echo "::error::$1 has no .terraform.lock.hcl: see \"Lock the provider\" in the README of the build"
    return 1
  fi
  tofu -chdir="$1" init -input=false -no-color -lockfile=readonly
}

# The numbers of resources that a plan creates, updates and deletes. A replacement counts as created and deleted.
counts() {
  tofu show -json "$1" | jq -c '[.resource_changes[]?.change.actions] | {
    add: (map(select(index("create"))) | length),
    change: (map(select(index("update"))) | length),
    destroy: (map(select(index("delete"))) | length)
  }'
}

# A hash of the function packages in a folder: of their names and bytes.
digest() {
  (cd "$1" && sha256sum polder-*.zip) | sha256sum | cut -d' ' -f1
}

# A hash of all changes of a plan, to compare two plans.
fingerprint() {
  tofu show -json "$1" | jq -S -c '[
    (.resource_changes[]? | select(.change.actions != ["no-op"] and .change.actions != ["read"])
      | {address, previous_address, change: (.change | {actions, before, after, after_unknown})}),
    .output_changes
  ]' | sha256sum | cut -d' ' -f1
}
