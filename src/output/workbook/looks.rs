//! How cells look: formats by what a number is of, and colours that people with any colour vision can tell apart.

use std::borrow::Cow;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Colours of Okabe and Ito (2008), in the order in which series take them: blue, vermillion, bluish green, orange,
/// reddish purple, sky blue.
pub(super) const PALETTE: [u32; 6] =
    [0x0000_72B2, 0x00D5_5E00, 0x0000_9E73, 0x00E6_9F00, 0x00CC_79A7, 0x0056_B4E9];
/// Bands of a fan, from the outer to the inner: tints of one blue, so that they differ in lightness alone.
pub(super) const BANDS: [u32; 2] = [0x00C6_DDEC, 0x007F_B4D6];
/// From few to many in heat maps: lighter to darker, and dark text stays legible on all.
pub(super) const HEAT: [u32; 3] = [0x00FF_FFFF, 0x00F6_C667, 0x00D5_5E00];
/// Lines and text that stand back.
pub(super) const GREY: u32 = 0x0059_5959;

const HEADER_FILL: u32 = 0x00DC_E6F1;

/// What a number is of, which decides how it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// A share, or a difference of shares, as percent.
    Share,
    /// A count of something: thousands are set apart.
    Count,
    /// A number that is a name: a row, a point, a seed.
    Name,
    /// A number of days.
    Days,
    /// A measured or estimated real number.
    Real,
    /// A real number that somebody chose, shown as it is.
    Given,
}

impl Shown {
    /// The number format for a value. Small ones keep digits that say something.
    fn number_format(self, value: f64) -> &'static str {
        let size = value.abs();
        match self {
            Self::Share if size == 0.0 => "0.0%",
            Self::Share if size < 5e-5 => "0.00E+00",
            Self::Share if size < 0.009_95 => "0.00%",
            Self::Share => "0.0%",
            Self::Name => "0",
            Self::Days => "#,##0.0",
            Self::Given => "General",
            Self::Real if size == 0.0 => "0",
            Self::Real if size < 0.000_5 => "0.00E+00",
            Self::Real if size < 100.0 => "0.000",
            Self::Real if size < 10_000.0 => "#,##0.0",
            Self::Count | Self::Real => "#,##0",
        }
    }
}

/// The formats of a workbook, made once.
#[derive(Debug)]
pub(super) struct Looks {
    pub(super) header: Format,
    /// Of a header over numbers.
    pub(super) number_header: Format,
    pub(super) title: Format,
    pub(super) heading: Format,
    pub(super) plain: Format,
    pub(super) link: Format,
    pub(super) wrapped: Format,
    pub(super) faint: Format,
    pub(super) date: Format,
    numbers: Vec<(&'static str, Format)>,
}

impl Looks {
    pub(super) fn new() -> Self {
        let formats = ["0.0%", "0.00E+00", "0.00%", "#,##0", "0", "General", "0.000", "#,##0.0"]
            .map(|format| (format, Format::new().set_num_format(format).set_align(FormatAlign::Right)));
        let header = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(HEADER_FILL))
            .set_border_bottom(FormatBorder::Thin)
            .set_text_wrap()
            .set_align(FormatAlign::Top);
        Self {
            number_header: header.clone().set_align(FormatAlign::Right),
            header,
            title: Format::new().set_bold().set_font_size(16),
            heading: Format::new()
                .set_bold()
                .set_font_size(12)
                .set_background_color(Color::RGB(HEADER_FILL))
                .set_border_bottom(FormatBorder::Thin),
            link: Format::new().set_hyperlink().set_align(FormatAlign::Top),
            plain: Format::new().set_align(FormatAlign::Top),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            faint: Format::new().set_text_wrap().set_align(FormatAlign::Top).set_font_color(Color::RGB(GREY)),
            date: Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            numbers: formats.to_vec(),
        }
    }

    /// The format of a number.
    pub(super) fn number(&self, shown: Shown, value: f64) -> &Format {
        let wanted = shown.number_format(value);
        self.numbers.iter().find(|(format, _)| *format == wanted).map_or(&self.plain, |(_, format)| format)
    }
}

/// A whole number with its thousands apart: `10,000`.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Characters that a cell holds at most, as Excel counts them: in units of UTF-16.
const LONGEST: usize = 32_767;
const CUT: &str = " … (cut: longer than a cell)";

/// Text that fits into a cell; longer text is cut and says so.
pub(super) fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let room = LONGEST - CUT.encode_utf16().count();
    let mut used = 0;
    let kept = text.chars().take_while(|letter| {
        used += letter.len_utf16();
        used <= room
    });
    Cow::Owned(kept.chain(CUT.chars()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_format_that_exists() {
        let looks = Looks::new();
        for shown in [Shown::Share, Shown::Count, Shown::Name, Shown::Days, Shown::Real, Shown::Given] {
            for value in [0.0, 1e-9, -3e-4, 0.004, 0.5, -0.25, 42.0, 1234.5, 1e7] {
                let format = shown.number_format(value);
                assert!(looks.numbers.iter().any(|(known, _)| *known == format), "{shown:?} {value}");
            }
        }
        assert_eq!(Shown::Share.number_format(0.004), "0.00%");
        assert_eq!(Shown::Share.number_format(-0.25), "0.0%");
    }

    #[test]
    fn text_is_cut_to_what_a_cell_holds_and_says_so() {
        let fits = "x".repeat(LONGEST);
        assert_eq!(fitting(&fits), fits);
        // Each of these takes two units, and a cut must not go through one.
        let cut = fitting(&"𝄞".repeat(LONGEST)).into_owned();
        let units = cut.encode_utf16().count();
        assert!(units <= LONGEST && units > LONGEST - 2, "{units}");
        assert!(cut.ends_with(CUT));
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([7, 1234, 1_000_000].map(thousands), ["7", "1,234", "1,000,000"]);
    }
}
