internal import Glibc

/// A moment, to the millisecond, UTC.
package struct Timestamp: Comparable, Hashable, Sendable {
    /// Since 1970.
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package init(nanoseconds: Int64) { self.init(milliseconds: nanoseconds / 1_000_000) }

    package static func < (one: Timestamp, other: Timestamp) -> Bool {
        one.milliseconds < other.milliseconds
    }

    /// The seconds from another moment to this one.
    package func seconds(since other: Timestamp) -> Double {
        Double(milliseconds - other.milliseconds) / 1000
    }

    /// How the zone of a written time is spelled.
    package enum Zone: String, Sendable {
        case zulu = "Z"
        case offset = "+00:00"
    }

    /// ISO 8601, to the millisecond: `2026-11-20T18:31:44.123Z`.
    package func text(_ zone: Zone = .zulu) -> String {
        let seconds = milliseconds.floored(by: 1000)
        let days = seconds.floored(by: 86400)
        let (year, month, day) = Self.date(daysSince1970: days)
        let clock = seconds - days * 86400
        let parts: [(Int64, Int, String)] = [
            (year, 4, "-"), (month, 2, "-"), (day, 2, "T"), (clock / 3600, 2, ":"),
            (clock / 60 % 60, 2, ":"), (clock % 60, 2, "."), (milliseconds - seconds * 1000, 3, ""),
        ]
        return parts.reduce(into: "") { text, part in
            let digits = String(part.0)
            text += String(repeating: "0", count: max(0, part.1 - digits.utf8.count))
            text += digits + part.2
        } + zone.rawValue
    }

    /// Reads ISO 8601 with a zone, or without one: then it is local time, as Python writes it.
    package init?(_ text: String) {
        var numbers: [Int64] = []
        var rest = text.utf8[...]
        for separator in "--T::".utf8 {
            guard let end = rest.firstIndex(where: { !Self.isDigit($0) }),
                rest[end] == separator || (separator == UInt8(ascii: "T") && rest[end] == 0x20),
                let number = Int64(Substring(rest[..<end]))
            else { return nil }
            numbers.append(number)
            rest = rest[rest.index(after: end)...]
        }
        let whole = rest.prefix(while: Self.isDigit)
        guard let second = Int64(Substring(whole)), numbers[0] <= 9999, numbers[3] < 24,
            numbers[4] < 60, second <= 60
        else { return nil }
        rest = rest.dropFirst(whole.count)
        var fraction: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix(while: Self.isDigit)
            for byte in digits.prefix(3) {
                fraction = fraction * 10 + Int64(byte &- UInt8(ascii: "0"))
            }
            for _ in 0..<max(0, 3 - digits.count) { fraction *= 10 }
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let days = Self.days(year: numbers[0], month: numbers[1], day: numbers[2]) else {
            return nil
        }
        let asUTC = days * 86400 + numbers[3] * 3600 + numbers[4] * 60 + second
        guard let offset = Self.offset(Substring(rest), at: asUTC) else { return nil }
        self.init(milliseconds: (asUTC - offset) * 1000 + fraction)
    }

    /// The days since 1970 of a date that the calendar has.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        let days = daysSince1970(year: year, month: month, day: day)
        return date(daysSince1970: days).day == day ? days : nil
    }

    /// The seconds east of Greenwich that a zone's text means; no text is the zone of this machine.
    ///
    /// - Parameter seconds: the time as it is written, as if it were UTC.
    private static func offset(_ text: Substring, at seconds: Int64) -> Int64? {
        if text.isEmpty {
            // Around a change of the clocks the first guess may be on the wrong side of it.
            return localOffset(at: seconds - localOffset(at: seconds))
        }
        if text == "Z" || text == "z" { return 0 }
        let digits = text.dropFirst().filter { $0 != ":" }
        guard let sign: Int64 = text.first == "+" ? 1 : text.first == "-" ? -1 : nil,
            digits.utf8.count == 4, digits.utf8.allSatisfy(isDigit), let number = Int64(digits),
            number < 2400, number % 100 < 60
        else { return nil }
        return sign * (number / 100 * 3600 + number % 100 * 60)
    }

    private static func localOffset(at seconds: Int64) -> Int64 {
        var time = time_t(seconds)
        var local = unsafe tm()
        unsafe localtime_r(&time, &local)
        return unsafe Int64(local.tm_gmtoff)
    }

    /// The minutes since midnight on this machine's clock.
    package var localMinutesOfDay: Int {
        let seconds = milliseconds.floored(by: 1000)
        let local = seconds + Self.localOffset(at: seconds)
        return Int((local - local.floored(by: 86400) * 86400) / 60)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

    /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    private static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted.floored(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// Source: the same, days_from_civil.
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = year.floored(by: 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension Int64 {
    /// The quotient, rounded down for negative numbers too.
    fileprivate func floored(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
