// The header of an npy array: a magic number, a length and a Python dictionary of three keys, of which just the literals that
// NumPy writes are understood. Source: numpy.lib.format, versions 1.0 to 3.0.

/// What stands before the elements of an npy array.
struct NumPyHeader: Equatable, Sendable {
  var type: ElementType
  var isFortranOrder: Bool
  var shape: [Int]
  /// Bytes before the first element.
  var length: Int

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// Magic, version and the longest field of the length.
  static let longestPreamble = 12
  /// A header is far smaller; NumPy itself trusts none above 10,000 bytes, except by wish.
  static let lengthLimit = 1 << 20

  /// The bytes of the whole header, from those at its start; `available` are all bytes of the array and its header.
  /// - Parameter start: the first bytes, `longestPreamble` of them unless the array has fewer.
  static func length(
    preamble start: [UInt8], available: Int
  ) throws(NumPyHeaderError) -> (dictionary: Int, total: Int) {
    guard start.starts(with: magic) else { throw .kind(.badHeader(.noMagic)) }
    var reader = ByteReader(start, at: magic.count)
    guard let major: UInt8 = reader.integer(), let minor: UInt8 = reader.integer() else {
      throw .kind(.truncated(expected: longestPreamble, found: available))
    }
    guard (1...3).contains(major), minor == 0 else {
      throw .kind(.badHeader(.numpyVersion(major: Int(major), minor: Int(minor))))
    }
    let claimed: Int? =
      major == 1 ? reader.integer(UInt16.self).map { Int($0) } : reader.integer(UInt32.self).map { Int($0) }
    guard let claimed else { throw .kind(.truncated(expected: longestPreamble, found: available)) }
    guard claimed <= available - reader.position else {
      throw .kind(.headerBeyondFile(length: UInt64(claimed), available: available - reader.position))
    }
    guard claimed <= lengthLimit else {
      throw .kind(.headerTooLong(length: UInt64(claimed), limit: lengthLimit))
    }
    return (reader.position, reader.position + claimed)
  }

  /// Reads a whole header, whose dictionary begins at `dictionary`.
  init(_ bytes: [UInt8], dictionary: Int) throws(NumPyHeaderError) {
    var parser = PythonLiteral(bytes, at: dictionary)
    let members = try parser.dictionary()
    for (key, _) in members where !["descr", "fortran_order", "shape"].contains(key) {
      throw .kind(.badHeader(.numpyKeyUnknown(key)))
    }
    func value(_ key: String) throws(NumPyHeaderError) -> PythonLiteral.Value {
      let values = members.filter { $0.key == key }
      guard let only = values.first, values.count == 1 else { throw .kind(.badHeader(.numpyKeyMissing(key))) }
      return only.value
    }
    switch try value("descr") {
    case .text(let spelling): type = ElementType(numpy: spelling)
    case .list(let spelling): type = .refused(spelling: spelling, bits: nil, .structured)
    default: throw .kind(.badHeader(.numpyKeyMissing("descr")))
    }
    guard case .truth(let isFortranOrder) = try value("fortran_order") else {
      throw .kind(.badHeader(.numpyKeyMissing("fortran_order")))
    }
    guard case .tuple(let shape) = try value("shape") else { throw .kind(.badHeader(.numpyKeyMissing("shape"))) }
    self.isFortranOrder = isFortranOrder
    self.shape = shape
    length = bytes.count
  }
}

/// What is wrong with a header, before it is known whose.
enum NumPyHeaderError: Error {
  case kind(FormatError.Kind)
}

/// The few Python literals of an npy header.
private struct PythonLiteral {
  enum Value {
    case text(String)
    case truth(Bool)
    case tuple([Int])
    /// Not understood, only kept: the fields of a record type.
    case list(String)
  }

  private let bytes: [UInt8]
  private var position: Int

  init(_ bytes: [UInt8], at position: Int) {
    self.bytes = bytes
    self.position = position
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func fault() -> NumPyHeaderError { .kind(.badHeader(.numpySyntax(offset: position))) }

  private mutating func skipSpace() {
    while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  /// Consumes white space and then `byte`, if it is next.
  private mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    skipSpace()
    guard current == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  mutating func dictionary() throws(NumPyHeaderError) -> [(key: String, value: Value)] {
    var members: [(key: String, value: Value)] = []
    guard skip("{") else { throw fault() }
    while !skip("}") {
      let key = try text()
      guard skip(":") else { throw fault() }
      members.append((key, try value()))
      if !skip(",") {
        guard skip("}") else { throw fault() }
        break
      }
    }
    skipSpace()
    if current != nil { throw fault() }
    return members
  }

  private mutating func value() throws(NumPyHeaderError) -> Value {
    skipSpace()
    switch current {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "("): return .tuple(try tuple())
    case UInt8(ascii: "["): return .list(try list())
    case UInt8(ascii: "T"): return try word("True", .truth(true))
    case UInt8(ascii: "F"): return try word("False", .truth(false))
    default: throw fault()
    }
  }

  private mutating func word(_ word: String, _ value: Value) throws(NumPyHeaderError) -> Value {
    guard bytes[position...].starts(with: word.utf8) else { throw fault() }
    position += word.utf8.count
    return value
  }

  private mutating func text() throws(NumPyHeaderError) -> String {
    skipSpace()
    guard let quote = current, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { throw fault() }
    position += 1
    let start = position
    while let byte = current, byte != quote {
      // No name that NumPy writes here needs an escape.
      if byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\\") { throw fault() }
      position += 1
    }
    guard current == quote else { throw fault() }
    defer { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func tuple() throws(NumPyHeaderError) -> [Int] {
    var numbers: [Int] = []
    guard skip("(") else { throw fault() }
    while !skip(")") {
      numbers.append(try number())
      if !skip(",") {
        // (3) is a number in brackets for Python, not a tuple.
        guard numbers.count > 1, skip(")") else { throw fault() }
        break
      }
    }
    return numbers
  }

  private mutating func number() throws(NumPyHeaderError) -> Int {
    skipSpace()
    var value: Int?
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      let (tens, overflow) = (value ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, overflowOfSum) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      if overflow || overflowOfSum { throw fault() }
      value = sum
      position += 1
    }
    guard let value else { throw fault() }
    // Python 2 marked long integers.
    if current == UInt8(ascii: "L") { position += 1 }
    return value
  }

  /// Skips a list whatever is in it, up to the bracket that closes it.
  private mutating func list() throws(NumPyHeaderError) -> String {
    let start = position
    var depth = 0
    while let byte = current {
      if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        position += 1
        while let other = current, other != byte { position += 1 }
        guard current != nil else { throw fault() }
      } else if byte == UInt8(ascii: "[") {
        depth += 1
      } else if byte == UInt8(ascii: "]") {
        depth -= 1
      }
      position += 1
      if depth == 0 { return String(decoding: bytes[start..<position], as: UTF8.self) }
    }
    throw fault()
  }
}
