// Where the sheets, weights, lessons and data of the program lie. Knows the places to look in, not what is in them.

import Glibc

/// The folder that holds `models`, `weights`, `lessons` and `data`.
package struct ResourceFolder: Sendable, Equatable {
  /// Without a slash at its end.
  package let path: String

  package var models: String { "\(path)/models" }
  package var weights: String { "\(path)/weights" }
  package var lessons: String { "\(path)/lessons" }
  package var data: String { "\(path)/data" }

  /// A folder that is known already, as in a checkout.
  package static func at(_ path: String) -> ResourceFolder { ResourceFolder(path: path) }

  private init(path: String) { self.path = path }

  /// Looks in `$UNROLL_RESOURCES`, then beside the running program.
  /// - Throws: where that variable names no such folder, or none is found; the error lists the places tried.
  package init() throws(CatalogueError) {
    try self.init(locatingBeside: FileSystem.executable, setting: FileSystem.environment("UNROLL_RESOURCES"))
  }

  /// Looks in `setting`, then in `../share/unroll` beside the executable, then for `Resources` in the folders above it.
  ///
  /// A folder counts where it holds `models`.
  ///
  /// - Parameters:
  ///   - executable: the real path of the program, links resolved; nil if the system does not tell.
  ///   - setting: a folder asked for by hand. If it is wrong that is an error, and no other place is tried.
  /// - Throws: where `setting` is wrong, or no place has the folder.
  package init(locatingBeside executable: String?, setting: String?) throws(CatalogueError) {
    if let setting, !setting.isEmpty {
      guard FileSystem.isFolder("\(setting)/models") else { throw .resourcesSetWrongly(path: setting) }
      self.init(path: setting)
      return
    }
    var tried: [String] = []
    for candidate in Self.places(beside: executable) {
      if FileSystem.isFolder("\(candidate)/models") {
        self.init(path: candidate)
        return
      }
      tried.append(candidate)
    }
    throw .noResources(tried: tried)
  }

  private static func places(beside executable: String?) -> [String] {
    guard let executable else { return [] }
    var folder = FileSystem.folder(of: executable)
    var result = ["\(FileSystem.folder(of: folder))/share/unroll"]
    while !folder.isEmpty {
      result.append("\(folder)/Resources")
      folder = FileSystem.folder(of: folder)
    }
    return result + ["/Resources"]
  }
}
