#!/usr/bin/env bash
# Fails if the committed build does not match the platform file. Written by `polder init --ci github`; do not edit.
set -euo pipefail
polder=$RUNNER_TEMP/polder/bin/polder
# Status 2 means warnings: they are shown at the change and do not fail the job.
"$polder" check "$POLDER_FILE" --format github || [[ $? -eq 2 ]]
"$polder" compile "$POLDER_FILE" --out "$BUILD" --locked
"$polder" init "$POLDER_FILE" --ci github --force
# Terraform also reads files that the user added to the build. Reviewers can overlook them in a large change.
known=$(cut -c19- "$BUILD/.polder-files")
while read -r file; do
  if ! grep -qxF -- "${file#"$BUILD"/}" <<< "$known" && [[ $file != */.terraform.lock.hcl ]]; then
    echo "::warning file=$file::$file is not a file of the build: Terraform reads it all the same"
  fi
done < <(git -c core.quotepath=off ls-files -- "$BUILD" ":!$BUILD/.polder-files")
git add --all --intent-to-add -- "$BUILD" .github
if ! git diff --exit-code --stat -- "$BUILD" .github; then
  echo "::error::the committed stacks or workflows are not what $POLDER_FILE says: compile anew and commit"
  exit 1
fi
