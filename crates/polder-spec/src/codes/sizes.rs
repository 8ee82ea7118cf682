//! Sizes that the user sets.

super::declare! {
    "SPEC160" "unknown-class" Error UNKNOWN_CLASS: "a class that the facts do not have"
        finds "A class in `[cells.NAME.sizes]` that is not in the catalog, or a word that is no class."
        why "Without its processors, memory and limits Polder cannot say what it carries or costs."
        todo "Correct the class. `polder facts class` lists those that are known."

    "SPEC161" "size-of-nothing" Error SIZE_OF_NOTHING: "a size of something that the platform does not have"
        finds "A size for a component that the chosen engines do not create: `machine_class` with `ecs-fargate`, `broker_class` with `sqs`, `database_disk_gib` with Aurora, a storefront that is hosted elsewhere. Or a class that the engine refuses: a burstable one for an Aurora global cluster, or one of another architecture for the machines."
        why "The size would have no effect, or AWS would refuse it."
        todo "Remove the key, or choose another engine or class."

    "SPEC162" "task-size-not-offered" Error TASK_SIZE: "a size of tasks that is not offered"
        finds "`cpu_millis` and `memory_mib` that no task size of Fargate has, or not together. Tasks have the same sizes on machines, so that a change of the engine needs no new sizes."
        why "AWS refuses the task definition."
        todo "Choose one of the sizes that the message lists."

    "SPEC163" "fewer-tasks-at-most" Error FEWER_AT_MOST: "a maximum of tasks below the minimum"
        finds "`tasks_max` that is less than `tasks`."
        why "AWS refuses a scaling target whose maximum is below its minimum."
        todo "Raise `tasks_max`, or lower `tasks`."
}
