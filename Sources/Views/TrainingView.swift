// How a training goes: its loss, its trials on fresh sequences, the norm of its gradient before and after clipping, and how
// long it will take. It follows from what the session knows of the training, and so is drawn as any picture is.

import Cells
import Debugger

/// Curves over the updates, in a box or as bare lines.
struct TrainingView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  private var theme: Theme { context.theme }

  /// One of the curves.
  private struct Line {
    var name: String
    var value: String
    var high: [Double]
    /// Where the bars begin; the same as `high` for those that rise from the ground.
    var low: [Double]
  }

  func heights(width: Int) -> [Int] {
    let count = context.session.training.map { lines($0).count } ?? 1
    guard context.isBoxed else { return [2] }
    return [3, 2, 1].map { count * $0 + 3 }
  }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard !area.isEmpty else { return }
    guard context.isBoxed else { return drawBare(in: area.inset(left: 2, right: 2), on: &screen) }
    guard area.height >= 4, area.width >= 24 else { return }
    let course = context.session.training
    let title = ["training", course?.task, course?.end.map(Self.word)].compactMap { $0 }.joined(separator: " · ")
    screen.grid.box(
      area, title: [StyledText(title, theme.title(context.isActive))], glyphs: theme.glyphs,
      style: theme.edge(context.isActive))
    let inner = area.inset(top: 1, left: 2, bottom: 1, right: 1)
    guard let course else {
      return write(Self.nothing, in: inner.line(0), theme.quiet, on: &screen)
    }
    write(Self.pace(course), in: inner.line(0), theme.plain, on: &screen)
    let lines = lines(course)
    let height = max((inner.height - 1) / lines.count, 1)
    for (index, line) in lines.enumerated() where 1 + (index + 1) * height <= inner.height {
      let part = Rectangle(
        row: inner.row + 1 + index * height, column: inner.column, height: height, width: inner.width)
      draw(line, in: part, on: &screen)
    }
  }

  /// The words in one line, the loss as bars in the next.
  private func drawBare(in area: Rectangle, on screen: inout Screen) {
    guard area.height > 0 else { return }
    guard let course = context.session.training else {
      return write(Self.nothing, in: area.line(0), theme.quiet, on: &screen)
    }
    let head = (["training \(course.task)"] + [course.end.map(Self.word)].compactMap { $0 } + course.parts)
    write(head.joined(separator: "  "), in: area.line(0), theme.plain, on: &screen)
    if area.height > 1, let loss = lines(course).first { draw(loss, in: area.line(1), on: &screen) }
  }

  private func write(_ text: String, in line: Rectangle, _ style: Style, on screen: inout Screen) {
    screen.grid.write(
      theme.clip(text, line.width), row: line.row, column: line.column, style: style, limit: line.width)
  }

  private static let nothing = "nothing was trained yet: train TASK begins"
  private static let label = 24

  /// Name and value at the left, bars over the updates at the right.
  private func draw(_ line: Line, in part: Rectangle, on screen: inout Screen) {
    let label = min(Self.label, part.width / 2)
    let bottom = part.line(part.height - 1)
    let head = Rectangle(row: bottom.row, column: bottom.column, height: 1, width: label - 1)
    write("\(line.name) \(line.value)", in: head, theme.plain, on: &screen)
    let bars = part.inset(top: part.height > 2 ? 1 : 0, left: label)
    let high = Self.resampled(line.high, bars.width)
    let low = Self.resampled(line.low, bars.width)
    let values = (high + low).filter(\.isFinite).map { Float($0) }
    let scale = ValueScale.sequential(from: min(values.min() ?? 0, 0), to: values.max() ?? 1)
    for (index, value) in high.enumerated() {
      let column = Rectangle(row: bars.row, column: bars.column + index, height: bars.height, width: 1)
      RisingBar(scale: scale, glyphs: theme.glyphs).draw(
        from: Float(low[index]), to: Float(value), style: theme.quiet, in: column, on: &screen.grid)
    }
  }

  private func lines(_ course: TrainingCourse) -> [Line] {
    func text(_ number: Double?) -> String { number.map { ValueText.significant($0, digits: 3) } ?? "" }
    var lines = [
      Line(name: "loss", value: text(course.losses.last), high: course.losses.points, low: course.losses.points)
    ]
    if course.metric != lines[0].name {
      let solved = course.threshold.map { " (\(text($0)))" } ?? ""
      lines.append(
        Line(
          name: Self.short(course.metric), value: text(course.metrics.last) + solved, high: course.metrics.points,
          low: course.metrics.points))
    }
    let norms = course.norms.points
    lines.append(
      Line(
        name: "gradient", value: course.last.map(course.gradient) ?? "", high: norms,
        low: course.clippedNorms.points.count == norms.count ? course.clippedNorms.points : norms))
    return lines
  }

  /// What is measured, in a word or two.
  private static func short(_ metric: String) -> String {
    metric.replacing("share of wrong answers", with: "wrong").replacing("mean squared error", with: "squared error")
      .replacing("half the squared distance", with: "distance")
      .replacing(" a symbol", with: "")
  }

  private static func pace(_ course: TrainingCourse) -> String {
    course.parts.filter { part in
      part.hasPrefix("update ") || part.hasSuffix("sequences/s") || part.hasSuffix(" left")
    }.joined(separator: "   ")
  }

  private static func word(_ end: TrainingCourse.End) -> String {
    switch end {
    case .finished: "finished"
    case .stopped: "stopped"
    case .failed: "failed"
    }
  }

  /// A number a column: all of them, or means of neighbours where there are more.
  private static func resampled(_ points: [Double], _ width: Int) -> [Double] {
    guard points.count > width, width > 0 else { return points }
    return (0..<width).map { column in
      let range = column * points.count / width..<max((column + 1) * points.count / width, 1)
      return points[range].reduce(0, +) / Double(range.count)
    }
  }
}
