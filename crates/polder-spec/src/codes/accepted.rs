//! Accepted findings.

super::declare! {
    "SPEC150" "accepted-day" Error ACCEPTED_DAY: "an invalid last day"
        finds "An `until` in `[accepted.CODE]` or `[edge.exceptions.NAME]` that is not a day of the calendar."
        why "Nobody would know when the finding or the exception has to be looked at again."
        todo "Write year, month and day: `2027-03-31`."

    "SPEC151" "accepted-nothing" Error ACCEPTED_NOTHING: "an entry of `[accepted]` that accepts nothing"
        finds "A code in `[accepted]`, or a text of its `about`, that no warning or remark of this run has, and a code that Polder does not have. Errors cannot be accepted. For `polder prove`, the identifier of a property or requirement that is not refuted."
        why "The reason no longer holds, or it never did: the entry would hide the next finding of the kind."
        todo "Remove the entry, or correct the code or the text."

    "SPEC152" "accepted-no-longer" Warning ACCEPTED_NO_LONGER: "a finding that is accepted no longer"
        finds "An entry of `[accepted]` whose last day has passed. Its findings are reported again, and its properties count as refuted."
        why "It was accepted for a time, and nobody has decided anew."
        todo "Correct what the finding reports, or write a later day in `until`."
}
