// A model that runs as many sequences as a batch has at once. What comes out is a model like any other: it is planned, run
// and differentiated as those are.

internal import Equations

extension Model {
  /// The model with a column for each sequence in place of a vector, a row in place of a number; parameters and what
  /// depends on them alone stay as they are.
  ///
  /// Shorter sequences are filled up behind their end. Nothing that it looks at lies behind, so that does not change them;
  /// their loss must count nothing there.
  ///
  /// - Returns: nil where an operation has no counterpart, or a sequence is read from its end: such a model runs one
  ///   sequence at a time.
  func batched(_ count: Int) -> Model? {
    let batch = Dimension(count)
    let expressions = BatchedExpressions(model: self, batch: batch, batched: quantitiesOfInputs)
    var copy = self
    do throws(NotBatched) {
      for index in quantities.indices where expressions.batched.contains(index) {
        copy.quantities[index] = try expressions.quantity(quantities[index])
      }
    } catch {
      return nil
    }
    for stage in stages where stage.steps != .once {
      guard case .sequence = stage.steps else { return nil }
      if stage.scans.contains(where: { $0.direction == .backward && !$0.quantities.isEmpty }) { return nil }
    }
    for index in inputs.indices where inputs[index].stage != nil {
      copy.inputs[index].kind = .tensor
      copy.inputs[index].shape = batch.beside(inputs[index].shape)
    }
    return copy
  }

  /// Quantities at each step: those of the same step and stage as what is fed.
  private var quantitiesOfInputs: Set<Int> {
    Set(quantities.filter { stages[$0.stage].steps != .once }.map(\.id))
  }
}

extension BatchedExpressions {
  fileprivate func quantity(_ quantity: Quantity) throws(NotBatched) -> Quantity {
    var copy = quantity
    let value = try value(of: quantity.expression)
    switch quantity.shape {
    case .scalar, .vector: copy.shape = batch.beside(quantity.shape)
    case .row, .matrix: throw NotBatched()
    }
    copy.expression = spread(value, quantity.shape)
    if let initial = quantity.initial { copy.initial = spread(try self.value(of: initial), quantity.shape) }
    return copy
  }

  /// A value in the form in which a quantity of that shape is kept.
  private func spread(_ value: BatchedValue, _ shape: Shape) -> Expression {
    let ones = Expression(.apply(.fill, [Expression(.number(1), shape: .scalar)]), shape: .row(batch))
    switch (value.form, shape) {
    case (.shared, .vector) where value.expression.shape.isScalar:
      return Expression(.apply(.fill, [value.expression]), shape: batch.beside(shape))
    case (.shared, .vector):
      return Expression(.apply(.product, [value.expression, ones]), shape: batch.beside(shape))
    case (.shared, _): return Expression(.apply(.fill, [value.expression]), shape: .vector(batch))
    case (.number, .vector(let n)) where n.count > 1:
      let column = Expression(.apply(.fill, [Expression(.number(1), shape: .scalar)]), shape: .vector(n))
      return Expression(.apply(.product, [column, value.expression]), shape: batch.beside(shape))
    case (.number, _), (.vector, _), (.transposed, _): return value.expression
    }
  }
}

extension Dimension {
  /// The shape of a batch of values of a shape.
  fileprivate func beside(_ shape: Shape) -> Shape {
    switch shape {
    case .scalar: .vector(self)
    case .vector(let n), .row(let n): .matrix(n, self)
    case .matrix: shape
    }
  }
}
