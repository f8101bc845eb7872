// Bytes → JSON, strictly by RFC 8259: UTF-8 alone, no key twice, a bound on depth, nothing before or after but white space.
// Knows no files: positions are bytes of the text that it was given.

extension JSON {
  /// Arrays and objects may lie within one another this deep; the reader's own stack is bounded by it.
  package static let depthLimit = 64

  /// Reads one value that fills the whole text.
  ///
  /// O(n); memory grows with the text, never with a number in it.
  package init(utf8 text: [UInt8]) throws(JSONError) {
    var reader = JSONReader(text: text)
    self = try reader.wholeText()
  }

  package init(_ text: String) throws(JSONError) {
    try self.init(utf8: Array(text.utf8))
  }
}

private struct JSONReader {
  let text: [UInt8]
  var position = 0
  var depth = 0

  init(text: [UInt8]) {
    self.text = text
  }

  mutating func wholeText() throws(JSONError) -> JSON {
    let value = try value()
    skipSpace()
    if position < text.count { throw error(.afterValue(found: text[position])) }
    return value
  }

  private func error(_ kind: JSONError.Kind, at offset: Int? = nil) -> JSONError {
    JSONError(offset: offset ?? position, kind: kind)
  }

  private mutating func skipSpace() {
    while position < text.count, isSpace(text[position]) { position += 1 }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  /// The next byte that is no white space; it is not consumed.
  private mutating func next() throws(JSONError) -> UInt8 {
    skipSpace()
    guard position < text.count else { throw error(.endOfText) }
    return text[position]
  }

  private mutating func value() throws(JSONError) -> JSON {
    let first = try next()
    switch first {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw error(.expected(.value, found: first))
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let start = position
    for index in 0..<word.utf8CodeUnitCount {
      guard position < text.count else { throw error(.endOfText) }
      if text[position] != (word.utf8Start + index).pointee {
        throw error(.expected(.value, found: text[start]), at: start)
      }
      position += 1
    }
    return value
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    if depth > JSON.depthLimit { throw error(.tooDeep(limit: JSON.depthLimit)) }
    position += 1
  }

  private mutating func array() throws(JSONError) -> JSON {
    try enter()
    defer { depth -= 1 }
    var elements: [JSON] = []
    if try next() == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      elements.append(try value())
      let separator = try next()
      switch separator {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "]"):
        position += 1
        return .array(elements)
      default: throw error(.expected(.commaOrEndOfArray, found: separator))
      }
    }
  }

  private mutating func object() throws(JSONError) -> JSON {
    try enter()
    defer { depth -= 1 }
    var members: [JSON.Member] = []
    var keys: Set<String> = []
    if try next() == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      let quote = try next()
      let start = position
      guard quote == UInt8(ascii: "\"") else { throw error(.expected(.key, found: quote)) }
      let key = try string()
      if !keys.insert(key).inserted { throw error(.duplicateKey(key, depth: depth), at: start) }
      let colon = try next()
      guard colon == UInt8(ascii: ":") else { throw error(.expected(.colon, found: colon)) }
      position += 1
      members.append(JSON.Member(key, try value()))
      let separator = try next()
      switch separator {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "}"):
        position += 1
        return .object(members)
      default: throw error(.expected(.commaOrEndOfObject, found: separator))
      }
    }
  }
}

// MARK: - Numbers

extension JSONReader {
  private mutating func digits() throws(JSONError) {
    let start = position
    while position < text.count, isDigit(text[position]) { position += 1 }
    if position == start { throw error(position < text.count ? .badNumber : .endOfText) }
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private func stands(_ byte: UInt8) -> Bool { position < text.count && text[position] == byte }

  private mutating func number() throws(JSONError) -> JSON {
    let start = position
    var whole = true
    if stands(UInt8(ascii: "-")) { position += 1 }
    if stands(UInt8(ascii: "0")) {
      position += 1
      if position < text.count, isDigit(text[position]) { throw error(.badNumber) }
    } else {
      try digits()
    }
    if stands(UInt8(ascii: ".")) {
      whole = false
      position += 1
      try digits()
    }
    if stands(UInt8(ascii: "e")) || stands(UInt8(ascii: "E")) {
      whole = false
      position += 1
      if stands(UInt8(ascii: "+")) || stands(UInt8(ascii: "-")) { position += 1 }
      try digits()
    }
    let spelling = String(decoding: text[start..<position], as: UTF8.self)
    if whole, let integer = Int(spelling) {
      // −0 is a number of its own that no integer holds.
      return integer == 0 && spelling.utf8.count > 1 ? .double(-0.0) : .integer(integer)
    }
    guard let number = Double(spelling), number.isFinite else { throw error(.numberTooLarge, at: start) }
    return .double(number)
  }
}

// MARK: - Strings

extension JSONReader {
  /// Reads a string from its opening quote to the byte after its closing one.
  private mutating func string() throws(JSONError) -> String {
    position += 1
    var result = ""
    var plainStart = position
    while true {
      guard position < text.count else { throw error(.endOfText) }
      let byte = text[position]
      switch byte {
      case UInt8(ascii: "\""):
        result += try plain(from: plainStart)
        position += 1
        return result
      case UInt8(ascii: "\\"):
        result += try plain(from: plainStart)
        result.unicodeScalars.append(try escape())
        plainStart = position
      case 0..<0x20:
        throw error(.controlCharacter(byte))
      default:
        position += 1
      }
    }
  }

  /// The bytes from `start` up to here, which hold no escapes.
  private func plain(from start: Int) throws(JSONError) -> String {
    if start == position { return "" }
    guard let piece = String(validating: text[start..<position], as: UTF8.self) else {
      throw error(.notUTF8, at: start)
    }
    return piece
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = position
    guard position + 1 < text.count else { throw error(.endOfText) }
    let letter = text[position + 1]
    position += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape(start)
    default: throw error(.badEscape, at: start)
    }
  }

  private mutating func unicodeEscape(_ start: Int) throws(JSONError) -> Unicode.Scalar {
    let first = try fourHexDigits(start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, stands(UInt8(ascii: "\\")), position + 1 < text.count,
      text[position + 1] == UInt8(ascii: "u")
    else { throw error(.loneSurrogate, at: start) }
    position += 2
    let second = try fourHexDigits(start)
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error(.loneSurrogate, at: start) }
    return scalar
  }

  private mutating func fourHexDigits(_ start: Int) throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < text.count else { throw error(.endOfText) }
      guard let digit = Character(Unicode.Scalar(text[position])).hexDigitValue else {
        throw error(.badEscape, at: start)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
