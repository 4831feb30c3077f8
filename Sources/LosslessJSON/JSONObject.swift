/// The members of a JSON object, in the order in which they were written.
///
/// Look-ups are linear: the objects here have some dozens of members, where a hash costs more.
package struct JSONObject: Equatable, Sendable {
    package struct Member: Equatable, Sendable {
        package var key: String
        package var value: JSON
    }

    package private(set) var members: [Member] = []

    package init() {}

    package init(_ members: some Sequence<(String, JSON)>) {
        self.members = members.map { Member(key: $0.0, value: $0.1) }
    }

    package init(members: [Member]) { self.members = members }

    package var isEmpty: Bool { members.isEmpty }

    /// The value of a member. Where a name stands twice, the last one counts.
    ///
    /// Setting replaces in place or adds at the end; setting `nil` removes the member.
    package subscript(_ key: String) -> JSON? {
        get { members.last { $0.key == key }?.value }
        set {
            guard let newValue else { return members.removeAll { $0.key == key } }
            if let index = members.lastIndex(where: { $0.key == key }) {
                members[index].value = newValue
            } else {
                members.append(Member(key: key, value: newValue))
            }
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }
}

extension JSONObject {
    /// Takes the members out that are null.
    package mutating func dropNulls() {
        self = JSONObject(members: members.filter { !$0.value.isNull })
    }
}
