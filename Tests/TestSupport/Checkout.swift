// Where this checkout lies, told by the place of this file, so that tests find resources and fixtures from any folder.

/// The folders of the repository that is being tested.
package enum Checkout {
  /// The path of the repository's root, without a slash at its end.
  package static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/")

  /// The path of a file in a test target's folder `Fixtures`.
  package static func fixture(_ name: String, of target: String) -> String {
    "\(root)/Tests/\(target)/Fixtures/\(name)"
  }
}
