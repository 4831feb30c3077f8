@testable import HookInstallation
import RingbackModel
import Testing

@Suite struct HookCommandTests {
    @Test(arguments: [
        ("/usr/bin/ringback", "/usr/bin/ringback hook"),
        ("ringback", "ringback hook"),
        ("/home/a b/ringback", "'/home/a b/ringback' hook"),
        ("/home/o'neil/ringback", #"'/home/o'\''neil/ringback' hook"#),
        ("/$HOME/`x`/ringback", "'/$HOME/`x`/ringback' hook"),
        ("/home/ä/ringback", "'/home/ä/ringback' hook"),
    ])
    func `a shell reads the program's path back as it is`(_ program: String, _ command: String) {
        #expect(HookCommand.text(program, .of(.claude)) == command)
        #expect(HookCommand.text(program, .of(.droid)) == command + " --agent droid")
        #expect(HookCommand.words(command, atMost: 9) == [program, "hook"])
        #expect(HookCommand.isOurs(command))
    }

    @Test(arguments: [
        ("ringback hook", true),
        ("  ringback   hook  ", true),
        (#""/opt/my tools/ringback" hook"#, true),
        (#"/opt/my\ tools/ringback hook"#, true),
        ("/old/place/ringback hook --agent droid", true),
        (#""${CLAUDE_PLUGIN_ROOT}"/bin/ringback hook"#, true),
        (#""C:\bin/ringback" 'hook'"#, true),
        ("ringback", false),
        ("ringback hooks", false),
        ("ringback status hook", false),
        ("/opt/ringback-old hook", false),
        ("myringback hook", false),
        ("echo ringback hook", false),
        ("", false),
        ("'ringback hook", false),
        ("/", false),
    ])
    func `our hook is known by its program and its word`(_ command: String, _ isOurs: Bool) {
        #expect(HookCommand.isOurs(command) == isOurs)
    }

    @Test(arguments: Agent.allCases)
    func `no event stands twice in a table`(_ agent: Agent) {
        let events = HookTable.of(agent).registrations.map(\.event)
        #expect(Set(events).count == events.count)
        #expect(events.contains("SubagentStop") && events.contains("Stop"))
    }
}
