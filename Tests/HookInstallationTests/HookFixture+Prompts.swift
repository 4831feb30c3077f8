import Foundation
import HookInstallation
import RingbackModel
import TestSupport

extension HookFixture {
    func prompts(_ program: String = "/opt/ringback") -> PromptInstaller {
        PromptInstaller(paths: paths, program: program)
    }

    /// Brings commands and skill in; returns what became of each.
    @discardableResult
    func addPrompts(
        _ agent: Agent = .claude, program: String = "/opt/ringback"
    ) throws -> [PromptChange.Outcome] {
        try prompts(program).installation(for: agent).map { change in
            try change.apply()
            return change.outcome
        }
    }

    /// Takes commands and skill out; returns what became of each.
    @discardableResult
    func removePrompts(
        _ agent: Agent = .claude, program: String = "/opt/ringback"
    ) throws -> [PromptChange.Outcome] {
        try prompts(program).removals(for: agent).map { change in
            try change.apply()
            return change.outcome
        }
    }

    /// All files under a folder, and folders that are empty, sorted.
    func names(in name: String) throws -> [String] {
        let all = try FileManager.default.subpathsOfDirectory(atPath: folder(name))
        return all.filter { path in !all.contains { $0.hasPrefix(path + "/") } }.sorted()
    }

    func setMode(_ mode: Int, of path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// What a call fails with; empty where it does not.
    func problem<Result>(_ body: () throws -> Result) -> String {
        do {
            _ = try body()
            return ""
        } catch {
            return String(describing: error)
        }
    }
}
