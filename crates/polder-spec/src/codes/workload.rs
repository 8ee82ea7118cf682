//! Load and objectives.

super::declare! {
    "SPEC070" "implausible-workload" Error IMPLAUSIBLE_WORKLOAD: "figures of the load that contradict each other"
        finds "More visitors than page views, or more orders than page views."
        why "All sizes and costs are computed from these figures. A contradiction is an error in one of them."
        todo "Correct the figure that is wrong."

    "SPEC071" "impossible-objective" Error IMPOSSIBLE_OBJECTIVE: "an objective that cannot be achieved"
        finds "An availability of 100 %, or of less than 90 %, an RTO of zero, or an RPO of zero for the loss of a region."
        why "Replication to the other region is asynchronous, so the newest data can be lost with the region; and every recovery takes time."
        todo "Write the real requirement: `99.95`, `rto = \"15m\"`, `rpo = \"1m\"`."

    "SPEC072" "unknown-peak" Error UNKNOWN_PEAK: "a peak day that is not known"
        finds "An item of `peaks` that is neither the name of a known day nor a date `MM-DD`."
        why "Scheduled scaling is derived from these days."
        todo "Choose one of the names that the message lists, or write a date: `12-05`."
}
