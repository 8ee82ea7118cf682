#!/usr/bin/env bash
# Plans one stack for a pull request: STACK.
# Written by `polder init --ci github`; do not edit.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
: "${ACCOUNT_ID:?set the variable ACCOUNT_ID of this environment to the account ID}"
report=$RUNNER_TEMP/report
plan=$RUNNER_TEMP/plan
mkdir -p "$report"

summary() {
  jq -n -c --arg stack "$STACK" --arg result "$1" --argjson counts "${2:-null}" \
    '{stack: $stack, result: $result, counts: $counts}' > "$report/summary.json"
}

# The result if a command below fails.
summary failed
initialize "$BUILD/stacks/$STACK"
cd "$BUILD/stacks/$STACK"
status=0
# The plan role cannot write, and so cannot lock the state.
tofu plan -input=false -no-color -lock=false -detailed-exitcode -out="$plan" 2>&1 \
  | tee "$report/log.txt" || status=$?
case $status in
  0) summary none ;;
  2)
    numbers=$(counts "$plan")
    # As text: a plan file contains secrets in plain text, and everyone who can read the repository can read its
    # artifacts.
    tofu show -no-color "$plan" > "$report/plan.txt"
    summary changes "$numbers"
    ;;
  *)
    grep -q 'Unable to find remote state' "$report/log.txt" || exit 1
    echo "::notice::$STACK needs a stack that is not applied yet; it is planned when that is"
    summary waits
    ;;
esac
