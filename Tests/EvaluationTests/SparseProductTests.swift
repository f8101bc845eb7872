// Products by matrices and vectors that are zero but for few entries, which are worked out without them.

import Equations
import Testing

@testable import Evaluation

@Suite struct SparseProductTests {
  private static let inputs = "dims N = 3, M = 2\ninput A: N×N\ninput B: N×M\ninput v: N once\ninput w: N once\n"

  private func value(_ expression: String) throws -> [Double] {
    let model = try Model(try SheetParser.parse(Self.inputs + "y = \(expression)", name: "diagonals"))
    let numbers: [InputValue<Double>] = [
      .given([1, -2, 3, 0.5, 5, -6, 7, 8, 0.25]), .given([1, 2, -3, 4, 5, 6]), .given([2, -0.5, 3]),
      .given([0.25, 1.5, -1]),
    ]
    let trace = try Trace(try Plan(model), RunValues<Double>(parameters: [], constants: [], inputs: numbers))
    return trace.values(of: try #require(model.quantity(named: "y")), at: 0)
  }

  @Test(arguments: [
    ("diag(v) A", "(v onehot(1, N)ᵀ + v onehot(2, N)ᵀ + v onehot(3, N)ᵀ) ⊙ A"),
    ("A diag(v)", "(fill(1, N) vᵀ) ⊙ A"),
    ("diag(v) A diag(w)", "(v wᵀ) ⊙ A"),
    ("diag(v) diag(w) A", "((v ⊙ w) fill(1, N)ᵀ) ⊙ A"),
    ("diag(v)ᵀ B", "(v fill(1, M)ᵀ) ⊙ B"),
    ("diag(v) w", "v ⊙ w"),
    ("wᵀ diag(v)", "(v ⊙ w)ᵀ"),
    ("diag(B Bᵀ)", "rowsum(B ⊙ B)"),
    ("diag(A diag(v) A)", "rowsum((A diag(v)) ⊙ Aᵀ)"),
  ])
  func `a product by a diagonal matrix scales rows or columns`(product: String, entries: String) throws {
    #expect(try value(product) == value(entries))
  }

  @Test(arguments: [
    ("A onehot(2, N)", "[A[1,2]; A[2,2]; A[3,2]]"), ("Aᵀ onehot(3, N)", "[A[3,1]; A[3,2]; A[3,3]]"),
    ("Bᵀ onehot(argmax(v), N)", "[B[3,1]; B[3,2]]"), ("A onehot(4, N)", "0 v"), ("A onehot(0, N)", "0 v"),
  ])
  func `a product by a one-hot vector is a column`(product: String, entries: String) throws {
    #expect(try value(product) == value(entries))
  }

  @Test(arguments: ["A onehot(1, N)", "diag(v) A diag(w)", "A diag(v) + diag(w)", "diag(A Aᵀ)"])
  func `no product is left where one factor is diagonal or one-hot`(text: String) throws {
    let plan = try Plan(try Model(try SheetParser.parse(Self.inputs + "y = \(text)", name: "diagonals")))
    let products = plan.stages.flatMap(\.scans).flatMap(\.instructions).filter { instruction in
      if case .product = instruction { true } else { false }
    }
    #expect(products.isEmpty)
  }
}
