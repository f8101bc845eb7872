// export: the run, one quantity of it, or what is seen, as a file.

package import Equations
internal import Evaluation

extension Command {
  static let export: Command = Command(
    "export", operands: "trace FILE, weights FILE, view FILE [SIZE], or EXPRESSION FILE", completes: .file,
    summary: "write the run, the weights, an expression at every step, or the view to a file",
    details: """
      export trace run.safetensors   every named quantity at every step, as unroll trace does
      export weights w.safetensors   every parameter, to be given to load and --weights
      export h h.csv                 one quantity or expression, a row a step; .safetensors holds it as [T, n]
      export view screen.svg         what is seen, as it is now; .txt as plain text, .ansi with colours
      export view screen.svg 120x40  in another size
      A file is written whole or not at all.
      """,
    example: "export norm(h) /dev/null"
  ) { session, text throws(CommandError) in
    var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    var size: ExportedSize?
    if words.first == "view", words.count == 3, let last = words.last {
      guard let read = ExportedSize(last) else {
        throw .message("a size is columns x rows, such as 80x24, not \(last)")
      }
      size = read
      words.removeLast()
    }
    guard words.count >= 2 else { throw Command.export.usage(text) }
    let path = words.removeLast()
    switch words {
    case ["trace"]: return Reply(effects: [.export(.trace, path: path)])
    case ["weights"]: return Reply(effects: [.export(.weights, path: path)])
    case ["view"]:
      guard let kind = ExportedPicture(path: path) else {
        throw .message("a view is written as .txt, .ansi or .svg, not as \(path)")
      }
      return Reply(effects: [.export(.view(kind, size), path: path)])
    default:
      let expression = words.joined(separator: " ")
      _ = try session.seeing(expression).value(of: expression)
      guard path.hasSuffix(".csv") || path.hasSuffix(".safetensors") || path.hasPrefix("/dev/") else {
        throw .message("numbers are written as .csv or .safetensors, not as \(path)")
      }
      return Reply(effects: [.export(.expression(expression), path: path)])
    }
  }
}

/// What is written to a file.
package enum Exported: Sendable, Equatable {
  /// Every quantity at every step.
  case trace
  /// Every parameter, under the sheet's names.
  case weights
  /// What is seen.
  case view(ExportedPicture, ExportedSize?)
  case expression(String)
}

/// How a view is written.
package enum ExportedPicture: String, Sendable, Equatable, CaseIterable {
  case txt, ansi, svg

  /// By the ending of a path.
  init?(path: String) {
    guard let kind = Self.allCases.first(where: { path.hasSuffix("." + $0.rawValue) }) else { return nil }
    self = kind
  }
}

/// Columns and rows of a view.
package struct ExportedSize: Sendable, Equatable {
  package var width: Int
  package var height: Int

  private static let most = 1000

  /// Reads `80x24`.
  init?(_ text: String) {
    let parts = text.split(whereSeparator: { "x×".contains($0) }).map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1], (1...Self.most).contains(width),
      (1...Self.most).contains(height)
    else { return nil }
    (self.width, self.height) = (width, height)
  }
}

/// An expression at every step, ready to be written.
package struct ExportedTable: Sendable {
  package let name: String
  package let shape: Shape
  /// Nil for what has no steps.
  package let steps: Int?
  /// What each step is called, where symbols are fed.
  package let symbols: [String]?
  fileprivate let probe: Probe<Float>

  /// The names of its numbers: `h[1]`, `h[2]`.
  package var columns: [String] {
    switch shape {
    case .scalar: return [name]
    case .vector(let n), .row(let n): return (1...max(1, n.count)).map { "\(name)[\($0)]" }
    case .matrix(let rows, let columns):
      return (1...max(1, rows.count)).flatMap { row in
        (1...max(1, columns.count)).map { "\(name)[\(row),\($0)]" }
      }
    }
  }

  /// Calls `body` with the numbers at each step of a range, from 0.
  package func forEach(in steps: Range<Int>, _ body: (Int, [Float]) -> Void) {
    probe.forEach(in: steps) { step, numbers in body(step, Array(numbers)) }
  }
}

extension Session {
  /// An expression of the sheet, at every step.
  package func table(_ text: String) throws(CommandError) -> ExportedTable {
    try seeing(text).ownTable(text)
  }

  private func ownTable(_ text: String) throws(CommandError) -> ExportedTable {
    let (expression, spelled) = try Stop.expression(text, trace.model)
    let probe: Probe<Float>
    do throws(RunError) {
      probe = try Probe(expression, in: trace)
    } catch {
      throw .run(error)
    }
    let moving = expression.reads.filter { $0.isMoving(in: trace.model) }
    let steps = moving.isEmpty ? nil : probe.stepCount
    let stage = moving.lazy.compactMap { self.stage(of: $0) }.first
    let symbols = stage.flatMap { stage in
      steps.flatMap { count in
        symbol(of: stage, at: 0) == nil ? nil : (0..<count).map { symbol(of: stage, at: $0) ?? "" }
      }
    }
    return ExportedTable(name: spelled, shape: expression.shape, steps: steps, symbols: symbols, probe: probe)
  }
}
