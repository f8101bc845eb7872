// What is printed is read again as what it was, and prints the same.

import Equations
import Testing

@Suite struct PrintingTests {
  @Test(arguments: 0..<40)
  func `a sheet that is printed and read again is the same sheet`(block: Int) {
    for seed in block * 50..<(block + 1) * 50 {
      var generator = SheetGenerator(seed: seed)
      let sheet = generator.sheet()
      let text = sheet.printed
      do throws(SheetErrors) {
        let again = try SheetParser.parse(text, name: "printed")
        if again != sheet { Issue.record("seed \(seed) is read as another sheet:\n\(text)") }
        if again.printed != text { Issue.record("seed \(seed) prints otherwise:\n\(text)\n\(again.printed)") }
      } catch {
        Issue.record("seed \(seed) is not read again:\n\(text)\n\(error.description)")
      }
    }
  }

  @Test(arguments: 0..<20)
  func `an expression that is printed and read again is the same expression`(block: Int) {
    for seed in block * 100..<(block + 1) * 100 {
      var generator = SheetGenerator(seed: seed)
      let expression = generator.expression(depth: 6)
      let text = expression.spelled
      let again = try? SheetParser.expression(text)
      if again != expression { Issue.record("seed \(seed) is read as another expression: \(text)") }
      if again?.spelled != text { Issue.record("seed \(seed) prints otherwise: \(text)") }
    }
  }

  @Test(arguments: CatalogueSheets.names)
  func `a sheet of the catalogue that is printed and read again means the same`(name: String) throws {
    let sheet = try SheetParser.parse(CatalogueSheets.text(name), name: name)
    let again = try SheetParser.parse(sheet.printed, name: name)
    #expect(again == sheet)
    let (model, other) = (try Model(sheet), try Model(again))
    #expect(model.quantities == other.quantities)
    #expect(model.stages == other.stages)
  }

  @Test(arguments: [
    ("a⊙b", "a ⊙ b"), ("(a)", "a"), ("((a+b))c", "(a + b) c"), ("a-(b-c)", "a - (b - c)"), ("(a-b)-c", "a - b - c"),
    ("h[ t - 1 ]", "h[t-1]"), ("W_q[2, 1]", "W_q[2,1]"), ("W'", "Wᵀ"), ("W@x", "W x"), ("(W x)'", "(W x)ᵀ"),
    ("a^(b^c)", "a^b^c"), ("(a^b)^c", "(a^b)^c"), ("a^(-1)", "a^-1"), ("-(a b)", "-a b"), ("(-a) b", "(-a) b"),
    ("√(a b)", "√(a b)"), ("(√a) b", "√a b"), ("not(a)", "not a"), ("layernorm(a;g,b)", "layernorm(a; g, b)"),
    ("a/(b c)", "a / b c"), ("(a/b) c", "(a / b) c"), ("2*x", "2 ⊙ x"), ("K[:t]'q/√D_k", "K[:t]ᵀ q / √D_k"),
    ("s[argmax(a b)]", "s[argmax(a b)]"), ("h[t-2d]", "h[t - 2 d]"), ("(a<b)+1", "(a < b) + 1"),
  ])
  func `the one canonical form has no brackets too many and none too few`(text: String, canonical: String) throws {
    #expect(try SheetParser.expression(text).spelled == canonical)
  }

  @Test func `a line is printed with its clauses in order and its sizes close together`() throws {
    let text = """
      title   A title, with [signs] # and a caption
      dims H=4,D = 3 , M = 2H +1
      param W[l] : H x D   for l in 1 .. 3 = 0.1 from gru.kernel[2]'   #    the weights
      input y: token( 2 H )
      const μ=.5
        # a remark in the margin
      alphabet x: "a" .. "c", "\\"" unknown "?"
      example x: sine 24 -0.5 2H
      """
    #expect(
      try SheetParser.parse(text, name: "s").printed == """
        title A title, with [signs]  # and a caption
        dims H = 4, D = 3, M = 2 H + 1
        param W[l]: H×D from gru.kernel[2]ᵀ = 0.1 for l in 1..3  # the weights
        input y: token(2 H)
        const μ = .5
        # a remark in the margin
        alphabet x: "a".."c" "\\"" unknown "?"
        example x: sine 24 -0.5 2H

        """)
  }
}
