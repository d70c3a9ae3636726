//! `sensitivity.csv`, `tornado.csv` and `design.csv`: what the factors of a scenario mean for its outputs, and where it
//! was played to find out.

use super::table::common::{integer, real, text};
use super::table::{Cell, Column, ColumnType, Table};
use crate::experiment::sensitivity::{
    Design, Factors, Sensitivity, SobolDesign, Subject, Swings, TornadoStudy,
};
use crate::stats::Level;

/// One row for each output, factor and statistic.
pub fn table(method: &str, list: &[Sensitivity]) -> Table {
    let mut table = Table::new(
        "sensitivity",
        vec![
            text("method", "sobol, morris or ranks"),
            text("output", "what is explained: outcome_ with a class, or a measure"),
            text("factor", "address of the number, name of the group, or luck"),
            text(
                "statistic",
                "S1, ST: first-order and total index; S1_expected, ST_expected: those of the expected output, luck averaged \
                 out; mu, mu_star, sigma: of the elementary effects, in units of the output per width of the distribution; \
                 spearman: rank correlation",
            ),
            real("value", "", "the statistic; a share of variance for the indices"),
            real("ci_low", "", "lower end of its interval"),
            real("ci_high", "", "upper end of it"),
            integer("n", "", "base rows, trajectories, or runs that it rests on"),
        ],
    );
    for one in list {
        for factor in &one.factors {
            for (statistic, estimate) in &factor.statistics {
                let mut row = vec![
                    Cell::text(method),
                    Cell::text(one.output.clone()),
                    Cell::text(factor.factor.clone()),
                    Cell::text(statistic.key()),
                ];
                row.extend(Cell::with_interval(estimate));
                row.push(Cell::count(estimate.n));
                table.push(row);
            }
        }
    }
    table
}

/// One row for each output and factor, the factor with the largest swing first.
pub fn tornado(study: &TornadoStudy, swings: &Swings, level: Level) -> Table {
    let Subject { factors, outputs, .. } = study.subject();
    let mut columns = vec![
        text("output", "what is explained: outcome_ with a class, or a measure"),
        text("unit", "unit of the output; share for what is or is not so"),
        text("factor", "address of the number, or name of the group"),
        real("low", "", "low value of the factor; empty for a group"),
        real("high", "", "high value of the factor; empty for a group"),
    ];
    let ends = |columns: &mut Vec<Column>, name: &str, what: &str| {
        for (end, which) in
            [("", ""), ("_ci_low", "lower end of the interval of: "), ("_ci_high", "upper end of it: ")]
        {
            columns.push(Column::new(format!("{name}{end}"), ColumnType::Real, "", format!("{which}{what}")));
        }
    };
    ends(&mut columns, "at_low", "share or mean of the output with the factor at its low value");
    ends(&mut columns, "base", "share or mean of the output as luck draws the factor");
    ends(&mut columns, "at_high", "share or mean of the output with the factor at its high value");
    ends(&mut columns, "high_minus_low", "difference between high and low, paired by run");
    ends(&mut columns, "low_minus_base", "difference between low and base, paired by run");
    ends(&mut columns, "high_minus_base", "difference between high and base, paired by run");
    columns.push(integer("n", "runs", "runs of each variant"));
    let mut table = Table::new("tornado", columns);
    for bar in study.bars(swings, level) {
        let (output, values) = (&outputs[bar.output], study.values(bar.factor));
        let value = |end: usize| if let [ends] = values[..] { Cell::Real(ends[end]) } else { Cell::Empty };
        let mut row = vec![
            Cell::text(output.key.clone()),
            Cell::text(output.unit()),
            Cell::text(factors.list()[bar.factor].key.clone()),
            value(0),
            value(1),
        ];
        for estimate in bar.at.iter().chain([&bar.swing, &bar.low_minus_base, &bar.high_minus_base]) {
            row.extend(Cell::with_interval(estimate));
        }
        row.push(Cell::count(bar.swing.n));
        table.push(row);
    }
    table
}

/// The sample of a study by Sobol' indices: one row for each evaluation, with the values of the factors.
pub fn design(design: &SobolDesign, factors: &Factors, inner: u64, seed: u64) -> Table {
    let mut columns = vec![
        integer("row_id", "", "name of the line: results are given by it"),
        integer("base_row", "", "the base row that the line belongs to"),
        text("evaluation", "A, B, AB_ and the factor that is taken from B, or AB_luck"),
        integer("replicate", "", "first replicate to play the line on; a model without luck needs none"),
        integer("runs", "runs", "replicates to play it on, of which the output is the mean"),
        text("seed", "seed of all luck"),
    ];
    for source in factors.sources() {
        columns.push(Column::new(
            source.key.clone(),
            ColumnType::Real,
            "",
            format!("value of {}", source.key),
        ));
    }
    let mut table = Table::new("design", columns);
    let labels = SobolDesign::labels(factors);
    for base_row in 0..design.rows() {
        for (evaluation, label) in labels.iter().enumerate() {
            let replicate = design.replicates(base_row, evaluation, inner).start;
            let mut row = vec![
                Cell::count(table.rows.len() as u64),
                Cell::count(base_row),
                Cell::text(label.clone()),
                Cell::count(replicate),
                Cell::count(inner),
                Cell::text(seed.to_string()),
            ];
            let point = design.point(base_row, evaluation);
            row.extend(factors.sources().iter().zip(point).map(|(source, at)| Cell::Real(source.value(at))));
            table.push(row);
        }
    }
    table
}
