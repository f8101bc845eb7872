// clip: what clipping would make of the present gradient.

internal import Equations
internal import Evaluation
internal import Formats
package import Learning

extension Command {
  static let clip: Command = Command(
    "clip", operands: "norm BOUND or value BOUND [of EXPRESSION]", completes: .expression,
    summary: "what clipping makes of the gradient by all parameters: its norm before and after, how far it turns",
    details: """
      clip norm 1                  scaled down to that norm where it is longer: its direction stays
      clip value 0.1 of norm(h)    each entry by itself, kept within ±0.1: its direction changes
      Nothing is changed: it tells what train --clip and --clip-value would do.
      """,
    example: "clip norm 1 of norm(h)"
  ) { session, text throws(CommandError) in
    let (how, of) = GradientTarget.split(text)
    let words = how.split(separator: " ").map(String.init)
    guard words.count == 2, let bound = Double(words[1]), bound > 0, bound.isFinite else {
      throw Command.clip.usage(text)
    }
    let clipping: Clipping
    switch words[0] {
    case "norm": clipping = .norm(bound)
    case "value": clipping = .value(bound)
    default: throw Command.clip.usage(text)
    }
    let back = try session.wayBack(from: of)
    let gradient = session.present.model.parameters.flatMap { parameter -> [Float] in
      guard let id = back.gradient.parameterAdjoints[parameter.id] else {
        return Array(repeating: 0, count: parameter.shape.count)
      }
      return back.trace.values(of: back.model.quantities[id], at: 0)
    }
    guard !gradient.isEmpty else { throw .message("the model has no parameter, so that nothing can be clipped") }
    return Reply([.clipping(ClippingReport(clipping, gradient, of: back.title))])
  }
}

/// A gradient before and after it was clipped.
package struct ClippingReport: Sendable {
  package var title: String
  package var clipping: Clipping
  package var before: Double
  package var after: Double
  /// Entries that became another number, and all.
  package var cut: Int
  package var count: Int
  /// Between both, in degrees; nil where one of them is no direction.
  package var angle: Double?

  package init(_ clipping: Clipping, _ gradient: [Float], of title: String) {
    var clipped = gradient
    clipping.clip(&clipped)
    (self.title, self.clipping) = (title, clipping)
    (before, after) = (euclideanNorm(gradient), euclideanNorm(clipped))
    (cut, count) = (zip(gradient, clipped).count { $0 != $1 }, gradient.count)
    angle = Self.angle(gradient, before, clipped, after)
  }

  /// 2 atan(‖u - v‖ / ‖u + v‖) of unit vectors, which small angles do not make worse (Kahan 2006).
  ///
  /// A scaled vector has the rounding of its entries, and no angle.
  private static func angle(_ one: [Float], _ length: Double, _ other: [Float], _ otherLength: Double) -> Double? {
    guard length > 0, otherLength > 0, length.isFinite, otherLength.isFinite else { return nil }
    var (difference, sum) = (0.0, 0.0)
    for (a, b) in zip(one, other) {
      let (u, v) = (Double(a) / length, Double(b) / otherLength)
      difference += (u - v) * (u - v)
      sum += (u + v) * (u + v)
    }
    let angle = 2 * arcTangent(difference.squareRoot(), sum.squareRoot())
    return angle < 1e-6 ? 0 : angle * 180 / .pi
  }

  package var lines: [String] {
    func text(_ number: Double) -> String { ValueText.significant(number, digits: 4) }
    let how =
      switch clipping {
      case .norm(let bound): "by norm, to \(text(bound))"
      case .value(let bound): "by value, to ±\(text(bound))"
      }
    return [
      "the gradient of \(title) by all parameters, clipped \(how)",
      "  norm before  \(text(before))",
      "  norm after   \(text(after))",
      "  entries cut  \(cut) of \(count)",
      "  angle        " + (angle.map { "\(text($0))°" } ?? "none: one of them is no direction"),
    ]
  }

  var json: JSON {
    .object([
      .init("clipping", .string(title)), .init("before", .double(before)), .init("after", .double(after)),
      .init("cut", .integer(cut)), .init("count", .integer(count)),
      .init("degrees", angle.map { .double($0) } ?? .null),
    ])
  }
}
