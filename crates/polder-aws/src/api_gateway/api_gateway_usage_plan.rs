//! `aws_api_gateway_usage_plan`: the rate limits and the API key of a partner.

use polder_cloud::{Handle, Value, Variable, body};

use crate::draft::Draft;
use crate::names::named;

/// Seconds of the window in which CloudFront's web ACL counts the requests of an address.
const WINDOW_SECONDS: u64 = 300;

/// Seconds of traffic that a partner may send as a burst: a catalog page takes about ten requests in one
/// second.
const BURST_SECONDS: u64 = 5;

/// Partners that can use their full rate at the same time before they slow each other down.
const PARTNERS_AT_ONCE: u64 = 10;

/// Rate limits of partners, derived from the edge's limit for one address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate {
    /// Requests of one address in five minutes before the edge blocks it.
    pub(crate) per_window: u64,
}

impl Rate {
    /// Requests of one partner per second: not more than the edge allows an address.
    pub(crate) fn per_second(self) -> u64 {
        self.per_window.div_ceil(WINDOW_SECONDS).max(1)
    }

    /// Burst of one partner.
    pub(crate) fn burst(self) -> u64 {
        self.per_second().saturating_mul(BURST_SECONDS)
    }

    /// Requests of one partner per day: its rate for the whole day.
    pub(crate) fn per_day(self) -> u64 {
        self.per_window.saturating_mul(86_400 / WINDOW_SECONDS)
    }

    /// Requests of one address in five minutes: those of two partners that share the address. A partner above
    /// its limit then gets an error from its usage plan, which names the cause, and not from the web ACL,
    /// which does not.
    pub(crate) fn per_address(self) -> u64 {
        self.per_second().saturating_mul(2 * WINDOW_SECONDS)
    }

    /// Requests of all partners per second.
    pub(crate) fn all_per_second(self) -> u64 {
        self.per_second().saturating_mul(PARTNERS_AT_ONCE)
    }

    /// Burst of all partners.
    pub(crate) fn all_burst(self) -> u64 {
        self.burst().saturating_mul(PARTNERS_AT_ONCE)
    }
}

/// Writes the plan and the first key.
pub(crate) fn usage_plan(s: &Draft, api: &Handle, stage: &Handle, rate: Rate) {
    s.file(
        "api_gateway_usage_plan",
        "Rate limits for partners. Each partner gets a key of its own, with the same value in every region:\n\
         its requests enter at the nearest one.",
    );
    let plan = s.resource(
        "aws_api_gateway_usage_plan",
        "partners",
        body! {
            name = named("-partners");
            description = "Rate limits of a partner.";
            api_stages {
                api_id = api.id();
                stage = stage.get("stage_name");
            }
            throttle_settings {
                rate_limit = rate.per_second();
                burst_limit = rate.burst();
            }
            quota_settings {
                limit = rate.per_day();
                period = "DAY";
            }
        },
    );
    let key = s.resource(
        "aws_api_gateway_api_key",
        "partner",
        body! {
            name = named("-partner");
            description = "API key of the first partner.";
            value = partner_key(s);
        },
    );
    s.resource(
        "aws_api_gateway_usage_plan_key",
        "partner",
        body! {
            usage_plan_id = plan.id();
            key_id = key.id();
            key_type = "API_KEY";
        },
    );
}

fn partner_key(s: &Draft) -> Value {
    s.variable(Variable {
        name: "partner_key".into(),
        kind: "string".into(),
        description: "Key of the first partner, the same in every region.".into(),
        default: Value::Null,
        sensitive: true,
        pattern: Some(("^[A-Za-z0-9]{32,128}$", "A key is 32 to 128 letters and digits.")),
        example: "abcdefghijklmnopqrstuvwxyz0123456789".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_may_ask_what_an_address_may_ask_at_the_edge() {
        let rate = Rate { per_window: 2000 };
        assert_eq!(rate.per_second(), 7);
        assert_eq!(rate.per_day(), 2000 * 288);
        assert!(rate.per_second() * WINDOW_SECONDS >= 2000);
        assert_eq!(rate.all_per_second(), 70);
    }

    #[test]
    fn no_limit_is_ever_zero_or_overflows() {
        assert_eq!(Rate { per_window: 0 }.per_second(), 1);
        let _ = Rate { per_window: u64::MAX }.all_burst();
    }
}
