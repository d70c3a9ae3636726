//! Outcomes over a design: a heat map over two parameters, small multiples over one.

use serde::Serialize;

use super::sheet::Sheet;
use super::words::{Names, interval, number, percent, value};
use super::{Chart, Grid, View};
use crate::output::results::{Results, ResultsError};

/// An axis of a heat map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Axis {
    /// The parameter.
    pub label: String,
    /// Its values in order.
    pub values: Vec<String>,
}

/// A cell: places on both axes, value, and the ends of its interval.
pub type HeatCell = (usize, usize, Option<f64>, Option<f64>, Option<f64>);

/// The probability of an outcome over two parameters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeatMap {
    /// The second parameter, from left to right.
    pub x: Axis,
    /// The first parameter, from the bottom.
    pub y: Axis,
    /// The cells.
    pub cells: Vec<HeatCell>,
    /// Unit of the values.
    pub unit: &'static str,
    /// What the values are.
    pub axis: String,
    /// Runs at each point.
    pub n: u64,
}

impl Chart for HeatMap {
    const KIND: &'static str = "heatmap";

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["", "", "probability", "interval"]);
        grid.heads[0].clone_from(&self.y.label);
        grid.heads[1].clone_from(&self.x.label);
        grid.rows.extend(self.cells.iter().map(|&(x, y, at, low, high)| {
            let ends = interval(low, high, self.unit);
            vec![self.y.values[y].clone(), self.x.values[x].clone(), value(at, self.unit), ends]
        }));
        grid
    }

    fn words(&self) -> String {
        let values = || self.cells.iter().filter_map(|cell| cell.2);
        let (low, high) = (values().fold(1.0, f64::min), values().fold(0.0, f64::max));
        format!(
            "Heat map of {} over {} and {}: from {} to {}.",
            self.axis,
            self.y.label,
            self.x.label,
            percent(low),
            percent(high)
        )
    }
}

/// A design read back: the parameters, and the values of each point.
struct Design {
    paths: Vec<String>,
    /// By point and parameter.
    points: Vec<Vec<String>>,
}

impl Design {
    fn read(results: &Results) -> Result<Option<Self>, ResultsError> {
        let Some(sheet) = Sheet::open(results, "design")? else { return Ok(None) };
        let ids = ["point_id", "policy_id", "future_id"];
        let columns = results.columns("design").iter().map(|column| column.name.to_string());
        let paths: Vec<String> = columns.filter(|name| !ids.contains(&name.as_str())).collect();
        let points = sheet.lines().map(|line| paths.iter().map(|path| line.shown(path)).collect()).collect();
        Ok(Some(Self { paths, points }))
    }

    /// The values of a parameter in the order of their size, or of their names if they are no numbers.
    fn values(&self, parameter: usize) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        for point in &self.points {
            if !values.contains(&point[parameter]) {
                values.push(point[parameter].clone());
            }
        }
        if values.iter().all(|value| parsed(value).is_some()) {
            values.sort_by(|a, b| parsed(a).unwrap_or(0.0).total_cmp(&parsed(b).unwrap_or(0.0)));
        }
        values
    }
}

fn parsed(text: &str) -> Option<f64> {
    text.replace('−', "-").replace('\u{202f}', "").parse().ok()
}

/// An outcome at a point.
struct At {
    outcome: String,
    point: usize,
    values: [Option<f64>; 3],
    n: u64,
}

fn outcomes(results: &Results) -> Result<Vec<At>, ResultsError> {
    let Some(sheet) = Sheet::open(results, "outcomes")? else { return Ok(Vec::new()) };
    let at = |line: super::sheet::Line<'_>| At {
        outcome: line.text("outcome").to_owned(),
        point: usize::try_from(line.count("point_id")).unwrap_or(usize::MAX),
        values: ["probability", "ci_low", "ci_high"].map(|column| line.real(column)),
        n: line.count("n"),
    };
    Ok(sheet.lines().map(at).collect())
}

/// The classes that occurred at all, in the order of the table.
fn occurred(rows: &[At]) -> Vec<&str> {
    let mut classes: Vec<&str> = Vec::new();
    for row in rows.iter().filter(|row| row.values[0] > Some(0.0)) {
        if !classes.contains(&row.outcome.as_str()) {
            classes.push(&row.outcome);
        }
    }
    classes
}

/// A heat map of each outcome that occurred, if two parameters are varied over a grid.
///
/// # Errors
/// If a table cannot be read.
pub fn heat_maps(results: &Results) -> Result<Vec<View<HeatMap>>, ResultsError> {
    let Some(design) = Design::read(results)?.filter(|design| design.paths.len() == 2) else {
        return Ok(Vec::new());
    };
    let (ys, xs) = (design.values(0), design.values(1));
    if xs.len() < 2 || ys.len() < 2 || xs.len() * ys.len() != design.points.len() {
        return Ok(Vec::new());
    }
    let (rows, names) = (outcomes(results)?, Names::of(results));
    let view = |class: &&str| {
        let cells = rows.iter().filter(|row| row.outcome == **class).filter_map(|row| {
            let point = design.points.get(row.point)?;
            let place = |values: &[String], value: &String| values.iter().position(|one| one == value);
            let [at, low, high] = row.values;
            Some((place(&xs, &point[1])?, place(&ys, &point[0])?, at, low, high))
        });
        let label = names.outcome(class);
        let data = HeatMap {
            x: Axis { label: design.paths[1].clone(), values: xs.clone() },
            y: Axis { label: design.paths[0].clone(), values: ys.clone() },
            cells: cells.collect(),
            unit: "share",
            axis: format!("probability of {}", label.to_lowercase()),
            n: rows.first().map_or(0, |row| row.n),
        };
        View { label, data }
    };
    Ok(occurred(&rows).iter().map(view).collect())
}

/// A value of a parameter and the outcome there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// The value of the parameter.
    pub x: f64,
    /// The probability.
    pub value: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// One outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Panel {
    /// The outcome.
    pub title: String,
    /// From the least value of the parameter.
    pub points: Vec<Point>,
}

/// Outcomes over one parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Multiples {
    /// One for each outcome that occurred.
    pub panels: Vec<Panel>,
    /// The parameter.
    pub axis: String,
    /// Unit of the values.
    pub unit: &'static str,
    /// Runs at each point.
    pub n: u64,
}

impl Chart for Multiples {
    const KIND: &'static str = "multiples";

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["outcome", "", "probability", "interval"]);
        grid.heads[1].clone_from(&self.axis);
        for panel in &self.panels {
            grid.rows.extend(panel.points.iter().map(|point| {
                let ends = interval(point.low, point.high, self.unit);
                vec![panel.title.clone(), number(point.x), value(point.value, self.unit), ends]
            }));
        }
        grid
    }

    fn words(&self) -> String {
        let told = self.panels.iter().filter_map(|panel| {
            let (first, last) = (panel.points.first()?, panel.points.last()?);
            let [from, to] = [first, last].map(|point| value(point.value, self.unit));
            Some(format!("{} from {from} to {to}", panel.title))
        });
        format!(
            "Probability of each outcome as {} grows: {}.",
            self.axis,
            told.collect::<Vec<_>>().join("; ")
        )
    }
}

/// Small multiples of all outcomes that occurred, if one parameter is varied and its values are numbers.
///
/// # Errors
/// If a table cannot be read.
pub fn multiples(results: &Results) -> Result<Option<Multiples>, ResultsError> {
    let Some(design) = Design::read(results)?.filter(|design| design.paths.len() == 1) else {
        return Ok(None);
    };
    let xs: Option<Vec<f64>> = design.points.iter().map(|point| parsed(&point[0])).collect();
    let Some(xs) = xs.filter(|xs| xs.len() > 1) else { return Ok(None) };
    let (rows, names) = (outcomes(results)?, Names::of(results));
    let panel = |class: &&str| {
        let of_class = rows.iter().filter(|row| row.outcome == **class);
        let mut points: Vec<Point> = of_class
            .filter_map(|row| {
                let [value, low, high] = row.values;
                Some(Point { x: *xs.get(row.point)?, value, low, high })
            })
            .collect();
        points.sort_by(|a, b| a.x.total_cmp(&b.x));
        Panel { title: names.outcome(class), points }
    };
    let panels = occurred(&rows).iter().map(panel).collect();
    let (axis, n) = (design.paths[0].clone(), rows.first().map_or(0, |row| row.n));
    Ok(Some(Multiples { panels, axis, unit: "share", n }))
}
