// The shape that each operation gives.

import Equations
import Testing

@Suite struct ShapeTests {
  /// The shape of an expression over one name of each shape, or the label of what is told of it.
  private func shape(_ expression: String) -> String {
    let sheet = """
      dims H = 4, D = 3, N = 4
      input x: D
      input s
      input k: token(5)
      input A: N×N
      param W: H×D
      param U: H×H
      param b, c: H
      param one: 1
      param μ
      y = \(expression)
      all = sum(W) + sum(U) + sum(b) + sum(c) + sum(x) + s + sum(k) + sum(A) + μ + sum(one)
      """
    do throws(SheetErrors) {
      let model = try Model(SheetParser.parse(sheet, name: "sheet"))
      return model.quantity(named: "y").map { $0.expression.shape.described } ?? "nothing"
    } catch {
      return error.diagnostics.map(\.label).joined(separator: "; ")
    }
  }

  @Test(
    arguments: [
      // Products.
      ("W x", "4 (H)"), ("U W x", "4 (H)"), ("U W", "4×3 (H×D)"), ("Wᵀ b", "3 (D)"), ("bᵀ c", "a scalar"),
      ("b cᵀ", "4×4 (H×H)"),
      ("b xᵀ", "4×3 (H×D)"), ("bᵀ W", "1×3 (1×D)"), ("bᵀ U c", "a scalar"),
      ("W k", "W is 4×3 (H×D), k is 5: a product needs 3 (D) rows on the right"),
      ("μ W", "4×3 (H×D)"), ("W μ x", "4 (H)"), ("2 x", "3 (D)"), ("s x", "3 (D)"), ("one x", "3 (D)"),
      ("x one", "3 (D)"), ("one W", "4×3 (H×D)"),
      ("b one", "4 (H)"), ("U b xᵀ", "4×3 (H×D)"), ("x xᵀ x", "3 (D)"),
      // Elementwise.
      ("b + c", "4 (H)"), ("b ⊙ c / 2", "4 (H)"), ("W ⊙ b", "4×3 (H×D)"), ("b ⊙ W", "4×3 (H×D)"),
      ("W + xᵀ", "4×3 (H×D)"), ("xᵀ - W", "4×3 (H×D)"),
      ("W / s", "4×3 (H×D)"), ("1 - b", "4 (H)"), ("b^2", "4 (H)"), ("2^b", "4 (H)"), ("W ⊙ W", "4×3 (H×D)"),
      ("one + x", "3 (D)"),
      ("b + cᵀ", "b is 4 (H), cᵀ is 1×4 (1×H): entry by entry they must have the same shape"), ("b < c", "4 (H)"),
      ("b > 0 and c > 0 or not b", "4 (H)"),
      ("A + b", "4×4 (N×N)"), ("A + bᵀ", "4×4 (N×N)"), ("-W", "4×3 (H×D)"), ("√b", "4 (H)"),
      ("choose(b > 0, c, 0)", "4 (H)"), ("clip(W, 0, 1)", "4×3 (H×D)"),
      ("clip(W, b, 1)", "4×3 (H×D)"), ("leakyrelu(b, 0.2)", "4 (H)"), ("shrink(b, μ)", "4 (H)"), ("max(b, 0)", "4 (H)"),
      ("min(b, c)", "4 (H)"),
      // Functions of one value keep its shape.
      ("σ(W)", "4×3 (H×D)"), ("tanh(xᵀ)", "1×3 (1×D)"), ("relu(s)", "a scalar"), ("softplus(b)", "4 (H)"),
      ("exp(b)", "4 (H)"), ("log(b)", "4 (H)"),
      ("sin(b) + cos(b)", "4 (H)"), ("abs(b) - sign(b)", "4 (H)"), ("floor(b)", "4 (H)"), ("sqrt(b)", "4 (H)"),
      // Columns.
      ("softmax(b)", "4 (H)"), ("softmax(W)", "4×3 (H×D)"), ("softmax(b, where: c)", "4 (H)"),
      ("softmax(W, where: W > 0)", "4×3 (H×D)"),
      ("layernorm(b; c, c)", "4 (H)"), ("layernorm(W; b, c)", "4×3 (H×D)"), ("layernorm(b; 1, 0)", "4 (H)"),
      ("sort(b)", "4 (H)"), ("topk(W, 2)", "4×3 (H×D)"),
      // Reductions.
      ("sum(W)", "a scalar"), ("mean(b)", "a scalar"), ("max(W)", "a scalar"), ("min(b)", "a scalar"),
      ("norm(W)", "a scalar"), ("argmax(b)", "a scalar"),
      ("entropy(softmax(b))", "a scalar"),
      // Structure.
      ("[b; c]", "8 (2H)"), ("[b; x]", "7 (H+D)"), ("[b; s; 1]", "6 (H+1+1)"), ("[W; xᵀ]", "5×3 ((H+1)×D)"),
      ("[xᵀ; xᵀ]", "2×3 (2×D)"), ("[W; W; W]", "12×3 (3H×D)"),
      ("[1; 2; 3]", "3"), ("[b]", "4 (H)"), ("[b; b; b; b; b]", "20 (5H)"), ("[b; x; b; x; b]", "18"),
      ("Wᵀ", "3×4 (D×H)"), ("bᵀ", "1×4 (1×H)"), ("sᵀ", "a scalar"), ("bᵀᵀ", "4 (H)"), ("b[2]", "a scalar"),
      ("W[2,3]", "a scalar"), ("b[argmax(b)]", "a scalar"),
      ("W[H,D]", "a scalar"), ("b[t]", "write it without the step"), ("diag(b)", "4×4 (H×H)"), ("diag(U)", "4 (H)"),
      ("onehot(argmax(b), H)", "4 (H)"), ("onehot(2, 2H)", "8 (2H)"), ("cosine(W, x)", "4 (H)"),
      ("circconv(b, x)", "4 (H)"), ("circconv(b, [0; 1; 0])", "4 (H)"),
      ("k", "5"), ("k[2]", "a scalar"), ("H", "a scalar"), ("t", "a scalar"), ("√D", "a scalar"), ("H x / √D", "3 (D)"),
      ("x[t-1]", "3 (D)"), ("x[2][t-1]", "a scalar"),
      ("x[t-1][2]", "a scalar"),
    ] as [(String, String)])
  func `each operation gives its shape`(expression: String, shape: String) {
    #expect(self.shape(expression) == shape)
  }

  @Test func `a named row is kept as a vector`() throws {
    let model = try Model(SheetParser.parse("input x: 3\nparam v: 3\nr = xᵀ\ny = r ⊙ v\n", name: "s"))
    #expect(model.quantity(named: "r")?.shape.described == "3")
    #expect(model.quantity(named: "y")?.shape.described == "3")
  }

  @Test(arguments: Primitive.allCases)
  func `each operation is written in a way that is read as it`(primitive: Primitive) throws {
    let written = primitive.notation.written
    try #require(!written.isEmpty)
    for text in written {
      let sheet = """
        dims n = 3, first = 1, last = 2, ε = 1
        input a, b, condition, low, high, slope, λ, p, w, s, k, v, x, γ, β: n
        input i
        input W, M, L, c: n×n
        y = \(text.replacing("softmax(a, where: M)", with: "softmax(W, where: M)").replacing("topk(a, k)", with: "topk(a, i)"))
        """
      let model = try Model(SheetParser.parse(sheet, name: "s"))
      guard case .apply(let found, _) = model.quantities[0].expression.kind else {
        Issue.record("\(text) is no operation")
        continue
      }
      #expect(found == primitive, "\(text)")
    }
  }
}
