#!/usr/bin/env bash
# Plans the stacks of a wave, STACKS, and outputs those with changes. Fails where these need what people must do before.
# Written by `polder init --ci github`; do not edit.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/prerequisites.sh"
: "${ACCOUNT_ID:?set the variable ACCOUNT_ID of this environment to the account ID}"
newest
changed='[]'
missing=0
number=0
while read -r stack; do
  number=$((number + 1))
  plan=$RUNNER_TEMP/plan-$number
  echo "::group::$stack"
  initialize "$BUILD/stacks/$stack"
  status=0
  tofu -chdir="$BUILD/stacks/$stack" plan -input=false -no-color -lock=false -detailed-exitcode -out="$plan" \
    || status=$?
  echo "::endgroup::"
  case $status in
    0) echo "- \`$stack\`: nothing to do" >> "$GITHUB_STEP_SUMMARY" ;;
    2)
      pushd "$BUILD/stacks/$stack" > /dev/null
      print=$(fingerprint "$plan")
      numbers=$(counts "$plan")
      lacks=$(prerequisites "$plan" "$stack")
      popd > /dev/null
      changed=$(jq -c --arg stack "$stack" --arg print "$print" '. + [{stack: $stack, fingerprint: $print}]' <<< "$changed")
      echo "- \`$stack\`: $numbers" >> "$GITHUB_STEP_SUMMARY"
      while read -r lack; do
        [[ -n $lack ]] || continue
        missing=$((missing + 1))
        echo "::error::$stack: $lack"
        echo "  - **missing**: $lack" >> "$GITHUB_STEP_SUMMARY"
      done <<< "$lacks"
      ;;
    *) exit 1 ;;
  esac
done < <(jq -r '.[]' <<< "$STACKS")
if [[ $missing -gt 0 ]]; then
  echo "::error::do what is missing (\"Manual steps\" in the README of the build), and then run the failed jobs again"
  exit 1
fi
echo "changed=$changed" >> "$GITHUB_OUTPUT"
