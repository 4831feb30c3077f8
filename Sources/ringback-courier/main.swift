import AlertDelivery
import DesktopChannel
import Glibc

let arguments = Array(CommandLine.arguments.dropFirst())
exit(CourierProgram.run(arguments) { DesktopChannel(environment: $0) })
