//! Designs from what a scenario says is varied.

use indexmap::IndexMap;

use super::sample::{latin_hypercube, sobol_points};
use super::{Design, Level, Parameter};
use crate::spec::{DesignKind, Levels, Limit, ScenarioSpec};

/// Points of a sampled design that says of none how many.
pub const DEFAULT_POINTS: u64 = 100;
/// Decimals to which evenly spaced values are cut, so that a step of 0.1 is not 0.30000000000000004.
const DIGITS: usize = 15;

/// A design that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// There is nothing to vary.
    #[error(
        "nothing is varied: give `--vary PATH=low:high:n` or `--vary PATH=[a,b,c]`, or a table `[sweep.vary]` in the scenario"
    )]
    Nothing,
    /// A range without a number of values, where one is needed.
    #[error("how many values of `{0}`? write low:high:n, or take --design lhs or sobol with --points")]
    NoNumber(String),
    /// More points than are allowed; `None` if they cannot even be counted.
    #[error("the design has {} points, and {} are the most; {}", points(*.0), Limit::Points.now(), Limit::Points.how(.0.unwrap_or(u64::MAX)))]
    TooMany(Option<u64>),
    /// A zip of lists of different lengths.
    #[error("a zip needs as many values of every parameter: {0}")]
    Unequal(String),
    /// No points are listed.
    #[error("a list design needs its points: give `--point \"PATH=VALUE, …\"`, or `list` in `[sweep]`")]
    NoList,
    /// Points are listed, and ranges are given too.
    #[error("`list` gives the points one by one and `vary` makes them: say with `design` which of the two")]
    ListOrVary,
    /// A listed point sets a lever.
    #[error("`{0}` is a lever and is set by points too; one of the two decides")]
    LeverInList(String),
    /// A file of points that is not in order: all that is wrong with it.
    #[error("{name}: {}", .problems.join("; "))]
    File {
        /// The file as it was named.
        name: String,
        /// What is wrong, with row and column.
        problems: Vec<String>,
    },
}

/// How many points, in words.
fn points(count: Option<u64>) -> String {
    count.map_or_else(|| "far too many".to_owned(), |count| count.to_string())
}

impl Design {
    /// The design that `[sweep]` and `[levers]` describe. `seed` decides where the points of a sampled design lie.
    ///
    /// # Errors
    /// If nothing is varied, a range lacks its number of values, lists to be zipped differ in length, or there are too many points.
    pub fn of_spec(spec: &ScenarioSpec, seed: u64) -> Result<Self, DesignError> {
        let sweep = &spec.sweep;
        let kind = match (sweep.design, sweep.list.is_empty(), sweep.vary.is_empty()) {
            (Some(kind), ..) => kind,
            (None, false, false) => return Err(DesignError::ListOrVary),
            (None, false, true) => DesignKind::List,
            (None, true, _) => DesignKind::Grid,
        };
        if sweep.vary.is_empty() && kind != DesignKind::List {
            let nothing = (Vec::new(), vec![Vec::new()]);
            return if spec.levers.is_empty() { Err(DesignError::Nothing) } else { Self::of(spec, nothing) };
        }
        let points = sweep.points.unwrap_or(DEFAULT_POINTS);
        let points = usize::try_from(points).map_err(|_| DesignError::TooMany(Some(points)))?;
        let paths = || sweep.vary.keys().cloned().collect();
        let futures = match kind {
            DesignKind::Grid => (paths(), grid(&sweep.vary)?),
            DesignKind::Zip => (paths(), zip(&sweep.vary)?),
            DesignKind::List => listed(&sweep.list)?,
            DesignKind::Lhs => (paths(), at(&sweep.vary, &latin_hypercube(sweep.vary.len(), points, seed))),
            DesignKind::Sobol => (paths(), at(&sweep.vary, &sobol_points(sweep.vary.len(), points, seed))),
        };
        Self::of(spec, futures)
    }

    /// Every combination of the levers with every one of these futures, which are given by path and by point.
    pub(super) fn of(
        spec: &ScenarioSpec,
        (paths, futures): (Vec<String>, Vec<Vec<Level>>),
    ) -> Result<Self, DesignError> {
        if let Some(lever) = paths.iter().find(|path| spec.levers.contains_key(*path)) {
            return Err(DesignError::LeverInList(lever.clone()));
        }
        let policies = grid(&spec.levers)?;
        let all = policies.len() as u64 * futures.len() as u64;
        if all > Limit::Points.now() {
            return Err(DesignError::TooMany(Some(all)));
        }
        let levers = spec.levers.keys().map(|path| Parameter { path: path.clone(), is_lever: true });
        let others = paths.into_iter().map(|path| Parameter { path, is_lever: false });
        let mut points = Vec::with_capacity(policies.len() * futures.len());
        for policy in &policies {
            points.extend(futures.iter().map(|future| policy.iter().chain(future).cloned().collect()));
        }
        Ok(Self { parameters: levers.chain(others).collect(), points, policies: policies.len() })
    }
}

/// All values of a parameter.
fn values(path: &str, levels: &Levels) -> Result<Vec<Level>, DesignError> {
    let value = |value: toml::Value| Level::Value(value);
    match levels {
        Levels::Listed(list) => Ok(list.iter().cloned().map(value).collect()),
        Levels::Whole { n: None, .. } | Levels::Real { n: None, .. } => {
            Err(DesignError::NoNumber(path.to_owned()))
        }
        Levels::Whole { low, high, n: Some(n) } => {
            let steps = (*n as i64 - 1).max(1);
            Ok((0..*n as i64).map(|step| value((low + (high - low) / steps * step).into())).collect())
        }
        Levels::Real { low, high, n: Some(n) } => {
            let steps = (*n).max(2) - 1;
            Ok((0..*n).map(|step| value(between(*low, *high, step, steps).into())).collect())
        }
    }
}

/// The value so many of all steps from `low` to `high`: both ends exactly, and what lies between in few digits.
fn between(low: f64, high: f64, step: u64, steps: u64) -> f64 {
    if step == 0 || step == steps {
        return if step == 0 { low } else { high };
    }
    let exact = (low * (steps - step) as f64 + high * step as f64) / steps as f64;
    format!("{exact:.*e}", DIGITS - 1).parse().unwrap_or(exact)
}

/// Every combination, the last parameter changing fastest; one point without values if there is no parameter.
fn grid(varied: &IndexMap<String, Levels>) -> Result<Vec<Vec<Level>>, DesignError> {
    let axes: Vec<Vec<Level>> =
        varied.iter().map(|(path, levels)| values(path, levels)).collect::<Result<_, _>>()?;
    let size = axes.iter().try_fold(1_u64, |size, axis| size.checked_mul(axis.len() as u64));
    if size.is_none_or(|size| size > Limit::Points.now()) {
        return Err(DesignError::TooMany(size));
    }
    let mut points = vec![Vec::with_capacity(axes.len())];
    for axis in &axes {
        points = points
            .iter()
            .flat_map(|point: &Vec<Level>| {
                axis.iter().map(move |level| point.iter().chain([level]).cloned().collect())
            })
            .collect();
    }
    Ok(points)
}

/// The first values of all parameters, then the second, and so on.
fn zip(varied: &IndexMap<String, Levels>) -> Result<Vec<Vec<Level>>, DesignError> {
    let axes: Vec<Vec<Level>> =
        varied.iter().map(|(path, levels)| values(path, levels)).collect::<Result<_, _>>()?;
    let length = axes.first().map_or(0, Vec::len);
    if axes.iter().any(|axis| axis.len() != length) {
        let lengths: Vec<String> =
            varied.keys().zip(&axes).map(|(path, axis)| format!("{} of `{path}`", axis.len())).collect();
        return Err(DesignError::Unequal(lengths.join(", ")));
    }
    Ok((0..length).map(|place| axes.iter().map(|axis| axis[place].clone()).collect()).collect())
}

/// The points as they are listed. What a point does not set keeps the file's own value.
fn listed(list: &[IndexMap<String, toml::Value>]) -> Result<(Vec<String>, Vec<Vec<Level>>), DesignError> {
    if list.is_empty() {
        return Err(DesignError::NoList);
    }
    let mut paths: Vec<String> = Vec::new();
    for path in list.iter().flat_map(IndexMap::keys) {
        if !paths.contains(path) {
            paths.push(path.clone());
        }
    }
    let level = |point: &IndexMap<String, toml::Value>, path: &String| {
        point.get(path).map_or(Level::AsWritten, |value| Level::Value(value.clone()))
    };
    let points = list.iter().map(|point| paths.iter().map(|path| level(point, path)).collect()).collect();
    Ok((paths, points))
}

/// The points of a sample of the unit cube, coordinate by coordinate: the quantile of the uniform distribution over what a
/// parameter may take, be it a range, whole numbers or a list.
fn at(varied: &IndexMap<String, Levels>, sample: &[Vec<f64>]) -> Vec<Vec<Level>> {
    let quantile = |(levels, &share): (&Levels, &f64)| {
        Level::Value(match levels {
            Levels::Listed(list) => list[place(share, list.len() as f64) as usize].clone(),
            Levels::Whole { low, high, .. } => (low + place(share, (high - low + 1) as f64)).into(),
            Levels::Real { low, high, .. } => (low + share * (high - low)).min(*high).into(),
        })
    };
    sample.iter().map(|point| varied.values().zip(point).map(quantile).collect()).collect()
}

/// Which of `count` equal slices of the unit interval a share lies in.
fn place(share: f64, count: f64) -> i64 {
    libm::floor(share * count).min(count - 1.0) as i64
}
