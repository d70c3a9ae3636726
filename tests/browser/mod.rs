//! Pages in a real browser: headless Chromium, driven by `WebDriver`. Without `chromedriver` and Chromium on the machine these tests say
//! so on the standard error and check nothing.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing to unwrap has failed")]

mod driver;
mod report;

pub(crate) use driver::Browser;

/// axe-core: what a page must keep so that everybody can use it.
const AXE: &str = include_str!("axe.min.js");

impl Browser {
    /// What axe-core finds on the page that is `serious` or `critical`: the rule, and where.
    pub(crate) fn barriers(&self) -> Vec<String> {
        self.script(AXE);
        let found = self.script_async(
            "const done = arguments[arguments.length - 1];
             axe.run(document, { resultTypes: ['violations'] }).then(result => done(result.violations
                 .filter(found => ['serious', 'critical'].includes(found.impact))
                 .flatMap(found => found.nodes.map(node => found.id + ': ' + node.target.join(' ') + ' ' + node.any.map(check => check.message).join('; ')))));",
        );
        found.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
    }
}
