//! The page in a real browser: chromium, driven by chromedriver. Where they are not installed, this says so and tests nothing.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::client::Server;
use crate::cli::{Bench, PAIR};

const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,800",
];
/// How often a condition is looked at before the test gives up, and the pause between.
const LOOKS: u32 = 600;
const PAUSE: Duration = Duration::from_millis(100);

#[expect(clippy::print_stderr, reason = "what is not tested must be seen")]
fn say_not_tested() {
    eprintln!("NOT TESTED: the studio in a browser, since chromium or chromedriver is not installed");
}

/// A browser with one window.
struct Browser {
    driver: Child,
    port: u16,
    session: String,
    http: ureq::Agent,
    _profile: tempfile::TempDir,
    downloads: tempfile::TempDir,
}

impl Browser {
    /// `None`, and a line that says so, where there is no browser.
    fn start() -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut driver = Command::new("chromedriver");
        let driver = driver.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let binary = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
        let binary = binary.into_iter().find(|path| Path::new(path).exists());
        let (Ok(driver), Some(binary)) = (driver, binary) else {
            say_not_tested();
            return None;
        };
        let (profile, downloads) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut flags: Vec<String> = FLAGS.map(str::to_owned).into();
        flags.push(format!("--user-data-dir={}", profile.path().display()));
        // What the browser answers with an error is an answer too.
        let http = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_idle_connections(0)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        let mut browser = Self { driver, port, session: String::new(), http, _profile: profile, downloads };
        browser.until(|browser| browser.command("GET", "/status", &Value::Null).is_some(), "chromedriver");
        let preferences = json!({ "download.default_directory": browser.downloads.path() });
        let options = json!({ "args": flags, "binary": binary, "prefs": preferences });
        let wanted = json!({ "browserName": "chrome", "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" } });
        let made = browser.command("POST", "/session", &json!({ "capabilities": { "alwaysMatch": wanted } }));
        let made = made.unwrap_or_else(|| panic!("no session"));
        browser.session = format!("/session/{}", made["sessionId"].as_str().unwrap());
        Some(browser)
    }

    /// A command of the protocol that drivers of browsers speak; `None` if it failed.
    fn command(&self, method: &str, path: &str, body: &Value) -> Option<Value> {
        let address = format!("http://127.0.0.1:{}{path}", self.port);
        let answer = match method {
            "POST" => self.http.post(address).send_json(body),
            "DELETE" => self.http.delete(address).call(),
            _ => self.http.get(address).call(),
        };
        let mut answer = answer.ok()?;
        let is_done = answer.status() == 200;
        let text: Value = answer.body_mut().with_config().limit(1 << 28).read_json().ok()?;
        let value = text["value"].clone();
        assert!(is_done || method != "POST" || self.session.is_empty(), "{path}: {value}");
        is_done.then_some(value)
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.command("POST", &format!("{}{path}", self.session), body).unwrap_or(Value::Null)
    }

    fn open(&self, address: &str) {
        self.post("/url", &json!({ "url": address }));
    }

    fn js(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    fn text(&self, selector: &str) -> String {
        let script = format!("return document.querySelector({selector:?})?.textContent ?? ''");
        self.js(&script).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until something holds.
    fn until(&self, holds: impl Fn(&Self) -> bool, what: &str) {
        for _ in 0..LOOKS {
            if holds(self) {
                return;
            }
            std::thread::sleep(PAUSE);
        }
        panic!("waited in vain for {what}");
    }

    fn wait(&self, condition: &str) {
        self.until(|browser| browser.js(&format!("return Boolean({condition})")) == true, condition);
    }

    /// Presses keys on the element that has the focus; `\u{e014}` is the right arrow.
    fn press(&self, keys: &str) {
        let press = |key: char| {
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        };
        let actions: Vec<Value> = keys.chars().flat_map(press).collect();
        self.post("/actions", &json!({ "actions": [{ "type": "key", "id": "keys", "actions": actions }] }));
    }

    /// Errors on the console, and addresses that were asked for.
    fn complaints(&self) -> Vec<String> {
        let list = self.post("/se/log", &json!({ "type": "browser" }));
        let of = |entry: &Value| entry["message"].as_str().unwrap_or_default().to_owned();
        let grave = |entry: &&Value| entry["level"] == "SEVERE" || entry["level"] == "WARNING";
        list.as_array().into_iter().flatten().filter(grave).map(of).collect()
    }

    fn requests(&self) -> Vec<String> {
        let list = self.post("/se/log", &json!({ "type": "performance" }));
        let entries = list.as_array().into_iter().flatten();
        let messages =
            entries.filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok());
        let sent = messages.filter(|message| message["message"]["method"] == "Network.requestWillBeSent");
        sent.filter_map(|message| message["message"]["params"]["request"]["url"].as_str().map(str::to_owned))
            .collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            let _ = self.command("DELETE", &self.session, &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

const WHOLE: &str =
    "document.getElementById('bar').value == 1 && !document.body.classList.contains('waiting')";

fn page(text: &str, arguments: &[&str]) -> Option<(Bench, Server, Browser)> {
    let browser = Browser::start()?;
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
        browser.js("return location.host + location.search"),
        json!(host),
        "the token is not kept in the address"
    );
    assert_eq!(browser.text("#title"), "Two rivals");
    assert_eq!(browser.text("#changed").trim(), "");
    let first = browser.text("#outcomes tbody");
    // By keyboard: as many steps to the right as it takes to see a difference.
    let path = browser.text("#sliders li:nth-child(1) .name");
    browser.js("document.querySelector('#sliders input[type=range]').focus()");
    browser.press(&"\u{e014}".repeat(40));
    browser.wait("document.getElementById('changed').textContent.includes('end otherwise')");
    browser.wait(WHOLE);
    assert_ne!(browser.text("#outcomes tbody"), first, "{path} changed nothing");
    assert!(browser.text("#outcomes tbody").contains(" to "), "differences have intervals");
    let moved = browser.js("return document.querySelector('#sliders input[type=number]').value");
    assert!(browser.text("#command").contains(moved.as_str().unwrap()), "{}", browser.text("#command"));
    // What is pinned is compared with itself, which says nothing; the next change is compared with it.
    browser.js("document.getElementById('pin').click()");
    browser.wait("document.getElementById('against').textContent.includes('1 pinned change')");
    browser.wait("document.getElementById('changed').textContent.trim() === ''");
    // The address keeps the setting: the page comes back as it was.
    browser.js("location.reload()");
    browser.wait("document.getElementById('against')?.textContent.includes('1 pinned change')");
    browser.wait(WHOLE);
    assert_eq!(browser.js("return document.querySelector('#sliders input[type=number]').value"), moved);
    // A story.
    let outcome = browser.text("#outcomes button:not(:disabled)");
    browser.js("document.querySelector('#outcomes button:not(:disabled)').click()");
    browser.wait("document.querySelectorAll('#tale li').length > 0");
    assert!(browser.text("#story-title").contains(&outcome) && browser.text("#why").starts_with("Run "));
    browser.press("\u{e00c}");
    browser.wait("!document.getElementById('story').open");
    // Files: what is taken away is what the command line writes.
    browser.js("document.querySelector('[data-table=\"outcomes.csv\"]').click()");
    let taken = browser.downloads.path().join("outcomes.csv");
    browser.until(|_| taken.exists(), "the file");
    let command = browser.text("#command");
    let set = command.rsplit_once("--set ").unwrap().1.to_owned();
    bench.run(&["run", "s.toml", "-n", "600", "--set", &set, "-o", "r", "-q"]).ended(0);
    assert_eq!(std::fs::read_to_string(taken).unwrap(), bench.read("r/outcomes.csv"));
    // Reset: the scenario as it is, against what is pinned.
    browser.js("document.getElementById('reset').click()");
    browser.wait("document.getElementById('changed').textContent.includes('end otherwise')");
    browser.js("document.getElementById('undo').click()");
    browser.wait("document.getElementById('changed').textContent.trim() === ''");
    assert_eq!(browser.complaints(), Vec::<String>::new());
    for address in browser.requests() {
        let own = address.starts_with(&format!("http://{host}/"))
            || address.starts_with("data:")
            // The browser's own empty tab.
            || address.starts_with("chrome://")
            || address.starts_with("blob:");
        assert!(own, "{address}");
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
    browser.js("document.querySelector('#outcomes button:not(:disabled)').click()");
    browser.wait("document.querySelectorAll('#tale li').length > 0");
    assert_eq!(browser.text("#title"), evil);
    assert!(browser.text("#tale").contains("<img src=x") && browser.text("#outcomes").contains("<script>"));
    assert_eq!(
        browser.js("return [window.pwned === undefined, document.images.length, document.scripts.length]"),
        json!([true, 0, 4])
    );
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn what_is_wrong_stands_beside_its_slider() {
    let Some((_bench, _server, browser)) = page(PAIR, &["s.toml", "-n", "200"]) else { return };
    let script = "const box = document.querySelector('#sliders input[type=number]'); box.value = 99; box.dispatchEvent(new Event('change'))";
    browser.js(script);
    browser.wait("document.querySelector('#sliders li .problem').textContent.includes('99')");
    assert!(
        browser.text("#sliders li .problem").contains("from 0 to 1"),
        "{}",
        browser.text("#sliders li .problem")
    );
    assert_eq!(browser.text("#sliders li:nth-child(2) .problem"), "");
    browser.js("document.querySelector('#sliders button').click()");
    browser.wait("document.querySelector('#sliders li .problem').textContent === ''");
}

#[test]
fn the_page_fits_narrow_windows_and_everything_has_a_name() {
    let Some((_bench, _server, browser)) = page(PAIR, &["s.toml", "-n", "200"]) else { return };
    let narrow = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": { "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": false } });
    browser.post("/goog/cdp/execute", &narrow);
    browser.wait("innerWidth <= 400");
    assert_eq!(browser.js("return document.documentElement.scrollWidth <= innerWidth"), true);
    let nameless = browser.js(
        "return Array.from(document.querySelectorAll('button, input, select')).filter((one) => \
         !(one.getAttribute('aria-label') || one.labels?.length || one.textContent.trim())).map((one) => one.outerHTML)",
    );
    assert_eq!(nameless, json!([]));
}
