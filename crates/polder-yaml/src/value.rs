//! The values.

use std::borrow::Cow;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yaml {
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number of thousandths: 25 500 is `25.5`. Rates and amounts are exact, so nothing here is a float.
    Thousandths(u64),
    /// Text; nothing in it is interpreted.
    Text(Cow<'static, str>),
    /// Lines that stand as they are, such as a script. They are the program's own and never a user's.
    Lines(&'static str),
    /// Some values in order.
    List(Vec<Yaml>),
    /// Named values in order.
    Map(Map),
}

/// Named values in order. A name is written once: the caller sees to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    pub(crate) entries: Vec<Entry>,
}

/// A named value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub key: Cow<'static, str>,
    /// Its value.
    pub value: Yaml,
    /// What stands above it, as comment lines; empty for nothing.
    pub above: Cow<'static, str>,
    /// What stands behind it on its line, as a comment; empty for nothing. Only behind values of one line.
    pub behind: Cow<'static, str>,
}

impl Map {
    /// No value at all.
    pub fn new() -> Map {
        Map::default()
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Yaml>) -> Map {
        let (key, value) = (key.into(), value.into());
        self.entries.push(Entry { key, value, above: "".into(), behind: "".into() });
        self
    }

    /// Adds a value if there is one.
    #[must_use]
    pub fn with_some(self, key: &'static str, value: Option<impl Into<Yaml>>) -> Map {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Says why the value that was added last is there, on lines above it.
    #[must_use]
    pub fn above(mut self, text: impl Into<Cow<'static, str>>) -> Map {
        if let Some(last) = self.entries.last_mut() {
            last.above = text.into();
        }
        self
    }

    /// Says something about the value that was added last, behind it.
    #[must_use]
    pub fn behind(mut self, text: impl Into<Cow<'static, str>>) -> Map {
        if let Some(last) = self.entries.last_mut() {
            last.behind = text.into();
        }
        self
    }

    /// Adds all values of another map behind its own.
    #[must_use]
    pub fn joined(mut self, other: Map) -> Map {
        self.entries.extend(other.entries);
        self
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl From<bool> for Yaml {
    fn from(value: bool) -> Yaml {
        Yaml::Bool(value)
    }
}

impl From<i64> for Yaml {
    fn from(value: i64) -> Yaml {
        Yaml::Integer(value)
    }
}

impl From<&'static str> for Yaml {
    fn from(value: &'static str) -> Yaml {
        Yaml::Text(value.into())
    }
}

impl From<String> for Yaml {
    fn from(value: String) -> Yaml {
        Yaml::Text(value.into())
    }
}

impl From<&String> for Yaml {
    fn from(value: &String) -> Yaml {
        Yaml::Text(value.clone().into())
    }
}

impl From<Map> for Yaml {
    fn from(value: Map) -> Yaml {
        Yaml::Map(value)
    }
}

impl<T: Into<Yaml>> From<Vec<T>> for Yaml {
    fn from(values: Vec<T>) -> Yaml {
        Yaml::List(values.into_iter().map(Into::into).collect())
    }
}
