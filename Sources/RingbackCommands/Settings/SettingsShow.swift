internal import CommandLineKit
internal import LosslessJSON
internal import RingbackSettings
internal import RingbackSystem
internal import TaskStore

extension Ringback {
    /// `ringback settings show`.
    static let settingsShow = Command<CommandContext>(
        "show", summary: "Show every setting, its value and where that comes from",
        options: [storeOption, jsonOption]
    ) { invocation, context in
        let loaded = loadedSettings(for: try invocation.location(context), context)
        if invocation.wantsJSON(context) {
            context.output.json(json(of: loaded))
        } else {
            showTable(of: loaded, context)
        }
        return 0
    }

    private static func json(of loaded: LoadedSettings) -> JSON {
        let values = SettingKey.all.map { key in
            let entry: JSON = [
                "value": key.get(loaded.settings), "source": loaded.origin(of: key).json,
                "allowed": .string(key.type.allowed), "summary": .string(key.summary),
            ]
            return (key.path, entry)
        }
        return [
            "settings": .object(JSONObject(values)),
            "problems": .array(loaded.problems.map { .string($0.description) }),
        ]
    }

    private static func showTable(of loaded: LoadedSettings, _ context: CommandContext) {
        let rows = SettingKey.all.map { key in
            let origin = loaded.origin(of: key)
            let source = origin.words(abbreviate: context.paths.abbreviate)
            return (
                words: [key.path, key.get(loaded.settings).text(), source],
                isStandard: origin == .standard
            )
        }
        let header = ["SETTING", "VALUE", "FROM"]
        let widths = (0..<2).map { column in
            max(header[column].count, rows.map { $0.words[column].count }.max() ?? 0) + 2
        }
        func line(_ words: [String]) -> String {
            zip(words, widths).map { word, width in
                word + String(repeating: " ", count: width - word.count)
            }.joined() + words[2]
        }
        context.output.line(context.output.styled(line(header), .bold))
        for row in rows {
            let text = line(row.words)
            context.output.line(row.isStandard ? context.output.styled(text, .dim) : text)
        }
        if !loaded.problems.isEmpty {
            let count = loaded.problems.count
            let noun = count == 1 ? "1 problem" : "\(count) problems"
            context.output.line("")
            context.output.line("\(noun): see 'ringback settings check'")
        }
    }
}

extension SettingOrigin {
    /// For people.
    fileprivate func words(abbreviate: (String) -> String) -> String {
        switch self {
        case .standard: "default"
        case .file(let path): abbreviate(path)
        case .variable(let name): "environment: \(name)"
        }
    }

    /// For programs.
    fileprivate var json: JSON {
        switch self {
        case .standard: ["kind": "default"]
        case .file(let path): ["kind": "file", "path": .string(path)]
        case .variable(let name): ["kind": "environment", "name": .string(name)]
        }
    }
}
