//! The one shape that all tables of the file share.

use std::collections::BTreeMap;

use indexmap::IndexMap;

/// Whether a field says nothing, and is left out when the spec is written.
pub(crate) trait Absent {
    fn absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Vec<T> {
    fn absent(&self) -> bool {
        self.is_empty()
    }
}

impl<K, V> Absent for IndexMap<K, V> {
    fn absent(&self) -> bool {
        self.is_empty()
    }
}

impl<K, V> Absent for BTreeMap<K, V> {
    fn absent(&self) -> bool {
        self.is_empty()
    }
}

/// Declares a table of the file: every key may be missing, an unknown key is an error, and what is absent is not
/// written. A macro, so that the declarations hold nothing but the keys and their documentation, which is the
/// user's documentation too.
macro_rules! spec_table {
    ($(#[$table:meta])* pub struct $name:ident { $($(#[$key:meta])* pub $field:ident: $kind:ty,)+ }) => {
        $(#[$table])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            $(
                $(#[$key])*
                #[serde(skip_serializing_if = "crate::spec::table::Absent::absent")]
                pub $field: $kind,
            )+
        }

        impl crate::spec::table::Absent for $name {
            fn absent(&self) -> bool {
                *self == Self::default()
            }
        }
    };
}
pub(crate) use spec_table;
