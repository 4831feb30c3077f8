package import RingbackModel
package import RingbackSystem

extension Paths {
    /// The folder in which an agent keeps its settings, commands and skills.
    package func folder(of agent: Agent) -> String {
        switch agent {
        case .claude: claude
        case .droid: factory
        }
    }
}
