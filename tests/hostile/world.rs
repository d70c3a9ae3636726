//! A scenario in which every free text, and every key that may be free, is hostile.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Stdio;

use crate::cli::Bench;

/// What names may be made of: formulas, markup, escapes of terminals and formats, paths, and what is not seen.
pub(super) const TEXTS: [&str; 30] = [
    "=1+1",
    "+1+1",
    "-2+3|cmd",
    "@SUM(1,2)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\u{FF1D}1+1",
    "'=1+1",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "a\"b'c`d,e;f",
    "one\ntwo\r\nerror: three",
    "a\0b",
    "a\u{202E}evil\u{2066}x\u{200F}y",
    "\u{1b}[31mred\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m",
    "</script><script>window.owned=1</script><img src=x onerror=window.owned=1>",
    "\u{1F469}\u{200D}\u{1F680}\u{1F3F4}\u{E0067}\u{E007F}",
    "x\u{FFFE}y\u{10FFFF}z",
    "../../../../owned",
    "C:\\CON",
    "_x0041_ & <b> ]]> <!-- -->",
    "{} {{bar}} %s %n ${x} $(id) `id`",
    "a.b.\"c\"[0]",
    "*a* _b_ [l](javascript:alert(1)) | x",
    "\u{2028}\u{2029}\u{85}",
    "\u{7f}",
    "  ",
    "\\u0041\\n\\",
    "a=b",
    "\u{FEFF}x",
];

/// A text longer than any line.
pub(super) fn long() -> String {
    "\u{1b}L".repeat(3000)
}

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            control if control.is_control() => write!(quoted, "\\u{:04X}", u32::from(control)).unwrap(),
            other => quoted.push(other),
        }
    }
    quoted + "\""
}

/// Two states of these names, with all texts as names and keys of what happens between them.
pub(super) fn world(first: &str, second: &str) -> String {
    let (a, b) = (quoted(first), quoted(second));
    let (grievance, fatalities) = (quoted(&format!("{first}.{second}")), "fatalities = 2");
    let mut text = format!(
        "title = {a}\ndescription = {b}\nstart = 2025-01-01\nhorizon_days = 20\nfocus = [{a}, {b}]\n\
         [states.{a}]\nname = {a}\nresolve = {{ uniform = {{ low = 0.3, high = 0.7 }} }}\n[states.{b}]\nname = {b}\n\
         [relations.{a}.{b}]\ngrievance = 0.5\n[relations.{b}.{a}]\ngrievance = 0.5\ntension = 0.4\n\
         [events.push]\nname = {a}\ndate = 1\neffects = [{{ assertiveness = {{ {a} = 0.5 }} }}, {{ tension = {{ {grievance} = 0.3 }} }}]\n\
         [groups.{}]\nname = {a}\nhost = {b}\ntargets.{a} = {{ rate_per_day = 0.2, severity = 0.3, {fatalities} }}\n",
        quoted(&format!("{first} group"))
    );
    for (number, name) in TEXTS.into_iter().map(str::to_owned).chain([long()]).enumerate() {
        let name = quoted(&name);
        let day = 2 + number % 10;
        write!(
            text,
            "[events.{name}]\nname = {name}\ndate = {day}\neffects = [{{ assertiveness = {{ {b} = 0.1 }} }}]\n\
             [outcomes.{name}]\nname = {name}\nwhen = \"fatalities_total > {}\"\n",
            if number == 14 { 0 } else { 1_000_000 + number }
        )
        .unwrap();
    }
    for (number, name) in TEXTS[..16].iter().enumerate() {
        let (key, name) = (quoted(&format!("{name} mediator")), quoted(name));
        let stance = format!("{{ trust = 0.6, leverage = 0.{number} }}");
        write!(text, "[mediators.{key}]\nname = {name}\nparties.{a} = {stance}\nparties.{b} = {stance}\n")
            .unwrap();
    }
    text
}

/// The worlds that are played: between them they have the worst names of states.
pub(super) fn worlds() -> [String; 2] {
    [world(TEXTS[14], "one\ntwo\r\nerror: three\0\u{202E}"), world(TEXTS[0], TEXTS[15])]
}

/// What a command writes to the terminal, as bytes of both streams; it must end well.
pub(super) fn said(bench: &Bench, arguments: &[&str], typed: &str) -> [String; 2] {
    let mut command = bench.command(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    let output = child.wait_with_output().unwrap();
    let both = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(
        output.status.success(),
        "{arguments:?} ended with {:?}\n{}",
        output.status.code(),
        both[1].escape_debug()
    );
    both
}
