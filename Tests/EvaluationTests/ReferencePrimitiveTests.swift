// The slow evaluator's own arithmetic, against numbers worked out by hand.

import Equations
import Glibc
import Reference
import Testing

@Suite struct ReferencePrimitiveTests {
  /// The value of an expression without inputs, row by row.
  private func value(_ expression: String) throws -> [Double] {
    let model = try Model(try SheetParser.parse("q = \(expression)", name: "test"))
    return ReferenceModel(model, parameters: [], constants: [], inputs: []).run()[0]?.first ?? []
  }

  private static let matrix = "[[1; 2]ᵀ; [3; 4]ᵀ]"

  @Test(
    arguments: [
      // elementwise
      ("-[1; -2]", [-1, 2]), ("σ([0; 1000; -1000])", [0.5, 1, 0]), ("relu([-1; 0; 2])", [0, 0, 2]),
      ("leakyrelu([-2; 3], 0.1)", [-0.2, 3]), ("softplus([0; 800; -800])", [log(2), 800, 0]), ("√[4; 9]", [2, 3]),
      ("abs([-1; 2])", [1, 2]), ("sign([-3; 0; 3])", [-1, 0, 1]), ("floor([1.5; -1.5])", [1, -2]),
      ("not([0; 2])", [1, 0]), ("[6; 8] ⊘ 2", [3, 4]), ("[2; 3]^2", [4, 9]), ("shrink([-3; 1; 3], 2)", [-1, 0, 1]),
      ("max([1; 5], [4; 2])", [4, 5]), ("min([1; 5], 2)", [1, 2]), ("[1; 2; 3] < 2", [1, 0, 0]),
      ("[1; 2; 3] ≤ 2", [1, 1, 0]), ("[1; 2; 3] > 2", [0, 0, 1]), ("[1; 2; 3] ≥ 2", [0, 1, 1]),
      ("[1; 2] == 2", [0, 1]), ("[1; 2] ≠ 2", [1, 0]), ("[0; 1; 2] and 1", [0, 1, 1]), ("[0; 1] or 0", [0, 1]),
      ("clip([-1; 0.5; 2], 0, 1)", [0, 0.5, 1]), ("choose([1; 0], 5, [6; 7])", [5, 7]), ("log(exp([1; 2]))", [1, 2]),
      // spread
      ("\(matrix) + [10; 20]", [11, 12, 23, 24]), ("\(matrix) + [10; 20]ᵀ", [11, 22, 13, 24]),
      ("\(matrix) + 1", [2, 3, 4, 5]),
      // structure
      ("\(matrix) [1; 1]", [3, 7]), ("[1; 1]ᵀ \(matrix)", [4, 6]), ("[1; 2]ᵀ [3; 4]", [11]),
      ("[1; 2] [3; 4]ᵀ", [3, 4, 6, 8]), ("\(matrix) \(matrix)", [7, 10, 15, 22]), ("\(matrix)ᵀ", [1, 3, 2, 4]),
      ("[\(matrix); [5; 6]ᵀ]", [1, 2, 3, 4, 5, 6]), ("diag([1; 2])", [1, 0, 0, 2]), ("diag(\(matrix))", [1, 4]),
      ("onehot(2, 3)", [0, 1, 0]), ("onehot(4, 3)", [0, 0, 0]), ("circconv([1; 2; 3; 4], [1; 0; 0])", [2, 3, 4, 1]),
      ("circconv([1; 2; 3; 4], [0; 0; 1])", [4, 1, 2, 3]), ("circcorr([1; 2; 3; 4], [0; 0; 1])", [2, 3, 4, 1]),
      ("circdots([1; 0; 0; 0], [1; 2; 3; 4], 3)", [2, 1, 4]), ("fill(2, 3)", [2, 2, 2]),
      ("rows([1; 2; 3; 4], 2, 3)", [2, 3]), ("rows(\(matrix), 2, 2)", [3, 4]), ("rowsum(\(matrix))", [3, 7]),
      ("cosine(\(matrix), [1; 0])", [1 / 5.0.squareRoot(), 0.6]),
      // by columns
      ("softmax([0; log(3)])", [0.25, 0.75]), ("softmax([[0; 1000]ᵀ; [0; 1000]ᵀ])", [0.5, 0.5, 0.5, 0.5]),
      ("softmax([0; 9; 0], where: [1; 0; 1])", [0.5, 0, 0.5]), ("softmax([1; 2], where: [0; 0])", [0, 0]),
      ("layernorm([1; 3]; 2, 1)", [1 - 2 / 1.00001.squareRoot(), 1 + 2 / 1.00001.squareRoot()]),
      ("sort([1; 3; 2])", [3, 2, 1]), ("sort(\(matrix))", [3, 4, 1, 2]), ("topk([5; 1; 5; 3], 2)", [5, 0, 5, 0]),
      ("topk([5; 1], 0)", [0, 0]), ("sortby([1; 2; 3], [0; 9; 5])", [2, 3, 1]),
      ("unsort([1; 2; 3], [0; 9; 5])", [3, 1, 2]), ("sortby(\(matrix), -\(matrix))", [1, 2, 3, 4]),
      // to a number
      ("sum(\(matrix))", [10]), ("mean(\(matrix))", [2.5]), ("max([1; 3])", [3]), ("min([1; 3])", [1]),
      ("norm([3; 4])", [5]), ("argmax([1; 3; 3])", [2]), ("entropy([0.5; 0.5; 0])", [log(2)]),
    ] as [(String, [Double])])
  func `an operation gives what it should`(expression: String, expected: [Double]) throws {
    let found = try value(expression)
    #expect(relativeError(found, expected) < 1e-7, "\(found)")
  }

  @Test(arguments: ["max([1; log(-1)])", "max(log(-1), 1)", "softmax([1; log(-1)])", "sign(log(-1))", "relu(log(-1))"])
  func `what is no number stays none`(expression: String) throws {
    #expect(try value(expression).allSatisfy(\.isNaN))
  }

  private func run(_ text: String, _ inputs: [ReferenceModel.Feed]) throws -> [[Double]] {
    let model = try Model(try SheetParser.parse(text, name: "test"))
    let constants = model.constants.map { [$0.value ?? 0] }
    let last = ReferenceModel(model, parameters: [], constants: constants, inputs: inputs).run().last
    return try #require(last ?? nil)
  }

  @Test func `outside the sequence a state has its start, and all else is zero`() throws {
    let stream = ReferenceModel.Feed.steps([[1], [2], [3]])
    #expect(try run("const a = 7\ninput x\nstate h = a\nh = h[t-1] + x", [stream]) == [[8], [10], [13]])
    #expect(try run("input x\nh = x[t-2] + 1", [stream]) == [[1], [1], [2]])
    #expect(
      try run("input x\nstate h: 2 = 5\ng = h[t-2]\nh = [x; x]\nk = g + 0", [stream]) == [[5, 5], [5, 5], [1, 1]])
  }

  @Test func `a later step is read by a scan that runs backwards`() throws {
    #expect(try run("input x\nstate b\nb = b[t+1] + x", [.steps([[1], [2], [3]])]) == [[6], [5], [3]])
  }

  @Test func `a token is its one-hot vector, and a step has its number`() throws {
    #expect(try run("input x: token(3)\nh = x[t-1] + t", [.tokens([2, 0])]) == [[1, 1, 1], [2, 2, 3]])
  }

  @Test func `an entry outside is no number`() throws {
    let found = try run("input i\nh = [1; 2]\ng = h[i]", [.steps([[1], [2], [3], [0]])])
    #expect(found[0] == [1] && found[1] == [2])
    #expect(found[2][0].isNaN && found[3][0].isNaN)
  }
}
