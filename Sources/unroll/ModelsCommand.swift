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
      let width = sheets.map(\.name.count).max() ?? 0
      for sheet in sheets {
        guard !json else {
          try say(sheet.json.text)
          continue
        }
        let words = [sheet.title, sheet.source.map { "(\($0))" }].compactMap { $0 }.joined(separator: "  ")
        let pad = String(repeating: " ", count: words.isEmpty ? 0 : width - sheet.name.count + 2)
        try say(sheet.name + pad + words)
      }
    }
  }
}

extension CatalogueEntry {
  fileprivate var json: JSON {
    .object([
      .init("name", .string(name)), .init("path", .string(path)), .init("title", title.map { .string($0) } ?? .null),
      .init("source", source.map { .string($0) } ?? .null),
    ])
  }
}
