// The names in a file of tensors as a sheet says them: with or without a prefix, in one normal form.

import Equations
import Formats

/// Finds a file's tensors by the names of a sheet.
///
/// `W` is found as `W`, or as `param/W` where one file holds parameters, inputs and results side by side.
struct TensorNames {
  static let parameterPrefix = "param/"
  static let inputPrefix = "input/"

  let file: TensorFile
  private let prefix: String
  /// Normal form of the name → where it stands in `file.entries`.
  private let indices: [String: Int]

  /// - Throws: where two names of the file are one name of a sheet, as `W₀` and `W_0` are.
  init(_ file: TensorFile, prefix: String) throws(CatalogueError) {
    var indices: [String: Int] = [:]
    for (index, entry) in file.entries.enumerated() {
      if let other = indices.updateValue(index, forKey: Symbols.normalForm(entry.name)) {
        throw .sameName(path: file.path, file.entries[other].name, entry.name)
      }
    }
    self.file = file
    self.prefix = prefix
    self.indices = indices
  }

  /// What the file says of a tensor; nil where it has none of that name.
  /// - Throws: where it has the name with the prefix and without.
  func entry(for name: String) throws(CatalogueError) -> TensorEntry? {
    let (plain, prefixed) = (indices[Symbols.normalForm(name)], indices[Symbols.normalForm(prefix + name)])
    if plain != nil, prefixed != nil { throw .sameName(path: file.path, name, prefix + name) }
    return (plain ?? prefixed).map { file.entries[$0] }
  }

  /// The axes of all tensors, by the sheet's names.
  var shapes: [String: [Int]] {
    var result: [String: [Int]] = [:]
    for (name, index) in indices {
      let shape = file.entries[index].shape
      result[name] = shape
      if name.hasPrefix(prefix) { result[String(name.dropFirst(prefix.count)), default: shape] = shape }
    }
    return result
  }

  /// The names as a sheet would say them: for messages.
  var available: [String] {
    let prefixed = file.names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    return prefixed.isEmpty ? file.names : prefixed
  }
}
