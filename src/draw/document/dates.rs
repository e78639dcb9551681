//! Days in their only spelling, for serde.

pub(super) mod strict_date {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::domain::{Date, calendar::parse_date};

    pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        parse_date(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

pub(super) mod strict_window {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::domain::{Date, calendar::parse_date};

    pub fn serialize<S: Serializer>(window: &[Date; 2], serializer: S) -> Result<S::Ok, S::Error> {
        window.map(|date| date.to_string()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[Date; 2], D::Error> {
        let [from, to] = <[String; 2]>::deserialize(deserializer)?;
        let date = |value: &str| parse_date(value).map_err(serde::de::Error::custom);
        Ok([date(&from)?, date(&to)?])
    }
}
