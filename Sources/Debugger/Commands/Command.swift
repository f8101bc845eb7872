// A command is a row of data: parsing, completion, help and the documentation come from the rows.

/// One command of the prompt.
package struct Command: Sendable {
  /// What may be completed behind its name.
  package enum Operand: Sendable { case none, expression, quantity, file, sheet, run, lesson, command, view, text }

  package var name: String
  /// Fixed and published.
  ///
  /// Typed alone, a name of the model wins over them, except over those of commands that an empty line repeats.
  package var abbreviations: [String]
  /// What stands behind the name, for help; empty if nothing does.
  package var operands: String
  package var completes: Operand
  package var summary: String
  /// More than a line, where one is not enough.
  package var details: String
  /// Works as typed on the model that opens without arguments.
  package var example: String
  /// Whether `/e` and the like, which say how numbers are written, may touch its name.
  package var takesFormat: Bool
  /// Whether an empty line does it again.
  package var repeats: Bool
  /// Whether undo takes it back.
  package var changes: Bool
  package var run: @Sendable (inout Session, String) throws(CommandError) -> Reply

  init(
    _ name: String, _ abbreviations: [String] = [], operands: String = "", completes: Operand = .none, summary: String,
    details: String = "", example: String, takesFormat: Bool = false, repeats: Bool = false, changes: Bool = false,
    run: @escaping @Sendable (inout Session, String) throws(CommandError) -> Reply
  ) {
    self.name = name
    self.abbreviations = abbreviations
    self.operands = operands
    self.completes = completes
    self.summary = summary
    self.details = details
    self.example = example
    self.takesFormat = takesFormat
    self.repeats = repeats
    self.changes = changes
    self.run = run
  }

  func usage(_ found: String) -> CommandError { .usage(command: name, expected: operands, found: found) }

  /// What stands where an address belongs is none.
  func noAddress(_ found: String) -> CommandError {
    .usage(command: name, expected: "an address such as h[3], W[2,3] or h[3]@7", found: found)
  }
}
