// The lessons that come with the program, by their names. What stands in them is not known here.

internal import Equations
internal import Formats

extension Catalogue {
  package static let lessonEnding = ".lesson"

  /// Sorted; none where the folder has no lessons.
  package var lessonNames: [String] {
    (FileSystem.names(in: folder.lessons) ?? []).filter { $0.hasSuffix(Self.lessonEnding) }
      .map { String($0.dropLast(Self.lessonEnding.count)) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The text of a lesson, and the path that it was read from.
  ///
  /// What ends in `.lesson` or has a slash is a path; all else is a name of the catalogue.
  ///
  /// - Throws: no such lesson, with the nearest name; what keeps the file from being read.
  package func lesson(_ nameOrPath: String) throws(CatalogueError) -> (path: String, text: String) {
    var path = nameOrPath
    if !path.contains("/"), !path.hasSuffix(Self.lessonEnding) {
      let names = lessonNames
      guard names.contains(path) else { throw .noSuchLesson(path, nearest: nearestName(to: path, among: names)) }
      path = "\(folder.lessons)/\(path)\(Self.lessonEnding)"
    }
    do throws(FormatError) {
      return (path, try readTextFile(path: path, limit: Self.longestLesson))
    } catch {
      throw .file(error)
    }
  }

  private static let longestLesson = 1 << 18
}
