//! How far a batch is, on the standard error.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::args::Progress;
use super::format::{about, thousands};
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
    /// Knows rate and time left; hidden where it is not what is shown.
    bar: ProgressBar,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Bar,
    Plain,
    Json,
    None,
}

impl ProgressLine {
    pub(super) fn new(how: Progress, quiet: bool, planned: u64, things: &'static str) -> Self {
        let shape = match how {
            _ if quiet => Shape::None,
            Progress::Auto if std::io::stderr().is_terminal() => Shape::Bar,
            Progress::Bar => Shape::Bar,
            Progress::Plain => Shape::Plain,
            Progress::Json => Shape::Json,
            Progress::Auto | Progress::None => Shape::None,
        };
        let bar = if shape == Shape::Bar { bar(planned, things) } else { hidden(planned) };
        Self { planned, things, next_step: 1, shape, bar }
    }

    /// So many were done before it began.
    pub(super) fn begin_at(&mut self, done: u64) {
        if done > 0 {
            self.bar.set_position(done);
            // Else the rate would be that of reading.
            self.bar.reset_eta();
            self.update(done);
        }
    }

    /// So many runs are done.
    pub(super) fn update(&mut self, done: u64) {
        self.bar.set_position(done);
        let (rate, left) = (self.bar.per_sec(), self.bar.eta());
        let shape = self.shape;
        match shape {
            Shape::Plain if self.reaches(done, PLAIN_LINES) => screen::say(&self.line(done, rate, left)),
            Shape::Json if self.reaches(done, JSON_LINES) => {
                let (planned, rate, left) = (self.planned, rate.round(), left.as_secs_f64());
                screen::say(&format!(
                    "{{\"done\":{done},\"planned\":{planned},\"per_second\":{rate},\"seconds_left\":{left:.1}}}\n"
                ));
            }
            _ => {}
        }
    }

    /// A line of a log.
    fn line(&self, done: u64, rate: f64, left: Duration) -> String {
        let share = 100 * done / self.planned;
        let ahead = if done < self.planned && rate > 0.0 {
            format!(", {} a second, {} left", thousands(rate as u64), about(left))
        } else {
            String::new()
        };
        format!("{} of {} {} ({share} %){ahead}\n", thousands(done), thousands(self.planned), self.things)
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
        self.bar.finish_and_clear();
    }
}

/// Counts without showing anything.
fn hidden(planned: u64) -> ProgressBar {
    ProgressBar::with_draw_target(Some(planned), ProgressDrawTarget::hidden())
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
        let line = |planned| ProgressLine::new(Progress::None, false, planned, "runs");
        let (mut short, mut line) = (line(3), line(1000));
        let shown = (1..=1000).filter(|&done| line.reaches(done, 10)).collect::<Vec<_>>();
        assert_eq!(shown, [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
        let told = |done, rate| line.line(done, rate, Duration::from_secs(30));
        assert_eq!(told(500, 1234.5), "500 of 1,000 runs (50 %), 1,234 a second, about 30 s left\n");
        assert_eq!(told(1000, 1234.5), "1,000 of 1,000 runs (100 %)\n");
        assert_eq!((1..=3).filter(|&done| short.reaches(done, 10)).count(), 3);
    }
}
