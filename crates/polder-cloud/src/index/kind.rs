//! Typed views of resource types.

use super::View;

/// A view of a resource of a known type, with its accessors.
///
/// As in rust-analyzer's syntax tree: the tree is untyped and complete, the typed layer is thin and can be cast to and
/// from.
pub trait Kind<'i, 'a: 'i>: Sized {
    /// Its resource types.
    const KINDS: &'static [&'static str];

    /// The view as this kind; `None` when it is of another.
    fn cast(view: View<'i, 'a>) -> Option<Self>;

    /// The untyped view.
    fn view(&self) -> View<'i, 'a>;
}

/// Declares typed views: `kinds! { /// A network. Vpc = ["aws_vpc"]; }`.
#[macro_export]
macro_rules! kinds {
    ($($(#[$attribute:meta])* $visibility:vis $name:ident = [$($kind:literal),+ $(,)?];)+) => {
        $(
            $(#[$attribute])*
            #[derive(Clone, Copy, Debug)]
            $visibility struct $name<'i, 'a>(pub $crate::View<'i, 'a>);

            impl<'i, 'a: 'i> $crate::Kind<'i, 'a> for $name<'i, 'a> {
                const KINDS: &'static [&'static str] = &[$($kind),+];

                fn cast(view: $crate::View<'i, 'a>) -> Option<Self> {
                    Self::KINDS.contains(&view.kind()).then_some($name(view))
                }

                fn view(&self) -> $crate::View<'i, 'a> {
                    self.0
                }
            }
        )+
    };
}
