// Fixture files: sheets, and what is to be said of them.

import Equations
import Glibc
import TestSupport

enum Fixtures {
  /// Set by hand to write the expectations anew from what the program says now.
  static let areRewritten = getenv("UNROLL_UPDATE_SNAPSHOTS").map { String(cString: $0) } == "1"

  static func path(_ name: String) -> String { Checkout.fixture(name, of: "EquationsTests") }

  /// The names of a folder's files with an ending, without it, in order.
  static func names(in folder: String, ending: String) -> [String] {
    names(inFolder: path(folder), ending: ending)
  }

  static func names(inFolder folder: String, ending: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.hasSuffix(ending) { names.append(String(name.dropLast(ending.count))) }
    }
    return names.sorted()
  }

  /// A file's text; empty if it cannot be read.
  static func text(_ path: String) -> String {
    guard let file = fopen(path, "rb") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func write(_ text: String, to path: String) {
    guard let file = fopen(path, "wb") else { return }
    defer { fclose(file) }
    fputs(text, file)
  }
}

/// The sheets that come with the program.
enum CatalogueSheets {
  static let names = Fixtures.names(inFolder: "\(Checkout.root)/Resources/models", ending: ".eqn")

  static func text(_ name: String) -> String { Fixtures.text("\(Checkout.root)/Resources/models/\(name).eqn") }
}

/// The model of a sheet, or nil with its mistakes as they are shown.
func read(_ text: String, _ bindings: Bindings = Bindings(), name: String = "sheet") -> (model: Model?, told: String) {
  do throws(SheetErrors) {
    return (try Model(SheetParser.parse(text, name: name), bindings), "")
  } catch {
    return (nil, error.description)
  }
}

/// The first lines of what is told of each mistake: place and message, without the sheet's own lines.
func messages(_ text: String, _ bindings: Bindings = Bindings()) -> [String] {
  do throws(SheetErrors) {
    _ = try Model(SheetParser.parse(text, name: "sheet"), bindings)
    return []
  } catch {
    return error.diagnostics.map { mistake in
      mistake.label.isEmpty ? mistake.message : "\(mistake.message): \(mistake.label)"
    }
  }
}
