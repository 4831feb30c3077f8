import AlertDelivery
import DesktopChannel

let arguments = Array(CommandLine.arguments.dropFirst())
exit(CourierProgram.run(arguments) { DesktopChannel($0) })
