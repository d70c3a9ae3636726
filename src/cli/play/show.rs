//! How a turn looks on the terminal.

use super::super::format::{counted, percentage, points, wrapped};
use super::super::screen::Style;
use super::super::table::{Align, Table};
use crate::output::seat::{
    Band, Briefing, DebriefPage, DecisionLine, Gauge, Neighbour, NewsLine, OptionLine,
};
use crate::output::visible;

/// Columns of the margin of a story, for the date.
const MARGIN: usize = 12;

/// What is known on a turn.
pub(super) fn briefing(page: &Briefing, style: Style) -> String {
    let title = format!("{}, day {} - {}", page.date, page.day, page.seat);
    let title =
        if page.date.starts_with("day ") { format!("Day {} - {}", page.day, page.seat) } else { title };
    let mut text = format!("\n{}\n", style.bold(&title));
    let (told, lesser): (Vec<&NewsLine>, Vec<&NewsLine>) =
        page.news.iter().partition(|item| item.concerns || item.grave);
    for item in told {
        let line = wrapped(&item.text, style.width, MARGIN);
        let line = format!("{:MARGIN$}{line}\n", item.date);
        text += &if item.concerns { line } else { style.faint(line.trim_end()) + "\n" };
    }
    if !lesser.is_empty() {
        let note = format!(
            "Between others: {}, protests and conciliatory moves.",
            counted(lesser.len() as u64, "lesser matter")
        );
        let row = format!("{:MARGIN$}{}\n", "", style.faint(&wrapped(&note, style.width, MARGIN)));
        text += &row;
    }
    if !page.news.is_empty() {
        text.push('\n');
    }
    let home: Vec<String> = page.home.iter().map(gauge).collect();
    let row = format!(
        "At home: {}\n",
        wrapped(&format!("{}; dead {}", home.join(", "), page.dead), style.width, 9)
    );
    text += &row;
    text + &neighbours(&page.neighbours, style)
}

fn gauge(gauge: &Gauge) -> String {
    if gauge.word == "none" {
        format!("no {}", gauge.name)
    } else {
        format!("{} {} ({:.2})", gauge.name, gauge.word, gauge.value)
    }
}

/// The other states: those with which something is the matter, and the rest in a line.
fn neighbours(all: &[Neighbour], style: Style) -> String {
    let (busy, calm): (Vec<&Neighbour>, Vec<&Neighbour>) = all.iter().partition(|other| {
        let presses = other.gauges.iter().take(3).any(|gauge| gauge.value >= 0.05);
        other.is_called || presses || !other.notes.is_empty()
    });
    let mut text = String::new();
    if !busy.is_empty() {
        let mut table = Table::new([
            ("towards", Align::Left),
            ("tension", Align::Right),
            ("you owe", Align::Right),
            ("they owe", Align::Right),
            ("grievance", Align::Right),
            ("their resolve", Align::Right),
        ]);
        for other in &busy {
            let number = |at: usize| {
                other.gauges.get(at).map_or_else(String::new, |gauge| format!("{:.2}", gauge.value))
            };
            table.push([
                other.name.clone(),
                number(0),
                number(1),
                number(2),
                number(3),
                resolve(&other.believed_resolve),
            ]);
        }
        text += &table.render(style);
        for other in busy.iter().filter(|other| !other.notes.is_empty()) {
            let notes = visible(&format!("{}: {}", other.name, other.notes.join("; "))).into_owned();
            let row = format!("  {}\n", wrapped(&notes, style.width, 2));
            text += &row;
        }
    }
    if !calm.is_empty() {
        let names: Vec<&str> = calm.iter().map(|other| other.name.as_str()).collect();
        let names = visible(&names.join(", ")).into_owned();
        text += &style.faint(&format!("all is quiet towards {}", wrapped(&names, style.width, 21)));
        text.push('\n');
    }
    text
}

/// Mean and range of what is believed: `0.52 (0.3-0.7)`, from the first type past a tenth to the last before nine tenths.
fn resolve(believed: &[(f32, f32)]) -> String {
    let mean: f32 = believed.iter().map(|(value, probability)| value * probability).sum();
    let at = |share: f32| {
        let mut below = 0.0;
        let found = believed.iter().find(|(_, probability)| {
            below += probability;
            below >= share
        });
        found.or(believed.last()).map_or(0.0, |(value, _)| *value)
    };
    format!("{mean:.2} ({:.1}-{:.1})", at(0.1), at(0.9))
}

/// What is open towards a state, with what the advisers expect of it.
pub(super) fn options(toward: &str, lines: &[OptionLine], branches: u16, style: Style) -> String {
    let mut text = format!("\n{}\n", style.bold(&format!("Towards {toward} you can")));
    let advised = lines.iter().any(|line| !line.chances.is_empty());
    if advised {
        let mut table = Table::new([
            ("", Align::Right),
            ("option", Align::Left),
            ("model", Align::Right),
            ("struck", Align::Right),
            ("fighting", Align::Right),
            ("war", Align::Right),
            ("settles", Align::Right),
            ("dead", Align::Right),
        ]);
        for line in lines {
            let chance = |of: &str| {
                line.chances
                    .iter()
                    .find(|chance| chance.of == of)
                    .map_or_else(String::new, |chance| share(chance.chance.value))
            };
            let dead =
                line.dead.and_then(|dead| dead.value).map_or_else(String::new, |dead| format!("{dead:.0}"));
            table.push([
                line.number.to_string(),
                named(line, style.width.saturating_sub(54)),
                share(Some(f64::from(line.probability))),
                chance("struck"),
                chance("fighting"),
                chance("war"),
                chance("settled"),
                dead,
            ]);
        }
        text += &table.render(style);
        let widest = lines
            .iter()
            .flat_map(|line| &line.chances)
            .filter_map(|chance| half(&chance.chance))
            .fold(0.0, f64::max);
        let note = format!(
            "Per cent. model: what a state that weighs would do in your place. The rest: {branches} branches of each option, on the same luck, with the \
             model in every seat from then on; chances are good to within {} points. `why N` says more.",
            percentage(widest)
        );
        text += &style.faint(&wrapped(&note, style.width, 0));
        text.push('\n');
    } else {
        let mut table = Table::new([
            ("", Align::Right),
            ("option", Align::Left),
            ("model", Align::Right),
            ("answer expected", Align::Left),
        ]);
        for line in lines {
            let title = named(line, style.width.saturating_sub(46));
            table.push([
                line.number.to_string(),
                title,
                share(Some(f64::from(line.probability))),
                line.expected_reply.clone(),
            ]);
        }
        text += &table.render(style);
    }
    text
}

/// All that is known of an option.
pub(super) fn why(line: &OptionLine, style: Style) -> String {
    let told = |terms: &[(&str, f32)]| {
        let texts: Vec<String> = terms.iter().map(|(term, odds)| format!("{term} {odds:+.2}")).collect();
        if texts.is_empty() { "nothing to speak of".to_owned() } else { texts.join(", ") }
    };
    let mut text = format!("\n{}. {}\n", line.number, style.bold(&line.title));
    let row = format!("  for, against holding:  {}\n", wrapped(&told(&line.speaks_for), style.width, 25));
    text += &row;
    let row = format!("  against:               {}\n", wrapped(&told(&line.speaks_against), style.width, 25));
    text += &row;
    let row = format!("  answer expected:       {}\n", line.expected_reply);
    text += &row;
    if line.chances.is_empty() {
        return text;
    }
    let mut table = Table::new([
        ("  chance of", Align::Left),
        ("%", Align::Right),
        ("95 %", Align::Left),
        ("against holding", Align::Right),
        ("95 %", Align::Left),
    ]);
    for chance in &line.chances {
        let row = [
            format!("  {}", in_words(chance.of)),
            share(chance.chance.value),
            range(&chance.chance, share),
            signed(chance.against_hold.value),
            range(&chance.against_hold, signed),
        ];
        table.push(row);
    }
    for (outcome, band) in line.outcomes.iter().filter(|(_, band)| band.value > Some(0.0)) {
        let blank = String::new;
        table.push([
            format!("  ends as {}", outcome.replace('_', " ")),
            share(band.value),
            range(band, share),
            blank(),
            blank(),
        ]);
    }
    text + &table.render(style)
}

fn in_words(key: &str) -> &'static str {
    match key {
        "struck" => "force against you",
        "fighting" => "limited war or worse",
        "war" => "war",
        _ => "the crisis settling",
    }
}

/// The debrief.
pub(super) fn debrief(page: &DebriefPage, style: Style) -> String {
    let mut text = format!("\n{}\n", style.bold("Debrief"));
    let row = format!("Your game:              {}.\n", wrapped(&page.ending, style.width, 24));
    text += &row;
    let row = format!("The model in your seat: {}.\n\n", wrapped(&page.model, style.width, 24));
    text += &row;
    let mut table = Table::new([
        ("outcome", Align::Left),
        ("% of model's runs", Align::Right),
        ("95 %", Align::Left),
        ("", Align::Left),
    ]);
    for line in page.outcomes.iter().filter(|line| line.is_yours || line.share.value > Some(0.0)) {
        let yours = if line.is_yours { "<- yours" } else { "" };
        table.push([line.name.clone(), share(line.share.value), range(&line.share, share), yours.to_owned()]);
    }
    text += &table.render(style);
    text.push('\n');
    let mut table = Table::new([
        ("of your game", Align::Left),
        ("", Align::Right),
        ("% of runs with less", Align::Right),
        ("% with as much", Align::Right),
    ]);
    for line in &page.places {
        table.push([
            line.name.clone(),
            line.value.to_string(),
            share(line.below.value),
            share(line.equal.value),
        ]);
    }
    text += &table.render(style);
    text += &style.faint(&format!("{} runs of the model alone, with other luck.\n", page.runs));
    if !page.decisions.is_empty() {
        let row = format!("\n{}\n", style.bold("What you decided, and what it changed"));
        text += &row;
    }
    for decision in &page.decisions {
        text += &decided(decision, style);
    }
    if page.left_out > 0 {
        let note = format!(
            "{} more decisions are not told, in which the model would have held as you did or which were less out of the way.\n",
            page.left_out
        );
        text += &style.faint(&(wrapped(&note, style.width, 0) + "\n"));
    }
    text
}

fn decided(line: &DecisionLine, style: Style) -> String {
    let indent = " ".repeat(MARGIN);
    let accord = if line.called { "" } else { ", of your own accord" };
    let what = format!("Towards {}{accord}: {}. The model: {}.", line.toward, line.chosen, model(line));
    let mut text = format!("{:MARGIN$}{}\n", line.date, wrapped(&what, style.width, MARGIN));
    let dead = match line.dead_more {
        0 => String::new(),
        more @ 1.. => format!(" Your way cost {more} more of your dead."),
        fewer => format!(" Your way spared {} of your dead.", -fewer),
    };
    let changed = if line.changed_outcome { "" } else { " (the same outcome)" };
    let twin = format!(
        "Same luck, had you chosen to {} ({} %): {}{changed}.{dead}",
        line.instead,
        share(Some(f64::from(line.instead_probability))),
        line.twin
    );
    let row = format!("{indent}{}\n", style.faint(&wrapped(&twin, style.width, MARGIN)));
    text += &row;
    if !line.chances.is_empty() {
        let told: Vec<String> = line
            .chances
            .iter()
            .map(|(of, by)| format!("{} {} ({})", in_words(of), signed(by.value), range(by, signed)))
            .collect();
        let other = format!("Other luck, in points: {}.", told.join(", "));
        let row = format!("{indent}{}\n", style.faint(&wrapped(&other, style.width, MARGIN)));
        text += &row;
    }
    text
}

/// What the model would have done.
fn model(line: &DecisionLine) -> String {
    let probability = share(Some(f64::from(line.probability)));
    let luck = if !line.called {
        "it was not called upon to decide".to_owned()
    } else if line.by_luck == line.chosen {
        "and on this luck it does".to_owned()
    } else {
        format!("on this luck it would {}", line.by_luck)
    };
    format!("{probability} % for this, {luck}")
}

fn share(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), percentage)
}

fn signed(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), points)
}

fn range(band: &Band, show: impl Fn(Option<f64>) -> String) -> String {
    format!("{} to {}", show(band.low), show(band.high))
}

fn half(band: &Band) -> Option<f64> {
    Some(0.5 * (band.high? - band.low?))
}

/// An option in so many columns: as a command, or in a word or two.
fn named(line: &OptionLine, width: usize) -> String {
    let title = line.title.replace(", with a message that aims are limited", ", aims limited");
    if title.chars().count() <= width { title } else { line.short.clone() }
}
