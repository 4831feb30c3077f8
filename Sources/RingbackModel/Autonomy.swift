/// How much an agent may do without asking anybody; each agent has words of its own for it.
package enum Autonomy: String, CaseIterable, Sendable {
    /// It reads and proposes.
    case low
    /// It edits files of the project.
    case medium
    /// It does whatever it holds to be right.
    case high
}
