#!/usr/bin/env bash
# What the changes of a plan need and no stack creates, and what they would destroy. Written by `polder init --ci github`; do not edit.

# Prints a line for each thing that is missing for the plan of the stack `$2` in the file `$1`: the delegation of a zone
# whose certificates are waited for, images, packages of functions, values of secrets. Fails if the plan cannot be read: what
# is not known is never taken for complete. Each step returns its failure, since bash does not end functions in `$(...)`.
prerequisites() {
  local shown planned region
  shown=$(tofu show -json "$1") || return 1
  planned=$(jq -c '[.resource_changes[]
    | select(.change.actions | index("create") or index("update")) | {type, after: (.change.after // {})}]' \
    <<< "$shown") || return 1
  region=$(cut -d/ -f2 <<< "$2")
  missing_delegations "$planned" || return 1
  missing_images "$planned" || return 1
  missing_packages "$planned" "$region" || return 1
  missing_secrets "$planned" || return 1
  lost_stores "$shown"
}

# Resources that a plan destroys or replaces and that cannot be made again. `prevent_destroy` of a module does not hold when
# the block itself is removed. A read replica in the region of its source is an ordinary change.
lost_stores() {
  local address lost
  lost=$(jq -r '.resource_changes[] | select(.change.actions | index("delete"))
    | select(.type | IN("aws_backup_vault", "aws_db_instance", "aws_dynamodb_table", "aws_kms_key", "aws_organizations_account",
      "aws_organizations_organization", "aws_rds_cluster", "aws_rds_global_cluster", "aws_s3_bucket"))
    | select((.change.before.replicate_source_db // "") | . == "" or startswith("arn:"))
    | .address' <<< "$1") || return 1
  while read -r address; do
    [[ -n $address ]] || continue
    echo "the plan destroys $address, which cannot be made again: keep it with a \`removed\` block in the stack, or apply the" \
      "stack by hand (\"Destroying stacks\" in the README of the build)"
  done <<< "$lost"
}

# Zones of the plan's records, if the plan waits for certificates, whose name servers are not those that the public DNS has.
missing_delegations() {
  local zone zones set domain
  zones=$(jq -r 'if any(.[]; .type == "aws_acm_certificate_validation")
    then [.[] | select(.type == "aws_route53_record").after.zone_id | values] | unique[] else empty end' <<< "$1") || return 1
  while read -r zone; do
    [[ -n $zone ]] || continue
    set=$(aws route53 get-hosted-zone --id "$zone" --output json) || return 1
    domain=$(jq -r '.HostedZone.Name | rtrimstr(".")' <<< "$set")
    if ! dig +short NS "$domain" | sed 's/\.$//' | grep -qxFf <(jq -r '.DelegationSet.NameServers[]' <<< "$set"); then
      echo "the domain $domain is not delegated to its zone, and its certificates cannot be issued: enter the name servers" \
        "of the zone at the registrar, or apply the stack with the zone of the domain above"
    fi
  done <<< "$zones"
}

# Images of the registries of the platform.
missing_images() {
  local image images region repository tag
  images=$(jq -r '[.[] | select(.type == "aws_ecs_task_definition").after.container_definitions | values | fromjson[].image]
    | unique[]' <<< "$1") || return 1
  while read -r image; do
    [[ $image =~ ^[0-9]+\.dkr\.ecr\.([a-z0-9-]+)\.[a-z.]+/([^:@]+):([^:@]+)$ ]] || continue
    region=${BASH_REMATCH[1]} repository=${BASH_REMATCH[2]} tag=${BASH_REMATCH[3]}
    if ! aws ecr describe-images --region "$region" --repository-name "$repository" --image-ids "imageTag=$tag" \
      > /dev/null; then
      echo "the image $repository:$tag is not in the registry of $region: push it"
    fi
  done <<< "$images"
}

# Packages of functions, from buckets in the region of the stack.
missing_packages() {
  local bucket key packages count
  packages=$(jq -r '[.[] | select(.type == "aws_lambda_function").after | select(.s3_bucket and .s3_key)
    | [.s3_bucket, .s3_key]] | unique[] | join(" ")' <<< "$1") || return 1
  while read -r bucket key; do
    [[ -n $bucket ]] || continue
    count=$(aws s3api list-objects-v2 --region "$2" --bucket "$bucket" --prefix "$key" --query 'length(Contents || `[]`)' \
      --output text) || return 1
    if [[ $count == 0 ]]; then
      echo "the package $key is not in the bucket $bucket: sign and upload it, or run the workflow \"Functions\""
    fi
  done <<< "$packages"
}

# Secrets that containers read, and that have no value yet.
missing_secrets() {
  local secret secrets region versions
  secrets=$(jq -r '[.[] | select(.type == "aws_ecs_task_definition").after.container_definitions | values | fromjson[]
    | .secrets[]?.valueFrom | select(test("^arn:[a-z-]+:secretsmanager:")) | split(":")[:7] | join(":")] | unique[]' \
    <<< "$1") || return 1
  while read -r secret; do
    [[ -n $secret ]] || continue
    region=$(cut -d: -f4 <<< "$secret")
    versions=$(aws secretsmanager describe-secret --region "$region" --secret-id "$secret" \
      --query 'length(keys(VersionIdsToStages || `{}`))' --output text) || return 1
    if [[ $versions == 0 ]]; then
      echo "the secret $(cut -d: -f7 <<< "$secret") in $region has no value: set it"
    fi
  done <<< "$secrets"
}
