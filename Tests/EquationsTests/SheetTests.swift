// What the lines of a sheet mean: declarations, captions, comments, line ends.

import Equations
import Testing

@Suite struct SheetTests {
  private func model(_ text: String, _ bindings: Bindings = Bindings()) throws -> Model {
    try Model(SheetParser.parse(text, name: "sheet"), bindings)
  }

  @Test func `the sheet of the design is read as it stands`() throws {
    let model = try model(
      """
      title   Gated recurrent unit
      source  Cho et al. 2014, arXiv:1406.1078

      dims    D = 8, H = 16
      input   x: D
      param   W_z, W_r, W_h: H×D
      param   U_z, U_r, U_h: H×H
      param   b_z, b_r, b_h: H
      state   h: H

      z = σ(W_z x + U_z h[t-1] + b_z)             # update gate
      r = σ(W_r x + U_r h[t-1] + b_r)             # reset gate
      h̃ = tanh(W_h x + U_h (r ⊙ h[t-1]) + b_h)    # candidate state
      h = z ⊙ h[t-1] + (1 - z) ⊙ h̃                # hidden state
      """)
    #expect(model.title == "Gated recurrent unit")
    #expect(model.source == "Cho et al. 2014, arXiv:1406.1078")
    #expect(model.dims.map(\.name) == ["D", "H"])
    #expect(model.dims.map(\.count) == [8, 16])
    #expect(model.parameters.map(\.name) == ["W_z", "W_r", "W_h", "U_z", "U_r", "U_h", "b_z", "b_r", "b_h"])
    #expect(
      model.parameters.map(\.shape.described).prefix(4) == ["16×8 (H×D)", "16×8 (H×D)", "16×8 (H×D)", "16×16 (H×H)"])
    #expect(model.quantities.map(\.name) == ["z", "r", "h̃", "h"])
    #expect(model.quantities.map(\.caption) == ["update gate", "reset gate", "candidate state", "hidden state"])
    #expect(model.quantities.map(\.isState) == [false, false, false, true])
    #expect(model.quantity(named: "h")?.text == "h = z ⊙ h[t-1] + (1 - z) ⊙ h̃")
    #expect(model.stages.map(\.steps) == [.sequence([0])])
    #expect(model.stages.map(\.variable) == ["t"])
    #expect(model.stages[0].scans.map(\.direction) == [.forward])
    #expect(model.stages[0].scans.map(\.quantities) == [[0, 1, 2, 3]])
    #expect(model.warnings == [])
  }

  @Test(arguments: CatalogueSheets.names)
  func `every sheet of the catalogue is a model without a warning`(name: String) throws {
    #expect(try model(CatalogueSheets.text(name)).warnings == [])
  }

  @Test func `the order of the lines means nothing but the order of what is free`() throws {
    let lines = [
      "dims H = D, D = 3, K = 2H", "input x: D", "param W: H×D", "param U: K×H", "state h: H", "h = tanh(W x + h[t-1])",
      "y = U h", "alphabet s: \"a\"..\"c\"", "input s: token(D)", "example s: \"abc\"", "v = s ⊙ x", "const μ = ν / 2",
      "const ν = 1",
      "g = μ v", "title A title",
    ]
    let wanted = try model(lines.joined(separator: "\n"))
    var dice = Dice(seed: 11)
    for _ in 0..<30 {
      let found = try model(lines.shuffled(using: &dice).joined(separator: "\n"))
      #expect(
        Set(found.quantities.map { "\($0.text) \($0.shape.described)" })
          == Set(wanted.quantities.map { "\($0.text) \($0.shape.described)" }))
      #expect(Set(found.dims.map { "\($0.name)\($0.count)" }) == ["H3", "D3", "K6"])
      #expect(found.constant(named: "μ")?.value == 0.5)
      #expect(found.input(named: "s")?.kind == .token(Alphabet(symbols: ["a", "b", "c"])))
      for stage in found.stages {
        for scan in stage.scans {
          var known: Set<Int> = []
          for id in scan.quantities {
            for read in found.quantities[id].expression.reads {
              if case .quantity(let source) = read.source, read.at == .now { #expect(known.contains(source)) }
            }
            known.insert(id)
          }
        }
      }
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r", "\u{2028}", "\u{85}"])
  func `any line end will do, and none at the end of the text`(end: String) throws {
    let lines = [
      "\u{FEFF}dims H = 4  ", "\tinput x: H", "", " # remark\t", "\th = [x;", "", "  1]  # caption ", "\ty = h\t",
    ]
    // Nothing but the sheet's first line may stand further left than the others.
    let text = lines.map { $0.replacing("\t", with: "") }.joined(separator: end)
    let model = try model(text)
    #expect(model.quantities.map(\.caption) == ["caption", nil])
    #expect(model.quantities.map(\.range.line) == [5, 8])
    #expect(model.sheet.items.contains(Item(.remark("remark"))))
  }

  @Test(arguments: [
    "z = W x +\n  U x", "z = W x\n  + U x", "z =\n  W x + U x", "z = (W x\n+ U x)",
    "z = W x + # first\n# second\n  U x", "z = W x # first\n   + U x",
  ])
  func `a line goes on where a sign or a bracket asks for more`(equation: String) throws {
    let model = try model(
      "dims H = 4\ninput x: H\nparam W,\n  U:\n H×\nH\n".replacing(":\n H", with: ": H") + equation + "\ny = z\n")
    #expect(model.quantity(named: "z")?.text == "z = W x + U x")
    #expect(model.quantities.count == 2)
  }

  @Test func `comments keep their lines, and captions their equations`() throws {
    let text = """
      # before all
      dims H = 4  # sizes
      input x: H
      for l in 1..2:  # two of them
        # in the block
        h[l] = x  # each
        # at its end
      # behind it
      y = x #
      #
      """
    let sheet = try SheetParser.parse(text, name: "s")
    #expect(sheet.items.map(\.caption) == [nil, "sizes", nil, "two of them", nil, nil, nil])
    guard case .block(_, let body) = sheet.items[3].kind else { return #expect(Bool(false), "no block") }
    #expect(body.first == Item(.remark("in the block")))
    #expect(body.last == Item(.remark("at its end")))
    #expect(sheet.items[4] == Item(.remark("behind it")))
    #expect(sheet.items[6] == Item(.remark("")))
    #expect(
      sheet.printed == """
        # before all
        dims H = 4  # sizes
        input x: H
        for l in 1..2:  # two of them
          # in the block
          h[l] = x  # each
          # at its end
        # behind it
        y = x
        #

        """)
  }

  @Test func `words of declarations are names where they are defined`() throws {
    let model = try model(
      "input x: 3\ntitle = x\nsource = title + x\nview = source\nexample = view\nloss = sum(example)\n")
    #expect(model.quantities.map(\.name) == ["title", "source", "view", "example", "loss"])
    #expect(model.title == "sheet")
    #expect(model.loss == 4)
  }

  @Test func `prose keeps its signs`() throws {
    let model = try model("title   On (h[t-1]; \"and\" C#1   # a caption\nsource = x\ninput x: 3\n")
    #expect(model.title == "On (h[t-1]; \"and\" C#1")
  }

  @Test(
    arguments: [
      ("enc_w_ih", "enc_w_ih", nil, false), ("enc_embᵀ", "enc_emb", nil, true), ("enc_emb'", "enc_emb", nil, true),
      ("gru.bias[2]", "gru.bias", 2, false), ("enc.fw.gru.kernelᵀ", "enc.fw.gru.kernel", nil, true),
      ("layers.0.weight", "layers.0.weight", nil, false),
      ("encoder/dense-1/kernel:0", "encoder/dense-1/kernel:0", nil, false),
      ("a.b[1]ᵀ", "a.b", 1, true), ("\"W[2] of\"[3]", "W[2] of", 3, false), ("W₀", "W₀", nil, false),
      ("0", "0", nil, false),
    ] as [(String, String, Int?, Bool)])
  func `a parameter is read from any tensor`(origin: String, tensor: String, row: Int?, isTransposed: Bool) throws {
    let model = try model("input x: 4\nparam a, b: 4 from \(origin) = 2   # held there\nh = a ⊙ x + b\n")
    let found = try #require(model.parameter(named: "b")?.origin)
    #expect(found.tensor == tensor)
    #expect(found.row == row)
    #expect(found.isTransposed == isTransposed)
    #expect([found.firstRow, found.totalRows] == [4, 8])
    #expect(model.parameter(named: "b")?.initial == 2)
    #expect(model.parameter(named: "b")?.caption == "held there")
  }

  @Test func `parameters and constants start from numbers that are known`() throws {
    let model = try model(
      "dims H = 4\nconst d = H / 8, \nconst μ = 1 - d\nconst K: H×H from kernels\nparam m: H = 2d - 1\ninput x: H\nh = μ K (m ⊙ x)\n"
        .replacing(", ", with: ""))
    #expect(model.constant(named: "d")?.value == 0.5)
    #expect(model.constant(named: "μ")?.value == 0.5)
    #expect(model.constant(named: "K")?.origin?.tensor == "kernels")
    #expect(model.parameter(named: "m")?.initial == 0)
  }

  @Test func `constants share a line as dimensions do, and each is set by its name`() throws {
    let text = "input x\nconst α = 0.3, ρ = 1 - α, K: 2×2 from k  # rates\ny = α x + ρ\n"
    let sheet = try SheetParser.parse(text, name: "list")
    #expect(sheet.printed == text)
    #expect(try SheetParser.parse(sheet.printed, name: "list") == sheet)
    let model = try Model(sheet, Bindings(settings: ["ρ": 0.5]))
    #expect(model.constants.map(\.name) == ["α", "ρ", "K"])
    #expect(model.constants.map(\.value) == [0.3, 0.5, nil])
    #expect(model.constants.map(\.caption) == ["rates", "rates", "rates"])
    #expect(try Model(sheet).constant(named: "ρ")?.value == 0.7)
  }

  @Test(arguments: ["const α = 0.3,", "const α = 0.3, ρ", "const α, ρ = 0.9", "const α = 1, α = 2"])
  func `a constant on a shared line needs its own value and its own name`(line: String) {
    #expect(throws: SheetErrors.self) { try model("input x\n\(line)\ny = α x\n") }
  }

  @Test func `sizes are sums, products and quotients`() throws {
    let model = try model(
      "dims H = 4, D = 2H + 1, M = (D - 1) / 2, N = H * 2 - 3\ninput x: 2H\nparam W: H×2H\nparam V: H x D-H/2\nparam U: (H+D)/13×2*H\nparam s\ny = W x\nz = s V V' y\nu = U x\n"
    )
    #expect(model.dims.map(\.count) == [4, 9, 4, 5])
    #expect(model.parameters.map(\.shape.numbers) == ["4×8", "4×7", "1×8", "a scalar"])
    #expect(model.parameter(named: "V")?.shape.described == "4×7 (H×(D-H/2))")
  }
}
