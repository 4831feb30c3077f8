/// A process that begins when its gate is closed, or goes with its owner: whoever is killed before
/// has let it begin, too.
package struct GatedProcess: ~Copyable {
    private let gate: Descriptor
    /// `nil` where it has gone already.
    package let identity: ProcessIdentity?

    init(gate: consuming Descriptor, identity: ProcessIdentity?) {
        self.gate = gate
        self.identity = identity
    }
}
