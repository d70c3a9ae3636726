//! A value that a parameter takes at a point.

/// A value that a parameter takes at a point.
#[derive(Debug, Clone, PartialEq)]
pub enum Level {
    /// That of the file.
    AsWritten,
    /// This one.
    Value(toml::Value),
}

/// A level as a cell of a table shows it.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// Nothing: the file's own value holds.
    Nothing,
    /// A number.
    Number(f64),
    /// A switch.
    Switch(bool),
    /// A text, a date, or a value of several parts as TOML.
    Text(String),
}

impl Level {
    /// As a cell of a table shows it.
    pub fn shown(&self) -> Shown {
        match self {
            Self::AsWritten => Shown::Nothing,
            Self::Value(toml::Value::Integer(number)) => Shown::Number(*number as f64),
            Self::Value(toml::Value::Float(number)) => Shown::Number(*number),
            Self::Value(toml::Value::Boolean(flag)) => Shown::Switch(*flag),
            Self::Value(toml::Value::String(text)) => Shown::Text(text.clone()),
            Self::Value(value) => Shown::Text(value.to_string()),
        }
    }

    /// As TOML; nothing if the file's own value holds.
    pub fn text(&self) -> String {
        match self {
            Self::AsWritten => String::new(),
            Self::Value(value) => value.to_string(),
        }
    }

    /// What sets a parameter to it, if anything must be set.
    pub(super) fn assignment(&self, path: &str) -> Option<String> {
        matches!(self, Self::Value(_)).then(|| format!("{path}={}", self.text()))
    }
}
