import RingbackModel
import Testing

@Suite struct QuietHoursTests {
    @Test(arguments: [
        ("22:00-07:30", 22 * 60, true), ("22:00-07:30", 21 * 60 + 59, false),
        ("22:00-07:30", 0, true), ("22:00-07:30", 7 * 60 + 29, true),
        ("22:00-07:30", 7 * 60 + 30, false), ("22:00-07:30", 12 * 60, false),
        ("9:00-17:00", 9 * 60, true), ("9:00-17:00", 8 * 60 + 59, false),
        ("9:00-17:00", 17 * 60, false), ("9:00-17:00", 0, false),
        ("00:00-23:59", 0, true), ("00:00-23:59", 23 * 60 + 59, false),
        ("23:59-00:00", 23 * 60 + 59, true), ("23:59-00:00", 0, false),
    ])
    func `hold from their begin to before their end, over midnight too`(
        _ text: String, _ minute: Int, _ isQuiet: Bool
    ) throws {
        #expect(try #require(QuietHours(text)).contains(minute: minute) == isQuiet)
    }

    @Test(arguments: [
        "", "22:00", "22:00-", "-07:00", "22:00-22:00", "24:00-07:00", "22:60-07:00", "22-7",
        "22:0-07:00", "22:00-07:00-08:00", "22:00–07:00", "a:00-07:00", "+2:00-07:00",
        "22:+5-07:00", "-1:00-07:00",
    ])
    func `need two times of the day`(_ text: String) {
        #expect(QuietHours(text) == nil)
    }

    @Test func `read what they write`() throws {
        let quiet = try #require(QuietHours("7:05-00:00"))
        #expect(quiet.text == "7:05-0:00")
        #expect(QuietHours(quiet.text) == quiet)
    }
}
