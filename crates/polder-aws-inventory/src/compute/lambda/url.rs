//! `aws_lambda_function_url`.

use polder_cloud::View;
use polder_inventory::compute::FunctionUrl;
use polder_inventory::model::{Known, Reason};

use super::setting::change;
use crate::reader::Reader;
use crate::value::given_text;

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let url = match given_text(view, "authorization_type") {
        Known::Value(word) if word == "NONE" => FunctionUrl::Open,
        Known::Value(word) if word == "AWS_IAM" => FunctionUrl::Policy,
        Known::Value(_) => FunctionUrl::Unknown(Reason::NotUnderstood),
        Known::Unknown(reason) => FunctionUrl::Unknown(reason),
    };
    let found = change(reader, view, &["url"], |function| {
        // A function may have a URL for each of its aliases: the least restrictive one is used.
        if function.url != FunctionUrl::Open {
            function.url = url;
        }
    });
    if !found && url != FunctionUrl::Policy {
        let text = "the URL of a function that is not in the estate may ask for no credentials";
        reader.blind(view, None, Some("authorization_type"), Reason::Elsewhere, text);
    }
}
