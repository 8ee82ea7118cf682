//! A report in one of its forms.

use crate::json::json;
use crate::report::{Form, Report};

/// The report in a form.
pub fn render(report: &Report<'_>, form: Form) -> String {
    match form {
        Form::Text => report.text(),
        Form::Json => json(report),
        Form::Markdown => report.markdown(),
    }
}
