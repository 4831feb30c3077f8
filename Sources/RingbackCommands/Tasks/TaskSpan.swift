/// Spans of time in so few characters that a column holds them.
enum TaskSpan {
    /// `12s`, `2m03s`, `1h02m`, `3d04h`.
    static func exact(_ seconds: Double) -> String {
        guard seconds >= 0, seconds < 86400 * 9999 else { return seconds < 0 ? "0s" : "-" }
        let whole = Int(seconds)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        switch whole {
        case ..<60: return "\(whole)s"
        case ..<3600: return "\(whole / 60)m\(two(whole % 60))s"
        case ..<86400: return "\(whole / 3600)h\(two(whole / 60 % 60))m"
        default: return "\(whole / 86400)d\(two(whole / 3600 % 24))h"
        }
    }

    /// `<1m`, `5m`, `3h`, `2d`: what changes once a minute at most.
    static func coarse(_ seconds: Double) -> String {
        seconds < 60 ? "<1m" : short(seconds)
    }

    /// `12s`, `5m`, `3h`, `2d`.
    static func short(_ seconds: Double) -> String {
        switch seconds {
        case ..<60: "\(Int(max(0, seconds)))s"
        case ..<3600: "\(Int(seconds / 60))m"
        case ..<86400: "\(Int(seconds / 3600))h"
        case ..<(86400 * 9999): "\(Int(seconds / 86400))d"
        default: "-"
        }
    }
}
