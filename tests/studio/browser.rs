//! The page in a real browser. Where there is none, this says so and tests nothing.

use serde_json::json;

use super::client::Server;
use crate::browser::Browser;
use crate::cli::{Bench, PAIR};

const WHOLE: &str =
    "document.getElementById('bar').value == 1 && !document.body.classList.contains('waiting')";

fn page(text: &str, arguments: &[&str]) -> Option<(Bench, Server, Browser)> {
    let browser = Browser::start(1280)?;
    let bench = Bench::with(text);
    let server = Server::start(&bench.path(""), arguments);
    browser.open(&server.address());
    browser.wait(WHOLE);
    Some((bench, server, browser))
}

#[test]
fn a_slider_a_baseline_a_story_and_files_by_keyboard_and_click() {
    let Some((bench, server, browser)) = page(PAIR, &["s.toml", "-n", "600"]) else { return };
    let host = format!("127.0.0.1:{}", server.port);
    assert_eq!(
        browser.script("return location.host + location.search"),
        json!(host),
        "the token is not kept in the address"
    );
    assert_eq!(browser.text("#title"), "Two rivals");
    assert_eq!(browser.text("#changed").trim(), "");
    let first = browser.text("#outcomes tbody");
    // By keyboard: as many steps to the right as it takes to see a difference.
    let path = browser.text("#sliders li:nth-child(1) .name");
    browser.script("document.querySelector('#sliders input[type=range]').focus()");
    (0..40).for_each(|_| browser.press('\u{e014}'));
    browser.wait("document.getElementById('changed').textContent.includes('end otherwise')");
    browser.wait(WHOLE);
    assert_ne!(browser.text("#outcomes tbody"), first, "{path} changed nothing");
    assert!(browser.text("#outcomes tbody").contains(" to "), "differences have intervals");
    let moved = browser.script("return document.querySelector('#sliders input[type=number]').value");
    assert!(browser.text("#command").contains(moved.as_str().unwrap()), "{}", browser.text("#command"));
    // What is pinned is compared with itself, which says nothing; the next change is compared with it.
    browser.script("document.getElementById('pin').click()");
    browser.wait("document.getElementById('against').textContent.includes('1 pinned change')");
    browser.wait("document.getElementById('changed').textContent.trim() === ''");
    // The address keeps the setting: the page comes back as it was.
    browser.script("location.reload()");
    browser.wait("document.getElementById('against')?.textContent.includes('1 pinned change')");
    browser.wait(WHOLE);
    assert_eq!(browser.script("return document.querySelector('#sliders input[type=number]').value"), moved);
    // A story.
    let outcome = browser.text("#outcomes button:not(:disabled)");
    browser.script("document.querySelector('#outcomes button:not(:disabled)').click()");
    browser.wait("document.querySelectorAll('#tale li').length > 0");
    assert!(browser.text("#story-title").contains(&outcome) && browser.text("#why").starts_with("Run "));
    browser.press('\u{e00c}');
    browser.wait("!document.getElementById('story').open");
    // Files: what is taken away is what the command line writes.
    browser.script("document.querySelector('[data-table=\"outcomes.csv\"]').click()");
    let taken = browser.downloads().join("outcomes.csv");
    browser.until(|_| taken.exists(), "the file");
    let command = browser.text("#command");
    let set = command.rsplit_once("--set ").unwrap().1.to_owned();
    bench.run(&["run", "s.toml", "-n", "600", "--set", &set, "-o", "r", "-q"]).ended(0);
    assert_eq!(std::fs::read_to_string(taken).unwrap(), bench.read("r/outcomes.csv"));
    // Reset: the scenario as it is, against what is pinned.
    browser.script("document.getElementById('reset').click()");
    browser.wait("document.getElementById('changed').textContent.includes('end otherwise')");
    browser.script("document.getElementById('undo').click()");
    browser.wait("document.getElementById('changed').textContent.trim() === ''");
    assert_eq!(browser.complaints(), Vec::<String>::new());
    for address in browser.requests() {
        assert!(address.starts_with(&format!("http://{host}/")), "{address}");
    }
}

#[test]
fn a_hostile_scenario_is_shown_as_text() {
    let evil = "<img src=x onerror=window.pwned=1><script>window.pwned=1</script>";
    let text = PAIR
        .replace("Two rivals", evil)
        .replace("\"Aland\"", &format!("{:?}", format!("Aland{evil}")))
        .replace("An incident at the border", evil);
    let text = format!("{text}\n[outcomes.x]\nname = {evil:?}\nwhen = \"end_day >= 0\"\n");
    let Some((_bench, _server, browser)) = page(&text, &["s.toml", "-n", "200"]) else { return };
    browser.script("document.querySelector('#outcomes button:not(:disabled)').click()");
    browser.wait("document.querySelectorAll('#tale li').length > 0");
    assert_eq!(browser.text("#title"), evil);
    assert!(browser.text("#tale").contains("<img src=x") && browser.text("#outcomes").contains("<script>"));
    assert_eq!(
        browser
            .script("return [window.pwned === undefined, document.images.length, document.scripts.length]"),
        json!([true, 0, 4])
    );
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn what_is_wrong_stands_beside_its_slider() {
    let Some((_bench, _server, browser)) = page(PAIR, &["s.toml", "-n", "200"]) else { return };
    let script = "const box = document.querySelector('#sliders input[type=number]'); box.value = 99; box.dispatchEvent(new Event('change'))";
    browser.script(script);
    browser.wait("document.querySelector('#sliders li .problem').textContent.includes('99')");
    assert!(
        browser.text("#sliders li .problem").contains("from 0 to 1"),
        "{}",
        browser.text("#sliders li .problem")
    );
    assert_eq!(browser.text("#sliders li:nth-child(2) .problem"), "");
    browser.script("document.querySelector('#sliders button').click()");
    browser.wait("document.querySelector('#sliders li .problem').textContent === ''");
}

#[test]
fn the_page_fits_narrow_windows_and_everything_has_a_name() {
    let Some((_bench, _server, browser)) = page(PAIR, &["s.toml", "-n", "200"]) else { return };
    let narrow = json!({ "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", &narrow);
    browser.wait("innerWidth <= 400");
    // The chart follows the window a moment later.
    browser.wait("document.documentElement.scrollWidth <= innerWidth");
    let nameless = browser.script(
        "return Array.from(document.querySelectorAll('button, input, select')).filter((one) => \
         !(one.getAttribute('aria-label') || one.labels?.length || one.textContent.trim())).map((one) => one.outerHTML)",
    );
    assert_eq!(nameless, json!([]));
}

#[test]
fn nothing_on_the_page_keeps_anybody_out() {
    let Some((_bench, _server, browser)) = page(PAIR, &["s.toml", "-n", "200"]) else { return };
    for scheme in ["light", "dark"] {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        browser.devtools("Emulation.setEmulatedMedia", &features);
        assert_eq!(browser.barriers(), Vec::<String>::new(), "{scheme}");
    }
    browser.script("document.querySelector('#outcomes button:not(:disabled)').click()");
    browser.wait("document.querySelectorAll('#tale li').length > 0");
    assert_eq!(browser.barriers(), Vec::<String>::new(), "with a story");
}
