//! Pages, pictures and documents: text is text, and what a document cannot hold is written out.

use std::fs;

use serde_json::json;

use super::world::{TEXTS, said, world, worlds};
use crate::browser::Browser;
use crate::cli::Bench;
use crate::studio::Server;

/// What a script from outside would have left behind, and elements that no page of ours has.
const HARM: &str = "return [typeof window.owned, document.querySelectorAll('img, script[src*=\"//\"], a[href^=\"javascript\"]').length]";

#[test]
fn pages_run_no_text() {
    let Some(browser) = Browser::start(1280) else { return };
    for text in worlds() {
        let bench = Bench::with(&text);
        said(&bench, &["run", "s.toml", "-n", "12", "-o", "r", "--format", "html", "-q"], "");
        browser.open_file(&bench.path("r/report.html"));
        assert_eq!(browser.script(HARM), json!(["undefined", 0]));
        assert_eq!(browser.complaints(), Vec::<String>::new());
        let server = Server::start(&bench.path(""), &["s.toml", "-n", "12"]);
        browser.open(&server.address());
        let is_told = "const [done] = [...arguments].slice(-1); const look = () => document.body.textContent.includes('evil.example') \
                       ? done(true) : setTimeout(look, 50); look()";
        assert_eq!(browser.script_async(is_told), true, "the studio shows the names");
        assert_eq!(browser.script(HARM), json!(["undefined", 0]));
        assert_eq!(browser.complaints(), Vec::<String>::new());
    }
    // A name that a document can hold is there to the letter.
    let bench = Bench::with(&world(TEXTS[15], "b"));
    said(&bench, &["run", "s.toml", "-n", "12", "-o", "r", "--format", "html", "-q"], "");
    browser.open_file(&bench.path("r/report.html"));
    assert_eq!(browser.script("return document.querySelector('h1').textContent"), json!(TEXTS[15]));
}

#[test]
fn pictures_and_stories_can_be_read_by_anything() {
    for text in worlds() {
        let bench = Bench::with(&text);
        said(&bench, &["run", "s.toml", "-n", "12", "-o", "r", "-q"], "");
        for what in ["outcomes", "fan", "drivers"] {
            let [svg, png] = ["svg", "png"].map(|ending| format!("{what}.{ending}"));
            said(&bench, &["plot", "r", "--what", what, "-o", &svg], "");
            // The picture is drawn by a reader of XML, which would turn down what is none.
            said(&bench, &["plot", "r", "--what", what, "-o", &png], "");
            let drawn = bench.read(&svg);
            let bad = |letter: &char| {
                letter.is_control() && *letter != '\n' || matches!(letter, '\u{FFFE}' | '\u{202E}')
            };
            assert_eq!(drawn.chars().find(bad), None, "{what}");
            assert!(!drawn.contains("<script") && !drawn.contains("<img"));
            assert!(fs::read(bench.path(&png)).unwrap().starts_with(b"\x89PNG"));
        }
        let [story, _] = said(&bench, &["trace", "s.toml", "--run", "1", "--format", "md"], "");
        assert!(!story.contains("<script") || story.contains("\\<script"), "{story}");
        // Markdown writes out what no document can hold; a tab is not of that kind.
        assert_eq!(story.chars().find(|letter| letter.is_control() && !matches!(letter, '\n' | '\t')), None);
    }
}
