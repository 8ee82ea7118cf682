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

# A response of GitHub's API about the repository; nothing if the request fails. `gh` also prints the bodies of errors.
ask() {
  local response
  if response=$(gh api "repos/$GITHUB_REPOSITORY/$1" 2> /dev/null); then
    echo "$response"
  fi
}

rules=$(ask rules/branches/main)
approved=$(jq '[.[]? | select(.type == "pull_request").parameters
  | select(.required_approving_review_count > 0 and .dismiss_stale_reviews_on_push)] | length' <<< "${rules:-[]}")
checked=$(jq '[.[]? | select(.type == "required_status_checks").parameters.required_status_checks[]?
  | select(.context == "Plans")] | length' <<< "${rules:-[]}")
if [[ $approved -eq 0 ]]; then
  fail "no rule of the branch main requires a pull request whose approvals end with each push"
fi
if [[ $checked -eq 0 ]]; then
  fail "no rule of the branch main requires the status check \"Plans\""
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
  reviewers=$(jq '[.protection_rules[]? | select(.type == "required_reviewers" and .prevent_self_review) | .reviewers[]?]
    | length' <<< "$environment")
  if [[ $needs_approval == true && $reviewers -eq 0 ]]; then
    fail "the environment $name has no required reviewers, or they may approve their own runs"
  fi
done < <(jq -r '.[]' <<< "$RESTRICTED")
if [[ $failures -gt 0 ]]; then
  exit 1
fi
