// Inputs out of files, and the examples of sheets.

import Catalogue
import Equations
import Formats
import Glibc
import Testing

@Suite struct InputTests {
  let scratch = Scratch()
  private let rnn = """
    dims D = 2, H = 2
    input x: D
    input y: H
    state h: H
    h = tanh(x + h[t-1])
    loss = sum((h - y) ⊙ (h - y))
    """
  private let tokens = "input x: token(4)\nparam E: 2×4\nh = E x"

  private func loaded(_ text: String, _ file: TensorFile) throws -> LoadedInputs {
    let sheet = try SheetParser.parse(text, name: "test")
    return try LoadedInputs(try Model(sheet, try Bindings(for: sheet, inputs: [file])), .file(file), seed: 1)
  }

  @Test func `streams come time first, and sizes follow from them`() throws {
    let file = try scratch.tensors(
      "x.safetensors",
      [("input/x", [3, 4], (0..<12).map(Double.init)), ("y", [3, 4], Array(repeating: 1, count: 12))])
    let inputs = try loaded(rnn, file)
    #expect(inputs.steps == [3])
    #expect(inputs.values[0]?.floats == (0..<12).map(Float.init))
    #expect(inputs.values[1]?.doubles == Array(repeating: 1, count: 12))
  }

  @Test(arguments: [[3, 4], [9], [0, 0], [2, 3, 3]])
  func `a graph that is no square matrix, or has no node, is told as one`(shape: [Int]) throws {
    let text = "dims N = 2\ninput A: N×N\nd = rowsum(A)"
    let count = shape.reduce(1, *)
    let file = try scratch.tensors("graph.safetensors", [("A", shape, Array(repeating: 1, count: count))])
    let told = complaint { _ = try loaded(text, file) }
    #expect(told?.hasSuffix("expected [N, N] with one row and one column or more") == true, "\(told ?? "nothing")")
  }

  @Test func `a graph that stands alone in a file is shown with the sheet's examples, a misspelled name with none`()
    throws
  {
    let text = """
      dims N = 2, D = 3
      input X: D×N
      input A: N×N
      H = X A
      example X: noise 1
      example A: 0 1; 1 0
      """
    let ring = [0, 1, 1, 1, 0, 1, 1, 1, 0].map(Double.init)
    let inputs = try loaded(text, try scratch.tensors("graph.safetensors", [("A", [3, 3], ring)]))
    #expect(inputs.values[0]?.doubles.count == 9 && inputs.values[1]?.doubles == ring)
    let strange = try scratch.tensors("strange.safetensors", [("A", [3, 3], ring), ("x", [3, 3], ring)])
    #expect(throws: CatalogueError.self) { try loaded(text, strange) }
  }

  @Test func `numbers, tokens and what is given once each have their axes`() throws {
    let text = "input s\ninput A: 2×3\nh = s + sum(A)"
    let file = try scratch.tensors(
      "x.safetensors", [("s", [4], [1, .nan, 3, 4]), ("A", [2, 3], [0, 1, 2, 3, 4, 5])])
    let inputs = try loaded(text, file)
    #expect(inputs.values[0]?.doubles[1].isNaN == true)
    #expect(inputs.values[1]?.content == .numbers(Tensor(shape: [2, 3], float64: [0, 1, 2, 3, 4, 5])))
    #expect(inputs.steps.last == 4)
    #expect(try loaded(tokens, scratch.integers("t.safetensors", "x", [0, 3, 1])).values[0]?.tokens == [0, 3, 1])
    #expect(try loaded(tokens, scratch.tensors("f.safetensors", [("x", [2], [2, 3])])).values[0]?.tokens == [2, 3])
  }

  @Test func `a target may be missing, and nothing else`() throws {
    let x = try scratch.tensors("x.safetensors", [("x", [3, 2], Array(repeating: 0, count: 6))])
    #expect(try loaded(rnn, x).values[1] == nil)
    let y = try scratch.tensors("y.safetensors", [("X", [3, 2], Array(repeating: 0, count: 6)), ("q", [1], [0])])
    #expect(complaint(about: y) { _ = try loaded(rnn, y) } == "no input x; did you mean X? the file holds X, q")
  }

  @Test(arguments: [
    ([("x", [3], 3)], "x is [3], expected [T, 2]"),
    ([("x", [3, 2, 1], 6)], "x is [3, 2, 1], expected [T, 2]"),
    ([("x", [0, 2], 0)], "x has no steps; a sequence needs one or more"),
    ([("x", [3, 2], 6), ("y", [4, 2], 8)], "x has 3 steps, y has 4; they run side by side and need as many"),
    ([("x", [3, 2], 6), ("input/x", [3, 2], 6)], #""x" and "input/x" are one name; keep one of them"#),
  ])
  func `streams that do not fit are told`(tensors: [(String, [Int], Int)], message: String) throws {
    let file = try scratch.tensors("x.safetensors", tensors.map { ($0.0, $0.1, Array(repeating: 0, count: $0.2)) })
    let text = rnn.replacing(
      "D = 2, H = 2\ninput x: D\ninput y: H\nstate h: H", with: "H = 2\ninput x: 2\ninput y: 2\nstate h: 2")
    #expect(complaint(about: file) { _ = try loaded(text, file) } == message)
  }

  @Test(
    arguments: [
      ([0, 4], "x at step 2 is 4; its symbols are numbered from 0 to 3"),
      ([-1], "x at step 1 is -1; its symbols are numbered from 0 to 3"),
      ([0, 1, .max], "x at step 3 is 9223372036854775807; its symbols are numbered from 0 to 3"),
    ] as [([Int64], String)])
  func `a token outside the alphabet is told with its step`(values: [Int64], message: String) throws {
    let file = try scratch.integers("t.safetensors", "x", values)
    #expect(complaint(about: file) { _ = try loaded(tokens, file) } == message)
  }

  @Test(arguments: [(0.5, "0.5"), (.nan, "nan"), (1e300, "1e+300")])
  func `a token that is no whole number is told`(value: Double, shown: String) throws {
    let file = try scratch.tensors("t.safetensors", [("x", [2], [1, value])])
    let message = "x at step 2 is \(shown); its symbols are numbered from 0 to 3"
    #expect(complaint(about: file) { _ = try loaded(tokens, file) } == message)
  }

  // MARK: examples

  private func example(_ line: String, input: String = "x: 4") throws -> [Double] {
    let model = try model("input \(input)\nh = x + x\nexample x: \(line)")
    return try LoadedInputs(exampleFor: model, seed: 3).values[0]?.doubles ?? []
  }

  @Test func `a pulse is one step long, a constant stays, a sine returns`() throws {
    #expect(try example("pulse 3 2") == [2, 2, 2, 2] + Array(repeating: 0, count: 8))
    #expect(try example("constant 2 0.5") == Array(repeating: 0.5, count: 8))
    let sine = try example("sine 9 8")
    for unit in 0..<4 {
      #expect(abs(sine[unit] - sine[8 * 4 + unit]) < 1e-12)
      #expect(abs(sine[unit] - sin(Double.pi / 2 * Double(unit))) < 1e-12)
    }
  }

  @Test func `noise is normal and follows the seed`() throws {
    let noise = try example("noise 5000 2")
    #expect(noise.count == 20_000)
    let variance = noise.reduce(0) { $0 + $1 * $1 } / 20_000
    #expect(abs(variance / 4 - 1) < 5 * 2.0.squareRoot() / 20_000.0.squareRoot())
    #expect(noise == (try example("noise 5000 2")))
  }

  @Test func `rows and texts are shown as they stand`() throws {
    #expect(try example("1 2; 3 4", input: "x: 2") == [1, 2, 3, 4])
    let model = try model("input x: token(2)\nalphabet x: \"a\" \"b\"\nh = x\nexample x: \"abba\"")
    #expect(try LoadedInputs(exampleFor: model, seed: 1).values[0]?.tokens == [0, 1, 1, 0])
  }

  @Test func `a sheet without an example is shown noise where it needs something`() throws {
    let inputs = try LoadedInputs(exampleFor: model(rnn), seed: 1)
    #expect(inputs.steps == [24])
    #expect(inputs.values[0]?.doubles.count == 48)
    #expect(inputs.values[1] == nil)
    let symbols = try LoadedInputs(exampleFor: model(tokens), seed: 1).values[0]?.tokens ?? []
    #expect(Set(symbols) == [0, 1, 2, 3])
  }

  @Test func `an example that does not fit is told`() throws {
    #expect(
      complaint { _ = try example("pulse 1000000", input: "x: 1000") }
        == "the example does not fit x: it is 1000000 steps of 1000 numbers, more than fit")
    #expect(
      complaint { _ = try example("sine 5 0") } == "the example does not fit x: a sine's second number is its period")
  }
}
