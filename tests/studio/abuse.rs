//! The studio under abuse: what scanners and attackers send, row by row. Everything goes to 127.0.0.1, is small, and ends.

use serde_json::json;

use super::client::{Reply, Server};
use crate::cli::{Bench, PAIR};

/// A request as it is sent, with `{host}`, `{cookie}`, `{token}` and `{port}` filled in, and every status that may answer it; 0 is a connection
/// that is closed without an answer.
type Row = (&'static str, &'static str, &'static [u16]);

const NAMES: &[Row] = &[
    ("no host", "GET / HTTP/1.1\r\n{cookie}\r\n\r\n", &[400, 421]),
    ("an empty host", "GET / HTTP/1.1\r\nHost:\r\n{cookie}\r\n\r\n", &[400, 421]),
    ("two hosts", "GET / HTTP/1.1\r\n{host}\r\nHost: evil.example\r\n{cookie}\r\n\r\n", &[400, 421]),
    ("the same host twice", "GET / HTTP/1.1\r\n{host}\r\n{host}\r\n{cookie}\r\n\r\n", &[400, 421]),
    (
        "a list of hosts",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}, evil.example\r\n{cookie}\r\n\r\n",
        &[400, 421],
    ),
    (
        "a name that leads here",
        "GET / HTTP/1.1\r\nHost: rebind.evil.example:{port}\r\n{cookie}\r\n\r\n",
        &[421],
    ),
    (
        "a name before an at sign",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}@evil.example\r\n{cookie}\r\n\r\n",
        &[400, 421],
    ),
    ("another port", "GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\n{cookie}\r\n\r\n", &[421]),
    (
        "a forwarded host",
        "GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: 127.0.0.1:{port}\r\n{cookie}\r\n\r\n",
        &[421],
    ),
    (
        "another server in the first line",
        "GET http://evil.example/ HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n",
        &[400, 421],
    ),
    (
        "another server and a user",
        "GET http://127.0.0.1:{port}@evil.example/ HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n",
        &[400, 421],
    ),
    (
        "itself in the first line",
        "GET http://127.0.0.1:{port}/ HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n",
        &[200],
    ),
    ("a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n", &[400, 404, 405, 421]),
    ("the server as a whole", "OPTIONS * HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n", &[400, 404, 405]),
];

const OTHER_PAGES: &[Row] = &[
    (
        "a page from a file",
        "GET /api/scenario HTTP/1.1\r\n{host}\r\n{cookie}\r\nOrigin: null\r\n\r\n",
        &[403],
    ),
    (
        "another page",
        "GET /api/scenario HTTP/1.1\r\n{host}\r\n{cookie}\r\nOrigin: http://evil.example\r\n\r\n",
        &[403],
    ),
    (
        "a page at another port",
        "GET /api/scenario HTTP/1.1\r\n{host}\r\n{cookie}\r\nOrigin: http://127.0.0.1:1\r\n\r\n",
        &[403],
    ),
    (
        "two origins",
        "GET /api/scenario HTTP/1.1\r\n{host}\r\n{cookie}\r\nOrigin: http://127.0.0.1:{port}\r\nOrigin: http://evil.example\r\n\r\n",
        &[403],
    ),
    ("an empty origin", "GET /api/scenario HTTP/1.1\r\n{host}\r\n{cookie}\r\nOrigin:\r\n\r\n", &[403]),
    (
        "a form",
        "POST /api/batch HTTP/1.1\r\n{host}\r\n{cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 13\r\n\r\npage=p&runs=1",
        &[415],
    ),
    (
        "a form of plain text",
        "POST /api/batch HTTP/1.1\r\n{host}\r\n{cookie}\r\nContent-Type: text/plain\r\nContent-Length: 21\r\n\r\n{\"page\":\"p\",\"runs\":1}",
        &[415],
    ),
    (
        "a form with a file",
        "POST /api/batch HTTP/1.1\r\n{host}\r\n{cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 2\r\n\r\n{}",
        &[415],
    ),
    (
        "a form of another page",
        "POST /api/batch HTTP/1.1\r\n{host}\r\n{cookie}\r\nOrigin: http://evil.example\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}",
        &[403],
    ),
    (
        "a question before the request",
        "OPTIONS /api/batch HTTP/1.1\r\n{host}\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n",
        &[403],
    ),
    (
        "a picture on another page",
        "GET /api/scenario HTTP/1.1\r\n{host}\r\n{cookie}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Dest: image\r\n\r\n",
        &[403],
    ),
];

const TOKENS: &[Row] = &[
    ("no token", "GET /api/scenario HTTP/1.1\r\n{host}\r\n\r\n", &[403]),
    ("half a token", "GET /?token={half} HTTP/1.1\r\n{host}\r\n\r\n", &[403]),
    ("a token and more", "GET /?token={token}0 HTTP/1.1\r\n{host}\r\n\r\n", &[403]),
    ("a token in capitals", "GET /?token={capitals} HTTP/1.1\r\n{host}\r\n\r\n", &[403]),
    ("a token twice", "GET /?token=x&token={token} HTTP/1.1\r\n{host}\r\n\r\n", &[403]),
    ("a token at another place", "GET /api/scenario?token={token} HTTP/1.1\r\n{host}\r\n\r\n", &[403]),
    (
        "a token in a body",
        "POST /?token={token} HTTP/1.1\r\n{host}\r\nContent-Length: 0\r\n\r\n",
        &[403, 405],
    ),
    (
        "a cookie of another port",
        "GET /api/scenario HTTP/1.1\r\n{host}\r\nCookie: offramp_1={token}\r\n\r\n",
        &[403],
    ),
    ("a cookie without a name", "GET /api/scenario HTTP/1.1\r\n{host}\r\nCookie: {token}\r\n\r\n", &[403]),
    ("a bearer", "GET /api/scenario HTTP/1.1\r\n{host}\r\nAuthorization: Bearer {token}\r\n\r\n", &[403]),
    (
        "a cookie with bytes above ASCII",
        "GET /api/scenario HTTP/1.1\r\n{host}\r\nCookie: offramp_{port}=\u{e9}\r\n\r\n",
        &[400, 403],
    ),
];

const PLACES: &[Row] = &[
    ("up", "GET /../../etc/passwd HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n", &[400, 404]),
    ("up in code", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n", &[400, 404]),
    (
        "up in code of code",
        "GET /results/%252e%252e%252fs.toml HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n",
        &[400, 404],
    ),
    (
        "up by backslashes",
        "GET /results/..%5c..%5cs.toml HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n",
        &[400, 404],
    ),
    (
        "up by long bytes",
        "GET /results/%c0%ae%c0%ae%c0%afs.toml HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n",
        &[400, 404],
    ),
    ("a full path", "GET /results/%2Fetc%2Fpasswd HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n", &[400, 404]),
    (
        "an end of text",
        "GET /results/outcomes.csv%00.txt HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n",
        &[400, 404],
    ),
    (
        "a header in a path",
        "GET /results/x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n",
        &[400, 404],
    ),
    (
        "a header in a story",
        "GET /download/0/story-%0d%0aSet-Cookie:%20a=b.md HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n",
        &[404, 422],
    ),
    ("a job below nothing", "GET /api/stream/-1 HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n", &[400, 404]),
    (
        "a job above everything",
        "GET /api/stream/99999999999999999999999 HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n",
        &[400, 404],
    ),
    ("common names", "GET /.git/config HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n", &[404]),
    ("a page of settings", "GET /phpmyadmin/index.php HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n", &[404]),
];

const VERBS: &[Row] = &[
    ("DELETE", "DELETE /api/batch HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n", &[405]),
    ("TRACE", "TRACE / HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n", &[405]),
    ("PUT", "PUT /results/x HTTP/1.1\r\n{host}\r\n{cookie}\r\nContent-Length: 1\r\n\r\nx", &[405]),
    ("a verb of one's own", "OWN / HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n", &[405]),
    (
        "a verb that overrides",
        "GET /api/batch HTTP/1.1\r\n{host}\r\n{cookie}\r\nX-HTTP-Method-Override: POST\r\n\r\n",
        &[405],
    ),
    ("a verb in small letters", "get / HTTP/1.1\r\n{host}\r\n{cookie}\r\n\r\n", &[400, 405]),
    ("the oldest HTTP", "GET /\r\n\r\n", &[0, 400]),
    ("an HTTP to come", "GET / HTTP/9.9\r\n{host}\r\n{cookie}\r\n\r\n", &[0, 400, 505]),
    ("the second HTTP", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", &[0, 400, 505]),
    ("a greeting of TLS", "\u{16}\u{3}\u{1}\0\u{1}", &[0, 400]),
    ("nothing at all", "\r\n\r\n\r\n", &[0, 400, 408]),
];

const BODIES: &[Row] = &[
    (
        "two lengths",
        "POST /api/batch HTTP/1.1\r\n{host}\r\n{cookie}\r\nContent-Length: 2\r\nContent-Length: 30\r\n\r\n{}",
        &[400],
    ),
    (
        "a length below nothing",
        "POST /api/batch HTTP/1.1\r\n{host}\r\n{cookie}\r\nContent-Length: -1\r\n\r\n",
        &[400],
    ),
    (
        "a length and pieces",
        "POST /api/batch HTTP/1.1\r\n{host}\r\n{cookie}\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        &[400, 422],
    ),
    (
        "pieces of nonsense",
        "POST /api/batch HTTP/1.1\r\n{host}\r\n{cookie}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
        &[0, 400],
    ),
    (
        "a piece without end",
        "POST /api/batch HTTP/1.1\r\n{host}\r\n{cookie}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}\r\n",
        &[0, 400],
    ),
    (
        "an unknown coding",
        "POST /api/batch HTTP/1.1\r\n{host}\r\n{cookie}\r\nTransfer-Encoding: gzip, chunkedd\r\n\r\n",
        &[400, 415],
    ),
    ("a header that goes on", "GET / HTTP/1.1\r\n{host}\r\n{cookie}\r\nX-A: b\r\n c\r\n\r\n", &[200, 400]),
    ("a space before the colon", "GET / HTTP/1.1\r\n{host}\r\n{cookie}\r\nX-A : b\r\n\r\n", &[400]),
    ("a lone line feed", "GET / HTTP/1.1\n{host}\nCookie: none\n\n", &[400, 403]),
    ("an end of text in a header", "GET / HTTP/1.1\r\n{host}\r\n{cookie}\r\nX-A: b\0c\r\n\r\n", &[400]),
];

fn filled(server: &Server, row: &str) -> String {
    let (port, token) = (server.port.to_string(), &server.token);
    let request = row.replace("{host}", &server.host()).replace("{cookie}", &server.cookie());
    let request = request.replace("{half}", &token[..32]).replace("{capitals}", &token.to_uppercase());
    let request = request.replace("{port}", &port).replace("{token}", token);
    // Else an answer would wait for the next request.
    request.replacen("\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1)
}

/// What no answer may do, whatever was asked.
#[track_caller]
fn assert_proper(server: &Server, what: &str, reply: &Reply) {
    assert!(!reply.text().contains(&server.token), "{what}: the token in a body");
    assert!(
        !reply.text().contains("root:") && !reply.text().contains("Two rivals"),
        "{what}: {}",
        reply.text()
    );
    assert!(!reply.head.contains("access-control-allow"), "{what}: {}", reply.head);
    assert!(!reply.head.contains("set-cookie"), "{what}: {}", reply.head);
    assert!(!reply.head.contains("server:") && !reply.text().contains("panicked"), "{what}: {}", reply.head);
    // A request that cannot be read is turned down by the protocol, with nothing to say.
    if !reply.body.is_empty() {
        for mark in [
            "content-security-policy",
            "x-content-type-options",
            "cross-origin-resource-policy",
            "cache-control",
        ] {
            assert!(reply.header(mark).is_some(), "{what}: no {mark} in\n{}", reply.head);
        }
    }
}

#[test]
fn what_attackers_send_is_turned_away_and_the_next_is_served() {
    let bench = Bench::with(PAIR);
    let server = Server::start(&bench.path(""), &["s.toml", "-n", "100"]);
    for rows in [NAMES, OTHER_PAGES, TOKENS, PLACES, VERBS, BODIES] {
        for (what, row, expected) in rows {
            let request = filled(&server, row);
            let reply = server.raw(&request);
            assert!(
                expected.contains(&reply.status),
                "{what}: {} for {request:?}\n{}",
                reply.status,
                reply.text()
            );
            if reply.status != 200 {
                assert_proper(&server, what, &reply);
            }
        }
        assert_eq!(server.get("/api/scenario").status, 200);
    }
}

#[test]
fn large_deep_and_broken_settings_are_turned_down_with_reasons() {
    let bench = Bench::with(PAIR);
    let server = Server::start(&bench.path(""), &["s.toml", "-n", "100"]);
    let kind = "Content-Type: application/json";
    let deep = format!("{{\"page\":{}1{}}}", "[".repeat(200_000), "]".repeat(200_000));
    let sets = |set: &str| json!({ "page": "p", "runs": 1, "sets": [set] }).to_string();
    let nested = |open: &str, close: &str| {
        sets(&format!("states.a.resolve={}1{}", open.repeat(1500), close.repeat(1500)))
    };
    let broken = [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "{\"page\":\"p\",\"runs\":1e400}".to_owned(),
        "{\"page\":\"p\",\"runs\":-1}".to_owned(),
        "{\"page\":\"p\",\"runs\":1,\"runs\":2}".to_owned(),
        "{\"page\":\"\\ud800\",\"runs\":1}".to_owned(),
        "{\"page\":\"p\",\"runs\":1,\"__proto__\":{}}".to_owned(),
        deep,
        nested("[", "]"),
        nested("{a=", "}"),
        sets(&format!("{}=1", vec!["a"; 1000].join("."))),
        sets("=1"),
    ];
    for body in &broken {
        let reply = server.ask("POST /api/batch", &[&server.host(), &server.cookie(), kind], body);
        let shown = &body[..body.len().min(80)];
        assert!([400, 422].contains(&reply.status), "{shown}: {}", reply.status);
        let problems = reply.json()["problems"].clone();
        assert!(problems.as_array().is_some_and(|list| !list.is_empty()), "{shown}: {}", reply.text());
        assert_proper(&server, shown, &reply);
    }
    let long = format!("GET /{}", "x".repeat(60_000));
    assert!([0, 414, 431].contains(&server.ask(&long, &[&server.host()], "").status));
    let many: Vec<String> = (0..500).map(|number| format!("X-{number}: y")).collect();
    let headers: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!([400, 431].contains(&server.ask("GET /", &headers, "").status));
    assert_eq!(server.play(&json!({ "page": "p", "runs": 50 })).1.last().unwrap()["n"], 50);
}

#[test]
fn requests_in_a_row_on_one_connection_are_each_judged_by_themselves() {
    let bench = Bench::with(PAIR);
    let server = Server::start(&bench.path(""), &["s.toml", "-n", "100"]);
    let known = format!("GET /studio.css HTTP/1.1\r\n{}\r\n{}\r\n\r\n", server.host(), server.cookie());
    let stranger = format!("GET /api/scenario HTTP/1.1\r\n{}\r\nConnection: close\r\n\r\n", server.host());
    let both = server.raw(&format!("{known}{stranger}"));
    assert_eq!(both.status, 200);
    let text = both.text();
    assert!(text.contains("HTTP/1.1 403") && !text.contains("Two rivals"), "{text}");
    // What hides behind a length is a body, and no request.
    let hidden = format!(
        "GET / HTTP/1.1\r\n{}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{known}",
        server.host(),
        known.len()
    );
    let reply = server.raw(&hidden);
    assert_eq!((reply.status, reply.text().contains("HTTP/1.1 200")), (403, false));
}

#[test]
fn a_change_of_what_the_command_line_changed_makes_one_line_of_a_variant() {
    let bench = Bench::with(PAIR);
    let server = Server::start(&bench.path(""), &["s.toml", "--set", "states.a.assertiveness=0.4"]);
    let sets = ["states.\"a\".assertiveness=0.5", "states.b.resolve=0.2", "states.a.assertiveness = 0.6"];
    let (job, _) = server.play(&json!({ "page": "p", "runs": 20, "sets": sets }));
    let variant = server.get(&format!("/download/{job}/variant.toml"));
    assert_eq!(
        variant.text(),
        "extends = \"s.toml\"\nstates.b.resolve = 0.2\nstates.a.assertiveness = 0.6\n"
    );
}
