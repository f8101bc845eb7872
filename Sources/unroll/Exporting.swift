// What export writes: traces, tables and views, each whole or not at all.

import Catalogue
import Cells
import Debugger
import Equations
import Evaluation
import Formats
import Views

enum Exporting {
  /// Writes a file.
  ///
  /// - Parameters:
  ///   - exported: what is wanted.
  ///   - path: where.
  ///   - session: whose.
  ///   - seen: the screen that is seen, where there is one; else one is drawn.
  /// - Returns: what is said of it.
  /// - Throws: what cannot be worked out, a place that cannot be written, an interruption.
  static func write(
    _ exported: Exported, to path: String, of session: Session, seen: Grid? = nil
  ) throws(CommandError) -> Report {
    let place = InteractiveFiles.expanded(path)
    switch exported {
    case .trace: try filing { () throws(FormatError) in try writeTrace(session, place) }
    case .weights: try filing { () throws(FormatError) in try WeightWriting.write(session, to: place) }
    case .view(let kind, let size):
      let bytes = Array(text(kind, grid(size, session, seen)).utf8)
      try filing { () throws(FormatError) in try writeFileWhole(path: place, bytes: bytes) }
    case .expression(let text):
      let table = try session.table(text)
      try filing { () throws(FormatError) in
        if path.hasSuffix(".safetensors") {
          try writeTensor(table, place, session.isInterrupted)
        } else {
          try writeRows(table, place, session.isInterrupted)
        }
      }
    }
    if session.isInterrupted() { throw .run(.interrupted) }
    return .text("wrote \(path)")
  }

  private static func filing(_ work: () throws(FormatError) -> Void) throws(CommandError) {
    do throws(FormatError) {
      try work()
    } catch {
      throw .catalogue(.file(error))
    }
  }

  // MARK: numbers

  private static func writeTrace(_ session: Session, _ path: String) throws(FormatError) {
    let trace = session.trace
    let file = try TraceFile<Float>(path: path, trace.plan, steps: trace.stages.map(\.steps), .float32)
    try file.write(trace, isInterrupted: session.isInterrupted)
  }

  /// Steps that are gathered before they are written.
  private static let chunk = 256

  private static func writeTensor(
    _ table: ExportedTable, _ path: String, _ isInterrupted: () -> Bool
  ) throws(FormatError) {
    let shape = (table.steps.map { [$0] } ?? []) + table.shape.axes
    var writer = try TensorFileWriter(path: path, tensors: [.init(name: table.name, shape: shape)])
    let steps = table.steps ?? 1
    for start in stride(from: 0, to: steps, by: chunk) {
      if isInterrupted() { return }
      var numbers: [Float] = []
      table.forEach(in: start..<min(steps, start + chunk)) { numbers += $1 }
      try writer.append(numbers)
    }
    try writer.finish()
  }

  /// A row a step, with the number of the step and the symbol that was fed, if there is one.
  private static func writeRows(
    _ table: ExportedTable, _ path: String, _ isInterrupted: () -> Bool
  ) throws(FormatError) {
    let heads = (table.steps == nil ? [] : ["step"]) + (table.symbols == nil ? [] : ["symbol"])
    var writer = try CSVWriter(path: path, header: heads + table.columns)
    let steps = table.steps ?? 1
    for start in stride(from: 0, to: steps, by: chunk) {
      if isInterrupted() { return }
      var rows: [(step: Int, numbers: [Float])] = []
      table.forEach(in: start..<min(steps, start + chunk)) { rows.append(($0, $1)) }
      for (step, numbers) in rows {
        let number = table.steps == nil ? [] : ["\(step + 1)"]
        try writer.append(number + (table.symbols.map { [$0[step]] } ?? []), numbers)
      }
    }
    try writer.finish()
  }

  // MARK: pictures

  private static let usualSize = (width: 80, height: 24)

  private static func grid(_ size: ExportedSize?, _ session: Session, _ seen: Grid?) -> Grid {
    if let seen, size == nil { return seen }
    let theme = Theme(Palette(depth: .truecolor, glyphs: .unicode))
    return Interface(
      session, theme: theme, width: size?.width ?? usualSize.width, height: size?.height ?? usualSize.height
    ).screen.grid
  }

  private static func text(_ kind: ExportedPicture, _ grid: Grid) -> String {
    switch kind {
    case .txt: PlainTextWriter.text(grid)
    case .ansi: ANSIWriter.text(grid, depth: .truecolor)
    case .svg: SVGWriter.text(grid)
    }
  }
}
