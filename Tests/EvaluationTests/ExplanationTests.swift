// Every operation owes an explanation: its terms make its value, exactly where they are a sum.

import Equations
import Evaluation
import Testing

@Suite struct ExplanationTests {
  /// An equation for each operation, by the operation.
  private static let equations: [(Primitive, String)] = [
    (.negate, "-x"), (.sigmoid, "σ(x)"), (.tanh, "tanh(x)"), (.relu, "relu(x)"), (.softplus, "softplus(x)"),
    (.exponential, "exp(x)"), (.logarithm, "log(x ⊙ x)"), (.squareRoot, "√(x ⊙ x)"), (.sine, "sin(x)"),
    (.cosineOf, "cos(x)"), (.absolute, "abs(x)"), (.sign, "sign(x)"), (.floor, "floor(x)"), (.not, "not x"),
    (.add, "x + y"), (.subtract, "x - y - 1"), (.multiply, "x ⊙ y"), (.divide, "x / y"), (.power, "x^3"),
    (.leakyRelu, "leakyrelu(x, 0.2)"), (.shrink, "shrink(x, 0.1)"), (.larger, "max(x, y)"), (.smaller, "min(x, y)"),
    (.less, "x < y"), (.lessEqual, "x ≤ y"), (.greater, "x > y"), (.greaterEqual, "x ≥ y"), (.equal, "x == y"),
    (.notEqual, "x ≠ y"), (.and, "x and y"), (.or, "x or y"), (.clip, "clip(x, -1, 1)"),
    (.choose, "choose(x > 0, x, y)"), (.product, "W x"), (.transpose, "Wᵀ x + Wᵀ y"), (.stack, "[x; y]"),
    (.element, "W[2,3] x[argmax(y)]"), (.diagonal, "diag(x) y"), (.fill, "fill(x[2], H)"), (.rows, "rows(x, 2, 4)"),
    (.rowSums, "rowsum(W)"), (.whole, "whole(x[:t]ᵀ y)"), (.leading, "leading(argmax(x), H)"),
    (.softmax, "softmax(9 x)"), (.maskedSoftmax, "softmax(x, where: y > 0)"),
    (.layerNorm, "layernorm(x; y, x)"), (.layerNorm, "layernorm(x; y, x, 0.5)"), (.sortDescending, "sort(x)"),
    (.topK, "topk(x, 3)"), (.sortBy, "sortby(x, y)"),
    (.unsort, "unsort(x, y)"), (.sum, "sum(W)"), (.mean, "mean(W)"), (.maximum, "max(x)"), (.minimum, "min(W)"),
    (.norm, "norm(x)"), (.argmax, "argmax(x)"), (.entropy, "entropy(softmax(x))"), (.oneHot, "onehot(argmax(x), H)"),
    (.cosineSimilarity, "cosine(W, x)"), (.circularConvolution, "circconv(x, rows(y, 1, 3))"),
    (.circularCorrelation, "circcorr(x, rows(y, 1, 3))"), (.shiftProducts, "circdots(x, y, 3)"),
    (.eigenvalues, "eigvals(W + Wᵀ)"), (.eigenvectors, "eigvecs(W + Wᵀ)"),
  ]

  private func trace(_ equation: String) throws -> Trace<Double> {
    let text = "dims H = 8\ninput x: H\ninput y: H\nparam W: H×H\nq = \(equation)\n"
    let model = try Model(SheetParser.parse(text, name: "explained"), Bindings(lengths: ["x": 2, "y": 2]))
    func numbers(_ count: Int, _ seed: Int) -> [Double] {
      (0..<count).map { Double(($0 * 37 + seed) % 101) / 50.5 - 1 }
    }
    let values = RunValues<Double>(
      parameters: model.parameters.map { numbers($0.shape.count, 5) }, constants: [],
      inputs: [.stream(numbers(16, 11), steps: 2), .stream(numbers(16, 70), steps: 2)])
    return try Trace(Plan(model), values)
  }

  private func visit(_ node: Explanation, _ body: (Explanation) -> Void) {
    body(node)
    for part in node.parts { visit(part, body) }
  }

  @Test func `no operation is without an equation here`() {
    #expect(Set(Self.equations.map(\.0)) == Set(Primitive.allCases))
  }

  @Test(arguments: equations)
  func `an operation has parts, and they make its value`(primitive: Primitive, equation: String) throws {
    let trace = try trace(equation)
    let quantity = trace.model.quantities[0]
    for entry in 0..<quantity.shape.count {
      let place = Entry(entry / quantity.shape.columns.count, entry % quantity.shape.columns.count)
      let explanation = Explainer(trace).explain(quantity, place, at: 1)
      #expect(!explanation.parts.isEmpty, "\(equation)")
      visit(explanation) { node in
        let parts = node.parts.map(\.value)
        let made: Double?
        switch node.relation {
        case .sum: made = parts.reduce(node.rest?.value ?? 0, +)
        case .product: made = parts.reduce(1, *)
        case .function("/"): made = parts[0] / parts[1]
        case .function("sqrt"): made = parts[0].squareRoot()
        case .function("exp"): made = nil
        case .function("^"): made = nil
        case .function("-"): made = -parts[0]
        case .function, .given: made = nil
        case .because(let words):
          made = nil
          #expect(!words.isEmpty)
        }
        if let made { #expect(abs(made - node.value) <= 1e-9 * max(1, abs(node.value)), "\(equation): \(node.label)") }
        if node.relation == .sum { #expect(node.parts.count <= 6) }
        // Letters that stand for operands in the table of operations are none of this equation.
        for letters in ["a^b", "√a", "not a", "a[2]("] { #expect(!node.label.contains(letters), "\(node.label)") }
      }
    }
  }

  @Test(
    arguments: [
      ("max(x)", .because("the largest of 8; the next is x[3] = 0.5446")),
      ("argmax(x)", .because("x[6] is the largest of 8; the next is x[3] = 0.5446")),
      ("x^3", .function("^")), ("√(x ⊙ x)", .function("sqrt")), ("not x", .function("not")),
      ("norm(x)", .function("sqrt")), ("softmax(x)", .function("/")), ("sum(x)", .sum), ("mean(x)", .sum),
    ] as [(String, Explanation.Relation)])
  func `an operation says how it comes to its value`(equation: String, relation: Explanation.Relation) throws {
    let trace = try trace(equation)
    #expect(Explainer(trace).explain(trace.model.quantities[0], Entry(0), at: 1).relation == relation)
  }

  @Test func `a pinned number says what it is held to, and what its equation would give`() throws {
    let trace = try trace("x + y")
    let free = trace.model
    let quantity = free.quantities[0]
    let pin = Pin(
      quantity: 0, place: [2...2], value: Expression(.number(7), shape: .scalar), steps: 2...2, text: "q[2] = 7 at 2")
    let pinned = try Trace(Plan(free.pinned([pin])), trace.values)
    let explainer = Explainer(pinned, unpinned: free)
    let own = pinned.model.quantities[0]
    let held = explainer.explain(own, Entry(1), at: 1)
    let would = Explainer(trace).explain(quantity, Entry(1), at: 1)
    #expect(held.value == 7)
    #expect(held.parts.map(\.value) == [7, would.value])
    #expect(held.parts[1].parts == would.parts)
    guard case .because(let words) = held.relation else {
      Issue.record("nothing is said of the pin")
      return
    }
    #expect(words.hasPrefix("pinned to 7; its equation would give "))
    // Other entries and steps are as they were.
    for (entry, step) in [(0, 1), (1, 0)] {
      #expect(
        explainer.explain(own, Entry(entry), at: step) == Explainer(trace).explain(quantity, Entry(entry), at: step))
    }
  }
}
