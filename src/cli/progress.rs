//! How far a batch is, on the standard error.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::args::Progress;
use super::format::thousands;
use super::screen::{self, Style};

/// Lines that `plain` and `json` print in all.
const PLAIN_LINES: u64 = 10;
const JSON_LINES: u64 = 100;

/// Shows progress, or does not.
#[derive(Debug)]
pub(super) struct ProgressLine {
    planned: u64,
    /// What is counted, in the plural.
    things: &'static str,
    /// Progress at which something is shown next, in steps.
    next_step: u64,
    shape: Shape,
}

#[derive(Debug)]
enum Shape {
    Bar(ProgressBar),
    Plain,
    Json,
    None,
}

impl ProgressLine {
    pub(super) fn new(how: Progress, quiet: bool, planned: u64, things: &'static str) -> Self {
        let shape = match how {
            _ if quiet => Shape::None,
            Progress::Auto if std::io::stderr().is_terminal() => Shape::Bar(bar(planned, things)),
            Progress::Bar => Shape::Bar(bar(planned, things)),
            Progress::Plain => Shape::Plain,
            Progress::Json => Shape::Json,
            Progress::Auto | Progress::None => Shape::None,
        };
        Self { planned, things, next_step: 1, shape }
    }

    /// So many were done before it began.
    pub(super) fn begin_at(&mut self, done: u64) {
        if done > 0 {
            if let Shape::Bar(bar) = &self.shape {
                bar.set_position(done);
                // Else the rate would be that of reading.
                bar.reset_eta();
            }
            self.update(done);
        }
    }

    /// So many runs are done.
    pub(super) fn update(&mut self, done: u64) {
        match &self.shape {
            Shape::None => {}
            Shape::Bar(bar) => bar.set_position(done),
            Shape::Plain => {
                if self.reaches(done, PLAIN_LINES) {
                    let share = 100 * done / self.planned;
                    screen::say(&format!(
                        "{} of {} {} ({share} %)\n",
                        thousands(done),
                        thousands(self.planned),
                        self.things
                    ));
                }
            }
            Shape::Json => {
                if self.reaches(done, JSON_LINES) {
                    screen::say(&format!("{{\"done\":{done},\"planned\":{}}}\n", self.planned));
                }
            }
        }
    }

    /// Whether `done` reaches the next of so many steps.
    fn reaches(&mut self, done: u64, steps: u64) -> bool {
        let step = u128::from(done) * u128::from(steps) / u128::from(self.planned.max(1));
        let reached = step >= u128::from(self.next_step);
        if reached {
            self.next_step = step as u64 + 1;
        }
        reached
    }

    /// Takes the bar away; the results say the rest.
    pub(super) fn finish(&self) {
        if let Shape::Bar(bar) = &self.shape {
            bar.finish_and_clear();
        }
    }
}

fn bar(planned: u64, things: &str) -> ProgressBar {
    let style = Style::of_stderr();
    let template =
        format!("{{bar:30}} {{human_pos}} of {{human_len}} {things}, {{rate}} a second, {{eta}} left");
    let layout = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let rate = |state: &ProgressState, text: &mut dyn std::fmt::Write| {
        let _ = text.write_str(&thousands(state.per_sec() as u64));
    };
    let layout = layout.with_key("rate", rate).progress_chars(if style.unicode {
        "█▉▊▋▌▍▎▏ "
    } else {
        "## "
    });
    ProgressBar::with_draw_target(Some(planned), ProgressDrawTarget::stderr_with_hz(10)).with_style(layout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_lines_and_no_more() {
        let mut line = ProgressLine { planned: 1000, things: "runs", next_step: 1, shape: Shape::None };
        let shown = (1..=1000).filter(|&done| line.reaches(done, 10)).collect::<Vec<_>>();
        assert_eq!(shown, [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
        let mut line = ProgressLine { planned: 3, things: "runs", next_step: 1, shape: Shape::None };
        assert_eq!((1..=3).filter(|&done| line.reaches(done, 10)).count(), 3);
    }
}
