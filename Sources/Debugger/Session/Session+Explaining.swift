// Explanations, for whoever asks: a command, or a view that asks again whenever it is drawn.

package import Equations
package import Evaluation

extension Session {
  /// Where a number came from.
  ///
  /// Of a quantity of the run at a step, from 0, or with `isBefore` of the untouched one where there is one. It throws an
  /// interruption: eigenvalues of a large matrix take a while.
  package func explanation(
    of quantity: Quantity, _ entry: Entry, at step: Int, isBefore: Bool = false, depth: Int = 1
  ) throws(CommandError) -> Explanation {
    guard quantity.expression.takesMatrixApart else {
      return explained(quantity, entry, at: step, isBefore: isBefore, depth: depth)
    }
    let question =
      "explain \(quantity.name) \(entry.row) \(entry.column) at \(step) \(isBefore) \(depth) \(backward?.text ?? "")"
    return try studies.value(question) { () throws(CommandError) in
      let explanation = explained(quantity, entry, at: step, isBefore: isBefore, depth: depth)
      if isInterrupted() { throw .run(.interrupted) }
      return explanation
    }
  }

  private func explained(
    _ quantity: Quantity, _ entry: Entry, at step: Int, isBefore: Bool, depth: Int
  ) -> Explanation {
    Explainer(isBefore ? ghost?.trace ?? trace : trace, unpinned: present.model, isInterrupted: isInterrupted)
      .explain(quantity, entry, at: step, depth: depth)
  }
}

extension Expression {
  /// Whether eigenvalues or eigenvectors stand in it.
  fileprivate var takesMatrixApart: Bool {
    var found = false
    visit { part in
      if case .apply(let primitive, _) = part.kind {
        found = found || primitive == .eigenvalues || primitive == .eigenvectors
      }
    }
    return found
  }
}
