#!/usr/bin/env bash
# What a release does before and after the stack of its services is applied. Every step can be repeated: a release that failed
# or was interrupted is continued by the next run. Written by `polder init --ci github`; do not edit.

# The services that take tasks from the queue: they are stopped while the database is migrated.
WORKERS=(worker beat)

# Seconds between two looks at AWS, and how long a service may take to run what was applied.
POLL_SECONDS=${POLL_SECONDS:-15}
ROLLOUT_SECONDS=${ROLLOUT_SECONDS:-3600}

# Whether a stack, by its path, is that of services. That of the jobs has task definitions, too, and is applied like any other.
of_services() {
  [[ ${1##*/} == app ]]
}

# The services of a state or plan in JSON: a line `NAME CLUSTER TASK_DEFINITION DESIRED_COUNT` for each.
services() {
  jq -r '.. | objects | select(.type? == "aws_ecs_service" and .mode? == "managed" and .values?)
    | .values | select(.name and .cluster and .task_definition)
    | [.name, .cluster, .task_definition, (.desired_count // 0)] | map(tostring) | join(" ")' <<< "$1"
}

# Stops the workers and runs the jobs of a release, if the plan `$1` of the stack `$2` replaces containers. A failure leaves the
# services as they were, but for the workers, which stay stopped: the next run continues here.
before_apply() {
  local shown=$1 region folder outputs job
  of_services "$2" || return 0
  releases "$shown" || return 0
  region=$(cut -d/ -f2 <<< "$2")
  folder=../jobs
  # On Kubernetes, manifests have the jobs.
  [[ -d $folder ]] || return 0
  initialize "$folder" || return 1
  outputs=$(tofu -chdir="$folder" output -json) || return 1
  same_image "$shown" "$outputs" || return 1
  local cluster names
  cluster=$(jq -er '.cluster.value' <<< "$outputs") || return 1
  names=$(jq -er '.release.value' <<< "$outputs") || return 1
  # Where nothing is migrated, the workers go on: they do not use what the other jobs write.
  if [[ " $names " == *" migrate "* ]]; then
    stop_workers "$region" "$shown" || return 1
  fi
  for job in $names; do
    run_job "$region" "$cluster" "$job" "$outputs" || return 1
  done
}

# Whether a plan creates task definitions, or changes services: also those that still run what was before.
releases() {
  jq -e '[.resource_changes[]? | select(.type == "aws_ecs_task_definition" or .type == "aws_ecs_service")
    | select(.change.actions != ["no-op"] and .change.actions != ["read"])] | length > 0' <<< "$1" > /dev/null
}

# Fails if the services would get another image of Saleor than the jobs had: its migrations would be missing.
same_image() {
  local jobs found
  jobs=$(jq -er '.image.value' <<< "$2") || return 1
  found=$(jq -r '[.resource_changes[]? | select(.type == "aws_ecs_task_definition") | .change.after // {}
    | select((.family // "") | endswith("-api")) | (.container_definitions // "[]" | fromjson)[]
    | select(.name == "api") | .image] | first // ""' <<< "$1") || return 1
  if [[ -n $found && $found != "$jobs" ]]; then
    echo "::error::the jobs have the image $jobs, and the services would get $found: set jobs_image_tag and saleor_image_tag alike"
    return 1
  fi
}

# Stops workers, and keeps the autoscaler from starting them again.
stop_workers() {
  local region=$1 prior name cluster rest
  prior=$(services "$(jq -c '.prior_state // {}' <<< "$2")") || return 1
  local stopped=() of=
  while read -r name cluster rest; do
    [[ " ${WORKERS[*]} " == *" $name "* ]] || continue
    echo "stops $name"
    scaling "$region" "$cluster" "$name" true || return 1
    aws ecs update-service --region "$region" --cluster "$cluster" --service "$name" --desired-count 0 > /dev/null || return 1
    stopped+=("$name")
    of=$cluster
  done <<< "$prior"
  [[ ${#stopped[@]} -gt 0 ]] || return 0
  aws ecs wait services-stable --region "$region" --cluster "$of" --services "${stopped[@]}"
}

# The ID of the scalable target of a service.
target() {
  echo "service/${1##*/}/$2"
}

# Suspends the scaling of a service, or resumes it. A service without a scalable target has none.
scaling() {
  local region=$1 id suspended=$4 found
  id=$(target "$2" "$3")
  found=$(aws application-autoscaling describe-scalable-targets --region "$region" --service-namespace ecs \
    --resource-ids "$id" --query 'length(ScalableTargets)' --output text) || return 1
  [[ $found != 0 ]] || return 0
  aws application-autoscaling register-scalable-target --region "$region" --service-namespace ecs \
    --scalable-dimension ecs:service:DesiredCount --resource-id "$id" --suspended-state \
    "DynamicScalingInSuspended=$suspended,DynamicScalingOutSuspended=$suspended,ScheduledScalingSuspended=$suspended" > /dev/null
}

# Runs a job and waits until it has ended with exit code 0. A run that an interrupted release started is waited for first: two
# migrations at once would hinder each other.
run_job() {
  local region=$1 cluster=$2 job=$3 outputs=$4 definition network task running
  definition=$(jq -er --arg name "${job}_task" '.[$name].value' <<< "$outputs") || return 1
  network=$(jq -ec --arg name "${job}_security_groups" \
    '{awsvpcConfiguration: {subnets: .subnets.value, securityGroups: .[$name].value}}' <<< "$outputs") || return 1
  local family=${definition##*/}
  running=$(aws ecs list-tasks --region "$region" --cluster "$cluster" --family "${family%:*}" --query 'taskArns[]' --output text) ||
    return 1
  for task in $running; do
    [[ $task != None ]] || continue
    echo "waits for $task, which an earlier run started"
    ended "$region" "$cluster" "$task" > /dev/null || return 1
  done
  task=$(aws ecs run-task --region "$region" --cluster "$cluster" --launch-type FARGATE --task-definition "$definition" \
    --network-configuration "$network" --started-by polder-release --query 'tasks[0].taskArn' --output text) || return 1
  if [[ -z $task || $task == None ]]; then
    echo "::error::$job was not started: ECS has no capacity for it; start this run again"
    return 1
  fi
  local result
  result=$(ended "$region" "$cluster" "$task") || return 1
  if ! jq -e --arg name "$job" '.containers | length > 0 and all(.[]; .exitCode == 0)' <<< "$result" > /dev/null; then
    echo "::error::$job failed: $(jq -r '.reason // "no reason given"' <<< "$result"); its log group ends with /jobs/$job. The services" \
      "run what they ran, and workers that were stopped stay stopped. Correct it and start this run again, or go back: see the README of the build"
    return 1
  fi
  echo "$job is done"
}

# Waits until a task has stopped, and prints its end.
ended() {
  local found
  while true; do
    found=$(aws ecs describe-tasks --region "$1" --cluster "$2" --tasks "$3" --output json \
      --query 'tasks[0].{status: lastStatus, reason: stoppedReason, containers: containers[].{name: name, exitCode: exitCode}}') ||
      return 1
    # A task that ECS no longer knows ended more than an hour ago.
    if [[ $found == null || $(jq -r '.status // ""' <<< "$found") == STOPPED ]]; then
      echo "$found"
      return 0
    fi
    sleep "$POLL_SECONDS"
  done
}

# Starts the workers again, and waits until every service runs what was applied: the plan `$1` of the stack `$2`.
after_apply() {
  local shown=$1 region state worker name cluster definition desired
  of_services "$2" || return 0
  state=$(tofu show -json) || return 1
  state=$(services "$state") || return 1
  region=$(cut -d/ -f2 <<< "$2")
  # In this order: if one cannot be started, beat stays at 0, and the next plan shows that. The number of workers is the autoscaler's.
  for worker in "${WORKERS[@]}"; do
    while read -r name cluster definition desired; do
      [[ $name == "$worker" ]] || continue
      desired=$(planned_count "$shown" "$name") || return 1
      start_worker "$region" "$cluster" "$name" "$desired" || return 1
    done <<< "$state"
  done
  while read -r name cluster definition desired; do
    [[ -n $name ]] || continue
    runs_as_applied "$region" "$cluster" "$name" "$definition" || return 1
  done <<< "$state"
  # Only after a release: a change of something else migrates nothing.
  if releases "$shown"; then
    set_up_shop "$region" || return 1
  fi
}

# Brings the shop to what the platform file says, where the site migrates: a new version may add settings. The release is made
# in any case, and what is left to do is a warning: the scheduled verification raises an alarm until it is done.
set_up_shop() {
  local region=$1 outputs names runner answer failed reason
  [[ -d ../jobs ]] || return 0
  if ! outputs=$(tofu -chdir=../jobs output -json) || ! names=$(jq -r '.release.value // ""' <<< "$outputs"); then
    not_set_up ": the outputs of the stack jobs cannot be read"
    return 0
  fi
  [[ " $names " == *" migrate "* ]] || return 0
  runner=
  if [[ -d ../functions ]]; then
    if ! initialize ../functions || ! outputs=$(tofu -chdir=../functions output -json) ||
      ! runner=$(jq -r '.setup_runner.value // ""' <<< "$outputs"); then
      not_set_up ": the outputs of the stack functions cannot be read"
      return 0
    fi
  fi
  if [[ -z $runner ]]; then
    not_set_up ": the stack functions is not applied yet. Apply it, and start the function then: see docs/shop.md"
    return 0
  fi
  if ! answer=$(mktemp); then
    not_set_up ": there is no temporary file for the answer"
    return 0
  fi
  failed=$(aws lambda invoke --region "$region" --function-name "$runner" --cli-binary-format raw-in-base64-out \
    --cli-read-timeout 660 --payload '{"format_version":1,"action":"setup"}' --query FunctionError --output text "$answer") ||
    failed="not started"
  if [[ $failed != None ]]; then
    reason=$(jq -r "$PLAIN"' .errorMessage | plain' "$answer" 2> /dev/null) || reason="see the log of the function"
    not_set_up " ($failed): $reason"
    return 0
  fi
  jq -r "$PLAIN"' "the shop is set up: \(.steps | length) changes",
    ((.open // [])[] | "::warning::to do in the shop: \(plain)")' "$answer" 2> /dev/null ||
    not_set_up ": the answer of the function cannot be read: see its log"
}

# A function of jq: what a shop answered, on one line. A line of its own could be a command to a workflow.
PLAIN='def plain: tostring | gsub("[\\p{Cc}\\p{Zl}\\p{Zp}]+"; " ");'

# A warning that the shop was not set up, with what follows these words.
not_set_up() {
  echo "::warning::the shop was not set up$1"
}

# The number of tasks of a service in a plan. The state has what ran while the stack was applied: none of a stopped worker.
planned_count() {
  jq -r --arg name "$2" '[.planned_values // {} | .. | objects
    | select(.type? == "aws_ecs_service" and .mode? == "managed" and .values?.name == $name) | .values.desired_count // 0] | first // 0' <<< "$1"
}

# Starts a stopped worker with the minimum of its scaling, or with the number of the plan, and resumes the scaling.
start_worker() {
  local region=$1 cluster=$2 name=$3 least count
  least=$(aws application-autoscaling describe-scalable-targets --region "$region" --service-namespace ecs \
    --resource-ids "$(target "$cluster" "$name")" --query 'ScalableTargets[0].MinCapacity' --output text) || return 1
  [[ $least != None ]] || least=$4
  count=$(aws ecs describe-services --region "$region" --cluster "$cluster" --services "$name" \
    --query 'services[0].desiredCount' --output text) || return 1
  if [[ $count -lt $least ]]; then
    aws ecs update-service --region "$region" --cluster "$cluster" --service "$name" --desired-count "$least" > /dev/null || return 1
  fi
  scaling "$region" "$cluster" "$name" false
}

# Waits until the one deployment of a service is that of the applied task definition, and complete: as many healthy tasks as are
# wanted. A service that the circuit breaker rolled back is stable, too, but runs another task definition.
runs_as_applied() {
  local region=$1 cluster=$2 name=$3 definition=$4 found until
  until=$((SECONDS + ROLLOUT_SECONDS))
  while true; do
    found=$(aws ecs describe-services --region "$region" --cluster "$cluster" --services "$name" --output json \
      --query 'services[0].{desired: desiredCount, running: runningCount, deployments: deployments[].{status: status,
        state: rolloutState, reason: rolloutStateReason, definition: taskDefinition}}') || return 1
    case $(jq -r --arg definition "$definition" '
      ([.deployments[]? | select(.status == "PRIMARY")] | first) as $primary
      | ([.deployments[]? | select(.definition == $definition and .state == "FAILED")] | length) as $failed
      | if $primary == null or $failed > 0 or $primary.definition != $definition then "failed"
        elif $primary.state == "COMPLETED" and (.deployments | length) == 1 and .running == .desired then "done"
        else "waits" end' <<< "$found") in
      done)
        echo "$name runs ${definition##*/}"
        return 0
        ;;
      failed)
        echo "::error::$name does not run ${definition##*/}: $(jq -r '[.deployments[]? | .reason // empty] | join("; ")' <<< "$found")." \
          "Its tasks did not become healthy, and ECS rolled it back; read its log. The next plan of this stack shows the difference"
        return 1
        ;;
    esac
    if [[ $SECONDS -gt $until ]]; then
      echo "::error::$name does not run ${definition##*/} completely after $ROLLOUT_SECONDS s: ECS may have no capacity for it; see its events"
      return 1
    fi
    sleep "$POLL_SECONDS"
  done
}
