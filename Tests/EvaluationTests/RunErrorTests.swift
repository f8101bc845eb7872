// What cannot be run, and what runs all the same.

import Equations
import Evaluation
import Glibc
import Reference
import Synchronization
import Testing

@Suite struct RunErrorTests {
  private static let sheet = """
    dims D = 2, V = 3
    input x: D
    input k: token(V)
    input y: D
    input G: D×D
    param w: D×V
    const a = 2
    state h: D
    h = tanh(G x + w k + a h[t-1])
    d = h - y
    e = d ⊙ d
    loss = sum(e)
    """

  private func model(_ text: String = sheet) throws -> Model { try Model(SheetParser.parse(text, name: "errors")) }

  /// Numbers that fit the sheet, for three steps.
  private var values: RunValues<Float> {
    RunValues(
      parameters: [[1, 2, 3, 4, 5, 6]], constants: [[2]],
      inputs: [
        .stream([1, 2, 3, 4, 5, 6], steps: 3), .tokens([0, 1, 2]), .stream([1, 1, 1, 1, 1, 1], steps: 3),
        .given([1, 0, 0, 1]),
      ])
  }

  private func run(_ change: (inout RunValues<Float>) -> Void) throws -> Trace<Float> {
    var values = self.values
    change(&values)
    return try Trace(Plan(try model(), missing: values.missing), values)
  }

  @Test func `without its target all runs but what leads to the loss`() throws {
    let whole = try run { _ in }
    let trace = try run { $0.inputs[2] = .missing }
    let h = try #require(trace.model.quantity(named: "h"))
    #expect(trace.numbers(of: h) == whole.numbers(of: h))
    for name in ["d", "e", "loss"] {
      let quantity = try #require(trace.model.quantity(named: name))
      #expect(!trace.has(quantity) && whole.has(quantity))
      #expect(trace.plan.omitted[quantity.id] == 2)
      #expect(trace.values(of: quantity, at: 0).isEmpty)
    }
    #expect(trace.byteCount < whole.byteCount)
  }

  @Test(
    arguments: [
      (0, .missing, .missingInput("x")), (3, .missing, .missingInput("G")), (1, .missing, .missingInput("k")),
      (0, .stream([1, 2], steps: 1), .unequalLengths(["x": 1, "k": 3, "y": 3])),
      (0, .stream([1, 2, 3], steps: 3), .wrongCount(name: "x", expected: 6, found: 3)),
      (0, .stream([], steps: .max), .wrongCount(name: "x", expected: .max, found: 0)),
      (0, .stream([], steps: -1), .wrongCount(name: "x", expected: -2, found: 0)),
      (0, .given([1, 2]), .wrongKind("x", takes: "2 numbers for each step")),
      (0, .tokens([0, 0, 0]), .wrongKind("x", takes: "2 numbers for each step")),
      (1, .stream([0, 0, 0], steps: 3), .wrongKind("k", takes: "symbols")),
      (1, .tokens([0, 3, 0]), .noSuchSymbol("k", 3, count: 3)),
      (1, .tokens([0, -1, 0]), .noSuchSymbol("k", -1, count: 3)),
      (3, .stream([1, 0, 0, 1], steps: 1), .wrongKind("G", takes: "4 numbers, given once")),
      (3, .given([1]), .wrongCount(name: "G", expected: 4, found: 1)),
    ] as [(Int, InputValue<Float>, RunError)])
  func `an input that does not fit is refused`(id: Int, value: InputValue<Float>, error: RunError) throws {
    #expect(throws: error) { try run { $0.inputs[id] = value } }
  }

  @Test func `a sequence without steps is refused`() throws {
    #expect(throws: RunError.noSteps("x")) {
      try run { values in
        values.inputs[0] = .stream([], steps: 0)
        values.inputs[1] = .tokens([])
        values.inputs[2] = .stream([], steps: 0)
      }
    }
  }

  @Test func `parameters and constants that do not fit are refused`() throws {
    #expect(throws: RunError.wrongCount(name: "w", expected: 6, found: 5)) { try run { $0.parameters[0].removeLast() } }
    #expect(throws: RunError.wrongCount(name: "w", expected: 6, found: 0)) { try run { $0.parameters = [] } }
    #expect(throws: RunError.wrongCount(name: "a", expected: 1, found: 2)) { try run { $0.constants[0] = [1, 2] } }
    #expect(throws: RunError.missingInput("G")) { try run { $0.inputs.removeLast() } }
  }

  @Test func `a plan that needs an input is not run without it`() throws {
    var values = self.values
    values.inputs[2] = .missing
    #expect(throws: RunError.missingInput("y")) { try Trace(Plan(try model()), values) }
  }

  @Test func `an input that a state or everything needs cannot be missing, and what else needs it is left out`() throws
  {
    let text = "input x\ninput y\nstate h\nh = h[t-1] + y\ng = x\nloss = h"
    #expect(throws: RunError.missingInput("y")) { try Plan(try model(text), missing: [1]) }
    #expect(throws: RunError.missingInput("y")) {
      try Plan(try model("input x\ninput y\nd = x - y\nloss = d + y"), missing: [1])
    }
    let other = "input x\ninput y\nd = x - y\nh = x\nloss = h"
    #expect(try Plan(try model(other), missing: [1], runsInPart: true).omitted == [0: 1])
    #expect(throws: RunError.missingInput("y")) { try Plan(try model(other), missing: [1]) }
  }

  @Test func `sums of a gradient that are larger than memory are refused before they are begun`() throws {
    let parameter = try #require(try model().parameters.first)
    try parameter.checkMemory(sums: 1000, called: "sums")
    for count in [1 << 50, .max] {
      #expect {
        try parameter.checkMemory(sums: count, called: "sums")
      } throws: { error in
        if case .tooLarge(_, _, "sums") = error as? RunError { true } else { false }
      }
    }
  }

  @Test func `a trace larger than memory is refused before it is begun`() throws {
    let model = try model("dims H = 8192\ninput x\nparam w: H\nM = w wᵀ x")
    let values = RunValues<Float>(
      parameters: [Array(repeating: 1, count: 8192)], constants: [],
      inputs: [.stream(Array(repeating: 0, count: 1_000_000), steps: 1_000_000)])
    let before = residentPages()
    #expect {
      try Trace(Plan(model), values)
    } throws: { error in
      guard case .tooLarge(let bytes, _, "M, 8192×8192 at each of 1000000 steps") = error as? RunError else {
        return false
      }
      return bytes > 1_000_000 * 8192 * 8192 * 4
    }
    #expect(residentPages() - before < 10_000)
  }

  @Test func `parameters larger than memory are refused before they are laid out`() throws {
    let model = try model("dims H = 16384\ninput x: H\nparam W[l]: H×H for l in 1..1000\ny = W[1] x")
    #expect { try Plan(model) } throws: { error in
      let text = "\(error)"
      return text.hasPrefix("the parameters do not fit in memory: they would take 3072000 MiB of")
        && !text.contains("\n")
    }
  }

  private func residentPages() -> Int {
    var numbers = [CChar](repeating: 0, count: 256)
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    fgets(&numbers, 256, file)
    let words = String(decoding: numbers.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
      separator: " ")
    return words.count > 1 ? Int(words[1]) ?? 0 : 0
  }

  @Test func `a run that is interrupted says so`() throws {
    var options = RunOptions<Float>(isInterrupted: { true })
    #expect(throws: RunError.interrupted) { try Trace(Plan(try model()), values, options: options) }
    options.isInterrupted = { false }
    _ = try Trace(Plan(try model()), values, options: options)
  }

  @Test func `a run that is interrupted while it works out a spectrum says so`() throws {
    let sheet = try SheetParser.parse("dims N = 8\ninput A: N×N\nU = eigvecs(A)\ns = sum(U)", name: "waves")
    let asked = Mutex(0)
    let options = RunOptions<Float>(isInterrupted: {
      asked.withLock { count in
        count += 1
        return count > 5
      }
    })
    let ring = (0..<64).map { Float(abs($0 / 8 - $0 % 8) % 6 == 1 ? 1 : 0) }
    let plan = try Plan(try Model(sheet))
    let values = RunValues<Float>(parameters: [], constants: [], inputs: [.given(ring)])
    #expect(throws: RunError.interrupted) { try Trace(plan, values, options: options) }
  }

  @Test func `what is no number goes through to all that reads it`() throws {
    let trace = try run { $0.inputs[0] = .stream([1, 2, .nan, 4, 5, 6], steps: 3) }
    let h = try #require(trace.model.quantity(named: "h"))
    let first = trace.values(of: h, at: 0)
    #expect(first[0].isFinite && first[1].isFinite)
    #expect(trace.values(of: h, at: 1)[0].isNaN)
    #expect(trace.values(of: h, at: 2)[0].isNaN)
    let loss = try #require(trace.model.quantity(named: "loss"))
    #expect(trace.numbers(of: loss).map(\.isNaN) == [false, true, true])
  }

  @Test(
    arguments: [
      RunError.missingInput("x"), .wrongCount(name: "x", expected: 1, found: 2), .wrongKind("x", takes: "symbols"),
      .noSuchSymbol("k", 7, count: 3), .unequalLengths(["a": 1, "b": 2]), .noSteps("x"),
      .tooLarge(bytes: .max, free: 1, most: "h, 4"),
      .parametersTooLarge(bytes: .max, free: 1), .expressionTooLarge(bytes: .max, free: 1), .interrupted,
      .noSuchStep(9, count: 3), .leftOut("h", input: "x"),
      .pin("no"),
    ])
  func `an error is one line, lower case and without a shout`(error: RunError) {
    let text = error.description
    #expect(!text.isEmpty && !text.contains("\n") && !text.contains("!"))
    #expect(text.first?.isLowercase ?? false)
  }
}
