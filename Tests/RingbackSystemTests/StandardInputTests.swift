import Glibc
import RingbackSystem
import Testing

/// Each in a process of its own, whose stdin it may replace.
@Suite struct StandardInputTests {
    /// A writer's end of what is now our stdin.
    private static func pipeToStandardInput() throws -> Descriptor {
        var ends: [CInt] = [-1, -1]
        try #require(unsafe pipe(&ends) == 0)
        try #require(dup2(ends[0], STDIN_FILENO) == STDIN_FILENO)
        close(ends[0])
        return Descriptor(owning: ends[1])
    }

    private static func read(limit: Int = 100, milliseconds: Int = 60_000) -> StandardInput.Outcome
    {
        StandardInput.read(limit: limit, milliseconds: milliseconds) {
            $0.last == UInt8(ascii: "}")
        }
    }

    @Test func `what ends is whole`() async {
        await #expect(processExitsWith: .success) {
            let writer = try Self.pipeToStandardInput()
            try writer.write(Array("{\"a\"".utf8), named: "pipe")
            writer.close()
            #expect(Self.read() == .whole(Array("{\"a\"".utf8)))
        }
    }

    @Test func `what is complete is whole, though its writer stays`() async {
        await #expect(processExitsWith: .success) {
            let writer = try Self.pipeToStandardInput()
            try writer.write(Array("{}".utf8), named: "pipe")
            #expect(Self.read() == .whole(Array("{}".utf8)))
            writer.close()
        }
    }

    @Test func `a writer that is silent costs the time that was given, and no more`() async {
        await #expect(processExitsWith: .success) {
            let writer = try Self.pipeToStandardInput()
            #expect(Self.read(milliseconds: 20) == .unfinished([]))
            try writer.write(Array("{\"a".utf8), named: "pipe")
            #expect(Self.read(milliseconds: 20) == .unfinished(Array("{\"a".utf8)))
            writer.close()
        }
    }

    @Test func `what is too large is read to its end, so that the writer is not stalled`() async {
        await #expect(processExitsWith: .success) {
            let writer = try Self.pipeToStandardInput()
            let number = writer.number
            var thread = pthread_t()
            let started = unsafe pthread_create(
                &thread, nil,
                { context in
                    let number = CInt(Int(bitPattern: context))
                    let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
                    let descriptor = Descriptor(owning: number)
                    try? descriptor.write(bytes, named: "pipe")
                    return nil
                }, UnsafeMutableRawPointer(bitPattern: Int(dup(number))))
            #expect(started == 0)
            writer.close()
            #expect(Self.read() == .tooLarge)
        }
    }
}
