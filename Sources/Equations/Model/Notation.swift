// How each operation is written, and one line on what it is. The functions that a sheet may call, the help and the table
// of operations in the documentation are made from this.

/// The ways to write one operation.
package struct Notation: Sendable {
  /// With letters for its operands; the first way is how it is printed.
  package var written: [String]
  package var meaning: String
  /// What stands before and between the parentheses, if it is called by name.
  var call: Call?

  struct Call: Sendable {
    var names: [String]
    /// The arguments as the help shows them.
    var arguments: [String]
    /// The label that the last argument carries: `where` in `softmax(a, where: M)`.
    var label: String?
    /// What stands behind the first argument.
    var separator = ","
    /// An argument that may follow.
    var optional: String?
  }

  fileprivate init(_ written: [String], _ meaning: String) {
    self.written = written
    self.meaning = meaning
  }

  fileprivate init(
    _ names: [String], _ arguments: [String], _ meaning: String, sign: String? = nil, label: String? = nil,
    separator: String = ",", optional: String? = nil
  ) {
    let call = Call(names: names, arguments: arguments, label: label, separator: separator, optional: optional)
    written = (sign.map { [$0] } ?? []) + names.flatMap(call.ways)
    self.meaning = meaning
    self.call = call
  }
}

extension Notation.Call {
  /// `layernorm(a; γ, β)`, by the name that is printed.
  var usage: String { ways(names[0]).joined(separator: " or ") }

  /// The same by one of its names, without and with what may follow.
  func ways(_ name: String) -> [String] {
    [written(name, arguments)] + (optional.map { [written(name, arguments + [$0])] } ?? [])
  }

  private func written(_ name: String, _ arguments: [String]) -> String {
    var list = ""
    for (position, argument) in arguments.enumerated() {
      if position > 0 { list += (position == 1 ? separator : ",") + " " }
      if let label, position == arguments.count - 1 { list += "\(label): " }
      list += argument
    }
    return "\(name)(\(list))"
  }
}

extension Primitive {
  package var notation: Notation {
    switch self {
    case .negate: Notation(["-a"], "a with the other sign")
    case .sigmoid: Notation(["σ", "sigmoid"], ["a"], "1 / (1 + exp(-a)), between 0 and 1: gates")
    case .tanh: Notation(["tanh"], ["a"], "hyperbolic tangent, between -1 and 1")
    case .relu: Notation(["relu"], ["a"], "a where it is positive, else 0")
    case .softplus: Notation(["softplus"], ["a"], "log(1 + exp(a)), a smooth relu")
    case .exponential: Notation(["exp"], ["a"], "e to the power a")
    case .logarithm: Notation(["log"], ["a"], "natural logarithm")
    case .squareRoot: Notation(["sqrt"], ["a"], "square root", sign: "√a")
    case .sine: Notation(["sin"], ["a"], "sine, of radians")
    case .cosineOf: Notation(["cos"], ["a"], "cosine, of radians")
    case .absolute: Notation(["abs"], ["a"], "absolute value")
    case .sign: Notation(["sign"], ["a"], "-1, 0 or 1")
    case .floor: Notation(["floor"], ["a"], "the largest whole number not above a")
    case .not: Notation(["not a"], "1 where a is 0, else 0")

    case .add: Notation(["a + b"], "sum, entry by entry")
    case .subtract: Notation(["a - b"], "difference, entry by entry")
    case .multiply: Notation(["a ⊙ b", "a .* b", "a * b"], "product, entry by entry")
    case .divide: Notation(["a / b", "a ⊘ b", "a ./ b"], "quotient, entry by entry")
    case .power: Notation(["a^b"], "power, entry by entry")
    case .leakyRelu: Notation(["leakyrelu"], ["a", "slope"], "a where it is positive, else slope ⊙ a")
    case .shrink: Notation(["shrink"], ["a", "λ"], "soft threshold: sign(a) ⊙ max(abs(a) - λ, 0)")
    case .larger: Notation(["max"], ["a", "b"], "the larger, entry by entry")
    case .smaller: Notation(["min"], ["a", "b"], "the smaller, entry by entry")
    case .less: Notation(["a < b"], "1 where it holds, else 0")
    case .lessEqual: Notation(["a ≤ b", "a <= b"], "1 where it holds, else 0")
    case .greater: Notation(["a > b"], "1 where it holds, else 0")
    case .greaterEqual: Notation(["a ≥ b", "a >= b"], "1 where it holds, else 0")
    case .equal: Notation(["a == b"], "1 where they are equal, else 0")
    case .notEqual: Notation(["a ≠ b", "a != b"], "1 where they are not equal, else 0")
    case .and: Notation(["a and b"], "1 where neither is 0, else 0")
    case .or: Notation(["a or b"], "1 where one of them is not 0, else 0")
    case .clip: Notation(["clip"], ["a", "low", "high"], "a, kept between low and high")
    case .choose: Notation(["choose"], ["condition", "a", "b"], "a where the condition is not 0, else b")

    case .product:
      Notation(
        ["W x", "W @ x", "W · x"],
        "matrix product; vᵀ x is a number, v kᵀ a matrix; a number scales what stands beside it")
    case .transpose: Notation(["Wᵀ", "W'"], "rows as columns; a vector's is a row")
    case .stack: Notation(["[a; b]"], "one above the other")
    case .element: Notation(["a[2]", "M[2,3]"], "one entry, counted from 1")
    case .fill: Notation(["fill"], ["i", "n"], "a vector of n entries, each of them the number i")
    case .rows:
      Notation(["rows"], ["a", "first", "last"], "some rows of a matrix, or entries of a vector, counted from 1")
    case .rowSums: Notation(["rowsum"], ["M"], "the sum of each row, a vector")
    case .whole: Notation(["whole"], ["a"], "a with all its places, 0 in those that the steps have not filled yet")
    case .diagonal: Notation(["diag"], ["a"], "the matrix with a vector on its diagonal; the diagonal of a matrix")

    case .softmax: Notation(["softmax"], ["a"], "weights that sum to 1, over a vector or each column")
    case .maskedSoftmax:
      Notation(["softmax"], ["a", "M"], "the same, over the entries where M is not 0", label: "where")
    case .layerNorm:
      Notation(
        ["layernorm"], ["a", "γ", "β"],
        "γ ⊙ (a - mean) / √(variance + ε) + β, over a vector or each column; ε is 1e-5 where it is not said",
        separator: ";", optional: "ε")
    case .sortDescending: Notation(["sort"], ["a"], "entries from largest to smallest, of a vector or each column")
    case .topK: Notation(["topk"], ["a", "k"], "a where it is among the k largest, else 0, of a vector or each column")
    case .sortBy:
      Notation(
        ["sortby"], ["a", "k"], "entries of a in the order in which those of k fall, of a vector or each column")
    case .unsort:
      Notation(["unsort"], ["a", "k"], "the way back: unsort(sortby(a, k), k) is a")

    case .sum: Notation(["sum"], ["a"], "sum of all entries")
    case .mean: Notation(["mean"], ["a"], "mean of all entries")
    case .maximum: Notation(["max"], ["a"], "largest entry")
    case .minimum: Notation(["min"], ["a"], "smallest entry")
    case .norm: Notation(["norm"], ["a"], "square root of the sum of squares")
    case .argmax: Notation(["argmax"], ["a"], "place of the largest entry, counted from 1")
    case .entropy: Notation(["entropy"], ["p"], "-sum(p ⊙ log(p)), in nats; 0 log 0 is 0")

    case .oneHot: Notation(["onehot"], ["i", "n"], "a vector of n entries, 1 at place i and 0 elsewhere")
    case .leading: Notation(["leading"], ["i", "n"], "a vector of n entries, 1 in the first i and 0 behind them")
    case .cosineSimilarity:
      Notation(["cosine"], ["M", "k"], "cosine of each row a of M with k: aᵀ k / (norm(a) norm(k) + 1e-8)")
    case .circularConvolution: Notation(["circconv"], ["w", "s"], "w, shifted round a ring by the weights s")
    case .circularCorrelation:
      Notation(["circcorr"], ["w", "s"], "w, shifted the other way round the ring than circconv does")
    case .eigenvalues:
      Notation(["eigvals"], ["L"], "eigenvalues of (L + Lᵀ) / 2, which is L where it is symmetric, smallest first")
    case .eigenvectors:
      Notation(
        ["eigvecs"], ["L"],
        "its eigenvectors, a column for each of eigvals(L): of length 1, the largest entry positive")
    case .shiftProducts:
      Notation(["circdots"], ["a", "w", "n"], "products aᵀ w, with w shifted round a ring by each of n shifts")
    }
  }
}
