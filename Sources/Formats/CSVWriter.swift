// Numbers as comma-separated values (RFC 4180), a line a row, for spreadsheets and plotting programs.

/// A file of rows that appears whole or not at all.
package struct CSVWriter: ~Copyable {
  private var file: OutputFile

  /// - Parameters:
  ///   - path: where it is to be.
  ///   - header: the names of the columns.
  /// - Throws: a place that cannot be written.
  package init(path: String, header: [String]) throws(FormatError) {
    var file = try OutputFile(path: path)
    try file.write(Self.line(header.map(Self.quoted)))
    self.file = file
  }

  /// A row: words first, then numbers with as many digits as give the same number again.
  package mutating func append(_ words: [String], _ numbers: some Sequence<Float>) throws(FormatError) {
    try file.write(Self.line(words.map(Self.quoted) + numbers.map { $0.description }))
  }

  /// Makes the file appear.
  package consuming func finish() throws(FormatError) { try file.finish() }

  private static func line(_ fields: [String]) -> [UInt8] { Array((fields.joined(separator: ",") + "\r\n").utf8) }

  /// In quotes where a comma, a quote or a line break would end the field.
  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\r\n".contains($0) || $0.isNewline }) else { return field }
    return "\"" + field.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}
