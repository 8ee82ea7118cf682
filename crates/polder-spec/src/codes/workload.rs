//! Load and objectives.

super::declare! {
    "SPEC070" "implausible-workload" Error IMPLAUSIBLE_WORKLOAD: "figures of the load that contradict each other"
        finds "More visitors than page views, or more orders than page views."
        why "All sizes and the whole bill are computed from these figures. A pair that cannot be true is a slip in one of them."
        todo "Correct the figure that is wrong."

    "SPEC071" "impossible-objective" Error IMPOSSIBLE_OBJECTIVE: "an objective that nothing can meet"
        finds "An availability of 100 %, or of less than 90 %, a recovery time of nothing, or data loss of nothing when a region is lost."
        why "The copy in the other region is written after the commit, so the newest data can be lost with the region; and every recovery takes time. A promise that cannot be kept is worth nothing to those who rely on it."
        todo "Say what is really needed: `99.95`, `rto = \"15m\"`, `rpo = \"1m\"`."

    "SPEC072" "unknown-peak" Error UNKNOWN_PEAK: "a peak day that is not known"
        finds "An item of `peaks` that is neither the name of a known day nor a date `MM-DD`."
        why "The calendar of scaling and of rehearsals is made from these days."
        todo "Choose one of the names that the message lists, or write a date: `12-05`."
}
