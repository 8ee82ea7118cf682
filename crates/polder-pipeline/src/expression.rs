//! Text that GitHub does not evaluate.

/// Text as data: GitHub evaluates `${{ … }}` anywhere in a workflow, so the mark becomes an expression that yields it.
pub(crate) fn data(text: &str) -> String {
    text.replace("${{", "${{ '${{' }}")
}

/// Text inside an expression.
pub(crate) fn literal(text: &str) -> String {
    // `}}` inside quotes would still end the expression; names have no braces, and lose them here.
    let text: String = text.chars().filter(|c| !matches!(c, '{' | '}')).collect();
    format!("'{}'", text.replace('\'', "''"))
}
