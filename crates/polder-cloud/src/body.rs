//! The body of a block, and the notation in which the lowering writes it.

use std::panic::Location;

use smol_str::SmolStr;

use crate::value::{Reference, Value};

/// The attributes and blocks of a resource, a block or an object, in the order in which they were written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// Attributes and blocks.
    pub items: Vec<Item>,
}

/// One attribute or block.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its name.
    pub key: SmolStr,
    /// Its comment in the output.
    pub comment: Option<&'static str>,
    /// What it is.
    pub content: Content,
    /// The source line of the lowering that wrote it; `None` if it was read from a plan or a state.
    pub at: Option<&'static Location<'static>>,
}

/// The content of an item.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// `key = value`
    Attribute(Value),
    /// `key { … }`
    Block(Body),
}

impl Body {
    /// Adds `key = value`. A value of `Null` adds nothing.
    #[track_caller]
    pub fn set(&mut self, comment: Option<&'static str>, key: impl IntoKey, value: impl Into<Value>) {
        let value = value.into();
        if value != Value::Null {
            self.push(comment, key.into_key(), Content::Attribute(value), Location::caller());
        }
    }

    /// Adds `key { … }`.
    #[track_caller]
    pub fn block(&mut self, comment: Option<&'static str>, key: impl IntoKey, body: Body) {
        self.push(comment, key.into_key(), Content::Block(body.closed()), Location::caller());
    }

    /// The value of the attribute `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.items.iter().find_map(|item| match &item.content {
            Content::Attribute(value) if item.key == key => Some(value),
            Content::Attribute(_) | Content::Block(_) => None,
        })
    }

    /// The blocks named `key`.
    pub fn blocks<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Body> {
        self.items.iter().filter_map(move |item| match &item.content {
            Content::Block(body) if item.key == key => Some(body),
            Content::Block(_) | Content::Attribute(_) => None,
        })
    }

    /// The index of the block at `at` among the blocks with its name; `None` where it is the only one.
    pub fn block_index(&self, at: usize) -> Option<u32> {
        let key = self.items.get(at)?.key.as_str();
        let same = |items: &[Item]| {
            items.iter().filter(|item| item.key == key && matches!(item.content, Content::Block(_))).count()
        };
        (same(&self.items) > 1).then(|| u32::try_from(same(&self.items[..at])).unwrap_or(u32::MAX))
    }

    /// Calls `visit` on every value inside.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Value)) {
        for item in &self.items {
            match &item.content {
                Content::Attribute(value) => value.walk(visit),
                Content::Block(body) => body.walk(visit),
            }
        }
    }

    /// Calls `change` on every reference inside.
    pub fn change_references(&mut self, change: &mut impl FnMut(&mut Reference)) {
        for item in &mut self.items {
            match &mut item.content {
                Content::Attribute(value) => value.change_references(change),
                Content::Block(body) => body.change_references(change),
            }
        }
    }

    /// The body with excess capacity released, when it is complete. A large platform has hundreds of thousands of
    /// bodies.
    pub(crate) fn closed(mut self) -> Body {
        self.items.shrink_to_fit();
        self
    }

    fn push(
        &mut self,
        comment: Option<&'static str>,
        key: SmolStr,
        content: Content,
        at: &'static Location<'static>,
    ) {
        self.items.push(Item { key, comment, content, at: Some(at) });
    }
}

/// Conversion into a name of an attribute or block.
pub trait IntoKey {
    /// The name.
    fn into_key(self) -> SmolStr;
}

/// Names that are known at compile time are not copied.
impl IntoKey for &'static str {
    fn into_key(self) -> SmolStr {
        SmolStr::new_static(self)
    }
}

impl IntoKey for String {
    fn into_key(self) -> SmolStr {
        self.into()
    }
}

impl IntoKey for &String {
    fn into_key(self) -> SmolStr {
        SmolStr::new(self)
    }
}

impl IntoKey for SmolStr {
    fn into_key(self) -> SmolStr {
        self
    }
}

/// Writes a [`Body`] almost as Terraform writes it.
///
/// ```
/// use polder_cloud::{Body, body};
/// let zones = ["a", "b"];
/// let body: Body = body! {
///     /// A comment that is in the output, too.
///     name = "web";
///     internal = false;
///     options = { mode = "strict"; "with space" = 1; };
///     access_logs {
///         enabled = true;
///     }
///     for zone in zones => subnet_mapping {
///         zone = zone;
///     }
///     if zones.len() > 1 => spread {
///         across = zones.len();
///     }
/// };
/// assert_eq!(body.blocks("subnet_mapping").count(), 2);
/// ```
///
/// Every statement ends with `;` or with the brace of its block. `key = { … };` makes an object. `for` repeats a block
/// or an attribute, `if` and `if let` make one conditional; both take `=>` before the item.
#[macro_export]
macro_rules! body {
    (@into $body:ident) => {};

    (@into $body:ident $(#[doc = $comment:literal])? if let $pattern:pat = $value:expr => $key:ident { $($inner:tt)* } $($rest:tt)*) => {
        if let $pattern = $value {
            $crate::body!(@into $body $(#[doc = $comment])? $key { $($inner)* });
        }
        $crate::body!(@into $body $($rest)*);
    };
    (@into $body:ident $(#[doc = $comment:literal])? if let $pattern:pat = $value:expr => { $($inner:tt)* } $($rest:tt)*) => {
        if let $pattern = $value {
            $crate::body!(@into $body $($inner)*);
        }
        $crate::body!(@into $body $($rest)*);
    };
    (@into $body:ident $(#[doc = $comment:literal])? if $condition:expr => $key:ident { $($inner:tt)* } $($rest:tt)*) => {
        if $condition {
            $crate::body!(@into $body $(#[doc = $comment])? $key { $($inner)* });
        }
        $crate::body!(@into $body $($rest)*);
    };
    (@into $body:ident $(#[doc = $comment:literal])? if $condition:expr => { $($inner:tt)* } $($rest:tt)*) => {
        if $condition {
            $crate::body!(@into $body $($inner)*);
        }
        $crate::body!(@into $body $($rest)*);
    };
    (@into $body:ident $(#[doc = $comment:literal])? for $pattern:pat_param in $items:expr => $key:ident { $($inner:tt)* } $($rest:tt)*) => {
        for $pattern in $items {
            $crate::body!(@into $body $(#[doc = $comment])? $key { $($inner)* });
        }
        $crate::body!(@into $body $($rest)*);
    };
    (@into $body:ident $(#[doc = $comment:literal])? for $pattern:pat_param in $items:expr => { $($inner:tt)* } $($rest:tt)*) => {
        for $pattern in $items {
            $crate::body!(@into $body $($inner)*);
        }
        $crate::body!(@into $body $($rest)*);
    };

    (@into $body:ident $(#[doc = $comment:literal])? $key:ident = { $($inner:tt)* }; $($rest:tt)*) => {
        $body.set($crate::body!(@comment $($comment)?), stringify!($key), $crate::body!($($inner)*));
        $crate::body!(@into $body $($rest)*);
    };
    (@into $body:ident $(#[doc = $comment:literal])? $key:literal = { $($inner:tt)* }; $($rest:tt)*) => {
        $body.set($crate::body!(@comment $($comment)?), $key, $crate::body!($($inner)*));
        $crate::body!(@into $body $($rest)*);
    };
    (@into $body:ident $(#[doc = $comment:literal])? $key:ident = $value:expr; $($rest:tt)*) => {
        $body.set($crate::body!(@comment $($comment)?), stringify!($key), $value);
        $crate::body!(@into $body $($rest)*);
    };
    (@into $body:ident $(#[doc = $comment:literal])? $key:literal = $value:expr; $($rest:tt)*) => {
        $body.set($crate::body!(@comment $($comment)?), $key, $value);
        $crate::body!(@into $body $($rest)*);
    };
    (@into $body:ident $(#[doc = $comment:literal])? ($key:expr) = $value:expr; $($rest:tt)*) => {
        $body.set($crate::body!(@comment $($comment)?), $key, $value);
        $crate::body!(@into $body $($rest)*);
    };
    (@into $body:ident $(#[doc = $comment:literal])? $key:ident { $($inner:tt)* } $($rest:tt)*) => {
        $body.block($crate::body!(@comment $($comment)?), stringify!($key), $crate::body!($($inner)*));
        $crate::body!(@into $body $($rest)*);
    };

    // Without this rule a forgotten `;` would cause an endless recursion.
    (@into $body:ident $key:tt $is:tt $value:tt $($rest:tt)*) => {
        compile_error!(concat!(
            "cannot read the item `", stringify!($key $is $value), "`: is a `;` missing after it?"
        ));
    };

    (@comment) => { None };
    (@comment $comment:literal) => { Some($comment) };

    ($($items:tt)*) => {{
        #[allow(unused_mut, clippy::allow_attributes, reason = "an empty body is written, too")]
        let mut body = $crate::Body::default();
        $crate::body!(@into body $($items)*);
        body
    }};
}
