// Sizes and numbers from outside: what is set by hand, and what follows from the tensors in files.

import Equations
import Testing

@Suite struct SettingTests {
  private static let sheet = """
    dims D = 8, H = 16, K = 2H
    const μ = 0.9
    const d = 3
    input x: D
    param W: H×D
    param V: K×H
    state h: H
    h = tanh(W x) + μ h[t-d]
    y = V h
    """

  private func dims(_ text: String, _ bindings: Bindings) throws -> String {
    try Model(SheetParser.parse(text, name: "sheet"), bindings).dims.map { "\($0.name)=\($0.count)" }.joined(
      separator: " ")
  }

  @Test func `what is set wins over the sheet, and what follows from it follows`() throws {
    let model = try Model(SheetParser.parse(Self.sheet, name: "s"), Bindings(settings: ["H": 4, "μ": 0.5, "d": 7]))
    #expect(model.dims.map(\.count) == [8, 4, 8])
    #expect(model.constant(named: "μ")?.value == 0.5)
    #expect(model.quantity(named: "y")?.shape.described == "8 (K)")
    #expect(model.quantities[0].expression.reads.contains(Read(.quantity(0), at: .offset(-7))))
  }

  @Test(
    arguments: [
      (
        ["H": 0],
        ["H must be 1 or more, not 0: it was set so; the sheet has H = 16"]
      ),
      (
        ["H": -2],
        ["H must be 1 or more, not -2: it was set so; the sheet has H = 16"]
      ),
      (
        ["H": 2.5],
        ["H must be a whole number: it is 2.5; it was set so; the sheet has H = 16"]
      ),
      (
        ["H": 1e9],
        ["H of 1000000000 is more than fits: at most 268435456; it was set so; the sheet has H = 16"]
      ),
      (
        ["H": 1e300],
        ["H of 1e+300 is more than fits: at most 268435456; it was set so; the sheet has H = 16"]
      ),
      (
        ["D": .nan],
        ["D must be a whole number: it is nan; it was set so; the sheet has D = 8"]
      ),
      (
        ["H": .infinity],
        ["H must be a whole number: it is inf; it was set so; the sheet has H = 16"]
      ),
      (
        ["H": -.infinity],
        ["H must be a whole number: it is -inf; it was set so; the sheet has H = 16"]
      ),
      (
        ["K": 0],
        ["K must be 1 or more, not 0: it was set so; the sheet has K = 2 H"]
      ),
      (["Hh": 4], ["the sheet has no dimension or constant Hh to set: did you mean H?"]),
      (["frobnication": 4], ["the sheet has no dimension or constant frobnication to set"]),
      (["W": 4], ["the sheet has no dimension or constant W to set"]),
      (["d": 0.5], ["t-d must be a whole number: it is -0.5"]),
      (["H": 20_000, "K": 20_000], ["a tensor of 20000×20000 is more than fits: at most 268435456 numbers"]),
    ] as [([String: Double], [String])])
  func `what cannot be set is told`(settings: [String: Double], told: [String]) {
    #expect(messages(Self.sheet, Bindings(settings: settings)) == told)
  }

  @Test func `what follows from a size that is set wrongly is not told beside it`() {
    let stacked = """
      dims D = 8, H = 4, L = 3
      input x: D
      param W[l]: H×D for l in 1..L
      h = W[1] x + [W[l] x for l in 2..L]
      """
    #expect(
      messages(stacked, Bindings(settings: ["L": 0, "HH": 2])) == [
        "L must be 1 or more, not 0: it was set so; the sheet has L = 3",
        "the sheet has no dimension or constant HH to set: did you mean H?",
      ])
  }

  @Test func `constants of a family are set together or one by one`() throws {
    let text = "input x: 2\nfor l in 1..3:\n  const μ[l] = 0.5\n  h[l] = μ[l] x\n"
    let model = try Model(SheetParser.parse(text, name: "s"), Bindings(settings: ["μ": 0.1, "μ[2]": 0.2]))
    #expect(model.constants.map(\.value) == [0.1, 0.2, 0.1])
    #expect(messages(text, Bindings(settings: ["ν[2]": 0.2])) == ["the sheet has no dimension or constant ν[2] to set"])
  }

  @Test(
    arguments: [
      // Under the sheet's names, and with multiples, sums and quotients of one unknown.
      ("dims D = 8, H = 16\ninput x: D\nparam W: H×D\nh = W x", ["W": [5, 7]], "D=7 H=5"),
      ("dims H = 16\ninput x: 2H\nparam W: 2H×H+1\nh = Wᵀ x", ["W": [10, 6]], "H=5"),
      ("dims H = 4, M = 2\ninput x: H/M\nparam W: 1×H/M\nh = W x", ["W": [1, 3]], "H=6 M=2"),
      ("dims H = 4, K = 2H\ninput x: K\nparam W: 1×K\nh = W x", ["W": [1, 10]], "H=5 K=10"),
      ("dims H = D, D = 8\ninput x: D\nparam W: 1×H\nh = W x", ["W": [1, 3]], "H=3 D=3"),
      ("dims H = 4\ninput x: H-1\nparam W: 1×H-1\nh = W x", ["W": [1, 7]], "H=8"),
      // Through the names of a file: rows shared, one row, the other way round.
      ("dims D = 8, H = 16\ninput x: D\nparam W_a, W_b: H×D from k\nh = W_a x + W_b x", ["k": [10, 3]], "D=3 H=5"),
      ("dims H = 16\ninput x: H\nparam b: H from bias[2]\nh = x + b", ["bias": [3, 9]], "H=9"),
      ("dims D = 8, V = 16\ninput x: token(V)\nparam E: D×V from embᵀ\nh = E x", ["emb": [29, 6]], "D=6 V=29"),
      // Members tell how many there are.
      (
        "dims L = 2, H = 4\ninput x: H\nparam W[l]: H×H for l in 1..L\nh = W[L] x",
        ["W[1]": [3, 3], "W[2]": [3, 3], "W[5]": [3, 3]], "L=5 H=3"
      ),
      (
        "dims L = 2, D = 3, H = 4\ninput x: D\nparam W[l]: H×H for l in 2..L\nparam W[1]: H×D\nh = W[L] W[1] x",
        ["W[1]": [6, 7], "W[2]": [6, 6], "W[3]": [6, 6]], "L=3 D=7 H=6"
      ),
      (
        "dims L = 1, M = 1, H = 4\ninput x: H\nfor l in 1..L:\n  for m in 1..M:\n    param W[l,m]: H/M×H\nh = W[1,1] x",
        ["W[1,1]": [3, 6], "W[1,2]": [3, 6], "W[2,1]": [3, 6], "W[2,2]": [3, 6]], "L=2 M=2 H=6"
      ),
      // What does not fit tells nothing.
      ("dims H = 4\ninput x: H\nparam W: H×H\nh = W x", ["W": [4]], "H=4"),
      ("dims H = 4\ninput x: 2H\nparam b: 2H\nh = b ⊙ x", ["b": [7]], "H=4"),
      ("dims H = 4\ninput x: H\nparam W: H\nh = W ⊙ x", ["V": [9], "W[1]": [9]], "H=4"),
      ("dims H = 4\ninput x: H\nparam a, b: H from k\nh = a ⊙ b", ["k": [9]], "H=4"),
      ("dims H = 4\ninput x: H\nparam b: H\nh = b", ["b": [0]], "H=4"),
      ("dims H = 4\ninput x: H/4\nparam b: H/4\nh = b", ["b": [.max]], "H=4"),
    ] as [(String, [String: [Int]], String)])
  func `sizes follow from the shapes of the weights`(text: String, shapes: [String: [Int]], dims: String) throws {
    #expect(try self.dims(text, Bindings(weightShapes: shapes)) == dims)
  }

  @Test func `sizes follow from inputs and alphabets, after the weights`() throws {
    let text =
      "dims D = 8, N = 2, V = 3\ninput x: D\ninput A: N×N\ninput k: token(V)\nparam W: D\nh = W ⊙ x\nz = A\ny = k\n"
    let alphabet = Alphabet(symbols: ["a", "b", "c", "d"])
    #expect(
      try dims(text, Bindings(inputShapes: ["x": [100, 5], "A": [3, 3]], alphabets: ["k": alphabet])) == "D=5 N=3 V=4")
    #expect(try dims(text, Bindings(inputShapes: ["x": [5], "A": [9, 3, 3]])) == "D=8 N=2 V=3")
    #expect(
      try dims(
        text,
        Bindings(settings: ["D": 7, "N": 1], weightShapes: ["W": [6]], inputShapes: ["x": [100, 5], "A": [3, 3]]))
        == "D=7 N=1 V=3")
  }

  @Test func `where shapes contradict one another the first on the sheet tells, each time`() throws {
    let text = "dims H = 4\ninput x: H\nparam b: H\nparam a: H\nh = a ⊙ b ⊙ x\n"
    for _ in 0..<20 {
      #expect(try dims(text, Bindings(weightShapes: ["a": [5], "b": [6], "c": [7]])) == "H=6")
    }
  }

  @Test func `an alphabet that came with the weights must fit what is set`() {
    let text = "dims V = 3\ninput k: token(V)\ny = k\n"
    let bindings = Bindings(settings: ["V": 5], alphabets: ["k": Alphabet(symbols: ["a", "b"])])
    #expect(messages(text, bindings) == ["the alphabet of k has 2 symbols: k is one of 5 (V)"])
  }

  @Test func `the entries along a dimension have names, which two may share and weights may bring`() throws {
    let text = "dims O = 3\ninput x: O\ny = 2 x\nalphabet O: \"yes\" \"no\" \"no\"\n"
    let sheet = try SheetParser.parse(text, name: "sheet")
    #expect(try Model(sheet).dims[0].entryNames == ["yes", "no", "no"])
    let brought = Bindings(alphabets: ["O": Alphabet(symbols: ["a", "b", "c"])])
    #expect(try Model(sheet, brought).dims[0].entryNames == ["a", "b", "c"])
    // Names for another size say nothing of this one.
    let other = Bindings(alphabets: ["O": Alphabet(symbols: ["a", "b"])])
    #expect(try Model(sheet, other).dims[0].entryNames == ["yes", "no", "no"])
    #expect(try Model(sheet, Bindings(settings: ["O": 4])).dims[0].entryNames == nil)
    #expect(try SheetParser.parse(sheet.printed, name: "sheet") == sheet)
  }

  @Test(arguments: [
    ("\"a\" \"b\"", "the alphabet of O has 2 symbols: O is one of 3"),
    ("\"a\"..\"c\" end \"c\"", "no text is read by the names along O: list them in quotes, and nothing else"),
  ])
  func `names that do not fit a dimension are told`(names: String, words: String) {
    #expect(messages("dims O = 3\ninput x: O\ny = 2 x\nalphabet O: \(names)\n") == [words])
  }
}
