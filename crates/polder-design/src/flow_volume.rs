//! How much goes over a flow.

use polder_units::{Bytes, Rate};

use crate::load::Arrivals;

/// How much goes over a flow, on the average of a month of today and at the peak of the forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlowVolume {
    /// Requests, statements, commands or messages, each with its answer.
    Requests {
        /// On the average of a month, today.
        mean: Rate,
        /// In the busiest minutes until the horizon, when the site carries all that it may have to.
        peak: Rate,
        /// What goes from the party that starts to the one that answers, each time.
        request: Bytes,
        /// What comes back, each time.
        response: Bytes,
    },
    /// Files, copies and logs, in a month of today.
    Stream {
        /// From the party that starts to the one that answers.
        sent: Bytes,
        /// Back.
        received: Bytes,
    },
    /// It is counted with another flow; the text says with which.
    Elsewhere(&'static str),
    /// Nobody can say; the text says why.
    Unknown(&'static str),
}

impl FlowVolume {
    /// Requests of a given size.
    pub(crate) fn requests(arrivals: Arrivals, request: Bytes, response: Bytes) -> FlowVolume {
        FlowVolume::Requests { mean: arrivals.mean, peak: arrivals.peak, request, response }
    }

    /// What goes from the party that starts to the one that answers in an average month; `None` where nobody can say.
    pub fn sent(&self) -> Option<Bytes> {
        match self {
            FlowVolume::Requests { mean, request, .. } => Some(monthly(*mean, *request)),
            FlowVolume::Stream { sent, .. } => Some(*sent),
            FlowVolume::Elsewhere(_) => Some(Bytes(0)),
            FlowVolume::Unknown(_) => None,
        }
    }

    /// What goes back in an average month; `None` where nobody can say.
    pub fn received(&self) -> Option<Bytes> {
        match self {
            FlowVolume::Requests { mean, response, .. } => Some(monthly(*mean, *response)),
            FlowVolume::Stream { received, .. } => Some(*received),
            FlowVolume::Elsewhere(_) => Some(Bytes(0)),
            FlowVolume::Unknown(_) => None,
        }
    }
}

/// What so many of a size come to in a month, or the most that fits.
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
