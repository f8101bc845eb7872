// What is typed at the prompt: expressions over a model's names, and equations.

import Equations
import Testing

@Suite struct PromptTests {
  private static let text = """
    dims H = 4
    const ν = 0.5
    input x: H
    input A: H×H
    param W[l]: H×H for l in 1..2
    param m: H
    state h: H
    μ = σ(m)
    h = μ ⊙ h[t-1] + W[1] W[2] x
    z[m_1] = h ⊙ m_1 for m_1 in 1..2
    """

  private func model() throws -> Model { try Model(SheetParser.parse(Self.text, name: "s")) }

  /// The reads of an expression, or what is told of it.
  private func ask(_ text: String) throws -> String {
    let model = try model()
    do throws(SheetErrors) {
      let expression = try model.expression(SheetParser.expression(text), text: text)
      let steps = expression.reads.map { read in
        switch read.at {
        case .now: "now"
        case .offset(let offset): "\(offset)"
        case .fixed(let step): "@\(step)"
        case .all: ":"
        case .through(let offset): ":\(offset)"
        case .last: "end"
        case .child(let side), .parent(let side, _): side.rawValue
        }
      }
      return "\(expression.shape.described): \(steps.joined(separator: " "))"
    } catch {
      return error.diagnostics.map { $0.label.isEmpty ? $0.message : "\($0.message): \($0.label)" }.joined(
        separator: "; ")
    }
  }

  @Test(arguments: [
    ("h", "4 (H): now"), ("h@7", "4 (H): @7"), ("h[2]@7", "a scalar: @7"), ("z[2][3]@1", "a scalar: @1"),
    ("z[2]@3 - z[1]", "4 (H): @3 now"),
    ("norm(h - h[t-1])", "a scalar: now -1"), ("h[t-1]@4", "4 (H): @3"), ("W[2] x[t+1]", "4 (H): now 1"),
    ("A", "4×4 (H×H): now"), ("ν H t", "a scalar: now now"),
    ("μ", "4 (H): now"), ("source h", "nothing is called source: declare it, or define it by an equation"),
    ("h@0", "expected a step, from 1, found h@0"), ("h[t-3]@2", "expected a step, from 1, found h@2"),
    ("h@9223372036854774784", "expected a step, from 1, found h@9223372036854774784"),
    ("W[2]@3", "W[2] is a parameter: it is the same at every step: write it without the step"),
    ("μ[t-1]", "μ is worked out once: it is the same at every step: write it without the step"),
    ("A@2", "A is an input that is given once: it is the same at every step: write it without the step"),
    ("W", "W has members: say which: as in W[1]"),
    ("z[3]", "there is no z[3]: there are z[1], z[2]"), ("hh", "nothing is called hh: did you mean h?"),
    ("H[2]", "an index cannot stand here: H is a single number"),
    ("h + A x + q", "nothing is called q: declare it, or define it by an equation"),
    ("[1 2 3]", "1 2 3 reads as a product: semicolons divide the parts of a vector: [1; 2; 3]"),
    ("[-1 -2]", "-1 - 2 reads as a product: semicolons divide the parts of a vector: [-1; -2]"),
    ("[h x]", "h x reads as a product: semicolons divide the parts of a vector: [h; x]"),
    ("[h; 2 h 0.5 1]", "2 h 0.5 1 reads as a product: semicolons divide the parts of a vector: [2; h; 0.5; 1]"),
    ("[ν H]", "1: now"), ("[2 h; 1 - 2; 1-2]", "6 (H+1+1): now"), ("[A x; 2 h[1]]", "5 (H+1): now now now"),
  ])
  func `an expression is checked against the model`(text: String, told: String) throws {
    #expect(try ask(text) == told)
  }

  @Test(
    arguments: [
      ("h = x", "h = x"), ("z[2] = h ⊙ 2  # now", "z[2] = h ⊙ 2"), ("source = x", "source = x"),
      ("h[l] = x for l in 1..2", "h[l] = x for l in 1..2"),
      ("h == x", nil), ("h", nil), ("norm(h)", nil), ("", nil), ("param W: 3", nil), ("h[t-1] + 2", nil),
      ("title A = b", nil),
    ] as [(String, String?)])
  func `an equation is told from an expression`(line: String, equation: String?) throws {
    #expect(try SheetParser.equation(line)?.spelled == equation)
  }

  @Test func `an equation with a mistake is told, not taken for an expression`() {
    var told = ""
    do throws(SheetErrors) {
      _ = try SheetParser.equation("h = x + )")
    } catch {
      told = error.description
    }
    #expect(told == "prompt:1:9: expected a value, found ')'\n   1 | h = x + )\n     |         ^")
  }

  @Test(
    arguments: [("mu", "μ"), ("odot", "⊙"), ("top", "ᵀ"), ("tilde", "\u{303}"), ("Sigma", "Σ"), ("nothing", nil)]
      as [(String, String?)])
  func `symbols have the names of Julia and LaTeX`(name: String, symbol: String?) {
    #expect(Symbols.symbol(named: name) == symbol)
  }

  @Test(
    arguments: [
      ("hh", ["h", "z"], "h"), ("W_zz", ["W_z", "U_z"], "W_z"), ("tahn", ["tanh", "tan"], "tanh"),
      ("x", ["y", "z"], nil), ("gate", ["gaet"], "gaet"), ("H", ["h"], "h"),
      ("abc", [], nil), ("", ["a"], nil), ("abcdef", ["abcxyz"], nil), ("sigmoid", ["σ", "sigmiod"], "sigmiod"),
    ] as [(String, [String], String?)])
  func `the nearest name is a slip of the fingers away`(name: String, candidates: [String], nearest: String?) {
    #expect(nearestName(to: name, among: candidates) == nearest)
  }
}
