import RingbackSystem
import TestSupport
import Testing

@Suite struct FoldersWatchTests {
    @Test func `tells in which folder what has changed`() throws {
        let folder = try ScratchFolder()
        for name in ["a/x", "b/x"] { try folder.write("", to: name) }
        let watch = try FolderWatch()
        let a = try watch.add(folder("a"), telling: [.files, .content])
        let b = try watch.add(folder("b"), telling: .files)
        #expect(try a != b && watch.add(folder("a"), telling: .files) == a)
        #expect(watch.changes().isEmpty)
        try FileSystem.replace(folder("b/new"), with: [])
        #expect(watch.changes().contains(FolderWatch.Change(folder: b, name: "new")))
        FileSystem.remove(folder("b/x"))
        try FileSystem.append([1], to: folder("a/x"))
        let names = watch.changes().map { ($0.folder == a ? "a/" : "b/") + $0.name }
        #expect(names == ["b/x", "a/x", "a/x"])
    }

    @Test func `tells of folders that are made, and of one that goes`() throws {
        let folder = try ScratchFolder()
        let watch = try FolderWatch()
        let number = try watch.add(folder.path, telling: .births)
        try FileSystem.makeFolder(folder("one/two"))
        #expect(watch.changes() == [FolderWatch.Change(folder: number, name: "one")])
        let one = try watch.add(folder("one"), telling: .births)
        try FileSystem.rename(folder("one"), to: folder("other"))
        #expect(watch.changes().contains(FolderWatch.Change(folder: one, name: "")))
    }
}
