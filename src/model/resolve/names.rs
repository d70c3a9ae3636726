//! Names of one kind, and what each stands for.

use std::collections::BTreeMap;

use crate::spec::{Problem, did_you_mean};

/// Longer lists of names are no help.
const LISTED_NAMES: usize = 20;

/// The names by which a scenario refers to things of one kind, in their order, each with its place.
pub(super) struct Names<'a> {
    kind: &'static str,
    in_order: Vec<&'a str>,
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    /// The names of a kind, such as `state`. Of two things of one name the first is meant.
    pub(super) fn new(kind: &'static str, names: impl IntoIterator<Item = &'a str>) -> Self {
        let in_order: Vec<&str> = names.into_iter().collect();
        let mut places = BTreeMap::new();
        for (place, name) in in_order.iter().enumerate() {
            places.entry(*name).or_insert(place);
        }
        Self { kind, in_order, places }
    }

    /// The names, in order.
    pub(super) fn all(&self) -> &[&'a str] {
        &self.in_order
    }

    /// The place of a name, or a problem at `path` with the nearest name.
    pub(super) fn find(&self, path: &str, name: &str) -> Result<usize, Box<Problem>> {
        self.places.get(name).copied().ok_or_else(|| {
            let (kind, all) = (self.kind, self.in_order.iter().copied());
            Box::new(Problem {
                path: path.to_owned(),
                what: format!("there is no {kind} `{name}`"),
                label: format!("unknown {kind}"),
                help: did_you_mean(name, all).or_else(|| self.list()),
                location: None,
            })
        })
    }

    /// What there is, as far as it can be taken in.
    fn list(&self) -> Option<String> {
        let (shown, rest) = self.in_order.split_at(self.in_order.len().min(LISTED_NAMES));
        let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        (!shown.is_empty()).then(|| format!("known: {}{more}", shown.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_the_first_of_that_name() {
        let names = Names::new("rung", ["war", "protest", "war"]);
        assert_eq!((names.find("x", "war").ok(), names.find("x", "protest").ok()), (Some(0), Some(1)));
        let problem = names.find("events.e.when_rung.rung", "protst").unwrap_err();
        assert_eq!(
            (problem.path.as_str(), problem.label.as_str()),
            ("events.e.when_rung.rung", "unknown rung")
        );
        assert_eq!(problem.what, "there is no rung `protst`");
        assert_eq!(problem.help.as_deref(), Some("did you mean `protest`?"));
    }

    #[test]
    fn what_there_is_is_listed_as_far_as_it_helps() {
        let help = |names: &[String]| {
            Names::new("state", names.iter().map(String::as_str)).find("x", "zzz").unwrap_err().help
        };
        let names: Vec<String> = (100..123).map(|number| format!("s{number}")).collect();
        assert_eq!(help(&[]), None);
        assert_eq!(help(&names[..2]).as_deref(), Some("known: s100, s101"));
        assert!(help(&names).unwrap().ends_with(", s118, s119 and 3 more"));
    }
}
