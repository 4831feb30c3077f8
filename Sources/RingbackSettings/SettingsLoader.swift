internal import CommandLineKit
internal import Glibc
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem

/// Puts one layer of settings over the other.
struct SettingsLoader {
    var loaded: LoadedSettings
    /// What is wrong in the file that is being read.
    private var findings: [Finding] = []

    /// More of one file are not told: nobody reads them.
    private static let mostFindings = 20

    private struct Finding {
        /// The members that lead there.
        var steps: [String]
        var message: String
        var severity = SettingsProblem.Severity.error
    }

    init(_ standard: Settings) { loaded = LoadedSettings(standard) }

    mutating func report(_ problem: SettingsProblem) { loaded.problems.append(problem) }

    /// Reads a settings file; one that is missing says nothing. What belongs to a project may only
    /// make it quieter.
    mutating func read(_ path: String, isProject: Bool) {
        let bytes: [UInt8]
        do throws(SystemError) {
            guard let found = try FileSystem.read(path, limit: SettingsFiles.largestFile) else {
                return
            }
            bytes = found
        } catch {
            return report(SettingsProblem(path, "can't be read: \(error.cause)"))
        }
        loaded.files.append(path)
        guard bytes.contains(where: { $0 > 0x20 }) else { return }
        do throws(JSONError) {
            let json = try JSON.parse(bytes)
            guard json.object != nil else {
                let message = "holds \(json.kind), where an object { … } is expected"
                return report(SettingsProblem(path, line: 1, message))
            }
            findings = []
            take(json, path, isProject: isProject)
        } catch {
            let message = "is not valid JSON, nothing of it counts: \(error.message)"
            return report(SettingsProblem(path, line: error.line, message))
        }
        // Lines are looked for where something is wrong only: on the usual way they cost nothing.
        guard !findings.isEmpty, let syntax = try? JSONSyntax.parse(bytes) else { return }
        let problems = findings.map { finding in
            SettingsProblem(
                path, line: syntax.line(of: finding.steps, in: bytes), finding.message,
                severity: finding.severity, setting: finding.steps.last)
        }
        loaded.problems += problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
    }

    /// Takes our members of a file; all others are the agent's own. Where a name stands twice, the
    /// last one counts.
    private mutating func take(_ root: JSON, _ file: String, isProject: Bool) {
        for key in SettingKey.all {
            if let json = key.section.value(in: root)?[key.name] {
                take(key, key.section, json, file, isProject)
            } else if let section = key.otherSection, let json = section.value(in: root)?[key.name]
            {
                take(key, section, json, file, isProject)
            }
        }
        for section in SettingSection.allCases where section != .top {
            guard let json = section.value(in: root) else { continue }
            guard let object = json.object else {
                let text = "\(section.rawValue) can't be \(json.kind); allowed: an object { … }"
                findings.append(Finding(steps: section.steps, message: text))
                continue
            }
            for member in object.members where findings.count < Self.mostFindings {
                note(member.key, in: section)
            }
        }
    }

    /// Puts a value of a file in force, or says why not.
    private mutating func take(
        _ key: SettingKey, _ section: SettingSection, _ json: JSON, _ file: String,
        _ isProject: Bool
    ) {
        let reading = key.type.read(json)
        for fault in reading.faults where findings.count < Self.mostFindings {
            refuse(key, in: section, fault)
        }
        guard let value = reading.value else { return }
        guard isProject else { return loaded.put(key, value, .file(file)) }
        let current = key.get(loaded.settings)
        if key.projectRule.allows(value, over: current) {
            loaded.put(key, key.projectRule.merged(value, over: current), .file(file))
        } else if value != current {
            let rule = "a project's file may \(key.projectRule.words), and it is \(current.excerpt)"
            refuse(key, in: section, SettingFault(json, rule))
        }
    }

    private mutating func refuse(
        _ key: SettingKey, in section: SettingSection, _ fault: SettingFault
    ) {
        let steps = section.steps + [key.name] + fault.steps
        let members = fault.steps.map { "." + PlainText.line($0, limit: 60) }.joined()
        let message = "\(section.path(of: key.name))\(members) \(fault.message)"
        findings.append(Finding(steps: steps, message: message))
    }

    /// Says of a member that there is no such setting, where that is so.
    private mutating func note(_ name: String, in section: SettingSection) {
        if SettingKey.all.contains(where: { $0.stands(in: section, as: name) }) { return }
        if section == .ringback, name == "alerts" { return }
        let near = SettingKey.all
            .filter { $0.section == section || $0.otherSection == section }.map(\.name)
        let path = section.path(of: PlainText.line(name, limit: 60))
        findings.append(
            Finding(
                steps: section.steps + [name],
                message: "\(path) is no setting" + Spelling.hint(for: name, in: near),
                // The section `sisyphus` is not ours alone.
                severity: section == .sisyphus ? .warning : .error))
    }
}

extension JSON {
    /// The value in a message: one line, and not all of a long one.
    var excerpt: String { PlainText.line(text(), limit: 60) }
}

extension JSONSyntax {
    /// The line of the member that these names lead to.
    fileprivate func line(of path: [String], in bytes: [UInt8]) -> Int? {
        var place: Int?
        var node: JSONSyntax? = self
        for name in path {
            let member = node?.member(name)
            place = member?.keyRange.lowerBound ?? place
            node = member?.value
        }
        return place.map { JSONSyntax.line(of: $0, in: bytes) }
    }
}

extension SystemError {
    /// Why a settings file can't be read, in words for who wrote it.
    var cause: String {
        switch code {
        case EISDIR: "it is a folder"
        case EINVAL, ENXIO: "it is no regular file"
        case EFBIG: "it is larger than \(SettingsFiles.largestFile >> 20) MiB"
        default: reason
        }
    }
}
