package import AlertDelivery
internal import RingbackModel
package import RingbackSystem

/// The channels that leave the machine.
package enum WebChannels {
    /// Those that the user's settings set up and use; none of them does anything before it is asked.
    package static func all(_ environment: Environment, _ paths: Paths) -> [any Channel] {
        let host = WebHost(environment: environment, paths: paths)
        return host.settings.inUse.map { WebChannel($0, host) }
    }
}
