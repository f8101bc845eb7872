// Families: parameters, states and equations that come in numbers.

import Equations
import Testing

@Suite struct FamilyTests {
  private func model(_ text: String, _ bindings: Bindings = Bindings()) throws -> Model {
    try Model(SheetParser.parse(text, name: "sheet"), bindings)
  }

  @Test func `a family is as many quantities, each with its own name and text`() throws {
    let model = try model(
      """
      dims L = 3, H = 4
      input x: H
      param W[l]: H×H for l in 1..L   # one a layer
      state h[l]: H = 0 for l in 1..L
      h[1] = W[1] x
      h[l] = tanh(W[l] h[l-1] + h[l][t-1]) for l in 2..L   # higher
      """)
    #expect(model.parameters.map(\.name) == ["W[1]", "W[2]", "W[3]"])
    #expect(model.parameters.map(\.caption) == ["one a layer", "one a layer", "one a layer"])
    #expect(
      model.quantities.map(\.text) == [
        "h[1] = W[1] x", "h[2] = tanh(W[2] h[1] + h[2][t-1])", "h[3] = tanh(W[3] h[2] + h[3][t-1])",
      ])
    #expect(model.quantities.map(\.caption) == [nil, "higher", "higher"])
    #expect(model.quantities.map(\.item) == [ItemPath([4]), ItemPath([5]), ItemPath([5])])
    #expect(model.quantities.map(\.isState) == [true, true, true])
  }

  @Test func `a block unrolls all its lines, and blocks stand inside one another`() throws {
    let model = try model(
      """
      dims L = 2, M = 3, H = 4
      input x: H
      for l in 1..L:
        for m in 1..M:
          param W_q[l,m], W_k[l][m]: H×H
        param b[l]: H = l
        const c[l] = l / 2
        y[l] = W_q[l,1] x + W_k[l][M] x + b[l] + c[l]
        z[l,m] = W_q[l][m] W_k[l,m] y[l] for m in 1..M
      s = [z[1,1]; z[1][2]; z[L,M]]
      """)
    #expect(model.parameters.count == 14)
    #expect(model.parameters.prefix(5).map(\.name) == ["W_q[1,1]", "W_k[1,1]", "W_q[1,2]", "W_k[1,2]", "W_q[1,3]"])
    #expect(model.parameter(named: "b[2]")?.initial == 2)
    #expect(model.constant(named: "c[1]")?.value == 0.5)
    #expect(
      model.quantities.map(\.name) == ["y[1]", "z[1,1]", "z[1,2]", "z[1,3]", "y[2]", "z[2,1]", "z[2,2]", "z[2,3]", "s"])
    #expect(model.quantity(named: "z[2,3]")?.text == "z[2,3] = W_q[2][3] W_k[2,3] y[2]")
    #expect(model.quantity(named: "z[2,3]")?.item == ItemPath([2, 4]))
    #expect(model.quantity(named: "s")?.shape.described == "12 (3H)")
  }

  @Test func `a loop variable is a number in its lines`() throws {
    let model = try model("dims L = 3\ninput x: 4\nh[l] = l x / L + x[l] for l in 1..L\n")
    #expect(
      model.quantities.map(\.text) == ["h[1] = 1 x / L + x[1]", "h[2] = 2 x / L + x[2]", "h[3] = 3 x / L + x[3]"])
  }

  @Test func `a range may turn out empty by its sizes, and start below one`() throws {
    let model = try model(
      "dims L = 1\ninput x: 2\nh[l] = x for l in -1..1\ny[l] = x for l in 2..L\nz = h[-1] + h[0] + h[1]\n")
    #expect(model.quantities.map(\.name) == ["h[-1]", "h[0]", "h[1]", "z"])
  }

  @Test func `members of a family may differ in shape`() throws {
    let model = try model(
      "dims L = 3\ninput x: 2\nparam W[l]: (l+1)×l for l in 2..L\nh[1] = x\nh[l] = W[l] h[l-1] for l in 2..L\n")
    #expect(model.quantities.map(\.shape.numbers) == ["2", "3", "4"])
    #expect(model.parameters.map(\.shape.described) == ["3×2 ((l+1)×l)", "4×3 ((l+1)×l)"])
  }

  @Test(arguments: [
    ("sum(W[l] x for l in 1..3)", "W[1] x + W[2] x + W[3] x"), ("sum(x for l in 4..4)", "x"),
    ("sum(x for l in 1..L - 2)", "0"),
    ("max(l x for l in 1..2)", "max(1 x, 2 x)"), ("min(a[l] for l in 2..3)", "min(a[2], a[3])"),
    ("mean(x + l for l in 1..2)", "(x + 1 + (x + 2)) / 2"), ("sum(l for l in 1..5)", "1 + 2 + (3 + 4) + 5"),
    ("sum(sum(k l x for k in 1..l) for l in 1..2)", "1 1 x + (1 2 x + 2 2 x)"),
  ])
  func `what is summed for each member is the sum of all, entry by entry`(written: String, meant: String) throws {
    let declarations = """
      dims L = 2, D = 3
      input x: D
      param W[l]: D×D for l in 1..3
      param a[l]: 2 for l in 1..3

      """
    let model = try model(declarations + "y = " + written)
    let found = model.quantities[0]
    let wanted = try self.model(declarations + "y = " + meant).quantities[0]
    #expect(found.text == "y = " + written)
    #expect(found.shape == wanted.shape)
    #expect(found.expression.spelled(in: model) == wanted.expression.spelled(in: model))
  }

  @Test(arguments: [
    ("max(x for l in 1..L-2)", "expected a member, found none in 1..L - 2"),
    ("tanh(x for l in 1..2)", "'for' cannot stand here"),
    ("max(x for l in 1..2, x)", "'for' cannot stand here"),
    ("sum(x[l] + y for l in 1..2)", "y needs itself at the same step"),
    ("sum(x for x in 1..2)", "x is a name of the sheet"),
    ("sum(W[l] for l in 1..2)", "shapes do not fit in sum(W[l] for l in 1..2)"),
  ])
  func `what cannot be summed so is told once`(written: String, told: String) throws {
    let text = "dims L = 2\ninput x: 3\nparam W[l]: l×3 for l in 1..2\ny = \(written)\n"
    do {
      _ = try model(text)
      Issue.record("no mistake in \(written)")
    } catch let errors as SheetErrors {
      #expect(errors.diagnostics.map(\.message).contains { $0.contains(told) }, "\(errors.diagnostics.map(\.message))")
      #expect(errors.diagnostics.count == 1)
    }
  }

  @Test func `steps, members and elements of one name go together`() throws {
    let model = try model("input x: 3\nh[l] = x for l in 1..2\ny = h[2][t-1][3] + h[2][3][t-1] + h[2,3,t-1]\n")
    let reads = try #require(model.quantity(named: "y")).expression.reads
    #expect(reads == Array(repeating: Read(.quantity(1), at: .offset(-1)), count: 3))
  }
}
