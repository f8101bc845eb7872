// The functions of the language: their names, arguments and one line of help. Tables and help are made from it.

/// A name that is written before parentheses.
package struct Function: Sendable {
  /// The first name is how it is printed.
  package var names: [String]
  package var primitive: Primitive
  /// Argument names in order, as the help shows them.
  package var arguments: [String]
  /// The position of an argument that may be given by label or left out.
  package var optionalLabel: String?
  package var summary: String

  private init(
    _ names: [String], _ primitive: Primitive, _ arguments: [String], _ summary: String, label: String? = nil
  ) {
    self.names = names
    self.primitive = primitive
    self.arguments = arguments
    self.summary = summary
    optionalLabel = label
  }

  package static func named(_ name: String) -> Function? { byName[name] }

  private static let byName: [String: Function] = {
    var result: [String: Function] = [:]
    for function in all { for name in function.names { result[name] = function } }
    return result
  }()

  package static let all: [Function] = [
    Function(["σ", "sigmoid"], .sigmoid, ["a"], "1 / (1 + exp(-a)), between 0 and 1: gates"),
    Function(["tanh"], .tanh, ["a"], "hyperbolic tangent, between -1 and 1"),
    Function(["relu"], .relu, ["a"], "a where it is positive, else 0"),
    Function(["leakyrelu"], .leakyRelu, ["a", "slope"], "a where it is positive, else slope·a"),
    Function(["softplus"], .softplus, ["a"], "log(1 + exp(a)), a smooth relu"),
    Function(["exp"], .exponential, ["a"], "e to the power a"),
    Function(["log"], .logarithm, ["a"], "natural logarithm"),
    Function(["sqrt"], .squareRoot, ["a"], "square root, also √a"),
    Function(["sin"], .sine, ["a"], "sine, of radians"),
    Function(["cos"], .cosineOf, ["a"], "cosine, of radians"),
    Function(["abs"], .absolute, ["a"], "absolute value"),
    Function(["sign"], .sign, ["a"], "-1, 0 or 1"),
    Function(["floor"], .floor, ["a"], "the largest whole number not above a"),
    Function(["not"], .not, ["a"], "1 where a is 0, else 0"),
    Function(["clip"], .clip, ["a", "low", "high"], "a, kept between low and high"),
    Function(["choose"], .choose, ["condition", "a", "b"], "a where the condition is not 0, else b"),
    Function(["shrink"], .shrink, ["a", "λ"], "soft threshold: sign(a)·max(|a| - λ, 0)"),
    Function(["softmax"], .softmax, ["a"], "weights that sum to 1, over a vector or each column", label: "where"),
    Function(["layernorm"], .layerNorm, ["a", "γ", "β"], "γ ⊙ (a - mean)/√(variance + 1e-5) + β, each column"),
    Function(["sort"], .sortDescending, ["a"], "entries from largest to smallest, each column"),
    Function(["topk"], .topK, ["a", "k"], "a where it is among the k largest, else 0, each column"),
    Function(["sum"], .sum, ["a"], "sum of all entries"),
    Function(["mean"], .mean, ["a"], "mean of all entries"),
    Function(["max"], .maximum, ["a"], "largest entry; of two arguments, the larger, entry by entry"),
    Function(["min"], .minimum, ["a"], "smallest entry; of two arguments, the smaller, entry by entry"),
    Function(["norm"], .norm, ["a"], "square root of the sum of squares"),
    Function(["argmax"], .argmax, ["a"], "place of the largest entry, from 1"),
    Function(["entropy"], .entropy, ["p"], "-Σ p log p, in nats; 0 log 0 is 0"),
    Function(["onehot"], .oneHot, ["i", "n"], "a vector of n entries, 1 at place i and 0 elsewhere"),
    Function(["diag"], .diagonal, ["a"], "the matrix with a vector on its diagonal; the diagonal of a matrix"),
    Function(["cosine"], .cosineSimilarity, ["M", "k"], "cosine of each row of M with k"),
    Function(["circconv"], .circularConvolution, ["w", "s"], "w, shifted round a ring by the weights s"),
  ]
}
