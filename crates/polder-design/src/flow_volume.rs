//! The volume of a flow.

use polder_units::{Bytes, Rate};

use crate::load::Arrivals;

/// The volume of a flow, for an average month today and at the peak of the forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlowVolume {
    /// Requests, statements, commands or messages, each with its response.
    Requests {
        /// The average of a month, today.
        mean: Rate,
        /// In the busiest minutes until the horizon, when the site carries the highest possible load.
        peak: Rate,
        /// Bytes from source to target, for each request.
        request: Bytes,
        /// Bytes from target to source, for each request.
        response: Bytes,
    },
    /// Files, replicas and logs, in a month today.
    Stream {
        /// From source to target.
        sent: Bytes,
        /// Back.
        received: Bytes,
    },
    /// It is counted with another flow, which the text names.
    Elsewhere(&'static str),
    /// Unknown; the text says why.
    Unknown(&'static str),
}

impl FlowVolume {
    /// Requests of a given size.
    pub(crate) fn requests(arrivals: Arrivals, request: Bytes, response: Bytes) -> FlowVolume {
        FlowVolume::Requests { mean: arrivals.mean, peak: arrivals.peak, request, response }
    }

    /// Bytes from source to target in an average month; `None` if unknown.
    pub fn sent(&self) -> Option<Bytes> {
        match self {
            FlowVolume::Requests { mean, request, .. } => Some(monthly(*mean, *request)),
            FlowVolume::Stream { sent, .. } => Some(*sent),
            FlowVolume::Elsewhere(_) => Some(Bytes(0)),
            FlowVolume::Unknown(_) => None,
        }
    }

    /// Bytes from target to source in an average month; `None` if unknown.
    pub fn received(&self) -> Option<Bytes> {
        match self {
            FlowVolume::Requests { mean, response, .. } => Some(monthly(*mean, *response)),
            FlowVolume::Stream { received, .. } => Some(*received),
            FlowVolume::Elsewhere(_) => Some(Bytes(0)),
            FlowVolume::Unknown(_) => None,
        }
    }
}

/// The bytes of a number of requests of a size in a month, saturating.
fn monthly(rate: Rate, each: Bytes) -> Bytes {
    Bytes(rate.in_month().saturating_mul(each.0))
}

#[cfg(test)]
mod tests {
    use polder_units::{Bytes, Rate};

    use super::FlowVolume;

    #[test]
    fn a_month_has_what_its_requests_carry() {
        let (mean, peak) = (Rate::per_month(1_000), Rate::per_second(9));
        let requests = FlowVolume::Requests { mean, peak, request: Bytes(10), response: Bytes(200) };
        // A rate is rounded up to one event in a million seconds.
        assert_eq!((requests.sent(), requests.received()), (Some(Bytes(10_010)), Some(Bytes(200_200))));
        let stream = FlowVolume::Stream { sent: Bytes(1), received: Bytes(2) };
        assert_eq!((stream.sent(), stream.received()), (Some(Bytes(1)), Some(Bytes(2))));
        assert_eq!((FlowVolume::Unknown("why").sent(), FlowVolume::Unknown("why").received()), (None, None));
        assert_eq!(FlowVolume::Elsewhere("there").sent(), Some(Bytes(0)));
    }
}
