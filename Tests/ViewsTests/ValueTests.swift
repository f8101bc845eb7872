// Which values are shown, on which scale, and when they have happened.

import Cells
import Debugger
import Equations
import Evaluation
import Glibc
import Testing

@testable import Views

@Suite struct `Values` {
  private static let sheet = """
    title   All kinds of bounds
    dims    H = 4
    input   x: H
    param   W: H×H
    state   h: H
    gate = σ(W x)
    rest = 1 - gate
    both = gate ⊙ rest
    signed = tanh(W h[t-1])
    mixed = gate ⊙ signed
    shares = softmax(x)
    plain = W x
    size = norm(x)
    open = relu(x)
    twice = gate + gate
    h = mixed
    example x: noise 6 1
    """

  @Test(arguments: [
    ("gate", 0, 1), ("rest", 0, 1), ("both", 0, 1), ("signed", -1, 1), ("mixed", -1, 1), ("shares", 0, 1),
    ("plain", -Double.infinity, Double.infinity), ("size", 0, .infinity), ("open", 0, .infinity), ("twice", 0, 2),
    ("h", -1, 1),
  ])
  func `are bounded by the form of their equation`(_ name: String, _ low: Double, _ high: Double) throws {
    let model = try Sessions.typed(Self.sheet).model
    let interval = Interval(of: try #require(model.quantity(named: name)).id, in: model)
    #expect(interval.low == low && interval.high == high)
  }

  @Test func `lie within the bounds of their equation`() throws {
    let session = try Sessions.typed(Self.sheet)
    let values = LensedValues(session, .now)
    for quantity in session.model.quantities {
      let interval = Interval(of: quantity.id, in: session.model)
      for step in 0..<6 {
        for value in values.values(quantity.id, at: step) {
          #expect(Double(value) >= interval.low && Double(value) <= interval.high)
        }
      }
    }
  }

  @Test func `before a pin have the steps and the symbols of the untouched run, however long the pinned one is`() throws
  {
    let untouched = try Sessions.open("g2p")
    var session = untouched
    var interpreter = Interpreter(takesPrefixes: false)
    _ = try interpreter.run("pin z = 0 from 2", on: &session)
    let (before, now) = (LensedValues(session, .before), LensedValues(session, .now))
    let sound = try #require(session.model.quantity(named: "k"))
    let written = (0..<20).map { untouched.symbol(of: sound.stage, at: $0) }
    #expect((0..<20).map { before.symbol(of: sound.stage, at: $0) } == written)
    #expect((0..<20).map { now.symbol(of: sound.stage, at: $0) } != written)
    #expect(before.stepCount(sound.id) == untouched.trace.stepCount(of: sound))
    #expect(now.stepCount(sound.id) == session.trace.stepCount(of: sound))
    #expect(before.stepCount(sound.id) != now.stepCount(sound.id))
  }

  @Test(
    arguments: [
      (0, 1), (Float.nan, 1), (.infinity, 1), (0.3, 0.5), (0.5, 0.5), (0.51, 1), (1, 1), (1.5, 2), (7, 10),
      (0.004, 0.005),
      (120, 200),
    ] as [(Float, Float)])
  func `have a scale that ends at a round number`(_ largest: Float, _ limit: Float) {
    #expect(abs(QuantityScale.rounded(largest) - limit) <= limit * 1e-5)
  }

  @Test(arguments: [Float.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude])
  func `of any size have a scale`(_ largest: Float) {
    let limit = QuantityScale.rounded(largest)
    #expect(limit.isFinite && limit > 0)
  }

  @Test func `of a step that has not come are not shown`() throws {
    var interface = try Interface.on("gru")
    let id = try #require(interface.session.model.quantity(named: "h")).id
    interface.enter("next 3")
    #expect((0..<24).filter { interface.values.hasHappened(id, at: $0) } == [0, 1, 2, 3])
    interface.enter("step")
    #expect((0..<24).filter { interface.values.hasHappened(id, at: $0) } == [0, 1, 2, 3])
    let gate = try #require(interface.session.model.quantity(named: "z")).id
    #expect(interface.values.hasHappened(gate, at: 4))
  }

  @Test func `of a backward pass come from the end`() throws {
    var interface = try Interface.on("rnn-bidirectional")
    let id = try #require(interface.session.model.quantity(named: "b")).id
    interface.enter("goto 24")
    #expect(!(0..<24).contains { interface.values.hasHappened(id, at: $0) })
    interface.enter("next 3")
    #expect((0..<24).filter { interface.values.hasHappened(id, at: $0) } == [21, 22, 23])
  }

  @Test func `of a whole pin are there at every step that has come`() throws {
    var interface = try Interface.on("gru")
    interface.enter("next 2")
    interface.enter("pin z = 0.25")
    let id = try #require(interface.session.model.quantity(named: "z")).id
    #expect(interface.values.stepCount(id) == 24)
    #expect((0..<24).filter { interface.values.hasHappened(id, at: $0) } == [0, 1, 2])
    #expect(interface.values.values(id, at: 2) == Array(repeating: 0.25, count: 16))
    try interface.press("F3")
    #expect(interface.values.values(id, at: 2) != Array(repeating: 0.25, count: 16))
  }

  @Test func `of weights that sum to one are told by their entropy, of the largest that they can have`() throws {
    var session = try Sessions.open("seq2seq-attention")
    var interpreter = Interpreter(takesPrefixes: false)
    for line in ["goto α@3"] { _ = try interpreter.run(line, on: &session) }
    let lines = LineSeries.suggested(LensedValues(session, .now))
    let line = try #require(lines.first { $0.quantity.name == "α" })
    #expect(line.name == "entropy α" && line.bound == logf(Float(line.quantity.shape.count)))
    #expect(
      abs(line.numbers(2..<3, LensedValues(session, .now))[0] - (try session.value(of: "entropy(α)").numbers[0])) < 1e-5
    )
    _ = try interpreter.run("pin α = 0 from 2", on: &session)
    let apart = line.numbers(0..<3, LensedValues(session, .difference))
    #expect(apart[0] == 0 && apart[2] == -line.numbers(2..<3, LensedValues(session, .before))[0])
    #expect(lines.allSatisfy { $0.name != "mean α" })
  }

  @Test func `of weights in columns are told by the mean of their entropies`() throws {
    let session = try Sessions.open("transformer-encoder")
    let head = try #require(session.model.quantity(named: "A[1]"))
    let count = try #require(Session.spread(of: head))
    let line = LineSeries(head, .entropy(of: count))
    let whole = try session.value(of: "entropy(A[1])").numbers[0]
    #expect(abs(line.numbers(0..<1, LensedValues(session, .now))[0] - whole / Float(head.shape.columns.count)) < 1e-4)
  }

  @Test func `now are those before and the difference`() throws {
    var interface = try Interface.on("gru")
    interface.enter("pin z[3] = 1 from 2 to 4")
    let session = interface.session
    for quantity in session.model.quantities where session.trace.has(quantity) {
      for step in 0..<24 {
        let now = LensedValues(session, .now).values(quantity.id, at: step)
        let before = LensedValues(session, .before).values(quantity.id, at: step)
        let difference = LensedValues(session, .difference).values(quantity.id, at: step)
        #expect(zip(now, before).map { $0 - $1 } == difference)
      }
    }
  }

  @Test(arguments: [1, 2, 3, 7, 24, 100, 100_000], [0, 1, 2, 5, 24, 80])
  func `in a window hold the step that is pointed at`(_ count: Int, _ room: Int) {
    var last: Range<Int>?
    for step in stride(from: 0, to: count, by: max(1, count / 300)) {
      let steps = StepWindow(count: count, room: room, around: step).steps
      #expect(steps.count == min(count, room))
      #expect(steps.isEmpty || steps.contains(step))
      #expect(steps.lowerBound >= 0 && steps.upperBound <= count)
      if let last { #expect(steps.lowerBound >= last.lowerBound) }
      last = steps
    }
  }

  @Test(arguments: [
    ("d/h[t-1][t+1]", "d/hₜ₋₁[t+1]"), ("h[t-1]", "hₜ₋₁"), ("h[t - 12]", "hₜ₋₁₂"), ("b[t+1]", "bₜ₊₁"),
    ("h[1][t-1]", "h[1]ₜ₋₁"), ("h[t-d]", "h[t−d]"),
    ("x[t]", "x[t]"), ("1 - z", "1 − z"), ("[a; b]", "[a; b]"), ("K[:t]", "K[:t]"), ("h[", "h["), ("h[t-1", "h[t−1"),
  ])
  func `are written as in books`(_ sheet: String, _ book: String) {
    #expect(EquationText.typeset(sheet) == book)
  }
}
