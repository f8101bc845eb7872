// What a run does that whoever started it may not expect: it takes much memory, or a stage that should end itself did not.

internal import Equations
package import Evaluation

extension Trace {
  /// All that is to be said of the run, rather than of what it was made from.
  package var notes: [MaterialNote] { spectrumNotes + newsworthy }

  /// What is said at once.
  package var newsworthy: [MaterialNote] { [sizeNote].compactMap { $0 } + openEndNotes }

  /// From how many bytes on a run is called large.
  private static var large: Int { 1 << 28 }

  /// What a large run takes, and what of it takes most.
  private var sizeNote: MaterialNote? {
    guard byteCount >= Self.large else { return nil }
    let most = largestPart.map { ", most of it \($0)" } ?? ""
    return MaterialNote(
      kind: .note, text: "the run takes \(ByteText.text(byteCount)) of memory\(most); info memory tells more")
  }

  /// The quantities that take most.
  var largestPart: String? { plan.largestPart(steps: stages.map(\.steps)) }

  /// Stages that went on to their last step, as the condition that should end them never held.
  private var openEndNotes: [MaterialNote] {
    model.stages.compactMap { stage in
      guard let id = stage.steps.until, has(model.quantities[id]), stages[stage.id].steps == stage.length.count,
        values(of: model.quantities[id], at: stage.length.count - 1).allSatisfy({ $0 == 0 })
      else { return nil }
      let condition = model.quantities[id].expression.spelled(in: model)
      return MaterialNote(
        kind: .note,
        text: "\(stage.variable) went on to its limit, \(stage.length.count) steps: \(condition) never held")
    }
  }
}
