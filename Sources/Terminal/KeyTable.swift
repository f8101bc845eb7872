// Which key each sequence is. The sequences: xterm's ctlseqs ("PC-Style Function Keys", "VT220-Style Function Keys"),
// rxvt's reference, the Linux console_codes manual.

import Cells

/// Keys by the final byte and the parameters of their sequence.
enum KeyTable {
  /// ESC O and one of these: cursor keys and keypad in application mode.
  static let applicationKeys: [UInt8: Key] = {
    var keys = cursorKeys
    for (letter, key) in zip("PQRS".utf8, [Key.function(1), .function(2), .function(3), .function(4)]) {
      keys[letter] = key
    }
    for (letter, character) in zip("jklmnopqrstuvwxyX".utf8, "*+,-./0123456789=") {
      keys[letter] = .character(character)
    }
    keys[UInt8(ascii: "M")] = .enter
    keys[UInt8(ascii: "I")] = .tab
    // rxvt: with Ctrl.
    for (letter, key) in zip("abcd".utf8, arrows) { keys[letter] = .modified(.control, key) }
    return keys
  }()

  private static let arrows: [Key] = [.up, .down, .right, .left]

  private static let cursorKeys: [UInt8: Key] = {
    var keys: [UInt8: Key] = [UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end]
    for (letter, key) in zip("ABCD".utf8, arrows) { keys[letter] = key }
    return keys
  }()

  /// The first parameter of a sequence that ends with "~".
  private static let numberedKeys: [Int: Key] = {
    var keys: [Int: Key] = [
      1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    ]
    // VT220 left gaps after F5, F10, F14, F16 and F20.
    let functions = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34]
    for (index, number) in functions.enumerated() { keys[number] = .function(index + 1) }
    return keys
  }()

  /// - Parameters:
  ///   - parameters: the bytes between ESC [ and the final byte.
  ///   - final: the final byte.
  /// - Returns: nil where the sequence is no key.
  static func key(parameters: ArraySlice<UInt8>, final: UInt8) -> Key? {
    // Private parameters ("?1;2c") are an answer, not a key.
    if let first = parameters.first, (0x3C..<0x40).contains(first) { return nil }
    let numbers = self.numbers(parameters)
    let modifiers = self.modifiers(numbers.count > 1 ? numbers[1] : 1)
    let number = numbers.first ?? 1
    switch final {
    case UInt8(ascii: "~"):
      if number == 27, numbers.count == 3 { return coded(numbers[2], modifiers) }
      return numberedKeys[number]?.with(modifiers)
    // rxvt: Shift, Ctrl, both.
    case UInt8(ascii: "$"): return numberedKeys[number]?.with(.shift)
    case UInt8(ascii: "^"): return numberedKeys[number]?.with(.control)
    case UInt8(ascii: "@"): return numberedKeys[number]?.with([.control, .shift])
    case UInt8(ascii: "a")...UInt8(ascii: "d"): return arrows[Int(final - UInt8(ascii: "a"))].with(.shift)
    case UInt8(ascii: "Z"): return .backTab
    case UInt8(ascii: "u"): return coded(number, modifiers)
    case UInt8(ascii: "P")...UInt8(ascii: "S"):
      // ESC [ 1 ; 5 P is F1 with Ctrl; ESC [ … R without a 1 is an answer.
      return number == 1 ? Key.function(Int(final - UInt8(ascii: "P")) + 1).with(modifiers) : nil
    default: return cursorKeys[final]?.with(modifiers)
    }
  }

  /// A key told as a code point (CSI u, modifyOtherKeys).
  private static func coded(_ code: Int, _ modifiers: Modifiers) -> Key? {
    switch code {
    case 13: return Key.enter.with(modifiers)
    case 9: return Key.tab.with(modifiers)
    case 27: return Key.escape.with(modifiers)
    case 8, 127: return Key.backspace.with(modifiers)
    default:
      guard code >= 32, let value = UInt32(exactly: code), let scalar = Unicode.Scalar(value),
        !(0x80..<0xA0).contains(value)
      else { return nil }
      let character = Character(scalar)
      // The code is of the character as typed: Shift is in it already.
      return Key.character(character).with(modifiers.subtracting(.shift))
    }
  }

  /// The parameter counts from 1: 2 is Shift, 3 Alt, 5 Ctrl and so on.
  private static func modifiers(_ parameter: Int) -> Modifiers {
    guard (2...8).contains(parameter) else { return [] }
    return Modifiers(rawValue: UInt8(parameter - 1))
  }

  /// The numbers between semicolons, each up to a colon: 1 where there is none, -1 for more than seven digits.
  static func numbers(_ parameters: ArraySlice<UInt8>) -> [Int] {
    parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { digits in
      let digits = digits.prefix { $0 != UInt8(ascii: ":") }
      return digits.count <= 7 ? Int(String(decoding: digits, as: UTF8.self)) ?? 1 : -1
    }
  }
}

/// Mouse events as xterm reports them.
enum MouseDecoding {
  /// ESC [ < code ; column ; row, then M for a press and m for a release.
  static func event(parameters: ArraySlice<UInt8>, final: UInt8) -> MouseEvent? {
    let numbers = KeyTable.numbers(parameters)
    guard numbers.count == 3, final == UInt8(ascii: "M") || final == UInt8(ascii: "m") else { return nil }
    return event(code: numbers[0], column: numbers[1], row: numbers[2], isRelease: final == UInt8(ascii: "m"))
  }

  /// - Parameters:
  ///   - code: the button in bits 0, 1, 6 and 7; Shift 4, Alt 8, Ctrl 16, motion 32.
  ///   - column: from 1.
  ///   - row: from 1.
  ///   - isRelease: as the final byte has it; the old form tells it by button 3.
  /// - Returns: nil for what no one asked for, such as a wheel to the side.
  static func event(code: Int, column: Int, row: Int, isRelease: Bool) -> MouseEvent? {
    guard code >= 0, column >= 1, row >= 1 else { return nil }
    var modifiers: Modifiers = []
    if code & 4 != 0 { modifiers.insert(.shift) }
    if code & 8 != 0 { modifiers.insert(.alt) }
    if code & 16 != 0 { modifiers.insert(.control) }
    let buttons: [MouseEvent.Button] = [.left, .middle, .right]
    let action: MouseEvent.Action
    switch (code & 0xC0, code & 3) {
    case (0x40, 0): action = .wheelUp
    case (0x40, 1): action = .wheelDown
    case (0, 3): action = .release(.left)
    case (0, let button) where code & 32 != 0: action = .drag(buttons[button])
    case (0, let button): action = isRelease ? .release(buttons[button]) : .press(buttons[button])
    default: return nil
    }
    if code & 35 == 35 { return nil }
    return MouseEvent(action, row: row - 1, column: column - 1, modifiers: modifiers)
  }
}
