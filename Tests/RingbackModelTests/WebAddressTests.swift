import RingbackModel
import Testing

@Suite struct WebAddressTests {
    @Test(arguments: [
        ("https://ntfy.sh/topic", "https://ntfy.sh", "/topic", false),
        ("HTTPS://example.org:8443/a/b?c=d", "https://example.org:8443", "/a/b?c=d", false),
        ("https://example.org", "https://example.org", "", false),
        ("https://example.org?x=1", "https://example.org", "/?x=1", false),
        ("http://127.0.0.1:80/x", "http://127.0.0.1:80", "/x", true),
        ("http://localhost/x", "http://localhost", "/x", true),
        ("http://[::1]:8080/x", "http://[::1]:8080", "/x", true),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]", "/x", false),
    ])
    func `reads an address`(_ text: String, _ origin: String, _ path: String, _ isHere: Bool) throws
    {
        let address = try #require(WebAddress(text))
        #expect(address.origin == origin)
        #expect(address.path == path)
        #expect(address.isLoopback == isHere)
        #expect(address.text == origin + path)
    }

    @Test(arguments: [
        "", "ntfy.sh/topic", "http://ntfy.sh/topic", "http://127.0.0.1.evil.org/",
        "http://127.0.0.1@evil.org/", "https://name:word@host/", "ftp://host/",
        "file:///etc/passwd",
        "https://", "https:///x", "https://host:port/", "https://host:99999/", "https://ho st/",
        "https://host/#part", "https://hö.de/", "https://host\\@x/", "http://127.1/",
        "https://[::1/",
        "http://0177.0.0.1/", "https://host/\n",
    ])
    func `refuses what could lead elsewhere`(_ text: String) { #expect(WebAddress(text) == nil) }

    @Test func `masks all but the server`() {
        #expect(
            WebAddress("https://hooks.slack.com/services/T/B/x")?.masked
                == "https://hooks.slack.com/…")
        #expect(WebAddress("https://host:1/")?.masked == "https://host:1/")
        #expect(WebAddress("https://host:1/a")?.host == "host:1")
    }
}
