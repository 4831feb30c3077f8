import LosslessJSON
import RingbackModel
import Testing

@Suite struct AlertTests {
    private static func alert(_ kind: Alert.Kind) -> Alert {
        var alert = Alert(
            kind, title: "T \"q\"\n", body: "b\u{1B}", key: "k", topic: "permission/s",
            source: "Stop",
            group: "g", created: Timestamp(milliseconds: 1_795_199_504_123))
        alert.detail = "took 3 s"
        alert.urgency = .low
        alert.agent = .droid
        alert.session = "s"
        alert.task = "t"
        alert.folder = "/home/ö"
        alert.icon = "x"
        alert.record = "/store/t.json"
        alert.origin.bus = "unix:path=/run/user/1000/bus"
        alert.origin.isRemote = true
        alert.origin.process = Client(pid: 42, start: .max / 4, boot: "b")
        alert.origin.terminal = "kitty"
        alert.origin.isInTmux = true
        alert.origin.rangTerminal = true
        return alert
    }

    @Test(arguments: Alert.Kind.allCases)
    func `survives the outbox, full and bare`(_ kind: Alert.Kind) throws {
        let full = Self.alert(kind)
        #expect(Alert(try JSON.parse(full.json.bytes())) == full)
        let bare = Alert(
            kind, title: "t", key: "k", source: "", group: "g", created: Timestamp(milliseconds: 0))
        #expect(Alert(try JSON.parse(bare.json.bytes())) == bare)
    }

    @Test(arguments: ["kind", "title", "key", "group", "created"])
    func `without what it cannot do without it is none`(_ name: String) throws {
        var json = try #require(Self.alert(.test).json.object)
        json[name] = 1
        #expect(Alert(.object(json)) == nil)
        json[name] = nil
        #expect(Alert(.object(json)) == nil)
    }

    @Test func `a newer kind, an unknown urgency or origin is no reason to stumble`() throws {
        var json = try #require(Self.alert(.failed).json.object)
        json["urgency"] = "loud"
        json["origin"] = [1]
        json["agent"] = "emacs"
        let alert = try #require(Alert(.object(json)))
        #expect(alert.urgency == .critical)
        #expect(alert.origin == Origin())
        #expect(alert.agent == nil)
        json["kind"] = "sung"
        #expect(Alert(.object(json)) == nil)
    }

    @Test(
        arguments: [
            (.completed, .normal), (.failed, .critical), (.question, .critical),
            (.permission, .critical), (.turnFinished, .normal), (.turnFailed, .critical),
            (.idle, .low), (.message, .normal), (.test, .normal),
        ] as [(Alert.Kind, Alert.Urgency)])
    func `what stops an agent is critical`(_ kind: Alert.Kind, _ urgency: Alert.Urgency) {
        let alert = Alert(
            kind, title: "t", key: "k", source: "", group: "g", created: Timestamp(milliseconds: 0))
        #expect(alert.urgency == urgency)
        #expect(Alert.Urgency(word: urgency.word) == urgency)
    }

    @Test(arguments: Alert.Kind.allCases)
    func `a kind is in a set of kinds or is not, whatever the others are`(_ kind: Alert.Kind) {
        var kinds = AlertKinds(allBut: kind)
        #expect(Alert.Kind.allCases.filter { !kinds.contains($0) } == [kind])
        kinds.insert(kind)
        #expect(Alert.Kind.allCases.allSatisfy(kinds.contains))
        for other in Alert.Kind.allCases where other != kind { kinds.remove(other) }
        #expect(Alert.Kind.allCases.filter(kinds.contains) == [kind])
    }

    @Test(arguments: [
        #"{"pid":1,"start":2}"#, #"{"pid":"1","start":2,"boot":"b"}"#, "null", "[]",
    ])
    func `a client with a part missing is none`(_ text: String) throws {
        #expect(Client(try JSON.parse(text)) == nil)
    }

    @Test func `a fingerprint tells texts apart, and where one ends`() {
        #expect(Fingerprint.of() == "cbf29ce484222325")
        #expect(Fingerprint.of("a") == Fingerprint.of("a"))
        #expect(
            Set([
                Fingerprint.of("ab", "c"), Fingerprint.of("a", "bc"), Fingerprint.of("abc"),
                Fingerprint.of("abc", ""),
            ]).count == 4)
        #expect(Fingerprint.of("0"..."9").utf8.count == 16)
    }
}

extension Fingerprint {
    fileprivate static func of(_ digits: ClosedRange<Character>) -> String {
        of(String(digits.lowerBound), String(digits.upperBound))
    }
}
