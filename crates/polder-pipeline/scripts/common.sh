#!/usr/bin/env bash
# Functions of the other scripts.
# Written by `polder init --ci github`; do not edit.

# The numbers of resources that a plan creates, updates and deletes. A replacement counts as created and deleted.
counts() {
  tofu show -json "$1" | jq -c '[.resource_changes[]?.change.actions] | {
    add: (map(select(index("create"))) | length),
    change: (map(select(index("update"))) | length),
    destroy: (map(select(index("delete"))) | length)
  }'
}

# A hash of all changes of a plan, to compare two plans.
fingerprint() {
  tofu show -json "$1" | jq -S -c '[
    (.resource_changes[]? | select(.change.actions != ["no-op"] and .change.actions != ["read"])
      | {address, previous_address, change: (.change | {actions, before, after, after_unknown})}),
    .output_changes
  ]' | sha256sum | cut -d' ' -f1
}
