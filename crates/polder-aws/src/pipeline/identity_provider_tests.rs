//! An account that has the identity provider of the pipeline already.

use polder_cloud::{Document, Stack, Value};
use polder_spec::{Existing, Origin, Setting};

use crate::examples;

const KIND: &str = "aws_iam_openid_connect_provider";

fn has_provider(stack: &Stack) -> bool {
    stack.managed().any(|resource| &*resource.address.kind == KIND)
}

/// An account can have one for each issuer: a second is refused.
#[test]
fn a_provider_that_exists_is_trusted_and_not_created() {
    let created = crate::lower(&examples::design("saleor-eu")).cloud;
    let design = examples::design_with("saleor-eu", |platform| {
        let production = platform.accounts.iter_mut().find(|account| account.name.value == "production");
        let existing = vec![Existing::IdentityProvider];
        production.expect("an account").existing = Setting::default(existing, Origin::Rule("a test"));
    });
    let cloud = crate::lower(&design).cloud;
    assert!(polder_cloud::check(&cloud).is_empty(), "{:?}", polder_cloud::check(&cloud));
    let mut compared = 0;
    for stack in created.stacks.iter().filter(|stack| has_provider(stack)) {
        let same = cloud.stacks.iter().find(|other| other.key == stack.key).expect("the stack");
        let exists = &*stack.key.account == "production";
        assert_eq!(has_provider(same), !exists, "{}", stack.key);
        for address in ["aws_iam_role.plan", "aws_iam_role.apply"] {
            let role = same.find(address).expect("a role of the pipeline");
            let Some(Value::Document(trust)) = role.body.get("assume_role_policy") else {
                panic!("{address}")
            };
            let Document::Policy(trust) = &**trust else { panic!("{address}") };
            let literal = format!("{trust:?}").contains(":oidc-provider/");
            assert_eq!(literal, exists, "{address} in {}", stack.key);
            compared += 1;
        }
    }
    assert!(compared >= 8, "{compared}");
}
