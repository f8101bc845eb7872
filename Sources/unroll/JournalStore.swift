// The journals of sessions that were cut off, the latest first.

import Formats
import Glibc

enum JournalStore {
  static let folder: String? = StateFolder.path.map { "\($0)/sessions" }

  /// Older ones are let go of.
  private static let most = 8

  /// The latest session that was cut off, locked by us from here on; nil if there is none.
  static func takeLatest() -> (JournalFile, JournalRecord)? {
    guard let folder else { return nil }
    for path in paths(folder) {
      guard let (file, record) = JournalFile.take(path) else { continue }
      if record.lines > 0 { return (file, record) }
      file.remove()
    }
    return nil
  }

  /// What there is to say of it at the start: one line, or nothing.
  static func offer() -> String? {
    tidy()
    guard let (_, record) = takeLatest() else { return nil }
    let count = record.lines
    let changes = "\(count) change\(count == 1 ? "" : "s")"
    return "a session on \(record.model) was cut off after \(changes): restore brings it back"
  }

  private static func tidy() {
    guard let folder else { return }
    for path in paths(folder).dropFirst(most) {
      // Those that another program holds are not taken.
      if let (file, _) = JournalFile.take(path) { file.remove() }
    }
  }

  /// Names begin with the time at which they were made.
  private static func paths(_ folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(validating: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if let name, name.hasSuffix(JournalFile.suffix) { names.append(name) }
    }
    return names.sorted { age($1).lexicographicallyPrecedes(age($0)) }.map { "\(folder)/\($0)" }
  }

  private static func age(_ name: String) -> [Int] { name.split { !$0.isNumber }.compactMap { Int($0) } }
}
