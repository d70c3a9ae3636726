//! Numbers and text as people read them.

use std::time::Duration;

use crate::experiment::OutcomeClass;
use crate::output::visible;

/// A whole number with its thousands apart: `10,000`.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share in per cent without its sign, with so many digits that it says something: `27.4`, `0.31`, `0.02`.
pub(super) fn percentage(share: f64) -> String {
    let value = 100.0 * share;
    let digits = if value == 0.0 || value >= 0.995 { 1 } else { 2 };
    format!("{value:.digits$}")
}

/// A difference of shares in percentage points, with its sign.
pub(super) fn points(difference: f64) -> String {
    let value = 100.0 * difference;
    let digits = if value.abs() >= 0.995 { 1 } else { 2 };
    // Without a sign of zero.
    let text = format!("{value:+.digits$}");
    if text.trim_start_matches(['+', '-', '0', '.']).is_empty() { "0.0".to_owned() } else { text }
}

/// `1 run`, `2 runs`, `10,000 runs`.
pub(super) fn counted(count: u64, thing: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", thousands(count))
}

/// A size in bytes with a unit.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// A time that is only roughly known.
pub(super) fn about(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 1.0 {
        "less than a second".to_owned()
    } else if seconds < 90.0 {
        format!("about {seconds:.0} s")
    } else if seconds < 5400.0 {
        format!("about {:.0} min", seconds / 60.0)
    } else {
        format!("about {:.1} h", seconds / 3600.0)
    }
}

/// A key as words: `settled_exchange` becomes `settled exchange`.
pub(super) fn plain(key: &str) -> String {
    key.replace('_', " ")
}

/// An outcome class as words: by its name, or else by its key.
pub(super) fn class_title(class: &OutcomeClass) -> String {
    class.name().map_or_else(|| plain(class.key()), |name| visible(name).into_owned())
}

/// A scenario's title in lines of at most `width` columns.
pub(super) fn titled(title: &str, width: usize) -> String {
    wrapped(&visible(title), width, 0)
}

/// What a scenario says of itself, in lines so long: paragraphs stay apart, and a single line break of the file is a space, so that no line of
/// it begins where it likes.
pub(super) fn prose(text: &str, width: usize) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    let paragraphs = lines.split(|line| line.is_empty()).filter(|paragraph| !paragraph.is_empty());
    let paragraphs: Vec<String> = paragraphs.map(|lines| wrapped(&lines.join(" "), width, 0)).collect();
    paragraphs.join("\n\n")
}

/// Text broken into lines of at most `width` columns, though never before a `%`; the first begins at column
/// `indent`, and so do the others.
pub(super) fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let mut lines = String::new();
    let mut column = indent;
    for (number, paragraph) in text.trim_end().lines().enumerate() {
        if number > 0 {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            column = indent;
        }
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        // A number and its `%` go together.
        let together = words.chunk_by(|_, next| next.starts_with('%')).map(|unit| unit.join(" "));
        for (at, word) in together.enumerate() {
            let length = word.chars().count();
            if at > 0 && column + 1 + length > width {
                lines.push('\n');
                lines.push_str(&" ".repeat(indent));
                column = indent;
            } else if at > 0 {
                lines.push(' ');
                column += 1;
            }
            lines.push_str(&word);
            column += length;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_keeps_paragraphs_and_no_line_breaks() {
        assert_eq!(prose("\none two\r\n  three\n\n\nfour\n", 8), "one two\nthree\n\nfour");
        assert_eq!(prose("one\nerror: two", 40), "one error: two");
        assert_eq!(prose(" \n ", 40), "");
    }

    #[test]
    fn thousands_stand_apart() {
        let cases = [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")];
        for (number, text) in cases {
            assert_eq!(thousands(number), text);
        }
        assert_eq!(counted(1, "run"), "1 run");
        assert_eq!(counted(10_000, "run"), "10,000 runs");
    }

    #[test]
    fn shares_keep_what_matters() {
        let cases = [(0.0, "0.0"), (0.274, "27.4"), (0.0031, "0.31"), (1.0, "100.0"), (0.00995, "1.0")];
        for (share, text) in cases {
            assert_eq!(percentage(share), text);
        }
    }

    #[test]
    fn points_have_a_sign_and_as_many_digits_as_matter() {
        let cases = [(0.1234, "+12.3"), (-0.00321, "-0.32"), (0.0, "0.0"), (-1e-9, "0.0"), (-0.5, "-50.0")];
        for (difference, text) in cases {
            assert_eq!(points(difference), text);
        }
    }

    #[test]
    fn sizes_and_times_are_rough() {
        assert_eq!(size(512), "512 B");
        assert_eq!(size(23_400), "23 kB");
        assert_eq!(size(1_250_000), "1.2 MB");
        assert_eq!(about(Duration::from_millis(20)), "less than a second");
        assert_eq!(about(Duration::from_secs(30)), "about 30 s");
        assert_eq!(about(Duration::from_secs(600)), "about 10 min");
    }

    #[test]
    fn text_is_broken_between_words() {
        assert_eq!(wrapped("one two three", 9, 2), "one two\n  three");
        assert_eq!(wrapped("averylongword x", 5, 0), "averylongword\nx");
        assert_eq!(wrapped("about 75 %; more", 9, 0), "about\n75 %;\nmore");
        assert_eq!(wrapped("a\n\nb", 80, 0), "a\n\nb");
    }
}
