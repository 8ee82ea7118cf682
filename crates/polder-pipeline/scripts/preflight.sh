#!/usr/bin/env bash
# Fails unless the repository protects what the roles of the accounts rely on: the main branch, and the environments
# RESTRICTED, which only that branch may use, and APPROVED, which need a reviewer as well.
# Written by `polder init --ci github`; do not edit.
set -euo pipefail
failures=0
fail() {
  echo "::error::$1"
  failures=$((failures + 1))
}

# An answer of GitHub's API about the repository; nothing if there is none.
ask() {
  gh api "repos/$GITHUB_REPOSITORY/$1" 2> /dev/null || true
}

if [[ $(ask branches/main | jq -r '.protected // false') != true ]]; then
  fail "the branch main is not protected: require a pull request and the status check \"Plans\""
fi
while read -r name; do
  path=environments/$(jq -rn --arg name "$name" '$name | @uri')
  environment=$(ask "$path")
  if [[ -z $environment ]]; then
    fail "the environment $name does not exist"
    continue
  fi
  branches=$(ask "$path/deployment-branch-policies" | jq -c '[.branch_policies[]? | [.type // "branch", .name]]')
  if [[ $branches != '[["branch","main"]]' ]]; then
    fail "the environment $name must allow the branch main and nothing else"
  fi
  needs_approval=$(jq -r --arg name "$name" 'index($name) != null' <<< "$APPROVED")
  reviewers=$(jq '[.protection_rules[]? | select(.type == "required_reviewers") | .reviewers[]?] | length' <<< "$environment")
  if [[ $needs_approval == true && $reviewers -eq 0 ]]; then
    fail "the environment $name has no required reviewers"
  fi
done < <(jq -r '.[]' <<< "$RESTRICTED")
if [[ $failures -gt 0 ]]; then
  exit 1
fi
