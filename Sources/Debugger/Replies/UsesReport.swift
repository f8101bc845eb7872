// What uses says.

internal import Formats

/// Who read a number, and what it did there.
package struct UsesReport: Sendable {
  package var address: String
  package var value: Double
  package var readers: [Reader]

  /// An equation at a step that read it.
  package struct Reader: Sendable {
    package var name: String
    /// From 1; nil for what is worked out once.
    package var step: Int?
    package var text: String
    /// The entries in which it matters most.
    package var effects: [Effect]
    /// In how many others it matters too.
    package var more: Int
  }

  package struct Effect: Sendable {
    package var name: String
    package var value: Double
    /// What it would be, were the number 0.
    package var without: Double

    var size: Double { abs(value - without) }
  }
}

extension UsesReport {
  package var lines: [String] {
    let head = "\(address) = \(Self.number(value))" + (readers.isEmpty ? ", which no equation reads" : "")
    return [head]
      + readers.flatMap { reader in
        let name = reader.step.map { "\(reader.name)@\($0)" } ?? reader.name
        let lines = reader.effects.map { effect in
          "    \(effect.name) = \(Self.number(effect.value)), would be \(Self.number(effect.without)) without it"
        }
        let more = reader.more > 0 ? ["    and \(reader.more) more entries, less"] : []
        return ["  \(name)  \(reader.text)"] + (lines.isEmpty ? ["    read, without any effect"] : lines) + more
      }
  }

  private static func number(_ value: Double) -> String { ValueText.significant(value, digits: 4) }

  var json: JSON {
    .object([
      .init("uses", .string(address)), .init("value", .double(value)), .init("readers", .array(readers.map(\.json))),
    ])
  }
}

extension UsesReport.Reader {
  fileprivate var json: JSON {
    .object([
      .init("name", .string(name)), .init("step", step.map { .integer($0) } ?? .null), .init("text", .string(text)),
      .init(
        "effects",
        .array(
          effects.map { effect in
            .object([
              .init("name", .string(effect.name)), .init("value", .double(effect.value)),
              .init("without", .double(effect.without)),
            ])
          })), .init("more", .integer(more)),
    ])
  }
}
