//! Text from outside where it is looked at: what would steer a terminal, turn the reading order or break a document is written out, as it is
//! in a scenario file.
//!
//! Tables, manifests and JSON keep every text as it is; only what people look at goes through here.

use std::borrow::Cow;
use std::fmt::Write;

/// Bytes of a key that a file's name has, at most.
const LONGEST_NAME: usize = 80;

/// Text on one line in which everything can be seen: controls, line breaks and marks that turn the reading order stand as `\n` or `\u001B`.
pub fn visible(text: &str) -> Cow<'_, str> {
    written_out(text, |letter| letter.is_control() || is_unseen(letter))
}

/// The same of text that has lines, such as a message.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    written_out(text, |letter| letter != '\n' && (letter.is_control() || is_unseen(letter)))
}

/// Text that any XML or HTML document can hold. What neither can (XML 1.0, 2.2; HTML, 13.1.2.6) is written out.
pub(super) fn in_markup(text: &str) -> Cow<'_, str> {
    let is_space = |letter| matches!(letter, '\n' | '\t');
    written_out(text, |letter| (letter.is_control() && !is_space(letter)) || is_no_character(letter))
}

/// A key as part of a file's name: itself if it has letters, digits, `_` and `-` alone, else with `_` for all others and with the beginning of its
/// hash. No key leads out of a folder, and no two to the same file.
pub fn file_name(key: &str) -> Cow<'_, str> {
    let is_kept = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    if key.len() <= LONGEST_NAME && key.chars().all(is_kept) {
        return Cow::Borrowed(key);
    }
    let mut name = String::new();
    for letter in key.chars().map(|letter| if is_kept(letter) { letter } else { '_' }) {
        if name.len() + letter.len_utf8() > LONGEST_NAME {
            break;
        }
        name.push(letter);
    }
    let hash = blake3::hash(key.as_bytes()).to_hex();
    Cow::Owned(format!("{name}-{}", &hash[..8]))
}

/// A letter as a scenario file has it.
fn push_written_out(text: &mut String, letter: char) {
    let short = match letter {
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        _ => {
            let code = u32::from(letter);
            // Writing to a text cannot fail.
            let _ = if code > 0xFFFF { write!(text, "\\U{code:08X}") } else { write!(text, "\\u{code:04X}") };
            return;
        }
    };
    text.extend(['\\', short]);
}

/// Marks that turn the reading order (Unicode Annex 9), breaks that are no line feeds, and what is no character: nothing of it is seen, and all
/// of it changes what is.
pub fn is_unseen(letter: char) -> bool {
    let turns = matches!(letter, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    turns || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{FEFF}') || is_no_character(letter)
}

fn is_no_character(letter: char) -> bool {
    let code = u32::from(letter);
    code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code)
}

fn written_out(text: &str, is_written_out: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_written_out) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_written_out(letter) { push_written_out(&mut shown, letter) } else { shown.push(letter) }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_make_names_of_files_that_are_plain_and_their_own() {
        assert_eq!((file_name("limited_war"), file_name("Île-1")), ("limited_war".into(), "Île-1".into()));
        let hostile = ["../../x", "..\\..\\x", "/x", "a\0b", "a:b", "a b", "a?b"].map(file_name);
        assert!(
            hostile.iter().all(|name| !name.contains(['/', '\\', '.', ':', '\0', ' ', '?'])),
            "{hostile:?}"
        );
        let distinct: std::collections::BTreeSet<&str> = hostile.iter().map(AsRef::as_ref).collect();
        assert_eq!(distinct.len(), hostile.len());
        assert!(file_name(&"\u{e9}".repeat(3000)).len() < 100);
    }

    #[test]
    fn what_steers_is_written_out_and_everything_else_stays() {
        for plain in ["Åland, 北京, خلیج فارس, 👩‍👩‍👧", "=1+1", "a\\b", ""] {
            assert_eq!((visible(plain), in_markup(plain)), (plain.into(), plain.into()));
        }
        assert_eq!(visible("\u{1b}[2J\u{9b}31m\0"), "\\u001B[2J\\u009B31m\\u0000");
        assert_eq!(visible("a\u{202E}b\u{2066}\u{10FFFF}"), "a\\u202Eb\\u2066\\U0010FFFF");
        assert_eq!((visible("a\nb\t"), visible_lines("a\nb\r\n")), ("a\\nb\\t".into(), "a\nb\\r\n".into()));
        assert_eq!(in_markup("a\nb\u{202E}\u{FFFE}\u{b}"), "a\nb\u{202E}\\uFFFE\\u000B");
    }
}
