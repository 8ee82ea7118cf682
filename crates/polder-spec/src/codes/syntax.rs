//! Input that is not a platform file.

super::declare! {
    "SPEC001" "syntax-error" Error SYNTAX: "the file is not valid TOML"
        finds "Text that TOML 1.0 does not allow: a string without its closing quote, a key without a value, a table that is opened twice. The reader goes on after it and looks for more."
        why "The text cannot be parsed, and its meaning is not guessed. Until it is corrected, checks that need the whole file are skipped."
        todo "Correct the text at the mark. Text values are in double quotes, lists in brackets, and each key and each table once."

    "SPEC002" "file-too-large" Error TOO_LARGE: "the file is larger than 1 MiB"
        finds "A platform file of more than 1 MiB."
        why "A platform of a hundred cells fits in 100 KiB. A larger file is most likely another file, and nobody should wait for it to be read."
        todo "Give the path of the platform file. If it really is that large, split the platform in two."

    "SPEC003" "empty-file" Error EMPTY: "the file is empty"
        finds "A file without a single key."
        why "There is no platform to build."
        todo "Write one with `polder init`."

    "SPEC004" "unknown-key" Error UNKNOWN_KEY: "a key that this polder does not know"
        finds "A key or a table that has no meaning where it stands."
        why "A key with a spelling mistake would otherwise leave a default in force without a word."
        todo "Correct the spelling or the place, or take the key out. `polder schema` lists all keys."

    "SPEC005" "missing-key" Error MISSING_KEY: "a key that must be there is missing"
        finds "A table without one of the few keys that have no default."
        why "There is no value that would be right for most platforms, so none is assumed."
        todo "Write the key."

    "SPEC006" "unsupported-version" Error VERSION: "the language of the file is not the one that this polder reads"
        finds "A `version` other than 1."
        why "The language of the file is versioned from its first day, so that an old file never silently means something new."
        todo "Use a polder that reads this version, or write `version = 1` if the file is of that version."

    "SPEC007" "too-many-findings" Info TOO_MANY: "more was found than is shown"
        finds "A file with more than 200 findings."
        why "A list of that length is not read by anybody; most often it has one cause near the top of the file."
        todo "Correct the first ones and check again."
}
