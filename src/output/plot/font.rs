//! The font that is built in: Liberation Sans, which is as wide as Arial and Helvetica letter by letter. So lines break at the same
//! words everywhere, and PNG come out alike on every machine.

use ttf_parser::Face;

/// SIL Open Font License 1.1; the licence stands beside it.
pub(super) const LIBERATION_SANS: &[u8] = include_bytes!("font/LiberationSans-Regular.ttf");

/// How wide a text is, in the unit of its size. What the font lacks counts as one em.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let Ok(face) = Face::parse(LIBERATION_SANS, 0) else { return size * text.chars().count() as f64 };
    let em = f64::from(face.units_per_em());
    let advance = |letter| {
        face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph)).map_or(em, f64::from)
    };
    size * text.chars().map(advance).sum::<f64>() / em
}

/// Text in lines no wider than this; a word that is wider is cut.
pub(super) fn broken(text: &str, size: f64, widest: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let mut word = word;
        while let Some((head, rest)) = parted(word, size, widest) {
            lines.push(head.to_owned());
            word = rest;
        }
        let word = cut(word, size, widest);
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size) <= widest => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// A path that is too wide, parted after the last point or underscore that fits; `None` if it fits or cannot be parted.
fn parted(word: &str, size: f64, widest: f64) -> Option<(&str, &str)> {
    if width(word, size) <= widest {
        return None;
    }
    let mut places = word.match_indices(['.', '_']).map(|(place, _)| place + 1);
    let place = places.rfind(|&place| width(&word[..place], size) <= widest)?;
    (place < word.len()).then(|| word.split_at(place))
}

/// As much of a text as fits, with an ellipsis where something is missing.
pub(super) fn cut(text: &str, size: f64, widest: f64) -> String {
    if width(text, size) <= widest {
        return text.to_owned();
    }
    let mut kept: String = text.to_owned();
    while kept.pop().is_some() && width(&format!("{kept}…"), size) > widest {}
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_wide_as_in_arial() {
        // Advance widths of Arial, in units of 2048 to the em: H 1479, i 455.
        assert!((width("Hi", 10.0) - 10.0 * (1479.0 + 455.0) / 2048.0).abs() < 1e-9);
        assert_eq!(broken("one two three", 10.0, width("one two", 10.0)), ["one two", "three"]);
        let path = broken("states.pakistan.audience_cost", 10.0, width("states.pakistan.", 10.0));
        assert_eq!(path, ["states.pakistan.", "audience_cost"]);
        assert_eq!(cut("settlement", 10.0, width("settle…", 10.0)), "settle…");
    }
}
