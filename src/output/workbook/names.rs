//! Names that spreadsheets accept: of sheets, and of ranges.

use std::collections::BTreeSet;

/// Letters that the name of a sheet has at most.
const LONGEST_SHEET: usize = 31;
/// Letters that the name of a range has at most.
const LONGEST_RANGE: usize = 200;

/// Hands out names, each only once whatever its case.
#[derive(Debug, Default)]
pub(super) struct Names {
    sheets: BTreeSet<String>,
    ranges: BTreeSet<String>,
}

impl Names {
    /// A name for a sheet as near to the wanted one as can be.
    pub(super) fn sheet(&mut self, wanted: &str) -> String {
        let allowed: String = wanted
            .chars()
            .map(|letter| if "[]:*?/\\".contains(letter) || letter.is_control() { ' ' } else { letter })
            .collect();
        let trimmed = allowed.trim_matches(|letter: char| letter == '\'' || letter.is_whitespace());
        // Excel keeps the name `History` for itself.
        let wanted = match trimmed {
            "" => "Sheet",
            name if name.eq_ignore_ascii_case("history") => "History of runs",
            name => name,
        };
        unused(&mut self.sheets, wanted, LONGEST_SHEET, " ")
    }

    /// A name for the range of a column, such as `outcomes_probability`.
    pub(super) fn range(&mut self, table: &str, column: &str) -> String {
        let allowed: String = format!("{table}_{column}")
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() || letter == '.' { letter } else { '_' })
            .collect();
        let begins_well = allowed.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
        let wanted = if begins_well { allowed } else { format!("_{allowed}") };
        unused(&mut self.ranges, &wanted, LONGEST_RANGE, "_")
    }
}

/// The name itself, or the name with the first number that makes it another than all before.
fn unused(taken: &mut BTreeSet<String>, wanted: &str, longest: usize, joint: &str) -> String {
    let mut name = shortened(wanted, longest);
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        let ending = format!("{joint}{number}");
        name = format!("{}{ending}", shortened(wanted, longest - ending.len()));
        number += 1;
    }
    name
}

/// At most so many units of UTF-16, without a blank or an apostrophe at the end.
fn shortened(text: &str, longest: usize) -> String {
    let mut used = 0;
    let kept: String = text
        .chars()
        .take_while(|letter| {
            used += letter.len_utf16();
            used <= longest
        })
        .collect();
    kept.trim_end_matches(|letter: char| letter == '\'' || letter.is_whitespace()).to_owned()
}

/// A sheet as formulas name it.
pub(super) fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_allowed_and_unlike() {
        let mut names = Names::default();
        assert_eq!(names.sheet("Outcomes"), "Outcomes");
        assert_eq!(names.sheet("OUTCOMES"), "OUTCOMES 2", "case does not make names unlike");
        assert_eq!(names.sheet("'a[b]/c:d'"), "a b  c d");
        assert_eq!(names.sheet("history"), "History of runs");
        assert_eq!(names.sheet("***"), "Sheet");
        let long = "x".repeat(40);
        assert_eq!(names.sheet(&long), "x".repeat(31));
        assert_eq!(names.sheet(&long), format!("{} 2", "x".repeat(29)));
        assert_eq!(quoted("it's"), "'it''s'");
    }

    #[test]
    fn names_of_ranges_are_allowed_and_unlike() {
        let mut names = Names::default();
        assert_eq!(names.range("outcomes", "probability"), "outcomes_probability");
        assert_eq!(names.range("runs", "states.iran.resolve"), "runs_states.iran.resolve");
        assert_eq!(names.range("heatmap_war", "a=0.2"), "heatmap_war_a_0.2");
        assert_eq!(names.range("heatmap_war", "a 0.2"), "heatmap_war_a_0.2_2");
        assert_eq!(names.range("2x", "é"), "_2x__");
    }
}
