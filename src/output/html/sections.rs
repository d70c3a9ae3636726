//! What the page shows, section by section. A section that has nothing to show is left out.

use super::markup::{Body, escaped};
use crate::output::figures::{self, Chart, Grid, View};
use crate::output::results::{Results, ResultsError};
use crate::output::table::{Cell, Table};
use crate::output::tale::Tale;

/// Rows of a table without a chart that the page shows; all are in the file.
const MOST_ROWS: usize = 200;
/// Tables that charts are made of, which so need no place of their own.
const CHARTED: [&str; 9] = [
    "outcomes",
    "summary",
    "timeline",
    "ladder",
    "distributions",
    "drivers",
    "tornado",
    "sensitivity",
    "knockout",
];

type Written = Result<(), ResultsError>;

fn one<C: Chart>(data: C) -> Vec<View<C>> {
    vec![View { label: String::new(), data }]
}

pub(super) fn outcomes(body: &mut Body, results: &Results) -> Written {
    let views = figures::outcomes(results)?;
    let compared = figures::compared(results)?;
    if views.is_empty() {
        return Ok(());
    }
    body.section("outcomes", "How it ends");
    let lead = format!(
        "Share of runs that ended in each class, the most frequent first. Lines are {} intervals.",
        level(results)
    );
    if compared.is_empty() {
        body.figure("bars", "Outcomes", &lead, &[], &views);
    } else {
        let lead = format!(
            "Share of runs that ended in the class, by variant. Lines are {} intervals.",
            level(results)
        );
        body.figure("bars", "Outcomes by variant", &lead, &[], &compared);
    }
    let differences = figures::differences(results)?;
    let lead = "Difference between the variant and the first one, on the same luck, in points of the share of runs. Where \
                a line crosses zero, the direction is open.";
    body.figure("dots", "What the change changes", lead, &[], &differences);
    Ok(())
}

pub(super) fn varied(body: &mut Body, results: &Results) -> Written {
    if results.entry("design").is_none() {
        return Ok(());
    }
    body.section("varied", "Outcomes over the design");
    let maps = figures::heat_maps(results)?;
    let n = maps.first().map_or(0, |view| view.data.n);
    let lead = format!("Probability in per cent at each point, of {n} runs each on the same luck.");
    body.figure("heatmap", "Probability of each outcome", &lead, &[], &maps);
    if let Some(multiples) = figures::multiples(results)? {
        let lead = format!(
            "Share of runs at each value, of {} runs each on the same luck; bands are {} intervals.",
            multiples.n,
            level(results)
        );
        body.figure("multiples", "Probability of each outcome", &lead, &[], &one(multiples));
    } else if maps.is_empty() {
        body.paragraph("The design is no grid of one or two numbers; its points and their outcomes are in the tables below.");
        plain(body, results, "outcomes")?;
    }
    Ok(())
}

pub(super) fn ladder(body: &mut Body, results: &Results) -> Written {
    let (shares, fans) = (figures::shares(results)?, figures::fans(results)?);
    if shares.is_none() && fans.is_empty() {
        return Ok(());
    }
    body.section("ladder", "How the ladder was climbed and descended");
    if let Some(shares) = shares {
        let events = shares.events.clone();
        let lead = "Share of all runs by the gravest rung that a state in focus has in force or acts on that day. Runs that have \
                    ended stay in the picture as over.";
        body.figure("shares", "Where the runs stand, day by day", lead, &events, &one(shares));
    }
    let events = fans.first().map_or_else(Vec::new, |view| view.data.events.clone());
    let lead = "Spread over the runs that are still under way. As crises end, fewer and more stubborn ones are left, so the later \
                days speak of those.";
    body.figure("fan", "How relations moved", lead, &events, &fans);
    let undated = figures::undated(results);
    if !undated.is_empty() {
        body.paragraph(&format!("Without a day of their own, and so not marked: {}.", undated.join("; ")));
    }
    Ok(())
}

pub(super) fn actors(body: &mut Body, results: &Results) -> Written {
    let (milestones, views) = (figures::milestones(results)?, figures::first_strikes(results)?);
    let Some(milestones) = milestones else { return Ok(()) };
    body.section("actors", "Who struck, replied and mediated");
    let lead = format!("Share of runs that come to each, with {} intervals.", level(results));
    body.figure("bars", "How far crises go", &lead, &[], &one(milestones));
    let lead = "Shares of the cases named on the axis; names that never occurred are left out.";
    body.figure("bars", "Who, and how", lead, &[], &views);
    Ok(())
}

pub(super) fn drivers(body: &mut Body, results: &Results) -> Written {
    let views = figures::waterfalls(results)?;
    if views.is_empty() {
        return Ok(());
    }
    body.section("drivers", "What moved decisions");
    let lead = "Mean contribution of each term to the log-odds of what was chosen, against doing nothing: to the right it spoke \
                for it, to the left against. 0.69 doubles the odds. These are decisions that were taken, so they say what \
                moved a state when it acted, not how often it did.";
    body.figure("waterfall", "Drivers", lead, &[], &views);
    Ok(())
}

pub(super) fn factors(body: &mut Body, results: &Results) -> Written {
    let (tornados, indices) = (figures::tornados(results)?, figures::indices(results)?);
    let contributions = figures::contributions(results)?;
    if !contributions.is_empty() {
        body.section("knockout", "What each mechanism contributes");
        let lead = "The scenario as it is, minus the scenario with the mechanism switched off, on the same luck. Above zero there \
                    is more of it because of the mechanism.";
        body.figure("dots", "Contributions", lead, &[], &contributions);
    }
    if !tornados.is_empty() || !indices.is_empty() {
        body.section("factors", "Which numbers matter");
    }
    let lead = "Each factor alone at its low and at its high value, all else as drawn. The line in the middle is the output as \
                drawn.";
    body.figure("tornado", "One factor at a time", lead, &[], &tornados);
    let lead = format!("How much of an output goes back to each factor, with {} intervals.", level(results));
    body.figure("dots", "Sensitivity", &lead, &[], &indices);
    Ok(())
}

pub(super) fn spread(body: &mut Body, results: &Results) -> Written {
    let views = figures::histograms(results)?;
    if !views.is_empty() {
        body.section("spread", "Casualties and other counts");
        let lead = format!(
            "Share of runs by value. Mind that bins grow wider to the right where values spread far. Lines are {} intervals.",
            level(results)
        );
        body.figure("histogram", "Distributions", &lead, &[], &views);
    }
    Ok(())
}

pub(super) fn tales(body: &mut Body, tales: &[Tale]) {
    if tales.is_empty() {
        return;
    }
    body.section("stories", "Four runs, told");
    body.paragraph(
        "Single runs are examples, not evidence: each is one of thousands that could have been told.",
    );
    for tale in tales {
        let rule = figures::capital(&tale.rule);
        let outcome = escaped(&figures::capital(&tale.outcome));
        body.raw(&format!(
            "<article class=\"tale\"><details><summary><h3>{}: {outcome}</h3></summary>\n<p class=\"why\">Run {}: {}. <code>offramp trace FILE --run {}</code> tells it in \
             full.</p>\n{}</details></article>\n",
            escaped(&rule),
            tale.replicate,
            escaped(&tale.why),
            tale.replicate,
            tale.html
        ));
    }
}

/// What has no chart, as tables.
pub(super) fn others(body: &mut Body, results: &Results) -> Written {
    let is_design = results.entry("design").is_some();
    let names: Vec<String> = results.tables().map(str::to_owned).collect();
    let rest = |name: &&String| {
        let heat = is_design && name.starts_with("heatmap_");
        !CHARTED.contains(&name.as_str()) && !heat && !["runs", "units"].contains(&name.as_str())
    };
    let rest: Vec<&String> = names.iter().filter(rest).collect();
    if rest.is_empty() {
        return Ok(());
    }
    body.section("tables", "Further tables");
    for name in rest {
        plain(body, results, name)?;
    }
    Ok(())
}

fn plain(body: &mut Body, results: &Results, name: &str) -> Written {
    let Some(table) = results.table(name)? else { return Ok(()) };
    let grid = as_grid(&table);
    let all = table.rows.len();
    let caption = if all > MOST_ROWS {
        format!("{name}.csv, the first {MOST_ROWS} of {all} rows")
    } else {
        format!("{name}.csv")
    };
    body.raw(&format!("<details><summary>{} ({all} rows)</summary>\n", escaped(name)));
    body.table(&caption, &grid, None);
    body.raw("</details>\n");
    Ok(())
}

fn as_grid(table: &Table) -> Grid {
    let shown = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => figures::number(*number),
        Cell::Boolean(is_so) => is_so.to_string(),
        Cell::Empty => String::new(),
    };
    let rows = table.rows.iter().take(MOST_ROWS).map(|row| row.iter().map(shown).collect());
    Grid { heads: table.columns.iter().map(|column| column.name.to_string()).collect(), rows: rows.collect() }
}

/// The level of intervals in words.
pub(super) fn level(results: &Results) -> String {
    format!("{} %", figures::number(100.0 * results.head().ci_level))
}
