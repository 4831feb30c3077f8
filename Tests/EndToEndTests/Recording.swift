import Foundation
import LosslessJSON
import TestSupport

/// A session of the real client, recorded event by event.
struct Recording {
    let name: String
    /// In the order in which the client sent them, a JSON text each.
    let events: [String]

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// - Parameter name: of its file in `Fixtures`, without the extension.
    init(_ name: String) throws {
        self.name = name
        let file = Self.folder.appending(path: name + ".jsonl")
        var events = try String(contentsOf: file, encoding: .utf8)
            .split(separator: "\n").map(String.init)
        let transcript = Self.folder.appending(path: name + ".transcript").path
        if FileManager.default.fileExists(atPath: transcript) {
            events = try events.map { event in
                var object = try JSON.parse(event).object ?? [:]
                object["transcript_path"] = .string(transcript)
                return JSON.object(object).text()
            }
        }
        self.events = events
    }

    /// The events in an order that the seed alone decides.
    func shuffled(seed: UInt64) -> [String] {
        var generator = SeededGenerator(seed: seed)
        return events.shuffled(using: &generator)
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension EndToEndHome {
    /// Gives events to hooks, one after the other.
    ///
    /// - Returns: the outcomes that are not what an agent wants: exit 0 and silence.
    func replay(_ events: [String], _ variables: [String: String] = [:]) throws -> [HookOutcome] {
        try events.map { try hook($0, [], variables) }.filter { !$0.isSilentSuccess }
    }
}
