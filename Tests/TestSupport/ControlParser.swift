// Bytes to glyphs and control functions, after the state machine that VT terminals have (ECMA-48 5.4; Williams, "A parser
// for DEC's ANSI-compatible video terminals"). Knows the form of sequences and not their meaning.

/// Reads one byte at a time.
struct ControlParser: Sendable {
  /// A control sequence taken apart: ESC [ private parameters intermediates final.
  struct Sequence: Hashable, Sendable {
    /// "?", ">", "=" or "<" where the sequence is private.
    var mark: Character?
    /// Parameters between semicolons, each with its parts between colons; what is left out is nil.
    var parameters: [[Int?]]
    var intermediates: String
    var final: Character

    /// A parameter that is 1 if left out or 0.
    func count(_ index: Int = 0) -> Int { max(parameter(index) ?? 1, 1) }
    func parameter(_ index: Int) -> Int? { index < parameters.count ? parameters[index].first ?? nil : nil }

    var description: String {
      let numbers = parameters.map { $0.map { $0.map(String.init) ?? "" }.joined(separator: ":") }.joined(
        separator: ";")
      return "CSI \(mark.map(String.init) ?? "")\(numbers)\(intermediates)\(final)"
    }
  }

  enum Action: Hashable, Sendable {
    case glyph(Unicode.Scalar)
    case control(UInt8)
    /// What follows ESC, intermediates and final.
    case escape(String)
    case sequence(Sequence)
    /// An operating system command (OSC).
    case command(String)
    /// Bytes that make no sense.
    case broken(String)
  }

  private enum State {
    case ground, escape, sequence
    /// Text up to ST or BEL; `isCommand` for OSC, else it is dropped.
    case text(isCommand: Bool)
  }

  private var state = State.ground
  private var collected: [UInt8] = []
  private var encoded: [UInt8] = []
  private var encodedLength = 0

  mutating func take(_ byte: UInt8) -> [Action] {
    switch state {
    case .text(let isCommand): return takeText(byte, isCommand)
    case .ground where encodedLength > 0: return takeContinuation(byte)
    default: break
    }
    if byte == 0x1B {
      (state, collected) = (.escape, [])
      return []
    }
    if byte < 0x20 { return [.control(byte)] }
    switch state {
    case .escape: return takeEscape(byte)
    case .sequence: return takeSequence(byte)
    default: return takeGround(byte)
    }
  }

  private mutating func takeGround(_ byte: UInt8) -> [Action] {
    switch byte {
    case 0x20..<0x7F: return [.glyph(Unicode.Scalar(byte))]
    case 0x7F: return []
    case 0xC2..<0xE0: encodedLength = 2
    case 0xE0..<0xF0: encodedLength = 3
    case 0xF0..<0xF5: encodedLength = 4
    default: return [.broken("byte \(byte)")]
    }
    encoded = [byte]
    return []
  }

  private mutating func takeContinuation(_ byte: UInt8) -> [Action] {
    guard byte & 0xC0 == 0x80 else {
      encodedLength = 0
      return [.broken("cut-off UTF-8 \(encoded)")] + take(byte)
    }
    encoded.append(byte)
    guard encoded.count == encodedLength else { return [] }
    encodedLength = 0
    let text = String(decoding: encoded, as: UTF8.self).unicodeScalars
    return text.count == 1 ? text.map { .glyph($0) } : [.broken("no UTF-8 \(encoded)")]
  }

  private mutating func takeEscape(_ byte: UInt8) -> [Action] {
    if collected.isEmpty {
      switch byte {
      case UInt8(ascii: "["):
        state = .sequence
        return []
      case UInt8(ascii: "]"):
        state = .text(isCommand: true)
        return []
      case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
        state = .text(isCommand: false)
        return []
      default: break
      }
    }
    collected.append(byte)
    if (0x20..<0x30).contains(byte) { return [] }
    state = .ground
    return [.escape(String(decoding: collected, as: UTF8.self))]
  }

  private mutating func takeSequence(_ byte: UInt8) -> [Action] {
    collected.append(byte)
    if (0x20..<0x40).contains(byte), collected.count < 256 { return [] }
    state = .ground
    guard (0x40..<0x7F).contains(byte) else { return [.broken("CSI \(String(decoding: collected, as: UTF8.self))")] }
    var rest = collected.dropLast()[...]
    var mark: Character?
    if let first = rest.first, (0x3C..<0x40).contains(first) {
      mark = Character(Unicode.Scalar(first))
      rest = rest.dropFirst()
    }
    let numbers = rest.prefix { (0x30..<0x3C).contains($0) }
    let parameters = numbers.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
      $0.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        .map { Int(String(decoding: $0, as: UTF8.self)) }
    }
    let intermediates = String(decoding: rest.dropFirst(numbers.count), as: UTF8.self)
    let final = Character(Unicode.Scalar(byte))
    return [.sequence(Sequence(mark: mark, parameters: parameters, intermediates: intermediates, final: final))]
  }

  private mutating func takeText(_ byte: UInt8, _ isCommand: Bool) -> [Action] {
    let endsWithEscape = collected.last == 0x1B
    if byte == 0x07 || endsWithEscape && byte == UInt8(ascii: "\\") {
      let text = String(decoding: endsWithEscape ? collected.dropLast() : collected[...], as: UTF8.self)
      (state, collected) = (.ground, [])
      return isCommand ? [.command(text)] : []
    }
    if collected.count < 1 << 16 { collected.append(byte) }
    return []
  }
}
