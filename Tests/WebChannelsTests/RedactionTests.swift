import Testing

@testable import WebChannels

@Suite struct RedactionTests {
    private let redact = Redaction(home: "/srv/me")

    @Test(arguments: [
        ("key AKIAIOSFODNN7EXAMPLE.", "key [redacted]."),
        ("push with ghp_16C7e42F292c6912E7710c838347Ae178B4a now", "push with [redacted] now"),
        ("OPENAI=sk-proj-abcDEF1234567890abcd", "OPENAI=[redacted]"),
        ("xoxb-123456789012-abcdefghij", "[redacted]"),
        (
            "jwt eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3j",
            "jwt [redacted]"
        ),
        ("123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr", "[redacted]"),
        (
            "https://api.telegram.org/bot123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr/getMe",
            "https://api.telegram.org/bot[redacted]/getMe"
        ),
        (
            "https://hooks.slack.com/services/T0/B0/xyz ok",
            "https://hooks.slack.com/services/[redacted] ok"
        ),
        ("https://discord.com/api/webhooks/1/abc", "https://discord.com/api/webhooks/[redacted]"),
        ("postgres://app:hunter2@db/shop", "postgres://app:[redacted]@db/shop"),
        ("password=hunter2 user=me", "password=[redacted] user=me"),
        (#"{"db_password": "hunter2", "n": 1}"#, #"{"db_password": "[redacted]", "n": 1}"#),
        ("export API_KEY='abcd1234efgh'", "export API_KEY='[redacted]'"),
        ("run --token abcd1234efgh --dry", "run --token [redacted] --dry"),
        ("Authorization: Bearer abc\nnext", "Authorization: [redacted]\nnext"),
        (#"curl -H "Authorization: Basic dXNlcg==" x"#, #"curl -H "Authorization: [redacted]" x"#),
        ("bearer abcdefgh12345678ijkl", "bearer [redacted]"),
        (
            "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb",
            "a\n[redacted]\nb"
        ),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", "[redacted]"),
        ("/home/ann/shop/a.swift:3", "~/shop/a.swift:3"),
        ("in /Users/ann.", "in ~"),
        ("see /srv/me/x and /srv/metal", "see ~/x and /srv/metal"),
        ("ä /home/jörg/ü", "ä ~/ü"),
    ])
    func `takes out what must not leave`(_ text: String, _ expected: String) {
        #expect(redact(text) == expected)
    }

    @Test(arguments: [
        "Which token should I use, and where is the password stored?", "password: required",
        "The secret is out: we ship on Friday", "token: 12", "Basic idea: a bearer of news",
        "sk-learn is a library", "12:30:15 and 10:00", "eyJ", "https://example.org/a:b@c",
        "a/home/b", "https://example.org/home/page", "ask-me-anything-about-things", "",
        "Tokens used: 15000", "commit 1f2c76e63d3c256f335918f9653527ed5526c6a6",
    ])
    func `leaves what people talk about`(_ text: String) { #expect(redact(text) == text) }

    @Test func `takes nothing out where it is off`() {
        let text = "password=hunter2 in /home/me"
        #expect(Redaction(home: "/home/me", isOn: false)(text) == text)
    }

    @Test func `ends on any bytes`() {
        for prefix in [
            "://", "://:", "password=", "--token ", "bot1234567:", "bearer ", "-----BEGIN ",
        ] {
            _ = redact(prefix)
            _ = redact(prefix + "\u{0}é\n")
        }
    }
}
