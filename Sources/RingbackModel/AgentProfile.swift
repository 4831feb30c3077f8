/// How a coding agent is called, as data: its argument vector with places for what is different
/// from call to call, such as `{prompt}`.
package struct AgentProfile: Equatable, Sendable {
    /// A part of the argument vector.
    package enum Part: Equatable, Sendable {
        /// One word. Where it is nothing but a placeholder without a value it is left out; where
        /// there is more to it, the placeholder becomes the empty text.
        case word(String)
        /// Words that are left out as a whole where a placeholder in one of them has no value.
        case group([String])
    }

    /// The argument vector; its first word is the program.
    package var command: [Part]
    /// What `{autonomy}` becomes; a level that is missing here stays its own word.
    package var autonomy: [Autonomy: String]
    /// The argument vector by which it goes on in a session of its own, with the prompt as what is
    /// said next; empty: it can't.
    package var resume: [Part] = []
    /// The level where a call names none; `nil`: then `{autonomy}` has no value.
    package var standardAutonomy: Autonomy?

    package init(
        _ command: [Part], autonomy: [Autonomy: String] = [:], standardAutonomy: Autonomy? = nil
    ) {
        self.command = command
        self.autonomy = autonomy
        self.standardAutonomy = standardAutonomy
    }

    /// What is different from call to call.
    ///
    /// A text that is missing has no value; one that is empty neither, except for the prompt.
    package struct Values: Equatable, Sendable {
        package var prompt: String?
        package var model: String?
        package var autonomy: Autonomy?
        /// The name of the subagent that is to do the work: `{agent}`.
        package var agent: String?
        /// The folder that it works in: `{cwd}`.
        package var folder: String?
        /// A session of the agent's: `{session}`.
        package var session: String?

        package init(
            prompt: String? = nil, model: String? = nil, autonomy: Autonomy? = nil,
            agent: String? = nil, folder: String? = nil, session: String? = nil
        ) {
            self.prompt = prompt
            self.model = model
            self.autonomy = autonomy
            self.agent = agent
            self.folder = folder
            self.session = session
        }
    }

    /// The argument vector of a call. What is put in is never looked at again: a prompt that speaks
    /// of `{model}` stays as it is.
    package func arguments(_ values: Values) -> [String] { expanded(command, values) }

    /// The argument vector that goes on in ``Values/session``; empty where it can't.
    package func resumeArguments(_ values: Values) -> [String] { expanded(resume, values) }

    private func expanded(_ parts: [Part], _ values: Values) -> [String] {
        parts.flatMap { part -> [String] in
            switch part {
            case .word(let word):
                let pieces = Piece.pieces(of: word)
                if pieces.count == 1, text(of: pieces[0], values) == nil { return [] }
                return [pieces.map { text(of: $0, values) ?? "" }.joined()]
            case .group(let words):
                let texts = words.map { word in
                    Piece.pieces(of: word).map { text(of: $0, values) }
                }
                guard texts.joined().allSatisfy({ $0 != nil }) else { return [] }
                return texts.map { $0.compactMap { $0 }.joined() }
            }
        }
    }

    /// What a piece becomes; `nil` where it has no value.
    private func text(of piece: Piece, _ values: Values) -> String? {
        switch piece {
        case .text(let text): return String(text)
        case .named(let name):
            guard let placeholder = Placeholder(rawValue: name) else { return "{\(name)}" }
            return value(of: placeholder, values)
        }
    }

    private func value(of placeholder: Placeholder, _ values: Values) -> String? {
        let text: String?
        switch placeholder {
        case .prompt: return values.prompt
        case .autonomy:
            text = (values.autonomy ?? standardAutonomy).map { autonomy[$0] ?? $0.rawValue }
        case .model: text = values.model
        case .agent: text = values.agent
        case .folder: text = values.folder
        case .session: text = values.session
        }
        return text?.isEmpty == false ? text : nil
    }
}
