// Screens kept as text. With UNROLL_UPDATE_SNAPSHOTS=1 they are written anew, to be read before they are committed.

import Cells
import Glibc
import Testing

@testable import Views

/// A screen that was looked at and found right.
struct Snapshot {
  let name: String

  private static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/Snapshots"

  private static var isUpdating: Bool { getenv("UNROLL_UPDATE_SNAPSHOTS").map { String(cString: $0) } == "1" }

  private func path(_ ending: String) -> String { "\(Self.folder)/\(name).\(ending)" }

  /// Compares a grid with what is kept, row by row.
  func expect(_ grid: Grid, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try expect(PlainTextWriter.text(grid), path("txt"), sourceLocation)
  }

  /// The same in the colors of a terminal; `cat` shows what is kept.
  func expect(_ grid: Grid, depth: ColorDepth, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try expect(ANSIWriter.text(grid, depth: depth), path("ansi"), sourceLocation)
  }

  private func expect(_ text: String, _ path: String, _ sourceLocation: SourceLocation) throws {
    if Self.isUpdating { return try write(text, path) }
    guard let kept = read(path) else {
      Issue.record("there is no \(path): UNROLL_UPDATE_SNAPSHOTS=1 writes it", sourceLocation: sourceLocation)
      return
    }
    guard kept != text else { return }
    let (old, new) = (lines(kept), lines(text))
    let different = (0..<max(old.count, new.count)).filter { line(old, $0) != line(new, $0) }
    let report = different.prefix(6).map { "\($0 + 1) kept: \(line(old, $0))\n\($0 + 1) now:  \(line(new, $0))" }
    Issue.record(
      "\(name): \(different.count) rows differ\n\(report.joined(separator: "\n"))", sourceLocation: sourceLocation)
  }

  private func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  private func line(_ lines: [Substring], _ index: Int) -> Substring {
    lines.indices.contains(index) ? lines[index] : ""
  }

  private func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer.prefix(count) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(_ text: String, _ path: String) throws {
    let file = try #require(fopen(path, "w"), "\(path) cannot be written")
    fputs(text, file)
    fclose(file)
  }
}
