//! Implementations of [`Describe`] for the building blocks of entries.

use std::fmt::{self, Display};

use polder_units::{Bytes, Duration, MilliCpu, PicoUsd};

use super::{Describe, Step, Visitor, choice, record};
#[cfg(test)]
use crate::entries::EntryId;
use crate::model::{
    AddressBlock, Attribute, Decimal, Known, Link, Pattern, Piece, PortRange, Reason, ScheduleExpression,
    Set, Tag, Text, Window,
};

/// A text in quotes on one line.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.escape_debug())
    }
}

/// Implements [`Describe`] for a type without parts: how it is written, and how it is generated.
macro_rules! leaf {
    ($($type:ty: $show:expr, $make:expr;)+) => {$(
        impl Describe for $type {
            fn describe(&self, visitor: &mut dyn Visitor) {
                let show: fn(&$type, &mut dyn Visitor) = $show;
                show(self, visitor);
            }

            #[cfg(test)]
            fn references(&mut self, _change: &mut dyn FnMut(&mut EntryId)) {}

            #[cfg(test)]
            fn generate(generator: &mut crate::tests::generator::Generator) -> $type {
                let make: fn(&mut crate::tests::generator::Generator) -> $type = $make;
                make(generator)
            }
        }
    )+};
}

leaf! {
    bool: |value, visitor| visitor.leaf(value), |g| g.below(2) == 1;
    u8: |value, visitor| visitor.leaf(value), |g| g.small() as u8;
    u16: |value, visitor| visitor.leaf(value), |g| g.small() as u16;
    u32: |value, visitor| visitor.leaf(value), |g| g.small() as u32;
    u64: |value, visitor| visitor.leaf(value), |g| g.small() as u64;
    i32: |value, visitor| visitor.leaf(value), |g| g.small() as i32 - 3;
    Text: |value, visitor| visitor.leaf(&Quoted(value)), |g| g.text();
    Duration: |value, visitor| visitor.leaf(value), |g| Duration::seconds(g.small() as u64);
    Bytes: |value, visitor| visitor.leaf(&format_args!("{} B", value.0)), |g| Bytes::mib(g.small() as u64);
    MilliCpu: |value, visitor| visitor.leaf(value), |g| MilliCpu(g.small() as u64);
    PicoUsd: |value, visitor| visitor.leaf(&format_args!("{} USD", value.to_decimal())), |g| PicoUsd(g.small() as i64);
    Decimal: |value, visitor| visitor.leaf(value), |g| Decimal { millionths: g.small() as i64 };
    AddressBlock: |value, visitor| visitor.leaf(value), |g| g.block();
    PortRange: |value, visitor| visitor.leaf(value), |g| PortRange::one(g.small() as u16);
}

impl Describe for Reason {
    fn describe(&self, visitor: &mut dyn Visitor) {
        visitor.unknown(*self);
    }

    #[cfg(test)]
    fn references(&mut self, _change: &mut dyn FnMut(&mut EntryId)) {}

    #[cfg(test)]
    fn generate(generator: &mut crate::tests::generator::Generator) -> Reason {
        generator.reason()
    }
}

choice!(Piece { Literal(text), AnyRun, AnyOne, Variable(key), Attribute { entry, attribute }, Account(account), Unknown(reason) });

choice!(Attribute { Identifier, Id, Name, Host, Url, Port, Address, Other });

choice!(ScheduleExpression { Every(time), Cron { fields, zone }, Once { at, zone } });

record!(Window { day, minute, length });

record!(Tag { key, value });

impl<T: Describe> Describe for Known<T> {
    fn describe(&self, visitor: &mut dyn Visitor) {
        match self {
            Known::Value(value) => value.describe(visitor),
            Known::Unknown(reason) => visitor.unknown(*reason),
        }
    }

    #[cfg(test)]
    fn references(&mut self, change: &mut dyn FnMut(&mut EntryId)) {
        if let Known::Value(value) = self {
            value.references(change);
        }
    }

    #[cfg(test)]
    fn generate(generator: &mut crate::tests::generator::Generator) -> Known<T> {
        match generator.below(6) {
            0 => Known::Unknown(generator.reason()),
            _ => Known::Value(T::generate(generator)),
        }
    }
}

impl<I: Describe> Describe for Link<I> {
    fn describe(&self, visitor: &mut dyn Visitor) {
        match self {
            Link::To(id) => id.describe(visitor),
            Link::Outside(external) => external.describe(visitor),
            Link::Unknown(reason) => visitor.unknown(*reason),
        }
    }

    #[cfg(test)]
    fn references(&mut self, change: &mut dyn FnMut(&mut EntryId)) {
        match self {
            Link::To(id) => id.references(change),
            Link::Outside(external) => external.references(change),
            Link::Unknown(_) => {}
        }
    }

    #[cfg(test)]
    fn generate(generator: &mut crate::tests::generator::Generator) -> Link<I> {
        match generator.below(8) {
            0 => Link::Unknown(generator.reason()),
            1 => Link::Outside(Describe::generate(generator)),
            _ => Link::To(I::generate(generator)),
        }
    }
}

impl<T: Describe> Describe for Option<T> {
    fn describe(&self, visitor: &mut dyn Visitor) {
        match self {
            Some(value) => value.describe(visitor),
            None => visitor.leaf(&"none"),
        }
    }

    #[cfg(test)]
    fn references(&mut self, change: &mut dyn FnMut(&mut EntryId)) {
        if let Some(value) = self {
            value.references(change);
        }
    }

    #[cfg(test)]
    fn generate(generator: &mut crate::tests::generator::Generator) -> Option<T> {
        generator.nested(|generator, deep| (!deep && generator.below(3) > 0).then(|| T::generate(generator)))
    }
}

impl<T: Describe> Describe for Box<T> {
    fn describe(&self, visitor: &mut dyn Visitor) {
        (**self).describe(visitor);
    }

    #[cfg(test)]
    fn references(&mut self, change: &mut dyn FnMut(&mut EntryId)) {
        (**self).references(change);
    }

    #[cfg(test)]
    fn generate(generator: &mut crate::tests::generator::Generator) -> Box<T> {
        Box::new(T::generate(generator))
    }
}

fn describe_all<T: Describe>(values: &[T], step: Step, visitor: &mut dyn Visitor) {
    visitor.enter(step);
    for (at, value) in values.iter().enumerate() {
        visitor.enter(Step::Element(at));
        value.describe(visitor);
        visitor.leave();
    }
    visitor.leave();
}

impl<T: Describe> Describe for Box<[T]> {
    fn describe(&self, visitor: &mut dyn Visitor) {
        describe_all(self, Step::List, visitor);
    }

    #[cfg(test)]
    fn references(&mut self, change: &mut dyn FnMut(&mut EntryId)) {
        self.iter_mut().for_each(|value| value.references(change));
    }

    #[cfg(test)]
    fn generate(generator: &mut crate::tests::generator::Generator) -> Box<[T]> {
        generator.several(T::generate).into_boxed_slice()
    }
}

impl<T: Describe + Ord + Clone> Describe for Set<T> {
    fn describe(&self, visitor: &mut dyn Visitor) {
        describe_all(self, Step::Set, visitor);
    }

    #[cfg(test)]
    fn references(&mut self, change: &mut dyn FnMut(&mut EntryId)) {
        let mut values = self.to_vec();
        values.iter_mut().for_each(|value| value.references(change));
        *self = values.into();
    }

    #[cfg(test)]
    fn generate(generator: &mut crate::tests::generator::Generator) -> Set<T> {
        generator.several(T::generate).into()
    }
}

impl Describe for Pattern {
    fn describe(&self, visitor: &mut dyn Visitor) {
        describe_all(self.pieces(), Step::Pieces, visitor);
    }

    #[cfg(test)]
    fn references(&mut self, change: &mut dyn FnMut(&mut EntryId)) {
        self.pieces_mut().iter_mut().for_each(|piece| piece.references(change));
    }

    #[cfg(test)]
    fn generate(generator: &mut crate::tests::generator::Generator) -> Pattern {
        Pattern::of(generator.several(Describe::generate))
    }
}
