import AlertDelivery
import DesktopChannel
import Glibc
import WebChannels

let arguments = Array(CommandLine.arguments.dropFirst())
exit(
    CourierProgram.run(
        arguments, desktop: { DesktopChannel(environment: $0) }, elsewhere: WebChannels.all))
