//! `case.csv`, `values.csv`, `path.csv`, `cases.csv`, `scores.csv` and `calibration.csv`: scenarios held against what happened.

use super::table::common::{integer, real, text};
use super::table::{Cell, Column, ColumnType, Table};
use crate::engine::{Done, Program};
use crate::experiment::Confidence;
use crate::experiment::case::scores::{calibration, scores};
use crate::experiment::case::{Case, CaseReport};

/// All tables of a back-test, one report for each case.
pub fn tables(cases: &[Case], reports: &[CaseReport], confidence: Confidence) -> Vec<Table> {
    let mut tables =
        vec![quantities(reports, confidence), values(reports), path(cases, reports), each(reports)];
    if reports.len() > 1 {
        tables.push(score_table(reports, confidence));
        tables.push(calibration_table(reports, confidence));
    }
    tables
}

/// One row for each case and quantity.
fn quantities(reports: &[CaseReport], confidence: Confidence) -> Table {
    let mut table = Table::new(
        "case",
        vec![
            text("case", "the case"),
            text(
                "quantity",
                "outcome (class), first_reply, violent_reply, reply_delay (days), force_turns or peak_rung",
            ),
            text("observed", "what happened, as a run would have had it; empty where it did not come to it"),
            real("probability", "share", "share of runs with just that"),
            real("ci_low", "share", "lower end of its interval"),
            real("ci_high", "share", "upper end of it"),
            text("ci_method", "method of the interval; its level is in the manifest"),
            integer("rank", "", "1 if nothing else was more probable"),
            real(
                "pit",
                "",
                "where in the distribution of the runs it lies, for what has an order: share of runs with less, and a random part \
                 of those with as much (randomised probability integral transform)",
            ),
            integer(
                "n",
                "runs",
                "runs in which it can be asked: of replies, those with a first blow; of delays, with a violent reply",
            ),
        ],
    );
    for report in reports {
        for one in &report.quantities {
            let [probability, low, high] = Cell::with_interval(&one.probability);
            table.push([
                Cell::text(report.name.clone()),
                Cell::text(one.key),
                one.observed.clone().map_or(Cell::Empty, Cell::Text),
                probability,
                low,
                high,
                Cell::text(confidence.method.name()),
                one.rank.map_or(Cell::Empty, Cell::count),
                Cell::real(one.pit),
                Cell::count(one.probability.n),
            ]);
        }
    }
    table
}

/// One row for each case, quantity and value.
fn values(reports: &[CaseReport]) -> Table {
    let mut table = Table::new(
        "values",
        vec![
            text("case", "the case"),
            text("quantity", "the quantity, as in case.csv"),
            text("value", "a value of it"),
            Column::new("observed", ColumnType::Boolean, "", "whether this is what happened"),
            integer("count", "runs", "runs with this value"),
            integer("n", "runs", "runs in which it can be asked"),
            real("share", "share", "count / n"),
        ],
    );
    for report in reports {
        for one in &report.quantities {
            let n = one.probability.n;
            for (value, count) in &one.distribution {
                let share = (n > 0).then(|| *count as f64 / n as f64);
                table.push([
                    Cell::text(report.name.clone()),
                    Cell::text(one.key),
                    Cell::text(value.text.clone()),
                    Cell::Boolean(value.is_observed),
                    Cell::count(*count),
                    Cell::count(n),
                    Cell::real(share),
                ]);
            }
        }
    }
    table
}

/// What was done, in words of tables.
pub fn done_key(program: &Program, done: Done) -> String {
    match done {
        Done::Nothing => "hold".to_owned(),
        Done::Conciliated => "conciliate".to_owned(),
        Done::Acted(rung) => program.scenario().ladder()[rung].key.clone(),
    }
}

/// One row for each case, day and relation on record.
fn path(cases: &[Case], reports: &[CaseReport]) -> Table {
    let mut table = Table::new(
        "path",
        vec![
            text("case", "the case"),
            integer("day", "days", "day of the run, the first is 0"),
            Column::new("date", ColumnType::Date, "", "its date, if the scenario has a start"),
            text("actor", "the state that did it"),
            text("target", "the state to which it was done"),
            text("act", "what was done: a rung, conciliate, or hold for nothing new"),
            real(
                "probability",
                "share",
                "the model's probability of it on that day, given all that was done before; empty if it was not open to the state",
            ),
            integer("rank", "", "1 if nothing else was more probable"),
            text("likelier", "the most probable of all that was not done"),
            real("likelier_probability", "share", "its probability"),
            real(
                "log_probability",
                "nats",
                "natural logarithm of the probability; their sum is log_likelihood in cases.csv",
            ),
        ],
    );
    for (case, report) in cases.iter().zip(reports) {
        let (program, scenario) = (case.program(), case.program().scenario());
        let key = |state: usize| Cell::text(scenario.states()[state].key.clone());
        for step in &report.path.steps {
            let relation = &scenario.relations()[step.relation];
            let date = scenario.calendar().date(step.day);
            let other = step.likeliest_other.map(|done| done_key(program, done));
            table.push([
                Cell::text(report.name.clone()),
                Cell::count(u64::from(step.day)),
                date.map_or(Cell::Empty, |date| Cell::text(date.to_string())),
                key(relation.from),
                key(relation.to),
                Cell::text(done_key(program, step.done)),
                Cell::real(step.probability),
                step.rank.map_or(Cell::Empty, Cell::count),
                other.map_or(Cell::Empty, Cell::Text),
                Cell::real(step.probability_of_other),
                Cell::real(step.probability.map(libm::log)),
            ]);
        }
    }
    table
}

/// One row for each case.
fn each(reports: &[CaseReport]) -> Table {
    let mut table = Table::new(
        "cases",
        vec![
            text("case", "the case"),
            integer("runs", "runs", "plain runs, and as many that follow what happened"),
            text("class", "the class that runs end in that follow what happened"),
            real(
                "class_share",
                "share",
                "share of these runs that end in it; below 1 if the record leaves it open",
            ),
            text("judged_class", "the class that the record says it was, if it does"),
            integer("steps", "", "days times relations on record"),
            integer(
                "closed_steps",
                "",
                "steps that were not open to the state in the scenario, left out of all likelihoods",
            ),
            real("log_likelihood", "nats", "natural logarithm of the probability of the path"),
            real("ci_low", "nats", "lower end of its interval, for so many runs"),
            real("ci_high", "nats", "upper end of it"),
            real(
                "effective_runs",
                "runs",
                "to how many equally weighted runs the runs amount: (Σ w)² / Σ w²; below about 100 the interval covers too little",
            ),
            real(
                "log_likelihood_alike",
                "nats",
                "the same if states decide when they do in the model and take all that is open to be alike",
            ),
            real(
                "log_likelihood_constant",
                "nats",
                "the same of constant rates, those of each step estimated from all other steps of the case",
            ),
            real(
                "violent_reply",
                "share",
                "the model's probability that the first blow is answered with violence",
            ),
            real(
                "violent_reply_structure",
                "share",
                "that of the logit on structure, if the case file gives the structure",
            ),
            Column::new("violent_reply_came", ColumnType::Boolean, "", "whether it was"),
        ],
    );
    for report in reports {
        let path = &report.path.summary;
        let interval = path.interval;
        table.push([
            Cell::text(report.name.clone()),
            Cell::count(report.runs),
            Cell::text(report.classes.0.clone()),
            Cell::real(report.agreement.value),
            report.classes.1.clone().map_or(Cell::Empty, Cell::Text),
            Cell::count(path.cells),
            Cell::count(path.closed),
            Cell::real(path.log_likelihood),
            Cell::real(interval.map(|interval| interval.low)),
            Cell::real(interval.map(|interval| interval.high)),
            Cell::real(path.effective_runs),
            Cell::real(path.log_alike),
            Cell::real(path.log_constant),
            Cell::real(report.violent.map(|(probability, _)| probability)),
            Cell::real(report.structure),
            report.violent.map_or(Cell::Empty, |(_, came)| Cell::Boolean(came)),
        ]);
    }
    table
}

fn score_table(reports: &[CaseReport], confidence: Confidence) -> Table {
    let mut table = Table::new(
        "scores",
        vec![
            text("target", "what was forecast: violent_reply, or outcome (the class)"),
            text(
                "forecast",
                "by whom: model; uniform (all alike); base_rate (45 % violent replies, ICB 1946-1989); structure (the logit on \
                 structure); other_cases (the classes of the other cases)",
            ),
            text(
                "score",
                "brier (mean squared error, over classes its sum) or log (minus the logarithm of the probability of what came); both 0 at best",
            ),
            real("mean", "that of the score", "mean over cases"),
            real("ci_low", "that of the score", "lower end of its interval, by the bootstrap over cases"),
            real("ci_high", "that of the score", "upper end of it"),
            integer("n", "cases", "cases that the forecast speaks of"),
            real(
                "difference",
                "that of the score",
                "the model's less this one's, over the cases that both speak of: below 0 the model is better",
            ),
            real(
                "difference_ci_low",
                "that of the score",
                "lower end of its interval, by the bootstrap over cases",
            ),
            real("difference_ci_high", "that of the score", "upper end of it"),
        ],
    );
    for one in scores(reports, confidence) {
        let [mean, low, high] = Cell::with_interval(&one.mean);
        let [difference, below, above] =
            one.difference.as_ref().map_or([Cell::Empty, Cell::Empty, Cell::Empty], Cell::with_interval);
        table.push([
            Cell::text(one.target),
            Cell::text(one.forecast.key()),
            Cell::text(one.score),
            mean,
            low,
            high,
            Cell::count(one.mean.n),
            difference,
            below,
            above,
        ]);
    }
    table
}

fn calibration_table(reports: &[CaseReport], confidence: Confidence) -> Table {
    let mut table = Table::new(
        "calibration",
        vec![
            real("from", "share", "forecasts of a violent reply from here on"),
            real("to", "share", "to here"),
            integer("n", "cases", "cases with such a forecast"),
            real("forecast", "share", "mean of these forecasts"),
            real("came", "share", "share of them that came true"),
            real("ci_low", "share", "lower end of its interval"),
            real("ci_high", "share", "upper end of it"),
            text("ci_method", "method of the interval; its level is in the manifest"),
        ],
    );
    for bin in calibration(reports, confidence) {
        let [came, low, high] = Cell::with_interval(&bin.came);
        table.push([
            Cell::Real(bin.from),
            Cell::Real(bin.to),
            Cell::count(bin.came.n),
            Cell::real(bin.forecast),
            came,
            low,
            high,
            Cell::text(confidence.method.name()),
        ]);
    }
    table
}
