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
}
