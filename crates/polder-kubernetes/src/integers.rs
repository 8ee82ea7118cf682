//! Integer conversions. Values of a design fit; others are saturated.

/// A count or a number of seconds.
pub(crate) fn whole<T: TryFrom<u64> + Bounded>(number: u64) -> T {
    T::try_from(number).unwrap_or(T::MOST)
}

/// A bounded integer type.
pub(crate) trait Bounded {
    /// The largest number.
    const MOST: Self;
}

impl Bounded for i32 {
    const MOST: i32 = i32::MAX;
}

impl Bounded for i64 {
    const MOST: i64 = i64::MAX;
}
