//! The page of results.

use serde_json::json;

use super::Browser;
use crate::cli::{Bench, PAIR};

/// A title and names that would do harm where text is taken for markup or formulas.
fn hostile() -> String {
    PAIR.replacen("Two rivals", "</script><script>document.title = 'taken'</script>=cmd()", 1)
        .replacen("Aland", "<img src=x onerror=alert(1)>", 1)
        .replacen("An incident at the border", "'\\\"><b>&amp;", 1)
}

/// Runs a command and makes the page of what came out.
fn page(bench: &Bench, command: &[&str]) {
    bench.run(&[command, &["-q", "-o", "r", "--format", "html"]].concat()).ended(0);
}

/// What every page must keep: nothing on the console, nothing asked of the network, no barriers, nothing wider than the window.
fn assert_sound(browser: &Browser, bench: &Bench) {
    let own = format!("file://{}", bench.path("r/report.html").display());
    let asked = browser.requests();
    assert!(asked.iter().all(|address| *address == own), "{asked:?}");
    assert_eq!(browser.complaints(), Vec::<String>::new());
    assert_eq!(browser.barriers(), Vec::<String>::new());
    let wide = browser.script("return document.documentElement.scrollWidth - window.innerWidth");
    assert!(wide.as_i64().unwrap() <= 0, "{wide} pixels too wide");
    let empty = browser.script("return [...document.querySelectorAll('[data-chart]')].filter(chart => !chart.querySelector('svg path')).length");
    assert_eq!(empty, 0, "charts without a drawing");
}

#[test]
fn the_page_of_a_run_can_be_read_stepped_through_and_printed() {
    let Some(browser) = Browser::start(1280) else { return };
    let bench = Bench::with(PAIR);
    page(&bench, &["run", "s.toml", "-n", "200"]);
    browser.open_file(&bench.path("r/report.html"));
    assert_sound(&browser, &bench);
    // The mouse over the first chart shows a number.
    let place = browser.script("const box = document.querySelector('.chart').getBoundingClientRect(); scrollTo(0, box.top - 50);
         const now = document.querySelector('.chart').getBoundingClientRect(); return [now.left + now.width / 2, now.top + 20]");
    browser.hover(place[0].as_f64().unwrap(), place[1].as_f64().unwrap());
    let shown = "return [...document.querySelectorAll('.chart > div:not(:first-child)')].map(tip => tip.textContent).join('')";
    let told = browser.script(shown);
    assert!(told.as_str().unwrap().contains('%'), "{told}");
    // So do the arrow keys.
    browser.script("document.querySelectorAll('.chart')[1].focus()");
    browser.press('\u{e014}');
    let told = browser.script("return document.querySelectorAll('.chart')[1].textContent");
    assert!(told.as_str().unwrap().contains("day 0"), "{told}");
    // A choice changes chart and table; a header sorts.
    let changed = browser.script(
        "const pick = document.querySelector('select'), figure = pick.closest('figure'); pick.selectedIndex = 1;
         pick.dispatchEvent(new Event('change'));
         return [figure.querySelector('.shown').textContent === pick.options[1].text,
                 figure.querySelector('[data-view=\"0\"]').hidden, figure.querySelector('[data-view=\"1\"]').hidden]",
    );
    assert_eq!(changed, json!([true, true, false]));
    let sorted = browser.script(
        "const table = document.querySelector('table'), head = table.tHead.rows[0].cells[1]; head.querySelector('button').click();
         head.querySelector('button').click();
         const values = [...table.tBodies[0].rows].map(row => parseFloat(row.cells[1].textContent));
         return values.length > 3 && values.every((value, at) => at === 0 || values[at - 1] <= value)",
    );
    assert_eq!(sorted, true);
    let pdf = browser.pdf();
    assert!(pdf.starts_with("JVBERi") && pdf.len() > 50_000, "{} characters", pdf.len());
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn everything_is_reached_by_keyboard_and_can_be_read_in_the_dark_and_on_a_telephone() {
    let Some(browser) = Browser::start(1280) else { return };
    let bench = Bench::with(PAIR);
    page(&bench, &["compare", "s.toml", "--with", "states.a.tempo=0.9", "-n", "60"]);
    let dark = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
    browser.devtools("Emulation.setEmulatedMedia", &dark);
    let narrow = json!({ "width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", &narrow);
    browser.open_file(&bench.path("r/report.html"));
    assert_sound(&browser, &bench);
    let paper = browser.script("return getComputedStyle(document.body).backgroundColor");
    assert_eq!(paper, "rgb(20, 24, 29)");
    browser.press('\u{e004}');
    assert_eq!(browser.script("return document.activeElement.className"), "skip");
    let mut met = Vec::new();
    for _ in 0..40 {
        browser.press('\u{e004}');
        let now =
            browser.script("return document.activeElement.tagName + '.' + document.activeElement.className");
        met.push(now.as_str().unwrap().to_owned());
    }
    for needed in ["A.", "DIV.chart", "SELECT.", "SUMMARY."] {
        assert!(met.iter().any(|one| one == needed), "{needed} is not reached: {met:?}");
    }
}

#[test]
fn pages_of_designs_are_sound() {
    let Some(browser) = Browser::start(1280) else { return };
    let commands: [&[&str]; 4] = [
        &[
            "sweep",
            "s.toml",
            "--vary",
            "states.a.tempo=0.2:0.8:2",
            "--vary",
            "states.b.resolve=0.2:0.8:3",
            "-n",
            "30",
        ],
        &["sweep", "s.toml", "--vary", "states.a.tempo=0.2:0.8:3", "-n", "30"],
        &["sensitivity", "s.toml", "--method", "tornado", "-n", "30"],
        &["knockout", "s.toml", "-n", "30"],
    ];
    for (command, kind) in commands.into_iter().zip(["heatmap", "multiples", "tornado", "dots"]) {
        let bench = Bench::with(PAIR);
        page(&bench, command);
        browser.open_file(&bench.path("r/report.html"));
        assert_sound(&browser, &bench);
        let kinds = browser.script(
            "return JSON.parse(document.getElementById('data').textContent).map(chart => chart.kind)",
        );
        assert!(kinds.as_array().unwrap().contains(&json!(kind)), "{command:?}: {kinds}");
    }
}

#[test]
fn a_hostile_scenario_is_text_like_any_other() {
    let bench = Bench::with(&hostile());
    page(&bench, &["run", "s.toml", "-n", "60"]);
    let html = bench.read("r/report.html");
    let (own, _) = html.split_once("<script>\n").unwrap();
    assert!(!own.contains("<img") && !own.contains("</script><script>"), "markup from outside");
    let Some(browser) = Browser::start(1280) else { return };
    browser.open_file(&bench.path("r/report.html"));
    assert_sound(&browser, &bench);
    let title = browser.script("return [document.title, document.querySelector('h1').textContent]");
    let written = "</script><script>document.title = 'taken'</script>=cmd()";
    assert_eq!(title, json!([written, written]));
    browser.script("document.querySelectorAll('.chart').forEach(chart => { chart.focus(); chart.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' })) })");
    assert_eq!(browser.script("return document.querySelectorAll('img, b:not(ol b)').length"), 0);
}
