// A JSON text as a value. Knows the kinds of values and how to look into them; reading and writing lie in files of their own.

/// A value of RFC 8259, with whole numbers and single precision kept apart so that nothing is lost on the way.
package enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A number without fraction and exponent that fits 64 bits.
  case integer(Int)
  /// Any other number that was read.
  case double(Double)
  /// Never read, only written: the shortest decimals that give the same `Float` again.
  case float(Float)
  case string(String)
  case array([JSON])
  /// The members in the order in which they stand. A text with a key twice is refused when it is read.
  case object([Member])

  /// One key of an object and its value.
  package struct Member: Equatable, Sendable {
    package var key: String
    package var value: JSON

    package init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// An array of numbers in single precision.
  package static func floats(_ values: some Sequence<Float>) -> JSON {
    .array(values.map { .float($0) })
  }

  /// The value of `key`; nil where there is none or this is no object.
  ///
  /// Keys that are canonically equal are the same key.
  package subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The word that a message calls this value by.
  package var kindName: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .integer, .double, .float: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// What is wrong with a JSON text, and at which byte of it (from 0).
package struct JSONError: Error, Equatable, Sendable {
  package var offset: Int
  package var kind: Kind

  package init(offset: Int, kind: Kind) {
    self.offset = offset
    self.kind = kind
  }

  package enum Kind: Equatable, Sendable {
    /// The text ended inside of a value.
    case endOfText
    case expected(Expected, found: UInt8)
    /// Something stands after the value.
    case afterValue(found: UInt8)
    /// A key twice in one object; `depth` is 1 in the outermost.
    case duplicateKey(String, depth: Int)
    case tooDeep(limit: Int)
    case notUTF8
    /// A byte below 0x20 inside of a string, which must be escaped there.
    case controlCharacter(UInt8)
    case badEscape
    /// Half of a surrogate pair by itself.
    case loneSurrogate
    case badNumber
    /// A number beyond the largest `Double`.
    case numberTooLarge
  }

  /// What could have stood where something else was found.
  package enum Expected: Equatable, Sendable {
    case value, key, colon, commaOrEndOfArray, commaOrEndOfObject
  }
}
