// Where the numbers come from, in words, for whoever shows a session without knowing of files.

internal import Catalogue
internal import Formats

extension Session {
  /// The file that holds the parameters, without its folders, or how they were started.
  package var weightsDescription: String {
    guard let file = material.weights else { return "random start, seed \(material.seed)" }
    return file.path.split(separator: "/").last.map(String.init) ?? file.path
  }

  /// Oddities of the files and of the views that the sheet asks for, one a line.
  package var warningTexts: [String] { warnings.map(\.description) + viewWarnings }
}
