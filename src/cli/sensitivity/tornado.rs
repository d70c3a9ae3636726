//! What `sensitivity --method tornado` prints.

use std::fmt::Write;

use super::super::format::{counted, titled, wrapped};
use super::super::screen::Style;
use super::super::table::{Align, Table};
use super::Question;
use super::report::{FACTORS, bar as bar_of, chosen, interval, more, name, number};
use crate::experiment::sensitivity::{Bar, Swings, TornadoStudy};
use crate::stats::Level;

/// The report of a tornado.
pub(super) fn report(question: &Question<'_>, study: &TornadoStudy, swings: &Swings, style: Style) -> String {
    let title = titled(question.loaded.scenario.title(), style.width);
    let mut text = format!("{}\nOne factor at a time, from its low to its high value\n", style.bold(&title));
    let bars = study.bars(swings, Level::default());
    let base = |output: usize| bars.iter().find(|bar| bar.output == output).and_then(|bar| bar.at[1].value);
    let means: Vec<Option<f64>> = (0..study.subject().outputs.len()).map(base).collect();
    let keys: Vec<&str> = study.subject().outputs.iter().map(|output| output.key.as_str()).collect();
    let shown = chosen(&keys, &means);
    for &output in &shown {
        let own: Vec<&Bar> = bars.iter().filter(|bar| bar.output == output).collect();
        let base = means[output].map_or_else(String::new, |mean| format!(" (as it is: {})", number(mean)));
        let heading = style.bold(&name(&study.subject().outputs[output].key));
        let _ = write!(text, "\n{heading}{base}\n\n{}", block(study, &own, style));
    }
    let runs = bars.first().map_or(0, |bar| bar.swing.n);
    let more = more(shown.len(), study.subject().outputs.len(), "tornado.csv");
    let basis = format!(
        "Change: the output with the factor at its high value minus that at its low value, all else as luck draws it. {} of \
         each variant on the same luck, seed {}, 95 % intervals (Bonett-Price; paired t).{more}",
        counted(runs, "run"),
        question.sample.seed
    );
    let _ = writeln!(text, "\n{}", style.faint(&wrapped(&basis, style.width, 0)));
    text
}

fn block(study: &TornadoStudy, bars: &[&Bar], style: Style) -> String {
    let mut table = Table::new([
        ("factor", Align::Left),
        ("low", Align::Right),
        ("high", Align::Right),
        ("at low", Align::Right),
        ("at high", Align::Right),
        ("change", Align::Right),
        ("95 % interval", Align::Right),
    ]);
    let swing = |bar: &Bar| bar.swing.value.unwrap_or(0.0);
    let largest = bars.iter().fold(0.0, |most: f64, bar| most.max(swing(bar).abs()));
    let mut drawn = Vec::new();
    for bar in bars.iter().take(FACTORS) {
        let values = study.values(bar.factor);
        let end = |end: usize| if let [ends] = values[..] { number(ends[end]) } else { String::new() };
        let at = |end: usize| bar.at[end].value.map_or_else(String::new, number);
        table.push([
            study.subject().factors.list()[bar.factor].key.clone(),
            end(0),
            end(1),
            at(0),
            at(2),
            bar.swing.value.map_or_else(String::new, number),
            interval(&bar.swing),
        ]);
        drawn.push(bar_of(if largest > 0.0 { swing(bar).abs() / largest } else { 0.0 }, style));
    }
    let mut text = table.render_with_bars(style, &drawn);
    let rest = bars.len().saturating_sub(FACTORS);
    if rest > 0 {
        let _ =
            writeln!(text, "{}", style.faint(&format!("and {} with less", counted(rest as u64, "factor"))));
    }
    text
}

/// What readers of a tornado should know.
pub(super) fn cautions(study: &TornadoStudy, swings: &Swings) -> Vec<String> {
    let idle: Vec<&str> =
        study.idle(swings).map(|factor| study.subject().factors.list()[factor].key.as_str()).collect();
    if idle.is_empty() {
        return Vec::new();
    }
    vec![format!("without effect on any output of any run: {}", idle.join(", "))]
}
