import RingbackModel
import TestSupport
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59.999Z", -1),
            ("2026-11-20T18:31:44Z", 1_795_199_504_000),
            ("2026-11-20T18:31:44.123Z", 1_795_199_504_123),
            ("2026-11-20T18:31:44.5Z", 1_795_199_504_500),
            ("2026-11-20T18:31:44.Z", 1_795_199_504_000),
            ("2026-11-20T18:31:44.123999Z", 1_795_199_504_123),
            ("2026-11-20T18:31:44.123456+00:00", 1_795_199_504_123),
            ("2026-11-20 18:31:44z", 1_795_199_504_000),
            ("2026-11-20T20:31:44+02:00", 1_795_199_504_000),
            ("2026-11-20T20:31:44+0200", 1_795_199_504_000),
            ("2026-11-20T13:01:44-05:30", 1_795_199_504_000),
            ("2026-11-21T00:01:44+05:30", 1_795_199_504_000),
            ("2024-02-29T12:00:00Z", 1_709_208_000_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("1900-03-01T00:00:00Z", -2_203_891_200_000),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000),
        ] as [(String, Int64)])
    func `reads what programs write`(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "now", "2026", "2026-11-20", "2026-11-20T18:31", "T18:31:44Z", "2026-11-20T18:31:Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-11-00T00:00:00Z",
        "2026-11-31T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
        "2026-11-20T24:00:00Z", "2026-11-20T18:60:00Z", "2026-11-20T18:31:61Z",
        "2026-11-20T18:31:44Zulu", "2026-11-20T18:31:44+2", "2026-11-20T18:31:44+02:0",
        "2026-11-20T18:31:44+-200", "2026-11-20T18:31:44*0200", "2026-11-20T18:31:44+99:00",
        "-2026-11-20T18:31:44Z", "2026/11/20T18:31:44Z", "２０２６-11-20T18:31:44Z",
        "99999-01-01T00:00:00Z", "999999999999999999-01-01T00:00:00Z",
        "2026-11-20T999999999999999999:31:44Z", "2026-11-20T18:999999999999999999:44Z",
        "2026-11-20T18:31:999999999999999999Z", "99999999999999999999-01-01T00:00:00Z",
    ])
    func `refuses what is no moment`(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `writes milliseconds and the zone as it is wanted`() {
        let moment = Timestamp(milliseconds: 1_795_199_504_007)
        #expect(moment.text() == "2026-11-20T18:31:44.007Z")
        #expect(moment.text(.offset) == "2026-11-20T18:31:44.007+00:00")
        #expect(Timestamp(milliseconds: -1).text() == "1969-12-31T23:59:59.999Z")
        #expect(Timestamp(nanoseconds: 1_999_999).milliseconds == 1)
    }

    @Test(arguments: 0..<32 as Range<UInt64>)
    func `a moment survives being written and read, and texts sort as moments do`(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let moments = (0..<100).map { _ in
            Timestamp(
                milliseconds: .random(in: -62_135_596_800_000...253_402_300_799_999, using: &random)
            )
        }
        for moment in moments {
            #expect(Timestamp(moment.text()) == moment)
            #expect(Timestamp(moment.text(.offset)) == moment)
        }
        #expect(moments.sorted().map { $0.text() } == moments.map { $0.text() }.sorted())
    }

    @Test func `tells the seconds between two moments`() {
        let early = Timestamp(milliseconds: -500)
        let late = Timestamp(milliseconds: 1250)
        #expect(late.seconds(since: early) == 1.75)
        #expect(early.seconds(since: late) == -1.75)
        #expect(early < late)
    }
}
