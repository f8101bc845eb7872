// Interfaces on the sheets of the repository, and keys pressed in them.

import Catalogue
import Cells
import Debugger
import Equations
import TestSupport
import Testing

@testable import Views

/// Sessions as `unroll MODEL` opens them; made once, since they are values.
enum Sessions {
  static let catalogue = Result { try Catalogue(.at("\(Checkout.root)/Resources")) }

  static func open(_ name: String) throws -> Session {
    if name == "g2p-encoder" { return try speller.get() }
    return try make(name)
  }

  private static let speller = Result { try make("g2p-encoder") }

  private static func make(_ name: String) throws -> Session {
    let catalogue = try catalogue.get()
    let sheet = try catalogue.sheet(name)
    return try Session(Material(sheet: sheet, weights: try catalogue.weights(for: sheet), feed: .example))
  }

  /// A session on a sheet given as text.
  static func typed(_ text: String, feed: Feed = .example) throws -> Session {
    try Session(Material(sheet: try SheetParser.parse(text, name: "typed"), weights: nil, feed: feed))
  }
}

extension Interface {
  static func on(
    _ name: String, _ width: Int = 80, _ height: Int = 24, depth: ColorDepth = .monochrome,
    glyphs: GlyphSet = .unicode
  ) throws -> Interface {
    Interface(
      try Sessions.open(name), theme: Theme(Palette(depth: depth, glyphs: glyphs)), width: width, height: height,
      sheetNames: try Sessions.catalogue.get().names)
  }

  /// Presses keys by their names, one after the other.
  @discardableResult
  mutating func press(_ names: String...) throws -> [InterfaceEffect] {
    var effects: [InterfaceEffect] = []
    for name in names { effects += handle(try #require(Key(name: name), "no key is called \(name)")) }
    return effects
  }

  mutating func type(_ text: String) { for character in text { _ = handle(.character(character)) } }

  /// Types a line and presses Enter.
  @discardableResult
  mutating func enter(_ line: String) -> [InterfaceEffect] {
    type(line)
    return handle(.enter)
  }

  mutating func click(_ row: Int, _ column: Int) -> [InterfaceEffect] {
    handle(.mouse(MouseEvent(.press(.left), row: row, column: column)))
  }
}
