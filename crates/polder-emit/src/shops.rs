//! The step that makes each cell's Saleor ready for customers.

use std::collections::BTreeSet;

use polder_cloud::{Cloud, Layer, StackScope};

/// The cells, and what to run for each.
pub(crate) fn shops(cloud: &Cloud) -> String {
    let cells: BTreeSet<(&str, &str)> = cloud
        .stacks
        .iter()
        .filter(|stack| stack.key.layer == Layer::App)
        .filter_map(|stack| match &stack.key.scope {
            StackScope::Site { cell, .. } => Some((&*stack.key.account, &**cell)),
            StackScope::Global | StackScope::Region(_) | StackScope::Foreign(_) => None,
        })
        .collect();
    if cells.is_empty() {
        return String::new();
    }
    let rows: String =
        cells.iter().map(|(account, cell)| format!("- cell `{cell}` in `{account}`\n")).collect();
    format!("{WHY}{rows}{HOW}{CLIENTS}")
}

const WHY: &str = "After its first migration, Saleor accepts test payments from anybody, charges no tax, and new customers get no mail. Do this
before you announce a host, and again after each `migrate` and each failover:

";

const HOW: &str = "
```sh
export POLDER_SHOP_TOKEN=TOKEN_OF_AN_APP
polder shop setup https://MARKET_HOST/graphql/ --cell CELL \\
  --events-queue https://sqs.REGION.amazonaws.com/ACCOUNT/QUEUE
```

QUEUE is the queue whose name ends with `-events`, in the region of the active site. The app needs the permissions that
`polder explain SETUP001` lists. `polder shop verify` with the same arguments changes nothing, and reports what is not ready for
customers. Without Polder: turn off the plugins `mirumee.payments.dummy` and `mirumee.payments.dummy_credit_card` in each
channel in the dashboard, turn on `User emails` with a sender address in each channel, set a default tax rate for each country,
and deploy `saleor/CELL/config.yml` twice: the first deployment leaves settings of new channels at their defaults.
";

/// Without this, all shoppers of a storefront share the address of its NAT gateway.
const CLIENTS: &str = "
### The storefront names the shopper's address

Saleor throttles logins by the address that it sees: after ten misses on one account, an address waits for an hour. A storefront
that signs shoppers in from its server calls from a NAT gateway, so all its shoppers would wait. Add two headers to each call of
the API that the storefront's server makes for a shopper, and to no other: a page that is cached belongs to nobody.

```ts
const forwarded = (await headers()).get('x-forwarded-for') ?? ''; // the edge writes the shopper's address first
const client = {
  'x-client-address': forwarded.split(',')[0].trim(),
  'x-client-proof': process.env.CLIENT_ADDRESS_PROOF ?? '',
};
```

`CLIENT_ADDRESS_PROOF` is the secret `client-proof` of the cell; its value is that of the variable `client_secret` of the stack
`global/edge`. The edge passes the address on if the proof is right, and ignores it otherwise. To rotate the secret, set
`client_secret_next`, apply, write the new value to `client-proof` of each cell, replace the tasks, and then make it
`client_secret`. Shoppers behind one address of their own, such as an office, are still throttled together.
";
