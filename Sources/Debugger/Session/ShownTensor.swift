// What a view can draw: a quantity, which moves with the steps, or a parameter or constant, which does not.

package import Equations
internal import Evaluation

/// Numbers with a name and a shape.
package struct ShownTensor: Sendable, Equatable {
  package enum Source: Sendable, Hashable {
    case quantity(Int)
    case parameter(Int)
    case constant(Int)
  }

  package var source: Source
  package var name: String
  package var shape: Shape
  package var caption: String?

  package init(_ quantity: Quantity) {
    (source, name, shape) = (.quantity(quantity.id), quantity.name, quantity.shape)
    caption = quantity.caption
  }

  package init(_ parameter: Parameter) {
    (source, name, shape) = (.parameter(parameter.id), parameter.name, parameter.shape)
    caption = parameter.caption
  }

  package init(_ constant: Constant) {
    (source, name, shape) = (.constant(constant.id), constant.name, constant.shape)
    caption = constant.caption
  }

  /// The quantity that it is; nil for what is no equation's.
  package var quantity: Int? { if case .quantity(let id) = source { id } else { nil } }
}

extension Session {
  /// A parameter or a constant by its name.
  func tensor(named text: String) -> ShownTensor? {
    let name = Symbols.typedName(text)
    if let parameter = model.parameter(named: name) { return ShownTensor(parameter) }
    return model.constant(named: name).map { ShownTensor($0) }
  }

  /// What a pane shows: a parameter or constant that it names, or else its quantity.
  package func tensor(of pane: Pane) -> ShownTensor? {
    if let name = pane.subject, (pane.inner ?? pane.view).isOfTensors, let tensor = tensor(named: name) {
      return tensor
    }
    return quantity(of: pane).map { ShownTensor($0) }
  }

  // MARK: roles

  /// The alphabet whose symbols an axis has an entry for.
  ///
  /// That of its dimension, of a token input of the same size, by number and name, or of the symbol that is chosen among its entries.
  package func alphabet(of axis: Dimension) -> Alphabet? {
    for dimension in model.dims where dimension.name == axis.label && dimension.count == axis.count {
      if let names = dimension.entryNames { return Alphabet(symbols: names) }
    }
    for input in model.inputs {
      guard case .token(let alphabet?) = input.kind, alphabet.symbols.count == axis.count else { continue }
      if input.shape.rows.label == axis.label { return alphabet }
    }
    for quantity in model.quantities {
      guard let alphabet = quantity.alphabet, alphabet.symbols.count == axis.count,
        case .apply(.argmax, let operands) = quantity.expression.kind
      else { continue }
      if operands.contains(where: { $0.shape.stored.rows.label == axis.label }) { return alphabet }
    }
    return nil
  }

  /// The stage whose steps an axis has an entry for: positions of a sequence.
  package func stage(of axis: Dimension) -> Int? {
    guard axis.label != String(axis.count) else { return nil }
    return model.stages.first { $0.length.label == axis.label && $0.length.count == axis.count }?.id
  }

  /// Whether an expression's entries sum to 1 by its form.
  package static func isDistribution(_ expression: Expression) -> Bool {
    guard case .apply(let primitive, let operands) = expression.kind else { return false }
    switch primitive {
    case .softmax, .maskedSoftmax, .oneHot: return true
    case .transpose: return operands.allSatisfy(isDistribution)
    case .divide:
      guard case .apply(.sum, let summed) = operands[1].kind else { return false }
      return operands[0].means(summed[0])
    default: return false
    }
  }

  /// How many entries of a quantity sum to 1 together, by its form; nil where none do, and where all of that is at one place.
  package static func spread(of quantity: Quantity) -> Int? {
    let (expression, count) = (quantity.expression, quantity.shape.count)
    guard isDistribution(expression), count > 1, case .apply(let primitive, _) = expression.kind else { return nil }
    guard case .matrix(let rows, let columns) = quantity.shape else { return primitive == .oneHot ? nil : count }
    return primitive == .divide ? count : primitive == .transpose ? columns.count : rows.count
  }

  /// Whether part of a quantity is its own past, entry by entry, so that one can say what remains of it.
  func carries(_ quantity: Quantity) -> Bool {
    present.model.quantity(named: quantity.name).map { Carry($0) != nil } ?? false
  }
}
