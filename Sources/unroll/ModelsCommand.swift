// unroll models: the catalogue.

import ArgumentParser
import Catalogue
import Debugger
import Formats

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "models", abstract: "List the sheets of the catalogue.")

  @Flag(help: "One JSON object a line.")
  var json = false

  func run() throws {
    try reporting { () throws(CommandError) in
      let sheets = try openCatalogue().sheets
      guard !json else {
        for sheet in sheets {
          print(
            JSON.object([
              .init("name", .string(sheet.name)), .init("path", .string(sheet.path)),
              .init("title", sheet.title.map { .string($0) } ?? .null),
              .init("source", sheet.source.map { .string($0) } ?? .null),
            ]).text)
        }
        return
      }
      let width = sheets.map(\.name.count).max() ?? 0
      for sheet in sheets {
        let pad = String(repeating: " ", count: width - sheet.name.count)
        print("\(sheet.name)\(pad)  \(sheet.title ?? "")\(sheet.source.map { "  (\($0))" } ?? "")")
      }
    }
  }
}
