// Parameters out of files, and where a model starts without one.

import Catalogue
import Equations
import Formats
import Testing

@Suite struct WeightTests {
  let scratch = Scratch()

  private func numbers(_ count: Int) -> [Double] { (0..<count).map(Double.init) }

  private func values(_ text: String, _ file: TensorFile) throws -> ModelValues {
    let sheet = try SheetParser.parse(text, name: "test")
    return try ModelValues(try Model(sheet, try Bindings(for: sheet, weights: file)), weights: file)
  }

  @Test func `parameters that are listed together share the rows of a tensor`() throws {
    let file = try scratch.tensors("w.safetensors", [("w", [6, 2], numbers(12)), ("b", [6], numbers(6))])
    let values = try values(
      "dims D = 1, H = 1\ninput x: D\nparam A, B, C: H×D from w\nparam a, b, c: H from b\nh = A x + B x + C x + a + b + c",
      file)
    #expect(values.parameters.map(\.shape) == [[2, 2], [2, 2], [2, 2], [2], [2], [2]])
    #expect(values.parameters[1].asDoubles() == [4, 5, 6, 7])
    #expect(values.parameters[5].asDoubles() == [4, 5])
  }

  @Test func `a transpose and single rows are read as the sheet says`() throws {
    let file = try scratch.tensors("w.safetensors", [("e", [3, 2], numbers(6)), ("bias", [2, 6], numbers(12))])
    let values = try values(
      "dims D = 1, V = 1, H = 3\ninput x: V\nparam E: D×V from eᵀ\nparam p, q: H from bias[2]\ne = E x\nh = p + q + sum(e)",
      file)
    #expect(values.parameters[0] == Tensor(shape: [2, 3], float64: [0, 2, 4, 1, 3, 5]))
    #expect(values.parameters[1].asDoubles() == [6, 7, 8])
    #expect(values.parameters[2].asDoubles() == [9, 10, 11])
  }

  @Test func `rows of a transposed stack are its columns`() throws {
    let file = try scratch.tensors("w.safetensors", [("w", [2, 4], numbers(8))])
    let values = try values("input x: 2\nparam A, B: 2×2 from wᵀ\nh = A x + B x", file)
    #expect(values.parameters[0].asDoubles() == [0, 4, 1, 5])
    #expect(values.parameters[1].asDoubles() == [2, 6, 3, 7])
  }

  @Test func `names may stand under param, written in any normal form, with sizes that follow`() throws {
    let file = try scratch.tensors(
      "w.safetensors",
      [("param/W\u{2080}", [3, 2], numbers(6)), ("param/h\u{303}", [3], [1, 2, 3]), ("trace/h", [9], numbers(9))])
    let values = try values("dims D = 8, H = 9\ninput x: D\nparam W_0: H×D\nparam h̃: H\nh = W_0 x + h̃", file)
    #expect(values.parameters.map(\.shape) == [[3, 2], [3]])
  }

  @Test func `members of a family are tensors of their own`() throws {
    let file = try scratch.tensors(
      "w.safetensors", [("W[1]", [2, 2], numbers(4)), ("W[2]", [2, 2], numbers(4).reversed())])
    let values = try values("dims L = 1\ninput x: 2\nparam W[l]: 2×2 for l in 1..L\nh[l] = W[l] x for l in 1..L", file)
    #expect(values.parameters.map { $0.asDoubles() } == [[0, 1, 2, 3], [3, 2, 1, 0]])
  }

  @Test func `single precision stays as it is`() throws {
    let catalogue = try Catalogue(checkout)
    let sheet = try catalogue.sheet("g2p-encoder")
    let file = try #require(try catalogue.weights(for: sheet))
    let values = try ModelValues(try Model(sheet, try Bindings(for: sheet, weights: file)), weights: file)
    for tensor in values.parameters {
      guard case .float32 = tensor.values else {
        Issue.record("widened")
        continue
      }
    }
    let stored = try file.tensor(named: "enc_emb").asFloats()
    #expect(values.parameters[0].asFloats()[29 * 7 + 3] == stored[3 * 256 + 7])
  }

  @Test func `constants have their number, or come from the file`() throws {
    let file = try scratch.tensors("w.safetensors", [("A", [2, 2], numbers(4)), ("W", [2], [1, 2])])
    let values = try values(
      "const μ = 0.5\nconst A: 2×2\nconst B: 2×1 = 3\ninput x: 2\nparam W: 2\nh = μ ⊙ A x + W + B 1", file)
    #expect(values.constants.map { $0.asDoubles() } == [[0.5], [0, 1, 2, 3], [3, 3]])
  }

  @Test func `a missing tensor is told with the nearest name and what there is`() throws {
    let file = try scratch.tensors("w.safetensors", [("W_zz", [2, 2], numbers(4)), ("b", [2], [0, 0])])
    #expect(
      complaint(about: file) { _ = try values("input x: 2\nparam W_z: 2×2\nparam b: 2\nh = W_z x + b", file) }
        == "no tensor W_z for the parameter W_z; did you mean W_zz? the file holds W_zz, b")
    #expect(
      complaint(about: file) { _ = try values("input x: 2\nparam W: 2×2 from \"gru.kernel\"\nh = W x", file) }
        == "no tensor gru.kernel for the parameter W; the file holds W_zz, b")
  }

  @Test(arguments: [
    ("param W: 3×2\nh = W x", "w is 2×4, but the parameter W needs 3×2"),
    ("param W: 2×2\nh = W x", "w is 2×4, but the parameter W needs 2×2"),
    ("param W, V: 2×2\nh = W x + V x", "w is 2×4, but the parameter W needs 4×2"),
    ("param W: 2×2 from wᵀ\nh = W x", "w is 2×4, but the parameter W needs 2×2"),
    ("param b: 2 from w[1]\nh = x + b", "w is 2×4, but the parameter b needs a matrix of at least 1 rows, each 2"),
    ("param b: 4 from w[3]\nh = sum(x) + b", "w is 2×4, but the parameter b needs a matrix of at least 3 rows, each 4"),
    ("param a: 2 from s\nh = x + a", "s is a scalar, but the parameter a needs 2"),
  ])
  func `a wrong shape is told with both shapes`(sheet: String, message: String) throws {
    let file = try scratch.tensors("w.safetensors", [("w", [2, 4], numbers(8)), ("s", [], [1])])
    let declared = sheet.contains("from") ? sheet : sheet.replacing("×2\n", with: "×2 from w\n", maxReplacements: 1)
    #expect(complaint(about: file) { _ = try values("input x: 2\n\(declared)", file) } == message)
  }

  @Test func `a name with the prefix and without is one too many`() throws {
    let file = try scratch.tensors("w.safetensors", [("W", [2], [1, 2]), ("param/W", [2], [1, 2])])
    #expect(
      complaint(about: file) { _ = try values("input x: 2\nparam W: 2\nh = x + W", file) }
        == #""W" and "param/W" are one name; keep one of them"#)
    let other = try scratch.tensors("v.safetensors", [("W_0", [2], [1, 2]), ("W₀", [2], [1, 2])])
    #expect(
      complaint(about: other) { _ = try values("input x: 2\nparam W_0: 2\nh = x + W_0", other) }
        == #""W_0" and "W₀" are one name; keep one of them"#)
  }

  @Test func `numbers that are not finite are read and told`() throws {
    let file = try scratch.tensors(
      "w.safetensors", [("W", [2, 3], [0, 1, 2, 3, .nan, .infinity]), ("b", [2], [0, -.infinity])])
    let values = try values("input x: 3\nparam W: 2×3\nparam b: 2\nh = W x + b", file)
    #expect(
      values.warnings.map(\.description) == [
        "W holds 2 numbers that are NaN or infinite, first [2,2]", "b[2] is NaN or infinite",
      ])
    #expect(values.parameters[0].asDoubles()[4].isNaN)
  }

  // MARK: metadata

  @Test func `constants and dimensions follow the metadata, unless they are set`() throws {
    let file = try scratch.tensors(
      "w.safetensors", [("W", [2], [1, 2])], metadata: ["const": #"{"μ": 0.9, "d": 3, "note": "text"}"#])
    let sheet = try SheetParser.parse(
      "const μ = 0.1\nconst d = 1\ninput x: 2\nparam W: 2\nh = μ ⊙ x[t-d] + W", name: "test")
    #expect(try Bindings(for: sheet, weights: file).settings == ["μ": 0.9, "d": 3])
    #expect(try Bindings(for: sheet, settings: ["μ": 0.5], inputs: [file]).settings == ["μ": 0.5, "d": 3])
  }

  @Test
  func `weights bring an example of other sizes than the sheet's, which inputs have in turn where no parameter does`()
    throws
  {
    let weights = try scratch.tensors(
      "w.safetensors", [("W", [1, 2], [1, 2])],
      metadata: ["const": #"{"D": 2, "N": 3}"#, "example/X": "1 2 3; 4 5 6", "example/k": "\"<s>ab\""])
    let inputs = try scratch.tensors("x.safetensors", [("X", [2, 4], numbers(8))])
    let sheet = try SheetParser.parse(
      "dims D = 1, N = 1, V = 3\ninput X: D×N once\ninput k: token(V)\nparam W: 1×D\nh = W X\nz = k\n"
        + "alphabet k: \"a\" \"b\" \"<s>\"\nexample X: 7\nexample k: \"a\"", name: "test")
    let model = try Model(sheet, try Bindings(for: sheet, weights: weights))
    #expect(model.dims.map(\.count) == [2, 3, 3] && model.input(named: "X")?.example == nil)
    let shown = try Model(
      try sheet.showing(examplesOf: weights, model), try Bindings(for: sheet, weights: weights))
    #expect(shown.input(named: "X")?.example == .rows([[1, 2, 3], [4, 5, 6]]))
    #expect(shown.input(named: "k")?.example == .text("<s>ab"))
    let fed = try Bindings(for: sheet, weights: weights, inputs: [inputs])
    #expect(try Model(sheet, fed).dims.map(\.count) == [2, 4, 3])
  }

  @Test func `an alphabet in the metadata gives the size, and keeps the sheet's marks`() throws {
    let file = try scratch.tensors(
      "w.safetensors", [("E", [2, 3], numbers(6))], metadata: ["alphabet/x": #"["a", "b", "."]"#])
    let text = "dims V = 2\ninput x: token(V)\nalphabet x: \"a\" \".\" end \".\"\nparam E: 2×V\nh = E x"
    let sheet = try SheetParser.parse(text, name: "test")
    let model = try Model(sheet, try Bindings(for: sheet, weights: file))
    #expect(model.inputs[0].kind == .token(Alphabet(symbols: ["a", "b", "."], end: 2)))
    #expect(model.dims[0].count == 3)
  }

  @Test func `an alphabet of a dimension in the metadata names the entries along it`() throws {
    let file = try scratch.tensors(
      "w.safetensors", [("W", [2, 3], numbers(6))], metadata: ["alphabet/D": #"["he went", "he went"]"#])
    let sheet = try SheetParser.parse("dims D = 2, N = 3\ninput x: N\nparam W: D×N\nh = W x", name: "test")
    #expect(
      try Model(sheet, try Bindings(for: sheet, weights: file)).dims.map(\.entryNames) == [
        ["he went", "he went"], nil,
      ])
  }

  @Test(arguments: [
    (["const": "[1]"], #"metadata "const": expected a JSON object of numbers"#),
    (["const": #"{"μ": "x"}"#], #"metadata "const": expected a number for μ"#),
    (["alphabet/x": "a b"], #"metadata "alphabet/x": expected a JSON list of symbols"#),
    (["alphabet/x": #"["a", 1]"#], #"metadata "alphabet/x": expected a text for each symbol"#),
    (["alphabet/x": #"["a", "a"]"#], #"metadata "alphabet/x": expected each symbol once, not "a" twice"#),
  ])
  func `metadata that is not what it should be is told`(metadata: [String: String], message: String) throws {
    let file = try scratch.tensors("w.safetensors", [("W", [2], [1, 2])], metadata: metadata)
    let sheet = try SheetParser.parse("const μ = 0.1\ninput x: 2\nparam W: 2\nh = μ ⊙ x + W", name: "test")
    #expect(complaint(about: file) { _ = try Bindings(for: sheet, weights: file) } == message)
  }

  // MARK: random start

  @Test func `a random start is uniform within one over the root of the columns`() throws {
    let model = try model("input x: 25\nparam W: 400×25\nparam b: 400\nparam f: 400 = 1\nparam s\nh = W x + b + f + s")
    let start = try ModelValues(model, seed: 7)
    let weights = start.parameters[0].asDoubles()
    #expect(weights.allSatisfy { abs($0) <= 0.2 })
    let mean = weights.reduce(0, +) / 10_000
    let variance = weights.reduce(0) { $0 + $1 * $1 } / 10_000
    // Means and variances of 10,000 draws, within five standard errors.
    #expect(abs(mean) < 5 * 0.2 / 3.0.squareRoot() / 100)
    #expect(abs(variance / (0.04 / 3) - 1) < 5 * 0.9 / 100)
    #expect(start.parameters[1].asDoubles() == Array(repeating: 0, count: 400))
    #expect(start.parameters[2].asDoubles() == Array(repeating: 1, count: 400))
    #expect(start.parameters[3] == Tensor(shape: [], float64: [0]))
  }

  @Test func `a vector that is a factor of a product starts as a matrix of one row, others at 0`() throws {
    let model = try model("input x: 25\nparam v, a, b: 25\nh = x + b\ns = vᵀ h\nr = hᵀ a")
    let start = try ModelValues(model, seed: 7)
    for factor in start.parameters[0...1] {
      let numbers = factor.asDoubles()
      #expect(Set(numbers).count == 25 && numbers.allSatisfy { abs($0) <= 0.2 })
    }
    #expect(start.parameters[2].asDoubles() == Array(repeating: 0, count: 25))
  }

  @Test func `the seed tells the start, and another parameter changes none`() throws {
    let small = try model("input x: 3\nparam W_2: 4×3\nh = W_2 x")
    let large = try model("input x: 3\nparam W_1, W_2: 4×3\nh = W_1 x + W_2 x")
    let start = try ModelValues(small, seed: 7)
    #expect(start == (try ModelValues(small, seed: 7)))
    #expect(start != (try ModelValues(small, seed: 8)))
    let other = try ModelValues(large, seed: 7)
    #expect(other.parameters[1] == start.parameters[0])
    #expect(other.parameters[0] != start.parameters[0])
  }

  @Test func `what cannot start at random is told`() throws {
    #expect(
      complaint { _ = try ModelValues(try model("const A: 2×2\ninput x: 2\nh = A x"), seed: 1) }
        == "the constant A has no value; it comes with weights: --weights FILE")
  }
}
