// Recurrences without a declaration, how many steps there are, and what a leaf is among leaves.

import Equations
import Testing

@Suite struct RecurrenceTests {
  private func model(_ text: String) throws -> Model { try Model(SheetParser.parse(text, name: "sheet")) }

  private static let declarations = """
    dims D = 3, H = 4
    input x: D
    param W: H×D
    param U: H×H
    param a

    """

  @Test(arguments: [
    ("h = tanh(W x + U h[t-1])", "4 (H)"), ("h = max(h[t-1], x)", "3 (D)"), ("h = h[t-1] + 1", "a scalar"),
    ("h = h[t-1] ⊙ (1 - x xᵀ) + x xᵀ", "3×3 (D×D)"), ("h = choose(a > 0, W x, h[t-1])", "4 (H)"),
    ("h = rowsum(k[:t-1])\nk = softmax(W x - h)", "4 (H)"), ("h = k[t-1]\nk = m[t-1] + x\nm = h[t+0] ⊙ 2", "3 (D)"),
  ])
  func `the shape of a recurrence may follow from what else stands in it`(equations: String, shape: String) throws {
    let model = try model(Self.declarations + equations)
    #expect(model.quantity(named: "h")?.shape.described == shape)
    #expect(!model.quantities.filter(\.isState).isEmpty)
  }

  @Test func `what is read of itself at other steps is a state`() throws {
    let model = try model(Self.declarations + "c = rowsum(k[:t-1])\ne = W x - c\nk = softmax(e)")
    #expect(model.quantities.map(\.isState) == [false, false, true])
  }

  @Test(arguments: [
    "h = U h[t-1]", "h = h[t-1]", "h = sum(h[t-1]) h[t-1]", "h = U h[t-1] + k[t-1]\nk = h",
    "h = h[t-1] + x\nk = k[t-1]",
  ])
  func `a shape that nothing tells must be declared`(equations: String) throws {
    do {
      _ = try model(Self.declarations + equations)
      Issue.record("no mistake in \(equations)")
    } catch let errors as SheetErrors {
      #expect(errors.diagnostics.map(\.message).filter { $0.contains("depends on itself") }.count == 1)
    }
  }

  @Test(arguments: [
    ("over t in x:\n  h = W x / t[end]", 0), ("over s in x:\n  h = W x\nn = s[end]", 0),
    ("over s in x:\n  h = W x\nover t in 1..5:\n  k = s[end] t", 0),
    ("over s in x:\n  h = W x\nover t in 1..5:\n  k = t[end]", 1),
    ("h = h[t-1] + x\nn = t[end]", 0),
  ])
  func `a step's name with end is how many steps there are`(equations: String, walk: Int) throws {
    let model = try model(Self.declarations + equations)
    let reads = model.quantities.flatMap(\.expression.reads).filter {
      if case .length = $0.source { true } else { false }
    }
    #expect(reads == [Read(.length(walk))])
  }

  @Test func `the last step of a range has its own number`() throws {
    let model = try model("dims L = 4\nover l in 2..L:\n  k = l\nn = l[end]")
    let last = try #require(model.quantity(named: "n"))
    #expect(last.expression.spelled(in: model) == "l[end] + 1")
  }

  @Test func `which of two stages has as many steps must be said by its name`() throws {
    let text = "input x, u: 3\nover t in x:\n  h = x\nover t in u:\n  k = u\nn = t[end]"
    #expect(throws: SheetErrors.self) { try model(text) }
    #expect(try model(text.replacing("over t in u", with: "over s in u")).quantities.count == 3)
  }

  @Test func `a leaf reads what another quantity is there`() throws {
    let model = try model(
      """
      dims D = 3
      input x: D
      input left, right
      over n in tree:
        leaf c = x
        leaf h = tanh(c)
        c = c[left] + c[right]
        h = tanh(c) + h[left]
      """)
    let leaf = try #require(model.quantity(named: "h_leaf"))
    #expect(leaf.expression.reads == [Read(.quantity(try #require(model.quantity(named: "c_leaf")).id))])
  }
}
