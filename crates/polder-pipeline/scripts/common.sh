#!/usr/bin/env bash
# Functions of the other scripts.
# Written by `polder init --ci github`; do not edit.

# Fails unless the run has the newest commit of the main branch: an old run that is repeated would undo what came after it.
newest() {
  local commit
  commit=$(gh api "repos/$GITHUB_REPOSITORY/commits/main" --jq .sha)
  if [[ $GITHUB_SHA != "$commit" ]]; then
    echo "::error::this run has $GITHUB_SHA, and main is at $commit: the newest run applies what is left to do"
    return 1
  fi
}

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

# A hash of all changes of a plan, to compare two plans. Sensitive values are left out: each plan of a generated secret
# contains another one.
fingerprint() {
  tofu show -json "$1" | jq -S -c '
    def shown($sensitive):
      if $sensitive == true then "sensitive"
      elif type == "object" then
        . as $value | reduce keys[] as $key ({}; .[$key] = ($value[$key] | shown($sensitive[$key]? // false)))
      elif type == "array" then
        . as $value | [range(length) as $at | $value[$at] | shown($sensitive[$at]? // false)]
      else . end;
    def change: {
      actions,
      before: (.before_sensitive as $sensitive | .before | shown($sensitive)),
      after: (.after_sensitive as $sensitive | .after | shown($sensitive)),
      after_unknown
    };
    [
      (.resource_changes[]? | select(.change.actions != ["no-op"] and .change.actions != ["read"])
        | {address, previous_address, change: (.change | change)}),
      ((.output_changes // {}) | map_values(change))
    ]' | sha256sum | cut -d' ' -f1
}
