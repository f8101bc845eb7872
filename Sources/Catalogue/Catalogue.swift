// The sheets that come with the program, by their names, and the weights that belong to them.

package import Equations
package import Formats

/// A sheet of the catalogue.
package struct CatalogueEntry: Sendable, Equatable {
  /// The file's name without its ending: what one types.
  package var name: String
  package var path: String
  /// Nil where the sheet cannot be read or has none.
  package var title: String?
  package var source: String?
}

/// What lies in a resource folder.
package struct Catalogue: Sendable {
  package let folder: ResourceFolder
  /// The names of its sheets, sorted.
  package let names: [String]

  package static let sheetEnding = ".eqn"
  /// The entry of a weight file's metadata that names the sheet whose parameters they are.
  package static let owner = "sheet"
  /// The entry that holds lines for that sheet, as a readout beside which the parameters were trained.
  package static let lines = "lines"
  private static let weightEndings = [".safetensors", ".npz"]

  /// Lists the folder; no sheet is read yet.
  package init(_ folder: ResourceFolder) throws(CatalogueError) {
    guard let files = FileSystem.names(in: folder.models) else { throw .resourcesSetWrongly(path: folder.path) }
    self.folder = folder
    names = files.filter { $0.hasSuffix(Self.sheetEnding) }.map { String($0.dropLast(Self.sheetEnding.count)) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// All sheets with their titles; reads every one of them.
  package var sheets: [CatalogueEntry] {
    names.map { name in
      let path = path(of: name)
      let sheet = try? parse(path, name: name)
      return CatalogueEntry(name: name, path: path, title: sheet?.title, source: sheet?.source)
    }
  }

  private func path(of name: String) -> String { "\(folder.models)/\(name)\(Self.sheetEnding)" }

  // MARK: sheets

  /// Parses the sheet that someone asks for.
  ///
  /// What ends in `.eqn` or has a slash is a path; all else is a name of the catalogue, or else a file of that name.
  ///
  /// - Throws: no such sheet, with the nearest name; what keeps the file from being read; all grammatical mistakes.
  package func sheet(_ nameOrPath: String) throws(CatalogueError) -> Sheet {
    if Self.isPath(nameOrPath) { return try parse(nameOrPath, name: nameOrPath) }
    if names.contains(nameOrPath) { return try parse(path(of: nameOrPath), name: nameOrPath) }
    if FileSystem.isFile(nameOrPath) { return try parse(nameOrPath, name: nameOrPath) }
    let longer = nameOrPath.isEmpty ? nil : names.first { $0.hasPrefix(nameOrPath) }
    throw .noSuchSheet(nameOrPath, nearest: nearestName(to: nameOrPath, among: names) ?? longer)
  }

  private static func isPath(_ text: String) -> Bool { text.contains("/") || text.hasSuffix(sheetEnding) }

  private func parse(_ path: String, name: String) throws(CatalogueError) -> Sheet {
    let text: String
    do throws(FormatError) {
      text = try readTextFile(path: path, limit: SheetParser.maximumLength)
    } catch {
      throw .file(error)
    }
    do throws(SheetErrors) {
      return try SheetParser.parse(text, name: name)
    } catch {
      throw .sheet(error)
    }
  }

  // MARK: weights

  /// The weights that a sheet of the catalogue comes with.
  ///
  /// `weights/NAME.safetensors` or `weights/NAME.npz`, NAME being the sheet's name; else the longest part of that name in
  /// front of a dash that has such a file, if the file holds every tensor that the sheet's parameters name and does not say
  /// that it is another sheet's: `g2p-encoder` reads `g2p.npz`, `lstm-coupled` not what `lstm` was trained to. A sheet at a path has weights of its own only where that path leads into the catalogue.
  ///
  /// - Returns: the open file, or nil where the sheet starts at random.
  /// - Throws: where the file is there and cannot be read.
  package func weights(for sheet: Sheet) throws(CatalogueError) -> TensorFile? {
    guard let name = catalogueName(of: sheet) else { return nil }
    if let file = try weightFile(named: name) { return file }
    var stem = name[...]
    while let dash = stem.lastIndex(of: "-") {
      stem = stem[..<dash]
      guard let file = try weightFile(named: String(stem)) else { continue }
      let owner = file.metadata[Self.owner] ?? name
      return owner == name && holdsParameters(of: sheet, file) ? file : nil
    }
    return nil
  }

  private func catalogueName(of sheet: Sheet) -> String? {
    guard Self.isPath(sheet.name) else { return names.contains(sheet.name) ? sheet.name : nil }
    guard let real = FileSystem.realPath(sheet.name) else { return nil }
    return names.first { FileSystem.realPath(path(of: $0)) == real }
  }

  private func weightFile(named name: String) throws(CatalogueError) -> TensorFile? {
    for ending in Self.weightEndings {
      let path = "\(folder.weights)/\(name)\(ending)"
      guard FileSystem.isFile(path) else { continue }
      do throws(FormatError) {
        return try TensorFile(path: path)
      } catch {
        throw .file(error)
      }
    }
    return nil
  }

  private func holdsParameters(of sheet: Sheet, _ file: TensorFile) -> Bool {
    guard let bindings = try? Bindings(for: sheet, weights: file), let model = try? Model(sheet, bindings),
      let names = try? TensorNames(file, prefix: TensorNames.parameterPrefix)
    else { return false }
    return model.parameters.allSatisfy { (try? names.entry(for: $0.origin?.tensor ?? $0.name)) != nil }
  }
}
