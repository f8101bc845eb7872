// The scale that a quantity is drawn on: by its equation's form where that bounds it, else by its numbers. The same at
// every step, so that a color means one thing for the whole run.

import Cells
import Debugger
import Equations

/// Finds scales.
struct QuantityScale {
  let values: LensedValues

  /// Whether all entries are between 0 and 1 whatever is fed: gates, attention, probabilities.
  func isGate(_ id: Int) -> Bool {
    let interval = Interval(of: id, in: values.session.model)
    return interval.low >= 0 && interval.high <= 1
  }

  /// The scale of a tensor: of what does not move, by its numbers alone.
  func scale(of tensor: ShownTensor, showing window: Range<Int>) -> ValueScale {
    guard let id = tensor.quantity else {
      return .diverging(limit: Self.rounded(largest(of: tensor, at: 0)))
    }
    return scale(of: id, showing: window)
  }

  /// The scale of a quantity for the whole run; the numbers of the steps in `window` fit on it for certain.
  func scale(of id: Int, showing window: Range<Int>) -> ValueScale {
    let interval = Interval(of: id, in: values.session.model)
    if values.lens == .difference { return .diverging(limit: Self.rounded(largest(id, window))) }
    if interval.low >= 0, interval.high <= 1 { return .sequential(from: 0, to: 1) }
    if interval.low >= -1, interval.high <= 1 { return .diverging(limit: 1) }
    let limit = Self.rounded(largest(id, window))
    return interval.low >= 0 ? .sequential(from: 0, to: limit) : .diverging(limit: limit)
  }

  /// Steps that are looked at in a long run; those on the screen are always looked at.
  private static let sampled = 256
  /// Beyond this many on the screen, summaries are.
  private static let mostLookedAt = 1024

  /// The largest magnitude of finite numbers.
  private func largest(_ id: Int, _ window: Range<Int>) -> Float {
    guard let tensor = values.quantity(id).map({ ShownTensor($0) }) else { return 0 }
    let count = values.stepCount(id)
    let stride = max(1, count / Self.sampled)
    var result: Float = 0
    for step in Swift.stride(from: 0, to: count, by: stride) {
      result = max(result, largest(of: tensor, at: step))
    }
    let window = window.clamped(to: 0..<max(count, 0))
    if window.count > Self.mostLookedAt, let quantity = values.quantity(id) {
      result = max(result, Self.largest(values.extremes(quantity, window)))
    } else {
      for step in window { result = max(result, largest(of: tensor, at: step)) }
    }
    for other in values.others {
      guard let name = values.quantity(id)?.name, let same = other.session.model.quantity(named: name) else { continue }
      result = max(result, QuantityScale(values: other).largest(same.id, window))
    }
    return result
  }

  /// From how many numbers on their largest is worked out once, and kept with the run.
  private static let many = 1 << 14

  private func largest(of tensor: ShownTensor, at step: Int) -> Float {
    guard tensor.shape.count >= Self.many else { return Self.largest(values.values(tensor, at: step)) }
    let known = values.session.summaries.series("largest of \(tensor.name) at \(step) \(values.lens.word)") {
      [Self.largest(values.values(tensor, at: step))]
    }
    return known.first ?? 0
  }

  private static func largest(_ numbers: [Float]) -> Float {
    numbers.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
  }

  /// The next number of two digits above; 1 for zero.
  static func tight(_ limit: Float) -> Float {
    let round = rounded(limit)
    guard limit > 0, limit.isFinite else { return round }
    let unit = round / 20
    return min((limit * 0.9999 / unit).rounded(.up) * unit, round)
  }

  /// The next number of the series 1, 2, 5, 10 above; 1 for zero.
  static func rounded(_ limit: Float) -> Float {
    guard limit > 0, limit.isFinite else { return 1 }
    var unit: Float = 1
    while unit < limit, unit < 1e37 { unit *= 10 }
    while unit / 10 >= limit, unit > 1e-37 { unit /= 10 }
    for part: Float in [0.1, 0.2, 0.5] where unit * part >= limit * 0.9999 { return unit * part }
    return unit
  }
}

extension ValueScale {
  var low: Float {
    switch self {
    case .diverging(let limit): -limit
    case .sequential(let low, _): low
    }
  }

  var high: Float {
    switch self {
    case .diverging(let limit): limit
    case .sequential(_, let high): high
    }
  }
}
