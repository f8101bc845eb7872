// Which steps a picture shows, and which of them share a column.

import Debugger

/// The steps of a picture's columns.
package struct StepWindow: Hashable, Sendable {
  package let steps: Range<Int>
  /// Steps that share a column.
  package let apart: Int

  /// A column for each of some steps.
  init(_ steps: Range<Int>) { (self.steps, apart) = (steps, 1) }

  /// The steps that fit, moved on by whole parts of the window so that stepping seldom moves the picture.
  init(count: Int, room: Int, around step: Int) {
    apart = 1
    let room = min(max(room, 0), max(count, 0))
    guard room > 0, room < count else {
      steps = 0..<room
      return
    }
    let stride = max(1, room * 3 / 4)
    let step = min(max(step, 0), count - 1)
    let start = min(max(step / stride * stride - room / 8, 0), count - room)
    steps = start..<start + room
  }

  /// The whole run, in columns of as many steps each as it takes; columns begin where summaries do.
  init(whole count: Int, room: Int) {
    steps = 0..<max(count, 0)
    let block = StepExtremes.stepsPerBlock(count)
    let least = (max(count, 1) + max(room, 1) - 1) / max(room, 1)
    apart = least == 1 ? 1 : (least + block - 1) / block * block
  }

  var columns: Int { (steps.count + apart - 1) / apart }

  /// The steps of a column.
  func steps(of column: Int) -> Range<Int> {
    let start = steps.lowerBound + column * apart
    return start..<max(min(start + apart, steps.upperBound), start)
  }
}
