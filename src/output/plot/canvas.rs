//! A drawing in SVG: lines, areas and text in points, from the top left.

use std::fmt::Write;

use super::font;
use crate::output::visible::visible;

/// Millimetres in a point.
const MM: f64 = 25.4 / 72.0;
/// What the text is set in; readers without the first have one of the same widths.
const FAMILY: &str = "'Liberation Sans', Arial, Helvetica, sans-serif";
/// Height of a line of text, as a multiple of its size.
const LEADING: f64 = 1.22;

/// Black, and the greys of what stands behind.
pub(super) const INK: &str = "#000000";
pub(super) const MUTED: &str = "#555555";
pub(super) const RULE: &str = "#d4d4d4";
/// The fills: what speaks for and against can be told apart by hatching alone, too.
pub(super) const FOR: &str = "#e08a4c";
pub(super) const AGAINST: &str = "url(#against)";
pub(super) const PLAIN: &str = "#7fb3d5";

/// Where a text stands against its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing that grows downwards.
#[derive(Debug)]
pub(super) struct Canvas {
    /// Width in points.
    pub(super) width: f64,
    /// The lowest point drawn so far.
    pub(super) height: f64,
    body: String,
}

impl Canvas {
    pub(super) fn new(width_mm: f64) -> Self {
        Self { width: width_mm / MM, height: 0.0, body: String::new() }
    }

    fn reach(&mut self, y: f64) {
        self.height = self.height.max(y);
    }

    pub(super) fn line(
        &mut self,
        [x1, y1]: [f64; 2],
        [x2, y2]: [f64; 2],
        colour: &str,
        width: f64,
        dash: &str,
    ) {
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
        // Writing to a text cannot fail.
        let _ = writeln!(
            self.body,
            "<line x1=\"{x1:.2}\" y1=\"{y1:.2}\" x2=\"{x2:.2}\" y2=\"{y2:.2}\" stroke=\"{colour}\" stroke-width=\"{width:.2}\"{dash}/>"
        );
        self.reach(y1.max(y2));
    }

    pub(super) fn rect(&mut self, [x, y]: [f64; 2], [wide, high]: [f64; 2], fill: &str, outlined: bool) {
        let stroke =
            if outlined { format!(" stroke=\"{INK}\" stroke-width=\"0.40\"") } else { String::new() };
        let _ = writeln!(
            self.body,
            "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{wide:.2}\" height=\"{high:.2}\" fill=\"{fill}\"{stroke}/>"
        );
        self.reach(y + high);
    }

    /// A filled area.
    pub(super) fn area(&mut self, points: &[[f64; 2]], fill: &str) {
        let _ = writeln!(self.body, "<polygon points=\"{}\" fill=\"{fill}\"/>", joined(points));
    }

    /// A line through points.
    pub(super) fn curve(&mut self, points: &[[f64; 2]], width: f64, dash: &str) {
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
        let _ = writeln!(
            self.body,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"{width:.2}\"{dash}/>",
            joined(points)
        );
    }

    /// A point: a disc, or a diamond.
    pub(super) fn marker(&mut self, [x, y]: [f64; 2], is_disc: bool) {
        if is_disc {
            let _ = writeln!(self.body, "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"1.70\" fill=\"{INK}\"/>");
        } else {
            let corners = [[x, y - 2.3], [x + 2.3, y], [x, y + 2.3], [x - 2.3, y]];
            let _ = writeln!(
                self.body,
                "<polygon points=\"{}\" fill=\"#ffffff\" stroke=\"{INK}\" stroke-width=\"0.80\"/>",
                joined(&corners)
            );
        }
    }

    /// An interval along a row, with strokes at its ends.
    pub(super) fn whisker(&mut self, from: f64, to: f64, y: f64) {
        self.line([from, y], [to, y], INK, 0.7, "");
        for end in [from, to] {
            self.line([end, y - 1.8], [end, y + 1.8], INK, 0.7, "");
        }
    }

    /// Text whose base line is at `y`.
    pub(super) fn text(&mut self, [x, y]: [f64; 2], text: &str, size: f64, anchor: Anchor, colour: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = writeln!(
            self.body,
            "<text x=\"{x:.2}\" y=\"{y:.2}\" font-size=\"{size:.2}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{}</text>",
            escaped(text)
        );
        self.reach(y + 0.25 * size);
    }

    /// Text that reads upwards, in the middle of a height.
    pub(super) fn upright(&mut self, [x, y]: [f64; 2], text: &str, size: f64) {
        let _ = writeln!(
            self.body,
            "<text transform=\"translate({x:.2} {y:.2}) rotate(-90)\" font-size=\"{size:.2}\" text-anchor=\"middle\" fill=\"{MUTED}\">{}</text>",
            escaped(text)
        );
    }

    /// Text in lines no wider than the drawing, below what is there.
    pub(super) fn caption(&mut self, text: &str, size: f64) {
        let mut y = self.height + 1.5 * size;
        for line in font::broken(text, size, self.width - 2.0) {
            self.text([1.0, y], &line, size, Anchor::Start, MUTED);
            y += LEADING * size;
        }
    }

    /// The drawing as a document.
    pub(super) fn finish(self, title: &str, description: &str) -> String {
        let (width, height) = (self.width, self.height + 2.0);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.2}mm\" height=\"{:.2}mm\" viewBox=\"0 0 {width:.2} {height:.2}\" font-family=\"{FAMILY}\" role=\"img\">\n\
             <title>{}</title>\n<desc>{}</desc>\n<defs><pattern id=\"against\" width=\"3\" height=\"3\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
             <rect width=\"3\" height=\"3\" fill=\"#ffffff\"/><rect width=\"1.4\" height=\"3\" fill=\"#1f6ea5\"/></pattern></defs>\n\
             <rect width=\"{width:.2}\" height=\"{height:.2}\" fill=\"#ffffff\"/>\n{}</svg>\n",
            width * MM,
            height * MM,
            escaped(title),
            escaped(description),
            self.body
        )
    }
}

fn joined(points: &[[f64; 2]]) -> String {
    points.iter().map(|[x, y]| format!("{x:.2},{y:.2}")).collect::<Vec<_>>().join(" ")
}

/// Text that is no markup, on one line. What XML cannot hold, and what turns the reading order of a picture, is written out.
fn escaped(text: &str) -> String {
    visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
