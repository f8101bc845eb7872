// Sessions on the sheets of the checkout and on sheets of their own, for the tests of the debugger.

import Catalogue
import Debugger
import Equations
import Formats
import TestSupport

enum Sessions {
  /// The sheets of the catalogue.
  static let names: [String] = (try? Catalogue(ResourceFolder.at("\(Checkout.root)/Resources")).names) ?? []

  /// A sheet of the catalogue with its own example, and with the weights that its authors published.
  static func open(_ name: String) throws -> Session {
    try name == "g2p-encoder" ? word.get() : read(name)
  }

  /// The largest sheet takes a while to read, and a session is a value.
  private static let word = Result { try read("g2p-encoder") }

  private static func read(_ name: String) throws -> Session {
    let catalogue = try Catalogue(ResourceFolder.at("\(Checkout.root)/Resources"))
    let sheet = try catalogue.sheet(name)
    var session = try Session(
      Material(sheet: sheet, weights: try catalogue.publishedWeights(for: sheet), feed: .example))
    for name in names { session.sheetsBeside[name] = try catalogue.sheet(name) }
    return session
  }

  /// A sheet of the catalogue as the program opens it, with what was trained for it.
  static func trained(_ name: String) throws -> Session {
    let catalogue = try Catalogue(ResourceFolder.at("\(Checkout.root)/Resources"))
    let sheet = try catalogue.sheet(name)
    var material = Material(sheet: sheet, weights: try catalogue.weights(for: sheet), feed: .example)
    material.yields = true
    return try Session(material)
  }

  /// A sheet given as text, on an input as one types it.
  static func on(_ text: String, feeding feed: String) throws -> Session {
    let sheet = try SheetParser.parse(text, name: "sheet")
    return try Session(Material(sheet: sheet, weights: nil, feed: .text(feed)))
  }

  /// A sheet given as text, on its own example.
  static func typed(_ text: String) throws -> Session {
    try Session(Material(sheet: try SheetParser.parse(text, name: "typed"), weights: nil, feed: .example))
  }
}

extension Catalogue {
  /// The weights that a sheet comes with, but for those that were trained here: in its own sizes it starts at random.
  func publishedWeights(for sheet: Sheet) throws -> TensorFile? {
    guard let file = try weights(for: sheet), file.metadata[Catalogue.owner] == nil else { return nil }
    return file
  }
}

extension Session {
  /// Runs lines as a script does, and gives what the last one said.
  mutating func say(_ lines: String...) throws -> [String] { try reply(to: lines).reports.flatMap(\.lines) }

  mutating func reply(to lines: [String]) throws -> Reply {
    var interpreter = Interpreter(takesPrefixes: false)
    var reply = Reply.silent
    for line in lines { reply = try interpreter.run(line, on: &self) }
    return reply
  }

  /// What a line is refused with; nil if it is not.
  mutating func complaint(_ line: String) -> String? {
    var interpreter = Interpreter(takesPrefixes: false)
    do throws(CommandError) {
      _ = try interpreter.run(line, on: &self)
      return nil
    } catch {
      return error.description
    }
  }
}
