#!/usr/bin/env bash
# Functions of the other scripts.
# Written by `polder init --ci github`; do not edit.

# How many things a plan makes, changes and removes. What is replaced is made and removed.
counts() {
  tofu show -json "$1" | jq -c '[.resource_changes[]?.change.actions] | {
    add: (map(select(index("create"))) | length),
    change: (map(select(index("update"))) | length),
    destroy: (map(select(index("delete"))) | length)
  }'
}

# One number for all that a plan would do, to tell whether two plans would do the same.
fingerprint() {
  tofu show -json "$1" | jq -S -c '[
    (.resource_changes[]? | select(.change.actions != ["no-op"] and .change.actions != ["read"])
      | {address, previous_address, change: (.change | {actions, before, after, after_unknown})}),
    .output_changes
  ]' | sha256sum | cut -d' ' -f1
}
