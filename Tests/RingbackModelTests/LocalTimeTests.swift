import Foundation
import RingbackModel
import Testing

/// Each in a process of its own: the zone is the process's.
@Suite struct LocalTimeTests {
    @Test func `a time without a zone is this machine's, in winter and in summer`() async {
        await #expect(processExitsWith: .success) {
            unsafe setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1)
            for (naive, utc) in [
                ("2026-11-20T19:31:44.123456", "2026-11-20T18:31:44.123Z"),
                ("2026-07-01 12:00:00", "2026-07-01T10:00:00.000Z"),
                // Around the change of the clocks, at 01:00 UTC.
                ("2026-03-29T01:59:59", "2026-03-29T00:59:59.000Z"),
                ("2026-03-29T03:00:00", "2026-03-29T01:00:00.000Z"),
                ("2026-10-25T01:59:59", "2026-10-24T23:59:59.000Z"),
                ("2026-10-25T03:00:00", "2026-10-25T02:00:00.000Z"),
            ] {
                #expect(Timestamp(naive)?.text() == utc, "\(naive)")
            }
        }
    }

    @Test func `the minutes of the day are those of this machine's clock`() async {
        await #expect(processExitsWith: .success) {
            unsafe setenv("TZ", "XST+3:30", 1)
            #expect(Timestamp("2026-11-20T03:29:59Z")?.localMinutesOfDay == 23 * 60 + 59)
            #expect(Timestamp("2026-11-20T03:30:00Z")?.localMinutesOfDay == 0)
            #expect(Timestamp("1969-12-31T03:31:00Z")?.localMinutesOfDay == 1)
        }
    }
}
