#!/usr/bin/env bash
# Plans the stacks STACKS, and outputs those that differ from the main branch. Written by `polder init --ci github`; do not
# edit.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
: "${ACCOUNT_ID:?set the variable ACCOUNT_ID of this environment to the account ID}"
drift='[]'
failures=0
while read -r stack; do
  plan=$RUNNER_TEMP/plan
  log=$RUNNER_TEMP/log.txt
  echo "::group::$stack"
  status=0
  { initialize "$BUILD/stacks/$stack" && tofu -chdir="$BUILD/stacks/$stack" plan -input=false -no-color -lock=false \
    -detailed-exitcode -out="$plan"; } > "$log" 2>&1 || status=$?
  case $status in
    0) ;;
    2)
      pushd "$BUILD/stacks/$stack" > /dev/null
      numbers=$(counts "$plan")
      popd > /dev/null
      # The names of resources and of what happens to them: their values are not shown.
      grep -E '^  # ' "$log" || true
      drift=$(jq -c --arg stack "$stack" --argjson counts "$numbers" '. + [{stack: $stack, counts: $counts}]' <<< "$drift")
      echo "- \`$stack\`: $numbers" >> "$GITHUB_STEP_SUMMARY"
      ;;
    *)
      if grep -q 'Unable to find remote state' "$log"; then
        echo "::notice::$stack needs a stack that is not applied yet"
      else
        grep -A 4 '^Error: ' "$log" || true
        echo "::error::$stack cannot be planned"
        failures=$((failures + 1))
      fi
      ;;
  esac
  echo "::endgroup::"
done < <(jq -r '.[]' <<< "$STACKS")
echo "drift=$drift" >> "$GITHUB_OUTPUT"
if [[ $failures -gt 0 ]]; then
  exit 1
fi
