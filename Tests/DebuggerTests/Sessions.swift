// Sessions on the sheets of the checkout, for the tests of the debugger.

import Catalogue
import Debugger
import TestSupport

enum Sessions {
  /// A sheet of the catalogue with its own weights and example.
  static func open(_ name: String) throws -> Session {
    let catalogue = try Catalogue(ResourceFolder.at("\(Checkout.root)/Resources"))
    let sheet = try catalogue.sheet(name)
    return try Session(Material(sheet: sheet, weights: try catalogue.weights(for: sheet), feed: .example))
  }
}

extension Session {
  /// Runs lines as a script does, and gives what the last one said.
  mutating func say(_ lines: String...) throws -> [String] {
    var interpreter = Interpreter(takesPrefixes: false)
    var reply = Reply.silent
    for line in lines { reply = try interpreter.run(line, on: &self) }
    return reply.reports.flatMap(\.lines)
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
