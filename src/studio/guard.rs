//! Who is let in: requests to this machine by its own name, from the page itself, with the token that the terminal showed.
//!
//! A page of somebody else's that is open in the same browser can send requests here, and can make a name of its own lead to 127.0.0.1. It
//! is turned away thrice: by `Host`, which holds its name; by `Origin` and `Sec-Fetch-Site`, which say where the request was made; and by the token,
//! which it does not know and whose cookie no other site's request carries.

use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};

/// Bytes of a token.
const BYTES: usize = 32;
/// A request may hold the token here instead of in a cookie.
const HEADER: HeaderName = HeaderName::from_static("x-offramp-token");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

const MISDIRECTED: (StatusCode, &str) =
    (StatusCode::MISDIRECTED_REQUEST, "this server answers to 127.0.0.1 and localhost only");

/// The system gave no random numbers for a token.
#[derive(Debug, thiserror::Error)]
#[error("the system gave no random numbers for the page's token: {0}")]
pub struct TokenError(getrandom::Error);

/// What only the one who started the server knows: 256 bits from the system, in hexadecimal.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub fn new() -> Result<Self, TokenError> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(TokenError)?;
        Ok(Self(blake3::Hash::from_bytes(bytes).to_hex().to_string()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text is the token. Hashes are compared, which takes as long whatever the text.
    pub(super) fn is(&self, text: &str) -> bool {
        blake3::hash(self.0.as_bytes()) == blake3::hash(text.as_bytes())
    }
}

/// Lets requests in or turns them away.
#[derive(Clone)]
pub struct Guard {
    port: u16,
    token: Token,
}

impl Guard {
    /// Of a server at this port of 127.0.0.1.
    pub fn new(port: u16, token: Token) -> Self {
        Self { port, token }
    }

    /// Where the page is, with the token.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?token={}", self.port, self.token.as_str())
    }

    /// The value of the header that gives a browser the token's cookie. Its name holds the port, since cookies are shared by all ports.
    pub(super) fn cookie(&self) -> String {
        format!("{}={}; HttpOnly; SameSite=Strict; Path=/", self.cookie_name(), self.token.as_str())
    }

    fn cookie_name(&self) -> String {
        format!("offramp_{}", self.port)
    }

    /// Its own names.
    fn own(&self) -> [String; 2] {
        [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)]
    }

    /// Turns away what names another server in the request's first line, as clients of a proxy do: that name goes before `Host` (RFC 9112, 3.2.2).
    ///
    /// # Errors
    /// The status and what to say.
    pub(super) fn check_target(&self, target: &Uri) -> Result<(), (StatusCode, &'static str)> {
        let is_own = |name: &str| self.own().iter().any(|own| own == name);
        let named = target.authority().map(Authority::as_str);
        if named.is_none_or(is_own) { Ok(()) } else { Err(MISDIRECTED) }
    }

    /// Turns away what was not made on this machine, by its own name, for its own page. Only to the front page may somebody else's link lead.
    ///
    /// # Errors
    /// The status and what to say.
    pub(super) fn check_origin(
        &self,
        headers: &HeaderMap,
        path: &str,
    ) -> Result<(), (StatusCode, &'static str)> {
        let own = self.own();
        let mut hosts = headers.get_all(HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok());
        if hosts.next().is_some() || !own.iter().any(|own| host == Some(own)) {
            return Err(MISDIRECTED);
        }
        let is_own = |origin: &str| own.iter().any(|own| origin.strip_prefix("http://") == Some(own));
        let mut origins = headers.get_all(ORIGIN).iter();
        if !origins.all(|origin| origin.to_str().is_ok_and(is_own)) {
            return Err((StatusCode::FORBIDDEN, "requests from other pages are turned away"));
        }
        let site = headers.get(FETCH_SITE).map(HeaderValue::as_bytes);
        // Other ports of this machine are the same site, and their requests carry our cookie.
        let is_foreign = |site: &[u8]| site == b"same-site" || (site == b"cross-site" && path != "/");
        if site.is_some_and(is_foreign) {
            return Err((StatusCode::FORBIDDEN, "requests from other pages are turned away"));
        }
        Ok(())
    }

    /// Whether a text is the token.
    pub(super) fn is_token(&self, text: &str) -> bool {
        self.token.is(text)
    }

    /// Whether a request holds the token, in its cookie or its header.
    pub(super) fn knows(&self, headers: &HeaderMap) -> bool {
        let in_header = headers.get(HEADER).and_then(|value| value.to_str().ok());
        if in_header.is_some_and(|token| self.token.is(token)) {
            return true;
        }
        let name = self.cookie_name();
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(key, value)| key == name && self.token.is(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in list {
            headers.append(HeaderName::from_static(name), value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn tokens_are_long_and_new_each_time() {
        let (a, b) = (Token::new().unwrap(), Token::new().unwrap());
        assert_eq!(a.as_str().len(), 2 * BYTES);
        assert!(a.is(a.as_str()) && !a.is(b.as_str()) && !a.is("") && !a.is(&a.as_str()[1..]));
    }

    #[test]
    fn only_own_names_and_own_pages_are_let_in() {
        let guard = Guard::new(8000, Token::new().unwrap());
        let status = |list: &[(&'static str, &str)]| {
            guard.check_origin(&headers(list), "/api/scenario").err().map(|(status, _)| status.as_u16())
        };
        assert_eq!(status(&[("host", "127.0.0.1:8000")]), None);
        assert_eq!(status(&[("host", "localhost:8000"), ("origin", "http://localhost:8000")]), None);
        for host in ["evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1:8000.evil.example", ""] {
            assert_eq!(status(&[("host", host)]), Some(421), "{host}");
        }
        assert_eq!(status(&[]), Some(421));
        assert_eq!(status(&[("host", "127.0.0.1:8000"), ("host", "evil.example")]), Some(421));
        for origin in [
            "http://evil.example",
            "https://127.0.0.1:8000",
            "http://127.0.0.1:9000",
            "null",
            "http://127.0.0.1:8000.evil.example",
        ] {
            assert_eq!(status(&[("host", "127.0.0.1:8000"), ("origin", origin)]), Some(403), "{origin}");
        }
        for (site, expected) in
            [("same-site", Some(403)), ("cross-site", Some(403)), ("same-origin", None), ("none", None)]
        {
            assert_eq!(status(&[("host", "127.0.0.1:8000"), ("sec-fetch-site", site)]), expected, "{site}");
        }
        let link = headers(&[("host", "127.0.0.1:8000"), ("sec-fetch-site", "cross-site")]);
        assert!(guard.check_origin(&link, "/").is_ok());
    }

    #[test]
    fn the_token_is_known_by_cookie_or_header() {
        let guard = Guard::new(8000, Token::new().unwrap());
        let token = guard.token.as_str().to_owned();
        assert!(guard.knows(&headers(&[("x-offramp-token", &token)])));
        assert!(guard.knows(&headers(&[("cookie", &format!("a=b; offramp_8000={token}"))])));
        assert!(!guard.knows(&headers(&[("cookie", &format!("offramp_8001={token}"))])));
        assert!(!guard.knows(&headers(&[("cookie", "offramp_8000=")])));
        assert!(!guard.knows(&headers(&[])));
        assert!(guard.cookie().ends_with("; HttpOnly; SameSite=Strict; Path=/"));
    }
}
