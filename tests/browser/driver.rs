//! A browser by the `WebDriver` protocol (W3C), as far as these tests need it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// How often a condition is looked at before a test gives up, and the pause between.
const LOOKS: u32 = 600;
const PAUSE: Duration = Duration::from_millis(100);

#[expect(clippy::print_stderr, reason = "what is not tested must be seen")]
fn skipped(why: &str) {
    eprintln!("SKIPPED: no page was looked at in a browser, {why}");
}

/// A headless Chromium with an empty profile. It is closed when this is dropped.
pub(crate) struct Browser {
    driver: Child,
    /// Address of the session.
    session: String,
    http: ureq::Agent,
    profile: TempDir,
    downloads: TempDir,
}

impl Browser {
    /// Starts one with a window so many pixels wide. `None`, and a line on the standard error, where there is no browser.
    pub(crate) fn start(width: u32) -> Option<Self> {
        let driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut driver) = driver else {
            skipped("no `chromedriver` on this machine");
            return None;
        };
        let port = port(&mut driver);
        let [profile, downloads] = [(), ()].map(|()| tempfile::tempdir().unwrap());
        // What the browser answers with an error is an answer too.
        let http = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_idle_connections(0)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        let root = format!("http://127.0.0.1:{port}/session");
        let mut browser = Self { driver, session: root.clone(), http, profile, downloads };
        let begun =
            browser.call(&root, &json!({ "capabilities": { "alwaysMatch": browser.capabilities(width) } }));
        let Some(id) = begun["sessionId"].as_str() else {
            skipped(&format!("Chromium does not start: {begun}"));
            return None;
        };
        browser.session = format!("{root}/{id}");
        Some(browser)
    }

    fn capabilities(&self, width: u32) -> Value {
        let profile = format!("--user-data-dir={}", self.profile.path().display());
        let window = format!("--window-size={width},1000");
        let quiet = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &profile,
            &window,
        ];
        json!({
            "browserName": "chrome",
            "goog:chromeOptions": {
                "args": quiet,
                "perfLoggingPrefs": { "enableNetwork": true },
                "prefs": { "download.default_directory": self.downloads.path() },
            },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        })
    }

    /// Posts to an address of the protocol; what it answers under `value`.
    fn call(&self, address: &str, body: &Value) -> Value {
        let mut answer = self.http.post(address).send_json(body).unwrap();
        let answer: Value = answer.body_mut().with_config().limit(1 << 28).read_json().unwrap();
        answer["value"].clone()
    }

    fn ask(&self, what: &str, body: &Value) -> Value {
        let answer = self.call(&format!("{}/{what}", self.session), body);
        assert!(answer.get("error").is_none(), "{what}: {answer}");
        answer
    }

    /// Opens an address and waits until it is loaded.
    pub(crate) fn open(&self, address: &str) {
        self.ask("url", &json!({ "url": address }));
    }

    /// Opens a file.
    pub(crate) fn open_file(&self, path: &Path) {
        self.open(&format!("file://{}", path.display()));
    }

    /// Where what is taken away from a page ends up.
    pub(crate) fn downloads(&self) -> &Path {
        self.downloads.path()
    }

    /// The text of the first element that a selector finds, or none.
    pub(crate) fn text(&self, selector: &str) -> String {
        let script = format!("return document.querySelector({selector:?})?.textContent ?? ''");
        self.script(&script).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until something holds.
    pub(crate) fn until(&self, holds: impl Fn(&Self) -> bool, what: &str) {
        for _ in 0..LOOKS {
            if holds(self) {
                return;
            }
            std::thread::sleep(PAUSE);
        }
        panic!("waited in vain for {what}");
    }

    /// Waits until a condition of the page holds.
    pub(crate) fn wait(&self, condition: &str) {
        self.until(|browser| browser.script(&format!("return Boolean({condition})")) == true, condition);
    }

    /// What a script returns.
    pub(crate) fn script(&self, script: &str) -> Value {
        self.ask("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// What a script hands to its last argument.
    pub(crate) fn script_async(&self, script: &str) -> Value {
        self.ask("execute/async", &json!({ "script": script, "args": [] }))
    }

    /// A command of the Chrome `DevTools` Protocol.
    pub(crate) fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.ask("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// Moves the mouse to a point of the window.
    pub(crate) fn hover(&self, x: f64, y: f64) {
        let action =
            |x: f64, y: f64| json!({ "type": "pointerMove", "duration": 0, "x": x as i64, "y": y as i64 });
        let actions = [action(x - 3.0, y), action(x, y)];
        let mouse = json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions });
        self.ask("actions", &json!({ "actions": [mouse] }));
    }

    /// Presses a key; keys without a letter stand in the private use area, as the protocol has it.
    pub(crate) fn press(&self, key: char) {
        let [down, up] = ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() }));
        self.ask("actions", &json!({ "actions": [{ "type": "key", "id": "keys", "actions": [down, up] }] }));
    }

    /// What stands on the console and was not there before: warnings and errors.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.ask("se/log", &json!({ "type": "browser" }));
        let entries = log.as_array().unwrap().iter();
        let grave = entries.filter(|entry| ["WARNING", "SEVERE"].contains(&entry["level"].as_str().unwrap()));
        grave.map(|entry| entry["message"].as_str().unwrap().to_owned()).collect()
    }

    /// Addresses that were asked for since the last question, those within the page itself left out.
    pub(crate) fn requests(&self) -> Vec<String> {
        let log = self.ask("se/log", &json!({ "type": "performance" }));
        let messages =
            log.as_array().unwrap().iter().map(|entry| entry["message"].as_str().unwrap().to_owned());
        let parsed = messages.map(|text| serde_json::from_str::<Value>(&text).unwrap()["message"].clone());
        let sent = parsed.filter(|message| message["method"] == "Network.requestWillBeSent");
        let addresses = sent.map(|message| message["params"]["request"]["url"].as_str().unwrap().to_owned());
        // What has these schemes stays within the browser; `chrome:` is the page that it begins with.
        let inner = ["data:", "blob:", "about:", "chrome:"];
        addresses.filter(|address| !inner.iter().any(|scheme| address.starts_with(scheme))).collect()
    }

    /// The page as a PDF on A4, as base 64.
    pub(crate) fn pdf(&self) -> String {
        let a4 = json!({ "paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": true });
        self.devtools("Page.printToPDF", &a4)["data"].as_str().unwrap().to_owned()
    }
}

/// The port that the driver says it listens on.
fn port(driver: &mut Child) -> u16 {
    let told = BufReader::new(driver.stdout.take().unwrap());
    for line in told.lines() {
        let line = line.unwrap();
        if let Some((_, after)) = line.split_once("successfully on port ") {
            return after.trim_end_matches('.').parse().unwrap();
        }
    }
    panic!("chromedriver ended before it listened");
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.http.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
