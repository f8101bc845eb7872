// What can be wrong with resources, weights and inputs, as data. How it is said stands in CatalogueError+Wording.

package import Equations
package import Formats

/// A sheet, weights or an input that cannot be had.
package enum CatalogueError: Error, Sendable, Equatable {
  // resources
  /// `$UNROLL_RESOURCES`, or another folder that was named, holds no `models`.
  case resourcesSetWrongly(path: String)
  case noResources(tried: [String])

  // sheets
  case noSuchSheet(String, nearest: String?)
  case noSuchLesson(String, nearest: String?)
  case sheet(SheetErrors)
  /// A file that cannot be read, or is none.
  case file(FormatError)

  // weights
  case missingTensor(path: String, String, neededBy: String, others: [String], nearest: String?, available: [String])
  case wrongShape(path: String, String, neededBy: String, expected: String, found: [Int])
  /// Two names of a file that are one name of a sheet.
  case sameName(path: String, String, String)
  case badMetadata(path: String, key: String, expected: String)
  case constantNeedsFile(String)

  // inputs
  /// An input whose values do not go with what is newly fed, and without which nothing runs; all of these.
  case noLongerFits(String, reason: String, all: [String])
  case fedTwice(String)
  case noSuchInput(String, nearest: String?)
  /// One name of a dimension, and two inputs that would give it two sizes.
  case sizesDisagree(String, String, [Int], String, [Int], path: String?)
  case missingInputs([String], path: String?, nearest: String?, available: [String])
  case inputShape(path: String, String, expected: String, found: [Int])
  case noSteps(String, path: String?)
  case lengthsDisagree(String, Int, String, Int, path: String?)
  /// Numbers that a word of the declaration forbids.
  case againstTerm(String, InputTerm, path: String?, found: String)
  case notAToken(String, path: String, step: Int, value: String, count: Int)

  // trees
  case treeOfOneLeaf(path: String?)
  case brackets(String)
  case noTreeToChoose(String)
  case treeNotGiven
  case tooManyLeaves(Int, limit: Int)

  // graphs
  case edges(path: String, String)

  // feeding
  case nothingToFeed
  case noAlphabet(String)
  case alphabetTooLarge(String, symbols: Int, dimension: Dimension)
  case notInAlphabet(String, position: Int, input: String, symbols: [String])
  case textTooLong(String, symbols: Int, limit: Int)
  case notANumber(String, String, row: Int)
  case wrongNumbers(String, expected: String, found: String)
  case exampleDoesNotFit(String, String)
}
