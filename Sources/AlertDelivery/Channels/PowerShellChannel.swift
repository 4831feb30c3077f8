package import RingbackModel
internal import RingbackSystem

/// The notifications of Windows, from WSL too. The texts travel as base64 inside the script, and
/// are escaped for XML by PowerShell itself.
package final class PowerShellChannel: Channel {
    package let name = ChannelName.powershell
    package static let program = "powershell.exe"
    private let path: String

    /// - Parameter path: of the program.
    package init(_ path: String) { self.path = path }

    package func show(_ notice: Notice) -> Delivery {
        let encoded = Self.base64(
            Array(
                Self.script(notice.title, notice.bodyWithAnswers).utf16.flatMap {
                    [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
                }))
        let arguments = ["-NoProfile", "-NonInteractive", "-EncodedCommand", encoded]
        // Its start alone takes seconds, from WSL above all.
        return OsascriptChannel.delivery(
            path, arguments, named: "powershell.exe", milliseconds: 10_000)
    }

    /// Source: Microsoft's "Send a local app notification"; the app id is PowerShell's own.
    private static func script(_ title: String, _ body: String) -> String {
        """
        $ErrorActionPreference = 'Stop'
        function Text($data) {
            $text = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($data))
            [Security.SecurityElement]::Escape($text)
        }
        $title = Text '\(base64(Array(title.utf8)))'
        $body = Text '\(base64(Array(body.utf8)))'
        [void][Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
        [void][Windows.Data.Xml.Dom.XmlDocument, Windows.Data.Xml.Dom.XmlDocument, ContentType = WindowsRuntime]
        $xml = New-Object Windows.Data.Xml.Dom.XmlDocument
        $xml.LoadXml("<toast><visual><binding template='ToastGeneric'><text>$title</text><text>$body</text></binding></visual></toast>")
        $app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
        [Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($app).Show([Windows.UI.Notifications.ToastNotification]::new($xml))
        """
    }

    /// Source: RFC 4648, section 4.
    static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(
                    place <= group.count ? letters[value >> (18 - 6 * place) & 63] : "=")
            }
        }
        return text
    }
}
