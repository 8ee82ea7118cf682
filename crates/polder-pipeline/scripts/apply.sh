#!/usr/bin/env bash
# Applies one stack, STACK, if its plan still matches EXPECTED. Written by `polder init --ci github`; do not edit.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/prerequisites.sh"
source "$(dirname "${BASH_SOURCE[0]}")/rollout.sh"
: "${ACCOUNT_ID:?set the variable ACCOUNT_ID of this environment to the account ID}"
newest
plan=$RUNNER_TEMP/plan
initialize "$BUILD/stacks/$STACK"
cd "$BUILD/stacks/$STACK"
tofu plan -input=false -no-color -out="$plan"
# The stack is planned again and compared with the approved plan: plan files contain secrets and are not stored in
# between.
found=$(fingerprint "$plan")
if [[ $found != "$EXPECTED" ]]; then
  echo "::error::$STACK would no longer do what was approved: something changed in between; start again"
  exit 1
fi
# The plan was checked for losses before it was approved; no fault of that check may cost a data store.
shown=$(tofu show -json "$plan")
lost=$(lost_stores "$shown")
if [[ -n $lost ]]; then
  echo "::error::$lost"
  exit 1
fi
# The stack of services: stops workers, runs the jobs of the release, and waits until the services run what was applied.
before_apply "$shown" "$STACK"
tofu apply -input=false -no-color "$plan"
after_apply "$shown" "$STACK"
