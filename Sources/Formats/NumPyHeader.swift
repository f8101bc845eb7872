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
  /// A header is far smaller; NumPy itself trusts none above 10,000 bytes, except by wish.
  static let lengthLimit = 1 << 20

  /// Reads the header from the front of an array of `size` bytes, and holds its shape against that size.
  init(_ stream: inout ByteStream, size: Int) throws(FormatError) {
    let (file, part) = (stream.file, stream.part)
    func error(_ kind: FormatError.Kind) -> FormatError { file.error(part, kind) }

    let start = NumPyHeader.magic.count + 2
    guard size >= start + 2 else { throw error(.truncated(expected: start + 2, found: size)) }
    var preamble = ByteReader(try stream.bytes(start))
    guard preamble.take(NumPyHeader.magic.count)?.elementsEqual(NumPyHeader.magic) == true,
      let major: UInt8 = preamble.integer(), let minor: UInt8 = preamble.integer()
    else { throw error(.badHeader(.noMagic)) }
    guard (1...3).contains(major), minor == 0 else {
      throw error(.badHeader(.numpyVersion(major: Int(major), minor: Int(minor))))
    }
    let width = major == 1 ? 2 : 4
    guard size >= start + width else { throw error(.truncated(expected: start + width, found: size)) }
    var field = ByteReader(try stream.bytes(width) + [0, 0])
    let count = Int(field.integer(UInt32.self) ?? 0)
    length = start + width + count
    guard length <= size else {
      throw error(.headerBeyondFile(length: UInt64(count), available: size - start - width))
    }
    guard count <= NumPyHeader.lengthLimit else {
      throw error(.headerTooLong(length: UInt64(count), limit: NumPyHeader.lengthLimit))
    }
    let text = try stream.bytes(count)
    do {
      (type, isFortranOrder, shape) = try NumPyHeader.fields(of: text)
    } catch {
      throw file.error(part, .badHeader(error.offset(by: start + width)))
    }
    try checkShape(against: size - length, error)
  }

  private func checkShape(
    against found: Int, _ error: (FormatError.Kind) -> FormatError
  ) throws(FormatError) {
    // The width of what is refused may not be known; it is answered when it is asked for.
    guard type.isRead, let width = type.byteWidth else { return }
    guard let count = Tensor.count(of: shape) else { throw error(.shapeTooLarge(shape)) }
    let (expected, overflow) = count.multipliedReportingOverflow(by: width)
    if overflow { throw error(.shapeTooLarge(shape)) }
    if expected != found {
      throw error(.sizeMismatch(shape: shape, type: type.spelling, expected: expected, found: found))
    }
  }

  private static func fields(
    of text: [UInt8]
  ) throws(FormatError.HeaderFault) -> (ElementType, isFortranOrder: Bool, shape: [Int]) {
    var parser = PythonLiteral(text)
    let members = try parser.dictionary()
    for (key, _) in members where !["descr", "fortran_order", "shape"].contains(key) {
      throw .numpyKeyUnknown(key)
    }
    func value(_ key: String) throws(FormatError.HeaderFault) -> PythonLiteral.Value {
      let values = members.filter { $0.key == key }
      guard let only = values.first, values.count == 1 else { throw .numpyKeyMissing(key) }
      return only.value
    }
    let type: ElementType
    switch try value("descr") {
    case .text(let spelling): type = ElementType(numpy: spelling)
    case .list(let spelling): type = .refused(spelling: spelling, bits: nil, .structured)
    default: throw .numpyKeyMissing("descr")
    }
    guard case .truth(let isFortranOrder) = try value("fortran_order") else {
      throw .numpyKeyMissing("fortran_order")
    }
    guard case .tuple(let shape) = try value("shape") else { throw .numpyKeyMissing("shape") }
    return (type, isFortranOrder, shape)
  }
}

extension FormatError.HeaderFault: Error {
  /// The same fault with its place counted from the start of the array.
  fileprivate func offset(by start: Int) -> Self {
    if case .numpySyntax(let offset) = self { return .numpySyntax(offset: start + offset) }
    return self
  }
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
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func fault() -> FormatError.HeaderFault { .numpySyntax(offset: position) }

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

  mutating func dictionary() throws(FormatError.HeaderFault) -> [(key: String, value: Value)] {
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

  private mutating func value() throws(FormatError.HeaderFault) -> Value {
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

  private mutating func word(_ word: String, _ value: Value) throws(FormatError.HeaderFault) -> Value {
    guard bytes[position...].starts(with: word.utf8) else { throw fault() }
    position += word.utf8.count
    return value
  }

  private mutating func text() throws(FormatError.HeaderFault) -> String {
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

  private mutating func tuple() throws(FormatError.HeaderFault) -> [Int] {
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

  private mutating func number() throws(FormatError.HeaderFault) -> Int {
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
  private mutating func list() throws(FormatError.HeaderFault) -> String {
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
