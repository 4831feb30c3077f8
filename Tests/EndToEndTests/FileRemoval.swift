import Foundation

/// Removes what tests have to do away with, quietly.
enum FileRemoval {
    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
