//! Advice as a table, as JSON, as Markdown and as a chart.

mod table;
mod text;
mod json;
mod markdown;
mod picture;

use polder_price::Form;

use crate::advice::Advice;

pub use picture::chart;

/// The advice in a form.
pub fn report(advice: &Advice, form: Form) -> String {
    match form {
        Form::Text => text::text(advice),
        Form::Json => json::json(advice),
        Form::Markdown => markdown::markdown(advice),
    }
}
