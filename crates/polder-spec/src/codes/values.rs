//! Values that do not fit their key.

super::declare! {
    "SPEC010" "wrong-type" Error WRONG_TYPE: "a value of another type than its key takes"
        finds "Text where a number is taken, a list where one value is taken, and the like."
        why "A value is never converted: `\"3\"` and `3` may mean different things to different people."
        todo "Write a value of the type that the message names."

    "SPEC011" "out-of-range" Error OUT_OF_RANGE: "a value outside what can be built"
        finds "A number, a percentage, a time or the length of a list outside the range of its key."
        why "The range is what the provider offers or what makes sense; beyond it the deployment would fail or the value was a slip."
        todo "Choose a value within the range."

    "SPEC012" "unknown-choice" Error UNKNOWN_CHOICE: "a word that is not among those to choose from"
        finds "A key with a fixed list of words and a word that is not in it."
        why "Nothing can be built from a word without a meaning."
        todo "Choose one of the words that the message lists."

    "SPEC013" "not-yet" Error NOT_YET: "a choice that is planned and not built"
        finds "An engine or a provider that this polder knows by name and cannot build yet."
        why "Half a platform is worse than none: what cannot be built whole and proved is refused."
        todo "Choose one of those that the message lists, or stay with the default."

    "SPEC014" "malformed-duration" Error DURATION: "a text that is no length of time"
        finds "A time without a unit, with a fraction, or with an unknown unit."
        why "`15` could be seconds or minutes, and the two are different promises."
        todo "Write a whole number and one of the units `ms`, `s`, `m`, `h`, `d`: `15m`."

    "SPEC015" "malformed-percent" Error PERCENT: "a number that is no percentage"
        finds "A percentage that is negative, not finite, written with an exponent, or finer than four decimals."
        why "Percentages are kept as whole millionths, so that no rounding decides anything that is shown as exact."
        todo "Write a plain decimal number: `99.95`."

    "SPEC016" "repeated-item" Error REPEATED: "a list that names the same thing twice"
        finds "Two equal items in a list."
        why "The second does nothing, and was most likely meant to be another."
        todo "Take one of them out."

    "SPEC017" "malformed-hours" Error HOURS: "hours that nobody can keep"
        finds "A time that is not written as `07:00`, days that are not written as `mon-fri` or `mon,wed,sat`, or a stop that is not later than the start."
        why "What is stopped at the wrong time is missed by those who work, or paid for while nobody does."
        todo "Write `hours = { from = \"07:00\", to = \"20:00\", days = \"mon-fri\" }`, or `hours = \"office\"`, which means the same."

    "SPEC018" "unknown-time-zone" Error UNKNOWN_ZONE: "an unknown time zone"
        finds "A `zone` that is no name of the time zone database."
        why "Hours need a time zone; offsets such as `+01:00` are wrong for half of the year."
        todo "Write the name of a city as the database does: `Europe/Amsterdam`."
}
