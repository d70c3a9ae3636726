//! The ladder a scenario starts from: ten rungs that condense Kahn's forty-four (1965) and the hostility levels of
//! the Militarized Interstate Disputes data.

use crate::spec::{FatalitiesSpec, Number, RungSpec};

/// One row of the default ladder.
struct Row {
    key: &'static str,
    severity: f64,
    violent: bool,
    lasting: bool,
    public: f64,
    deniable: bool,
    /// Mean deaths and dispersion.
    deaths: (f64, f64),
    civilian_share: f64,
    accident: f64,
}

const fn words(key: &'static str, severity: f64, lasting: bool) -> Row {
    Row {
        key,
        severity,
        violent: false,
        lasting,
        public: 1.0,
        deniable: false,
        deaths: (0.0, 1.0),
        civilian_share: 0.0,
        accident: 0.0,
    }
}

const fn blow(
    key: &'static str,
    severity: f64,
    deaths: (f64, f64),
    civilian_share: f64,
    accident: f64,
) -> Row {
    Row { violent: true, deaths, civilian_share, accident, ..words(key, severity, false) }
}

/// Deaths per act are of the order of the limited strikes of 2008–2024 (medians 4 to 16); the dispersion makes many
/// strikes bloodless and a few grave.
const ROWS: [Row; 10] = [
    words("protest", 0.06, false),
    words("rupture", 0.16, true),
    words("coerce", 0.26, true),
    words("mobilise", 0.36, true),
    Row { public: 0.3, deniable: true, ..blow("covert", 0.44, (2.0, 0.5), 0.2, 0.01) },
    blow("strike_group", 0.54, (6.0, 0.7), 0.4, 0.03),
    blow("strike_state", 0.68, (12.0, 0.7), 0.25, 0.02),
    Row { lasting: true, ..blow("campaign", 0.82, (60.0, 0.8), 0.3, 0.01) },
    Row { lasting: true, ..blow("war", 0.94, (600.0, 0.8), 0.3, 0.0) },
    blow("nuclear", 1.0, (50_000.0, 0.5), 0.85, 0.0),
];

/// The default ladder, mildest rung first, as if a scenario had written it out.
pub(super) fn default_ladder() -> Vec<(String, RungSpec)> {
    let spec = |row: &Row| RungSpec {
        severity: Some(Number::fixed(row.severity)),
        violent: Some(row.violent),
        lasting: Some(row.lasting),
        public: Some(Number::fixed(row.public)),
        deniable: Some(row.deniable),
        fatalities: Some(FatalitiesSpec {
            mean: Some(Number::fixed(row.deaths.0)),
            dispersion: Some(Number::fixed(row.deaths.1)),
        }),
        civilian_share: Some(Number::fixed(row.civilian_share)),
        accident: Some(Number::fixed(row.accident)),
        nuclear: Some(row.key == "nuclear"),
        against_group: Some(row.key == "strike_group"),
    };
    ROWS.iter().map(|row| (row.key.to_owned(), spec(row))).collect()
}

/// A rung of the default ladder with what the scenario says of it laid over.
pub(super) fn overlay(base: &RungSpec, given: &RungSpec) -> RungSpec {
    let fatalities = |spec: &RungSpec| spec.fatalities.clone().unwrap_or_default();
    let (below, above) = (fatalities(base), fatalities(given));
    RungSpec {
        severity: given.severity.clone().or_else(|| base.severity.clone()),
        violent: given.violent.or(base.violent),
        lasting: given.lasting.or(base.lasting),
        public: given.public.clone().or_else(|| base.public.clone()),
        deniable: given.deniable.or(base.deniable),
        fatalities: Some(FatalitiesSpec {
            mean: above.mean.or(below.mean),
            dispersion: above.dispersion.or(below.dispersion),
        }),
        civilian_share: given.civilian_share.clone().or_else(|| base.civilian_share.clone()),
        accident: given.accident.clone().or_else(|| base.accident.clone()),
        nuclear: given.nuclear.or(base.nuclear),
        against_group: given.against_group.or(base.against_group),
    }
}
