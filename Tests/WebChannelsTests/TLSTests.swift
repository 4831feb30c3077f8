import AlertDelivery
import Foundation
import RingbackModel
import TestSupport
import Testing

@testable import WebChannels

/// A server with a certificate of its own making.
@Suite struct TLSTests {
    private static let program = """
        import http.server, ssl, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.send_response(200); self.send_header("Content-Length", "2"); self.end_headers()
                self.wfile.write(b"ok")
            def log_message(self, *rest): pass
        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """

    private static func run(_ words: [String], waits: Bool) throws -> (Process, Pipe) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        if waits { process.waitUntilExit() }
        return (process, pipe)
    }

    @Test func `sends to nobody whose certificate can't be trusted`() async throws {
        try await onThread {
            let folder = try ScratchFolder()
            _ = try Self.run(
                [
                    "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                    "-keyout", folder("key"), "-out", folder("certificate"),
                ], waits: true)
            try folder.write(Self.program, to: "server.py")
            let (process, pipe) = try Self.run(
                ["python3", folder("server.py"), folder("certificate"), folder("key")], waits: false
            )
            defer { process.terminate() }
            let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
            let port = try #require(Int(line.prefix { $0 != "\n" }))

            func show(_ host: String, _ variables: [String: String]) throws -> String {
                let fixture = try WebFixture(
                    #""webhook": {"url": "https://\#(host):\#(port)/x"}"#, variables)
                return fixture.channel(.webhook).show(notice("T", .test)).words
            }
            let trusted = ["SSL_CERT_FILE": folder("certificate")]
            #expect(try show("localhost", [:]).contains("can't be trusted"))
            #expect(try show("localhost", trusted) == "shown: localhost:\(port)")
            // The name must be the right one, too.
            #expect(try show("127.0.0.1", trusted).contains("can't be trusted"))
        }
    }
}
