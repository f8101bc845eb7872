// The weights of an attention one by one, by what looks and what is looked at, whichever way they lie in their tensors:
// only those that are seen are ever read.

import Cells
import Debugger
import Equations
import Evaluation
import Glibc

/// A head at a layer: one picture.
struct AttentionPicture: Hashable {
  /// The quantity.
  var head: Int
  /// The step, from 0, where steps are layers; else 0.
  var layer = 0
}

/// Weights, or the energies that they are made of, through a lens.
struct AttentionValues {
  let values: LensedValues
  let attention: Attention
  let showsEnergies: Bool
  /// The weights of each head.
  private let entries: [Int: LensedEntries]

  init(values: LensedValues, attention: Attention, showsEnergies: Bool) {
    self.values = values
    self.attention = attention
    self.showsEnergies = showsEnergies
    entries = Dictionary(attention.heads.map { ($0.id, LensedEntries(ShownTensor($0), values)) }) { first, _ in first }
  }

  var keyCount: Int { attention.keys.count }

  /// Layers where the weights are matrices at each step.
  var layerCount: Int {
    guard attention.form != .steps, let head = attention.heads.first else { return 1 }
    return max(values.stepCount(head.id), 1)
  }

  func queryCount(_ head: Int) -> Int { attention.queries?.count ?? max(values.stepCount(head), 1) }

  /// All pictures, layer by layer.
  var pictures: [AttentionPicture] {
    (0..<layerCount).flatMap { layer in attention.heads.map { AttentionPicture(head: $0.id, layer: layer) } }
  }

  /// Where a weight is kept: its entry in the tensor, and the step.
  func place(_ picture: AttentionPicture, query: Int, key: Int) -> (entry: Int, step: Int) {
    switch attention.form {
    case .steps: (key, query)
    case .columns: (key * (attention.queries?.count ?? 1) + query, picture.layer)
    case .rows: (query * keyCount + key, picture.layer)
    }
  }

  func hasHappened(_ picture: AttentionPicture, query: Int) -> Bool {
    values.hasHappened(picture.head, at: attention.form == .steps ? query : picture.layer)
  }

  /// Whether what is shown are weights, rather than what they are made of or how far they are apart.
  var areWeights: Bool { !showsEnergies && values.lens != .difference }

  /// What a cell shows.
  func number(_ picture: AttentionPicture, query: Int, key: Int) -> Float {
    guard showsEnergies, let energy = energy(picture, query: query, key: key) else {
      return weight(picture, query: query, key: key)
    }
    return energy
  }

  func weight(_ picture: AttentionPicture, query: Int, key: Int) -> Float {
    let place = place(picture, query: query, key: key)
    return entries[picture.head]?.value(place.entry, at: place.step) ?? .nan
  }

  // MARK: - Energies

  /// Whether the weights are a softmax of something.
  var hasEnergies: Bool { attention.heads.allSatisfy { Attention.energies(of: $0) != nil } }

  /// What a weight is made of, worked out again; nil where it is no softmax.
  func energy(_ picture: AttentionPicture, query: Int, key: Int) -> Float? {
    let session = values.session
    guard let head = values.quantity(picture.head) else { return nil }
    let now = energy(of: head, in: session.trace, picture, query, key)
    guard values.lens != .now, let ghost = session.ghost, let old = ghost.counterpart(of: head) else { return now }
    let before = energy(of: old, in: ghost.trace, picture, query, key)
    guard values.lens == .difference else { return before }
    guard let now, let before else { return nil }
    return now - before
  }

  private func energy(
    of head: Quantity, in trace: Trace<Float>, _ picture: AttentionPicture, _ query: Int, _ key: Int
  ) -> Float? {
    guard let expression = Attention.energies(of: head) else { return nil }
    let isSteps = attention.form == .steps
    let evaluator = EntryEvaluator(trace, at: isSteps ? query : picture.layer)
    let isRow = if case .row = expression.shape { true } else { false }
    return Float(evaluator.value(expression, isRow ? Entry(0, key) : Entry(key, isSteps ? 0 : query)))
  }

  // MARK: - Entropy

  /// How widely a query looks about, in nats: 0 for one key alone, the logarithm of their number for all alike.
  func entropy(_ picture: AttentionPicture, query: Int) -> Float {
    var sum: Float = 0
    for key in 0..<keyCount {
      let weight = weight(picture, query: query, key: key)
      if weight != 0 { sum -= weight * logf(weight) }
    }
    return sum
  }

  /// Weights that are looked at for a mean entropy; of more queries as many as come to this are taken, evenly.
  private static let mostWeights = 65_536

  /// The mean over the queries that have been worked out; nil where there are none, or of a difference.
  ///
  /// What each query comes to is worked out once, and kept with the run.
  func meanEntropy(_ picture: AttentionPicture) -> Float? {
    guard values.lens != .difference else { return nil }
    let count = queryCount(picture.head)
    let looked = max(min(count, Self.mostWeights / max(keyCount, 1)), 1)
    let queries = Array(stride(from: 0, to: count, by: max(count / looked, 1)))
    let known = kept("entropies of \(picture.head) at \(picture.layer)") { queries.map { entropy(picture, query: $0) } }
    let past = zip(queries, known).filter { hasHappened(picture, query: $0.0) }
    guard !past.isEmpty else { return nil }
    return past.reduce(0) { $0 + $1.1 } / Float(past.count)
  }

  private func kept(_ name: String, _ make: () -> [Float]) -> [Float] {
    values.session.summaries.series("\(name) \(values.lens.word)", make)
  }

  // MARK: - Scale

  /// Beyond this many weights only those on the screen are looked at.
  private static let mostScaled = 65_536

  /// From 0 to the largest weight of the run, so that weights that are shared by many are seen; of energies and differences to
  /// both sides of zero.
  func scale(showing pictures: [AttentionPicture], queries: Range<Int>, keys: Range<Int>) -> ValueScale {
    let all = self.pictures
    let whole = all.reduce(0) { $0 + queryCount($1.head) * keyCount }
    var largest: Float = 0
    if whole <= Self.mostScaled, !showsEnergies {
      let name = "largest weight of \(all.map { "\($0.head)@\($0.layer)" }.joined(separator: " "))"
      let known = kept(name) { [all.map { self.largest($0, 0..<queryCount($0.head), 0..<keyCount) }.max() ?? 0] }
      largest = known.first ?? 0
    } else {
      for picture in pictures {
        let seen = queries.clamped(to: 0..<queryCount(picture.head)).filter { hasHappened(picture, query: $0) }
        largest = max(largest, self.largest(picture, seen, keys))
      }
    }
    guard !showsEnergies, values.lens != .difference else { return .diverging(limit: QuantityScale.rounded(largest)) }
    return .sequential(from: 0, to: min(QuantityScale.tight(largest), 1))
  }

  /// The largest magnitude of finite numbers.
  private func largest(_ picture: AttentionPicture, _ queries: some Sequence<Int>, _ keys: Range<Int>) -> Float {
    var result: Float = 0
    for query in queries {
      for key in keys {
        let number = number(picture, query: query, key: key)
        if number.isFinite { result = max(result, abs(number)) }
      }
    }
    return result
  }
}
