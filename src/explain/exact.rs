//! Decimals on the wire: JSON numbers with all their digits and no others.

use crate::values::Decimal;
use serde::{Serialize, Serializer};

/// A decimal that becomes a JSON number digit by digit: `52.4`, never `52.400000000000006`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exact(pub Decimal);

impl Exact {
    /// As a JSON number.
    pub fn number(self) -> serde_json::Number {
        self.0.to_string().parse().expect("a shortest decimal is a JSON number")
    }

    /// As points are shown: as many places as it has, at least two.
    pub fn shown(self) -> String {
        self.0.display_points()
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.number().serialize(serializer)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Exact {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Exact".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A decimal with at most six places, to be read as a decimal and not as a binary number.",
            "type": "number"
        })
    }
}
