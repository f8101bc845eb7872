// One number of a run at each step: the mean of a gate, how widely weights are spread, the norm of a state, a number of the
// sheet, or an expression.

import Debugger
import Equations
import Evaluation
import Glibc

/// What a line over time draws.
struct LineSeries {
  enum Source {
    case mean, norm, value
    /// Of weights so many of which sum to 1.
    case entropy(of: Int)
    case expression(Expression)
  }

  var name: String
  /// The quantity that it is of; of an expression the first that it reads.
  var quantity: Quantity
  var source: Source
  /// Of an expression, as it was typed.
  private var text: String?

  init(_ quantity: Quantity, _ source: Source) {
    self.quantity = quantity
    self.source = source
    switch source {
    case .mean: name = "mean \(quantity.name)"
    case .norm: name = "‖\(quantity.name)‖"
    case .entropy: name = "entropy \(quantity.name)"
    case .value, .expression: name = quantity.name
    }
  }

  /// An expression as it is typed; nil where it reads nothing that moves with the steps.
  init?(_ text: String, _ values: LensedValues) {
    let model = values.session.trace.model
    guard let syntax = try? model.syntax(text), let expression = try? model.expression(syntax, text: text)
    else { return nil }
    let read = expression.reads.lazy.compactMap { read -> Quantity? in
      if case .quantity(let id) = read.source { values.quantity(id) } else { nil }
    }
    guard let quantity = read.first(where: { values.session.model.stages[$0.stage].steps != .once }) else { return nil }
    self.quantity = quantity
    source = .expression(expression)
    self.text = text
    name = expression.shape.isScalar ? text : "‖\(text)‖"
  }

  /// The lines that the model's roles suggest: gates as means, states as norms, numbers as they are.
  ///
  /// Of weights that sum to 1 the mean is always the same: their entropy tells how widely they are spread.
  ///
  /// Those of the stage that we are in: another's steps are others, and lines above each other share theirs.
  static func suggested(_ values: LensedValues) -> [LineSeries] {
    let scale = QuantityScale(values: values)
    let session = values.session
    let all = values.shown.filter { session.model.stages[$0.stage].steps != .once }
    let here = session.timeline.part(at: session.position)?.stage
    let moving = all.contains { $0.stage == here } ? all.filter { $0.stage == here } : all
    let lines = moving.compactMap { quantity -> LineSeries? in
      if quantity.shape.isScalar { return LineSeries(quantity, .value) }
      if let count = Session.spread(of: quantity) { return LineSeries(quantity, .entropy(of: count)) }
      if Session.isDistribution(quantity.expression) { return nil }
      if scale.isGate(quantity.id) { return LineSeries(quantity, .mean) }
      return quantity.isState ? LineSeries(quantity, .norm) : nil
    }
    return lines.isEmpty ? moving.map { LineSeries($0, .norm) } : lines
  }

  var isMean: Bool { if case .mean = source { true } else { false } }

  /// The largest number that there can be, whatever is fed, where it is no difference; nil where there is no such bound.
  var bound: Float? {
    switch source {
    case .mean: 1
    case .entropy(let count): logf(Float(count))
    case .norm, .value, .expression: nil
    }
  }

  /// Its numbers at steps, from 0, through the lens.
  func numbers(_ steps: Range<Int>, _ values: LensedValues) -> [Float] {
    switch source {
    case .expression(let expression): return numbers(of: expression, steps, values)
    case .entropy where values.lens == .difference:
      let (now, before) = (LensedValues(values.session, .now), LensedValues(values.session, .before))
      return zip(numbers(steps, now), numbers(steps, before)).map { $0 - $1 }
    case .mean, .norm, .value, .entropy: return steps.map { summary(of: values.values(quantity.id, at: $0)) }
    }
  }

  private func numbers(of expression: Expression, _ steps: Range<Int>, _ values: LensedValues) -> [Float] {
    switch values.lens {
    case .now: return Self.numbers(expression, steps, values.session.trace)
    case .before: return before(steps, values)
    case .difference:
      let now = Self.numbers(expression, steps, values.session.trace)
      return zip(now, before(steps, values)).map { $0 - $1 }
    }
  }

  /// The expression read anew for the untouched model, in which names may stand for other things.
  private func before(_ steps: Range<Int>, _ values: LensedValues) -> [Float] {
    guard let trace = values.session.ghost?.trace, let text, let syntax = try? trace.model.syntax(text),
      let expression = try? trace.model.expression(syntax, text: text)
    else { return steps.map { _ in .nan } }
    return Self.numbers(expression, steps, trace)
  }

  private static func numbers(_ expression: Expression, _ steps: Range<Int>, _ trace: Trace<Float>) -> [Float] {
    guard let probe = try? Probe(expression, in: trace) else { return steps.map { _ in .nan } }
    var result: [Float] = []
    result.reserveCapacity(steps.count)
    probe.forEach(in: steps) { _, numbers in
      result.append(numbers.count == 1 ? numbers[0] : numbers.reduce(0) { $0 + $1 * $1 }.squareRoot())
    }
    return result
  }

  private func summary(of numbers: [Float]) -> Float {
    switch source {
    case .mean: numbers.isEmpty ? .nan : numbers.reduce(0, +) / Float(numbers.count)
    case .norm: numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
    case .entropy(let count): Self.entropy(numbers) / Float(max(numbers.count / count, 1))
    case .value, .expression: numbers.first ?? .nan
    }
  }

  /// In nats; 0 log 0 is 0.
  private static func entropy(_ weights: [Float]) -> Float {
    weights.reduce(0) { $1 == 0 ? $0 : $0 - $1 * logf($1) }
  }

  /// Whether all that it reads has been worked out at a step, from 0.
  func hasHappened(at step: Int, _ values: LensedValues) -> Bool {
    guard case .expression(let expression) = source else { return values.hasHappened(quantity.id, at: step) }
    return expression.reads.allSatisfy { read in
      guard case .quantity(let id) = read.source, read.at.offset <= 0 else { return true }
      return values.hasHappened(id, at: max(step + read.at.offset, 0))
    }
  }
}
