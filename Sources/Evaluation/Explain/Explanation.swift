// Why a number is what it is: its equation opened up into terms that sum to it.

internal import Equations

/// A value and what it is made of.
package struct Explanation: Sendable, Equatable {
  /// What the value is of: an address, or a part of an equation at an entry.
  package var label: String
  package var value: Double
  /// How the parts make the value.
  package var relation: Relation
  package var parts: [Explanation]
  /// For sums: how many parts are not shown, and what they come to with all rounding, so that the sum is exact.
  package var rest: (count: Int, value: Double)?
  /// The number itself, if it can be asked about: quantity, entry and step (from 0).
  package var address: Address?

  package init(
    label: String, value: Double, relation: Relation, parts: [Explanation] = [],
    rest: (count: Int, value: Double)? = nil,
    address: Address? = nil
  ) {
    (self.label, self.value, self.relation, self.parts) = (label, value, relation, parts)
    (self.rest, self.address) = (rest, address)
  }

  package enum Relation: Sendable, Equatable {
    /// A number of the trace, a parameter, an input or a constant.
    case given
    case sum
    /// The parts are multiplied.
    case product
    /// An operation by its spelling.
    case function(String)
    /// No formula of the parts: which of them it is, and why, in words.
    case because(String)
  }

  package struct Address: Sendable, Hashable {
    package var quantity: Int
    package var entry: Entry
    package var step: Int
  }

  package static func == (one: Explanation, other: Explanation) -> Bool {
    one.label == other.label && one.value == other.value && one.relation == other.relation && one.parts == other.parts
      && one.rest?.count == other.rest?.count && one.rest?.value == other.rest?.value
  }
}
