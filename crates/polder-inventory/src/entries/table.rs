//! The macro for the table of kinds: declares ids, sections, `EntryId`, `EntryKind` and `Inventory`.

/// Declares all kinds of entries. For each section: the table, type and id of each kind.
macro_rules! entries {
    ($(
        $(#[$section_meta:meta])*
        $section:ident: $Section:ident {
            $($(#[$meta:meta])* $field:ident: $type:ident, $id:ident;)+
        }
    )+) => {
        $(
            $(#[$section_meta])*
            pub(crate) mod $section {
                use crate::model::{Arena, id};

                $(#[$section_meta])*
                #[derive(Clone, Debug, Default, PartialEq, Eq)]
                pub struct $Section {
                    $($(#[$meta])* pub $field: Arena<$id, crate::$section::$type>,)+
                }

                $(id! {
                    #[doc = concat!("A [`", stringify!($type), "`](crate::", stringify!($section), "::", stringify!($type), ").")]
                    $id
                })+
            }

            pub(crate) use $section::*;
        )+

        /// An entry of any kind.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EntryId {
            $($(
                #[doc = concat!("A [`", stringify!($type), "`](crate::", stringify!($section), "::", stringify!($type), ").")]
                $type($id),
            )+)+
        }

        /// A kind of entry.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EntryKind {
            $($(
                #[doc = concat!("[`", stringify!($type), "`](crate::", stringify!($section), "::", stringify!($type), ").")]
                $type,
            )+)+
        }

        impl EntryKind {
            /// All kinds, in the order of the table.
            pub const ALL: &'static [EntryKind] = &[$($(EntryKind::$type),+),+];

            /// The section that it belongs to.
            pub fn section(self) -> &'static str {
                match self {
                    $($(EntryKind::$type)|+ => stringify!($section),)+
                }
            }

            /// Its name within the section.
            pub fn name(self) -> &'static str {
                match self {
                    $($(EntryKind::$type => stringify!($field),)+)+
                }
            }

            /// The id of the entry of this kind at a position.
            pub fn id(self, index: u32) -> EntryId {
                match self {
                    $($(EntryKind::$type => EntryId::$type($id::from_index(index)),)+)+
                }
            }
        }

        impl EntryId {
            /// Its kind.
            pub fn kind(self) -> EntryKind {
                match self {
                    $($(EntryId::$type(_) => EntryKind::$type,)+)+
                }
            }

            /// Its position among entries of its kind.
            pub fn index(self) -> usize {
                match self {
                    $($(EntryId::$type(id) => id.index(),)+)+
                }
            }
        }

        $($(
            impl From<$id> for EntryId {
                fn from(id: $id) -> EntryId {
                    EntryId::$type(id)
                }
            }

            impl EntryIndex for $id {
                fn from_entry(entry: EntryId) -> Option<$id> {
                    match entry {
                        EntryId::$type(id) => Some(id),
                        _ => None,
                    }
                }
            }

            impl Describe for $id {
                fn describe(&self, visitor: &mut dyn crate::describe::Visitor) {
                    visitor.reference(EntryId::$type(*self));
                }

                #[cfg(test)]
                fn references(&mut self, change: &mut dyn FnMut(&mut EntryId)) {
                    let mut entry = EntryId::$type(*self);
                    change(&mut entry);
                    if let EntryId::$type(id) = entry {
                        *self = id;
                    }
                }

                #[cfg(test)]
                fn generate(generator: &mut crate::tests::generator::Generator) -> $id {
                    $id::from_index(generator.position(EntryKind::$type))
                }
            }
        )+)+

        /// A whole estate in neutral terms. See the [crate documentation](crate).
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Inventory {
            /// The resources that entries were read from.
            pub sources: Arena<SourceId, Source>,
            /// Accounts with regions.
            pub locations: Arena<LocationId, Location>,
            /// Parts of the design.
            pub origins: Arena<OriginId, Origin>,
            /// Tags of resources.
            pub tag_sets: Arena<TagSetId, TagSet>,
            $($(#[$section_meta])* pub $section: $Section,)+
        }

        impl Inventory {
            /// How many entries of a kind there are.
            pub fn count(&self, kind: EntryKind) -> usize {
                match kind {
                    $($(EntryKind::$type => self.$section.$field.len(),)+)+
                }
            }

            /// The source of an entry; none if it has only a name, or if the id has no entry.
            pub fn source_of(&self, entry: impl Into<EntryId>) -> Option<&Source> {
                self.sources.get(self.entry(entry.into())?.source()?)
            }

            pub(crate) fn entry(&self, id: EntryId) -> Option<&dyn Entry> {
                match id {
                    $($(EntryId::$type(id) => self.$section.$field.get(id).map(|entry| entry as &dyn Entry),)+)+
                }
            }

            /// Calls `visit` for every entry, kind by kind.
            pub(crate) fn each_entry(&self, visit: &mut dyn FnMut(EntryId, &dyn Entry)) {
                $($(
                    for (id, entry) in self.$section.$field.iter() {
                        visit(EntryId::$type(id), entry);
                    }
                )+)+
            }

            #[cfg(test)]
            pub(crate) fn each_entry_mut(&mut self, visit: &mut dyn FnMut(EntryKind, &mut dyn Entry)) {
                $($(
                    for entry in self.$section.$field.values_mut() {
                        visit(EntryKind::$type, entry);
                    }
                )+)+
            }

            /// Adds generated entries of each kind.
            #[cfg(test)]
            pub(crate) fn grow(&mut self, generator: &mut crate::tests::generator::Generator) {
                $($(
                    for _ in 0..generator.count(EntryKind::$type) {
                        let entry = Describe::generate(generator);
                        self.$section.$field.push(entry);
                    }
                )+)+
            }

            /// Reorders the entries of each kind, without changing the ids in them.
            #[cfg(test)]
            pub(crate) fn reorder(&mut self, order: &dyn Fn(EntryKind, usize) -> Vec<usize>) {
                $($(
                    let old = std::mem::take(&mut self.$section.$field);
                    for at in order(EntryKind::$type, old.len()) {
                        self.$section.$field.push(old[$id::from_index(at as u32)].clone());
                    }
                )+)+
            }
        }
    };
}

pub(crate) use entries;
