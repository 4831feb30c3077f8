/// Why something can't be had, and what the user can do about it.
struct Trouble: Error, Equatable, Sendable {
    var reason: String
    /// Empty where nothing can be done.
    var remedy = ""
}
