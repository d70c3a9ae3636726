//! The first sheet: what was asked, how the runs ended, the headline numbers, charts, and what is on the other sheets.

mod pictures;
mod time;

use rust_xlsxwriter::{Url, Worksheet};

use super::figures::Figures;
use super::looks::{Shown, fitting, thousands};
use super::view::{Estimate, Row, View, plain};
use super::{Book, Line, WorkbookError, counted, grid, names, sweep};

/// Column of the charts.
const CHARTS: u16 = 6;
/// Last column of the text.
const LAST: u16 = 4;
const WIDTHS: [f64; 6] = [50.0, 12.0, 12.0, 12.0, 11.0, 3.0];
/// Letters in a line over all columns of the text, about.
const LINE: usize = 116;

/// Makes the sheet. All others are there already.
pub(super) fn write(book: &Book<'_>, figures: &mut Figures, name: &str) -> Result<Worksheet, WorkbookError> {
    let mut page = Page { book, sheet: Worksheet::new(), row: 0 };
    page.sheet.set_name(name)?;
    for (at, width) in WIDTHS.iter().enumerate() {
        page.sheet.set_column_width(at as u16, *width)?;
    }
    page.head()?;
    let endings = Endings::of(book)?;
    if book.results.command() == "sweep" {
        page.reach()?;
    } else {
        page.endings(&endings)?;
    }
    page.headlines()?;
    page.intervals()?;
    page.contents()?;
    let mut row = 3;
    for (chart, height) in pictures::all(book, figures, &endings)? {
        page.sheet.insert_chart(row, CHARTS, &chart)?;
        row += super::charts::rows_covered(height);
    }
    page.sheet.set_screen_gridlines(false);
    grid::set_up_print(&mut page.sheet, WIDTHS.len());
    Ok(page.sheet)
}

/// How the runs of each variant ended; without variants there is one, without a name.
pub(super) struct Endings {
    pub(super) variants: Vec<String>,
    /// By outcome, the most frequent first: an estimate and a count for each variant.
    pub(super) outcomes: Vec<(String, Vec<(Estimate, f64)>)>,
}

impl Endings {
    fn of(book: &Book<'_>) -> Result<Self, WorkbookError> {
        let mut endings = Self { variants: Vec::new(), outcomes: Vec::new() };
        if book.results.command() == "sweep" {
            return Ok(endings);
        }
        let view = View::of(book.results, "outcomes", |_| true)?;
        for row in view.rows() {
            let variant = row.text("variant");
            if !endings.variants.iter().any(|one| one == variant) {
                endings.variants.push(variant.to_owned());
            }
            endings.take(book, &row);
        }
        // Stable: those that are equally frequent stay in the order of the rules.
        let count = |one: &(String, Vec<(Estimate, f64)>)| one.1.first().map_or(0.0, |(_, count)| *count);
        endings.outcomes.sort_by(|a, b| count(b).total_cmp(&count(a)));
        Ok(endings)
    }

    fn take(&mut self, book: &Book<'_>, row: &Row<'_>) {
        let title = class_title(book, row.text("outcome"));
        let estimate = row.estimate(["probability", "ci_low", "ci_high"]);
        let found = (estimate, row.number("count").unwrap_or(0.0));
        match self.outcomes.iter_mut().find(|(outcome, _)| *outcome == title) {
            Some((_, of_variants)) => of_variants.push(found),
            None => self.outcomes.push((title, vec![found])),
        }
    }
}

/// An outcome class in words: a class of the scenario's own by its name.
pub(super) fn class_title(book: &Book<'_>, key: &str) -> String {
    let own = book.results.head().scenario["outcomes"].as_array();
    let found = own.into_iter().flatten().find(|class| class["key"].as_str() == Some(key));
    found.and_then(|class| class["name"].as_str()).map_or_else(|| plain(key), str::to_owned)
}

/// The sheet in the making: text goes below what is there.
struct Page<'a> {
    book: &'a Book<'a>,
    sheet: Worksheet,
    row: u32,
}

impl Page<'_> {
    fn head(&mut self) -> Result<(), WorkbookError> {
        let results = self.book.results;
        let head = results.head();
        self.sheet.write_string_with_format(0, 0, &*fitting(results.title()), &self.book.looks.title)?;
        self.row = 1;
        self.paragraph(head.scenario["description"].as_str().unwrap_or_default())?;
        self.row += 1;
        self.paragraph(&format!("Command: {}", head.command_line.join(" ")))?;
        let method = match &*head.ci_method {
            "clopper-pearson" => "Clopper-Pearson",
            "jeffreys" => "Jeffreys",
            _ => "Wilson",
        };
        let level = 100.0 * head.ci_level;
        self.paragraph(&format!(
            "{}, seed {}, {level} % intervals (of shares: {method}), {} {}",
            counted(head.done_runs, "run"),
            head.seed,
            head.program,
            head.version
        ))?;
        for note in &self.book.notes {
            self.paragraph(&format!("Note: {note}"))?;
        }
        self.row += 1;
        Ok(())
    }

    /// Text over all columns, in as many lines as it takes.
    fn paragraph(&mut self, text: &str) -> Result<(), WorkbookError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        let lines: usize = text.lines().map(|line| line.chars().count().div_ceil(LINE).max(1)).sum();
        self.sheet.merge_range(self.row, 0, self.row, LAST, &fitting(text), &self.book.looks.wrapped)?;
        self.sheet.set_row_height(self.row, 15.0 * lines.min(27) as f64)?;
        self.row += 1;
        Ok(())
    }

    fn heading(&mut self, columns: &[&str]) -> Result<(), WorkbookError> {
        for (at, text) in columns.iter().enumerate() {
            let looks = &self.book.looks;
            let format = if at == 0 { &looks.heading } else { &looks.number_header };
            self.sheet.write_string_with_format(self.row, at as u16, *text, format)?;
        }
        self.row += 1;
        Ok(())
    }

    fn number(&mut self, column: u16, shown: Shown, value: Option<f64>) -> Result<(), WorkbookError> {
        if let Some(value) = value {
            let format = self.book.looks.number(shown, value);
            self.sheet.write_number_with_format(self.row, column, value, format)?;
        }
        Ok(())
    }

    fn estimate(
        &mut self,
        label: &str,
        shown: Shown,
        estimate: Estimate,
        n: Option<f64>,
    ) -> Result<(), WorkbookError> {
        self.sheet.write_string(self.row, 0, &*fitting(label))?;
        for (column, value) in [(1, estimate.value), (2, estimate.low), (3, estimate.high)] {
            self.number(column, shown, value)?;
        }
        self.number(LAST, Shown::Count, n)?;
        self.row += 1;
        Ok(())
    }

    fn endings(&mut self, endings: &Endings) -> Result<(), WorkbookError> {
        for (at, variant) in endings.variants.iter().enumerate() {
            let title = if variant.is_empty() {
                "How the runs ended".to_owned()
            } else {
                format!("How the runs ended: {variant}")
            };
            self.heading(&[&title, "probability", "from", "to", "runs"])?;
            for (outcome, of_variants) in &endings.outcomes {
                if let Some((estimate, count)) = of_variants.get(at) {
                    self.estimate(outcome, Shown::Share, *estimate, Some(*count))?;
                }
            }
            self.row += 1;
        }
        Ok(())
    }

    fn reach(&mut self) -> Result<(), WorkbookError> {
        self.heading(&["Where endings are least and most likely", "least", "at point", "most", "at point"])?;
        for one in sweep::reach(self.book)? {
            self.sheet.write_string(self.row, 0, &*fitting(&class_title(self.book, &one.outcome)))?;
            for (column, (share, point)) in [(1, one.least), (3, one.most)] {
                self.number(column, Shown::Share, Some(share))?;
                self.number(column + 1, Shown::Name, Some(point as f64))?;
            }
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn headlines(&mut self) -> Result<(), WorkbookError> {
        let lines: Vec<Line> = super::headline::lines(self.book.results)?;
        if lines.is_empty() {
            return Ok(());
        }
        self.heading(&["Headline numbers", "value", "from", "to", "n (runs)"])?;
        for line in lines {
            self.estimate(&line.label, line.shown, line.estimate, line.n)?;
        }
        self.row += 1;
        Ok(())
    }

    fn intervals(&mut self) -> Result<(), WorkbookError> {
        let level = 100.0 * self.book.results.head().ci_level;
        self.heading(&["What the intervals mean", "", "", "", ""])?;
        self.paragraph(&format!(
            "From and to are the ends of a {level} % interval of the simulation: how far a number may lie from what \
             infinitely many runs of this very scenario would give. More runs make it narrower."
        ))?;
        self.paragraph(
            "It does not say whether the scenario is right. For that, give numbers as distributions, and compare scenarios.",
        )?;
        self.paragraph(
            "An empty cell means undefined, never 0. n is the number of runs that a number rests on.",
        )?;
        self.row += 1;
        Ok(())
    }

    fn contents(&mut self) -> Result<(), WorkbookError> {
        self.heading(&["In this workbook", "", "", "", ""])?;
        for entry in &self.book.contents {
            let link = format!("internal:{}!A1", names::quoted(&entry.sheet));
            self.sheet.write_url_with_options(
                self.row,
                0,
                Url::new(link),
                &entry.sheet,
                "",
                Some(&self.book.looks.link),
            )?;
            let says = fitting(&entry.says);
            self.sheet.merge_range(self.row, 1, self.row, LAST, &says, &self.book.looks.faint)?;
            let lines = entry.says.chars().count().div_ceil(50).max(1);
            self.sheet.set_row_height(self.row, 15.0 * lines as f64)?;
            self.row += 1;
        }
        Ok(())
    }
}

/// `2,000 runs` with a number that may not be whole.
pub(super) fn whole(number: Option<f64>) -> String {
    number.map_or_else(String::new, |number| thousands(number.max(0.0) as u64))
}
