//! How a value of the model is walked: by its fields, in order, down to leaves and references.
//!
//! The canonical form, the search for dangling ids, the index of references and the list of unknown values all come from
//! this one walk. The macros take each type apart completely: a field that is forgotten does not compile.

use std::fmt::{self, Display};

use polder_units::{Bytes, Duration, MilliCpu, PicoUsd};

use crate::entries::EntryId;
use crate::model::{
    AddressBlock, Attribute, Decimal, Known, Link, Pattern, Piece, PortRange, Reason, Set, Tag, Text,
    TimeExpression, Window,
};

/// A value that can be walked.
pub(crate) trait Describe {
    /// Tells the visitor all that is in the value.
    fn describe(&self, visitor: &mut dyn Visitor);

    /// Calls `change` on every id of an entry in the value, in the order in which `describe` tells them.
    #[cfg(test)]
    fn references(&mut self, change: &mut dyn FnMut(&mut EntryId));

    /// A value made up by a generator.
    #[cfg(test)]
    fn generate(generator: &mut crate::tests::generator::Generator) -> Self
    where
        Self: Sized;
}

/// What is told of a value.
pub(crate) trait Visitor {
    /// A value without parts.
    fn leaf(&mut self, value: &dyn Display);
    /// A reference to an entry.
    fn reference(&mut self, to: EntryId);
    /// A value that is not known.
    fn unknown(&mut self, reason: Reason);
    /// What follows, up to [`Visitor::leave`], is a part.
    fn enter(&mut self, step: Step);
    /// The part that was entered last ends.
    fn leave(&mut self);
}

/// A step from a value into a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A field.
    Field(&'static str),
    /// A variant of an enum.
    Variant(&'static str),
    /// A list in which order matters.
    List,
    /// A list in which order does not matter.
    Set,
    /// Pieces that make up one text.
    Pieces,
    /// An element of the list or set, in the order of writing.
    Element(usize),
}

/// Text, quoted and on one line.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.escape_debug())
    }
}

/// Implements [`Describe`] for a struct by its fields.
macro_rules! record {
    ($type:ident { $($field:ident),* $(,)? }) => {
        $crate::describe::fields!($type {} { $($field),* });
    };
}

/// Implements [`Describe`] for an enum by its variants. The first variant must not contain the enum itself.
macro_rules! choice {
    ($type:ident { $($variant:ident $(($value:ident))? $({ $($field:ident),+ $(,)? })?),+ $(,)? }) => {
        impl $crate::describe::Describe for $type {
            fn describe(&self, visitor: &mut dyn $crate::describe::Visitor) {
                match self {
                    $($type::$variant $(($value))? $({ $($field),+ })? => {
                        visitor.enter($crate::describe::Step::Variant(stringify!($variant)));
                        $($crate::describe::Describe::describe($value, visitor);)?
                        $($(
                            visitor.enter($crate::describe::Step::Field(stringify!($field)));
                            $crate::describe::Describe::describe($field, visitor);
                            visitor.leave();
                        )+)?
                        visitor.leave();
                    })+
                }
            }

            #[cfg(test)]
            fn references(&mut self, _change: &mut dyn FnMut(&mut $crate::entries::EntryId)) {
                match self {
                    $($type::$variant $(($value))? $({ $($field),+ })? => {
                        $($crate::describe::Describe::references($value, _change);)?
                        $($($crate::describe::Describe::references($field, _change);)+)?
                    })+
                }
            }

            #[cfg(test)]
            fn generate(generator: &mut $crate::tests::generator::Generator) -> $type {
                type Make = fn(&mut $crate::tests::generator::Generator) -> $type;
                let variants: &[Make] = &[$(|_generator| {
                    $(let $value = $crate::describe::Describe::generate(_generator);)?
                    $($(let $field = $crate::describe::Describe::generate(_generator);)+)?
                    $type::$variant $(($value))? $({ $($field),+ })?
                }),+];
                generator.nested(|generator, deep| {
                    let at = if deep { 0 } else { generator.below(variants.len()) };
                    variants[at](generator)
                })
            }
        }
    };
}

/// Implements [`Describe`] and [`crate::entries::Entry`] for a kind of entry by its fields, `source` aside: the source is
/// the key of the entry. `many` is for kinds of which one source may have several that are told apart by content alone.
macro_rules! entry {
    ($type:ident { $($field:ident),* $(,)? }) => {
        $crate::describe::entry!(@ $type false { $($field),* });
    };
    (many $type:ident { $($field:ident),* $(,)? }) => {
        $crate::describe::entry!(@ $type true { $($field),* });
    };
    (@ $type:ident $repeats:literal { $($field:ident),* }) => {
        $crate::describe::fields!($type { source } { $($field),* });

        impl $crate::entries::Entry for $type {
            fn key(&self) -> $crate::entries::Key<'_> {
                $crate::entries::Key::Source(self.source)
            }

            fn source(&self) -> Option<$crate::entries::SourceId> {
                Some(self.source)
            }

            fn repeats(&self) -> bool {
                $repeats
            }

            #[cfg(test)]
            fn source_mut(&mut self) -> Option<&mut $crate::entries::SourceId> {
                Some(&mut self.source)
            }
        }
    };
}

/// The same for a kind whose key is its `name`. A field after the semicolon is an optional source.
macro_rules! named {
    ($type:ident { $($field:ident),* $(; $source:ident)? }) => {
        $crate::describe::fields!($type { name $(, $source)? } { $($field),* });

        impl $crate::entries::Entry for $type {
            fn key(&self) -> $crate::entries::Key<'_> {
                $crate::entries::Key::Name(&self.name)
            }

            fn source(&self) -> Option<$crate::entries::SourceId> {
                None $(.or(self.$source))?
            }

            fn repeats(&self) -> bool {
                false
            }

            #[cfg(test)]
            fn source_mut(&mut self) -> Option<&mut $crate::entries::SourceId> {
                None $(.or(self.$source.as_mut()))?
            }
        }
    };
}

/// Implements [`Describe`] by some fields, with others that are part of the key and only made up.
macro_rules! fields {
    ($type:ident { $($key:ident),* } { $($field:ident),* }) => {
        impl $crate::describe::Describe for $type {
            fn describe(&self, visitor: &mut dyn $crate::describe::Visitor) {
                let $type { $($key: _,)* $($field),* } = self;
                $(
                    visitor.enter($crate::describe::Step::Field(stringify!($field)));
                    $crate::describe::Describe::describe($field, visitor);
                    visitor.leave();
                )*
            }

            #[cfg(test)]
            fn references(&mut self, change: &mut dyn FnMut(&mut $crate::entries::EntryId)) {
                let $type { $($key: _,)* $($field),* } = self;
                $($crate::describe::Describe::references($field, change);)*
            }

            #[cfg(test)]
            fn generate(generator: &mut $crate::tests::generator::Generator) -> $type {
                $(let $key = $crate::tests::generator::Unique::unique(generator);)*
                $(let $field = $crate::describe::Describe::generate(generator);)*
                $type { $($key,)* $($field),* }
            }
        }
    };
}

pub(crate) use {choice, entry, fields, named, record};

/// Implements [`Describe`] for a type without parts: how it is shown, and how it is made up.
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

choice!(TimeExpression { Every(time), Calendar { fields, zone }, Once { at, zone } });

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
