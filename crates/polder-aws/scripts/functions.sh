#!/usr/bin/env bash
# Signs the functions, and puts them where the sites whose stacks are STACKS take them from, as RELEASE.
# Written by `polder init --ci github`; do not edit.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
[[ $RELEASE =~ ^[0-9A-Za-z][0-9A-Za-z._-]{0,62}$ ]] || {
  echo "::error::a release has letters, digits, dots, dashes and underscores"
  exit 1
}
newest
packages=$RUNNER_TEMP/functions
# The packages were built by another job, without permissions; this job signs what that job built, and nothing else.
if [[ $(digest "$packages") != "$DIGEST" ]]; then
  echo "::error::the packages are not those that were built"
  exit 1
fi
while read -r stack; do
  region=$(cut -d/ -f2 <<< "$stack")
  initialize "$BUILD/stacks/$stack"
  bucket=$(tofu -chdir="$BUILD/stacks/$stack" output -raw functions_bucket)
  signer=$(tofu -chdir="$BUILD/stacks/$stack" output -raw functions_signer)
  for package in "$packages"/polder-*.zip; do
    name=$(basename "$package")
    key=$RELEASE/${name#polder-}
    if aws s3api head-object --region "$region" --bucket "$bucket" --key "$key" > /dev/null 2>&1; then
      echo "$stack: $key is there already, and a release never changes"
      continue
    fi
    if [[ -z $signer ]]; then
      echo "::warning::$stack: the region has no code signing, so $key is not signed"
      aws s3api put-object --region "$region" --bucket "$bucket" --key "$key" --body "$package" > /dev/null
      continue
    fi
    version=$(aws s3api put-object --region "$region" --bucket "$bucket" --key "unsigned/$key" --body "$package" \
      --query VersionId --output text)
    job=$(aws signer start-signing-job --region "$region" --profile-name "$signer" \
      --source "s3={bucketName=$bucket,key=unsigned/$key,version=$version}" \
      --destination "s3={bucketName=$bucket,prefix=signed/$key-}" --query jobId --output text)
    aws signer wait successful-signing-job --region "$region" --job-id "$job"
    signed=$(aws signer describe-signing-job --region "$region" --job-id "$job" --query signedObject.s3.key \
      --output text)
    aws s3api copy-object --region "$region" --bucket "$bucket" --key "$key" --copy-source "$bucket/$signed" \
      > /dev/null
    echo "$stack: $key"
  done
done < <(jq -r '.[]' <<< "$STACKS")
