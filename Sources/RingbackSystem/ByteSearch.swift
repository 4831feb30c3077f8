internal import CSystem

extension ArraySlice<UInt8> {
    /// Where some bytes stand first; `nil` where they don't.
    package func index(of wanted: [UInt8]) -> Int? {
        let offset = unsafe withUnsafeBytes { all in
            unsafe wanted.withUnsafeBytes { wanted in
                unsafe cs_find(all.baseAddress, all.count, wanted.baseAddress, wanted.count)
            }
        }
        return offset >= 0 ? startIndex + offset : nil
    }
}
