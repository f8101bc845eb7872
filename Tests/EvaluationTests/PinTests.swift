// Pins: what they hold, what becomes of the rest, and that running again from where they begin is running anew.

import Catalogue
import Chance
import Equations
import Reference
import TestSupport
import Testing

@testable import Evaluation

@Suite struct PinTests {
  private static let sheet = """
    dims D = 3, H = 5
    input x: D
    param W_z, W_h: H×D
    param U_z, U_h: H×H
    const a = 0.5
    state h: H

    μ = a / 2
    z = σ(W_z x + U_z h[t-1])
    g = tanh(W_h x + U_h (z ⊙ h[t-1]))
    h = z ⊙ h[t-1] + (1 - z) ⊙ g + μ
    M = h xᵀ
    s = sum(M)
    """

  private func model(_ text: String = sheet) throws -> Model { try Model(SheetParser.parse(text, name: "pins")) }

  private func pin(
    _ name: String, place: [ClosedRange<Int>] = [], _ value: String, _ steps: ClosedRange<Int>? = nil, in model: Model
  ) throws -> Pin {
    let quantity = try #require(model.quantity(named: name))
    let expression = try model.expression(SheetParser.expression(value), text: value)
    return Pin(
      quantity: quantity.id, place: place, value: expression, steps: steps, text: "\(name) = \(value)")
  }

  /// The sheet with another equation for a name.
  private func edited(_ name: String, _ value: String) -> String {
    Self.sheet.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("\(name) = ") ? "\(name) = \(value)" : String(line)
    }.joined(separator: "\n")
  }

  @Test func `a pin to the end speaks of no last step`() throws {
    let model = try model()
    let pinned = try model.pinned([try pin("z", "0", 4...Pin.openEnd, in: model)])
    let equation = try #require(pinned.quantity(named: "z")).expression.spelled(in: pinned)
    #expect(equation == "choose(t ≥ 4, 0, σ(W_z x + U_z h[t-1]))")
  }

  @Test(
    arguments: [
      ("z", [], "0", nil, "0 h[t-1]"), ("z", [], "a", 4...4, "choose(t == 4, a, σ(W_z x + U_z h[t-1]))"),
      ("z", [2...2], "1", nil, "choose(onehot(2, H), 1, σ(W_z x + U_z h[t-1]))"),
      ("z", [5...5], "-1", 3...6, "choose(onehot(5, H) and (t ≥ 3 and t ≤ 6), -1, σ(W_z x + U_z h[t-1]))"),
      ("g", [], "h[t-1]", 2...9, "choose(t ≥ 2, h[t-1], tanh(W_h x + U_h (z ⊙ h[t-1])))"),
      ("h", [], "g", nil, "g"), ("M", [2...2, 3...3], "7", nil, "choose(onehot(2, H) onehot(3, D)ᵀ, 7, h xᵀ)"),
      ("z", [2...4], "a", nil, "choose(onehot(1, H) + onehot(5, H), σ(W_z x + U_z h[t-1]), a)"),
      (
        "z", [1...3], "x", 2...5,
        "choose((onehot(1, H) + onehot(2, H) + onehot(3, H)) and (t ≥ 2 and t ≤ 5), [x; 0; 0], σ(W_z x + U_z h[t-1]))"
      ),
      (
        "M", [2...4, 1...2], "-1", nil,
        "choose((onehot(2, H) + onehot(3, H) + onehot(4, H)) (onehot(1, D) + onehot(2, D))ᵀ, -1, h xᵀ)"
      ),
      ("M", [2...2, 1...3], "x", nil, "choose(onehot(2, H) (onehot(0, D) + 1)ᵀ, onehot(2, H) xᵀ, h xᵀ)"),
      ("M", [1...5, 3...3], "h[t-1]", nil, "choose((onehot(0, H) + 1) onehot(3, D)ᵀ, h[t-1] onehot(3, D)ᵀ, h xᵀ)"),
      ("s", [], "t", nil, "t"), ("μ", [], "0.1", nil, "0.1"), ("M", [], "0", 1...1, "choose(t < 2, 0, h xᵀ)"),
    ] as [(String, [ClosedRange<Int>], String, ClosedRange<Int>?, String)])
  func `a pin is the sheet with that equation`(
    name: String, place: [ClosedRange<Int>], value: String, steps: ClosedRange<Int>?, equation: String
  ) throws {
    let model = try model()
    let pinned = try model.pinned([try pin(name, place: place, value, steps, in: model)])
    let trace = try Trace<Double>(ReferenceModel(pinned, steps: 9, seed: 3))
    let other = try Trace<Double>(ReferenceModel(try self.model(edited(name, equation)), steps: 9, seed: 3))
    for quantity in model.quantities {
      let found = trace.numbers(of: pinned.quantities[quantity.id])
      let expected = try #require(other.model.quantity(named: quantity.name))
      #expect(relativeError(found, other.numbers(of: expected)) < 1e-14, "\(quantity.name)")
    }
  }

  @Test func `a later pin wins over an earlier one`() throws {
    let model = try model()
    let pins = [
      try pin("z", "0.25", in: model), try pin("z", place: [2...2], "0.5", in: model),
      try pin("z", "0.75", 3...4, in: model),
      try pin("z", place: [1...1], "1", 4...4, in: model),
    ]
    let trace = try Trace<Double>(ReferenceModel(try model.pinned(pins), steps: 5, seed: 1))
    let z = try #require(model.quantity(named: "z"))
    #expect(trace.values(of: z, at: 1) == [0.25, 0.5, 0.25, 0.25, 0.25])
    #expect(trace.values(of: z, at: 2) == [0.75, 0.75, 0.75, 0.75, 0.75])
    #expect(trace.values(of: z, at: 3) == [1, 0.75, 0.75, 0.75, 0.75])
    #expect(trace.values(of: z, at: 4) == [0.25, 0.5, 0.25, 0.25, 0.25])
  }

  // MARK: running again

  /// What a list of pins changes, as whoever sets or lifts them tells.
  private func changes(_ pins: [Pin], _ trace: Trace<Float>) -> [Int: ClosedRange<Int>] {
    var result: [Int: ClosedRange<Int>] = [:]
    for pin in pins {
      let reach = pin.reach(of: trace.stepCount(of: trace.model.quantities[pin.quantity]))
      let old = result[pin.quantity] ?? reach
      result[pin.quantity] = min(old.lowerBound, reach.lowerBound)...max(old.upperBound, reach.upperBound)
    }
    return result
  }

  private func part(of count: Int, _ numbers: inout SeededNumbers) -> ClosedRange<Int> {
    let first = 1 + numbers.index(below: count)
    return first...min(count, first + numbers.index(below: 2))
  }

  private func randomPin(_ model: Model, steps: Int, _ numbers: inout SeededNumbers) throws -> Pin {
    let quantity = model.quantities[numbers.index(below: model.quantities.count)]
    let axes = quantity.shape.axes
    let place = !axes.isEmpty && numbers.unit() < 0.4 ? axes.map { part(of: $0, &numbers) } : []
    let first = 1 + numbers.index(below: steps)
    let range = numbers.unit() < 0.7 ? first...(first + numbers.index(below: steps)) : nil
    let isOnce = model.stages[quantity.stage].steps == .once
    let value = ["0.5", "-1", "0", isOnce ? "2" : "t"][numbers.index(below: 4)]
    return try pin(quantity.name, place: place, value, isOnce ? nil : range, in: model)
  }

  /// Pins are set and lifted, each run built on the one before: every one is as if it had been run anew.
  private func check(_ model: Model, steps: Int, seed: UInt64) throws {
    var numbers = SeededNumbers(seed: seed, name: "pins")
    let reference = ReferenceModel(model, steps: steps, seed: seed)
    let values = RunValues<Float>(reference)
    var options = RunOptions<Float>()
    options.framesPerBlock = [nil, 2, 3, 4][numbers.index(below: 4)]
    let untouched = try Trace<Float>(Plan(model), values, options: options)
    var (trace, pins) = (untouched, [Pin]())
    for _ in 0..<5 {
      let touched: Pin
      if pins.isEmpty || numbers.unit() < 0.6 {
        touched = try randomPin(model, steps: steps, &numbers)
        pins.append(touched)
      } else {
        touched = pins.remove(at: numbers.index(below: pins.count))
      }
      let plan = try Plan(try model.pinned(pins))
      let anew = try Trace<Float>(plan, values)
      trace = try Trace<Float>(
        plan, values, options: options, previous: trace, changes: changes([touched], trace))
      let isSame = trace.hasSameBits(as: anew)
      #expect(isSame, "\(pins.map(\.text)), \(pins.map(\.steps))")
    }
    let lifted = try Trace<Float>(
      Plan(model), values, options: options, previous: trace, changes: changes(pins, trace))
    #expect(lifted.hasSameBits(as: untouched))
  }

  @Test(arguments: CatalogueSheetTests.names)
  func `running again from the first touched step is running anew`(name: String) throws {
    let sheet = try Catalogue(.at("\(Checkout.root)/Resources")).sheet(name)
    let settings = try Model(sheet).dims.contains { $0.name == "H" } ? ["H": 6.0] : [:]
    let model = try Model(sheet, Bindings(settings: settings, lengths: try sheet.lengths(11)))
    for seed in 1...4 as ClosedRange<UInt64> { try check(model, steps: 11, seed: seed) }
  }

  @Test(arguments: GeneratedSheetTests.seeds)
  func `so it is on any sheet`(seed: UInt64) throws {
    let text = GeneratedSheet(seed: seed).text
    try check(try Model(SheetParser.parse(text, name: "generated")), steps: 7, seed: seed)
  }

  @Test(arguments: GeneratedStagesTests.seeds)
  func `so it is across stages`(seed: UInt64) throws {
    try check(try GeneratedStagesTests.model(seed, steps: 7), steps: 7, seed: seed)
  }

  /// Whether two blocks are one piece of memory.
  private func isShared(_ one: Trace<Float>, _ other: Trace<Float>, block: Int) -> Bool {
    let stage = one.stages.count - 1
    return one.stages[stage].blocks[block].withUnsafeBufferPointer { these in
      other.stages[stage].blocks[block].withUnsafeBufferPointer { $0.baseAddress == these.baseAddress }
    }
  }

  @Test(
    arguments: [
      ("rnn", "h", [true, true, false, false]), ("rnn-bidirectional", "f", [true, true, false, false]),
      ("rnn-bidirectional", "b", [false, false, false, true]),
    ])
  func `blocks that a pin cannot reach are not copied`(sheet: String, name: String, isKept: [Bool]) throws {
    let model = try Model(try Catalogue(.at("\(Checkout.root)/Resources")).sheet(sheet))
    let values = RunValues<Float>(ReferenceModel(model, steps: 16, seed: 1))
    var options = RunOptions<Float>()
    options.framesPerBlock = 4
    let untouched = try Trace<Float>(Plan(model), values, options: options)
    let pin = try pin(name, "0", 10...11, in: model)
    let pinned = try Trace<Float>(
      Plan(try model.pinned([pin])), values, options: options, previous: untouched, changes: changes([pin], untouched))
    #expect((0..<4).map { isShared(pinned, untouched, block: $0) } == isKept)
  }

  @Test func `another input or other parameters leave nothing to build on`() throws {
    let model = try model()
    let untouched = try Trace<Float>(ReferenceModel(model, steps: 9, seed: 1))
    let values = RunValues<Float>(ReferenceModel(model, steps: 9, seed: 2))
    let trace = try Trace<Float>(Plan(model), values, previous: untouched, changes: [:])
    #expect(trace.hasSameBits(as: try Trace<Float>(Plan(model), values)))
  }

  @Test func `a pin that reads farther back is run anew`() throws {
    let model = try model()
    let values = RunValues<Float>(ReferenceModel(model, steps: 9, seed: 1))
    let pin = try pin("z", "h[t-4]", 5...6, in: model)
    let plan = try Plan(try model.pinned([pin]))
    let untouched = try Trace<Float>(Plan(model), values)
    let trace = try Trace<Float>(plan, values, previous: untouched, changes: changes([pin], untouched))
    #expect(trace.hasSameBits(as: try Trace<Float>(plan, values)))
  }
}
