// What is known from outside before a sheet is checked.

/// Sizes and numbers that a run brings to a sheet: `--set`, and the shapes of the tensors in its files.
package struct Bindings: Sendable, Equatable {
  /// Dimensions and constants by name; they win over the sheet and over the files.
  package var settings: [String: Double]
  /// Axes of the tensors in the weight file, by the file's names.
  package var weightShapes: [String: [Int]]
  /// Axes of the input tensors, by the sheet's names.
  package var inputShapes: [String: [Int]]
  /// Whether something is fed, so that the sheet's examples need not be of the sizes at hand.
  package var isFed = false
  /// How many steps inputs have, where their tensors do not tell, by the sheet's names.
  package var lengths: [String: Int]
  /// The files that hold those settings which no person made, for messages.
  package var settingOrigins: [String: String] = [:]
  /// Alphabets that came with the weights, by input.
  package var alphabets: [String: Alphabet]
  /// Inputs that have an example elsewhere: that of the sheet need not fit the sizes.
  package var exampledElsewhere: Set<String> = []

  package init(
    settings: [String: Double] = [:], weightShapes: [String: [Int]] = [:], inputShapes: [String: [Int]] = [:],
    lengths: [String: Int] = [:], alphabets: [String: Alphabet] = [:]
  ) {
    self.settings = settings
    self.weightShapes = weightShapes
    self.inputShapes = inputShapes
    self.lengths = lengths
    self.alphabets = alphabets
  }
}
