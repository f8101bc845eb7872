// What is odd about a sheet and does not keep it from running.

import Equations
import Testing

@Suite struct WarningTests {
  private func warnings(_ text: String) throws -> [String] {
    try Model(SheetParser.parse(text, name: "sheet")).warnings.map { "\($0.range.line): \($0.message)" }
  }

  @Test(arguments: [
    ("h = b", ["2: the input x is never used"]), ("h = x", ["3: the parameter b is never used"]),
    (
      "h = x\nparam W[l]: 3 for l in 1..9", ["3: the parameter b is never used", "5: the parameter W[1] is never used"]
    ),
    ("state h: 3 = b\nh = x", []),
  ])
  func `what is declared for nothing is told, a family once`(lines: String, told: [String]) throws {
    #expect(try warnings("dims H = 3\ninput x: H\nparam b: H\n\(lines)\n") == told)
  }

  @Test(arguments: [
    ("y = h / H x", ["this divides by all of H x, which is 3 (D)"]),
    ("y = h / 2 x", ["this divides by all of 2 x, which is 3 (D)"]),
    ("y = h / 2 b x", ["this divides by all of 2 b x, which is 3 (D)"]),
    ("y = h / (2 x)", []), ("y = (h / 2) b", []), ("y = h / 2 b", []), ("y = h / 2 * x", []), ("y = h / x", []),
  ])
  func `a vector that divides where it looks like a factor is told`(equation: String, told: [String]) throws {
    let text = "dims D = 3, H = 2\ninput x: D\nparam b\nstate h: D\nh = b x + h[t-1]\n\(equation)\n"
    #expect(try warnings(text) == told.map { "6: \($0)" })
  }

  @Test(arguments: [
    // Two names for two sizes that are the same today.
    ("y = h + x", ["H and D fit in h + x only while both are 4"]),
    ("y = W h", ["D and H fit in W h only while both are 4"]),
    ("y = W h + x", ["D and H fit in W h only while both are 4", "H and D fit in W h + x only while both are 4"]),
    ("y = x + h + h + x", ["D and H fit in x + h only while both are 4"]),
    ("y = clip(h, x, 1)", ["H and D fit in clip(h, x, 1) only while both are 4"]),
    ("state y: H\ny = x", ["H and D fit in the state y only while both are 4"]),
    ("y = [hᵀ; xᵀ]", ["H and D fit in [hᵀ; xᵀ] only while both are 4"]),
    ("y = U ⊙ xᵀ", ["H and D fit in U ⊙ xᵀ only while both are 4"]),
    // One name, one by definition, or an expression of one: nothing is odd.
    ("y = W x + h", []), ("y = h + k", []), ("y = V h", []), ("y = h ⊙ 2", []), ("y = q + h", []), ("y = U[4,D] h", []),
  ])
  func `sizes that agree by chance are told`(equation: String, told: [String]) throws {
    let text = """
      dims H = 4, D = 4, K = H
      input x: D
      input k: K
      input q: D/2*2
      param W: H×D
      param U: H×H
      param V: K×K
      h = tanh(W x)
      used = sum(x) + sum(k) + sum(q) + sum(W) + sum(U) + sum(V)
      \(equation)
      """
    #expect(try warnings(text).map { $0.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? "" } == told)
  }

  @Test func `a set size is no chance where the sheet says that two are one`() throws {
    let sheet = try SheetParser.parse("dims D = 3, H = D\ninput x: D\nparam b: H\ny = x + b\n", name: "s")
    #expect(try Model(sheet, Bindings(settings: ["D": 5])).warnings == [])
  }

  @Test func `a warning is shown as a mistake is, and called one`() throws {
    let text = "dims H = 4, D = 4\ninput x: D\nparam b: H\ny = x + b   # both\n"
    let model = try Model(SheetParser.parse(text, name: "odd.eqn"))
    #expect(
      model.warnings.map { $0.rendered(name: "odd.eqn", text: text) } == [
        """
        odd.eqn:4:5: warning: D and H fit in x + b only while both are 4
           4 | y = x + b   # both
             |     ^^^^^ with other sizes they will not
        """
      ])
  }

  @Test func `of very many oddities the first twenty are told`() throws {
    #expect(try warnings("input x: 3\nh = x\n" + (1...50).map { "param p_\($0)" }.joined(separator: "\n")).count == 20)
  }
}
