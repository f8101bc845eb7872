// Bytes from a terminal to keys. Knows the sequences of xterm, VT220, rxvt and the Linux console; the terminfo entry's own
// ones can be added. Pure: time is the caller's, who says when an unfinished sequence will not go on.

package import Cells

/// Takes bytes as they come and gives keys.
package struct KeyDecoder: Sendable {
  /// Sequences that are not built in.
  private let extra: [[UInt8]: Key]
  private var bytes: [UInt8] = []
  /// Where in `bytes` the next key starts.
  private var start = 0
  /// Text between the brackets of a paste, nil outside.
  private var pasted: [UInt8]?

  /// Longer pastes are cut here: a line of commands, or a sheet, is far shorter.
  package static let longestPaste = 1 << 20
  /// A control sequence that is longer than this is no key.
  static let longestSequence = 64

  package init(extra: [[UInt8]: Key] = [:]) {
    self.extra = extra
  }

  package mutating func feed(_ more: some Sequence<UInt8>) {
    if start == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      start = 0
    }
    bytes.append(contentsOf: more)
  }

  /// Forgets a paste whose end has not come.
  package mutating func cancelPaste() { pasted = nil }

  /// Whether there are bytes that do not yet make a key.
  package var isPending: Bool { start < bytes.count }

  /// Whether a paste has begun and not ended: its end comes by itself, however long it takes.
  package var isPasting: Bool { pasted != nil }

  /// The next whole key, nil if there is none yet.
  ///
  /// With `final`, what is unfinished is taken as it is: Esc alone is the key Esc.
  package mutating func next(final: Bool = false) -> Key? {
    while start < bytes.count {
      if pasted != nil {
        guard let text = takePaste() else { return nil }
        return .paste(text)
      }
      switch decode(bytes[start...], final: final) {
      case .key(let key, let count):
        start += count
        return key
      case .ignored(let count):
        start += count
      case .pasteBegins(let count):
        start += count
        pasted = []
      case .unfinished:
        if !final { return nil }
        start = bytes.count
      }
    }
    return nil
  }

  private enum Step {
    case key(Key, count: Int)
    case ignored(count: Int)
    case pasteBegins(count: Int)
    case unfinished
  }

  private func decode(_ rest: ArraySlice<UInt8>, final: Bool) -> Step {
    guard let first = rest.first else { return .unfinished }
    if first != 0x1B { return plain(rest) }
    for (sequence, key) in extra where rest.starts(with: sequence) && sequence.count > 1 {
      return .key(key, count: sequence.count)
    }
    guard let second = rest.dropFirst().first else { return final ? .key(.escape, count: 1) : .unfinished }
    let body = rest.dropFirst(2)
    switch second {
    case UInt8(ascii: "["): return body.isEmpty && final ? .key(.alt("["), count: 2) : controlSequence(rest)
    case UInt8(ascii: "O"):
      guard let third = body.first else { return final ? .key(.alt("O"), count: 2) : .unfinished }
      return KeyTable.applicationKeys[third].map { .key($0, count: 3) } ?? .key(.alt("O"), count: 2)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      return body.isEmpty && final
        ? .key(.alt(Character(Unicode.Scalar(second))), count: 2) : answer(rest, final: final)
    case 0x1B:
      // Esc before a key is Alt with it; two alone are Esc twice.
      if body.isEmpty { return final ? .key(.escape, count: 1) : .unfinished }
      switch decode(rest.dropFirst(), final: final) {
      case .key(let key, let count):
        return key == .escape ? .key(.escape, count: 1) : .key(key.with(.alt) ?? key, count: count + 1)
      case .ignored(let count): return .ignored(count: count + 1)
      case .pasteBegins(let count): return .pasteBegins(count: count + 1)
      case .unfinished: return .unfinished
      }
    default:
      switch plain(rest.dropFirst()) {
      case .key(.control(let character), let count):
        return .key(.modified(.alt, .control(character)), count: count + 1)
      case .key(let key, let count): return .key(key.with(.alt) ?? key, count: count + 1)
      case let other: return other
      }
    }
  }

  /// A character or a control code.
  private func plain(_ rest: ArraySlice<UInt8>) -> Step {
    guard let first = rest.first else { return .unfinished }
    switch first {
    case 0x0D, 0x0A: return .key(.enter, count: 1)
    case 0x09: return .key(.tab, count: 1)
    case 0x7F, 0x08: return .key(.backspace, count: 1)
    case 0x00: return .key(.control(" "), count: 1)
    case 0x01..<0x1B: return .key(.control(Character(Unicode.Scalar(first + 0x60))), count: 1)
    case 0x1C..<0x20: return .key(.control(Character(Unicode.Scalar(first + 0x40))), count: 1)
    case 0x20..<0x7F: return .key(.character(Character(Unicode.Scalar(first))), count: 1)
    default: return encoded(rest, first)
    }
  }

  /// A scalar in UTF-8; bytes that are none are left out.
  private func encoded(_ rest: ArraySlice<UInt8>, _ first: UInt8) -> Step {
    let length: Int
    switch first {
    case 0xC2..<0xE0: length = 2
    case 0xE0..<0xF0: length = 3
    case 0xF0..<0xF5: length = 4
    default: return .ignored(count: 1)
    }
    let taken = rest.prefix(length)
    let tail = taken.dropFirst().prefix { $0 & 0xC0 == 0x80 }
    if tail.count + 1 < taken.count { return .ignored(count: tail.count + 1) }
    if taken.count < length { return .unfinished }
    let text = String(decoding: taken, as: UTF8.self)
    guard let character = text.first, text.count == 1, character != "\u{FFFD}" || taken.elementsEqual("\u{FFFD}".utf8),
      !(0x80..<0xA0).contains(character.unicodeScalars.first?.value ?? 0)
    else { return .ignored(count: length) }
    return .key(.character(character), count: length)
  }

  /// ESC [ parameters final, and what stands like one.
  private func controlSequence(_ rest: ArraySlice<UInt8>) -> Step {
    let body = rest.dropFirst(2)
    // The Linux console's F1 to F5 have a second bracket.
    if body.first == UInt8(ascii: "[") {
      guard let letter = body.dropFirst().first else { return .unfinished }
      guard (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(letter) else { return .ignored(count: 4) }
      return .key(.function(Int(letter - UInt8(ascii: "A")) + 1), count: 4)
    }
    if body.first == UInt8(ascii: "M") {
      guard body.count >= 4 else { return .unfinished }
      let values = body.dropFirst().prefix(3).map { Int($0) - 32 }
      let event = MouseDecoding.event(code: values[0], column: values[1], row: values[2], isRelease: false)
      return event.map { .key(.mouse($0), count: 6) } ?? .ignored(count: 6)
    }
    // rxvt ends sequences with Shift by "$", which is no final byte elsewhere.
    let parameters = body.prefix { (0x20..<0x40).contains($0) && $0 != UInt8(ascii: "$") }
    guard parameters.count <= Self.longestSequence else { return .ignored(count: parameters.count + 2) }
    guard let last = body.dropFirst(parameters.count).first else { return .unfinished }
    let count = parameters.count + 3
    // A control code in the middle ends the sequence without being part of it.
    guard last >= 0x40 && last < 0x7F || last == UInt8(ascii: "$") else { return .ignored(count: count - 1) }
    if parameters.elementsEqual("200".utf8), last == UInt8(ascii: "~") { return .pasteBegins(count: count) }
    if parameters.first == UInt8(ascii: "<") {
      let event = MouseDecoding.event(parameters: parameters.dropFirst(), final: last)
      return event.map { .key(.mouse($0), count: count) } ?? .ignored(count: count)
    }
    return KeyTable.key(parameters: parameters, final: last).map { .key($0, count: count) } ?? .ignored(count: count)
  }

  /// A terminal's answer to a question, ESC ] … BEL or ESC P … ESC \: nobody asked, so it is dropped.
  private func answer(_ rest: ArraySlice<UInt8>, final: Bool) -> Step {
    let body = rest.dropFirst(2)
    for index in body.indices {
      if body[index] == 0x07 { return .ignored(count: index - rest.startIndex + 1) }
      if body[index] == 0x1B {
        guard index + 1 < body.endIndex else { break }
        let isTerminator = body[index + 1] == UInt8(ascii: "\\")
        return .ignored(count: index - rest.startIndex + (isTerminator ? 2 : 0))
      }
    }
    return final || body.count > 4096 ? .ignored(count: rest.count) : .unfinished
  }

  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// Moves bytes to the paste; its text if the end has come.
  private mutating func takePaste() -> String? {
    let rest = bytes[start...]
    guard var text = pasted else { return nil }
    var index = rest.startIndex
    var hasEnded = false
    while index < rest.endIndex {
      if rest[index] == 0x1B {
        let tail = rest[index...].prefix(Self.pasteEnd.count)
        if tail.elementsEqual(Self.pasteEnd) {
          hasEnded = true
          break
        }
        // The end may have been cut in two.
        if Self.pasteEnd.starts(with: tail), tail.count < Self.pasteEnd.count { break }
      }
      if text.count < Self.longestPaste { text.append(rest[index]) }
      index += 1
    }
    start = hasEnded ? index + Self.pasteEnd.count : index
    pasted = hasEnded ? nil : text
    return hasEnded ? Self.lines(text) : nil
  }

  /// Terminals send line ends of pasted text as carriage returns.
  private static func lines(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == 0x0D {
        result.append(0x0A)
      } else if byte != 0x0A || previous != 0x0D {
        result.append(byte)
      }
      previous = byte
    }
    return String(decoding: result, as: UTF8.self)
  }
}
