//! Words and numbers as people read them: names instead of keys, shares in per cent.

use serde_json::Value;

use crate::output::results::Results;

/// What the keys of a scenario are called.
#[derive(Debug)]
pub struct Names<'a> {
    scenario: &'a Value,
}

impl<'a> Names<'a> {
    /// Of the scenario in a manifest.
    pub fn of(results: &'a Results) -> Self {
        Self { scenario: &results.head().scenario }
    }

    fn name(&self, table: &str, key: &str) -> String {
        self.scenario[table][key]["name"].as_str().map_or_else(|| plain(key), str::to_owned)
    }

    /// A state.
    pub fn state(&self, key: &str) -> String {
        self.name("states", key)
    }

    /// A go-between.
    pub fn mediator(&self, key: &str) -> String {
        self.name("mediators", key)
    }

    /// The two states of a relation `from.to`.
    pub fn relation(&self, key: &str) -> [String; 2] {
        let (from, to) = key.split_once('.').unwrap_or((key, ""));
        [self.state(from), self.state(to)]
    }

    /// An outcome class: the scenario's own name for it, or the key in plain words.
    pub fn outcome(&self, key: &str) -> String {
        let own = self.scenario["outcomes"].as_array().into_iter().flatten();
        let named = own.filter(|class| class["key"] == key).find_map(|class| class["name"].as_str());
        named.map_or_else(|| plain(key), str::to_owned)
    }

    /// What an outcome class means, in a line; empty for one of the scenario's own without a description.
    pub fn meaning(&self, key: &str) -> String {
        let own = self.scenario["outcomes"].as_array().into_iter().flatten();
        if let Some(class) = own.into_iter().find(|class| class["key"] == key) {
            return class["description"].as_str().unwrap_or_default().to_owned();
        }
        built_in(key).to_owned()
    }

    /// A rung of the ladder, or where a run stands without one.
    pub fn rung(&self, key: &str) -> String {
        match key {
            "calm" => "Calm".to_owned(),
            "ended" => "Crisis over".to_owned(),
            _ => plain(key),
        }
    }

    /// The states in focus, by key.
    pub fn focus(&self) -> Vec<&'a str> {
        self.scenario["focus"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The date of day 0, as year-month-day.
    pub fn start(&self) -> Option<&'a str> {
        self.scenario["start"].as_str()
    }

    /// Days that a run lasts at most.
    pub fn horizon(&self) -> u64 {
        self.scenario["horizon_days"].as_u64().unwrap_or(0)
    }
}

/// The built-in outcome classes, as the model document defines them.
fn built_in(key: &str) -> &'static str {
    match key {
        "nuclear_use" => "nuclear weapons were used",
        "war" => "a war was fought in focus",
        "limited_war" => "fighting on a lasting violent rung, or many turns of force, short of war",
        "mediated_settlement" => "both sides struck, and a go-between's agreement came before the end",
        "settled_exchange" => "both sides struck, and the crisis was over before the horizon",
        "unanswered_strike" => "one side struck and the other did not strike back",
        "no_strike" => "nobody is known to have struck",
        "frozen" => "both sides struck, and the crisis was not settled at the horizon",
        _ => "",
    }
}

/// A key in plain words, with a capital letter: `settled_exchange` is `Settled exchange`.
pub fn plain(key: &str) -> String {
    capital(&key.replace('_', " "))
}

/// With a capital letter in front.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}

/// A share in per cent: `34.2 %`; small ones with more places.
pub fn percent(share: f64) -> String {
    let value = 100.0 * share;
    let size = value.abs();
    let places = match size {
        size if size == 0.0 || size >= 0.095 => 1,
        size if size >= 0.0095 => 2,
        _ => 3,
    };
    minus(&format!("{value:.places$}\u{a0}%"))
}

/// A number with about three significant digits: `1 250`, `12.3`, `0.0456`.
pub fn number(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    if !(1e-4..1e9).contains(&size) {
        return minus(&format!("{value:.2e}"));
    }
    if size >= 1000.0 {
        return minus(&grouped(&format!("{value:.0}")));
    }
    let places = (2.0 - libm::floor(libm::log10(size))).clamp(0.0, 6.0) as usize;
    let text = format!("{value:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    minus(text)
}

/// A whole number with thin gaps between thousands.
pub fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut text = sign.to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// With a true minus sign.
fn minus(text: &str) -> String {
    text.replacen('-', "−", 1)
}

/// A value in a unit: `share` in per cent, `points` as a signed difference of shares, anything else as a number.
pub fn value(value: Option<f64>, unit: &str) -> String {
    let Some(value) = value else { return "–".to_owned() };
    match unit {
        "share" => percent(value),
        "points" => {
            let places = if value.abs() < 0.0995 { 2 } else { 1 };
            minus(&format!("{:+.places$} pts", 100.0 * value))
        }
        _ => number(value),
    }
}

/// `12.3 % to 14.5 %`; empty without an interval.
pub fn interval(low: Option<f64>, high: Option<f64>, unit: &str) -> String {
    match (low, high) {
        (Some(low), Some(high)) => {
            format!("{} to {}", value(Some(low), unit), value(Some(high), unit))
        }
        _ => String::new(),
    }
}

/// Whose intervals those of shares are.
pub fn method(results: &Results) -> &str {
    match &*results.head().ci_method {
        "wilson" => "Wilson",
        "clopper-pearson" => "Clopper–Pearson",
        "jeffreys" => "Jeffreys",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(percent(0.3416), "34.2\u{a0}%");
        assert_eq!(percent(0.0), "0.0\u{a0}%");
        assert_eq!(percent(0.000_312), "0.03\u{a0}%");
        assert_eq!(number(1234.4), "1\u{202f}234");
        assert_eq!(number(-0.045_61), "−0.0456");
        assert_eq!((number(20.0), number(120.0), number(0.5)), ("20".into(), "120".into(), "0.5".into()));
        assert_eq!(value(Some(-0.0123), "points"), "−1.23 pts");
        assert_eq!(value(None, "share"), "–");
        assert_eq!(interval(Some(0.1), Some(0.2), "share"), "10.0\u{a0}% to 20.0\u{a0}%");
        assert_eq!(plain("settled_exchange"), "Settled exchange");
    }
}
