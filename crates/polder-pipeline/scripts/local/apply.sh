#!/usr/bin/env bash
# Applies the stacks of this build in their order, where no pipeline does. Written by Polder; do not edit.
#
#   bash apply.sh             for each stack: plan, show, ask, apply
#   bash apply.sh --plan      plan only; the exit status is 2 if a stack has changes, or waits for one that is not applied yet
#   bash apply.sh --yes       apply without asking
#   bash apply.sh --list      print the stacks in their order
#   bash apply.sh PATH...     only the stacks at or below these paths, such as production/eu-west-1
#
# It can be interrupted and started again: a stack that is applied has no changes, and the run goes on with the first one that
# has. A plan that destroys what cannot be made again is refused, even with --yes. Where a manual step is missing, such as the
# delegation of a domain, the run stops and names it; with --plan it names it and goes on.
#
# The stacks of wave 0 come before, by hand: see "Bootstrap" in README.md.
#
# Values of variables are read from ACCOUNT.env beside this script, such as production.env, and from the environment. A line is
# NAME=VALUE, without quotes: account_id=123456789012. Names that begin with AWS_ are variables of the environment as they are:
# AWS_PROFILE=production. The files can have secrets: they are not committed.
#
# It needs OpenTofu or Terraform (or the one that TERRAFORM names), the AWS CLI, jq and dig.
set -euo pipefail
# If CDPATH is set, cd can go to another folder, and prints its path.
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")"

STACKS="
@STACKS@
"

fail() {
  echo "error: $*" >&2
  exit 1
}

mode=ask
paths=()
for argument in "$@"; do
  case $argument in
    --plan) mode=plan ;;
    --yes) mode=yes ;;
    --list) mode=list ;;
    -h | --help) sed -n '2,/^set /{/^#/!q; s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]##*/}"; exit 0 ;;
    -*) echo "error: there is no option $argument; see --help" >&2; exit 64 ;;
    *) argument=${argument#./}; argument=${argument#stacks/}; paths+=("${argument%/}") ;;
  esac
done

# Whether a stack is at or below one of the paths.
is_meant() {
  local path
  [[ ${#paths[@]} -gt 0 ]] || return 0
  for path in "${paths[@]}"; do
    [[ $1 == "$path" || $1 == "$path"/* ]] && return 0
  done
  return 1
}

chosen=()
for stack in $STACKS; do
  if is_meant "$stack"; then chosen+=("$stack"); fi
done
[[ ${#chosen[@]} -gt 0 ]] || fail "no stack is at or below ${paths[*]-}; --list prints them, and those of wave 0 are applied by hand"
if [[ $mode == list ]]; then
  printf '%s\n' "${chosen[@]}"
  exit 0
fi
if [[ $mode == ask && ! -t 0 ]]; then
  fail "there is no terminal to ask on: --plan only plans, and --yes applies without asking"
fi

if [[ -z ${TERRAFORM-} ]]; then
  if command -v tofu > /dev/null; then TERRAFORM=tofu; else TERRAFORM=terraform; fi
fi
for program in "$TERRAFORM" aws jq dig; do
  command -v "$program" > /dev/null || fail "$program is not installed"
done
# The functions below call OpenTofu by its name.
tofu() {
  command "$TERRAFORM" "$@"
}

# Plans contain secrets: nobody else can read them, and none stays.
umask 077
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export TF_IN_AUTOMATION=true CHECKPOINT_DISABLE=1

# Exports the values of an account.
values() {
  # In variables: older versions of bash read them differently in a condition.
  local line name number=0 blank='^[[:space:]]*(#.*)?$' word='^[A-Za-z_][A-Za-z0-9_]*$'
  [[ -f $1.env ]] || return 0
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    line=${line%$'\r'}
    [[ $line =~ $blank ]] && continue
    name=${line%%=*}
    # The line is not printed: it can have a secret.
    [[ $line == *=* && $name =~ $word ]] || fail "line $number of $1.env is not NAME=VALUE"
    if [[ $name == AWS_* ]]; then export "$name=${line#*=}"; else export "TF_VAR_$name=${line#*=}"; fi
  done < "$1.env"
}

# Installs the provider that the lock file names. Without the file, the newest one that the stack allows.
initialize() {
  local lock=()
  if [[ -f $1/.terraform.lock.hcl ]]; then
    lock=(-lockfile=readonly)
  else
    echo "warning: $1 has no .terraform.lock.hcl: see \"Lock the provider\" in README.md"
  fi
  if ! tofu -chdir="$1" init -input=false -no-color ${lock[@]+"${lock[@]}"} > "$scratch/init" 2>&1; then
    cat "$scratch/init" >&2
    return 1
  fi
}

@FUNCTIONS@
# Plans a stack and applies it. Status 0: no changes, or applied; 2: with --plan, it has changes or cannot be planned yet; 3: the user
# declined.
run_stack() {
  local stack=$1 plan=$scratch/plan status=0 shown lacks lack answer
  values "${stack%%/*}"
  cd "stacks/$stack"
  initialize .
  tofu plan -input=false -no-color -detailed-exitcode -out="$plan" > "$scratch/planned" 2>&1 || status=$?
  case $status in
    0) echo "no changes"; return 0 ;;
    2) cat "$scratch/planned" ;;
    *)
      if [[ $mode == plan ]] && grep -q "Unable to find remote state" "$scratch/planned"; then
        echo "waits for a stack that is not applied yet"
        return 2
      fi
      cat "$scratch/planned" >&2
      return 1
      ;;
  esac
  lacks=$(prerequisites "$plan" "$stack")
  if [[ -n $lacks ]]; then
    while IFS= read -r lack; do echo "error: $lack" >&2; done <<< "$lacks"
    if [[ $mode != plan ]]; then
      echo "do this (\"Manual steps\" in README.md), and start apply.sh again" >&2
      return 1
    fi
  fi
  [[ $mode != plan ]] || return 2
  if [[ $mode == ask ]]; then
    read -r -p "apply $stack? [y/N] " answer || answer=
    [[ $answer == [yY] || $answer == [yY][eE][sS] ]] || return 3
  fi
  shown=$(tofu show -json "$plan")
  before_apply "$shown" "$stack"
  tofu apply -input=false -no-color "$plan"
  after_apply "$shown" "$stack"
}

changed=0
for number in "${!chosen[@]}"; do
  stack=${chosen[$number]}
  echo "== $((number + 1)) of ${#chosen[@]}: $stack"
  # Not as a condition: bash would no longer stop at the first failure inside.
  set +e
  (set -e; run_stack "$stack")
  status=$?
  set -e
  rm -f "$scratch/plan" "$scratch/planned"
  case $status in
    0) ;;
    2) changed=$((changed + 1)) ;;
    3) echo "stopped: $stack is not applied, and the stacks after it may need it"; exit 3 ;;
    *) fail "$stack is not as it should be, and the stacks after it may need it; start again when it is corrected" ;;
  esac
done
if [[ $mode == plan ]]; then
  echo "$changed of ${#chosen[@]} stacks have changes or wait for others"
  [[ $changed -eq 0 ]] || exit 2
else
  echo "all ${#chosen[@]} stacks are applied"
fi
