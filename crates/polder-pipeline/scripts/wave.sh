#!/usr/bin/env bash
# Plans the stacks of a wave, STACKS, and outputs those with changes. Written by `polder init --ci github`; do not edit.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
: "${ACCOUNT_ID:?set the variable ACCOUNT_ID of this environment to the account ID}"
newest
changed='[]'
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
      popd > /dev/null
      changed=$(jq -c --arg stack "$stack" --arg print "$print" '. + [{stack: $stack, fingerprint: $print}]' <<< "$changed")
      echo "- \`$stack\`: $numbers" >> "$GITHUB_STEP_SUMMARY"
      ;;
    *) exit 1 ;;
  esac
done < <(jq -r '.[]' <<< "$STACKS")
echo "changed=$changed" >> "$GITHUB_OUTPUT"
