//! Macros that implement [`Describe`](super::Describe) from the fields of a type.

/// Implements `Describe` for a struct.
macro_rules! record {
    ($type:ident { $($field:ident),* $(,)? }) => {
        $crate::describe::fields!($type {} { $($field),* });
    };
}

/// Implements `Describe` for an enum. The variant listed first must not contain the enum itself, so that
/// generated values are finite.
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
                    let at = if deep { 0 } else { generator.variant(stringify!($type), variants.len()) };
                    variants[at](generator)
                })
            }
        }
    };
}

/// Implements `Describe` and `Entry` for a kind of entry with a field `source`, which is its key and is not
/// listed. `many` is for kinds of which a source can have several.
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

/// Implements `Describe` and `Entry` for a kind of entry whose key is its `name`. A field after the semicolon
/// is an optional source.
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

/// Implements `Describe` from fields. Those listed first belong to the key of an entry and are not described.
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
