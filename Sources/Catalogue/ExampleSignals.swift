// What a model is shown when it is opened without an input: the sheet's example, or noise.

import Chance
package import Equations
import Formats
import Glibc

extension LoadedInputs {
  /// The examples of the sheet; streams that have none, and without which nothing runs, get noise of 24 steps.
  ///
  /// - Throws: an example that is too large or does not fit, a token input without an alphabet.
  package init(exampleFor model: Model, seed: UInt64) throws(CatalogueError) {
    var values = try Self.examples(of: model, seed)
    let length = model.inputs.first { $0.stage != nil && values[$0.id] != nil }.flatMap { values[$0.id]?.steps } ?? 24
    for input in model.inputs where values[input.id] == nil && input.stage != nil && !model.canRun(without: [input.id])
    {
      values[input.id] = try input.signal(.noise, [Double(length)], seed)
    }
    try self.init(values, for: model)
  }
}

extension LoadedInputs {
  /// What the sheet shows, by input; nil where it shows nothing.
  static func examples(of model: Model, _ seed: UInt64) throws(CatalogueError) -> [LoadedInput?] {
    var values: [LoadedInput?] = model.inputs.map { _ in nil }
    for input in model.inputs {
      switch input.example {
      case nil: continue
      case .text(let text): try values.feed(text, to: input, of: model)
      case let example?: values[input.id] = try input.shown(example, seed)
      }
    }
    return values
  }
}

extension Input {
  func shown(_ example: ExampleInput, _ seed: UInt64) throws(CatalogueError) -> LoadedInput {
    switch example {
    case .text(let text): return try fed(text)
    case .signal(let signal, _): return try self.signal(signal, exampleNumbers, seed)
    case .edges(let edges):
      let size = shape.rows.count
      var numbers = [Double](repeating: 0, count: shape.count)
      for edge in edges {
        let (one, other) = (Int(edge[0]) - 1, Int(edge[1]) - 1)
        for place in [one * size + other, other * size + one] { numbers[place] = edge.count > 2 ? edge[2] : 1 }
      }
      return LoadedInput(content: .numbers(Tensor(shape: shape.axes, float64: numbers)))
    case .rows(let rows):
      let flat = rows.flatMap { $0 }
      guard stage == nil else {
        return LoadedInput(content: .numbers(Tensor(shape: [rows.count] + shape.axes, float64: flat)))
      }
      guard flat.count == shape.count else { throw .exampleDoesNotFit(name, "it is given once: a single row") }
      return LoadedInput(content: .numbers(Tensor(shape: shape.axes, float64: flat)))
    }
  }

  /// A signal of `numbers[0]` steps, or of one where the input is given once.
  ///
  /// - `pulse T height`: `height` (1) in every unit at the first step, 0 after.
  /// - `noise T scale`: normal with standard deviation `scale` (1); for a token input, symbols drawn evenly.
  /// - `sine T period amplitude`: a period of `period` (12) steps; the units' phases are spread evenly over one.
  /// - `constant T value`: `value` (1) everywhere.
  func signal(
    _ signal: ExampleInput.Signal, _ numbers: [Double], _ seed: UInt64
  ) throws(CatalogueError) -> LoadedInput {
    let (steps, units) = (stage == nil ? 1 : Int(exactly: numbers.first ?? 24) ?? 0, shape.count)
    let (count, overflow) = steps.multipliedReportingOverflow(by: units)
    guard steps >= 1, !overflow, count <= Self.largestExample else {
      throw .exampleDoesNotFit(name, "it is \(steps) steps of \(units) numbers, more than fit")
    }
    var random = SeededNumbers(seed: seed, name: name)
    if case .token = kind {
      guard signal == .noise else { throw .exampleDoesNotFit(name, "a token input is shown a text, or noise") }
      return LoadedInput(
        content: .tokens((0..<steps).map { _ in Int32(truncatingIfNeeded: random.index(below: units)) }))
    }
    func number(_ index: Int, or silent: Double) -> Double { numbers.count > index ? numbers[index] : silent }
    var values: [Double] = []
    values.reserveCapacity(count)
    switch signal {
    case .pulse:
      values = Array(repeating: number(1, or: 1), count: units) + Array(repeating: 0, count: count - units)
    case .noise:
      let scale = number(1, or: 1)
      for _ in 0..<count { values.append(scale * random.normal()) }
    case .sine:
      let (period, amplitude) = (number(1, or: 12), number(2, or: 1))
      guard period.isFinite, period != 0 else { throw .exampleDoesNotFit(name, "a sine's second number is its period") }
      for step in 0..<steps {
        for unit in 0..<units {
          let turns = Double(step) / period + Double(unit) / Double(units)
          values.append(amplitude * sin(2 * Double.pi * turns))
        }
      }
    case .constant:
      values = Array(repeating: number(1, or: 1), count: count)
    }
    return LoadedInput(content: .numbers(Tensor(shape: (stage == nil ? [] : [steps]) + shape.axes, float64: values)))
  }

  /// Numbers in one example: 128 MiB of them.
  private static let largestExample = 1 << 24
}
