// What is odd about the waves that a run takes: eigenvalues that are equal, whose vectors are not unique.

internal import Catalogue
internal import Equations
package import Evaluation

extension Trace {
  /// Eigenvalues that are equal where the sheet takes their vectors, by themselves or within an equation, as far as they are
  /// worked out once.
  package var spectrumNotes: [MaterialNote] { spectrumNotes(of: model.quantities) }

  fileprivate func spectrumNotes(of quantities: [Quantity]) -> [MaterialNote] {
    quantities.flatMap { quantity -> [MaterialNote] in
      guard has(quantity), model.stages[quantity.stage].steps == .once else { return [] }
      var found: [(vectors: Expression, matrix: Expression)] = []
      quantity.expression.visit { part in
        if case .apply(.eigenvectors, let operands) = part.kind { found.append((part, operands[0])) }
      }
      return found.compactMap { spectrumNote(of: $0.matrix, vectors: $0.vectors, in: quantity) }
    }
  }

  private func spectrumNote(of matrix: Expression, vectors: Expression, in quantity: Quantity) -> MaterialNote? {
    let named = model.quantities.first { $0.isSpectrum(of: matrix) && $0.stage == quantity.stage && has($0) }
    let values =
      named.map { self.values(of: $0, at: 0).map { Double($0) } } ?? eigenvalues(of: matrix, vectors: vectors)
    let groups = values.equalRuns
    guard !groups.isEmpty else { return nil }
    let shown = groups.prefix(4).map { group in
      let (first, last) = (group.lowerBound + 1, group.upperBound)
      let joint = group.count == 2 ? "and" : "to"
      return named.map { "\($0.name)[\(first)] \(joint) \($0.name)[\(last)]" } ?? "\(first) \(joint) \(last)"
    }
    let more = groups.count > 4 ? ", and \(groups.count - 4) more groups," : ""
    return MaterialNote(
      kind: .note,
      text: (named == nil ? "the eigenvalues " : "") + shown.joined(separator: ", ")
        + "\(more) are equal up to 1e-6: their vectors in \(quantity.name) are not unique, nor is what is worked out from "
        + "single ones")
  }

  /// vᵀ M v for each column v of the vectors, where the sheet has no eigenvalues; none where the run cannot tell.
  private func eigenvalues(of matrix: Expression, vectors: Expression) -> [Double] {
    guard let numbers = try? Probe(matrix, in: self).value(at: 0).map({ Double($0) }),
      let columns = try? Probe(vectors, in: self).value(at: 0).map({ Double($0) })
    else { return [] }
    let count = matrix.shape.rows.count
    guard numbers.count == count * count, columns.count == numbers.count else { return [] }
    return (0..<count).map { place in
      let vector = (0..<count).map { columns[$0 * count + place] }
      return vector.indices.reduce(0) { sum, row in
        var product = 0.0
        for column in vector.indices { product += numbers[row * count + column] * vector[column] }
        return sum + vector[row] * product
      }
    }
  }
}

extension GradientTrace {
  /// Eigenvalues that are equal where the gradient goes back through their vectors: it takes those to turn into one another
  /// not at all, which is right only where the loss does not care how they lie.
  package var spectrumNotes: [MaterialNote] {
    let forward = trace.model.quantities.filter { model.adjoints[$0.id] != nil }
    return trace.spectrumNotes(of: forward).map { note in
      MaterialNote(
        kind: note.kind, text: note.text + "; gradients through them leave out how they turn into one another")
    }
  }
}

extension [Double] {
  /// Runs of neighbours that differ by no more than 1e-6 of the largest magnitude, of two or more.
  fileprivate var equalRuns: [Range<Int>] {
    let tolerance = 1e-6 * (lazy.map { abs($0) }.max() ?? 0)
    var result: [Range<Int>] = []
    var start = 0
    for place in indices {
      if place > start, !(self[place] - self[place - 1] <= tolerance) { start = place }
      guard place > start else { continue }
      if result.last?.lowerBound == start { result.removeLast() }
      result.append(start..<place + 1)
    }
    return result
  }
}

extension Material {
  /// From this many rows on a matrix is taken apart in more than a second or two.
  private static let slowFrom = 1500

  /// That waves of what was given will take a while to be worked out, to be said before that begins; nil where they do not.
  package var slownessNote: MaterialNote? {
    if feed.isExample, settings.isEmpty { return nil }
    guard let model = try? model() else { return nil }
    var largest = 0
    for quantity in model.quantities {
      quantity.expression.visit { part in
        guard case .apply(let primitive, let operands) = part.kind,
          primitive == .eigenvectors || primitive == .eigenvalues
        else { return }
        largest = max(largest, operands[0].shape.rows.count)
      }
    }
    guard largest >= Self.slowFrom else { return nil }
    return MaterialNote(
      kind: .note, text: "a spectrum of \(largest) waves takes a while each time it is worked out: Ctrl-C stops it")
  }
}
