// Bounds on what a sheet may ask for, far above what any model needs.

enum Limits {
  /// Numbers in one tensor: 1 GiB of them.
  static let tensorCount = 1 << 28
  static let dimension = 1 << 28
  /// Rows of a matrix whose eigenvalues are asked for: the work grows with their cube.
  static let eigenvalues = 4096
  static let familyMembers = 4096
  /// Lines that all families of a sheet unroll to.
  static let familyLines = 1 << 16
  /// Names, numbers and signs in them.
  static let familyTerms = 1 << 20
  /// Steps of a range: layers, rounds, what a decoder may write.
  static let rangeSteps = 1 << 20
  /// Of a sequence that is not known and has no example.
  static let silentSteps = 24
  static let exampleSteps = 1_000_000
  /// How far back or forth a step may reach, and how many a sequence may have.
  static let steps = 1 << 40
}
