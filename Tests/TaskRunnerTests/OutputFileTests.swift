import Foundation
import TestSupport
import Testing

@testable import TaskRunner

@Suite struct OutputFileTests {
    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    @Test("what fits is kept as it is")
    func fits() throws {
        let path = scratch.path + "/a.out"
        let file = try OutputFile(path, limit: 200_000)
        file.append(Array("one\n".utf8)[...])
        file.append(Array("two\n".utf8)[...])
        file.finish()
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\ntwo\n")
    }

    @Test("of too much the beginning and the last 64 KiB are kept, and a line says what is missing")
    func cut() throws {
        let path = scratch.path + "/b.out"
        let file = try OutputFile(path, limit: 131_072)
        let bytes = (0..<1_000_000).map { UInt8($0 % 251) }
        for start in stride(from: 0, to: bytes.count, by: 7919) {
            file.append(bytes[start..<min(start + 7919, bytes.count)])
        }
        file.finish()
        let kept = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let left = bytes.count - 131_072
        let line = Array("\n[… \(left) bytes left out …]\n".utf8)
        #expect(kept == bytes[..<65536] + line + bytes[(bytes.count - 65536)...])
    }

    @Test("what fits with the end is kept whole", arguments: [65536, 131_071, 131_072])
    func border(count: Int) throws {
        let path = scratch.path + "/c\(count).out"
        let file = try OutputFile(path, limit: 131_072)
        let bytes = (0..<count).map { UInt8($0 % 251) }
        file.append(bytes[...])
        file.finish()
        #expect([UInt8](try Data(contentsOf: URL(filePath: path))) == bytes)
    }

    @Test("the permissions are for the user alone")
    func mode() throws {
        let path = scratch.path + "/d.out"
        _ = try OutputFile(path, limit: 131_072)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }
}
